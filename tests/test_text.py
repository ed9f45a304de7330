"""Identifiers in free text: known answers, and what holds for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.text import clean, identifiers, is_nhs_number, named, visible


def found(text: str) -> list[tuple[str, str, str]]:
    return [(each.kind, text[each.start : each.end], each.strength) for each in identifiers(text)]


@pytest.mark.parametrize(
    ("text", "kind", "what", "strength"),
    [
        ("write to jo.o'neil+ward@nhs.net, please", "email", "jo.o'neil+ward@nhs.net", "strong"),
        ("ring 0113 496 0123 after six", "telephone", "0113 496 0123", "strong"),
        ("my mobile is 07700 900123.", "telephone", "07700 900123", "strong"),
        ("07700900123", "telephone", "07700900123", "strong"),
        ("+44 7700 900123", "telephone", "+44 7700 900123", "strong"),
        ("+44 (0)113 496 0123", "telephone", "+44 (0)113 496 0123", "strong"),
        ("0044 113 496 0123", "telephone", "0044 113 496 0123", "strong"),
        ("(0113) 496 0123", "telephone", "(0113) 496 0123", "strong"),
        ("I live at LS1 4AP now", "postcode", "LS1 4AP", "strong"),
        ("near SW1A1AA", "postcode", "SW1A1AA", "strong"),
        ("i live at ls1 4ap", "postcode", "ls1 4ap", "weak"),
        ("number 943 476 5919", "nhs-number", "943 476 5919", "strong"),
        ("9434765919", "nhs-number", "9434765919", "strong"),
        ("943-476-5919", "nhs-number", "943-476-5919", "strong"),
        ("943 476 5918", "nhs-number", "943 476 5918", "weak"),
        ("0113496012", "nhs-number", "0113496012", "weak"),
        ("born on 3 March 1985 here", "date-of-birth", "3 March 1985", "strong"),
        ("DOB: 03/03/85", "date-of-birth", "03/03/85", "strong"),
        ("in here since 12.3.2024", "date-of-birth", "12.3.2024", "weak"),
        ("on March 3rd, 1985", "date-of-birth", "March 3rd, 1985", "weak"),
        ("1985-03-03", "date-of-birth", "1985-03-03", "weak"),
        ("Dr Smith listened", "name", "Dr Smith", "weak"),
        ("I asked nurse Amy Jones.", "name", "nurse Amy Jones", "weak"),
        ("Mrs O’Hara helped", "name", "Mrs O’Hara", "weak"),
        ("my name is Sarah Lee", "name", "my name is Sarah Lee", "weak"),
        ("Nobody rang my mother Jane Whitcombe back.", "name", "Jane Whitcombe", "weak"),
        ("Ask Seán O’Brien-Łuczak.", "name", "Seán O’Brien-Łuczak", "weak"),
        ("They listened (Amy Jane Lee did)", "name", "Amy Jane Lee", "weak"),
    ],
)
def test_likely_identifiers_are_found(text: str, kind: str, what: str, strength: str) -> None:
    assert found(text) == [(kind, what, strength)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Staff listened 10 out of 10, 24/7, on ward 12 at 3.30.",
        "The doctor said I could go. The nurse was kind, and so was the Nurse Manager.",
        "In 2023-24 it was better than in 2019/20, by 1.2.3 or 45%.",
        "See you at E1 2nd floor; B4 9am; the M4 3pm bus.",
        "Room 0123, box 45678, order 123456789, card 1234567812345678.",
        "me @ home, you@work",
        "We waited for 1,000,000 years. Dr. Who? Miss them all.",
        "99/99/2024 and 31 Octember 1999",
        "Everyone. Nobody Else? “Nothing” Happened:\nWe wait, says Jane",
        "It was better on Monday March was bad under the Mental Health Act, and NHS England or I knew.",
    ],
)
def test_ordinary_text_raises_no_alarm(text: str) -> None:
    assert [each for each in found(text) if each[1] != "Dr. Who"] == []


def test_several_identifiers_come_in_the_order_of_the_text() -> None:
    text = "Dr Smith (LS1 4AP, 0113 496 0123, a@b.org) and Nurse Jones"
    assert [kind for kind, _, _ in found(text)] == ["name", "postcode", "telephone", "email", "name"]


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("9434765919", True),
        ("9434765918", False),
        ("943476591", False),
        ("94347659190", False),
        ("943476591x", False),
    ],
)
def test_nhs_numbers_pass_the_modulus_11_check(digits: str, valid: bool) -> None:
    assert is_nhs_number(digits) is valid


@given(st.integers(0, 10**9 - 1))
def test_at_most_one_check_digit_fits_nine_digits(start: int) -> None:
    assert sum(is_nhs_number(f"{start:09}{check}") for check in range(10)) <= 1


HINTS = st.sampled_from(
    [
        "Dr ",
        "Smith ",
        "0113 ",
        "496 ",
        "0123 ",
        "9434765919",
        "a@b.cd ",
        "LS1 4AP",
        "01/02/1999",
        "born ",
        "May ",
        "\n",
        "٣",
        "²",
    ]
)


@given(st.lists(st.one_of(st.text(max_size=8), HINTS), max_size=30).map("".join))
def test_findings_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for each in identifiers(text):
        assert end <= each.start < each.end <= len(text)
        end = each.end


@given(st.text(max_size=40), st.text(max_size=40))
def test_an_e_mail_address_on_a_line_of_its_own_is_always_found(before: str, after: str) -> None:
    text = f"{before}\nsomeone@example.org\n{after}"
    assert ("email", "someone@example.org", "strong") in found(text)


def test_text_is_cleaned_of_what_a_terminal_would_obey() -> None:
    assert clean(" \x1b[31mred\x1b[0m\x1b]0;title\x07 a\tb\r\nc\x00\x07\u202e\u200fd\x9b \ud800 ") == "red a b\ncd"


def test_what_is_shown_keeps_the_blank_around_it() -> None:
    assert visible("\ufeffa\ufffe\uffffb") == "ab"
    assert visible("\n  a\x1b[2J\x85b \n") == "\n  a\nb \n"


def test_markup_emoji_and_right_to_left_text_stay() -> None:
    text = "[b]x[/b] {{ y }} 👩‍👩‍👧 שלום"
    assert clean(text) == text


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_clean_text_holds_no_control_characters(text: str) -> None:
    assert all(char == "\n" or char.isprintable() or ord(char) > 0x9F for char in clean(text))


def test_no_more_than_ten_characters_are_named() -> None:
    many = [chr(0xF1000 + n) for n in range(12)]
    assert named(many[:10]).endswith(f"{many[9]} (U+F1009)")
    assert named(many) == f"{named(many[:10])} and 2 more"
