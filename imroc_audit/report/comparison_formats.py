"""The formats a comparison can be printed in: the report's own machinery, with a template of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from imroc_audit.errors import AuditError
from imroc_audit.report import html, palette, pdf
from imroc_audit.report.comparison import ComparisonDocument

TEMPLATE: Final = "comparison.html.j2"


def print_html(document: ComparisonDocument, template_folders: tuple[Path, ...]) -> bytes:
    """The page as UTF-8."""
    return _render(document, template_folders, page_styles="").encode()


def print_pdf(document: ComparisonDocument, template_folders: tuple[Path, ...]) -> bytes:
    """The PDF. Raises AuditError when Pango is missing."""
    page = _render(document, template_folders, page_styles=html._read("paged.css", template_folders))
    printed: bytes = pdf._weasyprint().HTML(string=page, url_fetcher=pdf._fetch()).write_pdf(pdf_variant="pdf/ua-1")
    return printed


FORMATS: Final[dict[str, Callable[[ComparisonDocument, tuple[Path, ...]], bytes]]] = {
    "html": print_html,
    "pdf": print_pdf,
}
"""By the ending of the file."""


def _render(document: ComparisonDocument, folders: tuple[Path, ...], page_styles: str) -> str:
    from jinja2 import TemplateError
    from markupsafe import Markup

    styles = html._read("report.css", folders) + html._read("comparison.css", folders)
    try:
        return (
            html._environment(folders)
            .get_template(TEMPLATE)
            .render(
                report=document,
                marks=palette.MARKS,
                heat=palette.HEAT,
                # Styles come from files of the template folders, not from anything people wrote.
                styles=Markup(styles),  # noqa: S704
                page_styles=Markup(page_styles),  # noqa: S704
                fonts=html._fonts(folders),
            )
        )
    except TemplateError as error:
        where = f"{getattr(error, 'name', None) or TEMPLATE}:{getattr(error, 'lineno', None) or '?'}"
        raise AuditError(
            f"{where}: the report template cannot be used: {error.message}. "
            "Mend your copy in report_templates/, or delete it to use the bundled one."
        ) from error
