"""Headings as the survey tools write them: their text, what they are about, and how days below them are written."""

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import count, islice
from typing import Final

from imroc_audit.exchange.matching.cells import DateFormat
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column, Complete, Role, Top
from imroc_audit.exchange.reading.sources.personal import is_personal

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_GUARD: Final = re.compile(r"'(?=[=+\-@\t\r])")
"""What stops a spreadsheet from running a cell as a formula."""
_BRACKET: Final = re.compile(r"\[(?=[^\]])")
_NUMBERING: Final = re.compile(r"\d+(?:\.(?:\d+|[a-z]{1,4}))*[a-z]?[.)]\s+(?=\S)")
"""As in "2.1. ", "3a) " and "7.b.ii. "."""
_MOST_PARTS: Final = 50
"""More brackets or groups than any question has."""


def plain(text: str) -> str:
    """A heading on one line, without HTML and without the guard against formulas."""
    return " ".join(html.unescape(_TAG.sub(" ", _GUARD.sub("", text, count=1))).split())


def plain_row(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(plain, row))


def row_below(top: Top, number: int) -> tuple[str, ...]:
    """A row of headings below the first one, as long as that; blank where there is none."""
    row = top[number] if number < len(top) else ()
    return plain_row((*row, *[""] * len(top[0]))[: len(top[0])])


def keys(row: Sequence[str]) -> tuple[str, ...]:
    """A row's cells in the form in which headings are compared."""
    return tuple(normalise(plain(cell)) for cell in row)


def distinct(headings: Iterable[str]) -> Iterator[str]:
    """The headings, told apart: a blank one is "column 4", and a second "Comments" is "Comments (2)"."""
    taken: set[str] = set()
    for number, heading in enumerate(headings, start=1):
        heading = heading or f"column {number}"
        forms = (heading if times == 1 else f"{heading} ({times})" for times in count(1))
        different = next(form for form in forms if normalise(form) not in taken)
        taken.add(normalise(different))
        yield different


def question_forms(heading: str) -> tuple[str, ...]:
    """The statement alone in "How true is this? [We listen]" and in "3.1. We listen*"; none where it stands alone.

    A statement may have brackets itself, and so may the question: each bracket could be the one before the statement.
    A star at the end marks what has to be answered.
    """
    bare = heading.removesuffix("*").rstrip()
    brackets = islice(_BRACKET.finditer(bare), _MOST_PARTS) if bare.endswith("]") else ()
    numbered = _NUMBERING.match(bare)
    return (
        *(bare[bracket.end() : -1].strip() for bracket in brackets),
        *((bare[numbered.end() :],) if numbered else ()),
        *((bare,) if bare and bare != heading else ()),
    )


def is_choice(heading: str, questions: Set[str], separator: str = "/") -> bool:
    """Whether "colours/red" is one choice of the multiple question "colours", which has a column of its own."""
    parts = heading.split(separator, _MOST_PARTS)
    return any(separator.join(parts[:length]) in questions for length in range(1, len(parts)))


def after(heading: str, separator: str) -> tuple[str, ...]:
    """What comes after each separator of groups, of which some may belong to the question."""
    parts = heading.split(separator, _MOST_PARTS)
    return tuple(separator.join(parts[first:]) for first in range(1, len(parts)))


def role(heading: str, names: Iterable[str], fixed: Mapping[str, Role]) -> Role:
    """What a column is. names: its heading in other forms; fixed: normalised heading → role, of the tool's own."""
    if not heading:
        return "tool"
    return fixed.get(normalise(heading)) or ("personal" if any(map(is_personal, (heading, *names))) else "answer")


def described(texts: Sequence[str], fixed: Mapping[str, Role]) -> tuple[Column, ...]:
    """The columns of a tool that heads them by whole questions, with a role by their headings."""
    return tuple(
        Column(heading, names := question_forms(text), role(text, names, fixed))
        for text, heading in zip(texts, distinct(texts), strict=True)
    )


def described_with_quiz(
    texts: Sequence[str], fixed: Mapping[str, Role], question_of: Callable[[str], str | None]
) -> tuple[Column, ...]:
    """As `described`; the columns that a quiz adds to a question, its points and its feedback, are the tool's own.

    question_of: a normalised heading -> the question that it adds to, or None where it does not look like that.
    """
    questions = set(map(normalise, texts))
    return tuple(
        column._replace(role="tool") if question_of(normalise(column.heading)) in questions else column
        for column in described(texts, fixed)
    )


def dated(columns: Iterable[Column], usual: DateFormat) -> tuple[Column, ...]:
    """The columns, with how the tool usually writes days, for where the days themselves could be read in two ways."""
    return tuple(one._replace(date_format=usual) if one.role == "date" else one for one in columns)


def by_word(column: int, finished: Collection[str], others: Collection[str]) -> Complete:
    """Whether somebody had finished, by a tool's words in one column, normalised. Any other word is not known."""
    known = {**dict.fromkeys(others, False), **dict.fromkeys(finished, True)}
    return lambda cells: known.get(normalise(cells[column]))


def has_date(columns: Iterable[Column]) -> Complete | None:
    """Whether a row has the day on which it was sent, where the tool leaves it blank until then."""
    sent = next((number for number, column in enumerate(columns) if column.role == "date"), None)
    return None if sent is None else lambda cells: bool(cells[sent].strip())
