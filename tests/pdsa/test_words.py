from imroc_audit.pdsa.words import day_in_words


def test_a_day_is_said_in_english_whatever_the_computer_speaks() -> None:
    days = [day_in_words(f"2026-{month:02}-04") for month in range(1, 13)]
    assert days[0] == "4 January 2026"
    assert days[4] == "4 May 2026"
    assert days[11] == "4 December 2026"
    assert len(set(days)) == 12
