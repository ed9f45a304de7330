"""Several choices in one cell, which tools put side by side without marking where one ends."""

import pytest

from imroc_audit.exchange.matching.cells import SeveralMeanings
from imroc_audit.exchange.matching.labels import UNKNOWN

KNOWN = {"": "", "choice": "c01", "culture, leadership": "c02", "culture": "c03", "c01": "c01", "c02": "c02"}


@pytest.mark.parametrize(
    ("separator", "cell", "meaning"),
    [
        (";", "Choice;", "c01"),
        (";", "Culture;Choice;", "c03 c01"),
        (";", "Culture, leadership;Choice;", "c02 c01"),
        (", ", "Choice, Culture, leadership", "c01 c02"),
        (", ", "Culture, leadership", "c02"),
        (", ", "Culture, Choice", "c03 c01"),
        (" ", "c02 c01", "c02 c01"),
        (";", "", ""),
        (";", "Choice;Parking;", UNKNOWN),
        ("", "Choice;Culture", UNKNOWN),
        (", ", "Choice, " * 5_000, UNKNOWN),
    ],
)
def test_choices_are_taken_apart_at_the_tool_s_separator(separator: str, cell: str, meaning: str) -> None:
    assert SeveralMeanings(KNOWN, separator)[cell] == meaning
