"""What one command works on: the workspace, its database, its plan and what is published, each read at most once."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from imroc_audit.errors import AuditError, UnreadableError
from imroc_audit.model.ids import AuditCycleName

if TYPE_CHECKING:
    from datetime import date

    from imroc_audit.model.bundle import Bundle
    from imroc_audit.model.comparison import Comparison
    from imroc_audit.model.plan import Book, Day, HistoryEntry, Role
    from imroc_audit.model.questionnaire import Questionnaire
    from imroc_audit.model.response import AuditCycle
    from imroc_audit.model.study import LoopSummary
    from imroc_audit.store.plans import Plans, Step
    from imroc_audit.store.repository import Repository
    from imroc_audit.store.workspace import Workspace
    from imroc_audit.workflows.publishing import ClosedCycle

READ: Final = ("cycles", "history", "book")
"""What another program, or this one, may have changed since it was read."""


class Audits:
    """An organisation's audits, as one command sees them on one day.

    Made without touching anything: a workspace is looked for, the database opened and a cycle published when it is
    first asked for, and then kept. Everything here raises AuditError, or UnreadableError, where that cannot be done.
    """

    def __init__(self, start: Path | None, today: date) -> None:
        """start: the workspace's folder or one below it; None for the current folder. today: the local day."""
        self.today = today
        self._start = start
        self._closed: dict[str, ClosedCycle] = {}
        self._questionnaires: dict[str, Questionnaire] = {}
        self._others: dict[Path, Audits] = {}

    @property
    def day(self) -> Day:
        """Today as an ISO date."""
        return self.today.isoformat()

    # Where everything is

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace in the folder or above it."""
        from imroc_audit.store.workspace import Workspace

        return Workspace.find(self._start or Path.cwd())

    @cached_property
    def here(self) -> Workspace | None:
        """The workspace, for commands that can do without; None where none is named and none is here."""
        try:
            return self.workspace
        except UnreadableError:
            raise
        except AuditError:
            if self._start is not None:
                raise
            return None

    @property
    def folder(self) -> Path | None:
        """The workspace's folder, for commands that can do without."""
        return self.here.path if self.here else None

    @cached_property
    def repository(self) -> Repository:
        """The database: answers, comments, audit cycles."""
        return self.workspace.repository()

    @cached_property
    def plans(self) -> Plans:
        """The plan, in the same database."""
        from imroc_audit.store.plans import Plans

        return Plans(self.repository.database)

    def beside(self, folder: Path) -> Audits:
        """The audits of another workspace, to be compared with these; these themselves where the folder is theirs."""
        path = folder.resolve()
        if self.folder is not None and path == self.folder.resolve():
            return self
        if path not in self._others:
            self._others[path] = Audits(folder, self.today)
        return self._others[path]

    def on(self, day: date) -> Audits:
        """The same audits on another day, through the same database. What has been read is read anew."""
        then = Audits(self._start, day)
        then.workspace, then.repository = self.workspace, self.repository
        then._questionnaires, then._closed = self._questionnaires, self._closed  # these never change
        return then

    def close(self) -> None:
        """Close the databases that were opened."""
        for audits in (self, *self._others.values()):
            if "repository" in vars(audits):
                audits.repository.close()

    # What is in it

    @cached_property
    def cycles(self) -> tuple[AuditCycle, ...]:
        """Every audit cycle, oldest first."""
        return self.repository.cycles()

    @cached_property
    def history(self) -> tuple[HistoryEntry, ...]:
        """Every change to the plan, oldest first."""
        return self.plans.history()

    @cached_property
    def book(self) -> Book:
        """The plan as it stands."""
        from imroc_audit.model.plan import Book

        return Book.of(self.history)

    def look_again(self) -> None:
        """Read anew what may have changed: something was written, or somebody was typing and others went on."""
        for name in READ:
            vars(self).pop(name, None)

    def write(self, step: Step, role: Role) -> tuple[HistoryEntry, ...]:
        """Take one step of the plan today: all of it, or nothing. Returns what was new."""
        changes = self.plans.write(step, self.day, role)
        self.look_again()
        return changes

    def cycle(self, name: str) -> AuditCycle:
        """The audit cycle of this name. Raises AuditError, naming those that exist, when there is none."""
        known = next((one for one in self.cycles if one.name == name), None)
        return known or self.repository.cycle(name)

    @property
    def open_cycle(self) -> AuditCycle:
        """The audit cycle that takes answers now. Raises ClosedError when there have been some, and none is open."""
        from imroc_audit.workflows.opening import open_audit_cycle

        return open_audit_cycle(self.cycles)

    def closed_cycle(self, name: str | None = None) -> AuditCycle:
        """The audit cycle whose results are asked for: the one named, or else the one closed last."""
        from imroc_audit.workflows.opening import last_closed, must_be_closed

        audit_cycle = self.cycle(name) if name is not None else last_closed(self.cycles)
        must_be_closed(audit_cycle)
        return audit_cycle

    def questionnaire(self, audit_cycle: AuditCycle) -> Questionnaire:
        """The questionnaire as it was when the audit cycle was opened: the words that people answered."""
        from imroc_audit.model.questionnaire import Questionnaire

        if audit_cycle.name not in self._questionnaires:
            self._questionnaires[audit_cycle.name] = Questionnaire.from_canonical(audit_cycle.definition)
        return self._questionnaires[audit_cycle.name]

    # What is published, and what followed

    def closed(self, name: str | None = None) -> ClosedCycle:
        """The results of one closed audit cycle: the named one, or the one closed last."""
        from imroc_audit.workflows.publishing import publish_cycle

        audit_cycle = self.closed_cycle(name)
        if audit_cycle.name not in self._closed:
            questionnaire = self.questionnaire(audit_cycle)
            self._closed[audit_cycle.name] = publish_cycle(self.repository, audit_cycle, questionnaire)
        return self._closed[audit_cycle.name]

    def bundle(self, name: str | None = None) -> Bundle:
        """The same as a bundle, with what was agreed and what became of that."""
        from imroc_audit.workflows.publishing import bundle_of

        return bundle_of(self.workspace, self.closed(name), self.book)

    def loop(self, audit_cycle: AuditCycleName) -> LoopSummary:
        """What followed from one audit cycle, and what became of the actions before it."""
        from imroc_audit.pdsa.loop import summarise

        return summarise(self.book, self.cycle(audit_cycle).name, self.cycles)

    def change_before(self, loop: LoopSummary) -> Comparison | None:
        """The loop's audit cycle against the one before it, from what is published of both; None where there is none.

        Where nothing in the two can be compared, every change says why.
        """
        from imroc_audit.analysis.change import compare

        if loop.previous_audit_cycle is None:
            return None
        return compare([self.bundle(name) for name in (loop.previous_audit_cycle, loop.audit_cycle)])
