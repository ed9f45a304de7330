"""Review dates as an iCalendar file (RFC 5545): an all-day event for each PDSA cycle that is still to be studied."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from imroc_audit.model.plan import ActionRecord, Day

if TYPE_CHECKING:
    from icalendar import Event


def review_calendar(actions: Iterable[ActionRecord], versions: Mapping[str, int], source: str, today: Day) -> bytes:
    """The calendar of all open actions. Roles stand in it as they were written down, and no attendees.

    versions: action -> how many versions of its plan there have been, so that a changed date replaces the old one.
    source: what tells this plan from another organisation's, in small letters and digits.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//imroc-audit//reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for record in actions:
        if record.status == "open":
            for number in range(record.current, len(record.action.pdsa_cycles) + 1):
                calendar.add_component(_event(record, number, versions[record.action.id], source, today))
    return bytes(calendar.to_ical())


def _event(record: ActionRecord, number: int, version: int, source: str, today: Day) -> "Event":
    from icalendar import Event

    action = record.action
    plan = action.pdsa_cycles[number - 1]
    day = date.fromisoformat(plan.review)
    event = Event()
    event.add("uid", f"{action.id}-{number}.{source}@imroc-audit")
    event.add("dtstamp", datetime.combine(date.fromisoformat(today), time(), UTC))
    event.add("sequence", version - 1)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"Review {action.id}: {action.aim}")
    leads = " and ".join(filter(None, (action.lead, action.co_lead)))
    event.add(
        "description",
        f"We try: {plan.change_idea}\nWe expect: {plan.prediction}\nLead: {leads}\n"
        f"Study it and decide: adopt, adapt or abandon. imroc-audit study {action.id}",
    )
    return event
