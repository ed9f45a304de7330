"""Single cells: a label's meaning, a day's month, a person's own words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from imroc_audit.exchange.matching.labels import UNKNOWN, without_number
from imroc_audit.exchange.matching.normalise import SHORT, normalise
from imroc_audit.text import clean

GUARDED: Final = tuple(f"'{sign}" for sign in "=+-@\t\r")
NOTHING_AS_TYPED: Final[Mapping[str, str]] = MappingProxyType({})
WHOLE: Final = re.compile(r"\d{1,9}\.0+")
"""A whole number as programs write it that take every number for a decimal."""
LONGEST_DAY: Final = 11
"""Of which the last character tells whether the day ends before it."""
LONGEST_NAMED_DAY: Final = 19
"""As LONGEST_DAY, for "September 30, 2026"."""
MOST_DAYS: Final = 10_000
MOST_SPELLINGS: Final = 10_000
MOST_CHOICES: Final = 100
"""More than there are challenges: a cell with more parts is somebody's own words."""

DateFormat = Literal["iso", "d/m/y", "m/d/y", "month d, y"]
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

DATES: Final[Mapping[DateFormat, tuple[re.Pattern[str], tuple[str, str, str]]]] = {
    "iso": (re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})(?![-/\d])"), ("y", "m", "d")),
    "d/m/y": (re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![/.-]?\d)"), ("d", "m", "y")),
    "month d, y": (re.compile(r"([A-Z][a-z]{2})[a-z]* (\d{1,2}),? (\d{4})(?!\d)"), ("m", "d", "y")),
    "m/d/y": (re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![/.-]?\d)"), ("m", "d", "y")),
}
"""Each may be followed by a time of day, which is not kept."""


class Meanings(dict[str, str]):
    """Cell as it stands → what it means, or UNKNOWN. Remembers the spellings that it has understood."""

    def __init__(
        self,
        known: Mapping[str, str],
        *,
        numbered: bool = False,
        unknown: str = UNKNOWN,
        as_typed: Mapping[str, str] = NOTHING_AS_TYPED,
    ) -> None:
        """known: normalised label → meaning; numbered: whether "4 - Agree" may stand for "Agree".

        as_typed: what means something in this spelling alone, and goes before what its label would mean.
        """
        super().__init__()
        self._as_typed = as_typed
        self.known = known
        self._numbered = numbered
        self._unknown = unknown

    def __missing__(self, cell: str) -> str:
        label = normalise(unguarded(cell))
        meaning = self._as_typed.get(cell.strip()) or self.known.get(label)
        if meaning is None and WHOLE.fullmatch(label):
            meaning = self.known.get(label.partition(".")[0])
        if meaning is None and self._numbered:
            meaning = self.known.get(without_number(label))
        if meaning is None:
            return self._unknown
        if len(cell) <= SHORT and len(self) < MOST_SPELLINGS:
            self[cell] = meaning
        return meaning


class SeveralMeanings(Meanings):
    """As Meanings, for cells that may hold several choices: their meanings, with a space between them."""

    def __init__(self, known: Mapping[str, str], separator: str) -> None:
        super().__init__(known, numbered=True)
        self._separator = separator

    def __missing__(self, cell: str) -> str:
        whole = super().__missing__(cell)
        if whole != UNKNOWN or not self._separator:
            return whole
        parts = [part for part in cell.split(self._separator) if part.strip()]
        return self._joined(parts) if len(parts) <= MOST_CHOICES else UNKNOWN

    def _joined(self, parts: Sequence[str]) -> str:
        """A choice may hold the separator, which no tool marks there: the longest one that is known comes first."""
        for length in range(len(parts), 0, -1):
            first = super().__missing__(self._separator.join(parts[:length]))
            others = self._joined(parts[length:]) if first != UNKNOWN and length < len(parts) else ""
            if UNKNOWN not in (first, others):
                return f"{first} {others}".strip()
        return UNKNOWN


def month_of(cell: str, written: DateFormat) -> str | None:
    """The month, as in 2026-09, of a day written in one of DATES; None where it is not such a day."""
    pattern, order = DATES[written]
    if not (match := pattern.match(cell.strip())):
        return None
    parts = dict(zip(order, match.groups(), strict=True))
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    try:
        month = int(parts["m"]) if parts["m"].isdigit() else MONTHS.index(parts["m"].lower()) + 1
        return date(year, month, int(parts["d"])).isoformat()[:7]
    except ValueError:
        return None


def own_words(cell: str) -> str:
    """A comment as a person sees it, with its lines kept and the blank around it taken away."""
    return "\n".join(line.rstrip() for line in clean(unguarded(cell)).splitlines())


def unguarded(cell: str) -> str:
    """A cell without the ' that stops a spreadsheet from running it as a formula."""
    return cell[1:] if cell.startswith(GUARDED) else cell


class Months(dict[str, str]):
    """Beginning of a cell with a day → its month, as in 2026-09, or UNKNOWN. Days come again and again."""

    def __init__(self, written: DateFormat, *, blank: str, like_blank: Iterable[str] = ()) -> None:
        """blank: the month of a blank cell; like_blank: what a survey tool writes where there is no day."""
        self._longest = LONGEST_NAMED_DAY if written == "month d, y" else LONGEST_DAY
        super().__init__({text[: self._longest]: blank for text in ("", *like_blank)})
        self._written = written

    def of(self, cell: str) -> str:
        """Where a time of day follows, it is not looked at."""
        return self[cell.strip()[: self._longest]]

    def __missing__(self, day: str) -> str:
        month = month_of(day, self._written) or UNKNOWN
        if len(self) < MOST_DAYS:
            self[day] = month
        return month
