"""What is wrong in a file of answers: every kind of problem once, with the rows it is on."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from imroc_audit.exchange.reading.sheet import LONGEST_SHOWN, ROWS_OF_A_LABEL, shown, shown_heading
from imroc_audit.text import identifiers

MOST_KINDS: Final = 50
ROWS_NAMED: Final = 10
WORDS_OF_A_LABEL: Final = 3


class Kind(NamedTuple):
    """One thing that is wrong. value: of a cell that is not understood, None where no cell is to blame."""

    heading: str
    what: str
    remedy: str
    value: str | None = None


class NotUnderstood(NamedTuple):
    """A value that stands for nothing that is known, and how often; `value` is None where it may not be shown."""

    column: str
    value: str | None
    rows: int
    first_row: int


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
        self._unlisted = 0
        self._of_row: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._kinds)

    def add(self, row: int, what: str, remedy: str, *, heading: str = "", value: str | None = None) -> None:
        """what: what is wrong, said after the value where there is one; remedy: how to mend it; heading: its column."""
        self._of_row.append(_in_column(heading, what if value is None else f"this {what}"))
        if value is not None and len(value) > LONGEST_SHOWN:
            what, value = f"{shown(value)} {what}", None
        kind = Kind(heading, what, remedy, value)
        if kind not in self._kinds and len(self._kinds) == MOST_KINDS:
            self._unlisted += 1
            return
        self._kinds.setdefault(kind, _Rows()).add(row)

    def take_reasons(self) -> list[str]:
        """What was found since the last call, without any value."""
        reasons, self._of_row = self._of_row, []
        return reasons

    def listed(self, name: str) -> list[str]:
        """Everything found in the file of that name, in the order in which it was met."""
        listed = [
            f"{name}: {rows}: {_in_column(kind.heading, _said(kind, rows.count))}: {kind.remedy}"
            for kind, rows in self._kinds.items()
        ]
        if self._unlisted:
            listed.append(f"{name}: and {self._unlisted:,} more. Mend these first, and try again.")
        return listed

    def not_understood(self) -> tuple[NotUnderstood, ...]:
        """Every value that stands for nothing that is known."""
        return tuple(
            NotUnderstood(
                kind.heading, kind.value if _may_be_shown(kind.value, rows.count) else None, rows.count, rows.first[0]
            )
            for kind, rows in self._kinds.items()
            if kind.value is not None
        )


def _in_column(heading: str, what: str) -> str:
    return f"column {shown_heading(heading)}: {what}" if heading else what


def _said(kind: Kind, count: int) -> str:
    if kind.value is None:
        return kind.what
    may = _may_be_shown(kind.value, count)
    return f"{shown(kind.value) if may else f'a text of {len(kind.value)} characters'} {kind.what}"


def _may_be_shown(value: str, count: int) -> bool:
    """Whether a value looks like a label of the form, and not like somebody's own words."""
    return not identifiers(value) and (count >= ROWS_OF_A_LABEL or len(value.split()) <= WORDS_OF_A_LABEL)
