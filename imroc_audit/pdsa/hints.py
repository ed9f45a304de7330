"""What would make a test of change sounder, as hints with their reason and source: never a verdict."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from imroc_audit.model.plan import ActionRecord, Measure
from imroc_audit.model.plan_words import TestScale
from imroc_audit.model.study import Hint
from imroc_audit.pdsa.words import count, day_in_words

TAYLOR: Final = "Taylor et al. (2014) BMJ Quality & Safety 23:290-8"
KNUDSEN: Final = "Knudsen et al. (2019) BMC Health Services Research 19:683"
MCNICHOLAS: Final = "McNicholas et al. (2019) BMJ Quality & Safety 28:356-65"
PERKINS: Final = "Perkins & Slade (2012) International Review of Psychiatry 24:29-39"
KIRESUK: Final = "Kiresuk & Sherman (1968) Community Mental Health Journal 4:443-53"
PERLA: Final = "Perla, Provost & Murray (2011) BMJ Quality & Safety 20:46-51"

SMALL: Final[tuple[TestScale, ...]] = ("one person", "one shift")
FEWEST_POINTS: Final = 3


def hints(record: ActionRecord) -> tuple[Hint, ...]:
    """What an action lacks, in the order of plan, do, study and act."""
    return tuple(
        Hint(about=about, text=text, source=source)
        for topic in (_plan, _prediction, _scale, _measures, _log, _iteration, _goal)
        for about, text, source in topic(record)
    )


HintTexts = Iterator[tuple[str, str, str]]


def _plan(record: ActionRecord) -> HintTexts:
    action = record.action
    if action.rationale is None:
        yield (
            "rationale",
            "Say why the change should help. With a reason, a test that fails still teaches something.",
            KNUDSEN,
        )
    if action.co_lead is None:
        text = "Name a co-lead with lived experience. A change made together fits the people it is for."
        yield "co-lead", text, PERKINS
    if not action.goal:
        text = "Write five levels of the goal, from much less to much more than hoped, before the test."
        yield "goal", text, KIRESUK


def _prediction(record: ActionRecord) -> HintTexts:
    for number, plan in enumerate(record.action.pdsa_cycles, start=1):
        day = record.predicted[number]
        if day > plan.start:
            text = (
                f"The prediction of PDSA cycle {number} was recorded on {day_in_words(day)}, after the test started "
                f"on {day_in_words(plan.start)}. Written first, a prediction shows what we did not understand."
            )
            yield "prediction", text, TAYLOR


def _scale(record: ActionRecord) -> HintTexts:
    scale = record.action.pdsa_cycles[0].scale
    if scale not in SMALL:
        text = f"The first test is with {scale}. Try one person or shift: small tests are safe to fail."
        yield "scale", text, TAYLOR


def _measures(record: ActionRecord) -> HintTexts:
    if not record.action.measures:
        text = "Add a measure. Without numbers over time a lasting change cannot be told from a good week."
        yield "measures", text, TAYLOR
    for measure in record.action.measures:
        yield from _measure(record, measure)


def _measure(record: ActionRecord, measure: Measure) -> HintTexts:
    seen = len(record.observations.get(measure.name, ()))
    if measure.baseline is None and measure.baseline_until is None:
        text = f"'{measure.name}' has no baseline. Write down how things were before, to compare with."
        yield "baseline", text, PERLA
    if measure.target is None:
        text = f"'{measure.name}' has no target. Say how much, so that it can be seen whether the aim is met."
        yield "target", text, KNUDSEN
    if seen < FEWEST_POINTS and (seen or record.studied):
        text = (
            f"'{measure.name}' has {count(seen, 'value')}. Write one down {measure.how_often}, at least "
            f"{FEWEST_POINTS} in a row: one value before and one after can be chance."
        )
        yield "data", text, TAYLOR


def _log(record: ActionRecord) -> HintTexts:
    for number in sorted(record.studied):
        if not record.log.get(number):
            text = (
                f"PDSA cycle {number} was decided without a log. Write down what happened, what went as planned and "
                "what was a surprise: others can learn only from what is written."
            )
            yield "log", text, TAYLOR


def _iteration(record: ActionRecord) -> HintTexts:
    plans = record.action.pdsa_cycles
    if record.status == "adopted" and len(record.studied) == 1:
        text = (
            "Adopted after one PDSA cycle. Test it again, in other conditions: what works once may not work next time."
        )
        yield "iteration", text, TAYLOR
    for number, (before, plan) in enumerate(pairwise(plans), start=2):
        if (before.change_idea, before.prediction) == (plan.change_idea, plan.prediction):
            text = (
                f"PDSA cycle {number} has the change idea and the prediction of the one before. Let the lesson change "
                "one of them."
            )
            yield "iteration", text, MCNICHOLAS


def _goal(record: ActionRecord) -> HintTexts:
    start = record.action.pdsa_cycles[0].start
    if record.goal_written is not None and record.goal_written > start:
        text = (
            f"The goal levels were written on {day_in_words(record.goal_written)}, after the first test started on "
            f"{day_in_words(start)}. Written first, they cannot lean towards what happened."
        )
        yield "goal", text, KIRESUK
    levels = [one.goal_level for one in record.studied.values() if one.goal_level is not None]
    if record.action.goal and record.status != "open" and not levels:
        decision = record.studied[max(record.studied)].decision
        text = (
            "Say which level of the goal was reached, from -2 to 2, such as: "
            f"imroc-audit act {record.action.id} {decision} --goal-level 0 --correct"
        )
        yield "goal", text, KIRESUK
