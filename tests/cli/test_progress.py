"""A long import says how far it is: as a bar, as lines, or not at all, and ends cleanly when it is stopped."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.text import Text

from imroc_audit.cli import progress
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.exchange import importing
from tests.cli.conftest import Run

HIDE_CURSOR, SHOW_CURSOR, ERASE_LINE = "\x1b[?25l", "\x1b[?25h", "\x1b[2K"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a narrow terminal that can draw is sent while shares of a file are read."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("ACCESSIBLE", raising=False)

    def seen_(*shares: float) -> str:
        screen = io.StringIO()
        monkeypatch.setattr(screen, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stderr", screen)
        read_all(*shares)
        return screen.getvalue()

    return seen_


def read_all(*shares: float) -> None:
    with progress.shown() as show:
        for share in shares or (0, 0.2, 0.3, 0.55, 0.56, 0.9, 1):
            show(share)


def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    read_all()
    assert capsys.readouterr() == ("", "")


def test_a_bar_is_drawn_and_taken_away_again(seen: Callable[..., str]) -> None:
    drawn = seen()
    assert "Finishing" in drawn
    assert "100%" in drawn
    assert drawn.endswith(ERASE_LINE)
    assert drawn.rindex(SHOW_CURSOR) > drawn.rindex(HIDE_CURSOR)


def test_a_bar_leaves_room_for_what_the_terminal_writes_behind_it_when_it_is_stopped(
    seen: Callable[..., str],
) -> None:
    lines = Text.from_ansi(seen(0.5).replace("\r", "\n")).plain.splitlines()
    assert 0 < max(map(len, lines)) < 40 - len("^C")


@pytest.mark.parametrize(("variable", "value"), [("TERM", "dumb"), ("ACCESSIBLE", "1")])
def test_where_a_bar_is_in_the_way_a_line_says_how_far_it_is(
    seen: Callable[..., str], monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert seen() == "Read so far: 25%\nRead so far: 50%\nRead so far: 75%\n"


@pytest.fixture
def stopped_at(run: Run, audit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], str]:
    """What an import says that is stopped with Ctrl-C when this share has been read."""
    assert run("-w", audit, "cycle", "open", "spring", "--questionnaire", "tiny").code == 0
    (tmp_path / "answers.csv").write_text("ID,I listen.,I rush.\n1,Mostly true,Not true\n", encoding="utf-8")
    part = importing._part

    def stopped_at_(share: float) -> str:
        def interrupted(*about: object) -> Callable[[float], None]:
            tell = part(*about)  # type: ignore[arg-type]

            def heard(_: float) -> None:
                tell(share)
                raise KeyboardInterrupt

            return heard

        monkeypatch.setattr(importing, "_part", interrupted)
        stopped = run("-w", audit, "import", tmp_path / "answers.csv", "--yes")
        assert stopped.code == 130
        assert "Traceback" not in stopped.err
        assert not Workspace.find(audit).repository().group_counts(AuditCycleName("spring"))
        return stopped.err

    return stopped_at_


def test_an_import_that_is_stopped_while_it_reads_says_that_nothing_was_imported(
    stopped_at: Callable[[float], str],
) -> None:
    assert stopped_at(0.5).endswith("\nStopped. Nothing was imported.\n")


def test_an_import_that_is_stopped_while_it_saves_says_how_to_be_sure(stopped_at: Callable[[float], str]) -> None:
    assert stopped_at(1).endswith("To be sure, import again: nobody counts twice.\n\nStopped.\n")
