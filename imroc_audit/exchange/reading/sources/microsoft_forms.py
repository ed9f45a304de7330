"""Microsoft Forms: a workbook, or the CSV that Excel makes of it; each column is headed by the whole question."""

import re
from typing import Final

from imroc_audit.exchange.reading.layout import Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import dated, described_with_quiz, keys, plain_row

_FIRST: Final = ("id", "start time", "completion time")
_FIXED: Final[dict[str, Role]] = {
    "id": "id",
    "start time": "tool",
    "completion time": "date",
    "email": "personal",
    "name": "personal",
    "last modified time": "tool",
    "language": "tool",
    "total points": "tool",
    "quiz feedback": "tool",
    "grade posted time": "tool",
}
_PER_QUESTION: Final = ("points - ", "feedback - ")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}/\d{1,2}/\d{2}(?!\d)")


def _recognise(top: Top) -> str:
    if keys(top[0])[: len(_FIRST)] != _FIRST:
        return ""
    return "its headings begin with ID, Start time and Completion time"


def _arrange(top: Top) -> Layout:
    columns = described_with_quiz(plain_row(top[0]), _FIXED, _question)
    # Excel keeps the short year and the American order of the workbook, whatever country it is set to.
    short = any(_SHORT_YEAR.match(cell.strip()) for row in top[1:] for cell in row[2:3])
    return Layout(
        dated(columns, "m/d/y") if short else columns,
        header_rows=1,
        separator=";",
        own_codes=False,
        na_means="not_applicable",
    )


def _question(key: str) -> str | None:
    """Q of "Points - Q" and "Feedback - Q"."""
    return next((key.removeprefix(prefix) for prefix in _PER_QUESTION if key.startswith(prefix)), None)


SOURCE: Final = Source("microsoft-forms", "Microsoft Forms", _recognise, _arrange)
