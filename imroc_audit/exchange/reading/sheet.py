"""What every outside table comes down to: columns, and numbered rows of text cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.text import identifiers

if TYPE_CHECKING:
    from imroc_audit.exchange.reading.layout import Column, Complete, NaMeans

MOST_HEADINGS_SHOWN: Final = 20
LONGEST_SHOWN: Final = 60
ROWS_OF_A_LABEL: Final = 3
"""What stands in so many rows is no person's own words."""

Rows = Iterator[tuple[int, list[str]]]
"""Number and cells of each row. The numbers are those of the file, where the first row is 1."""


class Raw(NamedTuple):
    """A file opened as rows of text, of which nobody has said yet what they are."""

    rows: Rows
    share_read: Callable[[], float]
    """How much of the file has been read by now, from 0 to 1."""
    notes: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """One table of answers, read row by row."""

    name: str
    columns: tuple[Column, ...]
    rows: Rows
    source: str
    """What --from takes."""
    recognised: str
    """Which survey tool's file it is, and why, as a sentence."""
    share_read: Callable[[], float] = lambda: 0.0
    complete: Complete | None = None
    notes: tuple[str, ...] = ()
    """What the person importing should know of how the file was read."""
    questionnaire: str = ""
    """The hash of the questionnaire that was answered, where the file says it."""
    form: str = ""
    """What tells its rows from those of other forms, where its source knows that; else the name of the map."""
    separator: str = ""
    """What stands between several choices in one cell."""
    own_codes: bool = True
    """Whether bare numbers below a statement's id may be our codes."""
    na_means: NaMeans = ""
    """What "n/a" and "NA" stand for; "" where nobody can know."""

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @property
    def keys(self) -> tuple[str, ...]:
        """The headings in the form in which they are compared."""
        return tuple(map(normalise, self.headings))

    @property
    def places(self) -> dict[str, int]:
        """Normalised heading, or another name that only one column has → number of the column."""
        places: dict[str, int] = {}
        twice = set()
        for number, column in enumerate(self.columns):
            for key in {normalise(name) for name in column.names}:
                if places.setdefault(key, number) != number:
                    twice.add(key)
        also = {key: number for key, number in places.items() if key not in twice}
        return also | {key: number for number, key in enumerate(self.keys)}


def as_wide(cells: list[str], width: int) -> list[str]:
    """A row with blank cells at its end added, or taken away where all that are too many are blank."""
    over = cells[width:]
    return cells if any(map(str.strip, over)) else [*cells[:width], *[""] * (width - len(cells))]


def shown(text: str) -> str:
    """A label on one line in quotes. A text too long to be one may be somebody's own words: not shown."""
    line = _one_line(text)
    return f"'{line}'" if len(line) <= LONGEST_SHOWN else f"a text of {len(line):,} characters"


def shown_heading(heading: str) -> str:
    """A heading on one line in quotes, cut where it is a long question."""
    line = _one_line(heading)
    return f"'{line}'" if len(line) <= LONGEST_SHOWN else f"'{line[: LONGEST_SHOWN - 1]}…'"


def shown_headings(headings: Sequence[str]) -> str:
    """The headings of a file, the first of them where they are many. None that may tell of a person."""
    written = [heading for heading in headings if heading.strip()]
    named = [heading for heading in written if not tells_of_a_person(heading)]
    parts = [", ".join(map(shown_heading, named[:MOST_HEADINGS_SHOWN]))] if named else []
    if (more := len(named) - MOST_HEADINGS_SHOWN) > 0:
        parts.append(f"{more} more")
    if kept_back := len(written) - len(named):
        parts.append(f"{kept_back} whose heading may tell of a person")
    return " and ".join(parts) or "none"


def tells_of_a_person(heading: str) -> bool:
    """Whether an address or a number of a person stands in a heading; words in capitals are none."""
    return any(found.kind != "name" for found in identifiers(heading))


def _one_line(text: str) -> str:
    """Without line breaks and without characters that would steer a terminal."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
