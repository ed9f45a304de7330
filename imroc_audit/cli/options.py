"""Options that several commands share."""

from typing import Annotated

import typer


def some_words(option: typer.CallbackParam, text: str | None) -> str | None:
    """The text of an option. Raises UsageError where it has no words, or bytes that are no text."""
    if text is not None and (not text.strip() or _is_broken(text)):
        from imroc_audit.errors import UsageError

        raise UsageError(f"{option.opts[0]}: there are no words between the quotes that can be read. Write some.")
    return text


def _is_broken(text: str) -> bool:
    """Whether a text came with bytes that are not in the terminal's encoding."""
    return any("\ud800" <= character <= "\udfff" for character in text)


RoleOption = Annotated[
    str,
    typer.Option("--role", help="Who makes this change: a role, not a name.", metavar="ROLE", callback=some_words),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ActionArgument = Annotated[str, typer.Argument(help="The id of an action, such as c06-1.", metavar="ACTION")]
CycleOption = Annotated[
    str | None,
    typer.Option("--cycle", help="An audit cycle. Default: the one closed last.", metavar="NAME", callback=some_words),
]
XmrOption = Annotated[bool, typer.Option("--xmr", help="Add XmR charts, as NHS Making Data Count reads them.")]
