"""The words that a plan is written with: the kinds of decisions, tests and outcomes, and what each one says."""

from typing import Final, Literal, get_args

DecisionKind = Literal["adopt", "adapt", "abandon"]
CameTrue = Literal["yes", "partly", "no"]
TestScale = Literal["one person", "one shift", "one team", "several teams", "everyone"]
GoalLevel = Literal[-2, -1, 0, 1, 2]

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
