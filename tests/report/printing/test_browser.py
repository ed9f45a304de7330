"""The page in a real browser: light, dark and on a small screen, held against WCAG 2.2 AA by axe."""

import os
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.study import LoopSummary
from imroc_audit.model.summary import AuditSummary
from imroc_audit.report.action_report.build import build_document
from imroc_audit.report.printing import html

CHROMIUM = Path("/usr/bin/chromium")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 800}},
}

CAPTIONS = """() => [...document.querySelectorAll(".tablewrap")].map(box => {
  box.scrollLeft = 200;
  const [seen, words] = [box, box.querySelector("caption span")].map(each => each.getBoundingClientRect());
  return [box.scrollLeft, Math.round(words.left - seen.left), Math.round(words.right - seen.right)];
})"""
"""How far each table is moved, and how far its caption begins after, and ends after, what is seen of the table."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists() and "CI" not in os.environ, reason="needs Chromium in /usr/bin"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory,
    summary: AuditSummary,
    ten_challenges: Questionnaire,
    summarise: Callable[..., AuditSummary],
    loop: LoopSummary,
    templates: tuple[Path, ...],
) -> dict[str, Path]:
    """The usual report, one with a plan, and the short one in which everything is hidden."""
    folder = tmp_path_factory.mktemp("pages")
    nothing = summarise(ten_challenges, hidden=ten_challenges.perspective_ids, comments=())
    written = {}
    planned = summary.model_copy(update={"loop": loop})
    for name, found in {"usual": summary, "planned": planned, "short": nothing}.items():
        written[name] = folder / f"{name}.html"
        written[name].write_text(html.render(build_document(found, ten_challenges), templates), encoding="utf-8")
    return written


@pytest.mark.parametrize("report", ["usual", "planned", "short"])
@pytest.mark.parametrize("screen", SCREENS)
def test_the_page_is_accessible_self_contained_and_fits_the_screen(
    screen: str, report: str, browser: Any, pages: dict[str, Path]
) -> None:
    page = browser.new_page(**SCREENS[screen])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages[report].as_uri())
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.close()
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert not wide


@pytest.mark.parametrize("screen", ["narrow", "light"])
def test_a_chart_that_is_wider_than_the_screen_says_that_there_is_more(
    screen: str, browser: Any, pages: dict[str, Path]
) -> None:
    page = browser.new_page(**SCREENS[screen])
    page.goto(pages["usual"].as_uri())
    told = page.locator(".swipe").first.is_visible()
    wide = page.evaluate("(box => box.scrollWidth > box.clientWidth)(document.querySelector('.chartwrap'))")
    page.close()
    assert told == wide == (screen == "narrow")


def test_a_caption_is_read_whole_on_a_small_screen_wherever_its_table_is_moved_to(
    browser: Any, pages: dict[str, Path]
) -> None:
    page = browser.new_page(**SCREENS["narrow"])
    page.goto(pages["planned"].as_uri())
    places = page.evaluate(CAPTIONS)
    page.close()
    assert any(moved for moved, _, _ in places)
    assert all(left >= 0 and right <= 0 for _, left, right in places)


def test_the_page_works_without_scripts_and_its_contents_lead_to_the_parts(
    browser: Any, pages: dict[str, Path]
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(pages["usual"].as_uri())
    page.get_by_role("link", name="The priorities people chose").click()
    assert page.url.endswith("#priorities")
    assert page.get_by_role("heading", name="The priorities people chose").is_visible()
    page.close()


def test_the_browser_can_print_it_with_the_running_title_and_the_label(
    browser: Any, pages: dict[str, Path], tmp_path: Path
) -> None:
    import pikepdf

    page = browser.new_page()
    page.goto(pages["usual"].as_uri())
    page.pdf(path=str(tmp_path / "printed.pdf"), prefer_css_page_size=True)
    page.close()
    with pikepdf.open(tmp_path / "printed.pdf") as printed:
        assert 20 < len(printed.pages) < 80
