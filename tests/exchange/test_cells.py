"""What single cells say."""

from imroc_audit.exchange.cells import own_words


def test_a_comment_is_kept_as_a_person_sees_it_line_by_line() -> None:
    cell = "'=Thank you \x1b[31mall\x1b[0m.  \r\n\x1b]0;title\x07Ring \u202e07700\x9b\x07 900123 "
    assert own_words(cell) == "=Thank you all.\nRing 07700 900123"
