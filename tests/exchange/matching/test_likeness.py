"""The nearest label is proposed where one is near, and never its opposite."""

import pytest

from imroc_audit.exchange.matching.likeness import nearest

LABELS = ("not true", "a little true", "partly true", "mostly true", "completely true", "i don't know")


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Mostley true", "mostly true"),
        ("COMPLETLY TRUE", "completely true"),
        ("Partly-true", "partly true"),
        ("I dont know", "i don't know"),
        ("I do not know", "i don't know"),
        ("Mostlytrue", "mostly true"),
        ("Fairly true", ""),
        ("Rarely true", ""),
        ("Hardly true", ""),
        ("Almost true", ""),
        ("Not sure", ""),
        ("Agree", ""),
        ("true", ""),
        ("Not mostly true", ""),
        ("", ""),
    ],
)
def test_the_nearest_label_is_found_and_nothing_is_made_up(written: str, label: str) -> None:
    assert nearest(written, LABELS) == label


def test_an_opposite_is_never_near() -> None:
    assert nearest("not completely true", ("completely true",)) == ""
    assert nearest("disagree", ("agree",)) == ""
    assert nearest("untrue", ("true",)) == ""


def test_of_two_that_are_as_near_none_is_chosen() -> None:
    assert nearest("ward 3", ("ward 1", "ward 2")) == ""


def test_the_beginning_of_one_name_is_enough() -> None:
    assert nearest("Elm", ("elm ward", "oak team")) == "elm ward"
    assert nearest("Elm", ("elm ward", "elm team")) == ""
