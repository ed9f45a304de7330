"""What every part of the report is built from: the summary, the questionnaire, and what things are called."""

from collections.abc import Iterable
from functools import cached_property

from imroc_audit.model.ids import ChallengeId, PerspectiveId, StatementId, TeamName
from imroc_audit.model.plan import Agreement
from imroc_audit.model.questionnaire import Questionnaire, Statement
from imroc_audit.model.record import Record, say
from imroc_audit.model.response import NO_TEAM
from imroc_audit.model.results import (
    ChallengeResult,
    PerspectiveResult,
    Results,
    StatementResult,
)
from imroc_audit.model.study import LoopSummary
from imroc_audit.model.summary import AuditSummary
from imroc_audit.report.charts.palette import band
from imroc_audit.report.document import Cell
from imroc_audit.report.text import numbers
from imroc_audit.report.text.cells import Missing, missing_cell, small_base
from imroc_audit.report.text.perspectives import PerspectiveMark, page_look
from imroc_audit.report.text.words import LANGUAGE, SMALL_BASE_WORDS, Names, names, one_line


class Audit(Record):
    """An `AuditSummary` with its questionnaire, and shorthand for both."""

    summary: AuditSummary
    questionnaire: Questionnaire

    @property
    def results(self) -> Results:
        return self.summary.results

    @property
    def loop(self) -> LoopSummary | None:
        return self.summary.loop

    @property
    def agreement(self) -> Agreement | None:
        """What was agreed about this audit cycle."""
        return self.loop.agreement if self.loop else None

    @property
    def tried(self) -> bool:
        """Whether anything was agreed or tried."""
        return self.loop is not None and bool(self.loop.agreement or self.loop.actions or self.loop.earlier_actions)

    @property
    def agreement_before(self) -> Agreement | None:
        """What was agreed last time."""
        return self.loop.previous_agreement if self.loop else None

    @cached_property
    def called(self) -> Names:
        return names(self.questionnaire)

    @cached_property
    def perspectives(self) -> dict[PerspectiveId, PerspectiveMark]:
        """Each perspective's name and place, in the questionnaire's order."""
        ids = self.questionnaire.perspective_ids
        return {id_: PerspectiveMark(label=self.called.labels[id_], place=place) for place, id_ in enumerate(ids)}

    @cached_property
    def challenges(self) -> dict[ChallengeId, ChallengeResult]:
        return {result.id: result for result in self.results.challenges}

    @cached_property
    def heard(self) -> tuple[PerspectiveId, ...]:
        """Perspectives that have at least one score that can be shown."""
        return tuple(
            perspective
            for perspective in self.perspectives
            if any(self.score(c, perspective) is not None for c in self.challenges)
        )

    @cached_property
    def look(self) -> str:
        return page_look(len(self.perspectives))

    def view(self, challenge: ChallengeId, perspective: PerspectiveId) -> PerspectiveResult | None:
        result = self.challenges.get(challenge)
        return result.perspectives.get(perspective) if result else None

    def score(self, challenge: ChallengeId, perspective: PerspectiveId) -> float | None:
        view = self.view(challenge, perspective)
        return view.score if view else None

    def answers(
        self, challenge: ChallengeId, perspective: PerspectiveId, statement: StatementId
    ) -> StatementResult | None:
        view = self.view(challenge, perspective)
        return next((s for s in view.statements if s.id == statement), None) if view else None

    def title(self, challenge: ChallengeId) -> str:
        return self.called.challenges[challenge]

    def wording(self, statement: Statement, perspective: PerspectiveId | None = None) -> str:
        """A perspective's own wording; without one, that of the first perspective that is asked."""
        asked = perspective or next(s for s in self.perspectives if s in statement.wording and statement.asked_of(s))
        return one_line(statement.say(asked, language=LANGUAGE))

    def option_names(self) -> tuple[str, ...]:
        return tuple(one_line(option.say(language=LANGUAGE)) for option in self.questionnaire.scale.options)

    def why_no_number(self, perspective: PerspectiveId, view: PerspectiveResult | None = None) -> Missing:
        """Why a perspective has no numbers."""
        answered = self.results.respondents.get(perspective)
        if answered is None:
            return "hidden"
        if answered == 0:
            return "nobody answered"
        return "not asked" if view is not None and view.n == 0 else "no score"

    def favour(self, statement: StatementId, challenge: ChallengeId) -> float | None:
        """A statement's equal-voice mean on the 0 to 100 scale, over the perspectives that can be shown."""
        results = [self.answers(challenge, perspective, statement) for perspective in self.perspectives]
        means = [answer.mean for answer in results if answer is not None and answer.mean is not None]
        return 100 * sum(means) / len(means) / self.questionnaire.scale.top if means else None


def team_name(team: TeamName) -> str:
    return "No team given" if team == NO_TEAM else one_line(team)


def score_cell(view: PerspectiveResult | None, why_no_number: Missing) -> Cell:
    """A score on its heat colour, or in words why there is none."""
    if view is None or view.score is None:
        return missing_cell("hidden" if view is not None and view.hidden else why_no_number)
    small = SMALL_BASE_WORDS if view.small_base else ""
    return heat_cell(view.score, why_no_number).model_copy(
        update={"small": small, "flags": small_base(view.small_base)}
    )


def heat_cell(score: float | None, missing: Missing) -> Cell:
    if score is None:
        return missing_cell(missing)
    return Cell(text=numbers.whole(score), look=f"num heat heat-{band(score)}")


def mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return sum(known) / len(known) if known else None


def text_of(text: object) -> str:
    """A questionnaire text, cleaned, in the report's language where it has it."""
    return one_line(say(text, LANGUAGE))  # type: ignore[arg-type]
