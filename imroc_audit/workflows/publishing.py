"""What is published of a closed audit cycle: its results, and the bundle that others can compare."""

from imroc_audit.analysis.change import can_compare
from imroc_audit.analysis.publish import publish
from imroc_audit.model.bundle import Agreed, Bundle, Outcome
from imroc_audit.model.comparison import Comparison
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.model.plan import Agreement, Book
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import Record
from imroc_audit.model.response import AuditCycle
from imroc_audit.model.results import Results
from imroc_audit.report.text.hidden import results_file
from imroc_audit.store.repository import Repository
from imroc_audit.store.workspace import Workspace
from imroc_audit.tally import AnswerLayout, tally_batches
from imroc_audit.workflows.opening import kept_terms


class ClosedCycle(Record):
    """A closed audit cycle: what was asked, and what came of it."""

    audit_cycle: AuditCycle
    questionnaire: Questionnaire
    results: Results


def publish_cycle(repository: Repository, audit_cycle: AuditCycle, questionnaire: Questionnaire) -> ClosedCycle:
    """From the answers of a closed audit cycle to what may be shown, under the terms that were kept at its close."""
    terms = kept_terms(audit_cycle)
    head_counts = {
        perspective: known
        for perspective in questionnaire.perspective_ids
        if (
            known := {
                team.name: team.head_counts[perspective] for team in terms.teams if perspective in team.head_counts
            }
        )
    }
    results = publish(
        tally_batches(AnswerLayout.of(questionnaire), repository.group_batches(audit_cycle.name)),
        questionnaire,
        audit_cycle=audit_cycle.name,
        teams=tuple(team.name for team in terms.teams),
        head_counts=head_counts,
        threshold=terms.threshold,
    )
    return ClosedCycle(audit_cycle=audit_cycle, questionnaire=questionnaire, results=results)


def bundle_of(workspace: Workspace, closed: ClosedCycle, book: Book) -> Bundle:
    """A closed audit cycle for others to compare: what is published, what was agreed, and what became of that."""
    audit_cycle = closed.audit_cycle
    return Bundle(
        source=workspace.hmac(f"audit cycle\n{audit_cycle.name}"),
        organisation=workspace.settings.organisation,
        opened=audit_cycle.opened,
        closed=audit_cycle.closed or "",
        label=workspace.settings.label,
        questionnaire=closed.questionnaire,
        results=results_file(closed.results, closed.questionnaire),
        agreed=_agreed(book.agreements.get(audit_cycle.name)),
        outcomes=_outcomes(book, audit_cycle.name),
    )


def shares_nothing(comparison: Comparison) -> bool:
    """Whether nothing was asked in the same words, so that neither a score nor a statement can be compared."""
    return not can_compare(comparison) and not any(pair.comparable_statements for pair in comparison.pairs)


def _agreed(agreement: Agreement | None) -> Agreed | None:
    """Stages and priorities; the evidence, the reasons and who was in the room stay with the group."""
    if agreement is None:
        return None
    return Agreed(
        date=agreement.date,
        stages={challenge: one.stage for challenge, one in agreement.stages.items()},
        priorities=tuple(one.challenge for one in agreement.priorities),
    )


def _outcomes(book: Book, audit_cycle: AuditCycleName) -> tuple[Outcome, ...]:
    """The actions that were planned in an audit cycle, as they stand now."""
    return tuple(
        Outcome(
            challenge=record.action.challenge,
            aim=record.action.aim,
            status=record.status,
            pdsa_cycles=len(record.action.pdsa_cycles),
        )
        for record in book.actions.values()
        if record.action.audit_cycle == audit_cycle
    )
