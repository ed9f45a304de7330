"""Several tests at once: p values adjusted so that a family of them can be read together."""

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Holm's (1979) step-down adjustment: controls the chance of any false finding in the family."""
    m = len(p_values)
    adjusted = [0.0] * m
    largest = 0.0
    for place, index in enumerate(sorted(range(m), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (m - place) * p_values[index]))
        adjusted[index] = largest
    return tuple(adjusted)
