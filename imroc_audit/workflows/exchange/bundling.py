"""A closed audit cycle as a bundle: what is published of it, what was agreed, and what became of that."""

from imroc_audit.model.bundle import ActionOutcome, Agreed, Bundle
from imroc_audit.model.plan import Agreement, Book
from imroc_audit.report.text.hidden import results_file
from imroc_audit.store.plans import Plans
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.showing.results import results_of


def bundle_of(workspace: Workspace, name: str | None) -> Bundle:
    """The bundle of one closed audit cycle: the named one, or the one closed last."""
    audited = results_of(workspace, name)
    audit_cycle = audited.audit_cycle
    book = Plans.open(workspace.database).book()
    return Bundle(
        source=workspace.hmac(f"audit cycle\n{audit_cycle.name}"),
        organisation=workspace.settings.organisation,
        opened=audit_cycle.opened,
        closed=audit_cycle.closed or "",
        label=workspace.settings.label,
        questionnaire=audited.questionnaire,
        results=results_file(audited.results, audited.questionnaire),
        agreed=_agreed(book.agreements.get(audit_cycle.name)),
        outcomes=_outcomes(book, audit_cycle.name),
    )


def _agreed(agreement: Agreement | None) -> Agreed | None:
    """Stages and priorities; the evidence, the reasons and who was in the room stay with the group."""
    if agreement is None:
        return None
    return Agreed(
        date=agreement.date,
        stages={challenge: one.stage for challenge, one in agreement.stages.items()},
        priorities=tuple(one.challenge for one in agreement.priorities),
    )


def _outcomes(book: Book, audit_cycle: str) -> tuple[ActionOutcome, ...]:
    """The actions that were planned in an audit cycle, as they stand now."""
    return tuple(
        ActionOutcome(
            challenge=one.action.challenge,
            aim=one.action.aim,
            status=one.status,
            pdsa_cycles=len(one.action.pdsa_cycles),
        )
        for one in book.actions.values()
        if one.action.audit_cycle == audit_cycle
    )
