"""A measure over time, read by the rules of run charts and XmR charts, and put into words."""

from collections.abc import Iterator, Sequence
from typing import Final

from imroc_audit.model.plan import Measure, Observation
from imroc_audit.model.study import Assurance, MeasureStudy, RunChartReading, Variation, XmrReading
from imroc_audit.pdsa.run_chart import FEWEST_POINTS, RunChart, run_chart
from imroc_audit.pdsa.words import count, day_in_words, typed, with_unit, worked_out
from imroc_audit.pdsa.xmr import FEWEST_FOR_FIRM_LIMITS, XmR, xmr

NOTHING_SEEN: Final = "No signal: no shift, no trend, and no unusual number of runs. A small change may still be there."
NO_SHIFT_OR_TREND: Final = "There is no shift and no trend. A change may still be there."
DIFFER: Final = (
    "The run chart reads otherwise. Its rules are others and look at all values; these words are about the last one. "
    "Look at both."
)


def study_measure(measure: Measure, observations: tuple[Observation, ...]) -> MeasureStudy:
    """Everything that a measure's values say. observations: in the order of their dates."""
    values = [one.value for one in observations]
    chart, limits = run_chart(values), xmr(values)
    return MeasureStudy(
        measure=measure,
        observations=observations,
        summary=_summary(measure, observations),
        run_chart=RunChartReading(**chart._asdict(), unusual_runs=chart.unusual_runs),
        signals=tuple(_signals(chart, measure, observations)),
        xmr=None if limits is None else _xmr(limits, chart, measure, observations),
    )


def _summary(measure: Measure, observations: tuple[Observation, ...]) -> str:
    known = [
        f"{name} {typed(value)}"
        for name, value in (("baseline", measure.baseline), ("target", measure.target))
        if value is not None
    ]
    around = ", ".join([*known, "higher is better" if measure.direction == "up" else "lower is better"])
    if not observations:
        return f"No values yet ({around})."
    last = observations[-1]
    latest = f"{with_unit(last.value, measure)} on {day_in_words(last.date)}"
    return f"{count(len(observations), 'value')}, the latest {latest} ({around})."


def _signals(chart: RunChart, measure: Measure, observations: tuple[Observation, ...]) -> Iterator[str]:
    """What the run chart's rules say."""
    if not chart.speaks or chart.median is None:
        yield f"{count(len(observations), 'value')} so far. The rules cannot speak before there are {FEWEST_POINTS}."
        return
    for shift in chart.shifts:
        above = observations[shift[0]].value > chart.median
        yield (
            f"A shift: {len(shift)} values in a row {'above' if above else 'below'} the median of "
            f"{worked_out(chart.median)}, {_between(shift, observations)}. {_side(above, measure)}"
        )
    for trend in chart.trends:
        rising = observations[trend[-1]].value > observations[trend[0]].value
        yield (
            f"A trend: {len(trend)} values in a row, each {'higher' if rising else 'lower'} than the one before, "
            f"{_between(trend, observations)}. {_side(rising, measure)}"
        )
    if chart.unusual_runs and chart.limits:
        low, high = chart.limits
        few = chart.runs < low
        meaning = "Something has changed over time." if few else "Two things may be mixed in one chart."
        many = "few" if few else "many"
        yield f"Too {many} runs about the median: {chart.runs}, chance gives {low} to {high}. {meaning}"
    if chart.limits is None:
        useful = f"Only {chart.useful}" if chart.useful else "None"
        yield f"{useful} of {len(observations)} values are off the median: too few to judge by the number of runs."
    if not _has_signal(chart):
        yield NO_SHIFT_OR_TREND if chart.limits is None else NOTHING_SEEN


def _has_signal(chart: RunChart) -> bool:
    return bool(chart.shifts or chart.trends or chart.unusual_runs)


def _between(places: Sequence[int], observations: tuple[Observation, ...]) -> str:
    return f"from {day_in_words(observations[places[0]].date)} to {day_in_words(observations[places[-1]].date)}"


def _side(higher: bool, measure: Measure) -> str:
    return "This is the better side." if higher == (measure.direction == "up") else "This is the worse side."


def _xmr(limits: XmR, chart: RunChart, measure: Measure, observations: tuple[Observation, ...]) -> XmrReading:
    values = [one.value for one in observations]
    variations = tuple(_variation(limits, measure, values, place) for place in range(len(values)))
    variation = variations[-1]
    assurance = None if limits.trial else _assurance(limits, measure)
    differ = chart.speaks and _has_signal(chart) != (variation != "common cause")
    words = (*_xmr_words(limits, measure, observations, variation, assurance), *((DIFFER,) if differ else ()))
    return XmrReading(
        mean=limits.mean,
        low=limits.low,
        high=limits.high,
        trial=limits.trial,
        causes=tuple(tuple(sorted(causes)) for causes in limits.causes),
        variations=variations,
        variation=variation,
        assurance=assurance,
        words=words,
    )


def _variation(limits: XmR, measure: Measure, values: Sequence[float], place: int) -> Variation:
    """The special cause at one value, whichever way it points: at the last one it is the icon of Making Data Count."""
    causes = limits.causes[place]
    if not causes:
        return "common cause"
    before = max(place, 1)
    high = values[before] > values[before - 1] if causes == {"trend"} else values[place] > limits.mean
    better = high == (measure.direction == "up")
    if better:
        return "improvement high" if high else "improvement low"
    return "concern high" if high else "concern low"


def _assurance(limits: XmR, measure: Measure) -> Assurance | None:
    """Whether a process that goes on like this hits its target always, never, or by chance."""
    if measure.target is None:
        return None
    up = measure.direction == "up"
    if (limits.low >= measure.target) if up else (limits.high <= measure.target):
        return "hits the target"
    if (limits.high < measure.target) if up else (limits.low > measure.target):
        return "misses the target"
    return "hit and miss"


ICONS: Final[dict[Variation, str]] = {
    "common cause": "~",
    "improvement high": "H",
    "improvement low": "L",
    "concern high": "H",
    "concern low": "L",
}
"""What stands in the icon of Making Data Count: H for high, L for low, a wave for common cause."""
VARIATION_WORDS: Final[dict[Variation, str]] = {
    "common cause": "Common cause: no significant change.",
    "improvement high": "Special cause, improvement: the values are higher than chance explains.",
    "improvement low": "Special cause, improvement: the values are lower than chance explains.",
    "concern high": "Special cause, concern: the values are higher than chance explains.",
    "concern low": "Special cause, concern: the values are lower than chance explains.",
}
ASSURANCE_WORDS: Final[dict[Assurance, str]] = {
    "hits the target": "Left as it is, it will hit the target every time.",
    "misses the target": "Left as it is, it will miss the target every time: something has to change.",
    "hit and miss": "Left as it is, it will hit the target at some times and miss it at others, by chance.",
}


def _xmr_words(
    limits: XmR,
    measure: Measure,
    observations: tuple[Observation, ...],
    variation: Variation,
    assurance: Assurance | None,
) -> Iterator[str]:
    yield VARIATION_WORDS[variation]
    kind = "Trial limits" if limits.trial else "Natural limits"
    mean, low, high = map(worked_out, (limits.mean, limits.low, limits.high))
    yield f"Mean {mean} {measure.unit}. {kind} {low} to {high}."
    if limits.trial:
        yield f"Limits are on trial until there are {FEWEST_FOR_FIRM_LIMITS} values: they still move."
    outside = [observations[n] for n, causes in enumerate(limits.causes) if "outside limits" in causes]
    if outside:
        last = f"{typed(outside[-1].value)} on {day_in_words(outside[-1].date)}"
        yield f"Outside the limits: {last if len(outside) == 1 else f'{len(outside)} values, the latest {last}'}."
    if assurance is not None:
        yield ASSURANCE_WORDS[assurance]
