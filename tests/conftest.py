"""Small questionnaires and readable tables of answers, for every test."""

from collections.abc import Callable
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, settings

from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import NO_TEAM
from imroc_audit.resources import bundled
from imroc_audit.tally import Row

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")

TINY = """
id: tiny
version: "1.0"
title: A tiny questionnaire
citation: ["Nobody (2026) Nothing."]
consent: {text: "Do you want to take part?", easy_read: "Do you want to?"}
priorities: 2
scale:
  question: {text: "How true is this here?"}
  options:
    - {value: 0, text: "Not true"}
    - {value: 1, text: "A little true"}
    - {value: 2, text: "Partly true"}
    - {value: 3, text: "Mostly true"}
    - {value: 4, text: "Completely true"}
  dont_know: {text: "I don't know"}
  not_applicable: {text: "Does not apply"}
perspectives:
  - {id: staff, label: Staff, choose: {text: "I work here"}}
  - {id: service_user, label: People using services, choose: {text: "I use services here"}}
  - {id: carer, label: Relatives and friends, choose: {text: "I am a relative or friend"}}
challenges:
  - id: c01
    title: {text: Everyday contact}
    about: {text: How people treat each other.}
    stages: {engagement: We talk., development: We try., transformation: We do.}
    suggestions:
      - {text: "Ask one more question.", statements: [c01.1]}
    statements:
      - id: c01.1
        wording: {staff: "I listen.", service_user: "Staff listen.", carer: "Staff listen to us."}
        easy_read: {service_user: "People listen."}
        lenses: {chime: [hope]}
      - id: c01.2
        wording: {staff: "I rush.", service_user: "Staff rush.", carer: "Staff rush us."}
        reverse: true
  - id: c02
    title: {text: Choice}
    about: {text: Who decides.}
    stages: {engagement: We talk., development: We try., transformation: We do.}
    statements:
      - id: c02.1
        wording: {staff: "I ask.", service_user: "Staff ask.", carer: "Staff ask us."}
      - id: c02.2
        wording: {staff: "I offer.", service_user: "Staff offer.", carer: "Staff offer us."}
      - id: c02.3
        wording: {staff: "I wait.", service_user: "Staff wait."}
        not_asked: [carer]
"""


@pytest.fixture(scope="session")
def tiny_text() -> str:
    return TINY


@pytest.fixture(scope="session")
def tiny() -> Questionnaire:
    """Two challenges of two and three statements; c01.2 is reversed, c02.3 is not asked of carers."""
    questionnaire, problems = parse_questionnaire(TINY, "tiny.yaml")
    assert questionnaire is not None, problems
    return questionnaire


@pytest.fixture(scope="session")
def welsh(tiny_text: str) -> Questionnaire:
    """The tiny questionnaire in English, with its title and first statement in Welsh as well."""
    text = tiny_text.replace("title: A tiny", "languages: [en, cy]\ntitle: A tiny")
    text = text.replace("title: A tiny questionnaire", "title: {en: A tiny questionnaire, cy: Holiadur bach}")
    text = text.replace('staff: "I listen."', """staff: {en: "I listen.", cy: "Rwy'n gwrando."}""")
    questionnaire, problems = parse_questionnaire(text, "welsh.yaml")
    assert questionnaire is not None, problems
    return questionnaire


@pytest.fixture(scope="session")
def ten_challenges() -> Questionnaire:
    text = (bundled("questionnaires") / "ten-challenges.yaml").read_text(encoding="utf-8")
    questionnaire, problems = parse_questionnaire(text, "ten-challenges.yaml")
    assert questionnaire is not None, problems
    return questionnaire


@pytest.fixture(scope="session")
def table() -> Callable[[str], list[Row]]:
    """Rows of answers as one would write them down: perspective, team ('-' for none), answers, priorities."""

    def read(text: str) -> list[Row]:
        rows = []
        for line in dedent(text).strip().splitlines():
            perspective, team, answers, *priorities = line.split()
            rows.append((perspective, NO_TEAM if team == "-" else team, answers, " ".join(priorities)))
        return rows

    return read
