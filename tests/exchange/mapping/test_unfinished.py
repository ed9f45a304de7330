"""In a file of a tool that is not known, what may say who had not finished is asked about, with how often it does."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from imroc_audit.exchange.mapping.proposal import propose
from imroc_audit.exchange.reading.open_sheet import SourceFiles, open_sheet
from imroc_audit.model.questionnaire import Questionnaire

Checked = Callable[[str], list[str]]


@pytest.fixture
def checked(tmp_path: Path, tiny: Questionnaire) -> Checked:
    """What a person has to look at of a table, as readable lines, that is about who had finished."""

    def check(text: str) -> list[str]:
        path = tmp_path / "answers.csv"
        lines = (",".join(cell.strip() for cell in line.split("|")) for line in dedent(text).strip().splitlines())
        path.write_text("\n".join(lines), encoding="utf-8")
        with open_sheet(SourceFiles((path,), frozenset())) as sheet:
            rows = [cells for _, cells in sheet.rows]
            found = propose(sheet, rows, tiny, form="form", perspective="staff").data["check"]
        return [sentence for sentence in found if "who had finished" in sentence]

    return check


def test_a_status_is_asked_about_with_how_often_each_word_stands_there(checked: Checked) -> None:
    (sentence,) = checked("""
        No | I listen.   | State
        1  | Mostly true | Partial
        2  | Mostly true | Complete
        3  |             | Partial
        4  |             | Disqualified
    """)
    assert sentence.startswith(
        "'State' may say who had finished: 'Partial' in 2 rows, 'Complete' in 1 row, 'Disqualified'"
    )
    assert "All of them count" in sentence


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Status", ["Vollständig", "Unvollständig"]),
        ("État", ["Complet", "Incomplet"]),
        ("Statws", ["Cyflawn", "Rhannol"]),
        ("Statws", ["Wedi ei gwblhau", "Heb ei gwblhau"]),
        ("Stato", ["Completata", "Parziale"]),
        ("Stato", ["Terminata", "Non terminata"]),
        ("Résultat", ["Réponse complète", "Réponse partielle"]),
        ("État", ["Terminée", "Pas terminée"]),
        ("Estado", ["Finalizada", "No finalizada"]),
        ("Situação", ["Concluída", "Não concluída"]),
        ("Status", ["Afgerond", "Niet afgerond"]),
        ("Status", ["Fullført", "Ikke fullført"]),
        ("Status", ["Ukończona", "Nieukończona"]),
        ("Status", ["Beendet", "Nicht beendet"]),
        ("Status", ["Fully completed", "Screened-out"]),
        ("Response Type", ["completed", "started"]),
        ("review", ["approved", "rejected"]),
        ("Finished", ["True", "False"]),
        ("Survey completed?", ["yes", "no"]),
        ("Progress", ["100", "48"]),
        ("Progress (%)", ["100%", "48.5%"]),
        ("State", ["in progress", "in progress"]),
        ("State", ["partial", ""]),
    ],
)
def test_the_words_of_many_tools_and_languages_are_known(checked: Checked, heading: str, cells: list[str]) -> None:
    assert len(checked(f"I listen.|{heading}\nMostly true|{cells[0]}\nMostly true|{cells[1]}")) == 1


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Status", ["Complete", "Complete"]),
        ("How did you hear of this?", ["Poster", "Friend"]),
        ("Would you like to take part again?", ["yes", "no"]),
        ("Have you completed the training that we offered to everybody?", ["yes", "no"]),
        ("Score", ["100", "48"]),
        ("Progress", ["100", "100"]),
        ("Comment", ["It is in progress, and partial at that.", "Complete nonsense."]),
    ],
)
def test_other_columns_are_not_asked_about(checked: Checked, heading: str, cells: list[str]) -> None:
    assert checked(f"I listen.|{heading}\nMostly true|{cells[0]}\nMostly true|{cells[1]}") == []


def test_words_that_stand_only_where_people_stopped_are_asked_about_in_any_language(checked: Checked) -> None:
    (sentence,) = checked("""
        I listen.   | I rush.     | Tila     | Colour
        Mostly true | Mostly true | valmis   | red
        Mostly true |             | kesken   | blue
        Mostly true | Not true    | valmis   | blue
        Mostly true |             | kesken   | red
        Not true    | Not true    | valmis   | red
    """)
    assert sentence.startswith("'Tila' may say who had finished: 'valmis' in 3 rows, 'kesken' in 2 rows.")


def test_words_of_people_of_whom_some_stopped_are_not_asked_about(checked: Checked) -> None:
    assert not checked("""
        I listen.   | I rush.     | Colour
        Mostly true | Mostly true | red
        Mostly true |             | blue
        Mostly true | Not true    | blue
        Mostly true |             | red
    """)


@pytest.mark.parametrize("heading", ["Abgesendet am", "submitdate", "Submitted"])
def test_a_day_that_is_blank_where_little_is_answered_is_asked_about(checked: Checked, heading: str) -> None:
    (sentence,) = checked(f"""
        I listen.   | I wait.   | {heading}
        Mostly true | Not true  | 2026-09-03 10:00
        Mostly true | Not true  | 2026-09-04 10:00
        Mostly true |           |
    """)
    assert "a day in 2 rows, blank in 1 row, of which 1 answer less" in sentence


def test_a_day_that_is_blank_where_all_is_answered_is_not_asked_about(checked: Checked) -> None:
    assert not checked("I listen.|When\nMostly true|2026-09-03\nMostly true|\nNot true|2026-09-03")


def test_what_a_known_tool_says_of_who_had_finished_is_not_asked_again(checked: Checked) -> None:
    assert not checked("""
        Response ID | Time Started | Date Submitted | Status   | I listen.
        1           | x            | 2026-09-03     | Complete | Mostly true
        2           | x            |                | Partial  |
    """)
