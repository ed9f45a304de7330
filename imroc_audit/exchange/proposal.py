"""A proposed map: which column of a sheet is what, how that is known, and how sure it is. Nothing is guessed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from imroc_audit.exchange.cells import DATES, DateFormat, month_of
from imroc_audit.exchange.form import known_questions
from imroc_audit.exchange.labels import perspective_labels
from imroc_audit.exchange.names import Asks, field_name, known_names
from imroc_audit.exchange.normalise import normalise
from imroc_audit.exchange.sheet import Sheet, shown_heading
from imroc_audit.exchange.sources.layout import Column
from imroc_audit.model.questionnaire import Questionnaire, say

How = Literal["id", "wording", "near", "values", "role", ""]
"""By which a column is known; "" where it is not."""

NEAR: Final = 85
"""The least likeness, out of 100, of a heading to a wording that it may be."""
AHEAD: Final = 4
"""By how much the likeness to any other statement has to be less."""
CERTAIN: Final = 100

Samples = Sequence[Sequence[str]]
"""The cells of the first rows, all as wide as the sheet."""


class Proposed(NamedTuple):
    """What one column is taken for. confidence: out of 100."""

    heading: str
    target: str
    """As a person reads it, such as "statement c01.1"; "" where the column is left out."""
    how: How
    confidence: int
    asks: Asks | None = None
    perspectives: frozenset[str] = frozenset()
    """Those whose wording the heading is."""


class Proposal(NamedTuple):
    """A map for a sheet, to be looked at. `data` is what its file holds."""

    columns: tuple[Proposed, ...]
    data: dict[str, Any]
    perspective: str
    """Of every row; "" where a column says it, or nothing does."""
    notes: tuple[str, ...] = ()


def expected_headings(questionnaire: Questionnaire) -> frozenset[str]:
    """Normalised headings by which a column would be known."""
    names = known_names(questionnaire)
    ids = (asks.id for asks in names.values() if asks.kind == "statement")
    return frozenset((*names, *map(normalise, ids), *_wordings(questionnaire), *known_questions(questionnaire)))


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
    matcher = _Matcher(questionnaire, teams)
    found = [matcher.match(column, [row[number] for row in samples]) for number, column in enumerate(sheet.columns)]
    columns = tuple(_once_each(found))
    fixed = perspective or ("" if _has(columns, "perspective") else _inferred(columns))
    if perspective is not None:
        columns = tuple(_dropped(one) if one.asks == Asks("perspective") else one for one in columns)
    dates, notes = _dates(sheet, samples)
    columns = tuple(_dropped(one) if one.target == "date" and one.heading not in dates else one for one in columns)
    data = _map_of(columns, sheet.source, questionnaire, form, fixed, dates)
    return Proposal(columns, data, fixed, (*notes, *_doubts(found, columns)))


class _Matcher:
    """Everything by which a column can be known."""

    def __init__(self, questionnaire: Questionnaire, teams: Sequence[str]) -> None:
        self._questionnaire = questionnaire
        self._names = known_names(questionnaire)
        self._questions = known_questions(questionnaire)
        self._wordings = _wordings(questionnaire)
        self._perspectives = frozenset(perspective_labels(questionnaire))
        self._teams = frozenset(map(normalise, teams))

    def match(self, column: Column, cells: Sequence[str]) -> Proposed:
        if column.role in ("id", "date"):
            return Proposed(column.heading, column.role, "role", CERTAIN)
        if column.role != "answer":
            return Proposed(column.heading, "", "", 0)
        forms = list(dict.fromkeys((column.heading, *column.names)))
        return (
            self._by_name(column.heading, forms)
            or self._by_wording(column.heading, forms)
            or self._by_values(column, cells)
            or self._by_likeness(column.heading, forms)
            or Proposed(column.heading, "", "", 0)
        )

    def _by_name(self, heading: str, forms: Iterable[str]) -> Proposed | None:
        asks = _only(self._names.get(field_name(form)) for form in forms)
        return Proposed(heading, _said(asks), "id", CERTAIN, asks) if asks else None

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

    def _by_values(self, column: Column, cells: Sequence[str]) -> Proposed | None:
        """A column in which everything is the label of a perspective, or the name of a team."""
        filled = {key for cell in cells if (key := normalise(column.labels.get(cell, cell)))}
        for asks, labels in ((Asks("perspective"), self._perspectives), (Asks("team"), self._teams)):
            if filled and filled <= labels:
                return Proposed(column.heading, _said(asks), "values", CERTAIN, asks)
        return None

    def _by_likeness(self, heading: str, forms: Iterable[str]) -> Proposed | None:
        from rapidfuzz import fuzz, process

        likeness: dict[str, float] = {}
        for form in forms:
            least = NEAR - AHEAD
            near = process.extract(
                normalise(form), [*self._wordings], scorer=fuzz.ratio, score_cutoff=least, limit=None
            )
            for wording, score, _ in near:
                statement, _ = self._wordings[wording]
                likeness[statement] = max(score, likeness.get(statement, 0))
        first, second = (*sorted(likeness.items(), key=lambda one: -one[1]), ("", 0.0), ("", 0.0))[:2]
        if first[1] < NEAR or first[1] - second[1] < AHEAD:
            return None
        asks = Asks("statement", first[0])
        return Proposed(heading, _said(asks), "near", min(99, int(first[1])), asks)


def _wordings(questionnaire: Questionnaire) -> dict[str, tuple[str, frozenset[str]]]:
    """Normalised wording → its statement and the perspectives that have it; none that two statements share."""
    found: dict[str, dict[str, set[str]]] = {}
    for statement in questionnaire.statements:
        for texts in (statement.wording, statement.easy_read):
            for perspective, text in texts.items():
                for language in questionnaire.languages:
                    key = normalise(say(text, language))
                    found.setdefault(key, {}).setdefault(statement.id, set()).add(perspective)
    alone = {key: next(iter(by_id.items())) for key, by_id in found.items() if len(by_id) == 1}
    return {key: (statement, frozenset(perspectives)) for key, (statement, perspectives) in alone.items()}


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


def _once_each(found: Sequence[Proposed]) -> Iterator[Proposed]:
    """Of several columns for one thing, the surest; none of them where two are as sure."""
    best: dict[Asks, list[Proposed]] = {}
    for column in found:
        if column.asks is not None:
            best.setdefault(column.asks, []).append(column)
    for column in found:
        others = [one for one in best.get(column.asks, []) if one is not column] if column.asks else []
        sure = all(_sureness(one) < _sureness(column) for one in others)
        yield column if sure else _dropped(column)


def _sureness(column: Proposed) -> tuple[int, int]:
    return _RANKED.index(column.how), column.confidence


_RANKED: Final[tuple[How, ...]] = ("near", "values", "wording", "id")


def _doubts(found: Sequence[Proposed], kept: Sequence[Proposed]) -> Iterator[str]:
    """Columns that would have been something, if another one had not been that too."""
    lost: dict[str, list[str]] = {}
    for before, after in zip(found, kept, strict=True):
        if before.asks and not after.asks and before.asks != Asks("perspective"):
            lost.setdefault(before.target, []).append(shown_heading(before.heading))
    for target, headings in lost.items():
        yield f"Several columns may be {target}, and these are left out: {', '.join(headings)}. Choose one in the map."


def _has(columns: Iterable[Proposed], kind: str) -> bool:
    return any(column.asks is not None and column.asks.kind == kind for column in columns)


def _inferred(columns: Iterable[Proposed]) -> str:
    """The perspective whose wording every heading is that is a wording at all; "" where that is not one alone."""
    named = [column.perspectives for column in columns if column.perspectives]
    shared = frozenset.intersection(*named) if named else frozenset()
    return next(iter(shared)) if len(shared) == 1 else ""


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
    dates: Mapping[str, DateFormat],
) -> dict[str, Any]:
    """What the file of a map holds, with the keys in the order in which a person reads it."""

    def headings(kind: str) -> dict[str, str]:
        return {one.heading: one.asks.id for one in columns if one.asks is not None and one.asks.kind == kind}

    date = next(iter(dates.items()), None)
    ranked = sorted((int(rank), heading) for heading, rank in headings("priority").items())
    asked_of = {"column": next(iter(headings("perspective")))} if headings("perspective") else perspective
    used = {*dates} - ({date[0]} if date else set())
    data = {
        "questionnaire": questionnaire.id,
        "source": source,
        "form": form,
        "perspective": asked_of,
        "team": {"column": heading} if (heading := next(iter(headings("team")), "")) else None,
        "statements": headings("statement"),
        "id": [one.heading for one in columns if one.target == "id"],
        "date": {"column": date[0], "format": date[1]} if date else None,
        "comments": headings("comment"),
        "priorities": [heading for _, heading in ranked],
        "ignore": [one.heading for one in columns if not one.target or one.heading in used],
        "check": [one.heading for one in columns if one.how == "near"],
    }
    return {key: value for key, value in data.items() if value}
