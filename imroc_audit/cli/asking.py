"""Questions at the terminal, one line each: asked again until the answer can be used. Never without a terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import typer

from imroc_audit.cli import console

WIDTH: Final = 76


def must_be_interactive(instead: str) -> None:
    """Raises UsageError, saying what to do instead, when nobody is there to ask."""
    if not console.is_interactive():
        from imroc_audit.errors import UsageError

        raise UsageError(f"Nobody is there to ask. {instead}")


def paragraph(text: str, indent: str = "") -> None:
    """A text that fits 80 columns, whatever is in it."""
    for line in text.splitlines() or [""]:
        console.say(textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False))


def note(text: str) -> None:
    """A remark on stderr that fits 80 columns."""
    console.tell(textwrap.fill(f"Note: {text}", WIDTH, break_on_hyphens=False))


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
    answer = str(
        typer.prompt(question, default=default or "", show_default=bool(default), prompt_suffix=suffix)
    ).strip()
    return answer or None


def choice(question: str, options: Sequence[str], *, required: bool = True, default: int | None = None) -> int | None:
    """One of some options, counted from 0; None where Enter leaves it open."""
    for number, option in enumerate(options, start=1):
        paragraph(f"{number} {option}", "  ")
    while True:
        answer = optional_words(question, None if default is None else str(default + 1))
        if answer is None and not required:
            return None
        if answer is not None and re.fullmatch(r"[0-9]{1,3}", answer) and 1 <= int(answer) <= len(options):
            return int(answer) - 1
        console.say(f"Please type a number from 1 to {len(options)}{'' if required else ', or only Enter'}.")


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


def day(question: str, default: date | None) -> str | None:
    """A day of the calendar as an ISO date, or None where nothing is typed and there is no default."""
    from imroc_audit.pdsa.series import read_day

    while True:
        answer = optional_words(f"{question} (year-month-day)", default.isoformat() if default else None)
        if answer is None:
            return None
        found = read_day(answer)
        if found is not None:
            return found
        console.say("Please type a day such as 2026-05-04.")


def several(question: str, ask: Callable[[str], str | None]) -> list[str]:
    """Texts one after the other, until nothing is typed."""
    found: list[str] = []
    while (answer := ask(question if not found else "Another (Enter when there is none)")) is not None:
        found.append(answer)
    return found
