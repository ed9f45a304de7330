import pytest

from imroc_audit.model.ids import PerspectiveId
from imroc_audit.model.results import Gap, PerspectiveResult
from imroc_audit.report.text import words
from imroc_audit.report.text.words import Names
from tests.ids import CARER, SERVICE_USER, STAFF

NAMES = Names(
    labels={
        "staff": "Staff",
        "service_user": "People using services",
        "carer": "Relatives and friends",
        "board": "NHS board",
    },
    challenges={},
    numbers={},
)


def gap(difference: float | None, low: float | None, high: float | None, chance: float | None, *between: str) -> Gap:
    a, b = between or ("staff", "service_user")
    return Gap(
        between=(a, b), difference=difference, low=low, high=high, cliffs_delta=None, probability_of_superiority=chance
    )


def test_a_gap_is_told_in_points_with_its_interval_and_in_random_pairs() -> None:
    assert words.gap_sentence(NAMES, gap(14.2, 9.1, 19.4, 0.785)) == (
        "Staff gave a score 14 points higher than people using services (95% interval 9 to 19). "
        "In 78 of 100 random pairs the member of staff gives the higher score."
    )


def test_a_gap_below_nought_is_told_from_the_higher_side() -> None:
    assert words.gap_sentence(NAMES, gap(-10, -15, -5, 0.3)) == (
        "People using services gave a score 10 points higher than staff (95% interval 5 to 15). "
        "In 70 of 100 random pairs the person using services gives the higher score."
    )


def test_a_gap_that_can_be_chance_says_so_and_claims_no_more() -> None:
    assert words.gap_sentence(NAMES, gap(2, -6, 10, 0.52)) == (
        "Staff and people using services are 2 points apart (95% interval −6 to 10): this can be chance."
    )


def test_a_gap_without_an_interval_says_that_it_is_not_sure() -> None:
    assert "too few answers to say how sure" in words.gap_sentence(NAMES, gap(20, None, None, None))


@pytest.mark.parametrize("difference", [0, 0.3, -0.3])
def test_no_gap_is_told_as_the_same_score(difference: float) -> None:
    assert words.gap_sentence(NAMES, gap(difference, -6, 6, 0.5)) == (
        "Staff and people using services gave the same score (95% interval of the difference −6 to 6)."
        if difference >= 0
        else "People using services and staff gave the same score (95% interval of the difference −6 to 6)."
    )
    assert "gave the same score. There are too few" in words.gap_sentence(NAMES, gap(difference, None, None, None))


def test_a_hidden_gap_says_nothing() -> None:
    assert words.gap_sentence(NAMES, gap(None, None, None, None)) == ""


def test_the_number_of_pairs_follows_the_side_that_is_more_often_higher() -> None:
    assert "the person using services" in words.pairs(NAMES, gap(1, 0.5, 2, 0.4))
    assert "neither tends" in words.pairs(NAMES, gap(1, 0.5, 2, 0.502))


@pytest.mark.parametrize(("chance", "often"), [(1, 100), (0.9999, 99), (0.0001, 99), (0, 100)])
def test_all_pairs_are_told_of_only_where_it_is_all_of_them(chance: float, often: int) -> None:
    assert words.pairs(NAMES, gap(1, 0.5, 2, chance)).startswith(f"In {often} of 100 random pairs")


def test_a_perspective_without_a_known_singular_is_quoted_and_keeps_its_capitals() -> None:
    assert NAMES.inline(PerspectiveId("board")) == "NHS board"
    assert "the one from “NHS board”" in words.pairs(NAMES, gap(10, 5, 15, 0.8, "board", "staff"))


@pytest.mark.parametrize("wording", ["They listen.", "They listen"])
def test_a_statement_in_a_sentence_brings_no_full_stop_of_its_own(wording: str) -> None:
    assert "is divided on “They listen”. Some say yes" in words.divided_sentence(NAMES, STAFF, wording)


def test_divided_groups_are_named_first() -> None:
    told = words.opinion_sentence(NAMES, {STAFF: 0.8, SERVICE_USER: 0.3, CARER: None})
    assert told == "Opinion is divided among people using services and close together among staff."


def test_opinion_that_is_alike_everywhere_is_told_once() -> None:
    assert words.opinion_sentence(NAMES, {STAFF: 0.6, CARER: 0.6}) == "Opinion is mixed inside every group."
    assert words.opinion_sentence(NAMES, {STAFF: None}) == ""


def test_opinion_is_not_told_of_every_group_where_that_of_one_is_not_known() -> None:
    told = words.opinion_sentence(NAMES, {STAFF: 0.6, SERVICE_USER: 0.6, CARER: None})
    assert told == "Opinion is mixed among staff and people using services."


def test_characters_that_print_nothing_or_turn_text_around_are_taken_out() -> None:
    assert words.one_line("a\x00b\u202ec\r\nd\ufeff") == "abc d"
    assert words.one_line(" two\nlines\t here ") == "two lines here"


def test_lists_read_as_english() -> None:
    assert words.join([]) == ""
    assert words.join(["a"]) == "a"
    assert words.join(["a", "b", "c"], "or") == "a, b or c"
    assert words.join(["a", "b", "c and d"]) == "a, b, and c and d"
    assert words.join(["a and b", "c"]) == "a and b, and c"
    assert words.join(["a", "b and c"], "or") == "a or b and c"


@pytest.mark.parametrize(
    ("sd", "told"),
    [(0.0, "small base; all scored the same"), (1.0, "small base; a small team’s score is near this one")],
)
def test_a_score_that_tells_what_each_said_is_marked(sd: float, told: str) -> None:
    view = PerspectiveResult(
        n=12, score=75, sd=sd, low=74, high=76, consensus=None, alpha=None, hidden=False, small_base=True, alike=True
    )
    assert words.minding(view) == told
    assert words.minding(view.model_copy(update={"alike": False, "small_base": False})) == ""
