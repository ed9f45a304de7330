"""One team's results: everything that is shown of it, and nothing that is said about anybody else."""

import pytest

from imroc_audit.analysis.publish import publish
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import AuditCycle
from imroc_audit.report.text.hidden import results_file
from imroc_audit.tally import AnswerLayout, Row, tally
from imroc_audit.workflows.publishing import ClosedCycle
from imroc_audit.workflows.showing.results import only_team


def people(n: int, perspective: str, team: str, answers: str) -> list[Row]:
    return [(perspective, team, answers, "")] * n


def closed(asked: Questionnaire, rows: list[Row]) -> ClosedCycle:
    cycle = AuditCycle(
        name="2026",
        status="closed",
        opened="2026-03-01",
        closed="2026-04-01",
        questionnaire_id=asked.id,
        questionnaire_version=asked.version,
        questionnaire_hash=asked.hash,
        definition="",
        terms="",
    )
    results = publish(tally(AnswerLayout.of(asked), rows), asked, audit_cycle=AuditCycleName("2026"))
    return ClosedCycle(audit_cycle=cycle, questionnaire=asked, results=results)


@pytest.mark.parametrize("team", ["Staff", "Staff: night"])
def test_a_team_called_like_a_perspective_hears_nothing_about_the_whole_organisation(
    tiny: Questionnaire, team: str
) -> None:
    rows = [
        *people(14, "staff", team, "40???"),
        *people(21, "staff", "Oak", "40???"),
        *people(3, "carer", team, "4044_"),
    ]
    shown = closed(tiny, rows)
    told = [words.what for words in results_file(shown.results, tiny).hidden]
    assert "Staff: Choice" in told  # of all teams together
    only = only_team(shown, team)
    assert only.results.hidden
    assert all(hidden.team == team for hidden in only.results.hidden)
    assert "Staff: Choice" not in [words.what for words in results_file(only.results, tiny).hidden]


def test_a_team_whose_name_begins_like_that_of_another_hears_nothing_about_it(tiny: Questionnaire) -> None:
    rows = [
        *people(12, "staff", "Elm", "40444"),
        *people(3, "carer", "Elm", "4044_"),
        *people(12, "staff", "Elm: night", "40444"),
        *people(4, "carer", "Elm: night", "4044_"),
    ]
    only = only_team(closed(tiny, rows), "Elm")
    assert {hidden.team for hidden in only.results.hidden} == {"Elm"}
