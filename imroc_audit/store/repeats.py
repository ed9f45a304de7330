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
FEW: Final = 3
"""Fewer forms may be alike by chance."""


def refuse_repeats(connection: Connection, audit_cycle: AuditCycle, earlier: Iterable[AuditCycle]) -> None:
    """Raise AuditError where imported answers of one perspective hold half of an earlier audit cycle's, or more.

    A form that only one person filled in so, in both, is hardly two people's; of short questionnaires few forms are
    such. Below the threshold nothing is said, so that nobody can try out a few forms.
    """
    asked_the_same = [one for one in earlier if one.questionnaire_hash == audit_cycle.questionnaire_hash]
    if not asked_the_same:
        return  # nearly always, and then a large import need not be counted through
    threshold = PublicationTerms.model_validate_json(audit_cycle.terms).threshold
    for perspective in _perspectives(connection, audit_cycle.name, threshold):
        ours = _forms(audit_cycle.name, perspective).subquery()
        for before in asked_the_same:
            theirs = _forms(before.name, perspective).subquery()
            unlike_any_other = connection.scalar(select(func.count()).select_from(theirs)) or 0
            joined = ours.join(theirs, ours.c.answers == theirs.c.answers)
            both = connection.scalar(select(func.count()).select_from(joined)) or 0
            if both >= max(FEW, unlike_any_other / 2):
                raise AuditError(
                    f"Nothing was imported: most answers of '{before.name}' are in it once more. Who reads both "
                    "results could take one from the other, and see what the few people said who are only in one. "
                    "Import the rows of people who have not been counted yet, and keep answers that came too late "
                    "for the next time you ask."
                )


def _perspectives(connection: Connection, audit_cycle: str, threshold: int) -> list[str]:
    """Those with enough people for results."""
    c = responses.c
    counted = select(c.perspective).where(c.audit_cycle == audit_cycle).group_by(c.perspective)
    return list(connection.scalars(counted.having(func.count().between(threshold, MANY))))


def _forms(audit_cycle: str, perspective: str) -> Select[Any]:
    """The forms that one person alone has filled in so."""
    c = responses.c
    theirs = (c.audit_cycle == audit_cycle) & (c.perspective == perspective)
    return select(c.answers).where(theirs).group_by(c.answers).having(func.count() == 1)
