"""Rare events as they are noted, each with its day or the number of its case, turned into what lies between them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from imroc_audit.model.plan import Day, Measure, Observation
from imroc_audit.pdsa.series import read_day
from imroc_audit.pdsa.words import count, day_in_words

HEADERS: Final[dict[str, tuple[str, ...]]] = {"time between": ("event",), "cases between": ("event", "case")}
OTHER_UNITS: Final = re.compile(r"\b(?:seconds?|minutes?|hours?|weeks?|months?|quarters?|years?)\b", re.IGNORECASE)


class Event(NamedTuple):
    """One rare event; case: its number among all cases, counted on from any beginning."""

    date: Day
    case: int | None = None
    note: str | None = None


def between(events: Sequence[Event]) -> tuple[Observation, ...]:
    """What lies between events: days, or for numbered cases how many lie between two. The first one gives no value.

    Events may be in any order. Two on one day have 0 days between them, two cases in a row 0 cases (Benneyan 2001).
    Raises ValueError when two have the same case, or a later one has an earlier case.
    """
    ordered = sorted(events, key=lambda one: (one.date, one.case or 0))
    found: list[Observation] = []
    nth = 1
    for before, one in pairwise(ordered):
        nth = nth + 1 if one.date == before.date else 1
        value = float(_distance(before, one))
        found.append(Observation(date=one.date, value=value, note=one.note, event=nth if nth > 1 else None))
    return tuple(found)


def days_since(
    events: Sequence[Event], measure: Measure, recorded: Sequence[Observation]
) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    """The values of events beside those recorded already, which say when the one before was; or every problem.

    A value that is recorded on a day that is not listed, after the first listed one, is a problem: the time since then
    would be wrong. So are numbered cases of which the first follows on a value: which case that was is not known.
    """
    if measure.kind == "time between" and OTHER_UNITS.search(measure.unit):
        told = f"'{measure.name}' is counted in {measure.unit}, and dates give days: Write how long it was, or "
        return (), (f"{told}change its unit to days.",)
    listed = {one.date for one in events}
    unlisted = [one.date for one in recorded if one.date > min(listed) and one.date not in listed]
    if unlisted:
        return (), (f"{day_in_words(unlisted[0])} has a value already and is no event here: List every event since.",)
    earlier = [one.date for one in recorded if one.date < min(listed)]
    if measure.kind == "cases between" and earlier and min(listed) not in {one.date for one in recorded}:
        day = day_in_words(earlier[-1])
        return (), (f"The case of the event on {day} is not kept: List that event too, so that no case is lost.",)
    known = [Event(earlier[-1])] if earlier and measure.kind == "time between" else []
    try:
        return between([*known, *events]), ()
    except ValueError as problem:
        return (), (str(problem),)


def lists_events(text: str, measure: Measure) -> bool:
    """Whether a file lists the events of a measure and not its values."""
    header = _header(text)
    wanted = HEADERS.get(measure.kind or "")
    return wanted is not None and header in (wanted, (*wanted, "note"))


def read_events(text: str, source: str, today: Day) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """The events of a CSV of `event`, or `event,case`, each with a `note` if people like; or every problem."""
    header = _header(text)
    events: list[Event] = []
    problems: list[str] = []
    rows = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    try:
        numbered = [(rows.line_num, [cell.strip() for cell in row]) for row in rows]
    except csv.Error:
        return (), (f"{source}:{rows.line_num}: this row cannot be read as CSV: Check its quotes.",)
    for row, written in numbered[1:]:
        if not any(written):
            continue
        if len(written) != len(header):
            problems.append(f"{source}:{row}: {count(len(written), 'cell')} where {len(header)} should be.")
            continue
        cells = dict(zip(header, written, strict=True))
        wrong = list(_problems(cells, today))
        problems += [f"{source}:{row}: {problem}" for problem in wrong]
        day = read_day(cells["event"])
        if day is not None and not wrong:
            events.append(Event(day, int(cells["case"]) if "case" in cells else None, cells.get("note") or None))
    if not events and not problems:
        problems.append(f"{source}:1: there are no events below the first row: Add some.")
    return ((), tuple(problems)) if problems else (tuple(events), ())


def _distance(before: Event, one: Event) -> int:
    if before.case is None or one.case is None:
        return date.fromisoformat(one.date).toordinal() - date.fromisoformat(before.date).toordinal()
    if one.case <= before.case:
        raise ValueError(
            f"case {one.case} on {day_in_words(one.date)} does not come after case {before.case} on "
            f"{day_in_words(before.date)}: Check both numbers."
        )
    return one.case - before.case - 1


def _problems(cells: dict[str, str], today: Day) -> Iterator[str]:
    day = read_day(cells["event"])
    if day is None:
        yield f"'{cells['event']}' is not a date: Write it as 2026-05-04."
    elif day > today:
        yield f"{day_in_words(day)} is still to come: Check the year."
    if "case" in cells and not re.fullmatch(r"[0-9]{1,12}", cells["case"]):
        yield f"'{cells['case']}' is not the number of a case: Write digits, such as 214."


def _header(text: str) -> tuple[str, ...]:
    first = text.splitlines()[0] if text.strip() else ""
    return tuple(cell.strip().strip('"').casefold() for cell in first.lstrip("\ufeff").split(_delimiter(text)))


def _delimiter(text: str) -> str:
    return ";" if ";" in text.split("\n", 1)[0] else ","
