"""From answers to what may be shown: right numbers, nothing of small groups, nothing pooled."""

import json
from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from imroc_audit.analysis.publish import publish
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.ids import AuditCycleName, PerspectiveId
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.results import Results, ResultsFile
from imroc_audit.report.text.hidden import results_file
from imroc_audit.tally import AnswerLayout, Row, tally
from tests.conftest import TINY
from tests.ids import CARER, SERVICE_USER, STAFF

Table = Callable[[str], list[Row]]


def people(n: int, perspective: str, team: str, answers: str, priorities: str = "") -> list[Row]:
    return [(perspective, team, answers, priorities)] * n


def results(tiny: Questionnaire, rows: list[Row], **options: object) -> Results:
    return publish(tally(AnswerLayout.of(tiny), rows), tiny, audit_cycle="2026", **options)  # type: ignore[arg-type]


def told(found: Results, asked: Questionnaire) -> list[str]:
    """What is hidden, as people read it."""
    return [words.what for words in results_file(found, asked).hidden]


def test_scores_are_means_over_people_and_every_perspective_has_an_equal_voice(tiny: Questionnaire) -> None:
    rows = people(40, "staff", "elm", "40444") + people(10, "service_user", "elm", "22222")
    rows += people(10, "carer", "elm", "0400_")
    first, second = results(tiny, rows).challenges
    assert {one: found.score for one, found in first.perspectives.items()} == {
        "staff": 100.0,
        "service_user": 50.0,
        "carer": 0.0,
    }
    assert first.score == 50.0  # the pooled mean would be 75
    assert second.perspectives[CARER].n == 10


def test_a_challenge_of_forty_statements_is_published_as_exactly_as_a_short_one() -> None:
    def audit(statements: int) -> Results:
        asked, problems = parse_questionnaire(wide(statements), "wide.yaml")
        assert asked is not None, problems
        high, low = "4" * statements, "0" * statements
        rows = people(30, "staff", "elm", high) + people(170, "staff", "oak", low) + people(4, "staff", "ash", high)
        rows += people(50, "service_user", "elm", high) + people(150, "service_user", "oak", low)
        return publish(tally(AnswerLayout.of(asked), rows), asked, audit_cycle=AuditCycleName("2026"))

    long, short = audit(40), audit(4)
    staff = long.challenges[0].perspectives[STAFF]
    assert (staff.n, staff.score) == (204, float(Fraction(3400, 204)))
    assert staff.sd == pytest.approx(37.36, abs=5e-3)
    assert long.challenges[0].gaps == short.challenges[0].gaps
    assert long.hidden == short.hidden
    assert [view.sd for view in long.challenges[0].perspectives.values()] == [
        view.sd for view in short.challenges[0].perspectives.values()
    ]
    assert [one.challenges[0].score for one in long.teams] == [one.challenges[0].score for one in short.teams]


def wide(statements: int) -> str:
    """A questionnaire of one challenge with so many statements."""
    head, _, _ = TINY.partition("challenges:")
    asked = "\n".join(
        f'      - {{id: c01.{n}, wording: {{staff: "I listen {n}.", service_user: "They listen {n}.", '
        f'carer: "They do {n}."}}}}'
        for n in range(1, statements + 1)
    )
    return f"""{head.replace("priorities: 2", "priorities: 0")}challenges:
  - id: c01
    title: {{text: Everyday contact}}
    about: {{text: How people treat each other.}}
    stages: {{engagement: We talk., development: We try., transformation: We do.}}
    statements:
{asked}
"""


def test_gaps_are_given_for_every_pair_first_minus_second(tiny: Questionnaire) -> None:
    rows = people(10, "staff", "elm", "40444") + people(10, "service_user", "elm", "22222")
    gaps = results(tiny, rows).challenges[0].gaps
    assert [gap.between for gap in gaps] == [
        ("staff", "service_user"),
        ("staff", "carer"),
        ("service_user", "carer"),
    ]
    assert (gaps[0].difference, gaps[0].cliffs_delta, gaps[0].probability_of_superiority) == (50.0, 1.0, 1.0)
    assert gaps[1].difference is None


def test_nobody_and_too_few_look_different(tiny: Questionnaire) -> None:
    rows = people(12, "staff", "elm", "40444") + people(9, "service_user", "elm", "22222")
    found = results(tiny, rows)
    hidden, nobody = (found.challenges[0].perspectives[PerspectiveId(one)] for one in ("service_user", "carer"))
    assert found.respondents == {"staff": 12, "service_user": None, "carer": 0}
    assert (hidden.n, hidden.score, hidden.hidden) == (None, None, True)
    assert (nobody.n, nobody.score, nobody.hidden) == (0, None, False)
    assert found.participation.total is None
    assert told(found, tiny)[:1] == ["People using services"]


def test_nothing_of_a_hidden_perspective_is_anywhere(tiny: Questionnaire) -> None:
    visible = people(12, "staff", "elm", "40444", "c01") + people(12, "service_user", "elm", "31222", "c02")
    first = results(tiny, visible + people(3, "carer", "elm", "1302_", "c02 c01"))
    second = results(tiny, visible + people(9, "carer", "elm", "4102_", "c01"))
    assert first == second


@pytest.mark.parametrize("n", [0, 1, 9])
def test_below_the_threshold_nothing_is_shown(tiny: Questionnaire, n: int) -> None:
    found = results(tiny, people(n, "staff", "elm", "40444", "c01"))
    assert all(one.score is None for challenge in found.challenges for one in challenge.perspectives.values())
    assert all(vote in (None, 0) for priority in found.priorities for vote in priority.votes.values())
    assert found.teams == ()
    assert found.challenges[0].score is None


def test_one_visible_perspective_is_no_equal_voice(tiny: Questionnaire) -> None:
    assert results(tiny, people(30, "staff", "elm", "40444")).challenges[0].score is None


def test_a_challenge_few_people_answered_is_hidden_alone(tiny: Questionnaire) -> None:
    rows = people(12, "staff", "elm", "40???") + people(9, "staff", "elm", "40444")
    first, second = (one.perspectives[STAFF] for one in results(tiny, rows).challenges)
    assert first.n == 21
    assert second.hidden
    assert [one.counts for one in second.statements] == [None, None, None]
    assert [one.dont_know for one in second.statements] == [None, None, None]


def test_a_statement_that_few_answered_is_not_hidden_alone_and_not_in_silence(tiny: Questionnaire) -> None:
    rows = people(12, "staff", "elm", "40444") + people(9, "staff", "elm", "404?4") + people(2, "staff", "elm", "40?44")
    found = results(tiny, rows)
    second = found.challenges[1].perspectives[STAFF]
    assert second.score is not None
    assert [one.counts is None for one in second.statements] == [False, False, False]
    few = results(tiny, rows[:3] + [("staff", "elm", "404?4", "")] * 20)
    second = few.challenges[1].perspectives[STAFF]
    assert second.score is not None
    assert [one.counts is None for one in second.statements] == [True, True, True]
    assert "Staff: Choice, 3 statements" in told(few, tiny)


def test_what_a_perspective_is_too_small_for_is_listed(tiny: Questionnaire) -> None:
    rows = people(12, "staff", "elm", "40???") + people(9, "staff", "elm", "40444", "c01")
    listed = told(results(tiny, rows), tiny)
    assert listed == ["Staff: Choice", "Staff: the priorities they chose"]


def test_nobody_answered_one_challenge(tiny: Questionnaire) -> None:
    second = results(tiny, people(12, "staff", "elm", "40...")).challenges[1]
    assert second.perspectives[STAFF].hidden
    assert second.score is None


def test_a_challenge_that_nobody_was_asked_is_empty_and_not_hidden(tiny: Questionnaire) -> None:
    rows = (
        people(12, "staff", "elm", "40___") + people(30, "staff", "oak", "40444") + people(11, "staff", "ash", "40444")
    )
    asked = results(tiny, rows)
    assert asked.challenges[1].perspectives[STAFF].n == 41
    elm = next(team for team in asked.teams if team.team == "elm").challenges[1].perspectives[STAFF]
    assert (elm.n, elm.hidden) == (0, False)
    second = results(tiny, rows[:12])
    view = second.challenges[1].perspectives[STAFF]
    assert (view.n, view.hidden, view.statements) == (0, False, ())
    assert not [one for one in second.hidden if "c02" in one.challenges]


def test_a_team_hidden_on_a_challenge_is_listed(tiny: Questionnaire) -> None:
    rows = [
        *people(12, "staff", "elm", "40???"),
        *people(30, "staff", "oak", "40444"),
        *people(30, "staff", "ash", "10123"),
    ]
    found = results(tiny, rows)
    assert [(one.perspective, one.challenges) for one in found.hidden if one.team == "elm"] == [("staff", ("c02",))]
    assert "elm: Staff, challenge 2" in told(found, tiny)


def test_hidden_challenges_of_a_team_are_called_by_the_numbers_that_reports_show(tiny: Questionnaire) -> None:
    rows = [*people(12, "staff", "elm", "?????"), *people(30, "staff", "oak", "40444")]
    listed = told(results(tiny, [*rows, *people(30, "staff", "ash", "10123")]), tiny)
    assert "elm: Staff, challenges 1 and 2" in listed


def test_everyone_answering_the_same_is_flagged(tiny: Questionnaire) -> None:
    staff = results(tiny, people(12, "staff", "elm", "40444")).challenges[0].perspectives[STAFF]
    assert all(statement.unanimous for statement in staff.statements)
    assert (staff.low, staff.high, staff.consensus, staff.alpha) == (100.0, 100.0, 1.0, None)


def test_a_reversed_statement_counts_as_chosen_and_scores_turned_round(tiny: Questionnaire) -> None:
    statement = results(tiny, people(10, "staff", "elm", "01444")).challenges[0].perspectives[STAFF].statements[1]
    assert statement.counts == (0, 10, 0, 0, 0)
    assert statement.mean == 3.0


def test_a_statement_that_a_perspective_is_not_asked_is_left_out(tiny: Questionnaire) -> None:
    carers = results(tiny, people(10, "carer", "elm", "4044_")).challenges[1].perspectives[CARER]
    assert [statement.id for statement in carers.statements] == ["c02.1", "c02.2"]


def test_a_statement_that_a_hidden_perspective_is_not_asked_is_left_out_too(tiny: Questionnaire) -> None:
    carer = results(tiny, people(4, "carer", "elm", "4044_")).challenges[1].perspectives[CARER]
    assert [one.id for one in carer.statements] == ["c02.1", "c02.2"]


def test_small_bases_are_flagged_under_thirty(tiny: Questionnaire) -> None:
    staff, users = people(30, "staff", "elm", "40444"), people(29, "service_user", "elm", "40444")
    found = results(tiny, staff + users).challenges[0].perspectives
    assert (found[STAFF].small_base, found[SERVICE_USER].small_base) == (False, True)


def test_a_known_head_count_narrows_the_interval_and_an_unknown_team_does_not(tiny: Questionnaire) -> None:
    rows = people(6, "staff", "elm", "40444") + people(6, "staff", "elm", "22222")
    free, known, partly = (
        results(tiny, rows, head_counts=counts).challenges[0].perspectives[STAFF]
        for counts in ({}, {"staff": {"elm": 13}}, {"staff": {"oak": 13}})
    )
    assert free.low is not None
    assert known.low is not None
    assert known.low > free.low
    assert partly.low == free.low


def test_a_head_count_that_cannot_be_right_narrows_no_interval_and_is_named(tiny: Questionnaire) -> None:
    """Whoever answered counts, with a score or without; and one team's wrong head count makes the whole one wrong."""
    elm = people(6, "staff", "elm", "40444") + people(6, "staff", "elm", "22222") + people(3, "staff", "elm", ".....")
    oak = people(6, "staff", "oak", "40444") + people(6, "staff", "oak", "22222")
    free, wrong, right = (
        results(tiny, elm + oak, head_counts=counts)
        for counts in ({}, {"staff": {"elm": 14, "oak": 40}}, {"staff": {"elm": 15, "oak": 40}})
    )

    def lows(found: Results) -> list[float | None]:
        whole = found.challenges[0].perspectives[STAFF].low
        return [whole, *(one.challenges[0].perspectives[STAFF].low for one in found.teams)]

    assert lows(wrong)[:2] == lows(free)[:2]
    assert lows(wrong)[2] == lows(right)[2] != lows(free)[2]
    assert lows(right)[0] != lows(free)[0]
    assert wrong.participation.doubtful == {"staff": ("elm",)}
    assert right.participation.doubtful == free.participation.doubtful == {}


def test_priorities_have_an_equal_voice_and_need_enough_voters(tiny: Questionnaire) -> None:
    rows = people(30, "staff", "elm", "40444", "c01") + people(10, "service_user", "elm", "40444", "c02 c01")
    rows += people(9, "carer", "elm", "4044_", "c02") + people(5, "carer", "elm", "4044_")
    first, second = results(tiny, rows).priorities
    assert first.votes == {"staff": 30, "service_user": 10, "carer": None}
    assert (first.borda, second.borda) == (0.5, 0.5)
    assert (first.rank, second.rank) == (1, 1)
    assert (first.unanimous, second.unanimous) == (("staff", "service_user"), ("service_user",))


def test_teams_show_scores_but_never_statements(tiny: Questionnaire) -> None:
    rows = people(12, "staff", "elm", "40444") + people(15, "staff", "oak", "22222")
    found = {one.team: one.challenges[0].perspectives[STAFF] for one in results(tiny, rows).teams}
    assert {team: one.score for team, one in found.items()} == {"elm": 100.0, "oak": 50.0}
    assert all(one.statements == () and one.consensus is None and one.alpha is None for one in found.values())


def test_a_small_team_takes_another_with_it(tiny: Questionnaire) -> None:
    rows = (
        people(12, "staff", "elm", "40444") + people(15, "staff", "oak", "22222") + people(3, "staff", "ash", "31221")
    )
    found = results(tiny, rows)
    assert found.participation.counts[STAFF] == {"elm": None, "oak": 15, "ash": None}
    assert [one.team for one in found.teams] == ["oak"]


@pytest.mark.parametrize("not_asked", ["_", "4"])
def test_who_was_not_asked_cannot_be_counted_where_they_may_be_a_small_team(
    tiny: Questionnaire, not_asked: str
) -> None:
    """Elm's own form left the first statement out: those who were asked it are everyone but Elm."""
    rows = people(4, "staff", "elm", f"{not_asked}0444") + people(12, "staff", "oak", "22222")
    found = results(tiny, rows + people(30, "staff", "ash", "31221")).challenges[0].perspectives[STAFF]
    assert found.score is not None
    assert [one.counts is None for one in found.statements] == [not_asked == "_"] * 2


def test_who_was_not_asked_a_whole_challenge_cannot_be_counted_either(tiny: Questionnaire) -> None:
    """Else the people with a score are everyone but Elm, and, less Ash, they are Oak."""
    rows = people(4, "staff", "elm", "__444") + people(7, "staff", "oak", "22222") + people(30, "staff", "ash", "31221")
    found = results(tiny, rows)
    first, second = (challenge.perspectives[STAFF] for challenge in found.challenges)
    assert (first.hidden, first.n, first.score) == (True, None, None)
    assert (second.hidden, second.n) == (False, 41)
    assert all(team.challenges[0].perspectives[STAFF].hidden for team in found.teams)


def test_scores_are_exact_where_everyone_answered_everything(tiny: Questionnaire) -> None:
    rows = people(7, "staff", "elm", "40444") + people(6, "staff", "elm", "30444")
    found = results(tiny, rows).challenges[0].perspectives[STAFF]
    assert not found.rounded
    assert found.score == pytest.approx(100 * (7 + 6 * 7 / 8) / 13)


def test_where_somebody_left_something_out_the_score_is_rounded_and_its_interval_covers_the_exact_one(
    tiny: Questionnaire,
) -> None:
    rows = people(7, "staff", "elm", "40444") + people(4, "staff", "elm", "30444") + people(1, "staff", "elm", "3.444")
    exact = 100 * (7 + 4 * 7 / 8 + 3 / 4) / 12
    found = results(tiny, rows, head_counts={"staff": {"elm": 12}}).challenges[0].perspectives[STAFF]
    assert (found.rounded, found.score) == (True, round(exact))
    assert found.sd is not None
    assert found.sd % 5 == 0
    assert found.low is not None
    assert found.high is not None
    assert found.low <= exact <= found.high, "also where everyone there is has answered"


def test_of_fewer_than_ten_no_spread_is_told_where_somebody_left_something_out(tiny: Questionnaire) -> None:
    rows = people(2, "staff", "elm", "41444") + people(1, "staff", "elm", "3.444")
    found = results(tiny, rows, threshold=3).challenges[0].perspectives[STAFF]
    assert found.score is not None
    assert found.score % 5 == 0
    assert (found.sd, found.low, found.high) == (None, None, None)


def test_delta_does_not_count_people_on_one_side_of_a_score_that_all_others_have(tiny: Questionnaire) -> None:
    staff = people(7, "staff", "elm", "40444") + people(4, "staff", "elm", "30444") + people(1, "staff", "elm", "3.444")
    alike, mixed = (
        people(12, "carer", "elm", "4044_"),
        people(11, "carer", "elm", "4044_") + people(1, "carer", "elm", "2244_"),
    )
    for carers, is_told in ((alike, False), (mixed, True)):
        gap = results(tiny, staff + carers).challenges[0].gaps[1]
        assert gap.difference is not None
        assert (gap.cliffs_delta is not None) is is_told
        assert (gap.probability_of_superiority is not None) is is_told


def test_results_fit_their_published_schema(tiny: Questionnaire) -> None:
    from jsonschema import Draft202012Validator

    schema = ResultsFile.model_json_schema(mode="serialization")
    Draft202012Validator.check_schema(schema)
    found = results(tiny, people(12, "staff", "elm", "40444", "c01") + people(3, "carer", "oak", "4044_"))
    Draft202012Validator(schema).validate(json.loads(results_file(found, tiny).model_dump_json()))
    assert (schema["title"], schema["$defs"]["Hidden"]["required"]) == ("Results", ["what", "why"])


def test_lenses_are_means_of_their_statements(tiny: Questionnaire) -> None:
    found = results(tiny, people(10, "staff", "elm", "30444"))
    assert [(one.lens, one.tag, one.scores) for one in found.lenses] == [
        ("chime", "hope", {"staff": 75.0, "service_user": None, "carer": None})
    ]


def random_rows(seed: int) -> list[Row]:
    random = Random(seed)
    rows: list[Row] = []
    for perspective in ("staff", "service_user", "carer"):
        lean = random.choice(("0011", "01234", "3344", "2?-."))
        for team in ("elm", "oak", "ash", "fir", ""):
            for _ in range(random.choice((0, 1, 3, 8, 11, 14, 30))):
                answers = "".join(random.choices(lean, k=5))
                rows += people(1, perspective, team, answers, random.choice(("", "c01", "c02 c01")))
    return rows


@pytest.mark.parametrize("seed", range(12))
def test_order_of_people_changes_nothing(tiny: Questionnaire, seed: int) -> None:
    rows = random_rows(seed)
    assert results(tiny, rows) == results(tiny, Random(seed).sample(rows, len(rows)))
