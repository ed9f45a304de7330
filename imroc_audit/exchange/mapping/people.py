"""Whose answers the rows of a sheet are, and of which team: what its columns and its wording say together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from imroc_audit.exchange.mapping.branches import branches, leading_questions
from imroc_audit.exchange.mapping.evidence import asks_something_else, disagreeing
from imroc_audit.exchange.mapping.matcher import NEAR
from imroc_audit.exchange.mapping.proposed import Proposed, dropped, said
from imroc_audit.exchange.mapping.wordings import forms
from imroc_audit.exchange.matching.labels import perspective_labels
from imroc_audit.exchange.matching.names import Asks
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column
from imroc_audit.exchange.reading.sheet import shown_heading
from imroc_audit.model.questionnaire import Questionnaire


def with_leading_question(
    columns: tuple[Proposed, ...], filled: Sequence[Mapping[int, str]], sheet: Sequence[Column]
) -> tuple[tuple[Proposed, ...], dict[str, str]]:
    """The columns with the one that leads people into the branches of a form, and its label → their perspective."""
    words = words_of(columns)
    open_ = [number for number, one in enumerate(columns) if not one.target and sheet[number].role == "answer"]
    found = leading_questions(branches(words, filled), {number: filled[number] for number in open_})
    if len(found) != 1:
        return columns, {}
    ((number, labels),) = found.items()
    asks = Asks("perspective")
    leading = Proposed(columns[number].heading, said(asks), "branches", NEAR, asks)
    return (*columns[:number], leading, *columns[number + 1 :]), labels


def words_of(columns: Sequence[Proposed]) -> list[frozenset[str]]:
    """Of each column, the perspectives whose wording or group of questions it is surely headed by."""
    return [one.perspectives if one.how in ("wording", "id") else frozenset() for one in columns]


def without_odd_team(columns: tuple[Proposed, ...]) -> tuple[tuple[Proposed, ...], list[str]]:
    """The columns without one of teams that may be other teams than people's own, and what to look at."""
    odd = [one for one in columns if one.how == "contents" and one.asks == Asks("team")]
    told = [
        f"{shown_heading(one.heading)} holds names of teams. It is left out, because its heading may ask for another "
        "team than the one that the answers are about. If it is that one, add 'team' to the map."
        for one in odd
    ]
    return tuple(dropped(one) if one in odd else one for one in columns), told


def without_odd_perspective(
    columns: tuple[Proposed, ...],
    filled: Sequence[Mapping[int, str]],
    sheet: Sequence[Column],
    questionnaire: Questionnaire,
) -> tuple[tuple[Proposed, ...], list[str]]:
    """The columns without one of perspectives that may be other people's, and where it contradicts the wording."""
    number = next((number for number, one in enumerate(columns) if one.asks == Asks("perspective")), None)
    if number is None:
        return columns, []
    one, wording = columns[number], inferred(columns)
    others = disagreeing(words_of(columns), filled, number, questionnaire)
    rows = (f"{count} {'row' if count == 1 else 'rows'} of {perspective}" for perspective, count in others.items())
    heading, said = shown_heading(one.heading), " and ".join(rows)
    if wording and one.how in ("contents", "some") and asks_something_else(forms(sheet[number]), "perspective"):
        columns = (*columns[:number], dropped(one), *columns[number + 1 :])
        told = (
            f"{heading} tells of {said}, and the headings are in words for {wording} alone. It is left out, and all of "
            f"them count for {wording}. If it says who answers, name it under 'perspective'."
        )
    else:
        told = (
            f"{heading} tells of {said}, and these answered in words for others. It is used. If it does not say who "
            "answers, change 'perspective' in the map."
        )
    return columns, [told] if others else []


def inferred(columns: Iterable[Proposed]) -> str:
    """The perspective whose wording every heading is that is a wording at all; "" where that is not one alone.

    A group that is called after a perspective says as much.
    """
    named = [whose for whose in words_of(tuple(columns)) if whose]
    shared = frozenset.intersection(*named) if named else frozenset()
    return next(iter(shared)) if len(shared) == 1 else ""


def overruled(
    columns: Sequence[Proposed], filled: Sequence[Mapping[int, str]], questionnaire: Questionnaire, perspective: str
) -> Iterator[str]:
    """What to know where somebody said whose answers they are, and the file says something else."""
    known = perspective_labels(questionnaire)
    who = (cells.values() for one, cells in zip(columns, filled, strict=True) if one.asks == Asks("perspective"))
    named = {known.get(normalise(label), "") for label in chain.from_iterable(who)} | {inferred(columns)}
    if others := [one for one in questionnaire.perspective_ids if one in named and one != perspective]:
        yield (
            f"By the file these are answers of {' and '.join(others)}. All of them count for {perspective}, because "
            "--perspective says so."
        )
