"""A draft store that remembers what it was asked to keep, for every test of the interview."""

from imroc_audit.errors import AlreadySentError, AuditError, ClosedError
from imroc_audit.interview import Draft, Interview, Sitting
from imroc_audit.model.ids import TeamName
from imroc_audit.model.questionnaire import Questionnaire

TEAMS = (TeamName("Elm ward"), TeamName("Oak team"))
AWKWARD = (
    "[bold]not markup[/bold] {{ 7 * 7 }} {name} <b>x</b> 😀 👩‍👩‍👧 שלום עולם مرحبا "
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x07\x00 "
)


class RecordingDraftStore:
    """`fails` names the methods that raise AuditError for as long as they are in it.

    `is_closed` and `is_sent` say what has happened meanwhile, elsewhere.
    """

    def __init__(self, code: str = "K7M2-P9QX") -> None:
        self.code = code
        self.saved: list[Draft] = []
        self.sent: list[Draft] = []
        self.forgotten = 0
        self.fails: set[str] = set()
        self.is_closed = self.is_sent = False

    def save(self, draft: Draft) -> None:
        self._must_be_taken()
        if self.is_sent:
            raise AlreadySentError("These answers have already been sent.")
        self._fail("save")
        self.saved.append(draft)

    def send(self, draft: Draft) -> None:
        self._must_be_taken()
        self._fail("send")
        self.sent.append(draft)

    def forget(self) -> None:
        self._fail("forget")
        self.forgotten += 1

    def _must_be_taken(self) -> None:
        if self.is_closed:
            raise ClosedError("The audit cycle '2026-spring' is closed. Open a new one: imroc-audit cycle open NAME")

    def _fail(self, what: str) -> None:
        if what in self.fails:
            raise AuditError("/srv/audit.db: the disk is full. Make room and try again.")


def sit_down(
    questionnaire: Questionnaire,
    draft_store: RecordingDraftStore,
    draft: Draft | None = None,
    teams: tuple[TeamName, ...] = TEAMS,
) -> Sitting:
    return Sitting(Interview(questionnaire, teams, draft), draft_store)


def known(questionnaire: Questionnaire, perspective: str = "staff", team: str = "Elm ward") -> Draft:
    """A draft whose perspective and team were given beforehand."""
    return Draft(questionnaire_hash=questionnaire.hash, perspective=perspective, team=team)
