"""In whose words a column is headed, also where its tool has made a repeated heading different."""

import pytest

from imroc_audit.exchange.mapping.wordings import Worded, known_wordings, repeats, whose_words
from imroc_audit.exchange.reading.layout import Column
from imroc_audit.model.questionnaire import Questionnaire


def test_every_wording_is_known_with_its_statement_and_whose_it_is(tiny: Questionnaire, welsh: Questionnaire) -> None:
    known = known_wordings(tiny)
    assert known["staff listen to us."] == Worded("c01.1", frozenset({"carer"}))
    assert known["people listen."] == Worded("c01.1", frozenset({"service_user"}))
    both = [known_wordings(welsh)[wording] for wording in ("rwy'n gwrando.", "i listen.")]
    assert both == [Worded("c01.1", frozenset({"staff"}))] * 2


@pytest.mark.parametrize("again", ["We listen.2", "We  listen. 3", "we listen..1", "We listen._1", "We listen. (2)"])
def test_a_repeated_heading_is_known_in_every_way_of_making_it_different(again: str) -> None:
    first = Column("We listen.", ("Q1",))
    assert repeats((first, Column(again))) == {again: first}


@pytest.mark.parametrize("other", ["We listen. 2026", "2", "We listen more.", "We listen. (two)"])
def test_another_heading_repeats_nothing(other: str) -> None:
    assert repeats((Column("We listen."), Column(other))) == {}


def test_a_heading_that_ends_in_a_number_repeats_nothing_if_the_rest_is_no_heading() -> None:
    assert repeats((Column("Phase 1"), Column("Phase 2"))) == {}


def test_whose_words_a_column_has_is_told_by_any_of_its_names_and_for_its_own_statement(tiny: Questionnaire) -> None:
    columns = (Column("QID7", ("How true? - I listen.", "I listen.")), Column("Staff rush."), Column("Block 2"))
    found = whose_words({0: "c01.1", 1: "c01.1", 2: "c01.1"}, columns, tiny)
    assert found == {0: {"staff"}, 1: frozenset(), 2: frozenset()}
