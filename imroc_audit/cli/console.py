"""How commands print: data to stdout, messages to stderr, tables that fit the terminal."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from typing import TYPE_CHECKING, Any, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pydantic import BaseModel
    from rich.console import Console
    from rich.text import Text


NARROWEST_COLUMN: Final = 16
NARROWEST_HEADING: Final = 19

Rows = list[tuple[str, list[str]]]
"""What a row is about, and one text for each column; lines within a text are separated by newlines."""


IN_A_WORKSPACE: Final = (
    *("agree", "act", "comments", "compare", "cycle", "do", "export", "import", "plan", "questionnaire", "report"),
    *("results", "status", "study", "survey"),
)
"""The commands that work in a workspace."""
_NAMED: Final = re.compile(rf"\bimroc-audit (?=(?:{'|'.join(IN_A_WORKSPACE)})\b)")
_workspace: Path | None = None


def work_in(workspace: Path | None) -> None:
    """Remember the workspace that was asked for, so that a command named in a message works as it is printed."""
    global _workspace
    _workspace = workspace


def spelled_out(message: str) -> str:
    """A message in which every command names the workspace that this one was given."""
    if _workspace is None:
        return message
    return _NAMED.sub(lambda _: f"imroc-audit -w {shlex.quote(str(_workspace))} ", message)


def terminal() -> Console:
    """A console on stdout. Text from people is never read as markup; NO_COLOR and TERM=dumb are honoured."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False, soft_wrap=False)


def say(message: str) -> None:
    """A line of result on stdout."""
    typer.echo(spelled_out(message))


def tell(message: str) -> None:
    """A remark on stderr, which does not get in the way of data."""
    typer.echo(spelled_out(message), err=True)


def prose(text: str | Text) -> None:
    """Words to be read, on stdout: broken between words at a terminal, on one line for another program."""
    screen = terminal()
    width = shutil.get_terminal_size().columns if screen.is_dumb_terminal else None  # rich takes it to be 80
    screen.print(text, soft_wrap=not screen.is_terminal, width=width)


def print_table(title: str, columns: list[str], rows: Rows) -> None:
    """A table where the terminal is wide enough for one; elsewhere line by line, which screen readers like too."""
    from rich.table import Table
    from rich.text import Text

    screen = terminal()
    widths = _widths(columns, rows, screen.width)
    if not widths or screen.is_dumb_terminal:
        prose(f"\n{title}")
        for about, cells in rows:
            prose(about)
            for column, cell in zip(columns, cells, strict=True):
                prose(f"  {column}: {', '.join(cell.splitlines())}")
        return
    table = Table(title=Text(f"\n{title}"), title_justify="left")
    table.add_column("")
    for column, width in zip(columns, widths, strict=True):
        table.add_column(Text(column), justify="right", width=width)
    for about, cells in rows:
        table.add_row(Text(about), *map(Text, cells))
    screen.print(table)


def _widths(columns: list[str], rows: Rows, room: int) -> list[int]:
    """How wide each column is: so that no line is broken, or else no word, or none where not even that fits."""
    heading = max(NARROWEST_HEADING, _longest(word for about, _ in rows for word in about.split()))
    for split in (str.splitlines, str.split):
        texts = zip(columns, *(cells for _, cells in rows), strict=True)
        widths = [max(NARROWEST_COLUMN, _longest(part for text in column for part in split(text))) for column in texts]
        if sum(width + 3 for width in (heading, *widths)) < room:  # with the lines between columns
            return widths
    return []


def _longest(parts: Iterable[str]) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, parts), default=0)


def show_json(record: BaseModel | Any) -> None:
    """A record as JSON on stdout: numbers unrounded, hidden values null."""
    data = record.model_dump(mode="json") if hasattr(record, "model_dump") else record
    typer.echo(json.dumps(data, indent=2, ensure_ascii=not _speaks_utf8()))


def is_interactive() -> bool:
    """Whether there is a person at both ends of the conversation."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something that cannot be undone. `yes` answers for scripts; without a terminal it is needed."""
    if yes:
        return
    if not is_interactive():
        from imroc_audit.errors import UsageError

        raise UsageError(f"{question} Nobody is there to ask. Add --yes to go ahead.")
    if not typer.confirm(question):
        tell("Nothing was changed.")
        raise typer.Exit(1)


def _speaks_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
