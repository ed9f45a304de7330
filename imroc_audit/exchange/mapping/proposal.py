"""A proposed map: which column of a sheet is what, how that is known, and how sure it is. Nothing is guessed."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, Literal, NamedTuple

from imroc_audit.exchange.forms.form import known_questions
from imroc_audit.exchange.mapping import unfinished
from imroc_audit.exchange.mapping.branches import branches, leading_questions
from imroc_audit.exchange.mapping.contents import Samples
from imroc_audit.exchange.mapping.evidence import Kind, asks_something_else, disagreeing, left_out_answers
from imroc_audit.exchange.mapping.wordings import (
    Worded,
    forms,
    group_of,
    is_worded_as_a_statement,
    known_wordings,
    repeats,
    scale_of,
    wording_within,
)
from imroc_audit.exchange.matching.cells import DATES, DateFormat, month_of, unguarded
from imroc_audit.exchange.matching.labels import NA, WORDS, perspective_labels
from imroc_audit.exchange.matching.names import Asks, field_name, known_names
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column
from imroc_audit.exchange.reading.sheet import LONGEST_SHOWN, ROWS_OF_A_LABEL, Sheet, shown, shown_heading
from imroc_audit.model.ids import StatementId
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say
from imroc_audit.model.response import SKIPPED

How = Literal["id", "wording", "part", "near", "values", "contents", "some", "branches", "role", ""]
"""By which a column is known; "" where it is not."""

NEAR: Final = 85
"""The least likeness, out of 100, of a heading to a wording that it may be."""
AHEAD: Final = 4
"""By how much the likeness to any other statement has to be less."""
CERTAIN: Final = 100
END_SHOWN: Final = 28
WORDS_OF_A_SENTENCE: Final = 7
_DIGIT: Final = re.compile(r"\d")
NOTHING: Final = (0.0, Worded("", frozenset()))
"""Likeness to nothing."""


class Proposed(NamedTuple):
    """What one column is taken for. confidence: out of 100."""

    heading: str
    target: str
    """As a person reads it, such as "statement c01.1"; "" where the column is left out."""
    how: How
    confidence: int
    asks: Asks | None = None
    perspectives: frozenset[str] = frozenset()
    """Those whose wording the heading is, or is near to."""
    wording: str = ""
    """Of the statement, in words for one of those."""


class Proposal(NamedTuple):
    """A map for a sheet, to be looked at. `data` is what its file holds."""

    columns: tuple[Proposed, ...]
    data: dict[str, Any]
    perspective: str
    """Of every row; "" where a column says it, or nothing does."""
    notes: tuple[str, ...] = ()
    is_given: bool = False
    """Whether a person said of which perspective every row is."""
    doubts: tuple[str, ...] = ()
    """Of which columns only one can be what several may be, in sentences. They are under `check` too."""


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
    matcher = _Matcher(questionnaire, teams, sheet.columns)
    blank = NA if WORDS.get(sheet.na_means) == SKIPPED else frozenset[str]()
    filled = [_filled(one, [row[number] for row in samples], blank) for number, one in enumerate(sheet.columns)]
    found = [matcher.match(column, cells.values()) for column, cells in zip(sheet.columns, filled, strict=True)]
    kept = tuple(_without_rivals(found, filled))
    columns, odd = _without_odd_team(kept)
    learned: dict[str, str] = {}
    people: list[str] = []
    if perspective is not None:
        people += _overruled(columns, filled, questionnaire, perspective)
        columns = tuple(_dropped(one) if one.asks == Asks("perspective") else one for one in columns)
    else:
        columns, contradicted = _without_odd_perspective(columns, filled, sheet.columns, questionnaire)
        odd += contradicted
    fixed = perspective or ("" if _has(columns, "perspective") else _inferred(columns))
    if fixed and perspective is None:
        people.append(f"All of them count for {fixed}, because the headings are in words for {fixed} alone.")
    elif not fixed and not _has(columns, "perspective"):
        columns, learned = _with_leading_question(columns, filled, sheet.columns)
    dates, notes = _dates(sheet, samples)
    columns = tuple(_dropped(one) if one.target == "date" and one.heading not in dates else one for one in columns)
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


class _Matcher:
    """Everything by which a column can be known."""

    def __init__(self, questionnaire: Questionnaire, teams: Sequence[str], columns: Sequence[Column]) -> None:
        self.contradictions: list[str] = []
        """What to look at where the id and the words of a heading are those of two things."""
        self._questionnaire = questionnaire
        self._names = known_names(questionnaire)
        self._questions = known_questions(questionnaire)
        self._wordings = known_wordings(questionnaire)
        self._repeats = repeats(columns)
        self._perspectives = frozenset(perspective_labels(questionnaire))
        self._teams = frozenset(map(normalise, teams))
        self._texts = {statement.id: statement.wording for statement in questionnaire.statements}

    def match(self, column: Column, labels: Collection[str]) -> Proposed:
        """labels: what stands in it, without blanks."""
        if column.role in ("id", "date"):
            return Proposed(column.heading, column.role, "role", CERTAIN)
        named, first = forms(column), self._repeats.get(column.heading)
        if column.role == "personal" and is_worded_as_a_statement(column, self._wordings):
            return self._by_wording(column.heading, named) or Proposed(column.heading, "", "", 0)
        if column.role != "answer":
            return Proposed(column.heading, "", "", 0)
        again = forms(first) if first else ()
        by_name, by_wording = self._by_name(column.heading, named), self._by_wording(column.heading, named)
        if by_name and by_wording and by_name.asks != by_wording.asks:
            self.contradictions.append(
                f"{shown_heading(column.heading)} has the id of {by_name.target} and the words of {by_wording.target}. "
                "It is left out. If you know which it is, add it to the map."
            )
            return Proposed(column.heading, "", "", 0)
        return (
            by_name
            or by_wording
            or self._by_name(column.heading, again)
            or self._by_wording(column.heading, again)
            or self._by_values(column, labels)
            or self._by_part(column.heading, named, labels)
            or self._by_likeness(column.heading, named)
            or Proposed(column.heading, "", "", 0)
        )

    def _by_name(self, heading: str, forms: Iterable[str]) -> Proposed | None:
        asks = _only(self._names.get(field_name(form)) for form in forms)
        if asks is None:
            return None
        return Proposed(heading, _said(asks), "id", CERTAIN, asks, group_of(heading, self._questionnaire))

    def _by_wording(self, heading: str, forms: Iterable[str]) -> Proposed | None:
        keys = list(map(normalise, forms))
        for key in keys:
            if asks := self._questions.get(key):
                return Proposed(heading, _said(asks), "wording", CERTAIN, asks)
        statements = [self._wordings[key] for key in keys if key in self._wordings]
        asks = _only(Asks("statement", statement) for statement, _ in statements)
        if asks is None:
            return None
        return Proposed(heading, _said(asks), "wording", CERTAIN, asks, statements[0][1])

    def _by_values(self, column: Column, labels: Collection[str]) -> Proposed | None:
        """A column in which everything is the label of a perspective, or the name of a team; or most is."""
        filled = [*map(normalise, labels)]
        kinds: tuple[tuple[Kind, frozenset[str]], ...] = (("perspective", self._perspectives), ("team", self._teams))
        for kind, known in kinds:
            asks = Asks(kind)
            count = sum(label in known for label in filled)
            if filled and count == len(filled):
                is_odd = asks_something_else(forms(column), kind)
                return Proposed(column.heading, _said(asks), "contents" if is_odd else "values", CERTAIN, asks)
            if count >= ROWS_OF_A_LABEL and count >= len(filled) / 2:
                return Proposed(column.heading, _said(asks), "some", 100 * count // len(filled), asks)
        return None

    def _by_part(self, heading: str, forms: Sequence[str], labels: Collection[str]) -> Proposed | None:
        """A heading that holds a wording among other words, which may ask for something else, as "Why …?" does."""
        found = wording_within(forms, self._wordings, self._questionnaire)
        if found is None or (not found.is_certain and _are_own_words(labels)):
            return None
        asks, perspectives = Asks("statement", found.worded.statement), found.worded.perspectives
        how: How = "wording" if found.is_certain else "part"
        confidence = CERTAIN if found.is_certain else NEAR
        return Proposed(heading, _said(asks), how, confidence, asks, perspectives, self._said_to(found.worded))

    def _said_to(self, worded: Worded) -> str:
        """The wording of a statement for one of those whose words these are."""
        texts = self._texts[StatementId(worded.statement)]
        return say(next(text for one, text in texts.items() if one in worded.perspectives))

    def _by_likeness(self, heading: str, forms: Iterable[str]) -> Proposed | None:
        from rapidfuzz import fuzz, process

        nearest: dict[str, tuple[float, Worded]] = {}
        for form in forms:
            least = NEAR - AHEAD
            near = process.extract(
                normalise(form), [*self._wordings], scorer=fuzz.ratio, score_cutoff=least, limit=None
            )
            for wording, score, _ in near:
                worded = self._wordings[wording]
                if score > nearest.get(worded.statement, NOTHING)[0]:
                    nearest[worded.statement] = score, worded
        first, second = sorted((*nearest.values(), NOTHING, NOTHING), key=lambda one: -one[0])[:2]
        likeness, worded = first
        if likeness < NEAR or likeness - second[0] < AHEAD:
            return None
        asks, wording = Asks("statement", worded.statement), self._said_to(worded)
        return Proposed(heading, _said(asks), "near", min(99, int(likeness)), asks, worded.perspectives, wording)


def _only(found: Iterable[Asks | None]) -> Asks | None:
    """What all that is found agrees on."""
    different = {asks for asks in found if asks is not None}
    return different.pop() if len(different) == 1 else None


def _said(asks: Asks) -> str:
    return {
        "perspective": "perspective",
        "team": "team",
        "statement": f"statement {asks.id}",
        "comment": f"comment on {asks.id}",
        "priority": f"priority {asks.id}",
    }[asks.kind]


def _dropped(column: Proposed) -> Proposed:
    return Proposed(column.heading, "", "", 0)


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
        yield column if column.asks is None or number in kept else _dropped(column)


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


def _with_leading_question(
    columns: tuple[Proposed, ...], filled: Sequence[Mapping[int, str]], sheet: Sequence[Column]
) -> tuple[tuple[Proposed, ...], dict[str, str]]:
    """The columns with the one that leads people into the branches of a form, and its label → their perspective."""
    words = _words(columns)
    open_ = [number for number, one in enumerate(columns) if not one.target and sheet[number].role == "answer"]
    found = leading_questions(branches(words, filled), {number: filled[number] for number in open_})
    if len(found) != 1:
        return columns, {}
    ((number, labels),) = found.items()
    asks = Asks("perspective")
    leading = Proposed(columns[number].heading, _said(asks), "branches", NEAR, asks)
    return (*columns[:number], leading, *columns[number + 1 :]), labels


def _words(columns: Sequence[Proposed]) -> list[frozenset[str]]:
    """Of each column, the perspectives whose wording or group of questions it is surely headed by."""
    return [one.perspectives if one.how in ("wording", "id") else frozenset() for one in columns]


def _without_odd_team(columns: tuple[Proposed, ...]) -> tuple[tuple[Proposed, ...], list[str]]:
    """The columns without one of teams that may be other teams than people's own, and what to look at."""
    odd = [one for one in columns if one.how == "contents" and one.asks == Asks("team")]
    told = [
        f"{shown_heading(one.heading)} holds names of teams. It is left out, because its heading may ask for another "
        "team than the one that the answers are about. If it is that one, add 'team' to the map."
        for one in odd
    ]
    return tuple(_dropped(one) if one in odd else one for one in columns), told


def _without_odd_perspective(
    columns: tuple[Proposed, ...],
    filled: Sequence[Mapping[int, str]],
    sheet: Sequence[Column],
    questionnaire: Questionnaire,
) -> tuple[tuple[Proposed, ...], list[str]]:
    """The columns without one of perspectives that may be other people's, and where it contradicts the wording."""
    number = next((number for number, one in enumerate(columns) if one.asks == Asks("perspective")), None)
    if number is None:
        return columns, []
    one, wording = columns[number], _inferred(columns)
    others = disagreeing(_words(columns), filled, number, questionnaire)
    rows = (f"{count} {'row' if count == 1 else 'rows'} of {perspective}" for perspective, count in others.items())
    heading, said = shown_heading(one.heading), " and ".join(rows)
    if wording and one.how in ("contents", "some") and asks_something_else(forms(sheet[number]), "perspective"):
        columns = (*columns[:number], _dropped(one), *columns[number + 1 :])
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


def _are_own_words(labels: Collection[str]) -> bool:
    """Whether most of what stands in a column are sentences, and no labels."""
    return 2 * sum(len(label.split()) >= WORDS_OF_A_SENTENCE for label in labels) > len(labels)


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
    statements = [
        cells for one, cells in zip(columns, filled, strict=True) if one.asks and one.asks.kind == "statement"
    ]
    answered = [sum(row in cells for cells in statements) for row in range(rows)]
    left_out = (
        unfinished.LeftOut(one.heading, cells)
        for one, cells, column in zip(columns, filled, sheet.columns, strict=True)
        if one.target in ("", "date") and column.role != "personal"
    )
    yield from unfinished.doubts(tuple(left_out), answered)


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


def _inferred(columns: Iterable[Proposed]) -> str:
    """The perspective whose wording every heading is that is a wording at all; "" where that is not one alone."""
    named = [column.perspectives for column in columns if column.how == "wording" and column.perspectives]
    shared = frozenset.intersection(*named) if named else frozenset()
    return next(iter(shared)) if len(shared) == 1 else ""


def _overruled(
    columns: Sequence[Proposed], filled: Sequence[Mapping[int, str]], questionnaire: Questionnaire, perspective: str
) -> Iterator[str]:
    """What to know where somebody said whose answers they are, and the file says something else."""
    known = perspective_labels(questionnaire)
    who = (cells.values() for one, cells in zip(columns, filled, strict=True) if one.asks == Asks("perspective"))
    named = {known.get(normalise(label), "") for label in chain.from_iterable(who)} | {_inferred(columns)}
    if others := [one for one in questionnaire.perspective_ids if one in named and one != perspective]:
        yield (
            f"By the file these are answers of {' and '.join(others)}. All of them count for {perspective}, because "
            "--perspective says so."
        )


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
