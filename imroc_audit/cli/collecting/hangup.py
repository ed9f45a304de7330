"""A terminal that goes away under the full screen: a closed window, a dropped connection.

Textual 8 takes neither well (its issue 6692 and pull request 6690): the thread that writes ends at the first failed
write and its queue then blocks the survey for ever, and the thread that reads finds the end of the input again and
again at full speed. A SIGCONT, which shells send together with SIGHUP, starts a second pair of threads.

Nor does it take a byte that is not UTF-8, as terminals of another encoding and damaged pastes send: it ends the survey
with a traceback. Here such bytes are read as the plain view reads them.
"""

import codecs
import contextlib
import select
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TextIO

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


FOREIGN_BYTES: Final = "imroc_audit_foreign_bytes"


def _read_foreign(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8, as Windows-1252; those that mean nothing there become U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _tolerant_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    """As `codecs.getincrementaldecoder`, for input that may hold anything."""
    return partial(codecs.getincrementaldecoder(encoding), FOREIGN_BYTES)


def driver_class() -> "type[Driver] | None":
    """Textual's driver for this platform, able to end when its terminal has gone; None for the usual one."""
    if sys.platform == "win32":
        return None
    from textual.drivers import linux_driver

    codecs.register_error(FOREIGN_BYTES, _read_foreign)
    vars(linux_driver)["getincrementaldecoder"] = _tolerant_decoder  # where it makes its own there is no other way in

    class HangupDriver(linux_driver.LinuxDriver):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._file: Any = Forgiving(self._file)

        def _sigcont_application(self, *args: Any) -> None:
            if self._must_signal_resume:  # set when Ctrl-Z suspended us: only then is there something to resume
                super()._sigcont_application(*args)

    return HangupDriver
