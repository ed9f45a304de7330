"""The interview as plain lines of text: for screen readers, pipes, simple terminals and tests.

It writes no control codes at all and needs nothing but lines in and lines out.
"""

import contextlib
import io
import select
import shutil
import sys
import textwrap
import unicodedata
from typing import Final, TextIO

from imroc_audit.interview import Outcome, Refused, Screen, Sitting

GRACE_SECONDS: Final = 30.0
"""How long a person on a shared computer has to answer "Are you still there?"."""

READING_SECONDS: Final = 10.0
"""How long the last page stays on a shared computer."""

# What people type, and what it does. `stop` and `help` belong to this view.
_WORDS: Final = {
    "back": "back",
    "skip": "skip",
    "next": "next",
    "comment": "comment",
    "clear": "clear",
    "easy": "easy_read",
    "language": "language",
    "edit": "edit",
    "send": "send",
}
_STOP: Final = ("stop", "quit", "exit")
_HELP: Final = ("help", "?")
_LOOK_ALIKES: Final = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\xa0": " "}
)


class _Gone(Exception):  # noqa: N818 - not an error: the person at a shared computer has left
    pass


def run(
    sitting: Sitting,
    *,
    read: TextIO | None = None,
    write: TextIO | None = None,
    idle_seconds: float | None = None,
) -> Outcome:
    """Take one person through the survey, by default on stdin and stdout.

    The end of the input is the same as `stop`. idle_seconds is for a shared computer: at a terminal,
    after that long without a line and a further GRACE_SECONDS, everything is forgotten and the outcome
    is `stopped`; and at the end the answers are scrolled out of sight.
    """
    lines = _Lines(read or sys.stdin, write or sys.stdout, idle_seconds)
    try:
        return _Conversation(sitting, lines).hold()
    finally:
        if idle_seconds is not None:
            lines.scroll_away(f"{sitting.say('ask_finish')} ")


class _Lines:
    """Lines in and out: wrapped, in whatever characters the other side can show."""

    def __init__(self, read: TextIO, write: TextIO, idle_seconds: float | None) -> None:
        self._read = read
        self._write = write
        self._idle_seconds = idle_seconds
        if isinstance(read, io.TextIOWrapper):  # a letter that cannot be decoded must not end the survey
            with contextlib.suppress(io.UnsupportedOperation):
                read.reconfigure(errors="surrogateescape")

    def say(self, text: str = "", indent: str = "") -> None:
        width = max(20, min(shutil.get_terminal_size().columns, 80)) - 1
        for paragraph in text.split("\n"):
            self._put(
                textwrap.fill(paragraph, width, initial_indent=indent, subsequent_indent=" " * len(indent)) + "\n"
            )

    def numbered(self, number: int, text: str) -> None:
        self.say(text, indent=f"{number:>3}  ")

    def ask(self, prompt: str, still_there: str) -> str:
        """One line, without its end. Raises EOFError when there are no more."""
        self._put(prompt)
        self._write.flush()
        self._wait(still_there)
        line = self._read.readline()
        if not line:
            self._put("\n")
            raise EOFError
        if not self._read.isatty():  # nobody's Enter has ended the line on the screen
            self._put("\n")
        return _decoded(line.rstrip("\r\n"), self._read.encoding)

    def scroll_away(self, prompt: str) -> None:
        """Leave nothing of this person's on the screen of a shared computer, once they have read the end."""
        if self._read.isatty():
            self._put(prompt)
            self._write.flush()
            if _has_line(self._read, READING_SECONDS):
                self._read.readline()
        self._put("\n" * shutil.get_terminal_size().lines)
        self._write.flush()

    def _wait(self, still_there: str) -> None:
        if self._idle_seconds is None or not self._read.isatty():
            return
        if not _has_line(self._read, self._idle_seconds):
            self._put("\n")
            self.say(still_there)
            self._write.flush()
            if not _has_line(self._read, GRACE_SECONDS):
                raise _Gone

    def _put(self, text: str) -> None:
        self._write.write(_showable(text, self._write.encoding))


def _has_line(read: TextIO, seconds: float) -> bool:
    try:
        return bool(select.select([read], [], [], seconds)[0])
    except (
        OSError,
        ValueError,
    ):  # Windows can only wait for sockets: there a person may take as long as they like
        return True


def _decoded(line: str, encoding: str | None) -> str:
    """The line as it was meant, when its bytes were not in the encoding that Python expected."""
    if line.isascii() or not any("\udc80" <= char <= "\udcff" for char in line):
        return line
    raw = line.encode(encoding or "utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _showable(text: str, encoding: str | None) -> str:
    """The text without control characters, and with a near letter for each one that cannot be written."""
    text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        plainer = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKES))
        plainer = "".join(char for char in plainer if not unicodedata.combining(char))
        return plainer.encode(encoding or "utf-8", "replace").decode(encoding or "utf-8")
    return text


class _Conversation:
    def __init__(self, sitting: Sitting, lines: _Lines) -> None:
        self._sitting = sitting
        self._lines = lines
        self._section: str | None = None
        """The challenge whose scale was read out last."""

    def hold(self) -> Outcome:
        try:
            return self._pages()
        except EOFError:
            return self._stopped("stopped")
        except KeyboardInterrupt:
            self._lines.say()
            return self._stopped("interrupted")
        except _Gone:
            self._sitting.abandon()
            return "stopped"

    def _stopped(self, outcome: Outcome) -> Outcome:
        self._lines.say()
        self._lines.say(self._sitting.stop())
        return outcome

    def _pages(self) -> Outcome:
        if self._sitting.greeting:
            self._lines.say(self._sitting.greeting)
        while True:
            screen = self._sitting.screen()
            self._show(screen)
            if self._sitting.outcome:
                return self._sitting.outcome
            while not self._moved(screen, self._ask(screen)):
                pass

    # Showing a page

    def _show(self, screen: Screen) -> None:
        lines, opens = self._lines, screen.section != self._section
        lines.say()
        for text in (screen.place, screen.heading, screen.about, screen.body):
            if text:
                lines.say(text)
        if screen.kind == "review":
            self._show_blank(screen)
        if screen.kind == "statement" and not opens:
            self._show_answer(screen)
        elif screen.choices:
            self._show_choices(screen)
        elif screen.hint:
            lines.say(screen.hint)
        if screen.comment:
            lines.say(self._sitting.say("has_comment"))
        if screen.kind == "review" and screen.warning:
            lines.say(screen.warning)
        if opens and screen.can:
            lines.say(self._help(screen))
        self._section = screen.section

    def _show_choices(self, screen: Screen) -> None:
        if screen.hint:
            self._lines.say(screen.hint)
        for number, (choice, mark) in enumerate(zip(screen.choices, screen.marks, strict=True), 1):
            self._lines.numbered(number, f"{choice.label} ({mark})" if mark else choice.label)

    def _show_answer(self, screen: Screen) -> None:
        for choice, mark in zip(screen.choices, screen.marks, strict=True):
            if mark:
                self._lines.say(self._sitting.say("plain_answered", answer=choice.label))

    def _show_blank(self, screen: Screen) -> None:
        blank = [row for row in screen.rows if row.blank]
        if blank:
            self._lines.say(self._sitting.say("plain_blank"))
        for row in blank:
            self._lines.numbered(row.number, row.text)
        if screen.rows:
            self._lines.say(self._sitting.say("plain_edit", n=(blank or screen.rows)[0].number))

    def _help(self, screen: Screen) -> str:
        offered = [word for word, what in _WORDS.items() if what in screen.can]
        key = "plain_commands" if screen.choices else "plain_words"
        return self._sitting.say(key, commands=", ".join([*offered, "help", "stop"]))

    # Asking

    def _ask(self, screen: Screen) -> str:
        keys = {
            "statement": "ask_answer",
            "priorities": "ask_priorities",
            "review": "ask_review",
            "start": "ask_next",
        }
        return self._line(keys.get(screen.kind, "ask_number"), count=len(screen.choices))

    def _line(self, key: str, **values: object) -> str:
        say = self._sitting.say
        return self._lines.ask(f"{say(key, **values)} ", say("still_there_plain"))

    def _moved(self, screen: Screen, typed: str) -> bool:
        """Do what was typed. False when the page stays as it is and should only be asked again."""
        word, _, rest = typed.strip().casefold().partition(" ")
        if word in _STOP:
            raise EOFError
        if word in _HELP:
            self._show_choices(screen)
            self._lines.say(self._help(screen))
            return False
        try:
            return self._take(screen, word, rest)
        except Refused as reason:
            self._lines.say(str(reason))
            return False

    def _take(self, screen: Screen, word: str, rest: str) -> bool:
        numbers = _numbers(f"{word} {rest}")
        labels = [choice.label.casefold() for choice in screen.choices]
        values = [choice.value.casefold() for choice in screen.choices]
        whole = f"{word} {rest}".strip()
        if not whole and screen.kind in ("start", "priorities"):
            self._sitting.do("next")
        elif numbers and (len(numbers) == 1 or screen.kind == "priorities"):
            for number in numbers:
                self._sitting.choose(number)
        elif word == "comment":
            self._comment(screen)
        elif word in _WORDS:
            self._sitting.do(_WORDS[word], rest.strip())
        elif whole and whole in labels:
            self._sitting.choose(labels.index(whole) + 1)
        elif len(whole) > 1 and whole in values:  # one character is an answer's code, no word
            self._sitting.choose(values.index(whole) + 1)
        else:
            raise Refused(self._sitting.say("not_understood", help=self._help(screen)))
        if _WORDS.get(word) in ("easy_read", "language"):
            self._section = None  # the scale reads differently now
        return True

    # Comments

    def _comment(self, screen: Screen) -> None:
        if "comment" not in screen.can:
            self._sitting.do("comment")  # says why not
        say, lines = self._sitting.say, self._lines
        lines.say(screen.comment_label)
        lines.say(say("comment_private"))
        while True:
            if comment := self._sitting.screen().comment:
                lines.say(say("plain_comment_now", text=comment))
            lines.say(say("plain_comment"))
            self._write_comment(comment)
            warning = self._sitting.screen().warning
            if not warning or not self._wants_to_change(warning):
                return

    def _write_comment(self, before: str) -> None:
        """Keep the lines written, even when the person stops half-way."""
        written: list[str] = []
        try:
            while (line := self._lines.ask("> ", self._sitting.say("still_there_plain"))).strip() not in (
                "",
                ".",
            ):
                written.append(line)
                if before and [line.strip().casefold() for line in written] == ["delete"]:
                    break
        except (EOFError, KeyboardInterrupt):
            if written:
                self._sitting.do("comment", "\n".join(written))
            raise
        self._keep_comment(written, before)

    def _keep_comment(self, written: list[str], before: str) -> None:
        say = self._sitting.say
        if before and [line.strip().casefold() for line in written] == ["delete"]:
            self._sitting.do("comment", "")
            self._lines.say(say("comment_deleted"))
        elif written:
            self._sitting.do("comment", "\n".join(written))
            self._lines.say(say("comment_saved"))
        elif before:
            self._lines.say(say("comment_kept"))

    def _wants_to_change(self, warning: str) -> bool:
        self._lines.say(warning)
        while (answer := self._line("ask_keep").strip().casefold()) not in ("keep", "change"):
            if answer in _STOP:
                raise EOFError
        return answer == "change"


def _numbers(typed: str) -> list[int]:
    """The numbers in "3", "3." or "3, 1 7"; none when anything else was typed."""
    parts = typed.replace(",", " ").split()
    parts = [part.rstrip(".)") for part in parts]
    return [int(part) for part in parts] if all(part.isdecimal() and len(part) < 6 for part in parts) else []
