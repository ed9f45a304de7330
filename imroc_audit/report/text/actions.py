"""How an action is told: where it stands, what was decided, when it is looked at next."""

from datetime import date
from typing import Final

from imroc_audit.model.plan import LogEntry, Measure
from imroc_audit.model.study import ActionStudy, MeasureStudy, PdsaStudy
from imroc_audit.report.text import numbers, words

TITLE: Final = 110


def said(text: str) -> str:
    """What someone wrote, on one line and with a full stop."""
    return words.sentence(words.one_line(text))


def shortened(text: str, limit: int = TITLE) -> str:
    """The beginning of a text, for a heading: whole words, and an ellipsis where there is more."""
    line = words.one_line(text).rstrip(".")
    if len(line) <= limit:
        return line
    start = line[:limit]
    return f"{(start.rpartition(' ')[0] or start).rstrip(',;: ')}…"


def status_sentence(study: ActionStudy) -> str:
    """Whether an action is open, adopted or abandoned, since when, and after how many PDSA cycles."""
    last = study.pdsa_cycles[study.current - 1]
    if study.status == "open":
        return f"Open: PDSA cycle {study.current} is being tried, to be reviewed on {numbers.day(last.plan.review)}."
    when = f" on {numbers.day(last.studied.date)}" if last.studied else ""
    cycles = "1 PDSA cycle" if study.current == 1 else f"{study.current} PDSA cycles"
    return f"{words.capital(study.status)}{when}, after {cycles}."


def led_by(study: ActionStudy) -> str:
    """The roles that lead an action."""
    co_lead = study.action.co_lead
    return words.join([words.one_line(study.action.lead), *([words.one_line(co_lead)] if co_lead else [])])


def due(day: str, today: str) -> str:
    """How far a review is away, in words."""
    days = (date.fromisoformat(day) - date.fromisoformat(today[:10])).days
    far = "1 day" if abs(days) == 1 else f"{abs(days):,} days"
    return "today" if days == 0 else f"in {far}" if days > 0 else f"{far} overdue"


def measured(study: MeasureStudy) -> str:
    """A measure's latest value in a sentence, and what the rules say of it."""
    return f"{name(study.measure)}: {words.one_line(study.summary)} {signals(study)}"


def signals(study: MeasureStudy) -> str:
    """What the run chart's rules say, in sentences."""
    return words.one_line(" ".join(study.signals))


def name(measure: Measure) -> str:
    """A measure's name as a line begins with it."""
    return words.capital(words.one_line(measure.name))


def logged(pdsa_cycle: PdsaStudy) -> tuple[str, ...]:
    """The log of a test, an entry a line."""
    return tuple(_entry(one) for one in pdsa_cycle.log)


def _entry(entry: LogEntry) -> str:
    planned = {True: "carried out as planned", False: "not carried out as planned", None: ""}[entry.as_planned]
    head = ", ".join(filter(None, (numbers.day(entry.date), planned)))
    unexpected = f" Unexpected: {said(entry.unexpected)}" if entry.unexpected else ""
    return f"{head}: {said(entry.text)}{unexpected}"
