"""Single cells: a label's meaning, a day's month, a person's own words."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from imroc_audit.exchange.labels import without_number
from imroc_audit.exchange.normalise import SHORT, normalise

UNKNOWN: Final = "\0"
"""The meaning of a cell that is not understood. No file that is read can hold it."""

DateFormat = Literal["iso", "d/m/y", "m/d/y"]

DATES: Final[Mapping[DateFormat, tuple[re.Pattern[str], tuple[str, str, str]]]] = {
    "iso": (re.compile(r"(\d{4})-(\d{2})-(\d{2})(?![-\d])"), ("y", "m", "d")),
    "d/m/y": (re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![/.-]?\d)"), ("d", "m", "y")),
    "m/d/y": (re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![/.-]?\d)"), ("m", "d", "y")),
}
"""Each may be followed by a time of day, which is not kept."""


class Meanings(dict[str, str]):
    """Cell as it stands → what it means, or UNKNOWN. Remembers the spellings that it has understood."""

    def __init__(self, known: Mapping[str, str], *, numbered: bool = False, unknown: str = UNKNOWN) -> None:
        """known: normalised label → meaning; numbered: whether "4 - Agree" may stand for "Agree"."""
        super().__init__()
        self._known = known
        self._numbered = numbered
        self._unknown = unknown

    def __missing__(self, cell: str) -> str:
        label = normalise(cell)
        meaning = self._known.get(label)
        if meaning is None and self._numbered:
            meaning = self._known.get(without_number(label))
        if meaning is None:
            return self._unknown
        if len(cell) <= SHORT:
            self[cell] = meaning
        return meaning


def month_of(cell: str, written: DateFormat) -> str | None:
    """The month, as in 2026-09, of a day written in one of DATES; None where it is not such a day."""
    pattern, order = DATES[written]
    if not (match := pattern.match(cell.strip())):
        return None
    parts = dict(zip(order, match.groups(), strict=True))
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    try:
        return date(year, int(parts["m"]), int(parts["d"])).isoformat()[:7]
    except ValueError:
        return None


def own_words(cell: str) -> str:
    """A comment with its lines kept and the blank around it taken away."""
    return "\n".join(line.rstrip() for line in cell.splitlines()).strip()
