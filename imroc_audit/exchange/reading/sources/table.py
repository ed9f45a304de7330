"""Any other table, with its headings in the first row."""

from typing import Final

from imroc_audit.exchange.reading.layout import Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import described, plain_row

_FIXED: Final[dict[str, Role]] = {
    "id": "id",
    "response id": "id",
    "responseid": "id",
    "respondent id": "id",
    "submission id": "id",
    "date": "date",
    "timestamp": "date",
    "completion time": "date",
    "completion date": "date",
    "completed": "date",
    "date completed": "date",
    "submission date": "date",
    "date submitted": "date",
    "submitted": "date",
    "submitted at": "date",
    "end date": "date",
    "start date": "tool",
    "start time": "tool",
}


def _recognise(_: Top) -> str:
    return "it is a table without the marks of a survey tool that is known"


def _arrange(top: Top) -> Layout:
    return Layout(described(plain_row(top[0]), _FIXED), header_rows=1)


SOURCE: Final = Source("table", "a table", _recognise, _arrange)
