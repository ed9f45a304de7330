"""What "n/a" means depends on who wrote it: a person's "does not apply", a tool's blank cell, or nobody knows."""

from collections.abc import Callable

import pytest

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.rows.row_mapper import ImportedRow

Imported = Callable[..., list[ImportedRow]]

TEMPLATE = "id,perspective,team,c01_1,c01_2,c01_comment\n1,staff,,{0},4,{0}\n"
FORMS = "ID,Start time,Completion time,Email,Name,I listen.,I rush.\n1,2026-09-03,2026-09-03,,,{0},Not true\n"
KOBO = "_uuid,_submission_time,perspective,team,c01_1,c01_2,c01_comment,priority_1\nu1,{0},staff,{0},{0},4,{0},{0}\n"
TABLE = "I listen.,c01_2\n{0},4\n"
BY_ID = "perspective: staff\nstatements: {c01_1: c01.1, c01_2: c01.2}\n"
BY_WORDING = "perspective: staff\nstatements: {I listen.: c01.1, I rush.: c01.2}\n"
EVERYTHING = """
perspective: {column: perspective}
team: {column: team}
statements: {c01_1: c01.1, c01_2: c01.2}
date: {column: _submission_time, format: iso}
comments: {c01_comment: c01}
priorities: [priority_1]
"""
TABLE_MAP = "perspective: staff\nstatements: {I listen.: c01.1, c01_2: c01.2}\n"


@pytest.mark.parametrize("cell", ["n/a", "N/A", "NA", "na", " NA "])
def test_in_our_template_it_does_not_apply(imported: Imported, cell: str) -> None:
    (row,) = imported(TEMPLATE.format(cell), BY_ID)
    assert row.response.answers == "-4___"


@pytest.mark.parametrize("cell", ["n/a", "N/A", "NA"])
def test_in_microsoft_forms_it_does_not_apply(imported: Imported, cell: str) -> None:
    (row,) = imported(FORMS.format(cell), BY_WORDING)
    assert row.response.answers == "-0___"


@pytest.mark.parametrize("cell", ["n/a", "N/A", "NA"])
def test_where_a_tool_writes_it_for_a_blank_cell_it_is_no_answer_to_anything(imported: Imported, cell: str) -> None:
    (row,) = imported(KOBO.format(cell), EVERYTHING)
    said = row.response
    assert (said.answers, said.team, said.month, said.priorities, row.comments) == (".4___", "", "2026-09", "", ())


def test_our_own_code_in_such_a_file_still_does_not_apply(imported: Imported) -> None:
    text = KOBO.format("n/a").replace("n/a,4", "na,4")
    assert imported(text, EVERYTHING)[0].response.answers == "-4___"


@pytest.mark.parametrize("cell", ["n/a", "N/A", "NA"])
@pytest.mark.parametrize("heading", ["I listen.", "c01_1"])
def test_in_any_other_table_nobody_can_know(imported: Imported, cell: str, heading: str) -> None:
    file = TABLE.format(cell).replace("I listen.", heading)
    with pytest.raises(UnreadableError) as error:
        imported(file, TABLE_MAP.replace("I listen.", heading))
    (problem,) = error.value.problems
    assert f"'{cell}' is not an answer that is known" in problem
    assert problem.endswith("Some tools write it for not_applicable, others where nobody answered: skipped.")


@pytest.mark.parametrize(("means", "answer"), [("skipped", "."), ("not_applicable", "-")])
def test_a_person_says_in_the_map_what_it_means(imported: Imported, means: str, answer: str) -> None:
    given = f'answers: {{"N/A": {means}}}\n'
    assert imported(TABLE.format("n/a"), TABLE_MAP + given)[0].response.answers == f"{answer}4___"


def test_what_the_map_says_of_na_leaves_our_own_code_as_it_is(imported: Imported) -> None:
    file = "c01_1,c01_2\nNA,na\n"
    assert imported(file, f"{BY_ID}answers: {{NA: skipped}}\n")[0].response.answers == ".-___"


# A scale that the heading states.

STATED = "I listen. (1 = not true, 5 = completely true)"
TURNED = "I rush. (1 = completely true, 5 = not true)"
STATED_MAP = f"perspective: staff\nstatements: {{'{STATED}': c01.1, '{TURNED}': c01.2}}\n"
STATED_FILE = f'"{STATED}","{TURNED}"\n'


def test_numbers_mean_what_the_heading_says_in_its_own_direction(imported: Imported) -> None:
    rows = imported(f"{STATED_FILE}1,1\n5,5\n2.0,4\nMostly true,Mostly true\n", STATED_MAP)
    assert [row.response.answers for row in rows] == ["04___", "40___", "11___", "33___"]


@pytest.mark.parametrize("cell", ["0", "6"])
def test_a_number_that_the_heading_does_not_know_is_refused(imported: Imported, cell: str) -> None:
    with pytest.raises(UnreadableError, match=f"'{cell}' is not an answer that is known"):
        imported(f"{STATED_FILE}{cell},1\n", STATED_MAP)


def test_a_map_that_says_another_thing_of_numbers_than_a_heading_is_refused(imported: Imported) -> None:
    given = f"{STATED_MAP}answers: {{1: 0, 5: 4}}\n"
    with pytest.raises(UnreadableError, match=r"the heading 'I rush\. .*' says that 1 is 'Completely true'"):
        imported(f"{STATED_FILE}1,1\n", given)


def test_below_an_id_with_a_scale_that_cannot_be_read_a_number_is_not_our_code(imported: Imported) -> None:
    file = '"c01_1","I listen. (1 = never, 5 = always)"\n4,4\n'
    text = "perspective: staff\nstatements: {c01_1: c01.1, 'I listen. (1 = never, 5 = always)': c01.2}\n"
    with pytest.raises(UnreadableError) as error:
        imported(file, text)
    (problem,) = error.value.problems
    assert "column 'I listen. (1 = never, 5 = always)': '4' is not an answer" in problem
