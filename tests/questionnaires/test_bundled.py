"""What the bundled questionnaires promise to the people who answer them: plain, fair, observable statements.

Readability is the Flesch-Kincaid grade with textstat's counts of words and sentences. Its syllable counter
looks words up in a dictionary that it downloads, so syllables are counted here instead: of the 2,900 words in
textstat's list of easy ones 96 % come out as in the CMU dictionary, 3 % too long and 1 % too short.
"""

import re
from typing import Final

import pytest
import textstat

from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.ids import PerspectiveId
from imroc_audit.model.questionnaire import STAGES, Challenge, Questionnaire, Statement
from imroc_audit.model.record import say
from imroc_audit.resources import bundled
from tests.ids import CARER, SERVICE_USER, STAFF

BUNDLED: Final = ("ten-challenges", "ten-challenges-pulse")
PERSPECTIVES: Final = ("staff", "service_user", "carer")
CHALLENGES: Final = tuple(f"c{number:02}" for number in range(1, 11))

PLAIN_GRADE: Final = 8.0
EASY_READ_GRADE: Final = 5.0
OTHER_PERSPECTIVES_GRADE: Final = 9.5
MOST_WORDS: Final = 25

HARDER_TO_READ: Final[dict[str, str]] = {}
"""Texts that may be above their grade, by name (such as "c01.1 plain"), each with the reason. None so far."""


def words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(alternatives)})\b", re.IGNORECASE)


NEGATIVES: Final = words(
    "not|cannot|never|no|none|nobody|nothing|neither|nor|without|unless|hardly|rarely|seldom",
    "fails?|lacks?|refuses?|avoids?|unable|unsafe|unfair|unhappy|\\w+n['’]t",
)
LABELS: Final = words("patients?|cases?|caseload|sufferers?|clients?|inpatients?|outpatients?|mentally ill")
JARGON: Final = words(
    "service users?|carers?|co-?produc\\w+|stakeholders?|pathways?|recovery|lived experience",
    "peer workers?|risk assessments?|care coordinators?|multidisciplinary|interventions?|outcomes?|holistic",
    "person-centred|empower\\w*|engage\\w*|signpost\\w*|facilitat\\w+|implement\\w*|compliance|MDT|CPA",
)
ABBREVIATIONS: Final = re.compile(r"\b[A-Z]{2,}\b|\b[a-z]\.[a-z]\.|[&/]")
TWO_IDEAS: Final = re.compile(r"(?<!\bstaff) and\b|\band (?!people\b)", re.IGNORECASE)
"""Nothing is joined by "and" but staff and people, who do one thing together."""


def load(name: str) -> Questionnaire:
    path = bundled("questionnaires") / f"{name}.yaml"
    questionnaire, problems = parse_questionnaire(path.read_text(encoding="utf-8"), path.name)
    assert questionnaire is not None, "\n".join(map(str, problems))
    return questionnaire


FULL: Final = load("ten-challenges")
PULSE: Final = load("ten-challenges-pulse")

every_questionnaire = pytest.mark.parametrize("questionnaire", [FULL, PULSE], ids=BUNDLED)
every_statement = pytest.mark.parametrize("statement", FULL.statements, ids=lambda statement: statement.id)
every_challenge = pytest.mark.parametrize(
    "challenge",
    [*FULL.challenges, *PULSE.challenges],
    ids=[f"{name}-{challenge}" for name in BUNDLED for challenge in CHALLENGES],
)


def wordings(statement: Statement, matching: re.Pattern[str]) -> list[str]:
    """Of everything that somebody may be shown for a statement, what matches a pattern."""
    shown = [*map(statement.say, map(PerspectiveId, PERSPECTIVES)), statement.say(SERVICE_USER, easy_read=True)]
    return [text for text in shown if matching.search(text)]


def syllables(word: str) -> int:
    """Groups of vowels, more for two vowels said apart (idea, being, experience), less for a silent e."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = re.findall(r"[aeiouy]+", letters)
    apart = re.findall(r"(?<![tscgx])i[aou]|(?<!fr)ie[nt]|(?<!p)eo|(?<![gq])ua|[aeouy]ing|deas?$", letters)
    silent = re.findall(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouytd]ed$|[^aeiouysxzcgh]es$", letters)
    return max(1, len(groups) + len(apart) - len(silent))


def grade(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid et al. 1975): the years of school needed to read a text."""
    length = int(textstat.lexicon_count(text))
    sentences = int(textstat.sentence_count(text))
    spoken = sum(syllables(word) for word in re.findall(r"[\w'’-]+", text))
    return 0.39 * length / sentences + 11.8 * spoken / length - 15.59


def assert_readable(name: str, text: str, highest: float) -> None:
    if name not in HARDER_TO_READ:
        assert grade(text) <= highest, f"{name} has grade {grade(text):.1f}, above {highest}: {text}"


def test_the_full_questionnaire_asks_ten_challenges_by_four_statements_from_three_perspectives() -> None:
    assert [challenge.id for challenge in FULL.challenges] == list(CHALLENGES)
    assert [statement.id for statement in FULL.statements] == [f"{c}.{n}" for c in CHALLENGES for n in range(1, 5)]
    assert FULL.perspective_ids == PERSPECTIVES
    assert all(set(statement.wording) == set(PERSPECTIVES) for statement in FULL.statements)


def test_the_pulse_asks_one_statement_a_challenge() -> None:
    assert [challenge.id for challenge in PULSE.challenges] == list(CHALLENGES)
    assert [len(challenge.statements) for challenge in PULSE.challenges] == [1] * 10


def test_three_priorities_may_be_chosen_and_one_in_the_pulse() -> None:
    assert (FULL.priorities, PULSE.priorities) == (3, 1)


def test_the_statements_of_the_pulse_equal_those_of_the_full_questionnaire() -> None:
    full = {statement.id: statement for statement in FULL.statements}
    assert all(statement == full[statement.id] for statement in PULSE.statements)


def test_the_pulse_shares_scale_perspectives_stages_and_suggestions_with_the_full_questionnaire() -> None:
    assert (PULSE.scale, PULSE.perspectives, PULSE.citation) == (FULL.scale, FULL.perspectives, FULL.citation)
    for short, long in zip(PULSE.challenges, FULL.challenges, strict=True):
        assert (short.title, short.about, short.stages) == (long.title, long.about, long.stages)
        assert [one.text for one in short.suggestions] == [one.text for one in long.suggestions]


@every_statement
def test_a_statement_has_easy_read_wording_for_people_using_services(statement: Statement) -> None:
    assert set(statement.easy_read) == {"service_user"}


@every_statement
def test_the_service_user_wording_of_a_statement_is_readable(statement: Statement) -> None:
    assert_readable(f"{statement.id} plain", statement.say(SERVICE_USER), PLAIN_GRADE)


@every_statement
def test_the_easy_read_wording_of_a_statement_is_readable(statement: Statement) -> None:
    text = statement.say(SERVICE_USER, easy_read=True)
    assert_readable(f"{statement.id} easy read", text, EASY_READ_GRADE)


@every_statement
@pytest.mark.parametrize("perspective", ["staff", "carer"])
def test_the_other_wordings_are_about_as_readable(statement: Statement, perspective: str) -> None:
    assert_readable(
        f"{statement.id} {perspective}", statement.say(PerspectiveId(perspective)), OTHER_PERSPECTIVES_GRADE
    )


@every_questionnaire
def test_the_consent_text_is_readable_in_each_form_and_paragraph(questionnaire: Questionnaire) -> None:
    plain, easy_read = questionnaire.consent.say(), questionnaire.consent.say(easy_read=True)
    for text in (plain, *plain.splitlines()):
        assert_readable("consent plain", text, PLAIN_GRADE)
    for text in (easy_read, *easy_read.splitlines()):
        assert_readable("consent easy read", text, EASY_READ_GRADE)


@every_challenge
def test_what_a_challenge_is_about_is_readable_in_both_forms(challenge: Challenge) -> None:
    assert_readable(f"{challenge.id} about plain", challenge.about.say(), PLAIN_GRADE)
    assert_readable(f"{challenge.id} about easy read", challenge.about.say(easy_read=True), EASY_READ_GRADE)


def test_everything_read_before_and_between_statements_has_an_easy_read_form() -> None:
    scale = FULL.scale
    shown = [FULL.consent, scale.question, *scale.options, scale.dont_know, scale.not_applicable]
    shown += [perspective.choose for perspective in FULL.perspectives]
    shown += [wording for challenge in FULL.challenges for wording in (challenge.title, challenge.about)]
    assert [wording.text for wording in shown if wording.easy_read is None] == []


@every_statement
def test_a_statement_is_short(statement: Statement) -> None:
    assert wordings(statement, re.compile(rf"(\S+\s+){{{MOST_WORDS}}}\S")) == []


@every_statement
def test_a_statement_holds_no_negative(statement: Statement) -> None:
    assert wordings(statement, NEGATIVES) == []


@every_statement
def test_a_statement_labels_nobody(statement: Statement) -> None:
    assert wordings(statement, LABELS) == []


@every_statement
def test_a_statement_holds_no_jargon(statement: Statement) -> None:
    assert wordings(statement, JARGON) == []


@every_statement
def test_a_statement_holds_no_abbreviation(statement: Statement) -> None:
    assert wordings(statement, ABBREVIATIONS) == []


@every_statement
def test_a_statement_holds_one_idea(statement: Statement) -> None:
    assert wordings(statement, TWO_IDEAS) == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (NEGATIVES, "Staff don't listen"),
        (NEGATIVES, "I get help without a wait"),
        (LABELS, "Each patient has a plan"),
        (JARGON, "Plans are co-produced here"),
        (ABBREVIATIONS, "My CPA meeting is good"),
        (TWO_IDEAS, "Staff listen and act"),
        (TWO_IDEAS, "Staff and managers listen"),
        (TWO_IDEAS, "Staff help me with work and people"),
    ],
)
def test_the_rules_for_statements_find_what_breaks_them(rule: re.Pattern[str], text: str) -> None:
    assert rule.search(text)


@every_statement
def test_a_statement_speaks_from_the_side_of_the_person_who_answers(statement: Statement) -> None:
    assert "my relative" not in statement.say(STAFF)
    assert "my relative or friend" not in statement.say(SERVICE_USER)
    assert not re.search(r"\b(we|our|us)\b", statement.say(CARER), re.IGNORECASE)


@every_questionnaire
def test_no_statement_is_reverse_worded(questionnaire: Questionnaire) -> None:
    assert not any(statement.reverse for statement in questionnaire.statements)


def test_no_two_statements_are_worded_alike() -> None:
    for perspective in PERSPECTIVES:
        for easy_read in (False, True):
            texts = [statement.say(PerspectiveId(perspective), easy_read=easy_read) for statement in FULL.statements]
            assert len(set(texts)) == len(texts)


def test_nearly_every_statement_carries_the_two_main_lenses() -> None:
    assert all("practice-domain" in statement.lenses for statement in FULL.statements)
    assert sum("hope-control-opportunity" in statement.lenses for statement in FULL.statements) >= 36


def test_stage_descriptors_are_all_different() -> None:
    texts = [say(getattr(challenge.stages, stage)) for challenge in FULL.challenges for stage in STAGES]
    assert len(set(texts)) == 30


@every_challenge
def test_a_stage_descriptor_is_one_or_two_sentences(challenge: Challenge) -> None:
    for stage in STAGES:
        assert len(re.findall(r"\.(?:\s|$)", say(getattr(challenge.stages, stage)))) in {1, 2}


@every_challenge
def test_a_challenge_has_two_or_three_suggestions(challenge: Challenge) -> None:
    assert len(challenge.suggestions) in {2, 3}


@every_challenge
def test_a_suggestion_helps_statements_of_its_own_challenge(challenge: Challenge) -> None:
    own = {statement.id for statement in challenge.statements}
    assert all(set(suggestion.statements) <= own for suggestion in challenge.suggestions)


@every_challenge
def test_every_statement_has_a_suggestion_for_when_answers_are_low(challenge: Challenge) -> None:
    helped = {statement for suggestion in challenge.suggestions for statement in suggestion.statements}
    assert helped == {statement.id for statement in challenge.statements}


@every_questionnaire
@pytest.mark.parametrize("easy_read", [False, True], ids=["plain", "easy-read"])
def test_the_consent_text_says_where_to_turn(questionnaire: Questionnaire, easy_read: bool) -> None:
    text = questionnaire.consent.say(easy_read=easy_read)
    assert [number for number in ("999", "111", "0808 808 8000", "116 123") if number not in text] == []


@every_questionnaire
def test_the_files_keep_to_lines_of_120_characters(questionnaire: Questionnaire) -> None:
    path = bundled("questionnaires") / f"{questionnaire.id}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 120] == []


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("staff", 1),
        ("people", 2),
        ("friend", 1),
        ("services", 3),
        ("experience", 4),
        ("ideas", 3),
        ("used", 1),
    ],
)
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_that_of_the_published_formula() -> None:
    fourteen_words_and_sixteen_syllables = "The cat sat on the mat in the sun. My uncle wants some butter."
    assert grade(fourteen_words_and_sixteen_syllables) == pytest.approx(0.39 * 14 / 2 + 11.8 * 16 / 14 - 15.59)
