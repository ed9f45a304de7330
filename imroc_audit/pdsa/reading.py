"""A measure over time, read by the rules of run charts and of charts with limits, and put into words."""

from collections.abc import Iterator, Sequence
from typing import Final

from imroc_audit.model.plan import Measure, Observation
from imroc_audit.model.study import MeasureStudy, PeriodReading, Places, RunChartReading
from imroc_audit.pdsa.charts.limits import lines_since, read_limits
from imroc_audit.pdsa.charts.periods import Period, breaks, periods
from imroc_audit.pdsa.charts.run_chart import FEWEST_POINTS, RunChart, run_chart
from imroc_audit.pdsa.values import shown
from imroc_audit.pdsa.words import count, day_in_words, typed, worked_out

NOTHING_SEEN: Final = "No signal: no shift, no trend, and no unusual number of runs. A small change may still be there."
NO_SHIFT_OR_TREND: Final = "There is no shift and no trend. A change may still be there."
MANY_ON_MEDIAN: Final = (
    "With so many values on the median this can be how the numbers fall, and no change: look at the chart."
)


def study_measure(measure: Measure, observations: tuple[Observation, ...]) -> MeasureStudy:
    """Everything that a measure's values say. observations: in the order of their dates."""
    parts = periods(measure, observations)
    charts = [run_chart([one.value for one in observations[part.start : part.stop]], part.base) for part in parts]
    last = charts[-1] if charts else run_chart([])
    shifts = tuple(_moved(shift, part) for part, one in zip(parts, charts, strict=True) for shift in one.shifts)
    trends = tuple(_moved(trend, part) for part, one in zip(parts, charts, strict=True) for trend in one.trends)
    chart = RunChartReading(**last._replace(shifts=shifts, trends=trends)._asdict(), unusual_runs=last.unusual_runs)
    return MeasureStudy(
        measure=measure,
        observations=observations,
        periods=tuple(
            PeriodReading(**part._asdict(), median=one.median) for part, one in zip(parts, charts, strict=True)
        ),
        breaks=breaks(measure, observations),
        summary=_summary(measure, observations),
        run_chart=chart,
        signals=tuple(_all_signals(measure, observations, parts, charts)),
        xmr=read_limits(measure, observations, parts, is_signal=_has_signal(last) if last.speaks else None),
    )


def _moved(places: Places, part: Period) -> Places:
    return tuple(part.start + place for place in places)


def _all_signals(
    measure: Measure, observations: tuple[Observation, ...], parts: Sequence[Period], charts: Sequence[RunChart]
) -> Iterator[str]:
    """What the run chart's rules say, a period after the other, each after what its lines are."""
    if not parts:
        yield from _signals(run_chart([]), measure, observations)
    for part, chart in zip(parts, charts, strict=True):
        yield from lines_since(part, observations)
        yield from _signals(chart, measure, observations[part.start : part.stop])


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
    latest = f"{shown(last)} {measure.unit} on {day_in_words(last.date)}"
    return f"{count(len(observations), 'value')}, the latest {latest} ({around})."


def _signals(chart: RunChart, measure: Measure, observations: tuple[Observation, ...]) -> Iterator[str]:
    """What the run chart's rules say."""
    if not chart.speaks or chart.median is None:
        yield f"{count(len(observations), 'value')} so far. The rules cannot speak before there are {FEWEST_POINTS}."
        return
    for shift in chart.shifts:
        yield _shift(shift, chart.median, measure, observations)
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


def _shift(places: Places, median: float, measure: Measure, observations: tuple[Observation, ...]) -> str:
    """A shift in words; values on the median between its first and its last are counted as well."""
    above = observations[places[0]].value > median
    side, other = ("above", "below") if above else ("below", "above")
    on = places[-1] - places[0] + 1 - len(places)
    when, middle = _between(places, observations), worked_out(median)
    if not on:
        return f"A shift: {len(places)} values in a row {side} the median of {middle}, {when}. {_side(above, measure)}"
    told = (
        f"A shift: {len(places)} values {side} the median of {middle} and none {other} it, {when}. "
        f"Between them {'1 value is' if on == 1 else f'{on} values are'} the median itself and not counted. "
        f"{_side(above, measure)}"
    )
    return f"{told} {MANY_ON_MEDIAN}" if 2 * on >= len(places) else told


def _has_signal(chart: RunChart) -> bool:
    return bool(chart.shifts or chart.trends or chart.unusual_runs)


def _between(places: Sequence[int], observations: tuple[Observation, ...]) -> str:
    return f"from {day_in_words(observations[places[0]].date)} to {day_in_words(observations[places[-1]].date)}"


def _side(higher: bool, measure: Measure) -> str:
    return "This is the better side." if higher == (measure.direction == "up") else "This is the worse side."
