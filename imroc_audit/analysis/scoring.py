"""Means and intervals of respondents' challenge scores, straight from their histogram."""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from operator import mul
from typing import NamedTuple, Self

from imroc_audit.tally import AnswerLayout, Integers, score_histogram

CONFIDENCE = 0.95


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
        exact = Fraction(100 * self.total, self.n * self.full)
        if self.mean_step is None:
            return float(exact)
        step = Fraction(str(self.mean_step))
        return float(round(exact / step) * step)

    @property
    def error(self) -> float:
        """How far the mean may be off by having been rounded, in points."""
        return (self.mean_step or 0.0) / 2

    @cached_property
    def total(self) -> int:
        """The sum of all scores, in units. In Python's integers: 64 bits have no room for it in a long challenge."""
        return sum(map(mul, self.values.tolist(), self.people.tolist()))

    @cached_property
    def variance(self) -> float | None:
        """The sample variance (n - 1) on the scale of 0 to 100; None for fewer than two people, or untold."""
        if self.n < 2 or self.spread_step == 0:
            return None
        values, n = self.values.tolist(), self.n
        squares = sum(value * value * people for value, people in zip(values, self.people.tolist(), strict=True))
        exact = Fraction(100**2 * (n * squares - self.total**2), self.full**2 * n * (n - 1))
        step = self.spread_step
        return float(exact) if step is None else float(step * _root_up(exact / step**2)) ** 2


def _root_up(square: Fraction) -> int:
    """The smallest whole number whose square is not below this one."""
    return math.isqrt(math.ceil(square) - 1) + 1 if square else 0


class Interval(NamedTuple):
    low: float
    high: float

    def cut_to(self, low: float, high: float) -> Self:
        """Without what lies outside the values that there can be."""
        return self._replace(low=max(low, self.low), high=min(high, self.high))


def score_distribution(layout: AnswerLayout, number: int, scores: Integers) -> Distribution:
    """number: a challenge's place; scores: its part of `Counts.scores`, shape (widest + 1, sums)."""
    return Distribution(*score_histogram(layout, number, scores))


@lru_cache(maxsize=4096)
def t_quantile(df: float, confidence: float = CONFIDENCE) -> float:
    """The two-sided quantile of Student's t; df > 0, which may be fractional."""
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + confidence) / 2))


def mean_interval(scores: Distribution, population: int | None = None) -> Interval | None:
    """Student's 95 % t interval of the mean score, cut to 0 to 100.

    population: how many people could have answered, where it is known. Then the finite population correction
    sqrt((N - n) / (N - 1)) applies (Cochran 1977, Sampling Techniques, 2.6); a population smaller than n cannot
    be right and is left out of account. The caller sees to it that no more people answered, with a score or without.
    Where the mean is rounded, the interval is as much wider on both sides as that may be off. None for fewer than two
    people. All scores equal gives an interval of no width: the formula knows of no other scores.
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
