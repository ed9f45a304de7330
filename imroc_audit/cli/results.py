"""`results`: scores in the terminal, or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from imroc_audit.cli import console

if TYPE_CHECKING:
    from rich.table import Table

    from imroc_audit.model.results import ChallengeResult, PerspectiveResult
    from imroc_audit.workflows.results import Audited

HIDDEN = "hidden"
NOTHING = "-"


def register(app: typer.Typer) -> None:
    app.command()(results)


def results(
    ctx: typer.Context,
    cycle: Annotated[str | None, typer.Option(help="An audit cycle. Default: the one closed last.")] = None,
    challenge: Annotated[
        str | None, typer.Option(help="Only this challenge, with its statements: c01.")
    ] = None,
    team: Annotated[str | None, typer.Option(help="Only this team.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, numbers unrounded.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of --json and stop.")
    ] = False,
) -> None:
    """Show scores by challenge and perspective for a closed audit cycle."""
    if schema:
        from imroc_audit.model.results import Results

        console.show_json(Results.model_json_schema(mode="serialization"))
        return
    from imroc_audit.workflows import results as workflow

    audited = workflow.results(ctx.obj, cycle)
    if team is not None:
        audited = workflow.only_team(audited, team)
    if challenge is not None:
        audited = workflow.only_challenge(audited, challenge)
    if as_json:
        console.show_json(audited.results)
        return
    _show(audited, team)


def _show(audited: Audited, team: str | None) -> None:
    terminal = console.terminal()
    where = f", {team}" if team else ""
    console.say(f"{audited.results.audit_cycle}{where}: scores from 0 to 100, the mean for each perspective")
    terminal.print(_challenges_table(audited))
    statements = [
        one for one in audited.results.challenges if any(p.statements for p in one.perspectives.values())
    ]
    for challenge in statements:
        terminal.print(_statements_table(audited, challenge))
    for hidden in audited.results.hidden:
        console.say(f"Hidden: {hidden.what}. {hidden.why}")


def _challenges_table(audited: Audited) -> Table:
    """Challenges by perspectives: score and people, the widest gap, and how far people agree."""
    from rich.table import Table
    from rich.text import Text

    labels = _labels(audited)
    table = Table(title="Challenges", title_justify="left")
    table.add_column("Challenge", overflow="fold")
    for label in labels.values():
        table.add_column(label, justify="right", overflow="fold")
    table.add_column("Equal voice", justify="right")
    table.add_column("Widest gap", justify="right", overflow="fold")
    for challenge in audited.results.challenges:
        cells = [_score(challenge.perspectives[one]) for one in labels]
        table.add_row(
            Text(f"{challenge.id} {challenge.title}"),
            *cells,
            _number(challenge.score),
            _widest_gap(challenge, labels),
        )
    return table


def _statements_table(audited: Audited, challenge: ChallengeResult) -> Table:
    """Statements by perspectives: mean points, people who answered, and consensus."""
    from rich.table import Table
    from rich.text import Text

    labels, top = _labels(audited), audited.questionnaire.scale.top
    table = Table(title=f"{challenge.id} {challenge.title}: mean from 0 to {top}", title_justify="left")
    table.add_column("Statement")
    for label in labels.values():
        table.add_column(f"{label}: mean, people, consensus", justify="right", overflow="fold")
    for statement in audited.questionnaire.challenge(challenge.id).statements:
        cells = []
        for one in labels:
            found = next((s for s in challenge.perspectives[one].statements if s.id == statement.id), None)
            if found is None:
                cells.append(NOTHING)
            elif found.mean is None or found.counts is None:
                cells.append(HIDDEN if challenge.perspectives[one].n != 0 else NOTHING)
            else:
                agreed = f"{found.consensus:.2f}" if found.consensus is not None else NOTHING
                cells.append(
                    f"{found.mean:.1f}  {sum(found.counts)}  {agreed}" + (" !" if found.unanimous else "")
                )
        table.add_row(Text(statement.id), *cells)
    return table


def _labels(audited: Audited) -> dict[str, str]:
    from imroc_audit.model.questionnaire import say

    return {one.id: say(one.label) for one in audited.questionnaire.perspectives}


def _score(result: PerspectiveResult) -> str:
    """A score with its interval and base, "hidden", or "-" where nobody answered."""
    if result.hidden:
        return HIDDEN
    if result.score is None:
        return NOTHING
    interval = (
        f" ({result.low:.0f} to {result.high:.0f})"
        if result.low is not None and result.high is not None
        else ""
    )
    few = ", few people" if result.small_base else ""
    return f"{result.score:.0f}{interval}\n{result.n} people{few}"


def _number(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.0f}"


def _widest_gap(challenge: ChallengeResult, labels: dict[str, str]) -> str:
    known = [(abs(gap.difference), gap) for gap in challenge.gaps if gap.difference is not None]
    if not known:
        return NOTHING
    _, gap = max(known, key=lambda pair: pair[0])
    higher, lower = gap.between if (gap.difference or 0) >= 0 else gap.between[::-1]
    return f"{abs(gap.difference or 0):.0f}\n{labels[higher]} above {labels[lower]}"
