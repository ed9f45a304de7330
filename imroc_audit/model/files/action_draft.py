"""An action that somebody is still writing, from options or at questions: nothing of it is needed or checked yet."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from imroc_audit.model.plan_words import SCALES

FORTNIGHT: Final = timedelta(days=14)


@dataclass
class MeasureDraft:
    """What is to be counted."""

    name: str
    unit: str | None = None
    direction: str | None = None
    baseline: float | None = None
    target: float | None = None
    how_often: str | None = None
    kind: str | None = None
    per: float | None = None
    baseline_until: str | None = None
    rebase: list[dict[str, str]] = field(default_factory=list)
    """Since when lines begin anew, and the reason."""


@dataclass
class FactorDraft:
    """A barrier or an enabler; cfir: a code given with it."""

    text: str
    cfir: str | None = None


@dataclass
class PdsaDraft:
    """The first test. Days are ISO dates."""

    change_idea: str | None = None
    prediction: str | None = None
    questions: str | None = None
    steps: str | None = None
    scale: str | None = None
    start: str | None = None
    review: str | None = None

    def fill_in(self, today: str) -> None:
        """The smallest test, from today, for two weeks, where nothing else was said."""
        self.scale = self.scale or SCALES[0]
        self.start = self.start or today
        self.review = self.review or (date.fromisoformat(self.start) + FORTNIGHT).isoformat()


@dataclass
class ActionDraft:
    """What was said of an action by now. It can be changed, so that what was typed can be kept at any time."""

    id: str | None = None
    audit_cycle: str | None = None
    challenge: str | None = None
    aim: str | None = None
    rationale: str | None = None
    lead: str | None = None
    co_lead: str | None = None
    goal: dict[str, str] = field(default_factory=dict)
    """Level → what it looks like."""
    barriers: list[FactorDraft] = field(default_factory=list)
    enablers: list[FactorDraft] = field(default_factory=list)
    measures: list[MeasureDraft] = field(default_factory=list)
    pdsa: PdsaDraft = field(default_factory=PdsaDraft)

    @property
    def missing(self) -> tuple[str, ...]:
        """What nobody but a person can say of an action, and nobody has said yet."""
        needed = {
            "challenge": self.challenge,
            "aim": self.aim,
            "change_idea": self.pdsa.change_idea,
            "prediction": self.pdsa.prediction,
            "lead": self.lead,
        }
        return tuple(name for name, said in needed.items() if said is None)

    def written(self) -> dict[str, Any]:
        """The keys of an action in `plan.yaml`, without those that were not given."""
        factors = {
            key: [factor.text if factor.cfir is None else _given(vars(factor)) for factor in given]
            for key, given in (("barriers", self.barriers), ("enablers", self.enablers))
        }
        measures = [_given(vars(measure)) for measure in self.measures]
        said = {key: value for key, value in vars(self).items() if key != "pdsa"}
        return _given(said | factors | {"measures": measures, "pdsa_cycles": [_given(vars(self.pdsa))]})


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, {}, [])}
