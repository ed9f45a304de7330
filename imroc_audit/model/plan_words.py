"""The words that a plan is written with: the kinds of decisions, tests and outcomes, and what each one says."""

import re
from typing import Final, Literal, get_args

DecisionKind = Literal["adopt", "adapt", "abandon"]
CameTrue = Literal["yes", "partly", "no"]
TestScale = Literal["one person", "one shift", "one team", "several teams", "everyone"]
GoalLevel = Literal[-2, -1, 0, 1, 2]

KIND_WORDS: Final[dict[str, str]] = {
    "number": "a number as it is, such as 12.5",
    "share": "so many of so many, such as 12 of 20 plans",
    "rate": "so many for so much, such as 3 falls in 410 days in bed",
    "time between": "time between rare events, such as 21 days since the last",
    "cases between": "cases between rare events, such as 14 admissions since the last",
}
"""What the values of a measure may be, and what each kind means."""
COUNTED_IN_PARTS: Final = re.compile(
    r"%|\b(?:per\s*cent|share|proportion|out of|rate|per|since|between|days|days? without)\b", re.IGNORECASE
)
DECISIONS: Final[dict[DecisionKind, str]] = {
    "adopt": "adopt: keep doing it",
    "adapt": "adapt: change it and test it again",
    "abandon": "abandon: stop, and use what was learned elsewhere",
}
CAME_TRUE: Final[dict[CameTrue, str]] = {
    "yes": "The prediction came true.",
    "partly": "The prediction came partly true.",
    "no": "The prediction did not come true.",
}
SCALES: Final[tuple[TestScale, ...]] = get_args(TestScale)
"""How large a test is, the smallest first."""
GOAL_LEVELS: Final[tuple[GoalLevel, ...]] = get_args(GoalLevel)
GOAL_WORDS: Final[dict[GoalLevel, str]] = {
    -2: "much less than hoped",
    -1: "somewhat less than hoped",
    0: "as hoped",
    1: "somewhat more than hoped",
    2: "much more than hoped",
}
GOAL_WORDS_SHORT: Final[dict[GoalLevel, str]] = GOAL_WORDS | {
    -1: "less than hoped",
    1: "more than hoped",
    2: "much more",
}
"""The same where there is little room."""


def may_be_counted_in_parts(name: str, unit: str) -> bool:
    """Whether a measure is worded like a share, a rate or a time between events: then its kind is worth a question."""
    return COUNTED_IN_PARTS.search(f"{name} {unit}") is not None
