"""What stands on the paper form."""

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from imroc_audit.exchange.forms.form import form_of
from imroc_audit.exchange.paper.document import paper_form
from imroc_audit.exchange.paper.words import WORDS
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.resources import folders
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.exchange.paper import print_form, write_paper
from tests.exchange.paper.filling import TEAMS, make


def test_the_statements_are_in_the_words_of_one_perspective(tiny: Questionnaire) -> None:
    form = make(tiny, "carer")
    asked = [question.text for block in form.blocks for question in block.questions]
    assert asked == ["Staff listen to us.", "Staff rush us.", "Staff ask us.", "Staff offer us."]


def test_the_form_says_first_who_asks(tiny: Questionnaire) -> None:
    form = paper_form(form_of(tiny, "staff", TEAMS, "Northfield NHS Trust"))
    assert "Northfield NHS Trust" in form.about[0]
    assert make(tiny).about == form.about[1:]


def test_beside_each_box_is_the_key_that_is_typed_for_it(tiny: Questionnaire) -> None:
    assert [(box.key, box.label) for box in make(tiny).scale] == [
        ("0", "Not true"),
        ("1", "A little true"),
        ("2", "Partly true"),
        ("3", "Mostly true"),
        ("4", "Completely true"),
        ("d", "I don't know"),
        ("n", "Does not apply"),
    ]


def test_the_last_team_box_is_for_those_who_would_rather_not_say(tiny: Questionnaire) -> None:
    team = make(tiny).team
    assert team is not None
    assert [box.label for box in team.boxes] == [*TEAMS, "I would rather not say"]


def test_without_teams_nobody_is_asked_for_one(tiny: Questionnaire) -> None:
    assert paper_form(form_of(tiny, "staff")).team is None


def test_priorities_are_numbers_beside_the_challenges(tiny: Questionnaire) -> None:
    found = make(tiny).priorities
    assert found is not None
    assert [(number, challenge.text) for number, challenge in found.challenges] == [
        (1, "Everyday contact"),
        (2, "Choice"),
    ]
    assert found.ranks == ("1", "2")


def test_a_challenge_keeps_its_number_where_one_before_it_is_not_asked(tiny_text: str) -> None:
    text = tiny_text.replace('staff: "I listen.", ', "").replace('staff: "I rush.", ', "")
    for statement in ("c01.1", "c01.2"):
        text = text.replace(f"- id: {statement}\n", f"- id: {statement}\n        not_asked: [staff]\n")
    questionnaire, problems = parse_questionnaire(text, "tiny.yaml")
    assert questionnaire is not None, problems
    assert [(block.number, block.title) for block in make(questionnaire).blocks] == [(2, "Choice")]


@pytest.mark.parametrize(
    ("large", "easy_read", "layout", "size"),
    [
        (False, False, "table", "standard"),
        (True, False, "list", "large"),
        (False, True, "list", "easy"),
        (True, True, "list", "large"),
    ],
)
def test_large_print_and_easy_read_have_one_statement_to_a_block(
    tiny: Questionnaire, large: bool, easy_read: bool, layout: str, size: str
) -> None:
    form = paper_form(form_of(tiny, "staff", easy_read=easy_read), large=large)
    assert (form.layout, form.size) == (layout, size)


def test_labels_too_long_for_a_column_stand_below_the_statement(tiny_text: str) -> None:
    questionnaire, _ = parse_questionnaire(tiny_text.replace("Mostly true", "Overwhelmingly true"), "tiny.yaml")
    assert questionnaire is not None
    assert make(questionnaire).layout == "list"


def test_every_field_says_what_it_asks(tiny: Questionnaire) -> None:
    assert make(tiny).questions == {
        "c01_1": "I listen.",
        "c01_2": "I rush.",
        "c01_comment": "Anything to add about ‘Everyday contact’?",
        "c02_1": "I ask.",
        "c02_2": "I offer.",
        "c02_3": "I wait.",
        "c02_comment": "Anything to add about ‘Choice’?",
        "hand_in": "Please hand this form in at:",
        "hand_in_by": "By this day:",
        "rank_1": "Everyday contact",
        "rank_2": "Choice",
        "team": "Which team or ward are your answers about?",
    }


def test_easy_read_words_are_used_throughout(tiny: Questionnaire) -> None:
    form = make(tiny, "service_user", easy_read=True)
    assert form.blocks[0].questions[0].text == "People listen."
    assert form.about == ("Do you want to?",)
    assert (
        form.how[0] == "There are 5 sentences. Tick one box for each. There is no wrong answer. You can miss some out."
    )


@pytest.mark.parametrize("key", WORDS)
def test_no_sentence_of_the_form_calls_people_patients(key: str) -> None:
    for easy_read in (False, True):
        said = WORDS[key].say(easy_read=easy_read).lower()
        assert "patient" not in said
        assert "client" not in said


class _Inputs(HTMLParser):
    """The boxes of a page, by name and value, and every address that it asks for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.boxes: list[tuple[str, str]] = []
        self.labels: dict[str, str | None] = {}
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ("src", "href", "action") if name in given]
        if tag == "input" and given["type"] == "radio":
            self.boxes.append((given["name"], given["value"]))
        if tag in ("textarea", "select"):
            self.labels[given["name"]] = given.get("id")


def _page(questionnaire: Questionnaire) -> str:
    return print_form(make(questionnaire), "html", folders("report_templates")).decode()


def _expected(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield from (("team", code) for code in ("t1", "t2", "t0"))
    for name in names:
        yield from ((name, code) for code in ("0", "1", "2", "3", "4", "dk", "na"))


def test_the_page_has_every_box_once_and_asks_for_nothing_outside(tiny: Questionnaire) -> None:
    found = _Inputs(_page(tiny))
    assert found.boxes == list(_expected(("c01_1", "c01_2", "c02_1", "c02_2", "c02_3")))
    assert found.labels == {name: name for name in ("c01_comment", "c02_comment", "rank_1", "rank_2")}
    assert not found.addresses


def test_a_page_for_a_browser_has_every_box_and_invites_nobody_to_fill_it_in(
    tiny: Questionnaire, tmp_path: Path
) -> None:
    written = write_paper(
        Audits(None, date(2026, 10, 1)), form_of(tiny, "staff", TEAMS), "html", tmp_path / "form.html", large=False
    )
    page = written.read_text(encoding="utf-8")
    found = _Inputs(page)
    assert (found.boxes, found.labels) == ([], {})
    assert page.count('<span class="tick"><span class="drawn">') == 3 + 5 * 7
    assert "This form cannot be filled in on a screen. Print it" in page
    assert "save it" not in page


def test_words_of_a_questionnaire_are_never_markup(tiny_text: str) -> None:
    text = tiny_text.replace("I listen.", "I <b>listen</b> {{ 7 * 7 }}")
    questionnaire, _ = parse_questionnaire(text, "tiny.yaml")
    assert questionnaire is not None
    page = _page(questionnaire)
    assert "I &lt;b&gt;listen&lt;/b&gt; {{ 7 * 7 }}" in page
    assert "<b>" not in page
