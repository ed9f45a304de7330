"""What helps and hinders a change: the constructs of CFIR, and a pick-list from the field.

Damschroder et al. (2009) Implementation Science 4:50, the Consolidated Framework for Implementation Research.
The pick-list: Erondu & McGraw (2021) Social Work in Mental Health 19(5):457-75, Table 2.
"""

from typing import Final, NamedTuple

CFIR: Final[dict[str, tuple[str, ...]]] = {
    "intervention characteristics": (
        "intervention source",
        "evidence strength and quality",
        "relative advantage",
        "adaptability",
        "trialability",
        "complexity",
        "design quality and packaging",
        "cost",
    ),
    "outer setting": (
        "patient needs and resources",
        "cosmopolitanism",
        "peer pressure",
        "external policies and incentives",
    ),
    "inner setting": (
        "structural characteristics",
        "networks and communications",
        "culture",
        "tension for change",
        "compatibility",
        "relative priority",
        "organisational incentives and rewards",
        "goals and feedback",
        "learning climate",
        "leadership engagement",
        "available resources",
        "access to knowledge and information",
    ),
    "characteristics of individuals": (
        "knowledge and beliefs",
        "self-efficacy",
        "individual stage of change",
        "identification with the organisation",
        "other personal attributes",
    ),
    "process": (
        "planning",
        "engaging",
        "opinion leaders",
        "formally appointed internal implementation leaders",
        "champions",
        "external change agents",
        "executing",
        "reflecting and evaluating",
    ),
}
"""The five domains and their 37 constructs. A factor is coded with a construct, or with a domain where none fits."""


class Pick(NamedTuple):
    """A barrier or an enabler that others have met, and the domain it belongs to."""

    text: str
    domain: str


BARRIERS: Final = (
    Pick("labour intensive", "intervention characteristics"),
    Pick("skilled activity", "intervention characteristics"),
    Pick("outcomes hard to review", "intervention characteristics"),
    Pick("commissioner funding thresholds", "outer setting"),
    Pick("limited culturally appropriate care", "outer setting"),
    Pick("stigma and discrimination", "outer setting"),
    Pick("lack of secure housing", "outer setting"),
    Pick("poverty", "outer setting"),
    Pick("high staff turnover", "inner setting"),
    Pick("risk-averse organisation", "inner setting"),
    Pick("service user and family goals misaligned", "characteristics of individuals"),
)

ENABLERS: Final = (
    Pick("a shared outcome tool", "intervention characteristics"),
    Pick("flexible funding thresholds", "outer setting"),
    Pick("commissioning standards", "outer setting"),
    Pick("staff training", "inner setting"),
    Pick("supervision and mentorship", "inner setting"),
    Pick("organisational commitment", "inner setting"),
    Pick("motivational interviewing skills", "characteristics of individuals"),
    Pick("family involvement in care planning", "characteristics of individuals"),
    Pick("managers who champion it", "process"),
)


def is_code(code: str) -> bool:
    """Whether this is a construct or a domain of CFIR, however it is capitalised."""
    return domain_of(code) is not None


def domain_of(code: str) -> str | None:
    """The domain of a construct, or the domain itself; None for anything else."""
    wanted = code.casefold()
    return next((domain for domain, constructs in CFIR.items() if wanted in (domain, *constructs)), None)


def coded(text: str) -> str | None:
    """The domain of a factor from the pick-list; None for people's own words."""
    wanted = text.strip().casefold()
    return next((pick.domain for pick in (*BARRIERS, *ENABLERS) if pick.text == wanted), None)
