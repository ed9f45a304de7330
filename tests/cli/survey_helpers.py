"""A keeper that remembers what it was asked to keep, for every test of the interview."""

from imroc_audit.errors import AuditError
from imroc_audit.interview import Draft, Interview, Sitting
from imroc_audit.model.questionnaire import Questionnaire

TEAMS = ("Elm ward", "Oak team")
AWKWARD = (
    "[bold]not markup[/bold] {{ 7 * 7 }} {name} <b>x</b> 😀 👩‍👩‍👧 שלום עולם مرحبا "
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x07\x00 "
)


class RecordingKeeper:
    """`fails` names the methods that raise AuditError for as long as they are in it."""

    def __init__(self, code: str = "K7M2-P9QX") -> None:
        self.code = code
        self.saved: list[Draft] = []
        self.sent: list[Draft] = []
        self.forgotten = 0
        self.fails: set[str] = set()

    def save(self, draft: Draft) -> None:
        self._fail("save")
        self.saved.append(draft)

    def send(self, draft: Draft) -> None:
        self._fail("send")
        self.sent.append(draft)

    def forget(self) -> None:
        self._fail("forget")
        self.forgotten += 1

    def _fail(self, what: str) -> None:
        if what in self.fails:
            raise AuditError("The disk is full. Make room and try again.")


def sit_down(
    questionnaire: Questionnaire,
    keeper: RecordingKeeper,
    draft: Draft | None = None,
    teams: tuple[str, ...] = TEAMS,
) -> Sitting:
    return Sitting(Interview(questionnaire, teams, draft), keeper)


def known(questionnaire: Questionnaire, perspective: str = "staff", team: str = "Elm ward") -> Draft:
    """A draft whose perspective and team were given beforehand."""
    return Draft(questionnaire_hash=questionnaire.hash, perspective=perspective, team=team)
