"""What one person answered: one character per statement, and nothing that says who they are."""

from typing import Annotated, Final, Literal, NamedTuple

from pydantic import StringConstraints

from imroc_audit.model.ids import AuditCycleName, ChallengeId, PerspectiveId, TeamName
from imroc_audit.model.record import Record

DONT_KNOW: Final = "?"
NOT_APPLICABLE: Final = "-"
SKIPPED: Final = "."
NOT_ASKED: Final = "_"

PAPER_KEYS: Final = {DONT_KNOW: "d", NOT_APPLICABLE: "n"}
"""What stands beside these two boxes on paper, and is typed for them; an option's is its value."""

NO_TEAM: Final = TeamName("")
"""The team of someone who was not asked, or would rather not say."""

OF_A_WHOLE_ROW: Final = "row:"
"""How the id of an imported row begins where it is made of all that stands in the row."""

Mode = Literal["terminal", "web", "import", "paper"]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Answers = Annotated[str, StringConstraints(pattern=r"^[0-9?._-]+$")]


class Group(NamedTuple):
    """The people counted together: one perspective in one team."""

    perspective: PerspectiveId
    team: TeamName = NO_TEAM


class Response(Record):
    """One person's answers. The key is random text, so that not even the order of arrival is kept."""

    key: str
    audit_cycle: AuditCycleName
    perspective: PerspectiveId
    team: TeamName = NO_TEAM
    mode: Mode
    easy_read: bool = False
    month: Month
    answers: Answers
    """One character per statement in the definition's order: `0`-`9` option, `?` don't know,
    `-` not applicable, `.` skipped, `_` not asked of this perspective."""
    priorities: tuple[ChallengeId, ...] = ()
    """Challenge ids, most important first."""

    @property
    def row(self) -> "ResponseRow":
        return ResponseRow(
            self.audit_cycle,
            self.perspective,
            self.team,
            self.key,
            self.mode,
            self.easy_read,
            self.month,
            self.answers,
            " ".join(self.priorities),
        )


class ResponseRow(NamedTuple):
    """A `Response` as it is stored: the columns of its table, in their order. Imports make nothing else of a row.

    They have so many rows that a check of each would cost more than all the rest. So every part of one has to come
    from what was checked once: a questionnaire, the workspace's teams, a parsed date.
    """

    audit_cycle: AuditCycleName
    perspective: PerspectiveId
    team: TeamName
    key: str
    mode: Mode
    easy_read: bool
    month: str
    answers: str
    priorities: str
    """Challenge ids with a space between."""


CommentStatus = Literal["waiting", "approved", "redacted", "withheld"]


class Comment(Record):
    """Something written in a person's own words. It has no link to the response it came with."""

    key: str
    audit_cycle: AuditCycleName
    perspective: PerspectiveId
    challenge: ChallengeId
    text: str
    status: CommentStatus = "waiting"
    shown: str = ""
    """The text that may be shown: empty until someone has approved or redacted the comment."""


class AuditCycle(Record):
    """One round of the audit, with the exact definition that people answered."""

    name: AuditCycleName
    status: Literal["open", "closed"]
    opened: str
    """ISO date."""
    closed: str | None = None
    questionnaire_id: str
    questionnaire_version: str
    questionnaire_hash: str
    definition: str
    """The questionnaire's canonical JSON."""
    terms: str
    """The `PublicationTerms` that results are shown under, as JSON: what was promised when the audit cycle was opened,
    and what is final once it is closed."""
