"""Whether an import brings the people of an earlier audit cycle in again, so that two results would differ by a few."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select

from imroc_audit.errors import AuditError
from imroc_audit.model.response import AuditCycle
from imroc_audit.model.workspace import PublicationTerms
from imroc_audit.store.schema import responses

MANY: Final = 50_000
"""More people than any one organisation asks of one perspective: they are not looked through."""


def refuse_repeats(connection: Connection, audit_cycle: AuditCycle, earlier: Iterable[AuditCycle]) -> None:
    """Raise AuditError where imported answers of one perspective are for the most part those of an earlier cycle.

    A form that only one person filled in so, in both, is hardly two people's; of short questionnaires few forms are
    such. Typed answers are not looked at, so that nobody can try out what somebody has answered.
    """
    threshold = PublicationTerms.model_validate_json(audit_cycle.terms).threshold
    for before in earlier:
        if before.questionnaire_hash != audit_cycle.questionnaire_hash:
            continue
        for perspective in _perspectives(connection, audit_cycle.name):
            ours, theirs = (_forms(name, perspective).subquery() for name in (audit_cycle.name, before.name))
            both = select(func.count()).select_from(ours.join(theirs, ours.c.answers == theirs.c.answers))
            fewer = min(connection.scalar(select(func.count()).select_from(one)) or 0 for one in (ours, theirs))
            if (connection.scalar(both) or 0) >= max(threshold, fewer / 2):
                raise AuditError(
                    f"Nothing was imported: most of these answers were counted in '{before.name}' already. Who reads "
                    "both results could take one from the other, and see what the few people said who are only in "
                    "one. Import the rows of people who have not been counted yet, and keep answers that came too "
                    "late for the next time you ask."
                )


def _perspectives(connection: Connection, audit_cycle: str) -> list[str]:
    c = responses.c
    counted = select(c.perspective).where((c.audit_cycle == audit_cycle) & (c.mode == "import"))
    return list(connection.scalars(counted.group_by(c.perspective).having(func.count() <= MANY)))


def _forms(audit_cycle: str, perspective: str) -> Select[Any]:
    """The forms that one person alone has filled in so."""
    c = responses.c
    theirs = (c.audit_cycle == audit_cycle) & (c.perspective == perspective) & (c.mode == "import")
    return select(c.answers).where(theirs).group_by(c.answers).having(func.count() == 1)
