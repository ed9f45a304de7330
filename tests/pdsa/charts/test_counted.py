"""Charts of what is counted, against qicharts2 0.8.1 run on the same numbers, and at their edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.pdsa.charts.counted import g_chart, p_chart, t_chart, u_chart
from imroc_audit.pdsa.charts.xmr import ControlChart, xmr

SHARES = [(12.0, 20.0), (9, 18), (15, 25), (7, 20), (20, 22), (11, 19), (3, 21), (14, 24)]
RATES = [(3.0, 410.0), (5, 395), (2, 402), (8, 388), (4, 371), (6, 420), (1, 415), (9, 399)]
DAYS_BETWEEN = [12.0, 30, 7, 45, 21, 3, 60, 18, 25]
CASES_BETWEEN = [14.0, 3, 22, 0, 9, 31, 5, 17, 8]


def limits(chart: ControlChart | None) -> list[tuple[float, float]]:
    assert chart is not None
    assert chart.limits is not None
    return list(chart.limits)


def test_a_p_chart_has_the_limits_of_qicharts2() -> None:
    chart = p_chart(SHARES)
    assert chart is not None
    assert chart.mean == pytest.approx(53.84615385)
    found = limits(chart)
    assert found[0] == pytest.approx((20.40451520, 87.28779249))
    assert found[4] == pytest.approx((21.96080248, 85.73150522))
    assert found[7] == pytest.approx((23.31825410, 84.37405359))
    assert [place for place, causes in enumerate(chart.causes) if "outside limits" in causes] == [4, 6]
    assert chart.ways == (0, 0, 0, 0, 1, 0, -1, 0)


def test_the_limits_of_a_p_chart_can_be_those_of_a_baseline() -> None:
    chart = p_chart(SHARES, 5)
    assert chart is not None
    assert chart.mean == pytest.approx(60)
    assert limits(chart)[5] == pytest.approx((26.28291078, 93.71708922))
    assert limits(chart)[7] == pytest.approx((30, 90))
    assert chart.trial


def test_a_u_chart_has_the_limits_of_qicharts2() -> None:
    chart = u_chart(RATES, per=1000)
    assert chart is not None
    assert chart.mean == pytest.approx(11.875)
    assert limits(chart)[0] == pytest.approx((0, 28.02030061))
    assert limits(chart)[7] == pytest.approx((0, 28.24134177))
    assert not any(chart.ways)


def test_a_t_chart_has_the_limits_of_qicharts2() -> None:
    """They differ by the third digit of 2.66, which is 3 / 1.128 = 2.6596 there."""
    chart = t_chart(DAYS_BETWEEN)
    assert chart is not None
    assert chart.mean == pytest.approx(19.86130446)
    assert limits(chart)[0] == pytest.approx((0, 245.8202056), rel=1e-3)


def test_a_g_chart_has_the_limits_of_qicharts2() -> None:
    chart = g_chart(CASES_BETWEEN)
    assert chart is not None
    assert chart.mean == 9
    assert limits(chart)[0] == pytest.approx((0, 49.91469707))


def test_an_xmr_chart_of_a_baseline_has_the_limits_of_qicharts2() -> None:
    chart = xmr([5.0, 7, 4, 8, 3, 9, 12, 14], 5)
    assert chart is not None
    assert chart.mean == pytest.approx(5.4)
    assert (chart.low, chart.high) == pytest.approx((-3.908510638, 14.70851064), rel=1e-3)


@pytest.mark.parametrize("pairs", [[(0.0, 20.0), (0, 18), (0, 30)], [(20.0, 20.0), (18, 18)]])
def test_shares_of_nobody_or_of_everybody_have_no_limits_and_no_signal(pairs: list[tuple[float, float]]) -> None:
    chart = p_chart(pairs)
    assert chart is not None
    assert (chart.limits, set(chart.ways)) == (None, {0})
    assert chart.mean == 100 * pairs[0][0] / pairs[0][1]


def test_equal_shares_of_different_sizes_are_no_signal() -> None:
    chart = p_chart([(1.0, 3.0), (10, 30), (7, 21), (100, 300)] * 4)
    assert chart is not None
    assert chart.limits is not None
    assert set(chart.ways) == {0}  # each value is the centre itself, in fractions


def test_the_same_time_between_all_events_has_no_limits_and_no_signal() -> None:
    for found in (t_chart([7.0] * 12), g_chart([7.0] * 12)):
        assert found is not None
        assert (found.limits, set(found.ways)) == (None, {0})
        assert found.mean == pytest.approx(7)


def test_fewer_than_two_values_have_no_chart() -> None:
    for n in (0, 1):
        assert p_chart(SHARES[:n]) is u_chart(RATES[:n]) is None
        assert t_chart(DAYS_BETWEEN[:n]) is g_chart(CASES_BETWEEN[:n]) is None
    assert p_chart(SHARES, 1) is None


def test_what_cannot_be_counted_is_refused() -> None:
    for broken in ((21.0, 20.0), (-1.0, 20.0), (0.0, 0.0)):
        with pytest.raises(ValueError, match="needs shares"):
            p_chart([broken])
    with pytest.raises(ValueError, match="needs rates"):
        u_chart([(3.0, 0.0)])
    with pytest.raises(ValueError, match="needs times of 0 or more"):
        t_chart([-1.0, 3.0])
    with pytest.raises(ValueError, match="needs counts"):
        g_chart([-1.0, 3.0])


@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(1, 10**12)), min_size=2, max_size=20))
def test_limits_of_shares_stay_within_what_a_share_can_be(pairs: list[tuple[int, int]]) -> None:
    chart = p_chart([(float(min(pair)), float(max(pair))) for pair in pairs])
    assert chart is not None
    assert all(0 <= low <= high <= 100 for low, high in chart.limits or ())
