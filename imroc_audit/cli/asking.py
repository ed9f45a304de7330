"""Questions at the terminal, one line each: asked again until the answer can be used. Never without a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from imroc_audit.cli import console

if TYPE_CHECKING:
    from imroc_audit.workflows.loop.planning import FieldChange

WIDTH: Final = 76
LEFT_OPEN: Final = "-"
"""Takes back a choice that was made before."""


def must_be_interactive(instead: str) -> None:
    """Raises UsageError, saying what to do instead, when nobody is there to ask."""
    if not console.is_interactive():
        from imroc_audit.errors import UsageError

        raise UsageError(f"Nobody is there to ask. {instead}")


def paragraph(text: str, indent: str = "") -> None:
    """A text that fits the terminal, and 80 columns, whatever is in it."""
    for line in text.splitlines() or [""]:
        console.say(_filled(line, indent))


def note(text: str) -> None:
    """A remark on stderr that fits the terminal, and 80 columns."""
    console.tell(_filled(f"Note: {text}", ""))


def changes(fields: Iterable[FieldChange]) -> None:
    """What each field said before and says now."""
    for field in fields:
        paragraph(f"{field.field}: {field.before or 'nothing'} -> {field.after or 'nothing'}", "    ")


def width() -> int:
    """The columns that a text may take."""
    return min(WIDTH, console.terminal().width - 1)


def _filled(line: str, indent: str) -> str:
    """People's words, broken between words, and without what a terminal would obey."""
    shown = console.showable(console.spelled_out(line))
    return console.filled(shown, width(), indent)


def words(question: str, default: str | None = None) -> str:
    """A text that is not empty."""
    while True:
        answer = optional_words(question, default)
        if answer is not None:
            return answer
        console.say("Please write something.")


def optional_words(question: str, default: str | None = None) -> str | None:
    """A text, or None where nothing is typed."""
    suffix = " " if question.endswith(("?", ")")) and not default else ": "
    offered = console.showable(default or "")
    return console.typed(question, offered, suffix=suffix).strip() or None


def choice(question: str, options: Sequence[str], *, required: bool = True, default: int | None = None) -> int | None:
    """One of some options, counted from 0; None where it is left open, with Enter or, beside a default, a hyphen."""
    for number, option in enumerate(options, start=1):
        paragraph(f"{number} {option}", "  ")
    while True:
        answer = optional_words(question, None if default is None else str(default + 1))
        if answer in (None, LEFT_OPEN) and not required:
            return None
        if answer is not None and re.fullmatch(r"[0-9]{1,3}", answer) and 1 <= int(answer) <= len(options):
            return int(answer) - 1
        otherwise = "" if required else ", or only Enter" if default is None else f", or {LEFT_OPEN}"
        console.say(f"Please type a number from 1 to {len(options)}{otherwise}.")


def one_of(question: str, names: Sequence[str], *, required: bool = True) -> str | None:
    """One of some short names, in small or capital letters; None where nothing is typed and nothing is required."""
    while True:
        answer = optional_words(question)
        if answer is None and not required:
            return None
        if answer is not None and answer.lower() in names:
            return answer.lower()
        paragraph(f"Please type one of {', '.join(names)}.")


def number(question: str, *, default: str | None = None) -> float | None:
    """A number, or None where nothing is typed."""
    while True:
        answer = optional_words(question, default)
        if answer is None:
            return None
        if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", answer):
            return float(answer)
        console.say("Please type a number, such as 12 or 12.5, or only Enter.")


def people(question: str, default: int = 0) -> int:
    """How many people, 0 or more."""
    while True:
        answer = words(question, str(default))
        if re.fullmatch(r"[0-9]{1,5}", answer):
            return int(answer)
        console.say("Please type a number of people, such as 4, or 0.")


def day(question: str, default: date | None, *, first: str | None = None, last: str | None = None) -> str | None:
    """A day of the calendar as an ISO date, or None where nothing is typed and there is no default.

    first, last: ISO dates between which the day has to be.
    """
    from imroc_audit.pdsa.series import read_day

    while True:
        answer = optional_words(f"{question} (year-month-day)", default.isoformat() if default else None)
        if answer is None:
            return None
        day = read_day(answer)
        if day is None:
            console.say("Please type a day such as 2026-05-04.")
        elif first and day < first:
            console.say(f"This is before {first}. Please type that day or a later one.")
        elif last and day > last:
            console.say(f"This is after {last}. Please type that day or an earlier one.")
        else:
            return day


def several(question: str, ask: Callable[[str], str | None]) -> Iterator[str]:
    """Texts one after the other, until nothing is typed."""
    while (answer := ask(question)) is not None:
        yield answer
        question = "Another (Enter when there is none)"
