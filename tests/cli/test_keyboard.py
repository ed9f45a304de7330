"""Questions at a real terminal, one line each: what is pasted with line breaks answers one of them and no more."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pexpect
import pytest

from tests.children import at_a_terminal

SCRIPT: Final = """
from imroc_audit.cli import asking, console
print("first is", asking.optional_words("First"))
print("chosen is", asking.choice("Which", ["Elm", "Oak"]))
print("sure is", console.agrees("Are you sure?"))
console.confirm("Delete it?", yes=False)
print("deleted")
"""


class Terminal:
    """Someone at the first question, at a terminal that marks what is pasted, or at a dumb one."""

    def __init__(self, script: Path, term: str) -> None:
        self.child = at_a_terminal([str(script)], environment={**os.environ, "TERM": term})
        self.is_dumb = term == "dumb"
        self.sees("First: ")

    def sees(self, text: str) -> str:
        """Wait for a text. Returns what was shown before it."""
        self.child.expect_exact(text)
        return str(self.child.before)

    def types(self, keys: str) -> None:
        self.child.send(keys)

    def pastes(self, text: str) -> None:
        """Several lines, and where the terminal marks them as pasted, Enter after them."""
        self.types(text if self.is_dumb else f"\x1b[200~{text}\x1b[201~\r")

    def end(self) -> int:
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus)


@pytest.fixture(params=["xterm", "dumb"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    opened = Terminal(tmp_path / "script.py", request.param)
    yield opened
    opened.child.close(force=True)


@pytest.mark.terminal
def test_lines_pasted_at_one_question_answer_none_of_the_next(terminal: Terminal) -> None:
    terminal.pastes("We asked.\r\r1\ry\ry\r")
    terminal.sees("first is We asked.\r\n" if terminal.is_dumb else "first is We asked. 1 y y\r\n")
    if terminal.is_dumb:
        terminal.sees("What was typed before this question was shown")
    terminal.sees("Which: ")
    terminal.pastes("2\ry\r")
    if not terminal.is_dumb:
        terminal.sees("Please type a number from 1 to 2.")
        terminal.sees("Which: ")
        terminal.types("2\r")
    terminal.sees("chosen is 1")
    terminal.sees("Are you sure? [y/N]: ")
    terminal.pastes("y\ry\r")
    if not terminal.is_dumb:
        terminal.sees("Please type y for yes or n for no.")
        terminal.types("Yes\r")
    terminal.sees("sure is True")
    terminal.sees("Delete it? [y/N]: ")
    terminal.types("\r")
    terminal.sees("Nothing was changed.")
    assert terminal.end() == 1


@pytest.mark.terminal
def test_a_line_is_read_until_enter_and_shown_as_it_is_typed(terminal: Terminal) -> None:
    terminal.types("Weaskd")
    terminal.sees("Weaskd")
    terminal.types("\x15We asked.\r")
    terminal.sees("first is We asked.")
    terminal.sees("Which: ")
    terminal.types("3\x7f1\r")
    terminal.sees("chosen is 0")


@pytest.mark.terminal
@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_ctrl_c_and_the_end_of_the_input_end_the_command(terminal: Terminal, key: str) -> None:
    terminal.child.delaybeforesend = (
        0.5  # Python hears of Ctrl-C only at the next key where it comes just before it waits
    )
    terminal.types(key)
    terminal.sees("Abort")
    assert terminal.end() == 1


@pytest.mark.terminal
def test_a_question_that_is_answered_leaves_the_terminal_as_it_was(terminal: Terminal) -> None:
    terminal.types("x\r")
    assert ("\x1b[?2004l" in terminal.sees("first is x")) is not terminal.is_dumb


@pytest.mark.terminal
def test_bytes_that_are_not_utf8_are_read_as_they_were_meant(terminal: Terminal) -> None:
    os.write(terminal.child.child_fd, b"caf\xe9\r")
    terminal.sees("first is caf\xe9\r\n")
