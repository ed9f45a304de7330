"""The full-screen view in a real terminal: bursts of keys, signals, and a terminal that goes away."""

import io
import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pexpect
import pytest

from imroc_audit.cli.collecting import hangup
from imroc_audit.interview import Draft
from imroc_audit.model.questionnaire import Questionnaire
from tests.children import at_a_terminal

SCRIPT = """
import sys
from pathlib import Path
from imroc_audit.cli.collecting.fullscreen import run
from imroc_audit.interview import Draft, Interview, Sitting
from imroc_audit.model.questionnaire import Questionnaire

class OneFile:
    code = "K7M2-P9QX"
    def save(self, draft):  # whole or not at all, as the database does
        new = Path(sys.argv[2] + ".new")
        new.write_text(draft.model_dump_json())
        new.replace(sys.argv[2])
    def send(self, draft): pass
    def forget(self): pass

questionnaire = Questionnaire.model_validate_json(open(sys.argv[1]).read())
draft = Draft(questionnaire_hash=questionnaire.hash, perspective="staff", team="Elm ward")
print("ended:", run(Sitting(Interview(questionnaire, (), draft), OneFile())))
"""


def write_script(questionnaire: Questionnaire, folder: Path) -> list[str]:
    """What Python needs to be told to run the survey on its own; drafts go to draft.json."""
    (folder / "script.py").write_text(SCRIPT, encoding="utf-8")
    (folder / "questionnaire.json").write_text(questionnaire.canonical, encoding="utf-8")
    return [str(folder / name) for name in ("script.py", "questionnaire.json", "draft.json")]


def sit_at_a_terminal(questionnaire: Questionnaire, folder: Path) -> "pexpect.spawn[str]":
    """A real process in a pseudo-terminal of 80 columns, on the first statement; drafts go to draft.json."""
    arguments = write_script(questionnaire, folder)
    child = at_a_terminal(arguments, environment={**os.environ, "TERM": "xterm-256color"})
    child.expect("Yes, I agree")
    child.send("1")
    child.expect("Before you start")
    child.send("n")
    child.expect("How true")
    return child


def answers_kept(folder: Path) -> dict[str, str]:
    return Draft.model_validate_json((folder / "draft.json").read_text(encoding="utf-8")).answers


@pytest.fixture
def terminal(tiny: Questionnaire, tmp_path: Path) -> "pexpect.spawn[str]":
    child = sit_at_a_terminal(tiny, tmp_path)
    child.send("3")
    child.expect("I rush")
    return child


@pytest.mark.terminal
def test_forty_keys_in_one_burst_all_arrive(long: Questionnaire, tmp_path: Path) -> None:
    child = sit_at_a_terminal(long, tmp_path)
    child.send("12345" * 8)
    child.expect("What matters most")
    child.send("\x03")
    child.expect("ended: interrupted")
    assert list(answers_kept(tmp_path).values()) == list("01234" * 8)


@pytest.mark.terminal
def test_a_terminal_that_vanishes_ends_the_survey_with_the_answers_kept(
    terminal: "pexpect.spawn[str]", tmp_path: Path
) -> None:
    with suppress(pexpect.ExceptionPexpect):  # it may take longer than pexpect waits
        terminal.close(force=False)  # closing sends SIGHUP
    deadline = monotonic() + 10
    while terminal.isalive() and monotonic() < deadline:
        sleep(0.05)
    assert not terminal.isalive()
    assert answers_kept(tmp_path) == {"c01.1": "2"}


@pytest.mark.terminal
def test_a_connection_that_drops_without_a_signal_ends_the_survey_too(tiny: Questionnaire, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    arguments = [sys.executable, *write_script(tiny, tmp_path)]
    environment = {**os.environ, "TERM": "xterm-256color"}
    with (tmp_path / "printed.txt").open("wb") as printed:
        # A session of its own without a controlling terminal is sent no SIGHUP.
        child = subprocess.Popen(
            arguments, stdin=theirs, stdout=printed, stderr=theirs, env=environment, start_new_session=True
        )
    os.close(theirs)
    shown = b""
    while b"Yes, I agree" not in shown:
        shown += os.read(ours, 65536)
    os.close(ours)
    try:
        child.wait(timeout=20)
    finally:
        child.kill()
    assert "ended: interrupted" in (tmp_path / "printed.txt").read_text(encoding="utf-8")


def test_what_is_written_to_a_terminal_that_is_gone_is_lost_and_no_more() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with io.FileIO(writing, "w") as gone:
        forgiving = hangup.Forgiving(io.TextIOWrapper(gone, write_through=True))
        forgiving.write("Which ward")
        forgiving.flush()


@pytest.mark.terminal
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_restores_the_terminal_and_keeps_the_answers(
    terminal: "pexpect.spawn[str]", tmp_path: Path, number: signal.Signals
) -> None:
    terminal.kill(number)
    terminal.expect_exact("\x1b[?1049l")
    terminal.expect("K7M2-P9QX")
    terminal.expect("ended: interrupted")
    terminal.expect(pexpect.EOF)
    assert answers_kept(tmp_path) == {"c01.1": "2"}


@pytest.mark.terminal
def test_the_code_is_still_to_be_read_after_stopping(terminal: "pexpect.spawn[str]") -> None:
    terminal.send("q")
    terminal.expect("Stop now")
    terminal.send("\r")
    terminal.expect_exact("\x1b[?1049l")
    terminal.expect("K7M2-P9QX")
    terminal.expect("ended: stopped")
    terminal.expect(pexpect.EOF)


LETTER = "They listen to me.\n\n1\nq\nThat is new, and I like it."


def draft_kept(folder: Path) -> Draft:
    return Draft.model_validate_json((folder / "draft.json").read_text(encoding="utf-8"))


@pytest.mark.terminal
@pytest.mark.parametrize("marks", [("\x1b[200~", "\x1b[201~"), ("", "")])
def test_a_letter_pasted_into_the_editor_is_kept_whole_and_answers_nothing(
    terminal: "pexpect.spawn[str]", tmp_path: Path, marks: tuple[str, str]
) -> None:
    terminal.send("c")
    terminal.expect("Esc Done")
    terminal.send(LETTER.replace("\n", "\r").join(marks))
    terminal.expect("I like it")
    sleep(0.3)
    terminal.send("\x1b")
    terminal.expect("You have written a comment")
    terminal.send("\x03")
    terminal.expect("ended: interrupted")
    kept = draft_kept(tmp_path)
    assert (kept.comments, kept.answers, kept.at) == ({"c01": LETTER}, {"c01.1": "2"}, "c01.2")


@pytest.mark.terminal
def test_what_is_pasted_on_a_page_answers_nothing(terminal: "pexpect.spawn[str]", tmp_path: Path) -> None:
    terminal.send("\x1b[200~3\r\r4q\r\x1b[201~")
    sleep(0.5)
    terminal.send("5")
    terminal.expect("I ask")
    terminal.send("\x03")
    terminal.expect("ended: interrupted")
    assert answers_kept(tmp_path) == {"c01.1": "2", "c01.2": "4"}


@pytest.mark.terminal
def test_a_long_letter_pasted_into_the_editor_does_not_take_long(
    terminal: "pexpect.spawn[str]", tmp_path: Path
) -> None:
    terminal.send("c")
    terminal.expect("Esc Done")
    began = monotonic()
    for part in ("\x1b[200~", *["All work and no play makes a dull ward.\r\r" * 25] * 100, "\x1b[201~"):
        terminal.send(part)
    terminal.expect("has reached 20,000 characters")
    terminal.send("\x1b")
    terminal.expect("You have written a comment")
    assert monotonic() - began < 20


@pytest.mark.terminal
@pytest.mark.parametrize("raw", [b"\xff", b"\xe9", b"\xc3(", b"\xed\xa0\x80", b"\x80\x9b"])
def test_bytes_that_are_not_utf8_answer_nothing_and_end_nothing(
    terminal: "pexpect.spawn[str]", tmp_path: Path, raw: bytes
) -> None:
    os.write(terminal.child_fd, raw)
    sleep(0.3)
    terminal.send("5")
    terminal.expect("I ask")
    terminal.send("\x03")
    terminal.expect("ended: interrupted")
    assert answers_kept(tmp_path) == {"c01.1": "2", "c01.2": "4"}


@pytest.mark.terminal
@pytest.mark.parametrize("marks", [(b"\x1b[200~", b"\x1b[201~"), (b"", b"")])
def test_bytes_that_are_not_utf8_are_read_into_a_comment_as_in_the_plain_view(
    terminal: "pexpect.spawn[str]", tmp_path: Path, marks: tuple[bytes, bytes]
) -> None:
    terminal.send("c")
    terminal.expect("Esc Done")
    os.write(terminal.child_fd, b"caf\xe9 au lait".join(marks))
    terminal.expect("au lait")
    sleep(0.3)
    terminal.send("\x1b")
    terminal.expect("You have written a comment")
    terminal.send("\x03")
    terminal.expect("ended: interrupted")
    assert draft_kept(tmp_path).comments == {"c01": "caf\xe9 au lait"}
