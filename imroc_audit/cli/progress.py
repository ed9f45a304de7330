"""How far a command has come that takes more than a moment, for somebody who waits at the terminal."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from imroc_audit.cli import console

STEP: Final = 25
"""In percent: how often a terminal without a bar hears of it."""
CTRL_C: Final = len("^C")
"""What a terminal writes behind the bar when it is stopped. Past the last column it would break the line."""


@contextmanager
def shown() -> Iterator[Callable[[float], None]]:
    """Takes the share that has been read, from 0 to 1. A bar on stderr, lines where a bar is in the way, or nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
    elif console.uses_plain(None, os.environ, fits=True):
        yield _lines()
    else:
        with _bar() as update:
            yield update


def _lines() -> Callable[[float], None]:
    said = 0

    def update(share: float) -> None:
        nonlocal said
        percent = int(share * 100) // STEP * STEP
        if said < percent < 100:
            said = percent
            console.tell(f"Read so far: {percent}%")

    return update


@contextmanager
def _bar() -> Iterator[Callable[[float], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    screen = Console(stderr=True)
    screen.width -= CTRL_C + 1
    columns = ("{task.description}", BarColumn(), TaskProgressColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, TextColumn("left"), console=screen, transient=True) as bar:
        task = bar.add_task("Reading", total=1.0)

        def update(share: float) -> None:
            bar.update(task, completed=share, description="Reading" if share < 1 else "Finishing")

        yield update
