import pytest

from imroc_audit.model.ids import ChallengeId
from imroc_audit.model.results import Hidden, Suppressed
from imroc_audit.report.text.hidden import Called, by_reason, hidden_words
from tests.ids import CARER, STAFF

CALLED = Called(
    labels={STAFF: "Staff", CARER: "Relatives and friends"},
    titles={ChallengeId("c01"): "Hope", ChallengeId("c02"): "Choice", ChallengeId("c03"): "Own plans"},
)


def words(*hidden: Suppressed) -> list[Hidden]:
    return list(hidden_words(hidden, 10, CALLED))


@pytest.mark.parametrize(
    ("hidden", "what", "why"),
    [
        (
            Suppressed(perspective="staff", part="people", reason="few people"),
            "Staff",
            "Fewer than 10 people answered.",
        ),
        (
            Suppressed(part="number of people", reason="a group too small"),
            "The number of people in all",
            "It would give away a group that is too small.",
        ),
        (
            Suppressed(perspective="staff", part="scores", challenges=("c02",), reason="few scores, or a small team"),
            "Staff: Choice",
            "Fewer than 10 people answered enough of it, or it would give a small team away.",
        ),
        (
            Suppressed(perspective="staff", part="statements", challenges=("c02",), statements=3, reason="few answers"),
            "Staff: Choice, 3 statements",
            "Fewer than 10 people chose an answer, left one out or were not asked, and it would give theirs away.",
        ),
        (
            Suppressed(perspective="staff", part="priorities", reason="few votes"),
            "Staff: the priorities they chose",
            "Fewer than 10 people chose any.",
        ),
        (
            Suppressed(
                perspective="carer",
                team="Elm",
                part="scores",
                challenges=("c01", "c03"),
                reason="few scores, or a team as small",
            ),
            "Elm: Relatives and friends, challenges 1 and 3",
            "Fewer than 10 people answered enough of it, or showing it would give away a team that small.",
        ),
    ],
)
def test_each_thing_that_is_hidden_is_told_with_its_reason(hidden: Suppressed, what: str, why: str) -> None:
    assert words(hidden) == [Hidden(what=what, why=why)]


def test_the_perspectives_hidden_in_a_team_are_told_together_and_those_of_another_apart() -> None:
    hidden = [
        Suppressed(perspective=perspective, team=team, part="people", reason="few people, or a group as small")
        for team in ("Elm", "")
        for perspective in ("staff", "carer")
    ]
    assert [each.what for each in words(*hidden)] == [
        "Elm: Staff, Relatives and friends",
        "No team given: Staff, Relatives and friends",
    ]


def test_perspectives_that_are_hidden_as_a_whole_are_told_one_by_one() -> None:
    hidden = [Suppressed(perspective=one, part="people", reason="few people") for one in ("staff", "carer")]
    assert [each.what for each in words(*hidden)] == ["Staff", "Relatives and friends"]


def test_what_is_hidden_for_one_reason_is_told_together() -> None:
    hidden = [Hidden(what=what, why=why) for what, why in (("A", "Few."), ("B", "Other."), ("C", "Few."))]
    assert by_reason(hidden) == {"Few.": "A; C", "Other.": "B"}
