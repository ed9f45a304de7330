"""Review dates as a calendar that other programs can read and bring up to date."""

from datetime import date
from typing import Any

from icalendar import Calendar

from imroc_audit.exchange.results.review_calendar import review_calendar
from imroc_audit.model.plan import ActionRecord, Decision
from tests.plans import action, pdsa, record


def events(*records: ActionRecord, version: int = 1, source: str = "0a1b2c", today: str = "2026-05-05") -> list[Any]:
    versions = {one.action.id: version for one in records}
    found = Calendar.from_ical(review_calendar(records, versions, source, today))
    return list(found.walk("VEVENT"))


def closed(decision: str) -> dict[int, Decision]:
    return {1: Decision.model_validate({"date": "2026-05-18", "decision": decision, "lesson": "Ask twice."})}


def test_a_review_is_an_event_of_one_whole_day() -> None:
    (event,) = events(record())
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 5, 18), date(2026, 5, 19))
    assert event["summary"] == "Review a1: More people are asked."
    assert "Lead: ward manager and peer worker" in event["description"]
    assert "attendee" not in event


def test_only_what_is_still_to_be_studied_is_in_the_calendar() -> None:
    twice = action(id="a2", pdsa_cycles=(pdsa(), pdsa(start="2026-06-01", review="2026-07-01")))
    found = events(record(studied=closed("adopt")), record(action=twice, studied=closed("adapt")))
    assert [event["dtstart"].dt for event in found] == [date(2026, 7, 1)]


def test_an_event_keeps_its_id_when_its_date_changes_and_is_the_newer_one() -> None:
    (before,) = events(record())
    later = record(action=action(pdsa_cycles=(pdsa(review="2026-06-01"),)))
    (after,) = events(later, version=2, today="2026-05-09")
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)


def test_events_of_other_tests_and_other_organisations_have_other_ids() -> None:
    two = record(action=action(pdsa_cycles=(pdsa(), pdsa(start="2026-06-01", review="2026-07-01"))))
    ids = [event["uid"] for source in ("0a1b2c", "d3e4f5") for event in events(two, source=source)]
    assert len(set(ids)) == 4


def test_the_calendar_of_the_same_plan_is_the_same_on_the_same_day() -> None:
    first, second = (review_calendar([record()], {"a1": 1}, "0a1b2c", "2026-05-05") for _ in range(2))
    assert first == second


def test_lines_are_folded_and_marks_are_escaped() -> None:
    aim = "More people, of all wards; are asked\nBEGIN:VALARM" + " and heard" * 20
    (event,) = events(record(action=action(aim=aim)))
    assert event["summary"] == f"Review a1: {aim}"
    content = review_calendar([record(action=action(aim=aim))], {"a1": 1}, "0a1b2c", "2026-05-05")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\r\nBEGIN:VALARM" not in content
