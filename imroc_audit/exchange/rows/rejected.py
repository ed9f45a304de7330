"""Rows that are not understood, kept in a file of their own for a person to look at."""

import csv
import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from imroc_audit.errors import AuditError
from imroc_audit.exchange.reading.sheet import Sheet, as_wide
from imroc_audit.exchange.tables import plain

FOLDER: Final = "imports"
"""Where they are kept in a workspace."""
FOR_OWNER: Final = 0o700
READ_BY_OWNER: Final = 0o600
BEFORE_THE_CELLS: Final = ("Row", "Reason")
_NAME: Final = re.compile(r"(.+)-rejected(-[0-9]+)?\.csv")


class RejectedRows:
    """A CSV file that is made when the first row is rejected, and then written row by row.

    It holds the row's number, why it was rejected, and its cells in the columns that are read.
    """

    def __init__(self, path: Path, sheet: Sheet, columns: Sequence[int], *, write: bool = True) -> None:
        """path: of the file to make, or of its neighbour where there is one already, in a folder that may be missing.

        columns: the numbers of those that are read; write: whether to keep the rows, or only to count them.
        """
        self.path = path
        self.count = 0
        self._sheet = sheet
        self._columns = columns
        self._is_wanted = write
        self._open = ExitStack()
        self._write: Callable[[Iterable[object]], object] | None = None

    def __enter__(self) -> "RejectedRows":
        return self

    def __exit__(self, *_: object) -> None:
        with self._explained():
            self._open.close()

    def __str__(self) -> str:
        rows = "1 row is" if self.count == 1 else f"{self.count:,} rows are"
        return (
            f"{rows} in {self.path}, each with the reason. Mend the map or the export, and import it again. The file "
            "holds answers: it is deleted once all of its rows have been read again. Delete it if that will not be."
        )

    def add(self, row: int, cells: Sequence[str], reasons: Iterable[str]) -> None:
        """Raises AuditError when the file cannot be written."""
        self.count += 1
        if not self._is_wanted:
            return
        with self._explained():
            if self._write is None:
                self._write = csv.writer(self._start()).writerow
                headings = self._sheet.headings
                self._write(_guarded(*BEFORE_THE_CELLS, *(headings[number] for number in self._columns)))
            whole = len(cells) == len(self._sheet.columns)  # else nobody knows which cell is about a person
            self._write(_guarded(str(row), "; ".join(reasons), *(cells[number] for number in self._columns if whole)))

    def delete(self) -> None:
        """Take the file away again, where one was made."""
        if self._write is not None:
            with suppress(OSError):
                self.path.unlink()

    def _start(self) -> TextIO:
        """A new file. One that is there already is somebody's, and stays as it is."""
        self.path.parent.mkdir(FOR_OWNER, exist_ok=True)
        names = (self.path.stem, *(f"{self.path.stem}-{number}" for number in range(2, 10_000)))
        for path in map(self.path.with_stem, names):
            with suppress(FileExistsError):
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, READ_BY_OWNER)
                self.path = path
                return self._open.enter_context(os.fdopen(handle, "w", encoding="utf-8-sig", newline=""))
        raise FileExistsError(errno.EEXIST, "there are too many such files")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise AuditError(
                f"{self.path}: the rows that are not understood cannot be written here ({error.strerror}). Make room "
                "there and try again, or look at them with --dry-run, which writes no file."
            ) from None


def path_for(workspace: Path, form: str) -> Path:
    """Where the rejected rows of a form are kept."""
    return workspace / FOLDER / f"{form}-rejected.csv"


def kept(workspace: Path, form: str | None = None) -> tuple[Path, ...]:
    """The files of rejected rows that are there; of one form where it is named."""
    names = ((path, _NAME.fullmatch(path.name)) for path in (workspace / FOLDER).glob("*.csv"))
    return tuple(sorted(path for path, name in names if name and form in (None, name[1])))


def all_read_again(path: Path, sheet: Sheet, known_by: Sequence[int]) -> bool:
    """Whether a sheet holds every row of a file of rejected rows. False where it cannot be told.

    known_by: the numbers of the columns by which a row is known again. Where there are none, or the file lacks one,
    all of its cells have to be the same.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _all_read_again(csv.reader(file), sheet, known_by)
    except (OSError, UnicodeDecodeError, csv.Error):
        return False


def _all_read_again(rejected: Iterator[list[str]], sheet: Sheet, known_by: Sequence[int]) -> bool:
    before = len(BEFORE_THE_CELLS)
    headings = next(rejected, [])
    numbers = {heading: number for number, heading in enumerate(_guarded(*sheet.headings))}
    columns = [numbers.get(heading, -1) for heading in headings[before:]]
    if tuple(headings[:before]) != BEFORE_THE_CELLS or -1 in columns:
        return False
    known_by = known_by if known_by and set(known_by) <= set(columns) else columns
    places = [before + columns.index(number) for number in known_by]
    rows = list(rejected)
    if any(len(cells) != len(headings) for cells in rows):
        return False  # a row was not as wide as its headings, and nobody knows which
    left = {tuple(cells[place] for place in places) for cells in rows}
    for _, row in sheet.rows:
        if len(cells := as_wide(row, len(sheet.columns))) == len(sheet.columns):
            left.discard(tuple(_guarded(*(cells[number] for number in known_by))))
    return not left


def _guarded(*cells: str) -> Iterator[object]:
    """Cells that no spreadsheet runs as a formula."""
    return map(plain, cells)
