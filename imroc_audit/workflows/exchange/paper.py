"""A questionnaire as a paper form: to print, and to fill in on a screen."""

import unicodedata
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from imroc_audit import resources
from imroc_audit.errors import AuditError, UsageError
from imroc_audit.exchange.forms.form import Form
from imroc_audit.exchange.paper.document import PaperForm, paper_form
from imroc_audit.exchange.paper.fields import finish
from imroc_audit.text import named
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.output import STANDARD_OUTPUT, is_folder, must_end, write_whole

FORMATS: Final = ("pdf", "html")
TEMPLATE: Final = "paper.html.j2"
STYLES: Final = ("paper.css",)
VARIATIONS: Final = "\ufe0e\ufe0f"
"""By which an emoji is drawn as a letter or as a picture."""


def paper_format(wanted: str | None, output: Path | None) -> str:
    """The format asked for, or else the one that the file's name ends in.

    Raises UsageError when there is no such format, or the name ends in another one.
    """
    ending = output.suffix.lower().lstrip(".") if output else ""
    format_ = wanted or (ending if ending in FORMATS else FORMATS[0])
    if format_ not in FORMATS:
        raise UsageError(f"There is no format '{format_}'. Use one of: {', '.join(FORMATS)}.")
    if output == STANDARD_OUTPUT:
        raise UsageError(f"--output -: a form on paper is a file. Give its name, such as form.{format_}.")
    if output and not is_folder(output):
        must_end(output, format_)
    return format_


def write_paper(audits: Audits, form: Form, format_: str, output: Path | None, *, large: bool) -> Path:
    """Write a form for one perspective. Returns the file."""
    templates = resources.folders("report_templates", audits.folder)
    kinds = ("easy-read" if form.easy_read else "", "large" if large else "")
    name = "-".join(filter(None, (form.questionnaire, form.perspective, "paper", *kinds, form.chosen_language)))
    path = output or Path(f"{name}.{format_}")
    document = paper_form(form, large=large, fillable=format_ == "pdf")  # nobody could read a saved page back
    write_whole(path, print_form(document, format_, templates))
    return path


def print_form(form: PaperForm, format_: str, template_folders: tuple[Path, ...]) -> bytes:
    """The form as a PDF to fill in, or as one self-contained page. Raises AuditError when Pango is missing."""
    from imroc_audit.report.printing.html import render_page
    from imroc_audit.report.printing.pdf import to_pdf

    page = render_page(form, TEMPLATE, STYLES, template_folders)
    if format_ == "html":
        return page.encode()
    return to_pdf(page, fields=finish(form, _fonts(template_folders))).content


def cannot_be_printed(audits: Audits, form: Form) -> str:
    """Which characters of a form its PDF has no letters for, as a sentence; empty where there are none."""
    templates = resources.folders("report_templates", audits.folder)
    letters = frozenset().union(*map(letters_of, _fonts(templates)))
    if not (missing := sorted(needed(_texts(paper_form(form))) - letters)):
        return ""
    return (
        f"The letters of the form have none for {named(missing)}, so that a box may be printed instead. "
        "Use other words."
    )


def needed(texts: Iterable[str]) -> frozenset[str]:
    """The characters of texts that are seen: no spaces, and nothing that only steers other characters."""
    characters = frozenset().union(*(unicodedata.normalize("NFC", text) for text in texts))
    return frozenset(one for one in characters if unicodedata.category(one)[0] not in "ZC" and one not in VARIATIONS)


def letters_of(font: bytes) -> frozenset[str]:
    """The characters that a font has. font: TrueType or WOFF2."""
    from fontTools.ttLib import TTFont

    return frozenset(map(chr, TTFont(BytesIO(font)).getBestCmap()))


def _fonts(template_folders: tuple[Path, ...]) -> tuple[bytes, ...]:
    from imroc_audit.report.printing.html import font_file

    return tuple(font_file(part, 400, template_folders) for part in ("latin", "latin-ext"))


def _texts(part: object) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _texts(each)


def does_not_fit(audits: Audits, form: Form) -> str:
    """Why answers on this form cannot be added to the open audit cycle, as a sentence; empty where they can."""
    try:
        asking = audits.open_cycle if audits.here else None
    except AuditError:  # no audit cycle is open, or nobody can tell: a form can be made without one
        return ""
    if asking is None or asking.questionnaire_hash == form.hash:
        return ""
    return (
        f"The open audit cycle '{asking.name}' asks another questionnaire, or another version of this one "
        f"({asking.questionnaire_id} {asking.questionnaire_version}). Answers on this form cannot be added to it."
    )
