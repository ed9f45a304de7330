"""What the demo's made-up groups tried: six actions, with all that happened."""

from datetime import date, timedelta
from typing import Any, Final, NamedTuple

Values = tuple[tuple[str, float], ...]


class Test(NamedTuple):
    """One PDSA cycle as it went: log entries, values by measure, the decision, and what differs in the next."""

    log: tuple[dict[str, Any], ...] = ()
    values: dict[str, Values] = {}  # noqa: RUF012 - never changed
    studied: dict[str, Any] | None = None
    following: dict[str, Any] = {}  # noqa: RUF012 - never changed


class Trial(NamedTuple):
    """An action: when it was planned, its fields, and its tests."""

    audit_cycle: str
    planned: str
    action: dict[str, Any]
    tests: tuple[Test, ...]


def every(days: int, first: str, *values: float) -> Values:
    """Values taken at the same distance from one another."""
    start = date.fromisoformat(first)
    return tuple(((start + timedelta(days=days * n)).isoformat(), value) for n, value in enumerate(values))


PEER_WORKERS: Final = Trial(
    "2024-spring",
    "2024-05-22",
    {
        "id": "c08-peer-workers",
        "challenge": "c08",
        "aim": "By Easter 2025, anyone on Elm ward who wants to can talk with a peer support worker.",
        "rationale": "Talking with someone who has been there gives hope, and hope is where change begins.",
        "lead": "ward manager, Elm ward",
        "co_lead": "peer support lead",
        "measures": [
            {
                "name": "conversations",
                "unit": "conversations a month",
                "direction": "up",
                "baseline": 0,
                "target": 20,
                "how_often": "once a month",
            }
        ],
        "barriers": ["staff worry about confidentiality"],
        "enablers": ["organisational commitment"],
        "pdsa_cycles": [
            {
                "change_idea": "A peer support worker spends one afternoon a week on Elm ward.",
                "prediction": "Five people a month will take the offer.",
                "scale": "one shift",
                "start": "2024-06-03",
                "review": "2025-01-20",
            }
        ],
    },
    (
        Test(
            log=(
                {
                    "date": "2024-06-10",
                    "text": "Seven people came in the first afternoon.",
                    "as_planned": True,
                    "unexpected": "Two members of staff asked to talk as well.",
                },
            ),
            values={"conversations": every(30, "2024-06-30", 9, 14, 16, 21, 19, 24, 23)},
            studied={
                "date": "2025-01-20",
                "decision": "adopt",
                "lesson": "People come when they are not asked to explain why. A fixed afternoon is easy to remember.",
                "next": "The trust pays for three more peer support workers.",
                "came_true": "yes",
            },
        ),
    ),
)

SAFETY_PLANS: Final = Trial(
    "2025-spring",
    "2025-05-21",
    {
        "id": "c06-safety-plans",
        "challenge": "c06",
        "aim": "By February 2026, 12 of 20 safety plans in the Oak team are in the person's own words.",
        "rationale": "People keep to what they wrote themselves. 4 of 20 plans had the person's own words in May 2025.",
        "lead": "team leader, Oak community team",
        "co_lead": "expert by experience, safety planning group",
        "goal": {
            -2: "Fewer than 4 of 20 plans",
            -1: "4 to 7 of 20 plans",
            0: "8 to 12 of 20 plans",
            1: "13 to 16 of 20 plans",
            2: "17 or more of 20 plans",
        },
        "measures": [
            {
                "name": "plans in the person's own words",
                "unit": "of 20 plans",
                "direction": "up",
                "baseline": 4,
                "target": 12,
                "how_often": "once a month",
            }
        ],
        "barriers": ["risk-averse organisation", {"text": "the form has eleven pages", "cfir": "complexity"}],
        "enablers": ["family involvement in care planning"],
        "pdsa_cycles": [
            {
                "change_idea": "One care coordinator and one person write the safety plan on one page, side by side.",
                "questions": "Does one page hold what the crisis team needs?",
                "prediction": "It takes an hour, and the person will know the plan by heart.",
                "scale": "one person",
                "start": "2025-06-02",
                "review": "2025-06-30",
            }
        ],
    },
    (
        Test(
            log=(
                {
                    "date": "2025-06-12",
                    "text": "The page was full after 40 minutes. The person took it home.",
                    "as_planned": True,
                    "unexpected": "Her sister asked for a copy, and she wanted her to have it.",
                },
            ),
            values={"plans in the person's own words": (("2025-06-30", 4),)},
            studied={
                "date": "2025-07-01",
                "decision": "adapt",
                "lesson": "One page works. The crisis team needs the phone numbers at the top.",
                "next": "Numbers at the top, a line for who else has a copy, and five care coordinators.",
                "came_true": "yes",
                "goal_level": -1,
            },
            following={
                "change_idea": "Five care coordinators use the one page, with the numbers at the top.",
                "prediction": "Half of their plans will be in the person's own words by December.",
                "scale": "one team",
                "start": "2025-07-07",
                "review": "2025-12-15",
            },
        ),
        Test(
            log=(
                {
                    "date": "2025-09-15",
                    "text": "The crisis team says that it finds the numbers at once.",
                    "as_planned": True,
                },
                {
                    "date": "2025-11-03",
                    "text": "Two care coordinators left, and their people lost touch.",
                    "as_planned": False,
                },
            ),
            values={"plans in the person's own words": every(30, "2025-07-31", 6, 9, 10, 13, 12, 15, 15)},
            studied={
                "date": "2026-02-16",
                "decision": "adopt",
                "lesson": "Written side by side, the plan is shorter, and people use it.",
                "next": "Every team uses the page. The eleven-page form goes.",
                "came_true": "yes",
                "goal_level": 1,
            },
        ),
    ),
)

JOB_FAIR: Final = Trial(
    "2025-spring",
    "2025-05-28",
    {
        "id": "c10-job-fair",
        "challenge": "c10",
        "aim": "By Christmas 2025, ten people using services have talked with an employer about a job.",
        "rationale": "People told us that they want to work, and that employers never meet them.",
        "lead": "occupational therapist, Rowan early intervention",
        "co_lead": "peer support worker, Rowan early intervention",
        "measures": [
            {
                "name": "talks with employers",
                "unit": "talks a month",
                "direction": "up",
                "baseline": 0,
                "target": 4,
                "how_often": "once a month",
            }
        ],
        "barriers": ["stigma and discrimination", "poverty"],
        "pdsa_cycles": [
            {
                "change_idea": "An afternoon where local employers have a table at the recovery college.",
                "prediction": "Six employers and fifteen people will come.",
                "scale": "several teams",
                "start": "2025-09-01",
                "review": "2025-10-31",
            }
        ],
    },
    (
        Test(
            log=(
                {
                    "date": "2025-10-09",
                    "text": "Two employers and three people came.",
                    "as_planned": False,
                    "unexpected": "People did not want to be seen looking for work at a place for patients.",
                },
            ),
            values={"talks with employers": (("2025-10-31", 3), ("2025-11-30", 0))},
            studied={
                "date": "2025-12-01",
                "decision": "abandon",
                "lesson": "A fair at our own place puts people off. They want to be met where others look.",
                "next": "Ask the job centre whether one of its advisers would come with us.",
                "came_true": "no",
            },
        ),
    ),
)

OWN_PLANS: Final = Trial(
    "2026-spring",
    "2026-05-18",
    {
        "id": "c05-own-plans",
        "challenge": "c05",
        "aim": "By December 2026, 8 of 10 people on Elm ward have read and changed their plan before they sign it.",
        "rationale": "People told us that plans are typed before they come into the room.",
        "lead": "ward manager, Elm ward",
        "co_lead": "person with lived experience, ward council",
        "goal": {
            -2: "3 of 10 people or fewer, as before",
            -1: "4 or 5 of 10 people",
            0: "6 or 7 of 10 people",
            1: "8 of 10 people",
            2: "9 or 10 of 10 people",
        },
        "measures": [
            {
                "name": "plans read before signing",
                "unit": "of 10 people a week",
                "direction": "up",
                "baseline": 3,
                "target": 8,
                "how_often": "every week",
            }
        ],
        "barriers": [
            "high staff turnover",
            {"text": "the laptop stays in the office", "cfir": "available resources"},
            "not everyone wants to read it on the day",
        ],
        "enablers": ["supervision and mentorship", "managers who champion it"],
        "pdsa_cycles": [
            {
                "change_idea": "The named nurse brings a printed draft the day before, with a pen.",
                "questions": "Do people change anything, and is a day enough?",
                "prediction": "By August, more than half will have read their plan, and half of those will change it.",
                "scale": "one shift",
                "steps": "Named nurses on early shifts, Elm ward, Monday to Friday. The ward clerk counts on Fridays.",
                "start": "2026-05-25",
                "review": "2026-12-14",
            }
        ],
    },
    (
        Test(
            log=(
                {"date": "2026-05-29", "text": "Drafts were printed for four people.", "as_planned": True},
                {
                    "date": "2026-07-10",
                    "text": "The printer on the ward was out of order for two weeks.",
                    "as_planned": False,
                    "unexpected": "One nurse read the draft aloud instead, and two people liked that better.",
                },
                {
                    "date": "2026-08-14",
                    "text": "From this week both early and late shifts bring drafts.",
                    "as_planned": True,
                },
            ),
            values={
                "plans read before signing": every(
                    7, "2026-05-29", 3, 4, 2, 4, 5, 3, 3, 4, 3, 5, 4, 6, 7, 6, 8, 7, 7, 8, 9, 8
                )
            },
        ),
    ),
)

REFLECTION: Final = Trial(
    "2026-spring",
    "2026-05-20",
    {
        "id": "c09-reflection",
        "challenge": "c09",
        "aim": "By October 2026, every nurse in the Ash crisis team has an hour a month to think with others.",
        "rationale": "Staff told us that supervision is about paperwork, and that they would like time to think.",
        "lead": "psychologist, Ash crisis team",
        "co_lead": "peer support worker, Ash crisis team",
        "goal": {
            -2: "Nobody has the hour",
            -1: "A quarter of the team has it",
            0: "Half of the team has it",
            1: "Three quarters of the team have it",
            2: "Everyone has it",
        },
        "measures": [
            {
                "name": "people at reflective practice",
                "unit": "people a fortnight",
                "direction": "up",
                "baseline": 2,
                "target": 9,
                "how_often": "every two weeks",
            },
            {
                "name": "hours given back as overtime",
                "unit": "hours a fortnight",
                "direction": "down",
                "how_often": "every two weeks",
            },
        ],
        "barriers": ["labour intensive", {"text": "calls come in at any hour", "cfir": "compatibility"}],
        "enablers": ["supervision and mentorship"],
        "pdsa_cycles": [
            {
                "change_idea": "An hour of reflective practice on Wednesdays after the handover.",
                "prediction": "Six people will come each time.",
                "scale": "one shift",
                "start": "2026-05-27",
                "review": "2026-07-08",
            }
        ],
    },
    (
        Test(
            log=(
                {
                    "date": "2026-06-10",
                    "text": "Three people came. The others were on calls.",
                    "as_planned": False,
                    "unexpected": "Those who came stayed longer than the hour.",
                },
            ),
            values={
                "people at reflective practice": every(14, "2026-05-27", 3, 3, 2, 4),
                "hours given back as overtime": (("2026-06-24", 11.5),),
            },
            studied={
                "date": "2026-07-09",
                "decision": "adapt",
                "lesson": "After the handover is when most calls come in.",
                "next": "The same hour, before the late shift begins.",
                "came_true": "no",
                "goal_level": -1,
            },
            following={
                "change_idea": "The hour moves to Tuesdays at one, before the late shift begins.",
                "prediction": "Six people will come, half of them from the late shift.",
                "start": "2026-07-14",
                "review": "2026-08-25",
            },
        ),
        Test(
            log=(
                {
                    "date": "2026-07-28",
                    "text": "Five people came. The phone was covered by the day team.",
                    "as_planned": True,
                },
            ),
            values={"people at reflective practice": every(14, "2026-07-22", 5, 6, 5)},
            studied={
                "date": "2026-08-26",
                "decision": "adapt",
                "lesson": "The time is right. People come when someone else holds the phone.",
                "next": "The day team holds the phone every Tuesday, and the whole team is invited.",
                "came_true": "partly",
                "goal_level": 0,
            },
            following={
                "change_idea": "The day team holds the phone on Tuesdays, so that the whole team can come.",
                "prediction": "Nine people will come, and nobody will be called out.",
                "scale": "one team",
                "start": "2026-09-01",
                "review": "2026-10-27",
            },
        ),
        Test(
            log=({"date": "2026-09-15", "text": "Nine people came and nobody was called out.", "as_planned": True},),
            values={"people at reflective practice": every(14, "2026-09-02", 8, 9, 10, 9)},
            studied={
                "date": "2026-10-28",
                "decision": "adopt",
                "lesson": "A crisis team can have an hour to think when someone else holds the phone.",
                "next": "Elm ward asks how it was done.",
                "came_true": "yes",
                "goal_level": 1,
            },
        ),
    ),
)

AT_THE_TABLE: Final = Trial(
    "2026-spring",
    "2026-06-03",
    {
        "id": "c07-at-the-table",
        "challenge": "c07",
        "aim": "By November 2026, people using services see the quality committee's papers a week before it meets.",
        "lead": "committee secretary",
        "measures": [
            {
                "name": "papers sent a week before",
                "unit": "of 10 papers",
                "direction": "up",
                "target": 9,
                "how_often": "each meeting",
            }
        ],
        "pdsa_cycles": [
            {
                "change_idea": "The papers for one meeting go to two members of the service user council by post.",
                "prediction": "Both will read them, and will have one thing to ask.",
                "scale": "one person",
                "start": "2026-06-15",
                "review": "2026-08-10",
            }
        ],
    },
    (
        Test(
            values={"papers sent a week before": (("2026-07-06", 4),)},
            studied={
                "date": "2026-08-12",
                "decision": "adapt",
                "lesson": "Forty pages by post are too many. Both asked for one page that says what is to be decided.",
                "next": "One page in plain English for each paper.",
                "came_true": "partly",
            },
            following={
                "change_idea": "Each paper begins with one page in plain English, and that page is sent.",
                "prediction": "Both will come with two questions or more.",
                "start": "2026-08-17",
                "review": "2026-10-19",
            },
        ),
    ),
)

PLANNED: Final[dict[str, tuple[Trial, ...]]] = {
    "2024-spring": (PEER_WORKERS,),
    "2025-spring": (SAFETY_PLANS, JOB_FAIR),
    "2026-spring": (OWN_PLANS, REFLECTION, AT_THE_TABLE),
}
