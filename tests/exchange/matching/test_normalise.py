import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.exchange.matching.normalise import normalise


@pytest.mark.parametrize(
    ("written", "alike"),
    [
        ("Don’t Know", "Don't Know"),
        ("Don´t know", "don't know"),
        ("Don`t know", "don't know"),
        ("Strongly agree ", "strongly agree"),
        ("Strongly\u00a0agree", "Strongly agree"),
        ("4 – Agree", "4 - Agree"),
        ("Often\r\nor always", "often or always"),
        ("ﬁne", "fine"),
        ("“very”", '"very"'),
        ("\ufeffName\u200b", "name"),
        ("STRASSE", "straße"),
    ],
)
def test_habits_of_typing_make_no_difference(written: str, alike: str) -> None:
    assert normalise(written) == normalise(alike)


@pytest.mark.parametrize(("one", "other"), [("agree", "disagree"), ("a b", "ab"), ("1", "10"), ("-", "")])
def test_different_labels_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_normalised_text_holds_no_separator_of_row_ids(text: str) -> None:
    assert not set("\x1e\x1f") & set(normalise(text))
