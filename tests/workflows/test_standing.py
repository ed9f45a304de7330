"""Where an audit stands in its loop: one next thing to do, whatever has happened."""

from typing import Any

import pytest

from imroc_audit.model.plan import ActionRecord, Book
from imroc_audit.model.response import AuditCycle
from imroc_audit.workflows.standing import Standing, overdue, standing
from tests.plans import action, agreement, book, pdsa, record

CLOSED = AuditCycle.model_validate(
    {
        "name": "2026-spring",
        "status": "closed",
        "opened": "2026-03-01",
        "closed": "2026-04-17",
        "questionnaire_id": "tiny",
        "questionnaire_version": "1",
        "questionnaire_hash": "",
        "definition": "",
        "terms": "",
    }
)
LOG = {1: ({"date": "2026-05-05", "text": "Tried."},)}


def stands(
    *records: ActionRecord, today: str = "2026-05-10", agreed: bool = True, waiting: int = 0, reported: bool = True
) -> Standing:
    known = book(*records)
    if agreed:
        known = known.model_copy(update={"agreements": {"2026-spring": agreement()}})
    return standing(CLOSED, known, waiting=waiting, reported=reported, today=today)


def test_before_the_meeting_comments_are_read_and_the_report_is_made() -> None:
    assert stands(agreed=False, waiting=2, reported=False).step == "comments"
    assert stands(agreed=False, reported=False).step == "report"
    assert stands(agreed=False).step == "agree"


def test_after_the_meeting_something_is_planned() -> None:
    assert stands(waiting=2).step == "plan"
    assert stands(record(action=action(audit_cycle="2025-spring"))).step == "plan"


@pytest.mark.parametrize(
    ("today", "happened", "step", "words"),
    [
        ("2026-05-01", {}, "do", "The next review is of 'a1', on 2026-05-18"),
        ("2026-05-04", {}, "do", "imroc-audit do a1 --log"),
        ("2026-05-10", {"log": LOG}, "do", "The next review is of 'a1', on 2026-05-18"),
        ("2026-05-18", {}, "do", "imroc-audit do a1 --log"),
        ("2026-05-18", {"log": LOG}, "study", "imroc-audit act a1 adopt|adapt|abandon"),
        (
            "2026-05-18",
            {"observations": {"asked": ({"date": "2026-05-04", "value": 1},)}},
            "study",
            "imroc-audit study a1",
        ),
    ],
)
def test_a_test_of_change_is_done_and_then_studied(today: str, happened: dict[str, Any], step: str, words: str) -> None:
    found = stands(record(**happened), today=today)
    assert found.step == step
    assert words in found.next_step


def test_the_action_whose_review_comes_first_goes_first() -> None:
    late = record(action=action(id="late", pdsa_cycles=(pdsa(review="2026-06-01"),)), log=LOG)
    early = record(action=action(id="early"), log=LOG)
    assert "early" in stands(late, early, today="2026-06-02").next_step
    assert [one.action.id for one in overdue(book(late, early), "2026-06-02")] == ["early", "late"]
    assert overdue(Book(), "2026-06-02") == ()


def test_when_every_action_is_decided_it_is_time_to_ask_again() -> None:
    studied = {1: {"date": "2026-05-18", "decision": "abandon", "lesson": "No."}}
    assert stands(record(studied=studied)).step == "again"
