"""One challenge of a comparison: a panel for each perspective over time, or organisations as a caterpillar."""

from collections.abc import Iterator

from imroc_audit.model.comparison import ComparedChallenge, Reading
from imroc_audit.model.ids import PerspectiveId
from imroc_audit.report.charts import comparison
from imroc_audit.report.charts.comparison import Entrant, Panel
from imroc_audit.report.charts.scores import Point
from imroc_audit.report.comparison.view import ROWS_A_CHART, ComparisonView
from imroc_audit.report.document import Cell, Drawing, Row, Section, Table, TableColumn
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.cells import Missing, missing_cell, small_base
from imroc_audit.report.text.perspectives import PerspectiveMark, perspective_columns


def challenge_section(view: ComparisonView, challenge: ComparedChallenge, place: int) -> Section:
    """One challenge over time, or by organisation: charts and the same numbers as a table."""
    draw = _over_time if view.over_time else _organisations
    return Section(
        anchor=f"challenge-{challenge.id}",
        title=view.titles[challenge.id],
        sentences=(),
        drawings=tuple(draw(view, challenge)),
        tables=(_score_table(view, challenge),),
        look=view.look or ("compare-challenge" if place else "compare-challenge first"),
    )


def _over_time(view: ComparisonView, challenge: ComparedChallenge) -> Iterator[Drawing]:
    rows = [_panel(view, challenge, id_) for id_ in view.perspectives]
    key = "; ".join(f"{number} {name}" for number, name in enumerate(view.names, start=1))
    numbered = f" From left to right: {key}." if comparison.are_numbered(view.names, len(rows)) else ""
    broken = "" if all(all(row.joined) for row in rows) else "; a broken upright line marks changed statements"
    yield comparison.panels(
        chart=f"f-{challenge.id}",
        title=f"{view.titles[challenge.id]}, over time",
        desc="One panel for each perspective, the audit cycles from left to right. The numbers are in the table below.",
        caption=f"Scores from 0 to 100 with 95% intervals. A line joins what can be compared{broken}.{numbered}",
        names=view.names,
        rows=rows,
    )


def _panel(view: ComparisonView, challenge: ComparedChallenge, id_: PerspectiveId) -> Panel:
    perspective, readings = view.perspectives[id_], challenge.scores[id_]
    return Panel(
        perspective=perspective,
        points=tuple(_point(perspective, reading, short=True) for reading in readings),
        joined=tuple(not view.why_not(challenge.id, id_, place - 1, place) for place in range(1, len(readings))),
        words=tuple(map(_missing, readings)),
    )


def _organisations(view: ComparisonView, challenge: ComparedChallenge) -> Iterator[Drawing]:
    groups = [(perspective, _entrants(view, challenge, id_)) for id_, perspective in view.perspectives.items()]
    size = max(1, ROWS_A_CHART // (len(view.names) + 1))
    for place, start in enumerate(range(0, len(groups), size), start=1):
        yield comparison.caterpillar(
            chart=f"f-{challenge.id}-{place}",
            title=f"{view.titles[challenge.id]}, by organisation: "
            f"{words.join([perspective.label for perspective, _ in groups[start : start + size]])}",
            desc="Scores with their 95% intervals, one line for each organisation. The numbers are in the table below.",
            caption="From the highest score to the lowest, with 95% intervals. Where intervals overlap widely, "
            "the order can be chance.",
            groups=groups[start : start + size],
        )


def _entrants(view: ComparisonView, challenge: ComparedChallenge, id_: PerspectiveId) -> list[Entrant]:
    """Every organisation's score, as long as it was asked in the words of the first one named."""
    entrants = []
    for place, (name, reading) in enumerate(zip(view.names, challenge.scores[id_], strict=True)):
        why = view.why_not(challenge.id, id_, 0, place) if place else ""
        point = None if why else _point(view.perspectives[id_], reading, short=False)
        entrants.append(
            Entrant(name=name, point=point, words=f"cannot be compared: {why}" if why else _missing(reading))
        )
    return entrants


def _point(perspective: PerspectiveMark, reading: Reading | None, *, short: bool) -> Point | None:
    if reading is None or reading.score is None:
        return None
    text = numbers.whole(reading.score)
    if not short and reading.low is not None and reading.high is not None:
        text = f"{text} ({numbers.between(reading.low, reading.high)})"
    if not short and reading.small_base:
        text = f"{text}, {words.SMALL_BASE_WORDS}"
    return Point(perspective=perspective, score=reading.score, text=text, low=reading.low, high=reading.high)


def _missing(reading: Reading | None) -> Missing:
    if reading is None:
        return "not asked"
    return "hidden" if reading.hidden else "nobody answered" if reading.n == 0 else "no score"


def _score_table(view: ComparisonView, challenge: ComparedChallenge) -> Table:
    rows = tuple(
        Row(
            head=Cell(text=name),
            cells=tuple(_score_cell(challenge.scores[perspective][place]) for perspective in view.perspectives),
        )
        for place, name in enumerate(view.names)
    )
    return Table(
        id=f"t-{challenge.id}",
        caption=f"{view.titles[challenge.id]}: scores from 0 to 100, with 95% intervals",
        columns=(
            TableColumn(text="Audit cycle" if view.over_time else "Organisation"),
            *perspective_columns(view.perspectives),
        ),
        rows=rows,
        look="changes",
    )


def _score_cell(reading: Reading | None) -> Cell:
    if reading is None or reading.score is None or reading.n is None:
        return missing_cell(_missing(reading)).model_copy(update={"look": ""})
    parts = [] if reading.low is None or reading.high is None else [numbers.between(reading.low, reading.high)]
    parts.append(numbers.people(reading.n))
    if reading.small_base:
        parts.append(words.SMALL_BASE_WORDS)
    return Cell(text=numbers.whole(reading.score), small=", ".join(parts), flags=small_base(reading.small_base))
