"""What is asked: a questionnaire definition as frozen records, and the hash that pins its wording."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Final, Self

from pydantic import Field, StrictBool, StrictInt

from imroc_audit.model.ids import ChallengeId, PerspectiveId, StatementId
from imroc_audit.model.record import IDENTIFIER, Identifier, Language, Record, Text, Words, say

STAGES: Final = ("engagement", "development", "transformation")


class Wording(Record):
    """A text and, where there is one, its Easy Read form."""

    text: Text
    easy_read: Text | None = None

    def say(self, *, easy_read: bool = False, language: str | None = None) -> str:
        return say(self.easy_read if easy_read and self.easy_read is not None else self.text, language)


class Option(Wording):
    """One answer on the scale; `value` is its place, counted from 0 (least) upwards."""

    value: StrictInt


class Scale(Record):
    """The ordinal answers, lowest first, and the two answers that never count towards a mean."""

    question: Wording
    """Asked of every statement, for example "How true is this here?"."""
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=10)]
    dont_know: Wording
    not_applicable: Wording

    @property
    def top(self) -> int:
        """The value of the highest option, k - 1."""
        return len(self.options) - 1


class Perspective(Record):
    """A group of people who see the organisation from the same side."""

    id: Annotated[PerspectiveId, IDENTIFIER]
    label: Text
    choose: Wording
    """How someone says that this is them, in the first person."""


class Statement(Record):
    """One observable thing, worded for each perspective; the same id is the same thing seen from every side."""

    id: Annotated[StatementId, IDENTIFIER]
    wording: dict[Annotated[PerspectiveId, IDENTIFIER], Text]
    easy_read: dict[Annotated[PerspectiveId, IDENTIFIER], Text] = Field(default_factory=dict)
    not_asked: tuple[Annotated[PerspectiveId, IDENTIFIER], ...] = ()
    reverse: StrictBool = False
    lenses: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    def asked_of(self, perspective: PerspectiveId) -> bool:
        return perspective not in self.not_asked

    def say(self, perspective: PerspectiveId, *, easy_read: bool = False, language: str | None = None) -> str:
        """The wording for a perspective; the plain wording where there is no Easy Read one."""
        plain = self.wording[perspective]
        return say(self.easy_read.get(perspective, plain) if easy_read else plain, language)


class Stages(Record):
    """What each stage of change looks like, for a mixed group to agree on with evidence."""

    engagement: Text
    development: Text
    transformation: Text


class Suggestion(Record):
    """A small practical thing to try; shown first where answers to its statements are low."""

    text: Text
    statements: tuple[Annotated[StatementId, IDENTIFIER], ...] = ()


class Challenge(Record):
    """One of the organisational challenges and the statements that show how far it is met."""

    id: Annotated[ChallengeId, IDENTIFIER]
    title: Wording
    about: Wording
    stages: Stages
    suggestions: tuple[Suggestion, ...] = ()
    statements: Annotated[tuple[Statement, ...], Field(min_length=1, max_length=40)]


class Questionnaire(Record):
    """A whole definition. Build one with `parse_questionnaire`, which checks what fields alone cannot."""

    id: Identifier
    version: Words
    title: Text
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    citation: tuple[Words, ...] = ()
    consent: Wording
    priorities: Annotated[StrictInt, Field(ge=0)] = 3
    ask_team: StrictBool = True
    scale: Scale
    perspectives: Annotated[tuple[Perspective, ...], Field(min_length=1, max_length=12)]
    challenges: Annotated[tuple[Challenge, ...], Field(min_length=1, max_length=60)]

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement in the order in which answers are stored."""
        return tuple(statement for challenge in self.challenges for statement in challenge.statements)

    @cached_property
    def perspective_ids(self) -> tuple[PerspectiveId, ...]:
        return tuple(perspective.id for perspective in self.perspectives)

    def perspective(self, perspective_id: PerspectiveId) -> Perspective:
        """Raises KeyError when there is no such perspective."""
        return self._perspectives[perspective_id]

    def challenge(self, challenge_id: ChallengeId) -> Challenge:
        """Raises KeyError when there is no such challenge."""
        return self._challenges[challenge_id]

    @cached_property
    def _perspectives(self) -> Mapping[PerspectiveId, Perspective]:
        return {perspective.id: perspective for perspective in self.perspectives}

    @cached_property
    def _challenges(self) -> Mapping[ChallengeId, Challenge]:
        return {challenge.id: challenge for challenge in self.challenges}

    @cached_property
    def canonical(self) -> str:
        """The definition as JSON with sorted keys: what is stored with an audit cycle, and hashed."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_canonical(cls, canonical: str) -> Self:
        """The questionnaire from its own canonical form, which was checked when it was first read."""
        return cls.model_validate(json.loads(canonical))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical form, in hex: changes when any word that people read changes."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()
