"""`survey --from-paper` as a command: lines piped in, and keys at a real terminal."""

from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.store.repository import Repository
from tests.children import at_a_terminal
from tests.cli.conftest import Ran, Run

STAFF = ("--perspective", "staff", "--team", "Elm ward")


@pytest.fixture
def asking(run: Run, audit: Path) -> Path:
    """A workspace with an open audit cycle."""
    assert run("-w", audit, "cycle", "open", "2026-spring", "--questionnaire", "tiny").code == 0
    return audit


def enter(run: Run, audit: Path, *lines: str, arguments: tuple[str, ...] = STAFF) -> Ran:
    return run("-w", audit, "survey", "--from-paper", *arguments, typed="".join(f"{line}\n" for line in lines))


def stored(audit: Path) -> list[tuple[str, str, str, str]]:
    """Perspective, team, answers and priorities of each response."""
    with Repository.open(audit / "audit.db") as repository:
        return sorted(
            (group.perspective, group.team, *one)
            for group, answers, priorities in repository.group_batches(AuditCycleName("2026-spring"))
            for one in zip(answers.split("\n"), priorities.split("\n"), strict=True)
        )


def test_a_line_is_a_form(run: Run, asking: Path) -> None:
    done = enter(run, asking, "43 210 / 2 1", "", "4.dN.", "4321 0/")
    assert (done.code, done.err) == (0, "")
    assert done.out == "Form 1 saved.\nForm 2 saved.\nForm 3 saved.\n3 forms entered: Staff 3.\n"
    assert [row[2:] for row in stored(asking)] == [("4.?-.", ""), ("43210", ""), ("43210", "c02 c01")]


def test_perspective_and_team_hold_until_they_are_changed(run: Run, asking: Path) -> None:
    done = enter(run, asking, "43210", "perspective carer", "4321", "team oak team", "1234", "stop", "0000")
    assert done.code == 0
    assert [row[:3] for row in stored(asking)] == [
        ("carer", "Elm ward", "4321_"),
        ("carer", "Oak team", "1234_"),
        ("staff", "Elm ward", "43210"),
    ]


def test_undo_takes_back_the_last_form(run: Run, asking: Path) -> None:
    done = enter(run, asking, "43210", "00000", "undo", "11111")
    assert done.code == 0
    assert [row[2] for row in stored(asking)] == ["11111", "43210"]
    assert done.out.endswith("2 forms entered: Staff 2.\n")


def test_a_comment_goes_with_the_next_form_and_is_screened(run: Run, asking: Path) -> None:
    done = enter(run, asking, "comment 2 Ring 07700 900123.", "43210")
    assert "It looks as if it has a telephone number." in done.out
    with Repository.open(asking / "audit.db") as repository:
        (comment,) = repository.comments(AuditCycleName("2026-spring"))
    assert (comment.challenge, comment.text, comment.status) == ("c02", "Ring 07700 900123.", "waiting")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("4321", "Line 2: This form has 5 statements, and 4 answers were typed."),
        ("432100", "Line 2: This form has 5 statements, and all of them are typed in."),
        ("43219", "Line 2: Statement 5 (c02.3): '9' is no answer. Type one of 0 1 2 3 4 d n, or a full stop"),
        ("43210 / 3", "Line 2: Type numbers of challenges, from 1 to 2"),
        ("43210 / 1 1", "Line 2: One challenge is named twice."),
        ("perspective nobody", "Line 2: There is no perspective 'nobody'."),
        ("team Ash ward", "Line 2: There is no team 'Ash ward'."),
        ("comment 9 Hello", "Line 2: There is no challenge with that number."),
        ("undo\nundo", "Line 3: Only the form saved last can be taken back"),
    ],
)
def test_a_line_that_is_not_understood_ends_a_script_and_forms_before_it_are_kept(
    run: Run, asking: Path, line: str, message: str
) -> None:
    done = enter(run, asking, "11111", line, "22222")
    assert done.code == 2
    assert done.err.startswith(message)
    assert "22222" not in [row[2] for row in stored(asking)]
    assert [row[2] for row in stored(asking)] == ([] if line.startswith("undo") else ["11111"])


def test_without_a_perspective_a_script_is_told_how_to_give_it(run: Run, asking: Path) -> None:
    done = enter(run, asking, "43210", arguments=())
    assert done.code == 2
    assert "--perspective staff or service_user or carer" in done.err


@pytest.mark.parametrize("option", [("--kiosk",), ("--resume", "7K4M-Q2XP"), ("--language", "en")])
def test_what_has_no_meaning_on_paper_is_refused(run: Run, asking: Path, option: tuple[str, ...]) -> None:
    refused = enter(run, asking, arguments=(*STAFF, *option))
    assert refused.code == 2
    assert f"Leave out {option[0]}." in refused.err


class Terminal:
    """A person at a real terminal of 80 by 24."""

    def __init__(self, audit: Path, *options: str) -> None:
        command = ["-m", "imroc_audit", "-w", str(audit), "survey", "--from-paper", *options]
        self._spawned = at_a_terminal(command)

    def sees(self, text: str) -> None:
        self._spawned.expect_exact(text)

    def types(self, keys: str) -> None:
        self._spawned.send(keys)

    def is_killed(self) -> None:
        self._spawned.kill(9)
        self._spawned.wait()

    def end(self) -> int:
        self._spawned.expect(pexpect.EOF)
        self._spawned.close()
        return int(self._spawned.exitstatus)

    def close(self) -> None:
        self._spawned.close(force=True)


@pytest.fixture
def terminal(asking: Path) -> Iterator[Terminal]:
    opened = Terminal(asking, *STAFF)
    opened.sees("c01.1 I listen.")
    yield opened
    opened.close()


@pytest.mark.terminal
def test_one_keystroke_is_one_answer_however_fast_they_come(terminal: Terminal, asking: Path) -> None:
    for form in (1, 2):
        terminal.types("43 dn")
        terminal.sees("What matters most")
        terminal.types("2\r\r")
        terminal.sees(f"Form {form} saved.")
    terminal.types("q")
    terminal.sees("2 forms entered: Staff 2.")
    assert terminal.end() == 0
    assert [row[2:] for row in stored(asking)] == [("43.?-", "c02")] * 2


@pytest.mark.terminal
def test_keys_and_whole_forms_are_taken_back(terminal: Terminal, asking: Path) -> None:
    terminal.types("9\x1b[A44\x7f3u3210")
    terminal.sees("What matters most")
    terminal.types("\r\r")
    terminal.sees("Form 1 saved.")
    terminal.types("U")
    terminal.sees("It is not counted now.")
    terminal.types("u")
    terminal.sees("What matters most")
    terminal.types("u\r")
    terminal.sees("c02.3 I wait.")
    terminal.types("4")
    terminal.sees("What matters most")
    terminal.types("1\r\r")
    terminal.sees("Form 1 saved.")
    terminal.types("q")
    assert terminal.end() == 0
    assert [row[2:] for row in stored(asking)] == [("43214", "c01")]


@pytest.mark.terminal
def test_a_comment_is_typed_where_it_stands_and_the_stack_is_changed(terminal: Terminal, asking: Path) -> None:
    terminal.types("43c")
    terminal.sees("Comment about ‘Everyday contact’")
    terminal.types("The door is open.\r")
    terminal.sees("c02.1 I ask.")
    terminal.types("210\r\r")
    terminal.sees("Form 1 saved.")
    terminal.types("b")
    terminal.sees("Whose forms are these")
    terminal.types("3\r")
    terminal.sees("Which team")
    terminal.types("\r")
    terminal.sees("Staff listen to us.")
    terminal.types("4321\r\rq")
    terminal.sees("2 forms entered: Staff 1, Relatives and friends 1.")
    assert terminal.end() == 0
    assert [row[:3] for row in stored(asking)] == [("carer", "", "4321_"), ("staff", "Elm ward", "43210")]
    with Repository.open(asking / "audit.db") as repository:
        assert [comment.text for comment in repository.comments(AuditCycleName("2026-spring"))] == ["The door is open."]


@pytest.mark.terminal
def test_a_form_thrown_away_is_not_saved_and_a_half_typed_one_is_asked_about(terminal: Terminal, asking: Path) -> None:
    terminal.types("43x")
    terminal.sees("Throw this form away?")
    terminal.types("y")
    terminal.sees("c01.1 I listen.")
    terminal.types("4q")
    terminal.sees("This form is not saved. Stop all the same?")
    terminal.types("n")
    terminal.sees("c01.2 I rush.")
    terminal.types("qy")
    terminal.sees("The form that was not finished was not saved.")
    terminal.sees("No forms entered.")
    assert terminal.end() == 0
    assert stored(asking) == []


@pytest.mark.terminal
def test_the_keys_that_the_help_names_work_after_the_last_statement_too(terminal: Terminal, asking: Path) -> None:
    terminal.types("43210")
    terminal.sees("c: comment, x: throw")
    terminal.types("?\r")
    terminal.sees("c: type in a comment.")
    terminal.types("c\r")
    terminal.sees("Comment about ‘Choice’ (only Enter: none): ")
    terminal.types("They ask.\r")
    terminal.sees("What matters most")
    terminal.types("q\r")
    terminal.sees("This form is not saved. Stop all the same?")
    terminal.types("n")
    terminal.sees("What matters most")
    terminal.types("x\r")
    terminal.sees("Throw this form away?")
    terminal.types("n")
    terminal.sees("What matters most")
    terminal.types("\r")
    terminal.sees("c takes a comment, x throws it")
    terminal.types("\rq")
    assert terminal.end() == 0
    with Repository.open(asking / "audit.db") as repository:
        assert [comment.text for comment in repository.comments(AuditCycleName("2026-spring"))] == ["They ask."]


@pytest.mark.terminal
def test_ctrl_c_says_what_was_saved(terminal: Terminal, asking: Path) -> None:
    terminal.types("43210\r\r")
    terminal.sees("Form 1 saved.")
    terminal.types("4")
    terminal.sees("c01.2 I rush.")
    terminal.types("\x03")
    terminal.sees("The form that was not finished was not saved.")
    terminal.sees("1 form entered: Staff 1.")
    assert terminal.end() == 130
    assert len(stored(asking)) == 1


@pytest.mark.terminal
def test_a_program_that_is_killed_keeps_whole_forms_and_no_half_ones(terminal: Terminal, asking: Path) -> None:
    terminal.types("43210\r\r")
    terminal.sees("Form 1 saved.")
    terminal.types("432")
    terminal.sees("c02.2 I offer.")
    terminal.is_killed()
    assert [row[2] for row in stored(asking)] == ["43210"]


@pytest.mark.terminal
def test_what_is_pasted_into_the_keys_answers_nothing(terminal: Terminal, asking: Path) -> None:
    terminal.types("4\x1b[200~3210\r\rqy\x1b[201~")
    terminal.sees("That is not beside a box.")
    terminal.types("3210")
    terminal.sees("What matters most")
    terminal.types("\r\rq")
    terminal.sees("1 form entered: Staff 1.")
    assert terminal.end() == 0
    assert [row[2] for row in stored(asking)] == ["43210"]


@pytest.mark.terminal
@pytest.mark.parametrize(("begins", "ends"), [("\x1b[200~", "\x1b[201~\r"), ("", "\r")])
def test_the_lines_of_a_comment_pasted_at_once_answer_nothing(
    terminal: Terminal, asking: Path, begins: str, ends: str
) -> None:
    terminal.types("43c")
    terminal.sees("(only Enter: none): ")
    terminal.types(f"{begins}The door is open.\r\r4d\rUx{ends}")
    terminal.sees("c02.1 I ask.")
    terminal.types("210")
    terminal.sees("What matters most")
    terminal.types("\r\rq")
    terminal.sees("1 form entered: Staff 1.")
    assert terminal.end() == 0
    assert [row[2] for row in stored(asking)] == ["43210"]
    with Repository.open(asking / "audit.db") as repository:
        (comment,) = repository.comments(AuditCycleName("2026-spring"))
    assert comment.text == ("The door is open.\n\n4d\nUx" if begins else "The door is open.")


@pytest.mark.terminal
def test_several_forms_pasted_at_once_are_none_and_a_line_pasted_is_one(asking: Path) -> None:
    plain = Terminal(asking, *STAFF, "--plain")
    plain.sees("Form 1 (Staff, Elm ward): ")
    plain.types("\x1b[200~43210\r00000\rundo\x1b[201~\r")
    plain.sees("Several lines came at once, so none was taken.")
    plain.sees("Form 1 (Staff, Elm ward): ")
    plain.types("\x1b[200~43210 / 1\x1b[201~\r")
    plain.sees("Form 2 (Staff, Elm ward): ")
    plain.types("11111\r00000\r")
    plain.sees("What was typed before this question was shown")
    plain.sees("Form 3 (Staff, Elm ward): ")
    plain.types("stop\r")
    assert plain.end() == 0
    assert [row[2] for row in stored(asking)] == ["11111", "43210"]


@pytest.mark.terminal
def test_plain_lines_at_a_terminal_ask_again_after_a_mistake(asking: Path) -> None:
    plain = Terminal(asking, *STAFF, "--plain")
    plain.sees("Form 1 (Staff, Elm ward): ")
    plain.types("4321\r")
    plain.sees("4 answers were typed.")
    plain.sees("Form 1 (Staff, Elm ward): ")
    plain.types("43210 / 1\r")
    plain.sees("Form 2 (Staff, Elm ward): ")
    plain.types("stop\r")
    plain.sees("1 form entered: Staff 1.")
    assert plain.end() == 0
    assert [row[2:] for row in stored(asking)] == [("43210", "c01")]
