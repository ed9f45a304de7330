"""The XLSForm says exactly what is asked, and the tools that read such forms accept it."""

import io
import shutil
from collections.abc import Mapping

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from imroc_audit.exchange.forms.form import Form, form_of
from imroc_audit.exchange.forms.xlsform import write
from imroc_audit.model.questionnaire import Questionnaire

TEAMS = ("Elm ward", "Oak & Ash team")


def sheet(form: Form, name: str) -> list[Mapping[str, str]]:
    headings, *rows = load_workbook(io.BytesIO(write(form)))[name].values
    return [{str(key): str(cell) for key, cell in zip(headings, row, strict=True) if cell} for row in rows]


def accepted(form: Form) -> str:
    """The XForm that pyxform makes of it, and that ODK Validate accepts."""
    warnings: list[str] = []
    made = convert(io.BytesIO(write(form)), file_type=".xlsx", warnings=warnings, validate=True)
    assert warnings == []
    return str(made.xform)


def test_the_survey_asks_everything_in_order_in_a_group_for_each_challenge(tiny: Questionnaire) -> None:
    rows = sheet(form_of(tiny, "carer", TEAMS), "survey")
    assert [f"{row['type']} {row.get('name', '')}".strip() for row in rows] == [
        "note about_form",
        "calculate perspective",
        "begin_group about_you",
        "select_one teams team",
        "end_group",
        "begin_group c01",
        "note about_c01",
        "select_one answers c01_1",
        "select_one answers c01_2",
        "text c01_comment",
        "end_group",
        "begin_group c02",
        "note about_c02",
        "select_one answers c02_1",
        "select_one answers c02_2",
        "text c02_comment",
        "end_group",
        "begin_group priorities",
        "select_one challenges priority_1",
        "select_one challenges priority_2",
        "end_group",
    ]
    assert rows[1]["calculation"] == '"carer"'
    assert rows[6]["label"] == "How people treat each other.\n\nHow true is this here?"
    assert rows[7]["label"] == "Staff listen to us."
    assert "required" not in {key for row in rows for key in row}


def test_the_choices_are_listed_once_each_with_their_codes(tiny: Questionnaire) -> None:
    rows = sheet(form_of(tiny, "staff", TEAMS), "choices")
    assert [(row["list_name"], row["name"], row["label"]) for row in rows] == [
        ("teams", "Elm ward", "Elm ward"),
        ("teams", "Oak & Ash team", "Oak & Ash team"),
        ("answers", "0", "Not true"),
        ("answers", "1", "A little true"),
        ("answers", "2", "Partly true"),
        ("answers", "3", "Mostly true"),
        ("answers", "4", "Completely true"),
        ("answers", "dk", "I don't know"),
        ("answers", "na", "Does not apply"),
        ("challenges", "c01", "Everyday contact"),
        ("challenges", "c02", "Choice"),
    ]


def test_the_settings_name_the_form_and_pin_the_wording(tiny: Questionnaire) -> None:
    assert sheet(form_of(tiny, "staff", easy_read=True), "settings") == [
        {
            "form_title": "A tiny questionnaire (Staff)",
            "form_id": "tiny-staff-easy-read",
            "version": f"1.0 {tiny.hash[:8]}",
        }
    ]


@pytest.mark.parametrize("team", ["=1+1", "--", "+44", "@home", "- none of these"])
def test_a_text_that_looks_like_a_formula_stays_the_same_text(tiny: Questionnaire, team: str) -> None:
    """Nobody opens such a form in a spreadsheet to read it: people would be shown the guard against formulas."""
    form = form_of(tiny, "staff", (team, "Oak"))
    assert [row["label"] for row in sheet(form, "choices")[:2]] == [team, "Oak"]
    cell = load_workbook(io.BytesIO(write(form)))["choices"].cell(2, 3)
    assert (cell.value, cell.data_type) == (team, "s")


def test_every_language_has_columns_of_its_own(welsh: Questionnaire) -> None:
    form = form_of(welsh, "staff")
    row = next(row for row in sheet(form, "survey") if row.get("name") == "c01_1")
    assert (row["label::en (en)"], row["label::cy (cy)"]) == ("I listen.", "Rwy'n gwrando.")
    assert sheet(form, "settings")[0]["default_language"] == "en (en)"


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
@pytest.mark.parametrize("perspective", ["staff", "carer"])
def test_pyxform_compiles_it_without_a_warning_and_odk_validate_accepts_it(
    tiny: Questionnaire, perspective: str
) -> None:
    xform = accepted(form_of(tiny, perspective, TEAMS))
    assert "/c01/c01_1" in xform
    assert f'calculate="&quot;{perspective}&quot;"' in xform


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
def test_a_form_in_two_languages_is_accepted(welsh: Questionnaire) -> None:
    assert 'lang="cy (cy)"' in accepted(form_of(welsh, "staff", TEAMS))
