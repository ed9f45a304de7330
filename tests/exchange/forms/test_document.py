"""The documents hold every word that people read, as headings, questions and answers."""

import io
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn

from imroc_audit.exchange.forms.document import write_docx, write_markdown
from imroc_audit.exchange.forms.form import form_of
from imroc_audit.model.questionnaire import Questionnaire

TEAMS = ("Elm ward", "Oak team")


def test_in_word_each_question_is_followed_by_its_answers(tiny: Questionnaire) -> None:
    document = Document(io.BytesIO(write_docx(form_of(tiny, "carer", TEAMS))))
    found = [(line.style.name if line.style else "", line.text) for line in document.paragraphs]
    assert found[:7] == [
        ("Title", "A tiny questionnaire (Relatives and friends)"),
        ("Normal", "Do you want to take part?"),
        ("Normal", "If you send this form, you agree to take part. If you do not want to take part, close it."),
        ("Normal", "Please leave out names, addresses and telephone numbers."),
        ("Heading 1", "About you"),
        ("List Number", "Which team or ward are your answers about?"),
        ("List Bullet 2", "Elm ward"),
    ]
    question = found.index(("List Number", "Staff listen to us."))
    assert [text for _, text in found[question + 1 : question + 8]] == [
        "Not true",
        "A little true",
        "Partly true",
        "Mostly true",
        "Completely true",
        "I don't know",
        "Does not apply",
    ]


def test_in_word_no_page_ends_between_a_question_and_its_answers(tiny: Questionnaire) -> None:
    document = Document(io.BytesIO(write_docx(form_of(tiny, "carer", TEAMS))))
    lines = document.paragraphs
    for line, after in pairwise(lines):
        with_answer = after.style is not None and after.style.name == "List Bullet 2"
        if with_answer:
            assert line.paragraph_format.keep_with_next, line.text
        if line.style is not None and line.style.name == "Heading 1":
            assert line.paragraph_format.keep_with_next is None, line.text  # as its style says: with what follows
    last = next(line for line in lines if line.text == "Oak team")
    assert last.paragraph_format.keep_with_next is None


@pytest.mark.parametrize(("easy_read", "size"), [(False, 12), (True, 14)])
def test_the_word_document_is_a4_in_plain_large_letters(tiny: Questionnaire, easy_read: bool, size: int) -> None:
    document = Document(io.BytesIO(write_docx(form_of(tiny, "carer", TEAMS, easy_read=easy_read))))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    normal = document.styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Arial", size)
    for name in ("Title", "Heading 1"):
        assert document.styles[name].element.rPr.find(qn("w:rFonts")) is None


def test_the_further_lines_of_a_question_begin_below_the_first(tiny: Questionnaire) -> None:
    document = Document(io.BytesIO(write_docx(form_of(tiny, "carer", TEAMS))))
    levels = {
        named.get(qn("w:val")): named.getparent() for named in document.part.numbering_part.element.iter(qn("w:pStyle"))
    }
    layout = levels["ListNumber"].find(qn("w:pPr"))
    indent = layout.find(qn("w:ind"))
    assert indent.get(qn("w:left")) == indent.get(qn("w:hanging")) == "680"  # 12 mm: three digits and a full stop
    assert layout.find(qn("w:tabs")) is None


def test_word_and_screen_readers_are_told_the_title_and_the_language(welsh: Questionnaire) -> None:
    document = Document(io.BytesIO(write_docx(form_of(welsh, "staff", language="cy"))))
    assert document.core_properties.title == "Holiadur bach (Staff)"
    assert document.core_properties.language == "cy"
    assert 'w:val="cy"' in document.styles.element.xml


def test_the_markdown_is_exactly_this(tiny: Questionnaire) -> None:
    changed = tiny.model_copy(update={"challenges": tiny.challenges[:1], "priorities": 1})
    answers = """\
    - Not true
    - A little true
    - Partly true
    - Mostly true
    - Completely true
    - I don't know
    - Does not apply"""
    assert (
        write_markdown(form_of(changed, "staff", ("A*B", "1. Oak"))).decode()
        == f"""\
# A tiny questionnaire (Staff)

Do you want to take part?

If you send this form, you agree to take part. If you do not want to take part, close it.

Please leave out names, addresses and telephone numbers.

## About you

1. Which team or ward are your answers about?
    - A\\*B
    - 1\\. Oak

## Everyday contact

How people treat each other. How true is this here?

2. I listen.
{answers}

3. I rush.
{answers}

4. Anything to add about ‘Everyday contact’?

## What matters most

5. Which of these should be worked on first?
    - Everyday contact
"""
    )
