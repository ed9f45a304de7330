"""The example of docs/import.md does what the page says."""

import re
from pathlib import Path

from imroc_audit.exchange.mapping.column_map import MapDefinition, load_map
from imroc_audit.model.questionnaire import Questionnaire
from tests.exchange.import_rows import read_rows
from tests.places import ROOT

GUIDE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
WITH_BRANCHES, EXAMPLE, ANSWERS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_full_example_imports_two_people(ten_challenges: Questionnaire, tmp_path: Path) -> None:
    (file,) = re.findall(r"```csv\n(.*?)```", GUIDE, re.DOTALL)
    path = tmp_path / "answers.csv"
    path.write_text(file, encoding="utf-8")
    column_map, problems = load_map(EXAMPLE, "answers-map.yaml", ten_challenges)
    assert column_map is not None, problems
    notes: list[str] = []
    nurse, person = read_rows(path, column_map, ten_challenges, teams=("Elm ward", "Oak team"), say=notes.append)
    assert (nurse.response.perspective, nurse.response.team, nurse.response.month) == (
        "staff",
        "Elm ward",
        "2026-09",
    )
    assert (nurse.response.answers[:3], nurse.response.priorities) == ("44_", "c02")
    assert [comment.text for comment in nurse.comments] == ["The new board helps."]
    assert (person.response.perspective, person.response.answers[:3]) == ("service_user", "3?_")
    assert any("1 row was left out" in note for note in notes)


def test_the_other_example_is_a_part_of_a_map(ten_challenges: Questionnaire) -> None:
    column_map, problems = load_map(
        "perspective: staff\nstatements: {Q1: c01.1}\n" + ANSWERS, "map.yaml", ten_challenges
    )
    assert column_map is not None, problems


def test_the_map_of_a_form_with_branches_has_the_wordings_of_one_statement(ten_challenges: Questionnaire) -> None:
    column_map, problems = load_map(WITH_BRANCHES, "map.yaml", ten_challenges)
    assert column_map is not None, problems
    (statement,) = [one for one in ten_challenges.statements if one.id in column_map.columns.statements]
    assert list(column_map.columns.statement_of) == list(statement.wording.values())


def test_every_key_of_a_map_is_explained() -> None:
    assert set(re.findall(r"^\| `([a-z_]+)` \|", GUIDE, re.MULTILINE)) == set(MapDefinition.model_fields)
