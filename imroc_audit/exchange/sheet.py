"""What every outside table comes down to: headings, and numbered rows of text cells."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from imroc_audit.exchange.normalise import normalise

MOST_HEADINGS_SHOWN: Final = 20
LONGEST_SHOWN: Final = 60


class Sheet(NamedTuple):
    """One table, read row by row. Row numbers are those of the file, where the first row is 1."""

    name: str
    headings: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    notes: tuple[str, ...] = ()
    """What the person importing should know of how the file was read."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The headings in the form in which they are compared."""
        return tuple(map(normalise, self.headings))


def shown(text: str) -> str:
    """A label on one line in quotes. A text too long to be one may be somebody's own words: not shown."""
    line = _one_line(text)
    return f"'{line}'" if len(line) <= LONGEST_SHOWN else f"a text of {len(line):,} characters"


def shown_heading(heading: str) -> str:
    """A heading on one line in quotes, cut where it is a long question."""
    line = _one_line(heading)
    return f"'{line}'" if len(line) <= LONGEST_SHOWN else f"'{line[: LONGEST_SHOWN - 1]}…'"


def shown_headings(headings: tuple[str, ...]) -> str:
    """The headings of a file, the first of them where they are many."""
    named = [heading for heading in headings if heading.strip()]
    listed = ", ".join(map(shown_heading, named[:MOST_HEADINGS_SHOWN]))
    more = len(named) - MOST_HEADINGS_SHOWN
    return (listed or "none") + (f" and {more} more" if more > 0 else "")


def _one_line(text: str) -> str:
    """Without line breaks and without characters that would steer a terminal."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
