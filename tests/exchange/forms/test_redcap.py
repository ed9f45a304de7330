"""The REDCap data dictionary has the 18 columns, and rows that REDCap takes as they are."""

import csv
import io
import re
from collections.abc import Mapping

import pytest

from imroc_audit.errors import AuditError
from imroc_audit.exchange.forms.form import Form, form_of
from imroc_audit.exchange.forms.redcap import HEADINGS, write
from imroc_audit.model.questionnaire import Questionnaire

ANSWERS = (
    "0, Not true | 1, A little true | 2, Partly true | 3, Mostly true | 4, Completely true | dk, I don't know | "
    "na, Does not apply"
)


def rows(form: Form) -> list[Mapping[str, str]]:
    return list(csv.DictReader(io.StringIO(write(form).decode(), newline="")))


def row(form: Form, name: str) -> Mapping[str, str]:
    """What stands in a field's row."""
    found = next(one for one in rows(form) if one[HEADINGS[0]] == name)
    return {key: cell for key, cell in found.items() if cell}


def test_it_has_the_columns_that_redcap_expects() -> None:
    assert len(HEADINGS) == 18


def test_every_field_is_there_in_order_under_a_name_that_redcap_takes(tiny: Questionnaire) -> None:
    names = [one[HEADINGS[0]] for one in rows(form_of(tiny, "carer", ("Elm ward",)))]
    assert names[:4] == ["record_id", "about_form", "perspective", "team"]
    assert names[4:] == ["c01_1", "c01_2", "c01_comment", "c02_1", "c02_2", "c02_comment", "priority_1", "priority_2"]
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)


def test_the_statements_of_a_challenge_are_a_matrix_under_one_heading(tiny: Questionnaire) -> None:
    form = form_of(tiny, "staff")
    assert row(form, "c01_1") == {
        "Variable / Field Name": "c01_1",
        "Form Name": "tiny_staff",
        "Section Header": "Everyday contact<br>How people treat each other.<br><br>How true is this here?",
        "Field Type": "radio",
        "Field Label": "I listen.",
        "Choices, Calculations, OR Slider Labels": ANSWERS,
        "Matrix Group Name": "c01",
    }
    assert "Section Header" not in row(form, "c01_2")
    assert row(form, "c01_2")["Matrix Group Name"] == "c01"


def test_the_perspective_is_hidden_and_the_same_for_everyone(tiny: Questionnaire) -> None:
    annotation = row(form_of(tiny, "carer"), "perspective")["Field Annotation"]
    assert annotation.endswith('@HIDDEN @DEFAULT="carer"')
    assert not annotation.startswith("@")


def test_a_comment_is_a_box_with_the_hint_as_its_note(tiny: Questionnaire) -> None:
    comment = row(form_of(tiny, "staff"), "c01_comment")
    assert comment["Field Type"] == "notes"
    assert comment["Field Note"] == "Please leave out names, addresses and telephone numbers."


def test_nothing_has_to_be_answered_and_nothing_identifies(tiny: Questionnaire) -> None:
    for one in rows(form_of(tiny, "staff", ("Elm ward",))):
        assert not one["Required Field?"]
        assert not one["Identifier?"]


def test_signs_that_redcap_would_take_for_its_own_are_escaped(tiny: Questionnaire) -> None:
    choices = row(form_of(tiny, "staff", ("A|B <1>", "[team], red")), "team")[HEADINGS[5]]
    assert choices == "a_b_1, A&#124;B &lt;1&gt; | team_red, &#91;team&#93;, red"


@pytest.mark.parametrize("teams", [("Elm ward", "Elm-Ward"), ("Дом",)])
def test_teams_that_would_have_one_code_or_none_are_refused(tiny: Questionnaire, teams: tuple[str, ...]) -> None:
    with pytest.raises(AuditError, match="Give it another name"):
        write(form_of(tiny, "staff", teams))
