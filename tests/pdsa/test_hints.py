"""Hints: what a test of change lacks, each with its reason and source, and never a verdict."""

from typing import Any

import pytest

from imroc_audit.pdsa.hints import hints
from tests.plans import action, measure, pdsa, record

DECIDED = {"date": "2026-05-20", "lesson": "Go on.", "goal_level": 0}
LOGGED = {1: ({"date": "2026-05-05", "text": "We tried."},)}
SEEN = {"asked": tuple({"date": f"2026-05-0{n}", "value": n} for n in (5, 6, 7))}


def test_a_sound_plan_gets_no_hint() -> None:
    assert hints(record()) == ()


def test_a_sound_test_that_went_round_twice_gets_no_hint() -> None:
    twice = action(pdsa_cycles=(pdsa(), pdsa(prediction="All of them.", start="2026-06-01", review="2026-06-15")))
    studied = {1: DECIDED | {"decision": "adapt"}, 2: DECIDED | {"decision": "adopt", "date": "2026-06-15"}}
    log = LOGGED | {2: LOGGED[1]}
    assert hints(record(action=twice, studied=studied, log=log, observations=SEEN)) == ()


@pytest.mark.parametrize(
    ("about", "changes"),
    [
        ("rationale", {"rationale": None}),
        ("co-lead", {"co_lead": None}),
        ("goal", {"goal": {}}),
        ("measures", {"measures": ()}),
        ("baseline", {"measures": (measure(baseline=None),)}),
        ("target", {"measures": (measure(target=None),)}),
        ("scale", {"pdsa_cycles": (pdsa(scale="one team"),)}),
    ],
)
def test_what_the_plan_lacks_is_a_hint(about: str, changes: dict[str, Any]) -> None:
    (hint,) = hints(record(action=action(**changes)))
    assert hint.about == about
    assert "(" in hint.source


def test_a_prediction_written_after_the_start_is_a_hint() -> None:
    (hint,) = hints(record(planned="2026-05-05", goal_written="2026-05-01"))
    assert hint.about == "prediction"
    assert "5 May 2026, after the test started on 4 May 2026" in hint.text
    assert hints(record(planned="2026-05-04")) == ()


def test_goal_levels_written_after_the_start_are_a_hint() -> None:
    (hint,) = hints(record(goal_written="2026-05-05"))
    assert hint.about == "goal"
    assert "written on 5 May 2026, after the first test started on 4 May 2026" in hint.text
    assert hints(record(goal_written="2026-05-04")) == ()


def test_a_hint_names_the_command_that_says_which_level_was_reached() -> None:
    studied = {1: {"date": "2026-05-20", "lesson": "No.", "decision": "abandon"}}
    *_, hint = hints(record(studied=studied, log=LOGGED, observations=SEEN))
    assert hint.text.endswith("imroc-audit act a1 abandon --goal-level 0 --correct")


def test_a_decision_without_log_values_second_test_and_level_gives_four_hints() -> None:
    studied = {1: {"date": "2026-05-20", "lesson": "Good.", "decision": "adopt"}}
    assert [hint.about for hint in hints(record(studied=studied))] == ["data", "log", "iteration", "goal"]


def test_a_next_test_that_is_the_same_again_is_a_hint() -> None:
    again = action(pdsa_cycles=(pdsa(), pdsa(start="2026-06-01", review="2026-06-15")))
    studied = {1: DECIDED | {"decision": "adapt"}}
    found = hints(record(action=again, studied=studied, log=LOGGED, observations=SEEN))
    assert [hint.about for hint in found] == ["iteration"]
