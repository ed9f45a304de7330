"""The team's tracker: a row for each action, as it stands on a day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from imroc_audit.exchange.tables import DataCell, DataTable
from imroc_audit.model.plan import ActionRecord, Day

HEADINGS: Final = (
    "Action",
    "Status",
    "What it is about",
    "Aim",
    "Lead",
    "Change to try",
    "Review",
    "Next step",
    "Challenge",
    "Co-lead",
    "PDSA cycle",
    "Prediction",
    "Scale",
    "Start",
    "Last lesson",
    "Audit cycle",
)
PRINTED: Final = 8
"""The columns that go on paper; more of them could not be read there."""
Titles = Mapping[tuple[str, str], str]
"""What a challenge is called, by audit cycle and id."""


def tracker(actions: Iterable[ActionRecord], titles: Titles, today: Day) -> DataTable:
    """Every action: what is tried now, who leads it, when it is reviewed, and what comes next."""
    rows = [_row(one, titles, today) for one in actions]
    return DataTable("Actions", HEADINGS, rows, {"As it stood on": today}, printed=PRINTED)


def next_step(record: ActionRecord, today: Day) -> str:
    """What the people who lead an action do next; once it is adopted or abandoned, what they wrote down then."""
    plan = record.action.pdsa_cycles[record.current - 1]
    if record.status != "open":
        return record.studied[max(record.studied)].next or ""
    if plan.review <= today:
        return "Study it and decide: adopt, adapt or abandon."
    if plan.start > today:
        return f"Start on {plan.start}."
    return f"Go on, and write down what happens, until the review on {plan.review}."


def _row(record: ActionRecord, titles: Titles, today: Day) -> tuple[DataCell, ...]:
    action = record.action
    plan = action.pdsa_cycles[record.current - 1]
    return (
        action.id,
        record.status,
        titles.get((action.audit_cycle, action.challenge), ""),
        action.aim,
        action.lead,
        plan.change_idea,
        date.fromisoformat(plan.review),
        next_step(record, today),
        action.challenge,
        action.co_lead,
        record.current,
        plan.prediction,
        plan.scale,
        date.fromisoformat(plan.start),
        record.studied[max(record.studied)].lesson if record.studied else None,
        action.audit_cycle,
    )
