"""Where the answers of each perspective stand: one column for a statement, or several of which a person fills one."""

from collections.abc import Callable, Sequence
from operator import getitem
from typing import Final

from imroc_audit.exchange.mapping.column_map import ColumnMap
from imroc_audit.exchange.mapping.map_checks import code
from imroc_audit.exchange.mapping.wordings import is_named, scale_of, whose_words
from imroc_audit.exchange.matching.cells import Meanings
from imroc_audit.exchange.matching.labels import NA, UNKNOWN, answer_codes, answer_labels, na_labels
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.sheet import Sheet
from imroc_audit.exchange.rows.readers import Cells, Chosen, meanings_in, picker
from imroc_audit.model.ids import PerspectiveId
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import NOT_ASKED, SKIPPED

ALWAYS_NOT_ASKED: Final = {NOT_ASKED: NOT_ASKED}
LAST: Final = -1


class Answers:
    """The answers of one perspective to every statement, in their order."""

    def __init__(
        self, statements: Sequence[Chosen], left_out: Chosen, of_others: Chosen, not_worded: Sequence[str]
    ) -> None:
        """left_out: columns of statements that the perspective is not asked; of_others: those in others' words.

        not_worded: ids of the statements that only have columns in others' words.
        """
        self.statements = tuple(statements)
        self.left_out = left_out
        self.of_others = of_others
        self.not_worded = tuple(not_worded)
        self._meanings = [one.meanings[0] if one.columns else ALWAYS_NOT_ASKED for one in statements]
        self._take = _taker([one.columns[0] if one.columns else None for one in statements])
        alike = all(one is self._meanings[0] for one in self._meanings)
        self._same = self._meanings[0].__getitem__ if alike else None
        more = (*of_others.columns, *(column for one in statements for column in one.columns[1:]))
        self._take_more = picker(more) if more else None

    def of(self, cells: Cells) -> str:
        """With UNKNOWN in it where an answer is not understood, or columns contradict each other."""
        if self._take_more is not None and any(self._take_more(cells)):
            answers = "".join(one.of(cells) for one in self.statements)
            return UNKNOWN if self.of_others.said(cells) else answers
        if self._same is not None:  # half the time, where all columns mean the same
            return "".join(map(self._same, self._take(cells)))
        return "".join(map(getitem, self._meanings, self._take(cells)))


def _taker(columns: Sequence[int | None]) -> Callable[[Cells], Cells]:
    """What picks a cell for each statement: NOT_ASKED where it has no column."""
    if None not in columns:
        return picker([column for column in columns if column is not None])
    take = picker([LAST if column is None else column for column in columns])
    return lambda cells: take((*cells, NOT_ASKED))


def answers_of_each(column_map: ColumnMap, sheet: Sheet, questionnaire: Questionnaire) -> dict[PerspectiveId, Answers]:
    """Perspective → its answers; UNKNOWN → those of somebody of whom it is not known."""
    statements = _Statements(column_map, sheet, questionnaire)
    return {one: statements.answers_of(one) for one in (*questionnaire.perspective_ids, PerspectiveId(UNKNOWN))}


class _Statements:
    """The columns of each statement, what their cells mean, and whose words they are headed by."""

    def __init__(self, column_map: ColumnMap, sheet: Sheet, questionnaire: Questionnaire) -> None:
        self._statements = questionnaire.statements
        self._meanings = _meanings(column_map, sheet, questionnaire)
        self._columns: dict[str, list[int]] = {}
        for heading, statement in column_map.columns.statement_of.items():
            self._columns.setdefault(statement, []).append(sheet.places[normalise(heading)])
        several = {column: one for one, columns in self._columns.items() if len(columns) > 1 for column in columns}
        self._words = whose_words(several, sheet.columns, questionnaire)
        self._addressed = {next(iter(whose)) for whose in self._words.values() if len(whose) == 1}

    def answers_of(self, perspective: PerspectiveId) -> Answers:
        statements, left_out, of_others, not_worded = [], [], [], []
        for statement in self._statements:
            columns, own = self._columns.get(statement.id, []), []
            if statement.asked_of(perspective):
                own = [column for column in columns if not self._is_of_others(column, perspective)]
                of_others += [column for column in columns if column not in own]
                not_worded += [statement.id] if columns and not own else []
            else:
                left_out += columns
            statements.append(self._chosen(SKIPPED if own else NOT_ASKED, own))
        return Answers(statements, self._chosen(SKIPPED, left_out), self._chosen(SKIPPED, of_others), not_worded)

    def _is_of_others(self, column: int, perspective: str) -> bool:
        """Whether a form that has words for this perspective alone asks others in this column, and not it.

        Where it has none, its people may have been asked in the words of others.
        """
        words = self._words.get(column, frozenset())
        return bool(words) and perspective in self._addressed and perspective not in words

    def _chosen(self, otherwise: str, columns: Sequence[int]) -> Chosen:
        return Chosen(otherwise, tuple(columns), tuple(self._meanings[column] for column in columns))


def _meanings(column_map: ColumnMap, sheet: Sheet, questionnaire: Questionnaire) -> dict[int, Meanings]:
    """Number of each column with a statement → what its cells mean."""
    labels = {"": SKIPPED} | answer_labels(questionnaire) | na_labels(sheet.na_means, questionnaire)
    given = {
        normalise(label): code(value, questionnaire) or UNKNOWN for label, value in column_map.columns.answers.items()
    }
    codes = answer_codes(questionnaire)
    # "NA" may be what a program wrote for a blank cell, and our code is "na" and nothing else.
    spelled = {code: codes.pop(code) for code in NA & codes.keys() if code not in column_map.columns.answers}
    by_wording = Meanings(labels | given, numbered=True)
    by_id = Meanings(labels | codes | given, numbered=True, as_typed=spelled)
    by_scale: dict[tuple[tuple[str, str], ...], Meanings] = {}  # one for all columns of a scale is quicker to use
    meanings = {}
    for heading, statement in column_map.columns.statement_of.items():
        number = sheet.places[normalise(heading)]
        column = sheet.columns[number]
        scale = scale_of(column, questionnaire)
        if scale is not None:
            known = by_scale.setdefault((*scale.items(),), Meanings(labels | scale | given, numbered=True))
        else:
            known = by_id if sheet.own_codes and is_named(column, statement) else by_wording
        meanings[number] = meanings_in(column, known.known, numbered=True) if column.labels else known
    return meanings
