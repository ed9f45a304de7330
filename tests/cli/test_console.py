"""Tables and text fit the terminal: no word is cut off or broken, however narrow it is."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from typer.main import get_command

from imroc_audit.cli import app, console
from tests.cli.conftest import Run

OBEYED = "\x1b[31mred\x1b]0;title\x07 \u202eand\x9b back"
COLUMNS = ["Staff", "People using services", "Relatives and friends", "Equal voice", "Widest gap"]


def shown(
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    columns: list[str],
    rows: console.TableRows,
    words: tuple[str, ...] = (),
) -> str:
    """A table as a terminal of this width shows it. words: the columns that hold no numbers."""
    screen = Console(
        file=io.StringIO(), width=width, force_terminal=True, color_system=None, markup=False, highlight=False
    )
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(console, "terminal", lambda: screen)
    console.print_table("Challenges", [console.ScreenColumn(one, one not in words) for one in columns], rows)
    printed = screen.file.getvalue()  # type: ignore[attr-defined]
    return str(printed)


def words(text: str) -> set[str]:
    return {word.strip(",:") for word in text.split()}


@pytest.mark.parametrize("columns", [3, 5])
def test_no_cell_of_a_table_is_cropped_at_any_width(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    rows = [
        (
            f"c{row} Organisational commitment-{row}, culture and leadership-{row}",
            [f"{row}{place}\n{row}{place}-to-{row}{place}\nagreement {row}.{place}5" for place in range(columns)],
        )
        for row in range(4)
    ]
    wanted = [*COLUMNS[:columns], *(text for about, cells in rows for text in (about, *cells))]
    for width in range(60, 131):
        printed = shown(monkeypatch, width, COLUMNS[:columns], rows)
        assert set().union(*map(words, wanted)) <= words(printed.translate(str.maketrans("│┃", "  "))), width
        assert max(map(len, printed.splitlines())) <= width


def test_a_word_that_is_too_long_for_a_column_makes_lines_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "Gemeinschaftspsychiatrieangehörige"
    assert f"  {name}: 73" in shown(monkeypatch, 60, [name, "Staff"], [("c01", ["73", "61"])])


def test_the_scores_of_three_perspectives_are_a_table_in_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    about = "c04 Organisational commitment and culture, leadership"
    rows = [(about, ["59\n55 to 62\n117 people, small base\nagreement 0.62"] * 3)]
    assert "│ agreement 0.62 │" in shown(monkeypatch, 80, COLUMNS[:3], rows)


def test_lines_in_place_of_a_table_hang_below_what_they_say_more_of(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = shown(monkeypatch, 40, COLUMNS[:2], [("c01", ["59\n55 to 62", "44\n40 to 49\n76 people, small base"])])
    assert printed.splitlines()[2:] == [
        "c01",
        "  Staff: 59, 55 to 62",
        "  People using services: 44, 40 to 49,",
        "    76 people, small base",
    ]


def test_numbers_stand_on_the_right_of_a_column_and_words_on_the_left(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = shown(
        monkeypatch, 80, ["Known by", "Sure (of 100)"], [("I listen.", ["its id", "100"])], words=("Known by",)
    )
    assert "│ I listen.           │ its id     │           100 │" in printed
    text = shown(monkeypatch, 80, ["Taken for"], [("Ward", ["4th floor"]), ("Team", ["team"])], words=("Taken for",))
    assert "│ 4th floor  │" in text


@pytest.mark.parametrize("width", [60, 130])
def test_a_table_holds_nothing_that_a_terminal_would_obey(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    rows = [(OBEYED, [OBEYED, OBEYED])]
    assert not set(shown(monkeypatch, width, ["Staff", OBEYED], rows)) & set("\x1b\x07\x9b\u202e")


@pytest.mark.parametrize("show", [console.say, console.tell, console.prose, lambda text: console.prose((text, "bold"))])
def test_words_are_shown_without_what_a_terminal_would_obey(
    show: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    show(f"before\n{OBEYED}")
    assert "".join(capsys.readouterr()) == "before\nred and back\n"


def test_text_stays_on_one_line_for_another_program(capsys: pytest.CaptureFixture[str]) -> None:
    console.prose("word " * 60)
    assert capsys.readouterr().out.count("\n") == 1


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """The lines of a message at a terminal of 40 columns."""

    def told_(message: str) -> list[str]:
        screen = io.StringIO()
        monkeypatch.setattr(screen, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stderr", screen)
        console.tell(message)
        return screen.getvalue().splitlines()

    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(console, "_workspace", None)
    return told_


def test_a_message_is_broken_between_words_at_a_terminal(told: Callable[[str], list[str]]) -> None:
    message = (
        "answers.csv: one row is not understood, and nothing was imported.\n  Row 2: it has too many cells, or too few"
    )
    assert told(message) == [
        "answers.csv: one row is not understood,",
        "and nothing was imported.",
        "  Row 2: it has too many cells, or too",
        "  few",
    ]


def test_a_command_in_a_message_stays_whole_so_that_it_can_be_copied(told: Callable[[str], list[str]]) -> None:
    command = 'imroc-audit plan apply "/audits/northfield/plan-unfinished-1.yaml"'
    assert told(f"Mend it there, then: {command}") == ["Mend it there, then:", command]


def test_commands_in_a_message_name_the_workspace_that_was_given(run: Run, audit: Path) -> None:
    folder = audit.rename(audit.with_name("our audit"))
    opened = run("-w", folder, "cycle", "open", "spring", "--questionnaire", "tiny")
    assert f"Next: imroc-audit -w '{folder}' survey" in opened.err
    assert f"imroc-audit -w '{folder}' " in run("-w", folder, "status").out
    refused = run("-w", folder, "cycle", "open", "autumn", "--questionnaire", "tiny")
    assert f"Close it first: imroc-audit -w '{folder}' cycle close" in refused.err


def test_every_command_is_known_to_work_in_a_workspace_or_to_need_none() -> None:
    assert {*get_command(app.app).commands} == {*console.IN_A_WORKSPACE, "init", "demo", "doctor"}  # type: ignore[attr-defined]
