"""`survey` as a command: how it is begun and gone on with, what it prints at the end, and its exit codes."""

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pexpect
import pytest

from imroc_audit.cli import console
from imroc_audit.errors import AuditError
from imroc_audit.interview import Draft
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.store.repository import Repository
from imroc_audit.workflows.audit_cycle.cycles import close_cycle
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.collecting.answering import DatabaseDraftStore
from tests.children import at_a_terminal
from tests.cli.conftest import Run

STAFF = ("--perspective", "staff", "--team", "Elm ward")


@pytest.fixture
def asking(run: Run, audit: Path) -> Path:
    """A workspace with an open audit cycle."""
    assert run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny").code == 0
    return audit


def drafts(audit: Path) -> int:
    with Repository.open(audit / "audit.db") as repository:
        return repository.draft_count(AuditCycleName("2026-spring"))


def answered(audit: Path) -> int:
    with Repository.open(audit / "audit.db") as repository:
        return sum(repository.group_counts(AuditCycleName("2026-spring")).values())


def test_the_return_code_is_printed_once_and_the_command_with_the_same_view(run: Run, asking: Path) -> None:
    stopped = run("-w", asking, "survey", "--plain", *STAFF, typed="1\nstop\n")
    code = stopped.out.split()[-1]
    assert stopped.code == 75
    assert stopped.out.endswith(f"Your answers so far are saved. To carry on later, use your return code:\n{code}\n")
    assert code not in stopped.err
    assert stopped.err.endswith(" survey --plain --resume -\n")
    assert run("-w", asking, "survey", *STAFF, typed="1\nstop\n").err.endswith(" survey --resume -\n")


def test_stopping_before_anything_is_kept_ends_with_0(run: Run, asking: Path) -> None:
    for typed in ("", "stop\n", "easy\nstop\n"):
        stopped = run("-w", asking, "survey", "--plain", typed=typed)
        assert (stopped.code, stopped.err) == (0, "")
    assert drafts(asking) == 0


def test_a_script_on_a_shared_computer_ends_with_0_when_it_ends(run: Run, asking: Path) -> None:
    whole = "1\n\n1\n1\n1\n1\n1\n\nsend\n"
    done = run("-w", asking, "survey", "--plain", "--kiosk", *STAFF, typed=whole * 2 + "1\n\n1\n")
    assert (done.code, done.err) == (0, "")
    assert (answered(asking), drafts(asking)) == (2, 0)


def test_a_script_with_a_mistake_sends_nothing_and_says_where_it_is(run: Run, asking: Path) -> None:
    done = run("-w", asking, "survey", "--plain", *STAFF, typed="1\n\n1\n9\n1\n1\n1\n1\n\nsend\n")
    assert done.code == 2
    assert done.err.startswith("Line 4: Please choose a number from 1 to 7.")
    assert answered(asking) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--resume", ""), "--resume needs a return code."),
        (("--resume", " "), "--resume needs a return code."),
        (("--resume", "-"), "Nobody is there to ask."),
        (("--resume", "7K4M-Q2XP", "--kiosk"), "--resume goes on with a survey as it was begun. Leave out --kiosk."),
        (("--resume", "7K4M-Q2XP", *STAFF), "Leave out --perspective and --team."),
        (("--resume", "7K4M-Q2XP", "--easy-read"), "Leave out --easy-read."),
    ],
)
def test_what_cannot_be_resumed_is_refused_before_anything_begins(
    run: Run, asking: Path, arguments: tuple[str, ...], message: str
) -> None:
    refused = run("-w", asking, "survey", *arguments, typed="1\n")
    assert (refused.code, refused.out) == (2, "")
    assert message in refused.err


def test_a_shared_computer_that_cannot_be_cleared_is_refused(
    run: Run, asking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    refused = run("-w", asking, "survey", "--kiosk")
    assert refused.code == 2
    assert "the next person could read" in refused.err


@pytest.mark.terminal
def test_the_return_code_is_asked_for_where_it_cannot_be_read_by_others(run: Run, asking: Path) -> None:
    code = run("-w", asking, "survey", "--plain", *STAFF, typed="1\n\n1\nstop\n").out.split()[-1]
    command = ["-m", "imroc_audit", "-w", str(asking), "survey", "--plain", "--resume", "-"]
    terminal = at_a_terminal(command)
    terminal.expect_exact("Your return code:")
    terminal.sendline(code)
    terminal.expect_exact("Statement 2 of 5")
    terminal.sendline("stop")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 75


def test_why_something_could_not_be_kept_is_told_at_the_end_and_not_to_who_answers(
    run: Run, asking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise AuditError("/srv/audit.db: the disk is full. Free some space.")

    monkeypatch.setattr(Repository, "save_draft", full)
    failed = run("-w", asking, "survey", "--plain", *STAFF, typed="1\n")
    assert failed.code == 1
    assert "/srv/audit.db" not in failed.out
    assert failed.err.startswith("For the person who runs this survey: /srv/audit.db: the disk is full.")
    assert "Line 1: That could not be saved, so nothing of yours has been kept." in failed.err
    assert failed.out.endswith("\nNothing could be saved, so nothing is kept.\n")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda database: database.unlink(), "the database is missing."),
        (lambda database: database.write_text("Dear diary, " * 1000), "not an imroc-audit database."),
        (lambda database: os.truncate(database, database.stat().st_size // 2), "the database is damaged or cut short."),
        (lambda database: os.truncate(database, 0), "holds no audit, or has been emptied."),
    ],
    ids=["missing", "another file", "cut short", "emptied"],
)
def test_a_database_that_cannot_be_used_is_told_before_anyone_reads_the_first_page(
    run: Run, asking: Path, spoil: Callable[[Path], object], told: str
) -> None:
    for log in asking.glob("audit.db-*"):
        log.unlink()
    spoil(asking / "audit.db")
    refused = run("-w", asking, "survey", "--plain", *STAFF, typed="1\n")
    assert (refused.code, refused.out) == (66, "")
    assert told in refused.err


def test_a_survey_that_closes_meanwhile_ends_with_1_and_no_code(
    run: Run, asking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = DatabaseDraftStore.save

    def close_before_the_answer(draft_store: DatabaseDraftStore, draft: Draft) -> None:
        if draft.answers:
            close_cycle(Audits(asking, date(2026, 5, 4)))
        save(draft_store, draft)

    monkeypatch.setattr(DatabaseDraftStore, "save", close_before_the_answer)
    ended = run("-w", asking, "survey", "--plain", *STAFF, typed="1\n\n3\n4\n")
    assert (ended.code, ended.err) == (1, "")
    assert "This survey has closed\nYour answers could not be sent and have been deleted." in ended.out
    assert "saved" not in ended.out[ended.out.index("This survey has closed") :]


@pytest.mark.parametrize("arguments", [(), ("--resume", "7K4M-Q2XP"), ("--kiosk",)])
def test_who_comes_after_the_survey_has_closed_is_told_so(run: Run, asking: Path, arguments: tuple[str, ...]) -> None:
    run("-w", asking, "cycle", "close", "--yes")
    late = run("-w", asking, "survey", *arguments, typed="1\n")
    assert (late.code, late.out) == (1, "")
    assert late.err == (
        "This survey has closed and takes no more answers. Answers that were saved and not sent have been deleted. "
        "We are sorry.\n"
    )


def test_a_note_from_another_computer_does_not_close_a_survey_that_is_open(run: Run, asking: Path) -> None:
    """Another audit cycle stands in it, or the same one with another questionnaire, or as it was before it closed."""
    note = asking / "now-asking.json"
    ours = json.loads(note.read_text(encoding="utf-8"))
    for stale in ({"name": "2025-autumn"}, {"questionnaire_hash": "0" * 64}, {"opened": "2020-01-01"}):
        note.write_text(json.dumps(ours | stale), encoding="utf-8")
        sent = run("-w", asking, "survey", "--plain", *STAFF, typed="1\nstop\n")
        assert (sent.code, "This survey has closed" in sent.out + sent.err) == (75, False)
        assert json.loads(note.read_text(encoding="utf-8")) == ours


def test_a_note_of_a_closed_survey_is_no_invitation(run: Run, asking: Path) -> None:
    kept = (asking / "now-asking.json").read_bytes()
    run("-w", asking, "cycle", "close", "--yes")
    (asking / "now-asking.json").write_bytes(kept)
    late = run("-w", asking, "survey", "--plain", *STAFF, typed="1\n")
    assert (late.code, late.out) == (1, "")
    assert late.err.startswith("This survey has closed")
    assert not (asking / "now-asking.json").exists()


def test_after_a_closed_survey_that_is_still_noted_the_next_one_is_asked(run: Run, asking: Path) -> None:
    kept = (asking / "now-asking.json").read_bytes()
    run("-w", asking, "cycle", "close", "--yes")
    run("-w", asking, "cycle", "open", "2026-autumn", "--questionnaire", "tiny")
    (asking / "now-asking.json").write_bytes(kept)
    assert run("-w", asking, "survey", "--plain", *STAFF, typed="1\nstop\n").code == 75
    with Repository.open(asking / "audit.db") as repository:
        assert repository.draft_count(AuditCycleName("2026-autumn")) == 1


def test_who_comes_back_to_an_earlier_survey_is_told_that_it_may_have_closed(run: Run, asking: Path) -> None:
    code = run("-w", asking, "survey", "--plain", *STAFF, typed="1\nstop\n").out.split()[-1]
    run("-w", asking, "cycle", "close", "--yes")
    run("-w", asking, "cycle", "open", "2026-autumn", "--questionnaire", "tiny")
    late = run("-w", asking, "survey", "--resume", code)
    assert late.code == 1
    assert "If the survey you had begun has closed since, your answers were deleted." in late.err


def test_a_saved_survey_that_does_not_fit_is_refused_in_words(run: Run, asking: Path) -> None:
    code = run("-w", asking, "survey", "--plain", *STAFF, typed="1\nstop\n").out.split()[-1]
    with Repository.open(asking / "audit.db") as repository, repository.database.write() as connection:
        connection.exec_driver_sql("UPDATE drafts SET draft = replace(draft, 'staff', 'nobody')")
    refused = run("-w", asking, "survey", "--resume", code)
    assert refused.code == 1
    assert refused.err.startswith("The saved survey cannot be read")


@pytest.mark.parametrize(
    ("people", "told"),
    [
        (0, ""),
        (2, "Some surveys have been begun and not sent (fewer than 3)."),
        (4, "Some surveys have been begun and not sent (3 or more)."),
    ],
)
def test_closing_says_first_in_steps_how_many_unfinished_surveys_it_deletes(
    run: Run, asking: Path, people: int, told: str
) -> None:
    with contextlib.closing(sqlite3.connect(asking / "audit.db")) as database, database:
        database.execute("UPDATE audit_cycles SET terms = replace(terms, '\"threshold\":10', '\"threshold\":3')")
    for _ in range(people):
        run("-w", asking, "survey", "--plain", *STAFF, typed="1\nstop\n")
    closed = run("-w", asking, "cycle", "close", "--yes")
    assert closed.err.startswith(told)
    assert ("not sent" in closed.err) == bool(people)


@pytest.mark.parametrize(("threshold", "warns"), [(10, False), (9, True), (12, False)])
def test_a_threshold_below_what_the_consent_texts_promise_is_pointed_out(
    run: Run, audit: Path, threshold: int, warns: bool
) -> None:
    settings = audit / "imroc-audit.toml"
    text = settings.read_text(encoding="utf-8").replace("threshold = 10", f"threshold = {threshold}")
    settings.write_text(text, encoding="utf-8")
    opened = run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny")
    assert (f"Check the consent text: 'threshold' in imroc-audit.toml is {threshold}." in opened.err) is warns
    assert ("promises no more than you keep" in run("-w", audit, "doctor").out.replace("\n", " ")) is warns
