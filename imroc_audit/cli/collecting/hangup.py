"""A terminal that goes away under the full screen: a closed window, a dropped connection.

Textual 8 takes neither well (its issue 6692 and pull request 6690): the thread that writes ends at the first failed
write and its queue then blocks the survey for ever, and the thread that reads finds the end of the input again and
again at full speed. A SIGCONT, which shells send together with SIGHUP, starts a second pair of threads.
"""

import contextlib
import select
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from textual.driver import Driver


def has_hung_up() -> bool:
    """Whether nobody is at the other end of the terminal on standard input any more; False where no one can tell."""
    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(0, 0)
    return any(event & select.POLLHUP for _, event in poll.poll(0))


class Forgiving:
    """What is written to a terminal that is gone is lost, and that is all."""

    def __init__(self, file: TextIO) -> None:
        self.fileno = file.fileno
        self._file = file

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._file.flush()


def driver_class() -> "type[Driver] | None":
    """Textual's driver for this platform, able to end when its terminal has gone; None for the usual one."""
    if sys.platform == "win32":
        return None
    from textual.drivers.linux_driver import LinuxDriver

    class HangupDriver(LinuxDriver):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._file: Any = Forgiving(self._file)

        def _sigcont_application(self, *args: Any) -> None:
            if self._must_signal_resume:  # set when Ctrl-Z suspended us: only then is there something to resume
                super()._sigcont_application(*args)

    return HangupDriver
