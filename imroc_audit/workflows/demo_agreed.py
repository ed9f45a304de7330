"""What the demo's made-up groups agreed: stages with evidence, and priorities with reasons and dissent."""

from typing import Any, Final


def _stage(stage: str, *evidence: dict[str, str]) -> dict[str, Any]:
    return {"stage": stage, "evidence": list(evidence)}


AGREEMENTS: Final[dict[str, dict[str, Any]]] = {
    "2024-spring": {
        "audit_cycle": "2024-spring",
        "date": "2024-05-08",
        "room": {"staff": 7, "service_user": 2},
        "stages": {
            "c01": _stage("engagement", {"text": "Two teams have met with people to talk about everyday contact."}),
            "c06": _stage("engagement", {"text": "A working group on safety plans has been set up."}),
            "c08": _stage("engagement", {"text": "There is one peer support worker in the whole trust."}),
        },
        "priorities": [
            {"challenge": "c08", "reason": "People told us that they had never met a peer support worker here."},
            {"challenge": "c06", "reason": "Plans about risk are written without the person."},
        ],
    },
    "2025-spring": {
        "audit_cycle": "2025-spring",
        "date": "2025-05-07",
        "room": {"staff": 6, "service_user": 4, "carer": 1},
        "stages": {
            "c01": _stage("development", {"text": "Three teams ask five people a month how contact with staff went."}),
            "c03": _stage(
                "development", {"text": "The recovery college ran 14 courses.", "source": "prospectus-2025.pdf"}
            ),
            "c04": _stage(
                "development", {"text": "Recovery stands in the trust's five-year plan.", "date": "2025-01-15"}
            ),
            "c05": _stage("engagement", {"text": "Two teams have talked about choice with people using services."}),
            "c06": _stage("engagement", {"text": "4 of 20 plans that we read had the person's own words in them."}),
            "c07": _stage("engagement", {"text": "People using services come to two of nine committees."}),
            "c08": _stage(
                "development", {"text": "Four peer support workers, with supervision.", "date": "2025-03-31"}
            ),
            "c10": _stage("engagement", {"text": "A list of local employers has been begun."}),
        },
        "priorities": [
            {
                "challenge": "c06",
                "reason": "People said that plans about their safety are written without them.",
                "dissent": "One of us wanted to begin with staff wellbeing: tired staff write quick plans.",
            },
            {"challenge": "c10", "reason": "People want to work or learn, and nobody has time to help."},
        ],
    },
    "2026-spring": {
        "audit_cycle": "2026-spring",
        "date": "2026-05-06",
        "room": {"staff": 5, "service_user": 4, "carer": 3},
        "stages": {
            "c01": _stage(
                "development",
                {"text": "Four teams ask people each month and put the answers on the wall.", "date": "2026-03-30"},
            ),
            "c02": _stage("engagement", {"text": "One half day was led by people with lived experience."}),
            "c03": _stage("development", {"text": "16 courses, all taught in pairs.", "source": "prospectus-2026.pdf"}),
            "c04": _stage(
                "engagement",
                {"text": "Staff no longer see recovery in how shifts are run, and the survey shows it."},
                {"text": "The recovery lead's post has been empty since autumn.", "date": "2025-10-01"},
            ),
            "c05": _stage("engagement", {"text": "3 of 10 people had seen their plan before they signed it."}),
            "c06": _stage(
                "development",
                {
                    "text": "15 of 20 plans that we read had the person's own words in them.",
                    "source": "safety-plan-review-2026.docx",
                    "date": "2026-02-12",
                },
            ),
            "c07": _stage("engagement", {"text": "People using services come to three of nine committees."}),
            "c08": _stage("development", {"text": "Six peer support workers in four teams."}),
            "c09": _stage("engagement", {"text": "Reflective practice is on paper in every team and happens in two."}),
        },
        "priorities": [
            {
                "challenge": "c05",
                "reason": "People sign plans that were typed before they came into the room.",
            },
            {
                "challenge": "c09",
                "reason": "Staff who are looked after can look after others. It had the most votes from staff.",
                "dissent": "Two people using services asked whether this is the trust's job before the survey's.",
            },
            {
                "challenge": "c07",
                "reason": "People are asked after things have been decided. Relatives see the same.",
                "dissent": "A member of staff would have chosen everyday contact, which had more votes.",
            },
        ],
    },
}

SOUTHMERE_AGREED: Final[dict[str, Any]] = {
    "audit_cycle": "2026-spring",
    "date": "2026-05-13",
    "room": {"staff": 4, "service_user": 3, "carer": 2},
    "stages": {
        "c03": _stage(
            "transformation", {"text": "Every course is planned and taught in pairs, and staff learn there too."}
        ),
        "c05": _stage(
            "development", {"text": "Three teams offer a choice of two ways of support, and write down which."}
        ),
        "c08": _stage(
            "engagement", {"text": "Job adverts have been rewritten. There are no peer support workers yet."}
        ),
    },
    "priorities": [{"challenge": "c08", "reason": "We have nobody to show that lived experience is welcome."}],
}
