"""What people chose as most important: plain votes, and Borda's count with an equal voice for everyone."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from imroc_audit.tally import Integers


def votes(ranks: Integers) -> tuple[int, ...]:
    """How many people chose each challenge at any rank. ranks: people by challenge and rank, shape (m, r)."""
    return tuple(int(count) for count in ranks.sum(axis=1))


def voters(ranks: Integers) -> int:
    """How many people chose anything: everyone who did has a first choice. ranks: shape (m, r)."""
    return int(ranks[:, 0].sum()) if ranks.shape[1] else 0


def borda(ranks: Integers) -> tuple[int, ...]:
    """Borda's count: m - 1 points for a first choice, m - 2 for a second and so on; nothing for what is not chosen.

    Leaving the unchosen at 0 is the rounded-down form for partial rankings (Emerson 2013, Social Choice and
    Welfare 40:353-8). ranks: people by challenge and rank, shape (m, r), r <= m.
    """
    m, r = ranks.shape
    return tuple(int(points) for points in ranks @ np.arange(m - 1, m - 1 - r, -1, dtype=np.int64))


def equal_voice_borda(by_perspective: Sequence[Integers]) -> tuple[Fraction, ...] | None:
    """Mean points per voter, averaged over perspectives without weights, shape (m,).

    Exact fractions: points that are equal share a rank, whichever way they came about. Perspectives in which nobody
    chose anything are left out; None when that is all of them.
    """
    means = [
        [Fraction(points, voted) for points in borda(ranks)] for ranks in by_perspective if (voted := voters(ranks))
    ]
    return tuple(sum(each, Fraction()) / len(means) for each in zip(*means, strict=True)) if means else None


def competition_ranks(points: Sequence[float | Fraction]) -> tuple[int, ...]:
    """Standard competition ranking, 1 for the most points; equals share a rank ("1224")."""
    return tuple(1 + sum(other > mine for other in points) for mine in points)
