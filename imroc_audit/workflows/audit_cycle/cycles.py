"""Setting up a workspace, and opening, closing and following audit cycles."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from imroc_audit import resources
from imroc_audit.errors import AuditError, UsageError
from imroc_audit.exchange.rows import rejected
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.plan import ActionRecord, Day
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import Record, say
from imroc_audit.model.response import AuditCycle
from imroc_audit.model.study import LoopSummary
from imroc_audit.model.workspace import Settings, Team
from imroc_audit.pdsa.loop import open_actions, under_way
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.audit_cycle.next_step import NextStep, Step, next_step, overdue
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.collecting.reviewing import readable_comments, waiting
from imroc_audit.workflows.opening import consent_to_check, kept_terms, load_questionnaire, terms_of

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


def open_cycle(audits: Audits, name: str, questionnaire: str) -> AuditCycle:
    """Open an audit cycle, and pin the exact words that people will answer."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", name):
        raise UsageError(f"'{name}' cannot name an audit cycle. Use letters, digits, dots and hyphens: 2026-spring")
    workspace = audits.workspace
    definition = load_questionnaire(questionnaire, workspace.path)
    audit_cycle = AuditCycle(
        name=name,
        status="open",
        opened=audits.day,
        questionnaire_id=definition.id,
        questionnaire_version=definition.version,
        questionnaire_hash=definition.hash,
        definition=definition.canonical,
        terms=workspace.settings.terms.model_dump_json(),
    )
    audits.repository.open_cycle(audit_cycle)
    audits.look_again()
    workspace.note_asking(audit_cycle)
    return audit_cycle


def to_check(audits: Audits) -> Iterator[str]:
    """What to look at once an audit cycle is open, in sentences."""
    if consent := consent_to_check(audits.workspace):
        yield f"Check the consent text: {consent}"
    if head_counts := head_counts_to_check(audits.workspace, audits.questionnaire(audits.open_cycle)):
        yield f"Check the head counts: {head_counts}"


def carried_over(audits: Audits) -> tuple[ActionRecord, ...]:
    """The actions that are still being tried, whichever audit cycle they were planned in."""
    return open_actions(audits.book)


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


def unfinished(audits: Audits) -> str:
    """How many people have begun to answer the open audit cycle and not sent it, in steps; empty where nobody has.

    An exact number would tell, whenever it falls, that somebody has just sent their answers.
    """
    audit_cycle = audits.open_cycle
    begun, threshold = audits.repository.draft_count(audit_cycle.name), kept_terms(audit_cycle).threshold
    if begun < threshold:
        return f"fewer than {threshold}" if begun else ""
    return f"{_step(begun, threshold)} or more"


def close_cycle(audits: Audits) -> AuditCycle:
    """Close the open audit cycle for good. Saved surveys that were not sent are deleted."""
    audits.look_again()  # somebody may have been asked whether to
    audit_cycle = audits.open_cycle
    terms = terms_of(audits.workspace, audit_cycle).model_dump_json()
    audits.repository.close_cycle(audit_cycle.name, audits.day, terms)
    audits.look_again()
    audits.workspace.note_asking(None)
    return audits.cycle(audit_cycle.name)


class Answered(Record):
    """How many answered, no more exactly than is safe while people still answer."""

    label: str
    at_least: int
    exact: bool


class Status(Record):
    """Where an audit stands, and the one next thing to do."""

    organisation: str
    audit_cycle: AuditCycleName | None
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


def status(audits: Audits) -> Status:
    """Where the audit stands. While a cycle is open it shows how many answered, in steps, and nothing else."""
    workspace = audits.workspace
    if not audits.cycles:
        return Status(
            organisation=workspace.settings.organisation,
            audit_cycle=None,
            state="none",
            questionnaire=None,
            answered=(),
            threshold=workspace.settings.threshold,
            comments_waiting=0,
            open_actions=(),
            notes=(),
            step="answer",
            next_step="Start an audit cycle: imroc-audit cycle open NAME",
        )
    audit_cycle = audits.cycles[-1]
    to_read = len(waiting(readable_comments(audits, audit_cycle))) if audit_cycle.status == "closed" else 0
    threshold = kept_terms(audit_cycle).threshold  # today's could be turned up one by one, until it is the number
    answered = _answered(audits, audit_cycle, threshold)
    loop = audits.loop(audit_cycle.name)
    comes_next = _asking(answered)
    if audit_cycle.status == "closed":
        reported = any((workspace.path / "reports").glob(f"{audit_cycle.name}.*"))
        comes_next = next_step(loop, waiting=to_read, reported=reported, today=audits.day)
        if loop.agreement is None and not any(one.at_least for one in answered):
            comes_next = _too_few(nobody=answered[0].exact, reported=reported)
    return Status(
        organisation=workspace.settings.organisation,
        audit_cycle=audit_cycle.name,
        state=audit_cycle.status,
        questionnaire=f"{audit_cycle.questionnaire_id} {audit_cycle.questionnaire_version}",
        answered=answered,
        threshold=threshold,
        comments_waiting=to_read,
        open_actions=tuple(one.action.id for one in under_way(loop) if one.status == "open"),
        notes=(*_notes(workspace, audit_cycle), *_overdue(loop, audits.day), *_rejected(workspace, audit_cycle)),
        step=comes_next.step,
        next_step=comes_next.next_step,
    )


def _answered(audits: Audits, audit_cycle: AuditCycle, threshold: int) -> tuple[Answered, ...]:
    """Each perspective, rounded down to a multiple of the threshold, and the sum of those for everyone.

    An exact number could be compared with the published results later, and so give away a group that is too
    small to show, or tell who has just sent their answers. Only that nobody has answered yet is said as it is.
    """
    counts = audits.repository.group_counts(audit_cycle.name)
    by_perspective = [
        (say(one.label), sum(n for group, n in counts.items() if group.perspective == one.id))
        for one in audits.questionnaire(audit_cycle).perspectives
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


def _overdue(loop: LoopSummary, today: Day) -> tuple[str, ...]:
    """One note for all the actions whose review is due."""
    due = overdue(loop, today)
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
