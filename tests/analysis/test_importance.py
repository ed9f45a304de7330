from imroc_audit.analysis.importance import Importance, middle


def importances(*known: tuple[float, float]) -> dict[str, Importance]:
    return {f"c{place}": Importance(points=points, score=score) for place, (points, score) in enumerate(known)}


def test_the_middle_is_the_median_of_the_points_and_that_of_the_scores() -> None:
    assert middle(importances((1, 80), (2, 20), (9, 60))) == Importance(points=2, score=60)
    assert middle(importances((1, 80), (2, 20))) == Importance(points=1.5, score=50)


def test_one_challenge_has_no_middle() -> None:
    assert middle(importances((1, 80))) is None
    assert middle({}) is None
