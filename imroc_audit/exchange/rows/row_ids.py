"""Ids by which a row is known again in a longer export, and from which nothing of it can be read."""

import re
from collections.abc import Callable, Sequence
from operator import getitem
from typing import Final

from imroc_audit.exchange.matching.cells import MOST_SPELLINGS
from imroc_audit.exchange.matching.normalise import SHORT, normalise
from imroc_audit.exchange.reading.seen import Seen
from imroc_audit.exchange.rows.readers import picker
from imroc_audit.model.response import OF_A_WHOLE_ROW

Hmac = Callable[[str], str]

_DECIMAL: Final = re.compile(r"^(\d+)\.0$")

# Both count as spaces, so no normalised text can hold them.
BETWEEN_PARTS: Final = "\x1e"
BETWEEN_CELLS: Final = "\x1f"


class RowIds:
    """Row ids of one form: of the source's own id where it has one, else of the whole row.

    Two people may answer alike, so the k-th identical row of one export is the k-th of the next. The order of
    rows and columns, blank columns, letter case and spacing make no difference to the id of a whole row.
    """

    def __init__(self, hmac: Hmac, form: Sequence[str], keys: Sequence[str]) -> None:
        """form: what tells this form from others; keys: the normalised headings."""
        self._hmac = hmac
        named = BETWEEN_CELLS.join(map(_one_line, form))
        self._id, self._row = f"id{BETWEEN_PARTS}{named}", f"row{BETWEEN_PARTS}{named}"
        order = sorted(range(len(keys)), key=lambda column: keys[column])
        self._in_order = picker(order)
        self._cells = [_CellParts(keys[column]) for column in order]
        self._seen = Seen()
        self._times: dict[int, int] = {}

    def of_source_id(self, perspective: str, source_id: Sequence[str]) -> tuple[str, bool]:
        """The row id, and whether the source id is new in this file. source_id: its parts.

        The forms of all perspectives may have the same headings, and each number its answers from 1.
        """
        parts = BETWEEN_PARTS.join(map(_one_line, source_id))
        row_id = self._hmac(f"{self._id}{BETWEEN_PARTS}{perspective}{BETWEEN_PARTS}{parts}")
        return row_id, self._seen.add(hash(row_id))

    def of_row(self, cells: Sequence[str]) -> str:
        """The row id of a whole row."""
        filled = "".join(map(getitem, self._cells, self._in_order(cells)))
        row_id = self._of_occurrence(filled, 1)
        if not self._seen.add(number := hash(row_id)):
            self._times[number] = times = self._times.get(number, 1) + 1
            row_id = self._of_occurrence(filled, times)
        return row_id

    def _of_occurrence(self, filled: str, times: int) -> str:
        """The id of the row that comes with these cells for the first time, the second, and so on."""
        return OF_A_WHOLE_ROW + self._hmac(f"{self._row}{filled}{BETWEEN_PARTS}{times}")


class _CellParts(dict[str, str]):
    """A column's cell as it stands → its part of the row's text; a blank one has none."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key

    def __missing__(self, cell: str) -> str:
        value = cell if cell.isdecimal() and cell.isascii() else normalise(cell)
        part = f"{BETWEEN_PARTS}{self._key}{BETWEEN_CELLS}{value}" if value else ""
        if len(cell) <= SHORT and len(self) < MOST_SPELLINGS:
            self[cell] = part
        return part


def _one_line(text: str) -> str:
    """Single spaces, so that no separator stands in it, and a whole number as itself, which some programs write as 7.0.

    Letter case is kept: ids may differ by it alone.
    """
    return text if text.isalnum() else _DECIMAL.sub(r"\1", " ".join(text.split()))
