"""What may be told of an audit, by perspective, team and challenge, and how exactly."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from imroc_audit.analysis.disclosure import Protected, ProtectedRow, few_apart, protect_row, protect_statements
from imroc_audit.analysis.scoring import Distribution, score_distribution
from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import NO_TEAM
from imroc_audit.model.results import SMALL_BASE
from imroc_audit.tally import Counts, Tally

LARGE_BASE = 100
"""In the sum of so many scores a decimal of the mean leaves as much open as a whole point in that of ten."""
VERY_SMALL = 10
"""Below it, which a lower threshold allows, the spread of so few would tell each of them."""
FINE, COARSE = 1, 5
"""Points to whose multiples a spread is rounded up."""

HeadCounts = Mapping[PerspectiveId, Mapping[TeamName, int]]
"""perspective -> team -> people who could have answered, where it is known."""


@dataclass(frozen=True)
class ProtectedAudit:
    """An audit's numbers, each as far as it may be told: what every part of the results needs to know."""

    tally: Tally
    questionnaire: Questionnaire
    head_counts: HeadCounts
    threshold: int
    protected: Protected
    teams: tuple[TeamName, ...]

    @property
    def perspectives(self) -> tuple[PerspectiveId, ...]:
        return self.questionnaire.perspective_ids

    def whole(self, perspective: PerspectiveId) -> Counts | None:
        """A perspective over all teams; None when it is hidden."""
        return None if perspective in self.protected.perspectives else self.tally.of(perspective)

    def cell(self, perspective: PerspectiveId, team: TeamName) -> Counts | None:
        """A perspective in one team; None when it is hidden."""
        hidden = (perspective, team) in self.protected.cells
        return None if hidden else self.tally.of(perspective, team)

    def scores(self, number: int, perspective: PerspectiveId, team: TeamName | None = None) -> Distribution:
        """A perspective's scores as they are, over all teams or in one."""
        if (number, perspective, team) not in self._scores:
            counts = self.tally.of(perspective, team)
            self._scores[number, perspective, team] = score_distribution(
                self.tally.layout, number, counts.scores[number]
            )
        return self._scores[number, perspective, team]

    @cached_property
    def _scores(self) -> dict[tuple[int, str, str | None], Distribution]:
        return {}

    def shown(self, perspective: PerspectiveId, number: int) -> Distribution | None:
        """A perspective's scores as they may be told, or None; exactly where all answered equally many statements."""
        if perspective in self.protected.perspectives or self.counts_a_team[number, perspective]:
            return None
        scores = self.scores(number, perspective)
        return _rounded(scores) if self.mixed[number, perspective] else scores

    def shown_in(self, team: TeamName, perspective: PerspectiveId, number: int) -> Distribution | None:
        """As `shown`, for one team; its spread is never told exactly."""
        if (perspective, team) in self.protected.cells or self.counts_a_team[number, perspective]:
            return None
        scores = self.scores(number, perspective, team)
        return _rounded(scores) if self.mixed[number, perspective] else replace(scores, spread_step=FINE)

    @property
    def _challenges(self) -> Iterator[tuple[int, PerspectiveId]]:
        """Challenge number and perspective, each with each."""
        return product(range(len(self.questionnaire.challenges)), self.perspectives)

    @cached_property
    def counts_a_team(self) -> Mapping[tuple[int, PerspectiveId], bool]:
        """Challenge number and perspective -> whether to count those who have a score may be to count a hidden team."""
        return {(number, one): self._counts_a_team(number, one) for number, one in self._challenges}

    def _counts_a_team(self, number: int, perspective: PerspectiveId) -> bool:
        """Whether part was asked nothing at all."""
        counts, part = self.tally.of(perspective), self.tally.layout.slices[number]
        not_asked = int(counts.options[part, -1].min())
        return self.hides_a_team(perspective) and 0 < not_asked < counts.respondents

    def hides_a_team(self, perspective: PerspectiveId) -> bool:
        return any(cell.perspective == perspective for cell in self.protected.cells)

    @cached_property
    def mixed(self) -> Mapping[tuple[int, PerspectiveId], bool]:
        """Challenge number and perspective -> whether some people answered more of its statements than others."""
        classes = {(number, one): self.classes(self.tally.of(one), number) for number, one in self._challenges}
        return {where: sum(map(bool, people)) > 1 for where, people in classes.items()}

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
    def rows(self) -> Mapping[tuple[int, PerspectiveId], ProtectedRow]:
        """Challenge number and perspective -> which teams' scores are hidden there."""
        return {(number, one): self._row(number, one) for number, one in self._challenges}

    def _row(self, number: int, perspective: PerspectiveId) -> ProtectedRow:
        never_shown = {NO_TEAM} & set(self.teams)
        asked = [team for team in self.teams if self.bases(self.tally.of(perspective, team), number)]
        return protect_row(
            {team: self.scores(number, perspective, team) for team in asked},
            frozenset(team for one, team in self.protected.cells if one == perspective) | never_shown,
            self.threshold,
        )

    @cached_property
    def statements(self) -> Mapping[PerspectiveId, frozenset[int]]:
        """Perspective -> places in the layout of the statements that are shown; none where nobody is."""
        return {one: self._shown_statements(one) for one in self.perspectives}

    def _shown_statements(self, perspective: PerspectiveId) -> frozenset[int]:
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

    def population(self, perspective: PerspectiveId) -> int | None:
        """Everyone who could have answered; None unless the head count of every team that answered can be right."""
        if self.hides_a_team(perspective):
            return None  # the interval would give the head count away, and with it how many of the hidden answered
        known = self.head_counts.get(perspective, {})
        answered = [group.team for group in self.tally.groups if group.perspective == perspective]
        right = all(self.population_in(team, perspective) is not None for team in answered)
        return sum(known.values()) if known and right else None

    def population_in(self, team: TeamName, perspective: PerspectiveId) -> int | None:
        """Everyone of a team who could have answered; None unless it is known, and no fewer than answered."""
        known = self.head_counts.get(perspective, {}).get(team)
        return None if known is None or self.tally.of(perspective, team).respondents > known else known


def _rounded(scores: Distribution) -> Distribution:
    """So that who knows all but a few people's answers cannot work those few back: docs/privacy.md tells how well."""
    if scores.n < VERY_SMALL:
        return replace(scores, mean_step=mean_step(scores.n), spread_step=0)
    return replace(scores, mean_step=mean_step(scores.n), spread_step=FINE if scores.n >= SMALL_BASE else COARSE)


def mean_step(n: int) -> float:
    """The points to whose multiples the mean of so many people is rounded, where it is told less exactly."""
    return float(COARSE) if n < VERY_SMALL else 0.1 if n >= LARGE_BASE else 1.0
