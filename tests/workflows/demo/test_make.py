"""The demo goes through the whole loop three times, and is the same every time."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from imroc_audit.errors import AuditError
from imroc_audit.model.files.plan_file import ClosedTerms, PlanContext, parse_plan
from imroc_audit.model.ids import AuditCycleName, ChallengeId
from imroc_audit.model.plan import Book
from imroc_audit.model.study import LoopSummary
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.demo.files import dated, journal_of, text_of
from imroc_audit.workflows.demo.make import DATES, LAST, SECOND, make_audits, make_demo
from imroc_audit.workflows.showing.comparing import compare_audits
from imroc_audit.workflows.showing.reporting import report
from tests.connections import connections
from tests.ids import SERVICE_USER, STAFF

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Counter[str]]:
    """The demo's folder, and how often each database was opened."""
    folder = tmp_path_factory.mktemp("demo") / "one"
    with connections() as opened:
        assert len(list(make_audits(Audits(folder, TODAY), folder))) == 2 * len(DATES) + 1
    return folder, opened


@pytest.fixture(scope="module")
def demo(made: tuple[Path, Counter[str]]) -> Path:
    return made[0]


@pytest.fixture(scope="module")
def audits(demo: Path) -> Audits:
    return Audits(demo, TODAY)


@pytest.fixture(scope="module")
def loop(audits: Audits) -> LoopSummary:
    return audits.loop(AuditCycleName(LAST))


def test_each_database_of_the_demo_is_opened_once_to_be_filled(made: tuple[Path, Counter[str]]) -> None:
    folder, opened = made
    assert {file: n for file, n in opened.items() if Path(file).exists()} == {
        str(folder / "audit.db"): 1,
        str(folder / SECOND / "audit.db"): 1,
    }


@pytest.mark.parametrize("stopped", [KeyboardInterrupt, None])
def test_a_demo_that_is_stopped_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: type[BaseException] | None
) -> None:
    def half(audits: Audits, folder: Path) -> Iterator[str]:
        folder.mkdir()
        (folder / "audit.db").touch()
        yield "An audit cycle."
        if stopped is not None:
            raise stopped
        yield "Another."

    monkeypatch.setattr("imroc_audit.workflows.demo.make.make_audits", half)
    made = make_demo(tmp_path / "demo", date(2026, 4, 20))
    assert next(made) == "An audit cycle."
    assert (tmp_path / "demo").is_dir()
    if stopped is None:
        made.close()  # type: ignore[attr-defined]
    else:
        with pytest.raises(stopped):
            next(made)
    assert list(tmp_path.iterdir()) == []


def test_a_demo_never_touches_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(AuditError, match="not empty"):
        next(make_demo(tmp_path, date(2026, 4, 20)))
    assert (tmp_path / "notes.txt").exists()


def test_the_demo_is_the_same_every_time(demo: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    list(make_audits(Audits(again, TODAY), again))
    for folder in (Path(), Path(SECOND)):
        first, second = (Audits(each / folder, TODAY).closed().results for each in (demo, again))
        assert first.model_dump_json() == second.model_dump_json()
    assert Audits(again, TODAY).loop(AuditCycleName(LAST)) == Audits(demo, TODAY).loop(AuditCycleName(LAST))


def test_something_improved_something_declined_and_one_statement_was_reworded(audits: Audits) -> None:
    changes = compare_audits(audits, tuple(DATES)).pairs[1].changes
    verdicts = {(one.challenge, one.perspective): one.verdict for one in changes}
    assert verdicts[ChallengeId("c06"), SERVICE_USER] == "clear improvement"
    assert verdicts[ChallengeId("c04"), STAFF] == "clear decline"
    assert [*verdicts.values()].count("no clear change") > 20
    reworded = [one for one in changes if one.verdict == "cannot be compared"]
    assert {(one.challenge, one.why, one.because) for one in reworded} == {("c03", "wording changed", ("c03.4",))}


def test_six_actions_show_every_way_that_a_test_of_change_can_go(loop: LoopSummary, audits: Audits) -> None:
    first = audits.loop(AuditCycleName("2024-spring")).actions
    actions = (*first, *loop.earlier_actions, *loop.actions)
    assert len(actions) == 6
    assert [one.status for one in actions].count("abandoned") == 1
    assert max(len(one.pdsa_cycles) for one in actions) == 3
    running = next(one for one in actions if one.action.id == "c05-own-plans")
    assert running.status == "open"
    assert len(running.measures[0].observations) == 20
    assert running.measures[0].run_chart.shifts


def test_staff_are_of_two_minds_about_one_challenge(audits: Audits) -> None:
    challenge = next(one for one in audits.closed().results.challenges if one.id == "c08")
    consensus = challenge.perspectives[STAFF].consensus
    assert consensus is not None
    assert consensus < 0.5


def test_the_second_organisation_can_be_compared_with_the_first(audits: Audits, demo: Path) -> None:
    comparison = compare_audits(audits, (str(demo), str(demo / SECOND)))
    assert [one.organisation.split()[0] for one in comparison.audits] == ["Northfield", "Southmere"]
    assert {one.verdict for one in comparison.pairs[0].changes} >= {"clearly higher", "clearly lower"}


def test_the_report_of_the_demo_has_every_part_of_the_loop(audits: Audits, tmp_path: Path) -> None:
    (path,) = report(audits, ("html",), tmp_path)
    page = path.read_text(encoding="utf-8")
    for anchor in ("since", "agreed", "pdsa", "noticeboard", "next-steps", "action-c09-reflection-3"):
        assert f'id="{anchor}"' in page


@pytest.mark.pdf
def test_each_challenge_takes_two_pages_of_the_report(audits: Audits, tmp_path: Path) -> None:
    import pikepdf

    (path,) = report(audits, ("pdf",), tmp_path)
    with pikepdf.open(path) as found, found.open_outline() as outline:
        numbers = {page.objgen: number for number, page in enumerate(found.pages)}
        begins = {part.title: numbers[part.destination[0].objgen] for part in outline.root}  # type: ignore[index]
    titles = [*begins]
    first = next(place for place, title in enumerate(titles) if title.startswith("1. "))
    assert [begins[after] - begins[before] for before, after in pairwise(titles[first : first + 11])] == [2] * 10


@pytest.mark.parametrize("today", [date(2026, 10, 28), date(2027, 2, 28), date(2024, 2, 29), date(2031, 10, 27)])
def test_on_any_day_the_same_is_over_and_the_same_goes_on(today: date) -> None:
    for story in DATES:
        journal, text = journal_of(story, today), text_of(story, "plan", today)
        known = ClosedTerms(tuple(ChallengeId(f"c{n:02}") for n in range(1, 11)), (STAFF,), "2000-01-01")
        setting = PlanContext(
            {AuditCycleName(dated(story, today)): known}, AuditCycleName(dated(story, today)), Book(), today.isoformat()
        )
        actions, problems = parse_plan(text, "plan.yaml", setting)
        assert problems == ()
        assert [one.id for one in actions] == list(journal.actions)
        decided = [one.studied.date for tried in journal.actions.values() for one in tried.pdsa_cycles if one.studied]
        assert max(decided) <= today.isoformat()
    running, asked = journal.actions["c05-own-plans"], journal.actions["c07-at-the-table"]
    assert running.pdsa_cycles[0].values["plans read before signing"][-1].date == str(today - timedelta(days=3))
    assert actions[0].pdsa_cycles[0].review == str(today + timedelta(days=21))
    assert asked.pdsa_cycles[0].following.review == str(today - timedelta(days=10))
    assert journal.agreed < running.planned < running.pdsa_cycles[0].log[0].date
