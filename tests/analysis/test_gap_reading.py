import pytest

from imroc_audit.analysis.gap_reading import is_clear, turned, widest, widest_first
from imroc_audit.model.results import Gap


def gap(difference: float | None, low: float | None = None, high: float | None = None, name: str = "staff") -> Gap:
    return Gap(
        between=(name, "carer"),
        difference=difference,
        low=low,
        high=high,
        cliffs_delta=0.2,
        probability_of_superiority=0.6,
    )


def test_a_gap_is_turned_so_that_the_higher_side_comes_first() -> None:
    found = turned(gap(-10, -15, -5))
    assert (found.between, found.difference, found.low, found.high) == (("carer", "staff"), 10, 5, 15)
    assert found.cliffs_delta == -0.2
    assert found.probability_of_superiority == pytest.approx(0.4)
    assert turned(found) == found


@pytest.mark.parametrize("difference", [0, None])
def test_a_gap_without_a_higher_side_stays_as_it_is(difference: float | None) -> None:
    assert turned(gap(difference)) == gap(difference)


@pytest.mark.parametrize(
    ("low", "high", "clear"), [(1, 9, True), (-9, -1, True), (-1, 9, False), (0, 9, False), (None, None, False)]
)
def test_a_gap_is_clear_where_its_interval_leaves_nought_out(
    low: float | None, high: float | None, clear: bool
) -> None:
    assert is_clear(gap(4, low, high)) is clear


def test_the_widest_gap_is_found_whichever_side_is_higher_and_the_first_of_equals() -> None:
    gaps = [gap(None), gap(3), gap(-8, name="a"), gap(8, name="b")]
    assert widest(gaps) == gaps[2]
    assert widest_first(gaps) == (gaps[2], gaps[3], gaps[1])
    assert widest([gap(None)]) is None
