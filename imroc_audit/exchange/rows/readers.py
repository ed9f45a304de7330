"""What a map says of the columns of a sheet, made ready once, so that a row takes a few look-ups."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

from imroc_audit.exchange.mapping.column_map import ColumnMap, PerspectiveColumn, TeamColumn
from imroc_audit.exchange.matching.cells import Meanings, SeveralMeanings
from imroc_audit.exchange.matching.labels import NA, UNKNOWN, WORDS, challenge_labels, perspective_labels, team_labels
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import MISSING, OR, Column
from imroc_audit.exchange.reading.sheet import Sheet
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import NO_TEAM, SKIPPED

Cells = Sequence[str]


class Chosen:
    """Something that stands in a column, or in one of several of which a person fills one, or is the same for all."""

    def __init__(self, otherwise: str, columns: Sequence[int] = (), meanings: Sequence[Meanings] = ()) -> None:
        """otherwise: what it is where no column says it. meanings: of each column, cell → what it means, where
        `otherwise` is to say nothing.
        """
        self.otherwise = otherwise
        self.columns = tuple(columns)
        self.meanings = tuple(meanings)
        self.of = self._reader()

    def _reader(self) -> Callable[[Cells], str]:
        """Cells of a row → what it is; UNKNOWN where it is not understood, or where columns say different things."""
        if not self.columns:
            return lambda _: self.otherwise
        if len(self.columns) > 1:
            return self._agreed
        (column,), (known,) = self.columns, self.meanings
        return lambda cells: known[cells[column]]

    def _agreed(self, cells: Cells) -> str:
        said = {*self.said(cells).values()}
        return UNKNOWN if len(said) > 1 else said.pop() if said else self.otherwise

    def said(self, cells: Cells) -> dict[int, str]:
        """Number of each column that says something → what it says."""
        meant = ((column, known[cells[column]]) for column, known in zip(self.columns, self.meanings, strict=True))
        return {column: meaning for column, meaning in meant if meaning != self.otherwise}


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
    known = perspective_labels(questionnaire) | labels
    return in_columns(sheet, (given.column,), lambda column: meanings_in(column, known))


def team_of(column_map: ColumnMap, sheet: Sheet, names: Sequence[str]) -> Chosen:
    given = column_map.columns.team
    teams = team_labels(names) | dict.fromkeys(no_answer(sheet), NO_TEAM)
    if not isinstance(given, TeamColumn):
        return Chosen(teams[normalise(given or "")])
    labels = {normalise(label): teams[normalise(name or "")] for label, name in column_map.columns.team_labels.items()}
    unknown = NO_TEAM if given.unknown == "none" else UNKNOWN
    return in_columns(sheet, given.column, lambda column: meanings_in(column, teams | labels, unknown=unknown))


def priorities_of(column_map: ColumnMap, sheet: Sheet, questionnaire: Questionnaire) -> tuple[Chosen, ...]:
    """The chosen challenges, most important first; each may be several ids with a space between."""
    challenges = challenge_labels(questionnaire) | dict.fromkeys(no_answer(sheet), "")

    def chosen(column: Column) -> Meanings:
        return SeveralMeanings(_with_codes(column, challenges), sheet.separator)

    return tuple(in_columns(sheet, headings, chosen) for headings in column_map.columns.priorities)


def no_answer(sheet: Sheet) -> frozenset[str]:
    """Normalised: what stands in a cell where nobody answered."""
    return frozenset({"", *(NA if WORDS.get(sheet.na_means) == SKIPPED else ())})


def in_columns(sheet: Sheet, headings: Sequence[str], meanings: Callable[[Column], Meanings]) -> Chosen:
    """meanings: what the cells of a column mean, where "" is nothing."""
    columns = tuple(sheet.places[normalise(heading)] for heading in headings)
    return Chosen("", columns, tuple(meanings(sheet.columns[column]) for column in columns))


def meanings_in(
    column: Column, known: Mapping[str, str], *, numbered: bool = False, unknown: str = UNKNOWN
) -> Meanings:
    """What the cells of a column mean, where the file says of its codes which labels they stand for."""
    return Meanings(_with_codes(column, known, numbered=numbered), numbered=numbered, unknown=unknown)


def _with_codes(column: Column, known: Mapping[str, str], *, numbered: bool = True) -> dict[str, str]:
    labels = Meanings(known, numbered=numbered)
    return {**known, **{normalise(cell): _meaning(label, labels) for cell, label in column.labels.items()}}


def _meaning(label: str, labels: Meanings) -> str:
    """What a label means, or several that have to mean the same; that of a missing value may be no answer."""
    if label.startswith(MISSING):
        meaning = labels[label.removeprefix(MISSING)]
        return labels[""] if meaning == UNKNOWN else meaning
    meanings = {labels[each] for each in label.split(OR)}
    return meanings.pop() if len(meanings) == 1 else UNKNOWN
