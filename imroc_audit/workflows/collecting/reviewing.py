"""Reading comments before anyone else does: approve, redact or withhold each one."""

from collections.abc import Iterable
from typing import Final

from imroc_audit.errors import AuditError
from imroc_audit.model.ids import PerspectiveId
from imroc_audit.model.record import Record, say
from imroc_audit.model.response import AuditCycle, Comment
from imroc_audit.model.results import ShownComment
from imroc_audit.text import Found, clean, identifiers
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.opening import terms_of

REMOVED: Final = "[removed]"


class CommentToReview(Record):
    """A comment, what it is about, who wrote it by perspective, and what in it might name someone."""

    comment: Comment
    about: str
    perspective: PerspectiveId
    identifiers: tuple[Found, ...]

    @property
    def suggested(self) -> str:
        """The comment without what might name someone."""
        text = self.comment.text
        for identifier in reversed(self.identifiers):  # they stand in order and do not overlap
            text = text[: identifier.start] + REMOVED + text[identifier.end :]
        return text


class Review:
    """The comments of one audit cycle, which must be closed: until then people still write."""

    def __init__(self, audits: Audits, name: str | None = None) -> None:
        self._audits = audits
        self._repository = audits.repository
        self.audit_cycle = _cycle_to_review(audits, name)
        self._questionnaire = audits.questionnaire(self.audit_cycle)

    def waiting(self) -> tuple[CommentToReview, ...]:
        """Those that nobody has decided about yet."""
        return tuple(map(self._to_review, waiting(self._readable())))

    def all(self) -> tuple[CommentToReview, ...]:
        """Every comment that may be read, with what was decided about it."""
        return tuple(map(self._to_review, self._readable()))

    def _readable(self) -> tuple[Comment, ...]:
        """Read anew each time: what was decided about them changes."""
        return readable_comments(self._audits, self.audit_cycle)

    def _to_review(self, comment: Comment) -> CommentToReview:
        """What is screened and approved is what the reader sees, even of a comment that was kept as it came."""
        seen = clean(comment.text)
        return CommentToReview(
            comment=comment.model_copy(update={"text": seen}),
            about=self._questionnaire.challenge(comment.challenge).title.say(),
            perspective=say(self._questionnaire.perspective(comment.perspective).label),
            identifiers=identifiers(seen),
        )

    def approve(self, comment: Comment) -> None:
        """Show the comment as it was written."""
        self._repository.review_comment(comment.key, "approved", comment.text)

    def redact(self, comment: Comment, shown: str) -> None:
        """Show this text in the place of the comment."""
        if not shown.strip():
            raise AuditError("A redacted comment needs some text. Withhold the comment to show nothing of it.")
        self._repository.review_comment(comment.key, "redacted", shown.strip())

    def withhold(self, comment: Comment) -> None:
        """Show nothing of the comment."""
        self._repository.review_comment(comment.key, "withheld", "")


def readable_comments(audits: Audits, audit_cycle: AuditCycle) -> tuple[Comment, ...]:
    """Comments from perspectives in which enough people answered: a smaller one's name tells too much of who wrote.

    Forms that are sent in blank do not hide anybody.
    """
    threshold = terms_of(audits.workspace, audit_cycle).threshold
    people = audits.repository.people_who_answered(audit_cycle.name)
    comments = audits.repository.comments(audit_cycle.name)
    return tuple(comment for comment in comments if people.get(comment.perspective, 0) >= threshold)


def waiting(readable: Iterable[Comment]) -> tuple[Comment, ...]:
    """The comments that nobody has decided about yet."""
    return tuple(comment for comment in readable if comment.status == "waiting")


def to_show(readable: Iterable[Comment]) -> tuple[ShownComment, ...]:
    """The comments that are shown, in an order that says nothing of when."""
    shown = (
        ShownComment(
            challenge=comment.challenge,
            perspective=comment.perspective,
            text=comment.shown,
            status=comment.status,
        )
        for comment in readable
        if comment.status in ("approved", "redacted")
    )
    return tuple(sorted(shown, key=lambda comment: (comment.challenge, comment.perspective, comment.text)))


def _cycle_to_review(audits: Audits, name: str | None) -> AuditCycle:
    if name is None and not audits.cycles:
        raise AuditError("There is no audit cycle yet. Start one with: imroc-audit cycle open NAME")
    audit_cycle = audits.cycle(name) if name is not None else audits.cycles[-1]
    if audit_cycle.status == "open":
        raise AuditError(
            f"The audit cycle '{audit_cycle.name}' is still open. Comments are read once it is closed, so that nobody "
            "can tell from when a comment appears who wrote it. Close it with: imroc-audit cycle close"
        )
    return audit_cycle
