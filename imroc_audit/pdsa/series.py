"""A measure's values from a CSV of `date,value`: all of them, or every mistake with its row."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from imroc_audit.model.plan import Day, Measure, Observation
from imroc_audit.pdsa.values import observation, read_value
from imroc_audit.pdsa.words import count, day_in_words

HEADER: Final = ("date", "value")
WITH_NOTES: Final = (*HEADER, "note")


def read_series(
    text: str, source: str, today: Day, measure: Measure | None = None
) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    """Returns the values in the order of the file and no problem, or none and every problem as `file:row: ...`.

    Rows are lines of the file, counted from 1. Separated by commas or semicolons; dates as 2026-05-04, or as 04/05/2026
    with the day first, as spreadsheets in the United Kingdom write them. measure: what the values are of, which decides
    on how they are written; plain numbers without it. A third column may hold notes.
    """
    first = text.splitlines()[0] if text.strip() else ""
    rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    observations: list[Observation] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    try:
        numbered = [(rows.line_num, [cell.strip() for cell in row]) for row in rows]
    except csv.Error:
        return (), (f"{source}:{rows.line_num}: this row cannot be read as CSV: Check its quotes.",)
    header = tuple(cell.casefold() for cell in numbered[0][1]) if numbered else ()
    if header not in (HEADER, WITH_NOTES):
        return (), (f"{source}:1: the first row is not 'date,value': Put these two column names above the values.",)
    for row, cells in numbered[1:]:
        if not any(cells):
            continue
        wrong = list(_problems(cells, len(header), today, seen, measure))
        problems += [f"{source}:{row}: {problem}" for problem in wrong]
        day = read_day(cells[0])
        if day is not None and day <= today:
            seen.setdefault(day, row)
        if not wrong and day is not None:
            observations.append(observation(day, read_value(cells[1], measure), *cells[2:]))
    if not observations and not problems:
        problems.append(f"{source}:1: there are no values below the first row: Add some.")
    return ((), tuple(problems)) if problems else (tuple(observations), ())


def read_day(text: str) -> Day | None:
    """An ISO date from `2026-05-04` or `04/05/2026`; None for anything else."""
    british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        if british:
            return date(int(british[3]), int(british[2]), int(british[1])).isoformat()
        return date.fromisoformat(text).isoformat() if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def _problems(cells: list[str], width: int, today: Day, seen: dict[str, int], measure: Measure | None) -> Iterator[str]:
    """What is wrong with one row; nothing is said of the values of others."""
    if len(cells) != width:
        wanted = "two should be: Write a date and a value." if width == len(HEADER) else "three should be."
        yield f"{count(len(cells), 'cell')} where {wanted}"
        return
    day = read_day(cells[0])
    if day is None:
        yield f"'{cells[0]}' is not a date: Write it as 2026-05-04."
    elif day in seen:
        yield f"{day_in_words(day)} is already given in row {seen[day]}: Keep one of the two."
    elif day > today:
        yield f"{day_in_words(day)} is still to come: Check the year."
    elif seen and day < max(seen):
        yield f"{day_in_words(day)} stands below {day_in_words(max(seen))}: Sort the rows by date, the earliest first."
    try:
        read_value(cells[1], measure)
    except ValueError as found:
        yield str(found)
