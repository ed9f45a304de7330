"""XmR charts as the NHS programme Making Data Count draws them: natural limits and special causes."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from imroc_audit.model.study import SpecialCause
from imroc_audit.pdsa.charts.special_causes import Bound, nothing_found, special_causes
from imroc_audit.pdsa.words import exact

LIMIT_FACTOR: Final = Fraction("2.66")
"""3 / d2, d2 = 1.128 for ranges of two points."""
FEWEST_FOR_FIRM_LIMITS: Final = 13


class ControlChart(NamedTuple):
    """A series with its centre and its limits at each value, in the measure's unit.

    limits: None where the values that they are worked out from do not differ. trial: fewer than 13 of these, so that
    the limits still move. causes: for each value, the rules that it breaks; ways: where they point, 1 up, -1 down.
    """

    centres: tuple[float, ...]
    limits: tuple[tuple[float, float], ...] | None
    trial: bool
    causes: tuple[frozenset[SpecialCause], ...]
    ways: tuple[int, ...]

    @property
    def mean(self) -> float:
        """The centre at the last value."""
        return self.centres[-1]

    @property
    def low(self) -> float | None:
        return None if self.limits is None else self.limits[-1][0]

    @property
    def high(self) -> float | None:
        return None if self.limits is None else self.limits[-1][1]


def xmr(values: Sequence[float], base: int | None = None) -> ControlChart | None:
    """Mean and natural limits, mean +- 2.66 mean moving range, and the four rules of Making Data Count.

    base: how many of the first values limits are worked out from; all where it is not given. Limits are never moved by
    themselves, and no moving range is left out. Reckoned in fractions, so that values that are equal are so.
    None for fewer than two values to work limits out from. Raises ValueError when a value is not a number.
    """
    numbers = [exact(value) for value in values]
    known = numbers[:base]
    if len(known) < 2:
        return None
    mean = sum(known, Fraction()) / len(known)
    ranges = [abs(later - earlier) for earlier, later in pairwise(known)]
    margin = LIMIT_FACTOR * sum(ranges, Fraction()) / len(ranges)
    near = margin * 2 / 3
    bounds = [Bound(one, mean, mean - margin, mean - near, mean + near, mean + margin) for one in numbers]
    return chart_of(bounds, len(known)) if margin else without_limits([mean] * len(numbers), len(known))


def chart_of(bounds: Sequence[Bound], base: int) -> ControlChart:
    """The chart of values with their limits, worked out from so many of them."""
    found = special_causes(bounds)
    return ControlChart(
        centres=tuple(float(one.centre) for one in bounds),
        limits=tuple((float(one.low), float(one.high)) for one in bounds),
        trial=base < FEWEST_FOR_FIRM_LIMITS,
        causes=found.causes,
        ways=found.ways,
    )


def without_limits(centres: Sequence[Fraction], base: int) -> ControlChart:
    """The chart of values that do not differ, or are held against some that do not: no limits, and no signal."""
    found = nothing_found(len(centres))
    return ControlChart(tuple(map(float, centres)), None, base < FEWEST_FOR_FIRM_LIMITS, found.causes, found.ways)
