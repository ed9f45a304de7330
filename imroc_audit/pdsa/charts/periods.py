"""The parts of a series that have lines of their own, as people set them, and the places where values are missing."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from imroc_audit.model.plan import Day, Measure, Observation

MISSING: Final = 1.5
"""So many times the usual distance between two values leaves room for one that is not there."""


class Period(NamedTuple):
    """Values from `start` up to, but not with, `stop`, counted from 0, and how many of the first make up the lines.

    since, reason: when and why people began the lines anew; None and empty for the first period.
    """

    start: int
    stop: int
    base: int
    since: Day | None = None
    reason: str = ""

    @property
    def has_baseline(self) -> bool:
        return self.base < self.stop - self.start


def periods(measure: Measure, observations: Sequence[Observation]) -> tuple[Period, ...]:
    """Lines begin anew where people say so, and never by themselves. A period without a value is left out.

    A baseline that holds no value yet is none: then all values of its period count.
    """
    days = [one.date for one in observations]
    starts = [(0, None, ""), *((_first(days, one.since), one.since, one.reason) for one in measure.rebase)]
    stops = [start for start, _, _ in starts[1:]] + [len(days)]
    found = []
    for (start, since, reason), stop in zip(starts, stops, strict=True):
        until = measure.baseline_until if since is None else None
        within = stop - start if until is None else sum(day <= until for day in days[start:stop])
        if start < stop:
            found.append(Period(start, stop, within or stop - start, since, reason))
    return tuple(found)


def breaks(measure: Measure, observations: Sequence[Observation]) -> tuple[int, ...]:
    """Before which values some are missing: they are much further from the one before than values usually are.

    The usual distance is the median one. Nothing is missing in fewer than three values, nor between rare events.
    """
    if measure.kind in ("time between", "cases between"):
        return ()
    days = [date.fromisoformat(one.date).toordinal() for one in observations]
    distances = [later - earlier for earlier, later in pairwise(days)]
    if len(distances) < 2:
        return ()
    usual = median(distances)
    return tuple(place for place, distance in enumerate(distances, start=1) if distance > MISSING * usual)


def _first(days: Sequence[Day], since: Day) -> int:
    return sum(day < since for day in days)
