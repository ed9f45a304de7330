"""A measure over time, held against limits: which chart fits what its values are, and what it says in words."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from imroc_audit.model.plan import Measure, Observation
from imroc_audit.model.study import Assurance, ChartKind, Variation, XmrReading
from imroc_audit.pdsa.charts.counted import g_chart, p_chart, t_chart, u_chart
from imroc_audit.pdsa.charts.periods import Period
from imroc_audit.pdsa.charts.xmr import FEWEST_FOR_FIRM_LIMITS, ControlChart, without_limits, xmr
from imroc_audit.pdsa.values import shown
from imroc_audit.pdsa.words import count, day_in_words, exact, worked_out

DIFFER: Final = (
    "The run chart reads otherwise. Its rules are others and look at all values; these words are about the last one. "
    "Look at both."
)
SHORT_BASELINE: Final = "The baseline has one value, and limits need two: there are none, and there is no signal."
NO_SPREAD: Final = "The values do not differ: there are no limits, and there is no signal."
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
ICONS: Final[dict[Variation, str]] = {
    "common cause": "~",
    "improvement high": "H",
    "improvement low": "L",
    "concern high": "H",
    "concern low": "L",
}
"""What stands in the icon of Making Data Count: H for high, L for low, a wave for common cause."""
_RARE: Final[dict[str, ChartKind]] = {"time between": "t", "cases between": "g"}


class _Held(NamedTuple):
    """A period of the series and its chart."""

    period: Period
    chart: ControlChart


def read_limits(
    measure: Measure, observations: tuple[Observation, ...], parts: Sequence[Period], *, is_signal: bool | None
) -> XmrReading | None:
    """What the chart with limits says; None for fewer than two values since its lines began.

    is_signal: whether the run chart of the last period shows one; None where its rules do not speak.
    """
    kind = chart_kind(measure, observations)
    held = [_Held(part, _chart(kind, measure, observations[part.start : part.stop], part.base)) for part in parts]
    if not held or held[-1].period.stop - held[-1].period.start < 2:
        return None
    last = held[-1].chart
    ways = [way for one in held for way in one.chart.ways]
    variations = tuple(_variation(way, measure) for way in ways)
    words = [*_words(kind, measure, observations, held[-1], variations[-1])]
    if is_signal is not None and is_signal != (variations[-1] != "common cause"):
        words.append(DIFFER)
    return XmrReading(
        chart=kind,
        mean=last.mean,
        low=last.low,
        high=last.high,
        trial=last.trial,
        centres=tuple(centre for one in held for centre in one.chart.centres),
        limits=tuple(limit for one in held for limit in one.chart.limits or (None,) * len(one.chart.centres)),
        causes=tuple(tuple(sorted(causes)) for one in held for causes in one.chart.causes),
        variations=variations,
        variation=variations[-1],
        assurance=_assurance(last, measure),
        words=tuple(words),
    )


def chart_kind(measure: Measure, observations: Sequence[Observation]) -> ChartKind:
    """The chart for what the values are. One that some of them do not fit gives way to that of single values."""
    if measure.kind in ("share", "rate") and all(one.of for one in observations):
        is_share = measure.kind == "share" and all((one.counted or 0) <= (one.of or 0) for one in observations)
        return "p" if is_share else "u" if measure.kind == "rate" else "XmR"
    rare = _RARE.get(measure.kind or "")
    return rare if rare and all(one.value >= 0 for one in observations) else "XmR"


def lines_since(part: Period, observations: tuple[Observation, ...]) -> Iterator[str]:
    """Why the lines of a period are what they are, where people said so."""
    if part.since:
        yield f"Since {day_in_words(part.since)} the lines are worked out anew: {part.reason}"
    if part.has_baseline:
        last = day_in_words(observations[part.start + part.base - 1].date)
        yield f"The lines are those of the first {count(part.base, 'value')}, up to {last}: the baseline."


def shown_limit(value: float, centre: float) -> str:
    """A line's height in words: three digits, and none where it is as good as nought beside the centre."""
    return "nearly 0" if 0 < abs(value) < abs(centre) / 1000 else worked_out(value)


def _chart(kind: ChartKind, measure: Measure, observations: Sequence[Observation], base: int) -> ControlChart:
    values = [one.value for one in observations]
    counts = [(one.counted or 0.0, one.of or 0.0) for one in observations]
    found = {
        "XmR": lambda: xmr(values, base),
        "p": lambda: p_chart(counts, base),
        "u": lambda: u_chart(counts, base, per=measure.per or 1),
        "t": lambda: t_chart(values, base),
        "g": lambda: g_chart(values, base),
    }[kind]()
    return found or without_limits([exact(values[0])] * len(values), base)


def _variation(way: int, measure: Measure) -> Variation:
    """The special cause at one value, whichever way it points: at the last one it is the icon of Making Data Count."""
    if way == 0:
        return "common cause"
    if (way > 0) == (measure.direction == "up"):
        return "improvement high" if way > 0 else "improvement low"
    return "concern high" if way > 0 else "concern low"


def _assurance(chart: ControlChart, measure: Measure) -> Assurance | None:
    """Whether a process that goes on like this hits its target always, never, or by chance."""
    low, high, target = chart.low, chart.high, measure.target
    if target is None or low is None or high is None or chart.trial:
        return None
    if low <= target <= high:
        return "hit and miss"
    return "hits the target" if (target < low) == (measure.direction == "up") else "misses the target"


def _words(
    kind: ChartKind, measure: Measure, observations: tuple[Observation, ...], held: _Held, variation: Variation
) -> Iterator[str]:
    part, chart = held
    if chart.low is None or chart.high is None:
        yield SHORT_BASELINE if part.base == 1 else NO_SPREAD
        return
    yield VARIATION_WORDS[variation]
    limits = "Trial limits" if chart.trial else "Natural limits" if kind == "XmR" else "Limits"
    centre, low, high = (shown_limit(one, chart.mean) for one in (chart.mean, chart.low, chart.high))
    wider = " at the last value; they are wider where fewer are counted" if kind in ("p", "u") else ""
    yield f"{'Median' if kind == 'g' else 'Mean'} {centre} {measure.unit}. {limits} {low} to {high}{wider}."
    if measure.kind not in (None, "number") and kind == "XmR":
        yield f"Some values are not those of a {measure.kind}: this is the chart of single values."
    yield from lines_since(part, observations)
    if chart.trial:
        yield f"Limits are on trial until there are {FEWEST_FOR_FIRM_LIMITS} values: they still move."
    here = observations[part.start : part.stop]
    outside = [one for one, causes in zip(here, chart.causes, strict=True) if "outside limits" in causes]
    if outside:
        last = f"{shown(outside[-1])} on {day_in_words(outside[-1].date)}"
        yield f"Outside the limits: {last if len(outside) == 1 else f'{len(outside)} values, the latest {last}'}."
    assurance = _assurance(chart, measure)
    if assurance is not None:
        yield ASSURANCE_WORDS[assurance]
