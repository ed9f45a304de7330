"""A form as a document of questions, each followed by its answers: to read, to edit, or to paste into another tool.

Microsoft Forms takes such a Word document under "Quick import" and makes a form of it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from imroc_audit.exchange.forms.form import Form
from imroc_audit.exchange.tables import printable

if TYPE_CHECKING:
    from docx.document import Document

ParagraphKind = Literal["title", "heading", "text", "question", "answer"]

STYLES: Final[dict[ParagraphKind, str]] = {
    "title": "Title",
    "heading": "Heading 1",
    "text": "Normal",
    "question": "List Number",
    "answer": "List Bullet 2",
}
"""Word's own styles, which screen readers name."""
FONT: Final = "Arial"
TITLE_SIZE: Final = 24
HEADING_SIZE: Final = 16
SIZE: Final = 12
EASY_READ_SIZE: Final = 14
"""In points."""
MARGIN: Final = 22
NUMBER_WIDTH: Final = 12
"""In millimetres; room for a number of three digits."""
BULLET_WIDTH: Final = 6

MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~])")
STARTS: Final = re.compile(r"^(\d*)([-+.)])(?=\s|$)")
"""What Markdown would take for layout: anywhere, and at the start of a line."""


class Paragraph(NamedTuple):
    """One paragraph of the document."""

    kind: ParagraphKind
    text: str


def write_docx(form: Form) -> bytes:
    """The document for Word, in the language of the form."""
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    document.core_properties.title = printable(form.title)
    document.core_properties.author = "imroc-audit"
    document.core_properties.comments = ""
    document.core_properties.language = form.language
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), form.language)
    _lay_out(document, EASY_READ_SIZE if form.easy_read else SIZE)
    lines = tuple(_lines(form))
    for line, after in zip_longest(lines, lines[1:]):
        paragraph = document.add_paragraph(printable(line.text), STYLES[line.kind])
        if after and _stays_with(line, after):
            paragraph.paragraph_format.keep_with_next = True
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _lay_out(document: Document, size: int) -> None:
    """A4, in plain letters of this size, with room for the numbers of questions."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    title, heading, text, question, answer = (document.styles[name] for name in STYLES.values())
    for style in (title, heading):
        style.element.rPr.remove(style.element.rPr.find(qn("w:rFonts")))  # a theme's letters go before the font
    text.font.name = FONT
    for style, points in ((title, TITLE_SIZE), (heading, HEADING_SIZE), (text, size)):
        style.font.size = Pt(points)
    indents = {
        question.style_id: (NUMBER_WIDTH, NUMBER_WIDTH),
        answer.style_id: (NUMBER_WIDTH + BULLET_WIDTH, BULLET_WIDTH),
    }
    for named in document.part.numbering_part.element.iter(qn("w:pStyle")):
        if found := indents.get(named.get(qn("w:val"))):
            layout = named.getparent().find(qn("w:pPr"))
            layout.remove(layout.find(qn("w:tabs")))  # else text begins at the tab and goes on at the indent
            for side, width in zip(("left", "hanging"), found, strict=True):
                layout.find(qn("w:ind")).set(qn(f"w:{side}"), str(Mm(width).twips))
    question.paragraph_format.space_after = Pt(size / 3)


def _stays_with(line: Paragraph, after: Paragraph) -> bool:
    """Whether no page may end between two paragraphs: who reads a question sees all of its answers."""
    return after.kind == "answer" or (line.kind == "text" and after.kind == "question")


def write_markdown(form: Form) -> bytes:
    """The document as Markdown."""
    return ("\n".join(_markdown(form)).strip() + "\n").encode()


def _lines(form: Form) -> Iterator[Paragraph]:
    yield Paragraph("title", form.title)
    # A hint below its question would be taken for an answer, so the hints stand here, each once.
    hints = dict.fromkeys(field.hint for field in form.fields if field.hint)
    yield from (Paragraph("text", paragraph) for paragraph in (*form.intro, *hints))
    for section in form.sections:
        yield Paragraph("heading", section.title)
        if section.statements:
            # In a paragraph of its own, the question about all the statements would be taken for one of its own.
            yield Paragraph("text", f"{section.about} {form.question}".strip())
        for field in section.fields:
            yield Paragraph("question", field.label)
            yield from (Paragraph("answer", choice.label) for choice in field.choices)


def _markdown(form: Form) -> Iterator[str]:
    number = 0
    for kind, text in _lines(form):
        said = STARTS.sub(r"\1\\\2", MARKS.sub(r"\\\1", " ".join(text.split())))
        number += kind == "question"
        before = {"title": "# ", "heading": "## ", "text": "", "question": f"{number}. ", "answer": "    - "}[kind]
        yield from ((before + said,) if kind == "answer" else ("", before + said))
