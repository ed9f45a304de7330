"""Rows that are not understood, kept in a file beside the one that they come from, for a person to look at."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TextIO

from imroc_audit.errors import AuditError
from imroc_audit.exchange.sheet import Sheet
from imroc_audit.exchange.tables import plain

ENDING: Final = "-rejected.csv"
READ_BY_OWNER: Final = 0o600


class RejectedRows:
    """A CSV file that is made when the first row is rejected, and then written row by row.

    It holds the row's number, why it was rejected, and the row as it was without columns about a person.
    """

    def __init__(self, path: Path, *, write: bool = True) -> None:
        """path: of the file that the rows come from; write: whether to keep the rows, or only to count them."""
        self.path = path.with_name(f"{path.stem}{ENDING}")
        self.count = 0
        self._is_wanted = write
        self._open = ExitStack()
        self._write: Callable[[Iterable[object]], object] | None = None

    def __enter__(self) -> "RejectedRows":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def __str__(self) -> str:
        rows = "1 row is" if self.count == 1 else f"{self.count:,} rows are"
        return (
            f"{rows} in {self.path}, each with the reason. Mend the map or the export, and import it again. Delete "
            "that file then: it holds answers."
        )

    def add(self, sheet: Sheet, row: int, cells: Sequence[str], reasons: Iterable[str]) -> None:
        """Raises AuditError when the file cannot be written."""
        self.count += 1
        if not self._is_wanted:
            return
        kept = [number for number, column in enumerate(sheet.columns) if column.role != "personal"]
        try:
            if self._write is None:
                self._write = csv.writer(self._start()).writerow
                self._write(_guarded("Row", "Reason", *(sheet.columns[number].heading for number in kept)))
            whole = len(cells) == len(sheet.columns)  # else nobody knows which cell is about a person
            self._write(_guarded(str(row), "; ".join(reasons), *(cells[number] for number in kept if whole)))
        except OSError as error:
            raise AuditError(
                f"{self.path}: the rows that are not understood cannot be written here ({error.strerror}). "
                "Copy the file to a folder that you may write to, and import it from there."
            ) from None

    def _start(self) -> TextIO:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(self.path, flags, READ_BY_OWNER)
        file = self._open.enter_context(os.fdopen(handle, "w", encoding="utf-8-sig", newline=""))
        self.path.chmod(READ_BY_OWNER)  # it may have been there, for others to read
        return file


def _guarded(*cells: str) -> Iterator[object]:
    """Cells that no spreadsheet runs as a formula."""
    return map(plain, cells)
