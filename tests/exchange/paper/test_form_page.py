"""The form as a page in a real browser: on a large and a small screen, held against WCAG 2.2 AA by axe."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from imroc_audit.exchange.forms.form import form_of
from imroc_audit.exchange.paper.document import paper_form
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.resources import folders
from imroc_audit.workflows.exchange.paper import print_form
from tests.exchange.paper.filling import TEAMS
from tests.report.printing.test_browser import CHROMIUM, TAGS
from tests.report.printing.test_browser import pytestmark as needs_chromium

pytestmark = needs_chromium

SCREENS: dict[str, dict[str, Any]] = {"large": {}, "narrow": {"viewport": {"width": 320, "height": 800}}}


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("screen", SCREENS)
def test_the_page_is_accessible_and_uses_all_of_a_screen_and_no_more(
    tiny: Questionnaire, tmp_path: Path, screen: str, large: bool
) -> None:
    from playwright.sync_api import sync_playwright

    page = tmp_path / "form.html"
    form = paper_form(form_of(tiny, "service_user", TEAMS), large=large, fillable=False)
    page.write_bytes(print_form(form, "html", folders("report_templates")))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        shown = browser.new_page(**SCREENS[screen])
        shown.goto(page.as_uri())
        shown.add_script_tag(path=str(files("axe_playwright_python") / "axe.min.js"))
        found = shown.evaluate("tags => axe.run({runOnly: tags})", TAGS)
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
        statement = shown.locator("tbody th, .question h3").first.bounding_box()
        assert statement
        assert screen == "large" or statement["width"] > 0.8 * 320
        shown.screenshot(path=str(tmp_path / "form.png"), full_page=True)
        browser.close()
    broken = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]]
    assert not broken
