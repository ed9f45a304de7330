"""Goal attainment against published answers."""

import pytest

from imroc_audit.pdsa.goals import goal_score


@pytest.mark.parametrize(
    ("levels", "weights", "score"),
    [((1, 0, -1), (3, 2, 1), 54.4065), ((1, 1, 1), None, 63.693), ((0, 0), None, 50.0)],
)
def test_the_score_is_that_of_kiresuk_and_sherman(
    levels: tuple[int, ...], weights: tuple[int, ...] | None, score: float
) -> None:
    assert goal_score(levels, weights) == pytest.approx(score, abs=5e-5 if score != 63.693 else 5e-4)


@pytest.mark.parametrize(("levels", "weights"), [((), None), ((3,), None), ((1,), (1, 2)), ((1,), (0,))])
def test_levels_and_weights_that_cannot_be_are_refused(
    levels: tuple[int, ...], weights: tuple[int, ...] | None
) -> None:
    with pytest.raises(ValueError, match="goal attainment needs"):
        goal_score(levels, weights)
