"""A stack of paper forms typed in: each is stored once, when it is complete, and the last can be taken back."""

from collections import Counter
from collections.abc import Mapping

from imroc_audit.errors import UsageError
from imroc_audit.interview.paper import TypedForm
from imroc_audit.model.ids import PerspectiveId
from imroc_audit.model.record import say
from imroc_audit.model.response import NO_TEAM, Comment, Response
from imroc_audit.workflows.collecting.answering import SurveySession, response_of


class PaperSession:
    """Where one person types in the forms of one open audit cycle, from one perspective and team at a time."""

    def __init__(self, session: SurveySession, *, easy_read: bool = False) -> None:
        self._session = session
        self._easy_read = easy_read
        self._saved = Counter[str]()
        self._last: tuple[TypedForm, Response, tuple[Comment, ...]] | None = None
        self.perspective = PerspectiveId("")
        self.team = NO_TEAM

    @property
    def audit_cycle(self) -> str:
        return self._session.audit_cycle.name

    @property
    def perspectives(self) -> Mapping[PerspectiveId, str]:
        """Id → label."""
        return {one.id: say(one.label) for one in self._session.questionnaire.perspectives}

    @property
    def teams(self) -> tuple[str, ...]:
        """Empty when the questionnaire does not ask for one."""
        return self._session.teams if self._session.questionnaire.ask_team else ()

    @property
    def stack(self) -> str:
        """Whose forms are being typed in, in words."""
        return ", ".join(filter(None, (self.perspectives[self.perspective], self.team)))

    @property
    def mark(self) -> str:
        """What stands at the foot of the forms that belong here."""
        asked = self._session.questionnaire
        return f"{asked.id} {asked.version} · {self.perspective} · {asked.hash[:8]}"

    def choose(self, perspective: str | None, team: str | None) -> None:
        """Whose forms come next. Raises UsageError for a perspective or team that is not known."""
        chosen = self._session.known_perspective(perspective)
        if chosen is None:
            raise UsageError(f"Say whose forms these are: --perspective {' or '.join(self.perspectives)}.")
        self.team = self._session.known_team(team or None) or NO_TEAM
        self.perspective = chosen

    def new_form(self) -> TypedForm:
        return TypedForm(self._session.questionnaire, self.perspective, self.team, easy_read=self._easy_read)

    def save(self, form: TypedForm) -> None:
        """Store a form in one transaction. Raises AuditError, and stores nothing, when it cannot be kept."""
        response, comments = response_of(self._session, form.draft())
        self._session.repository.add_response(response, comments)
        self._saved[form.perspective.id] += 1
        self._last = form, response, comments

    def take_back(self) -> TypedForm | None:
        """Delete the form saved last from the audit cycle, and return it to be put right; None where there is none.

        Only one at a time: who could take back many would find out, from when `status` moves on, how many answered.
        """
        if self._last is None:
            return None
        form, response, comments = self._last
        self._session.repository.delete_response(response, comments)
        self._saved[form.perspective.id] -= 1
        self._last = None
        return form

    @property
    def count(self) -> int:
        return self._saved.total()

    @property
    def total(self) -> str:
        """How many forms were typed in, by perspective: "3 forms entered: Staff 2, Relatives and friends 1."."""
        forms = {0: "No forms", 1: "1 form"}.get(self.count, f"{self.count:,} forms")
        each = ", ".join(f"{label} {n:,}" for one, label in self.perspectives.items() if (n := self._saved[one]))
        return f"{forms} entered: {each}." if each else f"{forms} entered."
