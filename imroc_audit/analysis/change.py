"""What changed between published results: differences of means, how sure they are, and what cannot be compared.

Audit cycles are anonymous, so two of them are independent samples. All that is used is published: n, mean and
standard deviation. So a comparison cannot show what the results do not, and an exported bundle gives the same
numbers as the workspace that it comes from. Nothing is ever added up over audits: a new total would be a new
way to work out what is hidden.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from imroc_audit.analysis.multiplicity import holm
from imroc_audit.analysis.scoring import CONFIDENCE, Interval, t_quantile
from imroc_audit.analysis.wording import NOTHING, Hindrance, Matching
from imroc_audit.model.bundle import Bundle
from imroc_audit.model.comparison import (
    Change,
    ComparedAudit,
    ComparedChallenge,
    Comparison,
    Kind,
    Pair,
    Reading,
    Verdict,
    Why,
)
from imroc_audit.model.questionnaire import Questionnaire, Statement, say
from imroc_audit.model.results import PerspectiveResult, StatementResult

SMALL_BASE: Final = 30
VERDICTS: Final[Mapping[Kind, tuple[Verdict, Verdict, Verdict]]] = {
    "over time": ("clear decline", "no clear change", "clear improvement"),
    "organisations": ("clearly lower", "no clear difference", "clearly higher"),
}


class Sample(NamedTuple):
    """What is published of one group: people, mean and standard deviation (n - 1)."""

    n: int
    mean: float
    sd: float


class Tested(NamedTuple):
    """Mean of the second sample minus mean of the first, its 95 % interval, and the two-sided p value."""

    difference: float
    interval: Interval
    p: float


class Place(NamedTuple):
    """A challenge, or one of its statements, as one perspective is asked it."""

    perspective: str
    challenge: str
    statement: str | None = None


def welch(first: Sample, second: Sample) -> Tested | None:
    """Welch's (1947, Biometrika 34:28-35) t test, with Satterthwaite's degrees of freedom.

    None when either has fewer than two people. Where nobody differs from anybody else in their own group there
    is no such test: the interval has no width, and p is that of Fisher's (1935) randomisation test.
    """
    if first.n < 2 or second.n < 2:
        return None
    difference = second.mean - first.mean
    parts = first.sd**2 / first.n, second.sd**2 / second.n
    squared_error = sum(parts)
    if squared_error == 0:
        return Tested(difference, Interval(difference, difference), _randomised(first.n, second.n, difference))
    # The shares keep very small errors from becoming 0 when they are squared.
    shares = [part / squared_error for part in parts]
    df = 1 / (shares[0] ** 2 / (first.n - 1) + shares[1] ** 2 / (second.n - 1))
    error = math.sqrt(squared_error)
    margin = t_quantile(df, CONFIDENCE) * error
    return Tested(difference, Interval(difference - margin, difference + margin), _two_sided(difference / error, df))


def compare(bundles: Sequence[Bundle], *, statements: bool = False) -> Comparison:
    """Two or more audit cycles side by side: of one organisation by date, of several in the order given.

    Over time, each is held against the one before it, and the last against the first; organisations against
    the first one named. Raises ValueError for fewer than two, or when two come from the same audit cycle.
    """
    if len(bundles) < 2 or len({one.source for one in bundles}) < len(bundles):
        raise ValueError("a comparison needs two or more different audit cycles")
    kind: Kind = "organisations" if len({_name(one.organisation) for one in bundles}) > 1 else "over time"
    ordered = sorted(bundles, key=lambda one: (one.opened, one.closed)) if kind == "over time" else list(bundles)
    newest_first = ordered[::-1] if kind == "over time" else ordered
    return Comparison(
        kind=kind,
        audits=tuple(map(_audit, ordered)),
        perspectives={
            one.id: say(one.label)
            for asked in reversed(newest_first)
            for one in asked.questionnaire.perspectives
        },
        challenges=tuple(_challenges(ordered, [one.questionnaire for one in newest_first])),
        pairs=tuple(_pair(ordered, pair, kind, statements=statements) for pair in _pairs(len(ordered), kind)),
    )


def can_compare(comparison: Comparison) -> bool:
    """Whether there is one challenge that two of the audits asked in the same words."""
    allowed: set[Why] = {"", "too few people", "nobody answered"}
    return any(change.why in allowed for pair in comparison.pairs for change in pair.changes)


def _name(organisation: str) -> str:
    return " ".join(organisation.split()).casefold()


def _pairs(audits: int, kind: Kind) -> tuple[tuple[int, int], ...]:
    if kind == "organisations":
        return tuple((0, place) for place in range(1, audits))
    steps = tuple((place - 1, place) for place in range(1, audits))
    return (*steps, (0, audits - 1)) if audits > 2 else steps


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


def _challenges(bundles: Sequence[Bundle], definitions: Sequence[Questionnaire]) -> Iterator[ComparedChallenge]:
    """Every challenge of any of the audits, in the order and with the title of the first definition that has it."""
    titles: dict[str, str] = {}
    for asked in definitions:
        for challenge in asked.challenges:
            titles.setdefault(challenge.id, challenge.title.say())
    everyone = dict.fromkeys(one for asked in definitions for one in asked.perspective_ids)
    for id_, title in titles.items():
        scores = {one: tuple(_reading(bundle, id_, one) for bundle in bundles) for one in everyone}
        yield ComparedChallenge(id=id_, title=title, scores=scores)


def _reading(bundle: Bundle, challenge: str, perspective: str) -> Reading | None:
    asked = any(one.challenge == challenge and one.perspective == perspective for one in _places(bundle))
    view = _view(bundle, challenge, perspective)
    if view is None or not asked:
        return None
    return Reading(
        n=view.n,
        score=view.score,
        sd=view.sd,
        low=view.low,
        high=view.high,
        hidden=view.hidden,
        small_base=view.small_base,
    )


def _pair(bundles: Sequence[Bundle], pair: tuple[int, int], kind: Kind, *, statements: bool) -> Pair:
    first, second = (bundles[place] for place in pair)
    matching = Matching(first.questionnaire, second.questionnaire)
    places = tuple(dict.fromkeys((*_places(second), *_places(first))))
    changes = _judge([_change(matching, (first, second), place, _score) for place in places], kind)
    asked = tuple(dict.fromkeys((*_statements(second), *_statements(first)))) if statements else ()
    found = _judge([_change(matching, (first, second), place, _mean) for place in asked], kind)
    return Pair(
        first=pair[0],
        second=pair[1],
        family=_family(changes),
        changes=changes,
        statement_family=_family(found),
        statements=found,
    )


def _family(changes: Sequence[Change]) -> int:
    return sum(change.p is not None for change in changes)


def _places(bundle: Bundle) -> Iterator[Place]:
    """Each challenge by the perspectives that are asked any of its statements."""
    return iter(dict.fromkeys(Place(one.perspective, one.challenge) for one in _statements(bundle)))


def _statements(bundle: Bundle) -> Iterator[Place]:
    """Each statement by the perspectives that are asked it. A statement's challenge is where it stands."""
    for challenge in bundle.questionnaire.challenges:
        for statement in challenge.statements:
            for one in bundle.questionnaire.perspective_ids:
                if one in statement.wording and statement.asked_of(one):
                    yield Place(one, challenge.id, statement.id)


Read = Callable[[Bundle, Place], "Sample | Why"]


def _change(matching: Matching, bundles: tuple[Bundle, Bundle], place: Place, read: Read) -> Change:
    """What is known of one place before the whole family is judged; its verdict is still open."""
    why, because = _hindrance(matching, place)
    samples = [read(bundle, place) for bundle in bundles]
    known = Change(
        challenge=place.challenge,
        statement=place.statement,
        perspective=place.perspective,
        wording=_wording(bundles, place),
        why=why,
        because=because,
    )
    if why:
        return known
    missing = [one for one in samples if isinstance(one, str)]
    first, second = samples
    tested = None if isinstance(first, str) or isinstance(second, str) else welch(first, second)
    if tested is None or isinstance(first, str) or isinstance(second, str):
        return known.model_copy(update={"why": missing[0] if missing else "too few people"})
    found = {
        "first": first.mean,
        "second": second.mean,
        "difference": tested.difference,
        "low": tested.interval.low,
        "high": tested.interval.high,
        "p": tested.p,
        "small_base": min(first.n, second.n) < SMALL_BASE,
    }
    return known.model_copy(update=found)


def _hindrance(matching: Matching, place: Place) -> Hindrance:
    if place.statement is None:
        return matching.challenge(place.challenge, place.perspective)
    return matching.statement(place.statement, place.perspective) or NOTHING


def _judge(changes: Sequence[Change], kind: Kind) -> tuple[Change, ...]:
    """The same changes with p adjusted over all that could be compared, and a verdict each."""
    adjusted = iter(holm([change.p for change in changes if change.p is not None]))
    return tuple(
        change if change.p is None else _verdict(change, next(adjusted), VERDICTS[kind]) for change in changes
    )


def _verdict(change: Change, p: float, words: tuple[Verdict, Verdict, Verdict]) -> Change:
    difference = change.difference or 0.0
    clear = p < 1 - CONFIDENCE and difference != 0
    direction: Literal[-1, 0, 1] = 0 if not clear else 1 if difference > 0 else -1
    return change.model_copy(update={"p_adjusted": p, "verdict": words[direction + 1]})


def _view(bundle: Bundle, challenge: str, perspective: str) -> PerspectiveResult | None:
    found = next((one for one in bundle.results.challenges if one.id == challenge), None)
    return found.perspectives.get(perspective) if found else None


def _score(bundle: Bundle, place: Place) -> Sample | Why:
    view = _view(bundle, place.challenge, place.perspective)
    if view is not None and view.n == 0:
        return "nobody answered"
    if view is None or view.n is None or view.score is None or view.sd is None:
        return "too few people"
    return Sample(view.n, view.score, view.sd)


def _mean(bundle: Bundle, place: Place) -> Sample | Why:
    """A statement's mean and standard deviation in points of 100, from the published counts."""
    found, view = _answers(bundle, place.statement or "", place.perspective)
    if view is not None and view.n == 0:
        return "nobody answered"
    if found is None or found.counts is None or found.mean is None:
        return "too few people"
    n, top = sum(found.counts), bundle.questionnaire.scale.top
    if n < 2:
        return "too few people"
    total = sum(value * people for value, people in enumerate(found.counts))
    squares = sum(value * value * people for value, people in enumerate(found.counts))
    variance = (n * squares - total * total) / (n * (n - 1))
    return Sample(n, 100 * found.mean / top, 100 * math.sqrt(variance) / top)


def _answers(
    bundle: Bundle, statement: str, perspective: str
) -> tuple[StatementResult | None, PerspectiveResult | None]:
    """The answers to a statement, wherever in the questionnaire it stands, and the view it is part of."""
    for challenge in bundle.questionnaire.challenges:
        if any(one.id == statement for one in challenge.statements):
            view = _view(bundle, challenge.id, perspective)
            found = (one for one in view.statements if one.id == statement) if view else iter(())
            return next(found, None), view
    return None, None


def _wording(bundles: tuple[Bundle, Bundle], place: Place) -> str:
    """The newer words of a statement; the older where there are no newer."""
    if place.statement is None:
        return ""
    for bundle in reversed(bundles):
        found: Statement | None = next((s for s in bundle.questionnaire.statements if s.id == place.statement), None)
        if found is not None and place.perspective in found.wording:
            return found.say(place.perspective)
    return ""


def _two_sided(t: float, df: float) -> float:
    from scipy.special import stdtr

    return float(2 * stdtr(df, -abs(t)))


def _randomised(n1: int, n2: int, difference: float) -> float:
    """Fisher's randomisation test where each group is of one mind: few of the ways to share people out do that."""
    if difference == 0:
        return 1.0
    return (2 if n1 == n2 else 1) / math.comb(n1 + n2, n1)
