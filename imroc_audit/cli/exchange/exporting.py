"""`export responses | results | plan | tally`: what can be taken along for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imroc_audit.cli import console
from imroc_audit.cli.options import CycleOption

app = typer.Typer(help="Take results and plans out, for spreadsheets and other programs.", no_args_is_help=True)

OutputOption = Annotated[
    Path | None,
    typer.Option(help="The file to write. Default, or -: standard output, for formats that are text.", metavar="FILE"),
]


@app.command()
def responses(
    ctx: typer.Context,
    cycle: CycleOption = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="csv, xlsx, parquet or sav. Default: as FILE ends, or csv.")
    ] = None,
    output: OutputOption = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="A row for each person instead. Personal data: not for sharing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before writing a raw file.")] = False,
) -> None:
    """Write how many people gave each answer in a closed audit cycle, as far as it may be shown."""
    from imroc_audit.exchange.results.raw_rows import WARNING
    from imroc_audit.workflows.exchange import exporting

    to = exporting.target("responses", format_, output, raw=raw)
    if not raw:
        console.give(exporting.responses(ctx.obj, cycle, to.format), to)
        return

    def ask() -> None:
        console.tell(WARNING)
        console.confirm(f"Write it to {to.path}?", yes=yes)

    console.give(exporting.raw_responses(ctx.obj, cycle, to.format, ask), to, private=True)


@app.command()
def results(
    ctx: typer.Context,
    cycle: CycleOption = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="csv, xlsx, json or sav. Default: as FILE ends, or csv.")
    ] = None,
    output: OutputOption = None,
) -> None:
    """Write the results of a closed audit cycle: a workbook with charts, a row for each number, or JSON."""
    from imroc_audit.workflows.exchange import exporting

    to = exporting.target("results", format_, output)
    console.give(exporting.results(ctx.obj, cycle, to.format), to)


@app.command()
def plan(
    ctx: typer.Context,
    format_: Annotated[
        str | None, typer.Option("--format", help="csv, xlsx or ics. Default: as FILE ends, or csv.")
    ] = None,
    output: OutputOption = None,
) -> None:
    """Write the actions as a tracker with a row for each (csv, xlsx), or their review dates as a calendar (ics)."""
    from imroc_audit.workflows.exchange import exporting

    to = exporting.target("plan", format_, output)
    console.give(exporting.plan(ctx.obj, to.format), to)


@app.command()
def tally(
    ctx: typer.Context,
    cycle: CycleOption = None,
    output: OutputOption = None,
) -> None:
    """Write the published results of a closed audit cycle as a bundle that others can compare. No answers."""
    from imroc_audit.workflows.exchange import exporting

    to = exporting.target("tally", None, output)
    console.give(exporting.tally(ctx.obj, cycle), to)
