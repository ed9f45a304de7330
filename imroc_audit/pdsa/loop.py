"""The loop of one audit cycle: what was agreed, what was tried, and what became of the actions before it."""

from collections.abc import Iterable, Sequence

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.plan import ActionRecord, Agreement, Book, Observation
from imroc_audit.model.response import AuditCycle
from imroc_audit.model.study import ActionStudy, LoopSummary, PdsaStudy
from imroc_audit.pdsa.goals import goal_score
from imroc_audit.pdsa.hints import hints
from imroc_audit.pdsa.reading import study_measure


def summarise(book: Book, audit_cycle: AuditCycleName, audit_cycles: Sequence[AuditCycle]) -> LoopSummary:
    """Everything that followed from an audit cycle. audit_cycles: all of them, oldest first."""
    names = [one.name for one in audit_cycles]
    place = names.index(audit_cycle)
    previous, opened = (names[place - 1] if place else None), audit_cycles[place].opened
    agreement = book.agreements.get(audit_cycle)
    actions = _ordered([one for one in book.actions.values() if one.action.audit_cycle == audit_cycle], agreement)
    earlier = [
        record
        for record in book.actions.values()
        if record.action.audit_cycle in names[:place]
        and (record.action.audit_cycle == previous or record.closed is None or record.closed >= opened)
    ]
    studied = tuple(map(study_action, actions))
    return LoopSummary(
        audit_cycle=audit_cycle,
        agreement=agreement,
        actions=studied,
        previous_audit_cycle=previous,
        previous_agreement=book.agreements.get(previous) if previous else None,
        earlier_actions=tuple(map(study_action, earlier)),
        goal_score=_score(studied),
    )


def study_action(record: ActionRecord) -> ActionStudy:
    """One action: its PDSA cycles, measures over time, hints. What was planned after the last one is left out."""
    action = record.action
    last = len(action.pdsa_cycles) if record.status == "open" else max((record.current, *record.log))
    levels = [one.goal_level for _, one in sorted(record.studied.items()) if one.goal_level is not None]
    return ActionStudy(
        action=action,
        status=record.status,
        current=record.current,
        pdsa_cycles=tuple(_pdsa(record, number) for number in range(1, last + 1)),
        measures=tuple(study_measure(one, record.observations.get(one.name, ())) for one in action.measures),
        goal_written=record.goal_written,
        goal_level=levels[-1] if levels else None,
        hints=hints(record),
    )


def under_way(loop: LoopSummary) -> tuple[ActionStudy, ...]:
    """The actions of this audit cycle, and earlier ones that are still open."""
    return (*loop.actions, *(one for one in loop.earlier_actions if one.status == "open"))


def open_actions(book: Book) -> tuple[ActionRecord, ...]:
    """The actions that are still being tried."""
    return tuple(one for one in book.actions.values() if one.status == "open")


def _ordered(records: Iterable[ActionRecord], agreement: Agreement | None) -> list[ActionRecord]:
    """In the order of the agreed priorities; the rest after them, as they were planned."""
    priorities = [one.challenge for one in agreement.priorities] if agreement else []
    order = {challenge: place for place, challenge in enumerate(priorities)}
    return sorted(records, key=lambda one: order.get(one.action.challenge, len(order)))


def _pdsa(record: ActionRecord, number: int) -> PdsaStudy:
    studied = record.studied.get(number)
    plan = record.action.pdsa_cycles[number - 1]
    until = studied.date if studied else None
    return PdsaStudy(
        number=number,
        plan=plan,
        predicted=record.predicted[number],
        log=record.log.get(number, ()),
        studied=studied,
        observed={
            measure.name: within
            for measure in record.action.measures
            if (within := _within(record.observations.get(measure.name, ()), plan.start, until))
        },
    )


def _within(observations: tuple[Observation, ...], start: str, until: str | None) -> tuple[Observation, ...]:
    return tuple(one for one in observations if start <= one.date and (until is None or one.date <= until))


def _score(actions: Iterable[ActionStudy]) -> float | None:
    levels = [one.goal_level for one in actions if one.goal_level is not None]
    return goal_score(levels) if levels else None
