"""`import`: answers collected elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from imroc_audit.cli import console, progress
from imroc_audit.cli.options import JsonOption
from imroc_audit.errors import AuditError, RejectedError, UsageError

if TYPE_CHECKING:
    from imroc_audit.workflows.exchange.import_maps import PlannedFile
    from imroc_audit.workflows.exchange.importing import FileRead, Imported, ImportPlan

UNCERTAIN: Final = ("near", "part", "contents", "some", "branches")
"""How a column may be known that a person has to look at."""


def register(app: typer.Typer) -> None:
    app.command("import")(import_)


def import_(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Exports of a survey tool, or filled forms.", metavar="FILE...")],
    map_file: Annotated[
        Path | None, typer.Option("--map", help="Which column is what: see docs/import.md.", metavar="FILE")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", help="The survey tool, if it is not recognised.", metavar="NAME")
    ] = None,
    perspective: Annotated[str | None, typer.Option(help="Whose answers they all are.", metavar="PERSPECTIVE")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be added, and add nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Use a new map without asking, if it is exact.")] = False,
    every_column: Annotated[bool, typer.Option("--all", help="Show the columns that are certain as well.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Add answers from files to the open audit cycle: all of them, or none."""
    from imroc_audit.workflows.exchange.importing import plan_import

    _check_source(source)
    plan = plan_import(ctx.obj, files, map_file=map_file, source=source, perspective=perspective)
    if not as_json:
        for file in plan.files:
            _show_file(file, every_column=every_column)
    if not dry_run:
        _agree(plan, yes=yes)
    is_asking = console.is_interactive() and not (dry_run or yes or as_json)
    done = _carry_out_asking(plan) if is_asking else _carry_out(plan, dry_run=dry_run)
    if as_json:
        console.show_json(done)
    else:
        _show(done, plan)
    if any(file.rejected for file in done.files):
        raise typer.Exit(RejectedError.exit_code)


def _check_source(source: str | None) -> None:
    from imroc_audit.exchange.reading.sources import NAMES

    if source is not None and source not in NAMES:
        raise UsageError(f"There is no survey tool called '{source}'. Use one of: {', '.join(NAMES)}.")


def _agree(plan: ImportPlan, *, yes: bool) -> None:
    """See to it that somebody has agreed to every map. Raises what ends the command where nobody does."""
    from imroc_audit.workflows.exchange.importing import accept_maps

    if not plan.unseen:
        return
    paths = ", ".join(dict.fromkeys(str(file.map_path) for file in plan.unseen))
    count = sum(len(file.to_check or ()) for file in plan.unseen)
    if count or not yes:
        if yes or not console.is_interactive():
            raise AuditError(f"Nothing was imported: {_not_agreed(paths, count)}")
        if not console.agrees("Is this map right?"):
            console.tell(f"Nothing was imported. Correct the map, and import again: {paths}")
            raise typer.Exit(1)
    accept_maps(plan)


def _not_agreed(paths: str, count: int) -> str:
    if count:
        things = "1 thing is" if count == 1 else f"{count} things are"
        return (
            f"{things} not certain. Look at 'check' in {paths}. Correct the map, take 'check' out of it, and import "
            "again."
        )
    return (
        f"nobody has agreed to the map yet. Look at {paths}. If it is right, take 'check' out of it, or add --yes: "
        "that takes a map in which every column is certain."
    )


def _carry_out_asking(plan: ImportPlan) -> Imported:
    """As _carry_out; whoever is at the terminal is asked once what each value stands for that is not understood."""
    from imroc_audit.cli.exchange import unknown_values
    from imroc_audit.workflows.exchange.importing import NotUnderstoodError

    asked = set[tuple[str, ...]]()
    while True:
        try:
            return _carry_out(plan, keep=False)
        except NotUnderstoodError as error:
            new = [value for value in error.values if value.key not in asked]
        if not new:
            return _carry_out(plan)  # which writes down what is rejected, and says why
        unknown_values.ask(plan, new)
        asked |= {value.key for value in new}


def _carry_out(plan: ImportPlan, *, dry_run: bool = False, keep: bool = True) -> Imported:
    """Read and save, and show how far it is. Ctrl-C says what became of the answers."""
    from imroc_audit.workflows.exchange.importing import carry_out

    share_read = 0.0
    try:
        with progress.shown() as show:

            def heard(share: float) -> None:
                nonlocal share_read
                share_read = share
                show(share)

            return carry_out(plan, dry_run=dry_run, keep=keep, progress=heard)
    except KeyboardInterrupt:
        if share_read < 1 or dry_run:
            raise typer.Abort from None  # which says that nothing was imported
        console.tell("All the answers were read, and may be saved. To be sure, import again: nobody counts twice.")
        raise


def _show_file(file: PlannedFile, *, every_column: bool) -> None:
    name = file.answers.name
    console.tell(f"{name}: {file.recognised}")
    if file.map_is == "known":
        agreed = "" if file.to_check is None else " Nobody has agreed to it yet."
        console.tell(f"{name}: There is a map for this form, so {file.map_path} is used.{agreed}")
    if file.columns:
        _show_columns(file, every_column=every_column)
    for note in file.notes:
        console.tell(f"Note: {name}: {note}")
    for what in file.to_check or ():
        console.tell(f"Please check: {name}: {what}")


def _show_columns(file: PlannedFile, *, every_column: bool) -> None:
    """What is uncertain of a proposed map, and how much is certain; or all of it."""
    shown = [one for one in file.columns if every_column or one.how in UNCERTAIN]
    rows: console.TableRows = [
        (one.heading, [one.target or "left out", _how(one.how), str(one.confidence or "")]) for one in shown
    ]
    if rows:
        columns = [
            *console.columns_of(("Taken for", "Known by")),
            console.ScreenColumn("Sure (of 100)", has_numbers=True),
        ]
        console.print_table(f"Proposed map: {file.map_path}", columns, rows)
    else:
        console.prose(f"Proposed map: {file.map_path}")
    hidden = [one for one in file.columns if one not in shown]
    certain = sum(bool(one.target) for one in hidden)
    parts = [f"{certain} {'column is' if certain == 1 else 'columns are'} certain"] if certain else []
    if left_out := len(hidden) - certain:
        verb = "is" if left_out == 1 else "are"
        parts.append(f"{left_out} {verb} left out" if certain else f"{left_out} columns {verb} left out")
    if parts:
        console.prose(f"{' and '.join(parts)} (`--all` shows them).")


def _how(how: str) -> str:
    return {
        "id": "its id",
        "wording": "its wording",
        "near": "near wording: check it",
        "part": "wording in it: check it",
        "contents": "what is in it: check it",
        "branches": "the branches: check it",
        "values": "what is in it",
        "some": "most that is in it: check it",
        "map": "the map",
        "role": "the survey tool",
    }.get(how, "")


def _show(done: Imported, plan: ImportPlan) -> None:
    from imroc_audit.model.record import say

    for file, planned in zip(done.files, plan.files, strict=True):
        _show_read(file, shown=planned.notes, dry_run=done.dry_run)
    responses = f"{done.added:,} response{'' if done.added == 1 else 's'}"
    if not done.dry_run:
        console.say(f"{responses} added to '{done.audit_cycle}'.")
    elif rejected := sum(file.rejected for file in done.files):
        rows = "1 row is" if rejected == 1 else f"{rejected:,} rows are"
        console.say(f"Nothing would be added to '{done.audit_cycle}' until {rows} put right. Besides, {responses}:")
    else:
        console.say(f"{responses} would be added to '{done.audit_cycle}'. Nothing was imported.")
    if done.dry_run:
        labels = {one.id: say(one.label) for one in plan.questionnaire.perspectives}
        for group in done.groups:
            console.say(f"  {labels[group.perspective]}, {group.team or 'no team'}: {group.responses:,}")
    if done.already_there:
        console.say(f"Imported before, and left out: {done.already_there:,}.")
        if not done.added:
            console.tell(
                "Rows of one form are known by their ids. If these are other people, give each form a name of its own "
                "under 'form' in its map: see docs/import.md."
            )
    for path in done.deleted:
        console.tell(f"Deleted, because all of its rows have been read now: {path}")
    console.tell(f"Next: {_next(done)}")


def _next(done: Imported) -> str:
    if not done.dry_run:
        return "import other answers in the same way. When everyone has had the chance: imroc-audit cycle close"
    if any(file.not_understood for file in done.files):
        return "import without --dry-run. At a terminal you are asked what each value stands for."
    if any(file.rejected for file in done.files):
        return "put these rows right, and import without --dry-run."
    return "the same without --dry-run."


def _show_read(file: FileRead, *, shown: Sequence[str], dry_run: bool) -> None:
    """shown: the notes that stood there with the map."""
    from imroc_audit.exchange.reading.sheet import shown_headings

    def note(text: str) -> None:
        console.tell(f"Note: {file.file}: {text}")

    for text in file.notes[len(shown) :]:
        note(text)
    if file.personal_columns:
        note(f"Columns about a person were not read: {shown_headings(file.personal_columns)}.")
    if file.other_columns:
        note(f"Columns that the map does not use were left out: {shown_headings(file.other_columns)}.")
    if file.not_asked:
        note(f"Statements without a column count as not asked: {', '.join(file.not_asked)}.")
    if dry_run and file.problems:
        console.say(f"{file.file}: not understood, in {file.rejected:,} of {file.rows:,} rows:")
        for problem in file.problems:
            console.prose(f"  {problem}")
