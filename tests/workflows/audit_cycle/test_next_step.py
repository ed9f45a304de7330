"""Where an audit stands in its loop: one next thing to do, whatever has happened."""

from typing import Any

import pytest

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.plan import ActionRecord, Agreement, Book
from imroc_audit.model.response import AuditCycle
from imroc_audit.model.study import LoopSummary
from imroc_audit.pdsa.loop import summarise
from imroc_audit.workflows.audit_cycle.next_step import NextStep, next_step, overdue
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
AGREED = agreement()
LOG = {1: ({"date": "2026-05-05", "text": "Tried."},)}


def stands(
    *records: ActionRecord,
    today: str = "2026-05-10",
    agreed: Agreement | None = AGREED,
    waiting: int = 0,
    reported: bool = True,
) -> NextStep:
    return next_step(loop(*records, agreed=agreed), waiting=waiting, reported=reported, today=today)


def loop(*records: ActionRecord, agreed: Agreement | None = AGREED) -> LoopSummary:
    agreements = {"2026-spring": agreed} if agreed else {}
    known = Book(agreements=agreements, actions=book(*records).actions)
    earlier = CLOSED.model_copy(update={"name": "2025-spring", "opened": "2025-03-01", "closed": "2025-04-17"})
    return summarise(known, AuditCycleName("2026-spring"), (earlier, CLOSED))


def test_before_the_meeting_comments_are_read_and_the_report_is_made() -> None:
    assert stands(agreed=None, waiting=2, reported=False).step == "comments"
    assert stands(agreed=None, reported=False).step == "report"
    assert stands(agreed=None).step == "agree"


def test_after_the_meeting_something_is_planned() -> None:
    assert stands(waiting=2).step == "plan"
    adopted = {1: {"date": "2026-05-01", "decision": "adopt", "lesson": "Yes."}}
    assert stands(record(action=action(audit_cycle="2025-spring"), studied=adopted)).step == "plan"


def test_every_agreed_priority_gets_an_action_unless_one_is_due_first() -> None:
    two = agreement(priorities=[{"challenge": one, "reason": "Yes."} for one in ("c01", "c02")])
    assert "for the priority c02" in stands(record(log=LOG), agreed=two).next_step
    assert stands(record(log=LOG), agreed=two, today="2026-05-18").step == "study"


def test_an_action_that_is_carried_over_counts_for_its_priority() -> None:
    assert stands(record(action=action(audit_cycle="2025-spring"), log=LOG)).step == "do"


def test_without_a_priority_one_is_agreed() -> None:
    assert stands(agreed=agreement(priorities=())).step == "agree"


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
    assert overdue(loop(late, early), "2026-06-02") == ("early", "late")
    assert overdue(loop(), "2026-06-02") == ()


def test_when_every_action_is_decided_it_is_time_to_ask_again() -> None:
    studied = {1: {"date": "2026-05-18", "decision": "abandon", "lesson": "No."}}
    assert stands(record(studied=studied)).step == "again"
