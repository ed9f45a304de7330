"""What is wrong in a file of answers: every kind of problem once, with the rows it is on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from imroc_audit.exchange.matching.cells import Meanings
from imroc_audit.exchange.matching.likeness import nearest
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.sheet import LONGEST_SHOWN, ROWS_OF_A_LABEL, shown, shown_heading
from imroc_audit.text import identifiers

MOST_KINDS: Final = 50
ROWS_NAMED: Final = 10
WORDS_OF_A_LABEL: Final = 3
SMALL_NUMBER: Final = re.compile(r"-?\d{1,2}(?:[.,]\d)?")
"""As on a scale: it is nobody's number."""
LONG_WORD: Final = 4
"""Letters of a word that says something."""


AsksFor = Literal["answer", "team", "perspective", "challenge"]


class Kind(NamedTuple):
    """One thing that is wrong. value: of a cell that is not understood, None where no cell is to blame."""

    heading: str
    what: str
    remedy: str
    value: str | None = None
    asks: AsksFor | None = None
    """What the value should be; None where no value is to blame."""


@dataclass(frozen=True)
class LabelColumn:
    """What is known of a column in which a value is not understood, to tell a label in it from somebody's name."""

    meanings: Meanings
    """Of its cells; remembers those that were understood."""
    is_asked: bool
    """Whether its heading is what the questionnaire asks, so that it surely holds no names."""
    is_answer: bool
    """Whether it is taken for a statement; labels of teams and perspectives look like names."""


class NotUnderstood(NamedTuple):
    """A value that stands for nothing that is known, and how often; `value` is None where it may not be shown."""

    column: str
    value: str | None
    rows: int
    first_row: int
    asks: AsksFor | None = None


@dataclass
class _Rows:
    """The first rows that a problem is on, and how many there are."""

    first: list[int] = field(default_factory=list)
    count: int = 0

    def add(self, row: int) -> None:
        self.count += 1
        if len(self.first) < ROWS_NAMED:
            self.first.append(row)

    def __str__(self) -> str:
        if self.count == 1:
            return f"row {self.first[0]}"
        listed = ", ".join(map(str, self.first))
        more = self.count - len(self.first)
        if more:
            return f"rows {listed} and {more:,} more"
        return f"rows {' and '.join(listed.rsplit(', ', 1))}"


class Findings:
    """Collects problems while a file is read once. Memory is bounded, however many there are."""

    def __init__(self) -> None:
        self._kinds: dict[Kind, _Rows] = {}
        self._columns: dict[str, LabelColumn] = {}
        self._unlisted = 0
        self._of_row: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._kinds)

    def in_column(self, heading: str, column: LabelColumn) -> None:
        """Say what is known of a column before a value in it is added."""
        self._columns[heading] = column

    def add(
        self,
        row: int,
        what: str,
        remedy: str,
        *,
        heading: str = "",
        value: str | None = None,
        asks: AsksFor | None = None,
    ) -> None:
        """what: what is wrong, said after the value where there is one; remedy: how to mend it; heading: its column;
        asks: what the value should be.
        """
        self._of_row.append(_in_column(heading, what if value is None else f"this {what}"))
        if value is not None and len(value) > LONGEST_SHOWN:
            what, value = f"{shown(value)} {what}", None
        kind = Kind(heading, what, remedy, value, asks)
        if kind not in self._kinds and len(self._kinds) == MOST_KINDS:
            self._unlisted += 1
            return
        self._kinds.setdefault(kind, _Rows()).add(row)

    def take_reasons(self) -> list[str]:
        """What was wrong since the last call, without any value."""
        reasons, self._of_row = self._of_row, []
        return reasons

    def listed(self, name: str) -> list[str]:
        """The problems, each with the name of the file."""
        return [f"{name}: {problem}" for problem in self.problems()]

    def problems(self) -> list[str]:
        """Everything that is wrong, in the order in which it was met."""
        problems = [
            f"{rows}: {_in_column(kind.heading, self._said(kind, rows.count))}: {kind.remedy}"
            for kind, rows in self._kinds.items()
        ]
        if self._unlisted:
            problems.append(f"and {self._unlisted:,} more. Mend these first, and try again.")
        return problems

    def not_understood(self) -> tuple[NotUnderstood, ...]:
        """Every value that stands for nothing that is known."""
        return tuple(
            NotUnderstood(
                kind.heading,
                kind.value if self._may_be_shown(kind, rows.count) else None,
                rows.count,
                rows.first[0],
                kind.asks,
            )
            for kind, rows in self._kinds.items()
            if kind.value is not None
        )

    def _said(self, kind: Kind, count: int) -> str:
        if kind.value is None:
            return kind.what
        if self._may_be_shown(kind, count):
            return f"{shown(kind.value)} {kind.what}"
        length = "1 character" if len(kind.value) == 1 else f"{len(kind.value)} characters"
        return f"a text of {length} {kind.what}"

    def _may_be_shown(self, kind: Kind, count: int) -> bool:
        """Whether a value looks like a label of the form, and not like a name or somebody's own words."""
        value, column = kind.value or "", self._columns.get(kind.heading)
        if identifiers(value) or (count < ROWS_OF_A_LABEL and len(value.split()) > WORDS_OF_A_LABEL):
            return False
        if column is None or SMALL_NUMBER.fullmatch(value.strip()) or _is_like_a_label(value, column.meanings.known):
            return True
        is_one_of_many = column.is_answer and count >= ROWS_OF_A_LABEL
        is_understood = column.is_asked or any(filter(None, map(str.strip, column.meanings)))
        if _looks_like_a_name(value):
            return is_one_of_many and is_understood
        return is_one_of_many or is_understood or self._values_in(kind.heading) == 1

    def _values_in(self, heading: str) -> int:
        return sum(kind.heading == heading and kind.value is not None for kind in self._kinds)


def _in_column(heading: str, what: str) -> str:
    return f"column {shown_heading(heading)}: {what}" if heading else what


def _looks_like_a_name(value: str) -> bool:
    """Whether it is several words that all begin with a capital, such as a first and a second name."""
    words = value.split()
    return len(words) > 1 and all(word[:1].isupper() and not word.isupper() for word in words)


def _is_like_a_label(value: str, known: Iterable[str]) -> bool:
    """Whether it is near to a label that is known, or shares a word with one."""
    words = _long_words(normalise(value))
    return bool(nearest(value, known)) or any(words & _long_words(label) for label in known)


def _long_words(label: str) -> set[str]:
    return {word for word in label.split() if len(word) >= LONG_WORD}
