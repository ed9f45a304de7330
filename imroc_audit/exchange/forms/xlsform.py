"""An XLSForm workbook, which ODK and KoBo turn into a form.

The columns are those of https://xlsform.org: what is asked on the sheet `survey`, the answers on `choices`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from imroc_audit.exchange.forms.form import Form, FormChoice, FormField, FormSection
from imroc_audit.exchange.matching.names import WHOLE, note_name
from imroc_audit.exchange.tables import printable, set_widths, workbook_bytes

SurveyRow = Mapping[str, str]

LISTS: Final = {"team": "teams", "statement": "answers", "priority": "challenges"}
"""The list of choices of each kind of question."""


def write(form: Form) -> bytes:
    """The workbook. Each challenge is a group, which a telephone shows on one screen."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    forms = (form, *form.translations)
    for name, rows in (("survey", _survey(forms)), ("choices", _choices(forms)), ("settings", _settings(form))):
        sheet = book.create_sheet(name)
        table = _table(list(rows))
        set_widths(sheet, table)
        for row in table:
            sheet.append([_text(sheet, cell) for cell in row])
    return workbook_bytes(book)


def _text(sheet: Any, text: str) -> Any:
    """A cell that is a text whatever it begins with. Survey tools show it to people as it stands here."""
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(sheet, printable(text))
    cell.data_type = "s" if text else "n"
    return cell


def _survey(forms: Sequence[Form]) -> Iterator[SurveyRow]:
    first = forms[0]
    intro = ["\n\n".join(form.intro) for form in forms]
    yield {"type": "note", "name": note_name(WHOLE), **_said("label", forms, intro)}
    yield {"type": "calculate", "name": first.hidden.name, "calculation": f'"{first.hidden.constant}"'}
    for sections in zip(*(form.sections for form in forms), strict=True):
        yield from _group(forms, sections)


def _group(forms: Sequence[Form], sections: Sequence[FormSection]) -> Iterator[SurveyRow]:
    first = sections[0]
    titles = [section.title for section in sections]
    yield {"type": "begin_group", "name": first.name, **_said("label", forms, titles), "appearance": "field-list"}
    if first.statements:
        notes = [f"{section.about}\n\n{form.question}" for form, section in zip(forms, sections, strict=True)]
        yield {"type": "note", "name": note_name(first.name), **_said("label", forms, notes)}
    for fields in zip(*(section.fields for section in sections), strict=True):
        yield _question(forms, fields)
    yield {"type": "end_group"}


def _question(forms: Sequence[Form], fields: Sequence[FormField]) -> SurveyRow:
    first = fields[0]
    kind = "text" if first.kind == "text" else f"select_one {LISTS[first.asks.kind]}"
    look = {"text": "multiline", "choice": "" if first.asks.kind == "statement" else "minimal"}[first.kind]
    labels = _said("label", forms, [field.label for field in fields])
    hints = _said("hint", forms, [field.hint for field in fields])
    return {"type": kind, "name": first.name, **labels, **hints, "appearance": look}


def _choices(forms: Sequence[Form]) -> Iterator[SurveyRow]:
    lists: dict[str, list[tuple[FormChoice, ...]]] = {}
    for fields in zip(*(form.fields for form in forms), strict=True):
        if fields[0].choices:
            lists.setdefault(LISTS[fields[0].asks.kind], [field.choices for field in fields])
    for name, translated in lists.items():
        for choices in zip(*translated, strict=True):
            labels = _said("label", forms, [choice.label for choice in choices])
            yield {"list_name": name, "name": choices[0].code, **labels}


def _settings(form: Form) -> Iterator[SurveyRow]:
    settings = {"form_title": form.title, "form_id": form.id, "version": f"{form.version} {form.hash[:8]}"}
    yield settings | ({"default_language": _language(form)} if form.translations else {})


def _said(column: str, forms: Sequence[Form], texts: Sequence[str]) -> dict[str, str]:
    """A text under its column, or in several languages under a column for each."""
    if len(forms) == 1:
        return {column: texts[0]}
    return {f"{column}::{_language(form)}": text for form, text in zip(forms, texts, strict=True)}


def _language(form: Form) -> str:
    """As XLSForm writes it: a name, and the code in brackets."""
    return f"{form.language} ({form.language})"


def _table(rows: Sequence[SurveyRow]) -> list[list[str]]:
    """Headings, then a row of cells for each row; a column where nothing stands is left out."""
    headings = list(dict.fromkeys(key for row in rows for key, cell in row.items() if cell))
    return [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
