"""The parts of a comparison report: the audits, what changed, challenge by challenge, stages, what is not compared."""

from collections.abc import Callable, Sequence
from typing import Final

from imroc_audit.model.comparison import Change, ComparedAudit, ComparedChallenge, Pair
from imroc_audit.model.ids import ChallengeId
from imroc_audit.report.charts import comparison
from imroc_audit.report.charts.comparison import Shift, Shifts
from imroc_audit.report.comparison.challenges import challenge_section
from imroc_audit.report.comparison.view import (
    ROWS_A_CHART,
    ComparisonView,
    difference,
    family_sentence,
    verdict_cell,
    what_was_compared,
)
from imroc_audit.report.document import Cell, Drawing, Row, Section, Table, TableColumn
from imroc_audit.report.text import numbers, words
from imroc_audit.report.text.cells import count_cell, missing_cell, notes
from imroc_audit.report.text.perspectives import PerspectiveMark, page_look, perspective_columns

HOLE: Final = (
    "The mark with a hole is the earlier score, the full one the later; where they are close, the earlier lies on top. "
    "The numbers are the difference and its 95% interval; words in bold are clear when all comparisons are taken "
    "together."
)


def sections(view: ComparisonView) -> tuple[Section, ...]:
    """Every part between the summary and the method, in the order of the pages."""
    sections: list[Section | None] = [_audits(view)]
    if view.over_time and len(view.names) == 2:
        sections.append(_two(view))
    else:
        sections += [_changes(view, pair, place) for place, pair in enumerate(view.comparison.pairs, start=1)]
        sections += [
            challenge_section(view, challenge, place) for place, challenge in enumerate(view.comparison.challenges)
        ]
    sections += [_statements(view, pair, place) for place, pair in enumerate(view.comparison.pairs, start=1)]
    sections += [_stages(view), _not_compared(view)]
    return tuple(one for one in sections if one is not None)


def _audits(view: ComparisonView) -> Section:
    """Which audits are compared: when, what was asked, who answered."""
    rows = tuple(_audit_row(view, name, audit) for name, audit in zip(view.names, view.comparison.audits, strict=True))
    readings = [
        reading
        for challenge in view.comparison.challenges
        for row in challenge.scores.values()
        for reading in row
        if reading
    ]
    hidden = any(one.hidden for one in readings)
    few = any(one.small_base for one in readings)
    return Section(
        anchor="audits",
        title="What is compared",
        sentences=_order(view),
        tables=(
            Table(
                id="t-audits",
                caption="The audit cycles, and how many people answered in each perspective",
                columns=(
                    TableColumn(text="Audit"),
                    TableColumn(text="Open"),
                    TableColumn(text="Questionnaire"),
                    *perspective_columns(view.perspectives, "num"),
                ),
                rows=rows,
                notes=(*((words.HIDDEN_NOTE,) if hidden else ()), *((words.SMALL_NOTE,) if few else ())),
                look="audits",
            ),
        ),
        look=view.look,
    )


def _order(view: ComparisonView) -> tuple[str, ...]:
    first = "Only statements with the same words, on the same scale, are compared. The rest is listed, with the reason."
    if view.over_time:
        return (first, "Nobody is followed from one audit cycle to the next: each is a new group of people.")
    return (
        first,
        (
            "Organisations serve different people in different places. This is no league table: there are no ranks, "
            "and each organisation is held beside the first one named."
        ),
    )


def _audit_row(view: ComparisonView, name: str, audit: ComparedAudit) -> Row:
    stamp = audit.questionnaire
    people = [
        count_cell(audit.respondents[perspective]) if perspective in audit.respondents else missing_cell("not asked")
        for perspective in view.perspectives
    ]
    return Row(
        head=Cell(text=name, small="" if view.over_time else words.one_line(audit.audit_cycle)),
        cells=(
            Cell(text=f"{numbers.day(audit.opened)} to {numbers.day(audit.closed)}"),
            Cell(text=f"{stamp.id} {stamp.version}", small=f"fewer than {audit.threshold} hidden"),
            *people,
        ),
    )


def _two(view: ComparisonView) -> Section:
    """Two audit cycles: dumbbells with words, and the same as a table."""
    pair = view.comparison.pairs[0]
    size = max(1, ROWS_A_CHART // max(1, len(view.perspectives)))
    challenges = view.comparison.challenges
    parts = [challenges[start : start + size] for start in range(0, len(challenges), size)]
    return Section(
        anchor="changes",
        title="What changed",
        sentences=(what_was_compared(pair),),
        drawings=tuple(_shifts(view, pair, part, place) for place, part in enumerate(parts, start=1) if pair.family),
        tables=_pair_tables(view, pair, "t-changes"),
        look=view.look,
    )


def _shifts(view: ComparisonView, pair: Pair, part: Sequence[ComparedChallenge], place: int) -> Drawing:
    changes = {(change.challenge, change.perspective): change for change in pair.changes}
    groups = [
        Shifts(
            title=view.titles[challenge.id],
            shifts=tuple(
                _shift(perspective, change)
                for id_, perspective in view.perspectives.items()
                if (change := changes.get((challenge.id, id_)))
            ),
        )
        for challenge in part
    ]
    return comparison.shifts(
        chart=f"f-changes-{place}",
        title=f"{view.between(pair)}: scores from 0 to 100",
        desc="Two marks for each challenge and perspective, joined by a line. All the numbers are in the table below.",
        caption=HOLE,
        groups=groups,
    )


def _shift(perspective: PerspectiveMark, change: Change) -> Shift:
    strong = change.is_clear
    return Shift(
        perspective=perspective,
        first=change.first,
        second=change.second,
        text=difference(change),
        words=change.words,
        strong=strong,
    )


def _changes(view: ComparisonView, pair: Pair, place: int) -> Section:
    return Section(
        anchor=f"changes-{place}",
        title=view.between(pair),
        sentences=(what_was_compared(pair),),
        tables=_pair_tables(view, pair, f"t-changes-{place}"),
        look=view.look,
    )


def _pair_tables(view: ComparisonView, pair: Pair, id_: str) -> tuple[Table, ...]:
    """Every change, in one table; no table where nothing can be compared."""
    if not pair.family:
        return ()
    changes = {(change.challenge, change.perspective): change for change in pair.changes}
    rows = tuple(
        Row(
            head=Cell(text=view.titles[challenge.id]),
            cells=tuple(
                verdict_cell(view, changes.get((challenge.id, perspective))) for perspective in view.perspectives
            ),
        )
        for challenge in view.comparison.challenges
    )
    table = Table(
        id=id_,
        caption=f"{view.between(pair)}: verdict, scores from 0 to 100, difference with its 95% interval",
        columns=(TableColumn(text="Challenge"), *perspective_columns(view.perspectives)),
        rows=rows,
        notes=notes(rows),
        look="changes",
    )
    return (table,)


def _statements(view: ComparisonView, pair: Pair, place: int) -> Section | None:
    """Single statements, a table per challenge."""
    if not pair.statements:
        return None
    challenges = dict.fromkeys(change.challenge for change in pair.statements)
    return Section(
        anchor=f"statements-{place}",
        title=f"Statements: {view.between(pair, inside=True)}",
        sentences=(
            family_sentence(pair.statement_family),
            "Each statement’s mean is put on the scale from 0 to 100.",
        ),
        tables=tuple(
            _statement_table(view, pair, challenge, f"t-statements-{place}-{challenge}") for challenge in challenges
        ),
    )


def _statement_table(view: ComparisonView, pair: Pair, challenge: ChallengeId, id_: str) -> Table:
    rows = tuple(
        Row(
            head=Cell(
                text=words.one_line(change.wording),
                small=f"{change.statement}, {view.perspectives[change.perspective].label}",
            ),
            cells=(verdict_cell(view, change),),
        )
        for change in pair.statements
        if change.challenge == challenge
    )
    return Table(
        id=id_,
        caption=view.titles[challenge],
        columns=(TableColumn(text="Statement"), TableColumn(text="Change" if view.over_time else "Difference")),
        rows=rows,
        notes=notes(rows),
        look="statements",
    )


def _stages(view: ComparisonView) -> Section | None:
    """What groups agreed on, side by side, and what became of it."""
    audits = view.comparison.audits
    if not any(audit.agreed or audit.outcomes for audit in audits):
        return None
    return Section(
        anchor="agreed",
        title="Agreed stages and priorities",
        sentences=("A stage is agreed by a mixed group, with evidence. It is never worked out from scores.",),
        tables=(
            _side_by_side(view, "t-stages", "Agreed stages", _stage),
            _side_by_side(view, "t-priorities", "Agreed priorities, and what became of them", _priority),
        ),
        look=page_look(len(audits)),
    )


def _side_by_side(
    view: ComparisonView, id_: str, caption: str, cell: Callable[[ComparedAudit, ChallengeId], Cell]
) -> Table:
    audits = view.comparison.audits
    return Table(
        id=id_,
        caption=caption,
        columns=(TableColumn(text="Challenge"), *(TableColumn(text=name) for name in view.names)),
        rows=tuple(
            Row(head=Cell(text=title), cells=tuple(cell(audit, challenge) for audit in audits))
            for challenge, title in view.titles.items()
        ),
        look="stages-table",
    )


def _stage(audit: ComparedAudit, challenge: ChallengeId) -> Cell:
    if audit.agreed is None:
        return Cell(text="nothing recorded")
    stage = audit.agreed.stages.get(challenge)
    return Cell(text=words.capital(stage) if stage else "not agreed")


def _priority(audit: ComparedAudit, challenge: ChallengeId) -> Cell:
    actions = [
        f"{words.capital(outcome.status)}: {words.sentence(words.one_line(outcome.aim))}"
        for outcome in audit.outcomes
        if outcome.challenge == challenge
    ]
    chosen = audit.agreed is not None and challenge in audit.agreed.priorities
    return Cell(text="Priority" if chosen else "–", small=" ".join(actions))


def _not_compared(view: ComparisonView) -> Section | None:
    """Everything that stands in the way, with its reason and its statements."""
    rows = tuple(
        Row(
            head=Cell(text=view.titles[change.challenge], small=view.perspectives[change.perspective].label),
            cells=(
                Cell(text=view.between(pair)),
                Cell(text=change.why, small=f"statements {', '.join(change.because)}" if change.because else ""),
            ),
        )
        for pair in view.comparison.pairs
        for change in pair.changes
        if change.why
    )
    if not rows:
        return None
    return Section(
        anchor="not-compared",
        title="What cannot be compared, and why",
        sentences=(
            (
                "A score is compared only if every statement behind it was asked in the same words. “Too few people” "
                "means that one of the scores is hidden, so that nobody can be picked out."
            ),
            "To see the old and the new words: imroc-audit questionnaire diff A B.",
        ),
        tables=(
            Table(
                id="t-not-compared",
                caption="What is left out",
                columns=(
                    TableColumn(text="Challenge and perspective"),
                    TableColumn(text="Between"),
                    TableColumn(text="Why"),
                ),
                rows=rows,
                look="changes",
            ),
        ),
    )
