"""What a person types at a terminal, key by key or line by line, told apart from what they paste.

What is pasted may hold line breaks, and none of them is an Enter. Where the terminal marks pasted text (bracketed
paste: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-Bracketed-Paste-Mode) that is certain. Elsewhere
what comes in one burst is taken to be pasted.
"""

from __future__ import annotations

import codecs
import os
import select
import signal
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import monotonic
from typing import Final, NamedTuple, TextIO

from imroc_audit.text import visible

ESCAPE: Final = "\x1b"
"""A key that sends several characters, such as an arrow."""
PASTED: Final = "\x1b[200~"
"""Stands for everything that was pasted at once, and is how a terminal marks where it begins."""
_PASTED_END: Final = "\x1b[201~"
_MARK_PASTES, _MARK_NO_PASTES = "\x1b[?2004h", "\x1b[?2004l"
_UNMARKED: Final = ("", "dumb", "unknown")
"""Terminals by TERM that are sent no control codes."""

_END_OF_INPUT: Final = "\x04"
_ERASE: Final = ("\x7f", "\b")
_ERASE_LINE: Final = "\x15"
LONGEST: Final = 100_000
"""Characters of one line, or of what is pasted into it, that are kept."""

BURST_SECONDS: Final = 0.1
"""What is pasted comes without a pause as long as this."""
PASTE_SECONDS: Final = 1.0
"""For as long as this the rest of a marked paste is waited for."""
DROPPING_SECONDS: Final = 10.0
"""For this long at most is input dropped that does not end."""


class Line(NamedTuple):
    """What was typed and pasted until Enter was pressed."""

    text: str
    """Several lines where several were pasted."""
    is_typed: bool
    """Whether nothing in its last line was pasted."""


class Idle(NamedTuple):
    """What is done when no key comes: after `seconds` something is said, and after `grace` more TimeoutError raised."""

    seconds: float
    grace: float
    say: Callable[[], None]


class Keyboard:
    """A terminal's keys. Use it within `listening`; Ctrl-C interrupts there as anywhere.

    read, write: the two directions of one terminal.
    """

    def __init__(self, read: TextIO, write: TextIO) -> None:
        self._terminal = read.fileno()
        self._write = write
        self._encoding = read.encoding or "utf-8"
        self._decoder = codecs.getincrementaldecoder(self._encoding)("surrogateescape")
        self._read = ""
        self._at = 0
        """Where in `_read` the next character stands."""
        self._idle: Idle | None = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keys come one by one, seen only when this shows them, and pastes are marked. However it ends, no more."""
        if sys.platform == "win32":
            yield
            return
        import termios

        before, keys = termios.tcgetattr(self._terminal), termios.tcgetattr(self._terminal)
        if not before[3] & termios.ICANON:  # it is listening already
            yield
            return
        keys[3] &= ~(termios.ICANON | termios.ECHO)
        marks, no_marks = ("", "") if os.environ.get("TERM", "") in _UNMARKED else (_MARK_PASTES, _MARK_NO_PASTES)

        def begin() -> None:
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, keys)
            self._show(marks)
            self._write.flush()

        def end() -> None:
            try:
                self._show(no_marks)
                self._write.flush()
            finally:
                termios.tcsetattr(self._terminal, termios.TCSADRAIN, before)

        def suspend(*_: object) -> None:
            end()
            os.kill(os.getpid(), signal.SIGSTOP)
            begin()

        suspended = signal.signal(signal.SIGTSTP, suspend)
        try:
            begin()
            yield
        finally:
            signal.signal(signal.SIGTSTP, suspended)
            end()

    def key(self) -> str:
        """The next key: a character, ESCAPE, or PASTED with all of it. Raises EOFError at the end."""
        self._idle = None
        pressed = self._key()
        if pressed == PASTED:
            self._pasted()
        if pressed == _END_OF_INPUT:
            raise EOFError
        return pressed

    def line(self, idle: Idle | None = None) -> Line:
        """What is typed until Enter. Raises EOFError at the end of the input, and TimeoutError as `idle` says."""
        self._idle = idle
        text, pasted = "", 0
        while (pressed := self._key()) not in "\r\n":
            before = text
            if pressed == PASTED:
                text = (text + self._pasted())[:LONGEST]
                pasted = len(text)
            elif pressed == _END_OF_INPUT and not text:
                raise EOFError
            elif pressed in _ERASE and text and not text.endswith("\n"):
                text = _without_last(text)
            elif pressed == _ERASE_LINE:
                text = text[: text.rfind("\n") + 1]
            elif len(text) < LONGEST and (visible(pressed) or "\udc80" <= pressed <= "\udcff"):
                text += pressed
            pasted = min(pasted, len(text))
            self._show_change(before, text)
        self._show("\n")
        return Line(decoded(text, self._encoding), is_typed=pasted <= text.rfind("\n") + 1)

    def is_waiting(self) -> bool:
        """Whether something came with the line before, or at once after it: nobody can have typed it by now."""
        return self._at < len(self._read) or self._has_input(BURST_SECONDS)

    def drop_waiting(self) -> bool:
        """Forget whatever came before now. Whether there were any words in it."""
        dropped, begun = self._read[self._at :], monotonic()
        self._read, self._at = "", 0
        had_words, pause = _has_words(dropped), BURST_SECONDS if dropped else 0.0
        while self._has_input(pause) and monotonic() - begun < DROPPING_SECONDS:
            if (more := self._more()) is None:
                break
            dropped = dropped[-len(PASTED) :] + more  # a mark may come in two parts
            had_words = had_words or _has_words(dropped)
            if (begins := dropped.rfind(PASTED)) != (ends := dropped.rfind(_PASTED_END)):
                pause = PASTE_SECONDS if begins > ends else BURST_SECONDS
        self._decoder.reset()
        return had_words

    def _key(self) -> str:
        key = self._next()
        if key != ESCAPE or not (self._at < len(self._read) or self._has_input(BURST_SECONDS)):
            return key
        if (after := self._next()) not in "[O":
            return ESCAPE
        sequence = key + after
        while not "@" <= (one := self._next()) <= "~":  # the letter that ends the sequence
            sequence += one
        return PASTED if sequence + one == PASTED else ESCAPE

    def _pasted(self) -> str:
        """What is pasted, up to its end and as it is seen."""
        kept = ""
        while (end := self._read.find(_PASTED_END, self._at)) < 0:
            whole = max(len(self._read) - len(_PASTED_END), self._at)  # the mark may come in two parts
            kept = (kept + self._read[self._at : whole])[:LONGEST]
            self._read, self._at = self._read[whole:] + self._waited_for(), 0
        kept = (kept + self._read[self._at : end])[:LONGEST]
        self._at = end + len(_PASTED_END)
        return visible(kept)

    def _next(self) -> str:
        while self._at == len(self._read):
            self._read, self._at = self._waited_for(), 0
        self._at += 1
        return self._read[self._at - 1]

    def _waited_for(self) -> str:
        """More input. Raises EOFError at its end."""
        self._write.flush()
        if self._idle is not None and not self._has_input(self._idle.seconds):
            self._idle.say()
            if not self._has_input(self._idle.grace):
                raise TimeoutError
        if (more := self._more()) is None:
            raise EOFError
        return more

    def _more(self) -> str | None:
        """What has come; None at the end of the input, or where nobody is at the terminal any more."""
        try:
            raw = os.read(self._terminal, 65536)
        except OSError:
            return None
        return self._decoder.decode(raw) if raw else None

    def _has_input(self, seconds: float) -> bool:
        return bool(select.select([self._terminal], [], [], seconds)[0])

    def _show(self, text: str) -> None:
        self._write.write(text)

    def _show_change(self, before: str, after: str) -> None:
        """Show what was added at the end of a line, or take away what no longer stands there."""
        if after.startswith(before):
            self._show(visible(after[len(before) :]))
        else:
            self._show("\b \b" * sum(map(_cells, before[len(after) :])))


class WindowsKeyboard:
    """The same where keys and lines come as they are asked for. Nothing marks there what is pasted."""

    def __init__(self, read: TextIO) -> None:
        self._read = read

    def listening(self) -> AbstractContextManager[None]:
        return nullcontext()

    def key(self) -> str:
        import typer

        if (pressed := typer.getchar()) in ("", _END_OF_INPUT):
            raise EOFError
        return pressed

    def line(self) -> Line:
        return Line(input(), is_typed=True)

    def drop_waiting(self) -> bool:
        drop_waiting_lines(self._read)
        return False


def of_a_person() -> Keyboard | WindowsKeyboard:
    """The keyboard of whoever sits at standard input and output."""
    return at(sys.stdin, sys.stdout) or WindowsKeyboard(sys.stdin)


def at(read: TextIO, write: TextIO) -> Keyboard | None:
    """The keyboard of someone who also sees what is written; None where lines come from elsewhere, and on Windows.

    A terminal has one, however often it is asked for: what it has read too early must not get lost unseen.
    """
    if sys.platform == "win32" or not (is_terminal(read) and is_terminal(write)):
        return None
    return _keyboards.setdefault((read, write), Keyboard(read, write))


_keyboards: Final[dict[tuple[TextIO, TextIO], Keyboard]] = {}


def is_terminal(stream: TextIO) -> bool:
    """Whether a stream is a terminal of the system's."""
    try:
        return os.isatty(stream.fileno())
    except (OSError, ValueError):  # a stream in memory has no number
        return False


def drop_waiting_lines(read: TextIO) -> None:
    """As `Keyboard.drop_waiting`, where a terminal is read line by line."""
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
    elif is_terminal(read):
        import termios

        termios.tcflush(read.fileno(), termios.TCIFLUSH)


def line_is_waiting(read: TextIO) -> bool:
    """As `Keyboard.is_waiting`, where a terminal is read line by line."""
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.kbhit()
    return is_terminal(read) and bool(select.select([read], [], [], BURST_SECONDS)[0])


def decoded(line: str, encoding: str | None) -> str:
    """The line as it was meant, when its bytes were not in the encoding that Python expected."""
    if line.isascii() or not any("\udc80" <= char <= "\udcff" for char in line):
        return line
    raw = line.encode(encoding or "utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _has_words(typed: str) -> bool:
    return bool(visible(typed).strip())


def _without_last(text: str) -> str:
    """Without the last letter, and the marks that stand on it."""
    while len(text) > 1 and not _cells(text[-1]):
        text = text[:-1]
    return text[:-1]


def _cells(char: str) -> int:
    """The places that a character takes on a line."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cs"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
