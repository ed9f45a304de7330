"""How far people in one group agree with each other, whatever their mean."""

import math
from collections.abc import Sequence


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
