"""How commands print: data to stdout, messages to stderr, tables that fit the terminal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

import typer

if TYPE_CHECKING:
    from pydantic import BaseModel
    from rich.console import Console


NARROWEST_COLUMN: Final = 16
NARROWEST_HEADING: Final = 12

Rows = list[tuple[str, list[str]]]
"""What a row is about, and one text for each column; lines within a text are separated by newlines."""


def terminal() -> Console:
    """A console on stdout. Text from people is never read as markup; NO_COLOR and TERM=dumb are honoured."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False, soft_wrap=False)


def say(message: str) -> None:
    """A line of result on stdout."""
    typer.echo(message)


def tell(message: str) -> None:
    """A remark on stderr, which does not get in the way of data."""
    typer.echo(message, err=True)


def print_table(title: str, columns: list[str], rows: Rows) -> None:
    """A table where the terminal is wide enough for one; elsewhere line by line, which screen readers like too."""
    from rich.table import Table
    from rich.text import Text

    screen = terminal()
    narrowest = NARROWEST_HEADING + 4 + len(columns) * (NARROWEST_COLUMN + 3)  # with the lines between columns
    if screen.width < narrowest or screen.is_dumb_terminal:
        say(f"\n{title}")
        for about, cells in rows:
            say(about)
            for column, cell in zip(columns, cells, strict=True):
                say(f"  {column}: {', '.join(cell.splitlines())}")
        return
    table = Table(title=Text(title), title_justify="left")
    for column in ("", *columns):
        table.add_column(
            Text(column), justify="right" if column else "left", min_width=NARROWEST_COLUMN if column else 0
        )
    for about, cells in rows:
        table.add_row(Text(about), *map(Text, cells))
    screen.print(table)


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
