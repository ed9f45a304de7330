"""A made-up organisation over two years, and a second one: fixed seed, labelled on every page, made like a real one.

Everything goes the way that people's own answers and plans go: through the survey, the meeting, the plan, the log
and the decisions. Nothing is written into the database by hand.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from imroc_audit import resources
from imroc_audit.errors import AuditError
from imroc_audit.model.plan import Action, Day
from imroc_audit.model.workspace import Settings, Team
from imroc_audit.pdsa.steps import log
from imroc_audit.pdsa.words import typed
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.audit_cycle.cycles import DEFAULT_QUESTIONNAIRE, close_cycle, open_cycle
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.collecting.answering import SurveySession
from imroc_audit.workflows.collecting.reviewing import Review
from imroc_audit.workflows.demo import people
from imroc_audit.workflows.demo.files import Journal, JournalAction, JournalCycle, dated, journal_of, moved, text_of
from imroc_audit.workflows.loop.agreeing import agree_from
from imroc_audit.workflows.loop.doing import do, one_value
from imroc_audit.workflows.loop.planning import DEFAULT_ROLE, apply, preview
from imroc_audit.workflows.loop.studying import act
from imroc_audit.workflows.showing.comparing import compare_audits, comparison_report
from imroc_audit.workflows.showing.reporting import report

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
        with closing(Audits(folder, today)) as audits:
            yield from make_audits(audits, folder)
            yield from _report(audits, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    yield f"Look around: imroc-audit -w {folder} results"


def _report(audits: Audits, folder: Path) -> Iterator[str]:
    """The reports on the last audit cycle, on all of them, and on both organisations."""
    reports = folder.absolute() / "reports"
    for path in report(audits, ("html", "pdf"), reports):
        yield f"Report: {path}"
    over_time = compare_audits(audits, [dated(name, audits.today) for name in DATES])
    for path in comparison_report(audits, over_time, ("html", "pdf"), reports):
        yield f"Audit cycles compared: {path}"
    both = compare_audits(audits, (str(folder), str(folder / SECOND)))
    for path in comparison_report(audits, both, ("html",), folder.absolute() / SECOND / "reports"):
        yield f"Organisations compared: {path}"


def make_audits(audits: Audits, folder: Path) -> Iterator[str]:
    """Everything but the reports. audits: those of the folder, in which nothing is yet."""
    Workspace.create(folder, _settings("Northfield NHS Trust (made up)", people.STAFF_HEAD_COUNTS))
    for name in DATES:
        if name == LAST:
            _reword(folder)
        teams = people.people_of(name)
        answered = _audit(audits, name, f"{people.SEED} {name}", teams, people.views_of(name))
        yield f"Audit cycle {dated(name, audits.today)}: {answered} made-up people in {len(teams)} teams answered."
        journal = journal_of(name, audits.today)
        _agree(audits, name, journal)
        _try(audits, name, journal)
        yield f"Its group agreed on priorities and tried: {', '.join(journal.actions)}."
    yield _second(audits, folder / SECOND)


def _second(first: Audits, folder: Path) -> str:
    """Another organisation that asked the same questions in the last audit cycle."""
    Workspace.create(folder, _settings("Southmere NHS Trust (made up)", dict.fromkeys(people.ELSEWHERE, 40)))
    _reword(folder)
    audits, views = first.beside(folder), people.moved(people.ELSEWHERE_VIEWS)
    answered = _audit(audits, LAST, f"{SECOND} {people.SEED}", people.ELSEWHERE, views)
    _agree(audits, SECOND, journal_of(SECOND, audits.today))
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


def _audit(audits: Audits, name: str, seed: str, teams: dict[str, dict[str, int]], views: people.Views) -> int:
    """Open an audit cycle, let everyone answer, close it, and read the comments. Returns how many answered."""
    then, at_close = (audits.on(moved(day, audits.today)) for day in DATES[name])
    open_cycle(then, dated(name, audits.today), DEFAULT_QUESTIONNAIRE)
    answered = people.answer(SurveySession(then), seed, teams, views)
    close_cycle(at_close)
    _review(Review(at_close, dated(name, audits.today)))
    return answered


def _review(review: Review) -> None:
    """Read the comments as the demo's reviewer would."""
    for to_review in review.waiting():
        text = to_review.comment.text
        if text in people.WITHHELD:
            review.withhold(to_review.comment)
        elif to_review.identifiers:
            review.redact(
                to_review.comment, text[: to_review.identifiers[0].start].rpartition(". ")[0] + ". [taken out]"
            )
        elif not any(text.endswith(ending) for ending in people.LEFT_WAITING):
            review.approve(to_review.comment)


def _agree(audits: Audits, story: str, journal: Journal) -> None:
    """Record what the group agreed, from a file that stays in the workspace to be looked at."""
    file = audits.workspace.path / f"agreement-{dated(story, audits.today)}.yaml"
    file.write_text(text_of(story, "agreement", audits.today), encoding="utf-8")
    agree_from(_on(audits, journal.agreed), file, None, DEFAULT_ROLE)


def _try(audits: Audits, story: str, journal: Journal) -> None:
    """Plan the actions of a file, each on its day, and go through their PDSA cycles one after another."""
    file = audits.workspace.path / f"plan-{dated(story, audits.today)}.yaml"
    file.write_text(text_of(story, "plan", audits.today), encoding="utf-8")
    for action in preview(audits.on(audits.today), file, "").actions:
        _go_through(audits, action, journal.actions[action.id])


def _go_through(audits: Audits, action: Action, tried: JournalAction) -> None:
    apply(_on(audits, tried.planned), (action,), DEFAULT_ROLE)
    for pdsa_cycle in tried.pdsa_cycles:
        _test(audits, action.id, pdsa_cycle)


def _test(audits: Audits, action: str, tested: JournalCycle) -> None:
    for entry in tested.log:
        do(_on(audits, entry.date), action, [partial(log, action=action, entry=entry)], DEFAULT_ROLE)
    for measure, values in tested.values.items():
        for observed in values:
            value = one_value(action, measure, observed.date, typed(observed.value))
            do(_on(audits, observed.date), action, [value], DEFAULT_ROLE)
    if tested.studied is not None:
        studied, following = tested.studied.model_dump(), tested.following.model_dump(exclude_none=True)
        act(_on(audits, tested.studied.date), action, studied, following, DEFAULT_ROLE, correct=False)


def _on(audits: Audits, day: Day) -> Audits:
    return audits.on(date.fromisoformat(day))
