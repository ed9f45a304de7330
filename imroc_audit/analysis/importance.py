"""Importance against performance: what people want to work on, beside how it scores today."""

from collections.abc import Mapping
from statistics import median

from imroc_audit.model.record import Record
from imroc_audit.model.results import Results


class Importance(Record):
    """A challenge's importance (points per voter) and performance (equal-voice score, 0 to 100)."""

    points: float
    score: float


def standings(results: Results) -> dict[str, Importance]:
    """Each challenge of which both points and score can be shown."""
    scores = {challenge.id: challenge.score for challenge in results.challenges}
    return {
        priority.challenge: Importance(points=priority.borda, score=score)
        for priority in results.priorities
        if priority.borda is not None and (score := scores.get(priority.challenge)) is not None
    }


def middle(importances: Mapping[str, Importance]) -> Importance | None:
    """The median of the points and that of the scores; None where fewer than two challenges have both."""
    if len(importances) < 2:
        return None
    known = importances.values()
    return Importance(points=median(each.points for each in known), score=median(each.score for each in known))
