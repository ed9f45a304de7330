"""Rare events turned into the days, or the cases, between them."""

import pytest

from imroc_audit.model.plan import Observation
from imroc_audit.pdsa.charts.counted import t_chart
from imroc_audit.pdsa.events import Event, between, days_since, lists_events, read_events
from imroc_audit.pdsa.values import shown
from tests.plans import TODAY, measure

FALLS = measure(kind="time between", unit="days")


def test_days_lie_between_events_and_the_first_one_gives_no_value() -> None:
    found = between([Event("2026-01-01"), Event("2026-01-13"), Event("2026-02-12", note="Wet floor.")])
    assert found == (
        Observation(date="2026-01-13", value=12),
        Observation(date="2026-02-12", value=30, note="Wet floor."),
    )
    assert between([Event("2026-01-01")]) == between([]) == ()


def test_events_may_be_in_any_order() -> None:
    days = ("2026-02-12", "2026-01-01", "2026-01-13")
    assert [one.value for one in between([Event(day) for day in days])] == [12, 30]


def test_two_events_on_one_day_have_no_days_between_them_and_both_are_told() -> None:
    found = between([Event("2026-01-01"), *[Event("2026-01-13")] * 3, Event("2026-01-20")])
    assert [(one.date, one.value, one.event) for one in found] == [
        ("2026-01-13", 12, None),
        ("2026-01-13", 0, 2),
        ("2026-01-13", 0, 3),
        ("2026-01-20", 7, None),
    ]
    assert shown(found[1]) == "0 (event 2 of that day)"


def test_a_leap_day_counts() -> None:
    assert between([Event("2024-02-28"), Event("2024-03-01")])[0].value == 2


def test_cases_between_two_events_are_those_after_the_one_and_before_the_other() -> None:
    events = [Event("2026-01-01", 200), Event("2026-01-13", 215), Event("2026-01-13", 216), Event("2026-02-01", 239)]
    assert [one.value for one in between(events)] == [14, 0, 22]


def test_a_case_that_does_not_come_after_the_one_before_is_refused() -> None:
    for case in (200, 199):
        with pytest.raises(ValueError, match="does not come after case 200 on 1 January 2026"):
            between([Event("2026-01-01", 200), Event("2026-01-13", case)])


def test_an_event_is_counted_from_the_last_one_recorded() -> None:
    recorded = (Observation(date="2026-01-13", value=12),)
    assert days_since([Event("2026-02-12")], FALLS, recorded) == ((Observation(date="2026-02-12", value=30),), ())


def test_an_event_that_was_left_out_asks_for_all_since() -> None:
    recorded = (Observation(date="2026-02-12", value=30),)
    found, (problem,) = days_since([Event("2026-01-13")], FALLS, recorded)
    assert (found, problem) == (
        (),
        "12 February 2026 has a value already and is no event here: List every event since.",
    )


def test_numbered_cases_go_on_from_a_recorded_event_only_where_it_is_listed_too() -> None:
    """Only what lay between is kept, and not which case it was: the first gap would be lost without a word."""
    infections = measure(kind="cases between", unit="operations")
    recorded = (Observation(date="2026-02-12", value=24),)
    found, (problem,) = days_since([Event("2026-03-01", 239), Event("2026-04-01", 250)], infections, recorded)
    assert (found, problem) == (
        (),
        "The case of the event on 12 February 2026 is not kept: List that event too, so that no case is lost.",
    )
    again = [Event("2026-02-12", 214), Event("2026-03-01", 239), Event("2026-04-01", 250)]
    assert [one.value for one in days_since(again, infections, recorded)[0]] == [24, 10]


def test_dates_give_no_weeks() -> None:
    found, (problem,) = days_since([Event("2026-01-13")], measure(kind="time between", unit="weeks"), ())
    assert (found, "dates give days" in problem) == ((), True)


def test_a_file_lists_events_by_its_heading_and_its_measure() -> None:
    assert lists_events("event\n2026-01-01\n", FALLS)
    assert lists_events("Event;note\n2026-01-01;\n", FALLS)
    assert lists_events("event,case\n", measure(kind="cases between"))
    assert not lists_events("event\n", measure(kind="cases between"))
    assert not lists_events("date,value\n", FALLS)
    assert not lists_events("event\n", measure())


def test_every_mistake_in_a_list_of_events_is_told() -> None:
    text = "event,case\n2026-13-01,1\n2026-12-01,x\n13/01/2026,7\n"
    events, problems = read_events(text, "falls.csv", TODAY)
    assert events == ()
    assert problems == (
        "falls.csv:2: '2026-13-01' is not a date: Write it as 2026-05-04.",
        "falls.csv:3: 1 December 2026 is still to come: Check the year.",
        "falls.csv:3: 'x' is not the number of a case: Write digits, such as 214.",
    )
    assert read_events("event\n", "falls.csv", TODAY)[1] == (
        "falls.csv:1: there are no events below the first row: Add some.",
    )


def test_a_t_chart_takes_no_time_at_all_as_nought() -> None:
    """To the power 1 / 3.6 the values are 0, 1, 0, 1: their mean is 0.5 and their mean moving range 1."""
    chart = t_chart([0.0, 1, 0, 1])
    assert chart is not None
    assert chart.limits is not None
    assert chart.mean == pytest.approx(0.5**3.6)
    assert chart.limits[0] == pytest.approx((0, 3.16**3.6))
