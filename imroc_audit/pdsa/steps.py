"""The steps of the loop: each takes the plan as it stands and gives what to write into it, or refuses.

Nothing is ever overwritten: an entry with the id of an earlier one is its next version.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from imroc_audit.errors import AuditError
from imroc_audit.model.plan import (
    Action,
    ActionRecord,
    Agreement,
    Book,
    Day,
    Decided,
    Decision,
    LogEntry,
    Logged,
    Measure,
    Observation,
    Observed,
    PdsaPlan,
    PlanEntry,
)
from imroc_audit.pdsa.differences import differences, fields
from imroc_audit.pdsa.values import shown
from imroc_audit.pdsa.words import count, day_in_words

TAKEN_BACK: Final = "-"
"""In the place of a day: there is none any more."""


class Clash(NamedTuple):
    """A value that is recorded already for a day on which another one is given."""

    given: Observation
    recorded: Observation


def action_of(book: Book, action: str) -> ActionRecord:
    """Raises AuditError, naming those that exist, when there is no such action."""
    found = book.actions.get(action.strip())
    if found is None:
        known = f"Use one of these: {', '.join(book.actions)}." if book.actions else "Plan one: imroc-audit plan add"
        raise AuditError(f"There is no action '{action}'. {known}")
    return found


def measure_of(record: ActionRecord, name: str) -> Measure:
    """Raises AuditError, naming those that exist, when the action has no such measure."""
    found = record.action.measure(name)
    if found is None:
        known = ", ".join(f"'{one.name}'" for one in record.action.measures) or "none"
        raise AuditError(
            f"The action '{record.action.id}' has no measure '{name}'. Its measures: {known}. "
            "Add one to the plan: imroc-audit plan export > plan.yaml, then imroc-audit plan apply plan.yaml"
        )
    return found


def agree(book: Book, agreement: Agreement) -> Iterator[PlanEntry]:
    """Record an agreement, or a new version of it."""
    before = book.agreements.get(agreement.audit_cycle)
    if before is None:
        yield PlanEntry("agreement", agreement.audit_cycle, "agreed", agreement)
    elif changed := differences(before, agreement):
        yield PlanEntry("agreement", agreement.audit_cycle, "changed", agreement, fields(changed))


def plan(book: Book, actions: Iterable[Action]) -> Iterator[PlanEntry]:
    """Plan actions, or change what is planned. Actions that are not given stay as they are."""
    for action in actions:
        before = book.actions.get(action.id)
        if before is None:
            yield PlanEntry("action", action.id, "planned", action)
        elif changed := differences(before.action, action):
            yield PlanEntry("action", action.id, "changed", action, fields(changed))


def set_lines(action: Action, measure: Measure, given: dict[str, Any]) -> dict[str, Any]:
    """The fields of an action with a measure's lines set anew, to be checked as a plan is.

    given: any of `kind`, `per`, `baseline_until`, and `rebase` with its `reason`. A hyphen takes the end of the
    baseline back, or the last new beginning. A new beginning on the day of an earlier one takes its place.
    """
    rebased = {one.since: one.reason for one in measure.rebase}
    since = given.get("rebase")
    if since == TAKEN_BACK and rebased:
        del rebased[max(rebased)]
    elif since not in (None, TAKEN_BACK):
        rebased[since] = given["reason"]
    lines = [{"since": day, "reason": reason} for day, reason in sorted(rebased.items())]
    plain = {key: value for key, value in given.items() if key in ("kind", "per", "baseline_until")}
    changed = measure.model_dump(mode="json") | plain | {"rebase": lines}
    if changed["baseline_until"] == TAKEN_BACK:
        changed["baseline_until"] = None
    measures = [changed if one.name == measure.name else one.model_dump(mode="json") for one in action.measures]
    return action.model_dump(mode="json") | {"measures": measures}


def log(book: Book, action: str, entry: LogEntry) -> Iterator[PlanEntry]:
    """Say what happened in the PDSA cycle that was being tried that day. The same said twice is recorded once."""
    record = action_of(book, action)
    if record.closed is not None and entry.date > record.closed:
        _must_be_open(record)
    number = _tried_on(record, entry.date)
    earlier = record.log.get(number, ())
    if entry not in earlier:
        logged = Logged(action=record.action.id, pdsa_cycle=number, entry=entry)
        where = f"{record.action.id}/{number}/{len(earlier) + 1}"
        yield PlanEntry("log", where, f"logged PDSA cycle {number} on {day_in_words(entry.date)}", logged)


def clashes(record: ActionRecord, measure: Measure, observations: Sequence[Observation]) -> list[Clash]:
    """The values that would change one that is recorded already."""
    recorded = {one.place: one for one in record.observations.get(measure.name, ())}
    return [
        Clash(one, recorded[one.place])
        for one in observations
        if one.place in recorded and _differs(recorded[one.place], one)
    ]


def observe(
    book: Book, action: str, name: str, observations: Sequence[Observation], *, correct: bool = False
) -> Iterator[PlanEntry]:
    """Record values of a measure. One that is recorded already is left; another in its place needs `correct`."""
    record = action_of(book, action)
    measure = measure_of(record, name)
    found = clashes(record, measure, observations)
    if found and not correct:
        others = f" ({count(len(found), 'day')} in all)" if len(found) > 1 else ""
        raise AuditError(
            f"'{measure.name}' already has the value {shown(found[0].recorded)} on "
            f"{day_in_words(found[0].given.date)}{others}. To put another in its place, add --correct."
        )
    recorded = {one.place: one for one in record.observations.get(measure.name, ())}
    for one in observations:
        before = recorded.get(one.place)
        kept = one if one.note or before is None else one.model_copy(update={"note": before.note})
        if before != kept:
            was = f" (was {shown(before)})" if before is not None and _differs(before, kept) else ""
            noted = (
                f", note: {kept.note.removesuffix('.')}"
                if kept.note and (before is None or before.note != kept.note)
                else ""
            )
            what = f"{measure.name} on {day_in_words(one.date)}: {shown(kept)}{was}{noted}"
            yield _observed(record, measure, kept, what, None)


def _differs(recorded: Observation, given: Observation) -> bool:
    """Whether two observations tell another value; a note alone may be added at any time."""
    return (recorded.value, recorded.counted, recorded.of) != (given.value, given.counted, given.of)


def withdraw(book: Book, action: str, name: str, day: Day, why: str) -> Iterator[PlanEntry]:
    """Take a value back. It stays in the history."""
    record = action_of(book, action)
    measure = measure_of(record, name)
    found = [one for one in record.observations.get(measure.name, ()) if one.date == day]
    if not found:
        raise AuditError(
            f"'{measure.name}' has no value on {day_in_words(day)}. See them: imroc-audit plan show {action}"
        )
    what = f"{measure.name} on {day_in_words(day)}: took back {shown(found[-1])}"
    yield _observed(record, measure, found[-1], what, why)


def decide(
    book: Book, action: str, studied: Decision, following: dict[str, Any], *, correct: bool = False
) -> Iterator[PlanEntry]:
    """Decide about the PDSA cycle that is being tried. Adapt opens the next one, linked to it.

    following: fields of the next PDSA cycle that are not as in this one. correct: change the last decision.
    """
    record = action_of(book, action)
    if record.studied and (correct or record.studied[max(record.studied)] == studied):
        number = max(record.studied)
    else:
        _must_be_open(record)
        number = record.current
    _must_fit(record, number, studied, following)
    decided = Decided(action=record.action.id, pdsa_cycle=number, studied=studied)
    where = f"{record.action.id}/{number}"
    if number in record.studied:
        changed = fields(differences(record.studied[number], studied))
        yield PlanEntry("decision", where, changed_decision(number), decided, changed)
    else:
        yield PlanEntry("decision", where, f"{studied.decision} after PDSA cycle {number}", decided)
    if studied.decision == "adapt":
        action_after = _with_next(record.action, number, studied.date, following)
        opened = number == len(record.action.pdsa_cycles)
        for entry in plan(book, [action_after]):
            yield entry._replace(verb=f"opened PDSA cycle {number + 1}", fields=()) if opened else entry


def changed_decision(number: int) -> str:
    """What is done by deciding anew about a PDSA cycle."""
    return f"changed the decision after PDSA cycle {number}"


def corrected(book: Book, action: str, given: dict[str, Any]) -> Decision:
    """The last decision with these fields in place of its own.

    Raises AuditError when there is none, ValidationError when a field cannot be.
    """
    record = action_of(book, action)
    if not record.studied:
        raise AuditError(f"Nothing has been decided about '{record.action.id}' yet. Leave --correct out.")
    return Decision.model_validate(record.studied[max(record.studied)].model_dump() | given)


def _observed(record: ActionRecord, measure: Measure, one: Observation, what: str, why: str | None) -> PlanEntry:
    observed = Observed(action=record.action.id, measure=measure.name, observation=one, withdrawn=why)
    day = f"{one.date}.{one.event}" if one.event else one.date
    return PlanEntry("observation", f"{record.action.id}/{day}/{measure.name}", what, observed)


def _must_be_open(record: ActionRecord) -> None:
    if record.status != "open":
        raise AuditError(
            f"The action '{record.action.id}' was {record.status} on {day_in_words(record.closed or '')}. To change "
            f"that decision: imroc-audit act {record.action.id} adopt|adapt|abandon --correct. To try something else, "
            "plan a new action: imroc-audit plan add"
        )


def _tried_on(record: ActionRecord, day: Day) -> int:
    """The last PDSA cycle that had begun by this day. Raises AuditError when none had."""
    begun = [
        number for number, one in enumerate(record.action.pdsa_cycles[: record.current], start=1) if one.start <= day
    ]
    if not begun:
        raise _too_early(record, 1, f"this happened on {day_in_words(day)}")
    return begun[-1]


def _too_early(record: ActionRecord, number: int, what: str) -> AuditError:
    start = day_in_words(record.action.pdsa_cycles[number - 1].start)
    return AuditError(
        f"PDSA cycle {number} of '{record.action.id}' starts on {start}, and {what}. Give the right day with "
        "--date, or change the start in the plan."
    )


def _must_fit(record: ActionRecord, number: int, studied: Decision, following: dict[str, Any]) -> None:
    start = record.action.pdsa_cycles[number - 1].start
    if studied.decision != "abandon" and studied.date < start:
        raise _too_early(record, number, f"this was decided on {day_in_words(studied.date)}")
    if studied.goal_level is not None and not record.action.goal:
        raise AuditError(
            f"The action '{record.action.id}' has no goal levels: they are written before the outcome is known. "
            "Leave --goal-level out."
        )
    if following and studied.decision != "adapt":
        raise AuditError(f"There is no next PDSA cycle after '{studied.decision}'. Leave its details out, or adapt.")


def _with_next(action: Action, number: int, today: Day, following: dict[str, Any]) -> Action:
    """The action with a PDSA cycle after this one: as planned already, or as the last one with new dates."""
    planned = action.pdsa_cycles
    later = planned[number] if number < len(planned) else _carried(planned[number - 1], today, following)
    following_plan = PdsaPlan.model_validate({**later.model_dump(), **following})
    if following_plan.start < planned[number - 1].start or following_plan.review < following_plan.start:
        raise AuditError(
            f"The next PDSA cycle would start on {day_in_words(following_plan.start)} and be reviewed on "
            f"{day_in_words(following_plan.review)}, after a start on {day_in_words(planned[number - 1].start)}. "
            "Put the dates in order with --start and --review."
        )
    return action.model_copy(update={"pdsa_cycles": (*planned[:number], following_plan, *planned[number + 1 :])})


def _carried(last: PdsaPlan, today: Day, following: dict[str, Any]) -> PdsaPlan:
    """The same test again from today on, for as long as it took this time."""
    start = date.fromisoformat(following.get("start", max(today, last.start)))
    length = date.fromisoformat(last.review) - date.fromisoformat(last.start)
    review = start + (length or timedelta(days=14))
    return last.model_copy(update={"start": start.isoformat(), "review": review.isoformat()})
