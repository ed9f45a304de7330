"""What has changed since the last audit cycle, in words, beside what was tried in between."""

from collections import Counter
from collections.abc import Sequence

from imroc_audit.model.comparison import Change, Comparison, Pair
from imroc_audit.model.ids import ChallengeId, PerspectiveId
from imroc_audit.model.plan_words import CAME_TRUE, DECISIONS
from imroc_audit.model.study import ActionStudy, PdsaStudy
from imroc_audit.report.action_report.audit import Audit
from imroc_audit.report.document import (
    Card,
    Cell,
    ChangeSection,
    Detail,
    Earlier,
    EarlierChallenge,
    Row,
    Table,
    TableColumn,
)
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.actions import logged, measured, said, shortened, status_sentence

NO_PROOF = (
    "A score can change for many reasons. That it changed after a test does not prove that the test changed it: "
    "read the two side by side, and ask the people who were there."
)
CLEAR = ("clear improvement", "clear decline")
VERDICTS = (*CLEAR, "no clear change", "cannot be compared")
NAMED = 3
"""So many clear changes of a kind are named in the summary."""


def section(audit: Audit) -> ChangeSection | None:
    """Measured change, and the earlier actions beside it; None where there is neither."""
    pair = _pair(audit.summary.change)
    earlier = audit.loop.earlier_actions if audit.loop else ()
    if pair is None and not earlier:
        return None
    return ChangeSection(
        anchor="since",
        title="Study: since the last audit cycle",
        sentences=(*_counted(audit), *((NO_PROOF,) if earlier else ())),
        tables=(_table(audit, pair),) if pair else (),
        challenges=tuple(_challenge(audit, id_, earlier) for id_ in dict.fromkeys(a.action.challenge for a in earlier)),
    )


def challenge_sentence(audit: Audit, challenge: ChallengeId) -> str:
    """How a challenge's scores have changed, by verdict; "" where there is nothing to compare."""
    groups: dict[str, list[str]] = {}
    for change in sorted(_changes(audit, challenge), key=lambda change: VERDICTS.index(change.verdict)):
        clear = change.is_clear and change.difference is not None
        points = f" ({numbers.signed(change.difference or 0)})" if clear else ""
        groups.setdefault(_because(audit, change), []).append(f"{_who(audit, change.perspective)}{points}")
    parts = [f"{verdict}, {words.join(perspectives)}" for verdict, perspectives in groups.items()]
    return f"Since {_last(audit)}: {'; '.join(parts)}." if parts else ""


def card(audit: Audit) -> Card | None:
    """For the summary: which changes are clear, and how many are not."""
    pair = _pair(audit.summary.change)
    if pair is None:
        return None
    counts = {verdict: sum(one.verdict == verdict for one in pair.changes) for verdict in VERDICTS}
    clear = [_count(counts[verdict], verdict) for verdict in CLEAR if counts[verdict]]
    named = [
        f"{words.capital(verdict)}: {words.join(where)}."
        for verdict in CLEAR
        if (where := [_where(audit, change) for change in pair.changes if change.verdict == verdict][:NAMED])
    ]
    rest = [_count(counts[verdict], verdict) for verdict in VERDICTS if verdict not in CLEAR and counts[verdict]]
    others = f"Of {len(pair.changes)} comparisons: {words.join([*clear, *rest])}."
    return Card(
        label=f"Since {_last(audit)}",
        finding=words.capital(words.join(clear)) if clear else "No clear change",
        text=" ".join((*named, others)),
    )


def change_words(audit: Audit, change: Change) -> str:
    """One perspective's change: `staff: clear decline, 9 points lower (95% interval −15 to −3)`."""
    who = _who(audit, change.perspective)
    if change.difference is None:
        return f"{who}: {_because(audit, change)}"
    points = numbers.whole(abs(change.difference))
    direction = "higher" if change.difference > 0 else "lower"
    moved = "the same score" if points == "0" else f"{points} {'point' if points == '1' else 'points'} {direction}"
    if change.low is None or change.high is None:
        return f"{who}: {change.verdict}, {moved}"
    return f"{who}: {change.verdict}, {moved} (95% interval {numbers.between(change.low, change.high)})"


def _pair(comparison: Comparison | None) -> Pair | None:
    return comparison.pairs[-1] if comparison and comparison.pairs else None


def _changes(audit: Audit, challenge: ChallengeId) -> list[Change]:
    pair = _pair(audit.summary.change)
    return [one for one in pair.changes if one.challenge == challenge] if pair else []


def _last(audit: Audit) -> str:
    comparison = audit.summary.change
    if comparison is not None:
        return words.one_line(comparison.audits[0].audit_cycle)
    return words.one_line((audit.loop.previous_audit_cycle if audit.loop else "") or "the last audit cycle")


def _count(number: int, verdict: str) -> str:
    """`2 clear improvements`, `1 cannot be compared`."""
    return f"{number} {verdict}{'s' if number > 1 and verdict in CLEAR else ''}"


def _where(audit: Audit, change: Change) -> str:
    title = audit.called.challenges.get(change.challenge, change.challenge)
    return f"{title} ({_who(audit, change.perspective)})"


def _who(audit: Audit, perspective: PerspectiveId) -> str:
    if perspective in audit.called.labels:
        return audit.called.inline(perspective)
    comparison = audit.summary.change
    return words.one_line(comparison.perspectives.get(perspective, perspective) if comparison else perspective)


def _because(audit: Audit, change: Change, verdict: str = "") -> str:
    """The verdict, or other words in its place, and why there is no comparison, with the statements' numbers."""
    known = {
        statement.id: f"{audit.called.numbers[challenge.id]}.{place}"
        for challenge in audit.questionnaire.challenges
        for place, statement in enumerate(challenge.statements, start=1)
    }
    statements = [known.get(one, one) for one in change.because]
    which = f" (statement{'s' if len(statements) > 1 else ''} {words.join(statements)})" if statements else ""
    return f"{verdict or change.verdict}{f': {change.why}' if change.why else ''}{which}"


def _counted(audit: Audit) -> tuple[str, ...]:
    pair = _pair(audit.summary.change)
    if pair is None:
        return (f"There is no earlier audit cycle to compare with {words.one_line(audit.results.audit_cycle)}.",)
    verdicts: Counter[str] = Counter(one.verdict for one in pair.changes)
    counts = [_count(verdicts[verdict], verdict) for verdict in VERDICTS if verdicts[verdict]]
    compared = (
        f"This audit cycle, held against {_last(audit)}. Of {len(pair.changes)} comparisons, one for each challenge "
        f"and perspective: {words.join(counts)}."
    )
    clear = (
        f"A change is called clear when chance alone would seldom make it, judged over all {pair.family} comparisons "
        "together. Different people may have answered each time."
    )
    return compared, clear


def _table(audit: Audit, pair: Pair) -> Table:
    perspectives = tuple(dict.fromkeys(one.perspective for one in pair.changes))
    perspectives = tuple(
        sorted(
            perspectives,
            key=lambda perspective: (
                audit.perspectives[perspective].place if perspective in audit.perspectives else len(audit.perspectives)
            ),
        )
    )
    changes = {(one.challenge, one.perspective): one for one in pair.changes}
    titles = {
        challenge.id: words.one_line(challenge.title)
        for challenge in (audit.summary.change.challenges if audit.summary.change else ())
    }
    return Table(
        id="t-since",
        caption=f"Change in score since {_last(audit)}, in points of 100",
        columns=(
            TableColumn(text="Challenge"),
            *(
                TableColumn(
                    text=words.capital(_who(audit, perspective)),
                    mark=audit.perspectives[perspective].place if perspective in audit.perspectives else None,
                )
                for perspective in perspectives
            ),
        ),
        rows=tuple(
            Row(
                head=Cell(text=_numbered(audit, id_, titles)),
                cells=tuple(_cell(audit, changes.get((id_, perspective))) for perspective in perspectives),
            )
            for id_ in titles
        ),
        notes=("In brackets: the 95% interval of each difference by itself.",),
        look="words changes",
    )


def _numbered(audit: Audit, challenge: ChallengeId, titles: dict[ChallengeId, str]) -> str:
    number = audit.called.numbers.get(challenge)
    return f"{number}. {audit.title(challenge)}" if number else titles[challenge]


def _cell(audit: Audit, change: Change | None) -> Cell:
    if change is None:
        return Cell(text="not asked", look="mute")
    if change.difference is None:
        return Cell(text=_because(audit, change, "cannot compare"), look="mute")
    small = numbers.signed(change.difference)
    if change.low is not None and change.high is not None:
        small = f"{small} ({numbers.between(change.low, change.high)})"
    clear = change.is_clear
    return Cell(text=change.verdict, small=small, look="strong" if clear else "")


def _challenge(audit: Audit, challenge: ChallengeId, earlier: Sequence[ActionStudy]) -> EarlierChallenge:
    title = audit.called.challenges.get(challenge, challenge)
    number = audit.called.numbers.get(challenge)
    changes = [words.capital(change_words(audit, change)) + "." for change in _changes(audit, challenge)]
    return EarlierChallenge(
        anchor=f"since-{challenge}",
        title=f"{number}. {title}" if number else title,
        changes=tuple(changes) or ("The scores of this challenge cannot be compared.",),
        actions=tuple(_earlier(study) for study in earlier if study.action.challenge == challenge),
    )


def _earlier(study: ActionStudy) -> Earlier:
    action = study.action
    return Earlier(
        title=f"{shortened(action.aim)}",
        details=(
            Detail(label="How it stands", text=(status_sentence(study),), look="whole"),
            *(
                detail
                for pdsa_cycle in study.pdsa_cycles
                for detail in _cycle(pdsa_cycle, many=len(study.pdsa_cycles) > 1)
            ),
            *_measures(study),
        ),
    )


def _cycle(pdsa_cycle: PdsaStudy, *, many: bool) -> tuple[Detail, Detail]:
    """The prediction, and beside it what came of it."""
    which = f" (PDSA cycle {pdsa_cycle.number})" if many else ""
    studied = pdsa_cycle.studied
    tried = (f"We tried: {words.sentence(words.one_line(pdsa_cycle.plan.change_idea))}",)
    predicted = (f"We expected: {words.sentence(words.one_line(pdsa_cycle.plan.prediction))}",)
    if studied is None:
        came: tuple[str, ...] = (*logged(pdsa_cycle), "Nothing has been decided yet.")
    else:
        came = tuple(
            filter(
                None,
                (
                    CAME_TRUE[studied.came_true] if studied.came_true else "",
                    said(studied.lesson),
                    f"Decision on {numbers.day(studied.date)}: {DECISIONS[studied.decision]}.",
                ),
            )
        )
    return (
        Detail(label=f"Tried and expected{which}", text=(*tried, *predicted)),
        Detail(label=f"What came, and what was learned{which}", text=came),
    )


def _measures(study: ActionStudy) -> tuple[Detail, ...]:
    texts = tuple(measured(one) for one in study.measures)
    return (Detail(label="Its measures", text=texts, look="whole"),) if texts else ()
