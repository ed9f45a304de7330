"""Ids by which a row is known again in a longer export, and from which nothing of it can be read."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Final

from imroc_audit.exchange.normalise import normalise

Hmac = Callable[[str], str]

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
        self._form = BETWEEN_CELLS.join(map(_one_line, form))
        self._order = sorted(range(len(keys)), key=lambda column: keys[column])
        self._keys = [keys[column] for column in self._order]
        self._times: defaultdict[int, int] = defaultdict(int)

    def of_source_id(self, source_id: str) -> tuple[str, bool]:
        """The row id, and whether the source id is new in this file."""
        text = BETWEEN_PARTS.join(("id", self._form, _one_line(source_id)))
        return self._hmac(text), self._occurrence(text) == 1

    def of_row(self, cells: Sequence[str]) -> str:
        """The row id of a whole row."""
        values = [normalise(cells[column]) for column in self._order]
        filled = [f"{key}{BETWEEN_CELLS}{value}" for key, value in zip(self._keys, values, strict=True) if value]
        text = BETWEEN_PARTS.join(("row", self._form, *filled))
        return self._hmac(f"{text}{BETWEEN_PARTS}{self._occurrence(text)}")

    def _occurrence(self, text: str) -> int:
        """How often the text has come by now. Eight bytes of its digest are remembered, not the text."""
        digest = int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
        self._times[digest] += 1
        return self._times[digest]


def _one_line(text: str) -> str:
    """Single spaces, so that no separator stands in it. Letter case is kept: ids may differ by it alone."""
    return " ".join(text.split())
