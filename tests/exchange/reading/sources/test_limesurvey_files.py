"""What LimeSurvey itself exported of our form is imported as it is, however it was exported."""

import csv
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.audit_cycle.cycles import create_workspace, open_cycle
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.exchange.importing import Imported, carry_out, plan_import
from tests.exchange.reading.sources import tools
from tests.exchange.reading.sources.people import form, people
from tests.exchange.reading.sources.test_import import CYCLE, stored
from tests.places import DATA

TEAMS: Final = ("Elm ward", "Oak & Ash team", 'Zoë’s "House" {day}', "=Sum team <b>")
TODAY: Final = date(2026, 12, 3)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    create_workspace(folder, "Our trust", [f"{team}=9" for team in TEAMS])
    open_cycle(Audits(folder, TODAY), CYCLE, "ten-challenges-pulse")
    return folder


def import_file(workspace: Path, name: str) -> Imported:
    plan = plan_import(Audits(workspace, TODAY), [DATA / name])
    assert not any(file.to_check for file in plan.files)
    return carry_out(plan)


@pytest.mark.parametrize("name", ["limesurvey-6.4.csv", "limesurvey-6.4.xlsx"])
def test_answers_of_three_people_arrive_and_one_who_stopped_halfway_is_left_out(workspace: Path, name: str) -> None:
    (file,) = import_file(workspace, name).files
    assert (file.incomplete, file.problems) == (1, ())
    assert [tuple(one) for one in stored(workspace)] == [
        ("staff", "", "2026-11", "..........", ()),
        ("staff", "=Sum team <b>", "2026-11", "4-024-024-", ("c05",)),
        ("staff", "Elm ward", "2026-11", "13?.13?.13", ("c02",)),
    ]


@pytest.mark.parametrize("name", ["limesurvey-6.4.csv", "limesurvey-6.4.xlsx"])
def test_comments_arrive_as_they_were_typed(workspace: Path, name: str) -> None:
    import_file(workspace, name)
    said = {one.text for one in Workspace.find(workspace).repository().comments(AuditCycleName(CYCLE))}
    assert {
        "=1+1",
        "-5 degrees\n+44",
        "'tis true",
        "Žluťoučký kůň 你好 שלום",
        "Très bien – “ça va” 😀; a, b c",
        'Line one\nLine "two", with\n\nblank <b>bold</b> & &amp; {perspective} 5 < 6',
    } <= said


def test_of_participants_nothing_but_their_answers_is_kept(workspace: Path) -> None:
    import_file(workspace, "limesurvey-6.14.csv")
    (one,) = stored(workspace)
    assert tuple(one) == ("staff", "Oak & Ash team", "2026-11", "1111111111", ("c02",))
    everything = b"".join(path.read_bytes() for path in workspace.rglob("*") if path.is_file())
    personal = (b"Donotread", b"do-not-read@example.org", b"Payroll 118", b"127.0.0.1", b"vkhezfJvAw2XBox")
    assert not [mark for mark in personal if mark in everything]


def test_our_own_fixtures_have_the_headings_that_limesurvey_writes() -> None:
    with (DATA / "limesurvey-6.14.csv").open(encoding="utf-8-sig", newline="") as file:
        real = next(csv.reader(file))
    assert tools.limesurvey(form("staff"), people(form("staff")), heads="both")[0] == real
