"""What single cells say."""

import pytest

from imroc_audit.exchange.matching.cells import Meanings, own_words
from imroc_audit.exchange.matching.labels import UNKNOWN


def test_a_comment_is_kept_as_a_person_sees_it_line_by_line() -> None:
    cell = "'=Thank you \x1b[31mall\x1b[0m.  \r\n\x1b]0;title\x07Ring \u202e07700\x9b\x07 900123 "
    assert own_words(cell) == "=Thank you all.\nRing 07700 900123"


@pytest.mark.parametrize(
    ("cell", "meaning"), [("3", "three"), ("3.0", "three"), ("3.00", "three"), ("3.5", UNKNOWN), ("true.0", UNKNOWN)]
)
def test_a_code_that_was_taken_for_a_decimal_is_the_code(cell: str, meaning: str) -> None:
    assert Meanings({"3": "three", "true": "yes"})[cell] == meaning
