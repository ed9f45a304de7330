"""A whole NHS staff survey goes through the map unedited, and every count is found again."""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from imroc_audit.exchange.mapping.column_map import load_map
from imroc_audit.exchange.rows.row_mapper import ImportedRow
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.ids import TeamName
from tests.exchange.import_rows import read_rows
from tests.places import DATA

FILE = DATA / "nhs-staff-survey-synthetic.csv"
COLUMNS = ("FandFOrgCare", "FandFOrgWork", "FandFTeamCare", "FandFTeamWork")
TEAMS = (
    "Corporate Services",
    "Forensic Services",
    "Local Partnerships (Former Health Partnerships)",
    "Local Partnerships (Former Local Services)",
)
CODES = {
    "Extremely Unlikely": "0",
    "Unlikely": "1",
    "Neither Likely or Unlikely": "2",
    "Likely": "3",
    "Extremely Likely": "4",
    "Don't Know": "?",
    "Don’t Know": "?",
    "": ".",
}

Read = Callable[[Path], list[ImportedRow]]


@pytest.fixture
def read() -> Read:
    questionnaire, problems = parse_questionnaire(
        (DATA / "friends-and-family.yaml").read_text(encoding="utf-8"), "friends-and-family.yaml"
    )
    assert questionnaire is not None, problems
    text = (DATA / "friends-and-family-map.yaml").read_text(encoding="utf-8")
    column_map, mistakes = load_map(text, "friends-and-family-map.yaml", questionnaire)
    assert column_map is not None, mistakes

    def rows(path: Path) -> list[ImportedRow]:
        return read_rows(path, column_map, questionnaire, teams=TEAMS)

    return rows


@pytest.fixture(scope="module")
def cells() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_rows_are_imported_once(read: Read) -> None:
    rows = read(FILE)
    assert len(rows) == len({row.row_id for row in rows}) == len({row.response.key for row in rows}) == 1945


def test_every_answer_is_the_one_in_the_file(read: Read, cells: list[dict[str, str]]) -> None:
    assert [row.response.answers for row in read(FILE)] == [
        "".join(CODES[row[column]] for column in COLUMNS) for row in cells
    ]


@pytest.mark.parametrize(
    ("position", "known"),
    [
        (0, {"0": 84, "1": 104, "2": 408, "3": 905, "4": 368, "?": 32, ".": 44}),
        (1, {"0": 228, "1": 255, "2": 421, "3": 694, "4": 295, "?": 10, ".": 42}),
        (2, {"0": 88, "1": 100, "2": 347, "3": 764, "4": 546, "?": 55, ".": 45}),
        (3, {"0": 245, "1": 249, "2": 379, "3": 636, "4": 386, "?": 11, ".": 39}),
    ],
)
def test_the_options_of_each_item_are_counted(read: Read, position: int, known: dict[str, int]) -> None:
    assert Counter(row.response.answers[position] for row in read(FILE)) == known


def test_teams_are_the_divisions(read: Read, cells: list[dict[str, str]]) -> None:
    teams = Counter(row.response.team for row in read(FILE))
    assert teams == Counter(row["Division"] for row in cells)
    assert teams[TeamName("")] == 40


def test_nothing_but_the_mapped_columns_is_kept(read: Read) -> None:
    kept = "".join(repr(row.response) for row in read(FILE))
    assert not any(word in kept for word in ("White", "Female", "AFC Band", "60-69"))


def test_a_grown_export_adds_only_its_new_rows(read: Read, tmp_path: Path) -> None:
    header, *lines = FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    early = tmp_path / "early.csv"
    early.write_text(header + "".join(reversed(lines[:1200])), encoding="utf-8")
    stored = {row.row_id for row in read(early)}
    assert len([row for row in read(FILE) if row.row_id not in stored]) == 1945 - 1200
