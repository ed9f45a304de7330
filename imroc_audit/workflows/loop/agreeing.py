"""The meeting: what a mixed group sees before it agrees, and what it agreed on."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from imroc_audit.analysis.consensus import opinion
from imroc_audit.analysis.gap_reading import is_clear, turned
from imroc_audit.analysis.importance import middle, standings
from imroc_audit.errors import UnreadableError, UsageError
from imroc_audit.model.files.plan_file import PlanContext, agreement_text, check_agreement, parse_agreement
from imroc_audit.model.files.yaml_text import YamlText
from imroc_audit.model.ids import AuditCycleName, ChallengeId, PerspectiveId
from imroc_audit.model.plan import AgreedStage, Agreement
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import Record, say
from imroc_audit.model.results import Gap, PerspectiveResult, PriorityResult, Results, ShownComment
from imroc_audit.pdsa.steps import agree
from imroc_audit.report.text import numbers
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.collecting.reviewing import readable_comments, to_show, waiting
from imroc_audit.workflows.loop.planning import (
    MANY_PRIORITIES,
    FieldChange,
    context_of,
    field_changes,
    refuse,
)
from imroc_audit.workflows.opening import read_text
from imroc_audit.workflows.output import write_whole

ONE_SIDED: Final = (
    "Only one perspective was in the room. What is agreed holds better when people who work here, people who use "
    "services and relatives and friends agree it together. Ask the others, and record the agreement again."
)


class Meeting(Record):
    """What a group needs to see before it agrees: everything here has been through disclosure control."""

    audit_cycle: AuditCycleName
    questionnaire: Questionnaire
    results: Results
    comments: tuple[ShownComment, ...]
    comments_waiting: int
    agreed: Agreement | None
    """What has been agreed already."""
    last_audit_cycle: AuditCycleName | None
    last_stages: dict[str, AgreedStage]
    """The stages agreed last time, by challenge."""


class Recorded(Record):
    """An agreement as it was recorded, what was new in words, the fields that changed, and what is worth a thought."""

    agreement: Agreement
    new: tuple[str, ...]
    fields: tuple[FieldChange, ...]
    notes: tuple[str, ...]


def open_meeting(audits: Audits, name: str | None) -> Meeting:
    """What the group sees. Raises AuditError while the audit cycle is open."""
    closed = audits.closed(name)
    audit_cycle, agreements = closed.audit_cycle, audits.book.agreements
    names = [one.name for one in audits.cycles]
    before = [one for one in names[: names.index(audit_cycle.name)] if one in agreements]
    last = agreements[before[-1]] if before else None
    comments = readable_comments(audits, audit_cycle)
    return Meeting(
        audit_cycle=audit_cycle.name,
        questionnaire=closed.questionnaire,
        results=closed.results,
        comments=to_show(comments),
        comments_waiting=len(waiting(comments)),
        agreed=agreements.get(audit_cycle.name),
        last_audit_cycle=last.audit_cycle if last else None,
        last_stages=last.stages if last else {},
    )


def agree_from(audits: Audits, file: Path, name: str | None, role: str) -> Recorded:
    """Record `agreement.yaml`. Raises UnreadableError with every problem, and then nothing is recorded."""
    context = context_of(audits, name)
    agreement, problems = parse_agreement(read_text(file), file.name, context)
    refuse(problems, file.name, "the agreement")
    if name is not None and agreement is not None and agreement.audit_cycle != name:
        raise UsageError(
            f"{file.name} is about the audit cycle '{agreement.audit_cycle}', and --cycle says '{name}'. Change one of "
            "the two."
        )
    recorded = _record(audits, agreement, context, role)
    draft = _draft_file(audits, recorded.agreement.audit_cycle)
    if not draft.exists():
        return recorded
    stopped = (
        "A meeting was stopped half way, and the next 'agree' without a file goes on from there. To begin it anew, "
        f"delete {draft.name}."
    )
    return recorded.model_copy(update={"notes": (*recorded.notes, stopped)})


def agree_typed(audits: Audits, data: dict[str, Any], name: str | None, role: str) -> Recorded:
    """Record what was typed at the meeting, the keys as in `agreement.yaml`."""
    audits.look_again()  # the meeting took its time
    context = context_of(audits, name)
    agreement, problems = check_agreement(YamlText.typed(data), context)
    refuse(problems, "", "the agreement")
    return _record(audits, agreement, context, role)


def agreement_file(audits: Audits, name: str | None) -> str:
    """The agreement of an audit cycle as `agreement.yaml`; empty where nothing has been agreed."""
    agreement = audits.book.agreements.get(audits.closed_cycle(name).name)
    return agreement_text(agreement) if agreement else ""


def _record(audits: Audits, agreement: Agreement | None, context: PlanContext, role: str) -> Recorded:
    if agreement is None:
        raise ValueError("an agreement without problems is missing")
    changes = audits.write(lambda book: agree(book, agreement), role)
    before = context.book.agreements.get(agreement.audit_cycle)
    return Recorded(
        agreement=agreement,
        new=tuple("agreed" if change.version == 1 else "changed" for change in changes),
        fields=field_changes(before, agreement) if before else (),
        notes=_notes(agreement, context),
    )


def _notes(agreement: Agreement, context: PlanContext) -> tuple[str, ...]:
    notes = [ONE_SIDED] if agreement.one_sided else []
    challenges = context.audit_cycles[agreement.audit_cycle].challenges
    without = [one for one in challenges if one not in agreement.stages]
    if without:
        notes.append(f"No stage was agreed for: {', '.join(without)}.")
    bare = [one for one, agreed in agreement.stages.items() if not agreed.evidence]
    if bare:
        notes.append(f"No evidence is written down for the stage of: {', '.join(bare)}.")
    if not agreement.priorities:
        notes.append("No priorities were agreed.")
    if len(agreement.priorities) > MANY_PRIORITIES:
        notes.append(f"{len(agreement.priorities)} priorities were agreed. Few priorities are more often acted on.")
    return tuple(notes)


class ChallengeInView(Record):
    """What the group sees of one challenge, in sentences."""

    scores: tuple[str, ...]
    answers: tuple[str, ...]
    gaps: tuple[str, ...]
    comments: tuple[str, ...]
    last_stage: str


def seen(meeting: Meeting, challenge: ChallengeId) -> ChallengeInView:
    """Scores, answers, gaps, agreement, reviewed comments and last time's stage of one challenge."""
    published = next(one for one in meeting.results.challenges if one.id == challenge)
    labels = {one.id: say(one.label) for one in meeting.questionnaire.perspectives}
    last = meeting.last_stages.get(challenge)
    return ChallengeInView(
        scores=tuple(_score(labels[perspective], result) for perspective, result in published.perspectives.items()),
        answers=tuple(
            line
            for perspective, result in published.perspectives.items()
            if (line := _answers(labels[perspective], result, meeting.questionnaire))
        ),
        gaps=tuple(_gap(gap, labels) for gap in published.gaps if gap.difference is not None),
        comments=tuple(
            f"{labels[one.perspective]}: {one.text}" for one in meeting.comments if one.challenge == challenge
        ),
        last_stage=last.stage if last else "",
    )


def votes(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """Each challenge, by rank, and in words its votes by perspective, points, rank, score and place on the grid."""
    scores = {one.id: one.score for one in meeting.results.challenges}
    ranked = sorted(meeting.results.priorities, key=lambda one: (one.rank is None, one.rank or 0, one.challenge))
    grid = _grid(meeting.results)
    return tuple(
        (
            f"{result.challenge} {meeting.questionnaire.challenge(result.challenge).title.say()}",
            ", ".join(
                (
                    f"votes {_each(result, meeting.questionnaire)}",
                    "no points"
                    if result.borda is None
                    else f"points {numbers.decimal(result.borda, 2)} (rank {result.rank})",
                    _worth(scores.get(result.challenge)),
                    *((grid[result.challenge],) if result.challenge in grid else ()),
                )
            ),
        )
        for result in ranked
    )


def cut_offs(meeting: Meeting) -> str:
    """The middle of the challenges, by which each one's place on the grid is told; empty where there is no grid."""
    cut = middle(standings(meeting.results))
    if cut is None:
        return ""
    return (
        f"The middle of your {len(standings(meeting.results))} challenges is {numbers.decimal(cut.points, 2)} points "
        f"and a score of {numbers.decimal(cut.score, 1)}: as many challenges are above it as below."
    )


def begin_draft(audits: Audits, meeting: Meeting) -> tuple[dict[str, Any], bool]:
    """What has been said already, and whether a meeting was stopped half way: else what was recorded, or nothing."""
    empty: dict[str, Any] = {"room": {}, "stages": {}, "priorities": [], "seen": []}
    draft = _draft_file(audits, meeting.audit_cycle)
    if draft.exists():
        return empty | _draft(draft), True
    recorded = json.loads(meeting.agreed.model_dump_json(exclude_none=True)) if meeting.agreed else {}
    return empty | {key: value for key, value in recorded.items() if key in empty or key == "date"}, False


def _draft(file: Path) -> dict[str, Any]:
    """Raises UnreadableError when it is not as `save_draft` wrote it."""
    with suppress(json.JSONDecodeError):
        if isinstance(said := json.loads(read_text(file)), dict):
            return said
    raise UnreadableError(
        f"{file}: what was said at the meeting so far cannot be read. Delete this file to begin the meeting again."
    )


def save_draft(audits: Audits, audit_cycle: AuditCycleName, data: dict[str, Any]) -> None:
    """Keep what was said so far, so that a meeting can be stopped."""
    write_whole(_draft_file(audits, audit_cycle), json.dumps(data, indent=1).encode())


def forget_draft(audits: Audits, audit_cycle: AuditCycleName) -> None:
    """The meeting is over."""
    _draft_file(audits, audit_cycle).unlink(missing_ok=True)


def _draft_file(audits: Audits, audit_cycle: AuditCycleName) -> Path:
    return audits.workspace.path / f"agreement-{audit_cycle}.draft.json"


def _score(label: str, result: PerspectiveResult) -> str:
    if result.hidden:
        return f"{label}: hidden, because too few people answered."
    if result.score is None:
        return f"{label}: no score."
    interval = "" if result.low is None or result.high is None else f" ({result.low:.0f} to {result.high:.0f})"
    inside = "" if result.consensus is None else f" Opinion inside this group is {opinion(result.consensus)}."
    return f"{label}: {result.score:.0f} of 100{interval}, {result.n} people.{inside}"


def _answers(label: str, result: PerspectiveResult, questionnaire: Questionnaire) -> str:
    """How the answers to all statements of the challenge spread over the options; empty where they are hidden."""
    reverse = {one.id for one in questionnaire.statements if one.reverse}
    counts = [
        one.counts[::-1] if one.id in reverse else one.counts for one in result.statements if one.counts is not None
    ]
    totals = [sum(numbers) for numbers in zip(*counts, strict=True)]
    if not sum(totals):
        return ""
    options = zip(questionnaire.scale.options, totals, strict=True)
    shares = (f"{say(option.text)} {100 * n / sum(totals):.0f} %" for option, n in options)
    turned = (
        " (The opposite for statements where true is bad.)" if reverse & {one.id for one in result.statements} else ""
    )
    return f"{label} answered: {', '.join(shares)}.{turned}"


def _gap(gap: Gap, labels: dict[PerspectiveId, str]) -> str:
    gap = turned(gap)
    points, (higher, lower) = numbers.whole(gap.difference or 0.0), (labels[one] for one in gap.between)
    interval = "" if gap.low is None or gap.high is None else f" ({numbers.between(gap.low, gap.high)})"
    if points == "0":
        return f"{higher} and {lower}: no difference{interval}."
    chance = ": this can be chance" if interval and not is_clear(gap) else ""
    unit = "point" if points == "1" else "points"
    return f"{higher}: {points} {unit} above {lower}{interval}{chance}."


def _grid(results: Results) -> dict[str, str]:
    """Where each challenge's points and score lie beside the middle, in words."""
    places = standings(results)
    cut = middle(places)
    if cut is None:
        return {}
    return {
        challenge: f"points {_beside(mine.points, cut.points, 2)} and "
        f"score {_beside(mine.score, cut.score, 1)} the middle"
        for challenge, mine in places.items()
    }


def _beside(value: float, middle: float, places: int) -> str:
    """As the numbers are printed: what looks like a tie is told as one."""
    difference = round(value, places) - round(middle, places)
    return "above" if difference > 0 else "below" if difference < 0 else "at"


def _each(result: PriorityResult, questionnaire: Questionnaire) -> str:
    return " / ".join(_shown(result.votes.get(perspective)) for perspective in questionnaire.perspective_ids)


def _worth(score: float | None) -> str:
    return "no score" if score is None else f"score {numbers.decimal(score, 1)}"


def _shown(number: int | None) -> str:
    return "hidden" if number is None else str(number)
