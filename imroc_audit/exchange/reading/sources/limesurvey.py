"""LimeSurvey: CSV and workbooks headed by codes, by whole questions, or by both."""

import re
from itertools import repeat
from typing import Final

from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column, Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import (
    dated,
    distinct,
    has_date,
    keys,
    plain_row,
    question_forms,
    role,
)

_CODES: Final[dict[str, Role]] = {
    "id": "id",
    "submitdate": "date",
    "lastpage": "tool",
    "startlanguage": "tool",
    "seed": "tool",
    "startdate": "tool",
    "datestamp": "tool",
    "token": "personal",
    "ipaddr": "personal",
    "refurl": "personal",
    "firstname": "personal",
    "lastname": "personal",
    "email": "personal",
    "interviewtime": "tool",
}
_TITLES: Final[dict[str, Role]] = {
    "response id": "id",
    "date submitted": "date",
    "last page": "tool",
    "start language": "tool",
    "seed": "tool",
    "date started": "tool",
    "date last action": "tool",
    "access code": "personal",
    "ip address": "personal",
    "referrer url": "personal",
    "total time": "tool",
}
_CODE_AND_TEXT: Final = re.compile(r"(?P<code>[A-Za-z]\w*(?:\[\w+\])*)(?:\.|:| -) +(?P<text>\S.*)")
_TIME: Final = re.compile(r"group ?time:? ?.*|question ?time:? .*")
_ATTRIBUTE: Final = re.compile(r"attribute_\d+")
"""What a list of participants knows of each of them, besides name and address."""
_NO_DATE: Final = "1980-01-01 00:00:00"
"""What an anonymous survey without date stamps gives as the day of every answer."""


def _recognise(top: Top) -> str:
    codes = keys(tuple(map(_code, plain_row(top[0]))))
    if {"id", "submitdate", "startlanguage"} <= set(codes):
        return "it has the columns id, submitdate and startlanguage"
    if {"response id", "date submitted", "start language"} <= set(keys(top[0])):
        return "it has the columns Response ID, Date submitted and Start language"
    return ""


def _arrange(top: Top) -> Layout:
    texts = plain_row(top[0])
    questions = {_code(text).partition("[")[0] for text in texts}
    columns = dated(map(_column, texts, distinct(texts), repeat(questions)), "iso")
    first = next((number for number, column in enumerate(columns) if column.role == "date"), None)
    if first is not None and any(row[first : first + 1] == (_NO_DATE,) for row in top[1:]):
        undated = columns[first]._replace(role="tool", date_format=None)
        return Layout((*columns[:first], undated, *columns[first + 1 :]), 1, has_date(columns))
    return Layout(columns, 1, has_date(columns))


def _code(heading: str) -> str:
    """The code in "c01[1]. We listen", and the whole of any other heading."""
    both = _CODE_AND_TEXT.fullmatch(heading)
    return both["code"] if both else heading


def _column(text: str, heading: str, questions: set[str]) -> Column:
    """questions: the codes of all questions, each of which may have a column with the time that it took."""
    both, code = _CODE_AND_TEXT.fullmatch(text), _code(text)
    names = (*both.groups(), *question_forms(both["text"])) if both else question_forms(text)
    if _TIME.fullmatch(normalise(text)) or (code.endswith("Time") and code.removesuffix("Time") in questions):
        return Column(heading, names, "tool")
    if _ATTRIBUTE.fullmatch(code):
        return Column(heading, names, "personal")
    return Column(heading, names, _CODES.get(normalise(code)) or role(text, names, _TITLES))


SOURCE: Final = Source("limesurvey", "LimeSurvey", _recognise, _arrange)
