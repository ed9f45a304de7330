"""axe cannot judge colours inside SVG, so the palette is measured here: text 4.5 to 1, shapes 3 to 1."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from imroc_audit.report.charts.palette import (
    BLACK,
    HEAT,
    INK,
    MARKS,
    MUTE,
    PAPER,
    RULE,
    MarkStyle,
    band,
    contrast,
    ramp,
)

Colours = Mapping[str, str]


@pytest.fixture
def dark(templates: tuple[Path, ...]) -> Colours:
    """The neutral colours on dark paper, by their names in the report's style sheet."""
    styles = next(folder / "report.css" for folder in templates if (folder / "report.css").is_file()).read_text()
    block = styles[styles.index("prefers-color-scheme:dark") :]
    return dict(re.findall(r"--(\w+):(#\w{6})", block))


def test_charts_have_on_dark_paper_the_colours_of_the_page(templates: tuple[Path, ...], dark: Colours) -> None:
    styles = next(folder / "report.css" for folder in templates if (folder / "report.css").is_file()).read_text()
    block = styles[styles.index("prefers-color-scheme:dark") :]
    names = {"t-ink": "ink", "t-mute": "mute", "l-ink": "ink", "l-mute": "mute", "l-grid": "hair", "l-rule": "edge"}
    for look, name in names.items():
        assert re.search(rf"\.{look}{{(?:fill|stroke):{dark[name]}}}", block), look


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#2F76BC", "#FFFFFF") == pytest.approx(4.73, abs=0.01)


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_stands_out_on_light_and_dark_paper(mark: MarkStyle, dark: Colours) -> None:
    assert contrast(mark.light, PAPER) >= 3
    assert contrast(mark.dark, dark["paper"]) >= 3


def test_every_perspective_has_a_shape_of_its_own() -> None:
    assert len({mark.path for mark in MARKS}) == len(MARKS) == 12


def test_words_in_charts_can_be_read_on_both_papers(dark: Colours) -> None:
    for name, colour in (("ink", INK), ("mute", MUTE)):
        assert contrast(colour, PAPER) >= 4.5
        assert contrast(dark[name], dark["paper"]) >= 4.5
    assert contrast(RULE, PAPER) >= 3
    assert contrast(dark["edge"], dark["paper"]) >= 3


@pytest.mark.parametrize("options", range(2, 11))
def test_numbers_on_answer_bars_can_be_read_and_every_bar_has_an_edge_that_shows(options: int) -> None:
    tints = ramp(options)
    assert len({tint.fill for tint in tints}) == options
    for tint in tints:
        assert contrast(tint.text, tint.fill) >= 4.5
        assert contrast(tint.edge, PAPER) >= 3
    assert contrast(tints[0].fill, PAPER) >= 3
    assert contrast(tints[-1].fill, PAPER) >= 3


def test_edges_show_on_dark_paper(dark: Colours) -> None:
    assert contrast(dark["mute"], dark["paper"]) >= 3


def test_scores_can_be_read_on_every_band_of_heat(dark: Colours) -> None:
    for heat in HEAT:
        assert contrast(INK, heat.light) >= 4.5
        assert contrast(dark["ink"], heat.dark) >= 4.5
        assert contrast(BLACK, heat.light) >= 4.5


def test_a_score_falls_into_the_band_that_starts_at_or_below_it() -> None:
    assert [band(score) for score in (0, 29.9, 30, 55, 80, 100)] == [0, 0, 1, 3, 6, 6]
