"""Where heading, contents and wording disagree, or something may be lost, a person is asked."""

import pytest

from imroc_audit.exchange.mapping.evidence import asks_something_else
from imroc_audit.exchange.mapping.proposal import propose
from imroc_audit.exchange.mapping.proposed import Proposal
from imroc_audit.exchange.reading.layout import Column
from imroc_audit.exchange.reading.sheet import Sheet
from imroc_audit.model.questionnaire import Questionnaire

TEAMS = ("Elm ward", "Oak team")
USER = ("Staff listen.", "Staff rush.")


def proposal_of(tiny: Questionnaire, columns: tuple[Column | str, ...], *rows: tuple[str, ...]) -> Proposal:
    made = tuple(Column(column) if isinstance(column, str) else column for column in columns)
    return propose(Sheet("answers.csv", made, iter(()), "table", ""), rows, tiny, form="answers", teams=TEAMS)


@pytest.mark.parametrize(
    "heading",
    [
        "Who told you about this survey?",
        "Who helped you to fill this in?",
        "Who invited you?",
        "Who drove you here",
        "Staff or carer: who answered the phone?",
    ],
)
def test_a_question_about_somebody_else_does_not_say_whose_answers_they_are(tiny: Questionnaire, heading: str) -> None:
    found = proposal_of(tiny, (heading, *USER), *[("Staff", "4", "3")] * 3)
    assert found.data["perspective"] == "service_user"
    (check,) = found.data["check"]
    assert check.startswith(
        f"'{heading}' tells of 3 rows of staff, and the headings are in words for service_user alone."
    )


def test_such_a_question_is_asked_about_where_no_wording_helps(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, ("Who told you about this survey?", "c01_1"), *[("Staff", "4")] * 3)
    (check,) = found.data["check"]
    assert check.startswith("'Who told you about this survey?' is taken for perspective by what is in it.")


def test_such_a_question_that_agrees_with_the_wording_changes_nothing(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, ("Who helped you?", *USER), ("People using services", "4", "3"))
    assert (found.data["perspective"], found.data["check"]) == ("service_user", [])


def test_beside_the_right_question_such_a_one_is_left_out(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, ("Who helped you?", "Who are you?", "c01_1"), ("Staff", "Relatives and friends", "4"))
    assert (found.data["perspective"], found.data["check"]) == ({"column": "Who are you?"}, [])


def test_two_questions_that_may_both_say_who_answers_are_left_to_a_person(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, ("Your role", "I am", *USER), ("Staff", "Carer", "4", "3"), ("carer", "staff", "4", "3"))
    assert any(check.startswith("Several columns may be perspective") for check in found.data["check"])


@pytest.mark.parametrize("heading", ["perspective", "Who are you?"])
def test_a_perspective_that_contradicts_the_words_of_the_statements_is_asked_about(
    tiny: Questionnaire, heading: str
) -> None:
    rows = (("staff", "4", "3"), ("staff", "4", ""), ("service_user", "1", "1"))
    found = proposal_of(tiny, (heading, *USER), *rows)
    assert found.data["perspective"] == {"column": heading}
    (check,) = found.data["check"]
    assert check.startswith(f"'{heading}' tells of 2 rows of staff, and these answered in words for others.")


def test_a_row_in_the_branch_of_another_perspective_is_asked_about(tiny: Questionnaire) -> None:
    columns = ("I am", "I listen.", "Staff rush.")
    assert proposal_of(tiny, columns, ("staff", "4", ""), ("service_user", "", "3")).data["check"] == []
    (check,) = proposal_of(tiny, columns, ("staff", "", "4"), ("service_user", "", "3")).data["check"]
    assert check.startswith("'I am' tells of 1 row of staff")


@pytest.mark.parametrize("heading", ["Which ward were you on before?", "Last ward", "Which team referred you?", "Next"])
def test_another_team_than_the_person_s_own_is_not_taken(tiny: Questionnaire, heading: str) -> None:
    found = proposal_of(tiny, (heading, *USER), ("Elm ward", "4", "3"), ("Oak team", "4", "3"))
    assert "team" not in found.data
    (check,) = found.data["check"]
    assert check.startswith(f"'{heading}' holds names of teams. It is left out")


def test_beside_the_right_team_another_one_is_left_out(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, ("Which ward were you on before?", "Ward", *USER), ("Elm ward", "Oak team", "4", "3"))
    assert (found.data["team"], found.data["check"]) == ({"column": "Ward"}, [])


@pytest.mark.parametrize(
    "heading",
    [
        "Who are you?",
        "I am:",
        "Which of these best describes you?",
        "Your role",
        "Q3",
        "column 4",
        "Are you staff?",
        "",
    ],
)
def test_a_question_for_oneself_is_no_doubt(heading: str) -> None:
    assert not asks_something_else((heading,), "perspective")


@pytest.mark.parametrize("heading", ["Where?", "Your ward or team", "Which service do you use?", "Where do you work?"])
def test_a_question_for_one_s_team_is_no_doubt(heading: str) -> None:
    assert not asks_something_else((heading,), "team")


def test_the_question_of_a_column_that_is_headed_by_a_code_is_looked_at_too() -> None:
    assert asks_something_else(("Q3", "Who told you about this survey?"), "perspective")


def test_an_id_and_words_of_two_statements_contradict_each_other(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, ("perspective", Column("c01_1", ("Staff ask.",)), "c01_2"), ("staff", "4", "3"))
    assert found.data["statements"] == {"c01_2": "c01.2"}
    assert found.data["check"][0].startswith("'c01_1' has the id of statement c01.1 and the words of statement c02.1.")


# A statement's words among others.

SCALE = "(1 = not true, 5 = completely true)"


@pytest.mark.parametrize(
    "heading",
    [
        f"Staff listen. {SCALE}",
        f"Staff listen {SCALE}",
        "How true is this here? - Staff listen.",
        "How true is this here?: Staff listen",
        "Q1. Staff listen. (required)",
        "c01.1 Staff listen. *",
    ],
)
def test_a_heading_with_an_explanation_keeps_its_statement(tiny: Questionnaire, heading: str) -> None:
    found = proposal_of(tiny, (heading,), ("5",), ("1",))
    assert found.data["statements"] == {heading: "c01.1"}
    assert (found.perspective, found.data["check"]) == ("service_user", [])


@pytest.mark.parametrize(
    "heading",
    [
        "Why do you say that staff listen.?",
        "Contact - Staff listen.",
        "Staff listen. (on nights)",
        "c02.1 Staff listen.",
    ],
)
def test_other_words_around_a_statement_are_to_be_checked(tiny: Questionnaire, heading: str) -> None:
    found = proposal_of(tiny, (heading,), ("Mostly true",))
    assert found.data["statements"] == {heading: "c01.1"}
    (check,) = found.data["check"]
    assert check == f"'{heading}' is taken for statement c01.1: 'Staff listen.'."


def test_sentences_below_such_a_heading_are_no_answers_to_it(tiny: Questionnaire) -> None:
    words = "They sat down with me and heard all of it"
    found = proposal_of(tiny, ("c01_2", "Why do you say 'Staff listen.'?"), ("4", words), ("3", words))
    assert found.data["statements"] == {"c01_2": "c01.2"}


def test_a_heading_with_the_words_of_two_statements_is_left_out(tiny: Questionnaire) -> None:
    assert "statements" not in proposal_of(tiny, ("Staff listen. Staff rush.",), ("4",)).data


def test_the_longest_wording_that_stands_in_a_heading_is_meant(tiny: Questionnaire) -> None:
    heading = f"Staff ask us. {SCALE}"
    assert proposal_of(tiny, (heading,), ("4",)).perspective == "carer"


def test_what_a_heading_says_of_numbers_is_told(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, (f"Staff listen. {SCALE}", "Staff rush. (1 = completely true, 5 = not true)"), ("4", "2"))
    assert found.notes[-2:] == (
        "The heading of 1 column says that 1 is 'Not true' and 5 is 'Completely true'.",
        "The heading of 1 column says that 5 is 'Not true' and 1 is 'Completely true'.",
    )


@pytest.mark.parametrize(
    "cells", [("Mostly true", "Not true", ""), ("4 - Mostly true", "I don't know", "x"), ("1", "5", "3")]
)
def test_a_column_of_answers_that_is_left_out_while_a_statement_has_none_is_to_be_checked(
    tiny: Questionnaire, cells: tuple[str, ...]
) -> None:
    found = proposal_of(tiny, ("perspective", "c01_1", "How are we doing?"), *(("staff", "4", cell) for cell in cells))
    (check,) = found.data["check"]
    assert check.startswith(
        "1 column is left out although what is in it looks like answers of the scale: 'How are we doing?'"
    )
    assert "These statements have no column: c01.2, c02.1, c02.2, c02.3." in check


@pytest.mark.parametrize("cells", [("Band 5", "Band 6"), ("17", "3", "40"), ("I don't know", "Not true at times")])
def test_other_columns_that_are_left_out_are_not(tiny: Questionnaire, cells: tuple[str, ...]) -> None:
    found = proposal_of(tiny, ("perspective", "c01_1", "Pay"), *(("staff", "4", cell) for cell in cells))
    assert found.data["check"] == []


def test_where_every_statement_has_its_column_nothing_is_missing(tiny: Questionnaire) -> None:
    columns = ("perspective", "c01_1", "c01_2", "c02_1", "c02_2", "c02_3", "Another")
    assert proposal_of(tiny, columns, ("staff", *["4"] * 5, "Mostly true")).data["check"] == []
