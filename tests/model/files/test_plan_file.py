"""`agreement.yaml` and `plan.yaml`: every mistake at once with its line, and what is written reads back the same."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.model.cfir import BARRIERS, CFIR, ENABLERS, domain_of
from imroc_audit.model.files.plan_file import (
    ClosedTerms,
    PlanContext,
    agreement_text,
    parse_agreement,
    parse_plan,
    plan_text,
)
from imroc_audit.model.files.yaml_text import read_yaml
from imroc_audit.model.files.yaml_writer import write_yaml
from imroc_audit.model.ids import AuditCycleName, ChallengeId
from imroc_audit.model.plan import LARGEST, Action, Book
from tests.ids import CARER, SERVICE_USER, STAFF
from tests.places import DOCS
from tests.plans import TODAY, action, agreement, book, record

KNOWN = ClosedTerms(
    (ChallengeId("c01"), ChallengeId("c02"), ChallengeId("c05"), ChallengeId("c06")),
    (STAFF, SERVICE_USER, CARER),
    "2026-04-17",
)
SETTING = PlanContext({AuditCycleName("2026-spring"): KNOWN}, AuditCycleName("2026-spring"), Book(), TODAY)
GUIDE = (DOCS / "plan.md").read_text(encoding="utf-8")
FILES = {name: text for text, name in re.findall(r"```yaml\n(# (\w+)\.yaml\n.*?)```", GUIDE, re.DOTALL)}

PLAN = """\
actions:
  - id: a1
    challenge: c01
    aim: More people are asked.
    lead: ward manager
    measures:
      - {name: asked, unit: percent, direction: up, baseline: 20.50, target: 50, how_often: weekly}
    pdsa_cycles:
      - change_idea: Ask first.
        prediction: Two of three say yes.
        scale: one person
        start: 2026-05-04
        review: "2026-05-18"
"""


def problems(text: str, setting: PlanContext = SETTING) -> list[str]:
    found, listed = parse_plan(text, "plan.yaml", setting)
    assert not found or not listed
    return [str(problem).removeprefix("plan.yaml:") for problem in listed]


def agreed(text: str) -> list[str]:
    found, listed = parse_agreement(text, "agreement.yaml", SETTING)
    assert (found is None) == bool(listed)
    return [str(problem).removeprefix("agreement.yaml:") for problem in listed]


def test_the_files_of_the_documentation_have_no_mistake() -> None:
    found, listed = parse_agreement(FILES["agreement"], "agreement.yaml", SETTING)
    assert listed == ()
    assert found is not None
    assert not found.one_sided
    (planned,), listed = parse_plan(FILES["plan"], "plan.yaml", SETTING)
    assert listed == ()
    assert [one.cfir for one in planned.barriers] == ["inner setting", "available resources"]
    assert planned.goal[-2].startswith("Nobody")


def test_what_is_left_out_is_filled_in() -> None:
    (planned,), _ = parse_plan(PLAN, "plan.yaml", SETTING)
    assert (planned.audit_cycle, planned.goal, planned.co_lead) == ("2026-spring", {}, None)
    assert planned.measures[0].baseline == 20.5
    assert planned.pdsa_cycles[0].start == "2026-05-04"


def test_an_action_that_is_known_stays_in_its_audit_cycle() -> None:
    earlier = book(record(action=action(audit_cycle="2025-spring")))
    cycles = {AuditCycleName(name): KNOWN for name in ("2026-spring", "2025-spring")}
    (planned,), _ = parse_plan(PLAN, "plan.yaml", PlanContext(cycles, AuditCycleName("2026-spring"), earlier, TODAY))
    assert planned.audit_cycle == "2025-spring"


def test_every_mistake_of_a_plan_is_listed_at_its_line() -> None:
    broken = (
        PLAN.replace("c01", "c09")
        .replace("target: 50", "target: 5")
        .replace("one person", "one ward")
        .replace("2026-05-04", "2026-06-31")
        .replace("lead:", "leed:")
    )
    assert problems(broken) == [
        "2: 'lead' is missing: Add it.",
        "3: 'c09' is not a challenge of this questionnaire: Use 'c01', 'c02', 'c05' or 'c06'.",
        "5: 'leed' is not a key that is known here: Check its spelling or its indentation, or take it away.",
        "7: the target 5 is worse than the baseline 20.5, when 'up' is better: Change the target, or the direction.",
        "11: 'scale' is 'one ward': Use one of 'one person', 'one shift', 'one team', 'several teams' or 'everyone'.",
        "12: 'start': '2026-06-31' is not a day of the calendar; write year-month-day: 2026-05-04: Change it.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("id: a1", "id: A 1", "2: 'id' is 'A 1': Use small letters"),
        ("challenge: c01", "challenge: c01\n    audit_cycle: 2020", "4: 'audit_cycle' is read as a number"),
        ("challenge: c01", "challenge: c01\n    audit_cycle: gone", "4: there is no closed audit cycle 'gone'"),
        ('"2026-05-18"', "2026-05-01", "13: the review on 2026-05-01 is before the start on 2026-05-04"),
        ("2026-05-04", "May", "12: 'start': 'May' is not a day"),
        ("weekly}", "weekly, kind: part}", "7: 'kind' is 'part': Use one of 'number', 'share', 'rate', 'time between'"),
        ("weekly}", "weekly, per: 1000}", "7: 'per' is given for a measure that is not a rate: Add 'kind: rate'"),
        ("weekly}", "weekly, kind: rate, per: 0}", "7: 'per'"),
        (
            "weekly}",
            "weekly, baseline_until: 2026-05-04, rebase: [{since: 2026-05-04, reason: Moved.}]}",
            "7: the lines begin anew on 2026-05-04, and the baseline ends on 2026-05-04: Put the days in the order",
        ),
        (
            "weekly}",
            "weekly, rebase: [{since: 2026-06-04, reason: A.}, {since: 2026-05-04, reason: B.}]}",
            "7: the lines begin anew on 2026-05-04, and they begin anew on 2026-06-04",
        ),
        ("weekly}", "weekly, rebase: [{since: 2026-06-04}]}", "7: 'reason' is missing"),
        ("20.50", "-1e300", "7: 'baseline': '-1e300' is not a number that a measure can have"),
        ("20.50", ".nan", "7: 'baseline': '.nan' is not a number"),
        ("20.50", "twenty", "7: 'baseline': 'twenty' is not a number"),
        ("20.50", "true", "7: 'baseline': 'True' is not a number"),
        ("direction: up", "direction: higher", "7: 'direction' is 'higher': Use one of 'up' or 'down'"),
        ("    measures:", "    goal: {-1: a, 0: b, 1: c}\n    measures:", "6: 'goal': the levels are not exactly"),
        (
            "    measures:",
            "    barriers: [{text: x, cfir: y}]\n    measures:",
            "6: 'cfir': 'y' is not a construct of CFIR",
        ),
        ("Two of three say yes.", "", "10: 'prediction' is empty"),
    ],
)
def test_a_mistake_is_found_at_its_line(before: str, after: str, message: str) -> None:
    (found,) = problems(PLAN.replace(before, after))
    assert found.startswith(message)


def test_names_are_given_once() -> None:
    twice = PLAN.replace(
        "    pdsa_cycles", "      - {name: Asked, unit: n, direction: up, how_often: daily}\n    pdsa_cycles"
    )
    assert problems(twice) == ["8: the measure 'Asked' is already given on line 7: Give one of them another name."]
    both = PLAN + PLAN.removeprefix("actions:\n")
    assert problems(both) == ["14: action 'a1' is already given on line 2: Give one of them another id."]


def test_tests_stand_in_the_order_of_their_dates() -> None:
    again = PLAN + PLAN[PLAN.index("      - change_idea") :].replace("2026-05-04", "2026-05-01")
    assert problems(again)[0].startswith("17: this PDSA cycle starts on 2026-05-01, before the one above it")


def test_what_has_values_or_was_carried_out_is_not_taken_away() -> None:
    seen = {"old": ({"date": "2026-05-05", "value": 1},)}
    log = {2: ({"date": "2026-05-05", "text": "Done."},)}
    setting = SETTING._replace(book=book(record(observations=seen, log=log)))
    assert problems(PLAN, setting) == [
        "6: the measure 'old' has values and is not listed any more: Put it back under the same name.",
        "8: PDSA cycle 2 has been carried out and is not listed any more: Put it back.",
    ]


def test_every_mistake_of_an_agreement_is_listed_at_its_line() -> None:
    text = """\
date: 2026-04-01
room: {staff: 0, nurses: 2.5}
stages:
  c07: {stage: development}
  c01: {stage: half way}
priorities:
  - {challenge: c01, reason: It matters.}
  - {challenge: c01, reason: ""}
  - {challenge: c09, reason: It matters.}
"""
    assert [one.partition(": ")[0] for one in agreed(text)] == ["1", "2", "2", "2", "4", "5", "8", "8", "9"]
    assert agreed(text)[0].startswith("1: the meeting on 2026-04-01 was before the audit cycle closed on 2026-04-17")


def test_a_meeting_is_not_recorded_before_it_was_held() -> None:
    assert agreed("date: 2026-12-24\nroom: {staff: 1}") == [
        "1: the meeting on 2026-12-24 is still to come: Record it once people have met."
    ]


@pytest.mark.parametrize("text", ["", "[]", "42", "actions:", "actions: 3", "actions: [3]", "a: [b: c", "actions: {}"])
def test_a_file_that_is_no_plan_has_a_problem_and_never_a_crash(text: str) -> None:
    assert problems(text)
    assert agreed(text)


def test_an_agreement_reads_back_the_same() -> None:
    found, listed = parse_agreement(agreement_text(agreement()), "agreement.yaml", SETTING)
    assert listed == ()
    assert found == agreement()


WORDS = st.text(min_size=1).map(str.strip).filter(bool) | st.sampled_from(
    (
        "yes",
        "null",
        "2026-05-04",
        "1.10",
        "- a",
        "a: b",
        "a #b",
        "'",
        '"',
        "{",
        "*a",
        "2026-spring",
        "\x85a",
        "é\u2028b",
        "~",
        "1e5",
    )
)
NUMBERS = st.none() | st.floats(-LARGEST, LARGEST)
FACTORS = st.lists(
    st.fixed_dictionaries({"text": WORDS, "cfir": st.none() | st.sampled_from(sorted(CFIR))}), max_size=2
)
PDSA = st.fixed_dictionaries(
    {
        "change_idea": WORDS,
        "prediction": WORDS,
        "questions": st.none() | WORDS,
        "scale": st.sampled_from(("one person", "everyone")),
        "start": st.just("2026-05-04"),
        "review": st.dates(min_value=date(2026, 5, 4)).map(str),
    }
)
MEASURES = st.fixed_dictionaries(
    {"name": WORDS, "unit": WORDS, "direction": st.just("up"), "how_often": WORDS, "baseline": NUMBERS}
)


@st.composite
def actions(draw: st.DrawFn) -> tuple[Action, ...]:
    return tuple(
        Action.model_validate(
            {
                "id": f"a{number}",
                "audit_cycle": "2026-spring",
                "challenge": draw(st.sampled_from(KNOWN.challenges)),
                "aim": draw(WORDS),
                "rationale": draw(st.none() | WORDS),
                "lead": draw(WORDS),
                "goal": draw(st.just({}) | st.fixed_dictionaries(dict.fromkeys((-2, -1, 0, 1, 2), WORDS))),
                "measures": draw(st.lists(MEASURES, max_size=2, unique_by=lambda one: str(one["name"]).casefold())),
                "barriers": draw(FACTORS),
                "pdsa_cycles": draw(st.lists(PDSA, min_size=1, max_size=2)),
            }
        )
        for number in range(draw(st.integers(0, 2)))
    )


@given(actions())
def test_a_plan_reads_back_the_same(planned: tuple[Action, ...]) -> None:
    found, listed = parse_plan(plan_text(planned), "plan.yaml", SETTING)
    assert listed == ()
    assert found == planned


@given(WORDS)
def test_any_text_is_written_so_that_it_reads_back(text: str) -> None:
    assert read_yaml(write_yaml({"key": text, "list": [text]}), "f").data == {"key": text, "list": [text]}


def test_cfir_has_five_domains_and_thirty_seven_constructs() -> None:
    assert (len(CFIR), sum(map(len, CFIR.values()))) == (5, 37)
    assert domain_of("Leadership engagement") == "inner setting"
    assert {pick.domain for pick in (*BARRIERS, *ENABLERS)} == set(CFIR)
