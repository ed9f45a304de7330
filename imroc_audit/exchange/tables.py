"""Tables written as CSV, XLSX and Parquet. A text that a spreadsheet would take for a formula stays a text."""

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from imroc_audit.errors import AuditError

if TYPE_CHECKING:
    from openpyxl import Workbook

DataCell = str | int | float | date | None
Notes = Mapping[str, str]
"""What a reader should know, by a word or two that say what it is about."""

NOT_FOR_SHARING: Final = "NOT FOR SHARING"
MOST_ROWS: Final = 1_048_575
"""What a worksheet holds below its headings."""
NARROWEST: Final = 8
WIDEST: Final = 30
"""In characters."""
ROWS_MEASURED: Final = 200
FONT_SIZE: Final = 11
LINE_HEIGHT: Final = 15
"""In points."""
A4: Final = 9
"""As Excel numbers sizes of paper."""
SIDE_MARGIN: Final = 0.4
TOP_MARGIN: Final = 0.6
"""In inches; the foot of the page stands within the lower one."""
PAGE_WIDTH: Final = 135
"""In characters, between these margins."""
_FORMULA: Final = tuple("=+-@\t\r")
_ESCAPE: Final = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class DataTable(NamedTuple):
    """Rows under headings. `warning` marks a file that must not be passed on."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[DataCell]]
    notes: Notes
    warning: str = ""
    printed: int = 0
    """How many columns, from the first one on, are printed from a workbook; 0 for all of them."""


def printable(text: str) -> str:
    """A text without what no document may hold: control characters, and code points that are no characters."""
    return _UNPRINTABLE.sub("", text)


def plain(cell: DataCell) -> DataCell:
    """A text as a cell of a CSV file or a workbook: one that looks like a formula gets a ' before it."""
    if not isinstance(cell, str):
        return cell
    text = printable(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def unlike_a_formula(text: str) -> str:
    """HTML that no spreadsheet takes for a formula and that shows the same: its first sign as a number."""
    return f"&#{ord(text[0])};{text[1:]}" if text.startswith(_FORMULA) else text


def in_workbook(cell: DataCell) -> DataCell:
    """A cell as `plain` makes it, in which no text reads like an escape of a workbook, such as "_x0041_"."""
    text = plain(cell)
    return _ESCAPE.sub("_x005F_x", text) if isinstance(text, str) else text


def write_csv(table: DataTable) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it. Notes have no place in it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(map(plain, table.headings))
    writer.writerows(map(plain, row) for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def write_workbook(table: DataTable) -> bytes:
    """An XLSX workbook with a sheet for the table and one for its notes; with a warning it opens there.

    Raises AuditError when there are more rows than a sheet holds.
    """
    from openpyxl import Workbook

    if len(table.rows) > MOST_ROWS:
        raise AuditError(
            f"{len(table.rows):,} rows do not fit into a workbook, which holds {MOST_ROWS:,}. Use --format csv."
        )
    book = Workbook(write_only=True)
    _add_table(book, table)
    if notes := _with_warning(table):
        _add_texts(book, "Notes", notes)
    if table.warning:
        book.active = len(book.worksheets) - 1
    return workbook_bytes(book)


def write_parquet(table: DataTable) -> bytes:
    """Parquet, with the warning and the notes in the metadata of its schema. Raises AuditError without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise AuditError(
            "Parquet files need pyarrow, which is not installed. Install it: pip install 'imroc-audit[parquet]'. "
            "Or use --format csv."
        ) from None
    columns = [[row[place] for row in table.rows] for place in range(len(table.headings))]
    notes = json.dumps(_with_warning(table), ensure_ascii=False)
    columnar = pa.table([pa.array(_of_one_kind(column)) for column in columns], names=list(table.headings))
    content = io.BytesIO()
    pq.write_table(columnar.replace_schema_metadata({"imroc-audit": notes}), content)
    return content.getvalue()


TABLE_FORMATS: Final[Mapping[str, Callable[[DataTable], bytes]]] = {
    "csv": write_csv,
    "xlsx": write_workbook,
    "parquet": write_parquet,
}


def workbook_bytes(book: "Workbook") -> bytes:
    """A workbook as the content of a file."""
    book.properties.creator = "imroc-audit"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def set_widths(sheet: Any, rows: Sequence[Sequence[DataCell]]) -> list[int]:
    """Make each column of a sheet as wide as what stands in it, within reason. Returns the widths, in characters."""
    from openpyxl.utils import get_column_letter

    widths = [_width(column) for column in zip(*rows, strict=True)]
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return widths


def fit(sheet: Any, headings: Sequence[str], rows: Sequence[Sequence[DataCell]], first_row: int) -> list[int]:
    """Make columns as wide and rows as high as what stands in them, within reason. Returns the widths, in characters.

    first_row: that of the headings.
    """
    widths = set_widths(sheet, [list(map(_longest_word, headings)), *rows[:ROWS_MEASURED]])
    for number, row in enumerate((headings, *rows), start=first_row):
        lines = max(_lines(cell, width) for cell, width in zip(row, widths, strict=True))
        if lines > 1:
            sheet.row_dimensions[number].height = LINE_HEIGHT * lines
    return widths


def across(sheet: Any, row: int, text: str, columns: int, width: int, *, size: int, bold: bool) -> None:
    """A text over all columns of a sheet, on as many lines as it needs. width: that of the columns, in characters."""
    cell = sheet.cell(row, 1, plain(text))
    dress(cell, bold=bold, size=size)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    sheet.row_dimensions[row].height = LINE_HEIGHT * size / FONT_SIZE * max(1, _lines(text, width))


def dress(cell: Any, *, bold: bool = False, size: int = FONT_SIZE) -> None:
    """Give a cell of a sheet its font, and let a long text go over several lines."""
    from openpyxl.styles import Alignment, Font

    cell.font = Font(name="Calibri", size=size, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def set_page(sheet: Any, heading_row: int, foot: str = "") -> None:
    """Keep the headings in sight, on the screen and on every page; print across A4, one page wide, pages numbered.

    foot: what else stands at the foot of each page.
    """
    sheet.freeze_panes = f"A{heading_row + 1}"
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.page_setup.paperSize = A4
    margins = sheet.page_margins
    margins.left = margins.right = SIDE_MARGIN
    margins.top = margins.bottom = TOP_MARGIN
    margins.header = margins.footer = SIDE_MARGIN / 2
    sheet.oddFooter.left.text = foot.replace("&", "&&")
    sheet.oddFooter.right.text = "&P of &N"


def set_scale(sheet: Any) -> None:
    """Print one page wide by a scale, as breaks between pages need it: where a page is to fit, they do not count."""
    width = sum(one.width for one in sheet.column_dimensions.values())
    sheet.sheet_properties.pageSetUpPr.fitToPage = False
    sheet.page_setup.scale = min(100, int(100 * PAGE_WIDTH / width))


def _add_table(book: "Workbook", table: DataTable) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(NOT_FOR_SHARING if table.warning else table.name)
    fit(sheet, table.headings, table.rows, 1)
    set_page(sheet, 1)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
    if table.printed:
        sheet.print_area = f"A1:{get_column_letter(table.printed)}{len(table.rows) + 1}"
    sheet.append(list(_styled(sheet, table.headings, bold=True)))
    for row in table.rows:
        sheet.append(list(_styled(sheet, row)))


def _add_texts(book: "Workbook", name: str, notes: Notes) -> None:
    sheet = book.create_sheet(name)
    fit(sheet, ("", ""), list(notes.items()), 0)
    for about, text in notes.items():
        sheet.append([*_styled(sheet, (about,), bold=True), *_styled(sheet, (text,))])


def _styled(sheet: Any, cells: Sequence[DataCell], *, bold: bool = False) -> Iterator[Any]:
    """Cells of a sheet that is written row by row. Where each fits on a line they go undressed, which is quicker."""
    from openpyxl.cell import WriteOnlyCell

    if not bold and all(len(_text(cell)) <= WIDEST for cell in cells):
        yield from map(in_workbook, cells)
        return
    for value in map(in_workbook, cells):
        cell: Any = WriteOnlyCell(sheet)
        cell.value = value
        dress(cell, bold=bold)
        yield cell


def _with_warning(table: DataTable) -> Notes:
    return {NOT_FOR_SHARING: table.warning, **table.notes} if table.warning else table.notes


def _of_one_kind(column: list[DataCell]) -> list[Any]:
    """Texts where there is a text among the numbers: a column of a Parquet file holds one kind."""
    if not any(isinstance(cell, str) for cell in column):
        return column
    return [None if cell is None else str(cell) for cell in column]


def _width(column: Sequence[DataCell]) -> int:
    """In characters. A number is shown with few digits, whatever it has."""
    longest = max(len(line) for cell in column for line in (*_text(cell).splitlines(), ""))
    return min(max(longest + 2, NARROWEST), WIDEST)


def _lines(cell: DataCell, width: int) -> int:
    return sum(math.ceil(len(line) / width) for line in _text(cell).splitlines())


def _text(cell: DataCell) -> str:
    return cell if isinstance(cell, str) else cell.isoformat() if isinstance(cell, date) else ""


def _longest_word(heading: str) -> str:
    return max(heading.split(), key=len, default="")
