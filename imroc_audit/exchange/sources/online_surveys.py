"""Jisc Online Surveys: CSV with codes only, and the key file that says what they mean; or CSV with whole texts."""

import re
from collections.abc import Sequence
from typing import Final

from imroc_audit.exchange.normalise import normalise
from imroc_audit.exchange.sources.headings import dated, described, has_date, keys, plain, plain_row, question_forms
from imroc_audit.exchange.sources.layout import Column, KeyFile, Layout, Role, Source, Top
from imroc_audit.exchange.sources.personal import is_personal

_FIXED: Final[dict[str, Role]] = {
    "urn": "id",
    "unique response number": "id",
    "startdate": "tool",
    "start date": "tool",
    "completiondate": "date",
    "completion date": "date",
    "username": "personal",
}
_QUESTION: Final = re.compile(r"q\d+(?:[._]\w+)*")
_CHOICE: Final = re.compile(r"\w+_\d+")
"""One choice of a question with several, in a column with 0 and 1."""
_CODE: Final = re.compile(r"-?\d+")
_NEEDS_KEY: Final = (
    "The answers are codes. Give the key file that Online Surveys exports with them (its name ends in -key.csv) as a"
    " second file, and the codes are understood."
)


def _recognise(top: Top) -> str:
    headings = keys(top[0])
    if headings[0] in ("urn", "unique response number") and {"completiondate", "completion date"} & set(headings):
        return f"its first column is headed {plain(top[0][0])} and it has a completion date"
    return ""


def _arrange(top: Top) -> Layout:
    texts = plain_row(top[0])
    columns = described(texts, _FIXED)
    coded = any(_QUESTION.fullmatch(key) for key in keys(texts))
    notes = (_NEEDS_KEY,) if coded else ()
    return Layout(dated(columns, "d/m/y"), 1, has_date(columns), notes=notes, own_codes=False)


def _is_key(top: Top) -> bool:
    """Whether the name of a question stands first in a row, and not that of another one beside it."""
    names = [[bool(_QUESTION.fullmatch(normalise(cell))) for cell in row[:2]] for row in top]
    return any(row[:1] == [True] and row[1:] != [True] for row in names)


def _explain(layout: Layout, rows: Sequence[Sequence[str]]) -> Layout:
    """The texts and labels of the key file, in which a code and its label stand beside or below their question."""
    found: dict[str, _Question] = {}
    current = _Question()
    names = {normalise(column.heading) for column in layout.columns}
    for row in rows:
        cells = [plain(cell) for cell in row if cell.strip()]
        if cells and (name := normalise(cells[0])) in names:
            current = found.setdefault(name, _Question())
            cells = cells[1:]
        current.add(cells)
    columns = (
        found[key].explained(column) if (key := normalise(column.heading)) in found else column
        for column in layout.columns
    )
    return layout._replace(columns=tuple(columns), notes=())


class _Question:
    """What a key file says of one column."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.labels: dict[str, str] = {}

    def add(self, cells: Sequence[str]) -> None:
        """A code with its label after it, and the question's text before it."""
        code = next((number for number, cell in enumerate(cells[:-1]) if _CODE.fullmatch(cell)), None)
        if code is not None:
            self.labels[cells[code]] = cells[code + 1]
        self.texts += cells[:code]

    def explained(self, column: Column) -> Column:
        labels = self.labels
        if self.texts and not labels and _CHOICE.fullmatch(column.heading):
            labels = {"1": self.texts[-1], "0": ""}  # and 0, too, where the whole question was skipped
        forms = tuple(dict.fromkeys(form for text in self.texts for form in (text, *question_forms(text))))
        what: Role = "personal" if any(map(is_personal, forms)) else column.role
        return column._replace(names=(*column.names, *forms), role=what, labels=labels)


SOURCE: Final = Source(
    "online-surveys",
    "Jisc Online Surveys",
    _recognise,
    _arrange,
    KeyFile("its key file (its name ends in -key.csv)", _is_key, _explain),
)
