"""What can be read from tests of change: charts in numbers and words, hints, and the loop of one audit cycle.

Numbers are unrounded; words are sentences ready to be shown.
"""

from typing import Literal

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.plan import (
    Action,
    ActionStatus,
    Agreement,
    Day,
    Decision,
    LogEntry,
    Measure,
    Observation,
    PdsaPlan,
)
from imroc_audit.model.record import Record

SpecialCause = Literal["outside limits", "trend", "near limit", "one side"]
Variation = Literal["common cause", "improvement high", "improvement low", "concern high", "concern low"]
Assurance = Literal["hits the target", "misses the target", "hit and miss"]

Places = tuple[int, ...]
"""Which observations, counted from 0 in the order of their dates."""


ChartKind = Literal["XmR", "p", "u", "t", "g"]
"""The chart with limits: of single values, shares, rates, and the time or the cases between rare events."""


class PeriodReading(Record):
    """Part of a series with lines of its own: observations from `start` up to, but not with, `stop`, counted from 0."""

    start: int
    stop: int
    base: int
    """Of how many of its first observations the lines are: fewer than all where there is a baseline."""
    since: Day | None
    reason: str
    """When and why people began the lines anew; None and empty for the first period."""
    median: float | None


class RunChartReading(Record):
    """A run chart's rules applied to a measure. `speaks` is False below ten observations: no rule was applied.

    Shifts and trends are those of every period; all else is of the last one.
    """

    median: float | None
    useful: int
    """Observations that are not on the median."""
    runs: int
    limits: tuple[int, int] | None
    """The fewest and the most runs that chance explains."""
    shifts: tuple[Places, ...]
    trends: tuple[Places, ...]
    unusual_runs: bool
    speaks: bool


class XmrReading(Record):
    """A chart with limits as Making Data Count reads it: an XmR chart, or the one for what is counted.

    The icon is that of the last observation, and so are mean, low and high.
    """

    chart: ChartKind
    mean: float
    """Of a g chart the median."""
    low: float | None
    high: float | None
    """None where the observations that limits are worked out from do not differ."""
    trial: bool
    """Fewer than 13 observations to work limits out from: they still move."""
    centres: tuple[float, ...]
    limits: tuple[tuple[float, float] | None, ...]
    """For each observation."""
    causes: tuple[tuple[SpecialCause, ...], ...]
    """For each observation the rules that it breaks."""
    variations: tuple[Variation, ...]
    """For each observation."""
    variation: Variation
    assurance: Assurance | None
    """None without a target, or while the limits are on trial."""
    words: tuple[str, ...]


class MeasureStudy(Record):
    """One measure over time."""

    measure: Measure
    observations: tuple[Observation, ...]
    periods: tuple[PeriodReading, ...]
    """None without an observation."""
    breaks: tuple[int, ...]
    """Before which observations some are missing, such as those of a month."""
    summary: str
    """How many values, the latest, the baseline and the target, in one sentence."""
    run_chart: RunChartReading
    signals: tuple[str, ...]
    """What the run chart's rules say, in words; never empty."""
    xmr: XmrReading | None
    """None for fewer than two observations."""


class PdsaStudy(Record):
    """One PDSA cycle: what was planned and predicted, what happened, and what was decided."""

    number: int
    """Counted from 1."""
    plan: PdsaPlan
    predicted: Day
    """Since when the prediction has stood as it stands."""
    log: tuple[LogEntry, ...]
    studied: Decision | None
    observed: dict[str, tuple[Observation, ...]]
    """By measure: the values from this PDSA cycle's start up to its decision, or up to now."""


class Hint(Record):
    """Something that would make a test of change sounder, why, and who found that it does. Never a verdict."""

    about: str
    text: str
    source: str


class ActionStudy(Record):
    """An action with everything that can be read from it."""

    action: Action
    status: ActionStatus
    current: int
    """The PDSA cycle being tried, counted from 1; the last one when the action is closed."""
    pdsa_cycles: tuple[PdsaStudy, ...]
    measures: tuple[MeasureStudy, ...]
    goal_written: Day | None
    """Since when the goal levels have stood as they stand; None where there are none."""
    goal_level: int | None
    """The level of the goal reached at the latest decision that names one."""
    hints: tuple[Hint, ...]


class LoopSummary(Record):
    """What followed from one audit cycle, and what became of the actions before it."""

    audit_cycle: AuditCycleName
    agreement: Agreement | None
    actions: tuple[ActionStudy, ...]
    """Planned in this audit cycle, in the order of the agreed priorities."""
    previous_audit_cycle: AuditCycleName | None
    previous_agreement: Agreement | None
    earlier_actions: tuple[ActionStudy, ...]
    """Planned before: in the previous audit cycle, or still open when this one was opened."""
    goal_score: float | None
    """The goal attainment T-score over `actions` with a goal level; never to be compared between organisations."""
