"""FHIR QuestionnaireResponses become a table, whatever their items are nested in; other JSON is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.reading.sources.documents.fhir import DOCUMENTS

Read = Callable[..., list[dict[str, str]]]


def response(*items: Any, **fields: Any) -> dict[str, Any]:
    return {"resourceType": "QuestionnaireResponse", "id": "r1", "status": "completed", "item": list(items)} | fields


def item(link_id: str, *answers: Any, **fields: Any) -> dict[str, Any]:
    return {
        "linkId": link_id,
        "answer": [{"valueString": one} if isinstance(one, str) else one for one in answers],
    } | fields


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes | Any], Path]:
    def write(content: str | bytes | Any) -> Path:
        path = tmp_path / "answers.json"
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def read(file: Callable[[Any], Path]) -> Read:
    """Each response as heading → cell, without those that do not count."""

    def rows(content: Any) -> list[dict[str, str]]:
        contents = DOCUMENTS.read([file(content)])
        headings = [column.heading for column in contents.layout.columns]
        complete = contents.layout.complete
        assert complete is not None
        return [dict(zip(headings, cells, strict=True)) for _, cells in contents.rows if complete(cells)]

    return rows


def test_items_are_found_in_groups_and_after_answers(read: Read) -> None:
    after = {"valueString": "yes", "item": [item("c", "why")]}
    (row,) = read(response({"linkId": "g", "item": [item("a", "one"), {"item": [item("b", after)]}]}))
    assert (row["a"], row["b"], row["c"]) == ("one", "yes", "why")


@pytest.mark.parametrize(
    ("answer", "cell"),
    [
        ({"valueCoding": {"code": "3", "display": "Mostly true"}}, "3"),
        ({"valueCoding": {"display": "Mostly true"}}, "Mostly true"),
        ({"valueInteger": 3}, "3"),
        ({"valueDecimal": 3.5}, "3.5"),
        ({"valueDecimal": 3.0}, "3"),
        ({"valueBoolean": True}, "Yes"),
        ({"valueBoolean": False}, "No"),
        ({"valueDate": "2026-09-03"}, "2026-09-03"),
        ({"valueString": "as it is"}, "as it is"),
        ({"valueQuantity": {"value": 3}}, "3"),
        ({"valueQuantity": {"value": 3.0, "unit": "1", "system": "http://unitsofmeasure.org", "code": "1"}}, "3"),
        ({"valueQuantity": {"value": 3, "unit": "points"}}, "3 points"),
        ({"valueQuantity": {"value": 3, "comparator": "<"}}, "<3"),
        ({"valueCodeableConcept": {"coding": [{"code": "2"}]}}, "2"),
        ({"valueCodeableConcept": {"coding": [{"code": "2", "display": "Partly true"}]}}, "2"),
        ({"valueCodeableConcept": {"text": "Partly true"}}, "Partly true"),
        ({"value": {"Coding": {"code": "2", "display": "Partly true"}}}, "2"),
        ({"value": {"code": "2", "display": "Partly true"}}, "2"),
        ({"value": {"code": "2"}}, "2"),
        ({"value": {"coding": [{"code": "2"}]}}, "2"),
        ({"value": {"integer": 2}}, "2"),
        ({"value": {"valueInteger": 2}}, "2"),
        ({"value": {"boolean": True}}, "Yes"),
        ({"value": {"Quantity": {"value": 2}}}, "2"),
        ({"value": "as it is"}, "as it is"),
        ({"value": 3}, "3"),
        ({"value": False}, "No"),
        ({"valueInstant": "2026-09-03T10:00:00Z"}, "2026-09-03T10:00:00Z"),
        ({"valueAttachment": {"url": "https://example.org/photo"}}, "(valueAttachment, not read)"),
        ({"valueReference": {"reference": "Patient/118"}}, "(valueReference, not read)"),
        ({"value": {"Reference": {"reference": "Patient/118"}}}, "(valueReference, not read)"),
        ({"valueCoding": "damaged"}, "(valueCoding, not read)"),
        ({"valueCoding": {"userSelected": True}}, "(valueCoding, not read)"),
        ({"valueQuantity": {"unit": "points"}}, "(valueQuantity, not read)"),
        ({"valueInteger": True}, "(valueInteger, not read)"),
        ({"value": [1]}, "(valueString, not read)"),
        ({"_valueString": {"extension": [{"url": "data-absent-reason"}]}}, ""),
        ({"valueString": None}, ""),
        ({}, ""),
    ],
)
def test_every_kind_of_answer_is_text(read: Read, answer: Any, cell: str) -> None:
    (row,) = read(response(item("a", answer)))
    assert row["a"] == cell


def test_the_label_of_a_code_is_known(file: Callable[[Any], Path]) -> None:
    coding = {"valueCoding": {"code": "3", "display": "Mostly true"}}
    contents = DOCUMENTS.read([file(response(item("a", coding, text="We listen")))])
    column = contents.layout.columns[-1]
    assert (column.heading, column.names, column.labels) == ("a", ("We listen",), {"3": "Mostly true"})


@pytest.mark.parametrize(
    ("status", "counts"),
    [("completed", 1), ("amended", 1), ("in-progress", 0), ("entered-in-error", 0), ("stopped", 0)],
)
def test_only_completed_and_amended_responses_count(read: Read, status: str, counts: int) -> None:
    assert len(read(response(item("a", "one"), status=status))) == counts


def test_a_repeated_item_holds_all_of_its_answers(read: Read) -> None:
    (row,) = read(response(item("a", "one", "two"), item("a", "three")))
    assert row["a"] == "one;two;three"


def test_each_line_may_hold_a_response(read: Read) -> None:
    lines = [json.dumps(response(item("a", one), id=one)) for one in ("one", "two")]
    rows = read("\ufeff" + "\n\n".join(lines) + "\n")
    assert [row["a"] for row in rows] == ["one", "two"]


@pytest.mark.parametrize("indent", [None, 1])
def test_responses_and_bundles_may_stand_in_an_array(read: Read, indent: int | None) -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": response(item("a", "two"), id="r2")}]}
    rows = read("\ufeff" + json.dumps([response(item("a", "one")), bundle], indent=indent))
    assert [row["a"] for row in rows] == ["one", "two"]


@pytest.mark.parametrize(
    ("start", "known"),
    [
        (b"{", True),
        (b"[{", True),
        (b"\xef\xbb\xbf [\r\n {", True),
        (b"[]", True),
        (b"[Note],{", False),
        (b"Q1,Q2", False),
    ],
)
def test_json_is_known_by_how_it_begins(start: bytes, known: bool) -> None:
    assert bool(DOCUMENTS.recognise(start)) == known


def versions(*metas: dict[str, str]) -> list[dict[str, Any]]:
    return [response(item("a", f"{place}"), meta=meta) for place, meta in enumerate(metas, start=1)]


def test_a_response_that_comes_again_is_read_once_and_that_is_said(tmp_path: Path) -> None:
    first, second = tmp_path / "week1.ndjson", tmp_path / "week2.ndjson"
    one, again = (response(item("a", "one"), meta={"versionId": number}) for number in ("1", "2"))
    first.write_text(json.dumps(one), encoding="utf-8")
    second.write_text(json.dumps(again) + "\n" + json.dumps(response(item("a", "two"), id="r2")), encoding="utf-8")
    contents = DOCUMENTS.read([first, second])
    assert [(number, cells[-1]) for number, cells in contents.rows] == [(1, "one"), (3, "two")]
    assert contents.layout.notes == ("Responses that come more than once are counted once: 1 were left out.",)


@pytest.mark.parametrize(
    ("metas", "kept"),
    [
        ([{"lastUpdated": "2026-09-03T10:00:00Z"}, {"lastUpdated": "2026-09-03T10:30:00+01:00"}], ["1"]),
        ([{"lastUpdated": "2026-09-03T10:00:00Z"}, {"lastUpdated": "2026-09-03T10:30:00Z"}], ["2"]),
        ([{"versionId": "9"}, {"versionId": "10"}, {"versionId": "8"}], ["2"]),
        ([{"versionId": "9"}, {}], ["1", "2"]),
        ([{"versionId": "b"}, {"versionId": "a"}], ["1", "2"]),
        ([{"lastUpdated": "2026-09-03"}, {"lastUpdated": "2026-09-04"}], ["1", "2"]),
        ([{}, {}], ["1", "2"]),
    ],
)
def test_of_several_versions_the_latest_is_read_where_it_is_known(
    read: Read, metas: list[dict[str, str]], kept: list[str]
) -> None:
    assert [row["a"] for row in read(versions(*metas))] == kept


def test_another_form_may_number_its_responses_in_the_same_way(read: Read) -> None:
    one, other = versions({"versionId": "1"}, {"versionId": "2"})
    rows = read(
        [one | {"questionnaire": "https://a.example/staff"}, other | {"questionnaire": "https://a.example/carer"}]
    )
    assert [row["a"] for row in rows] == ["1", "2"]


def test_earlier_versions_are_said_to_be_left_out(file: Callable[[Any], Path]) -> None:
    contents = DOCUMENTS.read([file(versions({"versionId": "1"}, {"versionId": "2"}))])
    assert contents.layout.notes == (
        "Of responses that were changed, only the latest version was read: 1 were left out.",
    )


def test_who_answered_is_never_read(read: Read) -> None:
    person = {"reference": "Patient/118", "display": "Dorothy Donotread"}
    (row,) = read(response(item("a", "one"), subject=person, author=person, source=person))
    assert "Donotread" not in str(row)
    assert "118" not in str(row)


def test_responses_without_an_id_are_known_by_their_answers(file: Callable[[Any], Path]) -> None:
    contents = DOCUMENTS.read([file(response(item("a", "one"), id=None))])
    assert [column.role for column in contents.layout.columns] == ["tool", "tool", "date", "answer"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"resourceType": "Questionnaire", "item": []}, "no FHIR QuestionnaireResponse in it"),
        ([], "no FHIR QuestionnaireResponse in it"),
        ([1, "two", None], "no FHIR QuestionnaireResponse in it"),
        ({"format": "something else"}, "no FHIR QuestionnaireResponse in it"),
        ({"resourceType": "Bundle", "entry": []}, "no FHIR QuestionnaireResponse in it"),
        ("{", "line 1: the JSON is cut short or damaged"),
        ('{"resourceType": "Bundle",\n "entry": [', "line 2: the JSON is cut short or damaged"),
        (json.dumps(response()) + '\n{"resource', "line 2: the JSON is cut short or damaged"),
        ('{"a":' * 100_000, "nested too deeply"),
        (b'{"a": "\xff\xfe"}', "not UTF-8 text"),
    ],
)
def test_other_json_is_refused_with_what_to_do(read: Read, content: Any, message: str) -> None:
    with pytest.raises(UnreadableError, match=message) as error:
        read(content)
    assert "xport" in str(error.value)


@pytest.mark.parametrize("oddity", [None, 5, "text", [1, "two", None], {"a": 1}])
def test_a_response_of_another_shape_is_read_as_far_as_it_goes(read: Read, oddity: Any) -> None:
    (row,) = read(response(item("a", "one"), {"linkId": oddity}, {"linkId": "b", "answer": oddity, "item": oddity}))
    assert row["a"] == "one"
