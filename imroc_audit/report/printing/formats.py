"""The formats that a finished document can be printed in, the action report and the comparison alike."""

from pathlib import Path
from typing import Final, Protocol

from imroc_audit.errors import Remark, unheard
from imroc_audit.report.document import Document
from imroc_audit.report.printing.html import print_html
from imroc_audit.report.printing.pdf import print_pdf


class Printer(Protocol):
    """Turns a finished document into the bytes of a file."""

    def __call__(
        self, document: Document, template_folders: tuple[Path, ...], remark: Remark = unheard, /
    ) -> bytes: ...


FORMATS: Final[dict[str, Printer]] = {"html": print_html, "pdf": print_pdf}
"""By the ending of the file."""
