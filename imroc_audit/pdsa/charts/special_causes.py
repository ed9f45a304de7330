"""The rules by which NHS Making Data Count tells a special cause from chance, for every chart with limits."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from imroc_audit.model.study import SpecialCause

RUN: Final = 7


class Bound(NamedTuple):
    """A value and what it is held against: the centre, the limits, and two thirds of the way to each. Exact."""

    value: Fraction
    centre: Fraction
    low: Fraction
    near_low: Fraction
    near_high: Fraction
    high: Fraction

    @property
    def side(self) -> int:
        """1 above the centre, -1 below it, 0 on it."""
        return _sign(self.value - self.centre)

    @property
    def is_outside(self) -> bool:
        return not self.low <= self.value <= self.high

    @property
    def is_far(self) -> bool:
        """Beyond two thirds of the way to a limit, or beyond the limit."""
        return not self.near_low <= self.value <= self.near_high


class BrokenRules(NamedTuple):
    """For each value the rules that it breaks, and which way they point: 1 up, -1 down, 0 where there are none."""

    causes: tuple[frozenset[SpecialCause], ...]
    ways: tuple[int, ...]


def special_causes(bounds: Sequence[Bound]) -> BrokenRules:
    """A value outside the limits; seven values all rising or all falling; two of three values on one side of the centre
    beyond two thirds of the way to its limit, of which these two are marked; seven values on one side of the centre.

    Of a value that breaks several, the first of these in the order of this list decides which way it points; one that
    ends a trend and begins another belongs to the one that it begins.
    """
    broken: list[set[SpecialCause]] = [{"outside limits"} if one.is_outside else set() for one in bounds]
    ways = [one.side for one in bounds]
    for places, way in _trends([one.value for one in bounds]):
        for place in places:
            if "outside limits" not in broken[place]:
                ways[place] = way
            broken[place].add("trend")
    for start in range(len(bounds) - 2):
        three = range(start, start + 3)
        far = [place for place in three if bounds[place].is_far]
        if len(far) >= 2 and _one_side(bounds[start : start + 3]):
            _mark(broken, far, "near limit")
    for start in range(len(bounds) - RUN + 1):
        if _one_side(bounds[start : start + RUN]):
            _mark(broken, range(start, start + RUN), "one side")
    return BrokenRules(
        tuple(map(frozenset, broken)), tuple(way if one else 0 for way, one in zip(ways, broken, strict=True))
    )


def nothing_found(values: int) -> BrokenRules:
    """Of values that cannot be held against anything."""
    return BrokenRules((frozenset(),) * values, (0,) * values)


def _trends(values: Sequence[Fraction]) -> Iterator[tuple[range, int]]:
    """Seven or more values that all rise or all fall: which ones, and which way; equal neighbours end one."""
    steps = [_sign(later - earlier) for earlier, later in pairwise(values)]
    start = 0
    for place in range(1, len(steps) + 1):
        if place == len(steps) or steps[place] != steps[start]:
            if steps[start] and place - start + 1 >= RUN:
                yield range(start, place + 1), steps[start]
            start = place


def _one_side(bounds: Sequence[Bound]) -> bool:
    sides = {one.side for one in bounds}
    return len(sides) == 1 and 0 not in sides


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _mark(broken: list[set[SpecialCause]], places: Sequence[int], cause: SpecialCause) -> None:
    for place in places:
        broken[place].add(cause)
