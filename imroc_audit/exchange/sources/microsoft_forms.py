"""Microsoft Forms: a workbook, or the CSV that Excel makes of it; each column is headed by the whole question."""

import re
from typing import Final

from imroc_audit.exchange.normalise import normalise
from imroc_audit.exchange.sources.headings import dated, described, keys, plain_row
from imroc_audit.exchange.sources.layout import Layout, Role, Source, Top

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
    texts = plain_row(top[0])
    questions = set(map(normalise, texts))
    columns = tuple(
        column._replace(role="tool") if _of_a_quiz(normalise(column.heading), questions) else column
        for column in described(texts, _FIXED)
    )
    # Excel keeps the short year and the American order of the workbook, whatever country it is set to.
    short = any(_SHORT_YEAR.match(cell.strip()) for row in top[1:] for cell in row[2:3])
    return Layout(dated(columns, "m/d/y") if short else columns, header_rows=1, separator=";", own_codes=False)


def _of_a_quiz(key: str, questions: set[str]) -> bool:
    """Whether a quiz adds this column: "Points - Q" and "Feedback - Q" for each question Q."""
    return any(key.startswith(prefix) and key[len(prefix) :] in questions for prefix in _PER_QUESTION)


SOURCE: Final = Source("microsoft-forms", "Microsoft Forms", _recognise, _arrange)
