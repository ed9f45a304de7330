"""Alchemer, once SurveyGizmo: about the response first, then whole questions; the rows of a grid are "Row:Question"."""

from typing import Final

from imroc_audit.exchange.reading.layout import Column, Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import by_word, distinct, keys, plain_row, question_forms, role

_FIXED: Final[dict[str, Role]] = {
    "response id": "id",
    "time started": "tool",
    "date submitted": "date",
    "status": "tool",
    "contact id": "personal",
    "legacy comments": "personal",
    "comments": "personal",
    "language": "tool",
    "tags": "tool",
    "referer": "personal",
    "extended referer": "personal",
    "sessionid": "personal",
    "user agent": "personal",
    "ip address": "personal",
    "longitude": "personal",
    "latitude": "personal",
    "country": "personal",
    "city": "personal",
    "state/region": "personal",
    "postal": "personal",
}
_MARKS: Final = frozenset({"response id", "date submitted", "status"})
_OTHERS: Final = frozenset({"time started", "contact id", "sessionid", "legacy comments"})
_FINISHED: Final = ("complete",)
_NOT_FINISHED: Final = ("partial", "disqualified", "deleted", "")


def _recognise(top: Top) -> str:
    headings = set(keys(top[0]))
    if headings >= _MARKS and not _OTHERS.isdisjoint(headings):
        return "it has Alchemer's columns Response ID, Date Submitted and Status"
    return ""


def _arrange(top: Top) -> Layout:
    texts = plain_row(top[0])
    columns = tuple(_column(text, heading) for text, heading in zip(texts, distinct(texts), strict=True))
    complete = by_word(keys(texts).index("status"), _FINISHED, _NOT_FINISHED)
    return Layout(columns, 1, complete, separator=", ", own_codes=False, na_means="not_applicable")


def _column(text: str, heading: str) -> Column:
    row, colon, question = text.partition(":")
    parts = (row.strip(), question.strip()) if colon else ()
    names = (*question_forms(text), *parts[:1])
    return Column(heading, names, role(text, names, _FIXED))


SOURCE: Final = Source("alchemer", "Alchemer (SurveyGizmo)", _recognise, _arrange)
