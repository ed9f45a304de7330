"""The form as a PDF: held against PDF/UA-1, and its fields and pages looked at one by one."""

import os
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from fontTools.agl import AGL2UV
from fontTools.ttLib import TTFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from imroc_audit.exchange.forms.form import form_of
from imroc_audit.exchange.paper.document import paper_form
from imroc_audit.exchange.paper.font import OTHER_LETTERS, alphabet
from imroc_audit.exchange.paper.mark import MARK_FIELD, read_mark
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.questionnaire import Questionnaire
from tests.exchange.paper.filling import TEAMS, boxes_of, fields_of, fill_in, make, print_pdf
from tests.ids import SERVICE_USER
from tests.report.printing.test_pdf import RULES, can_check, class_path

pytestmark = pytest.mark.pdf

KINDS = {"standard": {}, "large": {"large": True}, "easy": {"easy_read": True}}


@pytest.fixture(scope="module")
def printed(ten_challenges: Questionnaire) -> dict[str, bytes]:
    return {kind: _print(ten_challenges, **given) for kind, given in KINDS.items()}


def _print(questionnaire: Questionnaire, *, large: bool = False, easy_read: bool = False) -> bytes:
    return print_pdf(paper_form(form_of(questionnaire, "service_user", TEAMS, easy_read=easy_read), large=large))


def _type(blank: bytes) -> bytes:
    """The form with a tick and a comment in it, as Firefox writes them."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(blank)))
    fields = {str(field["/T"]): field for field in fields_of(writer)}
    fill_in(fields["c01_1"], "4")
    comment = fields["c01_comment"]
    fill_in(comment, "Caffi, dŵr, Łódź")
    looks = comment["/AP"]["/N"]  # type: ignore[index]
    codes = {letter: code for code, letter in alphabet().items()}
    written = bytes(codes[letter] for letter in "Caffi, dŵr, Łódź")
    looks.set_data(b"/Tx BMC q BT /Inter 10 Tf 0 g 1 0 0 1 2 50 Tm <" + written.hex().encode() + b"> Tj ET Q EMC")
    font = writer.root_object["/AcroForm"]["/DR"]["/Font"].raw_get("/Inter")  # type: ignore[index]
    fonts = DictionaryObject({NameObject("/Inter"): font})
    looks[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = BytesIO()
    writer.write(content)
    return content.getvalue()


@pytest.mark.skipif(not can_check() and "CI" not in os.environ, reason="needs a JDK and libjaxb-java")
def test_every_kind_of_form_keeps_every_rule_of_pdf_ua_1(
    printed: dict[str, bytes], tiny_text: str, tmp_path: Path
) -> None:
    text = tiny_text.replace("I listen.", "😀 שלום عالم ŵŷ <b>{{ 7*7 }}</b> (a) \\\\ ->")
    hostile, _ = parse_questionnaire(text.replace("priorities: 2", "priorities: 0"), "tiny.yaml")
    assert hostile is not None
    odd = print_pdf(paper_form(form_of(hostile, "staff", ("A & B <i> (x) \\", "שלום"))))
    files = []
    for kind, content in {**printed, "odd": odd, "typed": _type(printed["standard"])}.items():
        files.append(tmp_path / f"{kind}.pdf")
        files[-1].write_bytes(content)
    command = ["java", "-cp", ":".join(map(str, class_path())), str(RULES), *map(str, files)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr[-2000:]
    assert checked.stdout.count(" 0 rules broken") == len(files)


@pytest.mark.parametrize("kind", KINDS)
def test_who_to_call_stands_whole_on_one_page(
    printed: dict[str, bytes], ten_challenges: Questionnaire, kind: str
) -> None:
    form = paper_form(form_of(ten_challenges, "service_user", TEAMS, easy_read=kind == "easy"))
    (advice,) = (text for text in form.about if "Samaritans" in text)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(printed[kind])).pages]
    assert any(advice in page for page in pages)


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
        first = challenge.statements[0].say(SERVICE_USER, easy_read=easy_read)
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


def test_what_is_typed_is_in_a_font_that_is_in_the_file(tiny: Questionnaire) -> None:
    reader = PdfReader(BytesIO(print_pdf(make(tiny))))
    fields = {str(field["/T"]): field for field in fields_of(reader)}
    assert {str(fields[name]["/DA"]) for name in ("c01_comment", "rank_1")} == {"/Inter 10.5 Tf 0 g"}
    font = _font(reader)
    assert "/FontFile2" in font["/FontDescriptor"]
    assert len(font["/Widths"]) == font["/LastChar"] - font["/FirstChar"] + 1
    letters = alphabet()
    widths = dict(zip(range(font["/FirstChar"], font["/LastChar"] + 1), font["/Widths"], strict=True))
    assert [letter for code, letter in letters.items() if not widths[code]] == ["‡", "‰", "\xad"]  # Inter lacks them


def test_the_font_that_is_in_the_file_draws_the_letters_that_it_says(tiny: Questionnaire) -> None:
    font = _font(PdfReader(BytesIO(print_pdf(make(tiny)))))
    drawn = TTFont(BytesIO(font["/FontDescriptor"]["/FontFile2"].get_data()))
    names = [str(item).removeprefix("/") for item in font["/Encoding"]["/Differences"] if isinstance(item, str)]
    assert {AGL2UV[name] for name in names} <= set(drawn.getBestCmap())
    assert {"wcircumflex", "ycircumflex", "lslash", "gbreve"} <= set(names)
    assert {ord(letter) for letter in "aZ09é€’—"} <= set(drawn.getBestCmap())


def _font(reader: PdfReader) -> Any:
    return reader.root_object["/AcroForm"]["/DR"]["/Font"]["/Inter"]  # type: ignore[index]


def test_a_letter_is_one_byte_and_no_line_end() -> None:
    letters = alphabet()
    assert len(set(letters.values())) == len(letters)
    assert set(OTHER_LETTERS) <= set(letters.values())
    assert not {9, 10, 13} & set(letters)
    assert max(letters) == 255


def test_every_field_has_its_own_looks(tiny: Questionnaire) -> None:
    """Evince and Okular draw no ticks at all where they are told to make the looks of fields anew."""
    reader = PdfReader(BytesIO(print_pdf(make(tiny))))
    assert set(reader.root_object["/AcroForm"].get_object()) == {"/Fields", "/DR"}  # type: ignore[call-overload]
    for field in fields_of(reader)[:-1]:  # the mark comes last
        for place in boxes_of(field) or [field]:
            assert set(place) >= {"/AP", "/DA"}, place


def test_all_of_a_box_can_be_clicked_and_a_tick_leaves_some_of_it_white(tiny: Questionnaire) -> None:
    groups = [field for field in fields_of(PdfReader(BytesIO(print_pdf(make(tiny))))) if boxes_of(field)]
    for box in (box for group in groups for box in boxes_of(group)):
        left, bottom, right, top = map(float, cast(ArrayObject, box["/Rect"]))
        assert right - left == pytest.approx(top - bottom)
        assert right - left > 7.5  # points; the frame around it is printed
        (ticked,) = (stream for state, stream in box["/AP"]["/N"].items() if state != "/Off")  # type: ignore[index]
        low, _, high, _ = map(float, ticked["/BBox"])
        assert [low, high] == pytest.approx([-0.3 * (right - left), 1.3 * (right - left)])


def test_a_tick_can_be_taken_away_again(tiny: Questionnaire) -> None:
    groups = [field for field in fields_of(PdfReader(BytesIO(print_pdf(make(tiny))))) if boxes_of(field)]
    assert {int(group["/Ff"]) for group in groups} == {1 << 15}  # type: ignore[call-overload]


def test_the_file_says_plainly_what_it_conforms_to(tiny: Questionnaire) -> None:
    """Chromium saves a compressed description as if it were not compressed."""
    root = PdfReader(BytesIO(print_pdf(make(tiny)))).root_object
    assert "/Filter" not in set(root["/Metadata"].get_object())  # type: ignore[call-overload]


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
