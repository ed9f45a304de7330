"""What a mixed group agreed: stages with their evidence, and priorities beside the votes."""

from imroc_audit.model.ids import ChallengeId, PerspectiveId
from imroc_audit.model.plan import AgreedPriority, AgreedStage, Agreement, Evidence
from imroc_audit.model.questionnaire import STAGES, Challenge
from imroc_audit.report.action_report.audit import Audit, text_of
from imroc_audit.report.document import Basis, Cell, Row, Section, Stage, Table, TableColumn
from imroc_audit.report.text import numbers, words

THIS_TIME, LAST_TIME = "This time", "Last time"
ONE_SIDED = (
    "Only one perspective was in the room. Ask the others what they would have agreed, and record the agreement again."
)
NO_EVIDENCE = "No evidence was written down."


def stages(audit: Audit, challenge: Challenge) -> tuple[Stage, ...]:
    """The three stages, each with when the group agreed on it."""
    now, before = _agreed(audit.agreement, challenge.id), _agreed(audit.agreement_before, challenge.id)
    return tuple(
        Stage(
            name=words.capital(name),
            text=text_of(getattr(challenge.stages, name)),
            agreed=_when(now is not None and now.stage == name, before is not None and before.stage == name),
        )
        for name in STAGES
    )


def bases(audit: Audit, challenge: Challenge) -> tuple[Basis, ...]:
    """The stage and evidence of this time, then of last time; nothing where nothing was agreed."""
    agreed_bases = []
    for when, agreement in ((THIS_TIME, audit.agreement), (LAST_TIME, audit.agreement_before)):
        if agreement is None:
            continue
        stage = _agreed(agreement, challenge.id)
        evidence = tuple(_evidence(one) for one in stage.evidence) if stage else ()
        agreed_bases.append(
            Basis(
                title=f"{when}: {words.capital(stage.stage) if stage else 'no stage agreed'}",
                by=f"Agreed on {numbers.day(agreement.date)} by {room(audit, agreement)}." if stage else "",
                evidence=evidence or ((NO_EVIDENCE,) if stage else ()),
            )
        )
    return tuple(agreed_bases)


def section(audit: Audit) -> Section | None:
    """Who agreed what, and when; None where there is no agreement."""
    agreement = audit.agreement
    if agreement is None:
        return None
    return Section(
        anchor="agreed",
        title="What the group agreed",
        sentences=(
            f"Agreed on {numbers.day(agreement.date)} by {room(audit, agreement)}.",
            ONE_SIDED if agreement.one_sided else "People agreed all of this together.",
            "No stage is worked out from scores, and votes only propose.",
        ),
        tables=tuple(filter(None, (_priorities(audit, agreement), _stages(audit, agreement)))),
    )


def room(audit: Audit, agreement: Agreement) -> str:
    """How many people of each perspective were there, as a list in words."""
    people = {perspective: n for perspective, n in agreement.room.items() if n}
    named = [f"{n:,} {_named(audit, perspective, n)}" for perspective, n in people.items()]
    return words.join(named)


def priorities(audit: Audit) -> tuple[AgreedPriority, ...]:
    """The agreed priorities that the questionnaire knows, in the group's order."""
    priorities = audit.agreement.priorities if audit.agreement else ()
    return tuple(one for one in priorities if one.challenge in audit.called.challenges)


def _when(now: bool, before: bool) -> str:
    if now:
        return "Agreed this time and last time" if before else "Agreed this time"
    return "Agreed last time" if before else ""


def _named(audit: Audit, perspective: PerspectiveId, people: int) -> str:
    """A perspective as it is counted: `1 member of staff`, `4 relatives and friends`."""
    if perspective not in audit.called.labels:
        return f"“{perspective}”"
    return audit.called.counted(perspective, people)


def _agreed(agreement: Agreement | None, challenge: ChallengeId) -> AgreedStage | None:
    return agreement.stages.get(challenge) if agreement else None


def _evidence(evidence: Evidence) -> str:
    where = ", ".join(
        filter(
            None,
            (
                words.one_line(evidence.source) if evidence.source else "",
                numbers.day(evidence.date) if evidence.date else "",
            ),
        )
    )
    text = words.one_line(evidence.text)
    return f"{text} ({where})" if where else text


def _priorities(audit: Audit, agreement: Agreement) -> Table | None:
    if not agreement.priorities:
        return None
    return Table(
        id="t-agreed-priorities",
        caption="The agreed priorities, beside the votes",
        columns=(
            TableColumn(text="Agreed priority"),
            TableColumn(text="The votes"),
            TableColumn(text="Why the group chose it"),
            TableColumn(text="Who saw it differently"),
        ),
        rows=tuple(_priority(audit, place, priority) for place, priority in enumerate(priorities(audit), start=1)),
        notes=("The votes are of everyone who answered; the reasons are of the people in the room.",),
        look="words",
    )


def _priority(audit: Audit, place: int, priority: AgreedPriority) -> Row:
    return Row(
        head=Cell(text=f"{place}. {audit.title(priority.challenge)}"),
        cells=(
            Cell(text=votes(audit, priority.challenge)),
            Cell(text=words.one_line(priority.reason)),
            Cell(text=words.one_line(priority.dissent) if priority.dissent else "Nothing was written down."),
        ),
    )


def votes(audit: Audit, challenge: ChallengeId) -> str:
    """Its rank, and how many of each perspective chose it."""
    result = next((priority for priority in audit.results.priorities if priority.challenge == challenge), None)
    if result is None:
        return "There were no votes."
    shown = [
        f"{n:,} {_named(audit, perspective, n)}"
        for perspective in audit.perspectives
        if (n := result.votes.get(perspective)) is not None
    ]
    rank = f"Rank {result.rank} in the votes" if result.rank is not None else "No rank can be shown"
    return f"{rank}, chosen by {words.join(shown)}." if shown else f"{rank}."


def _stages(audit: Audit, agreement: Agreement) -> Table | None:
    before = audit.agreement_before
    if not agreement.stages and not (before and before.stages):
        return None
    columns = [TableColumn(text="Challenge"), TableColumn(text=f"{THIS_TIME}, {numbers.day(agreement.date)}")]
    if before is not None:
        columns.append(TableColumn(text=f"{LAST_TIME}, {numbers.day(before.date)}"))
    return Table(
        id="t-agreed-stages",
        caption="The agreed stage of each challenge",
        columns=tuple(columns),
        rows=tuple(_stage_row(audit, challenge.id, agreement, before) for challenge in audit.questionnaire.challenges),
        notes=("The evidence for each stage stands with its challenge.",),
        look="words",
    )


def _stage_row(audit: Audit, challenge: ChallengeId, agreement: Agreement, before: Agreement | None) -> Row:
    now, last = _agreed(agreement, challenge), _agreed(before, challenge)
    moved = STAGES.index(now.stage) - STAGES.index(last.stage) if now and last else 0
    small = "further than last time" if moved > 0 else "back from last time" if moved < 0 else ""
    cells = [_stage_cell(now).model_copy(update={"small": small}), *([_stage_cell(last)] if before else [])]
    return Row(
        head=Cell(text=f"{audit.called.numbers[challenge]}. {audit.title(challenge)}"),
        cells=tuple(cells),
    )


def _stage_cell(agreed: AgreedStage | None) -> Cell:
    return Cell(text=words.capital(agreed.stage)) if agreed else Cell(text="not agreed", look="mute")
