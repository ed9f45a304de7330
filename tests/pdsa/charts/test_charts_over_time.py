"""Run charts and XmR charts against published values, and each rule at its edge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.pdsa.charts.run_chart import run_chart, runs_limits
from imroc_audit.pdsa.charts.xmr import xmr

EXACT_TABLE = """
    10:3-9 11:4-9 12:4-10 13:4-11 14:4-12 15:5-12 16:5-13 17:6-13 18:6-14 19:6-15 20:7-15 21:7-16 22:8-16 23:8-17
    24:8-18 25:9-18 26:9-19 27:10-19 28:10-20 29:10-21 30:11-21 40:15-27 50:19-33 60:24-38
"""
NOISE = [5.0, 7.0, 4.0, 8.0, 3.0, 9.0, 5.0, 7.0, 4.0, 8.0]
DEVIATIONS = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


@pytest.mark.parametrize("entry", EXACT_TABLE.split())
def test_limits_of_the_number_of_runs_are_the_exact_ones(entry: str) -> None:
    n, _, limits = entry.partition(":")
    assert "-".join(map(str, runs_limits(int(n)))) == limits


def test_noise_gives_no_signal() -> None:
    chart = run_chart(NOISE)
    assert (chart.median, chart.useful, chart.runs, chart.shifts, chart.trends) == (6.0, 10, 10, (), ())
    assert chart.speaks
    assert chart.unusual_runs  # ten runs of ten points: chance gives nine at most


@pytest.mark.parametrize(("length", "found"), [(5, False), (6, True)])
def test_a_shift_is_six_points_on_one_side(length: int, found: bool) -> None:
    values = [1.0, 9.0] * 6 + [9.0] * length + [1.0] * length
    chart = run_chart([*[5.0] * 3, *values])
    assert chart.median == 5.0
    assert any(len(shift) == length + 1 for shift in chart.shifts) == (length + 1 >= 6)
    assert bool([shift for shift in chart.shifts if len(shift) == length]) == found


def test_points_on_the_median_neither_make_nor_break_a_shift() -> None:
    values = [6.0, 6.0, 5.0, 6.0, 6.0, 5.0, 6.0, 6.0, 4.0, 4.0, 4.0, 4.0, 4.0, 5.0]
    chart = run_chart(values)
    assert chart.median == 5.0
    assert chart.shifts == ((0, 1, 3, 4, 6, 7),)


@pytest.mark.parametrize(
    ("rise", "found"), [([1.0, 2.0, 3.0, 4.0], ()), ([1.0, 2.0, 3.0, 4.0, 5.0], ((4, 5, 6, 7, 8),))]
)
def test_a_trend_is_five_points_one_way(rise: list[float], found: tuple[tuple[int, ...], ...]) -> None:
    assert run_chart([3.0, 2.0, 3.0, 2.0, *rise, 1.0, 3.0, 2.0, 3.0]).trends == found


def test_a_repeated_value_counts_once_in_a_trend() -> None:
    assert run_chart([3.0, 2.0, 3.0, 1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 1.0]).trends == ((3, 4, 6, 7, 9),)


def test_below_ten_points_the_rules_do_not_speak() -> None:
    chart = run_chart([float(n) for n in range(9)])
    assert (chart.speaks, chart.shifts, chart.trends, chart.limits) == (False, (), (), None)
    assert run_chart([float(n) for n in range(10)]).trends == (tuple(range(10)),)


@pytest.mark.parametrize("values", [[], [4.0], [4.0, 4.0], [4.0] * 12])
def test_few_or_equal_points_are_no_signal(values: list[float]) -> None:
    chart = run_chart(values)
    assert (chart.useful, chart.runs, chart.shifts, chart.trends, chart.unusual_runs) == (0, 0, (), (), False)


@given(st.lists(st.floats(-1e6, 1e6), max_size=60))
def test_turning_a_series_upside_down_changes_no_signal(values: list[float]) -> None:
    chart, turned = run_chart(values), run_chart([-value for value in values])
    assert (chart.runs, chart.shifts, chart.trends) == (turned.runs, turned.shifts, turned.trends)


def test_what_is_no_number_is_refused() -> None:
    for chart in (run_chart, xmr):
        with pytest.raises(ValueError, match="needs numbers"):
            chart([1.0, float("nan")])


def test_xmr_equals_the_published_series_of_deviations() -> None:
    # NHSRplotthedots (NHS-R Community), its documented deviations from the Excel tool
    chart = xmr(DEVIATIONS)
    assert chart is not None
    assert (chart.mean, chart.low, chart.high) == pytest.approx((1.9444, -3.0626, 6.9515), abs=5e-5)
    assert [n for n, causes in enumerate(chart.causes) if "outside limits" in causes] == [4]
    assert not chart.trial


@pytest.mark.parametrize(("length", "found"), [(6, False), (7, True)])
def test_seven_points_make_a_run_or_a_trend(length: int, found: bool) -> None:
    rising = xmr([5.0, 1.0, *(float(n) for n in range(2, length + 1)), 0.0, 5.0])
    above = xmr([*[1.0, 1.2] * 5, *[6.0, 6.2] * (length // 2), *[6.0] * (length % 2), 0.5, 1.0])
    assert rising is not None
    assert above is not None
    assert any("trend" in causes for causes in rising.causes) == found
    assert sum("one side" in causes for causes in above.causes[10 : 10 + length]) == (length if found else 0)


@pytest.mark.parametrize(("last", "found"), [((6.2, 5.5, 5.7), []), ((6.2, 5.0, 6.2), []), ((6.2, 5.5, 6.2), [18, 20])])
def test_two_of_three_near_the_same_limit_with_all_three_on_one_side_of_the_mean(
    last: tuple[float, ...], found: list[int]
) -> None:
    chart = xmr([5.0, 5.3, 4.7] * 6 + [*last])
    assert chart is not None
    assert chart.high is not None
    assert 5.7 < chart.mean + (chart.high - chart.mean) * 2 / 3 < 6.2
    assert chart.high > 6.2
    assert [n for n, causes in enumerate(chart.causes) if "near limit" in causes] == found


@pytest.mark.parametrize(("n", "trial"), [(12, True), (13, False)])
def test_limits_are_on_trial_below_thirteen_points(n: int, trial: bool) -> None:
    chart = xmr([1.0, 2.0] * (n // 2) + [1.0] * (n % 2))
    assert chart is not None
    assert chart.trial is trial


def test_xmr_at_the_edges() -> None:
    assert xmr([]) is None
    assert xmr([1.0]) is None
    same = xmr([3.0, 3.0])
    assert same is not None
    assert (same.mean, same.low, same.high, same.causes) == (3.0, None, None, (frozenset(), frozenset()))
