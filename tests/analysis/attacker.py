"""Plays the attacker: what follows, by linear programming, from results that are published.

It shares nothing with the code that it tests but the records that are published. `attack` reads a `Results`
- no more than `results --json` prints - and gives the range of every hidden count and mean that fits all of
it. `leaks` looks for hidden numbers that are simply still there.
"""

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.results import ChallengeResult, Participation, PerspectiveResult, Results

Cell = tuple[str, str]
"""perspective, team"""
Score = tuple[str, str, str]
"""challenge, perspective, team"""
Bases = Mapping[Score, int]

ROUNDING = 1e-7
MANY = 1e6
"""More people than can have answered: it stands for no limit, and keeps the programs bounded."""


class Feasible(NamedTuple):
    """The least and the most that something can be."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low

    def within(self, other: "Feasible") -> "Feasible":
        return Feasible(max(self.low, other.low), min(self.high, other.high))


@dataclass(frozen=True)
class Counts:
    """The range of every hidden count of respondents."""

    cells: Mapping[Cell, Feasible]
    perspectives: Mapping[str, Feasible]
    teams: Mapping[str, Feasible]
    total: Feasible | None


@dataclass(frozen=True)
class Findings:
    """The range of everything that is hidden."""

    counts: Counts
    means: Mapping[Score, Feasible]


@dataclass
class Unknowns:
    """Variables with bounds, and linear equations between them."""

    bounds: dict[Hashable, Feasible] = field(default_factory=dict)
    equations: list[dict[Hashable, float]] = field(default_factory=list)
    """Each is a sum of coefficient x variable that is zero."""
    inequalities: list[dict[Hashable, float]] = field(default_factory=list)
    """Each is a sum of coefficient x variable that is not above zero."""

    def add(self, name: Hashable, low: float = 0.0, high: float = MANY) -> None:
        self.bounds[name] = Feasible(low, high)

    def total(self, name: Hashable, parts: Iterable[Hashable]) -> None:
        """State that `name` is the sum of `parts`."""
        self.equations.append({name: -1.0} | dict.fromkeys(parts, 1.0))

    def within(self, terms: dict[Hashable, float], limits: Feasible) -> None:
        """State that a sum of coefficient x variable lies within limits x `scale`."""
        self.inequalities.append(terms | {"scale": -limits.high})
        self.inequalities.append({name: -value for name, value in terms.items()} | {"scale": limits.low})

    def range(self, name: Hashable) -> Feasible:
        """The least and the most that one variable can be. Fails where the numbers disagree."""
        return Feasible(self._solve(name, 1.0), -self._solve(name, -1.0))

    def _solve(self, name: Hashable, sign: float) -> float:
        from scipy.optimize import linprog

        places = {variable: place for place, variable in enumerate(self.bounds)}
        objective = [sign if variable == name else 0.0 for variable in places]
        found = linprog(
            objective,
            A_eq=_matrix(self.equations, places),
            b_eq=[0.0] * len(self.equations),
            A_ub=_matrix(self.inequalities, places),
            b_ub=[0.0] * len(self.inequalities),
            bounds=list(self.bounds.values()),
            method="highs",
        )
        assert found.status == 0, f"what is published does not add up: {found.message}"
        return float(found.fun)


def _matrix(rows: list[dict[Hashable, float]], places: Mapping[Hashable, int]) -> object:
    from scipy.sparse import coo_array

    found = [(row, places[name], value) for row, terms in enumerate(rows) for name, value in terms.items()]
    if not found:
        return None
    down, across, values = zip(*found, strict=True)
    return coo_array((values, (down, across)), shape=(len(rows), len(places))).tocsr()


def attack(results: Results, bases: Bases | None = None, *, head_counts: bool = True) -> Findings:
    """The range of every hidden count, and of every hidden mean by challenge, perspective and team.

    bases: how many people have a score in each hidden cell (none where it is left out), for an attacker who
    knows even that, and who then uses published spreads as well. head_counts: take those that are published
    as the most that can have answered.
    """
    counts = attack_counts(results.participation, results.threshold, head_counts=head_counts)
    return Findings(counts, dict(_attack_means(results, counts.cells, bases)))


def attack_counts(table: Participation, threshold: int, *, head_counts: bool = True) -> Counts:
    """The range of every hidden count of respondents, from the table of respondents."""
    unknowns = _count_unknowns(table, threshold, use_head_counts=head_counts)
    return Counts(
        cells={
            (one, team): unknowns.range(("cell", one, team))
            for one, row in table.counts.items()
            for team, n in row.items()
            if n is None
        },
        perspectives={one: unknowns.range(("perspective", one)) for one, n in table.perspectives.items() if n is None},
        teams={team: unknowns.range(("team", team)) for team, n in table.teams.items() if n is None},
        total=unknowns.range("total") if table.total is None else None,
    )


def _count_unknowns(table: Participation, threshold: int, *, use_head_counts: bool) -> Unknowns:
    """Every cell and margin is a variable, fixed where published; the equations are those of any table."""
    unknowns = Unknowns()

    def add(name: Hashable, n: int | None, low: float = 0.0, high: float = MANY) -> None:
        unknowns.add(name, low if n is None else n, high if n is None else n)

    for one, row in table.counts.items():
        # The rules are no secret: a hidden perspective is too small, and a row that is shown shows its zeros.
        add(("perspective", one), table.perspectives[one], 1, threshold - 1)
        fewest = 1 if any(n is not None for n in row.values()) else 0
        most = table.head_counts.get(one, {}) if use_head_counts else {}
        for team, n in row.items():
            add(("cell", one, team), n, fewest, most.get(team, MANY))
        unknowns.total(("perspective", one), [("cell", one, team) for team in row])
    for team, n in table.teams.items():
        add(("team", team), n)
        unknowns.total(("team", team), [("cell", one, team) for one in table.counts])
    add("total", table.total)
    unknowns.total("total", [("perspective", one) for one in table.counts])
    unknowns.total("total", [("team", team) for team in table.teams])
    return unknowns


@dataclass(frozen=True)
class _Row:
    """All that is known of one perspective and challenge. `most` bounds each team's base."""

    whole: PerspectiveResult
    shown: Mapping[TeamName, PerspectiveResult]
    most: Mapping[TeamName, float]
    known: Mapping[TeamName, float]
    """Bases that are shown, or that the attacker knows from elsewhere."""

    @property
    def hidden(self) -> list[TeamName]:
        """Teams with a mean that is not shown."""
        return [team for team, most in self.most.items() if team not in self.shown and self.known.get(team, most)]


def _attack_means(
    results: Results, cells: Mapping[Cell, Feasible], bases: Bases | None
) -> Iterator[tuple[Score, Feasible]]:
    for challenge in results.challenges:
        for perspective in challenge.perspectives:
            row = _row(results, challenge.id, perspective, cells, bases)
            for team in row.hidden:
                found = _by_sums(row, team)
                if row.known.get(team):
                    found = found.within(_by_spread(row, team))
                yield (challenge.id, perspective, team), found


def _row(results: Results, challenge: str, one: str, cells: Mapping[Cell, Feasible], bases: Bases | None) -> _Row:
    found = {
        team.team: result.perspectives[PerspectiveId(one)]
        for team in results.teams
        for result in team.challenges
        if result.id == challenge
    }
    shown = {team: result for team, result in found.items() if result.n is not None}
    counts = results.participation.counts[PerspectiveId(one)]
    known = {} if bases is None else {team: float(bases.get((challenge, one, team), 0)) for team in counts}
    return _Row(
        whole=next(result for result in results.challenges if result.id == challenge).perspectives[PerspectiveId(one)],
        shown=shown,
        most={team: cells[one, team].high if n is None else n for team, n in counts.items()},
        known=known | {team: result.n for team, result in shown.items() if result.n is not None},
    )


def _by_sums(row: _Row, target: TeamName) -> Feasible:
    """The range of one team's mean: its sum over its base, a linear program after Charnes & Cooper (1962).

    Everything is divided by the target's unknown base, so that its base is 1, its sum is its mean, and
    `scale` is one over the base.
    """
    unknowns = Unknowns()
    unknowns.add("scale", high=1.0)
    for team, most in row.most.items():
        unknowns.add(("base", team))
        unknowns.add(("sum", team))
        unknowns.inequalities.append({("sum", team): 1.0, ("base", team): -100.0})
        if team in row.known:
            unknowns.equations.append({("base", team): 1.0, "scale": -row.known[team]})
        else:
            unknowns.inequalities.append({("base", team): 1.0, "scale": -most})
        if team in row.shown:
            unknowns.within({("sum", team): 1.0}, _sum(row.shown[team]))
    unknowns.bounds["base", target] = Feasible(1.0, 1.0)
    if row.whole.n is not None:
        unknowns.equations.append({("base", team): 1.0 for team in row.most} | {"scale": -float(row.whole.n)})
        unknowns.within({("sum", team): 1.0 for team in row.most}, _sum(row.whole))
    return unknowns.range(("sum", target))


def _by_spread(row: _Row, target: TeamName) -> Feasible:
    """The range of one team's mean, by the standard deviations that are published.

    The mean of n out of N values is within s sqrt((N - n) / n) of their mean, s their standard deviation with
    divisor N (Mallows & Richter 1969, Ann Math Stat 40:1922-32, after Samuelson 1968).
    """
    if row.whole.n is None:
        return Feasible(0.0, 100.0)
    n, pool = row.known[target], row.whole.n - sum(result.n or 0 for result in row.shown.values())
    whole, shown = _sum(row.whole), [_sum(result) for result in row.shown.values()]
    low = max(0.0, whole.low - sum(one.high for one in shown)) / pool
    high = (whole.high - sum(one.low for one in shown)) / pool
    squares = _squares(row.whole).high - sum(_squares(result).low for result in row.shown.values())
    reach = math.sqrt(max(0.0, squares / pool - low**2) * (pool - n) / n)
    return Feasible(low - reach, high + reach)


def rounding(result: PerspectiveResult) -> float:
    """By how much a score may have been rounded."""
    n = result.n or 0
    return (2.5 if n < 10 else 0.5 if n < 100 else 0.05) if result.rounded else 0.0


def _mean(result: PerspectiveResult) -> Feasible:
    """What a score stands for: one with no more decimals than that may have been rounded."""
    if result.score is None:
        return Feasible(0.0, 0.0)
    half = next(
        (half for half, decimals in ((0.5, 0), (0.05, 1)) if result.score == round(result.score, decimals)), 0.0
    )
    return Feasible(max(0.0, result.score - half), min(100.0, result.score + half))


def _spread(result: PerspectiveResult) -> Feasible:
    """What a standard deviation stands for: a multiple of five, or a whole one, may have been rounded up."""
    if result.sd is None:
        return Feasible(0.0, 100.0 if result.rounded else 0.0)
    step = next((step for step in (5, 1) if result.sd == step * round(result.sd / step)), 0)
    return Feasible(max(0.0, result.sd - step), result.sd)


def _sum(result: PerspectiveResult) -> Feasible:
    n, score = result.n or 0, _mean(result)
    return Feasible(n * score.low, n * score.high)


def _squares(result: PerspectiveResult) -> Feasible:
    """The sum of squared scores."""
    n = result.n or 0
    both = zip(_spread(result), _mean(result), strict=True)
    return Feasible(*(max(0, n - 1) * spread**2 + n * mean**2 for spread, mean in both))


def leaks(results: Results) -> list[str]:
    """Numbers that say outright what is hidden elsewhere."""
    found = []
    if results.respondents != results.participation.perspectives:
        found.append("respondents and participation differ")
    for where, challenge in _challenges(results):
        found += [f"{where}: {problem}" for problem in _challenge_leaks(challenge)]
    for team in results.teams:
        for challenge in team.challenges:
            for one, result in challenge.perspectives.items():
                count = results.participation.counts[one][team.team]
                if count is None and not result.hidden:
                    found.append(f"{team.team}, {challenge.id}, {one}: shown here, hidden among respondents")
                if result.statements:
                    found.append(f"{team.team}, {challenge.id}, {one}: statements are shown by team")
    for one, n in results.participation.perspectives.items():
        if n is None:
            if any(priority.votes.get(one) is not None for priority in results.priorities):
                found.append(f"{one}: votes of a hidden perspective")
            if any(lens.scores.get(one) is not None for lens in results.lenses):
                found.append(f"{one}: lens scores of a hidden perspective")
    return found


def _challenges(results: Results) -> Iterator[tuple[str, ChallengeResult]]:
    for challenge in results.challenges:
        yield challenge.id, challenge
    for team in results.teams:
        for challenge in team.challenges:
            yield f"{team.team}, {challenge.id}", challenge


def _challenge_leaks(challenge: ChallengeResult) -> Iterator[str]:
    """A mean over perspectives, a gap or a figure that rests on something hidden."""
    shown = [one.score for one in challenge.perspectives.values() if one.score is not None]
    if challenge.score is not None:
        if len(shown) < 2:
            yield "an equal-voice score of fewer than two perspectives"
        elif not math.isclose(challenge.score, sum(shown) / len(shown), abs_tol=ROUNDING):
            yield "an equal-voice score over more than what is shown"
    for gap in challenge.gaps:
        numbers = (gap.difference, gap.low, gap.high, gap.cliffs_delta, gap.probability_of_superiority)
        hidden = any(challenge.perspectives[one].score is None for one in gap.between)
        if hidden and any(number is not None for number in numbers):
            yield f"a gap with a hidden side: {' - '.join(gap.between)}"
    for one, result in challenge.perspectives.items():
        figures = (result.n, result.score, result.low, result.high, result.consensus, result.alpha)
        if result.hidden and any(figure is not None for figure in figures):
            yield f"figures of what is hidden: {one}"
        hidden_statements = sum(statement.counts is None for statement in result.statements)
        if result.score is not None and hidden_statements == 1:
            yield f"a statement hidden alone under a score that is made of it: {one}"
