"""The geometry of the charts: plain records in, a frozen drawing out. Templates only emit the marks."""

import math
from collections.abc import Sequence
from typing import Final

from imroc_audit.model.record import Record
from imroc_audit.report.charts.palette import MARKS, Tint
from imroc_audit.report.charts.pen import LEADING, SMALL, TEXT, WIDTH, Pen, at, text_width, wrap
from imroc_audit.report.document import Drawing
from imroc_audit.report.text.perspectives import PerspectiveMark

_CLEAR: Final = 24.0
"""How far apart the centres of two discs must be."""


class Point(Record):
    """A score on the 0 to 100 scale, as number and text, with its interval where there is one."""

    perspective: PerspectiveMark
    score: float
    text: str
    low: float | None = None
    high: float | None = None


class Level(Record):
    """One row of the dumbbell chart."""

    title: str
    points: tuple[Point, ...]
    gap: str
    strong: bool = False


class Bar(Record):
    """One stacked bar: shares of 100 per option (None when hidden), their texts, and a note at its right."""

    perspective: PerspectiveMark
    shares: tuple[float, ...] | None
    texts: tuple[str, ...] = ()
    note: str = ""


class StatementBars(Record):
    """A statement and its bars."""

    title: str
    bars: tuple[Bar, ...]


def dumbbell(
    *, chart: str, title: str, desc: str, caption: str, perspectives: Sequence[PerspectiveMark], levels: Sequence[Level]
) -> Drawing:
    """One row per challenge: every perspective's score on a line from the lowest to the highest."""
    x0, x1 = 240.0, 588.0
    pen = Pen()
    top = pen.legend(perspectives, 0, WIDTH - 90) + 16
    if any(level.points and level.gap for level in levels):
        pen.label(WIDTH - 2, 14, "Widest gap", anchor="end", size=SMALL, look="mute")
    y = top
    for level in levels:
        tiers = _tiers([at(point.score, x0, x1) for point in level.points])
        height = max(30.0, 18 + 11 * (1 + max(tiers, default=0)))
        pen.row_title(level.title, x0 - 34, y + height / 2, width=x0 - 38)
        _dumbbell_row(pen, level, tiers, (x0, x1), y + height / 2)
        y += height
    pen.scale(x0, x1, top, y)
    return pen.drawing(chart, title, desc, caption, y + 20)


def intervals(
    *,
    chart: str,
    title: str,
    desc: str,
    caption: str,
    points: Sequence[Point],
    whole: float | None,
    whole_text: str,
) -> Drawing:
    """One row per perspective: its score and its 95 % interval, with the equal-voice score as a line."""
    x0, x1 = 200.0, 560.0
    top, height = (20.0 if whole is not None else 4.0), 21.0
    pen = Pen()
    bottom = top + height * len(points)
    if whole is not None:
        x = at(whole, x0, x1)
        pen.line(x, top - 4, x, bottom, look="ink", dash="4 3", width=1.2)
        pen.label(min(max(x, x0 + 45), x1 - 45), top - 9, whole_text, anchor="middle", size=SMALL)
    for place, point in enumerate(points):
        _interval_row(pen, point, (x0, x1), top + height * (place + 0.5))
    pen.scale(x0, x1, top, bottom)
    return pen.drawing(chart, title, desc, caption, bottom + 20)


def likert(
    *,
    chart: str,
    title: str,
    desc: str,
    caption: str,
    legend: Sequence[tuple[str, Tint]],
    statements: Sequence[StatementBars],
) -> Drawing:
    """Stacked bars that part in the middle of the scale: lower answers to the left, higher to the right."""
    x0, x1 = 158.0, 566.0
    pen = Pen()
    y = pen.squares(legend, 0, WIDTH) + 12
    left, right = _extents([bar.shares for statement in statements for bar in statement.bars if bar.shares])
    unit = (x1 - x0) / ((left + right) or 1)
    zero = x0 + left * unit
    for statement in statements:
        lines = wrap(statement.title, WIDTH - 8, TEXT, 2)
        for place, text in enumerate(lines):
            pen.label(0, y + 11 + place * LEADING, text, weight=600)
        y += LEADING * len(lines) + 4
        for bar in statement.bars:
            _likert_row(pen, bar, [tint for _, tint in legend], zero, unit, y + 7.5)
            y += 15.5
        y += 11
    return pen.drawing(chart, title, desc, caption, y - 6)


def bars(*, chart: str, title: str, desc: str, caption: str, rows: Sequence[tuple[str, float, str]]) -> Drawing:
    """Plain bars from nought: title, length, and the number that is printed at the end of each."""
    x0, x1, height = 250.0, 600.0, 28.0
    pen = Pen()
    longest = max((value for _, value, _ in rows), default=0) or 1
    for place, (name, value, text) in enumerate(rows):
        y = 4 + height * (place + 0.5)
        pen.row_title(name, x0 - 10, y, width=x0 - 14)
        length = (x1 - x0) * max(value, 0) / longest
        pen.box(x0, y - 9, length, 18, fill=MARKS[0].light, look="bar")
        pen.label(x0 + length + 6, y + 4, text, weight=600)
    bottom = 4 + height * len(rows)
    pen.line(x0, 2, x0, bottom, look="rule")
    return pen.drawing(chart, title, desc, caption, bottom + 4)


class Spot(Record):
    """A challenge on the grid, by a short name. `ringed`: it stands out."""

    name: str
    score: float
    points: float
    ringed: bool = False


def grid(
    *,
    chart: str,
    title: str,
    desc: str,
    caption: str,
    spots: Sequence[Spot],
    middle: tuple[float, float],
    axes: tuple[str, str],
) -> Drawing:
    """Importance against performance: a numbered spot per challenge, score across and points upwards.

    middle: the score and the points at which the grid is parted.
    """
    x0, x1, y0, y1 = 34.0, 604.0, 36.0, 282.0
    pen = Pen()
    pen.line(x0, y1, x1, y1, look="rule")
    pen.line(x0, y0, x0, y1, look="rule")
    pen.label(0, 12, axes[1], size=SMALL, look="mute")
    pen.label(x1, y1 + 30, axes[0], size=SMALL, look="mute", anchor="end")
    for score in (0, 25, 50, 75, 100):
        pen.label(at(score, x0, x1), y1 + 15, str(score), size=SMALL, look="mute", anchor="middle")
        if score:
            pen.line(at(score, x0, x1), y0, at(score, x0, x1), y1, look="grid", above=False)
    most = max((spot.points for spot in spots), default=0) or 1

    def height(points: float) -> float:
        return y1 - 16 - (y1 - y0 - 32) * points / most

    for points in _ticks(most):
        pen.label(x0 - 6, height(points) + 3.5, f"{points:g}", size=SMALL, look="mute", anchor="end")
    across, upwards = at(middle[0], x0, x1), height(middle[1])
    pen.line(across, y0, across, y1, look="mute", dash="5 4")
    pen.line(x0, upwards, x1, upwards, look="mute", dash="5 4")
    pen.label(min(max(across, x0 + 36), x1), y0 - 6, f"middle {middle[0]:.1f}", size=SMALL, anchor="middle")
    pen.label(x1 + 6, upwards + 3.5, f"middle {middle[1]:.2f}", size=SMALL)
    raw = [(at(spot.score, x0, x1), height(spot.points)) for spot in spots]
    for spot, (x, y) in zip(spots, _apart(raw, (x0 + 14, x1 - 14), (y0 + 14, y1 - 14)), strict=True):
        pen.spot(x, y, spot.name, ringed=spot.ringed)
    return pen.drawing(chart, title, desc, caption, y1 + 36)


def _ticks(most: float) -> list[float]:
    """Round numbers from nought to `most`, six at the most."""
    size = 10.0 ** math.floor(math.log10(most))
    step = next(size * part for part in (0.2, 0.5, 1, 2) if most / (size * part) <= 5)
    return [round(number * step, 10) for number in range(math.floor(most / step + 1e-9) + 1)]


def _dumbbell_row(pen: Pen, level: Level, tiers: Sequence[int], span: tuple[float, float], y: float) -> None:
    if not level.points:
        pen.label(span[0] + 4, y + 4, level.gap, look="mute", size=SMALL)
        return
    places = [at(point.score, *span) for point in level.points]
    low, high = min(places), max(places)
    pen.line(low, y, high, y, look="rule", width=3)
    middle = max(tiers) / 2
    for point, x, tier in zip(level.points, places, tiers, strict=True):
        pen.glyph(x, y + (tier - middle) * 11, point.perspective.place)
    first = level.points[places.index(low)]
    last = level.points[places.index(high)]
    pen.label(low - 11, y + 4, first.text, anchor="end", size=SMALL)
    if high - low > 0.5:
        pen.label(high + 11, y + 4, last.text, size=SMALL)
    pen.label(WIDTH - 2, y + 4, level.gap, anchor="end", weight=600 if level.strong else 400)


def _interval_row(pen: Pen, point: Point, span: tuple[float, float], y: float) -> None:
    x = at(point.score, *span)
    pen.glyph(8, y, point.perspective.place)
    pen.label(20, y + 4, wrap(point.perspective.label, span[0] - 40, TEXT, 1)[0])
    if point.low is not None and point.high is not None:
        low, high = at(point.low, *span), at(point.high, *span)
        pen.line(low, y, high, y, look="rule", width=2)
        pen.line(low, y - 5, low, y + 5, look="rule", width=1.5)
        pen.line(high, y - 5, high, y + 5, look="rule", width=1.5)
    pen.glyph(x, y, point.perspective.place)
    pen.label(WIDTH - 2, y + 4, point.text, anchor="end")


def _likert_row(pen: Pen, bar: Bar, tints: Sequence[Tint], zero: float, unit: float, y: float) -> None:
    pen.glyph(8, y, bar.perspective.place)
    pen.label(20, y + 4, wrap(bar.perspective.label, 128, SMALL, 1)[0], size=SMALL)
    if bar.shares is None:
        pen.label(zero + 8, y + 4, bar.note, look="mute", size=SMALL)
        return
    x = zero - unit * _left(bar.shares)
    for share, text, tint in zip(bar.shares, bar.texts, tints, strict=True):
        width = share * unit
        if share > 0:
            pen.box(x, y - 7, width, 14, fill=tint.fill, edge=tint.edge, look="seg")
        if width >= text_width(text, SMALL) + 5:
            pen.label(x + width / 2, y + 3.7, text, anchor="middle", size=SMALL, fill=tint.text, look="on")
        x += width
    pen.label(WIDTH - 2, y + 4, bar.note, anchor="end", size=SMALL)


def _left(shares: Sequence[float]) -> float:
    """How much of a bar lies left of the middle: the lower half, and half of the middle option."""
    half, odd = divmod(len(shares), 2)
    return sum(shares[:half]) + (shares[half] / 2 if odd else 0)


def _extents(rows: Sequence[Sequence[float]]) -> tuple[float, float]:
    left = max((_left(row) for row in rows), default=0)
    right = max((sum(row) - _left(row) for row in rows), default=0)
    return left, right


def _tiers(places: Sequence[float]) -> list[int]:
    """A height for each mark, so that marks at nearly the same score do not cover one another."""
    last: list[float] = []
    tiers = [0] * len(places)
    for index in sorted(range(len(places)), key=lambda i: places[i]):
        tier = next((t for t, x in enumerate(last) if places[index] - x >= 12), len(last))
        if tier == len(last):
            last.append(0)
        last[tier] = places[index]
        tiers[index] = tier
    return tiers


def _apart(
    spots: Sequence[tuple[float, float]], across: tuple[float, float], down: tuple[float, float]
) -> list[tuple[float, float]]:
    """The spots, pushed apart until (if there is room) none covers another; always the same way."""
    placed = [list(spot) for spot in spots]
    for _ in range(60):
        moved = False
        for i, disc in enumerate(placed):
            for other in placed[:i]:
                dx, dy = disc[0] - other[0], disc[1] - other[1]
                distance = math.hypot(dx, dy)
                if distance < _CLEAR:
                    push = (_CLEAR - distance) / 2 + 0.1
                    ux, uy = (dx / distance, dy / distance) if distance > 0.01 else (0.8, 0.6)
                    disc[0], disc[1] = disc[0] + ux * push, disc[1] + uy * push
                    other[0], other[1] = other[0] - ux * push, other[1] - uy * push
                    moved = True
        for spot in placed:
            spot[0] = min(max(spot[0], across[0]), across[1])
            spot[1] = min(max(spot[1], down[0]), down[1])
        if not moved:
            break
    return [(spot[0], spot[1]) for spot in placed]
