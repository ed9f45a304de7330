"""Studying and acting: what the tests of change say, and what is decided about them."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from imroc_audit.errors import UsageError
from imroc_audit.model.comparison import Change
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.plan import Book, Decision, PlanEntry
from imroc_audit.model.plan_words import SCALES
from imroc_audit.model.record import Record
from imroc_audit.model.study import ActionStudy
from imroc_audit.pdsa.loop import study_action
from imroc_audit.pdsa.steps import action_of, corrected, decide
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.loop.planning import FieldChange, field_changes
from imroc_audit.workflows.publishing import shares_nothing


class Study(Record):
    """What `study` shows: actions of the audit cycle closed last, and earlier ones that were still open."""

    audit_cycle: AuditCycleName
    actions: tuple[ActionStudy, ...]
    previous_audit_cycle: AuditCycleName | None
    changes: tuple[Change, ...]
    """How the scores of the challenges changed since the previous audit cycle."""
    compared: int
    """Comparisons that were made at once: a change is clear when it is so over all of them."""
    perspectives: dict[str, str]
    """Ids and labels of the perspectives in `changes`."""
    goal_score: float | None
    """The goal attainment T-score of this plan; never to be compared between organisations."""


class Acted(Record):
    """What was decided, and the PDSA cycle that comes next where there is one."""

    action: ActionStudy
    new: tuple[str, ...]
    corrected: tuple[FieldChange, ...]
    """What differs from the decision as it was before, where there was one."""


def study(audits: Audits, action: str | None) -> Study:
    """Read the measures of every action that matters now, or of one."""
    loop = audits.loop(audits.closed_cycle().name)
    actions = (*loop.actions, *loop.earlier_actions)
    if action is not None:
        actions = (study_one(audits, action),)
    comparison = audits.change_before(loop)
    if comparison and shares_nothing(comparison):
        comparison = None
    changes = comparison.pairs[0].changes if comparison else ()
    if action is not None:
        changes = tuple(change for change in changes if change.challenge == actions[0].action.challenge)
    return Study(
        audit_cycle=loop.audit_cycle,
        actions=actions,
        previous_audit_cycle=loop.previous_audit_cycle,
        changes=changes,
        compared=comparison.pairs[0].family if comparison else 0,
        perspectives=comparison.perspectives if comparison else {},
        goal_score=loop.goal_score,
    )


def study_one(audits: Audits, action: str) -> ActionStudy:
    """Read one action. Raises AuditError, naming those that exist, when there is none."""
    return study_action(action_of(audits.book, action))


def act(
    audits: Audits,
    action: str,
    studied: dict[str, Any],
    following: dict[str, Any],
    role: str,
    *,
    correct: bool,
) -> Acted:
    """Adopt, adapt or abandon. Adapt opens the next PDSA cycle, with these fields in place of the last one's.

    studied: fields of the decision; None where one is not given. following: fields of the next PDSA cycle. correct:
    change the last decision, which keeps what is not given.
    """
    given = {name: value for name, value in studied.items() if value is not None}

    def step(book: Book) -> Iterator[PlanEntry]:
        decision = corrected(book, action, given) if correct else Decision.model_validate({"date": audits.day} | given)
        return decide(book, action, decision, following, correct=correct)

    audits.look_again()  # somebody may have been asked
    before = action_of(audits.book, action).studied
    try:
        changes = audits.write(step, role)
    except ValidationError as error:
        wrong = ", ".join(sorted({f"--{str(one['loc'][0]).replace('_', '-')}" for one in error.errors()}))
        remedy = f"A scale is one of: {', '.join(SCALES)}." if wrong == "--scale" else "Write some words."
        raise UsageError(f"{wrong} cannot be used. {remedy}") from None
    record = action_of(audits.book, action)
    last = max(record.studied)
    return Acted(
        action=study_action(record),
        new=tuple(change.what for change in changes),
        corrected=field_changes(before[last], record.studied[last]) if last in before else (),
    )
