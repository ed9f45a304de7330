"""The table of moves, held against the interview itself: what it says happens, and what it does not say is refused."""

import re
import sys
from collections import deque
from collections.abc import Iterator
from types import FrameType
from typing import Any, get_args

import pytest

from imroc_audit.interview import Draft, Interview, Refused, pages
from imroc_audit.interview.moves import EVENTS, MOVES, Event, Outside, refusal
from imroc_audit.interview.records import Kind
from imroc_audit.interview.route import kind_of
from imroc_audit.interview.words import WORDS, words
from imroc_audit.model.ids import TeamName
from imroc_audit.model.questionnaire import Questionnaire
from tests.cli.survey_helpers import TEAMS, known

PAGES: tuple[Kind, ...] = get_args(Kind)


def do(interview: Interview, event: Event, arg: str = "") -> None:
    """Let an event happen as it does to a person: chosen by number, asked for, or from outside."""
    page = kind_of(interview.draft.at)
    if event == "decline" and page == "consent":
        interview.choose(2)
    elif event == ("agree" if page == "consent" else "choose"):
        interview.choose(int(arg or "1"))
    elif event in get_args(Outside):
        interview.end("closed" if event == "closed" else "sent_before")
    else:
        interview.do(event, arg)


ARGUMENTS: dict[Event, tuple[str, ...]] = {
    "choose": ("1", "2", "3"),
    "comment": ("Kind people.", ""),
    "edit": ("1", "4", "consent", "you", "team", "priorities", "nowhere"),
}


def what_matters(draft: Draft) -> tuple[Any, ...]:
    """What the next move may depend on; drafts that are alike in it need to be looked at once."""
    fixed = bool(draft.answers or draft.comments)
    return (
        draft.at,
        draft.returning,
        draft.status,
        draft.perspective,
        draft.at in draft.answers,
        fixed,
        draft.priorities,
    )


def everywhere(questionnaire: Questionnaire, teams: tuple[TeamName, ...], draft: Draft) -> Iterator[Draft]:
    """A draft for each situation that any moves lead to."""
    first = Interview(questionnaire, teams, draft).draft
    seen, waiting = {what_matters(first)}, deque([first])
    while waiting:
        yield (draft := waiting.popleft())
        for event in EVENTS:
            for arg in ARGUMENTS.get(event, ("",)):
                after = moved(questionnaire, teams, draft, event, arg)
                if after and what_matters(after) not in seen:
                    seen.add(what_matters(after))
                    waiting.append(after)


def moved(
    questionnaire: Questionnaire, teams: tuple[TeamName, ...], draft: Draft, event: Event, arg: str
) -> Draft | None:
    """The draft after an event; None where it is refused, which only a sentence of the table may do."""
    interview, page = Interview(questionnaire, teams, draft), kind_of(draft.at)
    said = refused_with(interview, event, arg)
    if said:
        assert says_one_of(said, sentences(page, event)), (page, event, said)
        assert interview.draft == draft
        return None
    assert event in MOVES[page], (page, event)
    return interview.draft


def refused_with(interview: Interview, event: Event, arg: str) -> str:
    """The sentence that refuses an event; nothing where it happens."""
    try:
        do(interview, event, arg)
    except Refused as reason:
        return str(reason)
    return ""


def sentences(page: Kind, event: Event) -> tuple[str, ...]:
    """The keys of every sentence with which an event may be refused on a page."""
    if (key := refusal(page, event)) is not None:
        return (key,)
    move = MOVES[page][event]
    return (*move.refusals, *(("cannot_here",) if move.needs else ()))


def says_one_of(said: str, keys: tuple[str, ...]) -> bool:
    """Whether a sentence is one of these, whatever its {fields} are filled with."""
    beginnings = [WORDS[key].say(easy_read=easy).split("{")[0] for key in keys for easy in (False, True)]
    return any(said.startswith(beginning) for beginning in beginnings)


def asked_nothing(questionnaire: Questionnaire, perspective: str) -> Questionnaire:
    """The same questionnaire with no statement for one perspective."""
    data = questionnaire.model_dump()
    for challenge in data["challenges"]:
        for statement in challenge["statements"]:
            statement["not_asked"] = (perspective,)
    return Questionnaire.model_validate(data)


Survey = tuple[Questionnaire, tuple[TeamName, ...], Draft]


@pytest.fixture(scope="module")
def surveys(tiny: Questionnaire) -> list[Survey]:
    """Every kind of route: with and without teams, priorities, a second language, what is known, and statements."""
    asked = tiny.model_copy(update={"priorities": 1})
    silent = asked_nothing(asked, "carer")
    kinds = [
        asked.model_copy(update={"languages": ("en", "cy")}),
        asked.model_copy(update={"priorities": 0}),
        silent,
        silent.model_copy(update={"priorities": 0}),
    ]
    asked, *others = (Questionnaire.model_validate(kind.model_dump()) for kind in (asked, *kinds))
    nothing_known, all_known = Draft(questionnaire_hash=asked.hash), known(asked)
    known_by_half = (all_known.model_copy(update={"team": None}), all_known.model_copy(update={"perspective": None}))
    return [
        *((asked, teams, draft) for teams in (TEAMS, ()) for draft in (nothing_known, all_known, *known_by_half)),
        *((other, TEAMS, Draft(questionnaire_hash=other.hash)) for other in others),
    ]


@pytest.fixture(scope="module")
def drafts(surveys: list[Survey]) -> list[Survey]:
    """Every situation of every survey."""
    return [(asked, teams, draft) for asked, teams, first in surveys for draft in everywhere(asked, teams, first)]


@pytest.fixture(scope="module")
def went(drafts: list[Survey]) -> set[tuple[Kind, Event, Kind, bool]]:
    """Every move that any person can make: from where, by what, to where, and whether back to the review."""
    return {
        (kind_of(draft.at), event, kind_of(after.at), draft.returning)
        for asked, teams, draft in drafts
        for event in EVENTS
        for arg in ARGUMENTS.get(event, ("",))
        if (after := moved(asked, teams, draft, event, arg))
    }


def test_the_table_has_every_page_and_no_event_without_a_name() -> None:
    assert set(MOVES) == set(PAGES)
    assert {event for moves in MOVES.values() for event in moves} == set(EVENTS)


@pytest.mark.parametrize("page", PAGES)
def test_each_event_leads_where_the_table_says_and_nowhere_else(
    page: Kind, went: set[tuple[Kind, Event, Kind, bool]]
) -> None:
    said = {(event, to) for event, move in MOVES[page].items() for to in move.pages or (page,)}
    assert {(event, to) for at, event, to, returning in went if at == page and not returning} == said


def test_a_page_opened_on_the_review_leads_back_to_it_by_whatever_leads_on_or_back(
    went: set[tuple[Kind, Event, Kind, bool]],
) -> None:
    opened = MOVES["review"]["edit"].pages
    assert {at for at, _, _, returning in went if returning} == set(opened)
    for page in opened:
        left = {event: to for at, event, to, returning in went if at == page and returning}
        for event, move in MOVES[page].items():
            assert left[event] == {"on": "review", "back": "review", "stays": page, "ends": "end"}[move.how], event


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("page", PAGES)
def test_every_event_on_every_page_is_in_the_table_or_refused_with_its_sentence(
    page: Kind, event: Event, drafts: list[Survey]
) -> None:
    asked, teams, draft = next(one for one in drafts if kind_of(one[2].at) == page)
    key = refusal(page, event)
    if key is None:
        assert event in MOVES[page]
        return
    interview = Interview(asked, teams, draft)
    with pytest.raises(Refused) as refused:
        do(interview, event)
    assert str(refused.value) == words(key)
    assert interview.draft == draft


@pytest.mark.parametrize(
    ("page", "event"), [(page, event) for page in MOVES for event, move in MOVES[page].items() if move.needs]
)
def test_what_an_event_needs_is_waited_for(page: Kind, event: Event, drafts: list[Survey]) -> None:
    here = [Interview(*one) for one in drafts if kind_of(one[2].at) == page]
    able = [interview for interview in here if event in interview.screen().can]
    assert 0 < len(able) < len(here)
    for interview in here:
        if interview not in able:
            with pytest.raises(Refused, match=re.escape(words("cannot_here"))):
                do(interview, event)


@pytest.mark.parametrize(
    ("page", "event", "key"),
    [(page, event, key) for page in MOVES for event, move in MOVES[page].items() for key in move.refusals],
)
def test_every_sentence_in_the_table_is_said(page: Kind, event: Event, key: str, drafts: list[Survey]) -> None:
    arguments = {"not_a_choice": ("99",), "nothing_to_edit": ("99",)}.get(key, ARGUMENTS.get(event, ("",)))
    said = {
        sentence
        for one in drafts
        if kind_of(one[2].at) == page
        for arg in arguments
        if (sentence := refused_with(Interview(*one), event, arg))
    }
    assert any(says_one_of(sentence, (key,)) for sentence in said)


def test_choosing_by_number_renders_no_page(drafts: list[Survey]) -> None:
    rendered: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_globals.get("__name__") == pages.__name__:
            rendered.append(frame.f_code.co_name)

    interviews = [interview for one in drafts if (interview := Interview(*one)).screen().choices]
    sys.setprofile(note)
    try:
        for interview in interviews:
            refused_with(interview, "choose", "1")
    finally:
        sys.setprofile(None)
    assert len(interviews) > 50
    assert rendered == []


def test_what_a_number_takes_is_what_the_page_shows_beside_it(drafts: list[Survey]) -> None:
    for one in drafts:
        page = Interview(*one).screen()
        for n, choice in enumerate(page.choices, 1):
            interview = Interview(*one)
            if page.kind == "consent" or refused_with(interview, "choose", str(n)):
                continue
            after = interview.draft
            taken = {
                "perspective": (after.perspective,),
                "team": (after.team,),
                "statement": (after.answers.get(page.step),),
                "priorities": tuple(set(after.priorities) ^ set(page.chosen)),
            }[page.kind]
            assert taken == (choice.value,)
