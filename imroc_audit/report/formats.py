"""The formats a report can be printed in."""

from pathlib import Path
from typing import Final, Protocol

from imroc_audit.report.document import ReportDocument
from imroc_audit.report.html import print_html
from imroc_audit.report.pdf import print_pdf


class Printer(Protocol):
    """Turns a finished document into the bytes of a file."""

    def __call__(self, document: ReportDocument, template_folders: tuple[Path, ...], /) -> bytes: ...


FORMATS: Final[dict[str, Printer]] = {"html": print_html, "pdf": print_pdf}
"""By the ending of the file."""
