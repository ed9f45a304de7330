"""The comparison report: what it says, what it draws, and that everyone can read it."""

import os
import random
import subprocess
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from imroc_audit.analysis.change import compare
from imroc_audit.analysis.publish import publish
from imroc_audit.model.bundle import Agreed, Bundle, Outcome
from imroc_audit.model.comparison import Comparison
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.report.charts.comparison import (
    Entrant,
    Panel,
    Shift,
    Shifts,
    caterpillar,
    panels,
    shifts,
)
from imroc_audit.report.charts.pen import WIDTH, text_width
from imroc_audit.report.charts.scores import Point
from imroc_audit.report.comparison.build import build_comparison
from imroc_audit.report.document import ComparisonDocument, Table
from imroc_audit.report.printing.formats import FORMATS
from imroc_audit.report.printing.html import print_html
from imroc_audit.report.printing.pdf import print_pdf
from imroc_audit.report.text.hidden import results_file
from imroc_audit.report.text.perspectives import PerspectiveMark
from imroc_audit.tally import AnswerLayout, Row, tally

Ask = Callable[..., Questionnaire]
STAFF = PerspectiveMark(label="Staff", place=0)
TODAY = "2026-05-01"


def bundle(asked: Questionnaire, name: str, *, people: int = 40, leaning: str = "01234", **extra: Any) -> Bundle:
    """Made-up answers; each perspective is smaller than the one before."""
    draw = random.Random(name)
    rows: list[Row] = []
    for place, one in enumerate(asked.perspective_ids):
        asked_of = [statement.asked_of(one) for statement in asked.statements]
        number = max(4, people - 16 * place)
        rows += [
            (one, "elm", "".join(draw.choice(leaning) if each else "_" for each in asked_of), "") for _ in range(number)
        ]
    plain = {
        "source": name,
        "organisation": "Northfield",
        "opened": f"{name[:4]}-03-01",
        "closed": f"{name[:4]}-04-01",
        "questionnaire": asked,
        "results": results_file(
            publish(tally(AnswerLayout.of(asked), rows), asked, audit_cycle=AuditCycleName(name)), asked
        ),
    }
    return Bundle.model_validate(plain | extra)


def reworded(asked: Questionnaire) -> Questionnaire:
    challenge = asked.challenges[0]
    statement = challenge.statements[0]
    wording = {**statement.wording, asked.perspective_ids[0]: "Something else."}
    changed = statement.model_copy(update={"wording": wording})
    first = challenge.model_copy(update={"statements": (changed, *challenge.statements[1:])})
    return Questionnaire.model_validate(
        asked.model_copy(update={"challenges": (first, *asked.challenges[1:])}).model_dump()
    )


def pulse(asked: Questionnaire) -> Questionnaire:
    """The first statement of each challenge."""
    challenges = tuple(one.model_copy(update={"statements": one.statements[:1]}) for one in asked.challenges)
    return Questionnaire.model_validate(asked.model_copy(update={"challenges": challenges}).model_dump())


def agreed(*priorities: str) -> dict[str, Any]:
    return {
        "agreed": Agreed(date="2026-05-01", stages={"c01": "development"}, priorities=priorities),
        "outcomes": (Outcome(challenge="c02", aim="Ask first", status="adopted", pdsa_cycles=2),),
    }


def two(asked: Questionnaire) -> Comparison:
    later = bundle(reworded(asked), "2026-spring", leaning="234", label="synthetic", **agreed("c02"))
    return compare([bundle(asked, "2025-spring", leaning="012"), later], statements=True)


def three(asked: Questionnaire) -> Comparison:
    return compare([bundle(asked, "2024-spring"), bundle(asked, "2025-spring"), bundle(reworded(asked), "2026-spring")])


def organisations(asked: Questionnaire) -> Comparison:
    long = "A trust with a name that goes on and on until it is longer than any chart"
    names = ("South", long, "<b>{{ 7*7 }}</b> 😀 שלום")
    versions = asked, asked, reworded(asked)
    return compare(
        [bundle(one, f"2026-{n}", organisation=name) for n, (one, name) in enumerate(zip(versions, names, strict=True))]
    )


KINDS: dict[str, Callable[[Questionnaire], Comparison]] = {"two": two, "three": three, "organisations": organisations}


@pytest.fixture(params=KINDS)
def document(request: pytest.FixtureRequest, tiny: Questionnaire) -> ComparisonDocument:
    return build_comparison(KINDS[request.param](tiny), TODAY)


def tables(document: ComparisonDocument) -> dict[str, Table]:
    return {table.id: table for section in document.sections for table in section.tables}


def test_two_audit_cycles_are_told_in_words_and_numbers(tiny: Questionnaire) -> None:
    found = build_comparison(two(tiny), TODAY)
    counted = "From 2025-spring to 2026-spring, of 3 comparisons: clear improvement in 2 and no clear change in 1."
    assert found.summary.opening[1] == f"{counted} 3 more cannot be made."
    better = "Choice (Staff and People using services)"
    assert [card.finding for card in found.summary.cards] == [better, "None"]
    first, second = (row.cells for row in tables(found)["t-changes"].rows)
    assert first[0].text == "cannot be compared: wording changed"
    assert first[2].text == "cannot be compared: too few people"
    assert second[0].text == "clear improvement"
    assert second[0].small.endswith(")")
    assert "small base" in second[1].small
    assert found.banner.startswith("Synthetic data")


def test_where_no_challenge_can_be_compared_one_sentence_says_why_and_what_can(ask: Ask) -> None:
    asked = ask(perspectives=2, challenges=2)
    audits = [bundle(asked, "2025-spring"), bundle(pulse(asked), "2026-autumn")]
    found = build_comparison(compare(audits), TODAY)
    why = "o challenge can be compared: statements added or taken out. 2 statements are the same in both: "
    changes = next(section for section in found.sections if section.anchor == "changes")
    assert changes.sentences == (f"N{why}compare them with --statements.",)
    assert (changes.drawings, changes.tables, found.summary.cards) == ((), (), ())
    assert found.summary.opening[-1] == f"From 2025-spring to 2026-autumn: n{why}compare them with --statements."
    assert found.summary.steps == (
        "Read the report of each audit cycle by itself: their challenges cannot be compared.",
        "Leave the words of the statements as they are, so that the next audit cycle can be compared with this one.",
    )
    with_statements = build_comparison(compare(audits, statements=True), TODAY)
    assert with_statements.summary.opening[-1].endswith(f"n{why}see below.")


@pytest.mark.parametrize(
    ("leaning", "steps"),
    [
        (("012", "234"), ["Hold what improved", "Leave the words"]),
        (("234", "012"), ["Begin with what declined", "Leave the words"]),
        (("01234", "01234"), ["Where nothing is clear", "Leave the words"]),
    ],
)
def test_what_to_do_next_follows_from_what_was_found(ask: Ask, leaning: tuple[str, str], steps: list[str]) -> None:
    asked = ask(perspectives=1, challenges=2)
    audits = [bundle(asked, name, leaning=each) for name, each in zip(("2025", "2026"), leaning, strict=True)]
    found = build_comparison(compare(audits), TODAY).summary.steps
    assert [step[: len(begins)] for step, begins in zip(found, steps, strict=True)] == steps


@pytest.mark.parametrize(
    ("people", "leaning", "steps"),
    [
        (40, ("012", "234"), ["Where another", "Ask who", "Agree on"]),
        (40, ("01234", "01234"), ["Ask who", "Agree on"]),
        (4, ("012", "234"), ["Agree on"]),
    ],
)
def test_organisations_ring_each_other_where_there_is_a_difference(
    ask: Ask, people: int, leaning: tuple[str, str], steps: list[str]
) -> None:
    asked = ask(perspectives=1, challenges=2)
    audits = [
        bundle(asked, f"2026-{name}", people=people, leaning=each, organisation=name)
        for name, each in zip(("North", "South"), leaning, strict=True)
    ]
    found = build_comparison(compare(audits), TODAY).summary.steps
    assert [step[: len(begins)] for step, begins in zip(found, steps, strict=True)] == steps


def test_no_statement_is_offered_where_nobody_can_be_shown(ask: Ask) -> None:
    asked = ask(perspectives=1, challenges=2)
    few = [bundle(asked, name, people=4) for name in ("2025-spring", "2026-spring")]
    found = build_comparison(compare(few), TODAY)
    assert found.summary.opening[-1] == (
        "From 2025-spring to 2026-spring: no challenge can be compared: too few people."
    )


def test_single_statements_and_what_is_left_out_have_tables(tiny: Questionnaire) -> None:
    found = tables(build_comparison(two(tiny), TODAY))
    assert found["t-statements-1-c01"].rows[0].cells[0].text == "cannot be compared: wording changed"
    left_out = [(row.head.text, row.head.small, row.cells[1].text) for row in found["t-not-compared"].rows]
    assert ("Everyday contact", "Staff", "wording changed") in left_out
    assert found["t-not-compared"].rows[0].cells[1].small == "statements c01.1"


def test_agreed_stages_and_what_became_of_priorities_stand_side_by_side(tiny: Questionnaire) -> None:
    found = tables(build_comparison(two(tiny), TODAY))
    assert [cell.text for cell in found["t-stages"].rows[0].cells] == ["nothing recorded", "Development"]
    chosen = found["t-priorities"].rows[1].cells
    assert [(cell.text, cell.small) for cell in chosen] == [("–", ""), ("Priority", "Adopted: Ask first.")]
    assert "t-stages" not in tables(build_comparison(three(tiny), TODAY))


def test_several_audit_cycles_have_no_control_limits_and_no_line_across_a_changed_wording(tiny: Questionnaire) -> None:
    found = build_comparison(three(tiny), TODAY)
    sections = {section.anchor: section for section in found.sections}
    assert {"changes-1", "changes-2", "changes-3", "challenge-c01"} <= sections.keys()
    (drawing,) = sections["challenge-c01"].drawings
    assert [line.dash for line in drawing.lines if line.dash] == ["3 3"]
    assert sum(line.dash != "" for line in sections["challenge-c02"].drawings[0].lines) == 0


def test_organisations_come_without_ranks_and_those_asked_something_else_without_a_mark(tiny: Questionnaire) -> None:
    found = build_comparison(organisations(tiny), TODAY)
    drawing = next(section for section in found.sections if section.anchor == "challenge-c01").drawings[0]
    texts = [label.text for label in drawing.labels]
    assert "cannot be compared: wording changed" in texts
    assert not any(text.startswith(("1.", "1st", "#1")) for text in texts)
    assert any(text.endswith("small base") for text in texts)


def test_every_chart_has_a_title_a_description_and_a_table(document: ComparisonDocument) -> None:
    for section in document.sections:
        for drawing in section.drawings:
            assert drawing.title
            assert drawing.desc
            assert section.tables
    ids = [drawing.id for section in document.sections for drawing in section.drawings]
    ids += [table.id for section in document.sections for table in section.tables]
    assert len(ids) == len(set(ids))


def test_every_mark_and_text_is_inside_its_chart(document: ComparisonDocument) -> None:
    for drawing in (drawing for section in document.sections for drawing in section.drawings):
        for glyph in drawing.glyphs:
            assert 0 <= glyph.x <= drawing.width
            assert 0 <= glyph.y <= drawing.height
        for label in drawing.labels:
            width = text_width(label.text, label.size)
            left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
            assert left >= -6, label
            assert left + width <= WIDTH + 8, label
            assert 0 <= label.y <= drawing.height


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(1, 2), (12, 3)])
def test_any_number_of_perspectives_makes_a_page(
    kind: str, shape: tuple[int, int], ask: Ask, templates: tuple[Path, ...]
) -> None:
    perspectives, challenges = shape
    asked = ask(perspectives=perspectives, challenges=challenges)
    assert b"</html>" in print_html(build_comparison(KINDS[kind](asked), TODAY), templates)


def test_what_people_wrote_is_never_read_as_markup(tiny: Questionnaire, templates: tuple[Path, ...]) -> None:
    html = print_html(build_comparison(organisations(tiny), TODAY), templates).decode()
    assert "<b>{{ 7*7 }}</b>" not in html
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in html
    assert "49</b>" not in html


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_comparison_gives_the_same_bytes(form: str, tiny: Questionnaire, templates: tuple[Path, ...]) -> None:
    found = build_comparison(two(tiny), TODAY)
    assert FORMATS[form](found, templates) == FORMATS[form](found, templates)


def test_the_earlier_mark_has_a_hole_and_the_words_stand_beside_it() -> None:
    row = Shift(perspective=STAFF, first=20, second=80, text="+60", words="clear improvement", strong=True)
    drawing = shifts(chart="f", title="t", desc="d", caption="", groups=[Shifts(title="One", shifts=(row,))])
    hole = next(glyph for glyph in drawing.glyphs if glyph.look == "hole")
    later, earlier = [glyph.x for glyph in drawing.glyphs if glyph.look == "p0" and glyph.x > 100]
    assert earlier == hole.x < later
    assert next(label for label in drawing.labels if label.text == "clear improvement").weight == 600


def test_the_earlier_mark_and_its_hole_lie_on_top_of_the_later_mark() -> None:
    row = Shift(perspective=STAFF, first=50, second=51, text="+1", words="no clear change")
    drawing = shifts(chart="f", title="t", desc="d", caption="", groups=[Shifts(title="One", shifts=(row,))])
    later, earlier, hole = drawing.glyphs[-3:]
    assert hole.look == "hole"
    assert later.x > earlier.x == hole.x


def test_the_lines_of_the_scale_leave_headings_free() -> None:
    shift = Shift(perspective=STAFF, first=20, second=80, text="+60", words="clear improvement")
    entrant = Entrant(name="South", point=None, words="hidden")
    two = [
        shifts(
            chart="f",
            title="t",
            desc="d",
            caption="",
            groups=[Shifts(title=title, shifts=(shift,)) for title in ("Heading 1", "Heading 2")],
        ),
        caterpillar(
            chart="f",
            title="t",
            desc="d",
            caption="",
            groups=[(PerspectiveMark(label=title, place=0), [entrant]) for title in ("Heading 1", "Heading 2")],
        ),
    ]
    for drawing in two:
        grid = [line for line in drawing.lines if line.look == "grid"]
        headings = [label.y for label in drawing.labels if label.text.startswith("Heading")]
        assert len(grid) == 10
        assert not [line for line in grid for y in headings if line.y1 < y and y - 8 < line.y2]
        assert [label.text for label in drawing.labels].count("100") == 1


@pytest.mark.parametrize("sides", [1, 3])
def test_an_interval_of_four_points_shows_behind_its_mark(sides: int) -> None:
    panel = Panel(
        perspective=STAFF,
        points=(Point(perspective=STAFF, score=60, text="60", low=56, high=64),),
        joined=(),
        words=("",),
    )
    drawing = panels(chart="f", title="t", desc="d", caption="", names=["2026"], rows=[panel] * sides)
    mark = drawing.glyphs[-1]
    heights = [abs(line.y1 - mark.y) for line in drawing.lines if line.look == "rule" and line.y1 == line.y2]
    assert min(heights) > 7.2  # half as high as the highest of the first marks, a diamond


def test_a_panel_numbers_its_audits_where_their_names_are_too_long() -> None:
    points = tuple(
        Point(perspective=STAFF, score=score, text=str(score), low=score - 5, high=score + 5) for score in (10, 60)
    )
    panel = Panel(perspective=STAFF, points=(*points, None), joined=(True, True), words=("", "", "hidden"))
    names = ["a name that is long enough to fill a panel all by itself", "b", "c"]
    drawing = panels(chart="f", title="t", desc="d", caption="", names=names, rows=[panel, panel, panel])
    texts = [label.text for label in drawing.labels]
    assert {"1", "2", "3", "hidden"} <= set(texts)
    heights = [glyph.y for glyph in drawing.glyphs[1:3]]
    assert heights[0] > heights[1]


def test_a_caterpillar_is_ordered_by_score_with_what_is_missing_last() -> None:
    entrants = [
        Entrant(name=name, point=score and Point(perspective=STAFF, score=score, text=""), words="hidden")
        for name, score in (("low", 20), ("none", None), ("high", 90))
    ]
    drawing = caterpillar(chart="f", title="t", desc="d", caption="", groups=[(STAFF, entrants)])
    names = [label.text for label in drawing.labels if label.text in ("low", "none", "high")]
    assert names == ["high", "low", "none"]


@pytest.mark.pdf
def test_the_pdf_keeps_every_rule_of_pdf_ua_1(tiny: Questionnaire, templates: tuple[Path, ...], tmp_path: Path) -> None:
    from tests.report.printing.test_pdf import RULES, can_check, class_path

    if not can_check() and "CI" not in os.environ:
        pytest.skip("needs a JDK and libjaxb-java")
    paths = []
    for kind, made in KINDS.items():
        paths.append(tmp_path / f"{kind}.pdf")
        paths[-1].write_bytes(print_pdf(build_comparison(made(tiny), TODAY), templates))
    command = ["java", "-cp", ":".join(map(str, class_path())), str(RULES), *map(str, paths)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr[-2000:]
    assert checked.stdout.count(" 0 rules broken") == len(paths)


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_accessible_self_contained_and_fits_the_screen(
    kind: str, tiny: Questionnaire, templates: tuple[Path, ...], tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright

    from tests.report.printing.test_browser import CHROMIUM, SCREENS, TAGS

    if not CHROMIUM.exists() and "CI" not in os.environ:
        pytest.skip("needs Chromium in /usr/bin")
    path = tmp_path / "comparison.html"
    path.write_bytes(print_html(build_comparison(KINDS[kind](tiny), TODAY), templates))
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        for name, screen in SCREENS.items():
            page = browser.new_page(**screen)
            asked: list[str] = []
            page.on("request", partial(_note, asked))
            page.goto(path.as_uri())
            page.evaluate(axe)
            found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == [], name
            assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
            assert not wide, name
        browser.close()


def _note(asked: list[str], request: Any) -> None:
    asked.append(request.url)
