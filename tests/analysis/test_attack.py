"""From answers to published results, and back again as far as an attacker gets."""

import random
from collections.abc import Iterator

import pytest

from imroc_audit.analysis.disclosure import WIDTH, Protected, ProtectedRow
from imroc_audit.analysis.publish import publish
from imroc_audit.analysis.scoring import score_distribution
from imroc_audit.model.ids import AuditCycleName, PerspectiveId, TeamName
from imroc_audit.model.questionnaire import (
    Challenge,
    Option,
    Perspective,
    Questionnaire,
    Scale,
    Stages,
    Statement,
    Wording,
)
from imroc_audit.model.response import NO_TEAM, Group
from imroc_audit.model.results import Results
from imroc_audit.tally import AnswerLayout, Row, Tally, tally
from tests.analysis.attacker import Bases, attack, leaks
from tests.ids import CARER, SERVICE_USER, STAFF

PERSPECTIVES = (STAFF, SERVICE_USER, CARER)
TEAMS = (*map(TeamName, ("elm", "oak", "ash", "fir", "yew")), NO_TEAM)
WORD = Wording(text="Word")


def questionnaire() -> Questionnaire:
    return Questionnaire(
        id="small",
        version="1",
        title="Small",
        consent=WORD,
        scale=Scale(
            question=WORD,
            options=tuple(Option(text="Word", value=value) for value in range(5)),
            dont_know=WORD,
            not_applicable=WORD,
        ),
        perspectives=tuple(Perspective(id=one, label=one, choose=WORD) for one in PERSPECTIVES),
        challenges=tuple(
            Challenge(
                id=challenge,
                title=WORD,
                about=WORD,
                stages=Stages(engagement="One", development="Two", transformation="Three"),
                statements=tuple(
                    Statement(id=f"{challenge}.{number}", wording=dict.fromkeys(PERSPECTIVES, "Word"))
                    for number in range(3)
                ),
            )
            for challenge in ("c01", "c02", "c03")
        ),
    )


def people(seed: int) -> Iterator[Row]:
    """A made-up audit: teams of every size, perspectives that agree or do not, and answers left out."""
    draw = random.Random(seed)  # made-up answers
    for one in PERSPECTIVES:
        leaning, left_out = draw.choice(("00012", "01234", "23344", "44444")), draw.choice((0, 1, 4))
        for team in TEAMS:
            for _ in range(draw.choice((0, 0, draw.randint(1, 9), draw.randint(8, 15), draw.randint(10, 60)))):
                answers = "".join(draw.choices([*leaning, "?", "-", "."], [6] * 5 + [left_out] * 3, k=9))
                yield one, team, answers, " ".join(draw.sample(("c01", "c02", "c03"), draw.randint(0, 3)))


def counted(seed: int) -> Tally:
    return tally(AnswerLayout.of(questionnaire()), people(seed))


def published(seed: int) -> Results:
    found = publish(
        counted(seed),
        questionnaire(),
        audit_cycle=AuditCycleName("2026-spring"),
        teams=(TeamName("elm"), TeamName("oak"), TeamName("ash"), TeamName("fir"), TeamName("yew")),
        head_counts={one: dict.fromkeys(TEAMS, 80) for one in PERSPECTIVES} if seed % 2 else None,
    )
    return Results.model_validate_json(found.model_dump_json())


def bases(audit: Tally) -> Bases:
    return {
        (challenge, group.perspective, group.team): score_distribution(audit.layout, number, counts.scores[number]).n
        for group, counts in audit.groups.items()
        for number, challenge in enumerate(audit.layout.challenges)
    }


def test_careless_results_give_a_small_team_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hiding what is too small, and no more: the attacker takes the other teams off the perspective."""
    rows = [("staff", "elm", "111111111", "")] * 3 + [("staff", "oak", "333333333", "")] * 39
    rows.append(("staff", "oak", "233333333", ""))  # else the score is a whole number, and may have been rounded
    elm = Group(STAFF, TeamName("elm"))
    monkeypatch.setattr("imroc_audit.analysis.publish.protect_counts", lambda *_: Protected(frozenset({elm})))
    monkeypatch.setattr(
        "imroc_audit.analysis.protected_audit.protect_row", lambda *_: ProtectedRow(frozenset({TeamName("elm")}))
    )
    audit = tally(AnswerLayout.of(questionnaire()), rows)
    found = attack(publish(audit, questionnaire(), audit_cycle=AuditCycleName("2026-spring")))
    assert found.counts.cells == {elm: (3, 3)}
    assert found.means["c01", "staff", "elm"] == pytest.approx((25, 25))


SEEDS = range(60)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_hidden_is_shown_elsewhere(seed: int) -> None:
    assert leaks(published(seed)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_count_is_pinned(seed: int) -> None:
    results, audit = published(seed), counted(seed)
    for (one, team), feasible in attack(results).counts.cells.items():
        truth = audit.of(PerspectiveId(one), TeamName(team)).respondents
        assert feasible.low <= truth <= feasible.high
        assert feasible.low <= 1
        assert feasible.width >= results.threshold - 1


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_mean_of_a_small_group_is_pinned_even_where_its_size_is_known(seed: int) -> None:
    results, audit = published(seed), counted(seed)
    known = bases(audit)
    alike = {
        (challenge.id, one)
        for challenge in results.challenges
        for one, found in challenge.perspectives.items()
        if found.alike
    }
    for (challenge, one, team), feasible in attack(results, known).means.items():
        number = audit.layout.challenges.index(challenge)
        counts = audit.of(PerspectiveId(one), TeamName(team))
        truth = score_distribution(audit.layout, number, counts.scores[number])
        if truth.mean is not None:
            assert feasible.low - 1e-6 <= truth.mean <= feasible.high + 1e-6
        if 0 < truth.n < results.threshold and (challenge, one) not in alike:
            assert feasible.width >= WIDTH - 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_where_people_are_too_much_alike_no_team_is_shown(seed: int) -> None:
    results = published(seed)
    for number, challenge in enumerate(results.challenges):
        for one, found in challenge.perspectives.items():
            by_team = [team.challenges[number].perspectives[one].score for team in results.teams]
            assert not found.alike or found.sd == 0 or set(by_team) <= {None}


@pytest.mark.parametrize("seed", SEEDS)
def test_without_the_sizes_a_hidden_mean_is_wider_still(seed: int) -> None:
    results, audit = published(seed), counted(seed)
    informed, outside = attack(results, bases(audit)).means, attack(results).means
    for score, feasible in informed.items():
        assert outside[score].low <= feasible.low + 1e-6
        assert outside[score].high >= feasible.high - 1e-6
