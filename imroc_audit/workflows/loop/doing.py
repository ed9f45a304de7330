"""Doing: a log of what happened, and values of measures one at a time or from a file."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from imroc_audit.errors import UnreadableError, UsageError
from imroc_audit.model.plan import (
    ActionRecord,
    Book,
    Day,
    HistoryEntry,
    Measure,
    Observation,
    Observed,
    PlanEntry,
    is_number,
)
from imroc_audit.model.record import Record
from imroc_audit.pdsa.events import Event, days_since, lists_events, read_events
from imroc_audit.pdsa.series import read_day, read_series
from imroc_audit.pdsa.steps import action_of, clashes, measure_of, observe
from imroc_audit.pdsa.values import is_written_as_number, observation, read_value, shown
from imroc_audit.pdsa.words import count, day_in_words
from imroc_audit.store.plans import Step
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.opening import read_text

FEW: Final = 4
"""Fewer new values than this are each named."""


class Done(Record):
    """What a step recorded, in words. Nothing is new where the same had been recorded before."""

    action: str
    new: tuple[str, ...]


def do(audits: Audits, action: str, steps: Iterable[Step], role: str) -> Done:
    """Record what happened and what was measured: all of it, or nothing."""
    taken = tuple(steps)
    changes = audits.write(lambda book: [entry for step in taken for entry in step(book)], role)
    return Done(action=action, new=tuple(_in_words(changes)))


def one_value(
    action: str, measure: str, day: Day, value: str, *, note: str | None = None, correct: bool = False
) -> Step:
    """Record one value of a measure, as it is typed. Raises UsageError when it is none, or the step does."""
    if is_written_as_number(value) and not is_number(float(value)):
        raise UsageError(f"--value {value} is not a number that a measure can have. Write digits: 12.5")

    def step(book: Book) -> Iterable[PlanEntry]:
        record = action_of(book, action)
        planned = measure_of(record, measure)
        if (happened := read_day(value)) is not None and planned.kind == "time between":
            return observe(book, action, measure, _since_the_last(record, planned, happened, note), correct=correct)
        try:
            written = read_value(value, planned)
        except ValueError as problem:
            raise UsageError(f"--value {problem}") from problem
        return observe(book, action, measure, (observation(day, written, note),), correct=correct)

    return step


def _since_the_last(record: ActionRecord, measure: Measure, day: Day, note: str | None) -> tuple[Observation, ...]:
    """The days between an event and the one before it. Raises UsageError where there is none before."""
    found, problems = days_since([Event(day, note=note)], measure, record.observations.get(measure.name, ()))
    if problems:
        raise UsageError(f"--value {day}: {problems[0]}")
    if not found:
        raise UsageError(
            f"--value {day}: no event before it is known, and the first one gives no value. Once there are two, list "
            "both in a file, below 'event': --csv events.csv"
        )
    return found


def values_of(audits: Audits, action: str, measure: str, file: Path, *, correct: bool = False) -> Step:
    """Record every value of a CSV, or none. The same file with rows added can be given again and again.

    Raises UnreadableError with every problem and its row.
    """
    record = action_of(audits.book, action)
    meant = measure_of(record, measure)
    observations, problems = _read(read_text(file), file.name, audits.day, record, meant)
    if not correct:
        problems += tuple(
            f"{file.name}: {day_in_words(clash.given.date)} has {shown(clash.given)} here and "
            f"{shown(clash.recorded)} in the plan: Keep the right one, or add --correct."
            for clash in clashes(record, meant, observations)
        )
    if problems:
        them = "it" if len(problems) == 1 else "them"
        raise UnreadableError(
            f"{file.name}: {count(len(problems), 'problem')}, and nothing was recorded. Mend {them} and try again:",
            problems,
        )
    return lambda book: observe(book, action, measure, observations, correct=correct)


def _read(
    text: str, source: str, today: Day, record: ActionRecord, measure: Measure
) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    """The values of a file, or those between the events that it lists; or every problem."""
    if not lists_events(text, measure):
        return read_series(text, source, today, measure)
    events, problems = read_events(text, source, today)
    if problems:
        return (), problems
    found, problems = days_since(events, measure, record.observations.get(measure.name, ()))
    if not found and not problems:
        problems = ("there is one event, and the first one gives no value: Add the next one once it has happened.",)
    return found, tuple(f"{source}: {problem}" for problem in problems)


def _in_words(changes: tuple[HistoryEntry, ...]) -> Iterator[str]:
    """Each change in words; many values of a measure in one sentence."""
    seen = [one.content for one in changes if isinstance(one.content, Observed)]
    if len(seen) >= FEW:
        first, last = (day_in_words(one.observation.date) for one in (seen[0], seen[-1]))
        yield f"{seen[0].measure}: recorded {len(seen)} values from {first} to {last}"
    for change in changes:
        if len(seen) < FEW or not isinstance(change.content, Observed):
            yield change.what
