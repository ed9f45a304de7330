"""The tally counts exactly, adds in any split and order, and agrees with a count by hand."""

import math
import random
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from itertools import product
from operator import add

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.analysis.scoring import score_distribution
from imroc_audit.model.ids import ChallengeId, PerspectiveId, StatementId, TeamName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import Group
from imroc_audit.tally import AnswerLayout, Counts, Row, Tally, tally, tally_batches
from tests.ids import CARER, STAFF

LAYOUT = AnswerLayout(
    options=5,
    statements=(
        StatementId("c01.1"),
        StatementId("c01.2"),
        StatementId("c02.1"),
        StatementId("c02.2"),
        StatementId("c02.3"),
    ),
    challenges=(ChallengeId("c01"), ChallengeId("c02")),
    sizes=(2, 3),
    reverse=(False, True, False, False, False),
    ranks=2,
)

rows_strategy = st.lists(
    st.tuples(
        st.sampled_from(["staff", "service_user", "carer"]),
        st.sampled_from(["", "elm", "oak"]),
        st.text("01234?-._", min_size=5, max_size=5),
        st.sampled_from(["", "c01", "c02", "c01 c02", "c02 c01"]),
    ),
    max_size=40,
)


def test_the_layout_follows_the_questionnaire(tiny: Questionnaire) -> None:
    assert AnswerLayout.of(tiny) == LAYOUT


def test_options_are_counted_as_people_chose_them(table: Callable[[str], list[Row]]) -> None:
    counted = tally(
        LAYOUT,
        table("""
        staff  elm  04321
        staff  elm  04?-.
        carer  oak  1234_
    """),
    )
    staff = counted.groups[Group(STAFF, TeamName("elm"))]
    assert staff.respondents == 2
    assert staff.options.tolist() == [
        # 0  1  2  3  4  ?  -  .  _
        [2, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 2, 0, 0, 0, 0],
        [0, 0, 0, 1, 0, 1, 0, 0, 0],
        [0, 0, 1, 0, 0, 0, 1, 0, 0],
        [0, 1, 0, 0, 0, 0, 0, 1, 0],
    ]
    assert counted.of(CARER).options[4].tolist() == [0, 0, 0, 0, 0, 0, 0, 0, 1]


def test_a_reversed_statement_is_turned_round_in_points_and_not_in_options(
    table: Callable[[str], list[Row]],
) -> None:
    counts = tally(LAYOUT, table("staff - 44...")).of()
    assert counts.options[1].tolist()[:5] == [0, 0, 0, 0, 1]
    assert np.argwhere(counts.scores[0]).tolist() == [[2, 4]]  # 4 + (4 - 4) points on two statements


@pytest.mark.parametrize(
    ("answers", "scored"),
    [
        ("..432", True),
        ("..4?.", False),  # one of three that apply
        ("..4--", True),  # one of the one that applies
        ("..4-?", True),  # one of two that apply: exactly half
        ("..?--", False),
        ("..___", False),
        ("..4._", True),  # not asked is not applicable either
        ("..---", False),
    ],
)
def test_a_challenge_has_a_score_when_half_of_what_applies_is_answered(answers: str, scored: bool) -> None:
    counts = tally(LAYOUT, [("staff", "", answers, "")]).of()
    assert score_distribution(LAYOUT, 1, counts.scores[1]).n == (1 if scored else 0)


def test_priorities_are_counted_by_rank(table: Callable[[str], list[Row]]) -> None:
    counts = tally(
        LAYOUT,
        table("""
        staff - 00000 c01 c02
        staff - 00000 c02
        staff - 00000
    """),
    ).of()
    assert counts.priorities.tolist() == [[1, 0], [1, 1]]


@pytest.mark.parametrize("answers", ["0000", "000000", "0000x", "00005", "0000\u0660", "0000é"])
def test_answers_that_do_not_fit_are_refused_without_being_repeated(answers: str) -> None:
    with pytest.raises(ValueError, match="an answer string") as refused:
        tally(LAYOUT, [("staff", "", "00000", ""), ("staff", "", answers, "")])
    assert answers not in str(refused.value)


@pytest.mark.parametrize("priorities", ["c03", "c01 c01", "c01 c02 c01"])
def test_priorities_that_do_not_fit_are_refused(priorities: str) -> None:
    with pytest.raises(ValueError, match="priorities does not fit"):
        tally(LAYOUT, [("staff", "", "00000", priorities)])


def test_nobody_is_an_empty_tally() -> None:
    assert tally(LAYOUT, []).of().respondents == 0


def test_tallies_of_different_questionnaires_do_not_add() -> None:
    other = AnswerLayout(2, (StatementId("a"),), (ChallengeId("c"),), (1,), (False,), 0)
    with pytest.raises(ValueError, match="different questionnaires"):
        tally(LAYOUT, []) + tally(other, [])


@given(rows=rows_strategy, seed=st.integers(0, 2**16), cuts=st.integers(1, 5))
def test_any_split_and_order_gives_the_identical_tally(rows: list[Row], seed: int, cuts: int) -> None:
    whole = tally(LAYOUT, rows)
    shuffled = random.Random(seed).sample(rows, len(rows))
    parts = [tally(LAYOUT, shuffled[start::cuts]) for start in range(cuts)]
    assert reduce(add, parts, Tally(LAYOUT, {})) == whole
    assert reduce(add, reversed(parts)) == whole


@given(a=rows_strategy, b=rows_strategy, c=rows_strategy)
def test_adding_is_associative_and_commutative(a: list[Row], b: list[Row], c: list[Row]) -> None:
    first, second, third = (tally(LAYOUT, rows) for rows in (a, b, c))
    assert (first + second) + third == first + (second + third)
    assert first + second == second + first


@given(rows=rows_strategy)
def test_batches_of_one_group_count_as_rows_do(rows: list[Row]) -> None:
    batches = (
        (Group(PerspectiveId(perspective), TeamName(team)), answers, ranked)
        for perspective, team, answers, ranked in rows
    )
    assert tally_batches(LAYOUT, batches) == tally(LAYOUT, rows)


@given(rows=rows_strategy)
def test_scores_from_the_tally_equal_scores_from_the_rows(rows: list[Row]) -> None:
    counts = tally(LAYOUT, rows).of()
    for number, part in enumerate(LAYOUT.slices):
        naive = [score for _, _, answers, _ in rows if (score := naive_score(answers, part)) is not None]
        found = score_distribution(LAYOUT, number, counts.scores[number])
        assert found.n == len(naive)
        if naive:
            assert found.mean == pytest.approx(float(np.mean(naive)))
        if len(naive) > 1:
            assert found.variance == pytest.approx(float(np.var(naive, ddof=1)), abs=1e-9)


@given(rows=rows_strategy)
def test_products_equal_those_of_complete_rows(rows: list[Row]) -> None:
    counts = tally(LAYOUT, rows).of()
    for number, part in enumerate(LAYOUT.slices):
        matrix = [[points(answers, place) for place in range(part.start, part.stop)] for _, _, answers, _ in rows]
        answered = [
            [value or 0 for value in row]
            for row, (_, _, answers, _) in zip(matrix, rows, strict=True)
            if all(value is not None or one == "_" for value, one in zip(row, answers[part], strict=True))
            and any(value is not None for value in row)
        ]
        whole = np.array(answered, dtype=np.int64).reshape(-1, part.stop - part.start)
        assert counts.complete[number] == len(whole)
        assert counts.sums[number, : LAYOUT.sizes[number]].tolist() == whole.sum(axis=0).tolist()
        products = counts.products[number, : LAYOUT.sizes[number], : LAYOUT.sizes[number]]
        assert products.tolist() == (whole.T @ whole).tolist()


def points(answers: str, place: int) -> int | None:
    """The points of one answer, worked out by hand."""
    if not answers[place].isdigit():
        return None
    return 4 - int(answers[place]) if LAYOUT.reverse[place] else int(answers[place])


def naive_score(answers: str, part: slice) -> float | None:
    """A respondent's score on one challenge as the rule has it, from the row alone."""
    given = [value for place in range(part.start, part.stop) if (value := points(answers, place)) is not None]
    applicable = sum(one not in "-_" for one in answers[part])
    return 25 * sum(given) / len(given) if given and len(given) >= applicable / 2 else None


WIDE = AnswerLayout(
    options=10,
    statements=tuple(StatementId(f"s{number:02}") for number in range(44)),
    challenges=(ChallengeId("wide"), ChallengeId("narrow")),
    sizes=(40, 4),
    reverse=(False,) * 44,
    ranks=0,
)


def test_twenty_statements_have_the_spread_that_numbers_without_an_end_have() -> None:
    layout = AnswerLayout(5, WIDE.statements[:20], (ChallengeId("c"),), (20,), (False,) * 20, 0)
    rows = [("staff", "", "4" * 20, "")] * 30 + [("staff", "", "0" * 20, "")] * 170
    found = score_distribution(layout, 0, tally(layout, rows).of().scores[0])
    assert found.mean == 15.0
    assert found.variance == pytest.approx(200 / 199 * 15 * 85)
    assert math.sqrt(found.variance or 0) == pytest.approx(35.80, abs=5e-3)


def test_forty_statements_and_a_hundred_thousand_people_are_counted_exactly() -> None:
    """Points and statements answered differ from person to person; the sums by hand, in fractions."""
    kinds = [(nines, answered) for nines in range(21) for answered in range(20, 41)] * 227
    lines = ["".join(("9" * nines).ljust(answered, "0").ljust(40, ".") + "1234") for nines, answered in kinds[:100_000]]
    counts = tally_batches(WIDE, [(Group(STAFF, TeamName("elm")), "\n".join(lines), "\n" * (len(lines) - 1))]).of()
    scores = [Fraction(100 * nines, answered) for nines, answered in kinds[:441]]
    total = 226 * sum(scores) + sum(scores[: 100_000 - 226 * 441])
    squares = 226 * sum(one**2 for one in scores) + sum(one**2 for one in scores[: 100_000 - 226 * 441])
    found = score_distribution(WIDE, 0, counts.scores[0])
    assert (counts.respondents, found.n) == (100_000, 100_000)
    assert found.mean == float(total / 100_000)
    assert found.variance == float((squares - total**2 / 100_000) / 99_999)


def test_a_wide_challenge_does_not_touch_the_others() -> None:
    narrow = AnswerLayout(10, WIDE.statements[40:], (ChallengeId("narrow"),), (4,), (False,) * 4, 0)
    answers = ["9876", "01.2", "5555", "3??-", "0009"]
    beside = tally(WIDE, [("staff", "", f"{'9' * 40}{one}", "") for one in answers]).of()
    alone = tally(narrow, [("staff", "", one, "") for one in answers]).of()
    mine, other = score_distribution(WIDE, 1, beside.scores[1]), score_distribution(narrow, 0, alone.scores[0])
    assert (mine.values.tolist(), mine.people.tolist(), mine.full) == (
        other.values.tolist(),
        other.people.tolist(),
        other.full,
    )


@given(rows=rows_strategy)
def test_what_is_added_up_is_added_up_once(rows: list[Row]) -> None:
    found = tally(LAYOUT, rows)
    for perspective, team in product((None, STAFF, CARER), (None, *map(TeamName, ("elm", "oak", "nowhere")))):
        chosen = [row for row in rows if perspective in (None, row[0]) and team in (None, row[1])]
        alone = sum(tally(LAYOUT, chosen).groups.values(), start=Counts.zero(LAYOUT))
        assert found.of(perspective, team) == alone
        assert found.of(perspective, team) is found.of(perspective, team)
