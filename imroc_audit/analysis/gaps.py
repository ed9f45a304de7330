"""How far two groups see the same thing differently: a difference with its interval, and its size in words."""

import math
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
    x, y = first.values * second.full, second.values * first.full
    sign = np.sign(x[:, np.newaxis] - y[np.newaxis, :])
    wins = int(first.people @ sign @ second.people)
    exact = wins / (n1 * n2)
    is_exact = first.mean_step is None and second.mean_step is None
    delta = exact if is_exact else round(exact, 2)
    if n1 < 2 or n2 < 2 or abs(wins) == n1 * n2:
        return CliffsDelta(delta, None)
    rows = sign @ second.people / n2 - delta
    columns = first.people @ sign / n1 - delta
    cells = (sign - delta) ** 2
    variance = (
        n2**2 * float(first.people @ rows**2)
        + n1**2 * float(second.people @ columns**2)
        - float(first.people @ cells @ second.people)
    ) / (n1 * n2 * (n1 - 1) * (n2 - 1))
    if variance <= 0:
        return CliffsDelta(delta, None)
    t2 = t_quantile(n1 + n2 - 2, confidence) ** 2 * variance
    margin = math.sqrt(t2 * ((1 - delta**2) ** 2 + t2))
    base = 1 - delta**2 + t2
    return CliffsDelta(delta, Interval((delta - delta**3 - margin) / base, (delta - delta**3 + margin) / base))
