"""A survey for LimeSurvey, as the tab-separated text that it imports under "Import survey".

Codes of questions and parts of questions have letters and digits only, at most 20; codes of answers at most 5. The
statements of a challenge are one array, so that answers come back under headings such as `c01[1]`.
"""

import csv
import html
import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from imroc_audit.errors import AuditError
from imroc_audit.exchange.forms.form import Form, FormChoice, FormField, FormSection
from imroc_audit.exchange.tables import printable, unlike_a_formula

TsvRow = Mapping[str, str]

HEADINGS: Final = ("class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "hidden")

ARRAY, RADIO_LIST, LONG_TEXT, EQUATION = "F", "L", "T", "*"
"""Types of question, as LimeSurvey names them. Its dropdowns are no use: they show "&amp;" as it stands here."""

SETTINGS: Final = {
    "format": "G",  # one page for each group
    "anonymized": "Y",
    "ipaddr": "N",
    "refurl": "N",
    "datestamp": "Y",  # or every answer would be of 1 January 1980
    "allowprev": "Y",
    "allowsave": "N",  # to resume later, people would have to give a name, and their address would be kept
}
QUESTION_CODE: Final = re.compile(r"[a-z][a-z0-9]{0,19}")
PART_CODE: Final = re.compile(r"[a-z0-9]{1,20}")
ANSWER_CODE: Final = re.compile(r"[A-Za-z0-9]{1,5}")

SPECIAL: Final = str.maketrans({"{": "&#123;", "}": "&#125;", "|": "&#124;", "\n": "<br />", "\t": " "})
"""What LimeSurvey would take for an expression or for the two ends of a scale, or the file for the end of a cell."""


def write(form: Form) -> bytes:
    """The survey. Raises AuditError where an id cannot be written as a code."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS, restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    for row in _rows(form):
        writer.writerow({"language": form.language, **{key: printable(cell) for key, cell in row.items()}})
    return text.getvalue().encode()


def _rows(form: Form) -> Iterator[TsvRow]:
    for name, value in {"sid": _survey_id(form), "language": form.language, **SETTINGS}.items():
        yield {"class": "S", "name": name, "text": value}
    yield {"class": "SL", "name": "surveyls_title", "text": _said(form.title)}
    yield {"class": "SL", "name": "surveyls_welcometext", "text": _said("\n\n".join(form.intro))}
    for place, section in enumerate(form.sections):
        about = _said(section.about)
        yield {"class": "G", "name": _said(section.title), "relevance": "1", "text": about}
        if place == 0:
            yield _question(EQUATION, form.hidden.name, f"{{'{form.hidden.constant}'}}") | {"hidden": "1"}
        if section.statements:
            yield from _array(form, section)
        for field in section.others:
            yield from _field(field)


def _survey_id(form: Form) -> str:
    """Six digits, the same whenever the form is written. LimeSurvey takes others where it has these already."""
    return str(100_000 + zlib.crc32(form.id.encode()) % 900_000)


def _array(form: Form, section: FormSection) -> Iterator[TsvRow]:
    yield _question(ARRAY, section.name, _said(form.question))
    for statement in section.statements:
        yield {"class": "SQ", "name": _part_code(statement, section), "relevance": "1", "text": _said(statement.label)}
    yield from _answers(form.scale)


def _field(field: FormField) -> Iterator[TsvRow]:
    kind = LONG_TEXT if field.kind == "text" else RADIO_LIST
    yield _question(kind, field.name.replace("_", ""), _said(field.label)) | {"help": _said(field.hint)}
    yield from _answers(field.choices)


def _question(kind: str, code: str, text: str) -> dict[str, str]:
    if not QUESTION_CODE.fullmatch(code):
        raise _no_code(code)
    return {"class": "Q", "type/scale": kind, "name": code, "relevance": "1", "text": text, "mandatory": "N"}


def _part_code(statement: FormField, section: FormSection) -> str:
    """What is left of a statement's name without its challenge's: '1' of 'c01_1'."""
    code = statement.name.removeprefix(f"{section.name}_")
    if code == statement.name or not PART_CODE.fullmatch(code):
        raise _no_code(statement.asks.id)
    return code


def _answers(choices: Sequence[FormChoice]) -> Iterator[TsvRow]:
    """The choices under their own codes; under numbers where one of these is too long."""
    fit = all(ANSWER_CODE.fullmatch(choice.code) for choice in choices)
    for number, choice in enumerate(choices, start=1):
        code = choice.code if fit else str(number)
        yield {"class": "A", "type/scale": "0", "name": code, "text": _said(choice.label)}


def _no_code(identifier: str) -> AuditError:
    return AuditError(
        f"LimeSurvey cannot have a question with the code '{identifier}'. There, challenges need ids of letters and "
        "digits such as c01, and statements ids such as c01.1."
    )


def _said(text: str) -> str:
    """A text as the HTML that LimeSurvey takes it for, on one line. No spreadsheet takes it for a formula."""
    return unlike_a_formula(html.escape(text, quote=False).translate(SPECIAL))
