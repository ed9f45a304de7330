"""CSV files as survey tools and spreadsheets write them, opened safely and read row by row."""

import codecs
import csv
import os
import stat
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.column_map import DELIMITERS, ENCODINGS, ColumnMap
from imroc_audit.exchange.import_sheet import Say, import_sheet
from imroc_audit.exchange.normalise import normalise
from imroc_audit.exchange.row_ids import Hmac
from imroc_audit.exchange.row_mapper import Destination, ImportedRow
from imroc_audit.exchange.sheet import Sheet
from imroc_audit.model.questionnaire import Questionnaire

BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

NOT_CSV: Final = (
    (b"PK\x03\x04", "an Excel workbook or a zip file"),
    (b"\xd0\xcf\x11\xe0", "an old or a password-protected Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
)

SAVE_AS: Final = "Open it in the program it comes from and save it as 'CSV UTF-8'."
CHUNK: Final = 1 << 20
LONGEST_LINE: Final = 1 << 23
"""In characters. A line beyond this is no table, and is not taken into memory."""


def read_responses(
    path: Path,
    column_map: ColumnMap,
    questionnaire: Questionnaire,
    *,
    audit_cycle: str,
    teams: tuple[str, ...],
    month: str,
    hmac: Hmac,
    say: Say = lambda _: None,
) -> Iterator[ImportedRow]:
    """Read a CSV file row by row, in memory that does not grow with its answers.

    month: of rows without a date, as in 2026-09; hmac: makes row ids that cannot be read back; say: is told
    in sentences how the file was read and what was left out. Raises UnreadableError, at the latest after the
    last row, with everything that is not understood: add the rows in one transaction, to be rolled back.
    """
    columns = column_map.columns
    delimiter = DELIMITERS[columns.delimiter] if columns.delimiter else None
    encoding = ENCODINGS[columns.encoding] if columns.encoding else None
    destination = Destination(audit_cycle, teams, month)
    with open_csv(path, column_map.headings.keys(), delimiter=delimiter, encoding=encoding) as sheet:
        yield from import_sheet(sheet, column_map, questionnaire, destination, hmac=hmac, say=say)


@contextmanager
def open_csv(
    path: Path, expected: Set[str], *, delimiter: str | None = None, encoding: str | None = None
) -> Iterator[Sheet]:
    """Open a CSV file whose headings are in its first row that is not blank.

    expected: normalised headings, by which the delimiter is found where none is given. Raises
    UnreadableError, also while the rows are read, when the file cannot be opened or is not a table of text.
    """
    try:
        encoding, notes = _encoding(path, encoding)
        with path.open(encoding=encoding, newline="") as file:
            before = os.fstat(file.fileno())
            delimiter = delimiter or _delimiter(path, encoding, expected)
            rows = _rows(file, path, delimiter)
            _, headings = next(rows, (0, []))
            if not any(heading.strip() for heading in headings):
                raise UnreadableError(f"{path}: the file is empty. Export it again from the survey tool.")
            yield Sheet(str(path), tuple(headings), rows, notes)
            _refuse_if_changed(path, before, os.fstat(file.fileno()))
    except OSError as error:
        raise UnreadableError(f"{path}: the file cannot be read ({error.strerror}).") from None


def _encoding(path: Path, given: str | None) -> tuple[str, tuple[str, ...]]:
    """The encoding to read with, and what to say of it."""
    start = _start(path)
    for magic, kind in NOT_CSV:
        if start.startswith(magic):
            raise UnreadableError(f"{path}: this is {kind}, whatever its name ends in. {SAVE_AS}")
    marked = next((name for mark, name in BYTE_ORDER_MARKS if start.startswith(mark)), None)
    if given or marked:
        return ("utf-8-sig" if given == "utf-8" else given or marked or "utf-8"), ()
    if _decodes(path, "utf-8"):
        return "utf-8", ()
    if _decodes(path, "cp1252"):
        return "cp1252", ("It is not UTF-8, so it was read as Windows-1252: check letters with accents.",)
    raise UnreadableError(f"{path}: this is neither UTF-8 nor Windows-1252 text. {SAVE_AS}")


def _start(path: Path) -> bytes:
    """The first bytes of a regular file. A pipe is never opened, because that would wait for ever."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError(f"{path}: this is a folder. Name one file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError(f"{path}: this is a pipe or a device. Save what it holds as a file first.")
        if not status.st_size:
            raise UnreadableError(f"{path}: the file is empty. Export it again from the survey tool.")
        with path.open("rb") as file:
            return file.read(8)
    except FileNotFoundError:
        raise UnreadableError(f"{path}: there is no such file. Check its name and folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name cannot be used"
        raise UnreadableError(f"{path}: the file cannot be read ({reason}).") from None


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(path: Path, encoding: str, expected: Set[str]) -> str:
    """The delimiter that gives most of the expected headings; where none gives any, the most headings.

    One that cannot read the headings goes before one that finds a single heading, so that its error is told.
    """

    def found(delimiter: str) -> tuple[int, int]:
        try:
            with path.open(encoding=encoding, newline="") as file:
                headings = set(map(normalise, next(_rows(file, path, delimiter), (0, []))[1]))
        except UnreadableError:
            return 0, 3
        return len(headings & expected), 2 * len(headings)

    return max(DELIMITERS.values(), key=found)


def _rows(file: TextIO, path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row. Blank lines are counted, as a spreadsheet counts them, and left out."""
    row = 0
    reader = csv.reader(_lines(file, path), delimiter=delimiter, strict=True)
    try:
        for row, cells in enumerate(reader, start=1):
            if cells:
                yield row, cells
    except csv.Error as error:
        raise UnreadableError(f"{path}: row {row + 1}: {_reason(error)}") from None
    except UnicodeError:
        raise UnreadableError(f"{path}: after row {row}: not {file.encoding} text. {SAVE_AS}") from None


def _lines(file: TextIO, path: Path) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if "\0" in line:
            raise UnreadableError(f"{path}: line {number} holds NUL characters, so this is not plain text. {SAVE_AS}")
        if len(line) == LONGEST_LINE:
            raise UnreadableError(f"{path}: line {number} is far too long for a table. {SAVE_AS}")
        yield line


def _reason(error: csv.Error) -> str:
    """What the csv module means, in words that a person can act on."""
    text = str(error)
    if "field larger than" in text:
        what = f"a cell holds more than {csv.field_size_limit():,} characters"
        return f"{what}. Shorten it, or look for a quotation mark that is never closed."
    if "unexpected end of data" in text:
        return "a quotation mark is opened here and never closed. Close it, or export the file again."
    if "expected after" in text:
        return "a quotation mark stands inside a cell. Write it twice, or export the file again."
    return f"this is not CSV ({text}). Export the file again."


def _refuse_if_changed(path: Path, before: os.stat_result, after: os.stat_result) -> None:
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableError(f"{path}: the file changed while it was read. Try again when it is complete.")
