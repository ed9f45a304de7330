"""Where the evidence for what a column is disagrees: its heading, what is in it, and whose words the others are."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Literal

from imroc_audit.exchange.mapping.branches import branches
from imroc_audit.exchange.matching.labels import answer_labels, perspective_labels, without_number
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.sheet import ROWS_OF_A_LABEL, shown_heading
from imroc_audit.model.questionnaire import Questionnaire

Kind = Literal["perspective", "team"]

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_ASKING: Final = frozenset({
    "who", "which", "what", "where", "are", "am", "is", "do", "does", "you", "your", "my", "me", "yourself", "the",
    "an", "this", "these", "that", "of", "in", "at", "on", "as", "or", "and", "to", "for", "from", "with", "by",
    "please", "select", "choose", "tick", "say", "tell", "us", "answer", "answers", "answering", "about", "one",
    "option", "here", "main", "mainly", "current", "currently", "now", "name", "survey", "form", "column", "most",
    "best", "describes", "describe", "apply", "applies", "how", "would", "yes", "required", "optional",
})  # fmt: skip
_OF: Final[Mapping[Kind, frozenset[str]]] = {
    "perspective": _ASKING | {
        "role", "roles", "relationship", "perspective", "capacity", "job", "type", "group", "category", "respondent",
        "participant", "connection", "status", "kind", "person", "view", "viewpoint", "point", "use", "using", "user",
        "service", "services", "staff", "carer", "work", "completing", "responding", "position", "profile", "audience",
    },
    "team": _ASKING | {
        "team", "teams", "ward", "wards", "unit", "units", "service", "services", "place", "site", "sites",
        "department", "departments", "locality", "location", "division", "directorate", "clinic", "group", "base",
        "area", "work", "working", "based", "use", "using", "belong", "setting", "workplace", "pathway",
    },
}  # fmt: skip
"""What stands in a question for who somebody is, or which team they know, and for nothing else."""
STATEMENTS_NAMED: Final = 5
COLUMNS_NAMED: Final = 3


def asks_something_else(headings: Collection[str], kind: Kind) -> bool:
    """Whether a question may ask for another perspective or team than the person's own, as "Who helped you?" does.

    headings: forms of one. Any word that is not known to ask for it makes it doubtful.
    """
    return any(not _OF[kind].issuperset(_WORD.findall(normalise(heading))) for heading in headings)


def asks_for(headings: Collection[str], kind: Kind) -> bool:
    """Whether a question names what it asks for and nothing else, as "Your ward" does."""
    names = _OF[kind] - _ASKING
    named = any(names & {*_WORD.findall(normalise(heading))} for heading in headings)
    return named and not asks_something_else(headings, kind)


def disagreeing(
    words: Sequence[frozenset[str]], filled: Sequence[Mapping[int, str]], column: int, questionnaire: Questionnaire
) -> dict[str, int]:
    """Perspective → how many rows a column gives it although their answers stand below words for another one.

    words: of each column, the perspectives whose wording it is headed by; filled: of each column, row → label.
    """
    known = perspective_labels(questionnaire)
    said = {row: known.get(normalise(label)) for row, label in filled[column].items()}
    asked = branches(words, filled)
    others = Counter(given for row, given in said.items() if given and asked.get(row, given) != given)
    return {one: others[one] for one in questionnaire.perspective_ids if others[one]}


def left_out_answers(
    left_out: Mapping[str, Mapping[int, str]], placed: Collection[str], questionnaire: Questionnaire
) -> Iterator[str]:
    """What to look at where columns are left out that hold answers of the scale, and statements have no column.

    left_out: heading of each column that is left out → its row → label; placed: ids of statements that have a column.
    """
    missing = [statement.id for statement in questionnaire.statements if statement.id not in placed]
    holding = [one for one, labels in left_out.items() if missing and _are_answers(labels.values(), questionnaire)]
    if holding:
        columns = "1 column is" if len(holding) == 1 else f"{len(holding)} columns are"
        yield (
            f"{columns} left out although what is in {'it' if len(holding) == 1 else 'them'} looks like answers of the "
            f"scale: {_some([*map(shown_heading, holding)], COLUMNS_NAMED)}. {_no_column(missing)} If this is the "
            "same, add it under 'statements'."
        )


def _no_column(missing: Sequence[str]) -> str:
    if len(missing) == 1:
        return f"The statement {missing[0]} has no column."
    return f"These statements have no column: {_some(missing, STATEMENTS_NAMED)}."


def _are_answers(labels: Collection[str], questionnaire: Questionnaire) -> bool:
    """Whether half of what stands in a column are options of the scale, or all of it are numbers that may be."""
    keys, known = [*map(normalise, labels)], answer_labels(questionnaire)
    codes = [known.get(key) or known.get(without_number(key), "") for key in keys]
    options = sum(code.isdecimal() for code in codes)
    if options and 2 * sum(map(bool, codes)) >= len(keys):
        return True
    numbers = {str(number) for number in range(questionnaire.scale.top + 2)}
    return len(keys) >= ROWS_OF_A_LABEL and numbers.issuperset(key.removesuffix(".0") for key in keys)


def _some(listed: Sequence[str], most: int) -> str:
    more = len(listed) - most
    return ", ".join(listed[:most]) + (f" and {more} more" if more > 0 else "")
