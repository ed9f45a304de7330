"""How each statement is worded for whom, and how a column headed by such words is known."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from imroc_audit.exchange.matching.labels import perspective_labels, wordings
from imroc_audit.exchange.matching.names import field_name, known_names
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.matching.scales import stated_scale
from imroc_audit.exchange.reading.layout import Column
from imroc_audit.exchange.reading.sources.personal import is_personal
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say

_AGAIN: Final = tuple(re.compile(rf"{ending}$") for ending in (r"\d{1,2}", r"[ ._]\d{1,2}", r" \(\d{1,2}\)"))
"""What makes a repeated heading different: "2" in Excel, and so in Microsoft Forms; ".1" in pandas; our own " (2)"."""

_FULL_STOP: Final = ".?!: "
_NUMBERING: Final = re.compile(r"\W*(?:q(?:uestion)? ?)?(?:[a-z]?\d{1,3}(?:[._]\d{1,3})*[a-z]?)?\W*")
"""As in "Q3. " and "c01.1: ", or nothing but signs."""
_ASIDE: Final = re.compile(
    r"\W*(?:(?:required|mandatory|optional|please (?:tick|choose|select) (?:one|one answer|one option))\W*)?"
)
_GROUPS: Final = re.compile(r"[/:.>|\\]+")
"""What stands between the groups of a form and its question."""
MOST_GROUPS: Final = 50


class Worded(NamedTuple):
    """What a wording is the wording of."""

    statement: str
    perspectives: frozenset[str]


def known_wordings(questionnaire: Questionnaire) -> dict[str, Worded]:
    """Normalised wording, plain or Easy Read, in any language → what it words. None that two statements share."""
    by_words: dict[str, dict[str, set[str]]] = {}
    for statement in questionnaire.statements:
        for texts in (statement.wording, statement.easy_read):
            for perspective, text in texts.items():
                for language in questionnaire.languages:
                    key = normalise(say(text, language))
                    by_words.setdefault(key, {}).setdefault(statement.id, set()).add(perspective)
    alone = {key: next(iter(by_id.items())) for key, by_id in by_words.items() if len(by_id) == 1}
    return {key: Worded(statement, frozenset(perspectives)) for key, (statement, perspectives) in alone.items()}


def forms(column: Column) -> tuple[str, ...]:
    """Everything by which a column may be known, its heading first."""
    return tuple(dict.fromkeys((column.heading, *column.names)))


def in_group(heading: str) -> tuple[str, ...]:
    """What may be the name of a question after the groups that it stands in, as in "staff/c01_1"."""
    ends = [separator.end() for separator in islice(_GROUPS.finditer(heading), MOST_GROUPS)]
    return tuple(heading[end:].strip() for end in ends)


def is_named(column: Column, id_: str) -> bool:
    """Whether a column is headed by an id, in a group or not, so that it may hold our own codes."""
    names = (column.heading, *column.names, *in_group(column.heading))
    return field_name(id_) in map(field_name, names)


def scale_of(column: Column, questionnaire: Questionnaire) -> dict[str, str] | None:
    """Number → answer code, as the heading of a column states it; None where it states no scale."""
    stated = (stated_scale(form, questionnaire) for form in forms(column))
    return next((scale for scale in stated if scale is not None), None)


def is_worded_as_a_statement(column: Column, known: Mapping[str, Worded]) -> bool:
    """Whether only words of a statement make a column look as if it were about a person: it may speak of names."""
    return is_personal(column.heading) and normalise(column.heading) in known


def repeats(columns: Sequence[Column]) -> dict[str, Column]:
    """Heading → the column of which it is the heading once more, as where each branch of a form asks the same."""
    by_key = {normalise(column.heading): column for column in columns}
    first_of = {}
    for key, column in by_key.items():
        bare = (ending.sub("", key) for ending in _AGAIN if ending.search(key))
        if first := next((by_key[one] for one in bare if one in by_key), None):
            first_of[column.heading] = first
    return first_of


def group_of(heading: str, questionnaire: Questionnaire) -> frozenset[str]:
    """The perspective that a group of questions is called after, as in "staff/c01_1"; none where it is not."""
    *groups, _ = _GROUPS.split(normalise(heading))
    known = perspective_labels(questionnaire) if groups else {}
    return frozenset(known[group] for group in groups if group in known)


class WordingWithin(NamedTuple):
    """A wording that a heading holds among other words. is_certain: these say nothing, as a number or a scale does."""

    worded: Worded
    is_certain: bool


def wording_within(
    headings: Sequence[str], known: Mapping[str, Worded], questionnaire: Questionnaire
) -> WordingWithin | None:
    """The statement whose wording stands in a heading with more around it, as an explanation or a question before it.

    headings: forms of one. None where the wordings of two statements stand there.
    """
    inside = [within for heading in headings if (within := _within(normalise(heading), known, questionnaire))]
    if len({within.worded.statement for within in inside}) != 1:
        return None
    return max(inside, key=lambda within: within.is_certain)


def _within(heading: str, known: Mapping[str, Worded], questionnaire: Questionnaire) -> WordingWithin | None:
    held = {key.rstrip(_FULL_STOP): worded for key, worded in known.items() if _holds(heading, key.rstrip(_FULL_STOP))}
    longest = max(held, key=len, default="")
    before, _, after = heading.partition(longest) if longest else ("", "", "")
    rest = f"{before} | {after}"
    if not longest or any(_holds(rest, other) for other, worded in held.items() if worded != held[longest]):
        return None
    named = known_names(questionnaire).get(field_name(before))
    is_another = named is not None and named.id != held[longest].statement
    return WordingWithin(held[longest], not is_another and _says_nothing(before, after, questionnaire))


def _holds(heading: str, wording: str) -> bool:
    """Whether a wording of several words stands in a heading as whole words."""
    place = heading.find(wording) if " " in wording else -1
    if place < 0:
        return False
    around = heading[:place][-1:] + heading[place + len(wording) :][:1]
    return not any(map(str.isalnum, around))


def _says_nothing(before: str, after: str, questionnaire: Questionnaire) -> bool:
    """Whether what stands before and after a wording is a number, the scale or its question."""
    for question in sorted(map(normalise, wordings(questionnaire.scale.question)), key=len, reverse=True):
        before = before.replace(question.rstrip(_FULL_STOP), " ")
    if stated_scale(after, questionnaire):
        after = ""
    if stated_scale(before, questionnaire):
        before = ""
    return _NUMBERING.fullmatch(before) is not None and _ASIDE.fullmatch(after) is not None


def whose_words(
    statement_of: Mapping[int, str], columns: Sequence[Column], questionnaire: Questionnaire
) -> dict[int, frozenset[str]]:
    """Number of each column → the perspectives whose wording of its statement it is headed by; none if not known.

    statement_of: the number of each of these columns → its statement.
    """
    known, again = known_wordings(questionnaire), repeats(columns)

    def whose(column: Column, statement: str) -> frozenset[str]:
        names = (*forms(column), *(forms(again[column.heading]) if column.heading in again else ()))
        wordings = (known.get(normalise(name)) for name in names)
        words = next((one.perspectives for one in wordings if one and one.statement == statement), frozenset[str]())
        if not words and (within := wording_within(names, known, questionnaire)):
            words = within.worded.perspectives if within.worded.statement == statement else words
        return words or group_of(column.heading, questionnaire)

    return {number: whose(columns[number], statement) for number, statement in statement_of.items()}
