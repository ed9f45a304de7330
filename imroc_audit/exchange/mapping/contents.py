"""What the first rows of a sheet tell of its columns, whatever their headings are: who is in them is never read."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.reading.sheet import Rows, Sheet
from imroc_audit.text import identifiers

ROWS_LOOKED_AT: Final = 200
FEWEST_IDS: Final = 3
"""One in eleven numbers of ten digits passes the check of an NHS number by chance, and a survey tool may number so."""
_DIGITS_OF_AN_NHS_NUMBER: Final = 10

Samples = Sequence[Sequence[str]]
"""The cells of the first rows, all as wide as the sheet."""


def looked_at(sheet: Sheet) -> tuple[Sheet, Samples]:
    """A sheet with the columns of people's e-mail addresses and NHS numbers marked as personal; and its first rows.

    It can still be read from its first row on. What cannot be read is raised when that row is reached.
    """
    head, rest = _head(sheet.rows)
    samples = [cells for _, cells in head if len(cells) == len(sheet.columns)]
    columns = tuple(
        column._replace(role="personal") if tells_who([row[number] for row in samples], column.role) else column
        for number, column in enumerate(sheet.columns)
    )
    return sheet._replace(columns=columns, rows=chain(head, rest)), samples


def tells_who(cells: Sequence[str], role: str = "answer") -> bool:
    """Whether most of what stands in a column are e-mail addresses, or pass the check of an NHS number."""
    if role not in ("answer", "id"):
        return False
    filled = [cell for cell in cells if cell.strip()]
    if role == "id" and len(filled) < FEWEST_IDS:
        return False
    return 2 * sum(map(_is_somebodys, filled)) > len(filled)


def _is_somebodys(cell: str) -> bool:
    if "@" not in cell and sum(map(str.isdecimal, cell)) < _DIGITS_OF_AN_NHS_NUMBER:
        return False
    kinds = {(one.kind, one.strength) for one in identifiers(cell)}
    return not kinds.isdisjoint({("email", "strong"), ("nhs-number", "strong")})


def _head(rows: Rows) -> tuple[list[tuple[int, list[str]]], Rows]:
    """The first rows and the others; where reading breaks off among the first, the others raise that."""
    head: list[tuple[int, list[str]]] = []
    try:
        head += islice(rows, ROWS_LOOKED_AT)
    except UnreadableError as error:
        return head, _failing(error)
    return head, rows


def _failing(error: UnreadableError) -> Iterator[tuple[int, list[str]]]:
    raise error
    yield
