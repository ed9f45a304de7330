"""One row of cells at a time as one person's response, with everything that is not understood collected."""

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from imroc_audit.exchange.cells import UNKNOWN, Meanings, month_of, own_words
from imroc_audit.exchange.column_map import LEAVE_OUT, ColumnMap, PerspectiveColumn, TeamColumn
from imroc_audit.exchange.findings import Findings
from imroc_audit.exchange.labels import answer_labels, challenge_labels, perspective_labels
from imroc_audit.exchange.map_checks import code, named
from imroc_audit.exchange.normalise import normalise
from imroc_audit.exchange.row_ids import Hmac, RowIds
from imroc_audit.exchange.sheet import Sheet, shown
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import NO_TEAM, NOT_ASKED, SKIPPED, Comment, Response

NONE: Final = -1
"""The column of something that has none."""

NOTHING: Final = frozenset({SKIPPED, NOT_ASKED})
"""The answers of someone who answered nothing."""


class ImportedRow(NamedTuple):
    """One person: the id by which the row is known again, the answers, and comments with no link to them."""

    row_id: str
    response: Response
    comments: tuple[Comment, ...]


class Destination(NamedTuple):
    """Where responses go: the audit cycle, the workspace's teams, and the month of rows that have no date."""

    audit_cycle: str
    teams: tuple[str, ...]
    month: str


class Chosen(NamedTuple):
    """Something that is the same for every row, or stands in a column."""

    fixed: str
    column: int = NONE
    meanings: Meanings = Meanings({})

    def of(self, cells: Sequence[str]) -> str:
        return self.fixed if self.column == NONE else self.meanings[cells[self.column]]


class Asked(NamedTuple):
    """Columns of statements in the order of answers, NONE where not asked; and mapped ones left out."""

    columns: list[int]
    left_out: list[int]


class RowMapper:
    """Turns rows into responses through a map that fits the sheet."""

    def __init__(
        self,
        sheet: Sheet,
        column_map: ColumnMap,
        questionnaire: Questionnaire,
        destination: Destination,
        hmac: Hmac,
    ) -> None:
        self.findings = Findings()
        self.seen: Counter[str] = Counter()
        self._sheet = sheet
        self._map = column_map
        self._definition = column_map.columns
        self._questionnaire = questionnaire
        self._to = destination
        self._at = {key: column for column, key in enumerate(sheet.keys)}
        self._perspective = self._choose_perspective()
        self._team = self._choose_team()
        self._codes = Meanings(self._answer_labels(), numbered=True)
        self._statements = {
            statement: self._column(heading) for heading, statement in self._definition.statements.items()
        }
        self._asked = {one: self._asked_of(one) for one in questionnaire.perspective_ids}
        self._asked_of_all = Asked(list(self._statements.values()), [])
        self._priorities = [self._column(heading) for heading in self._definition.priorities]
        self._challenges = Meanings(challenge_labels(questionnaire) | {"": ""}, numbered=True)
        self._row_ids = RowIds(hmac, (questionnaire.id, *self._form()), sheet.keys)

    def imported(self, row: int, cells: Sequence[str]) -> ImportedRow | None:
        """The response of a row; None where there is none or where anything so far is not understood."""
        if not any(map(str.strip, cells)):
            return None
        self.seen["rows"] += 1
        if len(cells) != len(self._sheet.headings):
            what = f"{len(cells)} cells below {len(self._sheet.headings)} headings"
            self.findings.add(row, what, "Look for a delimiter or a quotation mark too many or too few.")
            return None
        perspective = self._perspective_of(row, cells)
        if perspective == LEAVE_OUT:
            self.seen["left out"] += 1
            return None
        return self._person(row, cells, perspective)

    def notes(self) -> Iterator[str]:
        """What was left out, or might surprise, once every row has been read."""
        if count := self.seen["left out"]:
            yield f"{_rows(count)} left out, as the map says under 'perspective'."
        if count := self.seen["not asked"]:
            cells = "1 answer was" if count == 1 else f"{count:,} answers were"
            yield f"{cells} left out, to statements that are not asked of that perspective."
        if count := self.seen["unanswered"]:
            yield f"{_rows(count)} imported without any answer: every statement counts as skipped."

    def _person(self, row: int, cells: Sequence[str], perspective: str) -> ImportedRow | None:
        team = self._team_of(row, cells)
        answers = self._answers_of(row, cells, perspective)
        priorities = self._priorities_of(row, cells)
        month = self._month_of(row, cells)
        row_id = self._row_id_of(row, cells)
        if self.findings:
            return None
        comments = tuple(self._comments_of(cells, perspective))
        self.seen["unanswered"] += set(answers) <= NOTHING and not priorities and not comments
        response = Response(
            key=secrets.token_hex(16),
            audit_cycle=self._to.audit_cycle,
            perspective=perspective,
            team=team,
            mode="import",
            month=month,
            answers=answers,
            priorities=priorities,
        )
        return ImportedRow(row_id, response, comments)

    # What the map says, made ready once.

    def _column(self, heading: str) -> int:
        return self._at[normalise(heading)]

    def _choose_perspective(self) -> Chosen:
        given = self._definition.perspective
        if not isinstance(given, PerspectiveColumn):
            return Chosen(given)
        labels = {normalise(label): perspective for label, perspective in given.labels.items()}
        known = perspective_labels(self._questionnaire) | labels
        return Chosen("", self._column(given.column), Meanings(known))

    def _choose_team(self) -> Chosen:
        given = self._definition.team
        teams = {normalise(team): team for team in self._to.teams} | {"": NO_TEAM}
        if not isinstance(given, TeamColumn):
            return Chosen(teams[normalise(given or "")])
        labels = {normalise(label): teams[normalise(name or "")] for label, name in given.labels.items()}
        unknown = NO_TEAM if given.unknown == "none" else UNKNOWN
        return Chosen("", self._column(given.column), Meanings(teams | labels, unknown=unknown))

    def _answer_labels(self) -> dict[str, str]:
        given = {
            normalise(label): code(value, self._questionnaire) or UNKNOWN
            for label, value in self._definition.answers.items()
        }
        return {"": SKIPPED} | answer_labels(self._questionnaire) | given

    def _asked_of(self, perspective: str) -> Asked:
        statements = self._questionnaire.statements
        columns = [self._statements.get(one.id, NONE) if one.asked_of(perspective) else NONE for one in statements]
        return Asked(columns, [column for column in self._statements.values() if column not in columns])

    def _form(self) -> tuple[str, ...]:
        """What tells one form's rows from another's: its name, or else what is the same in all its rows."""
        if self._definition.form:
            return (self._definition.form,)
        return self._perspective.fixed, self._team.fixed

    # What one row says.

    def _perspective_of(self, row: int, cells: Sequence[str]) -> str:
        perspective = self._perspective.of(cells)
        if perspective == UNKNOWN:
            ids = ", ".join(self._questionnaire.perspective_ids)
            remedy = f"Give it {ids} or {LEAVE_OUT} under 'labels' of 'perspective' in {self._map.source}."
            self._not_understood(row, cells, self._perspective.column, "a perspective", remedy)
        return perspective

    def _team_of(self, row: int, cells: Sequence[str]) -> str:
        team = self._team.of(cells)
        if team == UNKNOWN:
            remedy = "Add it to the teams in imroc-audit.toml, or give it one of those there under 'labels' of"
            remedy += f" 'team' in {self._map.source} ({named(self._to.teams)})."
            self._not_understood(row, cells, self._team.column, "a team", remedy)
        return team

    def _answers_of(self, row: int, cells: Sequence[str], perspective: str) -> str:
        asked = self._asked.get(perspective, self._asked_of_all)
        codes = [NOT_ASKED if column == NONE else self._codes[cells[column]] for column in asked.columns]
        if UNKNOWN in codes:
            remedy = f"Say under 'answers' in {self._map.source} what it stands for."
            for column, meaning in zip(asked.columns, codes, strict=True):
                if meaning == UNKNOWN:
                    self._not_understood(row, cells, column, "an answer", remedy)
        self.seen["not asked"] += sum(self._codes[cells[column]] != SKIPPED for column in asked.left_out)
        return "".join(codes)

    def _priorities_of(self, row: int, cells: Sequence[str]) -> tuple[str, ...]:
        """Challenge ids in order; one that is named twice keeps its first place."""
        chosen = [self._challenges[cells[column]] for column in self._priorities]
        for column, challenge in zip(self._priorities, chosen, strict=True):
            if challenge == UNKNOWN:
                remedy = "Use the title or the id of a challenge of the questionnaire."
                self._not_understood(row, cells, column, "a challenge", remedy)
        return tuple(challenge for challenge in dict.fromkeys(chosen) if challenge)

    def _month_of(self, row: int, cells: Sequence[str]) -> str:
        date = self._definition.date
        if date is None or not (cell := cells[self._column(date.column)]).strip():
            return self._to.month
        month = month_of(cell, date.format)
        if month is None:  # a column mapped by mistake may hold a name, so the cell is not shown
            what = f"this is not a day written as {date.format}"
            remedy = f"Correct the cell, or 'format' of 'date' in {self._map.source}."
            self.findings.add(row, what, remedy, heading=date.column)
        return month or self._to.month

    def _row_id_of(self, row: int, cells: Sequence[str]) -> str:
        heading = self._definition.id
        if heading is None:
            return self._row_ids.of_row(cells)
        source_id = cells[self._column(heading)]
        row_id, is_new = self._row_ids.of_source_id(source_id)
        if not source_id.strip():
            remedy = f"Give each row an id, or take 'id' out of {self._map.source}."
            self.findings.add(row, "the id is blank", remedy, heading=heading)
        elif not is_new:
            remedy = f"Delete one of the two rows, or name another column under 'id' in {self._map.source}."
            self.findings.add(row, "an earlier row has the same id", remedy, heading=heading)
        return row_id

    def _comments_of(self, cells: Sequence[str], perspective: str) -> Iterator[Comment]:
        for heading, challenge in self._definition.comments.items():
            if text := own_words(cells[self._column(heading)]):
                yield Comment(
                    key=secrets.token_hex(16),
                    audit_cycle=self._to.audit_cycle,
                    perspective=perspective,
                    challenge=challenge,
                    text=text,
                )

    def _not_understood(self, row: int, cells: Sequence[str], column: int, kind: str, remedy: str) -> None:
        cell = cells[column]
        what = f"{shown(cell)} is not {kind} that is known" if cell.strip() else f"{kind} is missing"
        self.findings.add(row, what, remedy, heading=self._sheet.headings[column])


def _rows(count: int) -> str:
    return "1 row was" if count == 1 else f"{count:,} rows were"
