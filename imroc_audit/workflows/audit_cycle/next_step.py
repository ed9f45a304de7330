"""Where an audit stands in its loop, and the one next thing to do."""

from typing import Final, Literal, NamedTuple

from imroc_audit.model.plan import Day
from imroc_audit.model.study import ActionStudy, LoopSummary
from imroc_audit.pdsa.loop import under_way
from imroc_audit.pdsa.next_thing import is_due, next_thing, review

Step = Literal["answer", "close", "comments", "report", "agree", "plan", "do", "study", "act", "again"]
STEPS: Final[tuple[Step, ...]] = (
    "answer",
    "close",
    "comments",
    "report",
    "agree",
    "plan",
    "do",
    "study",
    "act",
    "again",
)


class NextStep(NamedTuple):
    """The step of the loop that comes next, and what to do as a sentence."""

    step: Step
    next_step: str


def next_step(loop: LoopSummary, *, waiting: int, reported: bool, today: Day) -> NextStep:
    """The next thing to do after an audit cycle has closed.

    waiting: comments that nobody has read yet. reported: whether there is a report.
    """
    next_ = next_thing(loop, today)
    if next_.thing == "agree":
        return _before_agreeing(waiting, reported=reported)
    if next_.challenge is not None:
        what = f"Plan a small test of change for the priority {next_.challenge}"
        return NextStep("plan", f"{what}: imroc-audit plan add, or plan apply plan.yaml")
    if next_.action is not None:
        return _testing(next_.thing, next_.action)
    if next_.thing == "choose":
        return NextStep("agree", "Agree on what to work on: there is no priority yet: imroc-audit agree")
    what = "Every action is adopted or abandoned. Ask again when people may feel the changes"
    return NextStep("again", f"{what}: imroc-audit cycle open NAME")


def overdue(loop: LoopSummary, today: Day) -> tuple[str, ...]:
    """The ids of open actions whose review is due, the longest overdue first."""
    return tuple(one.action.id for one in sorted(under_way(loop), key=review) if is_due(one, today))


def _before_agreeing(waiting: int, *, reported: bool) -> NextStep:
    if waiting:
        what = f"Read the comments before anyone else sees them ({waiting} waiting): imroc-audit comments review"
        return NextStep("comments", what)
    if not reported:
        what = "Make the report and bring people together to agree priorities: imroc-audit report"
        return NextStep("report", what)
    return NextStep("agree", "Meet as a mixed group, and record what you agree: imroc-audit agree")


def _testing(thing: str, action: ActionStudy) -> NextStep:
    """What a test of change asks for."""
    name = action.action.id
    if thing == "log":
        return NextStep("do", f"Write down what happens in '{name}': imroc-audit do {name} --log \"...\"")
    if thing == "go on":
        return NextStep("do", f"Go on with the tests of change. The next review is of '{name}', on {review(action)}.")
    return NextStep(
        "study",
        f"Study '{name}', due for review on {review(action)}: imroc-audit study {name}, then decide: imroc-audit act "
        f"{name} adopt|adapt|abandon",
    )
