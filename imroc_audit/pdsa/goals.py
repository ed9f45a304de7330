"""Goal attainment: how far several goals were reached, each on its own five levels."""

import math
from collections.abc import Sequence
from typing import Final

from imroc_audit.model.plan_words import GOAL_LEVELS

CORRELATION: Final = 0.3
"""How far goals are taken to move together, as Kiresuk & Sherman advise where it is not known."""


def goal_score(levels: Sequence[int], weights: Sequence[float] | None = None) -> float:
    """The T-score of Kiresuk & Sherman (1968) Community Mental Health Journal 4:443-53; 50 when all are as hoped.

    levels: from -2 to 2, 0 as hoped. weights: how much each goal matters, alike where none are given. It speaks of
    one plan only and is never compared between organisations. Raises ValueError when there is no goal, a level
    is beyond the five, or there are not as many weights as levels, all above 0.
    """
    counted = [1.0] * len(levels) if weights is None else list(weights)
    if not levels or any(level not in GOAL_LEVELS for level in levels):
        raise ValueError("goal attainment needs levels from -2 to 2")
    if len(counted) != len(levels) or not all(weight > 0 for weight in counted):
        raise ValueError("goal attainment needs one weight above 0 for each level")
    squares, total = math.fsum(weight * weight for weight in counted), math.fsum(counted)
    spread = math.sqrt((1 - CORRELATION) * squares + CORRELATION * total * total)
    return 50 + 10 * math.fsum(weight * level for weight, level in zip(counted, levels, strict=True)) / spread
