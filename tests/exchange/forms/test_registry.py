"""Every format for other tools can be written for everyone, and the documentation says what it keeps and loses."""

from pathlib import Path

import pytest

from imroc_audit.exchange.forms import FORMS
from imroc_audit.exchange.forms.form import form_of
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.questionnaire import Questionnaire
from tests.places import ROOT

BUNDLED = sorted((ROOT / "questionnaires").glob("*.yaml"))


def bundled(path: Path) -> Questionnaire:
    questionnaire, problems = parse_questionnaire(path.read_text(encoding="utf-8"), path.name)
    assert questionnaire is not None, problems
    return questionnaire


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
@pytest.mark.parametrize("easy_read", [False, True], ids=["plain", "easy-read"])
def test_every_bundled_questionnaire_has_a_form_for_every_perspective(path: Path, name: str, easy_read: bool) -> None:
    questionnaire = bundled(path)
    for perspective in questionnaire.perspective_ids:
        assert FORMS[name].write(form_of(questionnaire, perspective, ("Elm ward",), easy_read=easy_read))


@pytest.mark.parametrize("name", FORMS)
def test_a_character_that_no_document_may_hold_does_no_harm(tiny: Questionnaire, name: str) -> None:
    assert FORMS[name].write(form_of(tiny.model_copy(update={"title": "A \x01 tiny \uffff one"}), "staff"))


@pytest.mark.parametrize("name", FORMS)
def test_a_format_is_found_under_its_own_name(name: str) -> None:
    assert FORMS[name].name == name


def test_the_documentation_has_a_row_for_each_format() -> None:
    text = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    _, _, table = text.partition("<!-- formats -->")
    rows = table.partition("<!-- end of formats -->")[0].strip().splitlines()[2:]
    assert rows == [f"| `{one.name}` | {one.title} | {one.keeps} | {one.loses} |" for one in FORMS.values()]
