"""Perspectives as both reports show them: a name, a mark, a column each, and a wide page where there are many."""

from collections.abc import Mapping
from typing import Final

from imroc_audit.model.ids import PerspectiveId
from imroc_audit.model.record import Record
from imroc_audit.report.document import TableColumn

MANY: Final = 6
"""With more columns than this, a table gets a page on its side."""


class PerspectiveMark(Record):
    """One perspective: its name, and its place in the questionnaire, which decides its mark."""

    label: str
    place: int


def perspective_columns(
    perspectives: Mapping[PerspectiveId, PerspectiveMark], look: str = ""
) -> tuple[TableColumn, ...]:
    """One table heading per perspective, with its mark."""
    return tuple(TableColumn(text=each.label, look=look, mark=each.place) for each in perspectives.values())


def page_look(columns: int) -> str:
    """How a page looks that has to hold so many columns."""
    return "wide" if columns > MANY else ""
