"""Disclosure control: what to leave out so that nobody can be picked out of what is shown.

Two tables are published. The first counts respondents by perspective and team, with every margin. The
second has a row for each perspective and challenge: the mean score of each team, and of the perspective
over all teams. Too few people (primary suppression) hides a cell; more is hidden so that it cannot be had
back from a total (secondary or complementary suppression: Cox 1980, JASA 75:377-85; Hundepool et al. 2012,
Statistical Disclosure Control, ch. 4-5). One rule keeps that simple enough to prove:

    A total down a column - a team's, or everyone's - is shown only when everything in its column is shown.

A column that is shown then says no more than its cells do, and all that ties hidden cells together is their
own row: the perspective's total less the teams that are shown. Those hidden people are the row's *pool*.
Everything published is a function of each perspective's answers as a whole and of each shown cell's
answers. So the people of a pool, or their answers to one challenge, can change places among its hidden
cells and not a figure published changes. What an outsider can infer is at least as vague as the set of
those rearrangements, whatever the statistics, and both ranges are closed forms:

- a hidden count may be anything that leaves a person in every other hidden cell (`possible_counts`);
- the mean of n people of the pool may be anything from that of its n lowest scores to that of its n highest
  (`possible_sums`), even for someone who knows every hidden count, and all the scores in the pool but not
  whose they are.

Promised for every cell below the threshold, as seen from outside:

- its count may be 1 or anything up to the threshold at least; where its whole row is hidden, 0 (1 if there
  is no other team) or anything up to one below the threshold at least;
- its pool holds two cells or more, and as many people as the threshold or more;
- its mean may be anything within at least `WIDTH` points: the protection interval of the p % rule (Hundepool
  et al. 2012, 4.2) in points of score. Only a perspective nearly of one mind, or nearly all in one small
  team, can break this: its own score gives the small team's away. Such a row is called `narrow`.

What remains:

- Someone who has another hidden team's figures from elsewhere can take them off the pool.
- Head counts of hidden cells bound their counts where nearly everyone answered, so do not publish them.
- Someone who knows that the *smallest* cell that will do is given up knows it to be no larger than the
  smallest one shown (a minimality attack: Wong et al. 2007, VLDB 543-54). That may rule out less than the
  true count of a small cell, never anything from it to one below the threshold. Which further
  team is given up never depends on anybody's answers: where the smallest ones do not make the pool wide enough,
  the whole row is hidden. That a row is hidden tells that its people answered much alike, and no more.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from imroc_audit.analysis.scoring import Distribution
from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.response import Group

LOWEST_THRESHOLD: Final = 3
WIDTH: Final = 10.0
"""Points out of 100 within which the mean of a small group cannot be told."""

Teams = frozenset[TeamName]


class Range(NamedTuple):
    """The fewest and the most people that something hidden can count, as seen from outside."""

    low: int
    high: int


@dataclass(frozen=True)
class Protected:
    """What is hidden in the table of respondents. Everything hidden looks alike, whatever hides it."""

    cells: frozenset[Group] = frozenset()
    perspectives: frozenset[PerspectiveId] = frozenset()
    teams: Teams = frozenset()
    """Teams whose total over all perspectives is hidden."""
    total: bool = False


@dataclass(frozen=True)
class ProtectedRow:
    """The teams whose score is hidden within one perspective and challenge.

    narrow: there is nothing left to hide, and still the perspective's own score tells that of a small team
    within less than the promised width.
    """

    teams: Teams = frozenset()
    narrow: bool = False


def protect_counts(counts: Mapping[Group, int], threshold: int) -> Protected:
    """What to hide in the table of respondents by perspective and team, given every cell that would be shown.

    A perspective is hidden only when it is below the threshold itself, and then in every team. Cells that
    are left out count as 0. Raises ValueError for a threshold below 3.
    """
    _check(threshold)
    perspectives = {group.perspective for group in counts}
    teams = {group.team for group in counts}
    rows = {one: {team: counts.get(Group(one, team), 0) for team in teams} for one in perspectives}
    cells = frozenset(Group(one, team) for one, row in rows.items() for team in _hidden_counts(row, threshold))
    small = frozenset(one for one, row in rows.items() if 0 < sum(row.values()) < threshold)
    return Protected(cells, small, frozenset(cell.team for cell in cells), total=bool(small))


def protect_row(
    scores: Mapping[TeamName, Distribution], already_hidden: Teams, threshold: int, width: float = WIDTH
) -> ProtectedRow:
    """The teams to hide in one perspective's scores on one challenge.

    scores: each team in which somebody took part -> the scores there, all in the same units. already_hidden:
    teams hidden in the perspective's row of respondents, and any whose score is never shown. Raises ValueError
    for a threshold below 3.
    """
    _check(threshold)
    bases = {team: scored.n for team, scored in scores.items()}
    # A team that took part and has no score is small too: hidden alone, it would be known that all of it was silent.
    small = frozenset(team for team, n in bases.items() if n < threshold)
    hidden = already_hidden | small
    if not small or sum(bases.values()) < threshold:
        return ProtectedRow(hidden)

    def enough(hidden: Teams) -> bool:
        pool = [bases[team] for team in hidden if bases.get(team)]
        return len(pool) > 1 and sum(pool) >= threshold

    def wide(hidden: Teams) -> bool:
        pool = [scores[team] for team in scores if team in hidden and bases[team]]
        n = min(threshold, sum(scored.n for scored in pool)) - 1
        if len(pool) < 2 or n < 1:
            return False
        low, high = possible_sums(pool, n)
        return Fraction(100 * (high - low), pool[0].full * n) >= width

    hidden = _hide_until(enough, hidden, _smallest_first(bases, hidden))
    if not wide(hidden):
        hidden = frozenset(scores)  # which further team would do depends on its answers: giving one up would tell
    return ProtectedRow(hidden, narrow=not wide(hidden))


def few_apart(classes: Sequence[int], threshold: int) -> bool:
    """Whether what is published of a challenge as a whole and of its statements leaves over a group that is too small.

    classes: how many people answered one statement of it, two, and so on, and how many answered too few for a score.
    A score is the mean of people's own means, and a statement's counts run over those who answered it. Taken
    together, they tell one sum over everyone outside any one class. A single class leaves nobody over.
    """
    people = sum(classes)
    return any(0 < people - n < threshold for n in classes if n)


def protect_statements(bases: Mapping[int, int], threshold: int, *, few: bool) -> frozenset[int]:
    """The statements of one challenge to hide for a perspective whose score on it is shown.

    bases: statement -> people who chose an option; few: see `few_apart`. Small ones are hidden, and never one alone,
    because the score is made of all. Where few people are left over, two more are hidden, those with the fewest
    answers first: without them, the sum of the statements is not known.
    """
    small = frozenset(statement for statement, n in bases.items() if n < threshold)
    others = sorted(bases.keys() - small, key=lambda statement: (bases[statement], statement))
    more = 2 if few else len(small) == 1
    return small.union(others[:more])


def possible_counts(row: Mapping[TeamName, int], hidden: Teams) -> Range:
    """What each hidden count of a row may be, given its total and every count that is shown.

    Where anything of a row is shown its zeros are, so that a hidden count is known to be at least 1.
    """
    fewest = 0 if len(hidden) == len(row) else 1
    pool = sum(row[team] for team in hidden)
    return Range(fewest, pool - fewest * (len(hidden) - 1))


def possible_sums(pool: Sequence[Distribution], n: int) -> tuple[int, int]:
    """The lowest and the highest sum of scores, in units, that a group of n people can have within a pool.

    n: none to all of the pool. They are the sums of the n lowest and of the n highest scores, read off the pool's
    generalised Lorenz curve (Shorrocks 1983, Economica 50:3-17): the sum of the n lowest scores, a straight line from
    one distinct score to the next. Whole numbers throughout, of any size.
    """
    people: Counter[int] = Counter()
    for scored in pool:
        people.update(dict(zip(scored.values.tolist(), scored.people.tolist(), strict=True)))
    ascending = sorted(people.items())
    return _sum_of_first(ascending, n), _sum_of_first(reversed(ascending), n)


def _sum_of_first(scores: Iterable[tuple[int, int]], n: int) -> int:
    """The sum of the first n of scores that so many people have each."""
    total = 0
    for score, people in scores:
        taken = min(people, n)
        total += score * taken
        n -= taken
    return total


def _check(threshold: int) -> None:
    if threshold < LOWEST_THRESHOLD:
        raise ValueError(f"the threshold is {threshold}; it cannot be below {LOWEST_THRESHOLD}")


def _small(row: Mapping[TeamName, int], threshold: int) -> Teams:
    """Primary suppression: somebody answered, and too few. Zero gives nobody's answers away."""
    return frozenset(team for team, n in row.items() if 0 < n < threshold)


def _smallest_first(row: Mapping[TeamName, int], hidden: Teams) -> list[TeamName]:
    """The cells that can still be given up, fewest people first, then by name."""
    return sorted((team for team, n in row.items() if n and team not in hidden), key=lambda team: (row[team], team))


def _hidden_counts(row: Mapping[TeamName, int], threshold: int) -> Teams:
    """The cells to hide in one perspective's row; all of them, zeros too, where no fewer will do."""
    small = _small(row, threshold)
    if not small:
        return frozenset()
    everything = frozenset(row)
    if sum(row.values()) < threshold:
        return everything

    def safe(hidden: Teams) -> bool:
        return len(hidden) > 1 and possible_counts(row, hidden).high >= threshold

    hidden = _hide_until(safe, small, _smallest_first(row, small))
    return hidden if safe(hidden) else everything


def _hide_until(safe: Callable[[Teams], bool], hidden: Teams, shown: list[TeamName]) -> Teams:
    """Hide cells in the order given until it is safe; then show again, last first, what was not needed.

    Hiding more never makes a safe row unsafe: so halving finds how many to hide, and one pass back leaves
    none that could be shown. All are hidden where even that is not safe.
    """
    numbers = range(len(shown))
    needed = bisect_left(numbers, True, key=lambda number: safe(hidden.union(shown[:number])))
    hidden = hidden.union(shown[:needed])
    if safe(hidden):
        for team in reversed(shown[:needed]):
            if safe(hidden - {team}):
                hidden -= {team}
    return hidden
