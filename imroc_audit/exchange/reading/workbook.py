"""Excel workbooks, opened safely and read row by row: values alone, and never a formula or a macro."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.reading.files import EMPTY, open_unchanged
from imroc_audit.exchange.reading.sheet import Raw, Rows, shown

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_BYTES: Final = 4 << 30
"""Unpacked. A million answers to a long questionnaire are below this."""
MOST_TEXT: Final = 256 << 20
"""Of the texts that all cells share, which have to be in memory."""
MOST_TIMES: Final = 200
"""How many times its packed size a part may be that is not small."""
SMALL: Final = 16 << 20
MOST_ROWS: Final = 1_048_576
LONGEST_CELL: Final = 131_072
CHUNK: Final = 1 << 20
OVERLAP: Final = 400

SHARED_TEXT: Final = "xl/sharedStrings.xml"
CONTENT_TYPES: Final = "[Content_Types].xml"
"""In every file of Excel, Word and the like."""
SAVE_AS: Final = "Open it in Excel and save the sheet as 'CSV UTF-8'."
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, SyntaxError, KeyError, IndexError, ValueError, TypeError,
    AttributeError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What openpyxl and zipfile raise for a workbook that is cut short or edited by hand."""

# Any tag may have a prefix, as in <x:c>, and blanks after it.
MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z0-9:]+)"')
FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
NOT_CALCULATED: Final = re.compile(
    rb"(?:</(?:\w+:)?f\s*>|<(?:\w+:)?f(?:\s[^<>]*)?/>)"
    rb"(?:\s*<(?:\w+:)?v\s*/>|\s*<(?:\w+:)?v\s*>\s*</(?:\w+:)?v\s*>)?\s*</(?:\w+:)?c\s*>"
)
CELL: Final = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br="([A-Z0-9]+)"')
ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
HIDDEN_ROW: Final = re.compile(rb'<(?:\w+:)?row\s(?=[^<>]*?\bhidden="(?:1|true)")[^<>]*?\br="(\d+)"')
HIDDEN_COLUMN: Final = re.compile(rb'<(?:\w+:)?col\s[^<>]*?\bhidden="(?:1|true)"')
CONTENT: Final = re.compile(rb"<(?:\w+:)?[vtf][\s>]")
"""A value, a text or a formula, at least one of which a cell has that is not blank."""


@contextmanager
def open_workbook(path: Path) -> Iterator[Raw]:
    """The first sheet of a workbook that is not hidden, as rows of text.

    Raises UnreadableError, also while the rows are read, for anything that would not be read as it is seen.
    """
    with open_unchanged(path) as file, _without_warnings():
        try:
            _refuse_dangerous(path, file)
            with closing(_load(file)) as book:
                sheet, notes = _choose(path, book)
                notes += _check_cells(path, book, sheet)
                rows = sheet.max_row or MOST_ROWS
                sheet.reset_dimensions()  # what a workbook says of its size may be wrong
                read = [0]
                yield Raw(_rows(path, sheet, read), lambda: min(1.0, read[0] / rows), notes)
        except BROKEN as error:
            raise _broken(path, error) from None


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Openpyxl warns of what it leaves out, such as a check of what is typed in. None of it is in a cell."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")
        yield


def _load(file: BinaryIO) -> Any:
    from openpyxl import load_workbook

    return load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _broken(path: Path, error: BaseException) -> UnreadableError:
    kind = type(error).__name__  # its text may hold what stands in a cell
    return UnreadableError(f"{path}: this workbook is damaged or cut short ({kind}). Export it again, or: {SAVE_AS}")


def _refuse_dangerous(path: Path, file: BinaryIO) -> None:
    """Raise UnreadableError for what is no plain workbook, before anything in it is unpacked."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    names = {part.filename for part in parts}
    if CONTENT_TYPES not in names:
        raise UnreadableError(f"{path}: this is a zip file. Unpack it, and import the file that is in it.")
    if "xl/workbook.xml" not in names:
        raise UnreadableError(f"{path}: this is a zip file and not an Excel workbook. {SAVE_AS}")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UnreadableError(
            f"{path}: this workbook holds macros, which are programs. Save it in Excel as 'Excel Workbook (.xlsx)'."
        )
    if any(part.file_size > SMALL and part.file_size > MOST_TIMES * part.compress_size for part in parts):
        raise UnreadableError(
            f"{path}: a part of this workbook would unpack to more than {MOST_TIMES} times its size, as only a file "
            f"made to do harm does. If you trust it: {SAVE_AS}"
        )
    text = sum(part.file_size for part in parts if part.filename == SHARED_TEXT)
    if sum(part.file_size for part in parts) > MOST_BYTES or text > MOST_TEXT:
        raise UnreadableError(f"{path}: this workbook is too large to be read. {SAVE_AS}")


def _choose(path: Path, book: Any) -> "tuple[ReadOnlyWorksheet, tuple[str, ...]]":
    """The sheet to read, and what to say of the others."""
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if not book.worksheets:
        raise UnreadableError(
            f"{path}: no sheet of this workbook can be read. Save it in Excel as 'Excel Workbook (.xlsx)', not as "
            "'Strict Open XML'."
        )
    if not visible:
        raise UnreadableError(f"{path}: every sheet of this workbook is hidden. Show the one with the answers.")
    chosen = next((sheet for sheet in visible if not _is_blank(book, sheet)), visible[0])
    others = [sheet for sheet in visible if sheet is not chosen]
    notes = []
    if hidden:
        notes.append(f"Hidden sheets were not read: {_titles(hidden)}.")
    if others:
        first = "The first sheet" if chosen is visible[0] else "The first sheet that is not blank"
        notes.append(f"{first} was read, {shown(chosen.title)}, and not: {_titles(others)}.")
    return chosen, tuple(notes)


def _is_blank(book: Any, sheet: Any) -> bool:
    with _stored(book, sheet) as stored:
        return not any(map(CONTENT.search, _chunks(stored)))


def _stored(book: Any, sheet: Any) -> IO[bytes]:
    """The part that a sheet is read from, which there is no other way to."""
    part: IO[bytes] = book._archive.open(sheet._worksheet_path)
    return part


def _titles(sheets: Iterable[Any]) -> str:
    return ", ".join(shown(sheet.title) for sheet in sheets)


def _check_cells(path: Path, book: Any, sheet: Any) -> tuple[str, ...]:
    """Look at the cells as they are stored, because a stream of values shows neither merged cells nor formulas."""
    formulas = hidden_column = False
    hidden: set[int] = set()
    with _stored(book, sheet) as stored:
        for chunk in _chunks(stored):
            if merged := MERGED.search(chunk):
                raise UnreadableError(
                    f"{path}: cells are merged ({merged[1].decode()}), so that it is not clear which row they belong "
                    "to. Unmerge them in Excel and fill in what belongs in each cell."
                )
            if found := NOT_CALCULATED.search(chunk):
                cells = CELL.findall(chunk, 0, found.start())
                where = f" (the first is {cells[-1].decode()})" if cells else ""
                raise UnreadableError(
                    f"{path}: cells hold formulas that were never worked out{where}. Open it in Excel and save it."
                )
            formulas = formulas or FORMULA.search(chunk) is not None
            if b"hidden=" in chunk:
                hidden_column = hidden_column or HIDDEN_COLUMN.search(chunk) is not None
                hidden.update(map(int, HIDDEN_ROW.findall(chunk)))
    return (
        *(("Some cells hold formulas: what they showed when the workbook was saved was read.",) if formulas else ()),
        *(("Some columns are hidden. They were read like the others.",) if hidden_column else ()),
        *((_hidden_rows(len(hidden)),) if hidden else ()),
    )


def _hidden_rows(count: int) -> str:
    are, were = ("1 row is", "was") if count == 1 else (f"{count:,} rows are", "were")
    return (
        f"{are} hidden, by a filter or by hand, and {were} read like the others. Delete what is not to count, and save "
        "the workbook again."
    )


def _chunks(stored: Any) -> Iterator[bytes]:
    """A stored part bit by bit, each with the end of the one before, so that nothing is cut in two."""
    end = b""
    while chunk := stored.read(CHUNK):
        yield end + chunk
        end = (end + chunk)[-OVERLAP:]


def _rows(path: Path, sheet: Any, read: list[int]) -> Rows:
    """Number and cells of each row, as wide as the first that is not blank. read: is told the number of each row."""
    width = 0
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS), start=1):
            read[0] = number
            cells = list(map(_text, values))
            if not width:
                width = len("".join("x" if cell.strip() else " " for cell in cells).rstrip())
            if any(map(str.strip, cells)):
                if len(cells) > width and not any(map(str.strip, cells[width:])):
                    del cells[width:]
                _refuse_long(path, number, cells)
                yield number, cells + [""] * (width - len(cells))
    except BROKEN as error:
        raise _broken(path, error) from None
    if not width:
        raise UnreadableError(f"{path}: {EMPTY}")


def _refuse_long(path: Path, number: int, cells: list[str]) -> None:
    if max(map(len, cells)) > LONGEST_CELL:
        raise UnreadableError(f"{path}: row {number}: a cell holds more than {LONGEST_CELL:,} characters. Shorten it.")


def _unescaped(text: str) -> str:
    """A text without the escapes of ECMA-376 (ST_Xstring): "_x000D_" is a carriage return, "_x005F_" an underscore."""
    decoded = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text).replace("\0", "")
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _text(value: Any) -> str:
    """A value as it would stand in a CSV file: whole numbers without a point, days as 2026-09-03."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _unescaped(value) if "_x" in value else value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return str(value)
