"""Rows are known again, in little memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.exchange.reading import seen as seen_module
from imroc_audit.exchange.reading.seen import Seen
from imroc_audit.exchange.rows.row_ids import RowIds


@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3)))
def test_a_number_is_new_once(numbers: list[int]) -> None:
    seen, known = Seen(), set[int]()
    for number in numbers:
        number = number or 1  # zero stands for an empty place, so it is one
        assert seen.add(number) == (number not in known)
        known.add(number)


def test_many_numbers_are_all_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_module, "PLACES", 4)
    seen = Seen()
    numbers = [hash(str(number)) for number in range(10_000)]
    assert all(map(seen.add, numbers))
    assert not any(map(seen.add, numbers))


def test_the_parts_of_an_id_are_told_apart() -> None:
    ids = RowIds(lambda text: text, ("form",), ("a", "b"))
    assert ids.of_source_id("staff", ("1", "23"))[0] != ids.of_source_id("staff", ("12", "3"))[0]
