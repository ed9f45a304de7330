"""Run charts: a measure over time about its median, its signals marked by shape and told in words."""

import math
from datetime import date
from itertools import pairwise
from typing import Final

from imroc_audit.model.study import ActionStudy, MeasureStudy
from imroc_audit.pdsa.words import typed, worked_out
from imroc_audit.report import numbers, words
from imroc_audit.report.document import Cell, Column, Drawing, Row, Table
from imroc_audit.report.pen import SMALL, WIDTH, Pen, text_width, wrap
from imroc_audit.report.told import name

LEFT, RIGHT, TOP, HEIGHT = 52.0, 560.0, 54.0, 150.0
TICKS: Final = 5
PLAIN, SHIFT, TREND = "value", "in a shift", "in a trend"
SHAPES: Final = {PLAIN: 1, SHIFT: 0, TREND: 3}
"""Circle, diamond, square."""
SIGNAL: Final = 3
"""The colour of values that belong to a signal."""
DAY_WIDTH: Final = 62.0
LONGEST: Final = 7
"""A number of the scale with more characters is given in powers of ten."""


def run_chart(study: ActionStudy, measured: MeasureStudy, chart: str) -> Drawing:
    """The values in the order of their dates. Raises ValueError when there are none."""
    days = [date.fromisoformat(one.date).toordinal() for one in measured.observations]
    starts = [
        (one.number, date.fromisoformat(one.plan.start).toordinal())
        for one in study.pdsa_cycles[: study.current]
        if one.plan.start <= measured.observations[-1].date
    ]
    shown = [*days, *(day for _, day in starts)]
    across = _Scale(min(shown), max(shown), LEFT + 12, RIGHT - 12)
    ticks = _ticks(measured)
    down = _Scale(ticks[0], ticks[-1], TOP + HEIGHT, TOP)
    pen = Pen()
    _legend(pen, measured)
    _across(pen, ticks, down)
    _dates(pen, across, days)
    _starts(pen, starts, across)
    _reference_lines(pen, measured, down)
    _values(pen, measured, [across.at(day) for day in days], down)
    unit = words.one_line(measured.measure.unit)
    pen.label(0, TOP - 20, wrap(unit, LEFT + 200, SMALL, 1)[0], size=SMALL, look="mute")
    return pen.drawing(
        chart,
        f"{name(measured.measure)} over time ({unit})",
        f"A run chart of {_how_many(len(days))}. The values are in the table below.",
        _caption(measured, bool(starts)),
        TOP + HEIGHT + 26,
    )


def values(measured: MeasureStudy, table: str) -> Table:
    """The values by month, and which of them belong to a signal."""
    marks = _marks(measured)
    months: dict[str, list[tuple[str, str]]] = {}
    for one, mark in zip(measured.observations, marks, strict=True):
        day = date.fromisoformat(one.date)
        months.setdefault(f"{numbers.MONTHS[day.month - 1]} {day.year}", []).append(
            (f"{_ordinal(day.day)}: {typed(one.value)}", mark)
        )
    return Table(
        id=table,
        caption=f"{name(measured.measure)} ({words.one_line(measured.measure.unit)}), by month",
        columns=(Column(text="Month"), Column(text="Day and value"), Column(text="Signal")),
        rows=tuple(
            Row(
                head=Cell(text=month),
                cells=(
                    Cell(text=" · ".join(text for text, _ in found)),
                    Cell(text=_signal([mark for _, mark in found])),
                ),
            )
            for month, found in months.items()
        ),
        look="words series",
    )


class _Scale:
    """From values to places in a drawing."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.high = low, high
        self._start, self._unit = start, (end - start) / (high - low) if high > low else 0.0
        self._middle = (start + end) / 2

    def at(self, value: float) -> float:
        return self._start + (value - self.low) * self._unit if self._unit else self._middle


def _ticks(measured: MeasureStudy) -> list[float]:
    """Round numbers at an equal distance, from below the lowest value or target to above the highest."""
    target = measured.measure.target
    shown = [one.value for one in measured.observations] + ([] if target is None else [target])
    low, high = min(shown), max(shown)
    if 0 < low <= 2 * (high - low):
        low = 0.0
    step = _step((high - low) or abs(high) or 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [place * step for place in range(first, max(last, first + 1) + 1)]


def _step(span: float) -> float:
    """A round distance between lines of the grid: 1, 2 or 5 times a power of ten."""
    rough = span / TICKS
    power: float = 10.0 ** math.floor(math.log10(rough))
    return next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough * 0.999)


def _across(pen: Pen, ticks: list[float], down: _Scale) -> None:
    """The lines of the grid and their numbers."""
    places = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9))
    for value in ticks:
        y, text = down.at(value), numbers.decimal(value, places)
        pen.line(LEFT, y, RIGHT, y, look="grid", above=False)
        shown = text if len(text) <= LONGEST else f"{value:.1e}"
        pen.label(LEFT - 6, y + 3.5, shown, anchor="end", size=SMALL, look="mute")
    pen.line(LEFT, TOP + HEIGHT, RIGHT, TOP + HEIGHT, look="rule")


def _dates(pen: Pen, across: _Scale, days: list[int]) -> None:
    """The days of the values, as many as there is room for."""
    last = -math.inf
    for day in days:
        x = across.at(day)
        if x - last >= DAY_WIDTH:
            shown = date.fromordinal(day)
            text = f"{shown.day} {numbers.MONTHS[shown.month - 1][:3]} {shown.year % 100:02}"
            pen.line(x, TOP + HEIGHT, x, TOP + HEIGHT + 4, look="rule")
            pen.label(x, TOP + HEIGHT + 17, text, anchor="middle", size=SMALL, look="mute")
            last = x


def _starts(pen: Pen, starts: list[tuple[int, int]], across: _Scale) -> None:
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


def _reference_lines(pen: Pen, measured: MeasureStudy, down: _Scale) -> None:
    """The median and the target, named at the right, their names a line apart."""
    median, target = measured.run_chart.median, measured.measure.target
    named = []
    if median is not None:
        pen.line(LEFT, down.at(median), RIGHT, down.at(median), look="ink", width=1.4)
        named.append((down.at(median), f"Median {worked_out(median)}"))
    if target is not None:
        pen.line(LEFT, down.at(target), RIGHT, down.at(target), look="ink", dash="7 4", width=1.4)
        named.append((down.at(target), f"Target {typed(target)}"))
    places = sorted(named)
    if len(places) == 2 and places[1][0] - places[0][0] < 13:
        middle = (places[0][0] + places[1][0]) / 2
        places = [(middle - 6.5, places[0][1]), (middle + 6.5, places[1][1])]
    for y, text in places:
        pen.label(RIGHT + 6, y + 3.5, wrap(text, WIDTH - RIGHT - 8, SMALL, 1)[0], size=SMALL)


def _values(pen: Pen, measured: MeasureStudy, across: list[float], down: _Scale) -> None:
    points = [(x, down.at(one.value)) for x, one in zip(across, measured.observations, strict=True)]
    for (x1, y1), (x2, y2) in pairwise(points):
        pen.line(x1, y1, x2, y2, look="rule", width=1.5)
    for (x, y), mark in zip(points, _marks(measured), strict=True):
        pen.mark(x, y, SHAPES[mark], 0 if mark == PLAIN else SIGNAL)


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
    found = set(_marks(measured))
    x = 0.0
    for mark in (one for one in SHAPES if one in found):
        pen.mark(x + 8, 10, SHAPES[mark], 0 if mark == PLAIN else SIGNAL)
        pen.label(x + 20, 14, words.capital(mark))
        x += 36 + text_width(words.capital(mark))


def _caption(measured: MeasureStudy, starts: bool) -> str:
    parts = ["Solid line: median."]
    if measured.measure.target is not None:
        parts.append("Dashed line: target.")
    if starts:
        parts.append("Dotted lines: where a PDSA cycle begins.")
    return " ".join(parts)


def _how_many(values: int) -> str:
    return "1 value" if values == 1 else f"{values} values"


def _signal(marks: list[str]) -> str:
    """How many of a month's values belong to a signal, such as `4 of 5 in a shift`."""
    found = [f"{marks.count(mark)} of {len(marks)} {mark}" for mark in (SHIFT, TREND) if mark in marks]
    return "; ".join(found) or "–"


def _ordinal(day: int) -> str:
    ending = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
