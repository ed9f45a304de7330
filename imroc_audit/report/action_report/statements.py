"""How every statement of a challenge was answered: stacked bars, and a table of wordings and counts."""

from imroc_audit.analysis.consensus import is_divided
from imroc_audit.model.ids import PerspectiveId
from imroc_audit.model.questionnaire import Challenge, Statement
from imroc_audit.model.results import StatementResult
from imroc_audit.report.action_report.audit import Audit
from imroc_audit.report.charts import scores
from imroc_audit.report.charts.palette import ramp
from imroc_audit.report.charts.scores import Bar
from imroc_audit.report.document import Cell, Drawing, Flag, Row, Table, TableColumn
from imroc_audit.report.text import numbers
from imroc_audit.report.text.cells import DASH, Missing, count_cell, missing_cell, notes

REVERSED = "Worded the other way round: low answers are good here. The mean has been turned round."
BARS_A_CHART = 30
"""So that a chart fits on a page."""


def answer_charts(audit: Audit, challenge: Challenge) -> tuple[Drawing, ...]:
    """Stacked bars per statement; a chart holds only so many bars that it fits on a page."""
    size = max(1, BARS_A_CHART // len(audit.perspectives))
    statements = challenge.statements
    parts = [statements[start : start + size] for start in range(0, len(statements), size)]
    legend = tuple(zip(audit.option_names(), ramp(len(audit.option_names())), strict=True))
    drawings = []
    for place, part in enumerate(parts):
        which = "" if len(parts) == 1 else f", part {place + 1} of {len(parts)}"
        drawings.append(
            scores.likert(
                chart=f"f-challenge-{challenge.id}-answers-{place + 1}",
                title=f"Answers to each statement: {audit.title(challenge.id)}{which}",
                desc="Stacked bars by perspective. All the numbers are in the table of answers that follows.",
                caption="Of 100 people who chose an answer on the scale, how many chose each one; at the "
                "right, the mean.",
                legend=legend,
                statements=[_bars(audit, challenge, statement) for statement in part],
            )
        )
    return tuple(drawings)


def answer_table(audit: Audit, challenge: Challenge) -> Table:
    """One line per statement and perspective: its wording, and how many people chose each answer."""
    options = [TableColumn(text=name, look="num") for name in audit.option_names()]
    rows = [row for statement in challenge.statements for row in _answer_rows(audit, challenge, statement)]
    reverse = any(statement.reverse for statement in challenge.statements)
    return Table(
        id=f"t-challenge-{challenge.id}-answers",
        caption="What each perspective was asked, and how many people chose each answer",
        columns=(
            TableColumn(text="Asked of, and in which words"),
            *options,
            TableColumn(text="Don’t know", look="num"),
            TableColumn(text="Not applicable", look="num"),
            TableColumn(text="Skipped", look="num"),
            TableColumn(text="Mean", look="num"),
        ),
        rows=tuple(rows),
        notes=(*notes(rows, "same wording"), *((REVERSED,) if reverse else ()), *notes(rows, "same answer")),
        look="answers" if len(options) <= 6 else "answers dense",
    )


def number(audit: Audit, challenge: Challenge, statement: Statement) -> str:
    """The number a statement goes by, for example 3.2."""
    return f"{audit.called.numbers[challenge.id]}.{challenge.statements.index(statement) + 1}"


def _bars(audit: Audit, challenge: Challenge, statement: Statement) -> scores.StatementBars:
    place = number(audit, challenge, statement)
    title = f"{place} {audit.wording(statement)}"
    asked = [perspective for perspective in audit.perspectives if statement.asked_of(perspective)]
    return scores.StatementBars(
        title=f"{title} (worded the other way round)" if statement.reverse else title,
        bars=tuple(
            _bar(audit, perspective, audit.answers(challenge.id, perspective, statement.id)) for perspective in asked
        ),
    )


def _bar(audit: Audit, perspective: PerspectiveId, answer: StatementResult | None) -> Bar:
    place = audit.perspectives[perspective]
    if answer is None or answer.counts is None:
        return Bar(perspective=place, shares=None, note=_unseen(audit, perspective, answer))
    total = sum(answer.counts)
    if not total:
        return Bar(perspective=place, shares=None, note="nobody chose an answer on the scale")
    return Bar(
        perspective=place,
        shares=tuple(100 * n / total for n in answer.counts),
        texts=tuple(numbers.whole(100 * n / total) for n in answer.counts),
        note=_mean(audit, answer),
    )


def _unseen(audit: Audit, perspective: PerspectiveId, answer: StatementResult | None) -> Missing:
    """Why there are no numbers: where nobody took part, nothing is hidden."""
    return (
        "hidden"
        if answer is not None and audit.results.respondents.get(perspective)
        else audit.why_no_number(perspective)
    )


def _mean(audit: Audit, answer: StatementResult) -> str:
    top = audit.questionnaire.scale.top
    return "no score" if answer.mean is None else f"mean {numbers.whole(100 * answer.mean / top)}"


def _answer_rows(audit: Audit, challenge: Challenge, statement: Statement) -> list[Row]:
    place = number(audit, challenge, statement)
    rows: list[Row] = []
    said: set[str] = set()
    for perspective in (perspective for perspective in audit.perspectives if statement.asked_of(perspective)):
        answer = audit.answers(challenge.id, perspective, statement.id)
        wording = audit.wording(statement, perspective)
        small = " ".join(filter(None, ("" if wording in said else wording, _mind(statement, answer))))
        flags = _flags(answer, same_wording=wording in said)
        said.add(wording)
        head = Cell(
            text=f"{place} {audit.perspectives[perspective].label}",
            small=small,
            mark=audit.perspectives[perspective].place,
            flags=flags,
        )
        rows.append(Row(head=head, cells=_answer_cells(audit, perspective, answer), look="" if rows else "first"))
    return rows


def _flags(answer: StatementResult | None, *, same_wording: bool) -> tuple[Flag, ...]:
    is_unanimous = answer is not None and answer.unanimous
    return (*(("same wording",) if same_wording else ()), *(("same answer",) if is_unanimous else ()))


def _mind(statement: Statement, answer: StatementResult | None) -> str:
    """What to mind about these answers."""
    mind = ["worded the other way round"] if statement.reverse else []
    if answer is not None and answer.unanimous:
        mind.append("everyone gave the same answer")
    return f"({'; '.join(mind)})" if mind else ""


def _answer_cells(audit: Audit, perspective: PerspectiveId, answer: StatementResult | None) -> tuple[Cell, ...]:
    options = len(audit.questionnaire.scale.options)
    if answer is None or answer.counts is None:
        return (missing_cell(_unseen(audit, perspective, answer)), *(DASH,) * (options + 3))
    shown = (*answer.counts, answer.dont_know, answer.not_applicable, answer.skipped)
    top = audit.questionnaire.scale.top
    mean = "–" if answer.mean is None else numbers.whole(100 * answer.mean / top)
    return (
        *map(count_cell, shown),
        Cell(text=mean, look="num strong", small="divided" if is_divided(answer.consensus) else ""),
    )
