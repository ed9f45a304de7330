"""`import` as a person meets it: what it says, what it asks, and that it is all of a file or nothing."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from textwrap import dedent

import pytest
from openpyxl import load_workbook

from imroc_audit.cli import console
from imroc_audit.exchange.forms.table import template
from imroc_audit.model.questionnaire import Questionnaire
from tests.cli.conftest import Ran, Run

Import = Callable[..., Ran]

STAFF = """
    ID,Name,I listen.,I rush.,Where?
    1,Ann Other,Mostly true,Not true,Elm ward
    2,Bo Other,Not true,,Oak team
"""
NEAR = STAFF.replace("I rush.", "Staff rushes us")


@pytest.fixture
def asking(run: Run, audit: Path) -> Path:
    """A workspace whose audit cycle takes answers."""
    assert run("-w", audit, "cycle", "open", "spring", "--questionnaire", "tiny").code == 0
    return audit


@pytest.fixture
def import_(run: Run, asking: Path, tmp_path: Path) -> Import:
    """Import lines of CSV under a file's name."""

    def import__(text: str, *options: str, name: str = "answers.csv", typed: str = "") -> Ran:
        (tmp_path / name).write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return run("-w", asking, "import", tmp_path / name, *options, typed=typed)

    return import__


def stored(audit: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(audit / "audit.db")) as connection:
        found = connection.execute("SELECT perspective, team, answers FROM responses")
        return sorted(found.fetchall())


def test_a_form_is_recognised_mapped_and_imported(import_: Import, asking: Path) -> None:
    ran = import_(STAFF, "--yes")
    assert ran.code == 0
    assert "It was read as a table, because" in ran.err
    assert "Columns about a person were not read: 'Name'." in ran.err
    assert "2 responses added to 'spring'." in ran.out
    assert stored(asking) == [("staff", "Elm ward", "30___"), ("staff", "Oak team", "0.___")]
    assert (asking / "maps" / "answers.yaml").is_file()


def test_the_proposed_map_is_shown_with_how_sure_each_column_is(
    import_: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    shown = " ".join(import_(STAFF, "--dry-run", "--all").out.split())
    assert "Proposed map" in shown
    for line in ("I listen. │ statement c01.1 │ its wording │ 100", "Name │ left out", "Where? │ team │ what is in it"):
        assert line in shown


def test_nobody_to_ask_means_that_the_map_is_written_and_nothing_imported(import_: Import, asking: Path) -> None:
    ran = import_(STAFF)
    assert ran.code == 1
    assert "nobody has agreed to the map yet" in ran.err
    assert import_(STAFF).code == 1
    assert stored(asking) == []
    again = import_(STAFF, "--yes")
    assert (again.code, len(stored(asking))) == (0, 2)
    assert "There is a map for this form, so" in again.err
    assert "Nobody has agreed to it yet." in again.err
    assert "check" not in (asking / "maps" / "answers.yaml").read_text(encoding="utf-8")
    assert "Nobody has agreed" not in import_(STAFF).err


def test_a_near_heading_is_never_taken_without_a_person(import_: Import, asking: Path) -> None:
    for _ in range(2):
        ran = import_(NEAR, "--yes", "--perspective", "staff")
        assert ran.code == 1
        assert "1 thing is not certain" in ran.err
        assert "Please check: " in ran.err
        assert "'Staff rushes us' is taken for statement c01.2: 'Staff rush us.'." in ran.err
        assert "statement c01.2" in ran.out
        assert stored(asking) == []


def test_a_person_who_says_yes_has_checked_the_map(
    import_: Import, asking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    assert import_(NEAR, "--perspective", "staff", typed="y\n").code == 0
    assert "check:" not in (asking / "maps" / "answers.yaml").read_text(encoding="utf-8")
    assert stored(asking) == [("staff", "Elm ward", "30___"), ("staff", "Oak team", "0.___")]


def test_a_person_who_says_no_is_told_where_the_map_is(
    import_: Import, asking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    ran = import_(STAFF, typed="n\n")
    assert (ran.code, stored(asking)) == (1, [])
    assert str(asking / "maps" / "answers.yaml") in ran.err


def test_a_dry_run_says_what_would_be_added_and_adds_nothing(import_: Import, asking: Path) -> None:
    ran = import_(STAFF, "--dry-run")
    assert ran.code == 0
    assert "2 responses would be added to 'spring'." in ran.out
    assert "  Staff, Elm ward: 1\n  Staff, Oak team: 1\n" in ran.out
    assert stored(asking) == []


def test_a_dry_run_counts_what_was_imported_before(import_: Import) -> None:
    import_(STAFF, "--yes")
    ran = import_(STAFF.rstrip() + "\n    3,Cy,Not true,Not true,\n", "--dry-run")
    assert "1 response would be added" in ran.out
    assert "Imported before, and left out: 2." in ran.out


def test_a_dry_run_lists_what_is_not_understood_and_writes_no_file(import_: Import, tmp_path: Path) -> None:
    ran = import_(STAFF.replace("Mostly true", "Agree"), "--dry-run", "--json")
    assert ran.code == 65
    (file,) = json.loads(ran.out)["files"]
    assert file["not_understood"] == [{"column": "I listen.", "value": "Agree", "rows": 1, "first_row": 2}]
    assert (file["rows"], file["rejected"], json.loads(ran.out)["added"]) == (2, 1, 1)
    shown = import_(STAFF.replace("Mostly true", "Agree"), "--dry-run").out
    assert "Nothing would be added to 'spring' until 1 row is put right. Besides, 1 response:" in shown
    assert not list(tmp_path.glob("*rejected*"))


def test_rejected_rows_are_kept_in_the_workspace_with_the_reason_and_without_names(
    import_: Import, asking: Path, tmp_path: Path
) -> None:
    ran = import_(STAFF.replace("Mostly true", "=Agree"), "--yes")
    rejected = asking / "imports" / "answers-rejected.csv"
    assert (ran.code, stored(asking)) == (65, [])
    assert not list(tmp_path.glob("*rejected*"))
    assert f"1 row is in {rejected}" in ran.err
    assert rejected.stat().st_mode & 0o777 == 0o600
    assert rejected.read_text(encoding="utf-8-sig").splitlines() == [
        "Row,Reason,ID,I listen.,I rush.,Where?",
        "2,column 'I listen.': this is not an answer that is known,1,'=Agree,Not true,Elm ward",
    ]


def test_rejected_rows_hold_no_column_that_the_map_does_not_name(import_: Import, asking: Path) -> None:
    file = STAFF.replace("Name", "Pay").replace("Ann Other", "Band 7").replace("Mostly true", "Agree")
    assert import_(file, "--yes").code == 65
    kept = (asking / "imports" / "answers-rejected.csv").read_text(encoding="utf-8")
    assert "Agree" in kept
    assert not {word for word in ("Pay", "Band 7") if word in kept}


def test_rejected_rows_never_take_the_place_of_a_file_that_is_there(import_: Import, asking: Path) -> None:
    (asking / "imports").mkdir()
    mine = asking / "imports" / "answers-rejected.csv"
    mine.write_text("my own notes", encoding="utf-8")
    ran = import_(STAFF.replace("Mostly true", "Agree"), "--yes")
    assert mine.read_text(encoding="utf-8") == "my own notes"
    assert f"1 row is in {asking / 'imports' / 'answers-rejected-2.csv'}" in ran.err


def test_a_file_that_breaks_off_leaves_no_rejected_rows_behind(import_: Import, asking: Path) -> None:
    many = "".join(f"    {number},Cy,Not true,Not true,\n" for number in range(3, 3_000))
    ran = import_(STAFF.replace("Mostly true", "Agree") + many + '    0,Cy,"Not true\n', "--yes")
    assert (ran.code, stored(asking)) == (66, [])
    assert "a quotation mark is opened here and never closed" in ran.err
    assert not list((asking / "imports").iterdir())


def test_where_rejected_rows_cannot_be_written_the_message_says_so(import_: Import, asking: Path) -> None:
    (asking / "imports").write_text("a file, and no folder", encoding="utf-8")
    ran = import_(STAFF.replace("Mostly true", "Agree"), "--yes")
    assert (ran.code, stored(asking)) == (1, [])
    assert "the rows that are not understood cannot be written here (File exists)" in ran.err


def kept(audit: Path) -> list[str]:
    """The files of rejected rows that are still there."""
    return sorted(path.name for path in (audit / "imports").iterdir())


def mend_map(audit: Path, *labels: str) -> None:
    """Say in the map that these labels mean "Mostly true"."""
    map_file = audit / "maps" / "answers.yaml"
    answers = "".join(f'  "{label}": 3\n' for label in labels)
    map_file.write_text(f"{map_file.read_text(encoding='utf-8')}\nanswers:\n{answers}", encoding="utf-8")


def test_rejected_rows_are_deleted_once_all_of_them_have_been_read(import_: Import, asking: Path) -> None:
    wrong = STAFF.replace("Mostly true", "Agree")
    for _ in range(2):
        assert import_(wrong, "--yes").code == 65
    assert kept(asking) == ["answers-rejected-2.csv", "answers-rejected.csv"]
    mend_map(asking, "Agree")
    assert import_(wrong, "--dry-run").code == 0
    assert len(kept(asking)) == 2
    done = import_(wrong, "--json")
    assert (done.code, kept(asking), len(stored(asking))) == (0, [], 2)
    assert [Path(path).name for path in json.loads(done.out)["deleted"]] == [
        "answers-rejected-2.csv",
        "answers-rejected.csv",
    ]


def test_a_row_that_was_mended_in_the_export_is_known_by_its_id(import_: Import, asking: Path) -> None:
    assert import_(STAFF.replace("Mostly true", "Agree"), "--yes").code == 65
    done = import_(STAFF)
    assert "Deleted, because all of its rows have been read now" in done.err
    assert (done.code, kept(asking)) == (0, [])


def test_rejected_rows_that_were_not_read_again_stay(import_: Import, asking: Path) -> None:
    assert import_(STAFF.replace("Mostly true", "Agree"), "--yes").code == 65
    assert import_("\n".join(line for line in STAFF.splitlines() if "Ann" not in line)).code == 0
    assert kept(asking) == ["answers-rejected.csv"]


def test_a_rejected_row_that_was_not_as_wide_as_the_headings_stays(import_: Import, asking: Path) -> None:
    """It was kept without its cells, so nobody knows whether it has been read by now."""
    assert import_(STAFF.rstrip() + "\n    3,Cy,Not true\n", "--yes").code == 65
    assert import_(STAFF, "--yes").code == 0
    assert kept(asking) == ["answers-rejected.csv"]


def test_rejected_rows_of_another_form_stay(import_: Import, asking: Path) -> None:
    assert import_(STAFF.replace("Mostly true", "Agree"), "--yes").code == 65
    assert import_("ID,perspective,c02.1\n1,carer,4\n2,carer,0\n", "--yes").code == 0
    assert kept(asking) == ["answers-rejected.csv"]


def test_rejected_rows_of_another_perspective_with_the_same_ids_stay(import_: Import, asking: Path) -> None:
    file = "id,submitdate,startlanguage,perspective,c01[1]\n1,2026-09-03,en,{0},4\n2,2026-09-03,en,{0},{1}\n"
    assert import_(file.format("staff", "Agree"), "--yes").code == 65
    assert import_(file.format("carer", "0")).code == 0
    assert kept(asking) == ["answers-rejected.csv"]
    assert import_(file.format("staff", "0")).code == 0
    assert kept(asking) == []


def test_rejected_rows_without_ids_are_known_by_all_of_their_cells(import_: Import, asking: Path) -> None:
    file = "perspective,c01.1,c01.2\nstaff,Agree,0\nstaff,4,=0\n"
    assert import_(file, "--yes").code == 65
    assert import_(file.replace("Agree", "3").replace("=0", "0")).code == 0
    assert kept(asking) == ["answers-rejected.csv"]
    mend_map(asking, "Agree", "=0")
    assert import_(file).code == 0
    assert kept(asking) == []


def test_a_file_that_is_no_file_of_rejected_rows_stays(import_: Import, asking: Path) -> None:
    (asking / "imports").mkdir()
    (asking / "imports" / "answers-rejected.csv").write_bytes(b"my own n\xf6tes")
    (asking / "imports" / "answers-rejected-2.csv").write_text("ID\n", encoding="utf-8")
    assert import_(STAFF, "--yes").code == 0
    assert len(kept(asking)) == 2


def test_rejected_rows_that_are_kept_are_pointed_out_until_they_are_deleted(
    run: Run, import_: Import, asking: Path
) -> None:
    assert import_(STAFF.replace("Mostly true", "Agree"), "--yes").code == 65
    held = f"1 file of rejected rows holds answers, in {asking / 'imports'}."
    mend = f"{held} Put the rows right and import again while the audit cycle is open, then delete it."
    assert f"Note: {mend}" in run("-w", asking, "status").out
    assert f"mend  Rejected rows: some are kept\n      {mend}" in run("-w", asking, "doctor").out
    assert mend in run("-w", asking, "cycle", "close", "--yes").err
    assert f"Note: {held} They do not count any more: delete it." in run("-w", asking, "status").out
    (asking / "imports" / "answers-rejected.csv").unlink()
    assert "rejected rows" not in run("-w", asking, "status").out
    assert "ok    Rejected rows: none are kept" in run("-w", asking, "doctor").out


def test_a_ragged_row_is_rejected_without_its_cells(import_: Import, asking: Path) -> None:
    assert import_(STAFF + "    3,Cy Other\n", "--yes").code == 65
    assert "Cy" not in (asking / "imports" / "answers-rejected.csv").read_text(encoding="utf-8")


def test_forms_of_two_perspectives_may_both_number_their_answers_from_one(import_: Import, asking: Path) -> None:
    file = "id,submitdate,startlanguage,perspective,c01[1]\n1,2026-09-03,en,{0},4\n2,2026-09-03,en,{0},0\n"
    for perspective in ("staff", "carer", "staff"):
        assert import_(file.format(perspective), "--yes").code == 0
    assert [row[0] for row in stored(asking)] == ["carer", "carer", "staff", "staff"]


CHANGED = STAFF.replace("I rush.", "I rush a lot.").replace("Where?", "Team")


def test_a_form_that_changed_is_taken_for_the_one_before_once_somebody_agrees(
    import_: Import, asking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert import_(STAFF, "--yes").code == 0
    for options in ((), ("--dry-run",), ("--yes",)):  # a dry run does not take the question away
        ran = import_(CHANGED, *options, name="later.csv")
        assert "This form is like the one of maps/answers.yaml, and not the same." in ran.err
        assert len(stored(asking)) == 2
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    assert "Imported before, and left out: 2." in import_(CHANGED, name="later.csv", typed="y\n").out


def test_another_form_like_the_one_before_is_told_apart_in_its_map(import_: Import, asking: Path) -> None:
    assert import_(STAFF, "--yes").code == 0
    assert import_(CHANGED, name="oak.csv").code == 1
    new = asking / "maps" / "oak.yaml"
    agreed = new.read_text(encoding="utf-8").partition("\n# This is not certain")[0]
    new.write_text(agreed.replace('form: "answers"', "form: oak"), encoding="utf-8")
    assert "2 responses added" in import_(CHANGED, name="oak.csv").out


def test_days_written_in_another_way_do_not_make_another_form(import_: Import, asking: Path) -> None:
    file = "ID,Start time,Completion time,Email,Name,I listen.,I rush.\n1,{0},{0},,,Mostly true,Not true\n"
    assert import_(file.format("2026-09-13 10:00"), "--yes").code == 0
    assert "Imported before, and left out: 1." in import_(file.format("13/09/2026 10:00"), "--yes").out
    assert len(stored(asking)) == 1


def test_of_two_maps_that_fit_the_one_that_is_called_like_the_file_is_used(import_: Import, asking: Path) -> None:
    assert import_(STAFF, "--yes", name="elm.csv").code == 0
    text = (asking / "maps" / "elm.yaml").read_text(encoding="utf-8")
    (asking / "maps" / "oak.yaml").write_text(text.replace('form: "elm"', "form: oak"), encoding="utf-8")
    assert "2 responses added" in import_(STAFF, "--yes", name="oak.csv").out
    ran = import_(STAFF, "--yes", name="ash.csv")
    assert (ran.code, len(stored(asking))) == (2, 4)
    assert "Say with --map which one is right" in ran.err


def test_a_perspective_that_is_given_is_not_overruled_by_a_map_and_nobody_counts_twice(
    import_: Import, asking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = "id,submitdate,startlanguage,perspective,c01[1]\n1,2026-09-03,en,staff,4\n"
    assert import_(file, "--yes").code == 0
    given = ("--perspective", "staff")
    ran = import_(file, "--yes", *given, name="staff.csv")
    assert (ran.code, len(stored(asking))) == (1, 1)
    assert "known again by their ids, and nobody counts twice" in ran.err
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    assert "Imported before, and left out: 1." in import_(file, *given, name="staff.csv", typed="y\n").out
    other = import_(file, "--perspective", "carer", name="carer.csv", typed="y\n")
    assert "All of them count for carer, because --perspective says so." in other.err
    assert [perspective for perspective, _, _ in stored(asking)] == ["carer", "staff"]


def test_of_a_changed_form_without_ids_it_is_said_that_people_count_twice(import_: Import) -> None:
    file = "perspective,c01.1,c01.2,{0}\nstaff,4,3,2\n"
    assert import_(file.format("c02.1"), "--yes").code == 0
    ran = import_(file.format("c02.2"), "--yes", name="later.csv")
    assert (ran.code, "whoever was imported before counts twice. Take those rows out." in ran.err) == (1, True)


def test_a_column_that_a_map_leaves_out_does_not_make_it_another_form(import_: Import, asking: Path) -> None:
    file = "ID,Your job,I listen.,I rush.\n" + "".join(f"{n},Staff,4,3\n" for n in range(1, 5)) + "5,Cook,4,3\n"
    answers = "\nanswers: {4: 4, 3: 3}\n"
    (asking / "maps").mkdir()
    agreed = "source: table\nform: jobs\nperspective: staff\nstatements: {I listen.: c01.1, I rush.: c01.2}\nid: ID\n"
    (asking / "maps" / "jobs.yaml").write_text(f"{agreed}ignore: [Your job]{answers}", encoding="utf-8")
    assert "5 responses added" in import_(file, name="jobs.csv").out


def test_a_rejected_row_without_its_blank_cells_at_the_end_keeps_the_others(import_: Import, asking: Path) -> None:
    file = "ID,perspective,c01.1,c01_comment\n1,staff,{0}\n2,staff,3,\n"
    assert import_(file.format("often"), "--yes").code == 65
    assert "often" in (asking / "imports" / "answers-rejected.csv").read_text(encoding="utf-8-sig")
    assert import_(file.format("4")).code == 0
    assert kept(asking) == []


def test_headings_about_a_person_are_counted_and_not_shown(import_: Import) -> None:
    ran = import_("perspective,c01.1,E-mail (not jo@example.org),Other\nstaff,4,x,y\n", "--yes")
    assert "Columns about a person were not read: 1 whose heading may tell of a person." in ran.err


def test_numbers_that_a_program_wrote_with_a_point_are_the_same_ids(import_: Import) -> None:
    assert import_(STAFF, "--yes").code == 0
    again = import_(STAFF.replace("    1,", "    1.0,").replace("    2,", "    2.0,"), "--yes")
    assert "Imported before, and left out: 2." in again.out
    assert "Rows of one form are known by their ids." in again.err


@pytest.mark.parametrize("first", ["Mostly true,Not true,Jane Smith", "1,jane@example.org,She shouted at me"])
def test_of_a_file_without_headings_nothing_is_shown(import_: Import, first: str) -> None:
    ran = import_(f"{first}\n2,3,4\n", "--yes")
    assert ran.code == 66
    assert "Its first row looks like somebody's answers" in ran.err
    assert not {word for word in ("Jane", "jane", "shouted") if word in ran.err}


def test_another_questionnaire_with_some_of_the_same_ids_is_left_to_a_person(import_: Import, asking: Path) -> None:
    ran = import_("perspective,c01.1,c07.1,c07.2\nstaff,4,3,3\n", "--yes")
    assert (ran.code, stored(asking)) == (1, [])
    assert "2 columns are headed like statements that 'tiny' does not have, such as 'c07.1'." in ran.err


def test_another_form_is_not_said_to_be_like_the_one_before(import_: Import) -> None:
    assert import_(STAFF, "--yes").code == 0
    ran = import_("ID,perspective,c02.1\n1,carer,4\n", "--yes", name="later.csv")
    assert "This form is like" not in ran.err


def test_a_tool_with_a_key_file_is_named_when_no_statement_is_found(import_: Import) -> None:
    ran = import_("record_id,q1,pulse_complete\n1,3,2\n", "--yes")
    assert "give its data dictionary as a second file after it, or write a map" in ran.err


@pytest.mark.parametrize(
    ("words", "times", "shown"),
    [
        ("Quite often here", 1, "'Quite often here'"),
        ("I asked on Monday and", 1, "a text of 21 characters"),
        ("I asked on Monday and", 3, "'I asked on Monday and'"),
        ("Ring 07700 900123", 3, "a text of 17 characters"),
        ("Nurse Ann Parkinson", 1, "a text of 19 characters"),
    ],
)
def test_what_may_be_somebodys_own_words_is_not_shown(import_: Import, words: str, times: int, shown: str) -> None:
    file = "perspective,c01.1\n" + f"staff,{words}\n" * times
    assert f"column 'c01.1': {shown} is not an answer" in import_(file, "--yes").err


def test_files_are_imported_together_or_not_at_all(run: Run, import_: Import, asking: Path, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("perspective,c01.1\ncarer,dk\n", encoding="utf-8")
    assert run("-w", asking, "import", tmp_path / "more.csv", "--dry-run").code == 0
    assert import_(STAFF.replace("Not true", "Never"), str(tmp_path / "more.csv"), "--yes").code == 65
    assert stored(asking) == []
    assert import_(STAFF, str(tmp_path / "more.csv"), "--yes").code == 0
    assert stored(asking)[0] == ("carer", "", "?____")


KEY = "URN,Unique Response Number\nQ1,Who are you?\n1,{who}\nQ2,c01.1\n1,{low}\n2,{high}\n"
CODED = "URN,Q1,Q2,CompletionDate\n1,1,1,2026-09-03\n2,1,2,2026-09-03\n"


@pytest.fixture
def two_surveys(tmp_path: Path) -> Path:
    """Two files of codes that mean opposite things, each with its key beside it."""
    (tmp_path / "a.csv").write_text(CODED, encoding="utf-8")
    (tmp_path / "b.csv").write_text(CODED, encoding="utf-8")
    staff = KEY.format(who="Staff", low="Not true", high="Mostly true")
    carers = KEY.format(who="Relatives and friends", low="Mostly true", high="Not true")
    (tmp_path / "a-key.csv").write_text(staff, encoding="utf-8")
    (tmp_path / "b-key.csv").write_text(carers, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "names",
    [
        ("a.csv", "b.csv"),
        ("a-key.csv", "a.csv", "b-key.csv", "b.csv"),
        ("a.csv", "b-key.csv", "b.csv", "a-key.csv"),
    ],
)
def test_each_file_of_codes_is_read_with_its_own_key(
    run: Run, asking: Path, two_surveys: Path, names: tuple[str, ...]
) -> None:
    ran = run("-w", asking, "import", *(two_surveys / name for name in names), "--yes")
    assert ran.code == 0, ran.err
    assert stored(asking) == sorted(
        [("staff", "", "0____"), ("staff", "", "3____"), ("carer", "", "3____"), ("carer", "", "0____")]
    )
    assert "What its codes mean was read from a-key.csv." in ran.err
    assert "What its codes mean was read from b-key.csv." in ran.err


def test_a_key_directly_after_its_file_may_have_any_name(run: Run, asking: Path, two_surveys: Path) -> None:
    for name in "ab":
        (two_surveys / f"{name}-key.csv").rename(two_surveys / f"codes of {name}.csv")
    files = [two_surveys / name for name in ("a.csv", "codes of a.csv", "b.csv", "codes of b.csv")]
    assert run("-w", asking, "import", *files, "--yes").code == 0
    assert ("carer", "", "3____") in stored(asking)
    ran = run("-w", asking, "import", *sorted(files), "--yes")
    assert ran.code == 2
    assert "it is not certain of which. Name each of these directly after the file" in ran.err


def test_the_same_ids_without_a_perspective_ask_for_one(import_: Import, asking: Path) -> None:
    file = "c01.1,c01.2\n4,0\n"
    ran = import_(file, "--yes")
    assert (ran.code, stored(asking)) == (2, [])
    assert "add --perspective and one of: staff, service_user, carer" in ran.err
    assert import_(file, "--yes", "--perspective", "staff").code == 0
    assert import_(file, "--yes", "--perspective", "carer").code == 0
    assert [perspective for perspective, _, _ in stored(asking)] == ["carer", "staff"]
    again = import_(file, "--yes")
    assert again.code == 2
    assert "maps/answers.yaml is for this form with answers of staff alone." in " ".join(again.err.split())


BAD = {
    "another questionnaire": ("Colour,Size\nred,4\n", (), 66, "no column is headed by a statement of 'tiny'"),
    "no such perspective": ("c01.1\n4\n", ("--perspective", "boss"), 2, "There is no perspective 'boss'"),
    "no such survey tool": ("c01.1\n4\n", ("--from", "excel"), 2, "There is no survey tool called 'excel'"),
    "outside the scale": ("perspective,c01.1\nstaff,5\n", (), 65, "'5' is not an answer that is known"),
    "a perspective that is not asked": ("perspective,c01.1\nboss,4\n", (), 65, "'boss' is not a perspective"),
    "empty": ("", (), 66, "the file is empty"),
    "not a form of that tool": ("a\nb\n", ("--from", "surveymonkey"), 66, "answers.csv"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_imported_ends_in_one_message(import_: Import, asking: Path, kind: str) -> None:
    text, options, code, said = BAD[kind]
    ran = import_(text, "--yes", *options)
    assert (ran.code, stored(asking)) == (code, [])
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_is_imported_as_it_is(run: Run, asking: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"template.{ending}"
    assert run("-w", asking, "questionnaire", "template", "tiny", "--output", path).code == 0
    values = {"id": "1", "date": "2026-05-01", "perspective": "carer", "team": "Elm ward", "c01_1": "4", "c01_2": "na"}
    values |= {"c02_1": "Mostly true", "c01_comment": "=SUM of it", "priority_1": "c02"}
    if ending == "csv":
        headings = path.read_text(encoding="utf-8-sig").strip().split(",")
        path.write_text(",".join(headings) + "\n" + ",".join(values.get(one, "") for one in headings) + "\n")
    else:
        book = load_workbook(path)
        assert "Notes" in book.sheetnames
        sheet = book.worksheets[0]
        sheet.append([values.get(str(cell.value), "") for cell in sheet[1]])
        for cell in sheet[2]:
            cell.data_type = "s"
        book.save(path)
    ran = run("-w", asking, "import", path, "--yes")
    assert ran.code == 0, ran.err
    assert "template of imroc-audit" in ran.err
    assert stored(asking) == [("carer", "Elm ward", "4-3._")]


def test_a_template_never_takes_the_place_of_a_table_that_is_filled_in(run: Run, asking: Path, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("a week of typing", encoding="utf-8")
    ran = run("-w", asking, "questionnaire", "template", "tiny", "--output", path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"{path} is there already. Choose another name, or delete it.\n"
    assert path.read_text(encoding="utf-8") == "a week of typing"


def test_the_template_has_the_words_of_every_form(tiny: Questionnaire) -> None:
    assert template(tiny, ()).notes["c01_1"].startswith("I listen. / Staff listen. / Staff listen to us. One of: 0 (")


def test_a_template_is_only_written_as_a_table(run: Run, asking: Path) -> None:
    ran = run("-w", asking, "questionnaire", "template", "tiny", "--output", "a.docx")
    assert (ran.code, "end in .csv or .xlsx" in ran.err) == (2, True)


def test_imported_comments_wait_for_review_like_typed_ones(run: Run, import_: Import, asking: Path) -> None:
    import_("perspective,c01.1,c01_comment\nstaff,4,Ask Nurse Parkinson on 01632 960961\n", "--yes")
    with closing(sqlite3.connect(asking / "audit.db")) as connection:
        assert connection.execute("SELECT challenge, status, shown FROM comments").fetchall() == [
            ("c01", "waiting", "")
        ]


KOBO = "_uuid,_submission_time,perspective,staff/c01_1,carer/c01_1\n"


def test_a_form_with_a_group_for_each_perspective_is_imported(import_: Import, asking: Path) -> None:
    ran = import_(f"{KOBO}u1,2026-09-03,staff,4,\nu2,2026-09-03,carer,,3\n", "--yes")
    assert (ran.code, stored(asking)) == (0, [("carer", "", "3____"), ("staff", "", "4____")])


def test_a_statement_that_heads_two_columns_with_two_answers_is_named(import_: Import, asking: Path) -> None:
    ran = import_("perspective,c01.1,C01[1]\nstaff,4,3\n", "--yes")
    assert (ran.code, stored(asking)) == (66, [])
    assert "Several columns may be statement c01.1, and these are left out: 'c01.1', 'C01[1]'." in ran.err
    assert "no column is headed by a statement" not in ran.err


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Email for prize draw", "yes"),
        ("User display name", "Jane"),
        ("E-bost", "x"),
        ("Anything else?", "ann@example.org"),
        ("Q7", "943 476 5919"),
    ],
)
@pytest.mark.parametrize("key", ["comments: {{'{0}': c01}}", "id: '{0}'", "team: {{column: '{0}'}}"])
def test_no_map_can_use_a_column_about_a_person(
    import_: Import, asking: Path, tmp_path: Path, heading: str, cell: str, key: str
) -> None:
    map_file = tmp_path / "map.yaml"
    text = f"perspective: staff\nstatements: {{I listen.: c01.1}}\n{key.format(heading)}\n"
    map_file.write_text(text, encoding="utf-8")
    ran = import_(f"{heading},I listen.\n" + f"{cell},Not true\n" * 3, "--map", str(map_file), "--yes")
    assert (ran.code, stored(asking)) == (66, [])
    assert f"the column '{heading}' is about a person, and such columns are never read" in ran.err
    assert cell not in ran.err.replace(heading, "") or cell in ("yes", "x")


def not_understood(import_: Import, tmp_path: Path, file: str, map_text: str) -> str:
    map_file = tmp_path / "map.yaml"
    map_file.write_text(map_text, encoding="utf-8")
    return import_(file, "--map", str(map_file), "--yes").err


TEAM_MAP = "perspective: staff\nstatements: {I listen.: c01.1}\nteam: {column: Who runs it}\n"


@pytest.mark.parametrize("cell", ["Jane Smith", "jane smith", "Smith"])
def test_a_cell_of_a_column_that_may_hold_names_is_not_printed(import_: Import, tmp_path: Path, cell: str) -> None:
    rows = "".join(f"{name},Not true\n" for name in (cell, "Bo Other", "Cy Other", "Cy Other", "Cy Other"))
    told = not_understood(import_, tmp_path, f"Who runs it,I listen.\n{rows}", TEAM_MAP)
    assert f"a text of {len(cell)} characters is not a team that is known" in told
    assert not {word for word in (*cell.split(), "Other") if word in told.replace("Who runs it", "")}


@pytest.mark.parametrize("heading", ["perspective", "team", "c01.1"])
def test_a_name_in_a_column_of_ours_is_not_printed(import_: Import, tmp_path: Path, heading: str) -> None:
    cells = {"perspective": "staff", "team": "Elm ward", "c01.1": "4"}
    file = f"{','.join(cells)}\n{','.join(cells.values())}\n{','.join((cells | {heading: 'Jane Smith'}).values())}\n"
    ran = import_(file, "--yes")
    assert (ran.code, "a text of 10 characters" in ran.err, "Jane" in ran.err) == (65, True, False)


@pytest.mark.parametrize("cell", ["Elm", "elm Wrad", "Birch Ward"])
def test_a_label_like_one_that_is_known_is_printed(import_: Import, tmp_path: Path, cell: str) -> None:
    told = not_understood(import_, tmp_path, f"Who runs it,I listen.\n{cell},Not true\n", TEAM_MAP)
    assert f"'{cell}' is not a team that is known" in told
