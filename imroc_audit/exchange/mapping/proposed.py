"""What the columns of a sheet are taken for, before a person has looked at it."""

from typing import Any, Literal, NamedTuple

from imroc_audit.exchange.matching.names import Asks

How = Literal["id", "wording", "part", "near", "values", "contents", "some", "branches", "role", ""]
"""By which a column is known; "" where it is not."""


class Proposed(NamedTuple):
    """What one column is taken for. confidence: out of 100."""

    heading: str
    target: str
    """As a person reads it, such as "statement c01.1"; "" where the column is left out."""
    how: How
    confidence: int
    asks: Asks | None = None
    perspectives: frozenset[str] = frozenset()
    """Those whose wording the heading is, or is near to."""
    wording: str = ""
    """Of the statement, in words for one of those."""


class Proposal(NamedTuple):
    """A map for a sheet, to be looked at. `data` is what its file holds."""

    columns: tuple[Proposed, ...]
    data: dict[str, Any]
    perspective: str
    """Of every row; "" where a column says it, or nothing does."""
    notes: tuple[str, ...] = ()
    is_given: bool = False
    """Whether a person said of which perspective every row is."""
    doubts: tuple[str, ...] = ()
    """Of which columns only one can be what several may be, in sentences. They are under `check` too."""


def said(asks: Asks) -> str:
    """What a column asks, as a person reads it in the table and in the map."""
    return {
        "perspective": "perspective",
        "team": "team",
        "statement": f"statement {asks.id}",
        "comment": f"comment on {asks.id}",
        "priority": f"priority {asks.id}",
    }[asks.kind]


def dropped(column: Proposed) -> Proposed:
    """The column, left out."""
    return Proposed(column.heading, "", "", 0)
