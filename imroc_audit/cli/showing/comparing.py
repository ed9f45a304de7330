"""`compare`: audit cycles and organisations side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from imroc_audit.cli import console
from imroc_audit.model.ids import ChallengeId, PerspectiveId, StatementId

if TYPE_CHECKING:
    from imroc_audit.model.comparison import Change, ComparedAudit, Comparison, Pair, Reading

NOTHING = "-"


def register(app: typer.Typer) -> None:
    app.command()(compare)


def compare(
    ctx: typer.Context,
    audits: Annotated[
        list[str] | None,
        typer.Argument(
            help="Audit cycles of the workspace, workspace folders (FOLDER or FOLDER:CYCLE), or bundles.",
            metavar="AUDIT...",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, numbers in full.")] = False,
    statements: Annotated[bool, typer.Option("--statements", help="Compare single statements too.")] = False,
    formats: Annotated[
        str | None, typer.Option("--format", help="Write a report: html, pdf, or both with a comma.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="The folder for the report. Default: the current folder.", metavar="DIR")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of --json and stop.")] = False,
) -> None:
    """Put audit cycles or organisations side by side: what changed, how sure that is, what cannot be compared."""
    from imroc_audit.workflows.showing import comparing

    if schema:
        from imroc_audit.model.comparison import Comparison

        console.show_json(Comparison.model_json_schema(mode="serialization"))
        return
    wanted = tuple(part.strip().lower() for part in (formats or "").split(",") if part.strip())
    if output is not None and formats is None:
        wanted = ("html", "pdf")
    comparison = comparing.compare_audits(ctx.obj, audits or (), statements=statements)
    if as_json:
        console.show_json(comparison)
    if formats is not None or output is not None:
        tell = console.tell if as_json else console.say
        folder = output or Path.cwd()
        for path in comparing.comparison_report(ctx.obj, comparison, wanted, folder, console.remark):
            tell(str(path))
    elif not as_json:
        _show(comparison)


def _show(comparison: Comparison) -> None:
    names = list(comparison.names)
    for name, audit in zip(names, comparison.audits, strict=True):
        stamp = audit.questionnaire
        which = audit.organisation if comparison.kind == "over time" else audit.audit_cycle
        console.prose(
            f"{name}: {which}, {audit.opened} to {audit.closed}, {stamp.id} {stamp.version}, "
            f"groups of fewer than {audit.threshold} hidden"
        )
    if len(comparison.audits) > 2:
        audits = console.columns_of(names, has_numbers=True)
        console.print_table("Scores from 0 to 100, the mean for each perspective", audits, _score_rows(comparison))
    for pair in comparison.pairs:
        _show_pair(comparison, pair, names)
    _show_stages(comparison, names)


def _show_pair(comparison: Comparison, pair: Pair, names: list[str]) -> None:
    from imroc_audit.report.comparison.view import no_challenge

    first, second = names[pair.first], names[pair.second]
    title = f"From {first} to {second}" if comparison.kind == "over time" else f"{second}, beside {first}"
    if len({change.why for change in pair.changes}) > 1 or pair.family:
        challenges = [(f"{one.id} {one.title}", one.id) for one in comparison.challenges]
        changes = {(change.challenge, change.perspective): change for change in pair.changes}
        _print_changes(comparison, f"{title}: scores from 0 to 100", challenges, changes)
    console.prose(_family(pair.family) if pair.family else f"\n{title}: {no_challenge(pair)}")
    if not pair.statements:
        return
    single = {(change.statement or StatementId(""), change.perspective): change for change in pair.statements}
    statements: list[tuple[str, StatementId]] = [(one, one) for one in dict.fromkeys(one for one, _ in single)]
    _print_changes(comparison, f"{title}: statements, means from 0 to 100", statements, single)
    console.prose(_family(pair.statement_family))


def _family(size: int) -> str:
    from imroc_audit.report.comparison.view import family_sentence

    sentence = family_sentence(size)
    return f"{sentence} Numbers in brackets are the 95% interval of one difference by itself." if size else sentence


Of = TypeVar("Of", ChallengeId, StatementId)


def _print_changes(
    comparison: Comparison, title: str, about: list[tuple[str, Of]], changes: dict[tuple[Of, PerspectiveId], Change]
) -> None:
    """A row for each heading and id in `about`, a column for each perspective."""
    is_over_time = comparison.kind == "over time"
    scores = "from {:.0f} to {:.0f}" if is_over_time else "{:.0f} and {:.0f}"
    labels = comparison.perspectives
    rows = [(head, [_change(changes.get((id_, perspective)), scores) for perspective in labels]) for head, id_ in about]
    console.print_table(title, console.columns_of(labels.values(), has_numbers=not is_over_time), rows)


def _change(change: Change | None, scores: str) -> str:
    """Both scores, the difference with its interval, and the verdict in words."""
    if change is None:
        return NOTHING
    if change.difference is None or change.low is None or change.high is None:
        return change.words
    lines = [
        scores.format(change.first, change.second),
        f"{console.signed(change.difference)} ({console.signed(change.low)} to {console.signed(change.high)})",
        change.words,
    ]
    return "\n".join([*lines, "few people"] if change.small_base else lines)


def _score_rows(comparison: Comparison) -> console.TableRows:
    return [
        (f"{challenge.id} {challenge.title}, {label}", [_reading(one) for one in challenge.scores[perspective]])
        for challenge in comparison.challenges
        for perspective, label in comparison.perspectives.items()
    ]


def _reading(reading: Reading | None) -> str:
    if reading is None:
        return "not asked"
    if reading.hidden:
        return "hidden"
    if reading.score is None:
        return NOTHING
    interval = "" if reading.low is None or reading.high is None else f"{reading.low:.0f} to {reading.high:.0f}\n"
    return f"{reading.score:.0f}\n{interval}{reading.n} people" + (", a few" if reading.small_base else "")


def _show_stages(comparison: Comparison, names: list[str]) -> None:
    """What groups agreed on, and what became of it."""
    if not any(audit.agreed for audit in comparison.audits):
        return
    rows: console.TableRows = [
        (f"{challenge.id} {challenge.title}", [_stage(audit, challenge.id) for audit in comparison.audits])
        for challenge in comparison.challenges
    ]
    console.print_table("Agreed stages, priorities and what became of them", console.columns_of(names), rows)


def _stage(audit: ComparedAudit, challenge: ChallengeId) -> str:
    if audit.agreed is None:
        return NOTHING
    lines = [audit.agreed.stages.get(challenge, NOTHING)]
    if challenge in audit.agreed.priorities:
        lines.append("a priority")
    lines += [f"{outcome.status}: {outcome.aim}" for outcome in audit.outcomes if outcome.challenge == challenge]
    return "\n".join(lines)
