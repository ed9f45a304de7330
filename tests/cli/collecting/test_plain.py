"""The plain view: exact conversations, awkward terminals, and an end to every input."""

import io
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.cli.collecting import plain
from imroc_audit.errors import AuditError, UsageError
from imroc_audit.interview import Draft, Sitting, SittingEnd
from imroc_audit.model.questionnaire import Questionnaire
from tests.cli.survey_helpers import AWKWARD, RecordingDraftStore, known, sit_down

WHOLE = ["1", "1", "1", "", "5", "4", "3", "2", "1", "2", "1", "", "send"]
"""Consent, staff, Elm ward, start, five answers, two priorities, on, send."""


@pytest.fixture
def draft_store() -> RecordingDraftStore:
    return RecordingDraftStore()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def hold(sitting: Sitting, typed: list[str]) -> tuple[SittingEnd, str]:
    """A conversation with a script, whose lines are shown nowhere."""
    return _hold(sitting, io.StringIO, typed)


def hold_with_a_person(sitting: Sitting, typed: list[str]) -> tuple[SittingEnd, str]:
    """A conversation with someone at a terminal, who sees what is refused."""
    return _hold(sitting, Terminal, typed)


def _hold(sitting: Sitting, kind: type[io.StringIO], typed: list[str]) -> tuple[SittingEnd, str]:
    written = io.StringIO()
    outcome = plain.run(sitting, read=kind("".join(f"{line}\n" for line in typed)), write=written)
    return outcome, written.getvalue()


def test_a_whole_survey(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    outcome, _ = hold(sit_down(tiny, draft_store), WHOLE)
    assert outcome == "sent"
    sent = draft_store.sent[0]
    assert (sent.perspective, sent.team, sent.priorities) == ("staff", "Elm ward", ("c02", "c01"))
    assert sent.answers == {"c01.1": "4", "c01.2": "3", "c02.1": "2", "c02.2": "1", "c02.3": "0"}


def test_what_a_person_reads_on_the_first_statements(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    _, text = hold_with_a_person(sit_down(tiny, draft_store, known(tiny)), ["1", "", "5", "9", "stop"])
    assert text[text.index("Statement 1") :] == (
        "Statement 1 of 5\n"
        "Everyday contact\n"
        "How people treat each other.\n"
        "I listen.\n"
        "How true is this here?\n"
        "  1  Not true\n"
        "  2  A little true\n"
        "  3  Partly true\n"
        "  4  Mostly true\n"
        "  5  Completely true\n"
        "  6  I don't know\n"
        "  7  Does not apply\n"
        "Type a number, or one of these words: back, skip, comment, easy, help, stop.\n"
        "Your answer, 1 to 7: "
        "\n"
        "Statement 2 of 5\n"
        "Everyday contact\n"
        "I rush.\n"
        "Your answer, 1 to 7: "
        "Please choose a number from 1 to 7.\n"
        "Your answer, 1 to 7: "
        "\n"
        "Your answers so far are saved. To carry on later, use your return code:\n"
        "K7M2-P9QX\n"
    )


def test_the_scale_is_read_out_once_per_challenge_and_on_request(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    _, text = hold(sit_down(tiny, draft_store, known(tiny)), ["1", "", "skip", "?", "skip", "skip"])
    assert text.count("Completely true") == 3


@pytest.mark.parametrize("stop_after", range(len(WHOLE)))
def test_the_end_of_the_input_stops_at_any_prompt(
    tiny: Questionnaire, draft_store: RecordingDraftStore, stop_after: int
) -> None:
    sitting = sit_down(tiny, draft_store)
    outcome, text = hold(sitting, WHOLE[:stop_after])
    assert outcome == "stopped"
    assert draft_store.sent == []
    if stop_after:
        assert "K7M2-P9QX" in text.splitlines()[-1]
        assert draft_store.saved[-1] == sitting.draft
    else:
        assert (draft_store.saved, draft_store.forgotten) == ([], 0)


class InterruptedInput(io.StringIO):
    """Lines, and then somebody presses Ctrl-C."""

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # as io.StringIO itself
        line = super().readline(size)
        if not line:
            raise KeyboardInterrupt
        return line


@pytest.mark.parametrize("stop_after", range(len(WHOLE)))
def test_ctrl_c_at_any_prompt_ends_politely(
    tiny: Questionnaire, draft_store: RecordingDraftStore, stop_after: int
) -> None:
    sitting, written = sit_down(tiny, draft_store), io.StringIO()
    read = InterruptedInput("".join(f"{line}\n" for line in WHOLE[:stop_after]))
    assert plain.run(sitting, read=read, write=written) == "interrupted"
    assert ("K7M2-P9QX" in written.getvalue().splitlines()[-1]) is bool(stop_after)


@pytest.mark.parametrize("kind", [io.StringIO, InterruptedInput])
def test_a_comment_begun_is_kept_when_the_input_ends(
    tiny: Questionnaire, draft_store: RecordingDraftStore, kind: Callable[[str], io.StringIO]
) -> None:
    read = kind("1\n\ncomment\nThe first line\nand the second\n")
    plain.run(sit_down(tiny, draft_store, known(tiny)), read=read, write=io.StringIO())
    assert draft_store.saved[-1].comments == {"c01": "The first line\nand the second"}


def test_declining(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    outcome, text = hold(sit_down(tiny, draft_store), ["no"])
    assert (outcome, draft_store.saved, draft_store.forgotten) == ("declined", [], 0)
    assert "Nothing has been kept." in text


def test_words_do_what_they_say(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    consent = ["EASY", "Yes, I want to take part", "service_user", "oak TEAM", "next"]
    hold(sit_down(tiny, draft_store), [*consent, "3.", "back", "clear", "skip"])
    last = draft_store.saved[-1]
    assert (last.perspective, last.team, last.easy_read) == ("service_user", "Oak team", True)
    assert last.answers == {}
    assert last.at == "c01.2"


def test_priorities_may_be_typed_on_one_line(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    hold(sit_down(tiny, draft_store, known(tiny)), ["1", "", *["skip"] * 5, "2, 1", "", "send"])
    assert draft_store.sent[0].priorities == ("c02", "c01")


@pytest.mark.parametrize(
    "junk", ["", " ", "maybe", "0", "99999999999999999999", "-1", "1 2", "²", "\x1b[A", "send", "edit 1", "½"]
)
def test_junk_is_refused_in_words_and_asked_again(
    tiny: Questionnaire, draft_store: RecordingDraftStore, junk: str
) -> None:
    _, text = hold_with_a_person(sit_down(tiny, draft_store, known(tiny)), ["1", "", junk, "2"])
    assert draft_store.saved[-1].answers == {"c01.1": "1"}
    assert "\x1b" not in text


def test_review_lists_what_is_blank_and_edit_goes_there(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    _, text = hold(
        sit_down(tiny, draft_store, known(tiny)), ["1", "", "1", "skip", "1", "1", "1", "", "edit 2", "5", "send"]
    )
    assert "Left blank:\n  2  I rush.\n" in text
    assert draft_store.sent[0].answers["c01.2"] == "4"


def test_a_failing_send_is_told_and_can_be_tried_again(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    draft_store.fails = {"send"}
    outcome, text = hold_with_a_person(sit_down(tiny, draft_store), [*WHOLE, "send"])
    assert text.count("Your answers could not be sent.") == 2
    assert outcome == "stopped"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["1", "", "5", "9", "4", "4", "4"], "Line 4: Please choose a number from 1 to 7. Type a number, or"),
        (["1", "", "5", "Mostly", "4"], "Line 4: That was not understood. Type a number, or one of these words: back"),
        (["1", "", "5", "", "4"], "Line 4: That was not understood."),
        (["1", "", "comment", "Dr Smith", "", "4"], "Line 6: That was not understood. Type keep to leave"),
    ],
)
def test_a_script_stops_at_the_first_line_that_is_refused(
    tiny: Questionnaire, draft_store: RecordingDraftStore, typed: list[str], message: str
) -> None:
    sitting = sit_down(tiny, draft_store, known(tiny))
    with pytest.raises(UsageError) as refused:
        hold(sitting, [*typed, *["1"] * 5, "", "send"])
    assert str(refused.value).startswith(message)
    assert str(refused.value).endswith("\nThese answers were not sent.")
    assert draft_store.sent == []
    assert sitting.can_resume


def test_a_script_whose_answers_cannot_be_sent_is_no_mistake_of_the_script(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    draft_store.fails = {"send"}
    with pytest.raises(AuditError, match="Line 13: Your answers could not be sent") as failed:
        hold(sit_down(tiny, draft_store), WHOLE)
    assert failed.value.exit_code == 1


@pytest.mark.parametrize("last", ["3", "stop", "comment"])
def test_a_survey_that_closes_meanwhile_ends_with_its_last_page(
    tiny: Questionnaire, draft_store: RecordingDraftStore, last: str
) -> None:
    sitting = sit_down(tiny, draft_store, known(tiny))
    sitting.choose(1)
    sitting.do("next")
    draft_store.is_closed = True
    outcome, text = hold_with_a_person(sitting, [last, "Some words.", "", "4"])
    assert outcome == "closed"
    assert "This survey has closed\nYour answers could not be sent and have been deleted." in text
    assert not any(words in text for words in ("saved", "K7M2-P9QX", "imroc-audit"))


def test_several_priorities_typed_as_the_survey_closes_end_with_its_last_page(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    sitting = sit_down(tiny, draft_store, known(tiny))
    sitting.choose(1)
    for what in ("next", *["skip"] * 5):
        sitting.do(what)
    draft_store.is_closed = True
    assert hold_with_a_person(sitting, ["1 2"])[0] == "closed"


class FailsOnce(RecordingDraftStore):
    """Cannot keep the first comment, and then can."""

    def save(self, draft: Draft) -> None:
        self.fails = {"save"} if draft.comments and not self.fails else set()
        super().save(draft)


def test_a_comment_that_could_not_be_saved_need_not_be_written_again(tiny: Questionnaire) -> None:
    draft_store = FailsOnce()
    _, text = hold_with_a_person(sit_down(tiny, draft_store, known(tiny)), ["1", "", "comment", "One.", "", "", "skip"])
    assert "could not be saved" in text
    assert draft_store.saved[-1].comments == {"c01": "One."}


def test_the_review_shows_what_was_given_and_how_to_change_it(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    typed = [*WHOLE[:4], "comment", "Kind.", "", *WHOLE[4:-1], "edit team", "2", "edit 3", "back", "send"]
    _, text = hold(sit_down(tiny, draft_store), typed)
    assert (
        "Taking part (edit consent): Yes, I agree to take part\n"
        "About you: I work here\n"
        "Your team or ward (edit team): Elm ward\n"
        "What matters most (edit priorities): 1 Choice; 2 Everyday contact\n"
        "Comment about ‘Everyday contact’ (edit 1): Kind.\n"
    ) in text
    assert "Type send, edit, back or stop:" in text
    assert (draft_store.sent[0].team, draft_store.sent[0].answers["c02.1"]) == ("Oak team", "2")


def test_a_comment_is_written_over_several_lines(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    _, text = hold(sit_down(tiny, draft_store, known(tiny)), ["1", "", "comment", "One.", "Two.", ".", "skip"])
    assert draft_store.saved[-1].comments == {"c01": "One.\nTwo."}
    assert "Comment about ‘Everyday contact’" in text
    assert "You have written a comment about this." in text


@pytest.mark.parametrize(
    ("typed", "kept"), [([""], {"c01": "One."}), (["Two.", ""], {"c01": "Two."}), (["delete"], {})]
)
def test_a_comment_can_be_kept_changed_or_removed(
    tiny: Questionnaire, draft_store: RecordingDraftStore, typed: list[str], kept: dict[str, str]
) -> None:
    hold(sit_down(tiny, draft_store, known(tiny)), ["1", "", "comment", "One.", "", "comment", *typed, "skip"])
    assert draft_store.saved[-1].comments == kept


def test_an_identifying_comment_is_questioned(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    typed = ["1", "", "comment", "Ring 0113 496 0123", "", "what", "change", "Ring me", "", "skip"]
    _, text = hold_with_a_person(sit_down(tiny, draft_store, known(tiny)), typed)
    assert "It looks as if it has a telephone number." in " ".join(text.split())
    assert draft_store.saved[-1].comments == {"c01": "Ring me"}


def test_an_awkward_comment_of_ten_thousand_characters_does_no_harm(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    comment = (AWKWARD * 200)[:10_000]
    _, text = hold(sit_down(tiny, draft_store, known(tiny)), ["1", "", "comment", comment, "", "comment", "", "skip"])
    kept = draft_store.saved[-1].comments["c01"]
    assert "[bold]not markup[/bold] {{ 7 * 7 }} {name} <b>x</b> 😀" in kept
    assert "שלום" in text
    assert not set(text + kept) & set("\x1b\x07\x00")


def test_an_ascii_terminal_shows_near_letters(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    raw = io.BytesIO()
    typed = io.TextIOWrapper(io.BytesIO("1\n\ncomment\nCafé “here” 😀\n\ncomment\n\n".encode()), encoding="ascii")
    with io.TextIOWrapper(raw, encoding="ascii") as write:
        plain.run(sit_down(tiny, draft_store, known(tiny)), read=typed, write=write)
        text = raw.getvalue().decode("ascii")
    assert "Comment about 'Everyday contact'" in text
    assert 'Cafe "here" ?' in text
    assert draft_store.saved[-1].comments == {"c01": "Café “here” 😀"}


def test_bytes_that_are_not_utf8_are_still_read(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    typed = io.TextIOWrapper(io.BytesIO(b"1\n\ncomment\ncaf\xe9\n\n"), encoding="utf-8")
    plain.run(sit_down(tiny, draft_store, known(tiny)), read=typed, write=io.StringIO())
    assert draft_store.saved[-1].comments == {"c01": "café"}


def test_lines_fit_forty_columns(
    tiny: Questionnaire, draft_store: RecordingDraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    _, text = hold(sit_down(tiny, draft_store), ["help", *WHOLE[:4], "comment", "Dr Smith", "", "keep", *WHOLE[4:]])
    assert max(map(len, text.splitlines())) <= 40


def test_standard_input_and_output_are_looked_up_when_it_runs(
    tiny: Questionnaire,
    draft_store: RecordingDraftStore,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    assert plain.run(sit_down(tiny, draft_store)) == "declined"
    assert "That is fine" in capsys.readouterr().out


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """What each wait for a line finds; then always a line."""
    waits: list[bool] = []
    monkeypatch.setattr(plain, "_has_line", lambda *_: waits.pop(0) if waits else True)
    return iter([waits])


def test_a_shared_computer_forgets_someone_who_has_left(tiny: Questionnaire, quiet: Iterator[list[bool]]) -> None:
    draft_store, written = RecordingDraftStore(code=""), io.StringIO()
    next(quiet)[:] = [True, True, False, False]
    sitting = sit_down(tiny, draft_store, known(tiny))
    outcome = plain.run(sitting, read=Terminal("1\n\n3\n"), write=written, idle_seconds=60)
    assert (outcome, draft_store.forgotten, draft_store.sent) == ("stopped", 1, [])
    assert "Are you still there?" in written.getvalue()
    assert written.getvalue().endswith("\n" * 20)


@pytest.mark.parametrize(("term", "ending"), [("xterm", "\x1b[H\x1b[2J\x1b[3J"), ("dumb", "\n" * 20)])
def test_a_shared_terminal_is_cleared_with_the_lines_above_it(
    tiny: Questionnaire, quiet: Iterator[list[bool]], monkeypatch: pytest.MonkeyPatch, term: str, ending: str
) -> None:
    monkeypatch.setenv("TERM", term)
    written = Terminal()
    plain.run(sit_down(tiny, RecordingDraftStore(code="")), read=Terminal("no\n"), write=written, idle_seconds=60)
    assert written.getvalue().endswith(ending)
    assert ("\x1b" in written.getvalue()) == (term == "xterm")


def test_a_shared_computer_carries_on_for_someone_who_is_there(
    tiny: Questionnaire, quiet: Iterator[list[bool]]
) -> None:
    draft_store = RecordingDraftStore(code="")
    next(quiet)[:] = [True, True, False, True]
    sitting = sit_down(tiny, draft_store, known(tiny))
    plain.run(sitting, read=Terminal("1\n\n3\n"), write=io.StringIO(), idle_seconds=60)
    assert draft_store.saved[-1].answers == {"c01.1": "2"}


@given(
    st.lists(
        st.one_of(st.text(max_size=12), st.sampled_from([*WHOLE, "back", "comment", "edit 3", "easy", "?"])),
        max_size=60,
    )
)
def test_any_lines_come_to_an_end(tiny: Questionnaire, typed: list[str]) -> None:
    draft_store = RecordingDraftStore()
    sitting = sit_down(tiny, draft_store)
    outcome, text = hold_with_a_person(sitting, typed)
    assert outcome in ("sent", "declined", "stopped")
    assert "\x1b" not in text
    assert len(draft_store.sent) == (outcome == "sent")
    assert Draft.model_validate_json(sitting.draft.model_dump_json()) == sitting.draft
