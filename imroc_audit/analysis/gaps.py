"""How far two groups see the same thing differently: a difference with its interval, and its size in words."""

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from operator import mul
from typing import NamedTuple

import numpy as np

from imroc_audit.analysis.scoring import CONFIDENCE, Distribution, Interval, t_quantile


class MeanDifference(NamedTuple):
    """Mean of the first group minus mean of the second, in points of 100."""

    estimate: float
    interval: Interval | None


class CliffsDelta(NamedTuple):
    """Cliff's delta: how much more often the first group's score is the higher one, -1 to 1."""

    delta: float
    interval: Interval | None

    @property
    def probability_of_superiority(self) -> float:
        """(delta + 1) / 2: the share of random pairs in which the first group's score is higher, ties half."""
        return (self.delta + 1) / 2


def difference(first: Distribution, second: Distribution) -> MeanDifference | None:
    """Welch's (1947) interval for the difference of two means, with Satterthwaite's degrees of freedom, cut to 100.

    None when either group is empty. The interval is None when the variance of either is, and has no width when nobody
    differs from anybody else in their own group. Where means are rounded, it is as much wider as these may be off.
    """
    a, b = first.mean, second.mean
    if a is None or b is None:
        return None
    if first.variance is None or second.variance is None:
        return MeanDifference(a - b, None)
    parts = first.variance / first.n, second.variance / second.n
    squared_error = sum(parts)
    margin = first.error + second.error
    if squared_error:
        df = squared_error**2 / (parts[0] ** 2 / (first.n - 1) + parts[1] ** 2 / (second.n - 1))
        margin += t_quantile(df) * math.sqrt(squared_error)
    return MeanDifference(a - b, Interval(a - b - margin, a - b + margin).cut_to(-100.0, 100.0))


def cliffs_delta(first: Distribution, second: Distribution, confidence: float = CONFIDENCE) -> CliffsDelta | None:
    """Cliff's (1993) delta with his asymmetric interval (Feng & Cliff 2004), unbiased variance, n1 + n2 - 2 df.

    None when either group is empty. The interval is None with fewer than two people in a group, when the
    groups do not overlap (delta is -1 or 1) and when the variance estimate is not positive. Where the mean of a
    group is rounded, delta is told in hundredths.
    """
    n1, n2 = first.n, second.n
    if n1 == 0 or n2 == 0:
        return None
    rows, ties = _dominance(first, second)
    columns, _ = _dominance(second, first)
    wins = sum(map(mul, rows, first.people.tolist()))
    is_exact = first.mean_step is None and second.mean_step is None
    delta = Fraction(wins, n1 * n2) if is_exact else Fraction(round(Fraction(100 * wins, n1 * n2)), 100)
    if n1 < 2 or n2 < 2 or abs(wins) == n1 * n2:
        return CliffsDelta(float(delta), None)
    # The sums of squared deviations from delta: of the rows' means, of the columns' means, and of every single pair.
    of_rows = _squares(rows, first) - 2 * delta * wins * n2 + delta**2 * n1 * n2**2
    of_columns = _squares(columns, second) - 2 * delta * wins * n1 + delta**2 * n2 * n1**2
    of_pairs = n1 * n2 - ties - 2 * delta * wins + delta**2 * n1 * n2
    variance = (of_rows + of_columns - of_pairs) / (n1 * n2 * (n1 - 1) * (n2 - 1))
    if variance <= 0:
        return CliffsDelta(float(delta), None)
    return CliffsDelta(float(delta), _asymmetric(float(delta), float(variance), n1 + n2 - 2, confidence))


def _dominance(mine: Distribution, theirs: Distribution) -> tuple[list[int], int]:
    """For each of my scores, their people below it less those above it; and how many pairs are ties. Exact."""
    values, others = mine.values, theirs.values
    if mine.full != theirs.full:
        values, others = values.astype(object) * theirs.full, others.astype(object) * mine.full
    up_to = [0, *accumulate(theirs.people.tolist())]
    below = [up_to[place] for place in np.searchsorted(others, values, side="left")]
    not_above = [up_to[place] for place in np.searchsorted(others, values, side="right")]
    ties = sum((high - low) * n for low, high, n in zip(below, not_above, mine.people.tolist(), strict=True))
    return [low + high - up_to[-1] for low, high in zip(below, not_above, strict=True)], ties


def _squares(dominance: Sequence[int], scores: Distribution) -> int:
    return sum(one * one * people for one, people in zip(dominance, scores.people.tolist(), strict=True))


def _asymmetric(delta: float, variance: float, df: int, confidence: float) -> Interval:
    """Feng & Cliff's (2004) interval, which lies within -1 and 1."""
    t2 = t_quantile(df, confidence) ** 2 * variance
    margin = math.sqrt(t2 * ((1 - delta**2) ** 2 + t2))
    base = 1 - delta**2 + t2
    return Interval((delta - delta**3 - margin) / base, (delta - delta**3 + margin) / base)
