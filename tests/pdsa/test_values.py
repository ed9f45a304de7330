"""A measure's value as people write it."""

import pytest

from imroc_audit.model.plan import Observation
from imroc_audit.pdsa.series import read_series
from imroc_audit.pdsa.values import Written, read_value, shown
from tests.plans import TODAY, measure


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("12.5", None, Written(12.5)),
        ("-3", "number", Written(-3.0)),
        ("12/20", "share", Written(60.0, 12, 20)),
        (" 0 / 7 ", "share", Written(0.0, 0, 7)),
        ("1/3", "share", Written(100 / 3, 1, 3)),
        ("3/410.5", "rate", Written(3 / 410.5, 3, 410.5)),
        ("21", "time between", Written(21.0)),
        ("0", "cases between", Written(0.0)),
    ],
)
def test_a_value_is_read_as_its_measure_counts(text: str, kind: str | None, written: Written) -> None:
    assert read_value(text, measure(kind=kind)) == written


def test_a_rate_is_told_per_so_much() -> None:
    assert read_value("3/410", measure(kind="rate", per=1000)).value == pytest.approx(7.317073170731707)


@pytest.mark.parametrize(
    ("text", "kind", "problem"),
    [
        ("12/20", None, "Write 'kind: share'"),
        ("many", None, "is not a number"),
        ("1e300", None, "is not a number"),
        ("60", "share", "Write it as 12/20"),
        ("21/20", "share", "counts more than there are"),
        ("0/0", "share", "a part of nothing"),
        ("1.5/20", "share", "whole people"),
        ("1/20.5", "share", "whole people"),
        ("-1/20", "share", "Write it as 12/20"),
        ("0.5/410", "rate", "whole people"),
        ("0", "time between", "not a time above 0"),
        ("1.5", "cases between", "not a number of cases"),
        ("", "share", "Write it as 12/20"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_write(text: str, kind: str | None, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_value(text, measure(kind=kind))


def test_a_file_may_hold_shares_and_notes() -> None:
    text = "date,value,note\n2026-05-04,12/20,\n2026-05-11,9/18,A new manager began\n"
    found, problems = read_series(text, "values.csv", TODAY, measure(kind="share"))
    assert problems == ()
    assert found == (
        Observation(date="2026-05-04", value=60, counted=12, of=20),
        Observation(date="2026-05-11", value=50, counted=9, of=18, note="A new manager began"),
    )
    assert [shown(one) for one in found] == ["60 (12 of 20)", "50 (9 of 18)"]


def test_a_row_of_a_file_with_notes_has_three_cells() -> None:
    _, problems = read_series("date,value,note\n2026-05-04,12\n", "values.csv", TODAY)
    assert problems == ("values.csv:2: 2 cells where three should be.",)


def test_a_plain_value_is_stored_as_its_day_and_its_number() -> None:
    assert Observation(date="2026-05-04", value=12).model_dump() == {"date": "2026-05-04", "value": 12.0}
