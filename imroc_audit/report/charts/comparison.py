"""The geometry of the comparison's charts: two audits as a dumbbell, several over time, organisations side by side."""

from collections.abc import Sequence
from typing import Final

from imroc_audit.model.record import Record
from imroc_audit.report.charts.palette import PAPER
from imroc_audit.report.charts.pen import SCORES, SMALL, TEXT, WIDTH, Pen, at, text_width, wrap
from imroc_audit.report.charts.scores import Point
from imroc_audit.report.document import Drawing, Glyph
from imroc_audit.report.text.perspectives import PerspectiveMark

_HOLE: Final = "M-2.7 0a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0-5.4 0Z"
_ROW: Final = 19.0
_HEAD: Final = 22.0
_ACROSS: Final = 3
"""Panels beside one another."""
_PANEL_HEIGHT: Final = 168.0
_PANEL_HEIGHTS: Final = {1: 270.0, 2: 230.0}
"""Of panels in one row or two: there is room to see a narrow interval behind its mark."""


class Shift(Record):
    """One perspective in two audits: both scores, or `words` in their place, and the difference as text."""

    perspective: PerspectiveMark
    first: float | None
    second: float | None
    text: str
    words: str
    strong: bool = False


class Shifts(Record):
    """The shifts of one challenge."""

    title: str
    shifts: tuple[Shift, ...]


class Panel(Record):
    """One perspective over several audits. `joined` says for each but the first whether it can be compared with
    the one before; `words` stands where there is no score.
    """

    perspective: PerspectiveMark
    points: tuple[Point | None, ...]
    joined: tuple[bool, ...]
    words: tuple[str, ...]


class Entrant(Record):
    """One organisation's score, or `words` in its place."""

    name: str
    point: Point | None
    words: str


def shifts(*, chart: str, title: str, desc: str, caption: str, groups: Sequence[Shifts]) -> Drawing:
    """A dumbbell per challenge and perspective: the earlier mark has a hole, and the words stand at the right."""
    x0, x1 = 170.0, 420.0
    pen = Pen()
    y = 4.0
    for place, group in enumerate(groups, start=1):
        pen.label(0, y + 14, wrap(group.title, WIDTH - 8, TEXT, 1)[0], weight=600)
        y = top = y + _HEAD
        for shift in group.shifts:
            _shift(pen, shift, (x0, x1), y + _ROW / 2)
            y += _ROW
        y += 6
        _rule(pen, (x0, x1), (top, y), last=place == len(groups))
    return pen.drawing(chart, title, desc, caption, y + 20)


def panels(*, chart: str, title: str, desc: str, caption: str, names: Sequence[str], rows: Sequence[Panel]) -> Drawing:
    """A panel per perspective, the audits from left to right, with intervals; a broken line where words changed."""
    across = min(len(rows), _ACROSS)
    width, height = WIDTH / across, _PANEL_HEIGHTS.get(-(-len(rows) // across), _PANEL_HEIGHT)
    pen = Pen()
    for place, panel in enumerate(rows):
        left, top = width * (place % across), height * (place // across)
        _panel(pen, panel, names, (left + 26, left + width - 8), (top + 28, top + height - 30))
    return pen.drawing(chart, title, desc, caption, height * -(-len(rows) // across))


def caterpillar(
    *, chart: str, title: str, desc: str, caption: str, groups: Sequence[tuple[PerspectiveMark, Sequence[Entrant]]]
) -> Drawing:
    """For each perspective the organisations from the highest score to the lowest, with intervals and no ranks."""
    x0, x1 = 232.0, 516.0
    pen = Pen()
    y = 4.0
    for place, (perspective, entrants) in enumerate(groups, start=1):
        pen.glyph(8, y + 10, perspective.place)
        pen.label(20, y + 14, wrap(perspective.label, WIDTH - 30, TEXT, 1)[0], weight=600)
        y = top = y + _HEAD
        for entrant in _by_score(entrants):
            _entrant(pen, entrant, perspective, (x0, x1), y + _ROW / 2)
            y += _ROW
        y += 6
        _rule(pen, (x0, x1), (top, y), last=place == len(groups))
    return pen.drawing(chart, title, desc, caption, y + 20)


def are_numbered(names: Sequence[str], rows: int) -> bool:
    """Whether the panels have numbers below them, because the names are too long."""
    width = WIDTH / min(rows, _ACROSS) - 34
    return _short(names, width / len(names)) != tuple(names)


def _rule(pen: Pen, across: tuple[float, float], down: tuple[float, float], *, last: bool) -> None:
    """The lines of the scale behind one group, which leave its heading free; numbers only below the last."""
    (pen.scale if last else pen.grid)(*across, *down)


def _shift(pen: Pen, shift: Shift, span: tuple[float, float], y: float) -> None:
    pen.glyph(8, y, shift.perspective.place)
    pen.label(20, y + 4, wrap(shift.perspective.label, span[0] - 40, TEXT, 1)[0])
    if shift.first is None or shift.second is None:
        pen.label(span[0] + 4, y + 4, shift.words, look="mute", size=SMALL)
        return
    first, second = at(shift.first, *span), at(shift.second, *span)
    pen.line(first, y, second, y, look="rule", width=3)
    pen.glyph(second, y, shift.perspective.place)
    pen.glyph(first, y, shift.perspective.place)
    pen.glyphs.append(Glyph(x=round(first, 1), y=round(y, 1), path=_HOLE, fill=PAPER, look="hole"))
    pen.label(span[1] + 14, y + 4, shift.text, size=SMALL)
    pen.label(WIDTH - 2, y + 4, shift.words, anchor="end", size=SMALL, weight=600 if shift.strong else 400)


def _panel(
    pen: Pen, panel: Panel, names: Sequence[str], across: tuple[float, float], down: tuple[float, float]
) -> None:
    x0, x1 = across
    pen.glyph(x0 - 16, down[0] - 18, panel.perspective.place)
    pen.label(x0 - 4, down[0] - 14, wrap(panel.perspective.label, x1 - x0, TEXT, 1)[0], weight=600)
    for score in SCORES:
        y = at(score, down[1], down[0])
        pen.line(x0, y, x1, y, look="grid", above=False)
        if score % 50 == 0:
            pen.label(x0 - 5, y + 3.5, str(score), anchor="end", size=SMALL, look="mute")
    step = (x1 - x0) / len(names)
    places = [x0 + step * (number + 0.5) for number in range(len(names))]
    for x, name in zip(places, _short(names, step), strict=True):
        pen.label(x, down[1] + 16, name, anchor="middle", size=SMALL, look="mute")
    for number, joined in enumerate(panel.joined, start=1):
        _join(
            pen, (panel.points[number - 1], panel.points[number]), places[number - 1 : number + 1], down, joined=joined
        )
    for x, point, words in zip(places, panel.points, panel.words, strict=True):
        if point is None:
            pen.label(
                x,
                (down[0] + down[1]) / 2 + 4,
                wrap(words, step - 2, SMALL, 1)[0],
                anchor="middle",
                size=SMALL,
                look="mute",
            )
        else:
            _upright(pen, point, x, down)


def _join(
    pen: Pen,
    pair: tuple[Point | None, Point | None],
    places: Sequence[float],
    down: tuple[float, float],
    *,
    joined: bool,
) -> None:
    """A line between two scores that can be compared; an upright broken line between two that cannot."""
    first, second = pair
    if first is None or second is None:
        return
    if joined:
        ends = (at(point.score, down[1], down[0]) for point in (first, second))
        (y1, y2), (x1, x2) = ends, places
        pen.line(x1, y1, x2, y2, look="rule", width=2)
    else:
        x = sum(places) / 2
        pen.line(x, down[0], x, down[1], look="ink", dash="3 3")


def _upright(pen: Pen, point: Point, x: float, down: tuple[float, float]) -> None:
    y = at(point.score, down[1], down[0])
    if point.low is not None and point.high is not None:
        ends = [at(score, down[1], down[0]) for score in (point.low, point.high)]
        pen.line(x, ends[0], x, ends[1], look="rule", width=2)
        for end in ends:
            pen.line(x - 6, end, x + 6, end, look="rule", width=1.5)
    pen.glyph(x, y, point.perspective.place)
    pen.label(x + 8, y - 6, point.text, size=SMALL)


def _entrant(pen: Pen, entrant: Entrant, perspective: PerspectiveMark, span: tuple[float, float], y: float) -> None:
    pen.label(0, y + 4, wrap(entrant.name, span[0] - 14, TEXT, 1)[0])
    point = entrant.point
    if point is None:
        pen.label(span[0] + 4, y + 4, entrant.words, look="mute", size=SMALL)
        return
    if point.low is not None and point.high is not None:
        low, high = at(point.low, *span), at(point.high, *span)
        pen.line(low, y, high, y, look="rule", width=2)
        pen.line(low, y - 5, low, y + 5, look="rule", width=1.5)
        pen.line(high, y - 5, high, y + 5, look="rule", width=1.5)
    pen.glyph(at(point.score, *span), y, perspective.place)
    pen.label(WIDTH - 2, y + 4, point.text, anchor="end", size=SMALL)


def _by_score(entrants: Sequence[Entrant]) -> list[Entrant]:
    """Highest first; those without a score last, in the order given."""
    return sorted(entrants, key=lambda one: (one.point is None, -one.point.score if one.point else 0))


def _short(names: Sequence[str], width: float) -> tuple[str, ...]:
    """The names where there is room for all of them, or else their numbers."""
    if all(text_width(name, SMALL) <= width for name in names):
        return tuple(names)
    return tuple(str(number) for number in range(1, len(names) + 1))
