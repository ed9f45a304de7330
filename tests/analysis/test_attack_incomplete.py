"""Someone left a statement out. Do the score, the statements and alpha together tell what else they said?

The score is a mean over people and a statement's counts run over those who answered it: where one person is
incomplete, the difference of the two is that person's own answers, to the last digit.
"""

from random import Random

import pytest

from imroc_audit.analysis import publish as publishing
from imroc_audit.analysis.publish import publish
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.results import PerspectiveResult
from imroc_audit.tally import Layout, Row, tally

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
        rest = 4 * (result.score * result.n * MOST / 100 - scored) + theirs - shown
        if round(rest, 6) in range(hidden * MOST * people + 1):
            found.add(theirs)
    return found


@pytest.mark.parametrize("people", [12, 25, 60])
@pytest.mark.parametrize("seed", range(8))
def test_what_one_incomplete_person_said_is_not_in_the_score(
    seed: int, people: int, ten_challenges: Questionnaire
) -> None:
    rows, truth = asked(seed, people)
    found = publish(tally(Layout.of(ten_challenges), rows), ten_challenges, audit_cycle="2026")
    for challenge, (theirs, answered) in zip(found.challenges, truth, strict=True):
        result = challenge.perspectives["staff"]
        sums = possible(result, people, answered)
        assert theirs in sums
        assert max(sums) - min(sums) >= MOST * answered / 2
        assert result.alpha is None
        assert result.sd is not None
        assert result.sd == pytest.approx(round(result.sd, 1), abs=1e-9)
    for challenge in found.teams[0].challenges:
        spread = challenge.perspectives["staff"].sd
        assert spread is not None
        assert spread == pytest.approx(round(spread), abs=1e-9)


@pytest.mark.parametrize("others", ["4444", "44__", "4?.."])
def test_nobody_is_left_over_between_two_forms_or_among_people_who_stopped(
    others: str, ten_challenges: Questionnaire
) -> None:
    """One person answered one way, and the rest another: the sum over the one must not follow."""
    rest = f"{others}{'2' * 36}"
    for one in {"4444", "44__", "4?..", "434?"} - {others}:
        rows = [("staff", "Elm ward", rest, "")] * 14 + [("staff", "Elm ward", f"{one}{'2' * 36}", "")]
        found = publish(tally(Layout.of(ten_challenges), rows), ten_challenges, audit_cycle="2026").challenges[0]
        view = found.perspectives["staff"]
        asked = [statement for statement in view.statements if statement.counts is None]
        assert view.score is None or len(asked) >= 2, one
        assert view.alpha is None


def test_without_protection_it_is_there_to_the_last_digit(
    monkeypatch: pytest.MonkeyPatch, ten_challenges: Questionnaire
) -> None:
    monkeypatch.setattr(publishing, "protect_statements", lambda *_, **__: frozenset())
    rows, truth = asked(0, 25)
    found = publish(tally(Layout.of(ten_challenges), rows), ten_challenges, audit_cycle="2026")
    for challenge, (theirs, answered) in zip(found.challenges, truth, strict=True):
        if answered == 3:
            assert possible(challenge.perspectives["staff"], 25, answered) == {theirs}
