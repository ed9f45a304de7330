"""A made-up organisation over two years, and a second one: fixed seed, labelled on every page, made like a real one.

Everything goes the way that people's own answers and plans go: through the survey, the meeting, the plan, the log
and the decisions. Nothing is written into the database by hand.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from imroc_audit import resources
from imroc_audit.errors import AuditError
from imroc_audit.model.plan import Action
from imroc_audit.model.workspace import Settings, Team
from imroc_audit.pdsa.steps import log
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.audit_cycle.cycles import DEFAULT_QUESTIONNAIRE, close_cycle, open_cycle
from imroc_audit.workflows.collecting.answering import SurveySession
from imroc_audit.workflows.collecting.reviewing import Review
from imroc_audit.workflows.demo import people
from imroc_audit.workflows.demo.files import (
    Journal,
    Tested,
    Tried,
    dated,
    journal_of,
    moved,
    text_of,
)
from imroc_audit.workflows.loop.agreeing import agree_from
from imroc_audit.workflows.loop.doing import do, one_value
from imroc_audit.workflows.loop.planning import DEFAULT_ROLE, apply, preview
from imroc_audit.workflows.loop.studying import act
from imroc_audit.workflows.showing.comparing import compare_audits, comparison_report
from imroc_audit.workflows.showing.reporting import report_of

DATES: Final = {
    "2024-spring": (date(2024, 3, 4), date(2024, 4, 19)),
    "2025-spring": (date(2025, 3, 3), date(2025, 4, 18)),
    "2026-spring": (date(2026, 3, 2), date(2026, 4, 17)),
}
"""When each audit cycle opens and closes, before its days are moved to the calendar of today."""
LAST: Final = "2026-spring"
SECOND: Final = "southmere"
REWORDED: Final = (
    "I see changes here that began as ideas on a course.",
    "Ideas from courses have changed things here.",
)
"""One statement, before the last audit cycle and from then on."""


def make_demo(folder: Path, today: date) -> Iterator[str]:
    """Make the demo's workspaces, with answers, plans and reports, saying each thing as soon as it is done.

    The folder is taken away again when something goes wrong or someone stops it: half a demo is of no use.
    """
    if folder.exists() and any(folder.iterdir()):
        raise AuditError(f"{folder} is there already and not empty. Give another folder: imroc-audit demo DIR")
    try:
        yield from make_audits(folder, today)
        yield from _report(folder, today)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    yield f"Look around: imroc-audit -w {folder} results"


def _report(folder: Path, today: date) -> Iterator[str]:
    """The reports on the last audit cycle, on all of them, and on both organisations."""
    workspace = Workspace.find(folder)
    for path in report_of(workspace, ("html", "pdf"), workspace.path / "reports", today):
        yield f"Report: {path}"
    over_time = compare_audits(folder, [dated(name, today) for name in DATES])
    for path in comparison_report(folder, over_time, ("html", "pdf"), workspace.path / "reports", today):
        yield f"Audit cycles compared: {path}"
    both = compare_audits(folder, (str(folder), str(folder / SECOND)))
    for path in comparison_report(folder, both, ("html",), workspace.path / SECOND / "reports", today):
        yield f"Organisations compared: {path}"


def make_audits(folder: Path, today: date) -> Iterator[str]:
    """Everything but the reports."""
    workspace = Workspace.create(folder, _settings("Northfield NHS Trust (made up)", people.STAFF_HEAD_COUNTS))
    for name in DATES:
        if name == LAST:
            _reword(folder)
        teams = people.people_of(name)
        answered = _audit(workspace, name, f"{people.SEED} {name}", teams, people.views_of(name), today)
        yield f"Audit cycle {dated(name, today)}: {answered} made-up people in {len(teams)} teams answered."
        journal = journal_of(name, today)
        _agree(workspace, name, journal, today)
        _try(workspace, name, journal, today)
        yield f"Its group agreed on priorities and tried: {', '.join(journal.actions)}."
    yield _second(folder / SECOND, today)


def _second(folder: Path, today: date) -> str:
    """Another organisation that asked the same questions in the last audit cycle."""
    workspace = Workspace.create(
        folder, _settings("Southmere NHS Trust (made up)", dict.fromkeys(people.ELSEWHERE, 40))
    )
    _reword(folder)
    views = people.moved(people.ELSEWHERE_VIEWS)
    answered = _audit(workspace, LAST, f"{SECOND} {people.SEED}", people.ELSEWHERE, views, today)
    _agree(workspace, SECOND, journal_of(SECOND, today), today)
    return f"A second organisation in {folder}: {answered} made-up people answered."


def _settings(organisation: str, staff: dict[str, int]) -> Settings:
    return Settings(
        organisation=organisation,
        teams=tuple(Team(name=team, head_counts={"staff": n}) for team, n in staff.items()),
        label="synthetic",
    )


def _reword(folder: Path) -> None:
    """The organisation's own version of the questionnaire, with one statement in other words."""
    source = resources.questionnaire_files()[DEFAULT_QUESTIONNAIRE]
    text = source.read_text(encoding="utf-8").replace('version: "1.0"', 'version: "1.1"', 1).replace(*REWORDED)
    (folder / "questionnaires" / source.name).write_text(text, encoding="utf-8")


def _audit(
    workspace: Workspace, name: str, seed: str, teams: dict[str, dict[str, int]], views: people.Views, today: date
) -> int:
    """Open an audit cycle, let everyone answer, close it, and read the comments. Returns how many answered."""
    opened, closed = (moved(day, today) for day in DATES[name])
    open_cycle(workspace.path, dated(name, today), DEFAULT_QUESTIONNAIRE, opened)
    answered = people.answer(SurveySession(workspace, opened), seed, teams, views)
    close_cycle(workspace.path, closed)
    _review(Review(workspace, dated(name, today)))
    return answered


def _review(review: Review) -> None:
    """Read the comments as the demo's reviewer would."""
    for one in review.waiting():
        text = one.comment.text
        if text in people.WITHHELD:
            review.withhold(one.comment)
        elif one.identifiers:
            review.redact(one.comment, text[: one.identifiers[0].start].rpartition(". ")[0] + ". [taken out]")
        elif not any(text.endswith(ending) for ending in people.LEFT_WAITING):
            review.approve(one.comment)


def _agree(workspace: Workspace, story: str, journal: Journal, today: date) -> None:
    """Record what the group agreed, from a file that stays in the workspace to be looked at."""
    file = workspace.path / f"agreement-{dated(story, today)}.yaml"
    file.write_text(text_of(story, "agreement", today), encoding="utf-8")
    agree_from(workspace.path, file, None, date.fromisoformat(journal.agreed), DEFAULT_ROLE)


def _try(workspace: Workspace, story: str, journal: Journal, today: date) -> None:
    """Plan the actions of a file, each on its day, and go through their PDSA cycles one after another."""
    file = workspace.path / f"plan-{dated(story, today)}.yaml"
    file.write_text(text_of(story, "plan", today), encoding="utf-8")
    for action in preview(workspace.path, file, "", today).actions:
        _go_through(workspace.path, action, journal.actions[action.id])


def _go_through(folder: Path, action: Action, tried: Tried) -> None:
    apply(folder, (action,), date.fromisoformat(tried.planned), DEFAULT_ROLE)
    for tested in tried.pdsa_cycles:
        _test(folder, action.id, tested)


def _test(folder: Path, action: str, tested: Tested) -> None:
    for entry in tested.log:
        do(folder, action, [partial(log, action=action, entry=entry)], date.fromisoformat(entry.date), DEFAULT_ROLE)
    for measure, values in tested.values.items():
        for one in values:
            seen = [one_value(action, measure, one.date, one.value)]
            do(folder, action, seen, date.fromisoformat(one.date), DEFAULT_ROLE)
    if tested.studied is not None:
        studied, following = tested.studied.model_dump(), tested.following.model_dump(exclude_none=True)
        act(folder, action, studied, following, date.fromisoformat(tested.studied.date), DEFAULT_ROLE, correct=False)
