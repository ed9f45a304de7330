"""What a group agrees and tries: agreed stages and priorities, actions, and their Plan-Do-Study-Act cycles.

Everything here is written by people and never worked out from scores. Leads are roles, not names.
"""

import datetime
import math
from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal, NamedTuple, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SerializerFunctionWrapHandler,
    StrictBool,
    StrictInt,
    model_serializer,
)
from pydantic_core import PydanticCustomError

from imroc_audit.model.cfir import coded, is_code
from imroc_audit.model.ids import AuditCycleName, ChallengeId, PerspectiveId
from imroc_audit.model.plan_words import GOAL_LEVELS, CameTrue, DecisionKind, GoalLevel, TestScale
from imroc_audit.model.record import IDENTIFIER, WORDS, Identifier, Record, Words

Stage = Literal["engagement", "development", "transformation"]
Direction = Literal["up", "down"]
MeasureKind = Literal["number", "share", "rate", "time between", "cases between"]
ActionStatus = Literal["open", "adopted", "abandoned"]
EntryKind = Literal["agreement", "action", "log", "observation", "decision"]

LARGEST: Final = 1e12
"""No measure of an organisation goes beyond a million million."""
DECIMALS: Final = 12
"""Values are kept to so many places."""


def _a_day(value: Any) -> str:
    """An ISO date, as a text or as YAML gives it without quotes."""
    written = getattr(value, "written", value)
    try:
        if isinstance(written, str) and len(written) == len("2026-05-04"):
            return datetime.date.fromisoformat(written).isoformat()
    except ValueError:
        pass
    raise PydanticCustomError(
        "not_a_day",
        "'{written}' is not a day of the calendar; write year-month-day: 2026-05-04",
        {"written": str(written)},
    )


def is_number(value: float) -> bool:
    """Whether a measure can have this value: finite, and small enough to reckon with."""
    return math.isfinite(value) and abs(value) <= LARGEST


def _a_number(value: Any) -> float:
    written = getattr(value, "written", value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and is_number(value):
        return round(float(value), DECIMALS) + 0.0  # -0.0 is 0
    raise PydanticCustomError(
        "not_a_number",
        "'{written}' is not a number that a measure can have; write digits: 12.5",
        {"written": str(written)},
    )


def _five_levels(goal: dict[int, str]) -> dict[int, str]:
    if goal and sorted(goal) != list(GOAL_LEVELS):
        raise PydanticCustomError("goal_levels", "the levels are not exactly -2, -1, 0, 1 and 2")
    return {level: goal[level] for level in sorted(goal)}


def _a_factor(value: Any) -> Any:
    """A barrier may be given as its text alone; one of the pick-list then brings its code."""
    return {"text": value, "cfir": coded(value)} if isinstance(value, str) else value


def _a_code(code: str) -> str:
    if not is_code(code):
        raise PydanticCustomError(
            "cfir", "'{code}' is not a construct of CFIR; list them with: imroc-audit plan factors", {"code": code}
        )
    return code.lower()


Day = Annotated[str, BeforeValidator(_a_day)]
"""An ISO date, such as 2026-05-04."""
Role = Words
"""A role, such as "ward manager" or "peer worker"."""
Number = Annotated[float, BeforeValidator(_a_number)]


class Evidence(Record):
    """What shows that a stage has been reached: a text, and where there is one a link or a file's name."""

    text: Words
    source: Words | None = None
    date: Day | None = None


class AgreedStage(Record):
    """The stage that a mixed group agreed on for one challenge."""

    stage: Stage
    evidence: tuple[Evidence, ...] = ()


class AgreedPriority(Record):
    """A challenge that the group chose to work on, why, and what those who saw it differently said."""

    challenge: Annotated[ChallengeId, IDENTIFIER]
    reason: Words
    dissent: Words | None = None


class Agreement(Record):
    """What was agreed about one audit cycle, by how many people of each perspective in the room."""

    audit_cycle: Annotated[AuditCycleName, WORDS]
    date: Day
    room: dict[Annotated[PerspectiveId, IDENTIFIER], Annotated[StrictInt, Field(ge=0, le=100_000)]]
    stages: dict[Annotated[ChallengeId, IDENTIFIER], AgreedStage] = Field(default_factory=dict)
    priorities: tuple[AgreedPriority, ...] = ()

    @property
    def one_sided(self) -> bool:
        """Only one perspective was in the room."""
        return sum(people > 0 for people in self.room.values()) == 1


class Rebase(Record):
    """From this day on a measure's lines are worked out anew, because people say why."""

    since: Day
    reason: Words


class Measure(Record):
    """A number that tells whether a change works."""

    name: Words
    unit: Words
    direction: Direction
    """Which way is better."""
    baseline: Number | None = None
    target: Number | None = None
    how_often: Words
    kind: MeasureKind | None = None
    """What its values are, which decides on the chart with limits; None is a number."""
    per: Annotated[Number, Field(gt=0)] | None = None
    """A rate is told per so much of what it is of, such as per 1000 bed days."""
    baseline_until: Day | None = None
    """Median, mean and limits are those of the values up to this day; of all where there is none."""
    rebase: tuple[Rebase, ...] = ()


class Factor(Record):
    """A barrier or an enabler in people's own words, and its CFIR construct or domain where one fits."""

    text: Words
    cfir: Annotated[Words, AfterValidator(_a_code)] | None = None


Factors = tuple[Annotated[Factor, BeforeValidator(_a_factor)], ...]


class PdsaPlan(Record):
    """What is to be tried in one PDSA cycle, and what is expected: written before the test."""

    change_idea: Words
    questions: Words | None = None
    """What the test is to find out."""
    prediction: Words
    scale: TestScale
    steps: Words | None = None
    """Who does what, when and where."""
    start: Day
    review: Day


class Action(Record):
    """One action under a priority, as planned. `pdsa_cycles` are linked: the lesson of one informs the next."""

    id: Identifier
    audit_cycle: Annotated[AuditCycleName, WORDS]
    """The audit cycle that it was planned in; it is carried over while it is open."""
    challenge: Annotated[ChallengeId, IDENTIFIER]
    aim: Words
    rationale: Words | None = None
    lead: Role
    co_lead: Role | None = None
    """Someone with lived experience."""
    goal: Annotated[dict[int, Words], AfterValidator(_five_levels)] = Field(default_factory=dict)
    """Five levels written beforehand, from -2 (much less than hoped) to 2 (much more); or none."""
    measures: tuple[Measure, ...] = ()
    barriers: Factors = ()
    enablers: Factors = ()
    pdsa_cycles: Annotated[tuple[PdsaPlan, ...], Field(min_length=1)]

    def measure(self, name: str) -> Measure | None:
        """The measure of this name, however it is capitalised."""
        return next((one for one in self.measures if one.name.casefold() == name.strip().casefold()), None)


class LogEntry(Record):
    """What happened on a day of the test."""

    date: Day
    text: Words
    as_planned: StrictBool | None = None
    unexpected: Words | None = None


class Observation(Record):
    """One value of a measure on a day."""

    date: Day
    value: Number
    """In the measure's unit; of a share in per cent."""
    counted: Number | None = None
    of: Number | None = None
    """Of a share or a rate: how many, of how many or of how much."""
    note: Words | None = None
    """What people want to be read beside this value."""
    event: Annotated[StrictInt, Field(ge=2)] | None = None
    """Of several rare events on one day: which one it is, from the second on."""

    @property
    def place(self) -> tuple[Day, int]:
        """Its place in the series; a day has one value, but for rare events."""
        return self.date, self.event or 1

    @model_serializer(mode="wrap")
    def _without_nothing(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A plain value is written as its day and its number alone."""
        return {key: found for key, found in write(self).items() if found is not None}


class Decision(Record):
    """How one PDSA cycle ended: what was learned, and what is done about it."""

    date: Day
    decision: DecisionKind
    lesson: Words
    next: Words | None = None
    came_true: CameTrue | None = None
    """Whether the prediction did, as people judge it."""
    goal_level: GoalLevel | None = None


class Logged(Record):
    """A log entry as it is stored."""

    action: Identifier
    pdsa_cycle: int
    entry: LogEntry


class Observed(Record):
    """A value of a measure as it is stored. One that is withdrawn stays in the history and counts no more."""

    action: Identifier
    measure: str
    observation: Observation
    withdrawn: Words | None = None
    """Why it was taken back."""


class Decided(Record):
    """A decision as it is stored."""

    action: Identifier
    pdsa_cycle: int
    studied: Decision


Content = Agreement | Action | Logged | Observed | Decided
CONTENT: Final[dict[EntryKind, type[Record]]] = {
    "agreement": Agreement,
    "action": Action,
    "log": Logged,
    "observation": Observed,
    "decision": Decided,
}


class PlanEntry(NamedTuple):
    """Something to write into the plan. Nothing is stored where the same is there already."""

    kind: EntryKind
    id: str
    verb: str
    """What was done: `planned`, `changed`, `adopt after PDSA cycle 2`."""
    content: Content
    fields: tuple[str, ...] = ()
    """The fields that are not as they were, as people call them."""

    @property
    def what(self) -> str:
        """What was done, and to which fields."""
        return f"{self.verb}: {', '.join(self.fields)}" if self.fields else self.verb


class HistoryEntry(Record):
    """One entry of the plan's history: what was changed, when and in which role. Nothing is overwritten."""

    kind: EntryKind
    id: str
    version: int
    date: Day
    role: Role
    what: Words
    content: Content

    @property
    def action(self) -> str | None:
        """The action that the change is about; None for an agreement."""
        match self.content:
            case Agreement():
                return None
            case Action(id=action):
                return action
        return self.content.action


class ActionRecord(Record):
    """An action with everything that has happened to it. PDSA cycles are counted from 1."""

    action: Action
    planned: Day
    """When the action was first written down."""
    predicted: dict[int, Day]
    """By PDSA cycle: since when its prediction has stood as it stands."""
    goal_written: Day | None = None
    """Since when the goal levels have stood as they stand; None where there are none."""
    log: dict[int, tuple[LogEntry, ...]] = Field(default_factory=dict)
    """By PDSA cycle."""
    studied: dict[int, Decision] = Field(default_factory=dict)
    observations: dict[str, tuple[Observation, ...]] = Field(default_factory=dict)
    """By measure, in the order of their dates."""

    @property
    def status(self) -> ActionStatus:
        """Open until it is adopted or abandoned."""
        last = self.studied[max(self.studied)].decision if self.studied else "adapt"
        return "open" if last == "adapt" else "adopted" if last == "adopt" else "abandoned"

    @property
    def closed(self) -> Day | None:
        """When it was adopted or abandoned."""
        return None if self.status == "open" else self.studied[max(self.studied)].date

    @property
    def current(self) -> int:
        """The PDSA cycle that is being tried, counted from 1; the last one when the action is closed."""
        after = max(self.studied, default=0) + (self.status == "open")
        return min(after, len(self.action.pdsa_cycles))


def goal_since(before: Action | None, written: Day | None, after: Action, today: Day) -> Day | None:
    """Since when the goal levels of `after` stand, when it takes the place of `before`, written then, today."""
    if not after.goal:
        return None
    return written if before is not None and before.goal == after.goal else today


class Book(Record):
    """A whole plan as it stands: agreements by audit cycle, and actions in the order in which they were planned."""

    agreements: dict[AuditCycleName, Agreement] = Field(default_factory=dict)
    actions: dict[str, ActionRecord] = Field(default_factory=dict)

    @classmethod
    def of(cls, changes: Iterable[HistoryEntry]) -> Self:
        """The plan from its whole history, oldest first."""
        agreements: dict[AuditCycleName, Agreement] = {}
        actions: dict[str, _Growing] = {}
        for change in changes:
            match change.content:
                case Agreement() as agreement:
                    agreements[agreement.audit_cycle] = agreement
                case Action() as action:
                    actions.setdefault(action.id, _Growing(change.date)).plan(action, change.date)
                case Logged() as logged:
                    actions[logged.action].log.setdefault(logged.pdsa_cycle, {})[change.id] = logged.entry
                case Observed() as observed:
                    actions[observed.action].observe(observed)
                case Decided() as decided:
                    actions[decided.action].studied[decided.pdsa_cycle] = decided.studied
        return cls(agreements=agreements, actions={one: growing.record() for one, growing in actions.items()})


class _Growing:
    """One action while its history is read."""

    def __init__(self, planned: Day) -> None:
        self.planned = planned
        self.action: Action | None = None
        self.predicted: dict[int, Day] = {}
        self.goal_written: Day | None = None
        self.log: dict[int, dict[str, LogEntry]] = {}
        self.studied: dict[int, Decision] = {}
        self.observations: dict[str, dict[tuple[Day, int], Observation]] = {}

    def plan(self, action: Action, day: Day) -> None:
        before = self.action.pdsa_cycles if self.action else ()
        for number, pdsa_cycle in enumerate(action.pdsa_cycles, start=1):
            if number > len(before) or before[number - 1].prediction != pdsa_cycle.prediction:
                self.predicted[number] = day
        self.predicted = {
            number: recorded for number, recorded in self.predicted.items() if number <= len(action.pdsa_cycles)
        }
        self.goal_written = goal_since(self.action, self.goal_written, action, day)
        self.action = action

    def observe(self, observed: Observed) -> None:
        series = self.observations.setdefault(observed.measure, {})
        if observed.withdrawn:
            series.pop(observed.observation.place, None)
        else:
            series[observed.observation.place] = observed.observation

    def record(self) -> ActionRecord:
        if self.action is None:
            raise ValueError("an action's history does not begin with its plan")
        return ActionRecord(
            action=self.action,
            planned=self.planned,
            predicted=self.predicted,
            goal_written=self.goal_written,
            log={n: tuple(sorted(kept.values(), key=lambda one: one.date)) for n, kept in self.log.items()},
            studied=self.studied,
            observations={
                name: tuple(series[place] for place in sorted(series))
                for name, series in self.observations.items()
                if series
            },
        )
