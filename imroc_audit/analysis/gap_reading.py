"""What a published gap says: which side is higher, whether it is clear, which of several is the widest."""

from collections.abc import Iterable

from imroc_audit.model.results import Gap


def turned(gap: Gap) -> Gap:
    """The same gap with the perspective that gave the higher score first."""
    if gap.difference is None or gap.difference >= 0:
        return gap
    chance = gap.probability_of_superiority
    return Gap(
        between=(gap.between[1], gap.between[0]),
        difference=-gap.difference,
        low=None if gap.high is None else -gap.high,
        high=None if gap.low is None else -gap.low,
        cliffs_delta=None if gap.cliffs_delta is None else -gap.cliffs_delta,
        probability_of_superiority=None if chance is None else 1 - chance,
    )


def is_clear(gap: Gap) -> bool:
    """Whether the interval of the difference leaves nought out."""
    return gap.low is not None and gap.high is not None and (gap.low > 0 or gap.high < 0)


def widest_first(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The gaps that can be shown, the largest difference first; equals stay in their order."""
    shown = [gap for gap in gaps if gap.difference is not None]
    return tuple(sorted(shown, key=lambda gap: -abs(gap.difference or 0)))


def widest(gaps: Iterable[Gap]) -> Gap | None:
    """The gap with the largest difference among those that can be shown."""
    return next(iter(widest_first(gaps)), None)
