"""Lenses: published frameworks through which the same answers can be seen another way."""

from typing import Final

from imroc_audit.model.record import Record


class Lens(Record):
    """A framework, its tags with their titles, and where it was published."""

    title: str
    citation: str
    tags: dict[str, str]


LENSES: Final[dict[str, Lens]] = {
    "practice-domain": Lens(
        title="Domains of recovery-oriented practice",
        citation="Le Boutillier et al. (2011) Psychiatric Services 62:1470-6",
        tags={
            "promoting-citizenship": "Promoting citizenship",
            "organisational-commitment": "Organisational commitment",
            "supporting-personally-defined-recovery": "Supporting personally defined recovery",
            "working-relationship": "Working relationship",
        },
    ),
    "chime": Lens(
        title="CHIME: what recovery is made of",
        citation="Leamy et al. (2011) British Journal of Psychiatry 199:445-52",
        tags={
            "connectedness": "Connectedness",
            "hope": "Hope",
            "identity": "Identity",
            "meaning": "Meaning",
            "empowerment": "Empowerment",
        },
    ),
    "hope-control-opportunity": Lens(
        title="Hope, control and opportunity",
        citation="Repper & Perkins (2003) Social Inclusion and Recovery",
        tags={"hope": "Hope", "control": "Control", "opportunity": "Opportunity"},
    ),
    "competing-priorities": Lens(
        title="Priorities that compete with recovery",
        citation="Le Boutillier et al. (2015) Administration and Policy in Mental Health 42(4):429-38",
        tags={
            "health-process-priorities": "Health process priorities",
            "business-priorities": "Business priorities",
            "staff-role-perception": "How staff see their role",
        },
    ),
    "refocus": Lens(
        title="REFOCUS: relationships and working practices",
        citation="Clarke et al. (2020) Archives of Psychiatry and Mental Health 4:24-32",
        tags={
            "recovery-promoting-relationships": "Recovery-promoting relationships",
            "working-practices": "Working practices",
        },
    ),
}
