from typing import get_args

import pytest

from imroc_audit.report.text import prose
from imroc_audit.resources import bundled


def test_every_file_of_prose_can_be_named() -> None:
    assert {file.stem for file in bundled("report_prose").iterdir()} == set(get_args(prose.ProseFile))


def test_lines_run_on_and_values_are_put_in_without_being_read_again() -> None:
    first, second = prose.notes(
        "method", "Comments and accessibility", printed="{waiting} comments are", waiting="None is waiting."
    )
    assert (first.term, second.term) == ("Comments", "Accessibility")
    assert first.text[0].endswith("words taken out. {waiting} comments are printed. None is waiting.")
    assert "\n" not in second.text[0]


def test_paragraphs_parted_by_empty_lines_stay_apart() -> None:
    (rule,) = prose.notes("method", "What is hidden, and why", threshold=10, small_base=30)
    assert len(rule.text) == 2
    assert rule.text[1] == "Groups of fewer than 30 people are marked “small base”."


@pytest.mark.parametrize("file", get_args(prose.ProseFile))
def test_sources_stand_under_no_term(file: prose.ProseFile) -> None:
    assert len(prose.paragraphs(file, "Sources")) == 4
    assert prose.notes(file, "Sources") == ()


def test_a_value_that_is_forgotten_is_not_printed_as_a_brace() -> None:
    with pytest.raises(KeyError, match="threshold"):
        prose.notes("method", "What is hidden, and why", small_base=30)
