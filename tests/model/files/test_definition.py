"""A questionnaire file is read whole, or every mistake in it is named with its line and its remedy."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.questionnaire import Questionnaire
from tests.ids import SERVICE_USER, STAFF


def problems_after(text: str, old: str, new: str) -> list[str]:
    """The problems of the tiny questionnaire with one thing changed in it."""
    assert text.count(old) >= 1, f"{old!r} is not in the text"
    questionnaire, problems = parse_questionnaire(text.replace(old, new, 1), "tiny.yaml")
    assert questionnaire is None
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: tiny\n", "id: Tiny one\n", ":2: 'id' is 'Tiny one': Use small letters"),
        (
            'version: "1.0"',
            "version: 1.10",
            ":3: 'version' is read as a number or yes/no (1.10): Put it in quotes.",
        ),
        (
            "title: A tiny questionnaire",
            "titel: A tiny questionnaire",
            ":4: 'titel' is not a key that is known here",
        ),
        ("title: A tiny questionnaire", "titel: A tiny questionnaire", ":2: 'title' is missing: Add it."),
        (
            "priorities: 2",
            "priorities: 3",
            ":7: too many priorities: 3 may be chosen of 2 challenges: Use 2 or fewer.",
        ),
        ("priorities: 2", "priorities: two", ":7: 'priorities' should be a whole number"),
        ("priorities: 2", "priorities: 2.0", ":7: 'priorities' should be a whole number"),
        (
            "{value: 1, text",
            "{value: 3, text",
            ":12: scale out of order: this option has the value 3 where 1 should",
        ),
        ('text: "Partly true"', 'text: "Not true"', ":13: the label 'Not true' is already used on line 11"),
        ("id: carer, label", "id: staff, label", ":21: perspective 'staff' is already used on line 19"),
        ("  - id: c02\n", "  - id: c01\n", ":37: challenge 'c01' is already used on line 23"),
        ("id: c02.2", "id: c01.1", ":44: statement 'c01.1' is already used on line 30"),
        (', carer: "Staff ask us."', "", ":43: statement 'c02.1' has no wording for 'carer': Add one"),
        (
            'carer: "Staff ask us."',
            'friend: "Staff ask us."',
            ":43: statement 'c02.1' names the perspective 'friend'",
        ),
        (
            "not_asked: [carer]",
            "not_asked: [staff, carer]",
            ":48: statement 'c02.3' has a wording for 'staff' and",
        ),
        (
            "chime: [hope]",
            "chimes: [hope]",
            ":33: 'chimes' is not a lens that is known: Use 'practice-domain'",
        ),
        ("chime: [hope]", "chime: [joy]", ":33: 'joy' is not a tag of the lens 'chime': Use 'connectedness'"),
        ("chime: [hope]", "chime: hope", ":33: 'chime' should be a list: Start each entry with a dash."),
        (
            "statements: [c01.1]",
            "statements: [c02.1]",
            ":28: the suggestion names 'c02.1', which is not a statement",
        ),
        ("reverse: true", 'reverse: "yes"', ":36: 'reverse' should be true or false"),
        ("text: Choice", "text: {cy: Dewis}", ":38: this text is not given in 'en'"),
        (
            "text: Choice",
            "text: {en: Choice, cy: Dewis}",
            ":38: 'cy' is not among the questionnaire's languages",
        ),
        ("{text: Choice}", "{text: }", ":38: 'text' is empty: Write something"),
        ("text: Choice", "text: Choice, label: x", ":38: 'label' is not a key that is known here"),
        ("    about: {text: Who decides.}\n", "", ":37: 'about' is missing: Add it."),
        ("transformation: We do.", "transformed: We do.", ":26: 'transformation' is missing: Add it."),
        ("perspectives:\n", "perspectives: none\nx:\n", ":18: 'perspectives' should be a list"),
        (
            "    title: {text: Choice}\n",
            "    title: {text: A}\n    title: {text: B}\n",
            ":39: 'title' is already given on",
        ),
        ("id: tiny", "id: &a tiny", ""),
        ("consent: {text", "consent: {text: *b, x", ":6: this is not valid YAML"),
        ("citation: [", "citation: [[", "this is not valid YAML"),
    ],
)
def test_each_mistake_is_named_with_its_line(tiny_text: str, old: str, new: str, expected: str) -> None:
    if not expected:
        assert parse_questionnaire(tiny_text.replace(old, new, 1), "tiny.yaml")[0] is not None
        return
    found = problems_after(tiny_text, old, new)
    assert any(expected in problem for problem in found), found
    assert all(re.match(r"tiny\.yaml:\d+: .+: .+\.$", problem) for problem in found), found


def test_every_mistake_is_named_at_once(tiny_text: str) -> None:
    broken = tiny_text.replace("priorities: 2", "priorities: 9").replace("chime: [hope]", "chime: [joy]")
    broken = broken.replace("id: c02.2", "id: c02.1").replace("title: A tiny", "titel: A tiny")
    _, problems = parse_questionnaire(broken, "tiny.yaml")
    assert [problem.line for problem in problems] == [2, 4, 7, 33, 44]


def test_a_mistake_in_one_entry_is_not_reported_as_too_few_entries(tiny_text: str) -> None:
    assert not [one for one in problems_after(tiny_text, "reverse: true", "reverse: 3") if "too few" in one]


@pytest.mark.parametrize(
    "text", ["", "\n# only a comment\n", "- 1\n- 2\n", "just words", "a: \x07", "a: [" * 100, "a: !!x 1"]
)
def test_what_is_no_questionnaire_at_all_is_said_plainly(text: str) -> None:
    questionnaire, problems = parse_questionnaire(text, "odd.yaml")
    assert questionnaire is None
    assert problems


def test_an_alias_cannot_blow_a_file_up(tiny_text: str) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(5))
    _, problems = parse_questionnaire(bomb, "bomb.yaml")
    assert any("alias" in str(problem) for problem in problems)


def test_words_that_other_yaml_readers_change_stay_words(tiny_text: str) -> None:
    questionnaire, _ = parse_questionnaire(tiny_text.replace('text: "Not true"', "text: NO"), "tiny.yaml")
    assert questionnaire is not None
    assert questionnaire.scale.options[0].text == "NO"


@given(st.text(max_size=200))
def test_no_text_at_all_makes_the_reader_fall_over(text: str) -> None:
    questionnaire, problems = parse_questionnaire(text, "any.yaml")
    assert (questionnaire is None) == bool(problems)


@given(st.integers(0, 1700), st.sampled_from(["", "\n", "x", ":", "- ", "[", '"', "{", "\t", "&a ", "*a"]))
def test_a_damaged_file_never_makes_the_reader_fall_over(tiny_text: str, place: int, damage: str) -> None:
    questionnaire, problems = parse_questionnaire(tiny_text[:place] + damage + tiny_text[place + 1 :], "tiny.yaml")
    assert (questionnaire is None) == bool(problems)


def test_the_hash_changes_with_any_word_and_with_nothing_else(tiny: Questionnaire, tiny_text: str) -> None:
    spaced, _ = parse_questionnaire("# a comment\n" + tiny_text.replace("reverse: true", "reverse:   true"), "a.yaml")
    reworded, _ = parse_questionnaire(tiny_text.replace("I listen.", "I do listen."), "b.yaml")
    assert spaced is not None
    assert reworded is not None
    assert spaced.hash == tiny.hash
    assert reworded.hash != tiny.hash


def test_the_canonical_form_reads_back_the_same(tiny: Questionnaire) -> None:
    assert Questionnaire.from_canonical(tiny.canonical) == tiny
    assert Questionnaire.from_canonical(tiny.canonical).hash == tiny.hash


def test_a_wording_falls_back_to_the_plain_one_and_the_first_language(tiny: Questionnaire) -> None:
    first, second = tiny.statements[:2]
    assert first.say(SERVICE_USER, easy_read=True) == "People listen."
    assert second.say(SERVICE_USER, easy_read=True) == "Staff rush."
    assert first.say(STAFF, language="cy") == "I listen."
