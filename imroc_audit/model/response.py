"""What one person answered: one character per statement, and nothing that says who they are."""

from typing import Annotated, Final, Literal, NamedTuple

from pydantic import StringConstraints

from imroc_audit.model.questionnaire import Record

DONT_KNOW: Final = "?"
NOT_APPLICABLE: Final = "-"
SKIPPED: Final = "."
NOT_ASKED: Final = "_"

NO_TEAM: Final = ""
"""The team of someone who was not asked, or would rather not say."""

Mode = Literal["terminal", "web", "import", "paper"]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Answers = Annotated[str, StringConstraints(pattern=r"^[0-9?._-]+$")]


class Group(NamedTuple):
    """The people counted together: one perspective in one team."""

    perspective: str
    team: str = NO_TEAM


class Response(Record):
    """One person's answers. The key is random text, so that not even the order of arrival is kept."""

    key: str
    audit_cycle: str
    perspective: str
    team: str = NO_TEAM
    mode: Mode
    easy_read: bool = False
    month: Month
    answers: Answers
    """One character per statement in the definition's order: `0`-`9` option, `?` don't know,
    `-` not applicable, `.` skipped, `_` not asked of this perspective."""
    priorities: tuple[str, ...] = ()
    """Challenge ids, most important first."""


CommentStatus = Literal["waiting", "approved", "redacted", "withheld"]


class Comment(Record):
    """Something written in a person's own words. It has no link to the response it came with."""

    key: str
    audit_cycle: str
    perspective: str
    challenge: str
    text: str
    status: CommentStatus = "waiting"
    shown: str = ""
    """The text that may be shown: empty until someone has approved or redacted the comment."""


class AuditCycle(Record):
    """One round of the audit, with the exact definition that people answered."""

    name: str
    status: Literal["open", "closed"]
    opened: str
    """ISO date."""
    closed: str | None = None
    questionnaire_id: str
    questionnaire_version: str
    questionnaire_hash: str
    definition: str
    """The questionnaire's canonical JSON."""
    terms: str = ""
    """The `PublicationTerms` that results are shown under, as JSON: kept when the audit cycle is closed."""
