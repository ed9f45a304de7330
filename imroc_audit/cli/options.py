"""Options that several commands share."""

from typing import Annotated

import typer

RoleOption = Annotated[str, typer.Option("--role", help="Who makes this change: a role, not a name.", metavar="ROLE")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ActionArgument = Annotated[str, typer.Argument(help="The id of an action, such as c06-1.", metavar="ACTION")]
CycleOption = Annotated[str | None, typer.Option("--cycle", help="An audit cycle. Default: the one closed last.")]
