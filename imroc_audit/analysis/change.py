"""What changed between published results: differences of means, how sure they are, and what cannot be compared.

Audit cycles are anonymous, so two of them are independent samples. All that is used is published: n, mean and
standard deviation. So a comparison cannot show what the results do not, and an exported bundle gives the same
numbers as the workspace that it comes from. Nothing is ever added up over audits: a new total would be a new
way to work out what is hidden.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from imroc_audit.analysis.multiplicity import holm
from imroc_audit.analysis.protected_audit import mean_step
from imroc_audit.analysis.scoring import CONFIDENCE, Interval, t_quantile
from imroc_audit.analysis.wording import Matching
from imroc_audit.model.bundle import Bundle
from imroc_audit.model.comparison import (
    Change,
    ComparedAudit,
    ComparedChallenge,
    Comparison,
    ComparisonKind,
    Pair,
    Reading,
    Verdict,
    Why,
)
from imroc_audit.model.ids import ChallengeId, PerspectiveId, StatementId
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say
from imroc_audit.model.results import SMALL_BASE, PerspectiveResult, StatementResult

CLEAR: Final = 0.05
"""The adjusted p value below which a difference is called clear."""
VERDICTS: Final[Mapping[ComparisonKind, tuple[Verdict, Verdict, Verdict]]] = {
    "over time": ("clear decline", "no clear change", "clear improvement"),
    "organisations": ("clearly lower", "no clear difference", "clearly higher"),
}


class Sample(NamedTuple):
    """What is published of one group: people, mean and standard deviation (n - 1).

    error: how far the mean may be off by having been rounded. A rounded standard deviation was rounded up.
    """

    n: int
    mean: float
    sd: float
    error: float = 0.0


class WelchTest(NamedTuple):
    """Mean of the second sample minus mean of the first, its 95 % interval, and the two-sided p value."""

    difference: float
    interval: Interval
    p: float


class Place(NamedTuple):
    """A challenge, or one of its statements, as one perspective is asked it."""

    perspective: PerspectiveId
    challenge: ChallengeId
    statement: StatementId | None = None


def welch(first: Sample, second: Sample) -> WelchTest | None:
    """Welch's (1947, Biometrika 34:28-35) t test, with Satterthwaite's degrees of freedom.

    None when either has fewer than two people. Where nobody differs from anybody else in their own group there
    is no such test: the interval has no width, and p is that of Fisher's (1935) randomisation test. Where means are
    rounded, the interval is as much wider as these may be off, and p is the largest of all differences that there may
    then be.
    """
    if first.n < 2 or second.n < 2:
        return None
    difference, rounding = second.mean - first.mean, first.error + second.error
    least = max(0.0, abs(difference) - rounding)
    parts = first.sd**2 / first.n, second.sd**2 / second.n
    squared_error = sum(parts)
    if squared_error == 0:
        interval = Interval(difference - rounding, difference + rounding).cut_to(-100.0, 100.0)
        return WelchTest(difference, interval, _randomised(first.n, second.n, least))
    # The shares keep very small errors from becoming 0 when they are squared.
    shares = [part / squared_error for part in parts]
    df = 1 / (shares[0] ** 2 / (first.n - 1) + shares[1] ** 2 / (second.n - 1))
    error = math.sqrt(squared_error)
    margin = t_quantile(df, CONFIDENCE) * error + rounding
    interval = Interval(difference - margin, difference + margin).cut_to(-100.0, 100.0)
    return WelchTest(difference, interval, _two_sided(least / error, df))


def compare(bundles: Sequence[Bundle], *, statements: bool = False) -> Comparison:
    """Two or more audit cycles side by side: of one organisation by date, of several in the order given.

    Over time, each is held against the one before it, and the last against the first; organisations against
    the first one named. Raises ValueError for fewer than two, or when two come from the same audit cycle.
    """
    if len(bundles) < 2 or len({one.source for one in bundles}) < len(bundles):
        raise ValueError("a comparison needs two or more different audit cycles")
    kind: ComparisonKind = "organisations" if len({_name(one.organisation) for one in bundles}) > 1 else "over time"
    ordered = sorted(bundles, key=lambda one: (one.opened, one.closed)) if kind == "over time" else list(bundles)
    sides = tuple(map(_ComparedCycle, ordered))
    leading = [one.questionnaire for one in (reversed(ordered) if kind == "over time" else ordered)]
    labels: dict[PerspectiveId, str] = {}
    for asked in leading:
        for one in asked.perspectives:
            labels.setdefault(one.id, say(one.label))
    return Comparison(
        kind=kind,
        audits=tuple(map(_audit, ordered)),
        perspectives=labels,
        challenges=tuple(_challenges(sides, leading, tuple(labels))),
        pairs=tuple(_pair(sides, pair, kind, statements=statements) for pair in _pairs(len(sides), kind)),
    )


def can_compare(comparison: Comparison) -> bool:
    """Whether there is one challenge that two of the audits asked in the same words."""
    allowed: set[Why] = {"", "too few people", "nobody answered"}
    return any(change.why in allowed for pair in comparison.pairs for change in pair.changes)


def _name(organisation: str) -> str:
    return " ".join(organisation.split()).casefold()


def _pairs(audits: int, kind: ComparisonKind) -> tuple[tuple[int, int], ...]:
    if kind == "organisations":
        return tuple((0, place) for place in range(1, audits))
    steps = tuple((place - 1, place) for place in range(1, audits))
    return (*steps, (0, audits - 1)) if audits > 2 else steps


class _ComparedCycle:
    """One audit cycle, and where to find things in it."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle

    @cached_property
    def statements(self) -> dict[tuple[PerspectiveId, StatementId], Place]:
        """Every statement by the perspectives that are asked it: (perspective, statement) -> place."""
        asked = self.bundle.questionnaire
        return {
            (one, statement.id): Place(one, challenge.id, statement.id)
            for challenge in asked.challenges
            for statement in challenge.statements
            for one in asked.perspective_ids
            if one in statement.wording and statement.asked_of(one)
        }

    @cached_property
    def challenges(self) -> dict[Place, None]:
        """Every challenge by the perspectives that are asked any of its statements, in order."""
        return dict.fromkeys(Place(one.perspective, one.challenge) for one in self.statements.values())

    @cached_property
    def perspective_results(self) -> dict[Place, PerspectiveResult]:
        return {
            Place(one, challenge.id): view
            for challenge in self.bundle.results.challenges
            for one, view in challenge.perspectives.items()
        }

    @cached_property
    def wordings(self) -> dict[tuple[PerspectiveId, StatementId], str]:
        """(perspective, statement) -> its words."""
        by_id = {one.id: one for one in self.bundle.questionnaire.statements}
        return {(one, statement): by_id[statement].say(one) for one, statement in self.statements}

    def sample(self, place: Place) -> Sample | Why:
        """What is published of a challenge or a statement; in words why there is nothing."""
        if place.statement is not None:
            place = self.statements[place.perspective, place.statement]  # it may stand in another challenge here
        view = self.perspective_results.get(Place(place.perspective, place.challenge))
        if view is None or view.n == 0:
            return "nobody answered"
        if place.statement is not None:
            answers = next((one for one in view.statements if one.id == place.statement), None)
            return _mean(answers, self.bundle.questionnaire.scale.top)
        if view.n is None or view.score is None or view.sd is None:
            return "too few people"
        return Sample(view.n, view.score, view.sd, mean_step(view.n) / 2 if view.rounded else 0.0)


def _mean(answers: StatementResult | None, top: int) -> Sample | Why:
    """A statement's mean and standard deviation in points of 100, from the published counts."""
    if answers is None or answers.counts is None or answers.mean is None or sum(answers.counts) < 2:
        return "too few people"
    n = sum(answers.counts)
    total = sum(value * people for value, people in enumerate(answers.counts))
    squares = sum(value * value * people for value, people in enumerate(answers.counts))
    variance = (n * squares - total * total) / (n * (n - 1))
    return Sample(n, 100 * answers.mean / top, 100 * math.sqrt(variance) / top)


def _audit(bundle: Bundle) -> ComparedAudit:
    return ComparedAudit(
        organisation=bundle.organisation,
        audit_cycle=bundle.results.audit_cycle,
        opened=bundle.opened,
        closed=bundle.closed,
        questionnaire=bundle.results.questionnaire,
        threshold=bundle.results.threshold,
        label=bundle.label,
        respondents=bundle.results.respondents,
        agreed=bundle.agreed,
        outcomes=bundle.outcomes,
    )


def _challenges(
    sides: Sequence[_ComparedCycle], definitions: Sequence[Questionnaire], everyone: tuple[PerspectiveId, ...]
) -> Iterator[ComparedChallenge]:
    """Every challenge of any of the audits, in the order and with the title of the first definition that has it."""
    titles: dict[ChallengeId, str] = {}
    for asked in definitions:
        for challenge in asked.challenges:
            titles.setdefault(challenge.id, challenge.title.say())
    for id_, title in titles.items():
        scores = {one: tuple(_reading(side, Place(one, id_)) for side in sides) for one in everyone}
        yield ComparedChallenge(id=id_, title=title, scores=scores)


def _reading(side: _ComparedCycle, place: Place) -> Reading | None:
    if place not in side.challenges:
        return None
    view = side.perspective_results[place]
    return Reading(
        n=view.n,
        score=view.score,
        sd=view.sd,
        low=view.low,
        high=view.high,
        hidden=view.hidden,
        small_base=view.small_base,
    )


def _pair(sides: Sequence[_ComparedCycle], pair: tuple[int, int], kind: ComparisonKind, *, statements: bool) -> Pair:
    first, second = (sides[place] for place in pair)
    matching = Matching(first.bundle.questionnaire, second.bundle.questionnaire)
    places = second.challenges | first.challenges
    changes = _judge([_change(matching, (first, second), place) for place in places], kind)
    # Where a statement has moved, the newer place counts, and so comes last.
    asked = {**first.statements, **second.statements}
    in_order = [asked[key] for key in dict.fromkeys((*second.statements, *first.statements))]
    single = _judge([_change(matching, (first, second), place) for place in in_order], kind)
    return Pair(
        first=pair[0],
        second=pair[1],
        family=_family(changes),
        changes=changes,
        comparable_statements=len({change.statement for change in single if change.p is not None}),
        statement_family=_family(single) if statements else 0,
        statements=single if statements else (),
    )


def _family(changes: Sequence[Change]) -> int:
    return sum(change.p is not None for change in changes)


def _change(matching: Matching, sides: tuple[_ComparedCycle, _ComparedCycle], place: Place) -> Change:
    """What is known of one place before the whole family is judged: its verdict is still open."""
    if place.statement is None:
        why, because = matching.challenge(place.challenge, place.perspective)
    else:
        why, because = matching.statement(place.statement, place.perspective)
    known = Change(
        challenge=place.challenge,
        statement=place.statement,
        perspective=place.perspective,
        wording=_wording(sides, place),
        why=why,
        because=because,
    )
    return known if why else known.model_copy(update=_found(*(side.sample(place) for side in sides)))


def _found(first: Sample | Why, second: Sample | Why) -> Mapping[str, object]:
    """The numbers of a comparison, or why there are none."""
    if isinstance(first, str) or isinstance(second, str):
        return {"why": first if isinstance(first, str) else second}
    tested = welch(first, second)
    if tested is None:
        return {"why": "too few people"}
    return {
        "first": first.mean,
        "second": second.mean,
        "difference": tested.difference,
        "low": tested.interval.low,
        "high": tested.interval.high,
        "p": tested.p,
        "small_base": min(first.n, second.n) < SMALL_BASE,
    }


def _judge(changes: Sequence[Change], kind: ComparisonKind) -> tuple[Change, ...]:
    """The same changes with p adjusted over all that could be compared, and a verdict each."""
    adjusted = iter(holm([change.p for change in changes if change.p is not None]))
    return tuple(change if change.p is None else _verdict(change, next(adjusted), VERDICTS[kind]) for change in changes)


def _verdict(change: Change, p: float, words: tuple[Verdict, Verdict, Verdict]) -> Change:
    lower, unclear, higher = words
    difference = change.difference or 0.0
    direction = higher if difference > 0 else lower
    clear = p < CLEAR and difference != 0
    return change.model_copy(update={"p_adjusted": p, "verdict": direction if clear else unclear})


def _wording(sides: tuple[_ComparedCycle, _ComparedCycle], place: Place) -> str:
    """The newer words of a statement; the older where there are no newer."""
    key = place.perspective, place.statement or StatementId("")
    return sides[1].wordings.get(key) or sides[0].wordings.get(key, "")


def _two_sided(t: float, df: float) -> float:
    from scipy.special import stdtr

    return float(2 * stdtr(df, -abs(t)))


def _randomised(n1: int, n2: int, difference: float) -> float:
    """Fisher's randomisation test where each group is of one mind: few of the ways to share people out do that."""
    if difference == 0:
        return 1.0
    return (2 if n1 == n2 else 1) / math.comb(n1 + n2, n1)
