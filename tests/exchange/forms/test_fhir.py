"""The FHIR Questionnaire is valid in R4, and keeps names, groups and the values of answers."""

import json
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as FhirQuestionnaire

from imroc_audit.exchange.forms.fhir import HIDDEN, ORDINAL_VALUE, RADIO_BUTTONS, SYSTEM, write
from imroc_audit.exchange.forms.form import Form, form_of
from imroc_audit.model.questionnaire import Questionnaire

TEAMS = ("Elm ward", "Oak team")


def made(form: Form) -> dict[str, Any]:
    resource: dict[str, Any] = json.loads(write(form))
    return resource


def items(resource: dict[str, Any]) -> list[dict[str, Any]]:
    """Every item, each before those inside it."""
    return [found for item in resource.get("item", ()) for found in (item, *items(item))]


@pytest.mark.parametrize("perspective", ["staff", "carer"])
def test_it_is_a_valid_questionnaire(tiny: Questionnaire, perspective: str) -> None:
    form = form_of(tiny, perspective, TEAMS)
    read = FhirQuestionnaire.model_validate_json(write(form))
    assert (read.status, read.title, read.name) == (
        "active",
        form.title,
        "".join(form.id.title().split("-")).replace("_U", "u"),
    )


def test_every_item_is_known_by_its_field_name_and_by_no_other(tiny: Questionnaire) -> None:
    form = form_of(tiny, "carer", TEAMS)
    names = [item["linkId"] for item in items(made(form))]
    asked = [item["linkId"] for item in items(made(form)) if item["type"] not in ("group", "display")]
    assert asked == [field.name for field in form.fields]
    assert len(set(names)) == len(names)


def test_statements_stand_in_the_group_of_their_challenge(tiny: Questionnaire) -> None:
    group = next(item for item in made(form_of(tiny, "staff"))["item"] if item["linkId"] == "c01")
    assert (group["type"], group["text"]) == ("group", "Everyday contact")
    assert [item["linkId"] for item in group["item"]] == ["about_c01", "c01_1", "c01_2", "c01_comment"]


def test_answers_on_the_scale_have_their_value_and_the_other_two_have_none(tiny: Questionnaire) -> None:
    statement = next(item for item in items(made(form_of(tiny, "staff"))) if item["linkId"] == "c01_1")
    codings = [option["valueCoding"] for option in statement["answerOption"]]
    assert codings[3] == {
        "extension": [{"url": ORDINAL_VALUE, "valueDecimal": 3}],
        "system": SYSTEM,
        "code": "3",
        "display": "Mostly true",
    }
    assert codings[5:] == [
        {"system": SYSTEM, "code": "dk", "display": "I don't know"},
        {"system": SYSTEM, "code": "na", "display": "Does not apply"},
    ]
    assert statement["required"] is False


def test_statements_and_nothing_else_ask_to_be_shown_with_radio_buttons(tiny: Questionnaire) -> None:
    form = form_of(tiny, "staff", TEAMS)
    shown = [item["linkId"] for item in items(made(form)) if item.get("extension") == [RADIO_BUTTONS]]
    assert shown == [field.name for section in form.sections for field in section.statements]


def test_the_perspective_is_hidden_and_filled_in(tiny: Questionnaire) -> None:
    hidden = next(item for item in items(made(form_of(tiny, "carer"))) if item["linkId"] == "perspective")
    assert hidden["initial"] == [{"valueString": "carer"}]
    assert hidden["extension"] == [{"url": HIDDEN, "valueBoolean": True}]
    assert hidden["readOnly"] is True


def test_a_form_keeps_its_url_and_another_form_has_another(tiny: Questionnaire) -> None:
    urls = {made(form_of(tiny, side, teams))["url"] for side in ("staff", "carer") for teams in ((), TEAMS)}
    assert len(urls) == 4
    assert made(form_of(tiny, "staff"))["url"] in urls
