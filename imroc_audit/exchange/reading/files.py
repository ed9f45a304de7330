"""Files that are safe to open: there, regular, not empty, and the same at the end as at the beginning."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from imroc_audit.errors import UnreadableError

START: Final = 4096
"""How many bytes tell what kind of file it is."""
WORKBOOK: Final = b"PK\x03\x04"
OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"
PDF: Final = b"%PDF"
SPSS: Final = b"$FL2"
PACKED_SPSS: Final = b"$FL3"
STATA: Final = b"<stata_dta>"
CONTENTS: Final = {
    WORKBOOK: "an Excel workbook, or another kind of zip file",
    OLD_WORKBOOK: "an old or a password-protected Excel workbook",
    PDF: "a PDF",
    SPSS: "an SPSS data file",
    PACKED_SPSS: "an SPSS data file",
    STATA: "a Stata data file",
}
"""How a file begins that is no text → what it is."""
ENDINGS: Final = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), (WORKBOOK, OLD_WORKBOOK)),
    ".xls": (OLD_WORKBOOK,),
    ".pdf": (PDF,),
    **dict.fromkeys((".sav", ".zsav"), (SPSS, PACKED_SPSS)),
    **dict.fromkeys((".csv", ".tsv", ".tab", ".txt", ".json", ".ndjson"), ()),
}
"""Ending of a file's name → how such a file begins, where it is no text."""
EMPTY: Final = "the file is empty. Export it again from the survey tool."


def start_of(path: Path) -> bytes:
    """The first bytes of a regular file. A pipe is never opened, because that would wait for ever."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError(f"{path}: this is a folder. Name one file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError(f"{path}: this is a pipe or a device. Save what it holds as a file first.")
        if not status.st_size:
            raise UnreadableError(f"{path}: {EMPTY}")
        with path.open("rb") as file:
            start = file.read(START)
    except FileNotFoundError:
        raise UnreadableError(f"{path}: there is no such file. Check its name and folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        raise UnreadableError(f"{path}: the file cannot be read ({reason}).") from None
    _refuse_wrong_ending(path, start)
    return start


def _refuse_wrong_ending(path: Path, start: bytes) -> None:
    """Who gave a file this name took it for something else, and so it may be the wrong file."""
    ending = path.suffix.lower()
    begins = next((one for one in CONTENTS if start.startswith(one)), None)
    named = ENDINGS.get(ending)
    if named is None or begins in named or (begins is None and not named):
        return
    holds = CONTENTS[begins] if begins else "text"
    raise UnreadableError(
        f"{path}: the name ends in '{ending}', and what is in it is {holds}. If it is the right file, change the "
        "ending of its name. If not, export it again."
    )


@contextmanager
def open_unchanged(path: Path) -> Iterator[BinaryIO]:
    """A file that nobody writes to. Raises UnreadableError at the end when somebody did."""
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            yield file
            after = os.fstat(file.fileno())
    except OSError as error:
        raise UnreadableError(f"{path}: the file cannot be read ({error.strerror}).") from None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableError(f"{path}: the file changed while it was read. Try again when it is complete.")
