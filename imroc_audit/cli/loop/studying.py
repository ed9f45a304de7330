"""`study` and `act`: what the tests of change say, and what is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from imroc_audit.cli import asking, console
from imroc_audit.cli.options import ActionArgument, JsonOption, RoleOption, XmrOption
from imroc_audit.model.plan_words import CAME_TRUE, CameTrue, DecisionKind

if TYPE_CHECKING:
    from imroc_audit.model.study import ActionStudy, MeasureStudy, PdsaStudy
    from imroc_audit.workflows.loop.studying import Study

HEIGHT = 7
MARGIN = 16
"""What stands before the values of a drawing takes no more columns."""


def register(app: typer.Typer) -> None:
    app.command()(study)
    app.command()(act)


def study(
    ctx: typer.Context,
    action: Annotated[str | None, typer.Argument(help="Only this action.", metavar="ACTION")] = None,
    xmr: XmrOption = False,
    goal_score: Annotated[
        bool,
        typer.Option("--goal-score", help="Add the goal attainment score. Never compare it between organisations."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show predictions beside what happened, measures over time, and how scores changed since the last audit cycle."""
    from imroc_audit.workflows.loop import studying

    shown = studying.study(ctx.obj, action)
    if as_json:
        console.show_json(shown)
        return
    if not shown.actions:
        console.say("Nothing is planned yet. Plan an action: imroc-audit plan add")
    for study in shown.actions:
        show_action(study, xmr=xmr, whole=action is not None)
    if goal_score and shown.goal_score is not None:
        asking.paragraph(
            f"Goal attainment score: {shown.goal_score:.1f}. At 50 all goals are reached as hoped. It speaks of this "
            "plan alone: never compare it between organisations."
        )
    _show_changes(shown)


def act(
    ctx: typer.Context,
    action: ActionArgument,
    decision: Annotated[DecisionKind, typer.Argument(help="adopt, adapt or abandon.", metavar="DECISION")],
    lesson: Annotated[str | None, typer.Option(help="What was learned.", metavar="TEXT")] = None,
    next_: Annotated[str | None, typer.Option("--next", help="What comes next.", metavar="TEXT")] = None,
    came_true: Annotated[CameTrue | None, typer.Option(help="Whether the prediction did: yes, partly or no.")] = None,
    goal_level: Annotated[int | None, typer.Option(min=-2, max=2, help="The level of the goal reached.")] = None,
    change_idea: Annotated[str | None, typer.Option(help="Adapt: what to try next. Default: as before.")] = None,
    prediction: Annotated[str | None, typer.Option(help="Adapt: what is expected now. Default: as before.")] = None,
    scale: Annotated[str | None, typer.Option(help="Adapt: how large the next test is. Default: as before.")] = None,
    start: Annotated[str | None, typer.Option(help="Adapt: day. Default: the day of the decision.")] = None,
    review: Annotated[str | None, typer.Option(help="Adapt: day. Default: after as long as last time.")] = None,
    date_: Annotated[
        str | None, typer.Option("--date", help="Day of the decision. Default: today.", metavar="DATE")
    ] = None,
    correct: Annotated[
        bool, typer.Option("--correct", help="Change the last decision. What is not given stays as it is.")
    ] = False,
    role: RoleOption = "improvement team",
) -> None:
    """Adopt, adapt or abandon a change, with the lesson. Adapt opens the next PDSA cycle of the same action."""
    from imroc_audit.workflows.loop import studying
    from imroc_audit.workflows.loop.planning import a_day, planned_day

    following: dict[str, Any] = {"change_idea": change_idea, "prediction": prediction, "scale": scale}
    following |= {
        name: text and planned_day(text, f"--{name}") for name, text in (("start", start), ("review", review))
    }
    studied: dict[str, Any] = {
        "date": date_ and a_day(date_, "--date", ctx.obj.day),
        "decision": decision,
        "lesson": lesson,
        "next": next_,
        "came_true": came_true,
        "goal_level": goal_level,
    }
    if lesson is None and not correct:
        asking.must_be_interactive('Say what was learned: --lesson "..."')
        _ask(ctx, action, studied, following)
    acted = studying.act(
        ctx.obj,
        action,
        studied,
        {key: value for key, value in following.items() if value is not None},
        role,
        correct=correct,
    )
    if not acted.new:
        asking.paragraph(f"{action}: this is recorded already. Nothing was changed.")
        return
    asking.paragraph(f"{action}: {acted.new[0]}.")
    asking.changes(acted.corrected)
    if acted.action.status == "open":
        _show_next(acted.action.pdsa_cycles[acted.action.current - 1])
    for hint in acted.action.hints:
        asking.paragraph(f"Hint: {hint.text} ({hint.source})")


def _ask(ctx: typer.Context, action: str, studied: dict[str, Any], following: dict[str, Any]) -> None:
    """Fill in what was not given of the decision; and for adapt what the next test is, with this one as the default."""
    from imroc_audit.workflows.loop.studying import study_one

    study = study_one(ctx.obj, action)
    last = study.pdsa_cycles[study.current - 1]
    show_action(study, xmr=False, whole=False)
    studied["lesson"] = asking.words("What was learned?")
    console.say("Enter leaves any of these questions out.")
    if studied["came_true"] is None:
        question = f"Did the prediction come true? ({', '.join(CAME_TRUE)})"
        studied["came_true"] = asking.one_of(question, list(CAME_TRUE), required=False)
    if studied["goal_level"] is None and study.action.goal:
        levels = [f"({_signed(level)}) {text}" for level, text in study.action.goal.items()]
        chosen = asking.choice("Which goal level was reached?", levels, required=False)
        studied["goal_level"] = None if chosen is None else list(study.action.goal)[chosen]
    studied["next"] = studied["next"] or asking.optional_words("What comes next?")
    if studied["decision"] == "adapt":
        console.say("The next test. Enter keeps what is in brackets.")
        following["change_idea"] = following["change_idea"] or asking.words("Change idea", last.plan.change_idea)
        following["prediction"] = following["prediction"] or asking.words("Prediction", last.plan.prediction)


def _show_next(pdsa: PdsaStudy) -> None:
    plan = pdsa.plan
    asking.paragraph(f"PDSA cycle {pdsa.number} is open: {plan.start} to {plan.review}, {plan.scale}")
    asking.paragraph(f"Change idea: {plan.change_idea}", "  ")
    asking.paragraph(f"Prediction: {plan.prediction}", "  ")


def show_action(study: ActionStudy, *, xmr: bool, whole: bool) -> None:
    """One action: predictions beside what happened, its measures, hints."""
    action = study.action
    console.say("")
    asking.paragraph(f"{action.id}  {study.status}, PDSA cycle {study.current} of {len(study.pdsa_cycles)}")
    asking.paragraph(f"For {action.challenge} ({action.audit_cycle}). Aim: {action.aim}", "  ")
    if whole:
        _show_plan(study)
    for pdsa in study.pdsa_cycles:
        _show_pdsa(pdsa)
    for measure in study.measures:
        _show_measure(measure, xmr=xmr)
    if study.goal_level is not None:
        asking.paragraph(f"Goal reached: {_signed(study.goal_level)}, {action.goal.get(study.goal_level, '')}", "  ")
    for hint in study.hints:
        asking.paragraph(f"Hint: {hint.text} ({hint.source})", "  ")


def _show_plan(study: ActionStudy) -> None:
    action = study.action
    asking.paragraph(f"Why: {action.rationale}" if action.rationale else "Why: not said", "  ")
    asking.paragraph(f"Lead: {action.lead}. Co-lead: {action.co_lead or 'nobody yet'}.", "  ")
    for level, text in action.goal.items():
        asking.paragraph(f"Goal {_signed(level)}: {text}", "  ")
    for title, factors in (("Hinders", action.barriers), ("Helps", action.enablers)):
        for factor in factors:
            asking.paragraph(f"{title}: {factor.text}" + (f" [{factor.cfir}]" if factor.cfir else ""), "  ")


def _signed(level: int) -> str:
    return f"{level:+d}" if level else "0"


def _show_pdsa(pdsa: PdsaStudy) -> None:
    plan = pdsa.plan
    asking.paragraph(f"PDSA cycle {pdsa.number}: {plan.start} to {plan.review}, {plan.scale}", "  ")
    asking.paragraph(f"Change idea: {plan.change_idea}", "    ")
    asking.paragraph(f"Predicted: {plan.prediction}", "    ")
    for entry in pdsa.log:
        how = {None: "", True: " (as planned)", False: " (not as planned)"}[entry.as_planned]
        surprise = f" Unexpected: {entry.unexpected}" if entry.unexpected else ""
        asking.paragraph(f"{entry.date}{how}: {entry.text}{surprise}", "    ")
    if not pdsa.log:
        asking.paragraph("Nothing is written down of what happened.", "    ")
    if pdsa.studied:
        studied = pdsa.studied
        true = f" The prediction came true: {studied.came_true}." if studied.came_true else ""
        asking.paragraph(f"{studied.date}, {studied.decision}. Lesson: {studied.lesson}{true}", "    ")
        if studied.next:
            asking.paragraph(f"Next: {studied.next}", "    ")


def _show_measure(study: MeasureStudy, *, xmr: bool) -> None:
    from imroc_audit.pdsa.charts.limits import ICONS

    asking.paragraph(f"Measure '{study.measure.name}': {study.summary}", "  ")
    values = [one.value for one in study.observations]
    if study.run_chart.speaks and not console.terminal().is_dumb_terminal:
        for line in _drawing(values, study.run_chart.median or 0.0, asking.width() - MARGIN):
            console.say(f"    {line}")
    for signal in study.signals:
        asking.paragraph(signal, "    ")
    if xmr and study.xmr is None:
        console.say("    XmR: needs two values." if len(study.periods) < 2 else "    XmR: needs two values since then.")
    if xmr and study.xmr is not None:
        seen, *more = study.xmr.words
        called = study.xmr.chart if study.xmr.chart == "XmR" else f"{study.xmr.chart} chart"
        asking.paragraph(f"{called} [{ICONS[study.xmr.variation]}]: {seen}", "    ")
        for words in more:
            asking.paragraph(f"{called}: {words}", "    ")


def _drawing(values: list[float], median: float, room: int) -> list[str]:
    """A run chart in plain characters: o a value, - the median. The latest values, where there is no room for all."""
    shown = values[-room:]
    low, high = min(*shown, median), max(*shown, median)
    step = (high - low) / (HEIGHT - 1) or 1.0

    def row(value: float) -> int:
        return round((high - value) / step)

    grid = [["-" if at == row(median) else " "] * len(shown) for at in range(HEIGHT)]
    for column, value in enumerate(shown):
        grid[row(value)][column] = "o"
    labels = {0: f"{high:g}", row(median): f"{median:g}", HEIGHT - 1: f"{low:g}"}
    width = max(map(len, labels.values()))
    return [f"{labels.get(at, ''):>{width}} |{''.join(line)}".rstrip() for at, line in enumerate(grid)]


def _points(difference: float) -> str:
    unit = "point" if abs(round(difference)) == 1 else "points"
    return f"{console.signed(difference)} {unit}"


def _show_changes(study: Study) -> None:
    if study.previous_audit_cycle is None:
        return
    console.say(f"\nScores, {study.previous_audit_cycle} to {study.audit_cycle}:")
    if all(change.why for change in study.changes):
        why = f"imroc-audit compare {study.previous_audit_cycle} {study.audit_cycle}"
        asking.paragraph(f"They cannot be compared. See why: {why}", "  ")
        return
    for change in study.changes:
        moved = "" if change.difference is None else f", {_points(change.difference)}"
        interval = (
            ""
            if change.low is None or change.high is None
            else f" ({console.signed(change.low)} to {console.signed(change.high)})"
        )
        who = study.perspectives[change.perspective]
        asking.paragraph(f"{change.challenge} {who}: {change.words}{moved}{interval}", "  ")
    many = "1 comparison" if study.compared == 1 else f"all {study.compared} comparisons together"
    asking.paragraph(
        f"A change is called clear when chance alone would seldom make it, judged over {many}. The numbers in "
        "brackets are the 95% interval of one change by itself, so they can leave out 0 where no change is clear. "
        "Different people may have answered each time.",
        "  ",
    )
