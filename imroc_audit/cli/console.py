"""How commands print: data to stdout, messages to stderr, tables that fit the terminal."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from pydantic import BaseModel
    from rich.console import Console, JustifyMethod
    from rich.text import Text

    from imroc_audit.workflows.output import Target


BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
NARROWEST_COLUMN: Final = 10
NARROWEST_HEADING: Final = 19
FURTHER_IN: Final = "  "
PROSE_COLUMN: Final = 30
"""From this width on, a column holds sentences and no numbers."""


class ScreenColumn(NamedTuple):
    """A column of a table. Numbers stand to the right while there is room for no sentences beside them."""

    heading: str
    has_numbers: bool = False


TableRows = list[tuple[str, list[str]]]
"""What a row is about, and one text for each column; lines within a text are separated by newlines."""


IN_A_WORKSPACE: Final = (
    *("agree", "act", "comments", "compare", "cycle", "do", "export", "import", "plan", "questionnaire", "report"),
    *("results", "status", "study", "survey"),
)
"""The commands that work in a workspace."""
_NAMED: Final = re.compile(rf"\bimroc-audit (?=(?:{'|'.join(IN_A_WORKSPACE)})\b)")
_COMMAND: Final = re.compile(rf"\bimroc-audit (?:-w|(?:{'|'.join(IN_A_WORKSPACE)})\b).*")
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


def showable(text: str) -> str:
    """Words that may be a person's, without what a terminal would obey. Lines are kept."""
    from imroc_audit.text import visible

    return visible(text)


def terminal() -> Console:
    """A console on stdout. Text from people is never read as markup; NO_COLOR and TERM=dumb are honoured."""
    from rich.console import Console

    return Console(markup=False, highlight=False, emoji=False, soft_wrap=False)


def say(message: str) -> None:
    """A line of result on stdout."""
    typer.echo(showable(spelled_out(message)))


def tell(message: str) -> None:
    """A remark on stderr, which does not get in the way of data; broken between words at a terminal."""
    text = showable(spelled_out(message))
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns - 1
        text = "\n".join(filled(line, width) for line in text.split("\n"))
    typer.echo(text, err=True)


def remark(message: str) -> None:
    """What somebody should know of what was done, on stderr."""
    tell(f"Note: {message}")


def filled(line: str, width: int, indent: str = "") -> str:
    """A line broken between words, each part as far in as it begins.

    A command stays whole, with all that follows it, so that it can be copied.
    """
    text = line.lstrip()
    indent += line[: len(line) - len(text)]
    broken = textwrap.fill(
        _COMMAND.sub(lambda command: command[0].replace(" ", "\0"), text),
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return broken.replace("\0", " ")


def prose(*parts: str | tuple[str, str]) -> None:
    """Words to be read, on stdout: broken between words at a terminal, on one line for another program.

    A part is a text, or a text and its style.
    """
    from rich.text import Text

    words = [(part, "") if isinstance(part, str) else part for part in parts]
    text = Text.assemble(*((showable(said), style) for said, style in words))
    screen = terminal()
    if not screen.is_terminal:
        screen.print(text, soft_wrap=True)
        return
    width = shutil.get_terminal_size().columns if screen.is_dumb_terminal else screen.width  # rich takes it to be 80
    screen.print(_hanging(text, screen, width), width=width)


def _hanging(text: Text, screen: Console, width: int) -> Text:
    """A line that stands further in than the margin goes on further in still, so that each is seen to begin."""
    from rich.text import Text

    inside = len(text.plain) - len(text.plain.lstrip(" "))
    if not inside:
        return text
    further = " " * (inside + len(FURTHER_IN))
    lines = text[inside:].wrap(screen, width - len(further))
    return text[:inside].append_text(Text(f"\n{further}").join(lines))


def columns_of(headings: Iterable[str], *, has_numbers: bool = False) -> list[ScreenColumn]:
    """Columns that all hold numbers, or all hold words."""
    return [ScreenColumn(heading, has_numbers) for heading in headings]


def print_table(title: str, columns: list[ScreenColumn], rows: TableRows) -> None:
    """A table where the terminal is wide enough for one; elsewhere line by line, which screen readers like too."""
    from rich.table import Table
    from rich.text import Text

    screen = terminal()
    title, headings = showable(title), [showable(column.heading) for column in columns]
    rows = [(showable(about_row), [showable(cell) for cell in cells]) for about_row, cells in rows]
    about, *widths = _widths(headings, rows, screen.width) or [0]
    if not widths or screen.is_dumb_terminal:
        prose(f"\n{title}")
        for about_row, cells in rows:
            prose(about_row)
            for heading, cell in zip(headings, cells, strict=True):
                prose(f"  {heading}: {', '.join(cell.splitlines())}")
        return
    table = Table(title=Text(f"\n{title}"), title_justify="left")
    table.add_column("", width=about)
    for column, heading, width in zip(columns, headings, widths, strict=True):
        justify: JustifyMethod = "right" if column.has_numbers and width < PROSE_COLUMN else "left"
        table.add_column(Text(heading), justify=justify, width=width)
    for about_row, cells in rows:
        table.add_row(Text(about_row), *map(Text, cells))
    screen.print(table)


def _widths(headings: list[str], rows: TableRows, room: int) -> list[int]:
    """How wide the headings of rows and each column are; nothing where not every word fits.

    Each is as wide as its longest word, and then what is left is shared among those that would break a line.
    """
    texts = [[about for about, _ in rows], *map(list, zip(headings, *(cells for _, cells in rows), strict=True))]
    least = [NARROWEST_HEADING] + [NARROWEST_COLUMN] * len(headings)
    widths = [max(at_least, _longest(column, str.split)) for at_least, column in zip(least, texts, strict=True)]
    missing = [max(0, _longest(column, str.splitlines) - width) for column, width in zip(texts, widths, strict=True)]
    spare = room - 1 - sum(width + 3 for width in widths)  # with the lines between columns
    if spare < 0:
        return []
    for served, place in enumerate(sorted(range(len(widths)), key=lambda place: missing[place])):
        more = min(missing[place], spare // (len(widths) - served))
        widths[place] += more
        spare -= more
    return widths


def _longest(texts: Iterable[str], split: Callable[[str], list[str]]) -> int:
    """The most cells that a part of a text takes."""
    from rich.cells import cell_len

    return max((cell_len(part) for text in texts for part in split(text)), default=0)


def show_json(record: BaseModel | Any) -> None:
    """A record as JSON on stdout: numbers in full, hidden values null."""
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
    if not agrees(question):
        tell("Nothing was changed.")
        raise typer.Exit(1)


NOT_TAKEN: Final = "What was typed before this question was shown is not an answer to it and was not taken."


def typed(question: str, default: str = "", *, suffix: str = ": ") -> str:
    """A line that someone types after the question was shown; the default where only Enter is pressed.

    Lines that are pasted at once are one line. Raises Abort, which ends the command in words, at Ctrl-C and at the end
    of the input.
    """
    from imroc_audit.cli import keyboard

    question = showable(question)
    keys = keyboard.at(sys.stdin, sys.stdout)
    if keys is None:
        keyboard.drop_waiting_lines(sys.stdin)
        return str(typer.prompt(question, default=default, show_default=bool(default), prompt_suffix=suffix))
    try:
        with keys.listening():
            if keys.drop_waiting():
                say("")
                prose(NOT_TAKEN)
            typer.echo(f"{question} [{default}]{suffix}" if default else f"{question}{suffix}", nl=False)
            line = keys.line()
    except (EOFError, KeyboardInterrupt):
        raise typer.Abort from None
    return " ".join(filter(None, map(str.strip, line.text.split("\n")))) or default


def agrees(question: str, *, default: bool = False) -> bool:
    """Whether someone says yes to a question that is then asked again until it is answered with yes or no."""
    answers = {"y": True, "yes": True, "n": False, "no": False, "": default}
    while (answer := typed(f"{question} [{'Y/n' if default else 'y/N'}]").casefold()) not in answers:
        say("Please type y for yes or n for no.")
    return answers[answer]


def _speaks_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def uses_plain(flag: bool | None, environment: Mapping[str, str], *, fits: bool) -> bool:
    """Whether the plain view is used: what was asked for, else what the terminal can do."""
    if flag is not None:
        return flag
    return bool(environment.get("ACCESSIBLE")) or environment.get("TERM") == "dumb" or not fits


def give(content: bytes, to: Target, *, private: bool = False) -> None:
    """Write the file and say where it is, or print it."""
    from imroc_audit.workflows.output import write_whole

    if to.path is None:
        typer.echo(content.removeprefix(BYTE_ORDER_MARK), nl=False)
        return
    write_whole(to.path, content, private=private)
    say(str(to.path))


def signed(number: float) -> str:
    """As the report says it, with the minus that every terminal has."""
    from imroc_audit.report.text import numbers

    return numbers.signed(number, minus="-")
