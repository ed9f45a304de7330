"""The tables of results hold everything that is published and nothing else: an attacker gains nothing from them."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, cast

import pytest

from imroc_audit.analysis.publish import publish
from imroc_audit.exchange.results.results_tables import (
    GAP_MEASURES,
    PERSPECTIVE_MEASURES,
    STATEMENT_MEASURES,
    Number,
    answers_table,
    results_table,
)
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.results import Gap, PerspectiveResult, Results, StatementResult
from imroc_audit.tally import AnswerLayout, Row, tally
from tests.analysis.test_attack import people, published, questionnaire

SEEDS = range(20)


def numbers(results: Results) -> list[Number]:
    return [Number(*row[1:]) for row in results_table(results, questionnaire(), {}).rows]  # type: ignore[arg-type]


def answers(results: Results) -> dict[tuple[str, str, str], tuple[int | None, str]]:
    """(perspective, statement, answer) -> people, and whether that is hidden."""
    return {
        (str(row[1]), str(row[3]), str(row[5])): (cast("int | None", row[7]), str(row[8]))
        for row in answers_table(results, questionnaire(), {}).rows
    }


def everything(value: object) -> Iterator[float]:
    """Every number in the JSON of results; something that is true is 1."""
    if isinstance(value, dict):
        for each in value.values():
            yield from everything(each)
    elif isinstance(value, list):
        for each in value:
            yield from everything(each)
    elif isinstance(value, (bool, int, float)):
        yield float(value)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_number_is_in_the_tables_that_is_not_in_the_results(seed: int) -> None:
    results = published(seed)
    known = Counter(everything(results.model_dump(mode="json")))
    assert Counter(float(one.value) for one in numbers(results) if one.value is not None) <= known
    asked = {one for one, n in results.respondents.items() if n != 0}
    assert Counter(n for (one, *_), (n, _) in answers(results).items() if n is not None and one in asked) <= known


@pytest.mark.parametrize("seed", SEEDS)
def test_every_score_count_gap_and_vote_is_in_the_table_once(seed: int) -> None:
    results = published(seed)
    rows = Counter(one._replace(value=None, hidden="") for one in numbers(results))
    assert max(rows.values()) == 1
    found = {one._replace(value=None, hidden="", reverse=None): one.value for one in numbers(results)}

    def value(about: str, id_: str, measure: str, **more: Any) -> float | None:
        return found[Number(about, id_, measure, None, **more)]

    for team, challenges in (("", results.challenges), *((one.team, one.challenges) for one in results.teams)):
        for challenge in challenges:
            assert value("challenge", challenge.id, "equal_voice_score", team=team) == challenge.score
            for one, view in challenge.perspectives.items():
                assert value("challenge", challenge.id, "score", perspective=one, team=team) == view.score
            for gap in challenge.gaps:
                first, second = gap.between
                where = {"perspective": first, "compared_with": second, "team": team}
                assert value("gap", challenge.id, "difference", **where) == gap.difference
    for priority in results.priorities:
        for one, votes in priority.votes.items():
            assert value("priority", priority.challenge, "votes", perspective=one) == votes
    assert value("people", "", "respondents") == results.participation.total


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_hidden_is_blank_and_said_to_be_hidden(seed: int) -> None:
    results = published(seed)
    assert all(one.value is None for one in numbers(results) if one.hidden)
    assert all((people is None) == (hidden == "hidden") for people, hidden in answers(results).values())
    shown = {(one.perspective, one.team): one for one in numbers(results) if one.measure == "respondents"}
    for perspective, counts in results.participation.counts.items():
        for team, n in counts.items():
            assert (shown[perspective, team or "no team given"].hidden == "hidden") == (n is None)


def shuffled(rows: list[Row], seed: int) -> list[Row]:
    """Each person of a group gets each answer from somebody else of the group: no two need stay together."""
    draw, groups = random.Random(seed), defaultdict(list)
    for one, team, given, ranked in rows:
        groups[one, team].append((given, ranked))
    mixed = []
    for (one, team), members in groups.items():
        columns = [draw.sample(column, len(column)) for column in zip(*(given for given, _ in members), strict=True)]
        mixed += [(one, team, "".join(row), members[n][1]) for n, row in enumerate(zip(*columns, strict=True))]
    return mixed


@pytest.mark.parametrize("seed", SEEDS)
def test_who_gave_which_answers_together_cannot_be_told_from_the_answers_table(seed: int) -> None:
    """Someone who knows three of a colleague's answers learns nothing about the others.

    Which statements are hidden may differ: that tells how many people left something out, and not what they said.
    """
    rows = list(people(seed))
    asked, layout = questionnaire(), AnswerLayout.of(questionnaire())
    before, after = (
        answers(publish(tally(layout, each), asked, audit_cycle=AuditCycleName("2026-spring")))
        for each in (rows, shuffled(rows, seed))
    )
    assert rows != shuffled(rows, seed)
    both = [key for key in before if before[key][0] is not None and after[key][0] is not None]
    assert both
    assert [before[key] for key in both] == [after[key] for key in both]


def test_a_statement_that_nobody_was_there_to_answer_is_nought_and_not_hidden(tiny: Questionnaire) -> None:
    rows = [("staff", "", "01234", "")] * 12
    results = publish(tally(AnswerLayout.of(tiny), rows), tiny, audit_cycle=AuditCycleName("2026-spring"))
    found = answers_table(results, tiny, {}).rows
    assert {(row[7], row[8]) for row in found if row[1] == "carer"} == {(0, "")}
    assert [row[5] for row in found[:8]] == ["0", "1", "2", "3", "4", "dk", "na", "skipped"]
    assert found[0][4:] == ("I listen.", "0", "Not true", 12, "", 0)


def test_a_statement_that_is_worded_the_other_way_round_is_marked_in_every_row(tiny: Questionnaire) -> None:
    rows: list[Row] = [("staff", "", "44444", "")] * 12
    results = publish(tally(AnswerLayout.of(tiny), rows), tiny, audit_cycle=AuditCycleName("2026-spring"))
    assert {(row[3], row[-1]) for row in answers_table(results, tiny, {}).rows if row[2] == "c01"} == {
        ("c01.1", 0),
        ("c01.2", 1),
    }
    found = [Number(*row[1:]) for row in results_table(results, tiny, {}).rows]  # type: ignore[arg-type]
    assert {one.reverse for one in found if one.id == "c01.2"} == {1}
    assert {one.reverse for one in found if one.about != "statement"} == {None}
    assert next(one.value for one in found if (one.id, one.measure) == ("c01.2", "mean")) == 0


def test_alpha_that_is_kept_back_is_said_to_be_hidden_and_one_that_there_cannot_be_is_not(tiny: Questionnaire) -> None:
    complete: list[Row] = [("staff", "", answers, "") for answers in ("44444", "00000", "40123", "22331")] * 5
    few: list[Row] = [("staff", "", "4.444", "")] * 2
    cases = {"": complete, "hidden": complete + few}
    for hidden, rows in cases.items():
        results = publish(tally(AnswerLayout.of(tiny), rows), tiny, audit_cycle=AuditCycleName("2026-spring"))
        table = [Number(*row[1:]) for row in results_table(results, tiny, {}).rows]  # type: ignore[arg-type]
        (alpha,) = [one for one in table if (one.id, one.measure, one.perspective) == ("c01", "alpha", "staff")]
        assert (alpha.value is None, alpha.hidden) == (bool(hidden), hidden)
    alike = publish(
        tally(AnswerLayout.of(tiny), [("staff", "", "44444", "")] * 12),
        tiny,
        audit_cycle=AuditCycleName("2026-spring"),
    )
    table = [Number(*row[1:]) for row in results_table(alike, tiny, {}).rows]  # type: ignore[arg-type]
    assert {one.hidden for one in table if (one.measure, one.perspective) == ("alpha", "staff")} == {""}


def test_every_number_that_results_have_is_a_measure() -> None:
    assert set(PERSPECTIVE_MEASURES) == PerspectiveResult.model_fields.keys() - {"hidden", "statements"}
    assert set(STATEMENT_MEASURES) == StatementResult.model_fields.keys() - {"id", "counts"}
    assert set(GAP_MEASURES) == Gap.model_fields.keys() - {"between"}
