"""`--output` wherever a file is written: the audit's own files are spared, and a name says what is in the file."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

PAPER = ("questionnaire", "paper", "tiny", "--perspective", "staff", "--format", "html")
MARKDOWN = ("questionnaire", "export", "tiny", "--perspective", "staff", "--format", "markdown")


@pytest.mark.parametrize(
    ("format_", "name"),
    [("fhir", "now-asking.json"), ("fhir", "maps/staff.json"), ("redcap", "imports/staff.csv")],
)
def test_no_form_takes_the_place_of_a_file_that_the_audit_needs(run: Run, audit: Path, format_: str, name: str) -> None:
    path = audit / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("kept")
    refused = run("-w", audit, *MARKDOWN[:-1], format_, "--output", path)
    assert (refused.code, refused.out) == (1, "")
    assert path.read_text() == "kept"


def test_files_beside_those_of_the_audit_can_be_written(run: Run, audit: Path) -> None:
    for name in ("form.md", "reports/form.md", "reports/maps/form.md"):
        assert run("-w", audit, *MARKDOWN, "--output", audit / name).code == 0


@pytest.mark.parametrize("command", [PAPER, MARKDOWN, ("export", "plan")], ids=" ".join)
def test_a_name_that_is_too_long_is_told_in_one_line(run: Run, audit: Path, command: tuple[str, ...]) -> None:
    refused = run("-w", audit, *command, "--output", "x" * 300 + ("" if "paper" not in command else ".html"))
    assert refused.code in (1, 2)
    assert len(refused.err.splitlines()) == 1


@pytest.mark.parametrize("format_", ["redcap", "limesurvey", "fhir", "markdown"])
def test_a_form_that_is_text_goes_to_standard_output_for_a_dash(run: Run, audit: Path, format_: str) -> None:
    form = ("-w", audit, "questionnaire", "export", "tiny", "--perspective", "staff", "--format", format_)
    printed = run(*form, "--output", "-")
    path = Path(run(*form).out.strip())
    assert (printed.code, printed.err) == (0, "")
    assert printed.out == path.read_bytes().decode()
    assert not Path("-").exists()


@pytest.mark.parametrize(
    ("command", "remedy"),
    [
        (PAPER, "Give its name, such as form.html."),
        (("questionnaire", "paper", "tiny", "--perspective", "staff"), "Give its name, such as form.pdf."),
        ((*MARKDOWN[:-1], "docx"), "Name the file to write: --output tiny-staff-docx.docx"),
        (("export", "results", "--format", "xlsx"), "Name the file to write: --output results.xlsx"),
        (("questionnaire", "template", "tiny"), "Let its name end in .csv or .xlsx."),
    ],
)
def test_no_file_is_called_dash(run: Run, audit: Path, command: tuple[str, ...], remedy: str) -> None:
    refused = run("-w", audit, *command, "--output", "-")
    assert (refused.code, refused.out) == (2, "")
    assert remedy in refused.err
    assert not Path("-").exists()


@pytest.mark.parametrize(
    ("command", "name", "words"),
    [
        (PAPER, "form.pdf", "the name does not end in .html. Give one that does, such as form.html"),
        (("questionnaire", "paper", "tiny", "--perspective", "staff"), "form.doc", "does not end in .pdf."),
        (MARKDOWN, "form.json", "the name does not end in .md. Give one that does, such as form.md"),
        (("export", "results", "--format", "xlsx"), "noext", "Give one that does, such as noext.xlsx"),
        (("export", "tally"), "tally.txt", "Give one that does, such as tally.json"),
    ],
)
def test_a_name_that_ends_in_another_format_is_refused(
    run: Run, audit: Path, command: tuple[str, ...], name: str, words: str
) -> None:
    refused = run("-w", audit, *command, "--output", name)
    assert (refused.code, refused.out) == (2, "")
    assert words in refused.err
    assert not Path(name).exists()


def test_the_ending_of_a_name_chooses_the_format_of_a_form_on_paper(run: Run, audit: Path) -> None:
    assert run("-w", audit, *PAPER[:-2], "--output", "form.html").code == 0
    assert Path("form.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
