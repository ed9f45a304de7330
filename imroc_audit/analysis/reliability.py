"""How well the statements of one challenge hang together."""

import numpy as np

from imroc_audit.tally import Integers


def cronbach_alpha(n: int, sums: Integers, products: Integers) -> float | None:
    """Cronbach's (1951) alpha over people who answered every statement (listwise deletion).

    n: those people; sums: their points by statement, shape (m,); products: their sums of products, shape
    (m, m). None for fewer than two people or statements, and when everyone has the same sum.
    """
    m = len(sums)
    if n < 2 or m < 2:
        return None
    scatter = n * products - np.outer(sums, sums)
    whole = int(scatter.sum())
    if whole == 0:
        return None
    return m / (m - 1) * (1 - int(np.trace(scatter)) / whole)
