"""The interview as a machine: its way through, what it refuses, and what no sequence of moves can break."""

import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from imroc_audit.interview import COMMENT_LIMIT, Draft, Interview, Refused, Sitting, response_fields
from imroc_audit.interview.words import WORDS
from imroc_audit.model.ids import TeamName
from imroc_audit.model.questionnaire import Questionnaire
from tests.cli.survey_helpers import AWKWARD, TEAMS, RecordingDraftStore, known, sit_down


@pytest.fixture
def interview(tiny: Questionnaire) -> Interview:
    """Agreed, as staff in Elm ward, on the first statement."""
    interview = Interview(tiny, TEAMS, known(tiny))
    interview.choose(1)
    interview.do("next")
    return interview


def refusal(interview: Interview | Sitting, what: str, arg: str = "") -> str:
    with pytest.raises(Refused) as refused:
        interview.do(what, arg)
    return str(refused.value)


def remade(questionnaire: Questionnaire, **changes: object) -> Questionnaire:
    return Questionnaire.model_validate(questionnaire.model_dump() | changes)


def test_the_way_through_is_consent_perspective_team_start_statements_priorities_review_end(
    tiny: Questionnaire,
) -> None:
    interview = Interview(tiny, TEAMS)
    kinds = []
    for move in ("choose", "choose", "choose", "next", *["skip"] * 5, "next", "send"):
        kinds.append(interview.screen().kind)
        if move == "choose":
            interview.choose(1)
        else:
            interview.do(move)
    assert kinds == ["consent", "perspective", "team", "start", *["statement"] * 5, "priorities", "review"]
    assert interview.screen().kind == "end"
    assert interview.screen().can == frozenset()


def test_what_is_given_beforehand_is_not_asked(tiny: Questionnaire) -> None:
    interview = Interview(tiny, TEAMS, known(tiny))
    interview.choose(1)
    assert interview.screen().kind == "start"
    interview.do("back")
    assert interview.screen().kind == "consent"


def test_a_single_perspective_is_not_asked(tiny: Questionnaire) -> None:
    only = remade(tiny, perspectives=[tiny.perspectives[0].model_dump()])
    interview = Interview(only)
    interview.choose(1)
    assert interview.screen().kind == "start"
    assert interview.draft.perspective == "staff"


@pytest.mark.parametrize(("ask_team", "teams"), [(False, TEAMS), (True, ())])
def test_no_team_is_asked_when_there_is_none_to_ask_for(
    tiny: Questionnaire, ask_team: bool, teams: tuple[TeamName, ...]
) -> None:
    interview = Interview(remade(tiny, ask_team=ask_team), teams)
    interview.choose(1)
    interview.choose(2)
    assert interview.screen().kind == "start"


def test_someone_may_keep_their_team_to_themselves(tiny: Questionnaire) -> None:
    interview = Interview(tiny, TEAMS)
    interview.choose(1)
    interview.choose(1)
    assert [choice.label for choice in interview.screen().choices] == [*TEAMS, "I would rather not say"]
    interview.choose(3)
    assert interview.draft.team == ""


def test_declining_forgets_everything(interview: Interview) -> None:
    interview.choose(3)
    interview.do("comment", "private")
    for _ in range(3):
        interview.do("back")
    interview.do("easy_read")
    interview.choose(2)
    assert interview.draft == Draft(
        questionnaire_hash=interview.questionnaire.hash, easy_read=True, at="/end", status="declined"
    )


def test_a_statement_shows_the_scale_then_dont_know_then_not_applicable(interview: Interview) -> None:
    screen = interview.screen()
    labels = [choice.label for choice in screen.choices]
    assert labels[-2:] == ["I don't know", "Does not apply"]
    assert len(labels) == 7
    assert screen.place == "Statement 1 of 5"
    assert (screen.heading, screen.body) == ("Everyday contact", "I listen.")


def test_a_challenge_is_introduced_on_its_first_statement_only(interview: Interview) -> None:
    about = []
    for _ in range(5):
        about.append(interview.screen().about)
        interview.do("skip")
    assert about == ["How people treat each other.", "", "Who decides.", "", ""]


def test_answers_become_one_character_each(interview: Interview) -> None:
    for n in (1, 5, 6, 7):
        interview.choose(n)
    answers, priorities, comments = response_fields(interview.questionnaire, interview.draft)
    assert (answers, priorities, comments) == ("04?-.", (), {})


def test_a_statement_not_asked_of_a_perspective_is_left_out(tiny: Questionnaire) -> None:
    interview = Interview(tiny, TEAMS, known(tiny, "carer"))
    interview.choose(1)
    interview.do("next")
    for _ in range(4):
        interview.choose(2)
    assert interview.screen().kind == "priorities"
    assert response_fields(tiny, interview.draft)[0] == "1111_"


def test_going_back_shows_the_answer_and_skip_keeps_it(interview: Interview) -> None:
    interview.choose(4)
    interview.do("back")
    assert interview.screen().marks == ("", "", "", "your answer", "", "", "")
    interview.do("skip")
    assert interview.draft.answers == {"c01.1": "3"}


def test_an_answer_can_be_cleared(interview: Interview) -> None:
    assert refusal(interview, "clear") == "You cannot do that on this page."
    interview.choose(4)
    interview.do("back")
    interview.do("clear")
    assert interview.draft.answers == {}
    assert interview.screen().step == "c01.1"


@pytest.mark.parametrize("n", [-1, 0, 8, 10**9])
def test_a_number_that_is_no_choice_is_refused(interview: Interview, n: int) -> None:
    with pytest.raises(Refused, match=re.escape("Please choose a number from 1 to 7.")):
        interview.choose(n)


def test_another_perspective_cannot_take_over_answers(tiny: Questionnaire) -> None:
    interview = Interview(tiny)
    interview.choose(1)
    interview.choose(1)
    interview.do("next")
    interview.choose(2)
    for _ in range(3):
        interview.do("back")
    with pytest.raises(Refused, match="already answered as ‘Staff’"):
        interview.choose(2)
    interview.choose(1)
    assert (interview.draft.perspective, interview.draft.answers) == ("staff", {"c01.1": "1"})


def test_a_comment_belongs_to_the_challenge(interview: Interview) -> None:
    assert interview.screen().comment_label == "Comment about ‘Everyday contact’"
    interview.do("comment", "  Thank you.  ")
    interview.do("skip")
    assert interview.screen().comment == "Thank you."
    interview.do("skip")
    assert interview.screen().comment == ""
    assert response_fields(interview.questionnaire, interview.draft)[2] == {"c01": "Thank you."}


def test_an_empty_comment_removes_it(interview: Interview) -> None:
    interview.do("comment", "x")
    interview.do("comment", " \n ")
    assert interview.draft.comments == {}


def test_a_ten_thousand_character_comment_is_kept_whole(interview: Interview) -> None:
    awkward = (AWKWARD * 200)[:10_000]
    interview.do("comment", awkward)
    kept = interview.draft.comments["c01"]
    assert "\x1b" not in kept
    assert kept.count("[bold]not markup[/bold] {{ 7 * 7 }}") == awkward.count("[bold]not markup[/bold] {{ 7 * 7 }}")
    assert interview.screen().warning == ""


def test_a_comment_that_is_cut_says_so(interview: Interview) -> None:
    interview.do("comment", "x" * (COMMENT_LIMIT + 1))
    assert len(interview.draft.comments["c01"]) == COMMENT_LIMIT
    assert "has reached 20,000 characters" in interview.screen().warning


def test_an_identifying_comment_is_pointed_out_here_and_on_review(interview: Interview) -> None:
    interview.do("comment", "Dr Smith, 0113 496 0123, LS1 4AP")
    assert "a name, a telephone number and a postcode" in interview.screen().warning
    for _ in range(6):
        interview.do("skip" if interview.screen().kind == "statement" else "next")
    assert "go to statement 1." in interview.screen().warning


def test_priorities_are_ranked_and_taken_away_by_choosing_again(interview: Interview) -> None:
    for _ in range(5):
        interview.do("skip")
    interview.choose(2)
    interview.choose(1)
    assert interview.screen().chosen == ("c02", "c01")
    assert interview.screen().marks == ("number 2", "number 1")
    interview.choose(2)
    assert interview.draft.priorities == ("c01",)


def test_no_more_priorities_than_allowed(tiny: Questionnaire) -> None:
    interview = Interview(remade(tiny, priorities=1))
    interview.draft = interview.draft.model_copy(update={"at": "/priorities", "perspective": "staff", "status": "open"})
    interview.choose(1)
    with pytest.raises(Refused, match="chosen 1 already"):
        interview.choose(2)


def test_a_questionnaire_without_priorities_goes_straight_to_review(tiny: Questionnaire) -> None:
    none = remade(tiny, priorities=0)
    interview = Interview(none, TEAMS, known(none))
    interview.choose(1)
    interview.do("next")
    for _ in range(5):
        interview.do("skip")
    assert interview.screen().kind == "review"


def test_review_counts_and_leads_to_any_statement_and_back(interview: Interview) -> None:
    for n in (1, 6, 7):
        interview.choose(n)
    for what in ("skip", "skip", "next"):
        interview.do(what)
    screen = interview.screen()
    assert screen.body.split("\n") == [
        "Statements: 5",
        "Answered: 1",
        "I don't know: 1",
        "Does not apply: 1",
        "Left blank: 2",
    ]
    assert [row.number for row in screen.rows if row.blank] == [4, 5]
    assert screen.rows[0].answer == "Not true"
    interview.do("edit", "4")
    assert interview.screen().body == "I offer."
    interview.choose(1)
    assert interview.screen().kind == "review"


@pytest.mark.parametrize("arg", ["", "0", "6", "x", "-1", "²", "9" * 5000])
def test_edit_needs_the_number_of_a_statement(interview: Interview, arg: str) -> None:
    for _ in range(5):
        interview.do("skip")
    interview.do("next")
    assert refusal(interview, "edit", arg) == (
        "Please type edit and the number of a statement, from 1 to 5, or edit and one of these words: consent, "
        "priorities."
    )


def test_back_from_a_page_opened_on_the_review_leads_to_the_review(interview: Interview) -> None:
    for what in (*["skip"] * 5, "next"):
        interview.do(what)
    for page in ("5", "1", "priorities", "consent"):
        interview.do("edit", page)
        assert interview.screen().kind != "review"
        if page == "consent":
            interview.choose(1)  # the first page has no way back
        else:
            interview.do("back")
        assert interview.screen().kind == "review"
    interview.do("back")
    assert interview.screen().kind == "priorities"


def test_the_review_shows_everything_that_was_given_and_what_of_it_can_be_changed(tiny: Questionnaire) -> None:
    interview = Interview(tiny, TEAMS)
    for n in (1, 3, 2):
        interview.choose(n)
    interview.do("next")
    interview.do("comment", "Kind people.\n" + "x" * 300)
    for what in ("skip", "skip", "comment", "skip", "skip"):
        interview.do(what, "No choice.")
    interview.choose(2)
    interview.choose(1)
    interview.do("next")
    assert [(entry.text, entry.answer, entry.edit) for entry in interview.screen().entries] == [
        ("Taking part", "Yes, I agree to take part", "consent"),
        ("About you", "I am a relative or friend", ""),
        ("Your team or ward", "Oak team", "team"),
        ("What matters most", "1 Choice; 2 Everyday contact", "priorities"),
        ("Comment about ‘Everyday contact’", f"Kind people. {'x' * 187}…", "1"),
        ("Comment about ‘Choice’", "No choice.", "3"),
    ]


def test_who_answers_can_be_changed_on_the_review_until_something_is_answered(tiny: Questionnaire) -> None:
    interview = Interview(tiny, TEAMS)
    for n in (1, 1, 3):
        interview.choose(n)
    for what in ("next", *["skip"] * 5, "next"):
        interview.do(what)
    assert [entry.answer for entry in interview.screen().entries][1:] == [
        "I work here",
        "I would rather not say",
        "left blank",
    ]
    interview.do("edit", "you")
    interview.choose(2)
    assert (interview.draft.perspective, interview.screen().kind) == ("service_user", "review")


def test_what_was_known_beforehand_is_shown_on_the_review_and_cannot_be_changed(interview: Interview) -> None:
    for what in (*["skip"] * 5, "next"):
        interview.do(what)
    shown = {entry.text: (entry.answer, entry.edit) for entry in interview.screen().entries}
    assert shown["About you"] == ("I work here", "")
    assert shown["Your team or ward"] == ("Elm ward", "")


def test_someone_can_still_say_no_on_the_review(interview: Interview) -> None:
    interview.choose(1)
    for what in (*["skip"] * 4, "next"):
        interview.do(what)
    interview.do("edit", "consent")
    interview.choose(2)
    assert (interview.draft.status, interview.draft.answers) == ("declined", {})


def test_the_priorities_chosen_so_far_are_named_in_order(interview: Interview) -> None:
    for _ in range(5):
        interview.do("skip")
    assert interview.screen().hint == ""
    interview.choose(2)
    interview.choose(1)
    assert interview.screen().hint == "Chosen, most important first: 1 Choice; 2 Everyday contact"


def test_easy_read_changes_the_wording_and_nothing_else(tiny: Questionnaire) -> None:
    interview = Interview(tiny, TEAMS, known(tiny, "service_user"))
    assert interview.screen().body == "Do you want to take part?"
    interview.do("easy_read")
    assert interview.screen().body == "Do you want to?"
    interview.choose(1)
    interview.do("next")
    assert (interview.screen().place, interview.screen().body) == ("Sentence 1 of 5", "People listen.")
    interview.do("easy_read")
    assert interview.screen().body == "Staff listen."


def test_a_second_language_can_be_switched_to(tiny: Questionnaire) -> None:
    both = remade(tiny, languages=("en", "cy"), title={"en": "A questionnaire", "cy": "Holiadur"})
    interview = Interview(both)
    interview.do("language")
    assert interview.screen().heading == "Holiadur"
    interview.do("language")
    assert interview.screen().heading == "A questionnaire"


def test_the_return_code_is_shown_before_the_first_statement(interview: Interview) -> None:
    interview.do("back")
    assert "ABCD-1234" in interview.screen("ABCD-1234").body
    assert "your answers are deleted" in interview.screen("").body


def test_a_draft_of_another_questionnaire_is_refused(tiny: Questionnaire) -> None:
    with pytest.raises(Refused, match="another version"):
        Interview(tiny, TEAMS, Draft(questionnaire_hash="other"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"perspective": "nobody"},
        {"perspective": "carer", "answers": {"c02.3": "1"}},
        {"perspective": "staff", "answers": {"c01.1": "5"}},
        {"perspective": "staff", "priorities": ("c01", "c01")},
        {"perspective": "staff", "comments": {"c99": "x"}},
        {"perspective": None, "answers": {"c01.1": "1"}},
    ],
)
def test_a_draft_that_does_not_fit_is_refused(tiny: Questionnaire, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="do not fit"):
        Interview(tiny, TEAMS, Draft(questionnaire_hash=tiny.hash, status="open", **wrong))


def test_a_draft_on_a_page_that_is_gone_goes_on_from_the_start(tiny: Questionnaire) -> None:
    draft = known(tiny).model_copy(update={"status": "open", "given": ("perspective",), "at": "/team"})
    assert Interview(tiny, (), draft).screen().kind == "start"


def test_a_draft_without_a_perspective_is_no_response(tiny: Questionnaire) -> None:
    with pytest.raises(ValueError, match="perspective"):
        response_fields(tiny, Draft(questionnaire_hash=tiny.hash))


def test_every_sentence_fills_in_the_same_fields_in_easy_read() -> None:
    def fields(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    for key, wording in WORDS.items():
        assert fields(wording.say(easy_read=True)) == fields(wording.say()), key


def test_the_interview_imports_nothing_heavy() -> None:
    heavy = {"textual", "rich", "typer", "sqlalchemy", "numpy", "jinja2"}
    code = f"import sys, imroc_audit.interview; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Sittings


@pytest.fixture
def draft_store() -> RecordingDraftStore:
    return RecordingDraftStore()


def at_review(sitting: Sitting) -> Sitting:
    sitting.choose(1)
    sitting.do("next")
    for _ in range(5):
        sitting.choose(1)
    sitting.do("next")
    return sitting


def test_nothing_is_kept_before_consent_and_every_step_after(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    sitting = sit_down(tiny, draft_store, known(tiny))
    sitting.do("easy_read")
    assert draft_store.saved == []
    sitting.choose(1)
    sitting.do("next")
    sitting.choose(2)
    assert len(draft_store.saved) == 3
    assert draft_store.saved[-1] == sitting.draft


def test_a_refused_step_keeps_nothing(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    sitting = sit_down(tiny, draft_store)
    with pytest.raises(Refused):
        sitting.choose(9)
    assert draft_store.saved == []


def test_an_answer_that_cannot_be_saved_is_not_taken(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    sitting = sit_down(tiny, draft_store, known(tiny))
    sitting.choose(1)
    sitting.do("next")
    draft_store.fails = {"save"}
    before = sitting.draft
    with pytest.raises(Refused, match=r"could not be saved.*tell the person who runs this survey\.$"):
        sitting.choose(1)
    assert sitting.draft == before
    assert sitting.trouble == "/srv/audit.db: the disk is full. Make room and try again."
    draft_store.fails = set()
    sitting.choose(1)
    assert sitting.draft.answers == {"c01.1": "0"}


def test_sending_happens_once(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    sitting = at_review(sit_down(tiny, draft_store, known(tiny)))
    reviewed = sitting.draft
    sitting.do("send")
    assert sitting.outcome == "sent"
    assert refusal(sitting, "send") == "You cannot do that on this page."
    assert draft_store.sent == [reviewed]


def test_answers_that_cannot_be_sent_can_be_sent_again(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    sitting = at_review(sit_down(tiny, draft_store, known(tiny)))
    draft_store.fails = {"send"}
    assert "They are still saved." in refusal(sitting, "send")
    assert (sitting.outcome, sitting.screen().kind) == (None, "review")
    draft_store.fails = set()
    sitting.do("send")
    assert len(draft_store.sent) == 1


@pytest.mark.parametrize("step", ["choose", "comment", "send", "stop"])
def test_a_survey_that_closes_meanwhile_ends_with_the_truth(
    tiny: Questionnaire, draft_store: RecordingDraftStore, step: str
) -> None:
    sitting = sit_down(tiny, draft_store, known(tiny))
    if step == "send":
        at_review(sitting)
    else:
        sitting.choose(1)
        sitting.do("next")
    draft_store.is_closed = True
    if step == "choose":
        sitting.choose(1)
    elif step == "stop":
        assert sitting.stop() == ""
    else:
        sitting.do(step, "A comment.")
    screen = sitting.screen()
    assert (sitting.outcome, sitting.can_resume, screen.heading) == ("closed", False, "This survey has closed")
    assert screen.body.startswith("Your answers could not be sent and have been deleted. We are sorry.")
    assert not re.search(r"imroc-audit|K7M2", screen.body)
    assert (sitting.draft.answers, sitting.draft.comments, sitting.trouble) == ({}, {}, "")


def test_answers_sent_from_another_window_are_told_about(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    sitting = at_review(sit_down(tiny, draft_store, known(tiny)))
    draft_store.is_sent = True
    sitting.do("back")
    assert (sitting.outcome, sitting.can_resume) == ("sent_before", False)
    assert "sent already, from another window" in sitting.screen().body


def test_stopping_while_nothing_can_be_saved_still_tells_the_code(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    sitting = sit_down(tiny, draft_store, known(tiny))
    sitting.choose(1)
    draft_store.fails = {"save"}
    assert "K7M2-P9QX" in sitting.stop()


def test_stopping_where_answers_cannot_be_deleted_says_so(tiny: Questionnaire) -> None:
    draft_store = RecordingDraftStore(code="")
    sitting = sit_down(tiny, draft_store, known(tiny))
    sitting.choose(1)
    draft_store.fails = {"forget"}
    assert sitting.stop().startswith("Your answers could not be deleted.")
    assert "the disk is full" in sitting.trouble


def test_only_answers_that_are_kept_can_be_resumed(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    sitting = sit_down(tiny, draft_store, known(tiny))
    assert not sitting.can_resume
    sitting.choose(1)
    assert sitting.can_resume
    shared = sit_down(tiny, RecordingDraftStore(code=""), known(tiny))
    shared.choose(1)
    assert not shared.can_resume


def test_declining_forgets_and_a_failure_to_forget_is_told(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    sitting = sit_down(tiny, draft_store)
    sitting.choose(1)
    sitting.do("back")
    draft_store.fails = {"forget"}
    with pytest.raises(Refused, match="could not be deleted"):
        sitting.choose(2)
    draft_store.fails = set()
    sitting.choose(2)
    assert (sitting.outcome, draft_store.forgotten) == ("declined", 1)


@pytest.mark.parametrize("code", ["K7M2-P9QX", ""])
def test_where_nothing_can_be_saved_people_are_told_so_and_nothing_is_deleted(tiny: Questionnaire, code: str) -> None:
    draft_store = RecordingDraftStore(code)
    draft_store.fails = {"save", "forget"}
    sitting = sit_down(tiny, draft_store, known(tiny))
    with pytest.raises(Refused, match=r"could not be saved, so nothing of yours has been kept\."):
        sitting.choose(1)
    assert sitting.stop() == "Nothing could be saved, so nothing is kept."
    sitting.choose(2)
    assert sitting.screen().body.startswith("Nothing has been kept.")


def test_answers_saved_before_are_said_to_be_safe(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    sitting = sit_down(tiny, draft_store, known(tiny))
    sitting.choose(1)
    draft_store.fails = {"save"}
    assert "Your earlier answers are safe." in refusal(sitting, "next")
    again = sit_down(tiny, draft_store, draft_store.saved[-1])
    assert "Your earlier answers are safe." in refusal(again, "next")


def test_stopping_tells_the_code(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    sitting = sit_down(tiny, draft_store, known(tiny))
    sitting.choose(1)
    assert "K7M2-P9QX" in sitting.stop()
    assert draft_store.forgotten == 0


def test_stopping_where_nobody_can_come_back_forgets(tiny: Questionnaire) -> None:
    draft_store = RecordingDraftStore(code="")
    sitting = sit_down(tiny, draft_store, known(tiny))
    sitting.choose(1)
    assert "deleted" in sitting.stop()
    assert draft_store.forgotten == 1


def test_stopping_before_the_start_keeps_nothing(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    assert sit_down(tiny, draft_store).stop() == "You have not started, so nothing is kept."
    assert draft_store.forgotten == 0


def test_someone_who_comes_back_is_greeted(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    sitting = sit_down(tiny, draft_store, known(tiny))
    sitting.choose(1)
    again = sit_down(tiny, draft_store, Draft.model_validate_json(sitting.draft.model_dump_json()))
    assert (sitting.greeting, again.greeting) == ("", "Welcome back. You are where you left off.")


# Any sequence of moves


class AnyMoves(RuleBasedStateMachine):
    """Whatever is done, in whatever order, these hold; `questionnaire` is set by the test."""

    questionnaire: Questionnaire

    def __init__(self) -> None:
        super().__init__()
        self.interview = Interview(self.questionnaire, TEAMS)

    def _try(self, what: str, arg: str = "") -> bool:
        try:
            self.interview.do(what, arg)
        except Refused as reason:
            assert str(reason)  # noqa: PT017 - refusing is allowed, but never without a reason
            return False
        return True

    @rule(n=st.one_of(st.integers(1, 7), st.integers()))
    def choose(self, n: int) -> None:
        before = self.interview.draft
        if before.at == "/consent" and n == 2:
            return  # declining is tested by itself: it would end most runs
        try:
            self.interview.choose(n)
        except Refused:
            assert self.interview.draft == before

    @rule(
        what=st.sampled_from(["back", "skip", "next", "clear", "easy_read", "language", "edit", "nonsense"]),
        arg=st.sampled_from(["", "1", "3", "99", "x", "consent", "you", "team", "priorities"]),
    )
    def do(self, what: str, arg: str) -> None:
        self._try(what, arg)

    @rule(text=st.one_of(st.text(), st.just(AWKWARD)))
    def comment(self, text: str) -> None:
        self._try("comment", text)

    @precondition(lambda self: {"back", "skip"} <= self.interview.screen().can)
    @rule()
    def back_and_on_loses_nothing(self) -> None:
        before = self.interview.draft
        self._try("back")
        if not self._try("skip"):
            self._try("next")
        after = self.interview.draft
        assert (after.answers, after.comments, after.priorities) == (
            before.answers,
            before.comments,
            before.priorities,
        )

    @rule(sent=st.sampled_from([False] * 9 + [True]))
    def send(self, sent: bool) -> None:
        if sent:
            self._try("send")

    @invariant()
    def the_draft_round_trips_and_shows_the_same_screen(self) -> None:
        draft = Draft.model_validate_json(self.interview.draft.model_dump_json())
        assert draft == self.interview.draft
        assert Interview(self.questionnaire, TEAMS, draft).screen("X") == self.interview.screen("X")

    @invariant()
    def a_response_always_has_the_right_shape(self) -> None:
        draft = self.interview.draft
        if draft.perspective is None:
            return
        answers, priorities, _ = response_fields(self.questionnaire, draft)
        assert len(answers) == len(self.questionnaire.statements)
        for answer, statement in zip(answers, self.questionnaire.statements, strict=True):
            assert answer in ("01234?-." if statement.asked_of(draft.perspective) else "_")
        assert len(set(priorities)) == len(priorities) <= self.questionnaire.priorities

    @invariant()
    def what_is_offered_is_marked_and_numbered(self) -> None:
        screen = self.interview.screen()
        assert len(screen.marks) == len(screen.choices)
        assert all(choice.label for choice in screen.choices)


def test_no_sequence_of_moves_breaks_the_interview(tiny: Questionnaire) -> None:
    machine = type("AnyMovesOnTiny", (AnyMoves,), {"questionnaire": tiny})
    run_state_machine_as_test(machine, settings=settings(max_examples=60, stateful_step_count=40))


@given(moves=st.lists(st.integers(1, 7), min_size=5, max_size=5))
def test_all_answers_given_are_all_answers_stored(tiny: Questionnaire, moves: list[int]) -> None:
    interview = Interview(tiny, TEAMS, known(tiny))
    interview.choose(1)
    interview.do("next")
    for n in moves:
        interview.choose(n)
    assert response_fields(tiny, interview.draft)[0] == "".join("01234?-"[n - 1] for n in moves)
