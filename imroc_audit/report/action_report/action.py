"""One action as a worksheet that is filled in: its plan, each PDSA cycle, its measures, and hints."""

from collections.abc import Iterator

from imroc_audit.model.cfir import domain_of
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.plan import Factor, Measure
from imroc_audit.model.plan_words import CAME_TRUE, DECISIONS, GOAL_LEVELS, GOAL_WORDS_SHORT, GoalLevel
from imroc_audit.model.study import ActionStudy, MeasureStudy, PdsaStudy
from imroc_audit.pdsa.next_thing import is_due, review
from imroc_audit.pdsa.values import shown
from imroc_audit.pdsa.words import typed
from imroc_audit.report.charts import run
from imroc_audit.report.charts import xmr as xmr_charts
from imroc_audit.report.document import (
    ActionSheet,
    Cell,
    Detail,
    Measured,
    Note,
    Part,
    PdsaCycle,
    Row,
    Table,
    TableColumn,
)
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.actions import due, logged, name, said, shortened, status_sentence

NOT_SAID = "Not written down."


def sheet(study: ActionStudy, place: str, today: str, audit_cycle: AuditCycleName, *, xmr: bool = False) -> ActionSheet:
    """The action with everything that happened to it. place: its number in the report."""
    action = study.action
    carried = "" if action.audit_cycle == audit_cycle else f" Carried over from {words.one_line(action.audit_cycle)}."
    late = f" The review is {due(review(study), today)}." if is_due(study, today) else ""
    return ActionSheet(
        anchor=f"action-{action.id}",
        title=f"Action {place}: {shortened(action.aim)}",
        status=f"{status_sentence(study)}{late}{carried}",
        plan=tuple(_plan(study)),
        goal=_goal(study),
        pdsa_cycles=tuple(_pdsa_cycle(study, one) for one in study.pdsa_cycles),
        measures=tuple(_measured(study, measure, n, xmr=xmr) for n, measure in enumerate(study.measures, start=1)),
        hints=_hints(study),
    )


def _plan(study: ActionStudy) -> Iterator[Detail]:
    """What holds for all of its PDSA cycles."""
    action = study.action
    yield Detail(label="Aim", text=(said(action.aim),))
    yield Detail(label="Why we think it will help", text=(said(action.rationale) if action.rationale else NOT_SAID,))
    yield Detail(label="Lead (role)", text=(words.one_line(action.lead),))
    co_lead = words.one_line(action.co_lead) if action.co_lead else "Nobody yet."
    yield Detail(label="Lived-experience co-lead (role)", text=(co_lead,))
    measures = tuple(_measure(one) for one in action.measures)
    yield Detail(label="Measures", text=measures or (NOT_SAID,), look="whole")
    for label, factors in (("What may get in the way", action.barriers), ("What helps", action.enablers)):
        if factors:
            yield Detail(
                label=label, text=tuple(_factor(one) for one in factors), look="" if action.enablers else "whole"
            )


def _measure(measure: Measure) -> str:
    better = "higher" if measure.direction == "up" else "lower"
    known = [
        f"{name} {typed(value)}"
        for name, value in (("baseline", measure.baseline), ("target", measure.target))
        if value is not None
    ]
    facts = [words.one_line(measure.how_often), *known, f"{better} is better"]
    return f"{name(measure)} ({words.one_line(measure.unit)}): {', '.join(facts)}."


def _factor(factor: Factor) -> str:
    """In people's own words, with the CFIR domain and construct."""
    text = words.one_line(factor.text)
    if factor.cfir is None:
        return text
    domain = domain_of(factor.cfir)
    named = factor.cfir if domain in (None, factor.cfir) else f"{domain}: {factor.cfir}"
    return f"{text} (CFIR: {named})"


def _goal(study: ActionStudy) -> Table | None:
    goal = study.action.goal
    if not goal:
        return None
    reached = {
        pdsa_cycle.studied.goal_level: pdsa_cycle
        for pdsa_cycle in study.pdsa_cycles
        if pdsa_cycle.studied and pdsa_cycle.studied.goal_level is not None
    }
    late = study.goal_written is not None and study.goal_written > study.action.pdsa_cycles[0].start
    written = f"on {numbers.day(study.goal_written)}" if late and study.goal_written else "beforehand"
    return Table(
        id=f"t-goal-{study.action.id}",
        caption=f"Goal levels, written {written}",
        columns=(TableColumn(text="Level"), TableColumn(text="What it looks like"), TableColumn(text="Reached")),
        rows=tuple(_level(level, goal[level], reached.get(level), study) for level in reversed(GOAL_LEVELS)),
        look="words goal",
    )


def _level(level: GoalLevel, text: str, pdsa_cycle: PdsaStudy | None, study: ActionStudy) -> Row:
    reached = ""
    if pdsa_cycle is not None and pdsa_cycle.studied is not None:
        latest = "reached" if level == study.goal_level else "reached before"
        reached = f"{latest}, {numbers.day(pdsa_cycle.studied.date)}"
    return Row(
        head=Cell(text=f"{'+' if level > 0 else ''}{numbers.whole(level)}", small=GOAL_WORDS_SHORT[level]),
        cells=(
            Cell(text=words.one_line(text)),
            Cell(text=words.capital(reached) or "–", look="strong" if reached else ""),
        ),
        look="reached" if level == study.goal_level else "",
    )


def _pdsa_cycle(study: ActionStudy, one: PdsaStudy) -> PdsaCycle:
    dates = f"{numbers.day(one.plan.start)} to {numbers.day(one.studied.date if one.studied else one.plan.review)}"
    many = f" of {len(study.pdsa_cycles)}" if len(study.pdsa_cycles) > 1 else ""
    return PdsaCycle(
        anchor=f"action-{study.action.id}-{one.number}",
        title=f"PDSA cycle {one.number}{many}, {dates}",
        parts=(
            Part(name="Plan", details=tuple(_planned(one))),
            Part(name="Do", details=_done(one)),
            Part(name="Study", details=tuple(_studied(study, one))),
            Part(name="Act", details=tuple(_act(one))),
        ),
    )


def _planned(one: PdsaStudy) -> Iterator[Detail]:
    plan = one.plan
    yield Detail(label="Change idea", text=(said(plan.change_idea),))
    yield Detail(label="Prediction", text=(said(plan.prediction), f"Written on {numbers.day(one.predicted)}."))
    yield Detail(label="Scale of the test", text=(words.capital(plan.scale) + ".",))
    yield Detail(label="When", text=(f"From {numbers.day(plan.start)}, review on {numbers.day(plan.review)}.",))
    if plan.questions:
        yield Detail(label="Questions for this test", text=(said(plan.questions),), look="" if plan.steps else "whole")
    if plan.steps:
        yield Detail(
            label="Who does what, where and when", text=(said(plan.steps),), look="" if plan.questions else "whole"
        )


def _done(one: PdsaStudy) -> tuple[Detail, ...]:
    return (Detail(label="What happened", text=logged(one) or ("Nothing has been logged.",), look="whole"),)


def _studied(study: ActionStudy, one: PdsaStudy) -> Iterator[Detail]:
    """The prediction beside what happened."""
    yield Detail(label="We expected", text=(said(one.plan.prediction),))
    came = CAME_TRUE[one.studied.came_true] if one.studied and one.studied.came_true else ""
    seen = tuple(_seen(measure, one) for measure in study.action.measures)
    yield Detail(label="What the measures say", text=tuple(filter(None, (came, *seen))) or ("There is no measure.",))


def _seen(measure: Measure, one: PdsaStudy) -> str:
    """The values of a measure within one test, from the first to the last."""
    called, values = name(measure), one.observed.get(measure.name, ())
    if not values:
        return f"{called}: no values in this PDSA cycle."
    if len(values) == 1:
        return f"{called}: 1 value, {shown(values[0])}."
    first, last = shown(values[0]), shown(values[-1])
    return f"{called}: {len(values)} values, from {first} at the start to {last} at the end."


def _act(one: PdsaStudy) -> Iterator[Detail]:
    if one.studied is None:
        yield Detail(
            label="Decision",
            text=(f"Still to come: adopt, adapt or abandon, on {numbers.day(one.plan.review)}.",),
            look="whole",
        )
        return
    studied = one.studied
    text = [f"{words.capital(DECISIONS[studied.decision])} ({numbers.day(studied.date)})."]
    if studied.goal_level is not None:
        text.append(f"Goal level reached: {'+' if studied.goal_level > 0 else ''}{numbers.whole(studied.goal_level)}.")
    yield Detail(label="Decision", text=tuple(text))
    yield Detail(label="What we learned", text=(said(studied.lesson),))
    if studied.next:
        yield Detail(label="What next", text=(said(studied.next),), look="whole")


def _measured(study: ActionStudy, measured: MeasureStudy, place: int, *, xmr: bool) -> Measured:
    id_ = f"{study.action.id}-{place}"
    seen, reading = bool(measured.observations), measured.xmr if xmr else None
    texts = [measured.summary, *(measured.signals if seen else ()), *(reading.words if reading else ())]
    moves = len(measured.observations) > 1  # one value is told in a line, and shows nothing over time
    drawings = [run.run_chart(study, measured, f"f-run-{id_}")] if moves else []
    if reading is not None:
        drawings.append(xmr_charts.xmr_chart(study, measured, reading, f"f-xmr-{id_}"))
    return Measured(
        title=f"{name(measured.measure)} over time",
        sentences=tuple(map(words.one_line, dict.fromkeys(texts))),
        drawings=tuple(drawings),
        tables=(run.values(measured, f"t-run-{id_}"),) if seen else (),
    )


def _hints(study: ActionStudy) -> tuple[Note, ...]:
    by_topic: dict[str, list[str]] = {}
    for hint in study.hints:
        by_topic.setdefault(words.capital(hint.about), []).append(f"{words.one_line(hint.text)} ({hint.source})")
    return tuple(Note(term=about, text=tuple(texts)) for about, texts in by_topic.items())
