"""A paper form typed in key by key, without any view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.interview import Refused, response_fields
from imroc_audit.interview.paper import TypedForm
from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.questionnaire import Questionnaire


def typed(questionnaire: Questionnaire, keys: str = "", perspective: str = "staff") -> TypedForm:
    form = TypedForm(questionnaire, PerspectiveId(perspective), TeamName("Elm ward"))
    for key in keys:
        form.press(key)
    return form


def answers(form: TypedForm) -> str:
    return response_fields(form.questionnaire, form.draft())[0]


def test_each_key_is_the_answer_that_it_stands_beside(tiny: Questionnaire) -> None:
    assert answers(typed(tiny, "40dn1")) == "40?-1"


@pytest.mark.parametrize("key", [" ", "\r", "\n", "."])
def test_a_statement_without_a_tick_is_skipped(tiny: Questionnaire, key: str) -> None:
    assert answers(typed(tiny, f"4{key}D{key}N")) == "4.?.-"


def test_only_statements_that_the_form_asks_are_typed(tiny: Questionnaire) -> None:
    form = typed(tiny, "4321", perspective="carer")
    assert form.step == "priorities"
    assert answers(form) == "4321_"


@pytest.mark.parametrize("key", ["5", "9", "a", "?", "-", "_", "٣", "10", ""])
def test_a_key_that_is_beside_no_box_is_refused_and_changes_nothing(tiny: Questionnaire, key: str) -> None:
    form = typed(tiny, "4")
    with pytest.raises(Refused, match="Type one of 0 1 2 3 4 d n"):
        form.press(key)
    assert form.answers == ["4"]


def test_a_line_that_holds_what_is_no_answer_says_of_which_statement(tiny: Questionnaire) -> None:
    form = typed(tiny)
    with pytest.raises(Refused) as refused:
        form.type_answers("43x10")
    assert str(refused.value) == (
        "Statement 3 (c02.1): 'x' is no answer. Type one of 0 1 2 3 4 d n, or a full stop where nothing is ticked."
    )
    assert form.answers == []


def test_after_the_answers_come_the_priorities_and_a_last_look(tiny: Questionnaire) -> None:
    form, steps = typed(tiny, "4321"), []
    steps.append(form.step)
    form.press("0")
    steps.append(form.step)
    form.rank("2 1")
    steps.append(form.step)
    assert steps == ["answers", "priorities", "check"]
    assert form.priorities == ("c02", "c01")


def test_without_priorities_in_the_questionnaire_the_last_look_comes_at_once(tiny: Questionnaire) -> None:
    assert typed(tiny.model_copy(update={"priorities": 0}), "43210").step == "check"


@pytest.mark.parametrize(
    ("text", "kept"), [("", ()), ("2", ("c02",)), ("2,1", ("c02", "c01")), (" 1 ; 2 ", ("c01", "c02"))]
)
def test_priorities_are_typed_as_numbers(tiny: Questionnaire, text: str, kept: tuple[str, ...]) -> None:
    form = typed(tiny, "43210")
    form.rank(text)
    assert form.priorities == kept


@pytest.mark.parametrize("text", ["3", "0", "1 1", "x", "1.2", "-1", "1 2 1", "9999"])
def test_priorities_that_cannot_be_on_the_form_are_refused(tiny: Questionnaire, text: str) -> None:
    form = typed(tiny, "43210")
    with pytest.raises(Refused):
        form.rank(text)
    assert form.priorities is None


def test_more_priorities_than_may_be_chosen_are_refused(tiny: Questionnaire) -> None:
    form = typed(tiny.model_copy(update={"priorities": 1}), "43210")
    with pytest.raises(Refused, match="Only 1 may be chosen"):
        form.rank("1 2")


def test_undo_goes_back_one_key_at_a_time_to_the_empty_form(tiny: Questionnaire) -> None:
    form = typed(tiny, "43210")
    form.rank("1")
    for left in (5, 4, 3, 2, 1, 0):
        form.undo()
        assert (len(form.answers), form.priorities) == (left, None)
    with pytest.raises(Refused, match="Nothing of this form is typed yet"):
        form.undo()


@given(st.text("01234dn ", max_size=5), st.text("01234dn ", max_size=5))
def test_what_is_undone_leaves_no_trace(tiny: Questionnaire, kept: str, undone: str) -> None:
    form = typed(tiny, kept)
    before = list(form.answers)
    count = 0
    for key in undone[: 5 - len(kept)]:
        form.press(key)
        count += 1
    for _ in range(count):
        form.undo()
    assert form.answers == before


@pytest.mark.parametrize(("keys", "challenge"), [("", "c01"), ("4", "c01"), ("43", "c01"), ("432", "c02")])
def test_a_comment_is_about_the_statements_above_its_box(tiny: Questionnaire, keys: str, challenge: str) -> None:
    assert typed(tiny, keys).commented.id == challenge


def test_a_comment_typed_again_takes_the_place_of_the_first_and_an_empty_one_removes_it(tiny: Questionnaire) -> None:
    form = typed(tiny, "43")
    for text, kept in (("First.", {"c01": "First."}), (" Second. ", {"c01": "Second."}), ("", {})):
        form.comment(form.commented, text)
        assert form.comments == kept


def test_a_whole_line_of_answers_is_taken_or_none_of_it(tiny: Questionnaire) -> None:
    form = typed(tiny)
    for line, why in (
        ("432", "3 answers were typed"),
        ("43210d", "all of them are typed in"),
        ("43z10", "is no answer"),
    ):
        with pytest.raises(Refused, match=why):
            form.type_answers(line)
        assert form.untouched
    form.type_answers("4.dn0")
    assert answers(form) == "4.?-0"
