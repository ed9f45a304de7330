"""One audit cycle as it may leave the organisation: what was asked and what was published, and no answers."""

from typing import Final, Literal, Self

from pydantic import Field, model_validator

from imroc_audit.model.ids import ChallengeId
from imroc_audit.model.plan import Day, Stage
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import Record
from imroc_audit.model.results import PerspectiveResult, ResultsFile

FORMAT: Final = "imroc-audit tally"
FORMAT_VERSION: Final = 1
"""Raised when an older version could misread what a newer one writes."""


class Outcome(Record):
    """An action under a priority, and what has become of it."""

    challenge: ChallengeId
    aim: str
    status: Literal["open", "adopted", "abandoned"]
    pdsa_cycles: int
    """How many tests of change there have been, or are planned."""


class Agreed(Record):
    """What a mixed group agreed about one audit cycle. Evidence, reasons and dissent stay with the group."""

    date: str
    stages: dict[ChallengeId, Stage] = Field(default_factory=dict)
    """By challenge."""
    priorities: tuple[ChallengeId, ...] = ()
    """Challenges, in the group's order."""


class Bundle(Record):
    """A closed audit cycle with everything that a comparison needs.

    `source` stands for the audit cycle whatever it is called: it is the same in every bundle that is made of
    it, and says nothing about anybody.
    """

    source: str
    organisation: str
    opened: Day
    closed: Day
    label: Literal["", "synthetic"] = ""
    questionnaire: Questionnaire
    results: ResultsFile
    agreed: Agreed | None = None
    outcomes: tuple[Outcome, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError when the results are not those of the questionnaire."""
        asked, published = self.questionnaire, self.results
        if published.questionnaire.hash != asked.hash:
            raise ValueError("the definition is not the one that the results were made with")
        if [one.id for one in published.challenges] != [one.id for one in asked.challenges]:
            raise ValueError("the results have other challenges than the definition")
        if any(set(one.perspectives) != set(asked.perspective_ids) for one in published.challenges):
            raise ValueError("the results have other perspectives than the definition")
        if not all(
            _possible(view, len(asked.scale.options))
            for one in published.challenges
            for view in one.perspectives.values()
        ):
            raise ValueError("the results hold a number that cannot be")
        return self


def _possible(view: PerspectiveResult, options: int) -> bool:
    """Whether a view's numbers are within their ranges."""
    on_scale = all(number is None or 0 <= number <= 100 for number in (view.score, view.sd, view.low, view.high))
    counts = [one.counts for one in view.statements if one.counts is not None]
    counted = all(len(one) == options and min(one) >= 0 for one in counts)
    means = all(one.mean is None or 0 <= one.mean < options for one in view.statements)
    return on_scale and counted and means and (view.n is None or view.n >= 0)
