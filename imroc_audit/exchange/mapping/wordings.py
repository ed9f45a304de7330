"""How each statement is worded for whom, and how a column headed by such words is known."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from imroc_audit.exchange.matching.labels import perspective_labels
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column
from imroc_audit.exchange.reading.sources.personal import is_personal
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say

_AGAIN: Final = tuple(re.compile(rf"{ending}$") for ending in (r"\d{1,2}", r"[ ._]\d{1,2}", r" \(\d{1,2}\)"))
"""What makes a repeated heading different: "2" in Excel, and so in Microsoft Forms; ".1" in pandas; our own " (2)"."""

_GROUPS: Final = re.compile(r"[/:.]+")
"""What stands between the groups of a form and its question."""


class Worded(NamedTuple):
    """What a wording is the wording of."""

    statement: str
    perspectives: frozenset[str]


def known_wordings(questionnaire: Questionnaire) -> dict[str, Worded]:
    """Normalised wording, plain or Easy Read, in any language → what it words. None that two statements share."""
    found: dict[str, dict[str, set[str]]] = {}
    for statement in questionnaire.statements:
        for texts in (statement.wording, statement.easy_read):
            for perspective, text in texts.items():
                for language in questionnaire.languages:
                    key = normalise(say(text, language))
                    found.setdefault(key, {}).setdefault(statement.id, set()).add(perspective)
    alone = {key: next(iter(by_id.items())) for key, by_id in found.items() if len(by_id) == 1}
    return {key: Worded(statement, frozenset(perspectives)) for key, (statement, perspectives) in alone.items()}


def forms(column: Column) -> tuple[str, ...]:
    """Everything by which a column may be known, its heading first."""
    return tuple(dict.fromkeys((column.heading, *column.names)))


def is_worded_as_a_statement(column: Column, known: Mapping[str, Worded]) -> bool:
    """Whether only words of a statement make a column look as if it were about a person: it may speak of names."""
    return is_personal(column.heading) and normalise(column.heading) in known


def repeats(columns: Sequence[Column]) -> dict[str, Column]:
    """Heading → the column of which it is the heading once more, as where each branch of a form asks the same."""
    by_key = {normalise(column.heading): column for column in columns}
    found = {}
    for key, column in by_key.items():
        bare = (ending.sub("", key) for ending in _AGAIN if ending.search(key))
        if first := next((by_key[one] for one in bare if one in by_key), None):
            found[column.heading] = first
    return found


def group_of(heading: str, questionnaire: Questionnaire) -> frozenset[str]:
    """The perspective that a group of questions is called after, as in "staff/c01_1"; none where it is not."""
    *groups, _ = _GROUPS.split(normalise(heading))
    known = perspective_labels(questionnaire) if groups else {}
    return frozenset(known[group] for group in groups if group in known)


def whose_words(
    statement_of: Mapping[int, str], columns: Sequence[Column], questionnaire: Questionnaire
) -> dict[int, frozenset[str]]:
    """Number of each column → the perspectives whose wording of its statement it is headed by; none if not known.

    statement_of: the number of each of these columns → its statement.
    """
    known, again = known_wordings(questionnaire), repeats(columns)

    def whose(column: Column, statement: str) -> frozenset[str]:
        names = (*forms(column), *(forms(again[column.heading]) if column.heading in again else ()))
        found = (known.get(normalise(name)) for name in names)
        words = next((one.perspectives for one in found if one and one.statement == statement), frozenset[str]())
        return words or group_of(column.heading, questionnaire)

    return {number: whose(columns[number], statement) for number, statement in statement_of.items()}
