"""The demo goes through the whole loop three times, and is the same every time."""

from datetime import date
from pathlib import Path

import pytest

from imroc_audit.model.study import LoopSummary
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.comparing import compare_audits
from imroc_audit.workflows.demo import DATES, LAST, SECOND, make_audits
from imroc_audit.workflows.reporting import report_of
from imroc_audit.workflows.results import results
from imroc_audit.workflows.studying import loop_of


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "one"
    assert len(list(make_audits(folder))) == 2 * len(DATES) + 1
    return folder


@pytest.fixture(scope="module")
def loop(demo: Path) -> LoopSummary:
    return loop_of(Workspace.find(demo), LAST)


def test_the_demo_is_the_same_every_time(demo: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    list(make_audits(again))
    for folder in (Path(), Path(SECOND)):
        assert results(again / folder).results.model_dump_json() == results(demo / folder).results.model_dump_json()
    assert loop_of(Workspace.find(again), LAST) == loop_of(Workspace.find(demo), LAST)


def test_something_improved_something_declined_and_one_statement_was_reworded(demo: Path) -> None:
    changes = compare_audits(demo, tuple(DATES)).pairs[1].changes
    verdicts = {(one.challenge, one.perspective): one.verdict for one in changes}
    assert verdicts["c06", "service_user"] == "clear improvement"
    assert verdicts["c04", "staff"] == "clear decline"
    assert [*verdicts.values()].count("no clear change") > 20
    reworded = [one for one in changes if one.verdict == "cannot be compared"]
    assert {(one.challenge, one.why, one.because) for one in reworded} == {("c03", "wording changed", ("c03.4",))}


def test_six_actions_show_every_way_that_a_test_of_change_can_go(loop: LoopSummary, demo: Path) -> None:
    first = loop_of(Workspace.find(demo), "2024-spring").actions
    actions = (*first, *loop.earlier_actions, *loop.actions)
    assert len(actions) == 6
    assert [one.status for one in actions].count("abandoned") == 1
    assert max(len(one.pdsa_cycles) for one in actions) == 3
    running = next(one for one in actions if one.action.id == "c05-own-plans")
    assert running.status == "open"
    assert len(running.measures[0].observations) == 20
    assert running.measures[0].run_chart.shifts


def test_staff_are_of_two_minds_about_one_challenge(demo: Path) -> None:
    challenge = next(one for one in results(demo).results.challenges if one.id == "c08")
    consensus = challenge.perspectives["staff"].consensus
    assert consensus is not None
    assert consensus < 0.5


def test_the_second_organisation_can_be_compared_with_the_first(demo: Path) -> None:
    comparison = compare_audits(demo, (str(demo), str(demo / SECOND)))
    assert [one.organisation.split()[0] for one in comparison.audits] == ["Northfield", "Southmere"]
    assert {one.verdict for one in comparison.pairs[0].changes} >= {"clearly higher", "clearly lower"}


def test_the_report_of_the_demo_has_every_part_of_the_loop(demo: Path, tmp_path: Path) -> None:
    (path,) = report_of(Workspace.find(demo), ("html",), tmp_path, date(2026, 11, 21))
    page = path.read_text(encoding="utf-8")
    for anchor in ("since", "agreed", "pdsa", "noticeboard", "next-steps", "action-c09-reflection-3"):
        assert f'id="{anchor}"' in page
