"""The one next thing to do in a loop: what is due, then what has no action yet, then what is being tried."""

from typing import Literal, NamedTuple

from imroc_audit.model.ids import ChallengeId
from imroc_audit.model.plan import Day
from imroc_audit.model.study import ActionStudy, LoopSummary, PdsaStudy
from imroc_audit.pdsa.loop import under_way

Thing = Literal["agree", "choose", "plan", "log", "study", "go on", "ask again"]


class NextThing(NamedTuple):
    """What to do, and what it is about.

    agree: meet. choose: agree on priorities. plan: an action for `challenge`. log, study and go on: with `action`.
    """

    thing: Thing
    action: ActionStudy | None = None
    challenge: ChallengeId | None = None


def next_thing(loop: LoopSummary, today: Day) -> NextThing:
    """What people do next. Of several reviews the earliest counts, of several priorities the first."""
    if loop.agreement is None:
        return NextThing("agree")
    actions = under_way(loop)
    still = sorted((one for one in actions if one.status == "open"), key=review)
    for study in still:
        if is_due(study, today):
            return NextThing("study" if _is_known(study) else "log", study)
    for challenge in without_action(loop):
        return NextThing("plan", challenge=challenge)
    for study in sorted(still, key=_start):
        if _start(study) <= today and not _is_known(study):
            return NextThing("log", study)
    if still:
        return NextThing("go on", still[0])
    return NextThing("ask again" if actions else "choose")


def without_action(loop: LoopSummary) -> tuple[ChallengeId, ...]:
    """The agreed priorities for which nothing is planned, in the group's order."""
    planned = {one.action.challenge for one in under_way(loop)}
    agreed = loop.agreement.priorities if loop.agreement else ()
    return tuple(one.challenge for one in agreed if one.challenge not in planned)


def review(action: ActionStudy) -> Day:
    """When an open action is looked at next."""
    return _current(action).plan.review


def is_due(action: ActionStudy, today: Day) -> bool:
    """Whether an open action is to be looked at now."""
    return action.status == "open" and review(action) <= today


def _start(action: ActionStudy) -> Day:
    return _current(action).plan.start


def _is_known(action: ActionStudy) -> bool:
    """Whether anything is written down of what happened in the PDSA cycle that is being tried."""
    current = _current(action)
    return bool(current.log) or any(current.observed.values())


def _current(action: ActionStudy) -> PdsaStudy:
    return action.pdsa_cycles[action.current - 1]
