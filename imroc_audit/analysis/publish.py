"""From a tally to the results that may be shown: every statistic, and disclosure control, applied once."""

import math
from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from imroc_audit.analysis.consensus import consensus
from imroc_audit.analysis.disclosure import protect_counts
from imroc_audit.analysis.gaps import cliffs_delta, difference
from imroc_audit.analysis.priorities import competition_ranks, equal_voice_borda, voters, votes
from imroc_audit.analysis.protected_audit import HeadCounts, ProtectedAudit
from imroc_audit.analysis.reliability import cronbach_alpha
from imroc_audit.analysis.scoring import Distribution, mean_interval, statement_mean
from imroc_audit.model.ids import AuditCycleName, PerspectiveId, StatementId, TeamName
from imroc_audit.model.lenses import LENSES
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import NO_TEAM, Group
from imroc_audit.model.results import (
    SMALL_BASE,
    ChallengeResult,
    Gap,
    LensResult,
    Participation,
    PerspectiveResult,
    PriorityResult,
    QuestionnaireStamp,
    Results,
    StatementResult,
    Suppressed,
    TeamResult,
)
from imroc_audit.tally import Counts, Tally


def publish(
    tally: Tally,
    questionnaire: Questionnaire,
    *,
    audit_cycle: AuditCycleName,
    teams: tuple[TeamName, ...] = (),
    head_counts: HeadCounts | None = None,
    threshold: int = 10,
) -> Results:
    """Everything that may be shown of a closed audit cycle.

    teams: in the order in which to show them; those that answered and are not named follow. threshold: the
    smallest group that is shown, at least 3.
    """
    answered = {group.team for group in tally.groups}
    named = (*teams, *sorted(answered - {*teams, NO_TEAM}), *([NO_TEAM] if NO_TEAM in answered else []))
    cells = {
        Group(one, team): tally.of(one, team).respondents for one in questionnaire.perspective_ids for team in named
    }
    protected = protect_counts(cells, threshold)
    audit = ProtectedAudit(tally, questionnaire, head_counts or {}, threshold, protected, named)
    participation = _participation(audit)
    by_team = _teams(audit)
    challenges = tuple(_challenge(audit, number) for number in range(len(questionnaire.challenges)))
    priorities = _priorities(audit)
    return Results(
        audit_cycle=audit_cycle,
        questionnaire=QuestionnaireStamp(id=questionnaire.id, version=questionnaire.version, hash=questionnaire.hash),
        threshold=threshold,
        respondents=participation.perspectives,
        participation=participation,
        challenges=challenges,
        priorities=priorities,
        lenses=_lenses(audit),
        teams=by_team,
        hidden=(*_hidden(audit, challenges, priorities), *_hidden_by_team(audit, challenges, by_team)),
    )


def _participation(audit: ProtectedAudit) -> Participation:
    tally, protected = audit.tally, audit.protected

    def cell(perspective: PerspectiveId, team: TeamName) -> int | None:
        counts = audit.cell(perspective, team)
        return None if counts is None else counts.respondents

    return Participation(
        counts={one: {team: cell(one, team) for team in audit.teams} for one in audit.perspectives},
        perspectives={
            one: None if one in protected.perspectives else tally.of(one).respondents for one in audit.perspectives
        },
        teams={team: None if team in protected.teams else tally.of(team=team).respondents for team in audit.teams},
        total=None if protected.total else tally.of().respondents,
        head_counts={
            one: {team: n for team, n in known.items() if (one, team) not in protected.cells}
            for one, known in audit.head_counts.items()
        },
    )


def _challenge(audit: ProtectedAudit, number: int) -> ChallengeResult:
    """One challenge over all teams, with its statements."""
    counts = {one: audit.whole(one) for one in audit.perspectives}
    scores = {one: audit.shown(one, number) for one in audit.perspectives}
    results = {
        one: _perspective(audit, number, counts[one], scores[one], audit.population(one)) for one in audit.perspectives
    }
    complete = {one: _complete(audit, number, one, result) for one, result in results.items()}
    return _assemble(audit, number, complete, scores)


def _complete(
    audit: ProtectedAudit, number: int, perspective: PerspectiveId, result: PerspectiveResult
) -> PerspectiveResult:
    """What is shown of a whole perspective besides its score: statements, their consensus, and alpha."""
    counts = audit.whole(perspective)
    statements = _statements(audit, number, perspective)
    if counts is None or result.score is None:
        return result.model_copy(update={"statements": statements})
    agreed = [statement.consensus for statement in statements if statement.consensus is not None]
    figures = {
        "statements": statements,
        "consensus": sum(agreed) / len(agreed) if agreed else None,
        "alpha": _alpha(audit, number, counts),
        "alike": result.alike or audit.rows[number, perspective].narrow,
    }
    return result.model_copy(update=figures)


def _assemble(
    audit: ProtectedAudit,
    number: int,
    results: dict[PerspectiveId, PerspectiveResult],
    scores: Mapping[PerspectiveId, Distribution | None],
) -> ChallengeResult:
    challenge = audit.questionnaire.challenges[number]
    shown = [result.score for result in results.values() if result.score is not None]
    distributions = {
        one: score for one, score in scores.items() if score is not None and results[one].score is not None
    }
    return ChallengeResult(
        id=challenge.id,
        title=challenge.title.say(),
        score=sum(shown) / len(shown) if len(shown) > 1 else None,
        perspectives=results,
        gaps=tuple(_gap(pair, distributions) for pair in combinations(audit.perspectives, 2)),
    )


def _perspective(
    audit: ProtectedAudit, number: int, counts: Counts | None, scores: Distribution | None, population: int | None
) -> PerspectiveResult:
    """A group's score on one challenge; hidden when too few have a score, empty when nobody was asked."""
    if counts is not None and not audit.bases(counts, number):
        return PerspectiveResult(n=0, score=None, low=None, high=None, consensus=None, alpha=None, hidden=False)
    if scores is None or scores.n < audit.threshold:
        return PerspectiveResult(n=None, score=None, low=None, high=None, consensus=None, alpha=None, hidden=True)
    interval = mean_interval(scores, population)
    return PerspectiveResult(
        n=scores.n,
        score=scores.mean,
        sd=math.sqrt(scores.variance) if scores.variance is not None else None,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        consensus=None,
        alpha=None,
        hidden=False,
        small_base=scores.n < SMALL_BASE,
        rounded=scores.mean_step is not None,
        alike=len(scores.values) == 1,
    )


def _statements(audit: ProtectedAudit, number: int, perspective: PerspectiveId) -> tuple[StatementResult, ...]:
    """The statements of one challenge that the perspective is asked."""
    statements, part = audit.questionnaire.challenges[number].statements, audit.tally.layout.slices[number]
    counts = audit.whole(perspective)
    return tuple(
        _statement(audit, place, statement.id, perspective)
        for place, statement in zip(range(part.start, part.stop), statements, strict=True)
        if statement.asked_of(perspective)
        and (counts is None or counts.respondents == 0 or counts.options[place, -1] < counts.respondents)
    )


def _statement(
    audit: ProtectedAudit, place: int, statement: StatementId, perspective: PerspectiveId
) -> StatementResult:
    """One statement over all teams."""
    k, counts = audit.tally.layout.options, audit.whole(perspective)
    if counts is None or place not in audit.statements[perspective]:
        return StatementResult(
            id=statement,
            counts=None,
            dont_know=None,
            not_applicable=None,
            skipped=None,
            mean=None,
            consensus=None,
        )
    options = counts.options[place, :k]
    dont_know, not_applicable, skipped = (int(count) for count in counts.options[place, k : k + 3])
    chosen = tuple(int(count) for count in options)
    return StatementResult(
        id=statement,
        counts=chosen,
        dont_know=dont_know,
        not_applicable=not_applicable,
        skipped=skipped,
        mean=statement_mean(audit.tally.layout.points[place], options),
        consensus=consensus(chosen),
        unanimous=max(chosen) == sum(chosen),
    )


def _alpha(audit: ProtectedAudit, number: int, counts: Counts) -> float | None:
    """Over those who answered the whole challenge; None when they, or those who answered part, are too few."""
    part, n = audit.tally.layout.slices[number], int(counts.complete[number])
    if n < audit.threshold or audit.few_apart(counts, number):
        return None
    asked = [index - part.start for index in range(part.start, part.stop) if counts.options[index, -1] == 0]
    return cronbach_alpha(n, counts.sums[number, asked], counts.products[number][np.ix_(asked, asked)])


def _gap(pair: tuple[PerspectiveId, PerspectiveId], distributions: Mapping[PerspectiveId, Distribution]) -> Gap:
    first, second = (distributions.get(one) for one in pair)
    gap = difference(first, second) if first and second else None
    delta = cliffs_delta(first, second) if first and second and not _counts_people(first, second) else None
    return Gap(
        between=pair,
        difference=gap.estimate if gap else None,
        low=gap.interval.low if gap and gap.interval else None,
        high=gap.interval.high if gap and gap.interval else None,
        cliffs_delta=delta.delta if delta else None,
        probability_of_superiority=delta.probability_of_superiority if delta else None,
    )


def _counts_people(first: Distribution, second: Distribution) -> bool:
    """Whether delta would tell how many of a group, told vaguely, are above the one score of the other group."""
    is_rounded = first.mean_step is not None or second.mean_step is not None
    return is_rounded and 1 in (len(first.values), len(second.values))


def _priorities(audit: ProtectedAudit) -> tuple[PriorityResult, ...]:
    """Votes by perspective and equal-voice Borda points, over perspectives where enough people chose."""
    if audit.tally.layout.ranks == 0:
        return ()
    ranks = {
        one: counts.priorities
        for one in audit.perspectives
        if (counts := audit.whole(one)) is not None and voters(counts.priorities) >= audit.threshold
    }
    points = equal_voice_borda(tuple(ranks.values()))
    places = competition_ranks(points) if points is not None else None
    return tuple(
        PriorityResult(
            challenge=challenge,
            votes={one: votes(ranks[one])[number] if one in ranks else None for one in audit.perspectives},
            borda=float(points[number]) if points is not None else None,
            rank=places[number] if places is not None else None,
            unanimous=tuple(one for one, ranking in ranks.items() if votes(ranking)[number] == voters(ranking)),
        )
        for number, challenge in enumerate(audit.tally.layout.challenges)
    )


def _lenses(audit: ProtectedAudit) -> tuple[LensResult, ...]:
    """Scores by tag, over the statements that can be shown for a perspective."""
    layout, statements = audit.tally.layout, audit.questionnaire.statements
    tagged = {
        (lens, tag): tuple(place for place, one in enumerate(statements) if tag in one.lenses.get(lens, ()))
        for lens, known in LENSES.items()
        for tag in known.tags
    }

    known = {
        (one, place): _statement(audit, place, StatementId(""), one).mean
        for one in audit.perspectives
        for place in sorted({place for places in tagged.values() for place in places})
    }

    def score(perspective: PerspectiveId, places: tuple[int, ...]) -> float | None:
        means = [mean for place in places if (mean := known[perspective, place]) is not None]
        return 100 * sum(means) / (len(means) * (layout.options - 1)) if means else None

    return tuple(
        LensResult(
            lens=lens,
            tag=tag,
            statements=tuple(statements[place].id for place in places),
            scores={one: score(one, places) for one in audit.perspectives},
        )
        for (lens, tag), places in tagged.items()
        if places
    )


def _teams(audit: ProtectedAudit) -> tuple[TeamResult, ...]:
    """Scores by team, where at least one perspective in it can be shown. No statement is shown by team."""
    rows = [
        {one: audit.rows[number, one].teams for one in audit.perspectives}
        for number in range(len(audit.questionnaire.challenges))
    ]
    return tuple(
        TeamResult(
            team=team,
            challenges=tuple(
                _team_challenge(audit, number, team, {one for one, hidden in row.items() if team in hidden})
                for number, row in enumerate(rows)
            ),
        )
        for team in audit.teams
        if team != NO_TEAM
        and any((counts := audit.cell(one, team)) and counts.respondents for one in audit.perspectives)
    )


def _team_challenge(audit: ProtectedAudit, number: int, team: TeamName, hidden: set[PerspectiveId]) -> ChallengeResult:
    counts = {one: None if one in hidden else audit.cell(one, team) for one in audit.perspectives}
    scores = {one: None if one in hidden else audit.shown_in(team, one, number) for one in audit.perspectives}
    results = {
        one: _perspective(audit, number, counts[one], scores[one], audit.population_in(team, one))
        for one in audit.perspectives
    }
    return _assemble(audit, number, results, scores)


def _hidden(
    audit: ProtectedAudit, challenges: tuple[ChallengeResult, ...], priorities: tuple[PriorityResult, ...]
) -> Iterator[Suppressed]:
    """What is not shown, and why. It never tells which of the reasons holds for which team."""
    protected = audit.protected
    for perspective in audit.perspectives:
        if perspective in protected.perspectives:
            yield Suppressed(perspective=perspective, part="people", reason="few people")
    for team in audit.teams:
        for perspective in audit.perspectives:
            if (perspective, team) in protected.cells:
                yield Suppressed(
                    perspective=perspective, team=team, part="people", reason="few people, or a group as small"
                )
    if protected.total:
        yield Suppressed(part="number of people", reason="a group too small")
    for perspective in audit.perspectives:
        if (counts := audit.whole(perspective)) is not None and counts.respondents:
            yield from _hidden_within(perspective, challenges)
            if priorities and priorities[0].votes[perspective] is None:
                yield Suppressed(perspective=perspective, part="priorities", reason="few votes")


def _hidden_within(perspective: PerspectiveId, challenges: tuple[ChallengeResult, ...]) -> Iterator[Suppressed]:
    """Of a perspective that is shown: the challenges, and the statements in others, that are not."""
    for challenge in challenges:
        result, within = challenge.perspectives[perspective], (challenge.id,)
        statements = sum(statement.counts is None for statement in result.statements)
        if result.hidden:
            yield Suppressed(
                perspective=perspective, challenges=within, part="scores", reason="few scores, or a small team"
            )
        elif result.score is not None and statements:
            yield Suppressed(
                perspective=perspective,
                challenges=within,
                statements=statements,
                part="statements",
                reason="few answers",
            )


def _hidden_by_team(
    audit: ProtectedAudit, challenges: tuple[ChallengeResult, ...], teams: tuple[TeamResult, ...]
) -> Iterator[Suppressed]:
    """Of teams whose number of people is shown: the challenges that are shown over all teams, and not for them."""
    for team in teams:
        for one in audit.perspectives:
            hidden = tuple(
                whole.id
                for whole, of_team in zip(challenges, team.challenges, strict=True)
                if of_team.perspectives[one].hidden and not whole.perspectives[one].hidden
            )
            if hidden and (one, team.team) not in audit.protected.cells:
                yield Suppressed(
                    perspective=one,
                    team=team.team,
                    challenges=hidden,
                    part="scores",
                    reason="few scores, or a team as small",
                )
