"""A proposed map: which column of a sheet is what, how that is known, and how sure it is. Nothing is guessed."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from imroc_audit.exchange.forms.form import known_questions
from imroc_audit.exchange.mapping import unfinished
from imroc_audit.exchange.mapping.contents import Samples
from imroc_audit.exchange.mapping.evidence import left_out_answers
from imroc_audit.exchange.mapping.matcher import Matcher
from imroc_audit.exchange.mapping.people import (
    inferred,
    overruled,
    with_leading_question,
    without_odd_perspective,
    without_odd_team,
)
from imroc_audit.exchange.mapping.proposed import How, Proposal, Proposed, dropped
from imroc_audit.exchange.mapping.wordings import known_wordings, scale_of
from imroc_audit.exchange.matching.cells import DATES, DateFormat, month_of, unguarded
from imroc_audit.exchange.matching.labels import NA, WORDS
from imroc_audit.exchange.matching.names import Asks, field_name, known_names
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column
from imroc_audit.exchange.reading.sheet import LONGEST_SHOWN, Sheet, shown, shown_heading
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say
from imroc_audit.model.response import SKIPPED

END_SHOWN: Final = 28
_DIGIT: Final = re.compile(r"\d")


def expected_headings(questionnaire: Questionnaire) -> frozenset[str]:
    """Normalised headings by which a column would be known."""
    names = known_names(questionnaire)
    ids = (asks.id for asks in names.values() if asks.kind == "statement")
    return frozenset((*names, *map(normalise, ids), *known_wordings(questionnaire), *known_questions(questionnaire)))


def propose(
    sheet: Sheet,
    samples: Samples,
    questionnaire: Questionnaire,
    *,
    form: str,
    perspective: str | None = None,
    teams: Sequence[str] = (),
) -> Proposal:
    """A map for a sheet.

    form: tells its rows from those of other forms; perspective: of every row, where a person said so.
    """
    matcher = Matcher(questionnaire, teams, sheet.columns)
    blank = NA if WORDS.get(sheet.na_means) == SKIPPED else frozenset[str]()
    filled = [_filled(one, [row[number] for row in samples], blank) for number, one in enumerate(sheet.columns)]
    found = [matcher.match(column, cells.values()) for column, cells in zip(sheet.columns, filled, strict=True)]
    kept = tuple(_without_rivals(found, filled))
    columns, odd = without_odd_team(kept)
    learned: dict[str, str] = {}
    people: list[str] = []
    if perspective is not None:
        people += overruled(columns, filled, questionnaire, perspective)
        columns = tuple(dropped(one) if one.asks == Asks("perspective") else one for one in columns)
    else:
        columns, contradicted = without_odd_perspective(columns, filled, sheet.columns, questionnaire)
        odd += contradicted
    fixed = perspective or ("" if _has(columns, "perspective") else inferred(columns))
    if fixed and perspective is None:
        people.append(f"All of them count for {fixed}, because the headings are in words for {fixed} alone.")
    elif not fixed and not _has(columns, "perspective"):
        columns, learned = with_leading_question(columns, filled, sheet.columns)
    dates, notes = _dates(sheet, samples)
    columns = tuple(dropped(one) if one.target == "date" and one.heading not in dates else one for one in columns)
    data = _map_of(columns, sheet.source, questionnaire, form, fixed, learned, dates)
    doubts = tuple(_doubts(found, kept))
    data["check"] = [
        *_uncertain(columns, learned),
        *matcher.contradictions,
        *odd,
        *doubts,
        *_unfinished(columns, filled, sheet, len(samples)),
        *_foreign(columns, questionnaire),
        *_left_out(found, columns, filled, sheet, questionnaire),
    ]
    notes += _scales(columns, sheet, questionnaire)
    several = _several(data.get("statements", {}))
    return Proposal(columns, data, fixed, (*people, *notes, *several), perspective is not None, doubts)


def _filled(column: Column, cells: Sequence[str], blank: Collection[str]) -> dict[int, str]:
    """Number of each cell that is not blank → its label. blank: normalised, what is as good as a blank cell."""
    labels = (unguarded(column.labels.get(cell, cell)).strip() for cell in cells)
    return {number: label for number, label in enumerate(labels) if label and normalise(label) not in blank}


def _without_rivals(found: Sequence[Proposed], filled: Sequence[Mapping[int, str]]) -> Iterator[Proposed]:
    """The columns, of which several are taken for one thing only where a person fills one of them."""
    rivals: dict[Asks, list[int]] = {}
    for number, column in enumerate(found):
        if column.asks is not None:
            rivals.setdefault(column.asks, []).append(number)
    kept = {number for numbers in rivals.values() for number in _kept(numbers, found, filled)}
    for number, column in enumerate(found):
        yield column if column.asks is None or number in kept else dropped(column)


def _kept(numbers: Sequence[int], found: Sequence[Proposed], filled: Sequence[Mapping[int, str]]) -> Sequence[int]:
    """Of the columns for one thing: all in its words, or else the surest; none of them where two are as sure."""
    by_how: dict[How, list[int]] = {}
    for number in numbers:
        by_how.setdefault(found[number].how, []).append(number)
    how = max(by_how, key=_RANKED.index)
    surest = by_how[how]
    if how in ("wording", "part", "near"):
        words = {one for number in by_how.get("wording", ()) for one in found[number].perspectives}
        return [
            *by_how.get("wording", ()),
            *(
                one
                for one in (*by_how.get("part", ()), *by_how.get("near", ()))
                if words.isdisjoint(found[one].perspectives)
            ),
        ]
    return surest if len(surest) == 1 or _are_branches(found[surest[0]], [filled[one] for one in surest]) else ()


def _are_branches(one: Proposed, filled: Sequence[Mapping[int, str]]) -> bool:
    """Whether several columns may be for one thing, because no row says two things in them. one: of these columns.

    Branches may ask for the team in any words, and then nobody names it twice. Two columns with one id are what one
    form calls the same thing, and somebody may have copied one of them: the same answer twice is one answer.
    """
    said: dict[int, list[str]] = {}
    for labels in filled:
        for row, label in labels.items():
            said.setdefault(row, []).append(normalise(label))
    if one.how == "values":
        return one.asks == Asks("team") and all(len(labels) == 1 for labels in said.values())
    is_shared = one.how == "id" and one.asks != Asks("perspective")
    return is_shared and bool(said) and all(len(set(labels)) == 1 for labels in said.values())


_RANKED: Final[tuple[How, ...]] = ("near", "part", "some", "contents", "values", "wording", "id")
"""The least sure first."""


def _left_out(
    found: Sequence[Proposed],
    columns: Sequence[Proposed],
    filled: Sequence[Mapping[int, str]],
    sheet: Sheet,
    questionnaire: Questionnaire,
) -> Iterator[str]:
    """What to look at where columns that nothing was known of may be statements."""
    placed = {one.asks.id for one in columns if one.asks is not None and one.asks.kind == "statement"}
    unknown = {
        after.heading: labels
        for before, after, labels, column in zip(found, columns, filled, sheet.columns, strict=True)
        if not before.target and not after.target and column.role == "answer"
    }
    return left_out_answers(unknown, placed, questionnaire)


def _scales(columns: Sequence[Proposed], sheet: Sheet, questionnaire: Questionnaire) -> Iterator[str]:
    """What to know of numbers whose meaning the headings state."""
    stated: Counter[tuple[str, str]] = Counter()
    for one, column in zip(columns, sheet.columns, strict=True):
        if one.asks is not None and one.asks.kind == "statement" and (scale := scale_of(column, questionnaire)):
            numbers = {code: number for number, code in scale.items()}
            stated[numbers["0"], numbers[str(questionnaire.scale.top)]] += 1
    options = questionnaire.scale.options
    for (lowest, highest), count in stated.items():
        says = "The heading of 1 column says" if count == 1 else f"The headings of {count} columns say"
        yield f"{says} that {lowest} is '{say(options[0].text)}' and {highest} is '{say(options[-1].text)}'."


def _several(statements: Mapping[str, str | Sequence[str]]) -> Iterator[str]:
    """What to know of a form that has several columns for a statement. statements: as in a map."""
    count = sum(not isinstance(value, str) for value in statements.values())
    if count:
        have = "1 statement has" if count == 1 else f"{count} statements have"
        yield f"{have} several columns, as in a form with branches. The answer is in the one that a person filled."


def _both_ends(heading: str) -> str:
    """A heading in quotes, without its middle where it is long: what is more than a wording stands at an end."""
    line = " ".join(heading.split())
    return shown_heading(line if len(line) <= LONGEST_SHOWN else f"{line[:END_SHOWN]} … {line[-END_SHOWN:]}")


def _doubts(found: Sequence[Proposed], kept: Sequence[Proposed]) -> Iterator[str]:
    """Columns that would have been something, if another one had not been that too."""
    lost: dict[str, list[str]] = {}
    for before, after in zip(found, kept, strict=True):
        if before.asks and not after.asks and before.how != "contents":
            lost.setdefault(before.target, []).append(shown_heading(before.heading))
    for target, headings in lost.items():
        yield f"Several columns may be {target}, and these are left out: {', '.join(headings)}. Choose one in the map."


def _uncertain(columns: Sequence[Proposed], learned: Mapping[str, str]) -> Iterator[str]:
    """What a person has to look at of the columns that are taken for something."""
    for one in columns:
        heading = shown_heading(one.heading)
        if one.how == "near":
            yield f"{heading} is taken for {one.target}: {shown_heading(one.wording)}."
        elif one.how == "part":
            yield f"{_both_ends(one.heading)} is taken for {one.target}: {shown_heading(one.wording)}."
        elif one.how == "contents":
            yield (
                f"{heading} is taken for {one.target} by what is in it. Its heading may ask for somebody else than the "
                "person who answers."
            )
        elif one.how == "branches":
            labels = ", ".join(f"{shown(label)} is {perspective}" for label, perspective in learned.items())
            yield f"{heading} says whose answers they are, by the branches of the form: {labels}."
        elif one.how == "some":
            what = "a perspective" if one.target == "perspective" else "a team of the workspace"
            yield f"{heading} is taken for {one.target}, and not everything in it is {what}."


def _unfinished(
    columns: Sequence[Proposed], filled: Sequence[Mapping[int, str]], sheet: Sheet, rows: int
) -> Iterator[str]:
    """What may say who had not finished, in a file of which the survey tool does not say it."""
    if sheet.complete is not None:
        return
    of_each: dict[str, list[Mapping[int, str]]] = {}
    for one, cells in zip(columns, filled, strict=True):
        if one.asks and one.asks.kind == "statement":
            of_each.setdefault(one.asks.id, []).append(cells)
    said = [[any(row in cells for cells in several) for several in of_each.values()] for row in range(rows)]
    answered = [sum(one) for one in said]
    reached = [max((number for number, is_said in enumerate(one, start=1) if is_said), default=0) for one in said]
    left_out = (
        unfinished.UnreadColumn(one.heading, cells)
        for one, cells, column in zip(columns, filled, sheet.columns, strict=True)
        if one.target in ("", "date") and column.role != "personal"
    )
    yield from unfinished.doubts(tuple(left_out), answered, reached)


def _foreign(columns: Sequence[Proposed], questionnaire: Questionnaire) -> Iterator[str]:
    """What to look at where columns are headed by ids such as those of statements, and by none of these."""
    ids = {field_name(statement.id) for statement in questionnaire.statements}
    shapes, unknown = {*map(_shape, ids)}, [one.heading for one in columns if not one.target]
    foreign = [heading for heading in unknown if _shape(heading) in shapes and field_name(heading) not in ids]
    if foreign:
        are = "1 column is" if len(foreign) == 1 else f"{len(foreign)} columns are"
        yield (
            f"{are} headed like statements that '{questionnaire.id}' does not have, such as "
            f"{shown_heading(foreign[0])}. They are left out. Is this file about another questionnaire?"
        )


def _shape(text: str) -> str:
    """An id with any digits, to be compared."""
    return _DIGIT.sub("0", field_name(text))


def _has(columns: Iterable[Proposed], kind: str) -> bool:
    return any(column.asks is not None and column.asks.kind == kind for column in columns)


def _dates(sheet: Sheet, samples: Samples) -> tuple[dict[str, DateFormat], list[str]]:
    """Heading → how the days below it are written; and the columns of which that is not certain."""
    dates: dict[str, DateFormat] = {}
    doubts = []
    for number, column in enumerate(sheet.columns):
        if column.role != "date":
            continue
        days = [day for row in samples if (day := column.labels.get(row[number], row[number]).strip())]
        possible = [written for written in DATES if days and all(month_of(day, written) for day in days)]
        written = possible[0] if len(possible) == 1 else column.date_format
        if written is not None:
            dates[column.heading] = written
        elif days:
            doubts.append(
                f"It is not certain which part of {shown_heading(column.heading)} is the day. The month of the import "
                "is used. If you know it, add 'date' to the map."
            )
    return dates, doubts


def _map_of(
    columns: Sequence[Proposed],
    source: str,
    questionnaire: Questionnaire,
    form: str,
    perspective: str,
    learned: Mapping[str, str],
    dates: Mapping[str, DateFormat],
) -> dict[str, Any]:
    """What the file of a map holds, with the keys in the order in which a person reads it."""

    def headings(kind: str) -> dict[str, list[str]]:
        """Id of what is asked → headings of the columns that ask it."""
        asked: dict[str, list[str]] = {}
        for one in columns:
            if one.asks is not None and one.asks.kind == kind:
                asked.setdefault(one.asks.id, []).append(one.heading)
        return asked

    date = next(iter(dates.items()), None)
    used = {*dates} - ({date[0]} if date else set())
    asked_of: Any = {"column": _alone(who[""])} if (who := headings("perspective")) else perspective
    asked_of = {**asked_of, "labels": learned} if learned else asked_of
    data = {
        "questionnaire": questionnaire.id,
        "source": source,
        "form": form,
        "perspective": asked_of,
        "team": {"column": _alone(team[""])} if (team := headings("team")) else None,
        "statements": dict(
            (statement, several) if len(several) > 1 else (several[0], statement)
            for statement, several in headings("statement").items()
        ),
        "id": [one.heading for one in columns if one.target == "id"],
        "date": {"column": date[0], "format": date[1]} if date else None,
        "comments": {heading: challenge for challenge, them in headings("comment").items() for heading in them},
        "priorities": [_alone(them) for _, them in sorted(headings("priority").items(), key=lambda one: int(one[0]))],
        "ignore": [one.heading for one in columns if not one.target or one.heading in used],
    }
    return {key: value for key, value in data.items() if value}


def _alone(headings: list[str]) -> str | list[str]:
    """One heading stands for a list of one."""
    return headings[0] if len(headings) == 1 else headings
