"""REDCap: CSV with raw values or labels, and the data dictionary that says what raw values mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from imroc_audit.exchange.matching.names import RECORD, field_name
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import (
    NO_LABELS,
    Column,
    Complete,
    KeyFile,
    Layout,
    Role,
    Source,
    Top,
)
from imroc_audit.exchange.reading.sources.headings import (
    by_word,
    dated,
    distinct,
    keys,
    plain,
    plain_row,
    role,
)
from imroc_audit.exchange.reading.sources.personal import is_personal

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
_IN_A_RECORD: Final = frozenset(
    {"redcap_event_name", "event name", "redcap_repeat_instrument", "repeat instrument", "redcap_repeat_instance"}
)
_AN_ID: Final = re.compile(r".*(?:\bid|_id|[a-z]id|number|_no|record|urn|ref)")
_BESIDE_COMPLETE: Final = {"survey timestamp", "survey identifier", "event name", "repeat instrument"}
_TIMESTAMP: Final = "_timestamp"
_FIELD: Final = re.compile(r"[a-z][a-z0-9_]*")
_CHECKBOX: Final = re.compile(r"(?P<field>[a-z][a-z0-9_]*?)___(?P<code>\w+)")
_CHECKBOX_LABEL: Final = re.compile(r".*\(choice=(?P<label>.+)\)")
_NO_DAY: Final = {"[not completed]": ""}
"""The timestamp of a survey that nobody sent, where someone marked the record as complete by hand."""
_ALL_COUNT: Final = (
    "The report does not say who sent the form, so everybody in it counts. Add the field with the form's status, whose"
    " name ends in _complete, and export it again."
)
_COMPLETE: Final = ("2", "complete")
_INCOMPLETE: Final = ("", "0", "incomplete", "1", "unverified")
_DICTIONARY: Final = ("variable / field name", "form name", "section header", "field type", "field label")
_LABEL, _CHOICES, _IDENTIFIER = 4, 5, 10
"""Where in a data dictionary the question, the choices and the mark of identifying fields stand."""


def _recognise(top: Top) -> str:
    headings = keys(top[0])
    if all(map(_FIELD.fullmatch, headings)):
        return _recognised_names(headings)
    marked = headings[0].endswith("id") or headings[-1] == "complete?" or not _BESIDE_COMPLETE.isdisjoint(headings)
    return "it has REDCap's column Complete?" if "complete?" in headings and marked else ""


def _recognised_names(headings: Sequence[str]) -> str:
    """Of a file headed by names of fields. A report that somebody put together may lack how far a form got."""
    if ending := next((heading for heading in reversed(headings) if heading.endswith("_complete")), ""):
        return f"its headings are field names, and {ending} says how far a form got"
    if own := next((heading for heading in headings if heading.startswith("redcap_")), ""):
        return f"its headings are field names, and {own} is REDCap's own"
    sent = headings[0] == "record_id" and next((one for one in headings if one.endswith(_TIMESTAMP)), "")
    return f"its headings begin with record_id, and {sent} says when a form was sent" if sent else ""


def _arrange(top: Top) -> Layout:
    texts = plain_row(top[0])
    form, first = _longest_form(keys(texts)), _record_id(keys(texts), top[1:])
    described = (
        Column(heading, role="id" if number == first else _role(text, number in form), labels=_checkbox_labels(text))
        for number, (text, heading) in enumerate(zip(texts, distinct(texts), strict=True))
    )
    columns = dated((one._replace(labels=_NO_DAY) if one.role == "date" else one for one in described), "iso")
    after = "".join(keys(texts)[form.stop : form.stop + 1])
    complete = (
        by_word(form.stop, _COMPLETE, _INCOMPLETE) if after.endswith(("_complete", "complete?")) else _is_sent(columns)
    )
    return Layout(columns, 1, complete, notes=() if complete else (_ALL_COUNT,))


def _record_id(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The column with the record's id, which a project may call as it likes; None where a report leaves it out.

    It stands first and is called an id, and no two records share it, unless they have events or repeats.
    """
    if named := [number for number, heading in enumerate(headings) if field_name(heading) == RECORD]:
        return named[0]
    ids = [row[0].strip() for row in rows if row]
    shared = len(set(ids)) < len(ids) and _IN_A_RECORD.isdisjoint(headings)
    return 0 if _AN_ID.fullmatch(headings[0]) and not shared else None


def _longest_form(headings: Sequence[str]) -> range:
    """Where the fields of the form with the most of them stand. How far it got stands after them, if it is there.

    In a report without that, a form ends before the time of the next one.
    """
    states = [n for n, heading in enumerate(headings) if heading == "complete?" or heading.endswith("_complete")]
    times = [n for n, heading in enumerate(headings) if heading.endswith(_TIMESTAMP)]
    if states:
        forms = [range(before + 1, state) for before, state in zip([0, *states], states, strict=False)]
    else:
        forms = [range(*both) for both in pairwise([*(times or [1]), len(headings)])]
    return max(forms, key=lambda form: sum(headings[number] not in _FIXED for number in form))


def _is_sent(columns: Sequence[Column]) -> Complete | None:
    sent = next((number for number, column in enumerate(columns) if column.role == "date"), None)
    return None if sent is None else lambda cells: normalise(cells[sent]) not in ("", *_NO_DAY)


def _role(heading: str, in_longest_form: bool) -> Role:
    """The day is that of the longest form alone: a person may have been registered long before."""
    if _FIELD.fullmatch(heading) and heading.endswith("_complete"):
        return "tool"
    if heading == "Survey Timestamp" or (_FIELD.fullmatch(heading) and heading.endswith(_TIMESTAMP)):
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
