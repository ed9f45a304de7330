"""Colours and shapes of the report: legible on light and dark paper, and never meaning by colour alone."""

from typing import Final

from imroc_audit.model.record import Record

INK: Final = "#212B32"
MUTE: Final = "#4C6272"
GRID: Final = "#D8DDE0"
RULE: Final = "#768692"
PAPER: Final = "#FFFFFF"
WHITE: Final = "#FFFFFF"
BLACK: Final = "#000000"


class MarkStyle(Record):
    """How a perspective is drawn: a shape about 12 units across, centred on 0,0, and its two colours."""

    path: str
    light: str
    dark: str


_COLOURS: Final = (
    ("#005EB8", "#7FB8F0"),
    ("#AE2573", "#F58AC4"),
    ("#00703C", "#6FD08C"),
    ("#A84E00", "#FFB066"),
    ("#5A2D91", "#C7A6F5"),
    ("#006B75", "#5FD0D9"),
)
_SHAPES: Final = (
    "M0-7.2 7.2 0 0 7.2-7.2 0Z",  # diamond
    "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0Z",  # circle
    "M0-6.8 6.8 5.4-6.8 5.4Z",  # triangle
    "M-5.5-5.5H5.5V5.5H-5.5Z",  # square
    "M0 6.8 6.8-5.4-6.8-5.4Z",  # triangle on its point
    "M-2.2-6.5H2.2V-2.2H6.5V2.2H2.2V6.5H-2.2V2.2H-6.5V-2.2H-2.2Z",  # plus
    "M0-7 6.7-2.2 4.1 5.7-4.1 5.7-6.7-2.2Z",  # pentagon
    "M-7-3H7V3H-7Z",  # bar, lying
    "M-3-7H3V7H-3Z",  # bar, standing
    "M-3.5-6H3.5L7 0 3.5 6H-3.5L-7 0Z",  # hexagon
    "M-6-6 0-2 6-6V6L0 2-6 6Z",  # bow
    "M0-7.5 2-2 7.5 0 2 2 0 7.5-2 2-7.5 0-2-2Z",  # star
)
MARKS: Final = tuple(
    MarkStyle(path=path, light=light, dark=dark) for path, (light, dark) in zip(_SHAPES, _COLOURS * 2, strict=True)
)
"""One per perspective, in the definition's order; a questionnaire has at most as many."""

_LOW: Final = ("#FBE5CC", "#8A3F00")
_HIGH: Final = ("#D6E8F8", "#004A94")
MIDDLE: Final = "#E8EDEE"


class Tint(Record):
    """A fill, the text colour that can be read on it, and an outline that shows where it ends."""

    fill: str
    text: str
    edge: str


class Heat(Record):
    """A band of scores from `start` upwards, as table-cell colours on light and dark paper."""

    start: int
    light: str
    dark: str


HEAT: Final = (
    Heat(start=0, light="#F4B781", dark="#7A3C08"),
    Heat(start=30, light="#F8D2AD", dark="#5F330F"),
    Heat(start=40, light="#FCEADA", dark="#432A17"),
    Heat(start=50, light="#EEF4FA", dark="#1D2C38"),
    Heat(start=60, light="#D2E4F5", dark="#173A57"),
    Heat(start=70, light="#ABCFEF", dark="#0F4A78"),
    Heat(start=80, light="#86BAE8", dark="#085A9C"),
)


def band(score: float) -> int:
    """The heat band (0 to 6) of a score that runs from 0 to 100."""
    return max(place for place, heat in enumerate(HEAT) if score >= heat.start or place == 0)


def ramp(options: int) -> tuple[Tint, ...]:
    """One tint per answer option, lowest first: brown through pale to blue, 2 to 10 options."""
    return tuple(_tint(2 * place / (options - 1) - 1) for place in range(options))


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two colours written #RRGGBB, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _tint(place: float) -> Tint:
    """`place` runs from -1 (lowest option) to 1 (highest)."""
    if abs(place) < 1e-9:
        return Tint(fill=MIDDLE, text=BLACK, edge=RULE)
    pale, deep = _LOW if place < 0 else _HIGH
    # The power keeps the middle pale, so that the two ends stand out however many options there are.
    fill = _mix(pale, deep, abs(place) ** 1.4)
    return Tint(fill=fill, text=WHITE if contrast(fill, WHITE) >= 4.5 else BLACK, edge=deep)


def _mix(start: str, end: str, share: float) -> str:
    pairs = zip(_channels(start), _channels(end), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
