"""Setting up a workspace, and opening, closing and following audit cycles."""

import re
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from imroc_audit import resources
from imroc_audit.errors import AuditError, UsageError
from imroc_audit.exchange.rows import rejected
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import Record, say
from imroc_audit.model.response import AuditCycle
from imroc_audit.model.study import LoopSummary
from imroc_audit.model.workspace import Settings, Team
from imroc_audit.pdsa.loop import under_way
from imroc_audit.store.repository import Repository
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.audit_cycle.next_step import NextStep, Step, next_step, overdue
from imroc_audit.workflows.collecting.reviewing import comments_waiting
from imroc_audit.workflows.loop.studying import loop_of
from imroc_audit.workflows.opening import (
    consent_to_check,
    definition_of,
    kept_terms,
    load_questionnaire,
    open_audit_cycle,
    open_workspace,
    terms_of,
)

DEFAULT_QUESTIONNAIRE = "ten-challenges"


def create_workspace(folder: Path, organisation: str, teams: list[str], database: str | None = None) -> Workspace:
    """Make a workspace with its settings, key and database."""
    parsed = tuple(map(parse_team, teams))
    names = [team.name.casefold() for team in parsed]
    repeated = sorted({team.name for team in parsed if names.count(team.name.casefold()) > 1})
    if repeated:
        raise UsageError(f"The team '{repeated[0]}' is given more than once. Give each team a name of its own.")
    try:
        settings = Settings(organisation=organisation, teams=parsed, database=database)
    except ValidationError as error:
        wrong = " and ".join(sorted({f"--{detail['loc'][0]}" for detail in error.errors()}))
        raise UsageError(
            f"{wrong} cannot be used. A name has 1 to 200 characters on one line; a database is a URL such as "
            "postgresql+psycopg://user@host/name"
        ) from None
    return Workspace.create(folder, settings)


def parse_team(text: str) -> Team:
    """A team from `NAME`, `NAME=24` (staff) or `NAME=staff:24,service_user:18`."""
    name, equals, numbers = (part.strip() for part in text.rpartition("=")) if "=" in text else (text.strip(), "", "")
    if not name:
        raise UsageError(f"--team '{text}' has no name. Write it like: --team \"Elm ward=24\"")
    head_counts: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in numbers.split(","))):
        perspective, colon, number = part.rpartition(":")
        if not re.fullmatch(r"[0-9]{1,7}", number.strip()) or (colon and not perspective.strip()):
            raise UsageError(
                f"--team '{text}': '{part}' is not a number of people. Write it like: --team \"Elm ward=24\" "
                'for 24 members of staff, or --team "Elm ward=staff:24,service_user:18"'
            )
        head_counts[perspective.strip() or "staff"] = int(number)
    if equals and not head_counts:
        raise UsageError(f"--team '{text}' has no number after the equals sign. Write it like: --team \"Elm ward=24\"")
    try:
        return Team(name=name, head_counts=head_counts)
    except ValidationError:
        raise UsageError(
            f"--team '{text}' cannot be used. A name has 1 to 200 characters on one line, a number is at least 1, and "
            "a perspective is written as in the questionnaire: staff, service_user, carer."
        ) from None


def open_cycle(workspace: Path | None, name: str, questionnaire: str, today: date) -> AuditCycle:
    """Open an audit cycle, and pin the exact words that people will answer."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", name):
        raise UsageError(f"'{name}' cannot name an audit cycle. Use letters, digits, dots and hyphens: 2026-spring")
    found = open_workspace(workspace)
    definition = load_questionnaire(questionnaire, found.path)
    audit_cycle = AuditCycle(
        name=name,
        status="open",
        opened=today.isoformat(),
        questionnaire_id=definition.id,
        questionnaire_version=definition.version,
        questionnaire_hash=definition.hash,
        definition=definition.canonical,
        terms=found.settings.terms.model_dump_json(),
    )
    found.repository().open_cycle(audit_cycle)
    found.note_asking(audit_cycle)
    return audit_cycle


def check_consent(workspace: Path | None) -> str:
    """As `consent_to_check`, for a workspace's folder."""
    return consent_to_check(open_workspace(workspace))


def head_counts_to_check(workspace: Workspace, questionnaire: Questionnaire) -> str:
    """Which head counts are for a perspective that the questionnaire does not have; empty when there are none."""
    known = questionnaire.perspective_ids
    unknown = [
        f"'{one}' (team {team.name})"
        for team in workspace.settings.teams
        for one in team.head_counts
        if one not in known
    ]
    if not unknown:
        return ""
    return (
        f"imroc-audit.toml counts people for {', '.join(unknown)}. {questionnaire.id} has no such perspective, so "
        f"these numbers are not used. Write one of these in its place: {', '.join(known)}."
    )


def check_head_counts(workspace: Path | None) -> str:
    """As `head_counts_to_check`, for a workspace's folder and its open audit cycle."""
    found = open_workspace(workspace)
    return head_counts_to_check(found, definition_of(open_audit_cycle(found.repository())))


def rejected_to_mend(workspace: Workspace, *, is_open: bool) -> str:
    """What to do about rows that imports have rejected; empty where none are kept. is_open: whether answers count."""
    files = len(rejected.kept(workspace.path))
    if not files:
        return ""
    holds, them = (
        ("1 file of rejected rows holds", "it") if files == 1 else (f"{files} files of rejected rows hold", "them")
    )
    what_to_do = (
        f"Put the rows right and import again while the audit cycle is open, then delete {them}."
        if is_open
        else f"They do not count any more: delete {them}."
    )
    return f"{holds} answers, in {workspace.path / rejected.FOLDER}. {what_to_do}"


def check_rejected(workspace: Path | None) -> str:
    """As `rejected_to_mend`, for a workspace's folder and its open audit cycle."""
    return rejected_to_mend(open_workspace(workspace), is_open=True)


def unfinished(workspace: Path | None) -> str:
    """How many people have begun to answer the open audit cycle and not sent it, in steps; empty where nobody has.

    An exact number would tell, whenever it falls, that somebody has just sent their answers.
    """
    repository = open_workspace(workspace).repository()
    audit_cycle = open_audit_cycle(repository)
    begun, threshold = repository.draft_count(audit_cycle.name), kept_terms(audit_cycle).threshold
    if begun < threshold:
        return f"fewer than {threshold}" if begun else ""
    return f"{_step(begun, threshold)} or more"


def close_cycle(workspace: Path | None, today: date) -> AuditCycle:
    """Close the open audit cycle for good. Saved surveys that were not sent are deleted."""
    found = open_workspace(workspace)
    repository = found.repository()
    audit_cycle = open_audit_cycle(repository)
    repository.close_cycle(audit_cycle.name, today.isoformat(), terms_of(found, audit_cycle).model_dump_json())
    found.note_asking(None)
    return repository.cycle(audit_cycle.name)


def list_cycles(workspace: Path | None) -> tuple[AuditCycle, ...]:
    return open_workspace(workspace).repository().cycles()


class Answered(Record):
    """How many answered, no more exactly than is safe while people still answer."""

    label: str
    at_least: int
    exact: bool


class Status(Record):
    """Where an audit stands, and the one next thing to do."""

    organisation: str
    audit_cycle: str | None
    state: Literal["none", "open", "closed"]
    questionnaire: str | None
    answered: tuple[Answered, ...]
    threshold: int
    comments_waiting: int
    open_actions: tuple[str, ...]
    """The actions that are being tried, whichever audit cycle they were planned in."""
    notes: tuple[str, ...]
    step: Step
    """Where in the loop the next thing is."""
    next_step: str


def status(workspace: Path | None, today: date) -> Status:
    """Where the audit stands. While a cycle is open it shows how many answered, in steps, and nothing else."""
    found = open_workspace(workspace)
    repository = found.repository()
    cycles = repository.cycles()
    if not cycles:
        return Status(
            organisation=found.settings.organisation,
            audit_cycle=None,
            state="none",
            questionnaire=None,
            answered=(),
            threshold=found.settings.threshold,
            comments_waiting=0,
            open_actions=(),
            notes=(),
            step="answer",
            next_step="Start an audit cycle: imroc-audit cycle open NAME",
        )
    audit_cycle = cycles[-1]
    waiting = comments_waiting(found, audit_cycle) if audit_cycle.status == "closed" else 0
    threshold = kept_terms(audit_cycle).threshold  # today's could be turned up one by one, until it is the number
    answered = _answered(repository, audit_cycle, threshold)
    loop = loop_of(found, audit_cycle.name)
    stands = _asking(answered)
    if audit_cycle.status == "closed":
        reported = any((found.path / "reports").glob(f"{audit_cycle.name}.*"))
        stands = next_step(loop, waiting=waiting, reported=reported, today=today.isoformat())
        if loop.agreement is None and not any(one.at_least for one in answered):
            stands = _too_few(nobody=answered[0].exact, reported=reported)
    return Status(
        organisation=found.settings.organisation,
        audit_cycle=audit_cycle.name,
        state=audit_cycle.status,
        questionnaire=f"{audit_cycle.questionnaire_id} {audit_cycle.questionnaire_version}",
        answered=answered,
        threshold=threshold,
        comments_waiting=waiting,
        open_actions=tuple(one.action.id for one in under_way(loop) if one.status == "open"),
        notes=(*_notes(found, audit_cycle), *_overdue(loop, today), *_rejected(found, audit_cycle)),
        step=stands.step,
        next_step=stands.next_step,
    )


def _answered(repository: Repository, audit_cycle: AuditCycle, threshold: int) -> tuple[Answered, ...]:
    """Each perspective, rounded down to a multiple of the threshold, and the sum of those for everyone.

    An exact number could be compared with the published results later, and so give away a group that is too
    small to show, or tell who has just sent their answers. Only that nobody has answered yet is said as it is.
    """
    counts = repository.group_counts(audit_cycle.name)
    by_perspective = [
        (say(one.label), sum(n for group, n in counts.items() if group.perspective == one.id))
        for one in definition_of(audit_cycle).perspectives
    ]
    nobody = not counts
    steps = tuple(Answered(label=label, at_least=_step(n, threshold), exact=nobody) for label, n in by_perspective)
    return (Answered(label="Everyone", at_least=sum(step.at_least for step in steps), exact=nobody), *steps)


def _step(number: int, threshold: int) -> int:
    return number - number % threshold


def _notes(workspace: Workspace, audit_cycle: AuditCycle) -> tuple[str, ...]:
    """Things worth knowing: a questionnaire file that has changed since people began to answer."""
    path = resources.questionnaire_files(workspace.path).get(audit_cycle.questionnaire_id)
    if path is None:
        return ()
    try:
        current = load_questionnaire(audit_cycle.questionnaire_id, workspace.path).hash
    except AuditError:
        current = ""
    if current == audit_cycle.questionnaire_hash:
        return ()
    note = (
        f"The file {path.name} has changed since '{audit_cycle.name}' was opened. Nothing is lost: this audit cycle "
        "keeps the words that people answered. The new words take effect with the next cycle."
    )
    return (note,)


def _overdue(loop: LoopSummary, today: date) -> tuple[str, ...]:
    """One note for all the actions whose review is due."""
    due = overdue(loop, today.isoformat())
    if not due:
        return ()
    which = due[0] if len(due) == 1 else "ACTION"
    return (f"Due for review: {', '.join(due)}. See imroc-audit study {which}",)


def _rejected(workspace: Workspace, audit_cycle: AuditCycle) -> tuple[str, ...]:
    """One note for all the rows that imports have rejected."""
    to_mend = rejected_to_mend(workspace, is_open=audit_cycle.status == "open")
    return (to_mend,) if to_mend else ()


def _asking(answered: tuple[Answered, ...]) -> NextStep:
    """What to do while people can answer."""
    if answered[0].exact:
        return NextStep("answer", "Invite people to answer: imroc-audit survey")
    return NextStep(
        "answer",
        "Invite more people: imroc-audit survey. When everyone has had the chance: imroc-audit cycle close",
    )


def _too_few(*, nobody: bool, reported: bool) -> NextStep:
    """What to do after an audit cycle of which nothing can be shown, comments included."""
    again = "Find out what made it hard to answer. Then ask more people: imroc-audit cycle open NAME"
    if nobody:
        return NextStep("again", f"Nobody answered. {again}")
    few = "Too few people answered for results to be shown."
    if not reported:
        return NextStep("report", f"{few} Make the short report, which says so: imroc-audit report")
    return NextStep("again", f"{few} {again}")
