"""Where a draft leads: what is asked of this person, in which order and words, and what they may do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

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
)
from imroc_audit.interview.words import words
from imroc_audit.model.questionnaire import Challenge, Questionnaire, Statement
from imroc_audit.model.response import DONT_KNOW, NOT_APPLICABLE

PAGES: Final = {"consent": CONSENT, "you": PERSPECTIVE, "team": TEAM, "priorities": PRIORITIES}
"""What `edit` takes besides the number of a statement, and where it leads."""


@dataclass(frozen=True)
class Route:
    """One person's way through a questionnaire as their draft stands."""

    questionnaire: Questionnaire
    teams: tuple[str, ...]
    draft: Draft

    def say(self, key: str, **values: object) -> str:
        """One of the interview's own sentences, as this person reads it."""
        return words(key, easy_read=self.draft.easy_read, language=self.draft.language, **values)

    @property
    def reading(self) -> Mapping[str, Any]:
        """How this person reads: what `Wording.say` and `words` take."""
        return {"easy_read": self.draft.easy_read, "language": self.draft.language}

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
    def here(self) -> tuple[Challenge, Statement]:
        """The statement on the page, and its challenge."""
        return next(pair for pair in self.asked if pair[1].id == self.draft.at)

    @property
    def can(self) -> frozenset[str]:
        """The moves that this page allows, besides choosing."""
        draft = self.draft
        actions = {
            CONSENT: {"easy_read"},
            PERSPECTIVE: {"back", "easy_read"} | ({"next"} if draft.perspective else set()),
            TEAM: {"back", "skip", "easy_read"},
            START: {"back", "next", "easy_read"},
            PRIORITIES: {"back", "next", "easy_read"},
            REVIEW: {"back", "send", "edit", "easy_read"},
            END: set(),
        }.get(draft.at, {"back", "skip", "comment", "easy_read"})
        if draft.at in draft.answers:
            actions = actions | {"clear"}
        if draft.at != END and len(self.questionnaire.languages) > 1:
            actions = actions | {"language"}
        return frozenset(actions)

    @property
    def perspective_is_fixed(self) -> bool:
        """Answers belong to the statements of one perspective."""
        return bool(self.draft.answers or self.draft.comments)

    @property
    def pages_to_edit(self) -> Mapping[str, str]:
        """Those of PAGES that the review leads back to."""
        steps = set(self.steps) - ({PERSPECTIVE} if self.perspective_is_fixed else set())
        return {name: page for name, page in PAGES.items() if page in steps}

    @property
    def scale(self) -> tuple[Choice, ...]:
        """Every answer to a statement: the scale's options, don't know and not applicable."""
        scale = self.questionnaire.scale
        coded = (
            *((str(option.value), option) for option in scale.options),
            (DONT_KNOW, scale.dont_know),
            (NOT_APPLICABLE, scale.not_applicable),
        )
        return tuple(Choice(value=code, label=wording.say(**self.reading)) for code, wording in coded)

    @property
    def priorities_limit(self) -> int:
        return min(self.questionnaire.priorities, len(self.questionnaire.challenges))
