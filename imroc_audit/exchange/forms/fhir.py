"""A FHIR R4 Questionnaire as JSON (https://hl7.org/fhir/R4/questionnaire.html). An item's linkId is its field name."""

import json
import uuid
from collections.abc import Iterator
from typing import Any, Final

from imroc_audit.exchange.forms.form import Form, FormChoice, FormField
from imroc_audit.exchange.matching.names import WHOLE, note_name

ORDINAL_VALUE: Final = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
SYSTEM: Final = "urn:uuid:c759654f-4c1e-506c-a39a-7ca07f16fa30"
"""Of our codes: 0, 1, … for the answers of a scale from the lowest one up, dk, na, and the ids of what is chosen."""
HIDDEN: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"
ITEM_CONTROL: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"

Item = dict[str, Any]

RADIO_BUTTONS: Final[Item] = {
    "url": ITEM_CONTROL,
    "valueCodeableConcept": {
        "coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "radio-button"}]
    },
}
"""All answers to a statement are to be seen at once. Without this, form fillers may show a box to search in."""


def write(form: Form) -> bytes:
    """The Questionnaire. The same form always has the same url."""
    questionnaire = {
        "resourceType": "Questionnaire",
        "language": form.language,
        "url": uuid.uuid5(uuid.NAMESPACE_OID, repr(form)).urn,
        "identifier": [{"value": form.id}],
        "version": form.version,
        "name": "".join(part.capitalize() for part in form.id.replace("_", "-").replace(".", "-").split("-")),
        "title": form.title,
        "status": "active",
        **({"publisher": form.organisation} if form.organisation else {}),
        "item": list(_items(form)),
    }
    return (json.dumps(questionnaire, ensure_ascii=False, indent=2) + "\n").encode()


def _items(form: Form) -> Iterator[Item]:
    yield _display(note_name(WHOLE), "\n\n".join(form.intro))
    yield {
        "extension": [{"url": HIDDEN, "valueBoolean": True}],
        "linkId": form.hidden.name,
        "text": form.hidden.label,
        "type": "string",
        "readOnly": True,
        "initial": [{"valueString": form.hidden.constant}],
    }
    for section in form.sections:
        items = [_question(field) for field in section.fields]
        if section.statements:
            items.insert(0, _display(note_name(section.name), f"{section.about}\n\n{form.question}"))
        yield {"linkId": section.name, "text": section.title, "type": "group", "item": items}


def _question(field: FormField) -> Item:
    item: Item = {"linkId": field.name, "text": field.label, "type": field.kind, "required": False}
    if field.asks.kind == "statement":
        item["extension"] = [RADIO_BUTTONS]
    if field.choices:
        item["answerOption"] = [{"valueCoding": _coding(choice)} for choice in field.choices]
    if field.hint:
        item["item"] = [_display(note_name(field.name), field.hint)]
    return item


def _coding(choice: FormChoice) -> Item:
    value = [] if choice.value is None else [{"url": ORDINAL_VALUE, "valueDecimal": choice.value}]
    return {**({"extension": value} if value else {}), "system": SYSTEM, "code": choice.code, "display": choice.label}


def _display(name: str, text: str) -> Item:
    return {"linkId": name, "text": text, "type": "display"}
