"""Every tool's file goes into the audit as it is, with no map made by hand, and says there what people said."""

import csv
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import Workbook

from imroc_audit.errors import RejectedError
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.audit_cycle.cycles import create_workspace, open_cycle
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.exchange.importing import Imported, carry_out, plan_import
from tests.exchange.reading.sources.exports import EXPORTS, FIXTURES, WITH_BRANCHES
from tests.exchange.reading.sources.people import TEAMS, Kept, Person, comments, kept
from tests.exchange.reading.sources.tools import DO_NOT_READ

TODAY = date(2026, 11, 3)
CYCLE = "2026-autumn"
FILES = EXPORTS | WITH_BRANCHES


class Done(NamedTuple):
    """A workspace into which a file was imported twice."""

    workspace: Path
    first: Imported
    again: Imported


Imports = Callable[[str], Done]


def new_workspace(folder: Path) -> Path:
    create_workspace(folder, "Our trust", list(TEAMS))
    open_cycle(Audits(folder, TODAY), CYCLE, "ten-challenges-pulse")
    return folder


def import_files(workspace: Path, *files: Path) -> Imported:
    plan = plan_import(Audits(workspace, TODAY), files)
    assert not any(file.to_check for file in plan.files)
    return carry_out(plan)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imports:
    """Import a fixture twice, with its key if it has one. Each is done once for all the tests."""
    done: dict[str, Done] = {}

    def import_fixture(name: str) -> Done:
        if name not in done:
            workspace = new_workspace(tmp_path_factory.mktemp("audit") / "workspace")
            files = [FIXTURES / each for each in (name, FILES[name].key) if each]
            done[name] = Done(workspace, import_files(workspace, *files), import_files(workspace, *files))
        return done[name]

    return import_fixture


def stored(workspace: Path) -> list[Kept]:
    query = "SELECT perspective, team, month, answers, priorities FROM responses"
    with sqlite3.connect(workspace / "audit.db") as database:
        rows = database.execute(query).fetchall()
    return sorted(Kept(who, team, month, said, tuple(first.split())) for who, team, month, said, first in rows)


def expected(name: str) -> list[Kept]:
    return sorted(_as_exported(name, someone) for someone in FILES[name].everyone if someone.finished)


def _as_exported(name: str, someone: Person) -> Kept:
    """What is left of a person where the file has no days, or was typed in without priorities."""
    known = kept(someone)
    known = known if FILES[name].dated else known._replace(month=f"{TODAY:%Y-%m}")
    return known._replace(priorities=()) if name == "table.csv" else known


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_imported_as_it_is(imported: Imports, name: str) -> None:
    workspace, done, _ = imported(name)
    assert stored(workspace) == expected(name)
    said = Workspace.find(workspace).repository().comments(AuditCycleName(CYCLE))
    assert sorted((one.challenge, one.text) for one in said) == comments(FILES[name].everyone)
    (file,) = done.files
    assert (file.problems, file.not_asked, file.rejected) == ((), (), 0)


@pytest.mark.parametrize("name", FILES)
def test_personal_data_are_nowhere_in_the_workspace(imported: Imports, name: str) -> None:
    workspace = imported(name).workspace
    everything = b"".join(path.read_bytes() for path in workspace.rglob("*") if path.is_file())
    assert not [mark for mark in DO_NOT_READ if mark.encode() in everything]


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_adds_nothing_the_second_time(imported: Imports, name: str) -> None:
    _, first, again = imported(name)
    assert (again.added, again.already_there) == (0, first.added)


@pytest.mark.parametrize("name", FILES)
def test_those_who_stopped_halfway_are_counted_as_incomplete(imported: Imports, name: str) -> None:
    (file,) = imported(name).first.files
    source = FILES[name].source
    kept_by_tool = source not in ("microsoft-forms", "google-forms", "surveymonkey", "nextcloud-forms", "surveyjs")
    kept_by_tool &= name != "odk-briefcase.csv"
    preview = source == "qualtrics" and "legacy" not in name
    stopped = sum(not someone.finished for someone in FILES[name].everyone)
    assert file.incomplete == stopped * kept_by_tool + preview


def test_a_key_beside_the_answers_is_found(tmp_path: Path) -> None:
    for name in ("online-surveys.csv", "online-surveys-key.csv"):
        shutil.copy(FIXTURES / name, tmp_path)
    workspace = new_workspace(tmp_path / "workspace")
    import_files(workspace, tmp_path / "online-surveys.csv")
    assert stored(workspace) == expected("online-surveys.csv")


def test_responses_in_several_files_are_read_as_one(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "workspace")
    import_files(workspace, FIXTURES / "fhir-response.json", FIXTURES / "fhir-bundle.json")
    assert stored(workspace) == sorted(expected("fhir-response.json") + expected("fhir-bundle.json"))


def test_a_longer_fhir_export_adds_only_what_is_new_though_it_asks_more(tmp_path: Path) -> None:
    """Items that nobody answered stand nowhere, so that the first answer to one is a new column."""
    workspace = new_workspace(tmp_path / "workspace")
    lines = (FIXTURES / "fhir.ndjson").read_text(encoding="utf-8").splitlines(keepends=True)
    early, late = tmp_path / "early.json", tmp_path / "late.json"
    early.write_text(lines[0], encoding="utf-8")
    late.write_text("".join(lines), encoding="utf-8")
    first, second = import_files(workspace, early), import_files(workspace, late)
    assert len(list((workspace / "maps").iterdir())) == 2
    assert second.already_there == first.added == 1
    assert "This form is like" not in " ".join(second.files[0].notes)
    assert len(stored(workspace)) == len(expected("fhir.ndjson"))


def test_a_surveymonkey_workbook_ends_with_a_question_of_several_parts(tmp_path: Path) -> None:
    """Only its first part has a heading in the first row, so that row is shorter than the others."""
    book = Workbook()
    with (FIXTURES / "surveymonkey.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            book.worksheets[0].append([f"'{cell}" if cell.startswith("=") else cell or None for cell in row])
    book.save(tmp_path / "surveymonkey.xlsx")
    workspace = new_workspace(tmp_path / "workspace")
    import_files(workspace, tmp_path / "surveymonkey.xlsx")
    assert stored(workspace) == expected("surveymonkey.csv")


def import_table(folder: Path, *lines: str, map_text: str = "") -> Imported:
    file, column_map = folder / "answers.csv", folder / "map.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    column_map.write_text(map_text, encoding="utf-8")
    workspace = new_workspace(folder / "workspace")
    plan = plan_import(Audits(workspace, TODAY), [file], map_file=column_map if map_text else None, perspective=None)
    return carry_out(plan)


def test_a_redcap_record_marked_complete_by_hand_counts_for_the_month_of_the_import(tmp_path: Path) -> None:
    heads = "record_id,pulse_timestamp,perspective,c01_1,pulse_complete"
    import_table(tmp_path, heads, "1,2026-09-03 10:00:00,staff,1,2", "2,[not completed],staff,1,2")
    assert sorted(one.month for one in stored(tmp_path / "workspace")) == sorted(["2026-09", f"{TODAY:%Y-%m}"])


def test_numbers_of_a_tool_that_counts_by_itself_are_not_our_codes(tmp_path: Path) -> None:
    with pytest.raises(RejectedError, match="is not an answer that is known"):
        import_table(tmp_path, "ResponseId,RecordedDate,Finished,perspective,c01_1", "R_1,2026-09-03,True,staff,1")


MICROSOFT = "ID,Start time,Completion time,Email,Name,Rank these,Time"
RANKED = """
perspective: staff
id: ID
statements: {Time: c01.1}
priorities: [Rank these]
"""
GOOGLE_RANKED = RANKED.replace("id: ID", "")
CULTURE = "Organisational commitment and culture, leadership"


@pytest.mark.parametrize(
    ("headings", "row", "map_text"),
    [
        (MICROSOFT, f'1,4/3/26,4/3/26,anonymous,,"{CULTURE};",Not true at all', RANKED),
        ("Timestamp,Rank these,Time", f'2026/09/03 10:00:00 AM GMT+1,"{CULTURE}",Not true at all', GOOGLE_RANKED),
        ("Timestamp,Rank these,Time", f'2026/09/03 10:00:00,"{CULTURE}",Not true at all', GOOGLE_RANKED),
    ],
)
def test_a_choice_of_several_is_known_by_its_label(tmp_path: Path, headings: str, row: str, map_text: str) -> None:
    import_table(tmp_path, headings, row, map_text=map_text)
    assert [one.priorities for one in stored(tmp_path / "workspace")] == [("c04",)]


def test_more_choices_than_the_questionnaire_asks_for_are_a_problem(tmp_path: Path) -> None:
    row = f'1,4/3/26,4/3/26,anonymous,,"{CULTURE};Personalisation and choice;",Not true at all'
    with pytest.raises(RejectedError, match="2 challenges are chosen, and the questionnaire asks for 1"):
        import_table(tmp_path, MICROSOFT, row, map_text=RANKED)
