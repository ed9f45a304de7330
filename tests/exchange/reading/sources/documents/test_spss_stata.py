"""Data files of SPSS and Stata: answers by their codes, missing values as the file declares them, boxes as boxes."""

import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from imroc_audit.errors import RejectedError, UnreadableError
from imroc_audit.exchange.reading.layout import Column
from imroc_audit.exchange.reading.open_sheet import SourceFiles, open_sheet
from imroc_audit.model.questionnaire import Questionnaire
from tests.exchange.import_rows import answers_in

Save = Callable[..., Path]
SCALE = {0.0: "Not true", 1.0: "A little true", 2.0: "Partly true", 3.0: "Mostly true", 4.0: "Completely true"}


@pytest.fixture
def sav(tmp_path: Path) -> Save:
    def save(values: dict[str, Sequence[Any]], **named: Any) -> Path:
        path = tmp_path / "answers.sav"
        pyreadstat.write_sav(pd.DataFrame(values), path, **named)
        return path

    return save


@pytest.fixture
def dta(tmp_path: Path) -> Save:
    def save(values: dict[str, Sequence[Any]], **named: Any) -> Path:
        path = tmp_path / "answers.dta"
        frame = pd.DataFrame({name: pd.Series(list(them), dtype="object") for name, them in values.items()})
        pyreadstat.write_dta(frame, path, **named)
        return path

    return save


def first(answers: list[str]) -> str:
    """The answers to the first statement, one after the other."""
    return "".join(one[0] for one in answers)


def columns_of(path: Path) -> tuple[Column, ...]:
    with open_sheet(SourceFiles((path,), frozenset())) as sheet:
        return sheet.columns


def notes_of(path: Path) -> tuple[str, ...]:
    with open_sheet(SourceFiles((path,), frozenset())) as sheet:
        return sheet.notes


def test_answers_are_known_by_their_codes_labels_and_questions(sav: Save, tiny: Questionnaire) -> None:
    labels = {5 - code: label for code, label in SCALE.items()}
    values = {"id": [7.0, 8, 9], "v1": [1.0, 5.0, None]}
    path = sav(values, column_labels={"id": None, "v1": "I listen."}, variable_value_labels={"v1": labels})
    assert first(answers_in(path, tiny)) == "40."


def test_a_value_that_is_declared_as_missing_is_no_answer_unless_its_label_is_one(
    sav: Save, tiny: Questionnaire
) -> None:
    path = sav(
        {"perspective": ["staff"] * 6, "c01_1": [3.0, 97, 98, 99, -9, None]},
        variable_value_labels={"c01_1": {**SCALE, 97.0: "Don't know", 98.0: "Does not apply", 99.0: "Refused"}},
        missing_ranges={"c01_1": [{"lo": 97, "hi": 99}, -9]},
    )
    assert first(answers_in(path, tiny)) == "3?-..."
    (note,) = notes_of(path)
    assert "'99' ('Refused')" in note


def test_a_label_that_is_not_known_is_a_finding_and_no_blank(sav: Save, tiny: Questionnaire) -> None:
    values = {"perspective": ["staff"], "c01_1": [3.0]}
    with pytest.raises(RejectedError):
        answers_in(sav(values, variable_value_labels={"c01_1": {3.0: "Quite so"}}), tiny)
    with pytest.raises(RejectedError, match=r"'3 \(no label\)' is not an answer"):
        answers_in(sav(values, variable_value_labels={"c01_1": {1.0: "Not true"}}), tiny)


def test_n_a_that_is_declared_as_missing_is_asked_about(sav: Save, tiny: Questionnaire) -> None:
    path = sav(
        {"perspective": ["staff"], "c01_1": [9.0]},
        variable_value_labels={"c01_1": {9.0: "N/A"}},
        missing_ranges={"c01_1": [9]},
    )
    with pytest.raises(RejectedError):
        answers_in(path, tiny)


def test_bare_codes_are_ours_only_beside_our_variable_for_the_perspective(sav: Save, tiny: Questionnaire) -> None:
    assert first(answers_in(sav({"perspective": ["staff"], "c01_1": [3.0]}), tiny)) == "3"
    with pytest.raises(RejectedError):
        answers_in(sav({"c01_1": [3.0]}), tiny, perspective="staff")


def test_whoever_had_not_finished_is_known_by_the_survey_tool_s_variables(sav: Save, tiny: Questionnaire) -> None:
    values = {"id": [1.0, 2], "submitdate": ["2026-09-03", ""], "startlanguage": ["en", "en"]}
    path = sav({**values, "perspective": ["staff", "staff"], "c01_1": [3.0, 4]}, variable_value_labels={"c01_1": SCALE})
    assert first(answers_in(path, tiny)) == "3"
    assert notes_of(path)[0].startswith("Its variables are those of LimeSurvey")


def test_variables_about_a_person_are_known_by_their_labels(sav: Save) -> None:
    path = sav({"v1": ["Ann"], "email": ["a@b.example"]}, column_labels={"v1": "Your name (optional)", "email": None})
    assert [column.role for column in columns_of(path)] == ["personal", "personal"]


def with_set(path: Path, definition: str) -> Path:
    """The file with a record of multiple-response sets before the end of its dictionary, as SPSS writes it."""
    file, text, end = path.read_bytes(), definition.encode(), struct.pack("<ii", 999, 0)
    record = struct.pack("<iiii", 7, 7, 1, len(text)) + text
    path.write_bytes(file.replace(end, record + end, 1))
    return path


def test_boxes_of_a_multiple_response_set_stand_for_their_labels_where_they_are_ticked(sav: Save) -> None:
    path = sav(
        {"p1": [1.0, 0, None], "p2": [0.0, 1, 2]},
        column_labels={"p1": "Everyday contact", "p2": "Working together"},
        variable_value_labels={"p1": {0.0: "No", 1.0: "Yes"}},
    )
    first_box, second_box = columns_of(with_set(path, "$first=D1 1 17 What comes first? p1 p2\n"))
    assert dict(first_box.labels) == {"0": "", "1": "Everyday contact"}
    assert second_box.labels["1"] == "Working together"
    assert "What comes first? [Everyday contact]" in first_box.names


def test_labels_that_may_have_been_cut_are_told(sav: Save) -> None:
    path = sav({"v1": [1.0]}, variable_value_labels={"v1": {1.0: "It is so, " * 20}})
    (note,) = notes_of(path)
    assert "SPSS keeps 120 bytes of a label, so some of 'v1' may have been cut" in note


@pytest.mark.parametrize("kind", ["int", "float"])
def test_stata_s_blanks_and_missing_values_are_no_numbers(dta: Save, tiny: Questionnaire, kind: str) -> None:
    three = 3 if kind == "int" else 3.0
    path = dta(
        {"perspective": ["staff"] * 4, "c01_1": [three, "a", "b", None]},
        variable_value_labels={"c01_1": {3: "Mostly true", "a": "Refused", "b": "Don't know"}},
        missing_user_values={"c01_1": ["a", "b"]},
    )
    assert first(answers_in(path, tiny)) == "3.?."


def test_text_in_stata_that_looks_like_a_missing_value_is_text(dta: Save) -> None:
    path = dta({"c01_comment": ["a", ".b", ""], "v": [1, 2, 3]})
    with open_sheet(SourceFiles((path,), frozenset())) as sheet:
        assert [cells[0] for _, cells in sheet.rows] == ["a", ".b", ""]


def test_more_rows_than_are_read_at_once_are_all_there(sav: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imroc_audit.exchange.reading.sources.documents.spss_stata._ROWS_AT_ONCE", 4)
    for count in (3, 4, 5, 8):
        path = sav({"v": [float(n) for n in range(count)]})
        with open_sheet(SourceFiles((path,), frozenset())) as sheet:
            assert [(number, cells[0]) for number, cells in sheet.rows] == [(n + 1, str(n)) for n in range(count)]


@pytest.mark.parametrize("name", ["answers.sav", "answers.zsav", "answers.dta", "answers"])
def test_a_file_cut_short_ends_in_one_message(sav: Save, dta: Save, tmp_path: Path, name: str) -> None:
    whole = (dta if name.endswith("dta") else sav)({"v": [float(n) for n in range(500)]})
    path = tmp_path / f"cut-{name}"
    path.write_bytes(whole.read_bytes()[:300])
    with pytest.raises(UnreadableError, match="damaged or cut short"), open_sheet(SourceFiles((path,), frozenset())):
        pass


def test_text_that_is_called_a_data_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.sav"
    path.write_text("Q1,Q2\n1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"name ends in '\.sav'"), open_sheet(SourceFiles((path,), frozenset())):
        pass
