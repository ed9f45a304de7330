"""The same answers seen another way: by published lens, and by team."""

from collections.abc import Sequence

from imroc_audit.model.ids import ChallengeId, PerspectiveId
from imroc_audit.model.lenses import LENSES
from imroc_audit.model.results import LensResult, TeamResult
from imroc_audit.report.action_report.audit import Audit, heat_cell, score_cell, team_name
from imroc_audit.report.document import Cell, Row, Section, Table, TableColumn
from imroc_audit.report.text import words
from imroc_audit.report.text.cells import notes, small_base
from imroc_audit.report.text.perspectives import perspective_columns

COLUMNS = 12


def lenses(audit: Audit) -> Section | None:
    """One heat table per lens; None where no statement carries a tag, or nothing can be shown."""
    names = dict.fromkeys(result.lens for result in audit.results.lenses)
    tables = [_lens(audit, name, [r for r in audit.results.lenses if r.lens == name]) for name in names]
    if not any(score is not None for result in audit.results.lenses for score in result.scores.values()):
        return None
    return Section(
        anchor="lenses",
        title="The same answers through other lenses",
        sentences=(
            (
                "Statements carry tags from published frameworks. Each number is the mean of the statements "
                "with that tag, "
                "from 0 to 100."
            ),
            "A lens can show a pattern that runs across challenges. It adds no new answers.",
        ),
        tables=tuple(tables),
        look=audit.look,
    )


def teams(audit: Audit) -> Section | None:
    """The teams' scores by challenge, in the organisation's order; None where all are hidden."""
    if not any(_team_rows(audit, team) for team in audit.results.teams):
        return None
    ids = [challenge.id for challenge in audit.questionnaire.challenges]
    parts = [ids[start : start + COLUMNS] for start in range(0, len(ids), COLUMNS)]
    unseen = [team_name(team.team) for team in audit.results.teams if not _team_rows(audit, team)]
    note = f"Nothing can be shown for {words.join(unseen)} without showing who answered." if unseen else ""
    return Section(
        anchor="teams",
        title="Team by team",
        sentences=tuple(
            filter(
                None,
                (
                    (
                        "Teams are in the organisation’s own order. This is no league table: teams serve "
                        "different people, and their numbers often rest on few answers."
                    ),
                    note,
                ),
            )
        ),
        tables=tuple(_teams(audit, part, place) for place, part in enumerate(parts, start=1)),
    )


def _lens(audit: Audit, name: str, results: Sequence[LensResult]) -> Table:
    lens = LENSES.get(name)
    rows = tuple(
        Row(
            head=Cell(
                text=lens.tags.get(result.tag, result.tag) if lens else result.tag,
                small="1 statement" if len(result.statements) == 1 else f"{len(result.statements)} statements",
            ),
            cells=tuple(
                heat_cell(result.scores.get(perspective), audit.why_no_number(perspective))
                for perspective in audit.perspectives
            ),
        )
        for result in results
    )
    return Table(
        id=f"t-lens-{name}",
        caption=f"{lens.title} ({lens.citation})" if lens else name,
        columns=(TableColumn(text="Tag"), *perspective_columns(audit.perspectives, "num")),
        rows=rows,
        look="heatmap",
    )


def _team_rows(audit: Audit, team: TeamResult) -> list[PerspectiveId]:
    """The perspectives of a team that have at least one score to show."""
    return [
        perspective
        for perspective in audit.perspectives
        if any(view.score is not None for c in team.challenges if (view := c.perspectives.get(perspective)) is not None)
    ]


def _teams(audit: Audit, part: Sequence[ChallengeId], place: int) -> Table:
    key = "; ".join(f"{audit.called.numbers[id_]} {audit.title(id_)}" for id_ in part)
    rows = tuple(
        _team_row(audit, team, perspective, part, first=perspective == perspectives[0])
        for team in audit.results.teams
        if (perspectives := _team_rows(audit, team))
        for perspective in perspectives
    )
    return Table(
        id=f"t-teams-{place}",
        caption="Scores from 0 to 100 by team and perspective",
        columns=(
            TableColumn(text="Team and perspective"),
            *(TableColumn(text=str(audit.called.numbers[id_]), look="num") for id_ in part),
        ),
        rows=rows,
        notes=(f"Columns: {key}.", *notes(rows)),
        look="heatmap dense",
    )


def _team_row(
    audit: Audit, team: TeamResult, perspective: PerspectiveId, part: Sequence[ChallengeId], *, first: bool
) -> Row:
    results = {challenge.id: challenge for challenge in team.challenges}
    shown = [results[id_].perspectives.get(perspective) if id_ in results else None for id_ in part]
    cells = tuple(score_cell(view, "no score").model_copy(update={"small": ""}) for view in shown)
    is_small = any(view.small_base for view in shown if view)
    label = (
        f"{audit.perspectives[perspective].label}, {words.SMALL_BASE_WORDS}"
        if is_small
        else audit.perspectives[perspective].label
    )
    head = Cell(
        text=team_name(team.team), small=label, mark=audit.perspectives[perspective].place, flags=small_base(is_small)
    )
    return Row(head=head, cells=cells, look="first" if first else "")
