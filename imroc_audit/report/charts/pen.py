"""What charts are drawn with: measured text, wrapped labels, legends, scales, and coloured marks."""

import unicodedata
from collections.abc import Sequence
from typing import Final, TypeVar

from imroc_audit.report.charts.palette import (
    BLACK,
    GRID,
    INK,
    MARKS,
    MUTE,
    PAPER,
    RULE,
    Tint,
)
from imroc_audit.report.document import Drawing, Glyph, Label, Rectangle, StraightLine
from imroc_audit.report.text.perspectives import PerspectiveMark

Thing = TypeVar("Thing")

WIDTH: Final = 680
TEXT: Final = 11
SMALL: Final = 10
LEADING: Final = 13.5
SCORES: Final = (0, 25, 50, 75, 100)
"""Where a scale has a line."""
_COLOURS: Final = {"ink": INK, "mute": MUTE, "grid": GRID, "rule": RULE}
_DISC: Final = "M-11 0a11 11 0 1 0 22 0a11 11 0 1 0-22 0Z"
_RING: Final = "M-14 0a14 14 0 1 0 28 0a14 14 0 1 0-28 0ZM-12.2 0a12.2 12.2 0 1 1 24.4 0a12.2 12.2 0 1 1-24.4 0Z"
_NARROW = frozenset("iljI.,:;'|!` ")
_SLIM = frozenset('frt()[]{}/-"1*')
_WIDE = frozenset("mwMW@%—…")


class Pen:
    """Collects marks while a chart is laid out."""

    def __init__(self) -> None:
        self.lines: list[StraightLine] = []
        self.boxes: list[Rectangle] = []
        self.glyphs: list[Glyph] = []
        self.labels: list[Label] = []

    def label(
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: str = "start",
        size: float = TEXT,
        weight: int = 400,
        look: str = "ink",
        fill: str = "",
    ) -> None:
        colour = fill or _COLOURS[look]
        self.labels.append(
            Label(x=_r(x), y=_r(y), text=text, anchor=anchor, size=size, weight=weight, look=look, fill=colour)
        )

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        look: str,
        width: float = 1,
        dash: str = "",
        above: bool = True,
    ) -> None:
        line = StraightLine(
            x1=_r(x1),
            y1=_r(y1),
            x2=_r(x2),
            y2=_r(y2),
            stroke=_COLOURS[look],
            look=look,
            width=width,
            dash=dash,
        )
        self.lines.insert(len(self.lines) if above else 0, line)

    def box(self, x: float, y: float, width: float, height: float, *, fill: str, look: str, edge: str = "") -> None:
        self.boxes.append(Rectangle(x=_r(x), y=_r(y), width=_r(width), height=height, fill=fill, edge=edge, look=look))

    def glyph(self, x: float, y: float, place: int) -> None:
        """The mark of a perspective."""
        self.mark(x, y, place, place)

    def mark(self, x: float, y: float, shape: int, colour: int) -> None:
        """A shape and a colour of the palette, each by its place."""
        path, fill = MARKS[shape].path, MARKS[colour].light
        self.glyphs.append(Glyph(x=_r(x), y=_r(y), path=path, fill=fill, look=f"p{colour}"))

    def stamp(self, x: float, y: float, shape: int, fill: str) -> None:
        """A shape by its place, in a colour that is the same on light and dark paper."""
        self.glyphs.append(Glyph(x=_r(x), y=_r(y), path=MARKS[shape].path, fill=fill, look="fixed"))

    def spot(self, x: float, y: float, text: str, *, fill: str = "", ringed: bool = False) -> None:
        """A disc with a short text in it. fill: a colour that dark text is read on, on light and dark paper.

        ringed: with a ring around it.
        """
        look = "fixed" if fill else "disc"
        if ringed:
            self.glyphs.append(Glyph(x=_r(x), y=_r(y), path=_RING, fill=fill or MARKS[0].light, look=look))
        self.glyphs.append(Glyph(x=_r(x), y=_r(y), path=_DISC, fill=fill or MARKS[0].light, look=look))
        self.label(x, y + 3.8, text, anchor="middle", weight=600, fill=BLACK if fill else PAPER, look=look)

    def row_title(self, text: str, x: float, y: float, width: float) -> None:
        lines = wrap(text, width, TEXT, 2)
        for place, line in enumerate(lines):
            self.label(x, y + 4 + (place - (len(lines) - 1) / 2) * LEADING, line, anchor="end")

    def legend(self, perspectives: Sequence[PerspectiveMark], x0: float, width: float) -> float:
        """Marks with their names, wrapped; returns the y below them."""
        named = [(perspective, wrap(perspective.label, width - 32, TEXT, 1)[0]) for perspective in perspectives]
        sized = [((perspective, name), 30 + text_width(name)) for perspective, name in named]
        for (perspective, name), x, y in _flow(sized, x0, width):
            self.glyph(x + 8, y + 10, perspective.place)
            self.label(x + 20, y + 14, name)
        return 18.0 * _flow_rows([size for _, size in sized], width)

    def squares(self, legend: Sequence[tuple[str, Tint]], x0: float, width: float) -> float:
        """Coloured squares with the names of the options, wrapped; returns the y below them."""
        cut = [(wrap(text, width - 34, TEXT, 1)[0], tint) for text, tint in legend]
        sized = [((text, tint), 32 + text_width(text)) for text, tint in cut]
        for (text, tint), x, y in _flow(sized, x0, width):
            self.box(x + 1, y + 4, 12, 12, fill=tint.fill, edge=tint.edge, look="seg")
            self.label(x + 19, y + 14, text)
        return 18.0 * _flow_rows([size for _, size in sized], width)

    def scale(self, x0: float, x1: float, top: float, bottom: float) -> None:
        """Light lines at 0, 25, 50, 75 and 100, and their numbers below."""
        self.grid(x0, x1, top, bottom)
        for score in SCORES:
            self.label(at(score, x0, x1), bottom + 14, str(score), anchor="middle", size=SMALL, look="mute")

    def grid(self, x0: float, x1: float, top: float, bottom: float) -> None:
        """The light lines alone."""
        for score in SCORES:
            x = at(score, x0, x1)
            self.line(x, top, x, bottom, look="grid", above=False)

    def drawing(self, chart: str, title: str, desc: str, caption: str, height: float) -> Drawing:
        return Drawing(
            id=chart,
            title=title,
            desc=desc,
            caption=caption,
            width=WIDTH,
            height=round(height),
            lines=tuple(self.lines),
            boxes=tuple(self.boxes),
            glyphs=tuple(self.glyphs),
            labels=tuple(self.labels),
        )


def at(score: float, x0: float, x1: float) -> float:
    return x0 + (x1 - x0) * min(max(score, 0), 100) / 100


def text_width(text: str, size: float = TEXT) -> float:
    """About how wide a text is in Inter, on the safe side, in the units of `size`."""
    return sum(_advance(character) for character in text) * size


def wrap(text: str, width: float, size: float = TEXT, lines: int = 2) -> tuple[str, ...]:
    """The text in at most `lines` lines no wider than `width`; what does not fit ends in an ellipsis."""
    done: list[str] = []
    rest = text.split()
    while rest and len(done) < lines:
        line = rest.pop(0)
        while rest and text_width(f"{line} {rest[0]}", size) <= width:
            line = f"{line} {rest.pop(0)}"
        done.append(line)
    if rest:
        done[-1] = f"{done[-1]} {rest[0]}"
    return tuple(_cut(line, width, size, more=bool(rest) and line is done[-1]) for line in done)


def _flow(sized: Sequence[tuple[Thing, float]], x0: float, width: float) -> list[tuple[Thing, float, float]]:
    """Things of a known width placed one after another on lines 18 high."""
    placed: list[tuple[Thing, float, float]] = []
    x, y = x0, 0.0
    for thing, size in sized:
        if x > x0 and x + size > x0 + width:
            x, y = x0, y + 18
        placed.append((thing, x, y))
        x += size
    return placed


def _flow_rows(sizes: Sequence[float], width: float) -> int:
    placed = _flow([(None, size) for size in sizes], 0, width)
    return round(placed[-1][2] / 18) + 1 if placed else 0


def _cut(line: str, width: float, size: float, *, more: bool) -> str:
    if not more and text_width(line, size) <= width:
        return line
    while line and text_width(f"{line}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _advance(character: str) -> float:
    if character in _NARROW:
        return 0.3
    if character in _SLIM:
        return 0.42
    if character in _WIDE:
        return 0.96
    if unicodedata.east_asian_width(character) in "WF":
        return 1.1
    return 0.74 if character.isupper() else 0.62


def _r(value: float) -> float:
    return round(value, 1)
