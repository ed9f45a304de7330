"""What each thing that is asked is called in another tool, and how such a name is known again."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from imroc_audit.model.questionnaire import Questionnaire

OTHER: Final = re.compile(r"[^a-z0-9]+")

PERSPECTIVE: Final = "perspective"
RECORD: Final = "record_id"
"""Under which REDCap numbers the answers."""
ABOUT_YOU_SECTION: Final = "about_you"
PRIORITIES_SECTION: Final = "priorities"
WHOLE: Final = "form"
"""What note_name takes for the note before all questions."""

DONT_KNOW_CODE: Final = "dk"
NOT_APPLICABLE_CODE: Final = "na"
"""The answers that are not on the scale, as our own forms and tables write them; the others are 0, 1, …"""

AskedKind = Literal["perspective", "team", "statement", "comment", "priority"]


class Asks(NamedTuple):
    """What a field asks for. id: of the statement, of the comment's challenge, or the rank, as in "1"."""

    kind: AskedKind
    id: str = ""


def field_name(text: str) -> str:
    """An id or a heading in the form that every tool takes: 'c01.1', 'c01[1]' and 'C01-1' are 'c01_1'."""
    return OTHER.sub("_", text.lower()).strip("_")


def field_names(questionnaire: Questionnaire) -> Iterator[tuple[str, Asks]]:
    """The name of everything that a form may ask, in its order: 'perspective', 'team', 'c01_1', 'c01_comment', …"""
    yield PERSPECTIVE, Asks("perspective")
    yield "team", Asks("team")
    for challenge in questionnaire.challenges:
        for statement in challenge.statements:
            yield field_name(statement.id), Asks("statement", statement.id)
        yield f"{field_name(challenge.id)}_comment", Asks("comment", challenge.id)
    for rank in map(str, range(1, ranks(questionnaire) + 1)):
        yield f"priority_{rank}", Asks("priority", rank)


def known_names(questionnaire: Questionnaire) -> dict[str, Asks]:
    """Name → what it asks. A name that would stand for two things is left out.

    Comments and priorities are also known without underscores, as 'c01comment': LimeSurvey takes none in a code.
    """
    meanings: dict[str, set[Asks]] = {}
    for name, asks in field_names(questionnaire):
        also = (name.replace("_", ""),) if asks.kind in ("comment", "priority") else ()
        for each in (name, *also):
            meanings.setdefault(each, set()).add(asks)
    return {name: found.pop() for name, found in meanings.items() if len(found) == 1}


def note_name(section: str) -> str:
    """The name of what is said before a section's questions, in tools that give it one."""
    return f"about_{section}"


def other_names(questionnaire: Questionnaire) -> Iterator[str]:
    """Every name in a form that asks nothing, so that no question may have it."""
    yield from (RECORD, note_name(WHOLE), ABOUT_YOU_SECTION, PRIORITIES_SECTION)
    for section in (field_name(challenge.id) for challenge in questionnaire.challenges):
        yield from (section, note_name(section))


def ranks(questionnaire: Questionnaire) -> int:
    """How many priorities a person may choose."""
    return min(questionnaire.priorities, len(questionnaire.challenges))
