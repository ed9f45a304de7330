from textwrap import dedent

import pytest

from imroc_audit.exchange.mapping.column_map import load_map
from imroc_audit.model.questionnaire import Questionnaire

GOOD = """
perspective: staff
statements:
  Q1: c01.1
"""


def problems(text: str, questionnaire: Questionnaire) -> list[str]:
    column_map, found = load_map(dedent(text).lstrip("\n"), "map.yaml", questionnaire)
    assert (column_map is None) == bool(found)
    return [str(problem) for problem in found]


def test_a_map_with_every_key_is_accepted(tiny: Questionnaire) -> None:
    text = """
    questionnaire: tiny
    form: Staff form
    delimiter: semicolon
    encoding: windows-1252
    perspective: {column: Who, labels: {Colleague: staff, Other: leave_out}}
    team: {column: Where, labels: {Elm: Elm ward, "-": }, unknown: none}
    statements: {Q1: c01.1, Q2: c01.2}
    answers: {Yes: 4, Often: Mostly true, "#N/A": skipped, "-": not_applicable, Dunno: dont_know, 5: 4}
    id: ID
    date: {column: When, format: d/m/y}
    comments: {Why: c01}
    priorities: [First, Second]
    """
    assert problems(text, tiny) == []


def test_a_map_may_list_several_columns_for_one_thing(tiny: Questionnaire) -> None:
    text = """
    perspective: staff
    team: {column: [Where, Where2]}
    statements:
      c01.1: [Q1, Q2]
      Q3: c01.2
    priorities: [[First, First2], Second]
    """
    assert problems(text, tiny) == []


def test_a_map_may_say_which_rows_are_left_out_and_what_teams_are_called(tiny: Questionnaire) -> None:
    text = """
    perspective: staff
    team: {column: Where, labels: {Elm: Elm ward}}
    statements: {Q1: c01.1}
    teams: {oak: Oak team, Bank: , 7: Elm ward}
    leave_out: {Q1: [test, 99], Status: Preview}
    """
    column_map, found = load_map(dedent(text), "map.yaml", tiny)
    assert column_map is not None, found
    columns = column_map.columns
    assert columns.team_labels == {"Elm": "Elm ward", "oak": "Oak team", "Bank": None, "7": "Elm ward"}
    assert columns.leave_out == {"Q1": ("test", "99"), "Status": ("Preview",)}
    assert {"q1", "status"} <= set(column_map.headings)


def test_two_meanings_of_one_team_s_label_are_a_mistake(tiny: Questionnaire) -> None:
    text = """
    perspective: staff
    team: {column: Where, labels: {Elm: Elm ward}}
    statements: {Q1: c01.1}
    teams: {elm: Oak team}
    """
    (problem,) = problems(text, tiny)
    assert "the label 'elm' reads like line 2, and stands for something else" in problem


MISTAKES = [
    ("questionnaire: other", "the map is for the questionnaire 'other', and not for 'tiny'"),
    ("statments: {Q9: c01.1}", "'statments' is not a key that is known here"),
    ("answers: {Yes: 5}", "the label 'Yes' stands for '5', which is not an answer here"),
    ("answers: {Yes: -1}", "the label 'Yes' stands for '-1', which is not an answer here"),
    ("answers: {Yes: Absolutely}", "the label 'Yes' stands for 'Absolutely', which is not an answer here"),
    ("answers: {Yes: true}", "'Yes' is read as a number or yes/no (True)"),
    ("answers: {Yes: }", "'Yes' is empty"),
    ("answers: {Yes: 4, 'YES ': 3}", "the label 'YES' reads like line 4, and stands for another answer"),
    ("comments: {Why: c09}", "'c09' is not a challenge of this questionnaire"),
    ("comments: {' ': c01}", "a heading is blank"),
    ("comments: {q1: c01}", "the heading 'q1' is already used on line 3"),
    ("  Q2: c01.1", "the statement 'c01.1' already has a column on line 3"),
    ("  c01.1: [Q2, Q3]", "the statement 'c01.1' already has a column on line 3"),
    ("  c01.2: [Q2, q1]", "the heading 'q1' is already used on line 3"),
    ("  c01.2: [Q2, Q2]", "the heading 'Q2' is already used on line 4"),
    ("  c01.2: []", "'c01.2' has too few entries"),
    ("  c01.2: [7]", "entry 1 of 'c01.2' is read as a number or yes/no (7)"),
    ("  Q2: [c01.2]", "'Q2' is not a statement of this questionnaire"),
    ("teams: {elm: Elm ward}", "'teams' says what labels mean, and no column of teams is named"),
    ("leave_out: {' ': [test]}", "a heading is blank"),
    ("leave_out: {Q1: []}", "'Q1' has too few entries"),
    ("team: {column: []}", "'column' has too few entries"),
    ("team: {column: 7}", "'column' is read as a number or yes/no (7)"),
    ("priorities: [[First, q1]]", "the heading 'q1' is already used on line 3"),
    ("id: Q1", "the heading 'Q1' is already used on line 4"),
    ("priorities: [A, B, C]", "columns of priorities listed: 3, and this questionnaire asks for 2"),
    ("team: {labels: {Elm: Elm ward}}", "'column' is missing"),
    ("team: {column: T, unknown: drop}", "'unknown' is 'drop'"),
    (
        "team: {column: T, labels: {Elm: A, ELM: B}}",
        "the label 'ELM' reads like line 4, and stands for something",
    ),
    ("date: {column: D, format: y/d/m}", "'format' is 'y/d/m'"),
    ("delimiter: dot", "'delimiter' is 'dot'"),
    ("source: excel", "'excel' is not a survey tool that is known"),
    ("ignore: [q1]", "the heading 'q1' is already used on line 3"),
    ("encoding: latin-9", "'encoding' is 'latin-9'"),
    ("perspective: staff", "'perspective' is already given on line 1"),
]


@pytest.mark.parametrize(("line", "what"), MISTAKES, ids=[line for line, _ in MISTAKES])
def test_a_mistake_is_named_with_its_line(tiny: Questionnaire, line: str, what: str) -> None:
    (problem,) = problems(GOOD + line + "\n", tiny)
    place, _, said = problem.partition(": ")
    assert place in {"map.yaml:4", "map.yaml:3"}  # an id is met before the statements that it repeats
    assert said.startswith(what)


def test_every_mistake_is_listed_at_once_in_the_order_of_the_file(tiny: Questionnaire) -> None:
    text = """
    perspective: {column: Who, labels: {A: stafff}, foo: 1}
    statements:
      Q1: c01.l
      Q2: c01.2
      Q3: c01.2
    answers:
      Often: 9
    """
    assert [problem.partition(": ")[0] for problem in problems(text, tiny)] == [
        "map.yaml:1", "map.yaml:1", "map.yaml:3", "map.yaml:5", "map.yaml:7",
    ]  # fmt: skip


def test_a_misspelt_id_is_answered_with_the_nearest_one(tiny: Questionnaire) -> None:
    (problem,) = problems("perspective: staf\nstatements: {Q1: c01.1}\n", tiny)
    assert problem == "map.yaml:1: 'staf' is not a perspective of this questionnaire: Did you mean 'staff'?"


@pytest.mark.parametrize("text", ["", "[]", "- Q1", "just words", "a: [", "perspective: staff", "statements: {}", "\0"])
def test_a_file_that_is_no_map_is_a_problem_and_not_a_crash(tiny: Questionnaire, text: str) -> None:
    assert problems(text, tiny)


@pytest.mark.parametrize("value", ["5", "[x]", "true", "{Q1: [c01.1]}", "{Q1: {a: b}}", "{Q1: }", "{1: 2}"])
@pytest.mark.parametrize(
    "key",
    ["statements", "perspective", "team", "answers", "comments", "priorities", "id", "date", "teams", "leave_out"],
)
def test_a_wrong_kind_of_value_is_a_problem_and_not_a_crash(tiny: Questionnaire, key: str, value: str) -> None:
    parts = {"perspective": "staff", "statements": "{Q7: c01.1}", key: value}
    column_map, found = load_map("".join(f"{k}: {v}\n" for k, v in parts.items()), "map.yaml", tiny)
    assert found or column_map is not None
