"""A measure's values from a CSV of `date,value`: all of them, or every mistake with its row."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

from imroc_audit.model.plan import Day, Observation, is_number
from imroc_audit.pdsa.words import count, day_in_words

HEADER = ("date", "value")


def read_series(text: str, source: str, today: Day) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    """Returns the values in the order of the file and no problem, or none and every problem as `file:row: ...`.

    Rows are lines of the file, counted from 1. Separated by commas or semicolons; dates as 2026-05-04, or as 04/05/2026
    with the day first, as spreadsheets in the United Kingdom write them.
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
    if not numbered or tuple(cell.casefold() for cell in numbered[0][1]) != HEADER:
        return (), (f"{source}:1: the first row is not 'date,value': Put these two column names above the values.",)
    for row, cells in numbered[1:]:
        if not any(cells):
            continue
        wrong = list(_problems(cells, today, seen))
        problems += [f"{source}:{row}: {problem}" for problem in wrong]
        day = read_day(cells[0])
        if day is not None and day <= today:
            seen.setdefault(day, row)
        if not wrong and day is not None:
            observations.append(Observation(date=day, value=float(cells[1])))
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


def _problems(cells: list[str], today: Day, seen: dict[str, int]) -> Iterator[str]:
    """What is wrong with one row; nothing is said of the values of others."""
    if len(cells) != len(HEADER):
        yield f"{count(len(cells), 'cell')} where two should be: Write a date and a value."
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
    value = _number(cells[1])
    if value is None:
        yield f"'{cells[1]}' is not a number: Write digits, with a point before decimals."


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if is_number(value) and "_" not in text else None
