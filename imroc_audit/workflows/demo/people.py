"""The demo's made-up people: how many there are, what they think, and what they write."""

import math
from random import Random
from typing import Final

from imroc_audit.interview import Draft
from imroc_audit.model.ids import PerspectiveId, TeamName
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import DONT_KNOW, NOT_APPLICABLE
from imroc_audit.workflows.collecting.answering import SurveySession

SEED: Final = 20100901
Views = dict[str, tuple[float, float, float]]

PEOPLE: Final = {
    "Oak community team": {"staff": 34, "service_user": 22, "carer": 13},
    "Elm ward": {"staff": 24, "service_user": 14, "carer": 10},
    "Rowan early intervention": {"staff": 21, "service_user": 12, "carer": 11},
    "Ash crisis team": {"staff": 18, "service_user": 11, "carer": 4},
    "Willow rehabilitation": {"staff": 15, "service_user": 14, "carer": 7},
    "Hazel outreach": {"staff": 5, "service_user": 3, "carer": 1},
}
"""How many answer, by team and perspective. Hazel outreach is too small to be shown."""

STAFF_HEAD_COUNTS: Final = {
    "Oak community team": 52,
    "Elm ward": 30,
    "Rowan early intervention": 29,
    "Ash crisis team": 27,
    "Willow rehabilitation": 21,
    "Hazel outreach": 7,
}

TEAM_EFFECT: Final = {"Oak community team": 0.1, "Elm ward": -0.35, "Willow rehabilitation": 0.3}

VIEWS: Final = {
    "c01": (0.9, 0.2, -0.3),
    "c02": (-0.5, -0.6, -0.9),
    "c03": (0.5, 0.6, 0.1),
    "c04": (0.2, -0.3, -0.5),
    "c05": (0.7, -0.7, -0.6),
    "c06": (0.6, 0.1, -0.4),
    "c07": (0.1, -0.8, -0.9),
    "c08": (-0.2, 0.1, -0.1),
    "c09": (-0.9, 0.3, 0.2),
    "c10": (-0.1, -0.6, -0.4),
}
"""How staff, people using services, and relatives and friends see each challenge at last: 0 is the middle."""

EARLIER: Final = {
    "2025-spring": {
        "c04": (0.8, 0.0, 0.1),
        "c06": (-0.1, -1.0, -0.5),
        "c10": (0.1, -0.1, 0.0),
        "c07": (0.0, -0.2, 0.1),
    },
    "2024-spring": {
        "c04": (0.7, 0.1, 0.0),
        "c06": (-0.2, -1.1, -0.6),
        "c08": (-0.3, -0.7, -0.3),
        "c01": (-0.2, -0.1, 0.0),
    },
}
"""How far each view stood from that at last, in the audit cycles before it."""

SHARES: Final = {"2024-spring": 0.66, "2025-spring": 0.85, "2026-spring": 1.0}
"""How many answer: the word gets round."""

DIVIDED: Final = {("staff", "c08"): 1.7}
"""Who is of two minds about what: this far to either side of their view."""

CARES_ABOUT: Final = {
    "staff": {"c09": 6.0, "c06": 2.0, "c02": 2.5, "c04": 2.5, "c08": 2.0},
    "service_user": {"c05": 5.0, "c06": 2.5, "c10": 3.5, "c01": 3.0, "c07": 3.5},
    "carer": {"c01": 4.5, "c06": 3.0, "c07": 4.0, "c10": 2.5, "c05": 2.0},
}

COMMENTS: Final = {
    "2026-spring": (
        ("staff", "c09", "Supervision happens, but it is mostly about paperwork. I would like time to think."),
        ("staff", "c09", "I have lived experience myself and still do not know if it is safe to say so at work."),
        (
            "staff",
            "c06",
            "We talk about safety plans a lot. Writing them together with the person still takes a back seat.",
        ),
        ("staff", "c02", "The half day that was led by people with lived experience changed how I run reviews."),
        (
            "staff",
            "c04",
            "The board says the right things. On the ward it depends on who is in charge of the shift.",
        ),
        (
            "staff",
            "c05",
            "Personal budgets would help many people here, and few of us know how to apply for one.",
        ),
        ("staff", "c08", "Our peer worker is the best thing that happened to this team. One is not enough."),
        ("service_user", "c01", "Most staff are kind. Some are always in a hurry, and then I stop asking."),
        (
            "service_user",
            "c05",
            "My plan was typed before I came into the room. I signed it because I wanted to go home.",
        ),
        (
            "service_user",
            "c05",
            "I was asked what I want from life. It was the first time in years and it mattered.",
        ),
        (
            "service_user",
            "c06",
            "They speak about my risk with each other. I would like to be there when they do.",
        ),
        ("service_user", "c06", "My safety plan is in my own words now. It works because I wrote it."),
        ("service_user", "c10", "I want to work again. Nobody here has time to help me with that."),
        ("service_user", "c03", "The recovery college is brilliant. Please run courses in the evening too."),
        ("service_user", "c07", "We are invited to meetings after things have been decided."),
        ("service_user", "c08", "Talking to someone who has been through it gave me hope."),
        ("carer", "c01", "I know my brother best. It would help if someone asked me."),
        (
            "carer",
            "c01",
            "The nurse who rang me every week made all the difference. Ring me on 0161 496 0123 if you like.",
        ),
        ("carer", "c06", "Nobody told us what to do in a crisis at the weekend."),
        ("carer", "c07", "The family group is good. What we say there should reach the managers."),
        ("carer", "c10", "He has his own flat now, and that helped more than anything."),
        ("carer", "c05", "My daughter was offered one thing. A choice of two would be a start."),
    ),
    "2025-spring": (
        ("service_user", "c06", "There is a plan about me in a drawer. I have never read it."),
        ("service_user", "c10", "I asked about college. The answer was to wait until I am better."),
        ("staff", "c06", "I would like to write the plan together, and there are eleven pages to fill in."),
        ("carer", "c06", "We hear about a crisis when it is over."),
    ),
    "2024-spring": (
        ("service_user", "c08", "I have never met anyone here who has been where I am."),
        ("carer", "c01", "The ward smiles at me, and I like that. Nobody asks me anything."),
    ),
}


WITHHELD: Final = frozenset(
    {"The board says the right things. On the ward it depends on who is in charge of the shift."}
)
LEFT_WAITING: Final = frozenset({"A choice of two would be a start."})

ELSEWHERE: Final = {
    "Harbour community team": {"staff": 27, "service_user": 19, "carer": 11},
    "Beacon ward": {"staff": 22, "service_user": 15, "carer": 8},
    "Pier outreach": {"staff": 11, "service_user": 12, "carer": 3},
}
"""How many answer at the other organisation."""
ELSEWHERE_VIEWS: Final = {
    "c03": (0.6, 0.7, 0.4),
    "c05": (-0.2, 0.6, 0.3),
    "c08": (-0.5, -0.6, -0.4),
    "c09": (0.6, 0.0, 0.0),
}
"""How far its views are from those of the first one."""


def answer(session: SurveySession, seed: str, people: dict[str, dict[str, int]], views: Views) -> int:
    """Everyone answers: each draft is saved and sent just as from the terminal. Returns how many did."""
    random = Random(seed)  # noqa: S311 - made-up people need no cryptography
    said = COMMENTS.get(session.audit_cycle.name, ()) if seed.startswith(str(SEED)) else ()
    comments = {one: [comment for comment in said if comment[0] == one] for one in CARES_ABOUT}
    answered = 0
    for team, perspectives in people.items():
        for perspective, n in perspectives.items():
            for _ in range(n):
                sitting = session.begin(perspective=perspective, team=team, easy_read=perspective != "staff")
                draft = _draft(random, session.questionnaire, views, PerspectiveId(perspective), TeamName(team))
                if comments[perspective] and random.random() < 0.3:
                    _, challenge, text = comments[perspective].pop(0)
                    draft = draft.model_copy(update={"comments": {challenge: text}})
                sitting.draft_store.save(draft)
                sitting.draft_store.send(draft)
                answered += 1
    return answered


def people_of(audit_cycle: str) -> dict[str, dict[str, int]]:
    """How many answer in one audit cycle, by team and perspective."""
    share = SHARES[audit_cycle]
    return {
        team: {perspective: round(n * share) for perspective, n in perspectives.items()}
        for team, perspectives in PEOPLE.items()
    }


def views_of(audit_cycle: str) -> Views:
    """How the three perspectives see each challenge in one audit cycle."""
    return moved(EARLIER.get(audit_cycle, {}))


def moved(by: Views) -> Views:
    """The views at last, some of them moved."""
    still = (0.0, 0.0, 0.0)
    return {
        id_: (view[0] + by.get(id_, still)[0], view[1] + by.get(id_, still)[1], view[2] + by.get(id_, still)[2])
        for id_, view in VIEWS.items()
    }


def _draft(
    random: Random, questionnaire: Questionnaire, views: Views, perspective: PerspectiveId, team: TeamName
) -> Draft:
    """One made-up person: a disposition of their own around their perspective's view of each challenge."""
    disposition = random.gauss(TEAM_EFFECT.get(team, 0.0), 0.6)
    answers = {}
    for challenge in questionnaire.challenges:
        view = views[challenge.id][questionnaire.perspective_ids.index(perspective)] + random.gauss(disposition, 0.4)
        view += random.choice((-1, 1)) * DIVIDED.get((perspective, challenge.id), 0.0)
        for place, statement in enumerate(challenge.statements):
            answers[statement.id] = _answer_one(random, view + 0.35 * math.sin(2.4 * place + 1), perspective)
    return Draft(
        questionnaire_hash=questionnaire.hash,
        perspective=perspective,
        team=team,
        answers={statement: answer for statement, answer in answers.items() if answer},
        priorities=_priorities(random, perspective) if random.random() < 0.94 else (),
    )


def _answer_one(random: Random, view: float, perspective: PerspectiveId) -> str:
    """An answer's character; "" where the person skips the statement."""
    chance = random.random()
    unsure = {"staff": 0.03, "service_user": 0.06, "carer": 0.14}[perspective]
    if chance < unsure:
        return DONT_KNOW
    if chance < unsure + 0.02:
        return NOT_APPLICABLE
    if chance < unsure + 0.035:
        return ""
    felt = random.gauss(view, 0.8)
    return str(sum(felt > step for step in (-1.5, -0.5, 0.5, 1.5)))


def _priorities(random: Random, perspective: PerspectiveId) -> tuple[str, ...]:
    """Up to three challenges, drawn without replacement by how much each matters to the perspective."""
    left = {challenge: CARES_ABOUT[perspective].get(challenge, 1.0) for challenge in VIEWS}
    chosen: list[str] = []
    for _ in range(random.choice((2, 3, 3, 3))):
        chosen += random.choices(list(left), weights=list(left.values()))
        del left[chosen[-1]]
    return tuple(chosen)
