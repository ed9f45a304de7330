"""The plain view in a real terminal: what is pasted is no key, and what came before a question is no answer to it."""

import os
import re
import select
import signal
import termios
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import pexpect
import pytest

from imroc_audit.interview import Draft
from imroc_audit.model.questionnaire import Questionnaire
from tests.children import at_a_terminal

SCRIPT: Final = """
import sys
from pathlib import Path
from imroc_audit.cli.collecting import plain
from imroc_audit.interview import Draft, Interview, Sitting
from imroc_audit.model.questionnaire import Questionnaire

class OneFile:
    code = "K7M2-P9QX"
    def save(self, draft):
        if "4" in draft.answers.values() and "crash" in sys.argv:
            raise RuntimeError("a bug")
        Path(sys.argv[2]).write_text(draft.model_dump_json())
    def send(self, draft): pass
    def forget(self): pass

questionnaire = Questionnaire.model_validate_json(open(sys.argv[1]).read())
draft = Draft(questionnaire_hash=questionnaire.hash, perspective="staff", team="Elm ward")
idle = 0.5 if "kiosk" in sys.argv else None
plain.GRACE_SECONDS = plain.READING_SECONDS = 0.5
print("ended:", plain.run(Sitting(Interview(questionnaire, (), draft), OneFile()), idle_seconds=idle))
"""
LETTER: Final = "They listen to me.\n\n1\nstop\n.\nThat is new, and I like it.\n"
MARKED: Final = ("\x1b[200~", "\x1b[201~")
MARKS, NO_MARKS = "\x1b[?2004h", "\x1b[?2004l"


class Person:
    """Someone in front of the first statement, at a terminal that marks what is pasted unless it is a dumb one.

    how: `kiosk` for a shared computer, `crash` for a program with a bug in it.
    """

    def __init__(
        self, questionnaire: Questionnaire, folder: Path, term: str, *how: str, size: tuple[int, int] = (24, 80)
    ) -> None:
        self._draft = folder / "draft.json"
        (folder / "script.py").write_text(SCRIPT, encoding="utf-8")
        (folder / "questionnaire.json").write_text(questionnaire.canonical, encoding="utf-8")
        files = (folder / "script.py", folder / "questionnaire.json", self._draft)
        environment = {**os.environ, "TERM": term}
        self.child = at_a_terminal([*map(str, files), *how], dimensions=size, environment=environment)
        self.marks_pastes = term != "dumb"
        self.answers("Your choice, 1 to 2: ", "1")
        self.answers("Press Enter to go on: ", "")
        self.sees("Statement 1 of 5")

    def sees(self, text: str) -> str:
        """Wait for a text. Returns what was shown before it."""
        self.child.expect_exact(text)
        return str(self.child.before)

    def answers(self, question: str, typed: str) -> None:
        self.sees(question)
        self.types(f"{typed}\r")

    def pastes(self, text: str) -> None:
        begins, ends = MARKED if self.marks_pastes else ("", "")
        self.types(f"{begins}{text.replace(chr(10), chr(13))}{ends}")

    def types(self, keys: str) -> None:
        self.child.send(keys)

    @property
    def draft(self) -> Draft:
        return Draft.model_validate_json(self._draft.read_text(encoding="utf-8"))

    def has_ended(self, how: str) -> None:
        self.sees(f"ended: {how}")
        self.child.expect(pexpect.EOF)


@pytest.fixture(params=["xterm-256color", "dumb"])
def person(request: pytest.FixtureRequest, tiny: Questionnaire, tmp_path: Path) -> Iterator[Person]:
    someone = Person(tiny, tmp_path, request.param)
    yield someone
    someone.child.close(force=True)


ANSWER = "Your answer, 1 to 7: "


@pytest.mark.terminal
def test_a_letter_pasted_as_a_comment_is_kept_whole_and_answers_nothing(person: Person) -> None:
    person.answers(ANSWER, "comment")
    person.sees("> ")
    person.pastes(LETTER)
    person.sees("I like it.")
    if not person.marks_pastes:  # each line of it was taken for one
        person.sees("> ")
    person.types("\r")
    person.sees("Your comment is saved.")
    person.sees(ANSWER)
    assert person.draft.comments == {"c01": LETTER.strip()}
    assert (person.draft.answers, person.draft.at) == ({}, "c01.1")
    person.types("4\r")
    person.answers(ANSWER, "stop")
    person.has_ended("stopped")
    assert person.draft.answers == {"c01.1": "3"}


@pytest.mark.terminal
@pytest.mark.parametrize("end", ["", "."])
def test_a_comment_ends_at_what_is_typed_after_it(person: Person, end: str) -> None:
    person.answers(ANSWER, "comment")
    person.sees("> ")
    person.pastes("One.\n\nTwo")
    person.sees("Two")
    person.types(" and three.\r")
    person.sees("> ")
    person.types(f"{end}\r")
    person.sees("Your comment is saved.")
    assert person.draft.comments == {"c01": "One.\n\nTwo and three."}


@pytest.mark.terminal
def test_a_letter_pasted_where_an_answer_is_asked_for_answers_nothing(person: Person) -> None:
    person.sees(ANSWER)
    person.pastes(LETTER)
    if person.marks_pastes:
        person.types("\r")
        person.sees("Several lines came at once, so none was taken.")
    else:
        person.sees("That was not understood.")
        person.sees("What was typed before this question was shown")
    person.sees(ANSWER)
    assert (person.draft.answers, person.draft.at) == ({}, "c01.1")
    person.types("2\r")
    person.sees("Statement 2 of 5")


@pytest.mark.terminal
def test_what_was_typed_before_a_question_was_shown_is_no_answer_to_it(person: Person) -> None:
    person.sees(ANSWER)
    person.types("3\r4\r\r5\r")
    person.sees("Statement 2 of 5")
    person.sees("What was typed before this question was shown is not an answer to it")
    person.answers(ANSWER, "1")
    person.sees("Statement 3 of 5")
    assert person.draft.answers == {"c01.1": "2", "c01.2": "0"}


@pytest.mark.terminal
def test_a_second_enter_is_dropped_without_a_word(person: Person) -> None:
    person.sees(ANSWER)
    person.types("3\r\r")
    person.sees("Statement 2 of 5")
    assert "What was typed" not in person.sees(ANSWER)


@pytest.mark.terminal
def test_a_word_pasted_with_its_line_end_is_that_word(person: Person) -> None:
    person.sees(ANSWER)
    person.pastes("3\n")
    person.types("\r")
    person.sees("Statement 2 of 5")
    assert person.draft.answers == {"c01.1": "2"}


@pytest.mark.terminal
@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        ("Kindd\x7f people", "Kind people"),
        ("wrong\x15right", "right"),
        ("Café 会\x7fe\u0301\x7f 😀", "Café  😀"),
        ("a\x1b[Db\x1bOC\x1b[1;5Cc\x00\x07", "abc"),
        ("\x7f\x7fx\x04y", "xy"),
    ],
)
def test_a_line_is_corrected_as_anywhere_else(person: Person, keys: str, kept: str) -> None:
    person.answers(ANSWER, "comment")
    person.answers("> ", keys)
    person.answers("> ", "")
    person.sees("Your comment is saved.")
    assert person.draft.comments == {"c01": kept}


@pytest.mark.terminal
def test_the_end_of_the_input_stops(person: Person) -> None:
    person.sees(ANSWER)
    person.types("\x04")
    person.has_ended("stopped")


@pytest.mark.terminal
def test_a_long_paste_takes_neither_long_nor_much(person: Person) -> None:
    person.answers(ANSWER, "comment")
    person.sees("> ")
    text = "All work and no play makes a dull ward.\n\n" * 25_000
    began = monotonic()
    shown = _paste_while_reading(person, text)
    assert len(text) > 1_000_000
    assert len(shown) < 2 * len(text)
    assert _memory(person.child.pid) < 150
    person.types("\r")
    if person.marks_pastes:  # more of it came than is kept, so that its end is not seen
        person.sees("> ")
        person.types("\r")
    person.sees("has reached 20,000 characters")
    assert monotonic() - began < 30
    assert person.draft.answers == {}


def _paste_while_reading(person: Person, text: str) -> str:
    """Paste as a terminal does, which shows meanwhile what the program writes."""
    begins, ends = MARKED if person.marks_pastes else ("", "")
    waiting, shown = f"{begins}{text}{ends}".encode(), b""
    terminal = person.child.fileno()
    os.set_blocking(terminal, False)
    while waiting:
        readable, writable, _ = select.select([terminal], [terminal], [], 20)
        if readable:
            shown += os.read(terminal, 65536)
        if writable:
            with suppress(BlockingIOError):
                waiting = waiting[os.write(terminal, waiting[:65536]) :]
    while select.select([terminal], [], [], 1.5)[0]:
        shown += os.read(terminal, 65536)
    os.set_blocking(terminal, True)
    return shown.decode("utf-8", "replace")


def _memory(process: int) -> float:
    """The most that a process has held at once, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def is_as_it_was(person: Person) -> bool:
    """Whether the terminal shows what is typed again, and marks no pastes."""
    is_in_lines = termios.tcgetattr(person.child.fileno())[3] & (termios.ICANON | termios.ECHO)
    return bool(is_in_lines == (termios.ICANON | termios.ECHO))


@pytest.mark.terminal
@pytest.mark.parametrize(("how", "keys"), [("stopped", "stop\r"), ("interrupted", "\x03")])
def test_the_terminal_is_as_it_was_after_stopping(person: Person, how: str, keys: str) -> None:
    person.sees(ANSWER)
    assert not is_as_it_was(person)
    sleep(0.5)  # Python hears of Ctrl-C only at the next key where it comes just before it waits
    person.types(keys)
    shown = person.sees("ended: " + how)
    assert (NO_MARKS in shown) is person.marks_pastes
    assert is_as_it_was(person)


@pytest.mark.terminal
@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_the_terminal_is_as_it_was_after_a_crash(tiny: Questionnaire, tmp_path: Path, term: str) -> None:
    person = Person(tiny, tmp_path, term, "crash")
    person.answers(ANSWER, "5")
    shown = person.sees("RuntimeError: a bug")
    assert (NO_MARKS in shown) is person.marks_pastes
    assert is_as_it_was(person)
    person.child.close(force=True)


@pytest.mark.terminal
def test_a_program_that_is_put_aside_gives_the_terminal_back_and_takes_it_again(
    tiny: Questionnaire, tmp_path: Path
) -> None:
    person = Person(tiny, tmp_path, "xterm")
    person.sees(ANSWER)
    sleep(0.5)
    person.types("\x1a")
    person.sees(NO_MARKS)
    sleep(0.2)
    assert is_as_it_was(person)
    person.child.kill(signal.SIGCONT)
    person.sees(MARKS)
    person.types("2\r")
    person.sees("Statement 2 of 5")
    person.child.close(force=True)


@pytest.mark.terminal
def test_a_shared_computer_forgets_someone_who_leaves_in_the_middle_of_a_line(
    tiny: Questionnaire, tmp_path: Path
) -> None:
    person = Person(tiny, tmp_path, "xterm", "kiosk")
    person.sees(ANSWER)
    person.types("com")
    person.sees("Are you still there?")
    person.has_ended("stopped")


@pytest.mark.terminal
def test_the_questions_fit_a_terminal_of_forty_by_fifteen(tiny: Questionnaire, tmp_path: Path) -> None:
    person = Person(tiny, tmp_path, "xterm", size=(15, 40))
    person.answers(ANSWER, "comment")
    person.sees("> ")
    person.pastes(LETTER)
    person.types("\r")
    person.sees("Your comment is saved.")
    assert person.draft.comments == {"c01": LETTER.strip()}
    person.child.close(force=True)
