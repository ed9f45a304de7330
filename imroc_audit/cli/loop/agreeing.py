"""`agree`: the meeting at which a mixed group agrees stages and priorities."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imroc_audit.cli import asking, console
from imroc_audit.cli.options import CycleOption, RoleOption

if TYPE_CHECKING:
    from imroc_audit.model.questionnaire import Challenge
    from imroc_audit.workflows.audits import Audits
    from imroc_audit.workflows.loop.agreeing import Meeting, Recorded

Data = dict[str, Any]


def register(app: typer.Typer) -> None:
    app.command()(agree)


def agree(
    ctx: typer.Context,
    from_: Annotated[
        Path | None, typer.Option("--from", help="Read the agreement from this file.", metavar="FILE")
    ] = None,
    cycle: CycleOption = None,
    role: RoleOption = "improvement team",
    show: Annotated[bool, typer.Option("--show", help="Print what has been agreed as a file, and stop.")] = False,
) -> None:
    """Record what a mixed group agreed: the stage of each challenge with evidence, and the priorities.

    Without --from it leads through the meeting: it shows what people answered, and asks. The group decides.
    """
    from imroc_audit.workflows.loop import agreeing

    if show:
        typer.echo(agreeing.agreement_file(ctx.obj, cycle), nl=False)
    elif from_ is not None:
        _tell(agreeing.agree_from(ctx.obj, from_, cycle, role))
    else:
        meeting = agreeing.open_meeting(ctx.obj, cycle)
        asking.must_be_interactive(
            "Write the agreement into a file (docs/plan.md shows how): agree --from agreement.yaml"
        )
        data = _meet(ctx.obj, meeting)
        if data is not None:
            _tell(agreeing.agree_typed(ctx.obj, data, meeting.audit_cycle, role))
            agreeing.forget_draft(ctx.obj, meeting.audit_cycle)


def _tell(recorded: Recorded) -> None:
    agreement = recorded.agreement
    if not recorded.new:
        asking.paragraph(f"{agreement.audit_cycle}: this is what was agreed already. Nothing was changed.")
    for what in recorded.new:
        asking.paragraph(f"{agreement.audit_cycle}: {what}.")
    asking.changes(recorded.fields)
    for place, priority in enumerate(agreement.priorities, start=1):
        console.say(f"  Priority {place}: {priority.challenge}")
    for note in recorded.notes:
        asking.note(note)
    console.tell("Next: imroc-audit plan add, or plan apply plan.yaml")


def _meet(audits: Audits, meeting: Meeting) -> Data | None:
    """Lead through the meeting. What is said is kept after each step; None when it is not to be recorded."""
    from imroc_audit.workflows.loop.agreeing import begin_draft, save_draft

    data, goes_on = begin_draft(audits, meeting)
    _welcome(meeting, goes_on=goes_on)
    challenges = meeting.questionnaire.challenges
    for place, challenge in enumerate(challenges, start=1):
        if goes_on and challenge.id in data["seen"]:
            continue
        console.say(f"\nChallenge {place} of {len(challenges)}")
        _show_challenge(meeting, challenge)
        _ask_stage(data, challenge)
        data["seen"].append(challenge.id)
        save_draft(audits, meeting.audit_cycle, data)
    _ask_room(data, meeting)
    save_draft(audits, meeting.audit_cycle, data)
    _show_votes(meeting)
    _ask_priorities(audits, data, meeting)
    data["date"] = asking.day("\nDay of the meeting", date.fromisoformat(data.get("date", audits.day)))
    save_draft(audits, meeting.audit_cycle, data)
    if not console.agrees("\nRecord this agreement?", default=True):
        asking.paragraph("Not recorded. What was said is kept: imroc-audit agree goes on from here.")
        return None
    return {key: value for key, value in data.items() if key != "seen"}


def _welcome(meeting: Meeting, *, goes_on: bool) -> None:
    from imroc_audit.pdsa.words import count

    asking.paragraph(
        f"The meeting about {meeting.audit_cycle}. For each challenge you see what people answered. You agree the "
        "stage, by what you can show for it: no stage follows from a score. Then you agree what to work "
        "on. Ctrl-C stops; what was said is kept, and the next 'agree' goes on from there."
    )
    if goes_on:
        console.say("Going on from where you stopped.")
    if meeting.comments_waiting:
        waiting = count(meeting.comments_waiting, "comment has", "comments have")
        asking.note(f"{waiting} not been read yet: imroc-audit comments review")


def _show_challenge(meeting: Meeting, challenge: Challenge) -> None:
    """What people answered and wrote, the stages in words, and last time's stage."""
    from imroc_audit.workflows.loop.agreeing import seen

    shown = seen(meeting, challenge.id)
    asking.paragraph(f"{challenge.id} {challenge.title.say()}")
    asking.paragraph(challenge.about.say(), "  ")
    for line in (*shown.scores, *shown.answers, *shown.gaps):
        asking.paragraph(line, "  ")
    if shown.comments:
        console.say("  What people wrote:")
        for comment in shown.comments:
            asking.paragraph(f"- {comment}", "    ")
    if shown.last_stage:
        asking.paragraph(f"Agreed last time ({meeting.last_audit_cycle}): {shown.last_stage}", "  ")


def _ask_stage(data: Data, challenge: Challenge) -> None:
    from imroc_audit.model.questionnaire import STAGES
    from imroc_audit.model.record import say

    console.say("Which stage are we at?")
    known = data["stages"].get(challenge.id)
    chosen = asking.choice(
        f"Stage ({asking.LEFT_OPEN} to leave it open)" if known else "Stage (Enter to leave it open)",
        [f"{stage}: {say(getattr(challenge.stages, stage))}" for stage in STAGES],
        required=False,
        default=STAGES.index(known["stage"]) if known else None,
    )
    if chosen is None:
        data["stages"].pop(challenge.id, None)
        return
    evidence = list(known.get("evidence", ())) if known else []
    for shown in evidence:
        asking.paragraph(f"Evidence so far: {shown['text']}", "  ")
    if evidence and not console.agrees("Keep this evidence?", default=True):
        evidence = []
    while (text := asking.optional_words("Evidence: what shows it? (Enter when there is no more)")) is not None:
        source = asking.optional_words("  Link or file name (Enter for none)")
        day = asking.day("  Its date, Enter for none", None)
        evidence.append({"text": text} | ({"source": source} if source else {}) | ({"date": day} if day else {}))
    data["stages"][challenge.id] = {"stage": STAGES[chosen], "evidence": evidence}


def _ask_room(data: Data, meeting: Meeting) -> None:
    from imroc_audit.model.record import say
    from imroc_audit.workflows.loop.agreeing import ONE_SIDED

    while True:
        asking.paragraph("\nWho is in the room? How many people from each side?")
        for perspective in meeting.questionnaire.perspectives:
            data["room"][perspective.id] = asking.people(
                f"  {say(perspective.label)}", data["room"].get(perspective.id, 0)
            )
        present = sum(people > 0 for people in data["room"].values())
        if present == 1:
            asking.paragraph(f"Note: {ONE_SIDED}")
        if present:
            return
        asking.paragraph("Somebody has to be there: please give the numbers again.")


def _show_votes(meeting: Meeting) -> None:
    """Votes, points and rank beside how each challenge scores today."""
    from imroc_audit.model.record import say
    from imroc_audit.workflows.loop.agreeing import cut_offs, votes

    voted = votes(meeting)
    if not voted:
        console.say("\nThere are no votes to show.")
        return
    labels = " / ".join(say(one.label) for one in meeting.questionnaire.perspectives)
    asking.paragraph(f"\nWhat people chose: votes of {labels}. Points are an equal voice for each side.")
    asking.paragraph(cut_offs(meeting))
    for challenge, words in voted:
        asking.paragraph(challenge)
        asking.paragraph(words, "  ")


def _ask_priorities(audits: Audits, data: Data, meeting: Meeting) -> None:
    """Ask for one priority after the other; each is kept as soon as it is said."""
    from imroc_audit.workflows.loop.agreeing import save_draft

    ids = [one.id for one in meeting.questionnaire.challenges]
    limit = min(meeting.questionnaire.priorities or 3, len(ids))
    kept = data["priorities"]
    if kept:
        console.say(f"Agreed so far: {', '.join(one['challenge'] for one in kept)}.")
    if not kept or not console.agrees("Keep these?", default=True):
        kept = []
    data["priorities"] = chosen = list[Data](kept)
    if len(chosen) < limit:
        asking.paragraph(f"\nWhat do you agree to work on? Up to {limit}, the most important first.")
    while len(chosen) < limit:
        left = [one for one in ids if one not in {priority["challenge"] for priority in chosen}]
        question = f"Priority {len(chosen) + 1}, such as {left[0]} (Enter when there is no more)"
        challenge = asking.one_of(question, left, required=False)
        if challenge is None:
            return
        reason = asking.words("  Why this one?")
        dissent = asking.optional_words("  Who saw it differently, and how? (Enter for nobody)")
        chosen.append({"challenge": challenge, "reason": reason} | ({"dissent": dissent} if dissent else {}))
        save_draft(audits, meeting.audit_cycle, data)
