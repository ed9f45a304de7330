"""Where an audit stands in its loop, and the one next thing to do."""

from typing import Final, Literal, NamedTuple

from imroc_audit.model.plan import ActionRecord, Book, Day
from imroc_audit.model.response import AuditCycle
from imroc_audit.pdsa.loop import open_actions

Step = Literal["answer", "close", "comments", "report", "agree", "plan", "do", "study", "act", "again"]
STEPS: Final[tuple[Step, ...]] = (
    "answer",
    "close",
    "comments",
    "report",
    "agree",
    "plan",
    "do",
    "study",
    "act",
    "again",
)


class Standing(NamedTuple):
    """The step of the loop that comes next, and what to do as a sentence."""

    step: Step
    next_step: str


def standing(audit_cycle: AuditCycle, book: Book, *, waiting: int, reported: bool, today: Day) -> Standing:
    """The next thing to do after an audit cycle has closed.

    waiting: comments that nobody has read yet. reported: whether there is a report.
    """
    if audit_cycle.name not in book.agreements:
        return _before_agreeing(waiting, reported=reported)
    if not any(one.action.audit_cycle == audit_cycle.name for one in book.actions.values()):
        return Standing(
            "plan", "Plan a small test of change for an agreed priority: imroc-audit plan add, or plan apply plan.yaml"
        )
    return _testing(open_actions(book), today)


def overdue(book: Book, today: Day) -> tuple[ActionRecord, ...]:
    """Open actions whose review is due, the longest overdue first."""
    due = [one for one in open_actions(book) if _review(one) <= today]
    return tuple(sorted(due, key=_review))


def _before_agreeing(waiting: int, *, reported: bool) -> Standing:
    if waiting:
        what = f"Read the comments before anyone else sees them ({waiting} waiting): imroc-audit comments review"
        return Standing("comments", what)
    if not reported:
        what = "Make the report and bring people together to agree priorities: imroc-audit report"
        return Standing("report", what)
    return Standing("agree", "Meet as a mixed group, and record what you agree: imroc-audit agree")


def _testing(actions: tuple[ActionRecord, ...], today: Day) -> Standing:
    """What the tests of change ask for: the one whose review comes first goes first."""
    if not actions:
        what = (
            "Every action is adopted or abandoned. Ask again when people may feel the changes: imroc-audit cycle open"
        )
        return Standing("again", f"{what} NAME")
    first = min(actions, key=_review)
    name, plan = first.action.id, first.action.pdsa_cycles[first.current - 1]
    silent = next((one for one in sorted(actions, key=_start) if _start(one) <= today and not _happened(one)), None)
    if silent is not None and (silent is first or plan.review > today):
        return Standing(
            "do", f"Write down what happens in '{silent.action.id}': imroc-audit do {silent.action.id} --log \"...\""
        )
    if plan.review <= today:
        return Standing(
            "study",
            f"Study '{name}', due for review on {plan.review}: imroc-audit study {name}, then decide: imroc-audit act "
            f"{name} adopt|adapt|abandon",
        )
    return Standing("do", f"Go on with the tests of change. The next review is of '{name}', on {plan.review}.")


def _review(record: ActionRecord) -> Day:
    return record.action.pdsa_cycles[record.current - 1].review


def _start(record: ActionRecord) -> Day:
    return record.action.pdsa_cycles[record.current - 1].start


def _happened(record: ActionRecord) -> bool:
    """Whether anything is known of the PDSA cycle that is being tried."""
    seen = (one for series in record.observations.values() for one in series)
    return bool(record.log.get(record.current)) or any(one.date >= _start(record) for one in seen)
