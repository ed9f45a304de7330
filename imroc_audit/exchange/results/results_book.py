"""Published results as a workbook: an overview, each challenge with a chart, gaps, priorities, teams, notes.

A cell whose number is hidden is empty, so that no chart draws it as nought, and a column beside it says so. Another
column says what to mind about the numbers that are shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from imroc_audit.exchange.results.results_tables import HIDDEN, is_hidden
from imroc_audit.exchange.tables import DataCell, Notes, across, dress, fit, plain, set_page, set_scale, workbook_bytes
from imroc_audit.model.ids import PerspectiveId
from imroc_audit.model.questionnaire import Challenge, Questionnaire, Statement
from imroc_audit.model.record import say
from imroc_audit.model.results import ChallengeResult, PerspectiveResult, Results, StatementResult

if TYPE_CHECKING:
    from openpyxl import Workbook

HEADING_ROW: Final = 5
"""Above it stand the sheet's title, where its numbers come from, and what it is about."""
SHEET_NAME: Final = 28
"""Characters; Excel takes 31."""
WORDS: Final = "@"
WHOLE: Final = "0"
ONE_PLACE: Final = "0.0"
TWO_PLACES: Final = "0.00"
PATTERNS: Final = (None, "wdUpDiag", "lgCheck", "narHorz", "wdDnDiag", "dkVert")
"""Fills of Excel, one for each perspective, that are told apart without colour; None is a plain one."""
INK: Final = "212B32"
WHITE: Final = "FFFFFF"
CHART_HEIGHT: Final = 14
"""In centimetres: what fits on a page."""


class Colours(NamedTuple):
    """Fills as RRGGBB: one for each option, lowest first, and one for each perspective."""

    options: Sequence[str]
    perspectives: Sequence[str]


class SheetColumn(NamedTuple):
    heading: str
    form: str = WHOLE
    """A number format of Excel."""


NOTED: Final = (SheetColumn("Not shown", WORDS), SheetColumn("Read with care", WORDS))


def results_book(
    results: Results, questionnaire: Questionnaire, notes: Notes, colours: Colours, source: str = ""
) -> bytes:
    """An XLSX workbook of everything that is published, numbers unrounded underneath their format.

    source: whose results these are, and from when, for the head and the foot of each page.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    writer = _Writer(book, results, questionnaire, colours, source)
    writer.summary()
    for challenge in results.challenges:
        writer.challenge(challenge, questionnaire.challenge(challenge.id))
    writer.gaps()
    if results.priorities:
        writer.priorities()
    if results.teams:
        writer.teams()
    writer.notes(notes)
    return workbook_bytes(book)


class _Writer:
    """Adds one sheet after the other."""

    def __init__(
        self, book: "Workbook", results: Results, questionnaire: Questionnaire, colours: Colours, source: str
    ) -> None:
        self._book = book
        self._results = results
        self._questionnaire = questionnaire
        self._colours = colours
        self._source = source
        self._labels = {one.id: say(one.label) for one in questionnaire.perspectives}

    def summary(self) -> None:
        results, labels = self._results, self._labels
        people = ", ".join(
            f"{labels[perspective]}: {HIDDEN if n is None else n}"
            for perspective, n in results.participation.perspectives.items()
        )
        columns = (
            SheetColumn("Challenge", WORDS),
            *self._perspectives(),
            SheetColumn("Equal voice"),
            *NOTED,
        )
        rows = [
            (
                f"{challenge.id} {challenge.title}",
                *_scores(challenge),
                challenge.score,
                *self._noted(challenge.perspectives),
            )
            for challenge in results.challenges
        ]
        about = f"Scores from 0 to 100, the mean for each perspective. People: {people}."
        sheet = self._sheet("Overview", f"{results.audit_cycle}: results", about, columns, rows)
        self._chart(sheet, "Scores from 0 to 100", range(2, len(labels) + 2), len(rows), self._colours.perspectives)

    def challenge(self, result: ChallengeResult, asked: Challenge) -> None:
        scale = self._questionnaire.scale
        options = tuple(SheetColumn(option.say()) for option in scale.options)
        columns = (
            SheetColumn("Statement", WORDS),
            *options,
            SheetColumn(scale.dont_know.say()),
            SheetColumn(scale.not_applicable.say()),
            SheetColumn("Left out"),
            SheetColumn(f"Mean, 0 to {scale.top}", ONE_PLACE),
            SheetColumn("Agreement, 0 to 1", TWO_PLACES),
            *NOTED,
            SheetColumn("Wording", WORDS),
        )
        rows = [
            (_heading(asks, self._labels[perspective]), *_answers(statement, view, len(options)), asks.say(perspective))
            for asks in asked.statements
            for perspective, view in result.perspectives.items()
            for statement in view.statements
            if statement.id == asks.id and asks.asked_of(perspective)
        ]
        title = f"{result.id} {result.title}"
        sheet = self._sheet(result.id, title, self._scores_in_words(result), columns, rows)
        self._chart(sheet, title, range(2, len(options) + 2), len(rows), self._colours.options, stacked=True)

    def gaps(self) -> None:
        columns = (
            SheetColumn("Challenge", WORDS),
            SheetColumn("Gap", WORDS),
            SheetColumn("Difference", ONE_PLACE),
            SheetColumn("95 %: from", ONE_PLACE),
            SheetColumn("95 %: to", ONE_PLACE),
            *NOTED,
        )
        rows = [
            (
                f"{challenge.id} {challenge.title}",
                " minus ".join(self._labels[each] for each in gap.between),
                *(gap.difference, gap.low, gap.high),
                *self._noted({each: challenge.perspectives[each] for each in gap.between}),
            )
            for challenge in self._results.challenges
            for gap in challenge.gaps
        ]
        about = "How far the scores of two perspectives are apart, in points of 100, with the 95 % interval"
        self._sheet("Gaps", "Gaps between perspectives", about, columns, rows)

    def priorities(self) -> None:
        titles = {one.id: one.title for one in self._results.challenges}
        columns = (
            SheetColumn("Challenge", WORDS),
            *self._perspectives(),
            SheetColumn("Points, equal voice", TWO_PLACES),
            SheetColumn("Rank"),
            *NOTED,
        )
        rows = [
            (
                f"{priority.challenge} {titles[priority.challenge]}",
                *(priority.votes[each] for each in self._labels),
                priority.borda,
                priority.rank,
                _hidden(label for each, label in self._labels.items() if priority.votes[each] is None),
                "; ".join(f"{self._labels[each]}: all who chose anything chose this" for each in priority.unanimous)
                or None,
            )
            for priority in self._results.priorities
        ]
        self._sheet("Priorities", "What people chose to work on", "People who chose each challenge", columns, rows)

    def teams(self) -> None:
        """A row for each team, challenge and perspective, so that each score has its people beside it."""
        columns = (
            SheetColumn("Team", WORDS),
            SheetColumn("Challenge", WORDS),
            SheetColumn("Perspective", WORDS),
            SheetColumn("Score"),
            SheetColumn("People"),
            SheetColumn("95 %: from"),
            SheetColumn("95 %: to"),
            *NOTED,
        )
        rows = [
            (
                *(team.team, f"{challenge.id} {challenge.title}", self._labels[each]),
                *(view.score, view.n, view.low, view.high),
                *(HIDDEN if view.hidden else None, _care(view) or None),
            )
            for team in self._results.teams
            for challenge in team.challenges
            for each, view in challenge.perspectives.items()
        ]
        about = "Scores from 0 to 100, the mean for each perspective, with the 95 % interval"
        self._sheet("Teams", "Scores by team", about, columns, rows)

    def notes(self, notes: Notes) -> None:
        self._sheet(
            "Notes",
            "Notes",
            "How to read this",
            (SheetColumn("About", WORDS), SheetColumn("Note", WORDS)),
            list(notes.items()),
        )

    def _perspectives(self) -> Iterator[SheetColumn]:
        return (SheetColumn(label) for label in self._labels.values())

    def _noted(self, views: Mapping[PerspectiveId, PerspectiveResult]) -> tuple[str | None, str | None]:
        """What is not shown, and what to mind about the rest."""
        hidden = _hidden(self._labels[one] for one, view in views.items() if view.hidden)
        warnings = dict.fromkeys(warning for view in views.values() for warning in view.warnings)
        care = (
            f"{warning}: {', '.join(self._labels[each] for each, view in views.items() if warning in view.warnings)}"
            for warning in warnings
        )
        return hidden, "; ".join(care) or None

    def _scores_in_words(self, challenge: ChallengeResult) -> str:
        scores = (f"{self._labels[perspective]} {_score(view)}" for perspective, view in challenge.perspectives.items())
        return f"How many people gave each answer. Scores from 0 to 100: {'; '.join(scores)}."

    def _sheet(
        self, name: str, title: str, about: str, columns: Sequence[SheetColumn], rows: Sequence[Sequence[DataCell]]
    ) -> Any:
        """A sheet with a title, what it is about, headings and rows."""
        from openpyxl.styles import Alignment

        sheet = self._book.create_sheet(name[:SHEET_NAME])
        headings = tuple(column.heading for column in columns)
        for number, row in enumerate((headings, *rows), start=HEADING_ROW):
            for place, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
                cell = sheet.cell(number, place, plain(value))
                dress(cell, bold=number == HEADING_ROW)
                cell.number_format = column.form
                if column.form != WORDS:
                    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right", indent=1)
        width = sum(fit(sheet, headings, rows, HEADING_ROW))
        for number, (text, size) in enumerate(((title, 14), (self._source, 11), (about, 11)), start=1):
            across(sheet, number, text, len(columns), width, size=size, bold=number == 1)
        set_page(sheet, HEADING_ROW, self._source)
        return sheet

    def _chart(
        self, sheet: Any, title: str, columns: range, rows: int, colours: Sequence[str], *, stacked: bool = False
    ) -> None:
        """Bars below the table, one for each row or one for each cell, in its order; on a page of their own."""
        from openpyxl.chart import BarChart, Reference
        from openpyxl.chart.label import DataLabelList
        from openpyxl.worksheet.pagebreak import Break

        if not rows:
            return
        chart: Any = BarChart()
        chart.type, chart.style, chart.title = "bar", 10, title
        if stacked:
            chart.grouping, chart.overlap = "percentStacked", 100
        else:
            chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
        last = HEADING_ROW + rows
        data = Reference(sheet, min_col=columns[0], max_col=columns[-1], min_row=HEADING_ROW, max_row=last)
        chart.add_data(data, titles_from_data=True)
        chart.set_categories(Reference(sheet, min_col=1, min_row=HEADING_ROW + 1, max_row=last))
        for place, (series, colour) in enumerate(zip(chart.series, colours, strict=True)):
            pattern = _low(place, len(colours)) if stacked else PATTERNS[place % len(PATTERNS)]
            series.graphicalProperties = _fill(colour, pattern)
        if not stacked:
            chart.dataLabels = DataLabelList(showVal=True, numFmt=WHOLE)
            for unwanted in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
                setattr(chart.dataLabels, unwanted, False)
        chart.x_axis.scaling.orientation = "maxMin"
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.legend.position = "b"
        for over_the_bars in (chart.title, chart.legend):
            over_the_bars.overlay = False
        chart.width, chart.height = 26, min(6 + 0.6 * rows * (1 if stacked else len(columns)), CHART_HEIGHT)
        sheet.add_chart(chart, f"A{last + 2}")
        sheet.row_breaks.append(Break(id=last))
        set_scale(sheet)


def _heading(statement: Statement, label: str) -> str:
    return f"{statement.id} {label}" + (" (worded the other way round)" if statement.reverse else "")


def _low(option: int, options: int) -> str | None:
    """The pattern of options below the middle: without colour, the two ends of the scale are as dark as each other."""
    return "dkUpDiag" if 2 * option < options - 1 else None


def _fill(colour: str, pattern: str | None) -> Any:
    """How a bar is filled: in a colour, or in a pattern of it."""
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.colors import ColorChoice
    from openpyxl.drawing.fill import PatternFillProperties

    fill: Any = GraphicalProperties(solidFill=colour)
    if pattern:
        fill = GraphicalProperties(pattFill=PatternFillProperties())
        fill.pattFill.prst = pattern
        fill.pattFill.fgClr, fill.pattFill.bgClr = ColorChoice(), ColorChoice()
        fill.pattFill.fgClr.srgbClr, fill.pattFill.bgClr.srgbClr = colour, WHITE
    fill.line.solidFill = INK
    return fill


def _scores(challenge: ChallengeResult) -> Iterator[float | None]:
    return (view.score for view in challenge.perspectives.values())


def _score(view: PerspectiveResult) -> str:
    if view.hidden:
        return HIDDEN
    if view.score is None:
        return "no score"
    interval = "" if view.low is None or view.high is None else f", 95 % interval {view.low:.0f} to {view.high:.0f}"
    care = f"; {_care(view)}" if _care(view) else ""
    return f"{view.score:.0f} ({view.n} people{interval}{care})"


def _care(view: PerspectiveResult) -> str:
    return ", ".join(view.warnings)


def _answers(statement: StatementResult, view: PerspectiveResult, options: int) -> tuple[DataCell, ...]:
    counts = statement.counts or (None,) * options
    others = (statement.dont_know, statement.not_applicable, statement.skipped, statement.mean, statement.consensus)
    care = "all gave the same answer" if statement.unanimous else None
    return (*counts, *others, HIDDEN if is_hidden(statement, view) else None, care)


def _hidden(labels: Iterator[str]) -> str | None:
    hidden_from = ", ".join(labels)
    return f"{HIDDEN}: {hidden_from}" if hidden_from else None
