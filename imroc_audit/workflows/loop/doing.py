"""Doing: a log of what happened, and values of measures one at a time or from a file."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from imroc_audit.errors import UnreadableError, UsageError
from imroc_audit.model.plan import Book, Day, HistoryEntry, Observed, PlanEntry, is_number
from imroc_audit.model.record import Record
from imroc_audit.pdsa.series import read_series
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
        found = measure_of(action_of(book, action), measure)
        try:
            written = read_value(value, found)
        except ValueError as problem:
            raise UsageError(f"--value {problem}") from problem
        return observe(book, action, measure, (observation(day, written, note),), correct=correct)

    return step


def values_of(audits: Audits, action: str, measure: str, file: Path, *, correct: bool = False) -> Step:
    """Record every value of a CSV, or none. The same file with rows added can be given again and again.

    Raises UnreadableError with every problem and its row.
    """
    record = action_of(audits.book, action)
    meant = measure_of(record, measure)
    observations, problems = read_series(read_text(file), file.name, audits.day, meant)
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


def _in_words(changes: tuple[HistoryEntry, ...]) -> Iterator[str]:
    """Each change in words; many values of a measure in one sentence."""
    seen = [one.content for one in changes if isinstance(one.content, Observed)]
    if len(seen) >= FEW:
        first, last = (day_in_words(one.observation.date) for one in (seen[0], seen[-1]))
        yield f"{seen[0].measure}: recorded {len(seen)} values from {first} to {last}"
    for change in changes:
        if len(seen) < FEW or not isinstance(change.content, Observed):
            yield change.what
