"""Programs that a test starts, as a person at a terminal would: however the tests themselves were started.

A script that starts the tests in the background, as `nohup` and some schedulers do, has them ignore Ctrl-C or a
hang-up, and what they start would go on ignoring it.
"""

import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Final

import pexpect

_LISTENED_TO: Final = ("SIGINT", "SIGHUP", "SIGTERM", "SIGQUIT")


def listen_to_signals() -> None:
    """In a child, before it becomes the program: every signal does again what it does to a program of its own."""
    for name in _LISTENED_TO:
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def at_a_terminal(
    arguments: Sequence[str], *, dimensions: tuple[int, int] = (24, 80), environment: Mapping[str, str] | None = None
) -> "pexpect.spawn[str]":
    """Python with these arguments in a pseudo-terminal of so many rows and columns."""
    return pexpect.spawn(
        sys.executable,
        list(arguments),
        encoding="utf-8",
        timeout=20,
        dimensions=dimensions,
        env=environment,
        preexec_fn=listen_to_signals,
    )
