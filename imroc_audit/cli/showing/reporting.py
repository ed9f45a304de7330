"""`report`: the action report, in every format asked for."""

from pathlib import Path
from typing import Annotated

import typer

from imroc_audit.cli import console
from imroc_audit.cli.options import CycleOption, XmrOption


def register(app: typer.Typer) -> None:
    app.command()(report)


def report(
    ctx: typer.Context,
    formats: Annotated[
        str, typer.Option("--format", help="html, pdf, or both with a comma.", metavar="FORMATS")
    ] = "html,pdf",
    output: Annotated[
        Path | None,
        typer.Option(help="The folder to write to. Default: reports in the workspace.", metavar="DIR"),
    ] = None,
    cycle: CycleOption = None,
    xmr: XmrOption = False,
) -> None:
    """Write the action report of a closed audit cycle."""
    from imroc_audit.workflows.showing import reporting

    wanted = tuple(part.strip().lower() for part in formats.split(",") if part.strip())
    for path in reporting.report(ctx.obj, wanted, output, cycle, xmr=xmr, remark=console.remark):
        console.say(str(path))
