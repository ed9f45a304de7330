"""Names under which other tools know what is asked, and how they are known again."""

import pytest

from imroc_audit.exchange.matching.names import Asks, field_name, field_names, known_names
from imroc_audit.model.questionnaire import Questionnaire


@pytest.mark.parametrize("written", ["c01.1", "c01_1", "c01[1]", "C01-1", " c01 1. "])
def test_an_id_has_one_name_however_a_tool_writes_it(written: str) -> None:
    assert field_name(written) == "c01_1"


def test_everything_that_is_asked_has_a_name_in_the_order_of_a_form(tiny: Questionnaire) -> None:
    first = ["perspective", "team", "c01_1", "c01_2", "c01_comment"]
    rest = ["c02_1", "c02_2", "c02_3", "c02_comment", "priority_1", "priority_2"]
    assert [name for name, _ in field_names(tiny)] == first + rest


def test_names_without_underscores_are_known_for_comments_and_priorities_alone(tiny: Questionnaire) -> None:
    known = known_names(tiny)
    assert known["c01comment"] == known["c01_comment"] == Asks("comment", "c01")
    assert known["priority2"] == Asks("priority", "2")
    assert "c011" not in known


def test_a_name_that_stands_for_two_things_is_not_known(tiny: Questionnaire) -> None:
    first = tiny.challenges[0]
    twin = first.statements[1].model_copy(update={"id": "c01-1"})
    same = first.model_copy(update={"statements": (first.statements[0], twin)})
    known = known_names(tiny.model_copy(update={"challenges": (same, tiny.challenges[1])}))
    assert "c01_1" not in known
    assert known["c02_1"] == Asks("statement", "c02.1")
