"""Measures over time in words: what the rules say, and when they cannot speak."""

from datetime import date, timedelta

import pytest

from imroc_audit.model.plan import Observation
from imroc_audit.model.study import MeasureStudy
from imroc_audit.pdsa.charts.limits import DIFFER
from imroc_audit.pdsa.reading import NO_SHIFT_OR_TREND, NOTHING_SEEN, study_measure
from imroc_audit.pdsa.words import typed, worked_out
from tests.plans import measure

NOISE = [5.0, 7, 4, 6.5, 6.6, 3, 9, 5, 7, 7.1, 4, 8]


def read(values: list[float], **changes: object) -> MeasureStudy:
    start = date(2026, 5, 4)
    seen = tuple(Observation(date=str(start + timedelta(7 * n)), value=value) for n, value in enumerate(values))
    return study_measure(measure(**changes), seen)


def test_below_ten_values_no_rule_is_applied() -> None:
    study = read([1.0, 2, 3, 4, 5, 6, 7, 8, 9])
    assert study.signals == ("9 values so far. The rules cannot speak before there are 10.",)
    assert not study.run_chart.speaks


def test_no_value_at_all_is_said_in_words() -> None:
    study = read([], baseline=None, target=None)
    assert study.summary == "No values yet (higher is better)."
    assert study.xmr is None


def test_noise_is_no_signal() -> None:
    assert read(NOISE).signals == (NOTHING_SEEN,)


@pytest.mark.parametrize(
    ("values", "counted"),
    [
        ([5.0, 7, 5, 3, 8, 2, 9, 5, 4, 6, 3], "Only 8 of 11 values are off the median"),
        ([5.0] * 12, "None of 12 values are off the median"),
    ],
)
def test_too_few_values_off_the_median_are_not_judged_by_runs(values: list[float], counted: str) -> None:
    told = f"{counted}: too few to judge by the number of runs."
    assert read(values).signals == (told, NO_SHIFT_OR_TREND)


def test_a_shift_is_told_where_runs_cannot_be_judged() -> None:
    shift, told = read([1.0, 2, 1, 2, 1, 2, 5, 5, 5, 5, 5, 6, 6]).signals
    assert shift.startswith("A shift: 6 values in a row below the median of 5")
    assert told.startswith("Only 8 of 13 values")


@pytest.mark.parametrize(
    ("values", "differ"),
    [
        (NOISE, False),
        ([*NOISE, 40.0], True),  # only the XmR chart shows a signal
        ([*[9.0, 8] * 4, *[5.0, 4] * 4], False),
        ([*[9.0, 8] * 4, *[5.0, 4] * 4, 6.5], True),  # only the run chart does
        ([*[1.0] * 8, 40.0], False),  # below ten values the run chart says nothing
    ],
)
def test_a_sentence_tells_why_the_two_charts_differ(values: list[float], differ: bool) -> None:
    xmr = read(values).xmr
    assert xmr is not None
    assert (DIFFER in xmr.words) is differ


def test_a_shift_is_named_with_its_days_and_side() -> None:
    study = read([1.0, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 8])
    assert study.signals[0] == (
        "A shift: 6 values in a row below the median of 5, from 4 May 2026 to 8 June 2026. This is the worse side."
    )
    assert study.signals[1].endswith("This is the better side.")
    assert study.signals[2].startswith("Too few runs about the median: 2, chance gives 4 to 10.")


def test_a_trend_is_judged_by_the_direction_that_is_better() -> None:
    study = read([5.0, 5, 9, 8, 7, 6, 5, 4, 5, 6, 5, 6], direction="down", target=5)
    assert any(signal.startswith("A trend: 6 values in a row, each lower") for signal in study.signals)
    assert "better side" in study.signals[0]


@pytest.mark.parametrize(
    ("values", "direction", "variation"),
    [
        (NOISE, "up", "common cause"),
        ([*NOISE, 40.0], "up", "improvement high"),
        ([*NOISE, 40.0], "down", "concern high"),
        ([*NOISE, -40.0], "up", "concern low"),
        ([*NOISE, -40.0], "down", "improvement low"),
    ],
)
def test_the_icon_is_that_of_the_last_value(values: list[float], direction: str, variation: str) -> None:
    study = read(values, direction=direction, baseline=None, target=None)
    assert study.xmr is not None
    assert study.xmr.variation == variation


@pytest.mark.parametrize(("count", "trial"), [(12, True), (13, False)])
def test_limits_are_on_trial_below_thirteen_values(count: int, trial: bool) -> None:
    study = read([5.0, 7] * 6 + [5.0] * (count - 12), target=50)
    assert study.xmr is not None
    assert study.xmr.trial == trial
    assert any("Trial limits" in words for words in study.xmr.words) == trial
    assert (study.xmr.assurance is None) == trial


@pytest.mark.parametrize(
    ("target", "direction", "assurance"),
    [
        (50, "up", "misses the target"),
        (-50, "up", "hits the target"),
        (6, "up", "hit and miss"),
        (50, "down", "hits the target"),
    ],
)
def test_whether_the_target_is_hit_is_told_from_the_limits(target: float, direction: str, assurance: str) -> None:
    study = read([5.0, 7] * 7, target=target, direction=direction, baseline=None)
    assert study.xmr is not None
    assert study.xmr.assurance == assurance


def test_numbers_read_as_people_write_them() -> None:
    assert (typed(0.1 + 0.2), typed(12.0), worked_out(33.809523), worked_out(1234.5678)) == (
        "0.3",
        "12",
        "33.8",
        "1235",
    )
    assert (worked_out(0.012345), worked_out(0.0)) == ("0.0123", "0")


def test_every_value_is_told_apart_by_its_own_special_cause() -> None:
    reading = read([0.0] * 12 + [9.0, 0.0, 0.0]).xmr
    assert reading is not None
    assert reading.variations[12:] == ("improvement high", "common cause", "common cause")
    assert reading.variation == reading.variations[-1]
