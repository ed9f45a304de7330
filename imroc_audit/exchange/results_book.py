"""Published results as a workbook: an overview, a sheet with a chart for each challenge, priorities, teams, notes.

A cell whose number is hidden is empty, so that no chart draws it as nought, and a column beside it says so.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from imroc_audit.exchange.results_tables import HIDDEN, is_hidden
from imroc_audit.exchange.tables import Cell, Notes, dress, fit, plain, set_page, workbook_bytes
from imroc_audit.model.questionnaire import Challenge, Questionnaire, say
from imroc_audit.model.results import ChallengeResult, PerspectiveResult, Results, StatementResult

if TYPE_CHECKING:
    from openpyxl import Workbook

HEADING_ROW: Final = 4
"""Above it stand the sheet's title and what it is about."""
SHEET_NAME: Final = 28
"""Characters; Excel takes 31."""
WORDS: Final = "@"
WHOLE: Final = "0"
ONE_PLACE: Final = "0.0"
TWO_PLACES: Final = "0.00"


class Colours(NamedTuple):
    """Fills as RRGGBB: one for each option, lowest first, and one for each perspective."""

    options: Sequence[str]
    perspectives: Sequence[str]


class _Column(NamedTuple):
    heading: str
    form: str = WHOLE
    """A number format of Excel."""


def results_book(results: Results, questionnaire: Questionnaire, notes: Notes, colours: Colours) -> bytes:
    """An XLSX workbook of everything that is published, numbers unrounded underneath their format."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    writer = _Writer(book, results, questionnaire, colours)
    writer.overview()
    for challenge in results.challenges:
        writer.challenge(challenge, questionnaire.challenge(challenge.id))
    if results.priorities:
        writer.priorities()
    if results.teams:
        writer.teams()
    writer.notes(notes)
    return workbook_bytes(book)


class _Writer:
    """Adds one sheet after the other."""

    def __init__(self, book: "Workbook", results: Results, questionnaire: Questionnaire, colours: Colours) -> None:
        self._book = book
        self._results = results
        self._questionnaire = questionnaire
        self._colours = colours
        self._labels = {one.id: say(one.label) for one in questionnaire.perspectives}

    def overview(self) -> None:
        results, labels = self._results, self._labels
        people = ", ".join(
            f"{labels[one]}: {HIDDEN if n is None else n}" for one, n in results.participation.perspectives.items()
        )
        columns = (
            _Column("Challenge", WORDS),
            *self._perspectives(),
            _Column("Equal voice"),
            _Column("Not shown", WORDS),
        )
        rows = [(f"{one.id} {one.title}", *_scores(one), one.score, self._missing(one)) for one in results.challenges]
        about = f"Scores from 0 to 100, the mean for each perspective. People: {people}."
        sheet = self._sheet("Overview", f"{results.audit_cycle}: results", about, columns, rows)
        sheet.page_setup.orientation = "portrait"
        self._chart(sheet, "Scores from 0 to 100", range(2, len(labels) + 2), len(rows), self._colours.perspectives)

    def challenge(self, result: ChallengeResult, asked: Challenge) -> None:
        scale = self._questionnaire.scale
        options = tuple(_Column(option.say()) for option in scale.options)
        columns = (
            _Column("Statement", WORDS),
            *options,
            _Column(scale.dont_know.say()),
            _Column(scale.not_applicable.say()),
            _Column("Left out"),
            _Column(f"Mean, 0 to {scale.top}", ONE_PLACE),
            _Column("Agreement, 0 to 1", TWO_PLACES),
            _Column("Not shown", WORDS),
            _Column("Wording", WORDS),
        )
        rows = [
            (f"{asks.id} {self._labels[one]}", *_answers(statement, view, len(options)), asks.say(one))
            for asks in asked.statements
            for one, view in result.perspectives.items()
            for statement in view.statements
            if statement.id == asks.id and asks.asked_of(one)
        ]
        title = f"{result.id} {result.title}"
        sheet = self._sheet(result.id, title, self._scores_in_words(result), columns, rows)
        self._chart(sheet, title, range(2, len(options) + 2), len(rows), self._colours.options, stacked=True)

    def priorities(self) -> None:
        titles = {one.id: one.title for one in self._results.challenges}
        columns = (
            _Column("Challenge", WORDS),
            *self._perspectives(),
            _Column("Points, equal voice", TWO_PLACES),
            _Column("Rank"),
            _Column("Not shown", WORDS),
        )
        rows = [
            (
                f"{one.challenge} {titles[one.challenge]}",
                *(one.votes[each] for each in self._labels),
                one.borda,
                one.rank,
                _hidden(label for each, label in self._labels.items() if one.votes[each] is None),
            )
            for one in self._results.priorities
        ]
        self._sheet("Priorities", "What people chose to work on", "People who chose each challenge", columns, rows)

    def teams(self) -> None:
        columns = (
            _Column("Team", WORDS),
            _Column("Challenge", WORDS),
            *self._perspectives(),
            _Column("Not shown", WORDS),
        )
        rows = [
            (team.team, f"{one.id} {one.title}", *_scores(one), self._missing(one))
            for team in self._results.teams
            for one in team.challenges
        ]
        self._sheet("Teams", "Scores by team", "Scores from 0 to 100, the mean for each perspective", columns, rows)

    def notes(self, notes: Notes) -> None:
        self._sheet(
            "Notes", "Notes", "How to read this", (_Column("About", WORDS), _Column("Note", WORDS)), list(notes.items())
        )

    def _perspectives(self) -> Iterator[_Column]:
        return (_Column(label) for label in self._labels.values())

    def _missing(self, challenge: ChallengeResult) -> str | None:
        return _hidden(self._labels[one] for one, view in challenge.perspectives.items() if view.hidden)

    def _scores_in_words(self, challenge: ChallengeResult) -> str:
        found = (f"{self._labels[one]} {_score(view)}" for one, view in challenge.perspectives.items())
        return f"How many people gave each answer. Scores from 0 to 100: {'; '.join(found)}."

    def _sheet(
        self, name: str, title: str, about: str, columns: Sequence[_Column], rows: Sequence[Sequence[Cell]]
    ) -> Any:
        """A sheet with a title, what it is about, headings and rows."""
        from openpyxl.styles import Alignment

        sheet = self._book.create_sheet(name[:SHEET_NAME])
        sheet["A1"], sheet["A2"] = plain(title), plain(about)
        dress(sheet["A1"], bold=True, size=14)
        sheet["A1"].alignment = Alignment(wrap_text=False)
        headings = tuple(column.heading for column in columns)
        for number, row in enumerate((headings, *rows), start=HEADING_ROW):
            for place, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
                cell = sheet.cell(number, place, plain(value))
                dress(cell, bold=number == HEADING_ROW)
                cell.number_format = column.form
                if column.form != WORDS:
                    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right", indent=1)
        fit(sheet, headings, rows, HEADING_ROW)
        set_page(sheet, HEADING_ROW)
        return sheet

    def _chart(
        self, sheet: Any, title: str, columns: range, rows: int, colours: Sequence[str], *, stacked: bool = False
    ) -> None:
        """Bars below the table, one for each row or one for each cell, in the order of the table."""
        from openpyxl.chart import BarChart, Reference

        if not rows:
            return
        chart = BarChart()
        chart.type, chart.style, chart.title = "bar", 10, title
        if stacked:
            chart.grouping, chart.overlap = "percentStacked", 100
        else:
            chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
        last = HEADING_ROW + rows
        data = Reference(sheet, min_col=columns[0], max_col=columns[-1], min_row=HEADING_ROW, max_row=last)
        chart.add_data(data, titles_from_data=True)
        chart.set_categories(Reference(sheet, min_col=1, min_row=HEADING_ROW + 1, max_row=last))
        for series, colour in zip(chart.series, colours, strict=True):
            series.graphicalProperties.solidFill = colour
            series.graphicalProperties.line.solidFill = "212B32"
        chart.x_axis.scaling.orientation = "maxMin"
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.legend.position = "b"
        chart.width, chart.height = 26, 6 + 0.6 * rows * (1 if stacked else len(columns))
        sheet.add_chart(chart, f"A{last + 3}")
        sheet.page_setup.fitToHeight = 1


def _scores(challenge: ChallengeResult) -> Iterator[float | None]:
    return (view.score for view in challenge.perspectives.values())


def _score(view: PerspectiveResult) -> str:
    if view.hidden:
        return HIDDEN
    if view.score is None:
        return "no score"
    interval = "" if view.low is None or view.high is None else f", 95 % interval {view.low:.0f} to {view.high:.0f}"
    return f"{view.score:.0f} ({view.n} people{interval})"


def _answers(statement: StatementResult, view: PerspectiveResult, options: int) -> tuple[Cell, ...]:
    counts = statement.counts or (None,) * options
    others = (statement.dont_know, statement.not_applicable, statement.skipped, statement.mean, statement.consensus)
    return (*counts, *others, HIDDEN if is_hidden(statement, view) else None)


def _hidden(labels: Iterator[str]) -> str | None:
    found = ", ".join(labels)
    return f"{HIDDEN}: {found}" if found else None
