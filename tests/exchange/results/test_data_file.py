"""SPSS files say what their numbers mean, and everyone's answers are read back from them as they are."""

from pathlib import Path
from typing import Any

import pyreadstat
import pytest

from imroc_audit.exchange.results.data_file import (
    LONGEST_LABEL,
    VariableLabels,
    raw_labels,
    results_labels,
    write_sav,
)
from imroc_audit.exchange.results.raw_rows import WARNING, raw_table
from imroc_audit.exchange.tables import DataTable
from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import Group
from tests.exchange.import_rows import proposed, read_rows


def saved(tmp_path: Path, table: DataTable, labels: VariableLabels) -> Path:
    path = tmp_path / "table.sav"
    path.write_bytes(write_sav(table, labels))
    return path


def read(path: Path) -> tuple[dict[str, list[Any]], Any]:
    data, meta = pyreadstat.read_sav(path, output_format="dict", user_missing=True)
    return dict(data), meta


@pytest.fixture
def raw(tmp_path: Path, tiny: Questionnaire) -> Path:
    staff = Group(PerspectiveId("staff"), TeamName("Elm ward"))
    people = [(staff, "04?-.\n44444", "c02 c01\n"), (Group(PerspectiveId("carer")), "1234_", "")]
    return saved(tmp_path, raw_table(tiny, people, {"Organisation": "Our trust"}), raw_labels(tiny))


def test_numbers_have_their_labels_and_what_is_not_on_the_scale_is_missing(raw: Path) -> None:
    data, meta = read(raw)
    assert data["c01.1"] == [1.0, 0.0, 4.0]
    assert data["c02.1"] == [3.0, 98.0, 4.0]
    assert (data["c02.2"], data["c02.3"]) == ([4.0, 99.0, 4.0], [None, None, 4.0])
    labels = meta.variable_value_labels["c02.1"]
    assert [labels[code] for code in (0.0, 3.0, 98.0, 99.0)] == [
        "Not true",
        "Mostly true",
        "I don't know",
        "Does not apply",
    ]
    assert meta.missing_ranges["c02.1"] == [{"lo": 98.0, "hi": 98.0}, {"lo": 99.0, "hi": 99.0}]
    assert meta.column_names_to_labels["c01.1"] == "I listen."
    assert meta.variable_value_labels["perspective"]["staff"] == "Staff"


def test_the_warning_and_the_notes_stand_in_the_file(raw: Path) -> None:
    _, meta = read(raw)
    assert meta.file_label == "NOT FOR SHARING"
    document = " ".join(line.strip() for line in meta.notes)
    assert WARNING in document
    assert "Organisation: Our trust" in document


def test_raw_answers_are_read_back_as_they_are(raw: Path, tiny: Questionnaire) -> None:
    rows = read_rows(raw, proposed(raw, tiny), tiny, teams=("Elm ward",))
    found = sorted((row.response.perspective, row.response.answers, row.response.priorities) for row in rows)
    assert found == [("carer", "1234_", ""), ("staff", "04?-.", "c02 c01"), ("staff", "44444", "")]


def test_headings_that_spss_would_refuse_are_changed_and_differ(tmp_path: Path) -> None:
    table = DataTable("Results", ("to", "1st", "a b", "A_B", "end."), [(1, 2, 3, 4, 5)], {})
    _, meta = read(saved(tmp_path, table, VariableLabels({})))
    assert meta.column_names == ["to_", "v_1st", "a_b", "A_B_2", "end"]
    assert meta.column_labels == ["to", "1st", "a b", "A_B", "end."]


def test_labels_are_cut_visibly_and_never_become_alike(tmp_path: Path) -> None:
    labels: dict[str | int, str] = {1: "é" * 200 + "a", 2: "é" * 200 + "b", 3: "short"}
    table = DataTable("Results", ("v",), [(1,), (2,)], {"Note": "ü" * 300})
    _, meta = read(saved(tmp_path, table, VariableLabels({"v": "w" * 400}, {"v": labels})))
    found = meta.variable_value_labels["v"]
    assert len(set(found.values())) == 3
    assert all(len(label.encode()) <= LONGEST_LABEL for label in found.values())
    assert found[1.0].startswith("1: é")
    assert found[1.0].endswith("…")
    assert meta.column_labels[0].endswith("…")


def test_published_numbers_have_labels_and_blanks_stay_blank(tmp_path: Path, tiny: Questionnaire) -> None:
    headings = ("audit_cycle", "about", "id", "value", "reverse", "hidden")
    rows = [("2026", "challenge", "c01", 62.5, None, ""), ("2026", "statement", "c01.1", None, 0, "hidden")]
    data, meta = read(saved(tmp_path, DataTable("Results", headings, rows, {}), results_labels(tiny)))
    assert (data["value"], data["reverse"], data["hidden"]) == ([62.5, None], [None, 0.0], ["", "hidden"])
    assert meta.variable_value_labels["id"]["c01"] == "Everyday contact"
    assert meta.variable_value_labels["reverse"][1.0] == "Worded the other way round"
