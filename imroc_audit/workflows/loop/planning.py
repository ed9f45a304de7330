"""Actions: planned from a file or one at a time, listed, shown and given back as a file."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from imroc_audit.errors import AuditError, UnreadableError, UsageError
from imroc_audit.model.files.action_draft import ActionDraft
from imroc_audit.model.files.plan_file import (
    ClosedTerms,
    PlanContext,
    check_draft,
    check_plan,
    draft_text,
    parse_plan,
    plan_text,
)
from imroc_audit.model.files.yaml_text import Problem, YamlText
from imroc_audit.model.ids import ChallengeId
from imroc_audit.model.plan import (
    Action,
    ActionRecord,
    Agreement,
    Book,
    Day,
    Decided,
    Decision,
    HistoryEntry,
    PlanEntry,
    goal_since,
)
from imroc_audit.model.record import Record
from imroc_audit.pdsa.differences import differences
from imroc_audit.pdsa.hints import hints
from imroc_audit.pdsa.series import read_day
from imroc_audit.pdsa.steps import action_of, changed_decision, measure_of, plan, set_lines
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.opening import read_text

DEFAULT_ROLE: Final = "improvement team"
MANY_PRIORITIES: Final = 3
UNFINISHED: Final = "plan-unfinished-"
"""How the names of files begin that hold what somebody typed of an action."""


class FieldChange(Record):
    """One field of an action, an agreement or a decision that changes; empty where there was or is nothing."""

    field: str
    before: str
    after: str


class ActionChange(Record):
    """What a file would do to one action: plan it, or change these fields."""

    id: str
    challenge: ChallengeId
    aim: str
    is_new: bool
    fields: tuple[FieldChange, ...]


class PlanChange(Record):
    """What a file would do to the plan. `absent`: actions that are not in the file and stay as they are."""

    actions: tuple[Action, ...]
    changes: tuple[ActionChange, ...]
    unchanged: int
    absent: tuple[str, ...]
    notes: tuple[str, ...]


class Revision(Record):
    """An entry of the history: what was done, and what each field said before and said then."""

    change: HistoryEntry
    what: str
    fields: tuple[FieldChange, ...]


def context_of(audits: Audits, name: str | None) -> PlanContext:
    """What an agreement or a plan is checked against. Raises AuditError when no audit cycle is closed."""
    meant = audits.closed_cycle(name)
    known = {}
    for audit_cycle in audits.cycles:
        if audit_cycle.closed is not None:
            questionnaire = audits.questionnaire(audit_cycle)
            challenges = tuple(one.id for one in questionnaire.challenges)
            known[audit_cycle.name] = ClosedTerms(challenges, questionnaire.perspective_ids, audit_cycle.closed)
    return PlanContext(known, meant.name, audits.book, audits.day)


def preview(audits: Audits, file: Path | None, text: str) -> PlanChange:
    """Read a plan and say what it would change. Raises UnreadableError with every problem, and changes nothing.

    file: where to read it from; None where `text` has been read already.
    """
    source = file.name if file else "standard input"
    context = context_of(audits, None)
    actions, problems = parse_plan(read_text(file) if file else text, source, context)
    refuse(problems, source, "the plan")
    changes = tuple(_changes(actions, context.book))
    changed = {change.id for change in changes}
    return PlanChange(
        actions=actions,
        changes=changes,
        unchanged=len(actions) - len(changes),
        absent=tuple(one for one in context.book.actions if one not in {action.id for action in actions}),
        notes=tuple(_notes(tuple(action for action in actions if action.id in changed), context)),
    )


def apply(audits: Audits, actions: tuple[Action, ...], role: str) -> tuple[HistoryEntry, ...]:
    """Plan these actions, or change what is planned: all of them, or none. Returns what was new."""
    return audits.write(lambda book: plan(book, actions), role)


def add(
    audits: Audits, draft: ActionDraft, role: str, audit_cycle: str | None = None, *, keep: bool = False
) -> tuple[Action, tuple[str, ...]]:
    """Plan one action from a draft. Without an id it is called after its challenge: c06-1. Returns it and notes.

    keep: write the draft into a file when there is a problem, because someone typed it at questions.
    """
    audits.look_again()  # while someone typed, others may have planned
    context = context_of(audits, audit_cycle)
    named = _named(draft, context.book)
    if named.id:
        _must_be_new(context.book, named.id)
    action, problems = check_draft(named, context)
    try:
        refuse(problems, "", "the action")
    except AuditError as error:
        if not keep:
            raise
        kept = _keep(audits.workspace, named)
        raise AuditError(
            f'{error}\nWhat you typed is kept in {kept}. Mend it there, then: imroc-audit plan apply "{kept}"'
        ) from None
    if action is None:
        raise ValueError("an action without problems is missing")
    apply(audits, (action,), role)
    return action, tuple(_notes((action,), context))


def set_measure(audits: Audits, action: str, name: str, given: dict[str, Any], role: str) -> tuple[FieldChange, ...]:
    """Set what the values of a measure are and what its lines are drawn from. Returns the fields that changed.

    given: fields of `set_lines`. Raises AuditError with every problem, as for a plan from a file, and changes nothing.
    """
    record = action_of(audits.book, action)
    changed = set_lines(record.action, measure_of(record, name), given)
    context = context_of(audits, record.action.audit_cycle)
    checked, problems = check_plan(YamlText.typed({"actions": [changed]}), context)
    refuse(problems, "", "the measure")
    fields = field_changes(record.action, checked[0])
    apply(audits, checked, role)
    return fields


def keep_unfinished(audits: Audits, draft: ActionDraft) -> Path:
    """Write what there is of an action, its challenge among it, into a plan file to be completed."""
    return _keep(audits.workspace, _named(draft, audits.book))


def delete_unfinished(audits: Audits, file: Path) -> bool:
    """Delete a file that kept what somebody typed, now that all of it is in the plan. False for any other file."""
    is_ours = file.match(f"{UNFINISHED}[0-9]*.yaml") and file.resolve().parent == audits.workspace.path.resolve()
    if not is_ours:
        return False
    with suppress(OSError):
        file.unlink()
    return not file.exists()


def must_be_new(audits: Audits, id_: str) -> None:
    """Raises AuditError when there is an action of this name."""
    _must_be_new(audits.book, id_)


def free_id(book: Book, challenge: str) -> str:
    """An id that no action has: the challenge's and a number."""
    number = 1
    while f"{challenge}-{number}" in book.actions:
        number += 1
    return f"{challenge}-{number}"


def export(audits: Audits) -> str:
    """The whole plan as `plan.yaml`."""
    return plan_text(record.action for record in audits.book.actions.values())


def records(audits: Audits) -> tuple[ActionRecord, ...]:
    """Every action, in the order in which they were planned."""
    return tuple(audits.book.actions.values())


def one_record(audits: Audits, action: str) -> ActionRecord:
    """Raises AuditError, naming those that exist, when there is no such action."""
    return action_of(audits.book, action)


def history(audits: Audits, action: str | None) -> tuple[Revision, ...]:
    """Every change to the plan, by date; of one action where it is given."""
    wanted = action_of(audits.book, action).action.id if action else None
    versions = {(change.kind, change.id, change.version): change for change in audits.history}
    return tuple(
        _revision(change, versions.get((change.kind, change.id, change.version - 1)))
        for change in sorted(audits.history, key=lambda change: change.date)
        if wanted in (None, change.action)
    )


def field_changes(
    before: Action | Agreement | Decision, after: Action | Agreement | Decision
) -> tuple[FieldChange, ...]:
    """What differs between two versions, field by field."""
    return tuple(FieldChange(**difference._asdict()) for difference in differences(before, after))


def a_day(text: str | None, option: str, today: Day) -> Day:
    """A day from the command line that is not in the future; today where none is given."""
    day = today if text is None else planned_day(text, option)
    if day > today:
        raise UsageError(f"{option} {text}: this day is still to come. Check the year.")
    return day


def planned_day(text: str, option: str) -> Day:
    """A day from the command line."""
    day = read_day(text.strip())
    if day is None:
        raise UsageError(f"{option} '{text}' is not a day of the calendar. Write it as 2026-05-04.")
    return day


def refuse(problems: tuple[Problem, ...], source: str, what: str) -> None:
    """Raise UnreadableError with every problem of a file, or AuditError for what was typed; nothing without one."""
    if not problems:
        return
    how_many = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    if source:
        them = "it" if len(problems) == 1 else "them"
        raise UnreadableError(f"{source}: {how_many}, and nothing was changed. Mend {them} and try again:", problems)
    lines = [f"{problem.what}: {problem.remedy}" for problem in problems]
    raise AuditError("\n".join((f"{what[0].upper()}{what[1:]} has {how_many}, and nothing was changed:", *lines)))


def _named(draft: ActionDraft, book: Book) -> ActionDraft:
    return replace(draft, id=draft.id or free_id(book, draft.challenge or ""))


def _must_be_new(book: Book, id_: str) -> None:
    if id_ in book.actions:
        raise AuditError(
            f"There is an action '{id_}' already. Give this one another --id, or change that one with: "
            "imroc-audit plan apply"
        )


def _keep(workspace: Workspace, draft: ActionDraft) -> Path:
    """Write an action that is not right yet into a plan file that nobody has used."""
    from imroc_audit.workflows.output import write_whole

    number = 1
    while (file := workspace.path / f"{UNFINISHED}{number}.yaml").exists():
        number += 1
    write_whole(file, draft_text(draft).encode())
    return file


def _revision(change: HistoryEntry, before: HistoryEntry | None) -> Revision:
    now, then = (_compared(one) if one else None for one in (change, before))
    fields = field_changes(then, now) if then and now else ()
    changed = PlanEntry(change.kind, change.id, _verb(change), change.content, tuple(one.field for one in fields))
    # The fields stand below, so that they are not named here too.
    return Revision(change=change, what=changed.verb if change.what == changed.what else change.what, fields=fields)


def _verb(change: HistoryEntry) -> str:
    """What was done in a new version of something."""
    match change.content:
        case Decided(pdsa_cycle=number):
            return changed_decision(number)
        case _:
            return "changed"


def _compared(change: HistoryEntry) -> Action | Agreement | Decision | None:
    """What is compared with the version before; None for a log entry or a value, which are told whole."""
    match change.content:
        case Action() | Agreement():
            return change.content
        case Decided():
            return change.content.studied
        case _:
            return None


def _changes(actions: tuple[Action, ...], book: Book) -> Iterator[ActionChange]:
    for action in actions:
        before = book.actions.get(action.id)
        fields = field_changes(before.action, action) if before else ()
        if fields or before is None:
            yield ActionChange(
                id=action.id, challenge=action.challenge, aim=action.aim, is_new=before is None, fields=fields
            )


def _notes(actions: tuple[Action, ...], context: PlanContext) -> Iterator[str]:
    """What is worth a thought, and no mistake."""
    unagreed = sorted({one.audit_cycle for one in actions if one.audit_cycle not in context.book.agreements})
    for audit_cycle in unagreed:
        yield f"No priorities have been agreed for {audit_cycle} yet: imroc-audit agree"
    for action in actions:
        agreement = context.book.agreements.get(action.audit_cycle)
        if agreement and action.challenge not in {one.challenge for one in agreement.priorities}:
            yield f"{action.id}: {action.challenge} is not among the priorities agreed for {action.audit_cycle}."
        for hint in hints(_as_if_planned(action, context)):
            yield f"{action.id}: {hint.text} ({hint.source})"


def _as_if_planned(action: Action, context: PlanContext) -> ActionRecord:
    """The action as it would stand if the plan were changed today."""
    known = context.book.actions.get(action.id)
    before = known.action.pdsa_cycles if known else ()
    predicted = {}
    for number, pdsa_cycle in enumerate(action.pdsa_cycles, start=1):
        same = known is not None and number <= len(before) and before[number - 1].prediction == pdsa_cycle.prediction
        predicted[number] = known.predicted[number] if known and same else context.today
    if known is None:
        goal_written = context.today if action.goal else None
        return ActionRecord(action=action, planned=context.today, predicted=predicted, goal_written=goal_written)
    goal_written = goal_since(known.action, known.goal_written, action, context.today)
    return known.model_copy(update={"action": action, "predicted": predicted, "goal_written": goal_written})


class Offered(Record):
    """A challenge that an action can be planned for. `agreed`: it is one of the agreed priorities."""

    id: ChallengeId
    title: str
    agreed: bool


def challenges_to_work_on(audits: Audits, audit_cycle: str | None) -> tuple[Offered, ...]:
    """Every challenge, the agreed priorities first and in their order."""
    meant = audits.closed_cycle(audit_cycle)
    agreement = audits.book.agreements.get(meant.name)
    agreed = [priority.challenge for priority in agreement.priorities] if agreement else []
    challenges = [
        Offered(id=challenge.id, title=challenge.title.say(), agreed=challenge.id in agreed)
        for challenge in audits.questionnaire(meant).challenges
    ]
    return tuple(sorted(challenges, key=lambda one: agreed.index(one.id) if one.agreed else len(agreed)))
