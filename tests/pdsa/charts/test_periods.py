"""Baselines and new beginnings as people set them, and values that are missing."""

from datetime import date, timedelta

import pytest

from imroc_audit.model.plan import Observation
from imroc_audit.model.study import MeasureStudy
from imroc_audit.pdsa.charts.limits import NO_SPREAD, SHORT_BASELINE
from imroc_audit.pdsa.charts.periods import breaks
from imroc_audit.pdsa.reading import MANY_ON_MEDIAN, study_measure
from tests.plans import measure

START = date(2026, 1, 5)
BEFORE, AFTER = [5.0, 7, 4, 8, 3, 9, 5, 7, 4, 8, 6, 5, 7], [14.0, 16, 13, 15, 17, 14, 16, 13, 15, 14]


def day(week: int) -> str:
    return str(START + timedelta(7 * week))


def read(values: list[float], **changes: object) -> MeasureStudy:
    seen = tuple(Observation(date=day(week), value=value) for week, value in enumerate(values))
    return study_measure(measure(baseline=None, target=None, **changes), seen)


def test_a_baseline_makes_median_and_limits_those_of_the_first_period() -> None:
    free, based = read(BEFORE + AFTER), read(BEFORE + AFTER, baseline_until=day(12))
    assert free.run_chart.median == 8.0
    assert based.run_chart.median == read(BEFORE).run_chart.median == 6.0
    assert based.xmr is not None
    first = read(BEFORE).xmr
    assert first is not None
    assert (based.xmr.mean, based.xmr.low, based.xmr.high) == (first.mean, first.low, first.high)
    assert based.xmr.variation == "improvement high"
    assert based.signals[0] == "The lines are those of the first 13 values, up to 30 March 2026: the baseline."
    assert based.signals[0] in based.xmr.words


def test_a_baseline_without_a_value_is_none() -> None:
    assert read(BEFORE, baseline_until="2025-12-31").run_chart == read(BEFORE).run_chart


def test_a_baseline_of_one_value_has_no_limits_and_says_so() -> None:
    found = read(BEFORE, baseline_until=day(0)).xmr
    assert found is not None
    assert (found.low, found.words) == (None, (SHORT_BASELINE,))


def test_limits_of_a_baseline_stay_on_trial_below_thirteen_of_its_values() -> None:
    found = read(BEFORE + AFTER, baseline_until=day(11)).xmr
    assert found is not None
    assert found.trial


def test_lines_begin_anew_only_where_people_say_so_and_with_their_reason() -> None:
    rebased = ({"since": day(13), "reason": "A second nurse began."},)
    found, alone = read(BEFORE + AFTER, rebase=rebased), read(AFTER)
    assert [(one.start, one.stop, one.median) for one in found.periods] == [(0, 13, 6.0), (13, 23, 14.5)]
    assert found.run_chart.median == alone.run_chart.median
    assert found.xmr is not None
    assert alone.xmr is not None
    assert (found.xmr.mean, found.xmr.low) == (alone.xmr.mean, alone.xmr.low)
    assert found.xmr.centres[:13] == (6.0,) * 13
    assert found.xmr.variation == "common cause"
    said = "Since 6 April 2026 the lines are worked out anew: A second nurse began."
    assert said in found.signals
    assert said in found.xmr.words
    assert found.run_chart.shifts == ()  # neither half is one about its own median


def test_rules_do_not_run_across_a_new_beginning() -> None:
    values = [1.0, 9] * 5 + [5, 6, 7]
    rising = read([*values, 8, 9, 10, 11], rebase=({"since": day(13), "reason": "New form."},))
    assert rising.run_chart.trends == ()
    assert rising.xmr is not None
    assert not any(rising.xmr.causes)


def test_a_new_beginning_with_one_value_has_no_limits_yet() -> None:
    found = read([*BEFORE, 14.0], rebase=({"since": day(13), "reason": "New form."},))
    assert found.xmr is None
    assert found.signals[-1] == "1 value so far. The rules cannot speak before there are 10."
    assert read(BEFORE, rebase=({"since": day(50), "reason": "New form."},)).periods == read(BEFORE).periods


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (["2026-01-31", "2026-02-28", "2026-03-31", "2026-05-31", "2026-06-30"], (3,)),
        (["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"], ()),
        (["2026-01-05", "2026-01-12", "2026-01-19", "2026-02-02"], (3,)),
        (["2026-01-05", "2026-01-12", "2026-01-20", "2026-01-26"], ()),
        (["2026-01-05", "2026-12-05"], ()),
        ([], ()),
    ],
)
def test_a_month_or_a_week_without_a_value_is_missing(days: list[str], found: tuple[int, ...]) -> None:
    seen = [Observation(date=one, value=1) for one in days]
    assert breaks(measure(), seen) == found
    assert breaks(measure(kind="time between"), seen) == ()


def test_a_series_without_spread_is_told_in_one_sentence() -> None:
    found = read([0.1] * 14).xmr
    assert found is not None
    assert (found.low, found.high, found.assurance, found.words) == (None, None, None, (NO_SPREAD,))
    assert set(found.variations) == {"common cause"}


def test_a_shift_with_as_many_values_on_the_median_is_told_so_that_it_can_be_seen() -> None:
    shift = read([101.0, 100.0] * 20 + [101.0]).signals[0]
    assert shift == (
        "A shift: 20 values below the median of 101 and none above it, from 12 January 2026 to 5 October 2026. "
        f"Between them 19 values are the median itself and not counted. This is the worse side. {MANY_ON_MEDIAN}"
    )
    few = read([6.0, 5, 5, 5, 4, 5, 5, 5, 6, 7, 5.5, 6, 7, 8, 9, 4]).signals
    assert not any(MANY_ON_MEDIAN in one for one in few)


def test_shares_have_a_p_chart_with_the_people_they_are_of() -> None:
    seen = tuple(
        Observation(date=day(week), value=100 * counted / of, counted=counted, of=of)
        for week, (counted, of) in enumerate([(12, 20), (9, 18), (15, 25), (7, 20), (20, 22)] * 3)
    )
    found = study_measure(measure(kind="share", baseline=None, target=None), seen)
    assert found.xmr is not None
    assert found.xmr.chart == "p"
    assert len({limit for limit in found.xmr.limits if limit}) == 4
    assert "wider where fewer are counted" in found.xmr.words[1]
    assert found.summary.startswith("15 values, the latest 90.9 (20 of 22) percent on ")


def test_a_value_that_is_no_share_gives_the_chart_of_single_values_and_says_so() -> None:
    seen = (Observation(date=day(0), value=60, counted=12, of=20), Observation(date=day(1), value=50.0))
    found = study_measure(measure(kind="share"), seen).xmr
    assert found is not None
    assert found.chart == "XmR"
    assert any("Some values are not those of a share" in one for one in found.words)


def test_a_limit_as_good_as_nought_is_told_so() -> None:
    days = [3.0, 20, 3, 7, 31, 31, 45, 7, 60, 31, 20, 3, 3, 60, 12, 60, 3, 20, 20, 7, 45]
    found = read(days, kind="time between").xmr
    assert found is not None
    assert found.chart == "t"
    assert "nearly 0" in found.words[1]
