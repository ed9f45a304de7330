"""`do`: what happened, and what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imroc_audit.cli import asking
from imroc_audit.cli.options import ActionArgument, RoleOption, some_words

if TYPE_CHECKING:
    from imroc_audit.store.plans import Step
    from imroc_audit.workflows.loop.doing import Done


def _a_value(value: str | None) -> str | None:
    """A value as it is typed. Raises what typer makes a usage error of when it is neither of the two."""
    from imroc_audit.pdsa.series import read_day
    from imroc_audit.pdsa.values import looks_like_a_value

    if value is not None and not looks_like_a_value(value) and read_day(value) is None:
        raise typer.BadParameter(f"'{value}' is no number. Write 12.5, or how many of how many: 12/20.")
    return value


def register(app: typer.Typer) -> None:
    app.command("do")(do)


def do(
    ctx: typer.Context,
    action: ActionArgument,
    log: Annotated[str | None, typer.Option(help="What happened.", metavar="TEXT", callback=some_words)] = None,
    as_planned: Annotated[
        bool | None, typer.Option("--as-planned/--not-as-planned", help="Whether it was carried out as planned.")
    ] = None,
    unexpected: Annotated[
        str | None, typer.Option(help="What was not expected.", metavar="TEXT", callback=some_words)
    ] = None,
    measure: Annotated[str | None, typer.Option(help="The name of a measure.", metavar="NAME")] = None,
    value: Annotated[
        str | None,
        typer.Option(
            help="Its value: 12.5; 12/20 for a share or a rate; the day of a rare event.",
            metavar="VALUE",
            callback=_a_value,
        ),
    ] = None,
    note: Annotated[
        str | None,
        typer.Option(help="What to read beside this value in the chart.", metavar="TEXT", callback=some_words),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(
            help="Many values: a CSV file with date,value or date,value,note; or rare events, with event.",
            metavar="FILE",
        ),
    ] = None,
    date_: Annotated[str | None, typer.Option("--date", help="Day. Default: today.", metavar="DATE")] = None,
    correct: Annotated[bool, typer.Option("--correct", help="Put the value in the place of an earlier one.")] = False,
    withdraw: Annotated[
        str | None,
        typer.Option(help="Take back the value of that day, and say why.", metavar="WHY", callback=some_words),
    ] = None,
    role: RoleOption = "improvement team",
) -> None:
    """Record what happened in a test of change, and the values of its measures."""
    from imroc_audit.errors import UsageError
    from imroc_audit.model.plan import LogEntry
    from imroc_audit.pdsa import steps
    from imroc_audit.pdsa.series import read_day
    from imroc_audit.workflows.loop import doing
    from imroc_audit.workflows.loop.planning import a_day

    ways = [value is not None, csv is not None, withdraw is not None]
    if (log is None and measure is None) or (measure is not None and sum(ways) != 1) or (measure is None and any(ways)):
        raise UsageError(
            f'Say what to record: do {action} --log "what happened", or do {action} --measure NAME with one of '
            "--value 12, --csv FILE, --withdraw WHY."
        )
    if log is None and (as_planned is not None or unexpected is not None):
        raise UsageError("--as-planned and --unexpected belong to --log: say what happened too.")
    if note is not None and value is None:
        raise UsageError("--note belongs to --value: give the value of that day again, or its first.")
    if csv is not None and date_ is not None:
        raise UsageError("--date does not go with --csv: the file has its own dates.")
    if value is not None and read_day(value) is not None:
        if date_ is not None:
            raise UsageError("--value is the day of an event here: leave --date out.")
        a_day(value, "--value", ctx.obj.day)
    day = a_day(date_, "--date", ctx.obj.day)
    taken: list[Step] = []
    if log is not None:
        entry = LogEntry(date=day, text=log, as_planned=as_planned, unexpected=unexpected)
        taken.append(lambda book: steps.log(book, action, entry))
    if measure is not None and csv is not None:
        taken.append(doing.values_of(ctx.obj, action, measure, csv, correct=correct))
    elif measure is not None and withdraw is not None:
        taken.append(lambda book: steps.withdraw(book, action, measure, day, withdraw))
    elif measure is not None and value is not None:
        taken.append(doing.one_value(action, measure, day, value, note=note, correct=correct))
    _tell(doing.do(ctx.obj, action, taken, role))


def _tell(done: Done) -> None:
    if not done.new:
        asking.paragraph(f"{done.action}: this is recorded already. Nothing was changed.")
    for what in done.new:
        asking.paragraph(f"{done.action}: {what}.")
