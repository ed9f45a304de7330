"""axe cannot judge colours inside SVG, so the palette is measured here: text 4.5 to 1, shapes 3 to 1."""

import pytest

from imroc_audit.report.charts.palette import (
    BLACK,
    DARK,
    DARK_PAPER,
    HEAT,
    INK,
    MARKS,
    MUTE,
    PAPER,
    RULE,
    Mark,
    band,
    contrast,
    ramp,
)


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#2F76BC", "#FFFFFF") == pytest.approx(4.73, abs=0.01)


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_stands_out_on_light_and_dark_paper(mark: Mark) -> None:
    assert contrast(mark.light, PAPER) >= 3
    assert contrast(mark.dark, DARK_PAPER) >= 3


def test_every_perspective_has_a_shape_of_its_own() -> None:
    assert len({mark.path for mark in MARKS}) == len(MARKS) == 12


def test_words_in_charts_can_be_read_on_both_papers() -> None:
    for colour in (INK, MUTE):
        assert contrast(colour, PAPER) >= 4.5
        assert contrast(DARK[colour], DARK_PAPER) >= 4.5
    assert contrast(RULE, PAPER) >= 3
    assert contrast(DARK[RULE], DARK_PAPER) >= 3


@pytest.mark.parametrize("options", range(2, 11))
def test_numbers_on_answer_bars_can_be_read_and_every_bar_has_an_edge_that_shows(options: int) -> None:
    tints = ramp(options)
    assert len({tint.fill for tint in tints}) == options
    for tint in tints:
        assert contrast(tint.text, tint.fill) >= 4.5
        assert contrast(tint.edge, PAPER) >= 3
    assert contrast(tints[0].fill, PAPER) >= 3
    assert contrast(tints[-1].fill, PAPER) >= 3


def test_edges_show_on_dark_paper() -> None:
    assert contrast(DARK[MUTE], DARK_PAPER) >= 3


def test_scores_can_be_read_on_every_band_of_heat() -> None:
    for heat in HEAT:
        assert contrast(INK, heat.light) >= 4.5
        assert contrast(DARK[INK], heat.dark) >= 4.5
        assert contrast(BLACK, heat.light) >= 4.5


def test_a_score_falls_into_the_band_that_starts_at_or_below_it() -> None:
    assert [band(score) for score in (0, 29.9, 30, 55, 80, 100)] == [0, 0, 1, 3, 6, 6]
