"""Columns that a program puts before a table to number its rows: R and pandas do so when they save one again."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final

from imroc_audit.exchange.reading.layout import Top

_NAMELESS: Final = re.compile(r"(?:unnamed: \d+(?:\.\d+)*|\.\.\.\d+)?", re.IGNORECASE)
"""A blank heading, and what pandas and tibble make of one when they read it."""
_FROM_R: Final = re.compile(r"X(?:\.\d+)?")
"""What R makes of one, which may also be somebody's own heading."""
_WHOLE: Final = re.compile(r"\d{1,9}(?:\.0)?")


def numbering(top: Top) -> int:
    """How many of the first columns do nothing but number the rows. One column at least is left."""
    places = range(len(top[0]) - 1) if top else ()
    return sum(1 for _ in takewhile(lambda place: _is_numbering(top, place), places))


def without_numbering(top: Top) -> Top:
    width = numbering(top)
    return tuple(row[width:] for row in top) if width else top


def _is_numbering(top: Top, place: int) -> bool:
    heading, *cells = ("".join(row[place : place + 1]).strip() for row in top)
    if _NAMELESS.fullmatch(heading):
        return all(map(_WHOLE.fullmatch, cells)) and _rises(cells)
    return bool(_FROM_R.fullmatch(heading)) and cells[:1] == ["1"] and _rises(cells, 1)


def _rises(cells: Sequence[str], step: int = 0) -> bool:
    """Whether each number is larger than the one before; step: by how much, where it has to be the same each time."""
    numbers = [int(float(cell)) if _WHOLE.fullmatch(cell) else -1 for cell in cells]
    steps = [after - before for before, after in pairwise(numbers)]
    return min(numbers, default=0) >= 0 and (set(steps) <= {step} if step else min(steps, default=1) > 0)
