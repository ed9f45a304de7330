"""The formats a comparison can be printed in: the report's own machinery, with a template of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from imroc_audit.report.comparison import ComparisonDocument
from imroc_audit.report.html import STYLES, render_page
from imroc_audit.report.pdf import to_pdf

TEMPLATE: Final = "comparison.html.j2"
COMPARISON_STYLES: Final = (*STYLES, "comparison.css")


def print_html(document: ComparisonDocument, template_folders: tuple[Path, ...]) -> bytes:
    """The page as UTF-8."""
    return render_page(document, TEMPLATE, COMPARISON_STYLES, template_folders).encode()


def print_pdf(document: ComparisonDocument, template_folders: tuple[Path, ...]) -> bytes:
    """The PDF. Raises AuditError when Pango is missing."""
    return to_pdf(render_page(document, TEMPLATE, COMPARISON_STYLES, template_folders, for_paper=True))


FORMATS: Final[dict[str, Callable[[ComparisonDocument, tuple[Path, ...]], bytes]]] = {
    "html": print_html,
    "pdf": print_pdf,
}
"""By the ending of the file."""
