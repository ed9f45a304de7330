"""Reading comments before anyone else does: approve, redact or withhold each one."""

from pathlib import Path
from typing import Final

from imroc_audit.errors import AuditError
from imroc_audit.model.record import Record, say
from imroc_audit.model.response import AuditCycle, Comment
from imroc_audit.model.results import ShownComment
from imroc_audit.store.repository import Repository
from imroc_audit.store.workspace import Workspace
from imroc_audit.text import Found, clean, identifiers
from imroc_audit.workflows.opening import definition_of, open_workspace, terms_of

REMOVED: Final = "[removed]"


class CommentToReview(Record):
    """A comment, what it is about, who wrote it by perspective, and what in it might name someone."""

    comment: Comment
    about: str
    perspective: str
    identifiers: tuple[Found, ...]

    @property
    def suggested(self) -> str:
        """The comment without what might name someone."""
        text = self.comment.text
        for found in reversed(self.identifiers):  # they stand in order and do not overlap
            text = text[: found.start] + REMOVED + text[found.end :]
        return text


class Review:
    """The comments of one audit cycle, which must be closed: until then people still write."""

    def __init__(self, workspace: Workspace, name: str | None = None) -> None:
        self.workspace = workspace
        self.repository = workspace.repository()
        self.audit_cycle = _cycle_to_review(self.repository, name)
        self.questionnaire = definition_of(self.audit_cycle)

    def waiting(self) -> tuple[CommentToReview, ...]:
        """Those that nobody has decided about yet."""
        return tuple(one for one in self.all() if one.comment.status == "waiting")

    def all(self) -> tuple[CommentToReview, ...]:
        """Every comment that may be read, with what was decided about it."""
        return tuple(map(self._to_review, readable_comments(self.workspace, self.audit_cycle)))

    def _to_review(self, comment: Comment) -> CommentToReview:
        """What is screened and approved is what the reader sees, even of a comment that was kept as it came."""
        seen = clean(comment.text)
        return CommentToReview(
            comment=comment.model_copy(update={"text": seen}),
            about=self.questionnaire.challenge(comment.challenge).title.say(),
            perspective=say(self.questionnaire.perspective(comment.perspective).label),
            identifiers=identifiers(seen),
        )

    def approve(self, comment: Comment) -> None:
        """Show the comment as it was written."""
        self.repository.review_comment(comment.key, "approved", comment.text)

    def redact(self, comment: Comment, shown: str) -> None:
        """Show this text in the place of the comment."""
        if not shown.strip():
            raise AuditError("A redacted comment needs some text. Withhold the comment to show nothing of it.")
        self.repository.review_comment(comment.key, "redacted", shown.strip())

    def withhold(self, comment: Comment) -> None:
        """Show nothing of the comment."""
        self.repository.review_comment(comment.key, "withheld", "")


def open_review(workspace: Path | None, name: str | None = None) -> Review:
    return Review(open_workspace(workspace), name)


def readable_comments(workspace: Workspace, audit_cycle: AuditCycle) -> tuple[Comment, ...]:
    """Comments from perspectives in which enough people answered: a smaller one's name tells too much of who wrote.

    Forms that are sent in blank do not hide anybody.
    """
    repository, threshold = workspace.repository(), terms_of(workspace, audit_cycle).threshold
    people = repository.people_who_answered(audit_cycle.name)
    return tuple(one for one in repository.comments(audit_cycle.name) if people.get(one.perspective, 0) >= threshold)


def comments_waiting(workspace: Workspace, audit_cycle: AuditCycle) -> int:
    """How many comments nobody has decided about yet."""
    return sum(comment.status == "waiting" for comment in readable_comments(workspace, audit_cycle))


def comments_to_show(workspace: Workspace, audit_cycle: AuditCycle) -> tuple[ShownComment, ...]:
    """Reviewed comments, in an order that says nothing of when."""
    shown = (
        ShownComment(
            challenge=comment.challenge,
            perspective=comment.perspective,
            text=comment.shown,
            status=comment.status,
        )
        for comment in readable_comments(workspace, audit_cycle)
        if comment.status in ("approved", "redacted")
    )
    return tuple(sorted(shown, key=lambda one: (one.challenge, one.perspective, one.text)))


def _cycle_to_review(repository: Repository, name: str | None) -> AuditCycle:
    cycles = repository.cycles()
    if name is None and not cycles:
        raise AuditError("There is no audit cycle yet. Start one with: imroc-audit cycle open NAME")
    audit_cycle = repository.cycle(name) if name is not None else cycles[-1]
    if audit_cycle.status == "open":
        raise AuditError(
            f"The audit cycle '{audit_cycle.name}' is still open. Comments are read once it is closed, so that nobody "
            "can tell from when a comment appears who wrote it. Close it with: imroc-audit cycle close"
        )
    return audit_cycle
