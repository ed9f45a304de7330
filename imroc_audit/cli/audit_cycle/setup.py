"""`init`, `demo` and `doctor`."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated

import typer

from imroc_audit.cli import console
from imroc_audit.cli.options import JsonOption

if TYPE_CHECKING:
    from imroc_audit.workflows.audit_cycle.doctor import Finding


def register(app: typer.Typer) -> None:
    app.command()(init)
    app.command()(demo)
    app.command()(doctor)


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make.", metavar="DIR")],
    organisation: Annotated[
        str, typer.Option("--organisation", help="The organisation's name, as reports show it.", metavar="NAME")
    ],
    team: Annotated[
        list[str] | None,
        typer.Option(
            help='A team and how many staff it has: "Elm ward=24". More: "Elm ward=staff:24,service_user:18". '
            "Give it once for each team.",
            metavar="NAME=NUMBER",
        ),
    ] = None,
    database: Annotated[
        str | None, typer.Option(help="A PostgreSQL URL. Default: an SQLite file in the folder.", metavar="URL")
    ] = None,
) -> None:
    """Make a folder for an organisation's audit."""
    from imroc_audit.workflows.audit_cycle.cycles import create_workspace

    workspace = create_workspace(folder, organisation, team or [], database)
    console.say(f"Made {workspace.path} for {organisation}. Settings and teams are in imroc-audit.toml.")
    console.tell(f"Next: imroc-audit -w {folder} cycle open NAME")


def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to make it.", metavar="DIR")] = Path("imroc-audit-demo"),
) -> None:
    """Make a whole audit with made-up answers, and its report, to look at."""
    from imroc_audit.workflows.demo.make import make_demo

    for line in make_demo(folder, ctx.obj.today):
        console.say(line)


def doctor(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Check that this computer has what is needed: Python, PDF, fonts, terminal, database, key."""
    from imroc_audit.workflows.audit_cycle.doctor import examine

    findings = examine(ctx.obj)
    if as_json:
        console.show_json([one.model_dump(mode="json") for one in findings])
    else:
        _show(findings)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _show(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        console.say(f"{'ok  ' if finding.ok else 'mend'}  {finding.what}: {finding.found}")
        if not finding.ok:
            console.say(indent(finding.remedy, " " * 6))
