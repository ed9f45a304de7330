"""Where the survey may go: a table of page × event → pages that the interview follows. docs/interview.md draws it.

The form is python-hyper/h11's, whose connection is such a table too: what is not in it is refused.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, get_args

from imroc_audit.interview.records import Kind

Chosen = Literal["agree", "decline", "choose"]
"""What a number on the page does."""
Asked = Literal["back", "skip", "next", "clear", "comment", "edit", "send", "easy_read", "language"]
"""What a person asks for by a word or a key."""
Outside = Literal["closed", "sent_before"]
"""What happens elsewhere, wherever the person is."""
Event = Chosen | Asked | Outside

CHOSEN: Final[tuple[Chosen, ...]] = get_args(Chosen)
ASKED: Final[tuple[Asked, ...]] = get_args(Asked)
EVENTS: Final[tuple[Event, ...]] = (*CHOSEN, *ASKED, *get_args(Outside))

How = Literal["on", "back", "there", "stays", "ends"]
Need = Literal["perspective", "answer", "languages"]


class Move(NamedTuple):
    """What an event does on a page."""

    how: How
    """`on` and `back` lead to the nearest of `pages`, or to the review from a page that was opened there; `there` to
    the one that is named."""
    pages: tuple[Kind, ...] = ()
    needs: Need | None = None
    """What has to be there first: a perspective chosen, an answer given, more than one language."""
    refusals: tuple[str, ...] = ()
    """The sentences with which it may still be refused: keys of `words`."""


def _on(*pages: Kind, needs: Need | None = None, refusals: tuple[str, ...] = ()) -> Move:
    return Move("on", pages, needs, refusals)


def _back(*pages: Kind) -> Move:
    return Move("back", pages)


_ENDS: Final = Move("ends", ("end",))
_OUTSIDE: Final[Mapping[Event, Move]] = {"closed": _ENDS, "sent_before": _ENDS}
_ANYWHERE: Final[Mapping[Event, Move]] = {
    "easy_read": Move("stays"),
    "language": Move("stays", needs="languages"),
    **_OUTSIDE,
}
_NOT_A_CHOICE: Final = ("not_a_choice",)

MOVES: Final[Mapping[Kind, Mapping[Event, Move]]] = {
    "consent": {
        "agree": _on("perspective", "team", "start", refusals=_NOT_A_CHOICE),
        "decline": _ENDS,
        **_ANYWHERE,
    },
    "perspective": {
        "choose": _on("team", "start", refusals=(*_NOT_A_CHOICE, "perspective_fixed")),
        "next": _on("team", "start", needs="perspective"),
        "back": _back("consent"),
        **_ANYWHERE,
    },
    "team": {
        "choose": _on("start", refusals=_NOT_A_CHOICE),
        "skip": _on("start"),
        "back": _back("perspective", "consent"),
        **_ANYWHERE,
    },
    "start": {
        "next": _on("statement", "priorities", "review"),
        "back": _back("team", "perspective", "consent"),
        **_ANYWHERE,
    },
    "statement": {
        "choose": _on("statement", "priorities", "review", refusals=_NOT_A_CHOICE),
        "skip": _on("statement", "priorities", "review"),
        "back": _back("statement", "start"),
        "clear": Move("stays", needs="answer"),
        "comment": Move("stays"),
        **_ANYWHERE,
    },
    "priorities": {
        "choose": Move("stays", refusals=(*_NOT_A_CHOICE, "enough_priorities")),
        "next": _on("review"),
        "back": _back("statement", "start"),
        **_ANYWHERE,
    },
    "review": {
        "edit": Move(
            "there", ("consent", "perspective", "team", "statement", "priorities"), refusals=("nothing_to_edit",)
        ),
        "send": _ENDS,
        "back": _back("priorities", "statement", "start"),
        **_ANYWHERE,
    },
    "end": _OUTSIDE,
}
"""By page and event. A statement's page is one of many: `on` and `back` lead to its neighbours."""


def refusal(page: Kind, event: Event) -> str | None:
    """The sentence that refuses an event which a page does not know, as a key of `words`; None where it is known."""
    known = MOVES[page]
    if event in known:
        return None
    return "nothing_to_choose" if event == "choose" and not known.keys() & set(CHOSEN) else "cannot_here"
