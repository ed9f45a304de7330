"""The words that a plan is written with."""

from typing import get_args

import pytest

from imroc_audit.model.plan import MeasureKind
from imroc_audit.model.plan_words import KIND_WORDS, may_be_counted_in_parts


def test_every_kind_of_measure_has_words() -> None:
    assert tuple(KIND_WORDS) == get_args(MeasureKind)


@pytest.mark.parametrize(
    ("name", "unit", "asked"),
    [
        ("plans written together", "percent of new plans", True),
        ("plans", "% of plans", True),
        ("falls", "per 1000 bed days", True),
        ("time since the last fall", "weeks", True),
        ("calls", "a week", False),
        ("experience", "points", False),
    ],
)
def test_only_a_measure_worded_like_a_share_a_rate_or_a_time_is_asked_about(name: str, unit: str, asked: bool) -> None:
    assert may_be_counted_in_parts(name, unit) == asked
