"""`questionnaire export`: a questionnaire for another tool, as a file."""

import zipfile
from pathlib import Path

import pytest

from imroc_audit.exchange.forms import FORMS
from tests.cli.conftest import Run


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_written_under_a_name_that_says_whose_it_is(run: Run, tmp_path: Path, name: str) -> None:
    done = run("questionnaire", "export", "ten-challenges", "--perspective", "carer", "--format", name)
    written = tmp_path / f"ten-challenges-carer-{name}.{FORMS[name].ending}"
    assert (done.code, done.out.strip()) == (0, written.name)
    assert [path for path in tmp_path.iterdir() if path.is_file()] == [written]


def test_the_file_can_be_named_and_has_the_easy_read_words(run: Run, tmp_path: Path) -> None:
    options = ("--perspective", "service_user", "--format", "markdown", "--easy-read", "--output", tmp_path / "ours.md")
    assert run("questionnaire", "export", "ten-challenges-pulse", *options).code == 0
    assert "Staff give me time to say what I think." in (tmp_path / "ours.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [".", "forms"])
def test_a_folder_in_place_of_a_file_is_told_in_words(run: Run, tmp_path: Path, folder: str) -> None:
    (tmp_path / "forms").mkdir()
    options = ("--perspective", "staff", "--format", "markdown", "--output", folder)
    done = run("questionnaire", "export", "ten-challenges", *options)
    assert (done.code, done.err) == (1, f"{folder}: this is a folder. Write the name of a file after it.\n")


def test_the_teams_of_the_workspace_are_asked_for(run: Run, audit: Path, tmp_path: Path) -> None:
    options = ("--perspective", "staff", "--format", "markdown", "--output", tmp_path / "tiny.md")
    assert run("-w", audit, "questionnaire", "export", "tiny", *options).code == 0
    assert "    - Oak team\n" in (tmp_path / "tiny.md").read_text(encoding="utf-8")


def test_each_help_text_names_every_format(run: Run) -> None:
    printed = " ".join(run("questionnaire", "export", "--help").out.split())
    assert [name for name in FORMS if name not in printed] == []


def test_without_a_perspective_nothing_is_written(run: Run, tmp_path: Path) -> None:
    done = run("questionnaire", "export", "ten-challenges", "--format", "fhir")
    assert done.code == 2
    assert "--perspective" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value", "remedy"),
    [
        ("--format", "survey123", "Use one of: xlsform, redcap, limesurvey, fhir, docx, markdown."),
        ("--perspective", "manager", "Use one of: staff, service_user, carer."),
        ("--language", "cy", "Use one of: en."),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_what_can(run: Run, option: str, value: str, remedy: str) -> None:
    options = {"--perspective": "staff", "--format": "fhir", "--language": "en"} | {option: value}
    done = run("questionnaire", "export", "ten-challenges", *(part for pair in options.items() for part in pair))
    assert done.code == 2
    assert remedy in done.err


FORM = ("questionnaire", "export", "tiny", "--perspective", "staff", "--format", "markdown")
PAPER = ("questionnaire", "paper", "tiny", "--perspective", "staff", "--format", "html")


@pytest.mark.parametrize("command", [FORM, PAPER, ("questionnaire", "list"), ("doctor",)], ids=" ".join)
def test_settings_with_a_mistake_are_told_and_no_form_is_made_without_them(
    run: Run, audit: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    settings = audit / "imroc-audit.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("organisation", "organization"), encoding="utf-8")
    monkeypatch.chdir(audit)
    before = list(audit.iterdir())
    refused = run(*command)
    assert refused.code != 0
    assert "organization" in refused.out + refused.err
    assert list(audit.iterdir()) == before


def test_outside_a_workspace_a_form_without_teams_is_pointed_out(run: Run, audit: Path) -> None:
    inside = run("-w", audit, *FORM)
    outside = run(*FORM[:2], audit / "questionnaires" / "tiny.yaml", *FORM[3:])
    assert (inside.code, inside.err) == (0, "")
    assert outside.code == 0
    assert outside.err == (
        "Note: There is no workspace here, so the form asks for no team and names no organisation.\n"
    )


@pytest.mark.parametrize("command", [FORM, PAPER], ids=" ".join)
def test_a_form_in_another_language_has_a_name_of_its_own_and_says_what_stays_english(
    run: Run, audit: Path, tiny_text: str, command: tuple[str, ...]
) -> None:
    text = tiny_text.replace("title: A tiny", "languages: [en, cy]\ntitle: A tiny")
    (audit / "questionnaires" / "tiny.yaml").write_text(text, encoding="utf-8")
    english, welsh_form = (run("-w", audit, *command, "--language", one) for one in ("en", "cy"))
    assert (english.code, english.err) == (0, "")
    assert welsh_form.err == (
        "Note: Our own sentences in the form are in English: only the questionnaire's words are translated.\n"
    )
    assert english.out != welsh_form.out
    assert Path(welsh_form.out.strip()).stem.count("cy") == 1


def test_statements_without_easy_read_words_are_counted(run: Run) -> None:
    options = ("--format", "markdown", "--easy-read", "--perspective")
    plain = run("questionnaire", "export", "ten-challenges", *options, "carer")
    assert "Note: 40 of 40 statements have no Easy Read wording for relatives and friends; " in plain.err
    assert "Easy Read" not in run("questionnaire", "export", "ten-challenges", *options, "service_user").err


@pytest.mark.parametrize("name", FORMS)
def test_every_form_names_the_organisation(run: Run, audit: Path, name: str) -> None:
    path = Path(run("-w", audit, *FORM[:-1], name).out.strip())
    content = path.read_bytes()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(path) as parts:
            content = b"".join(map(parts.read, parts.namelist()))
    assert b"Northfield NHS Trust" in content
