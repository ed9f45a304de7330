"""One row of cells at a time as one person's response, with everything that is not understood collected."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from imroc_audit.exchange.cells import UNKNOWN, Months, own_words
from imroc_audit.exchange.column_map import LEAVE_OUT, ColumnMap
from imroc_audit.exchange.findings import Findings
from imroc_audit.exchange.labels import challenge_labels
from imroc_audit.exchange.map_checks import named
from imroc_audit.exchange.normalise import normalise
from imroc_audit.exchange.readers import (
    NONE,
    Answers,
    perspective_of,
    picker,
    several_in,
    statement_meanings,
    team_of,
)
from imroc_audit.exchange.row_ids import Hmac, RowIds
from imroc_audit.exchange.sheet import Sheet
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import NOT_ASKED, SKIPPED, Comment, ResponseRow

NOTHING: Final = frozenset({SKIPPED, NOT_ASKED})
"""The answers of someone who answered nothing."""

KEYS_AT_ONCE: Final = 1_024
KEY_BYTES: Final = 16


class ImportedRow(NamedTuple):
    """One person: the id by which the row is known again, the answers, and comments with no link to them."""

    row_id: str
    response: ResponseRow
    comments: tuple[Comment, ...]


class Destination(NamedTuple):
    """Where responses go: the audit cycle, the workspace's teams, and the month of rows that have no date."""

    audit_cycle: str
    teams: tuple[str, ...]
    month: str
    hmac: Hmac
    """Makes row ids that cannot be read back."""


class RowMapper:
    """Turns rows into responses through a map that fits the sheet."""

    def __init__(
        self, sheet: Sheet, column_map: ColumnMap, questionnaire: Questionnaire, destination: Destination
    ) -> None:
        self.findings = Findings()
        self.rows = self.incomplete = self.left_out = self.not_asked = self.unanswered = 0
        self._sheet = sheet
        self._map = column_map
        self._questionnaire = questionnaire
        self._to = destination
        self._width = len(sheet.columns)
        self._places = sheet.places
        columns = column_map.columns
        self._perspective = perspective_of(column_map, sheet, questionnaire)
        self._team = team_of(column_map, sheet, destination.teams)
        self._meanings = statement_meanings(column_map, sheet, questionnaire)
        self._answers = {one: self._answers_of(one) for one in questionnaire.perspective_ids}
        self._priorities = [self._place(heading) for heading in columns.priorities]
        challenges = challenge_labels(questionnaire) | {"": ""}
        self._challenges = {place: several_in(sheet, place, challenges) for place in self._priorities}
        self._date = self._place(columns.date.column) if columns.date else NONE
        no_day = [cell for cell, label in sheet.columns[self._date].labels.items() if not label] if columns.date else ()
        self._months = Months(
            columns.date.format if columns.date else "iso", blank=destination.month, like_blank=no_day
        )
        self._comments = [(self._place(heading), challenge) for heading, challenge in columns.comments.items()]
        self._id = picker([self._place(heading) for heading in columns.id])
        form = (columns.form,) if columns.form else (self._perspective.fixed, self._team.fixed)
        self._row_ids = RowIds(destination.hmac, (questionnaire.id, *form), sheet.keys)
        self._new_keys = _random_keys()

    def imported(self, row: int, cells: list[str]) -> ImportedRow | None:
        """The response of a row; None where there is none, or where something in it is not understood."""
        if not any(map(str.strip, cells)):
            return None
        self.rows += 1
        if len(cells) != self._width:
            what = f"{len(cells)} cells below {self._width} headings"
            self.findings.add(row, what, "Look for a delimiter or a quotation mark too many or too few.")
            return None
        if self._sheet.complete is not None and not self._sheet.complete(cells):
            self.incomplete += 1
            return None
        perspective = self._perspective.of(cells)
        if perspective == LEAVE_OUT:
            self.left_out += 1
            return None
        return self._person(row, (*cells, NOT_ASKED), perspective)

    def _person(self, row: int, cells: Sequence[str], perspective: str) -> ImportedRow | None:
        """cells: with NOT_ASKED after the last."""
        team = self._team.of(cells)
        asked = self._answers.get(perspective) or next(iter(self._answers.values()))
        answers = asked.of(cells)
        month = self._month_of(cells)
        priorities = [self._challenges[column][cells[column]] for column in self._priorities]
        row_id = self._row_id_of(row, cells, perspective)
        if UNKNOWN in answers or UNKNOWN in (perspective, team, month) or UNKNOWN in priorities:
            self._explain(row, cells, perspective, team, month, asked)
            return None
        if not row_id:
            return None
        comments = tuple(self._comments_of(cells, perspective)) if self._comments else ()
        if asked.left_out:
            self.not_asked += sum(self._meanings[column][cells[column]] != SKIPPED for column in asked.left_out)
        if NOTHING.issuperset(answers) and not any(priorities) and not comments:
            self.unanswered += 1
        chosen = tuple(dict.fromkeys(" ".join(priorities).split())) if priorities else ()  # the first place of each
        if len(chosen) > self._questionnaire.priorities:
            what = (
                f"{len(chosen)} challenges are chosen, and the questionnaire asks for {self._questionnaire.priorities}"
            )
            remedy = f"Shorten the choice, or take the column out of 'priorities' in {self._map.source}."
            self.findings.add(row, what, remedy, heading=self._map.columns.priorities[0])
            return None
        key = next(self._new_keys)
        response = ResponseRow(key, self._to.audit_cycle, perspective, team, "import", month, answers, chosen)
        return ImportedRow(row_id, response, comments)

    def notes(self) -> Iterator[str]:
        """What was left out, or might surprise, once every row has been read."""
        if count := self.incomplete:
            yield f"{_rows(count)} left out, because the person had not finished or the survey tool sorted it out."
        if count := self.left_out:
            yield f"{_rows(count)} left out, as the map says under 'perspective'."
        if count := self.not_asked:
            cells = "1 answer was" if count == 1 else f"{count:,} answers were"
            yield f"{cells} left out, to statements that are not asked of that perspective."
        if count := self.unanswered:
            yield f"{_rows(count)} imported without any answer: every statement counts as skipped."

    # What the map says, made ready once.

    def _place(self, heading: str) -> int:
        return self._places[normalise(heading)]

    def _answers_of(self, perspective: str) -> Answers:
        places = {one: self._place(heading) for heading, one in self._map.columns.statements.items()}
        columns = [
            places.get(one.id, NONE) if one.asked_of(perspective) else NONE for one in self._questionnaire.statements
        ]
        return Answers(columns, [column for column in places.values() if column not in columns], self._meanings)

    # What one row says.

    def _month_of(self, cells: Sequence[str]) -> str:
        return self._to.month if self._date == NONE else self._months.of(cells[self._date])

    def _row_id_of(self, row: int, cells: Sequence[str], perspective: str) -> str:
        """The id of a row; "" where it cannot have one, and then that is a finding.

        The forms of all perspectives may have the same headings, and each number its answers from 1.
        """
        headings = self._map.columns.id
        if not headings:
            return self._row_ids.of_row(cells)
        source_id = self._id(cells)
        row_id, is_new = self._row_ids.of_source_id((perspective, *source_id))
        if not "".join(source_id).strip():
            remedy = f"Give each row an id, or take 'id' out of {self._map.source}."
            self.findings.add(row, "the id is blank", remedy, heading=headings[0])
            return ""
        if not is_new:
            remedy = f"Delete one of the two rows, or name another column under 'id' in {self._map.source}."
            self.findings.add(row, "an earlier row has the same id", remedy, heading=headings[0])
            return ""
        return row_id

    def _comments_of(self, cells: Sequence[str], perspective: str) -> Iterator[Comment]:
        for column, challenge in self._comments:
            if text := own_words(cells[column]):
                yield Comment(
                    key=secrets.token_hex(KEY_BYTES),
                    audit_cycle=self._to.audit_cycle,
                    perspective=perspective,
                    challenge=challenge,
                    text=text,
                )

    # Why a row is not understood.

    def _explain(self, row: int, cells: Sequence[str], perspective: str, team: str, month: str, asked: Answers) -> None:
        source = self._map.source
        if perspective == UNKNOWN:
            ids = ", ".join(self._questionnaire.perspective_ids)
            remedy = f"Give it {ids} or {LEAVE_OUT} under 'labels' of 'perspective' in {source}."
            self._not_understood(row, cells, self._perspective.column, "a perspective", remedy)
        if team == UNKNOWN:
            remedy = "Add it to the teams in imroc-audit.toml, or give it one of those there under 'labels' of"
            remedy += f" 'team' in {source} ({named(self._to.teams)})."
            self._not_understood(row, cells, self._team.column, "a team", remedy)
        for column in asked.columns:
            if column != NONE and self._meanings[column][cells[column]] == UNKNOWN:
                remedy = f"Say under 'answers' in {source} what it stands for."
                self._not_understood(row, cells, column, "an answer", remedy)
        for column in self._priorities:
            if self._challenges[column][cells[column]] == UNKNOWN:
                remedy = "Use the title or the id of a challenge of the questionnaire."
                self._not_understood(row, cells, column, "a challenge", remedy)
        date = self._map.columns.date
        if date is not None and month == UNKNOWN:  # a column mapped by mistake may hold a name: it is not shown
            what = f"this is not a day written as {date.format}"
            remedy = f"Correct the cell, or 'format' of 'date' in {source}."
            self.findings.add(row, what, remedy, heading=date.column)

    def _not_understood(self, row: int, cells: Sequence[str], column: int, kind: str, remedy: str) -> None:
        cell, heading = cells[column], self._sheet.headings[column]
        if cell.strip():
            self.findings.add(row, f"is not {kind} that is known", remedy, heading=heading, value=cell)
        else:
            self.findings.add(row, f"{kind} is missing", remedy, heading=heading)


def _random_keys() -> Iterator[str]:
    """Random keys without end. One call of the system gives many of them."""
    while True:
        block = secrets.token_hex(KEY_BYTES * KEYS_AT_ONCE)
        yield from (block[start : start + 2 * KEY_BYTES] for start in range(0, len(block), 2 * KEY_BYTES))


def _rows(count: int) -> str:
    return "1 row was" if count == 1 else f"{count:,} rows were"
