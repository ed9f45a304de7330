"""One row of cells at a time as one person's response, with everything that is not understood collected."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Final, NamedTuple

from imroc_audit.exchange.mapping.column_map import LEAVE_OUT, ColumnMap
from imroc_audit.exchange.mapping.map_checks import named
from imroc_audit.exchange.mapping.proposal import expected_headings
from imroc_audit.exchange.mapping.wordings import forms, is_named
from imroc_audit.exchange.matching.cells import DateFormat, Meanings, Months, own_words
from imroc_audit.exchange.matching.labels import NA, UNKNOWN
from imroc_audit.exchange.matching.names import field_name
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.sheet import Sheet, as_wide, shown_heading
from imroc_audit.exchange.rows.answer_columns import Answers, answers_of_each
from imroc_audit.exchange.rows.findings import AsksFor, Findings, LabelColumn
from imroc_audit.exchange.rows.readers import Chosen, no_answer, perspective_of, picker, priorities_of, team_of
from imroc_audit.exchange.rows.row_ids import Hmac, RowIds
from imroc_audit.model.ids import AuditCycleName, PerspectiveId, TeamName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import NOT_ASKED, SKIPPED, Comment, ResponseRow

NOTHING: Final = frozenset({SKIPPED, NOT_ASKED})
"""The answers of someone who answered nothing."""

NA_IS: Final = "Some tools write it for not_applicable, others where nobody answered: skipped."
KINDS: Final[Mapping[AsksFor, str]] = {
    "answer": "an answer",
    "team": "a team",
    "perspective": "a perspective",
    "challenge": "a challenge",
}
KEY_BYTES: Final = 16
NEIGHBOURS: Final = 20_000
EXAMPLES: Final[Mapping[DateFormat, str]] = {
    "iso": "2026-11-30",
    "d/m/y": "30/11/2026",
    "m/d/y": "11/30/2026",
    "month d, y": "Nov 30, 2026",
}


class ImportedRow(NamedTuple):
    """One person: the id by which the row is known again, the answers, and comments with no link to them."""

    row_id: str
    response: ResponseRow
    comments: tuple[Comment, ...]


class Destination(NamedTuple):
    """Where responses go: the audit cycle, the workspace's teams, and the month of rows that have no date."""

    audit_cycle: AuditCycleName
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
        self._answers = answers_of_each(column_map, sheet, questionnaire)
        self._priorities = priorities_of(column_map, sheet, questionnaire)
        self._date = self._place(columns.date.column) if columns.date else None
        days = sheet.columns[self._date].labels if self._date is not None else {}
        self._no_answer = no_answer(sheet) - {""}
        no_day = [cell for cell, label in days.items() if not label]
        no_day += [cell for mark in self._no_answer for cell in (mark, mark.upper())]
        self._months = Months(
            columns.date.format if columns.date else "iso", blank=destination.month, like_blank=no_day
        )
        self._comments = [(self._place(heading), challenge) for heading, challenge in columns.comments.items()]
        needed = {*map(self._place, column_map.headings)} - {column for column, _ in self._comments}
        self._least = 1 + max(needed)
        self._id = picker([self._place(heading) for heading in columns.id]) if columns.id else None
        form = (columns.form,) if columns.form else (self._perspective.otherwise, self._team.otherwise)
        self._row_ids = RowIds(destination.hmac, (questionnaire.id, *form), sheet.keys)
        self._new_keys = _random_keys()
        self._leave_out = [
            (self._place(heading), Meanings(dict.fromkeys(map(normalise, values), LEAVE_OUT), unknown=""))
            for heading, values in columns.leave_out.items()
        ]

    def imported(self, row: int, cells: list[str]) -> ImportedRow | None:
        """The response of a row; None where there is none, or where something in it is not understood."""
        if not ((cells and cells[0].strip()) or any(map(str.strip, cells))):  # the first nearly always says it
            return None
        self.rows += 1
        if len(cells) != self._width:
            self._not_as_wide(row, cells)
            return None
        if self._sheet.complete is not None and not (finished := self._sheet.complete(cells)):
            self._left_out_as(row, finished)
            return None
        perspective = self._perspective.of(cells)
        if perspective == LEAVE_OUT or (self._leave_out and self._is_left_out(cells)):
            self.left_out += 1
            return None
        return self._person(row, cells, PerspectiveId(perspective))

    def _person(self, row: int, cells: Sequence[str], perspective: PerspectiveId) -> ImportedRow | None:
        team = self._team.of(cells)
        asked = self._answers[perspective]
        answers = asked.of(cells)
        month = self._month_of(cells)
        priorities = [one.of(cells) for one in self._priorities]
        row_id = self._row_id_of(row, cells, perspective)
        if UNKNOWN in answers or UNKNOWN in (perspective, team, month) or UNKNOWN in priorities:
            self._explain(row, cells, perspective, team, month, asked)
            return None
        if not row_id:
            return None
        comments = tuple(self._comments_of(cells, perspective)) if self._comments else ()
        if asked.left_out.columns:
            self.not_asked += len(asked.left_out.said(cells))
        if NOTHING.issuperset(answers) and not any(priorities) and not comments:
            self.unanswered += 1
        chosen = list(dict.fromkeys(" ".join(priorities).split())) if priorities else []  # the first place of each
        if len(chosen) > self._questionnaire.priorities:
            what = (
                f"{len(chosen)} challenges are chosen, and the questionnaire asks for {self._questionnaire.priorities}"
            )
            remedy = f"Shorten the choice, or take the column out of 'priorities' in {self._map.source}."
            self.findings.add(row, what, remedy, heading=self._map.columns.priorities[0][0])
            return None
        key = next(self._new_keys)
        response = ResponseRow(
            self._to.audit_cycle,
            perspective,
            TeamName(team),
            key,
            "import",
            False,
            month,
            answers,
            " ".join(chosen),
        )
        return ImportedRow(row_id, response, comments)

    @property
    def reads_own_codes(self) -> bool:
        """Whether bare numbers are our codes in some column, where a map cannot give them another meaning besides."""
        statements = self._map.columns.statement_of
        columns = ((self._sheet.columns[self._place(heading)], id_) for heading, id_ in statements.items())
        return self._sheet.own_codes and any(is_named(column, id_) for column, id_ in columns)

    def notes(self) -> Iterator[str]:
        """What was left out, or might surprise, once every row has been read."""
        if count := self.incomplete:
            yield f"{_rows(count)} left out, because the person had not finished or the survey tool sorted it out."
        if count := self.left_out:
            yield f"{_rows(count)} left out, as the map says."
        if count := self.not_asked:
            cells = "1 answer was" if count == 1 else f"{count:,} answers were"
            yield f"{cells} left out, to statements that are not asked of that perspective."
        for perspective, answers in self._answers.items():
            if answers.not_worded:
                missing = ", ".join(answers.not_worded)
                yield f"Statements without a column in words for {perspective} count as not asked of it: {missing}."
        if count := self.unanswered:
            yield f"{_rows(count)} imported without any answer: every statement counts as skipped."

    def fitted(self, cells: list[str]) -> list[str]:
        """The cells of a row as wide as the headings, where only blank ones stand beyond, or only comments are missing.

        Spreadsheets leave blank cells out at the end of a row, or write more of them.
        """
        return as_wide(cells, self._width) if len(cells) >= self._least else cells

    # What the map says, made ready once.

    def _place(self, heading: str) -> int:
        return self._places[normalise(heading)]

    # What one row says.

    def _is_left_out(self, cells: Sequence[str]) -> bool:
        return any(meanings[cells[column]] for column, meanings in self._leave_out)

    def _month_of(self, cells: Sequence[str]) -> str:
        return self._to.month if self._date is None else self._months.of(cells[self._date])

    def _row_id_of(self, row: int, cells: Sequence[str], perspective: str) -> str:
        """The id of a row; "" where it cannot have one, and then that is a finding."""
        if self._id is None:
            return self._row_ids.of_row(cells)
        source_id = self._id(cells)
        row_id, is_new = self._row_ids.of_source_id(perspective, source_id)
        if is_new and source_id[0].strip():
            return row_id
        heading = self._map.columns.id[0]
        if not "".join(source_id).strip():
            remedy = f"Give each row an id, or take 'id' out of {self._map.source}."
            self.findings.add(row, "the id is blank", remedy, heading=heading)
            return ""
        if not is_new:
            remedy = (
                "If these are two people, give one another id. If not, delete one of the two rows. If it is no id at "
                f"all, name another column under 'id' in {self._map.source}."
            )
            self.findings.add(row, "an earlier row has the same id", remedy, heading=heading)
            return ""
        return row_id

    def _comments_of(self, cells: Sequence[str], perspective: str) -> Iterator[Comment]:
        for column, challenge in self._comments:
            text = own_words(cells[column])
            if text and not (self._no_answer and normalise(text) in self._no_answer):
                yield Comment(
                    key=secrets.token_hex(KEY_BYTES),
                    audit_cycle=self._to.audit_cycle,
                    perspective=perspective,
                    challenge=challenge,
                    text=text,
                )

    # Why a row is not understood.

    def _left_out_as(self, row: int, finished: bool | None) -> None:
        """Count somebody who had not finished; where that is not known, it is a finding."""
        if finished is not None:
            self.incomplete += 1
            return
        what = "the survey tool's word for whether this person had finished is not known"
        remedy = (
            "Export the answers again with the tool in English. Or delete the rows of those who had not finished, and "
            "import with --from table."
        )
        self.findings.add(row, what, remedy)

    def _not_as_wide(self, row: int, cells: Sequence[str]) -> None:
        what = f"{len(cells)} cells below {self._width} headings"
        remedy = "Look for a delimiter or a quotation mark too many or too few, or for a cell beside the table."
        self.findings.add(row, what, remedy)

    def _explain(self, row: int, cells: Sequence[str], perspective: str, team: str, month: str, asked: Answers) -> None:
        source = self._map.source
        if perspective == UNKNOWN:
            ids = ", ".join(self._questionnaire.perspective_ids)
            remedy = f"Give it {ids} or {LEAVE_OUT} under 'labels' of 'perspective' in {source}, or fill in the cell."
            self._not_understood(row, cells, self._perspective, "perspective", remedy)
        if team == UNKNOWN:
            remedy = "Add it to the teams in imroc-audit.toml, or give it one of those there under 'labels' of"
            remedy += f" 'team' in {source} ({named(self._to.teams)})."
            self._not_understood(row, cells, self._team, "team", remedy)
        for chosen in asked.statements:
            remedy = f"Say under 'answers' in {source} what it stands for."
            self._not_understood(row, cells, chosen, "answer", remedy, na=f"{remedy} {NA_IS}")
        for chosen in self._priorities:
            remedy = "Use the title or the id of a challenge of the questionnaire."
            self._not_understood(row, cells, chosen, "challenge", remedy)
        for column in islice(asked.of_others.said(cells), 1):  # the others would say the same
            what = f"an answer stands here, in words that are not those for {perspective}"
            remedy = f"Correct whose answers these are, in the file or in {source}, or clear those that are not meant."
            self.findings.add(row, what, remedy, heading=self._sheet.headings[column])
        date = self._map.columns.date
        if date is not None and month == UNKNOWN:  # a column mapped by mistake may hold a name: it is not shown
            what = f"this is not a day written as {date.format}, such as {EXAMPLES[date.format]}"
            remedy = f"Correct the cell, or 'format' of 'date' in {source}."
            self.findings.add(row, what, remedy, heading=date.column)

    def _not_understood(
        self, row: int, cells: Sequence[str], chosen: Chosen, asks: AsksFor, remedy: str, *, na: str = ""
    ) -> None:
        """Why something that a column says, or several, is not understood, if it is not. na: the remedy for "n/a"."""
        said, kind = chosen.said(cells), KINDS[asks]
        for column, meaning in said.items():
            cell, heading = cells[column], self._sheet.headings[column]
            if meaning == UNKNOWN and cell.strip():
                self.findings.in_column(heading, self._label_column(chosen, column, is_answer=asks == "answer"))
                mend = na if na and normalise(cell) in NA else remedy
                what = f"is not {kind} that is known"
                self.findings.add(row, what, mend, heading=heading, value=cell, asks=asks)
            elif meaning == UNKNOWN:
                self.findings.add(row, f"{kind} is missing", remedy, heading=heading)
        if UNKNOWN not in said.values() and chosen.of(cells) == UNKNOWN:
            first, second, *_ = (self._sheet.headings[column] for column in said)
            what = f"{kind} stands here, and another one in the column {shown_heading(second)}"
            remedy = f"Clear the one that is not meant. If both are meant, take one column out of {self._map.source}."
            self.findings.add(row, what, remedy, heading=first)

    def _label_column(self, chosen: Chosen, column: int, *, is_answer: bool) -> LabelColumn:
        meanings, source = chosen.meanings[chosen.columns.index(column)], self._sheet.columns[column]
        names = {field_name(name) for name in forms(source)} | {normalise(name) for name in forms(source)}
        return LabelColumn(meanings, not names.isdisjoint(self._asked_headings), is_answer)

    @cached_property
    def _asked_headings(self) -> frozenset[str]:
        return expected_headings(self._questionnaire)


def _random_keys() -> Iterator[str]:
    """Random keys without end. One call of the system gives many of them.

    After the first NEIGHBOURS, so many at a time share their first digit: a database spends a quarter of a large
    import on rows that come to lie all over it. When the audit cycle is closed, everyone gets a new key: until then
    the digit may tell in which part of a large file somebody stood.
    """
    first = ""
    while True:
        block = secrets.token_hex(KEY_BYTES * NEIGHBOURS)
        for end in range(2 * KEY_BYTES, len(block) + 1, 2 * KEY_BYTES):
            yield first + block[end - 2 * KEY_BYTES + len(first) : end]
        first = secrets.token_hex(1)[0]


def _rows(count: int) -> str:
    return "1 row was" if count == 1 else f"{count:,} rows were"
