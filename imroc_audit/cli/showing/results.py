"""`results`: scores in the terminal, or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from imroc_audit.cli import console
from imroc_audit.cli.options import CycleOption
from imroc_audit.model.ids import PerspectiveId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imroc_audit.model.questionnaire import Statement
    from imroc_audit.model.results import ChallengeResult, PerspectiveResult, StatementResult
    from imroc_audit.workflows.audits import Audits
    from imroc_audit.workflows.publishing import ClosedCycle

HIDDEN = "hidden"
NOTHING = "-"


def register(app: typer.Typer) -> None:
    app.command()(results)


def results(
    ctx: typer.Context,
    cycle: CycleOption = None,
    challenge: Annotated[
        str | None, typer.Option(help="Only this challenge, with its statements: c01.", metavar="CHALLENGE")
    ] = None,
    team: Annotated[str | None, typer.Option(help="Only this team.", metavar="NAME")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, numbers in full.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of --json and stop.")] = False,
) -> None:
    """Show scores by challenge and perspective for a closed audit cycle."""
    if schema:
        from imroc_audit.model.results import ResultsFile

        console.show_json(ResultsFile.model_json_schema(mode="serialization"))
        return
    from imroc_audit.workflows.showing.results import only_challenge, only_team

    audits: Audits = ctx.obj
    closed = audits.closed(cycle)
    if team is not None:
        closed = only_team(closed, team)
    if challenge is not None:
        closed = only_challenge(closed, challenge)
    if as_json:
        from imroc_audit.report.text.hidden import results_file

        console.show_json(results_file(closed.results, closed.questionnaire))
        return
    _show(closed, team)


def _show(closed: ClosedCycle, team: str | None) -> None:
    from imroc_audit.report.text.hidden import by_reason, called_in, hidden_words
    from imroc_audit.report.text.words import SMALL_NOTE, head_count_notes

    where = f", {team}" if team else ""
    console.prose(f"{closed.results.audit_cycle}{where}: scores from 0 to 100, the mean for each perspective")
    views = [view for challenge in closed.results.challenges for view in challenge.perspectives.values()]
    if all(view.n == 0 for view in views):
        console.say("Nobody answered.")
    elif all(view.score is None for view in views):
        console.say("No score can be shown.")
    else:
        _show_tables(closed)
    if any(view.small_base for view in views):
        console.prose(SMALL_NOTE)
    for line in head_count_notes(closed.results.participation, _labels(closed)):
        console.prose(line)
    hidden = hidden_words(closed.results.hidden, closed.results.threshold, called_in(closed.questionnaire))
    for why, what in by_reason(hidden).items():
        console.prose(f"Hidden: {what}. {why}")


def _show_tables(closed: ClosedCycle) -> None:
    labels, top = _labels(closed), closed.questionnaire.scale.top
    challenges = closed.results.challenges
    by_perspective = console.columns_of(labels.values(), has_numbers=True)
    side_by_side = console.columns_of(("Equal voice", "Widest gap"), has_numbers=True)
    console.print_table("Challenges", by_perspective, [_score_row(one, labels) for one in challenges])
    console.print_table("Side by side", side_by_side, [_gap_row(one, labels) for one in challenges])
    for challenge in challenges:
        if any(result.statements for result in challenge.perspectives.values()):
            title = f"{challenge.id} {challenge.title}: means from 0 to {top}"
            console.print_table(title, by_perspective, _statement_rows(closed, challenge, labels))
    for line in _explained(challenges):
        console.prose(line)


def _explained(challenges: tuple[ChallengeResult, ...]) -> Iterator[str]:
    """What the numbers below scores mean, as far as there are any."""
    views = [view for one in challenges for view in one.perspectives.values()]
    interval = next((f"{view.low:.0f} to {view.high:.0f}" for view in views if None not in (view.low, view.high)), "")
    if interval:
        yield f"“{interval}” below a score is its 95% interval: with everyone's answers it would most likely lie there."
    if any(view.consensus is not None for view in views):
        yield (
            "“agreement” is from 0 (one half at each end of the scale) to 1 (all gave the same answer). That of a "
            "challenge is the mean of its statements that are shown."
        )
    if any(one.score is not None for one in challenges):
        yield "“Equal voice” is the mean of all perspectives that can be shown, each counting the same."


def _score_row(challenge: ChallengeResult, labels: dict[PerspectiveId, str]) -> tuple[str, list[str]]:
    """Score, interval, people and agreement by perspective."""
    return f"{challenge.id} {challenge.title}", [_score(challenge.perspectives[one]) for one in labels]


def _gap_row(challenge: ChallengeResult, labels: dict[PerspectiveId, str]) -> tuple[str, list[str]]:
    """The equal-voice score and the widest gap."""
    equal_voice = NOTHING if challenge.score is None else f"{challenge.score:.0f}"
    return f"{challenge.id} {challenge.title}", [equal_voice, _widest_gap(challenge, labels)]


def _statement_rows(
    closed: ClosedCycle, challenge: ChallengeResult, labels: dict[PerspectiveId, str]
) -> console.TableRows:
    """Mean points, people and agreement by perspective, for each statement in the first wording it has.

    The mean of one that is worded the other way round has been turned round.
    """
    by_statement = {
        (perspective, statement.id): statement
        for perspective in labels
        for statement in challenge.perspectives[perspective].statements
    }
    return [
        (
            _heading(statement, labels),
            [
                _statement(by_statement.get((perspective, statement.id)), challenge.perspectives[perspective])
                for perspective in labels
            ],
        )
        for statement in closed.questionnaire.challenge(challenge.id).statements
    ]


def _heading(statement: Statement, labels: dict[PerspectiveId, str]) -> str:
    words = next(statement.say(one) for one in labels if statement.asked_of(one))
    return f"{statement.id} {words}" + (" (worded the other way round)" if statement.reverse else "")


def _statement(statement: StatementResult | None, result: PerspectiveResult) -> str:
    from imroc_audit.report.text.numbers import people

    if statement is None or result.n == 0:
        return NOTHING
    if statement.mean is None or statement.counts is None or statement.consensus is None:
        return HIDDEN
    lines = [f"{statement.mean:.1f}", people(sum(statement.counts)), f"agreement {statement.consensus:.2f}"]
    if statement.unanimous:
        lines.append("all gave the same answer")
    return "\n".join(lines)


def _labels(closed: ClosedCycle) -> dict[PerspectiveId, str]:
    from imroc_audit.model.record import say

    return {one.id: say(one.label) for one in closed.questionnaire.perspectives}


def _score(result: PerspectiveResult) -> str:
    """A score with its interval, base and agreement, "hidden", or "-" where nobody answered."""
    from imroc_audit.report.text.numbers import people

    if result.hidden:
        return HIDDEN
    if result.score is None:
        return NOTHING
    lines = [f"{result.score:.0f}"]
    if result.low is not None and result.high is not None:
        lines.append(f"{result.low:.0f} to {result.high:.0f}")
    if result.n is not None:
        lines.append(people(result.n) + (", small base" if result.small_base else ""))
    if result.consensus is not None:
        lines.append(f"agreement {result.consensus:.2f}")
    lines += [warning for warning in result.warnings if warning not in ("small base", "rounded")]
    return "\n".join(lines)


def _widest_gap(challenge: ChallengeResult, labels: dict[PerspectiveId, str]) -> str:
    from imroc_audit.analysis.gap_reading import turned, widest
    from imroc_audit.report.text.numbers import whole

    gap = widest(challenge.gaps)
    if gap is None:
        return NOTHING
    gap = turned(gap)
    points, (higher, lower) = whole(gap.difference or 0), gap.between
    return "0\nno difference" if points == "0" else f"{points}\n{labels[higher]} above {labels[lower]}"
