"""A REDCap data dictionary: 18 columns, a row for each field, in UTF-8."""

import csv
import html
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from imroc_audit.errors import AuditError
from imroc_audit.exchange.forms.form import Form, FormChoice, FormField, FormSection
from imroc_audit.exchange.matching.names import RECORD, WHOLE, field_name, note_name
from imroc_audit.exchange.tables import printable, unlike_a_formula

HEADINGS: Final = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
NAME, FORM, HEADER, TYPE, LABEL, CHOICES, NOTE = HEADINGS[:7]
MATRIX, ANNOTATION = HEADINGS[15], HEADINGS[17]

SPECIAL: Final = str.maketrans({"|": "&#124;", "[": "&#91;", "]": "&#93;", "\n": "<br>"})
"""What REDCap would take for the end of a choice or for the name of a field."""


def write(form: Form) -> bytes:
    """The data dictionary. Raises AuditError where two teams would have one code."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(form):
        writer.writerow({FORM: field_name(form.id), **{key: printable(cell) for key, cell in row.items()}})
    return text.getvalue().encode()


def _rows(form: Form) -> Iterator[Mapping[str, str]]:
    yield {NAME: RECORD, TYPE: "text", LABEL: "Record ID"}
    intro = "\n\n".join(form.intro)
    yield {NAME: note_name(WHOLE), TYPE: "descriptive", LABEL: _said(intro)}
    annotation = f'The same for everyone: @HIDDEN @DEFAULT="{form.hidden.constant}"'
    yield {NAME: form.hidden.name, TYPE: "text", LABEL: _said(form.hidden.label), ANNOTATION: annotation}
    for section in form.sections:
        yield from _section(form, section)


def _section(form: Form, section: FormSection) -> Iterator[Mapping[str, str]]:
    """A section's fields. Its statements are a matrix: one heading, one row of answers above all of them."""
    heading = section.title
    if section.statements:
        heading = f"{section.title}\n{section.about}\n\n{form.question}"
    for place, field in enumerate(section.fields):
        yield {NAME: field.name, HEADER: "" if place else _said(heading), **_field(field, section)}


def _field(field: FormField, section: FormSection) -> Mapping[str, str]:
    label = {LABEL: _said(field.label), NOTE: _said(field.hint)}
    if field.asks.kind == "statement":
        return {TYPE: "radio", **label, CHOICES: _choices(field.choices), MATRIX: section.name}
    if field.kind == "choice":
        return {TYPE: "dropdown", **label, CHOICES: _choices(field.choices)}
    return {TYPE: "notes", **label}


def _choices(choices: Sequence[FormChoice]) -> str:
    """As in "0, Not true | 1, A little true". A code has small letters, digits and underscores only."""
    codes = [field_name(choice.code) for choice in choices]
    times = Counter(codes)
    for choice, code in zip(choices, codes, strict=True):
        if not code or times[code] > 1:
            raise AuditError(
                f"In REDCap a code has only the letters a to z and digits, and then '{choice.label}' has no code of "
                "its own. Give it another name."
            )
    return " | ".join(f"{code}, {_said(choice.label)}" for choice, code in zip(choices, codes, strict=True))


def _said(text: str) -> str:
    """A text as the HTML that REDCap takes it for, on one line."""
    return unlike_a_formula(html.escape(text, quote=False).translate(SPECIAL))
