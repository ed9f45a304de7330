import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from imroc_audit.errors import AuditError
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.summary import AuditSummary
from imroc_audit.report.action_report.build import build_document
from imroc_audit.report.printing import html

Ask = Callable[..., Questionnaire]
Summarise = Callable[..., AuditSummary]

HOSTILE = (
    "</style></title></svg></script><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} "
    "\"quoted\" 'single' \\A } @page 😀 שלום عالم & &amp; <b>bold</b>"
)
VOID = {"meta", "img", "br", "hr", "input", "link"}


class PageLayout(HTMLParser):
    """Collects what a page is made of, and minds that tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.labels: list[str] = []
        self.headings: list[int] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append(tag)
        self.ids += [known["id"] or ""] if "id" in known else []
        self.links += [known["href"] or ""] if "href" in known else []
        for name in ("aria-labelledby", "aria-describedby"):
            self.labels += (known.get(name) or "").split()
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def hostile_report(ask: Ask, summarise: Summarise, templates: tuple[Path, ...]) -> str:
    """A report in which everything that people can write is hostile."""
    plain = ask(title=HOSTILE).model_dump(mode="json")
    plain["perspectives"][0]["label"] = HOSTILE
    plain["scale"]["options"][0]["text"] = HOSTILE
    challenge = plain["challenges"][0]
    challenge["title"]["text"] = challenge["about"]["text"] = challenge["suggestions"][0]["text"] = HOSTILE
    challenge["stages"]["engagement"] = challenge["statements"][0]["wording"]["p1"] = HOSTILE
    questionnaire = Questionnaire.model_validate(plain)
    summary = summarise(
        questionnaire, organisation=HOSTILE, teams=(HOSTILE, "B"), comments=[("p1", HOSTILE * 50)], label="synthetic"
    )
    return html.render(build_document(summary, questionnaire), templates)


@pytest.fixture(scope="module")
def text(summary: AuditSummary, ten_challenges: Questionnaire, templates: tuple[Path, ...]) -> str:
    return html.render(build_document(summary, ten_challenges), templates)


def test_the_page_is_well_formed_and_every_reference_leads_somewhere(text: str) -> None:
    page = PageLayout(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {link.lstrip("#") for link in page.links} <= set(page.ids)
    assert set(page.labels) <= set(page.ids)


def test_headings_go_down_one_level_at_a_time_from_one_h1(text: str) -> None:
    headings = PageLayout(text).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_the_page_needs_nothing_from_outside_and_no_script(text: str) -> None:
    page = PageLayout(text)
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert all(link.startswith("#") for link in page.links)
    addresses = set(re.findall(r"url\(\"?([a-z]+:[a-z/+0-9]+)", text))
    assert addresses == {"data:font/woff2", "data:image/svg+xml"}


def test_every_chart_has_a_title_and_a_description(text: str) -> None:
    charts = re.findall(r"<svg xmlns[^>]*class=\"chart\"[^>]*>(<title id=\"[^\"]+\">[^<]+</title><desc)?", text)
    assert len(charts) == 23
    assert all(charts)


def test_made_up_answers_are_marked_on_every_page_of_paper_and_on_screen(text: str) -> None:
    assert '<aside class="banner"' in text
    assert "@bottom-left{content:" in text


def test_whatever_people_write_is_shown_as_it_is(ask: Ask, summarise: Summarise, templates: tuple[Path, ...]) -> None:
    text = hostile_report(ask, summarise, templates)
    page = PageLayout(text)
    assert page.open == []
    assert not {"script", "img", "b"} & set(page.tags)
    assert page.text.count(HOSTILE) > 60
    assert len(page.ids) == len(set(page.ids))
    assert page.tags.count("style") == 2


def test_a_css_string_cannot_be_ended_by_what_is_in_it() -> None:
    assert str(html.css_string('a"}é\n')) == '"a\\22 \\7D \\E9 \\A "'


def test_the_page_is_the_same_to_the_byte_but_for_the_date(
    text: str, summary: AuditSummary, ten_challenges: Questionnaire, templates: tuple[Path, ...]
) -> None:
    later = summary.model_copy(update={"today": "2026-05-01"})
    again = html.render(build_document(later, ten_challenges), templates)
    assert again != text
    assert again.replace("1 May 2026", "20 April 2026") == text


def test_a_template_in_the_workspace_wins(
    summary: AuditSummary, ten_challenges: Questionnaire, templates: tuple[Path, ...], tmp_path: Path
) -> None:
    (tmp_path / "summary.html.j2").write_text("<p>Our own summary of {{ report.cover.organisation }}</p>")
    page = html.render(build_document(summary, ten_challenges), (tmp_path, *templates))
    assert "Our own summary of Northfield NHS Trust" in page


@pytest.mark.parametrize("mistake", ["{{ report.no_such_thing }}", "{% if %}"])
def test_a_mistake_in_a_template_is_told_with_its_place(
    mistake: str, summary: AuditSummary, ten_challenges: Questionnaire, templates: tuple[Path, ...], tmp_path: Path
) -> None:
    (tmp_path / "report.html.j2").write_text(f"<p>\n{mistake}")
    with pytest.raises(AuditError, match=r"report\.html\.j2.*Mend your copy"):
        html.render(build_document(summary, ten_challenges), (tmp_path, *templates))


def test_a_missing_style_sheet_is_told(summary: AuditSummary, ten_challenges: Questionnaire, tmp_path: Path) -> None:
    (tmp_path / "report.html.j2").write_text("{{ styles }}")
    with pytest.raises(AuditError, match=r"report\.css: not found"):
        html.render(build_document(summary, ten_challenges), (tmp_path,))
