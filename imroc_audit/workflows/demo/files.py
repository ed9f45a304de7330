"""What the demo's made-up groups agreed, planned and did: files as people write them, on the calendar of today.

The files tell of 2024 to 2026. They are moved by whole years, so that the last thing that is over happened within
the last twelve months. What still goes on is counted from today, so that it looks the same on any day.
"""

import re
from datetime import date, timedelta
from typing import Final, Literal

from pydantic import Field

from imroc_audit import resources
from imroc_audit.model.files.yaml_text import read_yaml
from imroc_audit.model.plan import Day, Decision, LogEntry, Observation
from imroc_audit.model.plan_words import TestScale
from imroc_audit.model.record import Record, Words

Kind = Literal["agreement", "plan", "journal"]

LAST_DAY: Final = date(2026, 10, 28)
"""The last day that is written out in the files."""
YEAR: Final = re.compile(r"\b202[456]\b")
COUNTED: Final = re.compile(r"\btoday([+-][0-9]+)\b")


class Following(Record):
    """What differs in the PDSA cycle that comes next."""

    change_idea: Words | None = None
    prediction: Words | None = None
    scale: TestScale | None = None
    start: Day | None = None
    review: Day | None = None


class JournalCycle(Record):
    """One PDSA cycle as it went: log, values by measure, the decision, and what came next."""

    log: tuple[LogEntry, ...] = ()
    values: dict[str, tuple[Observation, ...]] = Field(default_factory=dict)
    studied: Decision | None = None
    following: Following = Following()


class JournalAction(Record):
    """An action: when it was planned, and its PDSA cycles."""

    planned: Day
    pdsa_cycles: tuple[JournalCycle, ...]


class Journal(Record):
    """What followed from one audit cycle: when the group met, and what became of its actions, by their ids."""

    agreed: Day
    actions: dict[str, JournalAction] = Field(default_factory=dict)


def moved(day: date, today: date) -> date:
    """A day of the files on the calendar of today."""
    return day.replace(year=day.year + _years(today))


def text_of(story: str, kind: Kind, today: date) -> str:
    """A file of one audit cycle's story, with its days moved."""
    return dated((resources.bundled("demo_audit") / story / f"{kind}.yaml").read_text(encoding="utf-8"), today)


def journal_of(story: str, today: date) -> Journal:
    """What happened in one audit cycle's story, with its days moved."""
    return Journal.model_validate(read_yaml(text_of(story, "journal", today), "journal.yaml").data)


def dated(text: str, today: date) -> str:
    """A text with its years moved, and the days that are counted from today as days of the calendar."""
    years = _years(today)
    in_years = YEAR.sub(lambda match: str(int(match.group()) + years), text)
    return COUNTED.sub(lambda match: (today + timedelta(days=int(match[1]))).isoformat(), in_years)


def _years(today: date) -> int:
    return today.year - LAST_DAY.year - (today < LAST_DAY.replace(year=today.year))
