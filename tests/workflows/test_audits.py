"""One command's audits: nothing is opened before it is needed, and nothing is read or worked out twice."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from imroc_audit.errors import AuditError, UnreadableError
from imroc_audit.model.files.action_draft import ActionDraft, PdsaDraft
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.plan import Book
from imroc_audit.model.response import Response, ResponseRow
from imroc_audit.workflows.audit_cycle.cycles import close_cycle, create_workspace, open_cycle
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.loop.planning import add
from tests.connections import connections

TODAY = date(2026, 6, 1)


def response(audit_cycle: AuditCycleName, number: int) -> ResponseRow:
    return Response(
        key=f"{audit_cycle} {number}",
        audit_cycle=audit_cycle,
        perspective="staff",
        mode="import",
        month="2026-05",
        answers="01234",
    ).row


def typed(change_idea: str) -> ActionDraft:
    pdsa = PdsaDraft(change_idea=change_idea, prediction="Yes.")
    pdsa.fill_in(TODAY.isoformat())
    return ActionDraft(challenge="c01", aim="More.", lead="nurse", pdsa=pdsa)


@pytest.fixture
def folder(tmp_path: Path, tiny_text: str) -> Path:
    """A workspace with two closed audit cycles."""
    folder = tmp_path / "audit"
    create_workspace(folder, "Northfield NHS Trust", ["Elm ward=24"])
    (folder / "questionnaires" / "tiny.yaml").write_text(tiny_text, encoding="utf-8")
    with closing(Audits(folder, TODAY)) as audits:
        for name in map(AuditCycleName, ("2025", "2026")):
            open_cycle(audits, name, "tiny")
            audits.repository.add_imported(name, [(f"{name} {n}", response(name, n), ()) for n in range(12)])
            close_cycle(audits)
    return folder


@pytest.fixture
def audits(folder: Path) -> Iterator[Audits]:
    with closing(Audits(folder, TODAY)) as audits:
        yield audits


def test_a_workspace_is_looked_for_when_it_is_asked_for(tmp_path: Path) -> None:
    audits = Audits(tmp_path, TODAY)
    with pytest.raises(AuditError, match="there is no workspace here or above"):
        _ = audits.workspace
    create_workspace(tmp_path, "Northfield NHS Trust", [])
    assert audits.workspace.path == tmp_path


def test_without_a_name_there_need_be_no_workspace_and_one_that_is_named_has_to_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Audits(None, TODAY).here is None
    assert Audits(None, TODAY).folder is None
    with pytest.raises(AuditError, match="no workspace"):
        _ = Audits(tmp_path, TODAY).here
    (tmp_path / "imroc-audit.toml").write_text("organisation = 1\n", encoding="utf-8")
    with pytest.raises(UnreadableError):
        _ = Audits(None, TODAY).here


def test_settings_are_read_and_no_database_is_opened(folder: Path) -> None:
    with connections() as opened:
        assert Audits(folder, TODAY).workspace.settings.organisation == "Northfield NHS Trust"
    assert not opened


def test_whatever_is_asked_for_the_database_is_opened_once(audits: Audits) -> None:
    with connections() as opened:
        loop = audits.loop(audits.closed().audit_cycle.name)
        assert audits.change_before(loop) == audits.change_before(loop)
        assert audits.on(date(2026, 7, 1)).book == audits.book
    assert set(opened.values()) == {1}


def test_an_audit_cycle_is_published_once(audits: Audits) -> None:
    assert audits.closed("2025") is audits.closed("2025")
    assert audits.closed() is audits.closed("2026")
    assert audits.questionnaire(audits.cycle("2025")) is audits.closed("2025").questionnaire


def test_another_day_has_the_same_results_and_its_own_date(audits: Audits) -> None:
    then = audits.on(date(2026, 7, 1))
    assert (then.day, audits.day) == ("2026-07-01", "2026-06-01")
    assert then.closed("2025") is audits.closed("2025")


def test_another_workspace_is_opened_beside_and_this_one_is_not_opened_again(audits: Audits, folder: Path) -> None:
    create_workspace(folder / "other", "Southmere NHS Trust", [])
    assert audits.beside(folder) is audits
    assert audits.beside(folder / "other") is audits.beside(folder / "other" / ".")
    assert audits.beside(folder / "other").cycles == ()


def test_what_is_written_is_seen(audits: Audits) -> None:
    assert audits.book == Book()
    planned, _ = add(audits, typed("Ask."), "team")
    assert list(audits.book.actions) == [planned.id]


def test_what_others_planned_while_somebody_typed_is_not_overwritten(audits: Audits, folder: Path) -> None:
    assert audits.book == Book()  # the questions begin
    with closing(Audits(folder, TODAY)) as others:
        theirs, _ = add(others, typed("Theirs."), "team")
    ours, _ = add(audits, typed("Ours."), "team")
    assert (theirs.id, ours.id) == ("c01-1", "c01-2")
    assert [record.action.pdsa_cycles[0].change_idea for record in audits.book.actions.values()] == ["Theirs.", "Ours."]


def test_an_audit_cycle_that_another_program_opened_is_known_by_its_name(audits: Audits, folder: Path) -> None:
    assert [one.name for one in audits.cycles] == ["2025", "2026"]
    with closing(Audits(folder, TODAY)) as others:
        open_cycle(others, "2027", "tiny")
    assert audits.cycle("2027").status == "open"
    with pytest.raises(AuditError, match=r"no audit cycle called '2030'\. Use one of these: '2025', '2026', '2027'"):
        audits.cycle("2030")
