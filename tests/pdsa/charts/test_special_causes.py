"""The rules of NHS Making Data Count, as NHSRplotthedots 0.2.2 applies them, and each place where we differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.pdsa.charts.xmr import ControlChart, xmr

NEAR_BOTH_LIMITS = [101.0, 100.0] * 20 + [104.0, 98.0, 104.0]
FALLING_ABOVE = [4.0, 16, 5, 15, 6, 14, 4, 16, 5, 15, 6, 14, 4, 8, 17, 16.5, 16, 15.5, 15, 14.5, 14]


def drawn(values: list[float]) -> ControlChart:
    chart = xmr(values)
    assert chart is not None
    return chart


def ways(values: list[float]) -> str:
    """What each value is, as a row: `+` special and high, `-` special and low, `.` common cause."""
    return "".join({1: "+", -1: "-", 0: "."}[way] for way in drawn(values).ways)


@pytest.mark.parametrize(
    ("values", "limits", "marked"),
    [
        # NHSRplotthedots 0.2.2, ptd_spc(..., screen_outliers = FALSE)
        (NEAR_BOTH_LIMITS, (97.12131783, 104.0879845), "." * 43),
        (FALLING_ABOVE, (-6.635619048, 29.54038095), "." * 14 + "-" * 7),
        ([1.0, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], (-3.062614379, 6.951503268), "....+............."),
    ],
)
def test_values_are_marked_as_the_nhs_tool_marks_them(
    values: list[float], limits: tuple[float, float], marked: str
) -> None:
    chart = drawn(values)
    assert (chart.low, chart.high) == pytest.approx(limits)
    assert ways(values) == marked


def test_two_of_three_beyond_two_thirds_need_all_three_on_one_side_of_the_mean() -> None:
    beyond = [100.0, 101.0] * 20
    assert ways([*beyond, 104.0, 101.0, 104.0])[-3:] == "+.+"
    assert ways([*beyond, 104.0, 98.0, 104.0])[-3:] == "..."


def test_where_a_trend_and_the_side_of_the_mean_disagree_the_trend_decides() -> None:
    chart = drawn(FALLING_ABOVE)
    assert chart.causes[-1] == {"trend", "one side"}
    assert chart.ways[-1] == -1


def test_a_value_outside_the_limits_points_to_its_side_even_within_a_trend() -> None:
    chart = drawn([10.0, 11] * 15 + [14.0, 13.8, 13.6, 13.4, 13.2, 13.0, 12.8])
    assert {"outside limits", "trend"} <= chart.causes[30]
    assert chart.ways[30:] == (1, *[1 if "outside limits" in causes else -1 for causes in chart.causes[31:]])


def test_a_value_beyond_a_limit_counts_in_two_of_three() -> None:
    """NHS England counts it in its own tool (NHSRplotthedots, issue 194); version 0.2.2 of the package does not."""
    values = [21.0, 19, 18, 19, 18, 20, 21, 23, 22, 23.5, 25, 26.5, 28.5]
    chart = drawn(values)
    assert [place for place, causes in enumerate(chart.causes) if "near limit" in causes][-3:] == [10, 11, 12]
    assert "outside limits" in chart.causes[12]
    assert "outside limits" not in chart.causes[10]


def test_the_top_of_a_rise_belongs_to_the_rise_though_another_trend_begins_at_the_next_value() -> None:
    """The package takes the direction of a trend from the value after it, here a fall between two rises."""
    values = [5.0, 1, 2, 3, 4, 5, 6, 7, 3, 4, 5, 6, 7, 8, 9, 4]
    chart = drawn(values)
    assert ("trend" in chart.causes[7], "trend" in chart.causes[8]) == (True, True)
    assert (chart.ways[7], chart.ways[8]) == (1, 1)


def test_a_value_that_ends_one_trend_and_begins_another_belongs_to_the_one_it_begins() -> None:
    values = [4.0, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1, 4]
    assert drawn(values).ways[7] == -1


@pytest.mark.parametrize(
    ("value", "n"), [(0.1, 12), (2.6, 52), (0.0, 7), (1 / 3, 20), (1e12, 30), (-1e12, 13), (5e-12, 9)]
)
def test_a_series_without_spread_has_no_limits_and_no_signal(value: float, n: int) -> None:
    chart = drawn([value] * n)
    assert (chart.mean, chart.limits, chart.ways) == (value, None, (0,) * n)
    assert not any(chart.causes)


@given(st.floats(-1e12, 1e12).map(lambda value: round(value, 12)), st.integers(2, 80))
def test_no_constant_is_a_signal(value: float, n: int) -> None:
    chart = drawn([value] * n)
    assert (chart.mean, chart.limits, set(chart.ways)) == (value, None, {0})


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50))
def test_turned_upside_down_everything_points_the_other_way(values: list[float]) -> None:
    chart, turned = drawn(values), drawn([-value for value in values])
    assert chart.causes == turned.causes
    assert chart.ways == tuple(-way for way in turned.ways)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=50), st.integers(-12, 9))
def test_tenths_are_judged_like_whole_numbers(values: list[int], power: int) -> None:
    tenths = [float(f"{value}e{power}") for value in values]
    assert drawn(tenths).causes == drawn([float(value) for value in values]).causes
