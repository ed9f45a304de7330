"""Forms made, and filled in as a program that shows PDFs would."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from imroc_audit.exchange.forms.form import form_of
from imroc_audit.exchange.paper.document import PaperForm, paper_form
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.resources import folders
from imroc_audit.workflows.exchange.paper import print_form

TEAMS = ("Elm ward", "Oak team")


def make(questionnaire: Questionnaire, perspective: str = "staff", *, easy_read: bool = False) -> PaperForm:
    return paper_form(form_of(questionnaire, perspective, TEAMS, easy_read=easy_read))


def print_pdf(form: PaperForm) -> bytes:
    return print_form(form, "pdf", folders("report_templates"))


def fill(blank: bytes, answers: Mapping[str, str], path: Path) -> Path:
    """Write the form with these values; of boxes the code of the one to tick."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(blank)))
    fields = {str(field["/T"]): field for field in fields_of(writer)}
    for name, value in answers.items():
        fill_in(fields[name], value)
    writer.write(path)
    return path


def fields_of(pdf: PdfReader | PdfWriter) -> list[DictionaryObject]:
    root = pdf.root_object
    form = root["/AcroForm"].get_object()
    assert isinstance(form, DictionaryObject)
    found = form["/Fields"].get_object()
    assert isinstance(found, ArrayObject)
    return [field.get_object() for field in found]


def boxes_of(field: DictionaryObject) -> list[DictionaryObject]:
    return [kid.get_object() for kid in field.get("/Kids", ArrayObject())]


def fill_in(field: DictionaryObject, value: str) -> None:
    """Write into the field, or tick the box with this code."""
    boxes = boxes_of(field)
    if not boxes:
        field[NameObject("/V")] = TextStringObject(value)
        return
    field[NameObject("/V")] = NameObject(f"/{value}")
    for box in boxes:
        states = box["/AP"]["/N"]  # type: ignore[index]
        box[NameObject("/AS")] = NameObject(f"/{value}" if f"/{value}" in states else "/Off")
