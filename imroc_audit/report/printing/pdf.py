"""The report as a tagged PDF (PDF/UA-1), through WeasyPrint."""

import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from imroc_audit.errors import AuditError
from imroc_audit.report.document import Document
from imroc_audit.report.printing.html import render

NO_PANGO = """The PDF cannot be made: WeasyPrint did not find the Pango text library on this computer.
  Debian, Ubuntu:  apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
  macOS:           brew install pango
  Windows:         install MSYS2 (https://www.msys2.org), then in its shell:
                   pacman -S mingw-w64-x86_64-pango
                   and set WEASYPRINT_DLL_DIRECTORIES to C:\\msys64\\mingw64\\bin
The HTML report needs none of this: open it in a browser and print it to a PDF from there."""


def to_pdf(page: str, fields: Callable[[Any, Any], None] | None = None) -> bytes:
    """A self-contained page as PDF/UA-1. Raises AuditError when Pango is missing.

    fields: makes the page's inputs fields to fill in; it is called with WeasyPrint's document and pydyf's PDF.
    """
    html = _weasyprint().HTML(string=page, url_fetcher=_fetch())
    printed: bytes = html.write_pdf(finisher=fields, pdf_variant="pdf/ua-1", pdf_forms=fields is not None)
    return printed


def print_pdf(document: Document, template_folders: tuple[Path, ...]) -> bytes:
    """The PDF. Raises AuditError when Pango is missing."""
    return to_pdf(render(document, template_folders, for_paper=True))


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
