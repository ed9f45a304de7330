"""Where a draft leads: what is asked of this person, in which order and words, and what they may do next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from imroc_audit.interview.moves import ASKED, MOVES, Asked, Need
from imroc_audit.interview.records import (
    CONSENT,
    END,
    PERSPECTIVE,
    PRIORITIES,
    REVIEW,
    START,
    TEAM,
    Choice,
    Draft,
    Kind,
)
from imroc_audit.interview.words import words
from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.questionnaire import Challenge, Questionnaire, Statement
from imroc_audit.model.response import DONT_KNOW, NO_TEAM, NOT_APPLICABLE

_KINDS: Final[Mapping[str, Kind]] = {
    CONSENT: "consent",
    PERSPECTIVE: "perspective",
    TEAM: "team",
    START: "start",
    PRIORITIES: "priorities",
    REVIEW: "review",
    END: "end",
}

PAGES: Final = {"consent": CONSENT, "you": PERSPECTIVE, "team": TEAM, "priorities": PRIORITIES}
"""What `edit` takes besides the number of a statement, and where it leads."""


@dataclass(frozen=True)
class Route:
    """One person's way through a questionnaire as their draft stands."""

    questionnaire: Questionnaire
    teams: tuple[TeamName, ...]
    draft: Draft

    def say(self, key: str, **values: object) -> str:
        """One of the interview's own sentences, as this person reads it."""
        return words(key, easy_read=self.draft.easy_read, language=self.draft.language, **values)

    @property
    def reading(self) -> Mapping[str, Any]:
        """How this person reads: what `Wording.say` and `words` take."""
        return {"easy_read": self.draft.easy_read, "language": self.draft.language}

    def worded(self, statement: Statement) -> str:
        """A statement as this person reads it. It is asked of nobody whose perspective is not known."""
        return statement.say(self.draft.perspective or PerspectiveId(""), **self.reading)

    @cached_property
    def asked(self) -> tuple[tuple[Challenge, Statement], ...]:
        """The statements asked of this person, each with its challenge; none before their perspective is known."""
        return tuple(
            (challenge, statement)
            for challenge in self.questionnaire.challenges
            for statement in challenge.statements
            if self.draft.perspective is not None and statement.asked_of(self.draft.perspective)
        )

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The pages in their order, from consent to review; afterwards only the last page."""
        if self.draft.status not in ("new", "open"):
            return (END,)
        return (
            CONSENT,
            *((PERSPECTIVE,) if "perspective" not in self.draft.given else ()),
            *((TEAM,) if self.teams and "team" not in self.draft.given else ()),
            START,
            *(statement.id for _, statement in self.asked),
            *((PRIORITIES,) if self.questionnaire.priorities else ()),
            REVIEW,
        )

    @property
    def kind(self) -> Kind:
        """The kind of the page that the person is on."""
        return kind_of(self.draft.at)

    def nearest(self, kinds: tuple[Kind, ...], *, back: bool) -> str:
        """The first page of these kinds after this one on the route, or before it with back."""
        place = self.steps.index(self.draft.at)
        beside = reversed(self.steps[:place]) if back else iter(self.steps[place + 1 :])
        return next(step for step in beside if kind_of(step) in kinds)

    @property
    def here(self) -> tuple[Challenge, Statement]:
        """The statement on the page, and its challenge."""
        return next(pair for pair in self.asked if pair[1].id == self.draft.at)

    @property
    def can(self) -> frozenset[Asked]:
        """What a person may ask for on this page, besides choosing."""
        known = MOVES[self.kind]
        return frozenset(event for event in ASKED if event in known and self._has(known[event].needs))

    def _has(self, need: Need | None) -> bool:
        has: Mapping[Need | None, bool] = {
            None: True,
            "perspective": self.draft.perspective is not None,
            "answer": self.draft.at in self.draft.answers,
            "languages": len(self.questionnaire.languages) > 1,
        }
        return has[need]

    @property
    def perspective_is_fixed(self) -> bool:
        """Answers belong to the statements of one perspective."""
        return bool(self.draft.answers or self.draft.comments)

    @property
    def pages_to_edit(self) -> Mapping[str, str]:
        """Those of PAGES that the review leads back to."""
        steps = set(self.steps) - ({PERSPECTIVE} if self.perspective_is_fixed else set())
        return {name: page for name, page in PAGES.items() if page in steps}

    def offered(self, kind: Kind) -> tuple[str, ...]:
        """What may be chosen on a page, in its order; empty where nothing can be."""
        match kind:
            case "consent":
                return "yes", "no"
            case "perspective":
                return self.questionnaire.perspective_ids
            case "team":
                return *self.teams, NO_TEAM
            case "statement":
                return *(str(option.value) for option in self.questionnaire.scale.options), DONT_KNOW, NOT_APPLICABLE
            case "priorities":
                return tuple(challenge.id for challenge in self.questionnaire.challenges)
            case "start" | "review" | "end":
                return ()

    @property
    def scale(self) -> tuple[Choice, ...]:
        """Every answer to a statement: the scale's options, don't know and not applicable."""
        scale = self.questionnaire.scale
        wordings = (*scale.options, scale.dont_know, scale.not_applicable)
        return self.choices("statement", [wording.say(**self.reading) for wording in wordings])

    def choices(self, kind: Kind, labels: Iterable[str]) -> tuple[Choice, ...]:
        """What may be chosen on a page, each in words."""
        return tuple(Choice(value=value, label=label) for value, label in zip(self.offered(kind), labels, strict=True))

    @property
    def priorities_limit(self) -> int:
        return min(self.questionnaire.priorities, len(self.questionnaire.challenges))


def kind_of(page: str) -> Kind:
    """A page that is no other is a statement's, and called by its id."""
    return _KINDS.get(page, "statement")
