"""Reading comments before anyone else does, at the command line."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from imroc_audit.cli import console
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.response import Comment, CommentStatus, Response
from imroc_audit.store.repository import ImportedRow
from imroc_audit.store.workspace import Workspace
from tests.cli.conftest import Ran, Run

NAMING = "Ask Nurse Parkinson on 01632 960961.\nOr write to a@b.example, or c@d.example."
SAFE = "More evening groups, please."
ONLY = "I am the only one who visits."


@pytest.fixture
def closed(run: Run, audit: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed audit cycle with two comments, the one that may name people first; someone sits at the terminal."""
    assert run("-w", audit, "cycle", "open", "spring", "--questionnaire", "tiny").code == 0
    people = [_person("c01", NAMING), _person("c02", SAFE), *(_person("c01", "", f"{n}") for n in range(8))]
    people += [_person("c02", ONLY, "carer", perspective="carer")]
    Workspace.find(audit).repository().add_imported(AuditCycleName("spring"), people)
    assert run("-w", audit, "cycle", "close", "--yes").code == 0
    monkeypatch.setattr(console, "is_interactive", lambda: True)
    return audit


def _person(challenge: str, text: str, key: str = "", *, perspective: str = "staff") -> ImportedRow:
    key = key or challenge
    said = Comment(key=key, audit_cycle="spring", perspective=perspective, challenge=challenge, text=text)
    response = Response(
        key=key, audit_cycle="spring", perspective=perspective, mode="import", month="2026-03", answers="01234"
    )
    return f"row {key}", response.row, (said,) if text else ()


def review(run: Run, folder: Path, *typed: str, again: bool = False) -> Ran:
    return run("-w", folder, "comments", "review", *(["--again"] if again else []), typed="\n".join(typed) + "\n")


def decided(folder: Path) -> dict[str, tuple[CommentStatus, str]]:
    """What was decided about each comment, and the text that may be shown."""
    found = Workspace.find(folder).repository().comments(AuditCycleName("spring"))
    return {one.key: (one.status, one.shown) for one in found if one.perspective == "staff"}


def test_blank_forms_do_not_make_the_comments_of_one_person_readable(run: Run, audit: Path) -> None:
    assert run("-w", audit, "cycle", "open", "spring", "--questionnaire", "tiny").code == 0
    people = [_person("c01", ONLY), *(_person("c01", "", f"{n}") for n in range(9))]
    blank = [(row_id, row._replace(answers="...__"), said) for row_id, row, said in people[1:]]
    Workspace.find(audit).repository().add_imported(AuditCycleName("spring"), [people[0], *blank])
    assert run("-w", audit, "cycle", "close", "--yes").code == 0
    assert ONLY not in review(run, audit, "5").out
    assert run("-w", audit, "report", "--format", "html").code == 0
    assert ONLY not in "".join(path.read_text(encoding="utf-8") for path in (audit / "reports").glob("*.html"))


def test_what_may_name_someone_is_said_in_plain_words_once_for_each_kind(run: Run, closed: Path) -> None:
    lines = review(run, closed, "5").out.splitlines()
    assert [line.strip() for line in lines if "who someone is" in line] == [
        "May show who someone is: it may have a name.",
        "May show who someone is: it has a telephone number.",
        "May show who someone is: it has an e-mail address.",
    ]
    assert "Ask [[Nurse Parkinson]] on [[01632 960961]]." in lines


def test_enter_takes_the_suggested_redaction(run: Run, closed: Path) -> None:
    assert review(run, closed, "2", "", "1").out.endswith("All comments have been read.\n")
    taken_out = "Ask [removed] on [removed].\nOr write to [removed], or [removed]."
    assert decided(closed) == {"c01": ("redacted", taken_out), "c02": ("approved", SAFE)}


@pytest.mark.parametrize("nothing", ["", "   ", "back", " Back "])
def test_no_text_leads_back_to_the_choice(run: Run, closed: Path, nothing: str) -> None:
    done = review(run, closed, "4", "2", nothing, "3")
    assert done.code == 0, done.err
    assert decided(closed)["c02"] == ("withheld", "")


def test_back_leads_away_from_the_suggestion(run: Run, closed: Path) -> None:
    review(run, closed, "2", "back", "3", "5")
    assert decided(closed)["c01"] == ("withheld", "")


def test_the_reviewer_s_own_words_take_the_place_of_the_comment(run: Run, closed: Path) -> None:
    review(run, closed, "2", "  Say who to ask.  ", "5")
    assert decided(closed)["c01"] == ("redacted", "Say who to ask.")


@pytest.mark.parametrize("keep", ["", "keep"])
def test_own_words_that_may_show_who_someone_is_are_kept_only_when_the_reader_says_so(
    run: Run, closed: Path, keep: str
) -> None:
    done = review(run, closed, "2", "Call 07700 900123 now", keep, "5")
    assert "May show who someone is: it has a telephone number." in done.out.split("Text to show instead")[1]
    assert decided(closed)["c01"] == ("redacted", "Call 07700 900123 now")


def test_own_words_that_may_show_who_someone_is_can_be_changed(run: Run, closed: Path) -> None:
    done = review(run, closed, "2", "Call 07700 900123 now", "no", "change", "Call us", "5")
    assert "Please type keep or change." in done.out
    assert decided(closed)["c01"] == ("redacted", "Call us")


def test_a_comment_is_read_screened_and_approved_without_what_a_terminal_would_obey(run: Run, closed: Path) -> None:
    hostile = "\x1b[31mRing \x1b]0;title\x0707700\x07 900\u202e123 \x9bnow"
    with contextlib.closing(sqlite3.connect(closed / "audit.db")) as database, database:
        database.execute("UPDATE comments SET text = ? WHERE key = 'c01'", [hostile])
    done = review(run, closed, "1", "keep", "5")
    assert "Ring [[07700 900123]] now" in done.out
    assert not set(done.out) & set("\x1b\x07\x9b\u202e")
    assert decided(closed)["c01"] == ("approved", "Ring 07700 900123 now")


@pytest.mark.parametrize(("typed", "waiting"), [(("4", "4"), 2), (("3", "4"), 1), (("4", "5"), 2), (("3", "5"), 1)])
def test_comments_left_for_later_are_counted(run: Run, closed: Path, typed: tuple[str, ...], waiting: int) -> None:
    done = review(run, closed, *typed)
    assert f"Comments that still wait: {waiting}." in done.out
    assert "have been read" not in done.out
    assert done.err.endswith(" comments review\n")


def test_a_decision_can_be_looked_at_again_and_changed(run: Run, closed: Path) -> None:
    review(run, closed, "2", "", "3")
    assert review(run, closed).out == "No comments are waiting to be read.\n"
    again = review(run, closed, "4", "1", again=True)
    assert "Decided: redacted. What is shown: Ask [removed] on [removed]." in again.out
    assert "Decided: withheld." in again.out
    assert "4 leave as it is" in again.out
    assert decided(closed)["c01"][0] == "redacted"
    assert decided(closed)["c02"] == ("approved", SAFE)


def test_the_reader_is_told_first_that_not_every_name_is_marked(run: Run, closed: Path) -> None:
    assert review(run, closed, "5").out.startswith("Not every name is marked. Read every word.\n")


def test_a_comment_that_may_show_who_someone_is_is_approved_only_when_the_reader_says_so(
    run: Run, closed: Path
) -> None:
    review(run, closed, "1", "change", "5")
    assert decided(closed)["c01"][0] == "waiting"
    done = review(run, closed, "1", "", "1")
    assert done.out.count("Everyone who reads the report will see these words.") == 1
    assert decided(closed) == {"c01": ("approved", NAMING), "c02": ("approved", SAFE)}


def test_comments_are_read_by_a_person_at_a_terminal(run: Run, closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "is_interactive", lambda: False)
    refused = review(run, closed)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "Comments to read: 2. Reading them needs a terminal.\n"


def test_comments_from_a_perspective_that_is_too_small_are_not_read_and_not_counted(run: Run, closed: Path) -> None:
    read = review(run, closed, "3", "1", again=True)
    assert ONLY not in read.out + review(run, closed, again=True).out
    assert read.out.endswith("All comments have been read.\n")
    assert "Comments waiting" not in run("-w", closed, "status").out
    assert ONLY not in run("-w", closed, "report", "--format", "html").out
