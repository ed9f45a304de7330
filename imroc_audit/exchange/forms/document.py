"""A form as a document of questions, each followed by its answers: to read, to edit, or to paste into another tool.

Microsoft Forms takes such a Word document under "Quick import" and makes a form of it.
"""

import io
import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from imroc_audit.exchange.form import Form
from imroc_audit.exchange.tables import printable

Kind = Literal["title", "heading", "text", "question", "answer"]

STYLES: Final[dict[Kind, str]] = {
    "title": "Title",
    "heading": "Heading 1",
    "text": "Normal",
    "question": "List Number",
    "answer": "List Bullet 2",
}
"""Word's own styles, which screen readers name."""

MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~])")
STARTS: Final = re.compile(r"^(\d*)([-+.)])(?=\s|$)")
"""What Markdown would take for layout: anywhere, and at the start of a line."""


class Line(NamedTuple):
    """One paragraph of the document."""

    kind: Kind
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
    for line in _lines(form):
        document.add_paragraph(printable(line.text), STYLES[line.kind])
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def write_markdown(form: Form) -> bytes:
    """The document as Markdown."""
    return ("\n".join(_markdown(form)).strip() + "\n").encode()


def _lines(form: Form) -> Iterator[Line]:
    yield Line("title", form.title)
    # A hint below its question would be taken for an answer, so the hints stand here, each once.
    hints = dict.fromkeys(field.hint for field in form.fields if field.hint)
    yield from (Line("text", paragraph) for paragraph in (*form.intro, *hints))
    for section in form.sections:
        yield Line("heading", section.title)
        if section.statements:
            yield Line("text", section.about)
            yield Line("text", form.question)
        for field in section.fields:
            yield Line("question", field.label)
            yield from (Line("answer", choice.label) for choice in field.choices)


def _markdown(form: Form) -> Iterator[str]:
    number = 0
    for kind, text in _lines(form):
        said = STARTS.sub(r"\1\\\2", MARKS.sub(r"\\\1", " ".join(text.split())))
        number += kind == "question"
        before = {"title": "# ", "heading": "## ", "text": "", "question": f"{number}. ", "answer": "    - "}[kind]
        yield from ((before + said,) if kind == "answer" else ("", before + said))
