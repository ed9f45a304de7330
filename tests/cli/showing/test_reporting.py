"""`report` and `compare` say which characters their PDFs have no letters for."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.response import Response
from imroc_audit.store.workspace import Workspace
from tests.cli.conftest import Run

NOWHERE = "\U000f1234"
"""A character for private use, which no font of a computer has."""
SAID = (
    f"Note: The PDF has no letters for {NOWHERE} (U+F1234), and boxes are printed in their place. The HTML file shows "
    "them wherever a browser has the letters.\n"
)


@pytest.fixture
def closed(run: Run, audit: Path) -> Callable[[str], Path]:
    """Two closed audit cycles of an organisation with this name."""

    def closed_(organisation: str) -> Path:
        settings = audit / "imroc-audit.toml"
        text = settings.read_text(encoding="utf-8").replace("Northfield NHS Trust", organisation)
        settings.write_text(text, encoding="utf-8")
        for name in ("autumn", "spring"):
            assert run("-w", audit, "cycle", "open", name, "--questionnaire", "tiny").code == 0
            people = [
                Response(
                    key=f"{name} {n}",
                    audit_cycle=name,
                    perspective="staff",
                    mode="import",
                    month="2026-03",
                    answers="01234",
                )
                for n in range(12)
            ]
            with Workspace.find(audit).repository() as repository:
                repository.add_imported(AuditCycleName(name), [(one.key, one.row, ()) for one in people])
            assert run("-w", audit, "cycle", "close", "--yes").code == 0
        return audit

    return closed_


COMMANDS = {
    "report": ("report", "--cycle", "spring", "--output", "out"),
    "compare": ("compare", "autumn", "spring", "--output", "out"),
}


@pytest.mark.pdf
@pytest.mark.parametrize("command", COMMANDS)
def test_characters_that_a_pdf_has_no_letters_for_are_named(
    run: Run, closed: Callable[[str], Path], command: str
) -> None:
    audit = closed(f"Ysbyty Ŵŷ é {NOWHERE}")
    done = run("-w", audit, *COMMANDS[command], "--format", "html,pdf")
    assert (done.code, done.err) == (0, SAID)
    (path,) = Path("out").glob("*.pdf")
    assert path.read_bytes().startswith(b"%PDF")
    assert str(path) in done.out
    with pikepdf.open(path) as found:
        assert len(found.pages) > 0


@pytest.mark.pdf
@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_is_said_where_every_character_has_its_letter(
    run: Run, closed: Callable[[str], Path], command: str
) -> None:
    audit = closed("Ysbyty Ŵŷ é – “Łódź”")
    assert run("-w", audit, *COMMANDS[command], "--format", "pdf").err == ""


def test_a_page_for_the_browser_says_nothing_of_letters(run: Run, closed: Callable[[str], Path]) -> None:
    audit = closed(f"Ysbyty {NOWHERE}")
    assert run("-w", audit, *COMMANDS["report"], "--format", "html").err == ""
