"""The LimeSurvey survey has codes that LimeSurvey takes, and arrays whose answers come back as c01[1]."""

import csv
import io
from collections.abc import Mapping

import pytest

from imroc_audit.errors import AuditError
from imroc_audit.exchange.forms.form import Form, form_of
from imroc_audit.exchange.forms.limesurvey import write
from imroc_audit.model.questionnaire import Questionnaire


def rows(form: Form, *classes: str) -> list[Mapping[str, str]]:
    file = csv.DictReader(io.StringIO(write(form).decode(), newline=""), delimiter="\t")
    return [row for row in file if not classes or row["class"] in classes]


def with_ids(questionnaire: Questionnaire, challenge_id: str, statement_id: str) -> Questionnaire:
    """The questionnaire with one challenge of one statement."""
    challenge = questionnaire.challenges[0]
    statement = challenge.statements[0].model_copy(update={"id": statement_id})
    only = challenge.model_copy(update={"id": challenge_id, "statements": (statement,)})
    return questionnaire.model_copy(update={"challenges": (only,)})


def test_questions_come_in_order_with_their_types(tiny: Questionnaire) -> None:
    asked = rows(form_of(tiny, "carer", ("Elm ward",)), "G", "Q", "SQ")
    assert [f"{row['class']}{row['type/scale']} {row['name']}" for row in asked] == [
        "G About you",
        "Q* perspective",
        "QL team",
        "G Everyday contact",
        "QF c01",
        "SQ 1",
        "SQ 2",
        "QT c01comment",
        "G Choice",
        "QF c02",
        "SQ 1",
        "SQ 2",
        "QT c02comment",
        "G What matters most",
        "QL priority1",
        "QL priority2",
    ]


def test_the_perspective_is_a_hidden_equation_even_where_no_team_is_asked(tiny: Questionnaire) -> None:
    group, question, *_ = rows(form_of(tiny, "carer"), "G", "Q")
    assert group["name"] == "Everyday contact"
    assert (question["name"], question["text"], question["hidden"]) == ("perspective", "{'carer'}", "1")
    assert [row["name"] for row in rows(form_of(tiny, "carer"), "Q") if row["hidden"]] == ["perspective"]


def test_answers_keep_their_codes_where_these_are_short_and_are_numbered_where_not(tiny: Questionnaire) -> None:
    answers = [row["name"] for row in rows(form_of(tiny, "staff", ("Elm ward", "Oak team")), "A")]
    assert answers[:2] == ["1", "2"]
    assert answers[2:9] == ["0", "1", "2", "3", "4", "dk", "na"]
    assert answers[-2:] == ["c01", "c02"]


def test_no_address_is_asked_for_and_the_day_is_kept(tiny: Questionnaire) -> None:
    settings = {row["name"]: row["text"] for row in rows(form_of(tiny, "staff"), "S")}
    assert (settings["anonymized"], settings["ipaddr"], settings["refurl"]) == ("Y", "N", "N")
    assert settings["datestamp"] == "Y"


def test_nobody_is_asked_for_a_name_to_save_what_they_have_answered(tiny: Questionnaire) -> None:
    settings = {row["name"]: row["text"] for row in rows(form_of(tiny, "staff"), "S")}
    assert settings["allowsave"] == "N"


def test_every_form_has_a_number_of_its_own_without_which_limesurvey_can_refuse_the_file(tiny: Questionnaire) -> None:
    forms = [form_of(tiny, who, easy_read=easy) for who in tiny.perspective_ids for easy in (False, True)]
    numbers = [row["text"] for form in forms for row in rows(form, "S") if row["name"] == "sid"]
    assert len(set(numbers)) == len(forms) == 6
    assert all(len(number) == 6 and number.isdigit() and number[0] != "0" for number in numbers)
    assert write(forms[0]) == write(forms[0])


def test_nothing_has_to_be_answered(tiny: Questionnaire) -> None:
    assert {row["mandatory"] for row in rows(form_of(tiny, "staff"), "Q")} == {"N"}


def test_signs_that_limesurvey_would_take_for_its_own_are_escaped(tiny: Questionnaire) -> None:
    team = rows(form_of(tiny, "staff", ("{x} <b>\tC | D & E",)), "A")[0]
    assert team["text"] == "&#123;x&#125; &lt;b&gt; C &#124; D &amp; E"


@pytest.mark.parametrize("sign", "=+-@")
def test_what_a_spreadsheet_would_take_for_a_formula_is_escaped_so_that_people_see_it_as_it_is(
    tiny: Questionnaire, sign: str
) -> None:
    team = rows(form_of(tiny, "staff", (f"{sign}1 = team",)), "A")[0]
    assert team["text"] == f"&#{ord(sign)};1 = team"


def test_the_welcome_has_the_consent_text_with_its_paragraphs(tiny: Questionnaire) -> None:
    title, welcome = rows(form_of(tiny, "staff"), "SL")
    assert title["text"] == "A tiny questionnaire (Staff)"
    assert welcome["text"].startswith("Do you want to take part?<br /><br />If you send this form")


@pytest.mark.parametrize(
    ("challenge", "statement"), [("every-day", "every-day.1"), ("c01", "listening"), ("c01", "c01.a.b")]
)
def test_ids_that_are_no_codes_for_limesurvey_are_refused(tiny: Questionnaire, challenge: str, statement: str) -> None:
    with pytest.raises(AuditError, match="LimeSurvey cannot have a question with the code"):
        write(form_of(with_ids(tiny, challenge, statement), "staff"))
