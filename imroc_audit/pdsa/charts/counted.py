"""Charts with limits for what is counted: shares, rates, and the time or the cases between rare events.

Formulas as in Montgomery (Introduction to Statistical Quality Control) and Provost & Murray (2011, The Health Care
Data Guide). Each limit is three standard deviations from the centre, and is cut to the values that there can be.
"""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from statistics import median
from typing import Final

from imroc_audit.pdsa.charts.special_causes import Bound
from imroc_audit.pdsa.charts.xmr import ControlChart, chart_of, without_limits, xmr
from imroc_audit.pdsa.words import exact

POWER: Final = 3.6
"""Times between rare events, raised to 1 / 3.6, are nearly normal (Nelson 1994)."""

Counted = tuple[float, float]
"""How many, and of how many."""
Variance = Callable[[Fraction], Fraction]
"""From the centre, for one that is counted."""


def p_chart(values: Sequence[Counted], base: int | None = None) -> ControlChart | None:
    """Shares in per cent: (counted, of) each, of at least 1 (Shewhart's p chart; Montgomery, 7.2).

    Centre: everything counted by everything that it is of; standard deviation sqrt(p (1 - p) / n), so that limits are
    wider where n is small. base and None as in `xmr`. Raises ValueError when there are more counted than could be.
    """
    if any(not 0 <= counted <= of or of <= 0 for counted, of in values):
        raise ValueError("a p chart needs shares")
    return _of_ratios(values, base, lambda p: p * (1 - p), Fraction(100), most=Fraction(100))


def u_chart(values: Sequence[Counted], base: int | None = None, *, per: float = 1) -> ControlChart | None:
    """Rates: (events, exposure) each, drawn as events per so much exposure (Montgomery, 7.3).

    Centre: all events by all exposure; standard deviation sqrt(u / n). base and None as in `xmr`. Raises ValueError for
    a negative count or no exposure.
    """
    if any(counted < 0 or of <= 0 for counted, of in values):
        raise ValueError("a u chart needs rates")
    return _of_ratios(values, base, lambda u: u, exact(per), most=None)


def t_chart(values: Sequence[float], base: int | None = None) -> ControlChart | None:
    """Time between rare events, 0 or more: the XmR chart of values to the power 1 / 3.6 (Nelson 1994, JQT 26:12-16).

    Its centre and limits are drawn in the measure's own unit. base and None as in `xmr`. Raises ValueError for a
    negative time.
    """
    if any(value < 0 for value in values):
        raise ValueError("a t chart needs times of 0 or more")
    found = xmr([value ** (1 / POWER) for value in values], base)
    if found is None:
        return None
    limits = found.limits and tuple((max(0.0, low) ** POWER, high**POWER) for low, high in found.limits)
    return found._replace(centres=tuple(centre**POWER for centre in found.centres), limits=limits)


def g_chart(values: Sequence[float], base: int | None = None) -> ControlChart | None:
    """Cases between rare events, 0 or more (Benneyan 2001, Health Care Management Science 4:305-318).

    Limits: mean +- 3 sqrt(mean (mean + 1)); centre: the median, because such counts lie mostly below their mean.
    base and None as in `xmr`. Raises ValueError for a negative count.
    """
    if any(value < 0 for value in values):
        raise ValueError("a g chart needs counts")
    numbers = [exact(value) for value in values]
    known = numbers[:base]
    if len(known) < 2:
        return None
    mean, middle = sum(known, Fraction()) / len(known), median(known)
    if len(set(known)) == 1:
        return without_limits([middle] * len(numbers), len(known))
    sd = Fraction(math.sqrt(mean * (mean + 1)))
    return chart_of([_bound(one, middle, mean, sd) for one in numbers], len(known))


def _of_ratios(
    values: Sequence[Counted], base: int | None, variance: Variance, scale: Fraction, *, most: Fraction | None
) -> ControlChart | None:
    """The chart of counted things by what they are of; its standard deviation is sqrt(variance(centre) / of)."""
    counts = [(exact(counted), exact(of)) for counted, of in values]
    known = counts[:base]
    if len(known) < 2:
        return None
    centre = sum(counted for counted, _ in known) / sum((of for _, of in known), Fraction())
    if not variance(centre):
        return without_limits([centre * scale] * len(counts), len(known))
    bounds = []
    for counted, of in counts:
        sd = Fraction(math.sqrt(variance(centre) / of))
        bounds.append(_bound(counted / of * scale, centre * scale, centre * scale, sd * scale, most))
    return chart_of(bounds, len(known))


def _bound(value: Fraction, centre: Fraction, mean: Fraction, sd: Fraction, most: Fraction | None = None) -> Bound:
    def cut(limit: Fraction) -> Fraction:
        return max(Fraction(), limit if most is None else min(most, limit))

    return Bound(value, centre, cut(mean - 3 * sd), cut(mean - 2 * sd), cut(mean + 2 * sd), cut(mean + 3 * sd))
