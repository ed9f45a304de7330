"""The report as one self-contained HTML page: no outside request, no script."""

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from imroc_audit.errors import AuditError, Remark, unheard
from imroc_audit.report.charts import palette
from imroc_audit.report.document import ComparisonDocument, Document, ReportDocument

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


class PageLayout(NamedTuple):
    """How a kind of document is laid out: its template, and its style files."""

    template: str
    styles: tuple[str, ...]


PAGES: Final[dict[type[Document], PageLayout]] = {
    ReportDocument: PageLayout("report.html.j2", ("report.css",)),
    ComparisonDocument: PageLayout("comparison.html.j2", ("report.css", "comparison.css")),
}


def render(document: Document, template_folders: tuple[Path, ...], *, for_paper: bool = False) -> str:
    """The page. Templates are looked for in the first folder first.

    for_paper: add the page styles that only the PDF printer understands.
    Raises AuditError when a template is missing or does not fit the document.
    """
    return render_page(document, *PAGES[type(document)], template_folders, for_paper=for_paper)


def print_html(document: Document, template_folders: tuple[Path, ...], _: Remark = unheard) -> bytes:
    """The page as UTF-8."""
    return render(document, template_folders).encode()


def render_page(
    document: object, template: str, styles: tuple[str, ...], folders: tuple[Path, ...], *, for_paper: bool = False
) -> str:
    """A finished document of any kind through its template and style files.

    for_paper: add the page styles that only the PDF printer understands. Raises AuditError when a file is missing
    or the template does not fit the document.
    """
    from jinja2 import TemplateError
    from markupsafe import Markup

    page_styles = _read("paged.css", folders) if for_paper else ""
    try:
        return (
            _environment(folders)
            .get_template(template)
            .render(
                report=document,
                marks=palette.MARKS,
                heat=palette.HEAT,
                # Styles come from files of the template folders, not from anything people wrote.
                styles=Markup("".join(_read(name, folders) for name in styles)),  # noqa: S704
                page_styles=Markup(page_styles),  # noqa: S704
                fonts=_fonts(folders),
            )
        )
    except TemplateError as error:
        where = f"{getattr(error, 'name', None) or template}:{getattr(error, 'lineno', None) or '?'}"
        raise AuditError(
            f"{where}: the report template cannot be used: {error.message}. "
            "Mend your copy in report_templates/, or delete it to use the bundled one."
        ) from error


def _environment(folders: tuple[Path, ...]) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css_string"] = css_string
    return environment


def css_string(text: str) -> "Markup":
    """A CSS string with everything but plain letters and digits escaped, so that nothing ends it early."""
    from markupsafe import Markup

    escaped = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):X} " for c in text)
    return Markup(f'"{escaped}"')  # noqa: S704 - letters, digits, backslashes and spaces


def _find(name: str, folders: tuple[Path, ...]) -> Path:
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise AuditError(f"report_templates/{name}: not found. Put it back, or install imroc-audit again.")


def _read(name: str, folders: tuple[Path, ...]) -> str:
    return _find(name, folders).read_text(encoding="utf-8")


def font_file(part: str, weight: int, folders: tuple[Path, ...]) -> bytes:
    """One of the files of the font Inter, as WOFF2. part: "latin", or "latin-ext" for what is not in it."""
    return _find(f"fonts/inter-{part}-{weight}-normal.woff2", folders).read_bytes()


def _fonts(folders: tuple[Path, ...]) -> tuple[tuple[str, int, str], ...]:
    """(family, weight, base64) of each font file; the extended one is a family of its own to fall back on."""
    families = (("Inter", "latin"), ("Inter Extended", "latin-ext"))
    return tuple(
        (family, weight, b64encode(font_file(part, weight, folders)).decode())
        for family, part in families
        for weight in (400, 600)
    )
