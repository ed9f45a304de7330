"""Run charts: a measure over time about its median, and the rules that tell a signal from noise."""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, pairwise
from statistics import median
from typing import Final, NamedTuple

from imroc_audit.model.study import Places
from imroc_audit.pdsa.words import exact

SHIFT: Final = 6
TREND: Final = 5
FEWEST_POINTS: Final = 10
TAIL: Final = 0.025


class RunChart(NamedTuple):
    """What the rules say of a series.

    median: in the measure's unit. useful: points that are not on the median. runs: runs of useful points on one
    side. limits: the fewest and the most runs that chance explains, None below ten useful points. shifts, trends:
    the points of each one. speaks: whether there are enough points for the rules to say anything at all.
    """

    median: float | None
    useful: int
    runs: int
    limits: tuple[int, int] | None
    shifts: tuple[Places, ...]
    trends: tuple[Places, ...]
    speaks: bool

    @property
    def unusual_runs(self) -> bool:
        """Too few runs (a lasting change) or too many (two processes in one chart)."""
        return self.limits is not None and not self.limits[0] <= self.runs <= self.limits[1]


def run_chart(values: Sequence[float], base: int | None = None) -> RunChart:
    """The probability-based rules of Perla, Provost & Murray (2011) BMJ Quality & Safety 20:46-51.

    A shift is six or more points in a row on one side of the median, points on it left out. A trend is five or more
    all rising or all falling, equal neighbours counted once. Below ten points the rules do not speak. base: how many
    of the first values the median is of; all where it is not given. Raises ValueError when a value is not a number.
    """
    numbers = [exact(value) for value in values]
    middle = median(numbers[:base]) if numbers[:base] else None
    sides = [_side(value, middle) for value in numbers]
    runs = [tuple(places) for _, places in groupby((n for n, side in enumerate(sides) if side), key=sides.__getitem__)]
    useful = sum(map(len, runs))
    speaks = len(values) >= FEWEST_POINTS
    return RunChart(
        median=None if middle is None else float(middle),
        useful=useful,
        runs=len(runs),
        limits=runs_limits(useful) if speaks and useful >= FEWEST_POINTS else None,
        shifts=tuple(run for run in runs if len(run) >= SHIFT) if speaks else (),
        trends=tuple(_trends(values)) if speaks else (),
        speaks=speaks,
    )


@lru_cache
def runs_limits(n: int) -> tuple[int, int]:
    """The fewest and the most runs about the median that chance explains, 2.5 % in each tail.

    From the exact distribution of Wald & Wolfowitz (1940) with n // 2 points on one side. Printed tables differ
    from it by one here and there. n: useful points, at least 2.
    """
    chances = [_chance_of_runs(runs, n // 2, n - n // 2) for runs in range(n + 1)]
    low = next(runs for runs in range(n + 1) if sum(chances[: runs + 1]) > TAIL)
    high = next(runs for runs in range(n, -1, -1) if sum(chances[runs:]) > TAIL)
    return low, high


def _chance_of_runs(runs: int, above: int, below: int) -> float:
    """The probability of exactly so many runs, when every order of the points is as likely."""
    half, odd = divmod(runs, 2)
    if runs < 2:
        return 0.0
    if odd:
        ways = math.comb(above - 1, half) * math.comb(below - 1, half - 1)
        ways += math.comb(above - 1, half - 1) * math.comb(below - 1, half)
    else:
        ways = 2 * math.comb(above - 1, half - 1) * math.comb(below - 1, half - 1)
    return ways / math.comb(above + below, above)


def _side(value: Fraction, middle: Fraction | None) -> int:
    return 0 if middle is None else (value > middle) - (value < middle)


def _trends(values: Sequence[float]) -> Iterator[Places]:
    """Runs of points that all rise or all fall; of equal neighbours the first counts, and the rest go with it."""
    distinct = [n for n, value in enumerate(values) if n == 0 or value != values[n - 1]]
    rises = [values[later] > values[earlier] for earlier, later in pairwise(distinct)]
    for _, group in groupby(range(len(rises)), key=rises.__getitem__):
        steps = list(group)
        if len(steps) + 1 >= TREND:
            yield tuple(distinct[steps[0] : steps[-1] + 2])
