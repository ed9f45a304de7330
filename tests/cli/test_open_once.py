"""Each command opens a database when it needs it, once, and closes it; those that can do without never open it."""

import shlex
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from imroc_audit.cli import app
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.response import Comment, Response
from imroc_audit.workflows.audit_cycle.cycles import close_cycle, create_workspace, open_cycle
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.collecting.answering import SurveySession
from imroc_audit.workflows.exchange.exporting import tally
from imroc_audit.workflows.loop.agreeing import agree_from
from imroc_audit.workflows.loop.planning import apply, preview
from tests.cli.conftest import Run
from tests.connections import connections

TODAY: Final = date(2026, 6, 1)
CYCLES: Final = ("2025", "2026")
AGREEMENT: Final = "date: 2026-06-01\nroom: {staff: 2}\npriorities: [{challenge: c01, reason: It matters.}]\n"
PLAN: Final = """\
actions:
  - id: a1
    challenge: c01
    aim: More people are asked.
    lead: nurse
    measures: [{name: asked, unit: percent, direction: up, how_often: every week}]
    pdsa_cycles:
      - {change_idea: Ask, prediction: Yes., scale: one person, start: 2026-06-01, review: 2026-06-15}
"""
CHANGED: Final = PLAN.replace("nurse", "ward manager")
CODE: Final = "CODE"
"""Stands for the return code of a survey that was begun."""

ONCE: Final = {
    "closed": (
        "status",
        "cycle list",
        "cycle open 2027 --questionnaire tiny",
        "results",
        "results --json",
        "comments review",
        "report --format html",
        "agree",
        "agree --show",
        "agree --from agreement.yaml",
        "plan apply changed.yaml --yes",
        "plan export",
        "plan list",
        "plan show a1",
        "plan show a1 --json",
        "plan history",
        "plan add --challenge c02 --aim More --change-idea Ask --prediction Yes --lead nurse",
        "plan measure a1 asked --baseline-until 2026-06-02",
        "do a1 --log Done",
        "do a1 --measure asked --value 3",
        "do a1 --measure asked --csv values.csv --log Done",
        "study",
        "study a1",
        "act a1 adopt --lesson Good",
        "act a1 adapt --lesson Good",
        "compare 2025 2026",
        "compare 2025 2026 --format html",
        "compare other other:2025",
        "compare 2025 other",
        "compare .:2025 2026",
        "compare bundle.json other.json",
        "questionnaire diff 2025 2026",
        "export responses",
        "export responses --raw --yes --output raw.csv",
        "export results",
        "export plan",
        "export plan --format ics",
        "export tally",
        "doctor",
    ),
    "open": (
        "questionnaire paper tiny --perspective staff --format html --output form.html",
        "status",
        "survey --plain --perspective staff --team 'Elm ward'",
        f"survey --plain --resume {CODE}",
        "survey --from-paper --plain --perspective staff",
        "import answers.csv --yes --perspective staff",
        "import answers.csv --dry-run --perspective staff",
        "cycle close --yes",
        "doctor",
    ),
}
"""Commands that open a database, by whether an audit cycle is open."""
NEVER: Final = (
    "init elsewhere --organisation A",
    "questionnaire list",
    "questionnaire show tiny",
    "questionnaire check questionnaires/tiny.yaml",
    "questionnaire diff tiny ten-challenges",
    "questionnaire export tiny --perspective staff --format markdown --output form.md",
    "questionnaire template tiny --output template.csv",
    "questionnaire schema",
    "results --schema",
    "compare --schema",
    "plan factors",
    "plan list --help",
)
TYPED: Final = {
    "survey --plain --perspective staff --team 'Elm ward'": "1\n\n5\n4\n3\n2\n1\n\nsend\n",
    f"survey --plain --resume {CODE}": "stop\n",
    "survey --from-paper --plain --perspective staff": "43210\n\n\n\n",
}
ENDS: Final = {"agree": 2, "comments review": 2}
"""How a command ends that does not end with 0: nobody is there to ask."""
DEMO: Final = "demo"
"""Its own test counts with it."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tiny_text: str) -> Path:
    """A folder `closed` with an audit of two closed audit cycles, and `open`: the same with one that is open."""
    folder = tmp_path_factory.mktemp("made")
    for place in ("closed", "closed/other"):
        _make(folder / place, tiny_text)
    for place, file in (("closed", "bundle.json"), ("closed/other", "other.json")):
        with closing(Audits(folder / place, TODAY)) as audits:
            (folder / "closed" / file).write_bytes(tally(audits, None))
    shutil.copytree(folder / "closed", folder / "open")
    with closing(Audits(folder / "open", TODAY)) as audits:
        open_cycle(audits, "2027", "tiny")
        sitting = SurveySession(audits).begin(perspective="staff", team="Elm ward")
        sitting.draft_store.save(sitting.draft)
        (folder / "open" / CODE).write_text(sitting.draft_store.code, encoding="utf-8")
    return folder


def _make(folder: Path, tiny_text: str) -> None:
    create_workspace(folder, folder.name, ["Elm ward=24"])
    (folder / "questionnaires" / "tiny.yaml").write_text(tiny_text, encoding="utf-8")
    files = {
        "agreement.yaml": AGREEMENT,
        "plan.yaml": PLAN,
        "changed.yaml": CHANGED,
        "values.csv": "date,value\n2026-06-01,3\n",
    }
    files["answers.csv"] = "ID,I listen.,I rush.\n1,Mostly true,Not true\n"
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    with closing(Audits(folder, TODAY)) as audits:
        for name in CYCLES:
            open_cycle(audits, name, "tiny")
            audits.repository.add_imported(
                AuditCycleName(name), [(f"{name} {n}", *_answered(name, n)) for n in range(12)]
            )
            close_cycle(audits)
        agree_from(audits, folder / "agreement.yaml", None, "team")
        apply(audits, preview(audits, folder / "plan.yaml", "").actions, "team")


def _answered(audit_cycle: str, number: int) -> tuple[Any, tuple[Comment, ...]]:
    key = f"{audit_cycle} {number}"
    said = Comment(key=key, audit_cycle=audit_cycle, perspective="staff", challenge="c01", text="More evenings.")
    response = Response(
        key=key, audit_cycle=audit_cycle, perspective="staff", mode="import", month="2026-03", answers="01234"
    )
    return response.row, (said,) if number < 2 else ()


@pytest.fixture
def opened() -> Iterator[Counter[str]]:
    with connections() as counted:
        yield counted


def _run(run: Run, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, command: str) -> None:
    folder = tmp_path / place
    shutil.copytree(made / place, folder)
    monkeypatch.setattr(app, "today", lambda: TODAY)
    code = (folder / CODE).read_text(encoding="utf-8") if CODE in command else ""
    monkeypatch.chdir(folder)
    ran = run(*shlex.split(command.replace(CODE, code)), typed=TYPED.get(command, ""))
    assert ran.code == ENDS.get(command, 0), ran.err


@pytest.mark.parametrize(("place", "command"), [(place, one) for place, commands in ONCE.items() for one in commands])
def test_a_command_opens_a_database_once(
    run: Run,
    made: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    opened: Counter[str],
    place: str,
    command: str,
) -> None:
    _run(run, made, tmp_path, monkeypatch, place, command)
    assert opened
    assert set(opened.values()) == {1}


@pytest.mark.parametrize("command", NEVER)
def test_a_command_that_can_do_without_opens_no_database_that_is_there(
    run: Run, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Counter[str], command: str
) -> None:
    _run(run, made, tmp_path, monkeypatch, "closed", command)
    assert not [file for file in opened if Path(file).exists()]


def test_the_first_question_of_a_survey_does_not_wait_for_the_database(
    run: Run, made: Path, tmp_path: Path, opened: Counter[str]
) -> None:
    shutil.copytree(made / "open", tmp_path / "open")
    asked = run("-w", tmp_path / "open", "survey", "--plain", "--perspective", "staff", typed="")
    assert "Do you want to take part?" in asked.out
    assert not opened


def test_every_command_is_among_these() -> None:
    known = {*_names(app.app)} - {DEMO}
    tried = [*NEVER, *(one for commands in ONCE.values() for one in commands)]
    assert {name for name in known if not any(f"{one} ".startswith(f"{name} ") for one in tried)} == set()


def _names(family: typer.Typer, before: str = "") -> Iterator[str]:
    for command in family.registered_commands:
        yield f"{before}{command.name or typer.main.get_command_name(command.callback.__name__)}"  # type: ignore[union-attr]
    for group in family.registered_groups:
        assert group.typer_instance is not None
        yield from _names(group.typer_instance, f"{before}{group.name} ")
