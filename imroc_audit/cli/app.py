"""The command line's boundary: every command by name, the exit codes, and one message for each error."""

import signal
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from imroc_audit import __version__
from imroc_audit.cli import console
from imroc_audit.cli.audit_cycle import cycles, questionnaires, setup
from imroc_audit.cli.collecting import comments, survey
from imroc_audit.cli.commands import Commands, commands_of
from imroc_audit.cli.exchange import exporting, importing
from imroc_audit.cli.loop import agreeing, doing, planning, studying
from imroc_audit.cli.showing import comparing, reporting, results
from imroc_audit.errors import AuditError
from imroc_audit.workflows.audits import Audits

app = typer.Typer(
    name="imroc-audit",
    cls=Commands,
    help="Ask everyone how well an organisation supports recovery, see where views differ, and act on it.",
    epilog="Start with: imroc-audit demo. Exit codes: 0 done, 1 refused, 2 usage, 65 rows not understood, "
    "66 unreadable input, 75 saved and stopped, 130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"imroc-audit {__version__}")
        raise typer.Exit


@app.callback()
def options(
    ctx: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "-w", "--workspace", help="The audit's folder. Default: the current folder or one above it.", metavar="DIR"
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback has done all there is to do
        bool,
        typer.Option("--version", help="Show the version and stop.", is_eager=True, callback=_show_version),
    ] = False,
) -> None:
    audits = Audits(workspace, today())
    ctx.obj = audits
    ctx.call_on_close(audits.close)
    console.work_in(workspace)


def today() -> date:
    """The day on the calendar of whoever is at the keyboard. A command has one, read here and nowhere else."""
    return datetime.now().astimezone().date()


setup.register(app)
app.add_typer(cycles.app, name="cycle")
cycles.register(app)
survey.register(app)
importing.register(app)
results.register(app)
app.add_typer(comments.app, name="comments")
reporting.register(app)
agreeing.register(app)
app.add_typer(planning.app, name="plan")
doing.register(app)
studying.register(app)
comparing.register(app)
app.add_typer(exporting.app, name="export")
app.add_typer(questionnaires.app, name="questionnaire")


def main() -> NoReturn:
    """Run the command line. An error that a person can put right is one message on stderr, and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a character shows "?" in its place
    for number in {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}:  # Windows has no SIGHUP
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)
    try:
        commands_of(app)(prog_name="imroc-audit")
    except AuditError as error:
        console.tell(str(error))
        sys.exit(error.exit_code)
    sys.exit(0)


def _end(number: int, _: object) -> NoReturn:
    """End in order, so that nothing is left behind of what was half written: rejected rows, raw answers."""
    sys.exit(128 + number)
