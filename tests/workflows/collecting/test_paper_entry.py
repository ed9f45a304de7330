"""Paper forms in the database: stored once, taken back whole, counted by perspective."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from imroc_audit.errors import AuditError, ClosedError, UsageError
from imroc_audit.interview.paper import TypedForm
from imroc_audit.model.ids import AuditCycleName, TeamName
from imroc_audit.model.response import Group
from imroc_audit.store.repository import Repository
from imroc_audit.workflows.audit_cycle.cycles import close_cycle, create_workspace, open_cycle
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.collecting.answering import SurveySession
from imroc_audit.workflows.collecting.paper_entry import PaperSession
from tests.ids import STAFF

TODAY = date(2026, 9, 3)


@pytest.fixture
def audit(tmp_path: Path, tiny_text: str) -> Path:
    folder = tmp_path / "audit"
    create_workspace(folder, "Northfield NHS Trust", ["Elm ward=24", "Oak team=40"])
    (folder / "questionnaires" / "tiny.yaml").write_text(tiny_text, encoding="utf-8")
    open_cycle(Audits(folder, TODAY), "2026-spring", "tiny")
    return folder


@pytest.fixture
def session(audit: Path) -> PaperSession:
    opened = PaperSession(SurveySession(Audits(audit, TODAY), mode="paper"))
    opened.choose("staff", "elm ward")
    return opened


def typed(session: PaperSession, keys: str = "43210", comment: str = "") -> TypedForm:
    form = session.new_form()
    form.type_answers(keys)
    form.rank("2 1")
    form.comment(form.commented, comment)
    return form


def stored(audit: Path) -> dict[Group, list[str]]:
    with Repository.open(audit / "audit.db") as repository:
        return {
            group: sorted(answers.split("\n"))
            for group, answers, _ in repository.group_batches(AuditCycleName("2026-spring"))
        }


def comments(audit: Path) -> list[str]:
    with Repository.open(audit / "audit.db") as repository:
        return [comment.text for comment in repository.comments(AuditCycleName("2026-spring"))]


def test_a_form_is_stored_once_with_its_comment_and_as_paper(audit: Path, session: PaperSession) -> None:
    session.save(typed(session, "4.dn0", "The door is open."))
    assert stored(audit) == {Group(STAFF, TeamName("Elm ward")): ["4.?-0"]}
    assert comments(audit) == ["The door is open."]
    with Repository.open(audit / "audit.db") as repository:
        assert repository.draft_count(AuditCycleName("2026-spring")) == 0
    with closing(sqlite3.connect(audit / "audit.db")) as database:
        assert database.execute("SELECT mode FROM responses").fetchall() == [("paper",)]


def test_a_form_half_typed_is_nowhere_in_the_database(audit: Path, session: PaperSession) -> None:
    form = session.new_form()
    form.press("4")
    assert stored(audit) == {}
    with Repository.open(audit / "audit.db") as repository:
        assert repository.draft_count(AuditCycleName("2026-spring")) == 0


def test_the_last_form_is_taken_back_whole_and_no_other(audit: Path, session: PaperSession) -> None:
    for keys, comment in (("44444", "Kept."), ("00000", "Taken back.")):
        session.save(typed(session, keys, comment))
    form = session.take_back()
    assert form is not None
    assert form.answers == list("00000")
    assert stored(audit) == {Group(STAFF, TeamName("Elm ward")): ["44444"]}
    assert comments(audit) == ["Kept."]
    assert session.total == "1 form entered: Staff 1."


def test_a_form_taken_back_leaves_no_trace_in_the_file(audit: Path, session: PaperSession) -> None:
    session.save(typed(session, comment="unmistakable"))
    session.take_back()
    del session
    files = [path for path in audit.rglob("*") if path.is_file()]
    assert not any(b"unmistakable" in path.read_bytes() for path in files)


def test_with_nothing_saved_there_is_nothing_to_take_back(session: PaperSession) -> None:
    assert session.take_back() is None
    session.save(typed(session))
    session.take_back()
    assert session.take_back() is None


def test_only_one_form_can_be_taken_back(audit: Path, session: PaperSession) -> None:
    """Else one could type in forms until `status` moves on, take all back, and know how many people answered."""
    for keys in ("44444", "00000", "11111"):
        session.save(typed(session, keys))
    assert session.take_back() is not None
    assert session.take_back() is None
    assert stored(audit) == {Group(STAFF, TeamName("Elm ward")): ["00000", "44444"]}


def test_forms_are_counted_by_perspective_and_nothing_is_told_of_earlier_ones(
    audit: Path, session: PaperSession
) -> None:
    assert session.total == "No forms entered."
    session.save(typed(session))
    session.choose("carer", None)
    for _ in range(2):
        session.save(typed(session, "4321"))
    assert session.total == "3 forms entered: Staff 1, Relatives and friends 2."
    again = PaperSession(SurveySession(Audits(audit, TODAY), mode="paper"))
    assert again.total == "No forms entered."


def test_the_desk_says_which_forms_belong_here(session: PaperSession) -> None:
    assert session.stack == "Staff, Elm ward"
    assert session.mark.startswith("tiny 1.0 · staff · ")


def test_easy_read_forms_are_kept_as_such(audit: Path) -> None:
    session = PaperSession(SurveySession(Audits(audit, TODAY), mode="paper"), easy_read=True)
    session.choose("service_user", None)
    assert typed(session).draft().easy_read


@pytest.mark.parametrize(("perspective", "team"), [("nobody", None), (None, None), ("staff", "Ash ward")])
def test_unknown_people_and_teams_are_refused_and_the_stack_stays(
    session: PaperSession, perspective: str | None, team: str | None
) -> None:
    with pytest.raises(UsageError):
        session.choose(perspective, team)
    assert session.stack == "Staff, Elm ward"


def test_a_form_that_cannot_be_kept_is_not_counted(session: PaperSession, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise AuditError("The disk is full. Make room and try again.")

    monkeypatch.setattr(Repository, "add_response", full)
    with pytest.raises(AuditError):
        session.save(typed(session))
    assert session.total == "No forms entered."


def test_once_the_audit_cycle_is_closed_nothing_is_added_or_taken_back(audit: Path, session: PaperSession) -> None:
    session.save(typed(session))
    close_cycle(Audits(audit, TODAY))
    with pytest.raises(ClosedError):
        session.save(typed(session))
    with pytest.raises(ClosedError):
        session.take_back()
    assert stored(audit) == {Group(STAFF, TeamName("Elm ward")): ["43210"]}
