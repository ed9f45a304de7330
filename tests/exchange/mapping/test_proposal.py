"""What columns are taken for: by id, by wording, by what is in them; near wordings are told apart from these."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imroc_audit.exchange.mapping.column_map import MapDefinition, load_map
from imroc_audit.exchange.mapping.map_file import EMPTY_PLACES, fits, map_name, map_text, without_check
from imroc_audit.exchange.mapping.proposal import propose
from imroc_audit.exchange.mapping.proposed import Proposal
from imroc_audit.exchange.reading.layout import Column
from imroc_audit.exchange.reading.sheet import Sheet
from imroc_audit.exchange.reading.sources.personal import is_personal
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.files.yaml_text import read_yaml
from imroc_audit.model.questionnaire import Questionnaire

TEAMS: Final = ("Elm ward", "Oak team")


def sheet_of(*columns: Column | str) -> Sheet:
    made = tuple(Column(column) if isinstance(column, str) else column for column in columns)
    return Sheet("answers.csv", made, iter(()), "table", "")


def proposal_of(
    tiny: Questionnaire, *columns: Column | str, rows: tuple[tuple[str, ...], ...] = (), perspective: str | None = None
) -> Proposal:
    return propose(sheet_of(*columns), rows, tiny, form="answers", perspective=perspective, teams=TEAMS)


def taken_for(proposal: Proposal) -> list[tuple[str, str]]:
    return [(column.target, column.how) for column in proposal.columns]


@pytest.mark.parametrize("heading", ["c01.1", "c01_1", "C01[1]", "c01-1", " c01.1 "])
def test_a_statement_is_known_by_its_id_in_any_spelling(tiny: Questionnaire, heading: str) -> None:
    assert taken_for(proposal_of(tiny, heading)) == [("statement c01.1", "id")]


@pytest.mark.parametrize("heading", ["I listen.", "staff  LISTEN.", "People listen."])
def test_a_statement_is_known_by_any_of_its_wordings(tiny: Questionnaire, heading: str) -> None:
    assert taken_for(proposal_of(tiny, heading)) == [("statement c01.1", "wording")]


def test_a_statement_is_known_by_another_name_of_its_column(tiny: Questionnaire) -> None:
    column = Column("How true is this here? [I listen.]", names=("I listen.",))
    assert taken_for(proposal_of(tiny, column)) == [("statement c01.1", "wording")]


@pytest.mark.parametrize(
    "heading",
    [
        "staff/c01_1",
        "staff/c01.1",
        "g1/g2/c01_1",
        "staff::c01_1",
        "staff.c01.1",
        "staff > c01_1",
        "a|c01_1",
        "a\\c01_1",
    ],
)
def test_a_statement_is_known_by_its_id_in_a_group_in_any_table(tiny: Questionnaire, heading: str) -> None:
    assert taken_for(proposal_of(tiny, heading)) == [("statement c01.1", "id")]


@pytest.mark.parametrize("heading", ["before/team", "friend.perspective", "c01_1/other", "why c01_1"])
def test_other_things_in_groups_may_be_about_somebody_else(tiny: Questionnaire, heading: str) -> None:
    assert taken_for(proposal_of(tiny, heading, "c02_1"))[0] == ("", "")


def test_groups_called_after_one_perspective_alone_say_whose_answers_they_are(tiny: Questionnaire) -> None:
    assert proposal_of(tiny, "carer/c01_1", "carer/c02_1").perspective == "carer"
    assert proposal_of(tiny, "carer/c01_1", "staff/c02_1").perspective == ""


@pytest.mark.parametrize(
    "rows", [(("elm",), ("oak",)), (("Elm ward",), ("Birch",), ("Ash",)), (("Elm wrad",), ("Birch",))]
)
def test_a_question_for_the_team_with_names_that_are_only_near_is_asked_about(
    tiny: Questionnaire, rows: tuple[tuple[str, ...], ...]
) -> None:
    found = proposal_of(tiny, "Your ward", rows=rows)
    assert taken_for(found) == [("team", "some")]
    assert "not everything in it is a team of the workspace" in found.data["check"][0]


@pytest.mark.parametrize("heading", ["Ward you were on before", "Anything else?", "Ward manager"])
def test_another_question_with_a_name_that_is_like_a_teams_is_left_out(tiny: Questionnaire, heading: str) -> None:
    assert taken_for(proposal_of(tiny, heading, rows=(("elm",), ("Birch",), ("Ash",)))) == [("", "")]


def test_everything_that_a_form_asks_is_known_by_its_name(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, "perspective", "team", "c01_comment", "priority_1", "priority_2")
    assert [target for target, how in taken_for(found) if how == "id"] == [
        "perspective", "team", "comment on c01", "priority 1", "priority 2",
    ]  # fmt: skip
    assert found.data["priorities"] == ["priority_1", "priority_2"]


def test_a_near_wording_is_proposed_with_its_likeness_and_to_be_checked(tiny: Questionnaire) -> None:
    (column,) = proposal_of(tiny, "Staff listens to us").columns
    assert (column.target, column.how) == ("statement c01.1", "near")
    assert 85 <= column.confidence < 100
    (check,) = proposal_of(tiny, "Staff listens to us").data["check"]
    assert check == "'Staff listens to us' is taken for statement c01.1: 'Staff listen to us.'."


@pytest.mark.parametrize("heading", ["Parking", "Staff", "Anything else?", "Is there enough time?", ""])
def test_a_heading_that_is_like_nothing_is_left_out(tiny: Questionnaire, heading: str) -> None:
    assert taken_for(proposal_of(tiny, heading)) == [("", "")]


def test_a_heading_as_near_to_two_statements_is_left_out(tiny: Questionnaire) -> None:
    assert taken_for(proposal_of(tiny, "Staff xxxxx us."))[0][0] == ""


def test_perspectives_and_teams_are_known_by_what_is_in_the_column(tiny: Questionnaire) -> None:
    rows = (("I work here", "elm ward"), ("carer", ""), ("", "Oak team"))
    found = proposal_of(tiny, "Who are you?", "Where?", rows=rows)
    assert taken_for(found) == [("perspective", "values"), ("team", "values")]
    assert (found.data["perspective"], found.data["team"]) == ({"column": "Who are you?"}, {"column": "Where?"})


@pytest.mark.parametrize(("known", "other", "taken"), [(1, 1, False), (2, 1, False), (3, 3, True), (3, 4, False)])
@pytest.mark.parametrize(("label", "target"), [("staff", "perspective"), ("Elm ward", "team")])
def test_a_column_of_which_most_is_known_is_taken_and_to_be_checked(
    tiny: Questionnaire, label: str, target: str, known: int, other: int, taken: bool
) -> None:
    """Else one odd label would make everybody's the perspective of the wording, or lose everybody's team."""
    found = proposal_of(tiny, "Which?", "I listen.", rows=((label, "4"),) * known + (("Elm", "4"),) * other)
    assert taken_for(found)[0] == ((target, "some") if taken else ("", ""))
    checks = [check for check in found.data["check"] if check.startswith(f"'Which?' is taken for {target}, and not")]
    assert len(checks) == taken
    assert found.perspective == ("" if taken and target == "perspective" else "staff")


def test_a_perspective_that_only_the_wording_tells_is_said(tiny: Questionnaire) -> None:
    (note,) = proposal_of(tiny, "I listen.", "I rush.").notes
    assert note == "All of them count for staff, because the headings are in words for staff alone."


def test_columns_headed_like_statements_of_another_questionnaire_are_to_be_checked(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, "perspective", "c01.1", "c07_3", "c09.2", "Anything", "c01_comment")
    (check,) = found.data["check"]
    assert check.startswith("2 columns are headed like statements that 'tiny' does not have, such as 'c07_3'.")


def test_an_id_that_heads_two_columns_is_left_to_a_person(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, "perspective", "c01.1", "c01.1 (2)")
    assert "statements" not in found.data
    assert found.data["check"][0].startswith("Several columns may be statement c01.1")


def test_the_perspective_is_that_whose_wordings_all_headings_are(tiny: Questionnaire) -> None:
    assert proposal_of(tiny, "I listen.", "I rush.").perspective == "staff"
    assert proposal_of(tiny, "I listen.", "Staff rush.").perspective == ""
    assert "perspective" not in proposal_of(tiny, "c01.1").data


def test_a_perspective_that_somebody_gives_goes_before_a_column(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, "perspective", "c01.1", perspective="carer")
    assert (found.data["perspective"], found.data["ignore"]) == ("carer", ["perspective"])


@pytest.mark.parametrize(
    ("headings", "row"), [(("perspective", "c01.1"), ("staff", "1")), (("I listen.", "I rush."), ("1", "1"))]
)
def test_a_perspective_that_is_not_the_one_of_the_file_is_said(
    tiny: Questionnaire, headings: tuple[str, ...], row: tuple[str, ...]
) -> None:
    (note,) = proposal_of(tiny, *headings, rows=(row,), perspective="carer").notes
    assert note.startswith("By the file these are answers of staff. All of them count for carer")
    assert proposal_of(tiny, *headings, rows=(row,), perspective="staff").notes == ()


def test_the_surest_of_two_columns_for_one_thing_is_taken(tiny: Questionnaire) -> None:
    assert taken_for(proposal_of(tiny, "I listen.", "c01_1")) == [("", ""), ("statement c01.1", "id")]


def test_two_columns_that_are_as_sure_are_both_left_out_and_said_to_be(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, "c01.1", "C01[1]")
    assert taken_for(found) == [("", ""), ("", "")]
    (check,) = found.data["check"]
    assert check.startswith("Several columns may be statement c01.1, and these are left out: 'c01.1', 'C01[1]'.")


# A form with branches.


def test_the_wordings_of_one_statement_are_taken_together(tiny: Questionnaire) -> None:
    wordings = ["I listen.", "People listen.", "Staff listen to us."]
    found = proposal_of(tiny, *wordings, "I rush.")
    assert taken_for(found)[:3] == [("statement c01.1", "wording")] * 3
    assert {column.confidence for column in found.columns} == {100}
    assert found.data["statements"] == {"c01.1": wordings, "I rush.": "c01.2"}
    assert found.notes == (
        "1 statement has several columns, as in a form with branches. The answer is in the one that a person filled.",
    )


def test_wordings_in_two_languages_are_taken_together(welsh: Questionnaire) -> None:
    found = proposal_of(welsh, "I listen.", "Rwy’n gwrando.")
    assert found.data["statements"] == {"c01.1": ["I listen.", "Rwy’n gwrando."]}
    assert found.perspective == "staff"


@pytest.mark.parametrize(
    ("headings", "statements"),
    [
        (("Staff listen.", "Staff listen.2", "Staff listen.3"), {"c01.1": 3}),
        (("Staff listen.", "Staff listen..1", "Staff listen. (2)"), {"c01.1": 3}),
        (("Staff listen.2", "Staff rush."), {"Staff rush.": 1}),
        (("c01.1", "c01.12"), {"c01.1": 1}),
    ],
)
def test_a_repeated_heading_is_taken_together_with_the_first_and_not_without_it(
    tiny: Questionnaire, headings: tuple[str, ...], statements: dict[str, int]
) -> None:
    found = proposal_of(tiny, *headings).data
    given = {key: 1 if isinstance(value, str) else len(value) for key, value in found["statements"].items()}
    near = {key for key in given if any(check.startswith(f"'{key}' is taken for") for check in found["check"])}
    assert {key: count for key, count in given.items() if key not in near} == statements


def test_a_near_wording_is_taken_with_the_others_if_its_perspective_has_no_other(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, "I listen.", "Staff listens to us")
    assert taken_for(found) == [("statement c01.1", "wording"), ("statement c01.1", "near")]
    assert len(found.data["check"]) == 1
    found = proposal_of(tiny, "Staff listen to us.", "Staff listens to us")
    assert taken_for(found) == [("statement c01.1", "wording"), ("", "")]


def test_what_each_branch_asks_once_more_is_taken_together(tiny: Questionnaire) -> None:
    team, comment = "Which team or ward are your answers about?", "Anything to add about ‘Choice’?"
    first = "Which of these should be worked on first?"
    found = proposal_of(tiny, "c01.1", team, comment, first, f"{team}2", f"{comment}2", f"{first}2").data
    assert found["team"] == {"column": [team, f"{team}2"]}
    assert found["comments"] == {comment: "c02", f"{comment}2": "c02"}
    assert found["priorities"] == [[first, f"{first}2"]]


@pytest.mark.parametrize(("second", "columns"), [("", ["Ward", "Place"]), ("Oak team", None)])
def test_two_columns_of_teams_are_branches_if_nobody_filled_both(
    tiny: Questionnaire, second: str, columns: list[str] | None
) -> None:
    found = proposal_of(tiny, "c01.1", "Ward", "Place", rows=(("", "Elm ward", second), ("", "", "Oak team"))).data
    assert found.get("team") == (columns and {"column": columns})


BRANCHES: Final = ("I am", "I listen.", "Staff listen.")
LABELLED: Final = (("A nurse", "4", ""),) * 3 + (("A guest", "", "1"),) * 3


def test_labels_of_a_form_s_own_are_learned_from_its_branches_and_to_be_checked(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, *BRANCHES, rows=LABELLED)
    assert taken_for(found)[0] == ("perspective", "branches")
    assert found.data["perspective"] == {"column": "I am", "labels": {"A nurse": "staff", "A guest": "service_user"}}
    (check,) = found.data["check"]
    assert check.endswith("by the branches of the form: 'A nurse' is staff, 'A guest' is service_user.")


@pytest.mark.parametrize(
    "columns",
    [
        (*BRANCHES, "Me"),
        (Column("I am", role="personal"), *BRANCHES[1:]),
        ("I am", "c01.1", "c01.2"),
    ],
    ids=["two such columns", "a personal column", "no wordings"],
)
def test_labels_are_not_learned_where_it_is_not_certain_from_which_column(
    tiny: Questionnaire, columns: tuple[Column | str, ...]
) -> None:
    rows = tuple((*row, row[0])[: len(columns)] for row in LABELLED)
    assert "perspective" not in proposal_of(tiny, *columns, rows=rows).data


def test_labels_are_not_learned_where_somebody_said_whose_answers_they_are(tiny: Questionnaire) -> None:
    assert proposal_of(tiny, *BRANCHES, rows=LABELLED, perspective="carer").data["perspective"] == "carer"


@pytest.mark.parametrize("role", ["personal", "tool"])
def test_columns_about_a_person_or_of_the_tool_are_never_proposed(tiny: Questionnaire, role: str) -> None:
    column = Column("I listen.", role=role)  # type: ignore[arg-type]  # one of the two
    assert taken_for(proposal_of(tiny, column)) == [("", "")]


def test_how_days_are_written_is_seen_from_the_rows(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, Column("When", role="date"), rows=(("3/4/2026",), ("13/4/2026",)))
    assert found.data["date"] == {"column": "When", "format": "d/m/y"}


def test_days_that_could_be_months_are_left_to_a_person(tiny: Questionnaire) -> None:
    found = proposal_of(tiny, Column("When", role="date"), "c01.1", rows=(("3/4/2026", ""),))
    assert "date" not in found.data
    assert found.notes[0].startswith("It is not certain which part of 'When' is the day.")


# The file of a map.

IN_BRANCHES: Final = (
    Column("Response", role="id"), "perspective", "Team", "Unit", "I listen.", "Staff listen.", "Staff listen.2",
    "Staff rush.", "Which of these should be worked on first?", "Which of these should be worked on first?2",
)  # fmt: skip


def test_the_file_of_a_map_for_branches_says_all_that_was_proposed(tiny: Questionnaire) -> None:
    rows = ((*[""] * 2, "Elm ward", *[""] * 7), (*[""] * 3, "Oak team", *[""] * 6))
    for proposal in (proposal_of(tiny, *IN_BRANCHES, rows=rows), proposal_of(tiny, *BRANCHES, rows=LABELLED)):
        column_map, problems = load_map(map_text(proposal.data), "map.yaml", tiny)
        assert column_map is not None, problems
        assert column_map.columns == MapDefinition.model_validate(proposal.data)
        assert fits(column_map, sheet_of(*(column.heading for column in proposal.columns)), proposal)


EVERY_KIND: Final = (
    Column("Response", role="id"), Column("When", role="date", date_format="iso"), "perspective", "team", "c01.1",
    "Staff rushes us", "c01_comment", "priority_1", Column("E-mail", role="personal"),
)  # fmt: skip


def test_the_file_of_a_map_says_all_that_was_proposed(tiny: Questionnaire) -> None:
    proposal = proposal_of(tiny, *EVERY_KIND)
    column_map, problems = load_map(map_text(proposal.data), "map.yaml", tiny)
    assert column_map is not None, problems
    written = column_map.columns.model_dump(exclude_defaults=True, mode="json")
    assert written == MapDefinition.model_validate(proposal.data).model_dump(exclude_defaults=True, mode="json")
    assert set(written) == set(MapDefinition.model_fields) - {"delimiter", "encoding", "answers", "teams", "leave_out"}


def test_what_was_checked_is_taken_out_and_nothing_else(tiny: Questionnaire) -> None:
    proposal = proposal_of(tiny, *EVERY_KIND)
    column_map, problems = load_map(without_check(map_text(proposal.data)), "map.yaml", tiny)
    assert column_map is not None, problems
    assert column_map.columns == MapDefinition.model_validate(proposal.data | {"check": None})


@given(st.text(max_size=30))
@example("Which is true? " * 20)
@example("Which is true? " * 200)
@example("a\u00a0b\u200b\u202e: # 'c' \"d\" \\ - [e]\r\n\t")
def test_any_heading_is_written_so_that_it_is_read_back(heading: str) -> None:
    readable = heading.encode("utf-8", "ignore").decode()
    data = {"statements": {readable: "c01.1", "c01.2": [readable]}, "priorities": [readable, [readable]]}
    assert read_yaml(map_text(data), "map.yaml").data == data


def test_a_map_is_written_for_a_person_to_read() -> None:
    data = {
        "questionnaire": "tiny",
        "perspective": {"column": "Who are you?", "labels": {"I work here\u200b": "staff"}},
        "statements": {"I listen. " * 20: "c01.1", "c01.2": ["I rush.", "Staff rush me."]},
        "priorities": ["First", ["Second", "And second"]],
        "check": ["Look at 'I rush.'."],
    }
    assert (
        map_text(data)
        == f"""\
# Which column of a form is what. Look at each line. docs/import.md says what the keys mean.
# The same form is read with this map when it comes again.
questionnaire: "tiny"

perspective:
  column: "Who are you?"
  labels:
    "I work here\\U0000200b": "staff"

statements:
  "{"I listen. " * 20}": "c01.1"
  "c01.2":
    - "I rush."
    - "Staff rush me."

priorities:
  - "First"
  - ["Second", "And second"]

# This is not certain. Correct above what is wrong, and then take this list away.
check:
  - "Look at 'I rush.'."
"""
        + EMPTY_PLACES
    )


IN_THE_MIDDLE: Final = """\
# of our own
perspective:   staff   # all of them
# This is not certain. Correct above what is wrong, and then take this list away.
check:
    - "Look."
    # seen
    - "Look again,
       and again."   # seen
# about the statements

statements: {Q1: c01.1,
    'Q2':   c01.2}
"""
AT_THE_END: Final = """\
statements:
    Q1: c01.1
    # the second
    "Q2": 'c01.2'
perspective: staff
# Nobody has agreed to this map yet. When all of it is right, take the next line away.
check: []
"""


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        (IN_THE_MIDDLE, 2, 8),
        (AT_THE_END, 5, 7),
        (AT_THE_END.removesuffix("\n"), 5, 7),
        (AT_THE_END.replace("check: []", "check:\n- a\n- |\n b\n\n c"), 5, 12),
    ],
)
def test_comments_and_layout_of_a_map_are_kept_when_it_is_agreed_to(written: str, first: int, last: int) -> None:
    lines = written.splitlines()
    assert without_check(written).splitlines() == [*lines[:first], *lines[last:]]


def test_a_map_on_one_line_is_agreed_to_as_well() -> None:
    assert without_check("{check: [a], perspective: staff}") == "{perspective: staff}\n"


def test_a_map_that_was_agreed_to_stays_as_it_is() -> None:
    assert without_check("perspective:  staff # all\n") == "perspective:  staff # all\n"


def test_a_map_fits_the_same_form_and_no_other(tiny: Questionnaire) -> None:
    proposal = proposal_of(tiny, "I listen.", "I rush.")
    column_map, _ = load_map(map_text(proposal.data), "map.yaml", tiny)
    assert column_map is not None
    assert fits(column_map, sheet_of("I listen.", "I rush.", "Parking"), proposal)
    grown = ("I listen.", "I rush.", "I ask.")
    assert not fits(column_map, sheet_of(*grown), proposal_of(tiny, *grown))
    assert not fits(column_map, sheet_of("I listen."), proposal_of(tiny, "I listen."))


def test_a_map_for_one_perspective_is_not_used_for_another(tiny: Questionnaire) -> None:
    column_map, _ = load_map(map_text(proposal_of(tiny, "c01.1", perspective="staff").data), "map.yaml", tiny)
    assert column_map is not None
    for perspective, fitting in (("staff", True), ("carer", False), (None, False)):
        assert fits(column_map, sheet_of("c01.1"), proposal_of(tiny, "c01.1", perspective=perspective)) == fitting


@pytest.mark.parametrize(
    ("stem", "name"),
    [("Staff form (1)", "staff-form-1"), ("../../etc", "etc"), ("…", "form"), ("Umfrage_Ä", "umfrage_ä")],
)
def test_a_map_is_called_like_its_file(stem: str, name: str) -> None:
    assert map_name(stem) == name
    assert Path(map_name(stem)).name == name


# Columns that are called the same.


@pytest.mark.parametrize(
    ("rows", "together"),
    [
        ((("3", ""), ("", "4")), True),
        ((("3", "3"), ("4", "4")), True),
        ((("3", "4"), ("", "4")), False),
    ],
    ids=["each person filled one", "copied", "two answers"],
)
@pytest.mark.parametrize("second", ["carer/c01_1", "c01_1 (2)"])
def test_two_columns_with_one_id_are_taken_together_where_nobody_says_two_things(
    tiny: Questionnaire, second: str, rows: tuple[tuple[str, str], ...], together: bool
) -> None:
    columns = (Column("staff/c01_1", ("c01_1",)), Column(second, ("c01_1",)))
    found = proposal_of(tiny, *columns, rows=rows)
    assert found.data.get("statements") == ({"c01.1": ["staff/c01_1", second]} if together else None)
    assert bool(found.doubts) != together


def test_the_group_of_a_question_says_in_whose_branch_it_stands(tiny: Questionnaire) -> None:
    columns = ("I am", Column("staff/c01_1", ("c01_1",)), Column("carer/c01_1", ("c01_1",)))
    found = proposal_of(tiny, *columns, rows=(("A nurse", "4", ""),) * 3 + (("A son", "", "1"),) * 3)
    assert found.data["perspective"] == {"column": "I am", "labels": {"A nurse": "staff", "A son": "carer"}}


def test_the_guard_against_formulas_is_taken_off_what_stands_in_a_column(tiny: Questionnaire) -> None:
    found = propose(sheet_of("c01.1", "Ward"), (("4", "'-Elm"),), tiny, form="answers", teams=("-Elm", "Oak"))
    assert found.data["team"] == {"column": "Ward"}


def test_a_statement_that_speaks_of_names_is_a_statement(tiny_text: str) -> None:
    named, problems = parse_questionnaire(tiny_text.replace("Staff listen.", "Staff share names."), "q.yaml")
    assert named is not None, problems
    column = Column("Staff share names.", role="personal")
    found = propose(sheet_of(column), (), named, form="answers")
    assert is_personal(column.heading)
    assert taken_for(found) == [("statement c01.1", "wording")]
