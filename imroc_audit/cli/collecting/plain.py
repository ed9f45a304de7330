"""The interview as plain lines of text: for screen readers, pipes, simple terminals and tests.

It needs nothing but lines in and lines out, and writes no control codes but those that clear a shared terminal and
that have a terminal mark what is pasted.
"""

import contextlib
import io
import os
import select
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Final, NamedTuple, TextIO

from imroc_audit.cli import keyboard
from imroc_audit.cli.keyboard import Idle, Keyboard, Line
from imroc_audit.errors import AuditError, UsageError
from imroc_audit.interview import Refused, Screen, Sitting, SittingEnd
from imroc_audit.text import visible

GRACE_SECONDS: Final = 30.0
"""How long a person on a shared computer has to answer "Are you still there?"."""

READING_SECONDS: Final = 10.0
"""How long the last page stays on a shared computer."""

CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"
"""Clears the screen, and then the lines above it: some terminals move a cleared screen up there."""

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


class _Misheard(Exception):  # noqa: N818 - it carries the error for whoever wrote the script
    def __init__(self, error: AuditError) -> None:
        self.error = error


def run(
    sitting: Sitting,
    *,
    read: TextIO | None = None,
    write: TextIO | None = None,
    idle_seconds: float | None = None,
) -> SittingEnd:
    """Take one person through the survey, by default on stdin and stdout.

    The end of the input is the same as `stop`. Where the lines come from no terminal, so that nobody sees a refusal,
    the first one stops the survey: UsageError, or AuditError when something could not be kept.

    idle_seconds is for a shared computer: at a terminal, after that long without a line and a further
    GRACE_SECONDS, everything is forgotten and the outcome is `stopped`; and at the end the answers are taken out of
    sight.
    """
    lines = _LineTerminal(read or sys.stdin, write or sys.stdout, idle_seconds)
    with lines.listening():
        try:
            return _Conversation(sitting, lines).hold()
        finally:
            if idle_seconds is not None:
                lines.scroll_away(f"{sitting.say('ask_finish')} ")


class _Remarks(NamedTuple):
    """What may have to be said while a line is waited for, as this person reads it."""

    still_there: str
    not_taken: str
    """About what had been typed before the question was shown."""
    one_line: str
    """About several lines pasted where one is asked for."""


class _LineTerminal:
    """Lines in and out: wrapped, in whatever characters the other side can show."""

    def __init__(self, read: TextIO, write: TextIO, idle_seconds: float | None) -> None:
        self._read = read
        self._write = write
        self._idle_seconds = idle_seconds
        self._keyboard = keyboard.at(read, write)
        self.from_person = read.isatty()
        self.number = 0
        """How many lines have been read."""
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

    def listening(self) -> AbstractContextManager[None]:
        """For as long as lines are asked for, and however that ends."""
        return self._keyboard.listening() if self._keyboard else contextlib.nullcontext()

    def ask(self, prompt: str, remarks: _Remarks) -> str:
        """One line, without its end. Raises EOFError when there are no more.

        At a terminal it is typed after the question was shown, and several lines pasted at once are none.
        """
        self._drop_waiting(remarks)
        while "\n" in (text := self._line(prompt, remarks).text.strip("\n")):
            self.say(remarks.one_line)
        return text

    def ask_for_lines(self, prompt: str, remarks: _Remarks) -> Iterator[Line]:
        """Lines of one answer, pasted or typed, as long as they are wanted. Raises EOFError when there are no more."""
        self._drop_waiting(remarks)
        is_pasted = False
        while True:
            line = self._line(prompt, remarks)
            yield line._replace(is_typed=line.is_typed and not is_pasted)
            is_pasted = self._is_waiting()

    def _line(self, prompt: str, remarks: _Remarks) -> Line:
        self._put(prompt)
        self._write.flush()
        if self._keyboard:
            return self._typed(self._keyboard, remarks)
        self._wait(remarks.still_there)
        line = self._read.readline()
        if not line:
            self._put("\n")
            raise EOFError
        self.number += 1
        if not self.from_person:  # nobody's Enter has ended the line on the screen
            self._put("\n")
        return Line(keyboard.decoded(line.rstrip("\r\n"), self._read.encoding), is_typed=True)

    def _typed(self, keys: Keyboard, remarks: _Remarks) -> Line:
        def ask_whether_anyone_is_there() -> None:
            self._put("\n")
            self.say(remarks.still_there)
            self._write.flush()

        idle = self._idle_seconds and Idle(self._idle_seconds, GRACE_SECONDS, ask_whether_anyone_is_there)
        try:
            line = keys.line(idle or None)
        except EOFError:
            self._put("\n")
            raise
        except TimeoutError:
            raise _Gone from None
        return line._replace(text=keyboard.decoded(line.text, self._read.encoding))

    def _drop_waiting(self, remarks: _Remarks) -> None:
        """What came before a question was shown is no answer to it. What is piped in is read in its order."""
        if self._keyboard:
            if self._keyboard.drop_waiting():
                self.say(f"\n{remarks.not_taken}")
        elif self.from_person:
            keyboard.drop_waiting_lines(self._read)

    def _is_waiting(self) -> bool:
        if self._keyboard:
            return self._keyboard.is_waiting()
        return self.from_person and keyboard.line_is_waiting(self._read)

    def scroll_away(self, prompt: str) -> None:
        """Leave nothing of this person's on the screen of a shared computer, once they have read the end."""
        if self._keyboard:
            self._put(prompt)
            self._keyboard.drop_waiting()
            with contextlib.suppress(EOFError, TimeoutError):
                self._keyboard.line(Idle(READING_SECONDS, 0.0, lambda: None))
        elif self.from_person:
            self._put(prompt)
            self._write.flush()
            if _has_line(self._read, READING_SECONDS):
                self._read.readline()
        if self._write.isatty() and os.environ.get("TERM", "dumb") != "dumb":
            self._write.write(CLEAR)
        else:
            self._put("\n" * shutil.get_terminal_size().lines)
        self._write.flush()

    def _wait(self, still_there: str) -> None:
        if self._idle_seconds is None or not self.from_person:
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


def _showable(text: str, encoding: str | None) -> str:
    """The text without what a terminal would obey, and with a near letter for each one that cannot be written."""
    text = visible(text)
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        plainer = unicodedata.normalize("NFKD", text.translate(_LOOK_ALIKES))
        plainer = "".join(char for char in plainer if not unicodedata.combining(char))
        return plainer.encode(encoding or "utf-8", "replace").decode(encoding or "utf-8")
    return text


class _Conversation:
    def __init__(self, sitting: Sitting, lines: _LineTerminal) -> None:
        self._sitting = sitting
        self._lines = lines
        self._section: str | None = None
        """The challenge whose scale was read out last."""

    def hold(self) -> SittingEnd:
        try:
            return self._pages()
        except EOFError:
            return self._stopped("stopped")
        except KeyboardInterrupt:
            self._lines.say()
            return self._stopped("interrupted")
        except _Misheard as misheard:
            self._stopped("stopped")
            raise misheard.error from None
        except _Gone:
            self._sitting.abandon()
            return "stopped"

    def _stopped(self, outcome: SittingEnd) -> SittingEnd:
        text = self._sitting.stop()
        if self._sitting.outcome:
            self._show(self._sitting.screen())
            return self._sitting.outcome
        self._lines.say()
        self._lines.say(text)
        return outcome

    def _pages(self) -> SittingEnd:
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
            self._show_given(screen)
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

    def _show_given(self, screen: Screen) -> None:
        for entry in screen.entries:
            how = f" (edit {entry.edit})" if entry.edit else ""
            self._lines.say(f"{entry.text}{how}: {entry.answer}")

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
        return self._lines.ask(f"{self._sitting.say(key, **values)} ", self._remarks)

    @property
    def _remarks(self) -> _Remarks:
        say = self._sitting.say
        return _Remarks(say("still_there_plain"), say("plain_not_taken"), say("plain_one_line"))

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
            self._refuse(reason, self._help(screen))
            return False

    def _refuse(self, reason: Refused, usable: str) -> None:
        """Say why a line was not taken. usable: what would have been."""
        if self._lines.from_person:
            self._lines.say(str(reason))
            return
        kind = AuditError if reason.__cause__ else UsageError
        text = " ".join(dict.fromkeys((*str(reason).split("\n"), usable)))
        raise _Misheard(kind(f"Line {self._lines.number}: {text}\nThese answers were not sent."))

    def _take(self, screen: Screen, word: str, rest: str) -> bool:
        numbers = _numbers(f"{word} {rest}")
        labels = [choice.label.casefold() for choice in screen.choices]
        values = [choice.value.casefold() for choice in screen.choices]
        whole = f"{word} {rest}".strip()
        if not whole and screen.kind in ("start", "priorities"):
            self._sitting.do("next")
        elif numbers and (len(numbers) == 1 or screen.kind == "priorities"):
            for number in numbers:
                if not self._sitting.outcome:
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
            raise Refused(f"{self._sitting.say('not_understood')}\n{self._help(screen)}")
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
            for line in self._lines.ask_for_lines("> ", self._remarks):
                *pasted, last = line.text.split("\n")
                is_over = line.is_typed and last.strip() in ("", ".")
                written += pasted if is_over else [line.text]
                if is_over or (before and line.is_typed and _asks_to_delete(written)):
                    break
        except (EOFError, KeyboardInterrupt):
            if written:
                self._takes_comment("\n".join(written))
            raise
        self._keep_comment(written, before)

    def _keep_comment(self, written: list[str], before: str) -> None:
        if not written:
            if before:
                self._lines.say(self._sitting.say("comment_kept"))
            return
        removed = before and _asks_to_delete(written)
        while not self._takes_comment("" if removed else "\n".join(written)):
            if self._line("ask_again").strip().casefold() in _STOP:
                raise EOFError
        if not self._sitting.outcome:
            self._lines.say(self._sitting.say("comment_deleted" if removed else "comment_saved"))

    def _takes_comment(self, text: str) -> bool:
        try:
            self._sitting.do("comment", text)
        except Refused as reason:
            self._refuse(reason, "")
            return False
        return True

    def _wants_to_change(self, warning: str) -> bool:
        say = self._sitting.say
        self._lines.say(warning)
        while (answer := self._line("ask_keep").strip().casefold()) not in ("keep", "change"):
            if answer in _STOP:
                raise EOFError
            self._refuse(Refused(say("not_understood")), say("keep_or_change"))
        return answer == "change"


def _asks_to_delete(written: list[str]) -> bool:
    return [line.strip().casefold() for line in written] == ["delete"]


def _numbers(typed: str) -> list[int]:
    """The numbers in "3", "3." or "3, 1 7"; none when anything else was typed."""
    parts = typed.replace(",", " ").split()
    parts = [part.rstrip(".)") for part in parts]
    return [int(part) for part in parts] if all(part.isdecimal() and len(part) < 6 for part in parts) else []
