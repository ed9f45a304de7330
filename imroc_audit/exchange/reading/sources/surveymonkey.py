"""SurveyMonkey: two rows of headings, the question above and its rows or choices below."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column, Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import (
    dated,
    distinct,
    keys,
    plain_row,
    question_forms,
    role,
    row_below,
)

_FIXED: Final[dict[str, Role]] = {
    "respondent id": "id",
    "respondentid": "id",
    "collector id": "tool",
    "collectorid": "tool",
    "start date": "tool",
    "startdate": "tool",
    "end date": "date",
    "enddate": "date",
    "date created": "tool",
    "date modified": "tool",
    "email address": "personal",
}
_CUSTOM: Final = re.compile(r"custom (?:data|value) ?\d*")
_WHOLE_QUESTION: Final = ("", "response", "open-ended response")
_CONTACT_QUESTION: Final = ("company", "address 2", "state/province", "country")
"""Rows of the ready-made question for contact details that are not personal in themselves."""


def _recognise(top: Top) -> str:
    first = tuple(key.replace(" ", "") for key in keys(top[0])[:2])
    return "its headings begin with Respondent ID and Collector ID" if first == ("respondentid", "collectorid") else ""


def _arrange(top: Top) -> Layout:
    header_rows = 2 if len(top) > 1 and not row_below(top, 1)[0] else 1
    # In a workbook the first row ends with the last question, and the second with the last part of it.
    pairs = list(_questions(plain_row(top[0]), plain_row(top[1]) if header_rows == 2 else ()))
    headings = distinct(f"{question} [{part}]" if part else question for question, part in pairs)
    columns = (_column(heading, question, part) for (question, part), heading in zip(pairs, headings, strict=True))
    return Layout(dated(columns, "m/d/y"), header_rows, own_codes=False, na_means="not_applicable")


def _questions(above: Sequence[str], below: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each column's question, which stands only above its first part, and the part: a row of a grid or a choice."""
    question = ""
    for text, part in zip_longest(above, below, fillvalue=""):
        question = text or (question if part else "")
        yield question, "" if normalise(part) in _WHOLE_QUESTION else part


def _column(heading: str, question: str, part: str) -> Column:
    names = (part,) if part else question_forms(question)
    if _CUSTOM.fullmatch(normalise(question)) or normalise(part) in _CONTACT_QUESTION:
        return Column(heading, names, "personal")
    return Column(heading, names, role(part or question, names, {} if part else _FIXED))


SOURCE: Final = Source("surveymonkey", "SurveyMonkey", _recognise, _arrange)
