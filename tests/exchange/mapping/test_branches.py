"""A form with branches has several columns for one statement, of which each person fills one."""

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.mapping.branches import branches, leading_questions
from imroc_audit.exchange.matching.cells import Meanings
from imroc_audit.exchange.matching.labels import UNKNOWN
from imroc_audit.exchange.rows.readers import Chosen
from imroc_audit.exchange.rows.row_mapper import ImportedRow

Imported = Callable[..., list[ImportedRow]]

THREE: Final = """
perspective: {column: Who}
statements:
  c01.1: [I listen., Staff listen., Staff listen to us.]
  c01.2: [I rush., Staff rush., Staff rush us.]
"""
HEADINGS: Final = "Who,I listen.,I rush.,Staff listen.,Staff rush.,Staff listen to us.,Staff rush us.\n"


def answers(rows: list[ImportedRow]) -> list[str]:
    return [row.response.answers for row in rows]


def problems(imported: Imported, file: str, map_text: str = THREE) -> list[str]:
    with pytest.raises(UnreadableError) as error:
        imported(file, map_text)
    return [problem.partition("answers.csv: ")[2] for problem in error.value.problems]


def test_the_answer_is_in_the_column_of_the_branch_that_a_person_took(imported: Imported) -> None:
    file = """
    Who,I listen.,I rush.,Staff listen.,Staff rush.,Staff listen to us.,Staff rush us.
    staff,Not true,Mostly true,,,,
    service_user,,,Partly true,,,
    carer,,,,,Don't know,Not applicable
    carer,,,,,,
    """
    assert answers(imported(file, THREE)) == ["03___", "2.___", "?-___", "..___"]


def test_two_different_answers_to_one_statement_are_a_problem_and_neither_is_shown(imported: Imported) -> None:
    text = "perspective: carer\nstatements: {c01.1: [Block 1, Block 2]}\n"
    (problem,) = problems(imported, "Block 1,Block 2\nNot true,Mostly true\n", text)
    assert problem == (
        "row 2: column 'Block 1': an answer stands here, and another one in the column 'Block 2': Clear the one that "
        "is not meant. If both are meant, take one column out of map.yaml."
    )


def test_the_same_answer_twice_is_one_answer(imported: Imported) -> None:
    text = "perspective: carer\nstatements: {c01.1: [Block 1, Block 2]}\n"
    assert answers(imported("Block 1,Block 2\nNot true,0 - NOT TRUE\n", text)) == ["0____"]


def test_what_stands_for_skipped_fills_no_column(imported: Imported) -> None:
    text = "perspective: carer\nstatements: {c01.1: [Block 1, Block 2]}\nanswers: {'-99': skipped}\n"
    file = "Block 1,Block 2\n-99,Mostly true\nPartly true,-99\n-99,-99\n"
    assert answers(imported(file, text)) == ["3____", "2____", ".____"]


def test_an_answer_that_is_not_understood_is_named_with_its_own_column(imported: Imported) -> None:
    (problem,) = problems(imported, HEADINGS + "carer,,,,,Agree,\n")
    assert problem.startswith("row 2: column 'Staff listen to us.': 'Agree' is not an answer that is known")


@pytest.mark.parametrize("answer", ["Not true", "Agree"])
def test_an_answer_in_words_for_others_is_a_problem_whatever_it_says(imported: Imported, answer: str) -> None:
    (problem,) = problems(imported, HEADINGS + f"staff,Not true,,,{answer},,Not true\n")
    assert problem == (
        "row 2: column 'Staff rush.': an answer stands here, in words that are not those for staff: Correct whose "
        "answers these are, in the file or in map.yaml, or clear those that are not meant."
    )


def test_people_for_whom_a_form_has_no_words_may_answer_in_those_of_others(imported: Imported) -> None:
    text = "perspective: {column: Who}\nstatements: {c01.1: [I listen., Staff listen.]}\n"
    file = "Who,I listen.,Staff listen.\ncarer,,Not true\ncarer,Mostly true,\nstaff,Partly true,\n"
    assert answers(imported(file, text)) == ["0____", "3____", "2____"]


def test_a_statement_that_a_branch_leaves_out_is_not_asked_there(imported: Imported, notes: list[str]) -> None:
    text = THREE.replace(", Staff rush us.", "")
    file = "Who,I listen.,I rush.,Staff listen.,Staff rush.,Staff listen to us.\ncarer,,,,,Not true\nstaff,,,,,\n"
    assert answers(imported(file, text)) == ["0____", "..___"]
    assert notes[0] == "Statements without a column in words for carer count as not asked of it: c01.2."


def test_easy_read_and_plain_words_are_both_a_person_s_own(imported: Imported) -> None:
    text = "perspective: {column: Who}\nstatements: {c01.1: [I listen., Staff listen., People listen.]}\n"
    file = "Who,I listen.,Staff listen.,People listen.\nservice_user,,Not true,\nservice_user,,,Mostly true\n"
    assert answers(imported(file, text)) == ["0____", "3____"]


def test_a_repeated_heading_is_in_the_words_of_the_first_one(imported: Imported) -> None:
    text = "perspective: {column: Who}\nstatements: {c01.1: [I listen., Staff listen., Staff listen.2]}\n"
    file = "Who,I listen.,Staff listen.,Staff listen.2\n"
    assert answers(imported(file + "service_user,,,Not true\n", text)) == ["0____"]
    assert "'Staff listen.2': an answer stands here" in problems(imported, file + "staff,,,Not true\n", text)[0]


def test_a_row_of_an_unknown_perspective_is_rejected_for_that_alone(imported: Imported) -> None:
    (problem,) = problems(imported, HEADINGS + "visitor,,,,,Not true,\n")
    assert problem.startswith("row 2: column 'Who': 'visitor' is not a perspective that is known")


def test_a_column_for_everybody_takes_any_perspective_as_before(imported: Imported) -> None:
    text = THREE + "  Staff ask.: c02.1\n"
    file = HEADINGS.strip() + ",Staff ask.\nstaff,Not true,,,,,,Mostly true\n"
    assert answers(imported(file, text)) == ["0.3__"]


def test_branches_may_each_ask_for_the_team_and_the_priorities(imported: Imported) -> None:
    text = """
    perspective: carer
    team: {column: [Ward, Ward2], labels: {Elm: Elm ward}}
    statements: {Q1: c01.1}
    comments: {More, more: c01, "More, more2": c01}
    priorities: [[First, First2], Second]
    """
    text = text.replace("More, more:", '"More, more":')
    file = """
    Q1,Ward,Ward2,"More, more","More, more2",First,First2,Second
    ,Elm,,One,,Choice,,c01
    ,,Oak team,,Two,,c01,
    ,,,,,,,
    Not true,Elm,Elm ward,One,Two,,,Choice
    """
    rows = imported(file, text)
    assert [row.response.team for row in rows] == ["Elm ward", "Oak team", "Elm ward"]
    assert [row.response.priorities for row in rows] == ["c02 c01", "c01", "c02"]
    assert [[comment.text for comment in row.comments] for row in rows] == [["One"], ["Two"], ["One", "Two"]]


def test_two_different_teams_or_first_choices_are_a_problem(imported: Imported) -> None:
    text = "perspective: carer\nteam: {column: [A, B]}\nstatements: {Q1: c01.1}\npriorities: [[C, D]]\n"
    team, priority = problems(imported, "Q1,A,B,C,D\n,Elm ward,Oak team,c01,c02\n", text)
    assert team.startswith("row 2: column 'A': a team stands here, and another one in the column 'B'")
    assert priority.startswith("row 2: column 'C': a challenge stands here, and another one in the column 'D'")


@given(st.lists(st.sampled_from(["", "a", "b", "?"]), min_size=1, max_size=5))
def test_one_of_several_columns_is_what_all_that_say_something_agree_on(cells: list[str]) -> None:
    meanings = {"": ".", "a": "1", "b": "2", "?": UNKNOWN}
    said = {meanings[cell] for cell in cells} - {"."}
    found = Chosen(".", tuple(range(len(cells))), (Meanings(meanings),) * len(cells)).of(cells)
    assert found == (said.pop() if len(said) == 1 else UNKNOWN if said else ".")


# The question that leads into the branches.

STAFF, USER, BOTH = frozenset({"staff"}), frozenset({"service_user"}), frozenset({"staff", "service_user"})


def test_a_branch_is_known_from_words_that_only_one_perspective_has() -> None:
    filled: list[dict[int, str]] = [{0: "4", 3: "1"}, {1: "2", 3: "1"}, {0: "1", 1: "1", 2: "1"}, {4: "no wording"}]
    assert branches([STAFF, USER, BOTH, frozenset()], filled) == {0: "staff", 1: "service_user"}


ROWS: Final = {row: "staff" if row < 4 else "service_user" for row in range(8)}


@pytest.mark.parametrize(
    ("labels", "leads"),
    [
        (["Nurse"] * 4 + ["Guest"] * 4, True),
        (["Nurse", "NURSE", "nurse", " Nurse "] + ["Guest"] * 4, True),
        (["Nurse"] * 3 + ["Guest"] * 5, False),
        (["Nurse"] * 2 + ["Doctor"] * 2 + ["Guest"] * 4, False),
        (["Here"] * 8, False),
        (["Nurse"] * 4 + [""] * 4, False),
        (["Nurse"] * 3 + ["", *["Guest"] * 4], False),
    ],
)
def test_the_leading_question_has_one_label_for_each_branch(labels: list[str], leads: bool) -> None:
    filled = {row: label.strip() for row, label in enumerate(labels) if label}
    found = leading_questions(ROWS, {5: filled})
    assert set(found) == ({5} if leads else set())
    if leads:
        assert {found[5][filled[row]] for row in range(4)} == {"staff"}


def test_people_s_own_words_are_never_taken_for_labels() -> None:
    few = {0: "staff", 1: "staff", 2: "service_user", 3: "service_user"}
    assert leading_questions(few, {5: {0: "Ann", 1: "Ann", 2: "Bo", 3: "Bo"}}) == {}


IN_GROUPS: Final = "perspective: {column: who}\nstatements: {c01.1: [staff/c01_1, carer/c01_1]}\n"


def test_an_answer_in_the_group_of_another_perspective_is_a_problem(imported: Imported) -> None:
    file = "who,staff/c01_1,carer/c01_1\n{0},Completely true,\ncarer,,Mostly true\n"
    assert answers(imported(file.format("staff"), IN_GROUPS)) == ["4____", "3____"]
    (problem,) = problems(imported, file.format("carer"), IN_GROUPS)
    assert problem.startswith(
        "row 2: column 'staff/c01_1': an answer stands here, in words that are not those for carer"
    )
