"""docs/interview.md is drawn from the table of moves: `make docs` writes it, and a stale one fails."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import get_args

import pytest

from imroc_audit.interview.moves import EVENTS, MOVES, Event, Move, Need, Outside, refusal
from imroc_audit.interview.records import Kind
from imroc_audit.interview.words import words
from tests.places import DOCS, ROOT

ABOUT = """\
# The interview

Made by `make docs` from the table of moves in `imroc_audit/interview/moves.py`, which the interview itself follows.

One person's survey is on one page at a time. An event on that page either is in the table below, changes the answers
and leads where the table says; or it is refused with a sentence, and nothing is changed. Every view shows the same
pages and has the same moves: plain lines, and the full screen.

Where a move names several pages it leads to the nearest that is on this person's route: nobody is asked for a
perspective or a team that is known or that the survey does not ask for, or for a statement that is not for them. A page
that was opened on the review with *edit* leads back to the review by whatever leads on or back elsewhere.

"""

AFTERWARDS = """\
## What is no move

Stopping leaves the answers on the page where they are, to come back to with a return code; on a shared computer they
are deleted. Every move is saved before the next page is shown, and one that cannot be saved is not made.
"""

NEEDS: dict[Need, str] = {
    "perspective": "once a perspective is chosen",
    "answer": "once there is an answer",
    "languages": "where there is more than one language",
}


MEANINGS: dict[Event, str] = {
    "agree": "the first choice on the page of consent",
    "decline": "the second choice there: everything given so far is forgotten",
    "choose": "a choice by its number; on *priorities* a second time takes it away",
    "back": "go to the page before",
    "skip": "go on without an answer; one given before stays",
    "next": "go on",
    "clear": "take the answer back",
    "comment": "write, change or remove the comment about the challenge",
    "edit": "open a page from the review",
    "send": "send the answers",
    "easy_read": "change to the Easy Read wording, or from it",
    "language": "change to the next language of the questionnaire",
    "closed": "the survey has closed meanwhile: everything given is forgotten",
    "sent_before": "the answers were sent from another window: everything given since is forgotten",
}


def drawing() -> str:
    """The table, in Markdown, with a diagram."""
    parts = (["## Pages", "", *diagram()], ["## Events", "", *events()], ["## Moves", "", *table()], [*refusals()])
    return ABOUT + "".join("\n".join([*part, "", ""]) for part in parts) + AFTERWARDS


def diagram() -> Iterator[str]:
    """Where one page leads to another; what stays on its page, or comes from outside, is in the table only."""
    yield from ("```mermaid", "stateDiagram-v2", '    state "end" as last', "    [*] --> consent")
    inside = [event for event in EVENTS if event not in get_args(Outside)]
    for page in MOVES:
        for to in MOVES:
            if by := [event for event in inside if event in MOVES[page] and to in MOVES[page][event].pages]:
                yield f"    {page} --> {'last' if to == 'end' else to}: {', '.join(by)}"
    yield from ("    last --> [*]", "```")


def events() -> Iterator[str]:
    for event in EVENTS:
        yield f"- `{event}`: {MEANINGS[event]}"


def table() -> Iterator[str]:
    yield from ("| page | event | leads to | may be refused with |", "| --- | --- | --- | --- |")
    for page, moves in MOVES.items():
        for event, move in moves.items():
            yield f"| {page} | `{event}`{needed(move)} | {leads_to(page, move)} | {said(move.refusals)} |"


def needed(move: Move) -> str:
    return f" {NEEDS[move.needs]}" if move.needs else ""


def leads_to(page: Kind, move: Move) -> str:
    if move.how == "stays":
        return f"*{page}*"
    if move.how == "there":
        return f"the page that is named: {', '.join(move.pages)}"
    neighbour = {"on": "the next one", "back": "the one before"}.get(move.how, page)
    return ", else ".join(neighbour if to == page else to for to in move.pages)


def said(keys: tuple[str, ...]) -> str:
    return " ".join(sentence(key) for key in keys)


def sentence(key: str) -> str:
    return f"“{words(key, count='…', pages='…', limit='…', label='…')}”"


def refusals() -> Iterator[str]:
    """What the table does not have, by the sentence that says so."""
    yield "What is not in the table, and what is asked for before it can be had, is refused:"
    yield ""
    by_sentence: dict[str, list[tuple[Kind, Event]]] = {}
    for page in MOVES:
        for event in EVENTS:
            if key := refusal(page, event):
                by_sentence.setdefault(key, []).append((page, event))
    for key, refused in by_sentence.items():
        yield f"- {sentence(key)}"
        for page in MOVES:
            if events := [f"`{event}`" for at, event in refused if at == page]:
                yield f"    - {page}: {', '.join(events)}"


def test_the_drawing_of_the_interview_is_up_to_date() -> None:
    assert (DOCS / "interview.md").read_text(encoding="utf-8") == drawing(), "run: make docs"


def test_every_page_and_every_event_is_drawn() -> None:
    text = drawing()
    assert all(f"| {page} | `{event}`" in text for page, moves in MOVES.items() for event in moves)
    assert all(f"`{event}`" in text for event in EVENTS)


MADE = re.findall(r"python -m (tests\.docs\.\w+) > docs/([\w.]+)", (ROOT / "Makefile").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("module", "page"), MADE)
def test_make_docs_writes_the_page_that_is_there(module: str, page: str) -> None:
    made = subprocess.run([sys.executable, "-m", module], cwd=ROOT, capture_output=True, check=True)
    assert made.stdout == (DOCS / page).read_bytes()


def test_make_docs_writes_every_page_that_is_drawn() -> None:
    assert {page for _, page in MADE} >= {"commands.md", "interview.md"}


if __name__ == "__main__":
    print(drawing(), end="")  # noqa: T201 - this is how the page is written
