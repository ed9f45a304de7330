"""A measure's value as people write it: a number, or how many of how many."""

import re
from typing import Final, NamedTuple

from imroc_audit.model.plan import Day, Measure, MeasureKind, Observation, is_number
from imroc_audit.pdsa.words import exact, typed, worked_out

OF: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)\s*")
COUNTED: Final = frozenset[MeasureKind]({"share", "rate"})
"""Kinds of which each value is how many of how many."""


class Written(NamedTuple):
    """A value in the measure's unit, and what it was counted from where it was."""

    value: float
    counted: float | None = None
    of: float | None = None


def read_value(text: str, measure: Measure | None = None) -> Written:
    """A value as it is typed, such as `12.5`, or `12/20` for a share or a rate.

    Raises ValueError with what is wrong with it and what to do about it.
    """
    kind = measure.kind if measure else None
    if measure is not None and kind in COUNTED:
        return _counted(text, measure)
    if OF.fullmatch(text):
        raise ValueError(
            f"'{text}' is how many of how many: Write 'kind: share' or 'kind: rate' below this measure in the plan, "
            "or a plain number here."
        )
    value = _number(text)
    if value is None:
        raise ValueError(f"'{text}' is not a number: Write digits, with a point before decimals.")
    if kind == "time between" and value <= 0:
        raise ValueError(f"'{text}' is not a time above 0: Write how long it was since the one before.")
    if kind == "cases between" and (value < 0 or value % 1):
        raise ValueError(f"'{text}' is not a number of cases: Write how many there were since the one before: 14.")
    return Written(value)


def looks_like_a_value(text: str) -> bool:
    """Whether a text is written like any number, or like how many of how many."""
    return OF.fullmatch(text) is not None or is_written_as_number(text)


def is_written_as_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def observation(day: Day, written: Written, note: str | None = None) -> Observation:
    return Observation(date=day, value=written.value, counted=written.counted, of=written.of, note=note or None)


def shown(one: Observation) -> str:
    """A value with what it was counted from: `60 (12 of 20)`."""
    if one.event is not None:
        return f"{typed(one.value)} (event {one.event} of that day)"
    if one.counted is None or one.of is None:
        return typed(one.value)
    return f"{worked_out(one.value)} ({typed(one.counted)} of {typed(one.of)})"


def _counted(text: str, measure: Measure) -> Written:
    found = OF.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text}' is not how many of how many: Write it as 12/20.")
    counted, of = map(float, found.groups())
    if not (is_number(counted) and is_number(of)) or counted % 1 or (measure.kind == "share" and of % 1):
        raise ValueError(f"'{text}' does not count whole people or cases: Write it as 12/20.")
    if of == 0:
        raise ValueError(f"'{text}' is a part of nothing: Leave this day out.")
    if measure.kind == "share" and counted > of:
        raise ValueError(f"'{text}' counts more than there are: Check both numbers.")
    scale = 100 if measure.kind == "share" else exact(measure.per or 1)
    return Written(float(exact(counted) / exact(of) * scale), counted, of)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if is_number(value) and "_" not in text else None
