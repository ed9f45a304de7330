"""From `questionnaire paper` through filled PDFs and `import` to the database, as commands."""

from pathlib import Path

import pytest

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.store.repository import Repository
from tests.cli.conftest import Run
from tests.exchange.paper.filling import fill

pytestmark = pytest.mark.pdf

ANSWERS = {"team": "t2", "c01_1": "4", "c01_2": "dk", "c02_1": "na", "c02_2": "0", "rank_1": "2", "rank_2": "1"}


@pytest.fixture
def asking(run: Run, audit: Path) -> Path:
    """A workspace with an open audit cycle."""
    assert run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny").code == 0
    return audit


@pytest.fixture
def blank(run: Run, asking: Path, tmp_path: Path) -> bytes:
    path = tmp_path / "form.pdf"
    done = run("-w", asking, "questionnaire", "paper", "tiny", "--perspective", "staff", "--output", path)
    assert (done.code, done.out, done.err) == (0, f"{path}\n", "")
    return path.read_bytes()


def stored(audit: Path) -> list[tuple[str, str, str, str]]:
    """Perspective, team, answers and priorities of each response."""
    with Repository.open(audit / "audit.db") as repository:
        return sorted(
            (group.perspective, group.team, *one)
            for group, answers, priorities in repository.group_batches(AuditCycleName("2026-spring"))
            for one in zip(answers.split("\n"), priorities.split("\n"), strict=True)
        )


def test_what_is_filled_in_on_a_screen_is_in_the_database(run: Run, asking: Path, blank: bytes, tmp_path: Path) -> None:
    first = fill(blank, ANSWERS | {"c02_comment": "Two\nlines ŵ", "hand_in": "Desk"}, tmp_path / "1.pdf")
    second = fill(blank, {"team": "t0", "c02_3": "3"}, tmp_path / "2.pdf")
    done = run("-w", asking, "import", first, second, tmp_path / "form.pdf", "--yes")
    assert done.code == 0, done.err
    assert "read as a filled PDF form" in done.err
    assert stored(asking) == [("staff", "", "....3", ""), ("staff", "Oak team", "4?-0.", "c02 c01")]
    with Repository.open(asking / "audit.db") as repository:
        assert [(one.challenge, one.text) for one in repository.comments(AuditCycleName("2026-spring"))] == [
            ("c02", "Two\nlines ŵ")
        ]


def test_a_blank_form_is_named_and_nothing_else_is_said_of_it(
    run: Run, asking: Path, blank: bytes, tmp_path: Path
) -> None:
    done = run("-w", asking, "import", fill(blank, ANSWERS, tmp_path / "1.pdf"), tmp_path / "form.pdf", "--yes")
    assert f"1 form on which nothing is filled in was left out: {tmp_path / 'form.pdf'}." in done.err
    assert "had not finished" not in done.err + done.out
    assert "does not use" not in done.err + done.out


def test_blank_forms_alone_are_refused(run: Run, asking: Path, blank: bytes, tmp_path: Path) -> None:
    done = run("-w", asking, "import", tmp_path / "form.pdf", "--yes")
    assert (done.code, done.err) == (
        66,
        f"Nothing was imported, because nothing is filled in on: {tmp_path / 'form.pdf'}.\n",
    )


def test_the_name_of_a_filled_form_is_nowhere_in_the_workspace(
    run: Run, asking: Path, blank: bytes, tmp_path: Path
) -> None:
    filled = fill(blank, ANSWERS, tmp_path / "jane-doe.pdf")
    assert run("-w", asking, "import", filled, "--yes").code == 0
    assert [path.name for path in (asking / "maps").iterdir()] == ["paper.yaml"]
    assert not [path for path in asking.rglob("*") if path.is_file() and b"jane" in path.read_bytes()]


def test_a_file_counts_once_whichever_others_it_comes_with(
    run: Run, asking: Path, blank: bytes, tmp_path: Path
) -> None:
    carers = tmp_path / "carers.pdf"
    run("-w", asking, "questionnaire", "paper", "tiny", "--perspective", "carer", "--output", carers)
    first = fill(carers.read_bytes(), {"c01_1": "1"}, tmp_path / "1.pdf")
    second = fill(blank, ANSWERS, tmp_path / "2.pdf")
    for files in ((first,), (first, second), (second,), (second, first)):
        done = run("-w", asking, "import", *files, "--yes")
        assert done.code == 0, done.err
    assert [row[2] for row in stored(asking)] == ["1..._", "4?-0."]


def test_a_form_of_another_version_is_refused_and_nothing_is_changed(
    run: Run, asking: Path, blank: bytes, tiny_text: str, tmp_path: Path
) -> None:
    (asking / "questionnaires" / "tiny.yaml").write_text(tiny_text.replace("I listen.", "I hear."), encoding="utf-8")
    path = tmp_path / "new.pdf"
    made = run("-w", asking, "questionnaire", "paper", "tiny", "--perspective", "staff", "--output", path)
    assert "Answers on this form cannot be added to it." in made.err
    refused = run("-w", asking, "import", fill(path.read_bytes(), ANSWERS, tmp_path / "filled.pdf"), "--yes")
    assert refused.code == 66
    assert "these answers are to another questionnaire, or to another version of 'tiny'" in refused.err
    assert stored(asking) == []
    assert not (asking / "maps").exists()


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ((), "tiny-staff-paper.html"),
        (("--large",), "tiny-staff-paper-large.html"),
        (("--easy-read", "--large"), "tiny-staff-paper-easy-read-large.html"),
    ],
)
def test_each_kind_of_form_has_a_name_of_its_own(run: Run, asking: Path, options: tuple[str, ...], name: str) -> None:
    form = ("questionnaire", "paper", "tiny", "--perspective", "staff", "--format", "html")
    assert run("-w", asking, *form, *options).out == f"{name}\n"
    assert "I listen." in Path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("team", "told"),
    [
        (
            "Elm \N{GRINNING FACE} \N{HEAVY BLACK HEART}\ufe0f",
            "\N{HEAVY BLACK HEART} (U+2764), \N{GRINNING FACE} (U+1F600)",
        ),
        ("\u05e9", "\u05e9 (U+05E9)"),
        ("Tŷ w\u0302en – “Łódź” \u00adÉire", ""),
    ],
)
def test_characters_that_the_letters_of_the_form_do_not_have_are_told(
    run: Run, audit: Path, team: str, told: str
) -> None:
    settings = audit / "imroc-audit.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Oak team", team), encoding="utf-8")
    form = ("-w", audit, "questionnaire", "paper", "tiny", "--perspective", "staff")
    made = run(*form)
    assert made.code == 0
    assert made.err == (
        f"Note: The letters of the form have none for {told}, so that a box may be printed instead. Use other words.\n"
        if told
        else ""
    )
    assert run(*form, "--format", "html").err == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--perspective", "nobody"), "There is no perspective 'nobody'"),
        (("--perspective", "staff", "--format", "docx"), "There is no format 'docx'. Use one of: pdf, html."),
        (("--perspective", "staff", "--language", "cy"), "'cy'"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(
    run: Run, asking: Path, options: tuple[str, ...], message: str
) -> None:
    refused = run("-w", asking, "questionnaire", "paper", "tiny", *options)
    assert (refused.code, refused.out) == (2, "")
    assert message in refused.err
