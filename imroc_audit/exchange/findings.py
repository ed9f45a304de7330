"""What is wrong in a file of answers: every kind of problem once, with the rows it is on."""

from dataclasses import dataclass, field
from typing import Final

from imroc_audit.exchange.sheet import shown_heading

MOST_KINDS: Final = 50
ROWS_NAMED: Final = 3


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
        self._kinds: dict[tuple[str, str], _Rows] = {}
        self._unlisted = 0

    def __bool__(self) -> bool:
        return bool(self._kinds)

    def add(self, row: int, what: str, remedy: str, *, heading: str = "") -> None:
        """what: what is wrong; remedy: how to mend it; heading: of the column that it is in."""
        if heading:
            what = f"column {shown_heading(heading)}: {what}"
        kind = (what, remedy)
        if kind not in self._kinds and len(self._kinds) == MOST_KINDS:
            self._unlisted += 1
            return
        self._kinds.setdefault(kind, _Rows()).add(row)

    def listed(self, name: str) -> list[str]:
        """Everything found in the file of that name, in the order in which it was met."""
        listed = [f"{name}: {rows}: {what}: {remedy}" for (what, remedy), rows in self._kinds.items()]
        if self._unlisted:
            listed.append(f"{name}: and {self._unlisted:,} more. Mend these first, and try again.")
        return listed
