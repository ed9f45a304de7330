"""Paper forms in the database: stored once, taken back whole, counted by perspective."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from imroc_audit.errors import AuditError, ClosedError, UsageError
from imroc_audit.interview.paper import TypedForm
from imroc_audit.model.response import Group
from imroc_audit.store.repository import Repository
from imroc_audit.workflows.audit_cycle.cycles import close_cycle, create_workspace, open_cycle
from imroc_audit.workflows.collecting.paper_entry import PaperDesk, open_paper_desk

TODAY = date(2026, 9, 3)


@pytest.fixture
def audit(tmp_path: Path, tiny_text: str) -> Path:
    folder = tmp_path / "audit"
    create_workspace(folder, "Northfield NHS Trust", ["Elm ward=24", "Oak team=40"])
    (folder / "questionnaires" / "tiny.yaml").write_text(tiny_text, encoding="utf-8")
    open_cycle(folder, "2026-spring", "tiny", TODAY)
    return folder


@pytest.fixture
def desk(audit: Path) -> PaperDesk:
    found = open_paper_desk(audit, TODAY)
    found.choose("staff", "elm ward")
    return found


def typed(desk: PaperDesk, keys: str = "43210", comment: str = "") -> TypedForm:
    form = desk.new_form()
    form.type_answers(keys)
    form.rank("2 1")
    form.comment(form.commented, comment)
    return form


def stored(audit: Path) -> dict[Group, list[str]]:
    with Repository.open(audit / "audit.db") as repository:
        return {group: sorted(answers.split("\n")) for group, answers, _ in repository.group_batches("2026-spring")}


def comments(audit: Path) -> list[str]:
    with Repository.open(audit / "audit.db") as repository:
        return [comment.text for comment in repository.comments("2026-spring")]


def test_a_form_is_stored_once_with_its_comment_and_as_paper(audit: Path, desk: PaperDesk) -> None:
    desk.save(typed(desk, "4.dn0", "The door is open."))
    assert stored(audit) == {Group("staff", "Elm ward"): ["4.?-0"]}
    assert comments(audit) == ["The door is open."]
    with Repository.open(audit / "audit.db") as repository:
        assert repository.draft_count("2026-spring") == 0
    with closing(sqlite3.connect(audit / "audit.db")) as database:
        assert database.execute("SELECT mode FROM responses").fetchall() == [("paper",)]


def test_a_form_half_typed_is_nowhere_in_the_database(audit: Path, desk: PaperDesk) -> None:
    form = desk.new_form()
    form.press("4")
    assert stored(audit) == {}
    with Repository.open(audit / "audit.db") as repository:
        assert repository.draft_count("2026-spring") == 0


def test_the_last_form_is_taken_back_whole_and_no_other(audit: Path, desk: PaperDesk) -> None:
    for keys, comment in (("44444", "Kept."), ("00000", "Taken back.")):
        desk.save(typed(desk, keys, comment))
    form = desk.take_back()
    assert form is not None
    assert form.answers == list("00000")
    assert stored(audit) == {Group("staff", "Elm ward"): ["44444"]}
    assert comments(audit) == ["Kept."]
    assert desk.total == "1 form entered: Staff 1."


def test_a_form_taken_back_leaves_no_trace_in_the_file(audit: Path, desk: PaperDesk) -> None:
    desk.save(typed(desk, comment="unmistakable"))
    desk.take_back()
    del desk
    files = [path for path in audit.rglob("*") if path.is_file()]
    assert not any(b"unmistakable" in path.read_bytes() for path in files)


def test_with_nothing_saved_there_is_nothing_to_take_back(desk: PaperDesk) -> None:
    assert desk.take_back() is None
    desk.save(typed(desk))
    desk.take_back()
    assert desk.take_back() is None


def test_only_one_form_can_be_taken_back(audit: Path, desk: PaperDesk) -> None:
    """Else one could type in forms until `status` moves on, take all back, and know how many people answered."""
    for keys in ("44444", "00000", "11111"):
        desk.save(typed(desk, keys))
    assert desk.take_back() is not None
    assert desk.take_back() is None
    assert stored(audit) == {Group("staff", "Elm ward"): ["00000", "44444"]}


def test_forms_are_counted_by_perspective_and_nothing_is_told_of_earlier_ones(audit: Path, desk: PaperDesk) -> None:
    assert desk.total == "No forms entered."
    desk.save(typed(desk))
    desk.choose("carer", None)
    for _ in range(2):
        desk.save(typed(desk, "4321"))
    assert desk.total == "3 forms entered: Staff 1, Relatives and friends 2."
    again = open_paper_desk(audit, TODAY)
    assert again.total == "No forms entered."


def test_the_desk_says_which_forms_belong_here(desk: PaperDesk) -> None:
    assert desk.stack == "Staff, Elm ward"
    assert desk.mark.startswith("tiny 1.0 · staff · ")


def test_easy_read_forms_are_kept_as_such(audit: Path) -> None:
    desk = open_paper_desk(audit, TODAY, easy_read=True)
    desk.choose("service_user", None)
    assert typed(desk).draft().easy_read


@pytest.mark.parametrize(("perspective", "team"), [("nobody", None), (None, None), ("staff", "Ash ward")])
def test_unknown_people_and_teams_are_refused_and_the_stack_stays(
    desk: PaperDesk, perspective: str | None, team: str | None
) -> None:
    with pytest.raises(UsageError):
        desk.choose(perspective, team)
    assert desk.stack == "Staff, Elm ward"


def test_a_form_that_cannot_be_kept_is_not_counted(desk: PaperDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise AuditError("The disk is full. Make room and try again.")

    monkeypatch.setattr(Repository, "add_response", full)
    with pytest.raises(AuditError):
        desk.save(typed(desk))
    assert desk.total == "No forms entered."


def test_once_the_audit_cycle_is_closed_nothing_is_added_or_taken_back(audit: Path, desk: PaperDesk) -> None:
    desk.save(typed(desk))
    close_cycle(audit, TODAY)
    with pytest.raises(ClosedError):
        desk.save(typed(desk))
    with pytest.raises(ClosedError):
        desk.take_back()
    assert stored(audit) == {Group("staff", "Elm ward"): ["43210"]}
