"""Results of a closed audit cycle, from the database to what may be shown."""

from pathlib import Path

from imroc_audit.analysis.publish import publish
from imroc_audit.errors import AuditError
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import Record
from imroc_audit.model.response import AuditCycle
from imroc_audit.model.results import Results
from imroc_audit.store.workspace import Workspace
from imroc_audit.tally import AnswerLayout, tally_batches
from imroc_audit.workflows.opening import closed_audit_cycle, definition_of, open_workspace, terms_of


class ClosedCycle(Record):
    """A closed audit cycle: what was asked, and what came of it."""

    audit_cycle: AuditCycle
    questionnaire: Questionnaire
    results: Results


def results(workspace: Path | None, name: str | None = None) -> ClosedCycle:
    """The results of one closed audit cycle: the named one, or the one closed last."""
    return results_of(open_workspace(workspace), name)


def results_of(workspace: Workspace, name: str | None) -> ClosedCycle:
    repository = workspace.repository()
    audit_cycle = closed_audit_cycle(repository, name)
    questionnaire = definition_of(audit_cycle)
    terms = terms_of(workspace, audit_cycle)
    head_counts = {
        perspective: known
        for perspective in questionnaire.perspective_ids
        if (
            known := {
                team.name: team.head_counts[perspective] for team in terms.teams if perspective in team.head_counts
            }
        )
    }
    published = publish(
        tally_batches(AnswerLayout.of(questionnaire), repository.group_batches(audit_cycle.name)),
        questionnaire,
        audit_cycle=audit_cycle.name,
        teams=tuple(team.name for team in terms.teams),
        head_counts=head_counts,
        threshold=terms.threshold,
    )
    return ClosedCycle(audit_cycle=audit_cycle, questionnaire=questionnaire, results=published)


def only_challenge(audited: ClosedCycle, challenge: str) -> ClosedCycle:
    """The same results with one challenge only, in capitals or not. Raises AuditError naming those that exist."""
    wanted = challenge.strip().casefold()
    kept = tuple(one for one in audited.results.challenges if one.id.casefold() == wanted)
    if not kept:
        known = ", ".join(one.id for one in audited.results.challenges)
        raise AuditError(f"There is no challenge '{challenge}'. The challenges are: {known}.")
    return audited.model_copy(update={"results": audited.results.model_copy(update={"challenges": kept})})


def only_team(audited: ClosedCycle, team: str) -> ClosedCycle:
    """The results of one team in the place of everyone's. Raises AuditError when there is nothing to show."""
    shown = {one.team.casefold(): one for one in audited.results.teams}
    found = shown.get(team.strip().casefold())
    if found is None:
        known = ", ".join(one.team for one in shown.values()) or "none"
        raise AuditError(
            f"There are no results to show for the team '{team}'. Either no team has this name, or too few people "
            f"in it answered. Teams with results: {known}."
        )
    participation = audited.results.participation
    respondents = {one: cells.get(found.team) for one, cells in participation.counts.items()}
    hidden = tuple(each for each in audited.results.hidden if each.team == found.team)
    only = {
        "challenges": found.challenges,
        "respondents": respondents,
        "priorities": (),
        "lenses": (),
        "hidden": hidden,
    }
    return audited.model_copy(update={"results": audited.results.model_copy(update=only)})
