"""What is hidden, and that nothing brings it back: not its totals, a linear program or knowing the rules."""

import itertools
import random
from collections import defaultdict
from collections.abc import Mapping
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from imroc_audit.analysis.disclosure import (
    WIDTH,
    Protected,
    few_apart,
    possible_counts,
    possible_sums,
    protect_counts,
    protect_row,
    protect_statements,
)
from imroc_audit.analysis.scoring import Distribution
from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.response import NO_TEAM, Group
from imroc_audit.model.results import Participation
from tests.analysis.attacker import Unknowns, attack_counts
from tests.ids import CARER, STAFF

Table = dict[str, dict[str, int]]
Value = TypeVar("Value")


def by_team(row: Mapping[str, Value]) -> dict[TeamName, Value]:
    return {TeamName(team): value for team, value in row.items()}


"""perspective -> team -> respondents"""


def groups(table: Table) -> dict[Group, int]:
    return {Group(PerspectiveId(one), TeamName(team)): n for one, row in table.items() for team, n in row.items()}


def protect(table: Table, threshold: int = 10) -> Protected:
    return protect_counts(groups(table), threshold)


def hidden_teams(table: Table, perspective: str = "staff", threshold: int = 10) -> set[str]:
    return {cell.team for cell in protect(table, threshold).cells if cell.perspective == perspective}


def publish(table: Table, threshold: int) -> Participation:
    """The table of respondents as it is published."""
    protected = protect(table, threshold)
    teams = list(dict.fromkeys(team for row in table.values() for team in row))
    down = {team: sum(row[team] for row in table.values()) for team in teams}
    return Participation(
        counts={
            one: {team: None if (one, team) in protected.cells else n for team, n in row.items()}
            for one, row in table.items()
        },
        perspectives={one: None if one in protected.perspectives else sum(row.values()) for one, row in table.items()},
        teams={team: None if team in protected.teams else n for team, n in down.items()},
        total=None if protected.total else sum(down.values()),
    )


def scores(*values: int) -> Distribution:
    """A distribution of scores from 0 to 100, given one by one."""
    distinct, people = np.unique(np.array(values, dtype=np.int64), return_counts=True)
    return Distribution(distinct, people.astype(np.int64), 100)


def alike(n: int, score: int = 50) -> Distribution:
    return scores(*[score] * n)


def mixed(n: int) -> Distribution:
    """People half of whom are at either end."""
    return scores(*([0, 100] * n)[:n])


cell_counts = st.one_of(st.just(0), st.integers(1, 9), st.integers(5, 15), st.integers(10, 60))
thresholds = st.integers(3, 12)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    perspectives, teams = draw(st.integers(1, 5)), draw(st.integers(1, 8))
    return {f"p{p}": {f"t{t}" if t else NO_TEAM: draw(cell_counts) for t in range(teams)} for p in range(perspectives)}


@st.composite
def rows(draw: st.DrawFn) -> dict[TeamName, Distribution]:
    """Scores of one perspective by team: spread out, close together, or all the same."""
    row = {}
    for t in range(draw(st.integers(1, 8))):
        middle, reach = draw(st.integers(0, 100)), draw(st.sampled_from((0, 5, 100)))
        score = st.integers(max(0, middle - reach), min(100, middle + reach))
        row[TeamName(f"t{t}")] = scores(*draw(st.lists(score, min_size=0, max_size=draw(st.sampled_from((3, 12, 30))))))
    return row


class TestRespondents:
    def test_three_carers_go_with_the_total_and_not_with_another_perspective(self) -> None:
        found = protect({"staff": {NO_TEAM: 42}, "service_user": {NO_TEAM: 18}, "carer": {NO_TEAM: 3}})
        assert found.perspectives == {"carer"}
        assert found.total
        assert found.cells == {Group(CARER, NO_TEAM)}
        assert found.teams == {NO_TEAM}

    def test_nothing_is_hidden_where_every_group_is_large_enough_or_empty(self) -> None:
        assert protect({"staff": {"elm": 10, "oak": 0}, "service_user": {"elm": 11, "oak": 300}}) == Protected()

    def test_a_small_team_goes_with_the_smallest_other_and_both_totals(self) -> None:
        found = protect(
            {"staff": {"elm": 4, "oak": 40, "ash": 12, "fir": 0}, "carer": dict.fromkeys(("elm", "oak"), 10)}
        )
        assert found.cells == {Group(STAFF, TeamName("elm")), Group(STAFF, TeamName("ash"))}
        assert found.teams == {"elm", "ash"}
        assert not found.perspectives
        assert not found.total

    def test_of_two_equal_teams_the_first_by_name_goes(self) -> None:
        assert hidden_teams({"staff": {"oak": 12, "elm": 4, "ash": 12}}) == {"elm", "ash"}

    def test_small_teams_that_protect_one_another_cost_no_other_team(self) -> None:
        assert hidden_teams({"staff": {"elm": 6, "oak": 7, "ash": 30}}) == {"elm", "oak"}

    def test_small_teams_that_are_few_together_cost_another_team(self) -> None:
        assert hidden_teams({"staff": {"elm": 5, "oak": 5, "ash": 30, "fir": 31}}) == {"elm", "oak", "ash"}

    def test_where_no_team_is_left_to_give_up_zeros_are_hidden_too(self) -> None:
        row = {f"t{number}": 1 for number in range(10)} | {"empty": 0}
        assert hidden_teams({"staff": row}) == set(row)
        assert possible_counts(by_team(row), frozenset(by_team(row))) == (0, 10)

    def test_a_hidden_perspective_is_hidden_in_every_team(self) -> None:
        found = protect({"carer": {"elm": 3, "oak": 0}, "staff": {"elm": 20, "oak": 20}})
        assert found.cells == {Group(CARER, TeamName("elm")), Group(CARER, TeamName("oak"))}
        assert found.teams == {"elm", "oak"}

    @pytest.mark.parametrize(
        ("table", "expected"),
        [
            ({}, Protected()),
            ({"staff": {"elm": 0}}, Protected()),
            ({"staff": {"elm": 10}}, Protected()),
            (
                {"staff": {"elm": 9}},
                Protected(
                    frozenset({Group(STAFF, TeamName("elm"))}),
                    frozenset({STAFF}),
                    frozenset({TeamName("elm")}),
                    total=True,
                ),
            ),
        ],
    )
    def test_tables_of_hardly_anything(self, table: Table, expected: Protected) -> None:
        assert protect(table) == expected

    def test_cells_left_out_count_as_zero(self) -> None:
        full = {"staff": {"elm": 4, "oak": 0}, "carer": {"elm": 0, "oak": 30}}
        sparse = {group: n for group, n in groups(full).items() if n}
        assert protect_counts(sparse, 10) == protect(full)

    @pytest.mark.parametrize("threshold", [2, 1, 0, -1])
    def test_a_threshold_below_three_is_refused(self, threshold: int) -> None:
        with pytest.raises(ValueError, match="cannot be below 3"):
            protect_counts({}, threshold)
        with pytest.raises(ValueError, match="cannot be below 3"):
            protect_row(by_team({}), frozenset(), threshold)

    @given(tables(), thresholds, st.randoms(use_true_random=False))
    def test_the_order_of_the_input_does_not_matter(self, table: Table, threshold: int, order: random.Random) -> None:
        shuffled = list(groups(table).items())
        order.shuffle(shuffled)
        assert protect_counts(dict(shuffled), threshold) == protect(table, threshold)

    @given(tables(), thresholds, st.integers(0, 50))
    def test_more_people_where_there_are_enough_hides_nothing(self, table: Table, threshold: int, more: int) -> None:
        enough = {one: {t: n + threshold if n else 0 for t, n in row.items()} for one, row in table.items()}
        larger = {one: {t: n + more if n else 0 for t, n in row.items()} for one, row in enough.items()}
        assert protect(enough, threshold) == protect(larger, threshold) == Protected()

    @given(tables(), thresholds)
    def test_everything_below_the_threshold_is_hidden_and_no_perspective_above_it(
        self, table: Table, threshold: int
    ) -> None:
        found = protect(table, threshold)
        assert {group for group, n in groups(table).items() if 0 < n < threshold} <= found.cells
        assert found.perspectives == {one for one, row in table.items() if 0 < sum(row.values()) < threshold}

    @given(tables(), thresholds)
    def test_in_every_published_total_the_hidden_are_none_or_two_and_enough(self, table: Table, threshold: int) -> None:
        found, counts = protect(table, threshold), groups(table)
        totals = [
            [Group(PerspectiveId(one), TeamName(team)) for team in row]
            for one, row in table.items()
            if one not in found.perspectives
        ]
        totals += [
            [Group(PerspectiveId(one), TeamName(team)) for one in table]
            for team in next(iter(table.values()))
            if team not in found.teams
        ]
        totals += [list(counts)] if not found.total and not found.cells else []
        for total in totals:
            hidden = [counts[group] for group in total if group in found.cells]
            assert not hidden or (len(hidden) > 1 and sum(hidden) >= threshold)

    @given(tables(), thresholds)
    def test_a_row_gives_up_one_large_team_at_most(self, table: Table, threshold: int) -> None:
        for one, row in table.items():
            large = [team for team in hidden_teams(table, one, threshold) if row[team] >= threshold]
            assert len(large) <= 1


class TestAttackOnRespondents:
    """A linear program over the whole table, which knows the rules, must not narrow a hidden count down."""

    @settings(deadline=None)
    @given(tables(), thresholds)
    def test_no_hidden_count_is_pinned(self, table: Table, threshold: int) -> None:
        found = attack_counts(publish(table, threshold), threshold)
        for (one, team), feasible in found.cells.items():
            row, total = table[one], sum(table[one].values())
            assert feasible.low <= row[team] <= feasible.high
            if total < threshold:
                assert feasible == ((0 if len(row) > 1 else 1), threshold - 1)
            else:
                assert feasible.low <= 1
                assert feasible.high >= threshold

    @settings(deadline=None)
    @given(tables(), thresholds)
    def test_no_hidden_margin_is_pinned(self, table: Table, threshold: int) -> None:
        found = attack_counts(publish(table, threshold), threshold)
        assert all(feasible == (1, threshold - 1) for feasible in found.perspectives.values())
        margins = [*found.teams.values(), *([found.total] if found.total else [])]
        assert all(feasible.width >= threshold - 2 for feasible in margins)

    @settings(deadline=None)
    @given(tables(), thresholds)
    def test_the_closed_form_is_what_the_linear_program_finds(self, table: Table, threshold: int) -> None:
        protected, found = protect(table, threshold), attack_counts(publish(table, threshold), threshold)
        for (one, team), feasible in found.cells.items():
            if one not in protected.perspectives:
                hidden = frozenset(cell.team for cell in protected.cells if cell.perspective == one)
                assert possible_counts(by_team(table[one]), hidden) == pytest.approx(feasible), team

    def test_the_attacker_does_find_a_count_that_a_total_gives_away(self) -> None:
        table = {"staff": {"elm": 42}, "service_user": {"elm": 18}, "carer": {"elm": 3}}
        careless = publish(table, 10).model_copy(update={"total": 63})
        assert attack_counts(careless, 10).cells["carer", "elm"] == (3, 3)

    @pytest.mark.parametrize(("teams", "most", "threshold"), [(2, 14, 5), (3, 14, 5), (3, 12, 4), (4, 10, 3)])
    def test_knowing_how_it_works_rules_out_nothing_from_a_small_count_to_the_threshold(
        self, teams: int, most: int, threshold: int
    ) -> None:
        """Every row that gives the same published row, by trying all of them (a minimality attack)."""
        alternatives = defaultdict(list)
        for counts in itertools.product(range(most + 1), repeat=teams):
            row = {f"t{number}": n for number, n in enumerate(counts)}
            if threshold <= sum(counts) <= most:
                hidden = hidden_teams({"staff": row}, threshold=threshold)
                shown = tuple(None if team in hidden else n for team, n in row.items())
                alternatives[sum(counts), shown].append(counts)
        for (_, shown), all_counts in alternatives.items():
            for place in (place for place, n in enumerate(shown) if n is None):
                possible = {counts[place] for counts in all_counts}
                small = {n for n in possible if 0 < n < threshold}
                assert not small or set(range(min(small), threshold)) <= possible


class TestStatements:
    def test_a_statement_that_few_chose_an_option_for_goes_with_the_one_that_fewest_others_did(self) -> None:
        assert protect_statements({1: 40, 2: 9, 3: 12, 4: 30}, 10, few=False) == {2, 3}

    def test_of_statements_answered_by_as_many_the_first_goes_along(self) -> None:
        assert protect_statements({1: 40, 2: 40, 3: 4}, 10, few=False) == {1, 3}

    def test_where_few_are_left_over_two_more_than_the_small_ones_are_hidden(self) -> None:
        assert protect_statements({1: 40, 2: 38, 3: 39, 4: 40}, 10, few=True) == {2, 3}
        assert protect_statements({1: 40, 2: 38, 3: 9, 4: 40}, 10, few=True) == {1, 2, 3}

    @pytest.mark.parametrize(
        ("bases", "hidden"), [({}, set()), ({1: 10}, set()), ({1: 9}, {1}), ({1: 0, 2: 50}, {1, 2})]
    )
    def test_none_one_and_two_statements(self, bases: dict[int, int], hidden: set[int]) -> None:
        assert protect_statements(bases, 10, few=False) == hidden

    @given(st.dictionaries(st.integers(0, 9), st.integers(0, 30)), st.booleans(), thresholds)
    def test_hidden_are_none_or_at_least_two_and_everyone_below_the_threshold(
        self, bases: dict[int, int], few: bool, threshold: int
    ) -> None:
        hidden = protect_statements(bases, threshold, few=few)
        assert {statement for statement, n in bases.items() if n < threshold} <= hidden
        assert len(hidden) != 1 or len(bases) == 1
        assert len(hidden) > 1 or len(bases) < 2 or not few

    @pytest.mark.parametrize(
        ("classes", "few"),
        [
            ((), False),
            ((0, 0, 0, 40, 0), False),  # everyone answered all four
            ((0, 0, 1, 40, 0), True),  # one left one out
            ((0, 0, 0, 40, 1), True),  # one answered too little for a score
            ((0, 13, 0, 1, 0), True),  # one answered all, where nobody else did
            ((0, 4, 0, 30, 0), True),  # four had a shorter form
            ((0, 0, 9, 40, 0), True),
            ((0, 0, 10, 40, 0), False),
            ((0, 1, 9, 40, 0), False),  # the one cannot be told from the nine
        ],
    )
    def test_who_is_left_over_between_a_score_and_its_statements(self, classes: tuple[int, ...], few: bool) -> None:
        assert few_apart(classes, 10) is few


class TestScores:
    def test_nothing_is_hidden_where_every_team_is_large_enough(self) -> None:
        found = protect_row(by_team({"elm": mixed(10), "oak": alike(30)}), frozenset(), 10)
        assert not found.teams
        assert not found.narrow

    def test_what_is_hidden_among_respondents_stays_hidden(self) -> None:
        found = protect_row(by_team({"elm": mixed(20), "oak": mixed(30)}), frozenset({TeamName("elm")}), 10)
        assert found.teams == {"elm"}

    def test_a_team_with_too_few_scores_goes_with_the_smallest_other(self) -> None:
        found = protect_row(by_team({"elm": mixed(9), "oak": mixed(30), "ash": mixed(20)}), frozenset(), 10)
        assert found.teams == {"elm", "ash"}

    def test_no_total_is_published_for_a_perspective_with_too_few_scores(self) -> None:
        found = protect_row(by_team({"elm": mixed(4), "oak": mixed(5)}), frozenset(), 10)
        assert found.teams == {"elm", "oak"}

    def test_a_team_that_took_part_and_was_silent_is_not_hidden_alone(self) -> None:
        row = {"elm": mixed(30), "oak": mixed(20), "ash": scores(), "fir": mixed(40)}
        assert {"ash", "oak"} < protect_row(by_team(row), frozenset(), 10).teams < set(row)

    def test_a_team_is_not_hidden_behind_others_that_answered_the_same(self) -> None:
        row = {"elm": alike(5), "oak": alike(10), "ash": alike(11), "fir": mixed(40)}
        assert protect_row(by_team(row), frozenset(), 10).teams == {
            "elm",
            "oak",
            "ash",
            "fir",
        }  # which one would do tells

    def test_a_team_already_hidden_in_which_nobody_has_a_score_protects_nobody(self) -> None:
        row = {"elm": mixed(8), "oak": scores(), "ash": mixed(20), "fir": mixed(30)}
        assert protect_row(by_team(row), frozenset({TeamName("elm"), TeamName("oak")}), 10).teams == {
            "elm",
            "oak",
            "ash",
        }

    def test_a_perspective_of_one_mind_hides_its_teams_and_says_so(self) -> None:
        found = protect_row(by_team({"elm": alike(5), "oak": alike(50), "ash": alike(60)}), frozenset(), 10)
        assert found.teams == {"elm", "oak", "ash"}
        assert found.narrow

    def test_a_perspective_nearly_all_in_one_small_team_says_so(self) -> None:
        row = {"elm": scores(*range(10, 100, 10)), "oak": scores(50)}
        assert protect_row(by_team(row), frozenset({TeamName("elm"), TeamName("oak")}), 10).narrow
        assert not protect_row(
            by_team(row | {"ash": mixed(30)}), frozenset({TeamName("elm"), TeamName("oak")}), 10
        ).narrow

    @given(rows(), thresholds, st.randoms(use_true_random=False))
    def test_the_order_of_the_input_does_not_matter(
        self, row: dict[TeamName, Distribution], threshold: int, order: random.Random
    ) -> None:
        shuffled = list(row.items())
        order.shuffle(shuffled)
        assert protect_row(dict(shuffled), frozenset(), threshold) == protect_row(row, frozenset(), threshold)

    @given(rows(), thresholds)
    def test_no_team_is_hidden_for_nothing(self, row: dict[TeamName, Distribution], threshold: int) -> None:
        found = protect_row(row, frozenset(), threshold)
        for team in found.teams:
            if row[team].n >= threshold and found.teams != frozenset(row):
                pool = [row[other].n for other in found.teams - {team} if row[other].n]
                assert len(pool) < 2 or sum(pool) < threshold

    @given(rows(), thresholds)
    def test_every_row_is_safe_unless_it_says_that_it_is_narrow(
        self, row: dict[TeamName, Distribution], threshold: int
    ) -> None:
        assume(sum(found.n for found in row.values()) >= threshold)
        found = protect_row(row, frozenset(), threshold)
        assert found.narrow or safe(row, found.teams, threshold)
        if found.narrow:
            assert found.teams >= {team for team, scored in row.items() if scored.n}


def safe(row: Mapping[TeamName, Distribution], hidden: frozenset[TeamName], threshold: int) -> bool:
    """Written out one person at a time: the rule, and room for the mean of every small team."""
    small = [found.n for found in row.values() if 0 < found.n < threshold]
    if not small:
        return True
    pool = sorted(score for team in hidden for score in np.repeat(row[team].values, row[team].people).tolist())
    enough = len([team for team in hidden if row[team].n]) > 1 and len(pool) >= threshold
    return enough and all(sum(pool[-n:]) - sum(pool[:n]) >= WIDTH * n for n in small)


class TestAttackOnScores:
    """What linear programs and inequalities make of a row's hidden scores."""

    @settings(deadline=None)
    @given(rows())
    def test_possible_sums_are_what_sharing_out_the_pool_can_give(self, row: dict[TeamName, Distribution]) -> None:
        """A transportation problem: people at each score, shared out among teams of known size."""
        pool = [found for found in row.values() if found.n]
        assume(pool)
        people = np.sum([np.bincount(found.values, found.people, 101) for found in pool], axis=0)
        at = [int(score) for score in np.flatnonzero(people)]
        unknowns = Unknowns()
        unknowns.add("one", 1.0, 1.0)
        unknowns.add("sum")
        for place, score in itertools.product(range(len(pool)), at):
            unknowns.add((place, score))
        for score in at:
            unknowns.equations.append(
                {"one": -float(people[score])} | {(place, score): 1.0 for place in range(len(pool))}
            )
        for place, found in enumerate(pool):
            unknowns.equations.append({"one": -float(found.n)} | {(place, score): 1.0 for score in at})
        unknowns.equations.append({"sum": -1.0} | {(0, score): float(score) for score in at})
        low, high = possible_sums(pool, pool[0].n)
        assert unknowns.range("sum") == pytest.approx((low, high), abs=1e-6)

    @settings(deadline=None)
    @given(rows(), thresholds)
    def test_sums_and_squares_leave_the_mean_of_a_small_team_as_wide_as_promised(
        self, row: dict[TeamName, Distribution], threshold: int
    ) -> None:
        """The attacker knows every count, and the sum and the sum of squares of the hidden scores."""
        found = protect_row(row, frozenset(), threshold)
        pool = [row[team] for team in found.teams]
        n_all, total = sum(one.n for one in pool), sum(one.total for one in pool)
        assume(not found.narrow and n_all >= threshold)
        squares = sum(int((one.values**2) @ one.people) for one in pool)
        variance = squares / n_all - (total / n_all) ** 2
        for n in (one.n for one in pool if 0 < one.n < threshold):
            unknowns = Unknowns()
            unknowns.add("pool", total, total)
            unknowns.add("own", 0, 100 * n)
            unknowns.add("others", 0, 100 * (n_all - n))
            unknowns.total("pool", ["own", "others"])
            low, high = (end / n for end in unknowns.range("own"))
            reach = np.sqrt(variance * (n_all - n) / n)
            low, high = max(low, total / n_all - reach), min(high, total / n_all + reach)
            assert high - low >= WIDTH - 1e-6
