"""From a tally to the results that may be shown: every statistic, and disclosure control, applied once."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from imroc_audit.analysis.consensus import consensus
from imroc_audit.analysis.disclosure import (
    Protected,
    ProtectedRow,
    few_apart,
    protect_counts,
    protect_row,
    protect_statements,
)
from imroc_audit.analysis.gaps import cliffs_delta, difference
from imroc_audit.analysis.priorities import competition_ranks, equal_voice_borda, voters, votes
from imroc_audit.analysis.reliability import cronbach_alpha
from imroc_audit.analysis.scoring import Distribution, mean_interval, score_distribution, statement_mean
from imroc_audit.model.lenses import LENSES
from imroc_audit.model.questionnaire import Questionnaire, say
from imroc_audit.model.response import NO_TEAM, Group
from imroc_audit.model.results import (
    ChallengeResult,
    Gap,
    Hidden,
    LensResult,
    Participation,
    PerspectiveResult,
    PriorityResult,
    QuestionnaireStamp,
    Results,
    StatementResult,
    TeamResult,
)
from imroc_audit.tally import Counts, Tally

SMALL_BASE = 30
LARGE_BASE = 100
"""In the sum of so many scores a decimal of the mean leaves as much open as a whole point in that of ten."""
VERY_SMALL = 10
"""Below it, which a lower threshold allows, the spread of so few would tell each of them."""
FINE, COARSE = 1, 5
"""Points to whose multiples a spread is rounded up."""

HeadCounts = Mapping[str, Mapping[str, int]]
"""perspective -> team -> people who could have answered, where it is known."""


@dataclass(frozen=True)
class _Audit:
    """What every part of the results needs to know."""

    tally: Tally
    questionnaire: Questionnaire
    head_counts: HeadCounts
    threshold: int
    protected: Protected
    teams: tuple[str, ...]

    @property
    def perspectives(self) -> tuple[str, ...]:
        return self.questionnaire.perspective_ids

    def whole(self, perspective: str) -> Counts | None:
        """A perspective over all teams; None when it is hidden."""
        return None if perspective in self.protected.perspectives else self.tally.of(perspective)

    def cell(self, perspective: str, team: str) -> Counts | None:
        """A perspective in one team; None when it is hidden."""
        hidden = (perspective, team) in self.protected.cells
        return None if hidden else self.tally.of(perspective, team)

    def scores(self, counts: Counts, number: int) -> Distribution:
        return score_distribution(self.tally.layout, counts.scores[number])

    def shown(self, perspective: str, number: int) -> Distribution | None:
        """A perspective's scores as they may be told, or None; exactly where all answered equally many statements."""
        counts = self.whole(perspective)
        if counts is None or self.counts_a_team(perspective, number):
            return None
        found = self.scores(counts, number)
        return _rounded(found) if self.mixed(perspective, number) else found

    def shown_in(self, team: str, perspective: str, number: int) -> Distribution | None:
        """As `shown`, for one team; its spread is never told exactly."""
        counts = self.cell(perspective, team)
        if counts is None or self.counts_a_team(perspective, number):
            return None
        found = self.scores(counts, number)
        return _rounded(found) if self.mixed(perspective, number) else found._replace(spread_step=FINE)

    def counts_a_team(self, perspective: str, number: int) -> bool:
        """Whether to count those who have a score may be to count a hidden team: part was asked nothing at all."""
        counts, part = self.tally.of(perspective), self.tally.layout.slices[number]
        not_asked = int(counts.options[part, -1].min())
        return self.hides_a_team(perspective) and 0 < not_asked < counts.respondents

    def hides_a_team(self, perspective: str) -> bool:
        return any(cell.perspective == perspective for cell in self.protected.cells)

    def mixed(self, perspective: str, number: int) -> bool:
        """Whether some people of a perspective answered more statements of a challenge than others."""
        return sum(map(bool, self.classes(self.tally.of(perspective), number))) > 1

    def bases(self, counts: Counts, number: int) -> dict[int, int]:
        """People who chose an option, by the place of each statement of a challenge that anyone there was asked."""
        part, k = self.tally.layout.slices[number], self.tally.layout.options
        asked = [place for place in range(part.start, part.stop) if counts.options[place, -1] < counts.respondents]
        return {place: int(counts.options[place, :k].sum()) for place in asked}

    def classes(self, counts: Counts, number: int) -> tuple[int, ...]:
        """People by how many statements of a challenge they answered, and last those with too few for a score.

        Of the last there are at least so many; none only when there is nobody.
        """
        bases, scored = self.bases(counts, number), counts.scores[number][1:].sum(axis=1)
        answers = sum(bases.values()) - sum(answered * int(n) for answered, n in enumerate(scored, 1))
        most = max(1, (len(bases) - 1) // 2)  # fewer than half of the statements
        return (*map(int, scored), math.ceil(answers / most))

    def few_apart(self, counts: Counts, number: int) -> bool:
        return few_apart(self.classes(counts, number), self.threshold)

    @cached_property
    def rows(self) -> Mapping[tuple[int, str], ProtectedRow]:
        """Challenge number and perspective -> which teams' scores are hidden there."""
        return {
            (number, one): self._row(number, one)
            for number in range(len(self.questionnaire.challenges))
            for one in self.perspectives
        }

    def _row(self, number: int, perspective: str) -> ProtectedRow:
        never_shown = {NO_TEAM} & set(self.teams)
        asked = {team: found for team in self.teams if self.bases(found := self.tally.of(perspective, team), number)}
        return protect_row(
            {team: self.scores(counts, number) for team, counts in asked.items()},
            frozenset(team for one, team in self.protected.cells if one == perspective) | never_shown,
            self.threshold,
        )

    @cached_property
    def statements(self) -> Mapping[str, frozenset[int]]:
        """Perspective -> places in the layout of the statements that are shown; none where nobody is."""
        return {one: self._shown_statements(one) for one in self.perspectives}

    def _shown_statements(self, perspective: str) -> frozenset[int]:
        counts, shown = self.whole(perspective), frozenset[int]()
        if counts is None:
            return shown
        for number in range(len(self.questionnaire.challenges)):
            bases = self.bases(counts, number)
            if self.hides_a_team(perspective):  # to count those who were not asked may be to count the people of a team
                bases = {place: 0 if counts.options[place, -1] else n for place, n in bases.items()}
            few = self.few_apart(counts, number)
            shown |= bases.keys() - protect_statements(bases, self.threshold, few=few)
        return shown

    def population(self, perspective: str) -> int | None:
        """Everyone who could have answered; None unless the head count of every team that answered is known."""
        if self.hides_a_team(perspective):
            return None  # the interval would give the head count away, and with it how many of the hidden answered
        known = self.head_counts.get(perspective, {})
        answered = {group.team for group in self.tally.groups if group.perspective == perspective}
        return sum(known.values()) if known and answered <= known.keys() else None


def _rounded(scores: Distribution) -> Distribution:
    """So that who knows all but a few people's answers cannot work those few back: docs/privacy.md tells how well."""
    if scores.n < VERY_SMALL:
        return scores._replace(mean_step=float(COARSE), spread_step=0)
    return scores._replace(
        mean_step=0.1 if scores.n >= LARGE_BASE else 1.0, spread_step=FINE if scores.n >= SMALL_BASE else COARSE
    )


def publish(
    tally: Tally,
    questionnaire: Questionnaire,
    *,
    audit_cycle: str,
    teams: tuple[str, ...] = (),
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
    audit = _Audit(tally, questionnaire, head_counts or {}, threshold, protected, named)
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


def _participation(audit: _Audit) -> Participation:
    tally, protected = audit.tally, audit.protected

    def cell(perspective: str, team: str) -> int | None:
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


def _challenge(audit: _Audit, number: int) -> ChallengeResult:
    """One challenge over all teams, with its statements."""
    counts = {one: audit.whole(one) for one in audit.perspectives}
    scores = {one: audit.shown(one, number) for one in audit.perspectives}
    results = {
        one: _perspective(audit, number, counts[one], scores[one], audit.population(one)) for one in audit.perspectives
    }
    complete = {one: _complete(audit, number, one, result) for one, result in results.items()}
    return _assemble(audit, number, complete, scores)


def _complete(audit: _Audit, number: int, perspective: str, result: PerspectiveResult) -> PerspectiveResult:
    """What is shown of a whole perspective besides its score: statements, their consensus, and alpha."""
    counts = audit.whole(perspective)
    statements = _statements(audit, number, perspective)
    if counts is None or result.score is None:
        return result.model_copy(update={"statements": statements})
    agreed = [statement.consensus for statement in statements if statement.consensus is not None]
    found = {
        "statements": statements,
        "consensus": sum(agreed) / len(agreed) if agreed else None,
        "alpha": _alpha(audit, number, counts),
        "alike": result.alike or audit.rows[number, perspective].narrow,
    }
    return result.model_copy(update=found)


def _assemble(
    audit: _Audit, number: int, results: dict[str, PerspectiveResult], scores: Mapping[str, Distribution | None]
) -> ChallengeResult:
    challenge = audit.questionnaire.challenges[number]
    shown = [result.score for result in results.values() if result.score is not None]
    distributions = {
        one: found for one, found in scores.items() if found is not None and results[one].score is not None
    }
    return ChallengeResult(
        id=challenge.id,
        title=challenge.title.say(),
        score=sum(shown) / len(shown) if len(shown) > 1 else None,
        perspectives=results,
        gaps=tuple(_gap(pair, distributions) for pair in combinations(audit.perspectives, 2)),
    )


def _perspective(
    audit: _Audit, number: int, counts: Counts | None, scores: Distribution | None, population: int | None
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


def _statements(audit: _Audit, number: int, perspective: str) -> tuple[StatementResult, ...]:
    """The statements of one challenge that the perspective is asked."""
    statements, part = audit.questionnaire.challenges[number].statements, audit.tally.layout.slices[number]
    counts = audit.whole(perspective)
    return tuple(
        _statement(audit, place, statement.id, perspective)
        for place, statement in zip(range(part.start, part.stop), statements, strict=True)
        if statement.asked_of(perspective)
        and (counts is None or counts.respondents == 0 or counts.options[place, -1] < counts.respondents)
    )


def _statement(audit: _Audit, place: int, statement: str, perspective: str) -> StatementResult:
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


def _alpha(audit: _Audit, number: int, counts: Counts) -> float | None:
    """Over those who answered the whole challenge; None when they, or those who answered part, are too few."""
    part, n = audit.tally.layout.slices[number], int(counts.complete[number])
    if n < audit.threshold or audit.few_apart(counts, number):
        return None
    asked = [index - part.start for index in range(part.start, part.stop) if counts.options[index, -1] == 0]
    return cronbach_alpha(n, counts.sums[number, asked], counts.products[number][np.ix_(asked, asked)])


def _gap(pair: tuple[str, str], distributions: Mapping[str, Distribution]) -> Gap:
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


def _priorities(audit: _Audit) -> tuple[PriorityResult, ...]:
    """Votes by perspective and equal-voice Borda points, over perspectives where enough people chose."""
    if audit.tally.layout.ranks == 0:
        return ()
    ranks = {
        one: counts.priorities
        for one in audit.perspectives
        if (counts := audit.whole(one)) is not None and voters(counts.priorities) >= audit.threshold
    }
    points = equal_voice_borda(tuple(ranks.values()))
    places = competition_ranks(tuple(points)) if points is not None else None
    return tuple(
        PriorityResult(
            challenge=challenge,
            votes={one: votes(ranks[one])[number] if one in ranks else None for one in audit.perspectives},
            borda=float(points[number]) if points is not None else None,
            rank=places[number] if places is not None else None,
            unanimous=tuple(one for one, found in ranks.items() if votes(found)[number] == voters(found)),
        )
        for number, challenge in enumerate(audit.tally.layout.challenges)
    )


def _lenses(audit: _Audit) -> tuple[LensResult, ...]:
    """Scores by tag, over the statements that can be shown for a perspective."""
    layout, statements = audit.tally.layout, audit.questionnaire.statements
    tagged = {
        (lens, tag): tuple(place for place, one in enumerate(statements) if tag in one.lenses.get(lens, ()))
        for lens, known in LENSES.items()
        for tag in known.tags
    }

    def score(perspective: str, places: tuple[int, ...]) -> float | None:
        results = [_statement(audit, place, "", perspective).mean for place in places]
        means = [mean for mean in results if mean is not None]
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


def _teams(audit: _Audit) -> tuple[TeamResult, ...]:
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


def _team_challenge(audit: _Audit, number: int, team: str, hidden: set[str]) -> ChallengeResult:
    counts = {one: None if one in hidden else audit.cell(one, team) for one in audit.perspectives}
    scores = {one: None if one in hidden else audit.shown_in(team, one, number) for one in audit.perspectives}
    results = {
        one: _perspective(audit, number, counts[one], scores[one], audit.head_counts.get(one, {}).get(team))
        for one in audit.perspectives
    }
    return _assemble(audit, number, results, scores)


def _hidden(
    audit: _Audit, challenges: tuple[ChallengeResult, ...], priorities: tuple[PriorityResult, ...]
) -> tuple[Hidden, ...]:
    """In words: what is not shown, and why. It never tells which of the reasons holds for which team."""
    protected, fewer = audit.protected, f"Fewer than {audit.threshold}"
    labels = {one.id: say(one.label) for one in audit.questionnaire.perspectives}
    found = [
        Hidden(what=labels[one], why=f"{fewer} people answered.")
        for one in audit.perspectives
        if one in protected.perspectives
    ]
    for team in audit.teams:
        if team in {cell.team for cell in protected.cells}:
            within = ", ".join(labels[one] for one in audit.perspectives if (one, team) in protected.cells)
            why = f"{fewer} people answered, or showing it would give away a group that small."
            found.append(Hidden(what=f"{team or 'No team given'}: {within}", why=why))
    if protected.total:
        found.append(Hidden(what="The number of people in all", why="It would give away a group that is too small."))
    for one in audit.perspectives:
        if (counts := audit.whole(one)) is not None and counts.respondents:
            found += _hidden_within(audit, labels[one], [(each.title, each.perspectives[one]) for each in challenges])
            if priorities and priorities[0].votes[one] is None:
                found.append(Hidden(what=f"{labels[one]}: the priorities they chose", why=f"{fewer} people chose any."))
    return tuple(found)


def _hidden_within(audit: _Audit, label: str, results: list[tuple[str, PerspectiveResult]]) -> Iterator[Hidden]:
    """Of a perspective that is shown: the challenges, and the statements in others, that are not."""
    fewer = f"Fewer than {audit.threshold}"
    for title, result in results:
        statements = sum(statement.counts is None for statement in result.statements)
        if result.hidden:
            yield Hidden(
                what=f"{label}: {title}",
                why=f"{fewer} people answered enough of it, or it would give a small team away.",
            )
        elif result.score is not None and statements:
            why = f"{fewer} people chose an answer, left one out or were not asked, and it would give theirs away."
            yield Hidden(what=f"{label}: {title}, {statements} statements", why=why)


def _hidden_by_team(
    audit: _Audit, challenges: tuple[ChallengeResult, ...], teams: tuple[TeamResult, ...]
) -> Iterator[Hidden]:
    """Of teams whose number of people is shown: the challenges that are shown over all teams, and not for them."""
    labels = {one.id: say(one.label) for one in audit.questionnaire.perspectives}
    why = f"Fewer than {audit.threshold} people answered enough of it, or showing it would give away a team that small."
    for team in teams:
        for one, label in labels.items():
            hidden = [
                found.id
                for whole, found in zip(challenges, team.challenges, strict=True)
                if found.perspectives[one].hidden and not whole.perspectives[one].hidden
            ]
            if hidden and (one, team.team) not in audit.protected.cells:
                yield Hidden(what=f"{team.team}: {label}, {', '.join(hidden)}", why=why)
