"""docs/commands.md is made from the commands themselves: `make docs` writes it, and a stale one fails."""

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from imroc_audit.cli.app import app
from tests.places import DOCS


def reference() -> str:
    """The reference of every command, in Markdown."""
    lines = ["# Commands", "", "Made by `make docs` from the commands themselves.", ""]
    lines += ["Every command takes `-w DIR` before its name: `imroc-audit -w DIR status`.", ""]
    for path, command in commands(get_command(app), "imroc-audit"):
        lines += [f"## `{path}`", "", str(command.help).strip(), "", "```"]
        lines += [" ".join((path, *(usage(one) for one in command.params if one.name != "help"))), "```", ""]
        described = [one for one in command.params if getattr(one, "help", None) and one.name != "help"]
        lines += [f"- `{' / '.join(names(one))}`: {one.help}" for one in described]
        lines += [""] if described else []
    return "\n".join(lines).rstrip() + "\n"


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, child in sorted(getattr(command, "commands", {}).items()):
        if hasattr(child, "commands"):
            yield from commands(child, f"{path} {name}")
        else:
            yield f"{path} {name}", child


def names(parameter: Any) -> list[str]:
    if parameter.param_type_name == "argument":
        return [parameter.metavar or parameter.name.upper()]
    return [*parameter.opts, *parameter.secondary_opts]


def usage(parameter: Any) -> str:
    shown = "/".join(names(parameter)[:2]) if parameter.param_type_name == "option" else names(parameter)[0]
    if parameter.param_type_name == "option" and not getattr(parameter, "is_flag", False):
        shown += f" {parameter.metavar or (parameter.name or '').upper()}"
    return shown if parameter.required else f"[{shown.strip('[]')}]"


def test_the_command_reference_is_up_to_date() -> None:
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == reference(), "run: make docs"


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - this is how the reference is written
