"""What a group agrees and tries: agreed stages and priorities, actions, and their Plan-Do-Study-Act cycles.

Everything here is written by people and never worked out from scores. Leads are roles, not names.
"""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StringConstraints

from imroc_audit.model.questionnaire import Identifier, Record, Words

Stage = Literal["engagement", "development", "transformation"]
Decision = Literal["adopt", "adapt", "abandon"]
Scale = Literal["one person", "one shift", "one team", "several teams", "everyone"]
GOAL_LEVELS: Final = (-2, -1, 0, 1, 2)


def _a_day(text: str) -> str:
    """Raises ValueError when the text is not a day of the calendar."""
    from datetime import date

    return date.fromisoformat(text).isoformat()


Day = Annotated[str, StringConstraints(strict=True, pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_a_day)]
"""An ISO date, such as 2026-05-04."""
Role = Words
"""A role, such as "ward manager" or "peer worker"."""
Number = Annotated[float, Field(allow_inf_nan=False)]


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

    challenge: Identifier
    reason: Words
    dissent: Words | None = None


class Agreement(Record):
    """What was agreed about one audit cycle, by how many people of each perspective in the room."""

    date: Day
    room: dict[Identifier, Annotated[StrictInt, Field(ge=0)]]
    stages: dict[Identifier, AgreedStage] = Field(default_factory=dict)
    priorities: tuple[AgreedPriority, ...] = ()


class Measure(Record):
    """A number that tells whether a change works."""

    name: Words
    unit: Words
    direction: Literal["up", "down"]
    """Which way is better."""
    baseline: Number | None = None
    target: Number | None = None
    how_often: Words


class Factor(Record):
    """A barrier or an enabler in people's own words, and its CFIR construct where one fits."""

    text: Words
    cfir: Words | None = None


class PdsaPlan(Record):
    """What is to be tried in one PDSA cycle, and what is expected: written before the test."""

    change_idea: Words
    prediction: Words
    scale: Scale
    start: Day
    review: Day


class Action(Record):
    """One action under a priority, as planned. `pdsa_cycles` are linked: the lesson of one informs the next."""

    id: Identifier
    challenge: Identifier
    aim: Words
    rationale: Words
    lead: Role
    co_lead: Role
    """Someone with lived experience."""
    goal: dict[Annotated[int, Field(ge=-2, le=2)], Words]
    """Five levels written beforehand, from -2 (much less than hoped) to 2 (much more)."""
    measures: tuple[Measure, ...] = ()
    barriers: tuple[Factor, ...] = ()
    enablers: tuple[Factor, ...] = ()
    pdsa_cycles: Annotated[tuple[PdsaPlan, ...], Field(min_length=1)]


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


class Studied(Record):
    """How one PDSA cycle ended: what was learned, and what is done about it."""

    date: Day
    decision: Decision
    lesson: Words
    next: Words | None = None
    goal_level: Literal[-2, -1, 0, 1, 2] | None = None


class ActionRecord(Record):
    """An action with everything that has happened to it."""

    action: Action
    audit_cycle: str
    """The audit cycle that it was planned in; it is carried over while it is open."""
    log: dict[int, tuple[LogEntry, ...]] = Field(default_factory=dict)
    """By PDSA cycle, counted from 1."""
    studied: dict[int, Studied] = Field(default_factory=dict)
    observations: dict[str, tuple[Observation, ...]] = Field(default_factory=dict)
    """By measure, in the order of their dates."""

    @property
    def status(self) -> Literal["open", "adopted", "abandoned"]:
        last = self.studied.get(len(self.action.pdsa_cycles))
        if last is None or last.decision == "adapt":
            return "open"
        return "adopted" if last.decision == "adopt" else "abandoned"


class Change(Record):
    """One entry of the plan's history: what was changed, when and in which role. Nothing is overwritten."""

    kind: Literal["agreement", "action"]
    id: str
    version: int
    date: Day
    role: Role
    what: Words
