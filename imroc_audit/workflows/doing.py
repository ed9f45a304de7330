"""Doing: a log of what happened, and values of measures one at a time or from a file."""

import math
from datetime import date
from pathlib import Path
from typing import Final

from imroc_audit.errors import UnreadableError, UsageError
from imroc_audit.model.plan import Change, LogEntry, Observation, Observed
from imroc_audit.model.questionnaire import Record
from imroc_audit.pdsa.series import read_series
from imroc_audit.pdsa.steps import action_of, clashes, log, measure_of, observe, withdraw
from imroc_audit.pdsa.words import count, day_in_words, typed
from imroc_audit.workflows.opening import open_workspace, read_text
from imroc_audit.workflows.planning import plans_of

FEW: Final = 4
"""Fewer new values than this are each named."""


class Done(Record):
    """What a step recorded, in words. Nothing is new where the same had been recorded before."""

    action: str
    new: tuple[str, ...]


def write_log(workspace: Path | None, action: str, entry: LogEntry, today: date, role: str) -> Done:
    """Say what happened in the PDSA cycle that is being tried."""
    changes = plans_of(open_workspace(workspace)).write(lambda book: log(book, action, entry), today.isoformat(), role)
    return _done(action, changes)


def write_value(
    workspace: Path | None, action: str, measure: str, one: tuple[str, float], today: date, role: str, *, correct: bool
) -> Done:
    """Record one value of a measure. one: day and value."""
    day, value = one
    if not math.isfinite(value):
        raise UsageError(f"--value {value} is not a number. Write digits: 12.5")
    seen = (Observation(date=day, value=value),)
    changes = plans_of(open_workspace(workspace)).write(
        lambda book: observe(book, action, measure, seen, correct=correct), today.isoformat(), role
    )
    return _done(action, changes)


def take_back(workspace: Path | None, action: str, measure: str, day: str, why: str, today: date, role: str) -> Done:
    """Take a value back. It stays in the history."""
    changes = plans_of(open_workspace(workspace)).write(
        lambda book: withdraw(book, action, measure, day, why), today.isoformat(), role
    )
    return _done(action, changes)


def write_file(
    workspace: Path | None, action: str, measure: str, file: Path, today: date, role: str, *, correct: bool
) -> Done:
    """Record every value of a CSV, or none. The same file with rows added can be given again and again.

    Raises UnreadableError with every problem and its row.
    """
    plans = plans_of(open_workspace(workspace))
    record = action_of(plans.book(), action)
    found = measure_of(record, measure)
    observations, problems = read_series(read_text(file), file.name, today.isoformat())
    if not correct:
        problems += tuple(
            f"{file.name}: {day_in_words(clash.given.date)} has {typed(clash.given.value)} here and "
            f"{typed(clash.recorded.value)} in the plan: Keep the right one, or add --correct."
            for clash in clashes(record, found, observations)
        )
    if problems:
        raise UnreadableError(
            f"{file.name}: {count(len(problems), 'problem')}, and nothing was recorded. Mend them and try again:",
            problems,
        )
    changes = plans.write(
        lambda book: observe(book, action, measure, observations, correct=correct), today.isoformat(), role
    )
    if len(changes) < FEW:
        return _done(action, changes)
    days = [day_in_words(one.content.observation.date) for one in changes if isinstance(one.content, Observed)]
    what = f"{found.name}: recorded {len(changes)} values from {days[0]} to {days[-1]}"
    return Done(action=action, new=(what,))


def _done(action: str, changes: tuple[Change, ...]) -> Done:
    return Done(action=action, new=tuple(change.what for change in changes))
