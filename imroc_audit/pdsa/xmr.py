"""XmR charts as the NHS programme Making Data Count draws them: natural limits and special causes."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from imroc_audit.model.study import SpecialCause

LIMIT_FACTOR: Final = 2.66
"""3 / d2, d2 = 1.128 for ranges of two points."""
RANGE_FACTOR: Final = 3.267
"""D4 for ranges of two points: a moving range beyond this many mean ranges is itself special."""
RUN: Final = 7
FEWEST_FOR_FIRM_LIMITS: Final = 13


class XmR(NamedTuple):
    """A series with its mean and natural process limits, in the measure's unit.

    trial: fewer than 13 points, so that the limits still move. causes: for each point, the rules that it breaks.
    """

    mean: float
    low: float
    high: float
    trial: bool
    causes: tuple[frozenset[SpecialCause], ...]


def xmr(values: Sequence[float], *, screen: bool = False) -> XmR | None:
    """Mean and natural limits, mean +- 2.66 mean moving range, and the four rules of Making Data Count.

    The rules: a point outside the limits; seven points all rising or all falling; two of three points beyond two
    thirds of the way to the same limit; seven points on one side of the mean. screen: leave moving ranges above
    3.267 times their mean out of a second reckoning (Nelson 1982). The limits are those of the whole series and are
    never moved by themselves. None for fewer than two points. Raises ValueError when a value is not a number.
    """
    if not all(map(math.isfinite, values)):
        raise ValueError("an XmR chart needs numbers")
    if len(values) < 2:
        return None
    mean = math.fsum(values) / len(values)
    margin = LIMIT_FACTOR * _mean_range(values, screen=screen)
    low, high = mean - margin, mean + margin
    broken: list[set[SpecialCause]] = [set() for _ in values]
    for n, value in enumerate(values):
        if not low <= value <= high:
            broken[n].add("outside limits")
    for start in range(len(values) - RUN + 1):
        window = range(start, start + RUN)
        if _one_way([values[n] for n in window]):
            _mark(broken, window, "trend")
        if len({(values[n] > mean) - (values[n] < mean) for n in window}) == 1 and values[start] != mean:
            _mark(broken, window, "one side")
    far = margin * 2 / 3
    for start in range(len(values) - 2):
        window = range(start, start + 3)
        for near in ([n for n in window if values[n] > mean + far], [n for n in window if values[n] < mean - far]):
            if len(near) >= 2:
                _mark(broken, near, "near limit")
    return XmR(mean, low, high, len(values) < FEWEST_FOR_FIRM_LIMITS, tuple(map(frozenset, broken)))


def _mean_range(values: Sequence[float], *, screen: bool) -> float:
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    mean = math.fsum(ranges) / len(ranges)
    if screen:
        kept = [one for one in ranges if one <= RANGE_FACTOR * mean]
        mean = math.fsum(kept) / len(kept) if kept else mean
    return mean


def _one_way(values: Sequence[float]) -> bool:
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(values)]
    return steps[0] != 0 and len(set(steps)) == 1


def _mark(broken: list[set[SpecialCause]], places: Sequence[int] | range, cause: SpecialCause) -> None:
    for n in places:
        broken[n].add(cause)
