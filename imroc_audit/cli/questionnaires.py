"""`questionnaire list | show | check | schema`."""

from pathlib import Path
from typing import Annotated

import typer

from imroc_audit.cli import console

app = typer.Typer(help="See, check and write questionnaires.", no_args_is_help=True)


@app.command("list")
def list_(ctx: typer.Context) -> None:
    """List the questionnaires that can be used here."""
    from imroc_audit.workflows.questionnaires import list_questionnaires

    for one in list_questionnaires(ctx.obj):
        console.say(f"{one.id}  {one.summary}")


@app.command()
def show(
    ctx: typer.Context,
    questionnaire: Annotated[str, typer.Argument(help="An id, or a file.", metavar="ID")],
    perspective: Annotated[str | None, typer.Option(help="Show only this side's wording.")] = None,
    easy_read: Annotated[bool, typer.Option("--easy-read", help="Show the Easy Read wording.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what a questionnaire asks."""
    from imroc_audit.workflows.questionnaires import outline, show_questionnaire

    found = show_questionnaire(ctx.obj, questionnaire)
    if as_json:
        console.show_json(found)
        return
    for line in outline(found, perspective, easy_read=easy_read):
        console.say(line)


@app.command()
def check(file: Annotated[Path, typer.Argument(help="A questionnaire file.", metavar="FILE")]) -> None:
    """Check a questionnaire file and list every mistake with its line."""
    from imroc_audit.workflows.opening import read_questionnaire

    found = read_questionnaire(file)
    statements = len(found.statements)
    console.say(
        f"{file}: no mistakes. {found.id} {found.version}, {statements} statements, hash {found.hash[:12]}."
    )


@app.command()
def schema() -> None:
    """Print the JSON Schema of a questionnaire, for editors that help while typing."""
    from imroc_audit.workflows.questionnaires import questionnaire_schema

    console.show_json(questionnaire_schema())
