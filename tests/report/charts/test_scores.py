from collections.abc import Callable
from itertools import pairwise
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.model.plan import Measure, Observation
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.study import ActionStudy
from imroc_audit.model.summary import AuditSummary
from imroc_audit.pdsa.reading import study_measure
from imroc_audit.report.action_report.build import build_document
from imroc_audit.report.charts.palette import ramp
from imroc_audit.report.charts.pen import text_width, wrap
from imroc_audit.report.charts.run import run_chart, values
from imroc_audit.report.charts.scores import (
    Bar,
    Level,
    Point,
    Spot,
    StatementBars,
    bars,
    dumbbell,
    grid,
    intervals,
    likert,
)
from imroc_audit.report.charts.xmr import xmr_chart
from imroc_audit.report.document import Drawing, Label, ReportDocument
from imroc_audit.report.text.perspectives import PerspectiveMark

STAFF, USERS = PerspectiveMark(label="Staff", place=0), PerspectiveMark(label="People using services", place=1)
WORDS = {"chart": "f-1", "title": "A chart", "desc": "What it shows.", "caption": ""}


def drawings(document: ReportDocument) -> list[Drawing]:
    sections = (document.participation, document.at_a_glance, document.priorities, document.teams, document.lenses)
    found = [d for section in sections if section is not None for d in section.drawings]
    return found + [d for challenge in document.challenges for d in (*challenge.scores, *challenge.answers)]


def span(label: Label) -> tuple[float, float]:
    width = text_width(label.text, label.size)
    start = {"start": label.x, "middle": label.x - width / 2, "end": label.x - width}[label.anchor]
    return start, start + width


def assert_inside(drawing: Drawing) -> None:
    for line in drawing.lines:
        assert 0 <= min(line.x1, line.x2) <= max(line.x1, line.x2) <= drawing.width
        assert 0 <= min(line.y1, line.y2) <= max(line.y1, line.y2) <= drawing.height
    for box in drawing.boxes:
        assert 0 <= box.x <= box.x + box.width <= drawing.width + 0.2
        assert 0 <= box.y <= box.y + box.height <= drawing.height
    for glyph in drawing.glyphs:
        assert 6 <= glyph.x <= drawing.width - 6
        assert 6 <= glyph.y <= drawing.height - 6
    for label in drawing.labels:
        start, end = span(label)
        assert -1 <= start <= end <= drawing.width + 1, label.text
        assert label.size <= label.y <= drawing.height + 0.5, label.text


def assert_labels_apart(drawing: Drawing) -> None:
    """No two texts share a place: on lines closer than a letter is high, they must not meet."""
    for number, one in enumerate(drawing.labels):
        for other in drawing.labels[:number]:
            if abs(one.y - other.y) < 8:
                a, b = span(one), span(other)
                assert a[1] <= b[0] + 2 or b[1] <= a[0] + 2, (one.text, other.text)


def test_every_mark_of_a_report_is_inside_its_chart_and_no_two_texts_meet(
    summary: AuditSummary, ten_challenges: Questionnaire
) -> None:
    found = drawings(build_document(summary, ten_challenges))
    assert len(found) == 10 + 10 + 1 + 2
    for drawing in found:
        assert_inside(drawing)
        assert_labels_apart(drawing)


def test_the_answers_of_a_bar_fill_it_in_their_shares() -> None:
    drawing = likert(
        **WORDS,
        legend=[(f"Answer {n}", tint) for n, tint in enumerate(ramp(4))],
        statements=[
            StatementBars(
                title="1.1", bars=(Bar(perspective=STAFF, shares=(10, 20, 30, 40), texts=("10", "20", "30", "40")),)
            )
        ],
    )
    parts = drawing.boxes[4:]
    assert [round(part.width / parts[0].width) for part in parts] == [1, 2, 3, 4]
    assert all(a.x + a.width == pytest.approx(b.x, abs=0.2) for a, b in pairwise(parts))


def test_a_hidden_bar_is_a_word_and_draws_nothing() -> None:
    hidden = StatementBars(title="1.1", bars=(Bar(perspective=STAFF, shares=None, note="hidden"),))
    drawing = likert(**WORDS, legend=[(f"Answer {n}", tint) for n, tint in enumerate(ramp(2))], statements=[hidden])
    assert len(drawing.boxes) == 2
    assert "hidden" in {label.text for label in drawing.labels}


def test_marks_at_the_same_score_do_not_cover_one_another() -> None:
    points = tuple(Point(perspective=PerspectiveMark(label=f"P{n}", place=n), score=50, text="50") for n in range(12))
    drawing = dumbbell(
        **WORDS, perspectives=[p.perspective for p in points], levels=[Level(title="One", points=points, gap="0")]
    )
    places = {(glyph.x, glyph.y) for glyph in drawing.glyphs[12:]}
    assert len(places) == 12
    assert_inside(drawing)


def test_a_challenge_without_scores_says_so_on_its_line() -> None:
    drawing = dumbbell(
        **WORDS, perspectives=[STAFF], levels=[Level(title="One", points=(), gap="no score can be shown")]
    )
    assert "no score can be shown" in {label.text for label in drawing.labels}


def test_an_interval_beyond_the_scale_is_drawn_to_its_end() -> None:
    point = Point(perspective=USERS, score=99, text="99 (95 to 103)", low=95, high=103)
    assert_inside(intervals(**WORDS, points=[point], whole=99, whole_text="Equal voice 99"))


def test_spots_that_would_cover_one_another_are_moved_apart() -> None:
    drawing = on_a_grid(*(Spot(name=str(n), score=50, points=2) for n in range(10)))
    spots = [(glyph.x, glyph.y) for glyph in drawing.glyphs]
    nearest = min(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 for n, (ax, ay) in enumerate(spots) for bx, by in spots[:n])
    assert nearest > 18
    assert_inside(drawing)


@pytest.mark.parametrize("points", [0.0, 0.04, 1.0, 3.7, 9.0, 90.0])
@pytest.mark.parametrize("score", [0.0, 48.3, 100.0])
def test_a_grid_names_where_it_is_parted_and_has_round_numbers_upwards(points: float, score: float) -> None:
    drawing = on_a_grid(Spot(name="1", score=score, points=points), Spot(name="2", score=score, points=0))
    assert_inside(drawing)
    assert_labels_apart(drawing)
    texts = [label.text for label in drawing.labels]
    assert {f"middle {score:.1f}", f"middle {points / 2:.2f}"} <= set(texts)
    assert len([line for line in drawing.lines if line.dash]) == 2
    upwards = [float(label.text) for label in drawing.labels if label.anchor == "end" and label.x < 40]
    assert upwards[0] == 0
    most = points or 1
    assert most / 2 <= upwards[-1] <= most
    assert len(upwards) <= 6


def test_a_ring_marks_a_spot_that_stands_out() -> None:
    plain, ringed = (Spot(name="1", score=20, points=1, ringed=one) for one in (False, True))
    other = Spot(name="2", score=80, points=2)
    assert len(on_a_grid(plain, other).glyphs) == 2
    assert len(on_a_grid(ringed, other).glyphs) == 3


def on_a_grid(*spots: Spot) -> Drawing:
    middle = (median(one.score for one in spots), median(one.points for one in spots))
    return grid(
        chart="f-1",
        title="A chart",
        desc="What it shows.",
        caption="",
        spots=spots,
        middle=middle,
        axes=("Score", "Points"),
    )


def test_bars_start_at_nought_and_none_is_longer_than_the_longest() -> None:
    drawing = bars(**WORDS, rows=[("One", 4.0, "4.00"), ("Two", 2.0, "2.00"), ("Three", 0.0, "0.00")])
    assert [round(box.width) for box in drawing.boxes] == [350, 175, 0]


def test_text_that_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = wrap("word " * 50, width=100, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(text_width(line) <= 100 for line in lines)
    assert wrap("short", width=100) == ("short",)
    assert text_width(wrap("x" * 200, width=60, lines=1)[0]) <= 60


NUMBERS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: float(f"{value:.6g}"))
SERIES = st.one_of(
    st.lists(NUMBERS, min_size=1, max_size=60),
    st.lists(st.integers(0, 12).map(float), min_size=1, max_size=60),
)


@given(series=SERIES, target=st.one_of(st.none(), NUMBERS), tests=st.integers(1, 5), unit=st.text(min_size=1))
def test_a_run_chart_keeps_every_mark_and_label_inside_and_apart(
    series: list[float], target: float | None, tests: int, unit: str, attempt: Callable[..., ActionStudy]
) -> None:
    measure = {"name": "n", "unit": f"u {unit}", "direction": "up", "target": target, "how_often": "weekly"}
    decisions = ({"decision": "adapt", "lesson": "Learned."},) * (tests - 1)
    study = attempt("c01-1", values=series, measures=[measure], decisions=decisions)
    drawing = run_chart(study, study.measures[0], "f-run")
    assert_inside(drawing)
    assert_labels_apart(drawing)
    if (reading := study.measures[0].xmr) is not None:
        drawing = xmr_chart(study, study.measures[0], reading, "f-xmr")
        assert_inside(drawing)
        assert_labels_apart(drawing)
    table = values(study.measures[0], "t-run")
    assert sum(len(row.cells[0].text.split(" · ")) for row in table.rows) == len(series)


@given(
    series=st.lists(st.integers(0, 20).map(float), min_size=2, max_size=40),
    noted=st.sets(st.integers(0, 39)),
    anew=st.sets(st.integers(1, 39), max_size=4),
)
def test_notes_and_new_beginnings_stay_inside_and_apart(
    series: list[float], noted: set[int], anew: set[int], attempt: Callable[..., ActionStudy]
) -> None:
    plain = attempt("c01-1", values=series)
    seen = tuple(
        one.model_copy(update={"note": f"Note {n}."} if n in noted else {})
        for n, one in enumerate(plain.measures[0].observations)
    )
    rebase = [{"since": seen[n].date, "reason": "The second ward joined."} for n in sorted(anew) if n < len(seen)]
    study_of = study_measure(Measure(**MEASURE, rebase=rebase), seen)
    drawings_of = [run_chart(plain, study_of, "f-run")]
    if study_of.xmr is not None:
        drawings_of.append(xmr_chart(plain, study_of, study_of.xmr, "f-xmr"))
    for drawing in drawings_of:
        assert_inside(drawing)
        assert_labels_apart(drawing)
        assert drawing.caption.count("Lines begin anew on") == len(rebase)
    notes = values(study_of, "t-run").notes
    assert len(notes) == len([n for n in noted if n < len(seen)])


MEASURE: Any = {"name": "calls", "unit": "a week", "direction": "up", "how_often": "every week"}


def test_a_missing_month_leaves_a_gap_in_the_line_and_in_the_table(attempt: Callable[..., ActionStudy]) -> None:
    plain = attempt("c01-1", values=[1.0, 2.0])
    days = ("2026-01-31", "2026-02-28", "2026-03-31", "2026-06-30", "2026-07-31")
    seen = tuple(Observation(date=one, value=n) for n, one in enumerate(days))
    study_of = study_measure(Measure(**MEASURE), seen)
    chart = run_chart(plain, study_of, "f-run")
    assert len([line for line in chart.lines if line.width == 1.5]) == 3
    assert "Where the line is broken, values are missing." in chart.caption
    rows = [(row.head.text, row.cells[0].text) for row in values(study_of, "t-run").rows]
    assert rows[3:5] == [("April 2026", "no value"), ("May 2026", "no value")]


def test_a_series_without_spread_is_drawn_without_limits(attempt: Callable[..., ActionStudy]) -> None:
    study = attempt("c01-1", values=[0.1] * 12)
    reading = study.measures[0].xmr
    assert reading is not None
    drawing = xmr_chart(study, study.measures[0], reading, "f-xmr")
    assert not any("imit" in label.text for label in drawing.labels)
    assert "limits" not in drawing.caption
