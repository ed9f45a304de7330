"""Columns about a person are known by their headings, and questions are not taken for them."""

from pathlib import Path

import pytest

from imroc_audit.exchange.forms.form import form_of
from imroc_audit.exchange.reading.sources.personal import is_personal
from imroc_audit.model.files.definition import parse_questionnaire
from tests.places import QUESTIONNAIRES


@pytest.mark.parametrize(
    "heading",
    [
        "Name",
        "Your name",
        "Your name (optional)",
        "Full Name *",
        "First name",
        "first_name",
        "First and last name",
        "Surname:",
        "What is your name?",
        "Please enter your e-mail address",
        "Email",
        "E-mail",
        "Email Address",
        "Work email",
        "Phone",
        "Mobile number",
        "Contact number",
        "Your telephone no.",
        "Home address",
        "Postcode",
        "Post code",
        "Postal code",
        "Name and email address",
        "IP address",
        "ip_address",
        "Date of birth",
        "DOB",
        "NHS number",
        "Staff number",
        "Employee ID",
        "Payroll no",
        "Patient name",
        "Service user's name",
        "Name of your line manager",
        "Name of care co-ordinator",
        "Username",
        "Device ID",
        "Latitude",
        "Submitted by",
        "Contact details, if you wish",
        "Name2",
        "Email2",
        "What is your e-mail address? (optional)",
        "IP-Address",
        "D.O.B.",
        "Manager name",
        "Name of your ward manager",
        "Recipient Email",
        "NI number",
        "N.I. no.",
        "Contact email if you would like to hear what comes of this",
        "Address line 1",
        "Zip/Postal Code",
        "City/Town",
        "GPS coordinates",
        "Survey Identifier",
        "redcap_survey_identifier",
        "Name, e-mail & phone number",
        "Next of kin's name",
        "Emergency contact number",
        "3. Your name",
        "User display name",
        "Display name",
        "Trust email",
        "Trust e-mail address",
        "NHS email",
        "NHS.net email",
        "Work e-mail",
        "Email for prize draw",
        "E-mail (to enter the prize draw)",
        "Leave your email to be entered into the prize draw",
        "Name of person completing",
        "Name of person completing this form",
        "Name of the person who filled this in",
        "GP name",
        "Name of GP practice nurse",
        "ESR number",
        "ESR",
        "MRN",
        "Patient MRN",
        "Medical record number",
        "CHI number",
        "NMC PIN",
        "E-bost",
        "Contact",
        "Signed (print)",
        "Signed by",
        "Cyfeiriad e-bost",
        "Enw",
        "Beth yw eich enw?",
        "Eich cyfenw",
        "Rhif ffôn",
        "Dyddiad geni",
        "Cod post",
    ],
)
def test_a_column_about_a_person_is_personal(heading: str) -> None:
    assert is_personal(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Name of your team",
        "Team name",
        "Ward name",
        "Which team or ward are your answers about?",
        "Location",
        "Site",
        "Division",
        "Staff",
        "Carer",
        "Role",
        "Age group",
        "Staff know my name.",
        "Staff ask for my name and use it.",
        "I can contact staff by phone.",
        "We answer e-mails within two days.",
        "My address is kept safe here.",
        "Device",
        "Staff know my name",
        "My name and my wishes are on the plan",
        "I can choose the location of my appointment",
        "I have a care co-ordinator",
        "Service user",
        "病棟 name",
        "Name of your service",
        "Number of staff",
        "Unique Response Number",
        "Which address do you like best?",
        "If you would like to, tell us more",
        "Name one thing that would make this ward better",
        "Name of the trust",
        "GP practice",
        "Practice name",
        "Form name",
        "Staff introduce themselves by name",
        "How often do staff answer the phone?",
        "Comments about phone calls",
        "What should be better about e-mails?",
        "Enw eich tîm",
        "Enw'r ward",
        "NHS trust",
        "",
    ],
)
def test_a_question_or_a_team_is_not(heading: str) -> None:
    assert not is_personal(heading)


@pytest.mark.parametrize(
    "start", ["my name and ", "(", "((optional)", "a-", "e.", "name2", "if you ", "'s", "_", "phone ", "n", " "]
)
def test_an_endless_heading_is_judged_at_once(start: str) -> None:
    assert not is_personal(start * (100_000 // len(start)) + " is kept safe here")


@pytest.mark.parametrize("path", sorted(QUESTIONNAIRES.glob("*.yaml")), ids=lambda path: path.stem)
def test_nothing_that_our_questionnaires_ask_is_taken_for_personal(path: Path) -> None:
    questionnaire, problems = parse_questionnaire(path.read_text(encoding="utf-8"), path.name)
    assert questionnaire is not None, problems
    forms = [
        form_of(questionnaire, perspective, ("Elm ward",), easy_read=easy_read)
        for perspective in questionnaire.perspective_ids
        for easy_read in (False, True)
    ]
    headings = {heading for form in forms for field in form.fields for heading in (field.name, field.label)}
    assert not [heading for heading in headings if is_personal(heading)]
