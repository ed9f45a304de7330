"""At a terminal each value that is not understood is asked for once, and the map keeps what was said."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from imroc_audit.cli import console
from imroc_audit.exchange.mapping.column_map import MapDefinition, load_map
from imroc_audit.model.questionnaire import Questionnaire
from tests.cli.conftest import Ran, Run
from tests.cli.exchange.test_importing import asking, import_, stored

__all__ = ["asking", "import_"]

Import = Callable[..., Ran]

FILE = """
    ID,I listen.,I rush.,Ward
    1,Mostley true,Not true,Elm ward
    2,Mostly true,Mostley true,elm
    3,MOSTLEY TRUE,Not true,Oak team
    4,Not true,test,Oak team
"""
OPTIONS = """
What do these answers stand for?
  1 Not true
  2 A little true
  3 Partly true
  4 Mostly true
  5 Completely true
  d I don't know
  n Does not apply
  b blank: nobody answered
  x leave these rows out
  r reject these rows: nothing is imported
"""


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: True)


def kept_map(audit: Path, tiny: Questionnaire) -> MapDefinition:
    column_map, problems = load_map((audit / "maps" / "answers.yaml").read_text(encoding="utf-8"), "m", tiny)
    assert column_map is not None, problems
    return column_map.columns


@pytest.mark.usefixtures("at_a_terminal")
def test_each_value_is_asked_once_with_what_it_may_be_and_the_map_keeps_it(
    import_: Import, asking: Path, tiny: Questionnaire
) -> None:
    ran = import_(FILE, typed="y\n\nx\n\n")
    assert OPTIONS in ran.out
    assert ran.out.count("'Mostley true' (3 times in 2 columns): Mostly true? [4]") == 1
    assert "'test' (1 row): which?" in ran.out
    assert "'elm' (1 row): Elm ward? [1]" in ran.out
    assert "3 responses added to 'spring'." in ran.out
    assert stored(asking) == [
        ("staff", "Elm ward", "30___"),
        ("staff", "Elm ward", "33___"),
        ("staff", "Oak team", "30___"),
    ]
    kept = kept_map(asking, tiny)
    assert (kept.answers, kept.teams) == ({"Mostley true": 3}, {"elm": "Elm ward"})
    assert kept.leave_out == {"I rush.": ("test",)}
    assert not (asking / "imports").exists()


@pytest.mark.usefixtures("at_a_terminal")
def test_the_same_form_is_not_asked_about_again(import_: Import, asking: Path) -> None:
    assert import_(FILE, typed="y\n\nx\n\n").code == 0
    ran = import_(FILE + "    5,Mostley true,Not true,elm\n")
    assert (ran.code, "What do these" in ran.out, len(stored(asking))) == (0, False, 4)
    assert "1 row was left out, as the map says." in ran.err


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize(
    ("typed", "answer"),
    [("1", "0"), ("5", "4"), ("d", "?"), ("N", "-"), ("b", "."), ("partly TRUE", "2"), ("what\n0\n9\n?\n2", "1")],
)
def test_any_answer_can_be_meant_and_nothing_else_is_taken(
    import_: Import, asking: Path, typed: str, answer: str
) -> None:
    ran = import_("ID,I listen.,I rush.\n1,Agree,Not true\n", typed=f"y\n{typed}\n")
    assert (ran.code, stored(asking)) == (0, [("staff", "", f"{answer}0___")])


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize(("typed", "team"), [("2", "Oak team"), ("n", ""), ("oak team", "Oak team"), ("", "Elm ward")])
def test_a_team_is_asked_for(import_: Import, asking: Path, typed: str, team: str) -> None:
    file = "ID,I listen.,I rush.,Ward\n" + "".join(f"{n},Not true,Not true,Oak team\n" for n in range(3))
    assert import_(f"{file}9,Mostly true,Not true,elm\n", typed=f"y\n{typed}\n").code == 0
    assert ("staff", team, "30___") in stored(asking)


@pytest.mark.usefixtures("at_a_terminal")
def test_whose_answers_they_are_is_asked_for(import_: Import, asking: Path, tiny: Questionnaire) -> None:
    file = "ID,Who,c01_1\n1,staff,4\n2,staff,4\n3,staff,4\n4,Nurse,3\n5,Visitor,2\n"
    ran = import_(file, typed="y\n1\nx\n")
    assert "  1 Staff\n  2 People using services\n  3 Relatives and friends\n  x leave these rows out" in ran.out
    assert [answers[0] for _, _, answers in stored(asking)] == ["3", "4", "4", "4"]
    kept = kept_map(asking, tiny).perspective
    assert kept.model_dump()["labels"] == {"Nurse": "staff", "Visitor": "leave_out"}  # type: ignore[union-attr]


@pytest.mark.usefixtures("at_a_terminal")
def test_rows_that_are_to_be_rejected_are_kept_with_the_reason_and_nothing_is_imported(
    import_: Import, asking: Path
) -> None:
    ran = import_(FILE, typed="y\n\nr\n\n")
    assert (ran.code, stored(asking)) == (65, [])
    assert "column 'I rush.': 'test' is not an answer that is known" in ran.err
    assert len((asking / "imports" / "answers-rejected.csv").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.usefixtures("at_a_terminal")
def test_what_was_said_is_kept_when_somebody_stops(import_: Import, asking: Path, tiny: Questionnaire) -> None:
    assert import_(FILE, typed="y\n\n").code != 0
    assert (stored(asking), kept_map(asking, tiny).answers) == ([], {"Mostley true": 3})


@pytest.mark.usefixtures("at_a_terminal")
def test_what_may_be_a_name_is_not_asked_for(import_: Import, asking: Path) -> None:
    ran = import_("ID,I listen.,I rush.\n1,Jane Smith,Not true\n2,Not true,Not true\n", typed="y\n")
    assert (ran.code, stored(asking), "Jane" in ran.out + ran.err) == (65, [], False)


@pytest.mark.usefixtures("at_a_terminal")
def test_a_number_that_is_our_code_in_another_column_gets_no_other_meaning(import_: Import, asking: Path) -> None:
    ran = import_("ID,c01_1,I rush.\n1,1,1\n", typed="y\n2\n")
    assert (ran.code, stored(asking), "What do these" in ran.out) == (65, [], False)


@pytest.mark.parametrize("options", [("--yes",), ("--dry-run",), ("--yes", "--json")])
@pytest.mark.usefixtures("at_a_terminal")
def test_a_script_is_asked_nothing(import_: Import, asking: Path, options: tuple[str, ...]) -> None:
    ran = import_("ID,I listen.,I rush.\n1,Mostley true,Not true\n", *options)
    assert (ran.code, stored(asking), "What do these" in ran.out) == (65, [], False)


def test_without_a_terminal_nothing_is_asked(import_: Import, asking: Path) -> None:
    assert import_("ID,I listen.,I rush.\n1,Mostley true,Not true\n", "--yes").code == 65
    assert stored(asking) == []


# What is shown before the question, and after.


def test_only_what_is_uncertain_is_shown_before_the_question(import_: Import) -> None:
    file = "ID,Name,I listen.,Staff rushes us,Where?\n1,Ann,Mostly true,Not true,Elm ward\n"
    shown = import_(file, "--dry-run", "--perspective", "staff").out
    assert "near wording" in shown
    assert "I listen." not in shown
    assert "3 columns are certain and 1 is left out (`--all` shows them)." in shown
    assert "I listen." in import_(file, "--dry-run", "--all").out


def test_the_next_step_is_told(import_: Import) -> None:
    file = "ID,I listen.,I rush.\n1,{0},Not true\n"
    assert "Next: the same without --dry-run." in import_(file.format("Not true"), "--dry-run").err
    assert "you are asked what each value stands for" in import_(file.format("Mostley true"), "--dry-run").err
    ran = import_(file.format("Not true"), "--yes")
    assert "When everyone has had the chance: imroc-audit" in ran.err
    assert "cycle close" in ran.err


def test_a_new_map_has_empty_places_for_those_who_edit_it(import_: Import, asking: Path) -> None:
    file = FILE.replace(",elm\n", ",Elm ward\n")
    import_(file)
    text = (asking / "maps" / "answers.yaml").read_text(encoding="utf-8")
    for key in ("answers", "teams", "leave_out"):
        assert f"\n# {key}:" in text
    taken = text.replace("# answers:", "answers:").replace('#   "Mostley', '  "Mostley')
    taken = taken.replace("# teams:", "teams:").replace('#   "elm', '  "elm')
    taken = taken.replace("# leave_out:", "leave_out:").replace(
        '#   "Name of a column": ["test"]', '  "I rush.": [test]'
    )
    (asking / "maps" / "answers.yaml").write_text(taken, encoding="utf-8")
    ran = import_(file, "--yes", "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["added"] == 3


def test_the_refusal_of_a_map_that_does_not_fit_names_the_cause_first(
    run: Run, import_: Import, asking: Path, tmp_path: Path
) -> None:
    map_file = tmp_path / "map.yaml"
    map_file.write_text("perspective: staff\nstatements: {Q1: c01.1, I listn.: c01.2}\n", encoding="utf-8")
    ran = import_("Q1,I listen.\n", "--map", str(map_file))
    lines = [line for line in ran.err.splitlines() if line]
    assert lines[0].endswith("nothing was imported, because the map does not fit:")
    assert lines[1].startswith("map.yaml:2: no column of")
    assert lines[2] == "The file's headings are: 'Q1', 'I listen.'."
