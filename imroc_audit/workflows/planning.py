"""Actions: planned from a file or one at a time, listed, shown and given back as a file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from imroc_audit.errors import AuditError, UnreadableError, UsageError
from imroc_audit.model.plan import Action, ActionRecord, Book, Change, Day
from imroc_audit.model.plan_file import Known, Setting, check_plan, parse_plan, plan_text
from imroc_audit.model.questionnaire import Record
from imroc_audit.model.yaml_text import Problem, YamlText
from imroc_audit.pdsa.differences import differences
from imroc_audit.pdsa.hints import hints
from imroc_audit.pdsa.series import read_day
from imroc_audit.pdsa.steps import action_of, plan
from imroc_audit.store.plans import Plans
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.opening import closed_audit_cycle, definition_of, open_workspace, read_text

DEFAULT_ROLE: Final = "improvement team"
MANY_PRIORITIES: Final = 3


class FieldChange(Record):
    """One field of an action that a file would change; empty where there was or is nothing."""

    field: str
    before: str
    after: str


class ActionChange(Record):
    """What a file would do to one action: plan it, or change these fields."""

    id: str
    challenge: str
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


def plans_of(workspace: Workspace) -> Plans:
    """Open the plan of a workspace."""
    return Plans.open(workspace.database)


def setting_of(workspace: Workspace, name: str | None, today: date) -> Setting:
    """What an agreement or a plan is checked against. Raises AuditError when no audit cycle is closed."""
    repository = workspace.repository()
    meant = closed_audit_cycle(repository, name)
    known = {}
    for audit_cycle in repository.cycles():
        if audit_cycle.closed is not None:
            questionnaire = definition_of(audit_cycle)
            challenges = tuple(one.id for one in questionnaire.challenges)
            known[audit_cycle.name] = Known(challenges, questionnaire.perspective_ids, audit_cycle.closed)
    return Setting(known, meant.name, plans_of(workspace).book(), today.isoformat())


def preview(workspace: Path | None, file: Path | None, text: str, today: date) -> PlanChange:
    """Read a plan and say what it would change. Raises UnreadableError with every problem, and changes nothing.

    file: where to read it from; None where `text` has been read already.
    """
    found = open_workspace(workspace)
    source = file.name if file else "standard input"
    setting = setting_of(found, None, today)
    actions, problems = parse_plan(read_text(file) if file else text, source, setting)
    refuse(problems, source, "the plan")
    changes = tuple(_changes(actions, setting.book))
    return PlanChange(
        actions=actions,
        changes=changes,
        unchanged=len(actions) - len(changes),
        absent=tuple(one for one in setting.book.actions if one not in {action.id for action in actions}),
        notes=tuple(_notes(tuple(one for one in actions if one.id in {change.id for change in changes}), setting)),
    )


def apply(workspace: Path | None, actions: tuple[Action, ...], today: date, role: str) -> tuple[Change, ...]:
    """Plan these actions, or change what is planned: all of them, or none. Returns what was new."""
    found = open_workspace(workspace)
    return plans_of(found).write(lambda book: plan(book, actions), today.isoformat(), role)


def add(
    workspace: Path | None, data: dict[str, Any], today: date, role: str, audit_cycle: str | None = None
) -> tuple[Action, tuple[str, ...]]:
    """Plan one action from its fields. Without an id it is called after its challenge: c06-1. Returns it and notes."""
    found = open_workspace(workspace)
    setting = setting_of(found, audit_cycle, today)
    named = {"id": free_id(setting.book, str(data.get("challenge", "")))} | data
    if named["id"] in setting.book.actions:
        raise AuditError(
            f"There is an action '{named['id']}' already. Give this one another --id, or change that one with: "
            "imroc-audit plan apply"
        )
    actions, problems = check_plan(YamlText("", {"actions": [named]}, {}, ()), setting)
    refuse(problems, "", "the action")
    apply(workspace, actions, today, role)
    return actions[0], tuple(_notes(actions, setting))


def free_id(book: Book, challenge: str) -> str:
    """An id that no action has: the challenge's and a number."""
    number = 1
    while f"{challenge}-{number}" in book.actions:
        number += 1
    return f"{challenge}-{number}"


def export(workspace: Path | None) -> str:
    """The whole plan as `plan.yaml`."""
    book = plans_of(open_workspace(workspace)).book()
    return plan_text(record.action for record in book.actions.values())


def records(workspace: Path | None) -> tuple[ActionRecord, ...]:
    """Every action, in the order in which they were planned."""
    return tuple(plans_of(open_workspace(workspace)).book().actions.values())


def one_record(workspace: Path | None, action: str) -> ActionRecord:
    """Raises AuditError, naming those that exist, when there is no such action."""
    return action_of(plans_of(open_workspace(workspace)).book(), action)


def history(workspace: Path | None, action: str | None) -> tuple[Change, ...]:
    """Every change to the plan, oldest first; of one action where it is given."""
    changes = plans_of(open_workspace(workspace)).history()
    if action is None:
        return changes
    wanted = action_of(Book.of(changes), action).action.id
    return tuple(change for change in changes if change.action == wanted)


def a_day(text: str | None, option: str, today: date) -> Day:
    """A day from the command line that is not in the future; today where none is given."""
    day = today.isoformat() if text is None else planned_day(text, option)
    if day > today.isoformat():
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
        raise UnreadableError(f"{source}: {how_many}, and nothing was changed. Mend them and try again:", problems)
    lines = [f"{problem.what}: {problem.remedy}" for problem in problems]
    raise AuditError("\n".join((f"{what[0].upper()}{what[1:]} has {how_many}, and nothing was changed:", *lines)))


def _changes(actions: tuple[Action, ...], book: Book) -> Iterator[ActionChange]:
    for action in actions:
        before = book.actions.get(action.id)
        found = differences(before.action, action) if before else ()
        if found or before is None:
            fields = tuple(FieldChange(**difference._asdict()) for difference in found)
            yield ActionChange(
                id=action.id, challenge=action.challenge, aim=action.aim, is_new=before is None, fields=fields
            )


def _notes(actions: tuple[Action, ...], setting: Setting) -> Iterator[str]:
    """What is worth a thought, and no mistake."""
    unagreed = sorted({one.audit_cycle for one in actions if one.audit_cycle not in setting.book.agreements})
    for audit_cycle in unagreed:
        yield f"No priorities have been agreed for {audit_cycle} yet: imroc-audit agree"
    for action in actions:
        agreement = setting.book.agreements.get(action.audit_cycle)
        if agreement and action.challenge not in {one.challenge for one in agreement.priorities}:
            yield f"{action.id}: {action.challenge} is not among the priorities agreed for {action.audit_cycle}."
        for hint in hints(_as_if_planned(action, setting)):
            yield f"{action.id}: {hint.text} ({hint.source})"


def _as_if_planned(action: Action, setting: Setting) -> ActionRecord:
    """The action as it would stand if the plan were changed today."""
    known = setting.book.actions.get(action.id)
    before = known.action.pdsa_cycles if known else ()
    predicted = {}
    for number, pdsa_cycle in enumerate(action.pdsa_cycles, start=1):
        same = known is not None and number <= len(before) and before[number - 1].prediction == pdsa_cycle.prediction
        predicted[number] = known.predicted[number] if known and same else setting.today
    if known is None:
        return ActionRecord(action=action, planned=setting.today, predicted=predicted)
    return known.model_copy(update={"action": action, "predicted": predicted})


class Offered(Record):
    """A challenge that an action can be planned for. `agreed`: it is one of the agreed priorities."""

    id: str
    title: str
    agreed: bool


def challenges_to_work_on(workspace: Path | None, audit_cycle: str | None) -> tuple[Offered, ...]:
    """Every challenge, the agreed priorities first and in their order."""
    found = open_workspace(workspace)
    meant = closed_audit_cycle(found.repository(), audit_cycle)
    agreement = plans_of(found).book().agreements.get(meant.name)
    agreed = [one.challenge for one in agreement.priorities] if agreement else []
    challenges = [
        Offered(id=one.id, title=one.title.say(), agreed=one.id in agreed) for one in definition_of(meant).challenges
    ]
    return tuple(sorted(challenges, key=lambda one: agreed.index(one.id) if one.agreed else len(agreed)))
