"""`export` as people use it: every format of everything, the raw answers with care, and every mistake."""

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import openpyxl
import pyarrow.parquet as pq
import pyreadstat
import pytest
from icalendar import Calendar

from imroc_audit.cli import console
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import AuditCycle, Response
from imroc_audit.model.workspace import Settings, Team
from imroc_audit.pdsa.steps import plan
from imroc_audit.store.database import Database
from imroc_audit.store.plans import Plans
from imroc_audit.store.repository import Repository
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.exchange.exporting import FORMATS, RAW_MARK
from tests.cli.conftest import Run
from tests.plans import action
from tests.store.people import everyone

PEOPLE: Final = {("staff", "Elm ward"): 12, ("staff", "Oak team"): 11, ("carer", "Oak team"): 3}
EXPORTS: Final = [(what, format_) for what, formats in FORMATS.items() for format_ in formats]
READERS: Final[dict[str, Callable[[bytes], Any]]] = {
    "csv": lambda content: list(csv.reader(io.StringIO(content.decode("utf-8-sig")))),
    "xlsx": lambda content: openpyxl.load_workbook(io.BytesIO(content)).sheetnames,
    "parquet": lambda content: pq.read_table(io.BytesIO(content)).to_pylist(),
    "sav": lambda content: pyreadstat.read_sav(io.BytesIO(content), output_format="dict")[0],
    "json": json.loads,
    "ics": lambda content: Calendar.from_ical(content).walk("VEVENT"),
}


def workspace(folder: Path, tiny: Questionnaire, *, close: bool) -> Path:
    """A workspace with an audit cycle that some people answered, and one action."""
    made = Workspace.create(folder, Settings(organisation="Northfield", teams=(Team(name="Elm ward"),)))
    draw = random.Random(1)
    with made.repository() as repository:
        repository.open_cycle(
            AuditCycle(
                name="2026-spring",
                status="open",
                opened="2026-03-01",
                questionnaire_id=tiny.id,
                questionnaire_version=tiny.version,
                questionnaire_hash=tiny.hash,
                definition=tiny.canonical,
                terms=made.settings.terms.model_dump_json(),
            )
        )
        for (perspective, team), people in PEOPLE.items():
            for _ in range(people):
                repository.add_response(_answer(draw, perspective, team), ())
        if close:
            repository.close_cycle("2026-spring", "2026-04-01", made.settings.terms.model_dump_json())
    Plans(Database.open(made.database)).write(lambda book: plan(book, [action()]), "2026-05-01", "improvement team")
    return folder


def _answer(draw: random.Random, perspective: str, team: str) -> Response:
    return Response(
        key=f"{draw.getrandbits(128):032x}",
        audit_cycle="2026-spring",
        perspective=perspective,
        team=team,
        mode="paper",
        month="2026-03",
        answers="".join(draw.choices("01234?-.", k=4)) + ("_" if perspective == "carer" else "2"),
        priorities=("c02", "c01"),
    )


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, tiny: Questionnaire) -> Path:
    return workspace(tmp_path_factory.mktemp("closed") / "audit", tiny, close=True)


@pytest.mark.parametrize(("what", "format_"), EXPORTS)
def test_every_export_can_be_read_by_other_programs(run: Run, closed: Path, what: str, format_: str) -> None:
    done = run("-w", closed, "export", what, "--output", f"out.{format_}")
    assert (done.code, done.out) == (0, f"out.{format_}\n"), done.err
    assert READERS[format_](Path(f"out.{format_}").read_bytes())


@pytest.mark.parametrize(("what", "format_"), [pair for pair in EXPORTS if pair[1] in ("csv", "json", "ics")])
def test_a_text_goes_to_standard_output_where_no_file_is_given(run: Run, closed: Path, what: str, format_: str) -> None:
    chosen = ("--format", format_) if what != "tally" else ()
    done = run("-w", closed, "export", what, *chosen)
    run("-w", closed, "export", what, "--output", f"out.{format_}")
    assert done.out.replace("\r\n", "\n") == Path(f"out.{format_}").read_text(encoding="utf-8-sig")
    assert READERS[format_](done.out.encode())


def test_results_as_json_are_those_of_the_results_command(run: Run, closed: Path) -> None:
    exported = run("-w", closed, "export", "results", "--format", "json").out
    assert json.loads(exported) == json.loads(run("-w", closed, "results", "--json").out)


def test_the_workbook_of_results_says_whose_they_are_and_what_its_warnings_mean(run: Run, closed: Path) -> None:
    assert run("-w", closed, "export", "results", "--output", "results.xlsx").code == 0
    book = openpyxl.load_workbook("results.xlsx")
    assert book["Overview"]["A2"].value == "Northfield. 2026-spring, 2026-03-01 to 2026-04-01"
    assert "fewer than 30 people" in str([row for row in book["Notes"].values if row[0] == "Small base"])


def test_answers_of_a_hidden_perspective_are_in_no_export(run: Run, closed: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("-w", closed, "export", "responses").out)))
    assert {(row["people"], row["hidden"]) for row in rows if row["perspective"] == "carer"} == {("", "hidden")}
    shown = [row for row in rows if row["perspective"] == "staff" and not row["hidden"]]
    statement = shown[0]["statement"]
    assert sum(int(row["people"]) for row in shown if row["statement"] == statement) == 23


def test_raw_answers_hold_everyone_in_a_file_that_is_marked_and_private(run: Run, closed: Path) -> None:
    done = run("-w", closed, "export", "responses", "--raw", "--yes", "--output", "answers.csv")
    path = Path(f"answers{RAW_MARK}.csv")
    assert (done.code, done.out) == (0, f"{path}\n")
    assert "personal data" in done.err
    assert not Path("answers.csv").exists()
    assert path.stat().st_mode & 0o777 == 0o600
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) == sum(PEOPLE.values())
    assert "month" not in rows[0]


def test_a_raw_file_that_replaces_an_open_one_is_private_too(run: Run, closed: Path) -> None:
    path = Path(f"answers{RAW_MARK}.csv")
    for name in (path, Path(f".{path}.part")):
        name.write_text("old")
        name.chmod(0o644)
    assert run("-w", closed, "export", "responses", "--raw", "--yes", "--output", path).code == 0
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_raw_answers_imported_elsewhere_are_the_same_answers(run: Run, closed: Path, audit: Path, format_: str) -> None:
    assert run("-w", closed, "export", "responses", "--raw", "--yes", "--output", f"answers.{format_}").code == 0
    assert run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny").code == 0
    done = run("-w", audit, "import", f"answers{RAW_MARK}.{format_}", "--yes")
    assert done.code == 0, done.err
    assert "It was read as the template of imroc-audit" in done.err
    assert everyone(Workspace.find(audit).repository()) == everyone(Workspace.find(closed).repository())


@pytest.mark.parametrize(("format_", "mark"), [("xlsx", b"NOT FOR SHARING"), ("parquet", b"personal data")])
def test_a_raw_file_is_marked_inside_where_the_format_has_a_place_for_it(
    run: Run, closed: Path, format_: str, mark: bytes
) -> None:
    run("-w", closed, "export", "responses", "--raw", "--yes", "--output", f"answers.{format_}")
    content = Path(f"answers{RAW_MARK}.{format_}").read_bytes()
    found = openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0].encode() if format_ == "xlsx" else content
    assert mark in found


def test_raw_answers_are_not_read_without_a_yes(run: Run, closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Repository, "group_batches")
    refused = run("-w", closed, "export", "responses", "--raw", "--output", "answers.csv")
    assert (refused.code, refused.out) == (2, "")
    assert "Add --yes to go ahead." in refused.err
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    assert run("-w", closed, "export", "responses", "--raw", "--output", "answers.csv", typed="n\n").code == 1
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("results", "--format", "pdf"), "There is no format 'pdf' for results. Use one of: csv, xlsx, json, sav."),
        (("results", "--format", "xlsx"), "Name the file to write: --output results.xlsx"),
        (("responses", "--raw", "--yes"), "Name the file to write: --output responses.csv"),
        (("plan", "--format", "ics", "--output", "plan.csv"), "--output plan.csv: the name does not end in .ics."),
        (("plan", "--output", "plan.docx"), "--output plan.docx: the name does not end in .csv, .xlsx or .ics."),
        (("tally", "--output", "."), "--output .: this is a folder. Give the name of a file, such as tally.json"),
    ],
)
def test_what_cannot_be_written_is_said(run: Run, closed: Path, arguments: tuple[str, ...], words: str) -> None:
    refused = run("-w", closed, "export", *arguments)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(words)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("arguments", [("responses",), ("responses", "--raw", "--yes"), ("results",), ("tally",)])
def test_nothing_is_exported_of_an_open_audit_cycle(
    run: Run, tmp_path: Path, tiny: Questionnaire, arguments: tuple[str, ...]
) -> None:
    folder = workspace(tmp_path / "open", tiny, close=False)
    name = "out.json" if "tally" in arguments else "out.csv"
    refused = run("-w", folder, "export", *arguments, "--output", name)
    assert (refused.code, refused.out) == (1, "")
    assert "is still open" in refused.err
    assert not list(tmp_path.glob("out*"))


def test_no_calendar_is_written_where_no_review_is_to_come(run: Run, tmp_path: Path, tiny: Questionnaire) -> None:
    folder = workspace(tmp_path / "done", tiny, close=True)
    assert run("-w", folder, "act", "a1", "adopt", "--lesson", "It works.").code == 0
    refused = run("-w", folder, "export", "plan", "--output", "reviews.ics")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("No action is open")
    assert not Path("reviews.ics").exists()


def test_a_plan_without_actions_is_said_to_be_empty(run: Run, audit: Path) -> None:
    refused = run("-w", audit, "export", "plan")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("Nothing is planned yet")
