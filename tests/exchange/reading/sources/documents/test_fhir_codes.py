"""What a code stands for is said by its system and its label; a bare one is ours only in our own form."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imroc_audit.errors import RejectedError
from imroc_audit.exchange.forms.fhir import ORDINAL_VALUE, SYSTEM, write
from imroc_audit.exchange.forms.form import form_of
from imroc_audit.exchange.reading.sources.documents.fhir import DOCUMENTS
from imroc_audit.model.questionnaire import Questionnaire
from tests.exchange.import_rows import answers_in

Answers = Callable[..., list[str]]
FOREIGN = "https://trust.example/agree-1-5"
NEVER, OFTEN = "Not true", "Completely true"
HIDDEN = {"linkId": "perspective", "answer": [{"valueString": "staff"}]}


def coding(code: str, display: str = "", system: str = "") -> dict[str, Any]:
    parts = {"system": system, "code": code, "display": display}
    return {"valueCoding": {key: value for key, value in parts.items() if value}}


def response(number: int, *answers: Any, hidden: bool = False) -> dict[str, Any]:
    """One response, with an answer for each of the statements c01_1, c01_2 and so on."""
    asked = [{"linkId": f"c01_{place}", "answer": [one]} for place, one in enumerate(answers, start=1)]
    items = [*([HIDDEN] if hidden else []), *asked]
    return {"resourceType": "QuestionnaireResponse", "id": f"r{number}", "status": "completed", "item": items}


@pytest.fixture
def answers(tmp_path: Path, tiny: Questionnaire) -> Answers:
    """The answers of staff in responses, through the map that is proposed."""

    def read(*responses: dict[str, Any]) -> list[str]:
        path = tmp_path / "answers.json"
        path.write_text(json.dumps(responses), encoding="utf-8")
        return [one[:2] for one in answers_in(path, tiny, perspective="staff")]

    return read


def test_the_same_code_in_two_systems_has_the_label_of_its_own(answers: Answers) -> None:
    one = response(1, coding("A1", NEVER, "urn:a"), coding("A1", OFTEN, "urn:b"))
    other = response(2, coding("A1", OFTEN, "urn:b"), coding("A1", NEVER, "urn:a"))
    assert answers(one, other) == ["04", "40"]


def test_a_code_without_its_label_has_the_one_of_its_own_system_in_another_response(answers: Answers) -> None:
    one = response(1, coding("A1", NEVER, "urn:a"), coding("A1", OFTEN, "urn:b"))
    other = response(2, coding("A1", system="urn:b"), coding("A1", system="urn:a"))
    assert answers(one, other) == ["04", "40"]


def test_codes_without_a_system_belong_to_their_item(answers: Answers) -> None:
    assert answers(response(1, coding("A1", NEVER), coding("A1", OFTEN))) == ["04"]


def test_labels_that_contradict_each_other_inside_one_system_are_found(answers: Answers) -> None:
    responses = [response(1, coding("A1", NEVER, "urn:a")), response(2, coding("A1", OFTEN, "urn:a"))]
    with pytest.raises(RejectedError, match=r"rows 1 and 2: column 'c01_1': 'A1 \(2 labels\)' is not an answer"):
        answers(*responses)


def test_a_note_says_which_labels_one_code_has(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    asked = [response(1, coding("A1", NEVER, "urn:a")), response(2, coding("A1", OFTEN, "urn:a"))]
    path.write_text(json.dumps(asked), encoding="utf-8")
    (note,) = DOCUMENTS.read([path]).layout.notes
    assert f"'A1' is called '{NEVER}' and '{OFTEN}'" in note


def test_labels_that_contradict_each_other_between_items_are_found(answers: Answers) -> None:
    with pytest.raises(RejectedError):
        answers(response(1, coding("A1", NEVER, "urn:a"), coding("A1", OFTEN, "urn:a")))


def test_labels_that_mean_the_same_are_no_contradiction(answers: Answers) -> None:
    responses = [response(1, coding("A1", NEVER, "urn:a")), response(2, coding("A1", f" {NEVER.upper()} ", "urn:a"))]
    numbered = response(3, coding("A1", "1 - Not true", "urn:a"))
    assert [one[0] for one in answers(*responses)] == ["0", "0"]
    assert [one[0] for one in answers(*responses, numbered)] == ["0", "0", "0"]


@pytest.mark.parametrize(
    "answer",
    [
        coding("1", system=FOREIGN),
        coding("dk", system=FOREIGN),
        coding("1"),
        {"valueInteger": 1},
        {"valueDecimal": 1.0},
        {"valueQuantity": {"value": 1}},
        {"valueString": "1"},
        {"valueReference": {"reference": "Patient/118"}},
    ],
)
def test_a_number_of_somebody_else_s_form_is_never_taken_for_ours(answers: Answers, answer: Any) -> None:
    with pytest.raises(RejectedError):
        answers(response(1, answer))
    with pytest.raises(RejectedError):  # nor where there are responses to our form beside it
        answers(response(1, coding("3", system=SYSTEM)), response(2, answer))


@pytest.mark.parametrize("answer", [coding("1"), coding("1", system=SYSTEM), {"valueInteger": 1}])
def test_a_number_in_our_own_form_is_ours(answers: Answers, answer: Any) -> None:
    assert answers(response(1, answer, hidden=True)) == ["1_"]


def test_a_foreign_code_in_our_own_form_is_not_ours(answers: Answers) -> None:
    with pytest.raises(RejectedError):
        answers(response(1, coding("1", system=FOREIGN), hidden=True))


def test_our_system_is_a_mark_of_our_form(answers: Answers) -> None:
    assert answers(response(1, coding("1", system=SYSTEM), {"valueInteger": 2})) == ["12"]


def test_an_answer_of_a_kind_that_is_not_read_is_no_blank_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    asked = response(1, {"valueAttachment": {}}) | {"id": None}
    asked["item"].append({"answer": [{"valueString": "nowhere"}]})
    path.write_text(json.dumps(asked), encoding="utf-8")
    (note,) = DOCUMENTS.read([path]).layout.notes
    assert "'c01_1' (valueAttachment), an item without linkId (valueString)" in note


def test_a_single_answer_or_item_may_stand_where_a_list_belongs(answers: Answers) -> None:
    asked = response(1) | {"item": {"linkId": "c01_1", "answer": coding("A1", OFTEN)}}
    assert answers(asked) == ["4_"]


def test_responses_of_an_early_fhir_are_read(answers: Answers) -> None:
    asked = response(1) | {"group": {"question": [{"linkId": "c01_1", "answer": [coding("A1", OFTEN)]}]}}
    assert answers({key: value for key, value in asked.items() if key != "item"}) == ["4_"]


def test_what_our_form_offers_is_read_back_without_labels(tiny: Questionnaire, answers: Answers) -> None:
    form = json.loads(write(form_of(tiny, "staff")))
    statement = next(item for item in _items(form) if item["linkId"] == "c01_1")
    options = [option["valueCoding"] for option in statement["answerOption"]]
    assert {option["system"] for option in options} == {SYSTEM}
    ordinal = [one["extension"][0]["valueDecimal"] for one in options if "extension" in one]
    assert (ordinal, options[0]["extension"][0]["url"]) == ([0, 1, 2, 3, 4], ORDINAL_VALUE)
    responses = [response(number, coding(one["code"], system=SYSTEM)) for number, one in enumerate(options)]
    assert "".join(one[0] for one in answers(*responses)) == "01234?-"


def _items(resource: dict[str, Any]) -> list[dict[str, Any]]:
    return [found for item in resource.get("item", ()) for found in (item, *_items(item))]
