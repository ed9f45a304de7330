"""The command line as a whole: commands made ready when they are called, and stopped in words at a prompt."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
from typer.main import get_command, get_command_from_info
from typer.models import CommandInfo

from imroc_audit.cli import app, commands, console
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.response import Comment, Response
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.audit_cycle import cycles
from tests.children import at_a_terminal
from tests.cli.conftest import Run


@pytest.fixture
def asking(run: Run, audit: Path) -> Path:
    """A workspace with an open audit cycle."""
    assert run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny").code == 0
    return audit


@pytest.fixture
def closed(run: Run, asking: Path) -> Path:
    """A closed audit cycle of ten people with two comments to read."""
    people = [
        Response(
            key=f"{n}", audit_cycle="2026-spring", perspective="staff", mode="import", month="2026-03", answers="01234"
        )
        for n in range(10)
    ]
    said = [
        (Comment(key=f"{n}", audit_cycle="2026-spring", perspective="staff", challenge="c01", text="More evenings."),)
        for n in range(2)
    ]
    rows = [(one.key, one.row, said[n] if n < len(said) else ()) for n, one in enumerate(people)]
    Workspace.find(asking).repository().add_imported(AuditCycleName("2026-spring"), rows)
    assert run("-w", asking, "cycle", "close", "--yes").code == 0
    return asking


def state(audit: Path) -> str:
    with Workspace.find(audit).repository() as repository:
        return repository.cycle("2026-spring").status


def listed(group: Any) -> dict[str, str]:
    return {name: command.get_short_help_str() for name, command in group.commands.items()}


def test_commands_are_listed_as_they_are_when_they_are_called() -> None:
    assert listed(commands.commands_of(app.app)) == listed(get_command(app.app))


def test_only_the_command_that_is_called_is_made_ready(run: Run, asking: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(info: CommandInfo, **how: Any) -> Any:
        made.append(getattr(info.callback, "__name__", ""))
        return get_command_from_info(info, **how)

    monkeypatch.setattr(commands, "get_command_from_info", make)
    assert run("--help").code == 0
    assert made == []
    assert run("-w", asking, "status").code == 0
    assert made == ["status"]


def test_a_command_that_is_stopped_at_a_prompt_says_on_a_new_line_that_nothing_was_changed(
    run: Run, asking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    stopped = run("-w", asking, "cycle", "close")
    assert stopped.code == 130
    assert stopped.err.splitlines()[-2:] == ["", "Stopped. Nothing was changed."]
    assert state(asking) == "open"


def test_a_reader_who_stops_at_a_prompt_is_told_that_decisions_are_kept(
    run: Run, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    stopped = run("-w", closed, "comments", "review", typed="1\n")
    assert (stopped.code, stopped.err) == (130, "\nStopped. What was decided is kept.\n")
    with Workspace.find(closed).repository() as repository:
        assert sorted(one.status for one in repository.comments(AuditCycleName("2026-spring"))) == [
            "approved",
            "waiting",
        ]


def test_ctrl_c_while_a_command_works_is_told_without_a_traceback(
    run: Run, asking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cycles, "close_cycle", interrupted)
    stopped = run("-w", asking, "cycle", "close", "--yes")
    assert (stopped.code, stopped.err) == (130, "\nStopped.\n")


@pytest.mark.terminal
@pytest.mark.parametrize(
    ("command", "prompt", "said"),
    [
        (("cycle", "close"), "Close it now?", "Stopped. Nothing was changed."),
        (("survey", "--resume", "-"), "Your return code:", "Stopped. What was saved is kept."),
    ],
)
def test_ctrl_c_at_a_prompt_says_so_on_a_new_line_and_ends_with_130(
    asking: Path, command: tuple[str, ...], prompt: str, said: str
) -> None:
    arguments = ["-m", "imroc_audit", "-w", str(asking), *command]
    terminal = at_a_terminal(arguments)
    terminal.expect_exact(prompt)
    terminal.delaybeforesend = 0.5  # Python hears of Ctrl-C only at the next key where it comes just before it waits
    terminal.send("\x03")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.before is not None
    assert [line.strip() for line in terminal.before.splitlines()][-1] == said
    assert "Aborted" not in terminal.before
    assert terminal.exitstatus == 130
    assert state(asking) == "open"


def test_what_takes_long_to_load_is_not_loaded_for_the_help() -> None:
    heavy = {"pydantic", "sqlalchemy", "numpy", "scipy", "jinja2", "ruamel", "textual"}
    code = "import sys, imroc_audit.cli.app; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert heavy.intersection(loaded) == set()
