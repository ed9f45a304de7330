"""`survey`: choose how it looks, then let one person, or one after another, answer."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from imroc_audit.cli import asking, console
from imroc_audit.errors import UsageError

if TYPE_CHECKING:
    from imroc_audit.interview import Sitting, SittingEnd
    from imroc_audit.workflows.audits import Audits

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
    resume: Annotated[
        str | None, typer.Option(help="Go on with a saved survey. Write - to be asked for the code.", metavar="CODE")
    ] = None,
    kiosk: Annotated[
        bool,
        typer.Option("--kiosk", help="One person after another; nothing is left on the screen for the next."),
    ] = False,
    from_paper: Annotated[
        bool, typer.Option("--from-paper", help="Type in a stack of paper forms, one key an answer.")
    ] = False,
) -> None:
    """Answer the survey. It can be stopped at any time and finished later."""
    if from_paper:
        wrong = {"--kiosk": kiosk, "--resume": resume is not None, "--language": language}
        _refuse(wrong, "--from-paper types in what is written already.")
        raise typer.Exit(_enter_paper(ctx.obj, perspective, team, easy_read=easy_read, plain=plain))
    from imroc_audit.workflows.collecting.answering import SurveySession

    if kiosk and console.is_interactive() and os.environ.get("TERM", "dumb") == "dumb" and os.name != "nt":
        raise UsageError(
            "--kiosk needs a terminal that can be cleared: here the next person could read what was typed."
        )
    if resume is not None:
        begun_with = {"--perspective": perspective, "--team": team, "--easy-read": easy_read, "--language": language}
        _refuse(begun_with | {"--kiosk": kiosk}, "--resume goes on with a survey as it was begun.")
    session = SurveySession(ctx.obj)
    if resume is not None:
        sit_down = partial(session.resume, _return_code(resume))
    else:
        sit_down = partial(
            session.begin, perspective=perspective, team=team, easy_read=easy_read, language=language, shared=kiosk
        )
    in_lines = console.uses_plain(plain, os.environ, fits=_full_screen_fits())
    sitting, outcome = _until_it_is_over(sit_down, _view(in_lines=in_lines), kiosk=kiosk)
    if sitting.can_resume:
        same_view = {None: "", True: "--plain ", False: "--full-screen "}[plain]
        console.tell(f"To carry on later: imroc-audit survey {same_view}--resume -")
    stopped = 75 if sitting.can_resume else 0
    raise typer.Exit({"stopped": stopped, "interrupted": 130, "closed": 1}.get(outcome, 0))


def _enter_paper(
    audits: Audits, perspective: str | None, team: str | None, *, easy_read: bool, plain: bool | None
) -> int:
    from imroc_audit.cli.collecting.paper_entry import enter
    from imroc_audit.workflows.collecting.answering import SurveySession
    from imroc_audit.workflows.collecting.paper_entry import PaperSession

    session = PaperSession(SurveySession(audits, mode="paper"), easy_read=easy_read)
    return enter(session, perspective, team, plain=console.uses_plain(plain, os.environ, fits=True))


def _refuse(options: Mapping[str, object], why: str) -> None:
    """Raises UsageError naming the options that were given."""
    given = [name for name, value in options.items() if value]
    if given:
        raise UsageError(f"{why} Leave out {' and '.join(given)}.")


def _return_code(given: str) -> str:
    """The code, asked for where `-` is given: what is typed as an option, other people on the computer can read."""
    if given == "-":
        asking.must_be_interactive("Give the code itself: imroc-audit survey --resume CODE")
        return asking.words("Your return code")
    if not given.strip():
        raise UsageError("--resume needs a return code. To be asked for it, use: imroc-audit survey --resume -")
    return given


def _view(*, in_lines: bool) -> Callable[..., SittingEnd]:
    if in_lines:
        from imroc_audit.cli.collecting import plain

        return plain.run
    from imroc_audit.cli.collecting import fullscreen

    return fullscreen.run


def _until_it_is_over(
    sit_down: Callable[[], Sitting], view: Callable[..., SittingEnd], *, kiosk: bool
) -> tuple[Sitting, SittingEnd]:
    """One sitting. With kiosk one after another, until Ctrl-C, the end of what is piped in, or a closed survey."""
    trouble = ""
    try:
        while True:
            sitting = sit_down()
            try:
                outcome = view(sitting, idle_seconds=IDLE_SECONDS if kiosk else None)
            finally:
                trouble = sitting.trouble or trouble
            if not kiosk or outcome in ("interrupted", "closed") or (outcome == "stopped" and not sys.stdin.isatty()):
                return sitting, outcome
    finally:
        if trouble:  # only now, when nobody who answers sits in front of it
            console.tell(f"For the person who runs this survey: {trouble}")


def _full_screen_fits() -> bool:
    """A real terminal that is large enough and shows UTF-8."""
    columns, rows = shutil.get_terminal_size()
    utf8 = "utf" in (sys.stdout.encoding or "").lower()
    seen = console.is_interactive() and sys.stderr.isatty()  # the full screen is drawn on stderr
    return seen and columns >= SMALLEST_SCREEN[0] and rows >= SMALLEST_SCREEN[1] and utf8
