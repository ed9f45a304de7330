"""Answers of SurveyJS become a table, however they are nested; an answer that is there never becomes a blank."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imroc_audit.errors import RejectedError, UnreadableError
from imroc_audit.exchange.reading.sources import recognise_documents
from imroc_audit.exchange.reading.sources.documents.surveyjs import DOCUMENTS
from imroc_audit.model.questionnaire import Questionnaire
from tests.exchange.import_rows import answers_in

Read = Callable[[Any], list[dict[str, str]]]


@pytest.fixture
def file(tmp_path: Path) -> Callable[[Any], Path]:
    def write(content: Any) -> Path:
        path = tmp_path / "answers.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


@pytest.fixture
def read(file: Callable[[Any], Path]) -> Read:
    def rows(content: Any) -> list[dict[str, str]]:
        contents = DOCUMENTS.read([file(content)])
        headings = [column.heading for column in contents.layout.columns]
        return [dict(zip(headings, cells, strict=True)) for _, cells in contents.rows]

    return rows


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("as it is", "as it is"),
        (0, "0"),
        ("0", "0"),
        (3.0, "3"),
        (True, "Yes"),
        (False, "No"),
        (["a", "b"], "a;b"),
        ([{"row": 1}], "(several fields, not read)"),
        (["a", {"row": 1}], "a;(several fields, not read)"),
        ([], ""),
        ("", ""),
    ],
)
def test_every_kind_of_answer_is_text(read: Read, value: Any, cell: str) -> None:
    (row,) = read([{"q": value}])
    assert row == {"q": cell}


def test_what_is_absent_is_blank_and_a_matrix_has_a_column_for_each_row(read: Read) -> None:
    rows = read([{"m": {"c01_1": 3}, "m-Comment": "so"}, {"m": {"c01_2": 4}, "n": None}])
    assert rows == [
        {"m.c01_1": "3", "m-Comment": "so", "m.c01_2": ""},
        {"m.c01_1": "", "m-Comment": "", "m.c01_2": "4"},
    ]


@pytest.mark.parametrize(
    "content",
    ['{"q": 1}\n{"q": 2}\n', '{"Data": [{"q": 1}, {"q": 2}]}', {"results": [{"q": 1}, {"q": 2}], "Total": 2}],
)
def test_answers_may_stand_in_lines_and_in_a_list_of_a_service(read: Read, content: Any) -> None:
    if isinstance(content, dict):
        content.pop("Total")
    assert [row["q"] for row in read(content)] == ["1", "2"]


def test_it_is_told_from_fhir(file: Callable[[Any], Path]) -> None:
    def named(content: bytes) -> str:
        found = recognise_documents(content)
        assert found is not None
        return found[0].name

    assert named(b'[{"c01_1": "3"}]') == "surveyjs"
    assert named(b'[{"resourceType": "QuestionnaireResponse"}]') == "fhir"
    assert named(b'{"c01_1": "3"}') == "fhir"
    with pytest.raises(UnreadableError, match="--from fhir"):
        list(DOCUMENTS.read([file([{"resourceType": "QuestionnaireResponse"}])]).rows)


def test_an_empty_list_is_refused(read: Read) -> None:
    with pytest.raises(UnreadableError, match="no answers in it"):
        read([])


def test_a_bare_number_is_ours_only_beside_our_question_for_the_perspective(
    file: Callable[[Any], Path], tiny: Questionnaire
) -> None:
    ours = file([{"perspective": "staff", "c01_1": 3, "c01_2": "0"}])
    assert answers_in(ours, tiny) == ["30___"]
    with pytest.raises(RejectedError):
        answers_in(file([{"c01_1": 3}]), tiny, perspective="staff")
    with pytest.raises(RejectedError):
        answers_in(file([{"perspective": "staff", "c01_1": [{"x": 1}]}]), tiny)
