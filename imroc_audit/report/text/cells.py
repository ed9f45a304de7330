"""Table cells with what is known of them: what is hidden, what rests on few people, and the notes that say so."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from imroc_audit.report.document import Cell, Flag, Row
from imroc_audit.report.text import numbers
from imroc_audit.report.text.words import HIDDEN_NOTE, SMALL_NOTE

Missing = Literal["hidden", "nobody answered", "not asked", "no score", "not given"]
"""Why there is no number; it is said in these words."""
DASH: Final = Cell(text="–", look="num")
NOTES: Final[Mapping[Flag, str]] = {
    "same wording": "Where no wording is given, it is the same as in the line above.",
    "same answer": "Where everyone gave the same answer, the number tells what each of them said: handle with care.",
    "hidden": HIDDEN_NOTE,
    "nobody": "0 means that nobody answered.",
    "small base": SMALL_NOTE,
}
"""What a flag means to a reader, in the order in which notes stand below a table."""


def missing_cell(missing: Missing) -> Cell:
    """In words why there is no number."""
    return Cell(text=missing, look="word", flags=("hidden",) if missing == "hidden" else ())


def count_cell(people: int | None) -> Cell:
    """A number of people; None is hidden."""
    return missing_cell("hidden") if people is None else Cell(text=numbers.count(people), look="num")


def small_base(is_small: bool) -> tuple[Flag, ...]:
    """The flags of a number that rests on few people, or not."""
    return ("small base",) if is_small else ()


def notes(rows: Iterable[Row], *flags: Flag) -> tuple[str, ...]:
    """What to know about the cells of a table. flags: only of these; all where none is given."""
    raised = {flag for row in rows for cell in (row.head, *row.cells) for flag in cell.flags}
    return tuple(note for flag, note in NOTES.items() if flag in raised and (not flags or flag in flags))
