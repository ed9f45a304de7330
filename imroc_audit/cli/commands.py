"""The commands of the command line: each made ready when it is called, and stopped in words with Ctrl-C."""

from collections.abc import Callable
from copy import copy
from functools import partial
from inspect import getdoc
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import (
    get_command,
    get_command_from_info,
    get_command_name,
    get_group_from_info,
    solve_typer_info_help,
)

from imroc_audit.cli import console

INTERRUPTED: Final = 130

WHAT_IS_KEPT: Final = {
    "agree": "What was said is kept, and imroc-audit agree goes on from there.",
    "comments": "What was decided is kept.",
    "import": "Nothing was imported.",
    "survey": "What was saved is kept.",
}
"""What is true when one of these stops at a prompt. Every other command has changed nothing by then."""


class Commands(TyperGroup):
    """The commands by name. One that is stopped with Ctrl-C says so on a line of its own, and ends with 130."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.Abort:  # Ctrl-C or the end of the input, at a prompt
            console.tell(f"\nStopped. {WHAT_IS_KEPT.get(ctx.invoked_subcommand or '', 'Nothing was changed.')}")
        except KeyboardInterrupt:
            console.tell("\nStopped.")
        raise typer.Exit(INTERRUPTED)


class Later(TyperCommand):
    """A command known by its name and its help. What it takes is worked out when it is called."""

    def __init__(self, name: str, about: str | None, make: Callable[[], Any]) -> None:
        super().__init__(name, help=about)
        self._make = make

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """The context of the command itself, which is what then runs."""
        return self._make().make_context(*args, **extra)


def commands_of(app: typer.Typer) -> Any:
    """What `typer.main.get_command` gives, without waiting for the commands that are not called: Later stands there."""
    bare = copy(app)
    bare.registered_commands, bare.registered_groups = [], []
    group: Any = get_command(bare)
    how: Any = {"pretty_exceptions_short": app.pretty_exceptions_short, "rich_markup_mode": app.rich_markup_mode}
    for command in app.registered_commands:
        name = command.name or get_command_name(getattr(command.callback, "__name__", ""))
        group.add_command(
            Later(name, command.help or getdoc(command.callback), partial(get_command_from_info, command, **how))
        )
    for family in app.registered_groups:
        make = partial(get_group_from_info, family, suggest_commands=app.suggest_commands, **how)
        group.add_command(Later(family.name or "", solve_typer_info_help(family), make))
    return group
