"""Someone left a statement out. Do the score, the statements and alpha together tell what else they said?

The score is a mean over people and a statement's counts run over those who answered it: where one person is
incomplete, the difference of the two is that person's own answers, to the last digit.
"""

import functools
import math
from random import Random

import pytest

from imroc_audit.analysis import protected_audit
from imroc_audit.analysis.publish import publish
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.results import PerspectiveResult
from imroc_audit.tally import AnswerLayout, Row, tally
from tests.analysis.attacker import rounding
from tests.ids import STAFF

MOST = 4
"""Points of the highest option."""


def asked(seed: int, people: int) -> tuple[list[Row], list[tuple[int, int]]]:
    """Everyone answers everything, but in each challenge one person leaves one or more statements out.

    Also returns, for each challenge, the sum of what that person did answer, and to how many statements.
    """
    random = Random(seed)
    answers = [[[random.randint(0, MOST) for _ in range(4)] for _ in range(10)] for _ in range(people)]
    rows = [[[str(one) for one in challenge] for challenge in person] for person in answers]
    truth = []
    for challenge in range(10):
        person, answered = random.randrange(people), random.randint(1, 3)
        for statement in random.sample(range(4), 4 - answered):
            rows[person][challenge][statement] = random.choice("?.-")
            answers[person][challenge][statement] = 0
        truth.append((sum(answers[person][challenge]), answered))
    texts = ["".join("".join(challenge) for challenge in person) for person in rows]
    return [("staff", "Elm ward", text, "") for text in texts], truth


def possible(result: PerspectiveResult, people: int, answered: int) -> set[int]:
    """Every sum of the one incomplete person's answers that fits all that is published of a challenge."""
    assert result.score is not None
    assert result.n is not None
    shown = sum(sum(value * n for value, n in enumerate(one.counts)) for one in result.statements if one.counts)
    hidden = sum(one.counts is None for one in result.statements)
    found = set()
    for theirs in range(MOST * answered + 1):
        scored = theirs / answered if result.n == people else 0.0
        means = [result.score - rounding(result), result.score + rounding(result)]
        low, high = (round(4 * (mean * result.n * MOST / 100 - scored) + theirs - shown, 6) for mean in means)
        if math.ceil(low) <= math.floor(high) and high >= 0 and low <= hidden * MOST * people:
            found.add(theirs)
    return found


@pytest.mark.parametrize("people", [12, 25, 60, 120])
@pytest.mark.parametrize("seed", range(6))
def test_what_one_incomplete_person_said_is_not_in_the_score(
    seed: int, people: int, ten_challenges: Questionnaire
) -> None:
    rows, truth = asked(seed, people)
    found = publish(tally(AnswerLayout.of(ten_challenges), rows), ten_challenges, audit_cycle=AuditCycleName("2026"))
    for challenge, (theirs, answered) in zip(found.challenges, truth, strict=True):
        result = challenge.perspectives[STAFF]
        sums = possible(result, people, answered)
        assert theirs in sums
        assert max(sums) - min(sums) >= MOST * answered / 2
        assert result.alpha is None
    everyone = [one.perspectives[STAFF] for one in (*found.challenges, *found.teams[0].challenges)]
    assert {rounding(one) for one in everyone} <= ({0.5} if people < 100 else {0.05})
    assert all(one.sd is not None and one.sd % (5 if people < 30 else 1) == 0 for one in everyone)


@pytest.mark.parametrize("people", [10, 11, 12, 15, 20, 30, 60, 100])
@pytest.mark.parametrize("usual", [(4, 4, 4, 4, 3), (3, 3, 4, 4, 4), (3, 3, 4, 4, 4, 2, 1)])
def test_nor_is_it_in_the_score_and_the_spread_together(
    people: int, usual: tuple[int, ...], ten_challenges: Questionnaire
) -> None:
    """For someone who knows that one person left out one statement, and which one."""
    random = Random(people)
    forms = [[[random.choice(usual) for _ in range(4)] for _ in range(10)] for _ in range(people)]
    texts = [["".join(map(str, challenge)) for challenge in form] for form in forms]
    texts[0] = [text[:3] + "." for text in texts[0]]
    rows = [("staff", "Elm ward", "".join(text), "") for text in texts]
    found = publish(tally(AnswerLayout.of(ten_challenges), rows), ten_challenges, audit_cycle=AuditCycleName("2026"))
    for number, challenge in enumerate(found.challenges):
        for result in (challenge.perspectives[STAFF], found.teams[0].challenges[number].perspectives[STAFF]):
            sums = fitting(result)
            assert sum(forms[0][number][:3]) in sums
            assert len(sums) > 1, (people, challenge.id, result.score, result.sd)


def fitting(result: PerspectiveResult) -> set[int]:
    """Every sum of three answers of one person that fits the score and the spread of a challenge of four statements.

    Everyone else's sum is a whole number from 0 to 16, so the sum of their squares is one of few.
    """
    assert result.n is not None
    assert result.score is not None
    assert result.sd is not None
    n, unit, half, step = result.n, 4 * MOST / 100, rounding(result), 1 if result.n >= 30 else 5
    found = set()
    for theirs in range(3 * MOST + 1):
        own = 4 * theirs / 3
        low, high = ((result.score + error) * unit * n - own for error in (-half - 1e-9, half + 1e-9))
        for rest in range(max(0, math.ceil(low)), math.floor(high) + 1):
            between = [
                (n - 1) * (max(0.0, sd) * unit) ** 2 + (rest + own) ** 2 / n - own**2
                for sd in (result.sd - step - 1e-9, result.sd + 1e-9)
            ]
            first, last = max(0, math.ceil(between[0])), math.floor(between[1])
            if last >= first and (sums_of_squares(n - 1).get(rest, 0) >> first) % (1 << (last - first + 1)):
                found.add(theirs)
    return found


@functools.cache
def sums_of_squares(people: int) -> dict[int, int]:
    """Sum of so many people's scores, each from 0 to 16 -> the sums of their squares, each as one bit."""
    found = {0: 1}
    for _ in range(people):
        before, found = found, {}
        for total, squares in before.items():
            for score in range(4 * MOST + 1):
                found[total + score] = found.get(total + score, 0) | (squares << score * score)
    return found


@pytest.mark.parametrize("others", ["4444", "44__", "4?.."])
def test_nobody_is_left_over_between_two_forms_or_among_people_who_stopped(
    others: str, ten_challenges: Questionnaire
) -> None:
    """One person answered one way, and the rest another: the sum over the one must not follow."""
    rest = f"{others}{'2' * 36}"
    for one in {"4444", "44__", "4?..", "434?"} - {others}:
        rows = [("staff", "Elm ward", rest, "")] * 14 + [("staff", "Elm ward", f"{one}{'2' * 36}", "")]
        found = publish(
            tally(AnswerLayout.of(ten_challenges), rows), ten_challenges, audit_cycle=AuditCycleName("2026")
        ).challenges[0]
        view = found.perspectives[STAFF]
        asked = [statement for statement in view.statements if statement.counts is None]
        assert view.score is None or len(asked) >= 2, one
        assert view.alpha is None


def test_without_protection_it_is_there_to_the_last_digit(
    monkeypatch: pytest.MonkeyPatch, ten_challenges: Questionnaire
) -> None:
    monkeypatch.setattr(protected_audit, "protect_statements", lambda *_, **__: frozenset())
    monkeypatch.setattr(protected_audit, "_rounded", lambda scores: scores)
    rows, truth = asked(0, 25)
    found = publish(tally(AnswerLayout.of(ten_challenges), rows), ten_challenges, audit_cycle=AuditCycleName("2026"))
    for challenge, (theirs, answered) in zip(found.challenges, truth, strict=True):
        if answered == 3:
            assert possible(challenge.perspectives[STAFF], 25, answered) == {theirs}
