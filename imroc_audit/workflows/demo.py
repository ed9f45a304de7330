"""A made-up organisation over two years, and a second one: fixed seed, labelled on every page, made like a real one.

Everything goes the way that people's own answers and plans go: through the survey, the meeting, the plan, the log
and the decisions. Nothing is written into the database by hand.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from imroc_audit import resources
from imroc_audit.errors import AuditError
from imroc_audit.model.plan import LogEntry
from imroc_audit.model.workspace import Settings, Team
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows import demo_people as people
from imroc_audit.workflows.agreeing import agree_typed
from imroc_audit.workflows.answering import SurveyDesk
from imroc_audit.workflows.comparing import compare_audits, comparison_report
from imroc_audit.workflows.cycles import DEFAULT_QUESTIONNAIRE, close_cycle, open_cycle
from imroc_audit.workflows.demo_agreed import AGREEMENTS, SOUTHMERE_AGREED
from imroc_audit.workflows.demo_plan import PLANNED, Test, Trial
from imroc_audit.workflows.doing import write_log, write_value
from imroc_audit.workflows.planning import DEFAULT_ROLE, add
from imroc_audit.workflows.reporting import report_of
from imroc_audit.workflows.reviewing import Review
from imroc_audit.workflows.studying import act

DATES: Final = {
    "2024-spring": (date(2024, 3, 4), date(2024, 4, 19)),
    "2025-spring": (date(2025, 3, 3), date(2025, 4, 18)),
    "2026-spring": (date(2026, 3, 2), date(2026, 4, 17)),
}
LAST: Final = "2026-spring"
SECOND: Final = "southmere"
REWORDED: Final = (
    "I see changes here that began as ideas on a course.",
    "Ideas from courses have changed things here.",
)
"""One statement, before the last audit cycle and from then on."""


def make_demo(folder: Path, today: date) -> Iterator[str]:
    """Make the demo's workspaces, with answers, plans and reports, saying each thing as soon as it is done."""
    if folder.exists() and any(folder.iterdir()):
        raise AuditError(f"{folder} is there already and not empty. Give another folder: imroc-audit demo DIR")
    yield from make_audits(folder)
    workspace = Workspace.find(folder)
    for path in report_of(workspace, ("html", "pdf"), workspace.path / "reports", today):
        yield f"Report: {path}"
    over_time = compare_audits(folder, tuple(DATES))
    for path in comparison_report(folder, over_time, ("html", "pdf"), workspace.path / "reports", today):
        yield f"Audit cycles compared: {path}"
    both = compare_audits(folder, (str(folder), str(folder / SECOND)))
    for path in comparison_report(folder, both, ("html",), workspace.path / SECOND / "reports", today):
        yield f"Organisations compared: {path}"
    yield f"Look around: imroc-audit -w {folder} results"


def make_audits(folder: Path) -> Iterator[str]:
    """Everything but the reports."""
    workspace = Workspace.create(folder, _settings("Northfield NHS Trust (made up)", people.STAFF_HEAD_COUNTS))
    for name in DATES:
        if name == LAST:
            _reword(folder)
        teams = people.people_of(name)
        answered = _audit(workspace, name, f"{people.SEED} {name}", teams, people.views_of(name))
        yield f"Audit cycle {name}: {answered} made-up people in {len(teams)} teams answered."
        _agree(folder, AGREEMENTS[name])
        for trial in PLANNED[name]:
            _try(folder, trial)
        tried = ", ".join(trial.action["id"] for trial in PLANNED[name])
        yield f"Its group agreed on priorities and tried: {tried}."
    yield _second(folder / SECOND)


def _second(folder: Path) -> str:
    """Another organisation that asked the same questions in the last audit cycle."""
    workspace = Workspace.create(
        folder, _settings("Southmere NHS Trust (made up)", dict.fromkeys(people.ELSEWHERE, 40))
    )
    _reword(folder)
    views = people.moved(people.ELSEWHERE_VIEWS)
    answered = _audit(workspace, LAST, f"{SECOND} {people.SEED}", people.ELSEWHERE, views)
    _agree(folder, SOUTHMERE_AGREED)
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


def _audit(workspace: Workspace, name: str, seed: str, teams: dict[str, dict[str, int]], views: people.Views) -> int:
    """Open an audit cycle, let everyone answer, close it, and read the comments. Returns how many answered."""
    opened, closed = DATES[name]
    open_cycle(workspace.path, name, DEFAULT_QUESTIONNAIRE, opened)
    answered = people.answer(SurveyDesk(workspace, opened), seed, teams, views)
    close_cycle(workspace.path, closed)
    _review(Review(workspace, name))
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


def _agree(folder: Path, agreement: dict[str, Any]) -> None:
    agree_typed(folder, agreement, agreement["audit_cycle"], date.fromisoformat(agreement["date"]), DEFAULT_ROLE)


def _try(folder: Path, trial: Trial) -> None:
    """Plan an action, then go through its tests one after another."""
    add(folder, trial.action, date.fromisoformat(trial.planned), DEFAULT_ROLE, trial.audit_cycle)
    for test in trial.tests:
        _test(folder, trial.action["id"], test)


def _test(folder: Path, action: str, test: Test) -> None:
    for entry in test.log:
        write_log(folder, action, LogEntry.model_validate(entry), date.fromisoformat(entry["date"]), DEFAULT_ROLE)
    for measure, values in test.values.items():
        for day, value in values:
            write_value(folder, action, measure, (day, value), date.fromisoformat(day), DEFAULT_ROLE, correct=False)
    if test.studied:
        decided = date.fromisoformat(test.studied["date"])
        act(folder, action, test.studied, test.following, decided, DEFAULT_ROLE, correct=False)
