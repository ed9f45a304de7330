"""The waist: answers of single people in, integer counts out. Right of here nobody sees an answer.

Tallies add. `tally(a + b) == tally(a) + tally(b)` in integers, so that any split of the responses, in any
order, gives the same numbers to the last bit.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from imroc_audit.model.ids import ChallengeId, PerspectiveId, StatementId, TeamName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import DONT_KNOW, NOT_APPLICABLE, NOT_ASKED, SKIPPED, Group

Integers = npt.NDArray[np.int64]

Row = tuple[str, str, str, str]
"""perspective, team, answers (one character per statement), priorities (challenge ids, space between)."""

NOT_COUNTED: Final = (DONT_KNOW, NOT_APPLICABLE, SKIPPED, NOT_ASKED)
"""The answers that are not on the scale; in a tally their codes follow the options in this order."""

Batch = tuple[Group, str, str]
"""People of one group, a line each: their answer strings, and their lists of priorities (empty where there is none)."""

UNKNOWN: Final = 255


@dataclass(frozen=True)
class AnswerLayout:
    """The shape of a questionnaire's answers, and the points of each option.

    options: k; challenges: challenge ids; sizes: statements of each challenge; points: shape (statements, k),
    0 to k - 1, reverse-worded statements already turned round, here and nowhere else; ranks: how many
    priorities may be chosen.
    """

    options: int
    statements: tuple[StatementId, ...]
    challenges: tuple[ChallengeId, ...]
    sizes: tuple[int, ...]
    reverse: tuple[bool, ...]
    ranks: int

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> AnswerLayout:
        return cls(
            options=len(questionnaire.scale.options),
            statements=tuple(statement.id for statement in questionnaire.statements),
            challenges=tuple(challenge.id for challenge in questionnaire.challenges),
            sizes=tuple(len(challenge.statements) for challenge in questionnaire.challenges),
            reverse=tuple(statement.reverse for statement in questionnaire.statements),
            ranks=questionnaire.priorities,
        )

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """Where each challenge's statements stand."""
        ends = np.cumsum(self.sizes)
        return tuple(slice(int(end) - size, int(end)) for end, size in zip(ends, self.sizes, strict=True))

    @cached_property
    def points(self) -> Integers:
        forward = np.arange(self.options, dtype=np.int64)
        return np.array([forward[::-1] if turned else forward for turned in self.reverse])

    @cached_property
    def codes(self) -> bytes:
        """The code of each possible character: 0 to k - 1 for options, then NOT_COUNTED. A line ends as not asked."""
        table = bytearray([UNKNOWN] * 256)
        for code, character in enumerate((*map(str, range(self.options)), *NOT_COUNTED)):
            table[ord(character)] = code
        table[ord("\n")] = self.code(NOT_ASKED)
        return bytes(table)

    def code(self, character: str) -> int:
        """The code of an answer that is not on the scale."""
        return self.options + NOT_COUNTED.index(character)

    @cached_property
    def grid(self) -> Integers:
        """The statement in each place of each challenge, shape (challenges, widest); the line's end where none is."""
        grid = np.full((len(self.challenges), self.widest), len(self.statements), dtype=np.int64)
        for number, part in enumerate(self.slices):
            grid[number, : self.sizes[number]] = range(part.start, part.stop)
        return grid

    def ballot(self, ranked: str) -> tuple[int, ...]:
        """Where each choice of a list of priorities is counted, in a flat (challenges, ranks) array."""
        if ranked not in self._ballots:
            chosen = ranked.split()
            if len(chosen) > self.ranks or len(set(chosen)) < len(chosen) or not set(chosen) <= set(self.challenges):
                raise ValueError("a list of priorities does not fit the questionnaire")
            places = (self.challenges.index(challenge) * self.ranks for challenge in chosen)
            self._ballots[ranked] = tuple(place + rank for rank, place in enumerate(places))
        return self._ballots[ranked]

    @cached_property
    def _ballots(self) -> dict[str, tuple[int, ...]]:
        return {}

    @property
    def widest(self) -> int:
        return max(self.sizes)


@dataclass(frozen=True, eq=False)
class Counts:
    """What is known of one group, in integers.

    respondents: people. options (statements, k + 4): how many chose each option, then don't know, not
    applicable, skipped, not asked. scores (challenges, widest + 1, widest * (k - 1) + 1): people by number of
    statements answered and sum of points, those with no score at [0, 0]. complete (challenges,): people who
    answered every statement that they were asked; sums (challenges, widest) and products (challenges, widest,
    widest): their points by place in the challenge, and the products of each two. priorities (challenges,
    ranks): people who gave the challenge that rank.
    """

    respondents: int
    options: Integers
    scores: Integers
    complete: Integers
    sums: Integers
    products: Integers
    priorities: Integers

    @classmethod
    def zero(cls, layout: AnswerLayout) -> Counts:
        statements, challenges, widest = len(layout.statements), len(layout.challenges), layout.widest
        return cls(
            respondents=0,
            options=np.zeros((statements, layout.options + len(NOT_COUNTED)), dtype=np.int64),
            scores=np.zeros((challenges, widest + 1, widest * (layout.options - 1) + 1), dtype=np.int64),
            complete=np.zeros(challenges, dtype=np.int64),
            sums=np.zeros((challenges, widest), dtype=np.int64),
            products=np.zeros((challenges, widest, widest), dtype=np.int64),
            priorities=np.zeros((challenges, layout.ranks), dtype=np.int64),
        )

    def __add__(self, other: Counts) -> Counts:
        arrays = (mine + theirs for mine, theirs in zip(self.arrays, other.arrays, strict=True))
        return Counts(self.respondents + other.respondents, *arrays)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Counts) or self.respondents != other.respondents:
            return False
        return all(np.array_equal(*pair) for pair in zip(self.arrays, other.arrays, strict=True))

    __hash__ = None  # type: ignore[assignment]  # arrays cannot be hashed

    @property
    def arrays(self) -> tuple[Integers, ...]:
        return self.options, self.scores, self.complete, self.sums, self.products, self.priorities


@dataclass(frozen=True)
class Tally:
    """Counts of every group that answered, under one layout."""

    layout: AnswerLayout
    groups: Mapping[Group, Counts]

    def __add__(self, other: Tally) -> Tally:
        """The tally of both sets of responses. Raises ValueError when the questionnaires differ."""
        if self.layout != other.layout:
            raise ValueError("tallies of different questionnaires cannot be added")
        groups = dict(self.groups)
        for group, counts in other.groups.items():
            groups[group] = groups[group] + counts if group in groups else counts
        return Tally(self.layout, dict(sorted(groups.items())))

    def of(self, perspective: PerspectiveId | None = None, team: TeamName | None = None) -> Counts:
        """The counts of a perspective over all teams, of a team over all perspectives, of both, or of everyone.

        Added up when they are first asked for, and then kept: they are asked for again with every team.
        """
        if (perspective, team) not in self._added_up:
            self._added_up[perspective, team] = self._add_up(perspective, team)
        return self._added_up[perspective, team]

    @cached_property
    def _added_up(self) -> dict[tuple[PerspectiveId | None, TeamName | None], Counts]:
        return {}

    def _add_up(self, perspective: PerspectiveId | None, team: TeamName | None) -> Counts:
        chosen = [
            counts
            for group, counts in self.groups.items()
            if perspective in (None, group.perspective) and team in (None, group.team)
        ]
        return sum(chosen[1:], start=chosen[0]) if chosen else Counts.zero(self.layout)


def tally(layout: AnswerLayout, rows: Iterable[Row]) -> Tally:
    """Count responses given one by one, in any order.

    Raises ValueError when an answer string does not fit the layout; the message never holds the answers.
    """
    by_group: defaultdict[Group, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for perspective, team, answers, priorities in rows:
        strings, choices = by_group[Group(PerspectiveId(perspective), TeamName(team))]
        strings.append(answers)
        choices.append(priorities)
    batches = ((group, "\n".join(strings), "\n".join(choices)) for group, (strings, choices) in by_group.items())
    return tally_batches(layout, batches)


def tally_batches(layout: AnswerLayout, batches: Iterable[Batch]) -> Tally:
    """Count responses that arrive in batches of one group each; a group may come back any number of times.

    Raises ValueError when an answer string does not fit the layout; the message never holds the answers.
    """
    groups: dict[Group, Counts] = {}
    for group, answers, priorities in batches:
        counts = _count(layout, answers, priorities)
        groups[group] = groups[group] + counts if group in groups else counts
    return Tally(layout, dict(sorted(groups.items())))


def _count(layout: AnswerLayout, answers: str, priorities: str) -> Counts:
    """The counts of one batch of one group."""
    codes = _codes(layout, answers)
    kinds = layout.options + len(NOT_COUNTED)
    return Counts(
        codes.shape[1],
        np.array([np.bincount(statement, minlength=kinds) for statement in codes[:-1]]),
        *_count_challenges(layout, codes[layout.grid]),
        _count_priorities(layout, priorities),
    )


def _codes(layout: AnswerLayout, answers: str) -> npt.NDArray[np.uint8]:
    """Lines of answers as codes, shape (statements + 1, people), so that sums run along contiguous memory."""
    width, characters = len(layout.statements) + 1, f"{answers}\n".encode()
    people = len(characters) // width
    if characters.count(b"\n") != people or characters[width - 1 :: width] != b"\n" * people:
        raise ValueError(f"an answer string does not have {width - 1} characters")
    codes = np.frombuffer(characters.translate(layout.codes), dtype=np.uint8)
    if int(codes.max()) == UNKNOWN:
        raise ValueError("an answer string holds a character that is not an answer of this questionnaire")
    return np.ascontiguousarray(codes.reshape(people, width).T)


def _count_challenges(
    layout: AnswerLayout, codes: npt.NDArray[np.uint8]
) -> tuple[Integers, Integers, Integers, Integers]:
    """Scores, complete, sums and products of `Counts`. codes: shape (challenges, widest, people)."""
    k, (challenges, widest, _) = layout.options, codes.shape
    answered, asked = codes < k, codes != layout.code(NOT_ASKED)
    turned = np.array([*layout.reverse, False])[layout.grid][:, :, np.newaxis]
    points = np.where(turned, k - 1 - codes, codes) * answered if turned.any() else codes * answered
    n_answered, n_asked, n_inapplicable = (
        np.add.reduce(block, axis=1, dtype=np.uint8)
        for block in (answered, asked, codes == layout.code(NOT_APPLICABLE))
    )
    scored = (n_answered > 0) & (2 * n_answered >= n_asked - n_inapplicable)
    sums = widest * (k - 1) + 1
    places = (n_answered.astype(np.intp) * sums + np.add.reduce(points, axis=1, dtype=np.uint16)) * scored
    places += np.arange(challenges)[:, np.newaxis] * (widest + 1) * sums
    scores = np.bincount(places.ravel(), minlength=challenges * (widest + 1) * sums)
    complete = scored & (n_answered == n_asked)
    whole = (points * complete[:, np.newaxis, :]).astype(np.float64)  # exact: far below 2 ** 53
    return (
        scores.reshape(challenges, widest + 1, sums),
        np.count_nonzero(complete, axis=1),
        whole.sum(axis=2).astype(np.int64),
        (whole @ whole.swapaxes(1, 2)).astype(np.int64),
    )


def _count_priorities(layout: AnswerLayout, priorities: str) -> Integers:
    """How often each challenge was given each rank, shape (challenges, ranks)."""
    counted = [0] * (len(layout.challenges) * layout.ranks)
    for ballot, people in Counter(priorities.split("\n")).items():
        for place in layout.ballot(ballot):
            counted[place] += people
    return np.array(counted, dtype=np.int64).reshape(len(layout.challenges), layout.ranks)


def score_histogram(layout: AnswerLayout, number: int, scores: Integers) -> tuple[Integers, Integers, int]:
    """The respondent scores of one challenge in whole units, so that equal scores are exactly equal.

    number: the challenge's place; scores: its part of `Counts.scores`, shape (widest + 1, sums). Returns ascending
    values, the number of people at each, and the units that make up a full score of 100. Units are those of this
    challenge alone. A value has room in 64 bits up to 42 statements; what is made of values, such as a sum of squares,
    has not, and is worked out in Python's integers.
    """
    unit = math.lcm(*range(1, layout.sizes[number] + 1))
    answered, total = np.nonzero(scores)
    people = scores[answered, total]
    keep = answered > 0
    values = total[keep] * (unit // answered[keep])
    distinct, inverse = np.unique(values, return_inverse=True)
    counted = np.zeros(len(distinct), dtype=np.int64)
    np.add.at(counted, inverse, people[keep])
    return distinct.astype(np.int64), counted, unit * (layout.options - 1)
