"""The loop of one audit cycle: its actions, those before it, and the order they come in."""

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.plan import Book, Decision
from imroc_audit.model.response import AuditCycle
from imroc_audit.pdsa.loop import open_actions, study_action, summarise
from tests.plans import action, agreement, book, pdsa, record


def cycle(name: str, opened: str) -> AuditCycle:
    pinned = {"questionnaire_id": "tiny", "questionnaire_version": "1", "questionnaire_hash": "", "definition": ""}
    return AuditCycle.model_validate(
        {"name": name, "status": "closed", "opened": opened, "closed": opened, "terms": ""} | pinned
    )


CYCLES = tuple(cycle(name, f"{name[:4]}-03-01") for name in ("2024-spring", "2025-spring", "2026-spring"))


def closed(day: str, level: int | None = None) -> dict[int, Decision]:
    return {1: Decision.model_validate({"date": day, "decision": "adopt", "lesson": "Good.", "goal_level": level})}


def test_actions_stand_in_the_order_of_the_agreed_priorities() -> None:
    known = book(*(record(action=action(id=one, challenge=one)) for one in ("c03", "c02", "c01")))
    agreed = agreement(priorities=[{"challenge": one, "reason": "Yes."} for one in ("c01", "c02")])
    loop = summarise(
        known.model_copy(update={"agreements": {"2026-spring": agreed}}), AuditCycleName("2026-spring"), CYCLES
    )
    assert [one.action.id for one in loop.actions] == ["c01", "c02", "c03"]


def test_earlier_actions_are_last_times_and_older_ones_that_were_still_open() -> None:
    known = book(
        record(action=action(id="last", audit_cycle="2025-spring"), studied=closed("2025-06-01")),
        record(action=action(id="old-open", audit_cycle="2024-spring")),
        record(action=action(id="old-closed-since", audit_cycle="2024-spring"), studied=closed("2026-04-01")),
        record(action=action(id="old", audit_cycle="2024-spring"), studied=closed("2025-06-01")),
        record(action=action(id="now")),
    )
    loop = summarise(known, AuditCycleName("2026-spring"), CYCLES)
    assert [one.action.id for one in loop.earlier_actions] == ["last", "old-open", "old-closed-since"]
    assert [one.action.id for one in loop.actions] == ["now"]
    assert loop.previous_audit_cycle == "2025-spring"
    assert [one.action.id for one in open_actions(known)] == ["old-open", "now"]


def test_the_first_audit_cycle_has_nothing_before_it() -> None:
    loop = summarise(Book(), AuditCycleName("2024-spring"), CYCLES)
    assert (loop.previous_audit_cycle, loop.earlier_actions, loop.goal_score) == (None, (), None)


def test_values_belong_to_the_test_in_which_they_were_seen() -> None:
    seen = [{"date": day, "value": 1} for day in ("2026-05-03", "2026-05-04", "2026-05-18", "2026-05-19")]
    known = book(record(observations={"asked": seen}, studied=closed("2026-05-18", level=1)))
    loop = summarise(known, AuditCycleName("2026-spring"), CYCLES)
    within = loop.actions[0].pdsa_cycles[0].observed["asked"]
    assert [one.date for one in within] == ["2026-05-04", "2026-05-18"]
    assert len(loop.actions[0].measures[0].observations) == 4
    assert loop.goal_score == 60


def test_what_was_planned_after_the_last_decision_is_not_shown_as_still_to_come() -> None:
    twice = action(pdsa_cycles=(pdsa(), pdsa(start="2026-06-01", review="2026-06-15")))
    decided = study_action(record(action=twice, studied=closed("2026-05-18")))
    assert [one.number for one in decided.pdsa_cycles] == [1]
    logged = {2: ({"date": "2026-06-02", "text": "Tried."},)}
    assert len(study_action(record(action=twice, studied=closed("2026-05-18"), log=logged)).pdsa_cycles) == 2
    assert len(study_action(record(action=twice)).pdsa_cycles) == 2
