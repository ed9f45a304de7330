"""`questionnaire list | show | check | diff | export | schema`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imroc_audit.cli import console
from imroc_audit.cli.options import JsonOption

if TYPE_CHECKING:
    from imroc_audit.model.comparison import NewWords, QuestionnaireChanges, StatementChange

app = typer.Typer(help="See, check and write questionnaires.", no_args_is_help=True)


@app.command("list")
def list_(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """List the questionnaires that can be used here."""
    from imroc_audit.workflows.audit_cycle.questionnaires import list_questionnaires

    listed = list_questionnaires(ctx.obj)
    if as_json:
        console.show_json([one.model_dump(mode="json") for one in listed])
        return
    for questionnaire in listed:
        what = f"{questionnaire.version}  {questionnaire.title}"
        if questionnaire.mistakes:
            check = f"imroc-audit questionnaire check {questionnaire.path}"
            what = f"cannot be used, mistakes: {questionnaire.mistakes}. See: {check}"
        console.say(f"{questionnaire.id}  {what}")


@app.command()
def show(
    ctx: typer.Context,
    questionnaire: Annotated[str, typer.Argument(help="An id, or a file.", metavar="ID")],
    perspective: Annotated[
        str | None, typer.Option(help="Show only this side's wording.", metavar="PERSPECTIVE")
    ] = None,
    easy_read: Annotated[bool, typer.Option("--easy-read", help="Show the Easy Read wording.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what a questionnaire asks."""
    from imroc_audit.workflows.audit_cycle.questionnaires import outline, show_questionnaire

    definition = show_questionnaire(ctx.obj, questionnaire)
    if as_json:
        console.show_json(definition)
        return
    for line in outline(definition, perspective, easy_read=easy_read):
        console.say(line)


@app.command()
def check(file: Annotated[Path, typer.Argument(help="A questionnaire file.", metavar="FILE")]) -> None:
    """Check a questionnaire file and list every mistake with its line."""
    from imroc_audit.workflows.opening import read_questionnaire

    definition = read_questionnaire(file)
    statements = len(definition.statements)
    which = f"{definition.id} {definition.version}"
    console.say(f"{file}: no mistakes. {which}, {statements} statements, hash {definition.hash[:12]}.")


@app.command()
def diff(
    ctx: typer.Context,
    first: Annotated[str, typer.Argument(help="An id, a file, an audit cycle or a bundle.", metavar="A")],
    second: Annotated[str, typer.Argument(help="Another one.", metavar="B")],
    as_json: JsonOption = False,
) -> None:
    """Show which statements of two questionnaires are the same, reworded, moved, new or gone."""
    from imroc_audit.workflows.showing.comparing import questionnaire_changes

    changes = questionnaire_changes(ctx.obj, first, second)
    if as_json:
        console.show_json(changes)
        return
    _show_changes(changes)


def _show_changes(changes: QuestionnaireChanges) -> None:
    first, second = changes.first, changes.second
    console.say(
        f"From {first.id} {first.version} ({first.hash[:12]}) to {second.id} {second.version} ({second.hash[:12]})"
    )
    if changes.scale:
        console.say("\nThe scale changed, so that no score can be compared:")
        _show_words(changes.scale)
    for statement in changes.statements:
        if statement.status == "changed":
            console.say(f"\n{statement.id} ({statement.challenge}): {_what_changed(statement)}")
            _show_words(statement.reworded)
    for status in ("new", "gone"):
        ids = [one.id for one in changes.statements if one.status == status]
        if ids:
            console.say(f"\n{status}: {', '.join(ids)}")
    if changes.names:
        console.say("\nOther words that changed (scores can still be compared):")
        _show_words(changes.names)
    counts = {
        word: sum(one.status == word for one in changes.statements) for word in ("same", "changed", "new", "gone")
    }
    console.say("\n" + ", ".join(f"{n} {word}" for word, n in counts.items()))


def _show_words(words: tuple[NewWords, ...]) -> None:
    for wording in words:
        console.say(f"  {wording.what}\n    old: {wording.old}\n    new: {wording.new}")


def _what_changed(statement: StatementChange) -> str:
    parts = ["reworded"] if statement.reworded else []
    parts += [f"moved from {statement.moved_from}"] if statement.moved_from else []
    parts += ["turned round (reverse)"] if statement.turned else []
    parts += [f"no longer asked of {', '.join(statement.no_longer_asked)}"] if statement.no_longer_asked else []
    parts += [f"now asked of {', '.join(statement.now_asked)}"] if statement.now_asked else []
    return ", ".join(parts)


@app.command()
def export(
    ctx: typer.Context,
    questionnaire: Annotated[str, typer.Argument(help="An id, or a file.", metavar="ID")],
    perspective: Annotated[str, typer.Option(help="Whose form it is.", metavar="PERSPECTIVE")],
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            help="xlsform, redcap, limesurvey, fhir, docx (for Microsoft Forms) or markdown.",
            metavar="NAME",
        ),
    ],
    easy_read: Annotated[bool, typer.Option("--easy-read", help="In the Easy Read wording.")] = False,
    language: Annotated[
        str | None, typer.Option(help="One of the questionnaire's languages. Default: its first.", metavar="CODE")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            help="The file to write, or - for standard output. Default: a name of its own in this folder.",
            metavar="FILE",
        ),
    ] = None,
) -> None:
    """Write a questionnaire for another survey tool: one form for each perspective."""
    from imroc_audit.exchange.forms import FORMS
    from imroc_audit.workflows.audit_cycle.questionnaires import form_for, form_target

    form, to_mind = form_for(ctx.obj, questionnaire, perspective, easy_read=easy_read, language=language)
    to = form_target(form, format_, output)
    console.give(FORMS[to.format].write(form), to)
    for note in to_mind:
        console.tell(f"Note: {note}")


@app.command()
def template(
    ctx: typer.Context,
    questionnaire: Annotated[str, typer.Argument(help="An id, or a file.", metavar="ID")],
    output: Annotated[Path, typer.Option(help="Where to write it; the name ends in .csv or .xlsx.", metavar="FILE")],
) -> None:
    """Write an empty table to type answers into, which `import` reads as it is."""
    from imroc_audit.workflows.audit_cycle.questionnaires import write_template

    console.say(str(write_template(ctx.obj, questionnaire, output)))


@app.command()
def paper(
    ctx: typer.Context,
    questionnaire: Annotated[str, typer.Argument(help="An id, or a file.", metavar="ID")],
    perspective: Annotated[str, typer.Option(help="Whose form it is.", metavar="PERSPECTIVE")],
    easy_read: Annotated[bool, typer.Option("--easy-read", help="In the Easy Read wording.")] = False,
    large: Annotated[bool, typer.Option("--large", help="In large print.")] = False,
    language: Annotated[
        str | None, typer.Option(help="One of the questionnaire's languages. Default: its first.", metavar="CODE")
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="pdf, to print or fill in on a screen; or html. Default: as FILE ends, or pdf.",
            metavar="FORMAT",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="The file to write. Default: a name of its own in this folder.", metavar="FILE"),
    ] = None,
) -> None:
    """Write a questionnaire as a form on paper, which can also be filled in on a screen."""
    from imroc_audit.workflows.audit_cycle.questionnaires import form_for
    from imroc_audit.workflows.exchange.paper import cannot_be_printed, does_not_fit, paper_format, write_paper

    form, to_mind = form_for(ctx.obj, questionnaire, perspective, easy_read=easy_read, language=language)
    to_print = paper_format(format_, output)
    console.say(str(write_paper(ctx.obj, form, to_print, output, large=large)))
    letters = cannot_be_printed(ctx.obj, form) if to_print == "pdf" else ""
    for note in filter(None, (*to_mind, letters, does_not_fit(ctx.obj, form))):
        console.tell(f"Note: {note}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a questionnaire, for editors that help while typing."""
    from imroc_audit.workflows.audit_cycle.questionnaires import questionnaire_schema

    console.show_json(questionnaire_schema())
