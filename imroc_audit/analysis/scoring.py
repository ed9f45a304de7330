"""Means and intervals of respondents' challenge scores, straight from their histogram."""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, Self

from imroc_audit.tally import AnswerLayout, Integers, score_histogram

CONFIDENCE = 0.95
TINY = 1e-9
"""Of a step: what floating-point numbers may be off by does not lead to the next one."""


@dataclass(frozen=True, eq=False)
class Distribution:
    """The scores of one group on one challenge, each a whole number of units; `full` units are a score of 100.

    values: distinct scores, ascending, shape (d,). people: how many have each, shape (d,). Where few people would be
    left over in the exact sum of the scores or of their squares, the mean is rounded to a multiple of so many points,
    and the standard deviation rounded up to one: no interval gets narrower by it. A step of 0 leaves it untold.
    """

    values: Integers
    people: Integers
    full: int
    mean_step: float | None = None
    spread_step: int | None = None

    @cached_property
    def n(self) -> int:
        return int(self.people.sum())

    @cached_property
    def mean(self) -> float | None:
        """The mean score, 0 to 100; None when nobody has a score."""
        if not self.n:
            return None
        exact = 100 * self.total / (self.n * self.full)
        return exact if self.mean_step is None else round(round(exact / self.mean_step) * self.mean_step, 1)

    @property
    def error(self) -> float:
        """How far the mean may be off by having been rounded, in points."""
        return (self.mean_step or 0.0) / 2

    @cached_property
    def total(self) -> int:
        """The sum of all scores, in units."""
        return int(self.values @ self.people)

    @cached_property
    def variance(self) -> float | None:
        """The sample variance (n - 1) on the scale of 0 to 100; None for fewer than two people, or untold."""
        if self.n < 2 or self.spread_step == 0:
            return None
        squares = int((self.values * self.values) @ self.people)
        exact = (100 / self.full) ** 2 * (self.n * squares - self.total**2) / (self.n * (self.n - 1))
        step = self.spread_step
        return exact if step is None else float(step * math.ceil(math.sqrt(exact) / step - TINY)) ** 2


class Interval(NamedTuple):
    low: float
    high: float

    def cut_to(self, low: float, high: float) -> Self:
        """Without what lies outside the values that there can be."""
        return self._replace(low=max(low, self.low), high=min(high, self.high))


def score_distribution(layout: AnswerLayout, scores: Integers) -> Distribution:
    """scores: one challenge of `Counts.scores`, shape (widest + 1, sums)."""
    return Distribution(*score_histogram(layout, scores))


@lru_cache(maxsize=4096)
def t_quantile(df: float, confidence: float = CONFIDENCE) -> float:
    """The two-sided quantile of Student's t; df > 0, which may be fractional."""
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + confidence) / 2))


def mean_interval(scores: Distribution, population: int | None = None) -> Interval | None:
    """Student's 95 % t interval of the mean score, cut to 0 to 100.

    population: how many people could have answered, where it is known. Then the finite population correction
    sqrt((N - n) / (N - 1)) applies (Cochran 1977, Sampling Techniques, 2.6); a population smaller than n cannot
    be right and is left out of account. Where the mean is rounded, the interval is as much wider on both sides as that
    may be off. None for fewer than two people. All scores equal gives an interval of
    no width: the formula knows of no other scores.
    """
    mean, variance, n = scores.mean, scores.variance, scores.n
    if mean is None or variance is None:
        return None
    known = population is not None and population >= n
    correction = math.sqrt((population - n) / (population - 1)) if known and population is not None else 1.0
    margin = t_quantile(n - 1) * math.sqrt(variance / n) * correction + scores.error
    return Interval(mean - margin, mean + margin).cut_to(0.0, 100.0)


def statement_mean(points: Integers, counts: Integers) -> float | None:
    """Mean points of one statement, 0 to k - 1. points, counts: shape (k,). None when nobody answered it."""
    answered = int(counts.sum())
    return int(points @ counts) / answered if answered else None
