"""`import`: answers collected elsewhere."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from imroc_audit.cli import console


def register(app: typer.Typer) -> None:
    app.command("import")(import_)


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A CSV file.", metavar="FILE")],
    map_file: Annotated[Path, typer.Option("--map", help="Which column is what: see docs/import.md.", metavar="MAP")],
) -> None:
    """Add answers from a file to the open audit cycle: all of them, or none."""
    from imroc_audit.workflows.importing import import_file

    done = import_file(ctx.obj, file, map_file, date.today())  # noqa: DTZ011 - the local day is meant
    for note in done.notes:
        console.tell(f"Note: {note}")
    console.say(f"{done.added} responses added to '{done.audit_cycle}'.")
    if done.already_there:
        console.say(f"{done.already_there} rows had been imported before and were left out.")
