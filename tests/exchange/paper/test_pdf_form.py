"""The form as a PDF: held against PDF/UA-1, and its fields and pages looked at one by one."""

import os
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from imroc_audit.exchange.form import form_of
from imroc_audit.exchange.paper.document import paper_form
from imroc_audit.exchange.paper.mark import MARK_FIELD, read_mark
from imroc_audit.model.definition import parse_questionnaire
from imroc_audit.model.questionnaire import Questionnaire
from tests.exchange.paper.filling import TEAMS, boxes_of, fields_of, make, print_pdf
from tests.report.test_pdf import RULES, can_check, class_path

pytestmark = pytest.mark.pdf

KINDS = {"standard": {}, "large": {"large": True}, "easy": {"easy_read": True}}


@pytest.fixture(scope="module")
def printed(ten_challenges: Questionnaire) -> dict[str, bytes]:
    return {kind: _print(ten_challenges, **given) for kind, given in KINDS.items()}


def _print(questionnaire: Questionnaire, *, large: bool = False, easy_read: bool = False) -> bytes:
    return print_pdf(paper_form(form_of(questionnaire, "service_user", TEAMS, easy_read=easy_read), large=large))


@pytest.mark.skipif(not can_check() and "CI" not in os.environ, reason="needs a JDK and libjaxb-java")
def test_every_kind_of_form_keeps_every_rule_of_pdf_ua_1(
    printed: dict[str, bytes], tiny_text: str, tmp_path: Path
) -> None:
    text = tiny_text.replace("I listen.", "😀 שלום عالم ŵŷ <b>{{ 7*7 }}</b> (a) \\\\ ->")
    hostile, _ = parse_questionnaire(text.replace("priorities: 2", "priorities: 0"), "tiny.yaml")
    assert hostile is not None
    odd = print_pdf(paper_form(form_of(hostile, "staff", ("A & B <i> (x) \\", "שלום"))))
    files = []
    for kind, content in {**printed, "odd": odd}.items():
        files.append(tmp_path / f"{kind}.pdf")
        files[-1].write_bytes(content)
    command = ["java", "-cp", ":".join(map(str, class_path())), str(RULES), *map(str, files)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr[-2000:]
    assert checked.stdout.count(" 0 rules broken") == len(files)


@pytest.mark.parametrize("kind", KINDS)
def test_no_question_is_split_over_two_pages(printed: dict[str, bytes], kind: str) -> None:
    reader = PdfReader(BytesIO(printed[kind]))
    groups = [field for field in fields_of(reader) if boxes_of(field)]
    assert len(groups) == 41
    for group in groups:
        assert len({box.raw_get("/P").idnum for box in boxes_of(group)}) == 1, group["/T"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_is_parted_from_its_first_statement(
    printed: dict[str, bytes], kind: str, ten_challenges: Questionnaire
) -> None:
    easy_read = kind == "easy"
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(printed[kind])).pages]
    for number, challenge in enumerate(ten_challenges.challenges, start=1):
        heading = f"{number}. {challenge.title.say(easy_read=easy_read)}"
        first = challenge.statements[0].say("service_user", easy_read=easy_read)
        with_heading = next(page for page in pages if heading in page)  # the list of priorities comes last
        assert " ".join(first.split()[:3]) in with_heading, heading


def test_each_group_of_boxes_is_one_field_and_says_its_question(tiny: Questionnaire) -> None:
    fields = fields_of(PdfReader(BytesIO(print_pdf(make(tiny)))))
    groups = {str(field["/T"]): field for field in fields if boxes_of(field)}
    assert list(groups) == ["team", "c01_1", "c01_2", "c02_1", "c02_2", "c02_3"]
    assert str(groups["c01_1"]["/TU"]) == "I listen."
    states = [sorted(box["/AP"]["/N"]) for box in boxes_of(groups["c01_1"])]  # type: ignore[index]
    assert states == [sorted(("/Off", f"/{code}")) for code in ("0", "1", "2", "3", "4", "dk", "na")]
    assert [str(box["/TU"]) for box in boxes_of(groups["c01_1"])][-2:] == ["I don't know", "Does not apply"]
    assert not any("/T" in box for box in boxes_of(groups["c01_1"]))
    assert len({str(field["/T"]) for field in fields}) == len(fields)


def test_what_is_typed_is_in_a_font_that_every_program_has(tiny: Questionnaire) -> None:
    fields = {str(field["/T"]): field for field in fields_of(PdfReader(BytesIO(print_pdf(make(tiny)))))}
    assert "/Helv " in str(fields["c01_comment"]["/DA"])
    assert "/Helv " in str(fields["rank_1"]["/DA"])


def test_a_hidden_field_says_what_the_form_is(tiny: Questionnaire) -> None:
    form = make(tiny)
    fields = {str(field["/T"]): field for field in fields_of(PdfReader(BytesIO(print_pdf(form))))}
    assert read_mark(str(fields[MARK_FIELD]["/V"])) == form.mark
    assert form.mark.hash == tiny.hash
    assert str(fields[MARK_FIELD]["/F"]) == "2"


def test_every_page_says_at_its_foot_which_form_it_is(tiny: Questionnaire) -> None:
    form = make(tiny)
    for page in PdfReader(BytesIO(print_pdf(form))).pages:
        assert form.mark.short in page.extract_text()


def test_the_same_questionnaire_gives_the_same_bytes(tiny: Questionnaire) -> None:
    assert print_pdf(make(tiny)) == print_pdf(make(tiny))
