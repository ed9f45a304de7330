"""What a map says of the columns of a sheet, made ready once, so that a row takes a few look-ups."""

from collections.abc import Callable, Mapping, Sequence
from operator import getitem, itemgetter
from typing import Final, NamedTuple

from imroc_audit.exchange.cells import UNKNOWN, Meanings, SeveralMeanings
from imroc_audit.exchange.column_map import ColumnMap, PerspectiveColumn, TeamColumn
from imroc_audit.exchange.labels import answer_codes, answer_labels, perspective_labels, team_labels
from imroc_audit.exchange.map_checks import code
from imroc_audit.exchange.names import field_name
from imroc_audit.exchange.normalise import normalise
from imroc_audit.exchange.sheet import Sheet
from imroc_audit.exchange.sources.layout import Column
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import NO_TEAM, NOT_ASKED, SKIPPED

Cells = Sequence[str]

NONE: Final = -1
"""The column of something that has none. Cells are read with NOT_ASKED after the last of them."""

ALWAYS_NOT_ASKED: Final = {NOT_ASKED: NOT_ASKED}


class Chosen(NamedTuple):
    """Something that is the same for every row, or stands in a column."""

    fixed: str
    column: int = NONE
    meanings: Mapping[str, str] = Meanings({})

    def of(self, cells: Cells) -> str:
        return self.fixed if self.column == NONE else self.meanings[cells[self.column]]


class Answers:
    """The answers of one perspective: columns of statements in the order of answers, NONE where not asked."""

    def __init__(
        self, columns: Sequence[int], left_out: Sequence[int], meanings: Mapping[int, Mapping[str, str]]
    ) -> None:
        """left_out: mapped columns of statements that the perspective is not asked."""
        self.columns = tuple(columns)
        self.left_out = tuple(left_out)
        self._meanings = [meanings.get(column, ALWAYS_NOT_ASKED) for column in columns]
        self._take = picker(self.columns)
        alike = all(one is self._meanings[0] for one in self._meanings)
        self._same = self._meanings[0].__getitem__ if alike else None

    def of(self, cells: Cells) -> str:
        """cells: with NOT_ASKED after the last."""
        if self._same is not None:  # half the time, where all columns mean the same
            return "".join(map(self._same, self._take(cells)))
        return "".join(map(getitem, self._meanings, self._take(cells)))


def picker(columns: Sequence[int]) -> Callable[[Cells], Cells]:
    """What picks some cells of a row."""
    if len(columns) == 1:
        (only,) = columns
        return lambda cells: (cells[only],)
    return itemgetter(*columns) if columns else lambda _: ()


def perspective_of(column_map: ColumnMap, sheet: Sheet, questionnaire: Questionnaire) -> Chosen:
    given = column_map.columns.perspective
    if not isinstance(given, PerspectiveColumn):
        return Chosen(given)
    labels = {normalise(label): perspective for label, perspective in given.labels.items()}
    return _in_column(sheet, given.column, perspective_labels(questionnaire) | labels)


def team_of(column_map: ColumnMap, sheet: Sheet, names: Sequence[str]) -> Chosen:
    given = column_map.columns.team
    teams = team_labels(names) | {"": NO_TEAM}
    if not isinstance(given, TeamColumn):
        return Chosen(teams[normalise(given or "")])
    labels = {normalise(label): teams[normalise(name or "")] for label, name in given.labels.items()}
    unknown = NO_TEAM if given.unknown == "none" else UNKNOWN
    return _in_column(sheet, given.column, teams | labels, unknown)


def _in_column(sheet: Sheet, heading: str, known: Mapping[str, str], unknown: str = UNKNOWN) -> Chosen:
    number = sheet.places[normalise(heading)]
    return Chosen("", number, meanings_in(sheet.columns[number], known, unknown=unknown))


def statement_meanings(column_map: ColumnMap, sheet: Sheet, questionnaire: Questionnaire) -> dict[int, Meanings]:
    """Number of each column with a statement → what its cells mean."""
    labels = {"": SKIPPED} | answer_labels(questionnaire)
    given = {
        normalise(label): code(value, questionnaire) or UNKNOWN for label, value in column_map.columns.answers.items()
    }
    by_wording = Meanings(labels | given, numbered=True)
    by_id = Meanings(labels | answer_codes(questionnaire) | given, numbered=True)
    meanings = {}
    for heading, statement in column_map.columns.statements.items():
        number = sheet.places[normalise(heading)]
        column = sheet.columns[number]
        known = by_id if sheet.own_codes and is_named(column, statement) else by_wording
        meanings[number] = meanings_in(column, known.known, numbered=True) if column.labels else known
    return meanings


def is_named(column: Column, id_: str) -> bool:
    """Whether a column is headed by an id, so that it may hold our own codes."""
    return field_name(id_) in map(field_name, (column.heading, *column.names))


def meanings_in(
    column: Column, known: Mapping[str, str], *, numbered: bool = False, unknown: str = UNKNOWN
) -> Meanings:
    """What the cells of a column mean, where the file says of its codes which labels they stand for."""
    return Meanings(_with_codes(column, known), numbered=numbered, unknown=unknown)


def several_in(sheet: Sheet, column: int, known: Mapping[str, str]) -> Meanings:
    """What the cells of a column mean in which there may be several choices."""
    return SeveralMeanings(_with_codes(sheet.columns[column], known), sheet.separator)


def _with_codes(column: Column, known: Mapping[str, str]) -> dict[str, str]:
    codes = {normalise(cell): known.get(normalise(label), UNKNOWN) for cell, label in column.labels.items()}
    return {**known, **codes}
