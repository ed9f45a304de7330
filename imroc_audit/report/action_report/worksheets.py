"""The Plan-Do-Study-Act part: actions under each agreed priority, and blank worksheets where there is none yet."""

from imroc_audit.model.ids import ChallengeId
from imroc_audit.model.plan import AgreedPriority
from imroc_audit.model.study import ActionStudy, LoopSummary
from imroc_audit.pdsa.loop import under_way
from imroc_audit.report.action_report import priorities
from imroc_audit.report.action_report.action import sheet
from imroc_audit.report.action_report.agreement import priorities as agreed_priorities
from imroc_audit.report.action_report.agreement import votes
from imroc_audit.report.action_report.audit import Audit
from imroc_audit.report.document import ChallengeActions, Worksheets
from imroc_audit.report.text import numbers
from imroc_audit.report.text.actions import said

HOW_TO_READ = (
    "Each action is a small test of change: Plan, Do, Study, Act. What was learned in one PDSA cycle is where the next "
    "one starts. An abandoned action has taught something too."
)
SEVERAL = 2
"""So many goals make a score that says more than one goal's level does."""


def worksheets(audit: Audit) -> Worksheets:
    """Actions as they went; without an agreement or an action, worksheets for what the votes propose."""
    loop = audit.loop
    if loop is None or not (loop.agreement or under_way(loop)):
        return priorities.worksheets(audit)
    groups = _groups(audit, loop)
    blank = tuple(
        priorities.agreed_worksheet(audit, place, priority.challenge, _why(audit, priority))
        for place, priority in enumerate(agreed_priorities(audit), start=1)
        if priority.challenge not in {challenge for challenge, _ in groups}
    )
    return Worksheets(
        anchor="pdsa",
        title="Plan, Do, Study, Act",
        sentences=(HOW_TO_READ, *_goal_score(loop)),
        hints=priorities.HINTS if blank else (),
        worksheets=blank,
        tried=tuple(_tried(audit, place, *group) for place, group in enumerate(groups, start=1)),
    )


def _groups(audit: Audit, loop: LoopSummary) -> list[tuple[ChallengeId, list[ActionStudy]]]:
    """Actions by challenge: agreed priorities first, in the group's order."""
    order = [one.challenge for one in agreed_priorities(audit)]
    by_challenge: dict[ChallengeId, list[ActionStudy]] = {}
    for study in under_way(loop):
        by_challenge.setdefault(study.action.challenge, []).append(study)
    return sorted(by_challenge.items(), key=lambda group: order.index(group[0]) if group[0] in order else len(order))


def _tried(audit: Audit, place: int, challenge: ChallengeId, actions: list[ActionStudy]) -> ChallengeActions:
    agreed = [priority for priority in agreed_priorities(audit) if priority.challenge == challenge]
    title = audit.called.challenges.get(challenge, challenge)
    number = [one.challenge for one in agreed_priorities(audit)].index(challenge) + 1 if agreed else 0
    today, audit_cycle = audit.summary.today, audit.results.audit_cycle
    return ChallengeActions(
        anchor=f"pdsa-{challenge}",
        title=f"Priority {number}: {title}" if agreed else f"Also tried: {title}",
        sentences=_why(audit, agreed[0]) if agreed else (),
        actions=tuple(
            sheet(study, f"{place}.{n}", today, audit_cycle, xmr=audit.summary.xmr)
            for n, study in enumerate(actions, start=1)
        ),
    )


def _why(audit: Audit, priority: AgreedPriority) -> tuple[str, ...]:
    """Why the group chose it, what others said, and the votes."""
    dissent = (f"Seen differently: {said(priority.dissent)}",) if priority.dissent else ()
    return (f"{said(priority.reason)} {votes(audit, priority.challenge)}", *dissent)


def _goal_score(loop: LoopSummary) -> tuple[str, ...]:
    if loop.goal_score is None or sum(one.goal_level is not None for one in loop.actions) < SEVERAL:
        return ()
    return (
        f"Goal attainment score of this plan: {numbers.whole(loop.goal_score)}; 50 when goals were reached as hoped.",
        "It speaks of this plan only and is not to be compared with another organisation’s.",
    )
