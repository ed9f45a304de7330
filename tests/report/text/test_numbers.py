from imroc_audit.report.text import numbers


def test_a_hidden_count_is_a_word_and_nought_is_0() -> None:
    assert numbers.count(None) == "hidden"
    assert numbers.count(0) == "0"
    assert numbers.count(12345) == "12,345"


def test_a_small_negative_number_is_not_minus_nought() -> None:
    assert numbers.whole(-0.4) == "0"
    assert numbers.whole(-12.6) == "−13"
    assert numbers.decimal(-0.001, 2) == "0.00"


def test_an_iso_date_is_said_as_a_day_and_anything_else_stays() -> None:
    assert numbers.day("2026-03-02") == "2 March 2026"
    assert numbers.day("2026-03-02T10:00:00") == "2 March 2026"
    assert numbers.day("spring") == "spring"


def test_people_are_counted_in_words() -> None:
    assert numbers.people(1) == "1 person"
    assert numbers.people(0) == "0 people"
    assert numbers.percent(1, 3) == "33%"


def test_a_difference_has_its_sign_and_nought_has_none() -> None:
    assert [numbers.signed(value) for value in (8.6, -8.6, 0.4, -0.4)] == ["+9", "−9", "0", "0"]
    assert numbers.signed(-8.6, minus="-") == "-9"
