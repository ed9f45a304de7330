"""The report as a tagged PDF (PDF/UA-1), through WeasyPrint."""

import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from imroc_audit.errors import AuditError, Remark, unheard
from imroc_audit.report.document import Document
from imroc_audit.report.printing.html import render
from imroc_audit.text import named

NO_PANGO = """The PDF cannot be made: WeasyPrint did not find the Pango text library on this computer.
  Debian, Ubuntu:  apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
  macOS:           brew install pango
  Windows:         install MSYS2 (https://www.msys2.org), then in its shell:
                   pacman -S mingw-w64-x86_64-pango
                   and set WEASYPRINT_DLL_DIRECTORIES to C:\\msys64\\mingw64\\bin
The HTML report needs none of this: open it in a browser and print it to a PDF from there."""


class PdfFile(NamedTuple):
    """A finished PDF, and the characters in it that no font on this computer has: boxes stand in their places."""

    content: bytes
    without_letters: tuple[str, ...]


def to_pdf(page: str, fields: Callable[[Any, Any], None] | None = None) -> PdfFile:
    """A self-contained page as PDF/UA-1. Raises AuditError when Pango is missing.

    fields: makes the page's inputs fields to fill in; it is called with WeasyPrint's document and pydyf's PDF.
    """
    missing: set[int] = set()

    def finish(document: Any, pdf: Any) -> None:
        missing.update(code for font in document.fonts.values() for code in font.missing)
        if fields is not None:
            fields(document, pdf)

    html = _weasyprint().HTML(string=page, url_fetcher=_fetch())
    printed: bytes = html.write_pdf(finisher=finish, pdf_variant="pdf/ua-1", pdf_forms=fields is not None)
    return PdfFile(printed, tuple(map(chr, sorted(missing))))


def print_pdf(document: Document, template_folders: tuple[Path, ...], remark: Remark = unheard) -> bytes:
    """The PDF. Raises AuditError when Pango is missing. remark: is told of characters that have no letters."""
    printed = to_pdf(render(document, template_folders, for_paper=True))
    if printed.without_letters:
        remark(
            f"The PDF has no letters for {named(printed.without_letters)}, and boxes are printed in their place. "
            "The HTML file shows them wherever a browser has the letters."
        )
    return printed.content


def _weasyprint() -> Any:
    """WeasyPrint tells about missing libraries on stdout, and raises OSError when it is imported."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint
    except OSError as error:
        raise AuditError(NO_PANGO) from error
    return weasyprint


def _fetch() -> Any:
    """Only what is inside the page: fonts and backgrounds in data: addresses."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols={"data"})
