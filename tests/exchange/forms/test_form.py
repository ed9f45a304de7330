"""A questionnaire as one perspective's form: what is asked, in whose words, under which names."""

import pytest

from imroc_audit.errors import AuditError, UsageError
from imroc_audit.exchange.forms.form import Form, form_of, known_questions
from imroc_audit.exchange.matching.names import Asks
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.model.questionnaire import Challenge, Questionnaire

TEAMS = ("Elm ward", "Oak team")


def labels(form: Form) -> list[str]:
    return [field.label for field in form.fields if field.asks.kind == "statement"]


def with_first_challenge(questionnaire: Questionnaire, changed: Challenge) -> Questionnaire:
    return questionnaire.model_copy(update={"challenges": (changed, *questionnaire.challenges[1:])})


def test_a_form_asks_one_perspective_in_its_own_words(tiny: Questionnaire) -> None:
    assert labels(form_of(tiny, "staff")) == ["I listen.", "I rush.", "I ask.", "I offer.", "I wait."]


def test_a_statement_that_a_perspective_is_not_asked_is_not_on_its_form(tiny: Questionnaire) -> None:
    assert labels(form_of(tiny, "carer"))[2:] == ["Staff ask us.", "Staff offer us."]


def test_a_challenge_that_asks_a_perspective_nothing_is_not_on_its_form(tiny: Questionnaire) -> None:
    challenge = tiny.challenges[0]
    unasked = tuple(one.model_copy(update={"not_asked": ("carer",)}) for one in challenge.statements)
    changed = with_first_challenge(tiny, challenge.model_copy(update={"statements": unasked}))
    assert [section.challenge for section in form_of(changed, "carer").sections] == ["c02", ""]


def test_easy_read_words_are_used_where_there_are_any(tiny: Questionnaire) -> None:
    form = form_of(tiny, "service_user", easy_read=True)
    assert labels(form)[:2] == ["People listen.", "Staff rush."]
    assert form.consent == "Do you want to?"


def test_the_answers_are_coded_by_their_place_and_the_other_two_by_letters(tiny: Questionnaire) -> None:
    scale = form_of(tiny, "staff").scale
    assert [(one.code, one.value) for one in scale[-3:]] == [("4", 4), ("dk", None), ("na", None)]


def test_the_perspective_is_a_constant(tiny: Questionnaire) -> None:
    first, *rest = form_of(tiny, "carer", TEAMS).fields
    assert (first.name, first.kind, first.constant) == ("perspective", "hidden", "carer")
    assert "hidden" not in {field.kind for field in rest}


def test_the_team_is_asked_where_there_are_teams_and_the_questionnaire_asks(tiny: Questionnaire) -> None:
    assert [choice.code for choice in form_of(tiny, "staff", TEAMS).fields[1].choices] == list(TEAMS)
    silent = tiny.model_copy(update={"ask_team": False})
    for form in (form_of(tiny, "staff"), form_of(silent, "staff", TEAMS)):
        assert "team" not in [field.asks.kind for field in form.fields]


def test_as_many_priorities_are_asked_as_may_be_chosen(tiny: Questionnaire) -> None:
    last = form_of(tiny, "staff").sections[-1]
    assert [field.name for field in last.fields] == ["priority_1", "priority_2"]
    assert [choice.code for choice in last.fields[0].choices] == ["c01", "c02"]
    none = form_of(tiny.model_copy(update={"priorities": 0}), "staff")
    assert none.sections[-1].challenge == "c02"


def test_no_two_questions_of_a_form_are_worded_alike(tiny: Questionnaire) -> None:
    visible = [field.label for field in form_of(tiny, "staff", TEAMS).fields[1:]]
    assert len(set(map(normalise, visible))) == len(visible)


@pytest.mark.parametrize("easy_read", [False, True])
def test_questions_that_are_no_statements_are_known_by_their_words(tiny: Questionnaire, easy_read: bool) -> None:
    known = known_questions(tiny)
    asked = form_of(tiny, "staff", TEAMS, easy_read=easy_read).fields[1:]
    others = [one for one in asked if one.asks.kind != "statement"]
    assert [known[normalise(one.label)] for one in others] == [one.asks for one in others]
    assert Asks("team") in known.values()


def test_the_other_languages_of_a_questionnaire_are_translations(welsh: Questionnaire) -> None:
    form = form_of(welsh, "staff")
    assert (form.language, [one.language for one in form.translations]) == ("en", ["cy"])
    assert labels(form.translations[0])[0] == "Rwy'n gwrando."
    chosen = form_of(welsh, "staff", language="cy")
    assert (chosen.language, chosen.translations) == ("cy", ())


def test_a_form_in_one_chosen_language_has_an_id_of_its_own(welsh: Questionnaire) -> None:
    ids = [form_of(welsh, "staff", easy_read=True, language=language).id for language in (None, "en", "cy")]
    assert ids == ["tiny-staff-easy-read", "tiny-staff-easy-read-en", "tiny-staff-easy-read-cy"]


@pytest.mark.parametrize("easy_read", [False, True])
def test_a_form_says_first_which_organisation_asks(tiny: Questionnaire, easy_read: bool) -> None:
    form = form_of(tiny, "staff", TEAMS, "Northfield {x}", easy_read=easy_read)
    assert "Northfield {x}" in form.intro[0]
    assert form_of(tiny, "staff", TEAMS, easy_read=easy_read).intro == form.intro[1:]


def test_a_perspective_or_language_that_is_not_in_the_questionnaire_is_refused(tiny: Questionnaire) -> None:
    with pytest.raises(UsageError, match="Use one of: staff, service_user, carer"):
        form_of(tiny, "manager")
    with pytest.raises(UsageError, match="Use one of: en"):
        form_of(tiny, "staff", language="cy")


@pytest.mark.parametrize("identifier", ["c01-1", "c01.comment", "team", "about.c02", "record-id", "c02"])
def test_ids_that_would_make_one_name_of_two_things_are_refused(tiny: Questionnaire, identifier: str) -> None:
    challenge = tiny.challenges[0]
    twin = challenge.statements[1].model_copy(update={"id": identifier})
    twins = challenge.model_copy(update={"statements": (challenge.statements[0], twin)})
    with pytest.raises(AuditError, match="Give one of the statements or challenges another id"):
        form_of(with_first_challenge(tiny, twins), "staff")
