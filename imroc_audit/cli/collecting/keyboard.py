"""Single keystrokes at a terminal, none of which is lost however fast they come."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

END_OF_INPUT: Final = ("", "\x04")
ESCAPE: Final = "\x1b"


def single_keys() -> AbstractContextManager[None]:
    """Keys come one by one and unseen, until the end. Ctrl-C still interrupts."""
    return _in_lines(on=False)


def whole_lines() -> AbstractContextManager[None]:
    """Within `single_keys`: a line is typed, seen and corrected as anywhere else."""
    return _in_lines(on=True)


@contextmanager
def _in_lines(*, on: bool) -> Iterator[None]:
    if sys.platform == "win32":  # keys and lines come as they are asked for there
        yield
        return
    import termios

    terminal = sys.stdin.fileno()
    before, changed = termios.tcgetattr(terminal), termios.tcgetattr(terminal)
    line_wise = termios.ICANON | termios.ECHO
    changed[3] = changed[3] | line_wise if on else changed[3] & ~line_wise
    termios.tcsetattr(terminal, termios.TCSADRAIN, changed)  # what is typed ahead is kept
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def key() -> str:
    """The next key. One that sends several characters, such as an arrow, is ESCAPE. Raises EOFError at the end."""
    if sys.platform == "win32":
        import typer

        return typer.getchar()
    terminal = sys.stdin.fileno()
    pressed = _one(terminal)
    if pressed in END_OF_INPUT:
        raise EOFError
    if pressed == ESCAPE and select.select([terminal], [], [], 0)[0] and _one(terminal) in "[O":
        while not "@" <= _one(terminal) <= "~":  # the letter that ends the sequence
            pass
    return pressed


def line() -> str:
    """A line, without its end, and not a character of what is typed after it. Raises EOFError at the end."""
    with whole_lines():
        if sys.platform == "win32":
            return input()
        typed = bytearray()
        while not typed.endswith(b"\n"):
            if not (one := os.read(sys.stdin.fileno(), 1)):
                raise EOFError
            typed += one
    return typed[:-1].decode("utf-8", "replace")


def _one(terminal: int) -> str:
    return os.read(terminal, 1).decode("utf-8", "replace")
