"""Charts with limits: a measure over time about its mean, and the icons of NHS Making Data Count."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from imroc_audit.model.study import ActionStudy, MeasureStudy, Variation, XmrReading
from imroc_audit.pdsa.charts.limits import ICONS, shown_limit
from imroc_audit.pdsa.words import worked_out
from imroc_audit.report.charts.pen import WIDTH, Pen, text_width
from imroc_audit.report.charts.run import Reference, finished, frame, notes_on_lines, target_of
from imroc_audit.report.document import Drawing
from imroc_audit.report.text import words

Kind = Literal["common cause", "improvement", "concern"]

KINDS: Final[Mapping[Variation, Kind]] = {
    "common cause": "common cause",
    "improvement high": "improvement",
    "improvement low": "improvement",
    "concern high": "concern",
    "concern low": "concern",
}
SHAPES: Final[dict[Kind, int]] = {"common cause": 1, "improvement": 0, "concern": 3}
"""Circle, diamond, square."""
FILLS: Final[dict[Kind, str]] = {"common cause": "#a6a6a6", "improvement": "#00b0f0", "concern": "#e46c0a"}
"""The colours of Making Data Count."""


def xmr_chart(study: ActionStudy, measured: MeasureStudy, reading: XmrReading, chart: str) -> Drawing:
    """The values, two or more, in the order of their dates, each with what it is; and the icon of the last one."""
    pen = Pen()
    points = frame(pen, study, measured, tuple(_references(measured, reading)))
    for (x, y), variation in zip(points, reading.variations, strict=True):
        _value(pen, x, y, KINDS[variation])
    _legend(pen, reading)
    _icon(pen, reading.variation)
    caption = " ".join(
        [
            f"{_drawn(reading)} Solid line: {_centre(reading).lower()}.",
            *(["Dotted level lines: limits."] if reading.low is not None else []),
            *notes_on_lines(study, measured),
        ]
    )
    called = "An XmR chart" if reading.chart == "XmR" else f"A {reading.chart} chart"
    return finished(
        pen, measured, chart, f"{called} of {len(points)} values. The values are in the table below.", caption
    )


def _drawn(reading: XmrReading) -> str:
    if reading.chart == "XmR":
        return "As NHS Making Data Count draws it."
    return f"A {reading.chart} chart, with the colours and icons of NHS Making Data Count."


def _centre(reading: XmrReading) -> str:
    return "Median" if reading.chart == "g" else "Mean"


def _references(measured: MeasureStudy, reading: XmrReading) -> Iterator[Reference]:
    limit = "Trial limit" if reading.trial else "Limit"
    yield Reference(
        reading.mean, f"{_centre(reading)} {worked_out(reading.mean)}", steps=_steps(measured, reading.centres)
    )
    if reading.low is not None and reading.high is not None:
        for value, end in ((reading.low, 0), (reading.high, 1)):
            heights = [None if one is None else one[end] for one in reading.limits]
            yield Reference(value, f"{limit} {shown_limit(value, reading.mean)}", "2 3", _steps(measured, heights))
    yield from target_of(measured)


def _steps(measured: MeasureStudy, heights: Sequence[float | None]) -> tuple[tuple[int, int, float], ...]:
    """A line that is level within a period while its height is the same."""
    steps: list[tuple[int, int, float]] = []
    starts = {one.start for one in measured.periods}
    for place, height in enumerate(heights):
        if height is None:
            continue
        if steps and steps[-1][1] == place - 1 and steps[-1][2] == height and place not in starts:
            steps[-1] = (steps[-1][0], place, height)
        else:
            steps.append((place, place, height))
    level = len(steps) == 1 and steps[0][:2] == (0, len(heights) - 1)
    return () if level else tuple(steps)


def _value(pen: Pen, x: float, y: float, kind: Kind) -> None:
    pen.stamp(x, y, SHAPES[kind], FILLS[kind])


def _legend(pen: Pen, reading: XmrReading) -> None:
    kinds = {KINDS[one] for one in reading.variations}
    x = 0.0
    for kind in (one for one in SHAPES if one in kinds):
        _value(pen, x + 8, 10, kind)
        pen.label(x + 20, 14, words.capital(kind))
        x += 36 + text_width(words.capital(kind))


def _icon(pen: Pen, variation: Variation) -> None:
    """The icon at the right, its words beside it."""
    pen.spot(WIDTH - 14, 12, ICONS[variation], fill=FILLS[KINDS[variation]])
    pen.label(WIDTH - 32, 16, f"Now: {KINDS[variation]}", anchor="end")
