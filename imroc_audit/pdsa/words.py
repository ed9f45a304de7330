"""Numbers and days as people read them in a sentence."""

import math
from datetime import date
from fractions import Fraction
from typing import Final

from imroc_audit.model.plan import Day, Measure

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""In the language of the sentences around them, whatever the computer's own is."""


def day_in_words(day: Day) -> str:
    """An ISO date as `4 May 2026`."""
    read = date.fromisoformat(day)
    return f"{read.day} {MONTHS[read.month - 1]} {read.year}"


def exact(value: float) -> Fraction:
    """A number as it was typed, so that 0.1 is one tenth. Raises ValueError when it is not a number."""
    if not math.isfinite(value):
        raise ValueError("a chart needs numbers")
    return Fraction(repr(float(value)))


def typed(value: float) -> str:
    """A number that someone typed, without digits that they did not type."""
    return f"{value:.12g}"


def worked_out(value: float) -> str:
    """A number that was worked out: three digits that mean something, and no fewer than stand before the point."""
    places = 0 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value))))
    return typed(round(value, places))


def with_unit(value: float, measure: Measure) -> str:
    """A typed number and the measure's unit."""
    return f"{typed(value)} {measure.unit}"


def count(number: int, one: str, many: str = "") -> str:
    """`1 value`, `2 values`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
