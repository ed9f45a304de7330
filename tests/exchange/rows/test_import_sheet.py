"""What a map makes of rows, and that everything not understood is said at once."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.mapping.column_map import load_map
from imroc_audit.exchange.reading.open_sheet import SourceFiles, open_sheet
from imroc_audit.exchange.rows.import_sheet import import_sheet
from imroc_audit.exchange.rows.rejected import RejectedRows
from imroc_audit.exchange.rows.row_mapper import Destination, ImportedRow, RowMapper
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.questionnaire import Questionnaire

Imported = Callable[..., list[ImportedRow]]


def answers(rows: list[ImportedRow]) -> list[str]:
    return [row.response.answers for row in rows]


def problems_of(imported: Imported, file: str, map_text: str) -> list[str]:
    with pytest.raises(UnreadableError) as error:
        imported(file, map_text)
    return [re.sub(r"^\S*answers\.csv: ", "", problem) for problem in error.value.problems]


def test_a_row_becomes_one_response(imported: Imported) -> None:
    (row,) = imported("Q1,Q2\nMostly true,Not true\n")
    response = row.response
    assert (response.audit_cycle, response.perspective, response.team) == ("2026-autumn", "staff", "")
    assert (response.mode, response.month, response.priorities, row.comments) == ("import", "2026-09", "", ())
    assert re.fullmatch("[0-9a-f]{32}", response.key)


def test_labels_are_understood_in_every_usual_spelling(imported: Imported) -> None:
    file = """
    Q1,Q2
    MOSTLY TRUE , mostly\u00a0true
    4 - Mostly true,3. Mostly true
    (3) Mostly true,d. Mostly true
    (d) mostly true,Mostly true (3)
    3 Mostly true,iv) Mostly true
    [3] Mostly true,D - Mostly true
    I don’t know,Don't know
    Does not apply,Not applicable
    ,Not true
    """
    assert answers(imported(file)) == [*["33___"] * 6, "??___", "--___", ".0___"]


def test_a_row_of_blank_cells_is_nobody(imported: Imported) -> None:
    assert answers(imported("Q1,Q2\nNot true,\n,\u00a0\n\nNot true,\n")) == ["0.___", "0.___"]


def test_a_bare_number_is_not_guessed(imported: Imported) -> None:
    with pytest.raises(UnreadableError, match="'4' is not an answer that is known"):
        imported("Q1,Q2\n4,1\n")


def test_the_map_adds_labels_of_its_own(imported: Imported) -> None:
    text = """
    perspective: staff
    statements: {Q1: c01.1, Q2: c01.2}
    answers: {5: 4, Sometimes: Partly true, "#N/A": skipped, "-": not_applicable, Pass: dont_know}
    """
    file = """
    Q1,Q2
    5,SOMETIMES
    #N/A,-
    –,pass
    """
    assert answers(imported(file, text)) == ["42___", ".-___", "-?___"]


def test_statements_not_asked_are_told_from_skipped_ones(imported: Imported, notes: list[str]) -> None:
    text = """
    perspective: {column: Who}
    statements: {A: c01.1, B: c01.2, C: c02.1, D: c02.2, E: c02.3}
    """
    file = """
    Who,A,B,C,D,E
    staff,,,,,Not true
    Relatives and friends,,,,,Not true
    """
    assert answers(imported(file, text)) == ["....0", "...._"]
    assert "1 answer was left out, to statements that are not asked of that perspective." in notes[0]
    assert "1 row was imported without any answer" in notes[1]


def test_headings_are_matched_after_normalising(imported: Imported) -> None:
    text = """
    perspective: staff
    statements: {"I listen to 'all' – people": c01.1}
    """
    assert answers(imported("\ufeff I  listen to ‘ALL’ - people\u00a0,x\nNot true,y\n", text)) == ["0____"]


def test_a_statement_is_found_by_its_column_and_not_by_its_place(imported: Imported) -> None:
    assert answers(imported("Q2,other,Q1\nNot true,?,Mostly true\n")) == ["30___"]


DAY = {"iso": "2026-11-30", "d/m/y": "30/11/2026", "m/d/y": "11/30/2026"}
NAME_THE_PERSPECTIVE = (
    "Give it staff, service_user, carer or leave_out under 'labels' of 'perspective' in map.yaml, or fill in the cell."
)
NAME_THE_TEAM = (
    "Add it to the teams in imroc-audit.toml, or give it one of those there under 'labels' of 'team' in"
    " map.yaml ('Elm ward', 'Oak team')."
)
CORRECT_THE_DATE = "Correct the cell, or 'format' of 'date' in map.yaml."
NAME_THE_ANSWER = "Say under 'answers' in map.yaml what it stands for."

WHO = """
perspective: {column: Who, labels: {Colleague: staff, Prefer not to say: leave_out}}
team: {column: Where, labels: {Elm (old): Elm ward, Bank: }}
statements: {Q1: c01.1}
"""


def test_perspectives_and_teams_come_from_labels(imported: Imported, notes: list[str]) -> None:
    file = """
    Who,Where,Q1
    Colleague,elm ward,
    People using services,Elm (old),
    I am a relative or friend,Bank,
    service_user,,
    Prefer not to say,,Not true
    """
    assert [(row.response.perspective, row.response.team) for row in imported(file, WHO)] == [
        ("staff", "Elm ward"),
        ("service_user", "Elm ward"),
        ("carer", ""),
        ("service_user", ""),
    ]
    assert any("1 row was left out" in note for note in notes)


def test_a_fixed_team_takes_the_spelling_of_the_workspace(imported: Imported) -> None:
    (row,) = imported("Q1\nNot true\n", "perspective: carer\nteam: elm WARD\nstatements: {Q1: c01.1}\n")
    assert (row.response.perspective, row.response.team) == ("carer", "Elm ward")


def test_unknown_teams_can_be_let_go(imported: Imported) -> None:
    text = "perspective: staff\nteam: {column: Where, unknown: none}\nstatements: {Q1: c01.1}\n"
    rows = imported("Where,Q1\nAsh ward,Not true\nOak team,Not true\n", text)
    assert [row.response.team for row in rows] == ["", "Oak team"]


def test_unknown_perspectives_and_teams_are_named_with_what_to_do(imported: Imported) -> None:
    file = """
    Who,Where,Q1
    Visitor,Ash ward,Not true
    ,Oak team,Not true
    """
    assert problems_of(imported, file, WHO) == [
        f"row 2: column 'Who': 'Visitor' is not a perspective that is known: {NAME_THE_PERSPECTIVE}",
        f"row 2: column 'Where': 'Ash ward' is not a team that is known: {NAME_THE_TEAM}",
        f"row 3: column 'Who': a perspective is missing: {NAME_THE_PERSPECTIVE}",
    ]


@pytest.mark.parametrize("team", ["Elm wrd", "{column: Where, labels: {Elm: Elm wrd}}"])
def test_a_team_in_the_map_must_be_one_of_the_workspace(imported: Imported, team: str) -> None:
    text = f"perspective: staff\nteam: {team}\nstatements: {{Q1: c01.1}}\n"
    with pytest.raises(UnreadableError, match=r"map\.yaml:2: 'Elm wrd' is not a team .* Did you mean 'Elm ward'\?"):
        imported("Where,Q1\nElm,Not true\n", text)


@pytest.mark.parametrize(
    ("form", "cell", "month"),
    [
        ("iso", "2026-03-31", "2026-03"),
        ("iso", "2026-03-31T23:59:59Z", "2026-03"),
        ("d/m/y", "3/4/2026", "2026-04"),
        ("d/m/y", " 03.04.26 10:15", "2026-04"),
        ("m/d/y", "3/4/26", "2026-03"),
        ("iso", "", "2026-09"),
    ],
)
def test_the_month_comes_from_the_date(imported: Imported, form: str, cell: str, month: str) -> None:
    text = f"perspective: staff\ndate: {{column: When, format: {form}}}\nstatements: {{Q1: c01.1}}\n"
    (row,) = imported(f"When,Q1\n{cell},Not true\n", text)
    assert row.response.month == month


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("iso", "31/03/2026"),
        ("iso", "2026-02-30"),
        ("d/m/y", "3/13/2026"),
        ("d/m/y", "1/2/20260"),
        ("d/m/y", "May"),
    ],
)
def test_a_day_that_is_none_is_refused_without_showing_it(imported: Imported, form: str, cell: str) -> None:
    text = f"perspective: staff\ndate: {{column: When, format: {form}}}\nstatements: {{Q1: c01.1}}\n"
    (problem,) = problems_of(imported, f"When,Q1\n{cell},Not true\n", text)
    assert (
        problem == f"row 2: column 'When': this is not a day written as {form}, such as {DAY[form]}: {CORRECT_THE_DATE}"
    )


def test_comments_go_to_their_challenge_with_no_link_to_the_response(imported: Imported) -> None:
    text = "perspective: carer\nstatements: {Q1: c01.1}\ncomments: {Why: c01, More: c02}\n"
    (row,) = imported('Q1,Why,More\nNot true," first\r\nsecond ",\n', text)
    (comment,) = row.comments
    assert (comment.challenge, comment.perspective, comment.text) == ("c01", "carer", "first\nsecond")
    assert (comment.status, comment.shown) == ("waiting", "")
    assert comment.key not in {row.row_id, row.response.key}


def test_priorities_are_ranked_challenges(imported: Imported) -> None:
    text = "perspective: staff\nstatements: {Q1: c01.1}\npriorities: [First, Second]\n"
    file = """
    Q1,First,Second
    ,Choice,c01
    ,,everyday contact
    ,Choice,choice
    Not true,,
    """
    assert [row.response.priorities for row in imported(file, text)] == [
        "c02 c01",
        "c01",
        "c02",
        "",
    ]


def test_a_priority_that_is_no_challenge_is_a_problem(imported: Imported) -> None:
    text = "perspective: staff\nstatements: {Q1: c01.1}\npriorities: [First]\n"
    (problem,) = problems_of(imported, "Q1,First\n,Parking\n", text)
    assert problem.startswith("row 2: column 'First': 'Parking' is not a challenge that is known")


def test_everything_not_understood_is_listed_once_with_its_rows(imported: Imported) -> None:
    file = "Q1,Q2\n" + "Agree,Not true\n" * 40 + "Not true,Disagree\nNot true,Disagree\nAgree,Maybe\n"
    with pytest.raises(UnreadableError) as error:
        imported(file)
    _, *problems = str(error.value).splitlines()
    first = "rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 31 more"
    assert [problem.partition("answers.csv: ")[2] for problem in problems] == [
        f"{first}: column 'Q1': 'Agree' is not an answer that is known: {NAME_THE_ANSWER}",
        f"rows 42 and 43: column 'Q2': 'Disagree' is not an answer that is known: {NAME_THE_ANSWER}",
        f"row 44: column 'Q2': 'Maybe' is not an answer that is known: {NAME_THE_ANSWER}",
    ]


def test_a_long_list_of_problems_is_cut(imported: Imported) -> None:
    file = "Q1,Q2\n" + "".join(f"label {number},Not true\n" for number in range(60))
    with pytest.raises(UnreadableError) as error:
        imported(file)
    assert len(error.value.problems) == 51
    assert error.value.problems[-1].endswith("and 10 more. Mend these first, and try again.")


def test_a_file_that_breaks_off_still_tells_what_came_before(imported: Imported) -> None:
    with pytest.raises(UnreadableError) as error:
        imported('Q1,Q2\nAgree,Not true\nNot true,"Not')
    first, second = str(error.value).splitlines()
    assert "row 3: a quotation mark is opened here and never closed" in first
    assert "row 2: column 'Q1': 'Agree' is not an answer that is known" in second


def test_a_missing_column_is_answered_with_the_nearest_heading(imported: Imported) -> None:
    with pytest.raises(UnreadableError) as error:
        imported("Q1,We listen\n", "perspective: staff\nstatements: {Q1: c01.1, We listn: c01.2}\n")
    first, second, third = str(error.value).splitlines()
    assert first.endswith("nothing was imported, because the map does not fit:")
    assert third == "The file's headings are: 'Q1', 'We listen'."
    assert second.startswith("map.yaml:2: no column of ")
    assert second.endswith("headed 'We listn': Copy the heading as it stands in the file. Did you mean 'We listen'?")


def test_free_text_mapped_by_mistake_is_not_shown(imported: Imported) -> None:
    words = "My manager Ann Other on Elm ward never listens to what I say about nights"
    (problem,) = problems_of(imported, f"Q1,Q2\n{words},Not true\n", "perspective: staff\nstatements: {Q1: c01.1}\n")
    assert "Ann" not in problem
    assert f"a text of {len(words)} characters is not an answer" in problem


def test_numbers_of_a_scale_are_shown_and_the_length_of_a_letter_is_told(imported: Imported) -> None:
    answers = "perspective: staff\nstatements: {Q1: c01.1}\n"
    three = problems_of(imported, "Q1,Q2\n1,a\n5,a\n-2,a\nx,a\n", answers)
    assert [problem.partition("'Q1': ")[2].partition(" is not")[0] for problem in three] == [
        "'1'", "'5'", "'-2'", "a text of 1 character",
    ]  # fmt: skip


def test_a_cell_cannot_steer_the_terminal(imported: Imported) -> None:
    with pytest.raises(UnreadableError) as error:
        imported("Q1,Q2\n\x1b[2Jboo,Not true\n")
    assert "\x1b" not in str(error.value)


def test_columns_that_the_map_does_not_name_are_never_read(imported: Imported) -> None:
    (row,) = imported("Name,Q1,E-mail,Q2\nAnn Other,Not true,ann@example.org,Not true\n")
    assert "Ann" not in repr(row)


LEAVING_OUT = "perspective: staff\nstatements: {Q1: c01.1}\ncomments: {Why: c01}\nleave_out: {Why: [Test], Nr: 7}\n"


def test_rows_that_a_map_leaves_out_by_what_stands_in_them_are_counted(imported: Imported, notes: list[str]) -> None:
    file = "Nr,Q1,Why\n1,Not true,TEST\n7,Agree,\n8,Mostly true,testing\n70,Not true,\n"
    rows = imported(file, LEAVING_OUT)
    assert (answers(rows), notes[0]) == (["3____", "0____"], "2 rows were left out, as the map says.")


def test_a_column_that_is_to_leave_rows_out_has_to_be_there_and_about_no_person(imported: Imported) -> None:
    missing, personal = LEAVING_OUT.replace("Nr: 7", "No: 7"), LEAVING_OUT.replace("Nr: 7", "E-mail: x")
    assert "is headed 'No'" in problems_of(imported, "Nr,Q1,Why\n1,Not true,\n", missing)[0]
    assert "is about a person" in problems_of(imported, "E-mail,Q1,Why\nx,Not true,\n", personal)[0]


# The same file is never counted twice.


def ids(rows: list[ImportedRow]) -> list[str]:
    return [row.row_id for row in rows]


BY_ID = "perspective: staff\nid: ID\nstatements: {Q1: c01.1}\n"


def test_the_same_file_adds_nothing_the_second_time(imported: Imported) -> None:
    file = "Q1,Q2\nNot true,Not true\nNot true,Not true\nMostly true,\n"
    stored = set(ids(imported(file)))
    assert len(stored) == 3
    assert set(ids(imported(file))) == stored


def test_a_grown_file_in_another_order_adds_only_what_is_new(imported: Imported) -> None:
    stored = set(ids(imported("Q1,Q2\nNot true,Not true\nNot true,Not true\nMostly true,\n")))
    grown = imported("Q1,Q2\nMostly true,\nNot true,Not true\nPartly true,\nNot true,Not true\nNot true,Not true\n")
    assert sorted(answers([row for row in grown if row.row_id not in stored])) == ["00___", "2.___"]
    assert stored < set(ids(grown))


def test_a_file_saved_again_by_another_program_is_the_same(imported: Imported) -> None:
    before = ids(imported("Q1,Q2,More\nMostly true,Not true,don't\n"))
    after = ids(imported("More;Q2;Blank;Q1\r\nDon’t;Not true ;;MOSTLY TRUE\r\n".encode("utf-16")))
    assert after == before


def test_a_source_id_is_kept_when_the_answers_change(imported: Imported) -> None:
    before = ids(imported("ID,Q1\nR_1a,Not true\n", BY_ID))
    assert ids(imported("ID,Q1\nR_1a ,Mostly true\n", BY_ID)) == before
    assert ids(imported("ID,Q1\nR_1A,Not true\n", BY_ID)) != before


def test_equal_ids_of_two_forms_are_two_people(imported: Imported) -> None:
    file = "ID,Q1\n1,Not true\n"
    kinds = [BY_ID, BY_ID.replace("staff", "carer"), BY_ID + "team: Elm ward\n", BY_ID + "form: Ward B\n"]
    assert len({ids(imported(file, text))[0] for text in kinds}) == 4


def test_a_row_id_says_nothing_of_the_row(imported: Imported) -> None:
    (row_id,) = ids(imported("ID,Q1\nann@example.org,Not true\n", BY_ID))
    assert re.fullmatch("[0-9a-f]{64}", row_id)


def test_an_id_that_is_blank_or_comes_twice_is_a_problem_and_is_not_shown(imported: Imported) -> None:
    file = "ID,Q1\nann,Not true\n,Not true\nann,Mostly true\n"
    blank, twice = problems_of(imported, file, BY_ID)
    assert blank == "row 3: column 'ID': the id is blank: Give each row an id, or take 'id' out of map.yaml."
    assert twice.startswith("row 4: column 'ID': an earlier row has the same id: If these are two people")


def test_every_key_is_new_each_time(imported: Imported) -> None:
    file = "Q1,Q2\nNot true,Not true\nNot true,Not true\n"
    keys = [row.response.key for row in imported(file) + imported(file)]
    assert len(set(keys)) == 4


def test_the_share_that_was_read_grows_to_the_whole(tmp_path: Path, tiny: Questionnaire) -> None:
    path = tmp_path / "long.csv"
    path.write_text("c01.1\n" + "Not true\n" * 100_000, encoding="utf-8")
    column_map, problems = load_map("perspective: staff\nstatements: {c01.1: c01.1}\n", "map.yaml", tiny)
    assert column_map is not None, problems
    shares: list[float] = []
    with open_sheet(SourceFiles((path,), frozenset())) as sheet:
        rejected = RejectedRows(path, sheet, (), write=False)
        mapper = RowMapper(sheet, column_map, tiny, Destination(AuditCycleName("a"), (), "2026-09", str))
        assert sum(1 for _ in import_sheet(sheet, mapper, rejected, shares.append)) == 100_000
    assert shares == sorted(shares)
    assert (shares[0] < 0.5, shares[-1], len(shares) > 10) == (True, 1.0, True)
