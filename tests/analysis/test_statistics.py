"""Every statistic against a published or hand-worked answer, and at its edges."""

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.analysis.consensus import consensus, is_divided, opinion
from imroc_audit.analysis.gaps import cliffs_delta, difference
from imroc_audit.analysis.multiplicity import holm
from imroc_audit.analysis.priorities import borda, competition_ranks, equal_voice_borda, voters, votes
from imroc_audit.analysis.reliability import cronbach_alpha
from imroc_audit.analysis.scoring import (
    Distribution,
    mean_interval,
    statement_mean,
)


def scores(*values: float) -> Distribution:
    """A distribution of scores from 0 to 100, given one by one."""
    distinct, people = np.unique(np.array(values, dtype=np.int64), return_counts=True)
    return Distribution(distinct, people.astype(np.int64), 100)


def spread(counts: dict[int, int]) -> Distribution:
    return scores(*(value for value, people in counts.items() for _ in range(people)))


def alpha(rows: Sequence[Sequence[int]]) -> float | None:
    matrix = np.array(rows, dtype=np.int64)
    return cronbach_alpha(len(matrix), matrix.sum(axis=0), matrix.T @ matrix)


NOBODY, ONE, TWO, ALL_EQUAL = scores(), scores(50), scores(40, 60), scores(70, 70, 70)

# R's datasets::attitude (Chatterjee & Price 1977): rating, complaints, privileges, learning, raises, critical, advance
ATTITUDE = """
43 51 30 39 61 92 45  63 64 51 54 63 73 47  71 70 68 69 76 86 48  61 63 45 47 54 84 35  81 78 56 66 71 83 47
43 55 49 44 54 49 34  58 67 42 56 66 68 35  71 75 50 55 70 66 41  72 82 72 67 71 83 31  67 61 45 47 62 80 41
64 53 53 58 58 67 34  67 60 47 39 59 74 41  69 62 57 42 55 63 25  68 83 83 45 59 77 35  77 77 54 72 79 77 46
81 90 50 72 60 54 36  74 85 64 69 79 79 63  65 60 65 75 55 80 60  65 70 46 57 75 85 46  50 58 68 54 64 78 52
50 40 33 34 43 64 33  64 61 52 62 66 80 41  53 66 52 50 63 80 37  40 37 42 58 50 57 49  63 54 42 48 66 75 33
66 77 66 63 88 76 72  78 75 58 74 80 78 49  48 57 44 45 51 83 38  85 85 71 71 77 74 55  82 82 39 59 64 78 39
"""


class TestCronbachAlpha:
    def test_worked_example(self) -> None:
        assert alpha([[2, 3, 3], [4, 4, 5], [3, 3, 4], [5, 4, 5], [1, 2, 2]]) == pytest.approx(0.955556, abs=5e-7)

    def test_attitude_data_of_r(self) -> None:
        numbers = [int(number) for number in ATTITUDE.split()]
        rows = [numbers[start : start + 7] for start in range(0, len(numbers), 7)]
        assert len(rows) == 30
        assert alpha(rows) == pytest.approx(0.84314, abs=5e-6)

    def test_undefined_below_two_people_or_two_statements_or_without_any_difference(self) -> None:
        assert cronbach_alpha(0, np.zeros(3, dtype=np.int64), np.zeros((3, 3), dtype=np.int64)) is None
        assert alpha([[1, 2, 3]]) is None
        assert alpha([[1], [2], [3]]) is None
        assert alpha([[2, 2], [2, 2]]) is None

    def test_identical_statements_give_one(self) -> None:
        assert alpha([[0, 0], [4, 4]]) == pytest.approx(1.0)


class TestConsensus:
    @pytest.mark.parametrize(
        ("counts", "expected"),
        [
            ((30, 40, 210, 130, 530, 50, 10), 0.725688),
            ((5, 0, 0, 0, 5), 0.0),
            ((1, 1, 1, 1, 1), 0.433985),
            ((1, 2, 4, 8, 5), 0.596832),
            ((0, 7, 0), 1.0),
            ((1, 0), 1.0),
            ((0, 0, 0, 0, 2), 1.0),
        ],
    )
    def test_published_values(self, counts: tuple[int, ...], expected: float) -> None:
        assert consensus(counts) == pytest.approx(expected, abs=5e-7)

    def test_nobody_is_refused(self) -> None:
        with pytest.raises(ValueError, match="at least one answer"):
            consensus((0, 0, 0))

    @given(st.lists(st.integers(0, 50), min_size=2, max_size=10).filter(any))
    def test_lies_between_0_and_1_and_reads_the_same_from_both_ends(self, counts: list[int]) -> None:
        value = consensus(counts)
        assert -1e-12 <= value <= 1 + 1e-12
        assert value == pytest.approx(consensus(counts[::-1]))

    @pytest.mark.parametrize(
        ("value", "word"),
        [
            (0.0, "divided"),
            (0.49, "divided"),
            (0.5, "mixed"),
            (0.7, "close together"),
            (1, "close together"),
        ],
    )
    def test_consensus_has_a_word(self, value: float, word: str) -> None:
        assert opinion(value) == word

    def test_a_group_is_divided_only_where_that_is_known(self) -> None:
        assert is_divided(0.49)
        assert not is_divided(0.5)
        assert not is_divided(None)


class TestCliffsDelta:
    def test_published_example(self) -> None:
        found = cliffs_delta(scores(10, 10, 20, 20, 20, 30, 30, 30, 40, 50), scores(10, 20, 30, 40, 40, 50))
        assert found is not None
        assert found.interval is not None
        assert found.delta == pytest.approx(-0.25)
        assert found.interval == pytest.approx((-0.7265846, 0.3890062), abs=5e-8)

    def test_staff_and_service_users(self) -> None:
        found = cliffs_delta(spread({2: 2, 3: 10, 4: 12, 5: 6}), spread({1: 3, 2: 8, 3: 9, 4: 5}))
        assert found is not None
        assert found.interval is not None
        assert found.delta == pytest.approx(0.5707, abs=5e-5)
        assert found.probability_of_superiority == pytest.approx(0.785, abs=5e-4)
        # The published limits (0.3043, 0.7542) come from a t rounded on the way; ours differ by 0.00015.
        assert found.interval == pytest.approx((0.3043, 0.7542), abs=2e-4)

    def test_no_overlap_has_no_interval(self) -> None:
        found = cliffs_delta(scores(80, 90), scores(10, 20))
        assert found is not None
        assert (found.delta, found.probability_of_superiority, found.interval) == (1.0, 1.0, None)

    def test_all_equal_is_an_even_chance(self) -> None:
        found = cliffs_delta(ALL_EQUAL, ALL_EQUAL)
        assert found is not None
        assert (found.delta, found.probability_of_superiority) == (0.0, 0.5)

    def test_one_person_has_no_interval_and_nobody_no_delta(self) -> None:
        found = cliffs_delta(ONE, TWO)
        assert found is not None
        assert found.interval is None
        assert cliffs_delta(NOBODY, TWO) is None

    @given(
        st.lists(st.integers(0, 20), min_size=1, max_size=30),
        st.lists(st.integers(0, 20), min_size=1, max_size=30),
    )
    def test_equals_the_count_over_all_pairs_and_turns_round(self, x: list[int], y: list[int]) -> None:
        found, back = cliffs_delta(scores(*x), scores(*y)), cliffs_delta(scores(*y), scores(*x))
        assert found is not None
        assert back is not None
        pairs = [(a > b) - (a < b) for a in x for b in y]
        assert found.delta == pytest.approx(sum(pairs) / len(pairs))
        assert back.delta == pytest.approx(-found.delta)

    def test_scores_of_very_fine_units_are_counted_exactly(self) -> None:
        unit = 9 * math.lcm(*range(1, 41))  # a challenge of 40 statements with ten options
        low, high = np.array([0, unit], dtype=np.int64), np.array([0, unit], dtype=np.int64)
        first = Distribution(low, np.array([30_000, 70_000]), unit)
        second = Distribution(high, np.array([70_000, 30_000]), unit)
        found = cliffs_delta(first, second)
        coarse = cliffs_delta(spread({0: 300, 100: 700}), spread({0: 700, 100: 300}))
        assert found is not None
        assert coarse is not None
        assert found.delta == coarse.delta == pytest.approx(0.4)
        assert found.interval is not None
        assert found.interval.high - found.interval.low < 0.02

    def test_groups_in_different_units_are_compared_exactly(self) -> None:
        thirds = Distribution(np.array([1, 2]), np.array([5, 5]), 3)
        found = cliffs_delta(thirds, scores(33, 67))
        assert found is not None
        assert found.delta == 0.0  # 33.3 is above 33, and 66.7 below 67: 3 of 4 pairs are not ties, two each way


class TestDifference:
    def test_welch_by_hand(self) -> None:
        # standard error sqrt(166.667 / 4 + 250 / 5) = 9.574; df 6.981; t 2.3657
        found = difference(scores(10, 20, 30, 40), scores(40, 50, 60, 70, 80))
        assert found is not None
        assert found.interval is not None
        assert found.estimate == pytest.approx(-35.0)
        assert found.interval == pytest.approx((-57.652, -12.348), abs=1e-3)

    def test_no_interval_reaches_beyond_what_two_scores_can_differ(self) -> None:
        # means 98 and 1; standard error sqrt(40 / 10 + 10 / 10) = 2.236; df 13.235; t 2.1564
        found = difference(scores(*[100] * 9, 80), scores(*[0] * 9, 10))
        assert found is not None
        assert found.interval is not None
        assert found.interval.low == pytest.approx(92.178, abs=1e-3)
        assert found.interval.high == 100.0

    def test_edges(self) -> None:
        assert difference(NOBODY, TWO) is None
        lone = difference(ONE, TWO)
        assert lone is not None
        assert (lone.estimate, lone.interval) == (0.0, None)
        alike = difference(ALL_EQUAL, ALL_EQUAL)
        assert alike is not None
        assert alike.interval == (0.0, 0.0)


class TestMeanInterval:
    def test_t_interval_by_hand(self) -> None:
        # n 5, mean 30, sd 15.8114, t(4) 2.776445
        assert mean_interval(scores(10, 20, 30, 40, 50)) == pytest.approx((10.36757, 49.63243), abs=1e-4)

    def test_finite_population_correction(self) -> None:
        # sqrt((9 - 5) / (9 - 1)) = 0.70711
        assert mean_interval(scores(10, 20, 30, 40, 50), 9) == pytest.approx((16.11778, 43.88222), abs=1e-4)

    def test_everyone_answered_leaves_no_doubt(self) -> None:
        assert mean_interval(scores(10, 20, 30), 3) == (20.0, 20.0)

    def test_a_population_smaller_than_the_answers_is_left_out_of_account(self) -> None:
        assert mean_interval(scores(10, 20, 30), 2) == mean_interval(scores(10, 20, 30))

    def test_edges(self) -> None:
        assert mean_interval(NOBODY) is None
        assert mean_interval(ONE) is None
        assert mean_interval(ALL_EQUAL) == (70.0, 70.0)
        assert mean_interval(TWO) == (0.0, 100.0)
        assert (NOBODY.mean, NOBODY.variance, ONE.mean, ONE.variance) == (None, None, 50.0, None)

    def test_statement_mean_of_nobody_is_none(self) -> None:
        points = np.arange(5)
        assert statement_mean(points, np.zeros(5, dtype=np.int64)) is None
        assert statement_mean(points, np.array([0, 0, 1, 0, 1])) == 3.0


class TestOtherIntervalsAndWeights:
    def test_holm(self) -> None:
        assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
        assert holm([]) == ()
        assert holm([0.9, 0.8]) == (1.0, 1.0)


class TestPriorities:
    RANKS = np.array([[4, 0, 5], [3, 6, 0], [2, 3, 4]])  # 4 x ABC, 3 x BCA, 2 x CBA

    def test_borda_of_full_rankings(self) -> None:
        assert borda(self.RANKS) == (8, 12, 7)
        assert votes(self.RANKS) == (9, 9, 9)
        assert voters(self.RANKS) == 9

    def test_what_is_not_chosen_gets_nothing(self) -> None:
        assert borda(np.array([[1, 0], [0, 1], [0, 0], [0, 0]])) == (3, 2, 0, 0)

    def test_equal_voice_does_not_let_many_outvote_few(self) -> None:
        many, few = np.array([[90], [10]]), np.array([[0], [10]])
        points = equal_voice_borda([many, few])
        assert points is not None
        assert points == (Fraction(9, 20), Fraction(11, 20))  # the pooled vote would be 90 to 20

    def test_points_that_are_equal_share_a_rank_whichever_way_they_came_about(self) -> None:
        # first choices of 2, 2 and 6 voters: 0 + 1/2 + 4/6 and 1/2 + 1/2 + 1/6, which floats tell apart
        first_choices = [np.array([[0], [1], [1]]), np.array([[1], [1], [0]]), np.array([[4], [1], [1]])]
        points = equal_voice_borda(first_choices)
        assert points is not None
        assert points[0] == points[1] == Fraction(7, 9)
        assert competition_ranks(points) == (1, 1, 3)

    def test_nobody_chose(self) -> None:
        assert equal_voice_borda([np.zeros((3, 2), dtype=np.int64)]) is None
        assert voters(np.zeros((3, 0), dtype=np.int64)) == 0

    def test_equals_share_a_rank(self) -> None:
        assert competition_ranks([5.0, 3.0, 5.0, 1.0]) == (1, 3, 1, 4)
