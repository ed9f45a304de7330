"""`survey`: choose how it looks, then let one person, or one after another, answer."""

import os
import shutil
import sys
from collections.abc import Mapping
from datetime import date
from typing import Annotated

import typer

from imroc_audit.cli import console

SMALLEST_SCREEN = (50, 16)
IDLE_SECONDS = 180.0


def register(app: typer.Typer) -> None:
    app.command()(survey)


def survey(
    ctx: typer.Context,
    perspective: Annotated[
        str | None, typer.Option(help="Answer from this side, such as staff, service_user or carer.")
    ] = None,
    team: Annotated[str | None, typer.Option(help="Answer for this team.")] = None,
    plain: Annotated[
        bool | None,
        typer.Option("--plain/--full-screen", help="Plain lines, good for screen readers, or the full screen."),
    ] = None,
    easy_read: Annotated[bool, typer.Option("--easy-read", help="Use the Easy Read wording.")] = False,
    language: Annotated[str | None, typer.Option(help="A language of the questionnaire, such as cy.")] = None,
    resume: Annotated[str | None, typer.Option(help="Go on with a saved survey.", metavar="CODE")] = None,
    kiosk: Annotated[
        bool,
        typer.Option("--kiosk", help="One person after another; nothing is left on the screen for the next."),
    ] = False,
) -> None:
    """Answer the survey. It can be stopped at any time and finished later."""
    from imroc_audit.workflows.answering import open_desk

    desk = open_desk(ctx.obj, date.today())  # noqa: DTZ011 - the local day is meant
    in_lines = uses_plain(plain, os.environ, fits=_full_screen_fits())
    while True:
        if resume:
            sitting = desk.resume(resume)
        else:
            sitting = desk.begin(
                perspective=perspective, team=team, easy_read=easy_read, language=language, shared=kiosk
            )
        if in_lines:
            from imroc_audit.cli import plain as view
        else:
            from imroc_audit.cli import fullscreen as view  # type: ignore[no-redef]  # two views, one shape
        outcome = view.run(sitting, idle_seconds=IDLE_SECONDS if kiosk else None)
        if not kiosk or outcome == "interrupted" or (outcome == "stopped" and not sys.stdin.isatty()):
            break  # a kiosk goes on until Ctrl-C, or until what is piped into it ends
        resume = None
    if outcome in ("stopped", "interrupted") and sitting.draft.status == "open" and sitting.keeper.code:
        console.tell(f"To carry on later: imroc-audit survey --resume {sitting.keeper.code}")
    raise typer.Exit({"stopped": 75, "interrupted": 130}.get(outcome, 0))


def uses_plain(flag: bool | None, environment: Mapping[str, str], *, fits: bool) -> bool:
    """Whether the plain view is used: what was asked for, else what the terminal can do."""
    if flag is not None:
        return flag
    return bool(environment.get("ACCESSIBLE")) or environment.get("TERM") == "dumb" or not fits


def _full_screen_fits() -> bool:
    """A real terminal that is large enough and shows UTF-8."""
    columns, rows = shutil.get_terminal_size()
    utf8 = "utf" in (sys.stdout.encoding or "").lower()
    seen = console.is_interactive() and sys.stderr.isatty()  # the full screen is drawn on stderr
    return seen and columns >= SMALLEST_SCREEN[0] and rows >= SMALLEST_SCREEN[1] and utf8
