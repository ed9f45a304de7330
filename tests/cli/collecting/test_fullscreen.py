"""The full-screen view: driven key by key, at every size it is used at, and in a real terminal."""

import io
from itertools import pairwise
from time import monotonic

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static, TextArea

from imroc_audit.cli.collecting import dialogs, fullscreen, plain
from imroc_audit.cli.collecting.dialogs import Editor, StillThere, StopScreen
from imroc_audit.cli.collecting.fullscreen import Ending, SurveyApp
from imroc_audit.interview import Draft
from imroc_audit.model.ids import TeamName
from imroc_audit.model.questionnaire import Questionnaire
from tests.cli.survey_helpers import AWKWARD, RecordingDraftStore, known, sit_down

SIZES = [(80, 24), (50, 16), (40, 15)]

SurveyPilot = Pilot[Ending]


@pytest.fixture(autouse=True)
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting on the last pages, and no colours turned off, unless a test is about them."""
    monkeypatch.setattr(fullscreen, "SETTLING_SECONDS", 0.0)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def draft_store() -> RecordingDraftStore:
    return RecordingDraftStore()


def on_first_statement(questionnaire: Questionnaire, draft_store: RecordingDraftStore) -> SurveyApp:
    sitting = sit_down(questionnaire, draft_store, known(questionnaire))
    sitting.choose(1)
    sitting.do("next")
    return SurveyApp(sitting)


def words_on(app: SurveyApp) -> str:
    return " ".join(str(static.render()) for static in app.screen.query(Static)).replace("\xa0", " ")


@pytest.mark.parametrize(("idle_seconds", "told"), [(None, True), (60.0, False)])
async def test_only_who_can_start_it_again_hears_of_the_plain_view(
    tiny: Questionnaire, draft_store: RecordingDraftStore, idle_seconds: float | None, told: bool
) -> None:
    app = SurveyApp(sit_down(tiny, draft_store), idle_seconds)
    async with app.run_test(size=(80, 24)):
        assert ("--plain" in words_on(app)) is told


@pytest.mark.parametrize("size", SIZES)
async def test_forty_one_keys_typed_fast_all_arrive(
    long: Questionnaire, draft_store: RecordingDraftStore, size: tuple[int, int]
) -> None:
    app = on_first_statement(long, draft_store)
    keys = "12345" * 8
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys, "1")
        assert app.sitting.screen().kind == "priorities"
        assert app.sitting.draft.answers == {f"c01.{n}": str(int(key) - 1) for n, key in enumerate(keys, 1)}
        assert app.sitting.draft.priorities == ("c01",)


@pytest.mark.parametrize("size", SIZES)
async def test_every_page_can_be_shown_and_used_with_arrows_and_enter(
    tiny: Questionnaire, draft_store: RecordingDraftStore, size: tuple[int, int]
) -> None:
    app = SurveyApp(sit_down(tiny, draft_store))
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "enter", "down", "enter", "enter")
        await pilot.press(*["down", "enter"] * 5)
        await pilot.press("enter", "end", "enter", "enter")
        assert app.sitting.outcome == "sent"
        await pilot.press("x")
    assert app.return_value == "sent"
    assert (draft_store.sent[0].team, draft_store.sent[0].priorities) == ("Oak team", ("c01",))
    assert set(draft_store.sent[0].answers.values()) == {"1"}


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_and_the_keys_are_on_the_screen(
    long: Questionnaire, draft_store: RecordingDraftStore, size: tuple[int, int]
) -> None:
    app = on_first_statement(long, draft_store)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        choices, keys = app.query_one(OptionList).region, app.query_one("#keys").region
        assert choices.height >= 3
        assert choices.bottom <= keys.y
        assert keys.bottom == size[1]


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_text_leaves_room_for_what_stands_under_it(
    tiny: Questionnaire, draft_store: RecordingDraftStore, size: tuple[int, int]
) -> None:
    consent = {"text": "This is about what we do and why we ask. " * 60}
    wordy = Questionnaire.model_validate(tiny.model_dump() | {"consent": consent})
    app = SurveyApp(sit_down(wordy, draft_store))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        regions = [app.query_one(name).region for name in ("#place", "#reading", "#choices", "#note", "#keys")]
        assert all(region.height for region in regions)
        assert all(upper.bottom <= lower.y for upper, lower in pairwise(regions))
        assert regions[2].height == 2
        assert "More to read" in words_on(app)
        await pilot.press("pagedown")
        assert app.query_one("#reading").scroll_y > 0


async def test_arrows_move_between_pages(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press("2", "right", "left", "left")
        assert app.sitting.screen().step == "c01.1"
        assert app.query_one(OptionList).highlighted == 1
        await pilot.press("x")
        assert app.sitting.draft.answers == {}


async def test_a_refusal_is_shown_and_the_page_stays(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press("9")
        assert "Please choose a number from 1 to 7." in words_on(app)
        await pilot.press("n")
        assert app.sitting.screen().step == "c01.2"
        assert "Please choose" not in words_on(app)


async def test_typing_a_comment_with_arrow_keys_stays_on_the_page(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press("c", *"q 1b", "left", "left", "x", "right", "up", "down", "escape")
        assert app.sitting.screen().step == "c01.1"
        assert app.sitting.draft.comments == {"c01": "q x1b"}
        assert "You have written a comment about this." in words_on(app)


async def test_the_warning_comes_while_typing_and_goes_again(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press("c", *"Dr Smith")
        assert "It looks as if it has a name." in words_on(app)
        await pilot.press(*["backspace"] * 5)
        assert "It looks as if" not in words_on(app)


async def test_an_awkward_comment_is_shown_as_it_is(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test(size=(40, 15)) as pilot:
        await pilot.press("c")
        app.screen.query_one(TextArea).load_text((AWKWARD * 200)[:10_000])
        await pilot.press("escape", "c")
        text = app.screen.query_one(TextArea).text
    assert "[bold]not markup[/bold] {{ 7 * 7 }} {name} <b>x</b> 😀" in text
    assert "\x1b" not in text


async def test_a_comment_is_kept_while_it_is_written(
    tiny: Questionnaire, draft_store: RecordingDraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "TYPING_SECONDS", 0.01)
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press("c", "h", "i")
        await pilot.pause(0.1)
        assert draft_store.saved[-1].comments == {"c01": "hi"}


async def test_a_comment_that_cannot_be_kept_stays_in_the_editor(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    app = on_first_statement(tiny, draft_store)
    draft_store.fails = {"save"}
    async with app.run_test() as pilot:
        await pilot.press("c", "h", "i", "escape")
        assert isinstance(app.screen, Editor)
        assert "could not be saved" in words_on(app)


async def test_enter_twice_on_send_sends_once(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press(*"11111", "right")
        assert app.sitting.screen().kind == "review"
        await pilot.press("enter", "enter")
    assert len(draft_store.sent) == 1


async def test_a_key_held_too_long_neither_sends_nor_leaves(
    tiny: Questionnaire, draft_store: RecordingDraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fullscreen, "SETTLING_SECONDS", 60.0)
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press(*"11111", "end", "enter", "enter", "enter")
        assert app.sitting.screen().kind == "review"
        assert draft_store.sent == []


async def test_review_leads_to_a_statement_and_back(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press(*"11111", "right", *["down"] * 4, "enter")  # past taking part and priorities
        assert app.sitting.screen().step == "c01.2"
        await pilot.press("5")
        assert app.sitting.screen().kind == "review"
    assert app.sitting.draft.answers["c01.2"] == "4"


async def test_the_review_shows_what_was_given_and_leads_there(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    sitting = sit_down(tiny, draft_store)
    app = SurveyApp(sitting)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press(*"112", "enter", *"11111", "2", "enter")
        shown = [str(option.prompt) for option in app.query_one(OptionList).options]
        assert shown[:5] == [
            "Send my answers",
            "Taking part: Yes, I agree to take part",
            "About you: I work here",
            "Your team or ward: Oak team",
            "What matters most: 1 Choice",
        ]
        await pilot.press("down", "down", "enter", "1")
        assert (app.sitting.screen().kind, app.sitting.draft.team) == ("review", "Elm ward")


@pytest.mark.parametrize("keys", ["2", "12"])
async def test_enter_after_choosing_priorities_by_number_goes_on_with_them(
    tiny: Questionnaire, draft_store: RecordingDraftStore, keys: str
) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press(*"11111", *keys, "enter")
        assert app.sitting.screen().kind == "review"
        assert app.sitting.draft.priorities == tuple(f"c0{key}" for key in keys)


async def test_a_priority_taken_away_leaves_the_highlight_where_it_is(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press(*"11111", "1", "home", "enter")
        assert app.sitting.draft.priorities == ()
        assert app.query_one(OptionList).highlighted == 0


def on_priorities(questionnaire: Questionnaire, draft_store: RecordingDraftStore, challenges: int) -> SurveyApp:
    """The page of priorities with as many to choose from as `challenges` says, up to three of them."""
    one = questionnaire.challenges[1]
    asked = [
        one.model_copy(
            update={
                "id": f"d{n:02}",
                "statements": tuple(
                    each.model_copy(update={"id": f"d{n:02}.{place}"}) for place, each in enumerate(one.statements)
                ),
            }
        )
        for n in range(1, challenges + 1)
    ]
    many = Questionnaire.model_validate(questionnaire.model_dump() | {"challenges": asked, "priorities": 3})
    sitting = sit_down(many, draft_store, known(many))
    sitting.choose(1)
    sitting.do("next")
    while sitting.screen().kind == "statement":
        sitting.do("skip")
    return SurveyApp(sitting)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ("10", ["d10"]),
        ("1010", []),
        ("123", ["d01", "d02", "d03"]),
        ("210", ["d02", "d10"]),
        ("110", ["d01", "d10"]),
        ("0", []),
    ],
)
async def test_ten_is_typed_as_1_and_0_and_leaves_the_first_alone(
    tiny: Questionnaire, draft_store: RecordingDraftStore, monkeypatch: pytest.MonkeyPatch, keys: str, chosen: list[str]
) -> None:
    monkeypatch.setattr(fullscreen, "NUMBER_SECONDS", 60.0)
    app = on_priorities(tiny, draft_store, 10)
    async with app.run_test() as pilot:
        assert "Tenth: type 10" in words_on(app)
        await pilot.press(*keys)
        assert app.sitting.draft.priorities == tuple(chosen)


@pytest.mark.parametrize(("key", "kind"), [("enter", "priorities"), ("down", "priorities"), ("right", "review")])
async def test_any_key_but_a_digit_makes_a_1_that_waits_the_first(
    tiny: Questionnaire, draft_store: RecordingDraftStore, monkeypatch: pytest.MonkeyPatch, key: str, kind: str
) -> None:
    monkeypatch.setattr(fullscreen, "NUMBER_SECONDS", 60.0)
    app = on_priorities(tiny, draft_store, 10)
    async with app.run_test() as pilot:
        await pilot.press("1")
        assert draft_store.saved[-1].priorities == ()
        assert "You typed 1. Type its next digit, or press Enter." in words_on(app)
        await pilot.press(key)
        assert (app.sitting.draft.priorities, app.sitting.screen().kind) == (("d01",), kind)
        assert "You typed" not in words_on(app)


async def test_a_1_that_waits_becomes_the_first_by_itself(
    tiny: Questionnaire, draft_store: RecordingDraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fullscreen, "NUMBER_SECONDS", 0.05)
    app = on_priorities(tiny, draft_store, 10)
    async with app.run_test() as pilot:
        await pilot.press("1")
        await pilot.pause(0.3)
        assert app.sitting.draft.priorities == ("d01",)
        await pilot.press("0")
        assert app.sitting.draft.priorities == ("d01",)


async def test_nine_choices_or_fewer_are_taken_at_once(tiny: Questionnaire, draft_store: RecordingDraftStore) -> None:
    app = on_priorities(tiny, draft_store, 9)
    async with app.run_test() as pilot:
        await pilot.press("1")
        assert app.sitting.draft.priorities == ("d01",)
        assert "type 10" not in words_on(app)


async def test_enter_after_a_number_ends_the_number_and_answers_no_further_statement(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press("3", "enter")
        assert app.sitting.draft.answers == {"c01.1": "2"}
        await pilot.press("enter", "4", "down", "enter")  # after any other key it chooses again
        assert app.sitting.draft.answers == {"c01.1": "2", "c01.2": "0", "c02.1": "3", "c02.2": "1"}


async def test_enter_long_after_a_number_chooses(
    tiny: Questionnaire, draft_store: RecordingDraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fullscreen, "NUMBER_SECONDS", 0.0)
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press("3", "enter")
        assert app.sitting.draft.answers == {"c01.1": "2", "c01.2": "0"}


async def test_a_team_is_chosen_by_a_number_of_two_digits(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    app = SurveyApp(sit_down(tiny, draft_store, teams=tuple(TeamName(f"Team {n}") for n in range(1, 13))))
    async with app.run_test() as pilot:
        await pilot.press(*"11", *"12")
        assert app.sitting.draft.team == "Team 12"


@pytest.mark.parametrize("keys", [["3"], ["q"], ["c", "h", "i", "escape"]])
async def test_a_survey_that_closes_meanwhile_ends_with_its_last_page(
    tiny: Questionnaire, draft_store: RecordingDraftStore, keys: list[str]
) -> None:
    app = on_first_statement(tiny, draft_store)
    draft_store.is_closed = True
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        assert isinstance(app.query_one("#place"), Static)
        assert "This survey has closed" in words_on(app)
        assert "K7M2-P9QX" not in words_on(app)
        await pilot.press("x")
    assert app.return_value == "closed"


async def test_a_comment_kept_while_the_survey_closes_ends_with_its_last_page(
    tiny: Questionnaire, draft_store: RecordingDraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "TYPING_SECONDS", 0.01)
    app = on_first_statement(tiny, draft_store)
    draft_store.is_closed = True
    async with app.run_test() as pilot:
        await pilot.press("c", "h")
        await pilot.pause(0.1)
        assert "This survey has closed" in words_on(app)


async def test_the_choices_stay_on_the_screen_when_its_size_changes(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    consent = {"text": "This is about what we do and why we ask. " * 60}
    app = SurveyApp(sit_down(Questionnaire.model_validate(tiny.model_dump() | {"consent": consent}), draft_store))
    async with app.run_test(size=(80, 24)) as pilot:
        for width, height in ((50, 16), (40, 15), (80, 24)):
            await pilot.resize_terminal(width, height)
            await pilot.pause(0.1)
            choices, keys = app.query_one("#choices").region, app.query_one("#keys").region
            assert (choices.height, keys.bottom) == (2, height)
            assert choices.bottom <= keys.y


async def test_a_new_page_begins_at_its_top(long: Questionnaire, draft_store: RecordingDraftStore) -> None:
    app = on_first_statement(long, draft_store)
    async with app.run_test(size=(40, 15)) as pilot:
        await pilot.press("1", "pagedown")
        assert app.query_one("#reading").scroll_y > 0
        await pilot.press("1")
        assert app.query_one("#reading").scroll_y == 0


async def test_stopping_is_asked_about_and_shows_the_code(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press("q")
        assert isinstance(app.screen, StopScreen)
        assert "K7M2-P9QX" in words_on(app)
        await pilot.press("escape", "q", "down", "enter", "3")
        assert app.sitting.draft.answers == {"c01.1": "2"}
        await pilot.press("q", "enter")
    assert app.return_value == "stopped"


@pytest.mark.parametrize("keys", [[], ["q"], ["c", "h", "i"]])
async def test_ctrl_c_ends_anywhere_and_keeps_a_comment_begun(
    tiny: Questionnaire, draft_store: RecordingDraftStore, keys: list[str]
) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await pilot.press(*keys, "ctrl+c")
    assert app.return_value == "interrupted"
    assert app.sitting.draft.comments == ({"c01": "hi"} if "c" in keys else {})


async def test_easy_read_and_the_plain_version_are_offered_on_the_first_page(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    app = SurveyApp(sit_down(tiny, draft_store))
    async with app.run_test() as pilot:
        assert "--plain" in words_on(app)
        await pilot.press("e")
        assert "Do you want to?" in words_on(app)


async def test_a_bug_is_raised_by_itself_without_printing_any_answers(
    tiny: Questionnaire,
    draft_store: RecordingDraftStore,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    app = on_first_statement(tiny, draft_store)

    def broken(draft: Draft) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(draft_store, "save", broken)
    with pytest.raises(RuntimeError, match="a bug"):
        async with app.run_test() as pilot:
            await pilot.press("1")
    assert isinstance(app.bug, RuntimeError)
    assert "answers" not in "".join(capfd.readouterr())


async def test_a_shared_computer_asks_then_forgets(tiny: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fullscreen, "GRACE_SECONDS", 0.2)
    app = SurveyApp(sit_down(tiny, RecordingDraftStore(code=""), known(tiny)), idle_seconds=0.2)
    async with app.run_test() as pilot:
        await pilot.press("1")
        started = monotonic()
        while app.is_running and monotonic() - started < 5:
            await pilot.pause(0.05)
    assert app.return_value == "away"


async def test_any_key_answers_are_you_still_there_and_does_nothing_else(
    tiny: Questionnaire, draft_store: RecordingDraftStore
) -> None:
    app = on_first_statement(tiny, draft_store)
    async with app.run_test() as pilot:
        await app.push_screen(StillThere(app.sitting))
        await pilot.press("3")
        assert not isinstance(app.screen, StillThere)
        assert app.sitting.draft.answers == {}


async def test_a_shared_computer_waits_for_the_next_person(tiny: Questionnaire) -> None:
    app = SurveyApp(sit_down(tiny, RecordingDraftStore(code="")), idle_seconds=0.05)
    async with app.run_test() as pilot:
        await pilot.pause(0.3)
        assert not isinstance(app.screen, StillThere)


async def test_the_last_page_of_a_shared_computer_closes_by_itself(
    tiny: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fullscreen, "READING_SECONDS", 0.2)
    app = SurveyApp(sit_down(tiny, RecordingDraftStore(code="")), idle_seconds=1)
    async with app.run_test() as pilot:
        await pilot.press("2")
        started = monotonic()
        while app.is_running and monotonic() - started < 5:
            await pilot.pause(0.05)
    assert app.return_value == "declined"


async def test_both_views_make_the_same_draft(tiny: Questionnaire) -> None:
    in_lines, in_full = RecordingDraftStore(), RecordingDraftStore()
    typed = "1\n2\n2\n\n5\n6\n7\nback\n1\ncomment\nKind people.\n\nskip\n2\n2\n1\n\nedit 1\n3\nsend\n"
    plain.run(sit_down(tiny, in_lines), read=io.StringIO(typed), write=io.StringIO())
    app = SurveyApp(sit_down(tiny, in_full))
    async with app.run_test() as pilot:
        await pilot.press(*"122", "enter", *"567", "b", "1", "c", *"Kind people.", "escape", "s", *"2", "2", "1", "n")
        await pilot.press(*["down"] * 5, "enter", "3", "home", "enter")  # past the pages and the comment
    assert in_full.sent == in_lines.sent
    assert len(in_full.sent) == 1
