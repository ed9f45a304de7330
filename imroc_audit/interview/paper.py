"""One paper form typed in: keys go in, a draft comes out. No view holds any of its rules."""

import re
from collections.abc import Iterable
from typing import Final, Literal

from imroc_audit.interview.records import Draft, Refused
from imroc_audit.interview.words import COMMENT_LIMIT
from imroc_audit.model.ids import ChallengeId, PerspectiveId, TeamName
from imroc_audit.model.questionnaire import Challenge, Questionnaire, Statement
from imroc_audit.model.response import NO_TEAM, PAPER_KEYS, SKIPPED
from imroc_audit.text import clean

BLANK_KEYS: Final = (" ", "\r", "\n", ".")
"""Any of these for a statement where no box, or more than one, is ticked."""

Step = Literal["answers", "priorities", "check"]


class TypedForm:
    """The answers of one form so far, in the order of the paper.

    perspective, team: of the form; easy_read: whether it is in Easy Read. Raises KeyError for an unknown perspective.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        perspective: PerspectiveId,
        team: TeamName = NO_TEAM,
        *,
        easy_read: bool = False,
    ) -> None:
        self.questionnaire = questionnaire
        self.perspective = questionnaire.perspective(perspective)
        self.team = team
        self.easy_read = easy_read
        self.asked: tuple[tuple[Challenge, Statement], ...] = tuple(
            (challenge, statement)
            for challenge in questionnaire.challenges
            for statement in challenge.statements
            if statement.asked_of(perspective)
        )
        self.answers: list[str] = []
        """Codes as in `model.response`, one for each statement typed."""
        self.priorities: tuple[ChallengeId, ...] | None = None
        """Challenge ids, most important first; None until they are typed."""
        self.comments: dict[str, str] = {}
        """By challenge id."""
        self._codes = {str(option.value): str(option.value) for option in questionnaire.scale.options}
        self._codes |= {key: code for code, key in PAPER_KEYS.items()} | dict.fromkeys(BLANK_KEYS, SKIPPED)

    @property
    def step(self) -> Step:
        """What comes next: an answer, the priorities, or a last look."""
        if len(self.answers) < len(self.asked):
            return "answers"
        if self.priorities is None and self.questionnaire.priorities:
            return "priorities"
        return "check"

    @property
    def untouched(self) -> bool:
        return not self.answers and not self.comments

    @property
    def keys(self) -> str:
        """The keys that answer a statement, as they stand beside the boxes."""
        return " ".join([*(str(option.value) for option in self.questionnaire.scale.options), *PAPER_KEYS.values()])

    @property
    def commented(self) -> Challenge:
        """The challenge whose comment box comes next on the paper: it stands below its last statement."""
        return self.asked[max(len(self.answers) - 1, 0)][0]

    def press(self, key: str) -> None:
        """Answer the next statement. Raises Refused."""
        if self.step != "answers":
            raise Refused(f"This form has {len(self.asked)} statements, and all of them are typed in.")
        code = self._codes.get(key.lower())
        if code is None:
            raise Refused(f"That is not beside a box. {self._one_of('a space')}")
        self.answers.append(code)

    def type_answers(self, keys: Iterable[str]) -> None:
        """Every answer of the form at once, or none: raises Refused unless there is a key for each statement."""
        before = list(self.answers)
        try:
            for key in keys:
                self._refuse_unknown(key)
                self.press(key)
            if self.step == "answers":
                count = len(self.answers)
                raise Refused(f"This form has {len(self.asked)} statements, and {count} answers were typed.")
        except Refused:
            self.answers = before
            raise

    def _refuse_unknown(self, key: str) -> None:
        """Raise Refused, saying of which statement, where a line holds a key that answers none."""
        n = len(self.answers)
        if n < len(self.asked) and key.lower() not in self._codes:
            _, statement = self.asked[n]
            which = f"Statement {n + 1} ({statement.id})"
            raise Refused(f"{which}: '{key}' is no answer. {self._one_of('a full stop')}")

    def _one_of(self, blank: str) -> str:
        return f"Type one of {self.keys}, or {blank} where nothing is ticked."

    def rank(self, typed: str) -> None:
        """Challenges by their numbers on the paper, most important first, as in `3 7 1`. Raises Refused."""
        challenges, limit = self.questionnaire.challenges, self.questionnaire.priorities
        numbers = [int(one) for one in re.findall(r"\d{1,3}", typed)]
        if not re.fullmatch(r"[\d\s,;]*", typed) or not all(1 <= n <= len(challenges) for n in numbers):
            raise Refused(f"Type numbers of challenges, from 1 to {len(challenges)}, with spaces between them.")
        if len(set(numbers)) < len(numbers):
            raise Refused("One challenge is named twice. Type each number once.")
        if len(numbers) > limit:
            raise Refused(f"Only {limit} may be chosen. Leave out the others.")
        self.priorities = tuple(challenges[number - 1].id for number in numbers)

    def comment(self, challenge: Challenge, text: str) -> None:
        """What is written in a challenge's comment box, in place of what was typed before. Empty removes it."""
        self.comments.pop(challenge.id, None)
        if kept := clean(text)[:COMMENT_LIMIT].strip():
            self.comments[challenge.id] = kept

    def challenge_numbered(self, number: str) -> Challenge:
        """The challenge with a number on the paper. Raises Refused when there is none."""
        challenges = self.questionnaire.challenges
        if not re.fullmatch(r"\d{1,3}", number) or not 1 <= int(number) <= len(challenges):
            raise Refused(f"There is no challenge with that number. The numbers are 1 to {len(challenges)}.")
        return challenges[int(number) - 1]

    def undo(self) -> None:
        """Take back the last thing typed: the priorities, or else the last answer. Raises Refused."""
        if self.priorities is not None:
            self.priorities = None
        elif self.answers:
            self.answers.pop()
        else:
            raise Refused("Nothing of this form is typed yet.")

    def draft(self) -> Draft:
        """The form as anyone's answers are kept; a statement left blank is not in it."""
        answers = {
            statement.id: code for (_, statement), code in zip(self.asked, self.answers, strict=True) if code != SKIPPED
        }
        return Draft(
            questionnaire_hash=self.questionnaire.hash,
            perspective=self.perspective.id,
            team=self.team,
            easy_read=self.easy_read,
            answers=answers,
            comments=self.comments,
            priorities=self.priorities or (),
        )
