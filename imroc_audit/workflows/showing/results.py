"""Results of a closed audit cycle, cut down to what is asked for."""

from imroc_audit.errors import AuditError
from imroc_audit.workflows.publishing import ClosedCycle


def only_challenge(closed: ClosedCycle, challenge: str) -> ClosedCycle:
    """The same results with one challenge only, in capitals or not. Raises AuditError naming those that exist."""
    wanted = challenge.strip().casefold()
    kept = tuple(one for one in closed.results.challenges if one.id.casefold() == wanted)
    if not kept:
        known = ", ".join(one.id for one in closed.results.challenges)
        raise AuditError(f"There is no challenge '{challenge}'. The challenges are: {known}.")
    return closed.model_copy(update={"results": closed.results.model_copy(update={"challenges": kept})})


def only_team(closed: ClosedCycle, team: str) -> ClosedCycle:
    """The results of one team in the place of everyone's. Raises AuditError when there is nothing to show."""
    shown = {one.team.casefold(): one for one in closed.results.teams}
    found = shown.get(team.strip().casefold())
    if found is None:
        known = ", ".join(one.team for one in shown.values()) or "none"
        raise AuditError(
            f"There are no results to show for the team '{team}'. Either no team has this name, or too few people "
            f"in it answered. Teams with results: {known}."
        )
    participation = closed.results.participation
    respondents = {one: cells.get(found.team) for one, cells in participation.counts.items()}
    hidden = tuple(each for each in closed.results.hidden if each.team == found.team)
    only = {
        "challenges": found.challenges,
        "respondents": respondents,
        "priorities": (),
        "lenses": (),
        "hidden": hidden,
    }
    return closed.model_copy(update={"results": closed.results.model_copy(update=only)})
