"""REDCap: CSV with raw values or labels, and the data dictionary that says what raw values mean."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from imroc_audit.exchange.normalise import normalise
from imroc_audit.exchange.sources.headings import dated, distinct, keys, plain, plain_row, role
from imroc_audit.exchange.sources.layout import NO_LABELS, Column, KeyFile, Layout, Role, Source, Top
from imroc_audit.exchange.sources.personal import is_personal

_FIXED: Final[dict[str, Role]] = {
    "record_id": "id",
    "record id": "id",
    "redcap_event_name": "id",
    "event name": "id",
    "redcap_repeat_instrument": "id",
    "repeat instrument": "id",
    "redcap_repeat_instance": "id",
    "repeat instance": "id",
    "redcap_survey_identifier": "personal",
    "survey identifier": "personal",
    "survey timestamp": "tool",
    "complete?": "tool",
}
_FIELD: Final = re.compile(r"[a-z][a-z0-9_]*")
_CHECKBOX: Final = re.compile(r"(?P<field>[a-z][a-z0-9_]*?)___(?P<code>\w+)")
_CHECKBOX_LABEL: Final = re.compile(r".*\(choice=(?P<label>.+)\)")
_NO_DAY: Final = {"[not completed]": ""}
"""The timestamp of a survey that nobody sent, where someone marked the record as complete by hand."""
_COMPLETE: Final = ("2", "complete")
_DICTIONARY: Final = ("variable / field name", "form name", "section header", "field type", "field label")
_LABEL, _CHOICES, _IDENTIFIER = 4, 5, 10
"""Where in a data dictionary the question, the choices and the mark of identifying fields stand."""


def _recognise(top: Top) -> str:
    headings = keys(top[0])
    if all(map(_FIELD.fullmatch, headings)):
        ending = next((heading for heading in reversed(headings) if heading.endswith("_complete")), "")
        if ending:
            return f"its headings are field names, and {ending} says how far a form got"
    return "it has REDCap's column Complete?" if "complete?" in headings and headings[0].endswith("id") else ""


def _arrange(top: Top) -> Layout:
    texts = plain_row(top[0])
    form = _longest_form(keys(texts))
    columns = (
        Column(heading, role="id" if number == 0 else _role(text, number in form), labels=_checkbox_labels(text))
        for number, (text, heading) in enumerate(zip(texts, distinct(texts), strict=True))
    )
    columns = (one._replace(labels=_NO_DAY) if one.role == "date" else one for one in columns)
    return Layout(dated(columns, "iso"), 1, _has_state(form.stop))


def _longest_form(headings: Sequence[str]) -> range:
    """Where the fields of the form with the most of them stand. How far it got stands after them."""
    states = [n for n, heading in enumerate(headings) if heading == "complete?" or heading.endswith("_complete")]
    forms = (range(before + 1, state) for before, state in zip([0, *states], states, strict=False))
    return max(forms, key=lambda form: sum(headings[number] not in _FIXED for number in form))


def _has_state(column: int) -> Callable[[Sequence[str]], bool]:
    return lambda cells: normalise(cells[column]) in _COMPLETE


def _role(heading: str, in_longest_form: bool) -> Role:
    """The day is that of the longest form alone: a person may have been registered long before."""
    if _FIELD.fullmatch(heading) and heading.endswith("_complete"):
        return "tool"
    if heading == "Survey Timestamp" or (_FIELD.fullmatch(heading) and heading.endswith("_timestamp")):
        return "date" if in_longest_form else "tool"
    return role(heading, (), _FIXED)


def _checkbox_labels(heading: str) -> Mapping[str, str]:
    """Of a checkbox in an export with labels, whose heading ends in "(choice=Label)"."""
    choice = _CHECKBOX_LABEL.fullmatch(heading)
    return {"Checked": choice["label"], "Unchecked": ""} if choice else NO_LABELS


def _is_dictionary(top: Top) -> bool:
    return keys(top[0])[: len(_DICTIONARY)] == _DICTIONARY


def _explain(layout: Layout, rows: Sequence[Sequence[str]]) -> Layout:
    """The labels of fields and choices from a data dictionary, and what it marks as identifying."""
    fields = {row[0].strip(): row for row in rows[1:] if len(row) > _CHOICES}
    return layout._replace(columns=tuple(_explained(column, fields) for column in layout.columns))


def _explained(column: Column, fields: Mapping[str, Sequence[str]]) -> Column:
    checkbox = _CHECKBOX.fullmatch(column.heading)
    row = fields.get(checkbox["field"] if checkbox else column.heading)
    if row is None:
        return column
    labels = dict(_choices(row[_CHOICES]))
    if checkbox:
        labels = {"1": labels.get(checkbox["code"], ""), "0": ""}
    label = plain(row[_LABEL])
    personal = is_personal(label) or (len(row) > _IDENTIFIER and row[_IDENTIFIER].strip() == "y")
    what: Role = "personal" if personal and column.role == "answer" else column.role
    return Column(column.heading, (label,), what, labels, column.date_format)


def _choices(text: str) -> Iterator[tuple[str, str]]:
    """Code and label of "1, Yes | 2, No"."""
    for choice in text.split("|"):
        code, comma, label = choice.partition(",")
        if comma:
            yield code.strip(), plain(label)


SOURCE: Final = Source(
    "redcap", "REDCap", _recognise, _arrange, KeyFile("its data dictionary", _is_dictionary, _explain)
)
