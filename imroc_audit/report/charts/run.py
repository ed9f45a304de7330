"""Run charts: a measure over time about its median, its signals marked by shape and told in words."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from imroc_audit.model.study import ActionStudy, MeasureStudy, PeriodReading
from imroc_audit.pdsa.values import shown
from imroc_audit.pdsa.words import MONTHS, typed, worked_out
from imroc_audit.report.charts.pen import SMALL, WIDTH, Pen, text_width, wrap
from imroc_audit.report.document import Cell, Drawing, Row, Table, TableColumn
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.actions import name

LEFT, RIGHT, TOP, HEIGHT = 52.0, 560.0, 54.0, 150.0
TICKS: Final = 5
PLAIN, SHIFT, TREND = "value", "in a shift", "in a trend"
SHAPES: Final = {PLAIN: 1, SHIFT: 0, TREND: 3}
"""Circle, diamond, square."""
SIGNAL: Final = 3
"""The colour of values that belong to a signal."""
DAY_WIDTH: Final = 62.0
LINE: Final = 13.0
"""Names beside level lines are at least so far from one another."""
REASONS: Final = 3
"""So many reasons for new lines can stand above one another."""
LEAST: Final = 1e-9
"""Values closer than this, as a share of the larger one, are drawn at one height."""
LONGEST: Final = 7
"""A number of the scale with more characters is given in powers of ten."""


class Reference(NamedTuple):
    """A level line across a chart, and its name at the right.

    steps: where its height changes, the places of the first and the last value of each part, and the height there.
    Without them it is at `value` all the way.
    """

    value: float
    name: str
    dash: str = ""
    steps: tuple[tuple[int, int, float], ...] = ()


def run_chart(study: ActionStudy, measured: MeasureStudy, chart: str) -> Drawing:
    """The values in the order of their dates. Raises ValueError when there are none."""
    pen = Pen()
    points = frame(pen, study, measured, tuple(_references(measured)))
    _legend(pen, measured)
    for (x, y), mark in zip(points, _marks(measured), strict=True):
        pen.mark(x, y, SHAPES[mark], 0 if mark == PLAIN else SIGNAL)
    many = _how_many(len(points))
    what = "median of the baseline" if any(map(_has_baseline, measured.periods)) else "median"
    caption = " ".join([f"Solid line: {what}.", *notes_on_lines(study, measured)])
    return finished(pen, measured, chart, f"A run chart of {many}. The values are in the table below.", caption)


def frame(
    pen: Pen, study: ActionStudy, measured: MeasureStudy, references: Sequence[Reference]
) -> tuple[tuple[float, float], ...]:
    """Scales, dates, PDSA cycles, level lines, and the line from value to value; returns where the values are."""
    days = [date.fromisoformat(observation.date).toordinal() for observation in measured.observations]
    starts = _begun(study, measured)
    shown = [*days, *(day for _, day in starts)]
    across = _ValueScale(min(shown), max(shown), LEFT + 12, RIGHT - 12)
    heights = [height for one in references for *_, height in one.steps]
    ticks = _ticks([*(one.value for one in measured.observations), *(one.value for one in references), *heights])
    down = _ValueScale(ticks[0], ticks[-1], TOP + HEIGHT, TOP)
    _across(pen, ticks, down)
    _dates(pen, across, days)
    _starts(pen, starts, across)
    _begun_anew(pen, measured, across)
    points = tuple((across.at(day), down.at(one.value)) for day, one in zip(days, measured.observations, strict=True))
    _reference_lines(pen, references, down, [x for x, _ in points])
    for place, ((x1, y1), (x2, y2)) in enumerate(pairwise(points), start=1):
        if place not in measured.breaks:
            pen.line(x1, y1, x2, y2, look="rule", width=1.5)
    for number, place in enumerate(_noted(measured), start=1):
        x, y = points[place]
        _write_where_free(pen, x, [one for one in (y - 8, y + 16) if one > TOP + 8], str(number), "middle")
    return points


def finished(pen: Pen, measured: MeasureStudy, chart: str, desc: str, caption: str) -> Drawing:
    """The chart with its unit and its title."""
    unit = words.one_line(measured.measure.unit)
    pen.label(0, TOP - 20, wrap(unit, LEFT + 200, SMALL, 1)[0], size=SMALL, look="mute")
    return pen.drawing(chart, f"{name(measured.measure)} over time ({unit})", desc, caption, TOP + HEIGHT + 26)


def notes_on_lines(study: ActionStudy, measured: MeasureStudy) -> Iterator[str]:
    """What the lines are that every chart over time may have."""
    if measured.measure.target is not None:
        yield "Dashed line: target."
    if _begun(study, measured):
        yield "Dotted lines: where a PDSA cycle begins."
    for period in measured.periods:
        if _has_baseline(period):
            last = measured.observations[period.start + period.base - 1].date
            yield f"Baseline: the {_how_many(period.base)} up to {numbers.day(last)}."
        if period.since:
            yield f"Lines begin anew on {numbers.day(period.since)}: {words.sentence(words.one_line(period.reason))}"
    if measured.breaks:
        yield "Where the line is broken, values are missing."
    if _noted(measured):
        yield "Numbers beside values: see the notes below the table."


def target_of(measured: MeasureStudy) -> Iterator[Reference]:
    """The line of the target, where there is one."""
    if measured.measure.target is not None:
        yield Reference(measured.measure.target, f"Target {typed(measured.measure.target)}", "7 4")


def values(measured: MeasureStudy, table: str) -> Table:
    """The values by month, and which of them belong to a signal."""
    marks = _marks(measured)
    months: dict[str, list[tuple[str, str]]] = {}
    for place, (one, mark) in enumerate(zip(measured.observations, marks, strict=True)):
        for month in _missing_months(measured, place):
            months[month] = [("no value", PLAIN)]
        day = date.fromisoformat(one.date)
        months.setdefault(_month(day.year, day.month), []).append((f"{_ordinal(day.day)}: {shown(one)}", mark))
    return Table(
        id=table,
        caption=f"{name(measured.measure)} ({words.one_line(measured.measure.unit)}), by month",
        columns=(TableColumn(text="Month"), TableColumn(text="Day and value"), TableColumn(text="Signal")),
        rows=tuple(
            Row(
                head=Cell(text=month),
                cells=(
                    Cell(text=" · ".join(text for text, _ in values)),
                    Cell(text=_signal([mark for _, mark in values])),
                ),
            )
            for month, values in months.items()
        ),
        notes=tuple(
            f"{number}. {numbers.day(measured.observations[place].date)}: "
            f"{words.sentence(words.one_line(measured.observations[place].note or ''))}"
            for number, place in enumerate(_noted(measured), start=1)
        ),
        look="words series",
    )


def _noted(measured: MeasureStudy) -> tuple[int, ...]:
    """The values that have a note."""
    return tuple(place for place, one in enumerate(measured.observations) if one.note)


def _has_baseline(period: PeriodReading) -> bool:
    return period.base < period.stop - period.start


def _missing_months(measured: MeasureStudy, place: int) -> Iterator[str]:
    """The months between a value and the one before it, where values are missing there."""
    if place not in measured.breaks:
        return
    before, after = (date.fromisoformat(measured.observations[n].date) for n in (place - 1, place))
    for month in range(before.year * 12 + before.month, after.year * 12 + after.month - 1):
        yield _month(month // 12, month % 12 + 1)


def _month(year: int, month: int) -> str:
    return f"{MONTHS[month - 1]} {year}"


class _ValueScale:
    """From values to places in a drawing."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.high = low, high
        self._start, self._unit = start, (end - start) / (high - low) if high > low else 0.0
        self._middle = (start + end) / 2

    def at(self, value: float) -> float:
        return self._start + (value - self.low) * self._unit if self._unit else self._middle


def _begun(study: ActionStudy, measured: MeasureStudy) -> list[tuple[int, int]]:
    """The PDSA cycles that had begun by the last value, each with its day."""
    return [
        (pdsa_cycle.number, date.fromisoformat(pdsa_cycle.plan.start).toordinal())
        for pdsa_cycle in study.pdsa_cycles[: study.current]
        if pdsa_cycle.plan.start <= measured.observations[-1].date
    ]


def _references(measured: MeasureStudy) -> Iterator[Reference]:
    steps = [(one.start, one.stop - 1, one.median) for one in measured.periods if one.median is not None]
    if steps:
        yield Reference(steps[-1][-1], f"Median {worked_out(steps[-1][-1])}", steps=stepped(steps))
    yield from target_of(measured)


def _ticks(shown: Sequence[float]) -> list[float]:
    """Round numbers at an equal distance, from below the lowest number that is shown to above the highest."""
    low, high = min(shown), max(shown)
    if 0 < low <= 2 * (high - low):
        low = 0.0
    alike = high - low <= LEAST * max(abs(low), abs(high))
    step = _step(abs(high) or 1.0 if alike else high - low)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [place * step for place in range(first, max(last, first + 1) + 1)]


def _step(span: float) -> float:
    """A round distance between lines of the grid: 1, 2 or 5 times a power of ten."""
    rough = span / TICKS
    power: float = 10.0 ** math.floor(math.log10(rough))
    return next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough * 0.999)


def _across(pen: Pen, ticks: list[float], down: _ValueScale) -> None:
    """The lines of the grid and their numbers."""
    places = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9))
    for value in ticks:
        y, text = down.at(value), numbers.decimal(value, places)
        pen.line(LEFT, y, RIGHT, y, look="grid", above=False)
        shown = text if len(text) <= LONGEST else f"{value:.1e}"
        pen.label(LEFT - 6, y + 3.5, shown, anchor="end", size=SMALL, look="mute")
    pen.line(LEFT, TOP + HEIGHT, RIGHT, TOP + HEIGHT, look="rule")


def _dates(pen: Pen, across: _ValueScale, days: list[int]) -> None:
    """The days of the values, as many as there is room for."""
    last = -math.inf
    for day in days:
        x = across.at(day)
        if x - last >= DAY_WIDTH:
            shown = date.fromordinal(day)
            text = f"{shown.day} {MONTHS[shown.month - 1][:3]} {shown.year % 100:02}"
            pen.line(x, TOP + HEIGHT, x, TOP + HEIGHT + 4, look="rule")
            pen.label(x, TOP + HEIGHT + 17, text, anchor="middle", size=SMALL, look="mute")
            last = x


def _starts(pen: Pen, starts: list[tuple[int, int]], across: _ValueScale) -> None:
    """Where each PDSA cycle begins; a name that would cover the one before it is left out, its line stays."""
    free = -math.inf
    for number, day in starts:
        x = across.at(day)
        pen.line(x, TOP - 12, x, TOP + HEIGHT, look="mute", dash="2 3")
        text = f"PDSA cycle {number}"
        width = text_width(text, SMALL)
        start = min(x + 3, RIGHT - width)
        if start < free + 4:
            text, width = str(number), text_width(str(number), SMALL)
            start = x + 3
        if start >= free + 4:
            pen.label(start, TOP - 5, text, size=SMALL, look="mute")
            free = start + width


def stepped(steps: Sequence[tuple[int, int, float]]) -> tuple[tuple[int, int, float], ...]:
    """The steps of a line that changes; none where it is level all the way."""
    return tuple(steps) if len(steps) > 1 else ()


def _begun_anew(pen: Pen, measured: MeasureStudy, across: _ValueScale) -> None:
    """Where people began the lines anew, with the reason as far as there is room for it; the caption has all of it."""
    for period in (period for period in measured.periods if period.since):
        x = across.at(date.fromisoformat(measured.observations[period.start].date).toordinal()) - 4
        pen.line(x, TOP, x, TOP + HEIGHT, look="mute", dash="6 3")
        is_left = x - LEFT > RIGHT - x
        reason = wrap(words.one_line(period.reason), (x - LEFT if is_left else RIGHT - x) - 6, SMALL, 1)[0]
        start, anchor = (x - 3, "end") if is_left else (x + 3, "start")
        _write_where_free(pen, start, [TOP + HEIGHT - 5 - LINE * n for n in range(REASONS)], reason, anchor)


def _write_where_free(pen: Pen, x: float, heights: Sequence[float], text: str, anchor: str) -> None:
    """A text at the first of these heights where it meets no other; nowhere when there is none."""
    left, right = _span(x, text, anchor)
    for y in heights:
        near = [_span(one.x, one.text, one.anchor) for one in pen.labels if abs(one.y - y) < LINE]
        if all(right < start or end < left for start, end in near):
            pen.label(x, y, text, anchor=anchor, size=SMALL)
            return


def _span(x: float, text: str, anchor: str) -> tuple[float, float]:
    width = text_width(text, SMALL)
    start = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return start, start + width


def _reference_lines(pen: Pen, references: Sequence[Reference], down: _ValueScale, xs: Sequence[float]) -> None:
    """Level lines, in steps where they change, named at the right, their names a line apart."""
    for reference in references:
        for first, last, height in reference.steps or ((0, len(xs) - 1, reference.value),):
            x1 = LEFT if first == 0 else (xs[first - 1] + xs[first]) / 2
            x2 = RIGHT if last == len(xs) - 1 else (xs[last] + xs[last + 1]) / 2
            pen.line(x1, down.at(height), x2, down.at(height), look="ink", dash=reference.dash, width=1.4)
    named = sorted(references, key=lambda one: down.at(one.value))
    for reference, y in zip(named, _apart([down.at(reference.value) for reference in named]), strict=True):
        pen.label(RIGHT + 6, y + 3.5, wrap(reference.name, WIDTH - RIGHT - 8, SMALL, 1)[0], size=SMALL)


def _apart(heights: Sequence[float]) -> list[float]:
    """The same heights, from the top down, moved so far that names at them do not meet nor leave the chart."""
    placed = list(heights)
    for n in range(1, len(placed)):
        placed[n] = max(placed[n], placed[n - 1] + LINE)
    for n in reversed(range(len(placed))):
        placed[n] = min(placed[n], TOP + HEIGHT - LINE * (len(placed) - 1 - n))
    return placed


def _marks(measured: MeasureStudy) -> list[str]:
    """What each value is: a value in both a shift and a trend is drawn as part of the shift."""
    chart = measured.run_chart
    shifted = {place for shift in chart.shifts for place in shift}
    trending = {place for trend in chart.trends for place in trend}
    return [
        SHIFT if place in shifted else TREND if place in trending else PLAIN
        for place in range(len(measured.observations))
    ]


def _legend(pen: Pen, measured: MeasureStudy) -> None:
    marked = set(_marks(measured))
    x = 0.0
    for mark in (one for one in SHAPES if one in marked):
        pen.mark(x + 8, 10, SHAPES[mark], 0 if mark == PLAIN else SIGNAL)
        pen.label(x + 20, 14, words.capital(mark))
        x += 36 + text_width(words.capital(mark))


def _how_many(values: int) -> str:
    return "1 value" if values == 1 else f"{values} values"


def _signal(marks: list[str]) -> str:
    """How many of a month's values belong to a signal, such as `4 of 5 in a shift`."""
    signals = [f"{marks.count(mark)} of {len(marks)} {mark}" for mark in (SHIFT, TREND) if mark in marks]
    return "; ".join(signals) or "–"


def _ordinal(day: int) -> str:
    ending = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
