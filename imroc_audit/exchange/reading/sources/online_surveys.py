"""Jisc Online Surveys: CSV with codes only, and the key file that says what they mean; or CSV with whole texts.

A key has two columns: the name of a question and its text, and below it each of its codes with the label. A question
with boxes to tick stands there once, with its choices below it, though each choice is a column of the answers.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import (
    Column,
    KeyFile,
    Layout,
    Role,
    Source,
    Top,
)
from imroc_audit.exchange.reading.sources.headings import (
    dated,
    described,
    has_date,
    keys,
    plain_row,
    question_forms,
)
from imroc_audit.exchange.reading.sources.personal import is_personal

_FIXED: Final[dict[str, Role]] = {
    "urn": "id",
    "unique response number": "id",
    "startdate": "tool",
    "start date": "tool",
    "completiondate": "date",
    "completion date": "date",
    "submission date": "date",
    "username": "personal",
}
_QUESTION: Final = re.compile(r"q\d+(?:[._][\w.]*)?")
_CODE: Final = re.compile(r"-?\d+")
_NEEDS_KEY: Final = (
    "The answers are codes. Give the key file that Online Surveys exports with them (its name ends in -key.csv) as a"
    " second file, and the codes are understood."
)


def _recognise(top: Top) -> str:
    headings = keys(top[0])
    if headings[0] == "unique response number":
        return "its first column is headed Unique Response Number"
    coded = len(headings) > 2 and all(key in _FIXED or _QUESTION.fullmatch(key) for key in headings)
    if headings[0] == "urn" and (coded or {"completiondate", "completion date"} & set(headings)):
        return "its first column is headed URN, and it has a completion date or the numbers of questions"
    return ""


def _arrange(top: Top) -> Layout:
    texts = plain_row(top[0])
    columns = described(texts, _FIXED)
    coded = any(_QUESTION.fullmatch(key) for key in keys(texts))
    notes = (_NEEDS_KEY,) if coded else ()
    return Layout(
        dated(columns, "d/m/y"), 1, has_date(columns), notes=notes, own_codes=False, na_means="not_applicable"
    )


def _is_key(top: Top) -> bool:
    """Whether the name of a question stands first in a row, and not that of another one beside it."""
    names = [[bool(_QUESTION.fullmatch(normalise(cell))) for cell in row[:2]] for row in top]
    return any(row[:1] == [True] and row[1:] != [True] for row in names)


def _explain(layout: Layout, rows: Sequence[Sequence[str]]) -> Layout:
    """The texts and labels of the key file. A question begins though it is no column, or its codes would go astray."""
    found: dict[str, _KeyedQuestion] = {}
    question = _KeyedQuestion("", {})
    names = {normalise(column.heading) for column in layout.columns}
    for row in rows:
        first, text = plain_row((*row, "", "")[:2])
        if (name := normalise(first)) in names or _QUESTION.fullmatch(name):
            question = found[name] = _KeyedQuestion(text, {})
        elif _CODE.fullmatch(first):
            question.labels[first] = text
    columns = (
        found[key].explained(column) if (key := normalise(column.heading)) in found else column
        for column in layout.columns
    )
    return layout._replace(columns=tuple(columns), notes=())


class _KeyedQuestion(NamedTuple):
    """What a key file says of one question. labels: code → label."""

    text: str
    labels: dict[str, str]

    def explained(self, column: Column) -> Column:
        forms = (self.text, *question_forms(self.text)) if self.text else ()
        what: Role = "personal" if any(map(is_personal, forms)) else column.role
        return column._replace(names=(*column.names, *forms), role=what, labels=self.labels)


SOURCE: Final = Source(
    "online-surveys",
    "Jisc Online Surveys",
    _recognise,
    _arrange,
    KeyFile("its key file (its name ends in -key.csv)", _is_key, _explain),
)
