"""A stack of paper forms typed in: each is stored once, when it is complete, and the last can be taken back."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from imroc_audit.errors import UsageError
from imroc_audit.interview.paper import TypedForm
from imroc_audit.model.questionnaire import say
from imroc_audit.model.response import Comment, Response
from imroc_audit.workflows.answering import SurveyDesk, response_of
from imroc_audit.workflows.opening import open_workspace


class PaperDesk:
    """Where one person types in the forms of one open audit cycle, from one perspective and team at a time."""

    def __init__(self, desk: SurveyDesk, *, easy_read: bool = False) -> None:
        self._desk = desk
        self._easy_read = easy_read
        self._saved: list[tuple[TypedForm, Response, tuple[Comment, ...]]] = []
        self.perspective = ""
        self.team = ""

    @property
    def audit_cycle(self) -> str:
        return self._desk.audit_cycle.name

    @property
    def perspectives(self) -> Mapping[str, str]:
        """Id → label."""
        return {one.id: say(one.label) for one in self._desk.questionnaire.perspectives}

    @property
    def teams(self) -> tuple[str, ...]:
        """Empty when the questionnaire does not ask for one."""
        return self._desk.teams if self._desk.questionnaire.ask_team else ()

    @property
    def stack(self) -> str:
        """Whose forms are being typed in, in words."""
        return ", ".join(filter(None, (self.perspectives[self.perspective], self.team)))

    @property
    def mark(self) -> str:
        """What stands at the foot of the forms that belong here."""
        asked = self._desk.questionnaire
        return f"{asked.id} {asked.version} · {self.perspective} · {asked.hash[:8]}"

    def choose(self, perspective: str | None, team: str | None) -> None:
        """Whose forms come next. Raises UsageError for a perspective or team that is not known."""
        chosen = self._desk.known_perspective(perspective)
        if chosen is None:
            raise UsageError(f"Say whose forms these are: --perspective {' or '.join(self.perspectives)}.")
        self.team = self._desk.known_team(team or None) or ""
        self.perspective = chosen

    def new_form(self) -> TypedForm:
        return TypedForm(self._desk.questionnaire, self.perspective, self.team, easy_read=self._easy_read)

    def save(self, form: TypedForm) -> None:
        """Store a form in one transaction. Raises AuditError, and stores nothing, when it cannot be kept."""
        response, comments = response_of(self._desk, form.draft())
        self._desk.repository.add_response(response, comments)
        self._saved.append((form, response, comments))

    def take_back(self) -> TypedForm | None:
        """Delete the form saved last from the audit cycle, and return it to be put right; None where there is none."""
        if not self._saved:
            return None
        form, response, comments = self._saved[-1]
        self._desk.repository.delete_response(response, comments)
        self._saved.pop()
        return form

    @property
    def count(self) -> int:
        return len(self._saved)

    @property
    def total(self) -> str:
        """How many forms were typed in, by perspective: "3 forms entered: Staff 2, Relatives and friends 1."."""
        by_perspective = Counter(form.perspective.id for form, _, _ in self._saved)
        return _counted(self.count, by_perspective, self.perspectives, "entered")

    @property
    def earlier(self) -> str:
        """What was typed in before, so that a stack broken off can be taken up again; empty where nothing was."""
        counts = self._desk.repository.count_by_perspective(self.audit_cycle, "paper")
        if not counts:
            return ""
        what = f"entered so far in '{self.audit_cycle}'"
        return _counted(sum(counts.values()), counts, self.perspectives, what)


def open_paper_desk(workspace: Path | None, today: date, *, easy_read: bool = False) -> PaperDesk:
    return PaperDesk(SurveyDesk(open_workspace(workspace), today, mode="paper"), easy_read=easy_read)


def _counted(total: int, counts: Mapping[str, int], labels: Mapping[str, str], what: str) -> str:
    forms = {0: "No forms", 1: "1 form"}.get(total, f"{total:,} forms")
    each = ", ".join(f"{label} {counts[one]:,}" for one, label in labels.items() if counts.get(one))
    return f"{forms} {what}: {each}." if each else f"{forms} {what}."
