"""`plan apply | export | list | show | add | measure | history | factors`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imroc_audit.cli import asking, console
from imroc_audit.cli.options import ActionArgument, CycleOption, JsonOption, RoleOption
from imroc_audit.model.files.action_draft import FORTNIGHT, ActionDraft, FactorDraft, MeasureDraft, PdsaDraft
from imroc_audit.model.plan_words import GOAL_WORDS, KIND_WORDS, SCALES, may_be_counted_in_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imroc_audit.model.cfir import Pick
    from imroc_audit.model.plan import ActionRecord
    from imroc_audit.workflows.audits import Audits
    from imroc_audit.workflows.loop.planning import PlanChange

app = typer.Typer(help="Plan small tests of change, and see what is planned.", no_args_is_help=True)

Data = dict[str, Any]
KindOption = Annotated[
    str | None, typer.Option(help=f"What the values are: {', '.join(KIND_WORDS)}. Default: number.", metavar="KIND")
]
PerOption = Annotated[float | None, typer.Option(help="A rate is told per so much, such as 1000.")]


@app.command()
def apply(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A plan, as docs/plan.md shows it; - for standard input.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    role: RoleOption = "improvement team",
) -> None:
    """Plan the actions of a file, or change what is planned. What will change is shown first.

    Actions that are not in the file stay as they are. A file with a mistake changes nothing.
    """
    from imroc_audit.workflows.loop import planning

    piped = str(file) == "-"
    planned = planning.preview(ctx.obj, None if piped else file, sys.stdin.read() if piped else "")
    _show_change(planned)
    if planned.changes:
        if console.is_interactive():
            console.confirm("Change the plan like this?", yes=yes)
        planning.apply(ctx.obj, planned.actions, role)
    console.say("The plan is changed." if planned.changes else "Nothing to change.")
    for note in planned.notes:
        asking.note(note)
    if planning.delete_unfinished(ctx.obj, file):
        asking.note(f"{file.name} is deleted, because all of it is in the plan.")


@app.command()
def export(ctx: typer.Context) -> None:
    """Print the whole plan as a file that `plan apply` takes back."""
    from imroc_audit.workflows.loop import planning

    typer.echo(planning.export(ctx.obj), nl=False)


@app.command("list")
def list_(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """List the actions with where each one stands."""
    from imroc_audit.workflows.loop import planning

    records = planning.records(ctx.obj)
    if as_json:
        console.show_json([_as_json(record) for record in records])
        return
    if not records:
        console.tell("Nothing is planned yet. Plan an action: imroc-audit plan add")
    for record in records:
        plan = record.action.pdsa_cycles[record.current - 1]
        when = f"review {plan.review}" if record.status == "open" else f"{record.status} {record.closed}"
        line = f"{record.action.id}  {record.status}  PDSA cycle {record.current}  {when}  ({record.action.lead})"
        asking.paragraph(line)
        asking.paragraph(record.action.aim, "    ")


@app.command()
def show(ctx: typer.Context, action: ActionArgument, as_json: JsonOption = False) -> None:
    """Show one action with everything that has been recorded about it."""
    from imroc_audit.cli.loop.studying import show_action
    from imroc_audit.workflows.loop import planning, studying

    if as_json:
        console.show_json(_as_json(planning.one_record(ctx.obj, action)))
        return
    study = studying.study_one(ctx.obj, action)
    show_action(study, xmr=False, whole=True)


@app.command()
def add(
    ctx: typer.Context,
    challenge: Annotated[str | None, typer.Option(help="The challenge it is for, such as c06.")] = None,
    aim: Annotated[str | None, typer.Option(help="What will be better, for whom, by when.")] = None,
    change_idea: Annotated[str | None, typer.Option(help="One small thing to do differently.")] = None,
    prediction: Annotated[str | None, typer.Option(help="What is expected to happen, written before the test.")] = None,
    rationale: Annotated[str | None, typer.Option(help="Why it should help.")] = None,
    questions: Annotated[str | None, typer.Option(help="What the test is to find out.")] = None,
    steps: Annotated[str | None, typer.Option(help="Who does what, when and where.")] = None,
    scale: Annotated[str | None, typer.Option(help=f"The first test is with: {', '.join(SCALES)}.")] = None,
    lead: Annotated[str | None, typer.Option(help="Who leads it: a role, not a name.")] = None,
    co_lead: Annotated[str | None, typer.Option(help="The role of a co-lead with lived experience.")] = None,
    start: Annotated[str | None, typer.Option(help="Day. Default: today.")] = None,
    review: Annotated[str | None, typer.Option(help="Day. Default: two weeks after the start.")] = None,
    measure: Annotated[str | None, typer.Option(help="The name of a measure.", metavar="NAME")] = None,
    unit: Annotated[str | None, typer.Option(help="What the measure is counted in.")] = None,
    direction: Annotated[str | None, typer.Option(help="up or down: which way is better.")] = None,
    baseline: Annotated[float | None, typer.Option(help="How things were before.")] = None,
    target: Annotated[float | None, typer.Option(help="How things should be.")] = None,
    how_often: Annotated[str | None, typer.Option(help="Such as: every week.")] = None,
    kind: KindOption = None,
    per: PerOption = None,
    baseline_until: Annotated[
        str | None, typer.Option(help="Day. The lines are those of the values up to it.", metavar="DATE")
    ] = None,
    rebase: Annotated[
        list[str] | None,
        typer.Option(help='From a day on the lines begin anew, and why: "2026-07-06=A second ward joined."'),
    ] = None,
    goal: Annotated[
        list[str] | None, typer.Option(help='A level of the goal: "-2=nobody". Give it five times, from -2 to 2.')
    ] = None,
    barrier: Annotated[list[str] | None, typer.Option(help="What may hinder. Give it once for each.")] = None,
    enabler: Annotated[list[str] | None, typer.Option(help="What may help. Give it once for each.")] = None,
    id_: Annotated[str | None, typer.Option("--id", help="Default: the challenge and a number.")] = None,
    cycle: CycleOption = None,
    role: RoleOption = "improvement team",
) -> None:
    """Plan one action, from options or from questions. At a terminal what is missing is asked for."""
    from imroc_audit.errors import UsageError
    from imroc_audit.workflows.loop import planning

    draft = ActionDraft(
        id=id_,
        audit_cycle=cycle,
        challenge=challenge,
        aim=aim,
        rationale=rationale,
        lead=lead,
        co_lead=co_lead,
        goal=_levels(goal or []),
        barriers=[*map(_factor, barrier or ())],
        enablers=[*map(_factor, enabler or ())],
        pdsa=PdsaDraft(
            change_idea=change_idea,
            prediction=prediction,
            questions=questions,
            steps=steps,
            scale=scale,
            start=_planned(start, "--start"),
            review=_planned(review, "--review"),
        ),
    )
    if draft.pdsa.start and draft.pdsa.review and draft.pdsa.review < draft.pdsa.start:
        raise UsageError(f"--review {review} is before --start {start}. Put the two dates in order.")
    counted: Data = {"unit": unit, "direction": direction, "baseline": baseline, "target": target}
    counted |= {"how_often": how_often, "kind": kind, "per": per}
    counted |= {
        "baseline_until": _planned(baseline_until, "--baseline-until"),
        "rebase": _rebased(rebase or []) or None,
    }
    if measure is not None:
        given_of_it = {name: value for name, value in counted.items() if value is not None}
        draft.measures.append(MeasureDraft(measure, **given_of_it))
    elif given := [_option(name) for name, value in counted.items() if value is not None]:
        raise UsageError(f"{', '.join(given)} without --measure: say what is counted, with --measure NAME.")
    if missing := draft.missing:
        asking.must_be_interactive(
            f"Give {', '.join(map(_option, missing))} too, or plan from a file: imroc-audit plan apply plan.yaml"
        )
        if id_ is not None:
            planning.must_be_new(ctx.obj, id_)
        try:
            _ask(ctx.obj, draft)
        except typer.Abort:
            _keep(ctx.obj, draft)
            raise
    draft.pdsa.fill_in(ctx.obj.day)
    planned, notes = planning.add(ctx.obj, draft, role, cycle, keep=bool(missing))
    asking.paragraph(f"Planned '{planned.id}', to be reviewed on {planned.pdsa_cycles[0].review}.")
    for note in notes:
        asking.note(note)
    console.tell(f'Next: imroc-audit do {planned.id} --log "..."')


@app.command()
def measure(
    ctx: typer.Context,
    action: ActionArgument,
    name: Annotated[str, typer.Argument(help="The name of its measure.", metavar="NAME")],
    baseline_until: Annotated[
        str | None,
        typer.Option(help="Day. The lines are those of the values up to it; - for those of all.", metavar="DATE"),
    ] = None,
    rebase: Annotated[
        str | None,
        typer.Option(help="Day. From it on the lines begin anew; - takes the last beginning back.", metavar="DATE"),
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why the lines begin anew.", metavar="TEXT")] = None,
    kind: KindOption = None,
    per: PerOption = None,
    role: RoleOption = "improvement team",
) -> None:
    """Say later what a measure's values are, where its baseline ends, or from when its lines begin anew.

    The reason is printed on the chart. What was set before stays in the history.
    """
    from imroc_audit.errors import UsageError
    from imroc_audit.workflows.loop import planning

    if (rebase not in (None, asking.LEFT_OPEN)) != (reason is not None):
        raise UsageError('--rebase and --reason go together: --rebase 2026-07-06 --reason "A second ward joined."')
    changes: Data = {"kind": kind, "per": per}
    changes |= {"baseline_until": _planned_or_none(baseline_until, "--baseline-until")}
    changes |= {"rebase": _planned_or_none(rebase, "--rebase"), "reason": reason}
    given = {key: value for key, value in changes.items() if value is not None}
    if not given:
        raise UsageError("Say what to set: --baseline-until, --rebase with --reason, --kind or --per.")
    fields = planning.set_measure(ctx.obj, action, name, given, role)
    asking.paragraph(f"{action}: {'the measure is changed.' if fields else 'this is so already. Nothing was changed.'}")
    asking.changes(fields)


@app.command()
def history(
    ctx: typer.Context,
    action: Annotated[str | None, typer.Argument(help="Only this action.", metavar="ACTION")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show every change to the plan, oldest first: when, in which role, and what. Nothing is ever overwritten."""
    from imroc_audit.workflows.loop import planning

    revisions = planning.history(ctx.obj, action)
    if as_json:
        console.show_json([one.change.model_dump(mode="json") for one in revisions])
        return
    if not revisions:
        console.tell("Nothing has been agreed or planned yet.")
    for revision in revisions:
        change = revision.change
        about = change.action or change.id
        asking.paragraph(f"{change.date}  {about}, version {change.version}: {revision.what} ({change.role})")
        asking.changes(revision.fields)


@app.command()
def factors() -> None:
    """List what often helps and hinders, to pick from, and the codes of CFIR for your own words."""
    from imroc_audit.model import cfir

    for title, picks in (("Barriers", cfir.BARRIERS), ("Enablers", cfir.ENABLERS)):
        asking.paragraph(f"{title} that others have met (Erondu & McGraw 2021):")
        for pick in picks:
            asking.paragraph(f"{pick.text}  [{pick.domain}]", "  ")
    asking.paragraph("Codes of CFIR (Damschroder et al. 2009), for 'cfir' in a plan:")
    for domain, constructs in cfir.CFIR.items():
        console.say(f"  {domain}")
        asking.paragraph(", ".join(constructs), "    ")


def _as_json(record: ActionRecord) -> Data:
    return {"id": record.action.id, "status": record.status, "current": record.current} | record.model_dump(mode="json")


def _show_change(planned: PlanChange) -> None:
    for change in planned.changes:
        asking.paragraph(f"{change.id}: {'new action' if change.is_new else 'changed'}, for {change.challenge}")
        if change.is_new:
            asking.paragraph(change.aim, "    ")
        asking.changes(change.fields)
    if planned.unchanged:
        console.say(f"The same as before: {planned.unchanged}")
    if planned.absent:
        asking.paragraph(f"Not in the file, and left as they are: {', '.join(planned.absent)}")


def _option(name: str) -> str:
    """What a field is called on the command line."""
    return f"--{name.replace('_', '-')}"


def _keep(audits: Audits, draft: ActionDraft) -> None:
    """Keep what was typed by now, once there is more to it than the challenge."""
    from imroc_audit.workflows.loop import planning

    if draft.challenge and draft.aim:
        kept = planning.keep_unfinished(audits, draft)
        console.tell(f'\nWhat you typed is kept in {kept}. Add the rest there, then: imroc-audit plan apply "{kept}"')


def _planned(day: str | None, option: str) -> str | None:
    """The day of an option as an ISO date."""
    from imroc_audit.workflows.loop.planning import planned_day

    return None if day is None else planned_day(day, option)


def _planned_or_none(day: str | None, option: str) -> str | None:
    """The same, or the hyphen that takes a day back."""
    return day if day == asking.LEFT_OPEN else _planned(day, option)


def _rebased(given: list[str]) -> list[dict[str, str]]:
    """New beginnings of lines from `2026-07-06=A second ward joined.`"""
    from imroc_audit.errors import UsageError

    found = []
    for option in given:
        day, _, reason = option.partition("=")
        if not reason.strip():
            raise UsageError(
                f"--rebase '{option}' is not a day and a reason: --rebase \"2026-07-06=A second ward joined.\""
            )
        found.append({"since": str(_planned(day, "--rebase")), "reason": reason.strip()})
    return found


def _levels(given: list[str]) -> dict[str, str]:
    """Levels of the goal from `-2=nobody`."""
    from imroc_audit.errors import UsageError

    levels: dict[str, str] = {}
    for option in given:
        level, equals, text = option.partition("=")
        if not equals or level.strip() not in ("-2", "-1", "0", "1", "2", "+1", "+2") or level.strip() in levels:
            raise UsageError(
                f"--goal '{option}' is not a level. Give each of -2, -1, 0, 1 and 2 once: --goal \"-2=nobody\""
            )
        levels[level.strip().lstrip("+")] = text.strip()
    return levels


def _factor(text: str) -> FactorDraft:
    """A barrier or enabler; with `words = construct` it has a CFIR code."""
    from imroc_audit.model.cfir import is_code

    said, _, code = text.rpartition("=")
    return FactorDraft(said.strip(), code.strip()) if said.strip() and is_code(code.strip()) else FactorDraft(text)


def _ask(audits: Audits, draft: ActionDraft) -> None:
    """Ask for everything that was not given; Enter leaves out what can be left out.

    Each answer is in the draft as soon as it is given, so that it can be kept when the questions are stopped.
    """
    from imroc_audit.model import cfir

    pdsa = draft.pdsa
    console.say("Plan one small test of change. Roles, not names.")
    draft.challenge = draft.challenge or _ask_challenge(audits, draft.audit_cycle)
    draft.aim = draft.aim or asking.words("Aim: what will be better, for whom, by when?")
    pdsa.change_idea = pdsa.change_idea or asking.words("Change idea: one small thing to do differently")
    draft.rationale = draft.rationale or asking.optional_words("Why should it help? (Enter to leave out)")
    pdsa.prediction = pdsa.prediction or asking.words("Prediction: what do you expect to see?")
    if pdsa.scale is None:
        console.say("How large is the first test? Small is safe to fail.")
        pdsa.scale = SCALES[asking.choice("Scale", SCALES, default=0) or 0]
    draft.lead = draft.lead or asking.words("Who leads it? (a role)")
    draft.co_lead = draft.co_lead or asking.optional_words("Co-lead with lived experience (a role)")
    pdsa.start = pdsa.start or asking.day("Start", audits.today, last=pdsa.review)
    after = date.fromisoformat(str(pdsa.start)) + FORTNIGHT
    pdsa.review = pdsa.review or asking.day("Review", after, first=str(pdsa.start))
    if not draft.measures:
        _ask_measures(draft.measures)
    if not draft.goal:
        _ask_goal(draft.goal)
    if not draft.barriers:
        _ask_factors("What may hinder it?", cfir.BARRIERS, draft.barriers)
    if not draft.enablers:
        _ask_factors("What may help it?", cfir.ENABLERS, draft.enablers)


def _ask_challenge(audits: Audits, cycle: str | None) -> str:
    from imroc_audit.workflows.loop import planning

    offered = planning.challenges_to_work_on(audits, cycle)
    console.say("Which challenge is it for?")
    for challenge in offered:
        asking.paragraph(f"{challenge.id} {challenge.title}{', agreed' if challenge.agreed else ''}", "  ")
    ids = [one.id for one in offered]
    return asking.one_of(f"Challenge, such as {ids[0]}", ids) or ids[0]


def _ask_measures(measures: list[MeasureDraft]) -> None:
    while (name := asking.optional_words("Measure: what will you count? (Enter when there is no more)")) is not None:
        unit = asking.words("  Unit, such as percent of plans")
        kind, per = _ask_kind() if may_be_counted_in_parts(name, unit) else (None, None)
        direction = ("up", "down")[asking.choice("  Which way is better?", ("up", "down"), default=0) or 0]
        baseline = asking.number("  Baseline: how is it now? (Enter if not known)")
        target = asking.number("  Target (Enter for none)")
        how_often = asking.words("  How often", "every week")
        measures.append(MeasureDraft(name, unit, direction, baseline, target, how_often, kind, per))


def _ask_kind() -> tuple[str | None, float | None]:
    """What kind of number a measure is, None for a plain one; of a rate, per how much it is told."""
    console.say("  What kind of number is it? Each kind has its own chart.")
    kinds = list(KIND_WORDS)
    kind = kinds[asking.choice("  Kind", list(KIND_WORDS.values()), default=0) or 0]
    per = asking.number("  Per how much, such as 1000 (Enter for each one)") if kind == "rate" else None
    return (None if kind == kinds[0] else kind), per


def _ask_goal(levels: dict[str, str]) -> None:
    console.say("Five levels of the goal, written beforehand. Enter at the first leaves them out.")
    for level, words in GOAL_WORDS.items():
        title = f"  {words.capitalize()}"
        text = asking.words(title) if levels else asking.optional_words(title)
        if text is None:
            break
        levels[str(level)] = text


def _ask_factors(title: str, known: Sequence[Pick], factors: list[FactorDraft]) -> None:
    picks = [pick.text for pick in known]
    console.say(title)
    asking.paragraph("; ".join(f"{number} {pick}" for number, pick in enumerate(picks, start=1)), "  ")

    def ask(question: str) -> str | None:
        answer = asking.optional_words(question)
        if answer is not None and answer.isdecimal() and 1 <= int(answer) <= len(picks):
            return picks[int(answer) - 1]
        return answer

    factors.extend(map(_factor, asking.several("A number, or your own words (Enter for none)", ask)))
