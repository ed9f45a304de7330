"""How far people in one group agree with each other, whatever their mean."""

import math
from collections.abc import Sequence
from typing import Final, Literal, get_args

Opinion = Literal["divided", "mixed", "close together"]
OPINIONS: Final[tuple[Opinion, ...]] = get_args(Opinion)
"""The most divided first."""
CLOSE: Final = 0.7
DIVIDED: Final = 0.5
"""Readings of Tastle and Wierman's consensus. There are no published cut-offs: these are the tool's own."""


def consensus(counts: Sequence[int]) -> float:
    """Tastle & Wierman (2007) consensus of an ordinal distribution: 0 split at the ends, 1 all alike.

    1 + sum of p_i log2(1 - |x_i - mean| / d), d the width of the scale. counts: people per option, lowest
    first, shape (k,), k >= 2. Raises ValueError when nobody answered.
    """
    n = sum(counts)
    if n == 0 or len(counts) < 2:
        raise ValueError("consensus needs at least one answer and two options")
    mean = sum(place * count for place, count in enumerate(counts)) / n
    width = len(counts) - 1
    return 1 + sum(count / n * math.log2(1 - abs(place - mean) / width) for place, count in enumerate(counts) if count)


def opinion(consensus: float) -> Opinion:
    """How alike the answers inside a group are. consensus: 0 to 1."""
    return "divided" if consensus < DIVIDED else "mixed" if consensus < CLOSE else "close together"


def is_divided(consensus: float | None) -> bool:
    """Whether the answers inside a group are known to be divided."""
    return consensus is not None and opinion(consensus) == "divided"
