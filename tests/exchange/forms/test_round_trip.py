"""Answers that a tool collects with one of our forms come back whole, without a map that anyone made by hand."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from imroc_audit.exchange.forms import FORMS
from imroc_audit.exchange.forms.form import form_of
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.workflows.audit_cycle.cycles import create_workspace, open_cycle
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.exchange.importing import carry_out, plan_import
from tests.exchange.forms.collectors import COLLECTORS, DAY, Collector, Person

TEAMS: Final = ("Elm ward", "Oak & Ash “Hope” team")
TEAM: Final = "Which team or ward are your answers about?"
FIRST: Final = "Which of these should be worked on first?"
SECOND: Final = "Which of these should be worked on next, as number 2?"
COMMENT: Final = "Anything to add about ‘Choice’?"
EASY_COMMENT: Final = "Do you want to say more about ‘Choice’?"
WORDS: Final = "= is what I see,\nin “quotes”; and 3 | 4 times"

TODAY: Final = date(2026, 10, 1)
PEOPLE: Final[dict[str, tuple[Person, ...]]] = {
    "staff": (
        {
            TEAM: TEAMS[0],
            "I listen.": "Mostly true",
            "I rush.": "I don't know",
            "I ask.": "Not true",
            "I offer.": "Does not apply",
            "I wait.": "A little true",
            COMMENT: WORDS,
            FIRST: "Choice",
            SECOND: "Everyday contact",
        },
        {"I listen.": "Completely true"},
        {TEAM: TEAMS[1], "I ask.": "Partly true", FIRST: "Everyday contact"},
    ),
    "carer": (
        {TEAM: TEAMS[1], "Staff listen to us.": "Not true", "Staff offer us.": "Completely true", COMMENT: WORDS},
        {"Staff rush us.": "Does not apply", "Staff ask us.": "A little true", FIRST: "Choice"},
    ),
    "service_user": (
        {"Which team or ward do you know?": TEAMS[0], "People listen.": "Partly true", "Staff ask.": "Not true"},
        {"Staff rush.": "I don't know", "Staff offer.": "Mostly true", "Staff wait.": "Not true", EASY_COMMENT: WORDS},
        {"What should get better first?": "Choice"},
    ),
}
"""People who use services have the Easy Read form."""

KEPT: Final = {
    "staff": [
        ("staff", "", "4....", ""),
        ("staff", TEAMS[0], "3?0-1", "c02 c01"),
        ("staff", TEAMS[1], "..2..", "c01"),
    ],
    "service_user": [
        ("service_user", "", ".....", "c02"),
        ("service_user", "", ".?.30", ""),
        ("service_user", TEAMS[0], "2.0..", ""),
    ],
    "carer": [("carer", "", ".-1._", "c02"), ("carer", TEAMS[1], "0..4_", "")],
}


@pytest.fixture
def audit(tmp_path: Path, tiny_text: str) -> Path:
    """A workspace with two teams, in which the tiny questionnaire is asked."""
    folder = tmp_path / "audit"
    create_workspace(folder, "Northfield NHS Trust", list(TEAMS))
    (folder / "questionnaires" / "tiny.yaml").write_text(tiny_text, encoding="utf-8")
    open_cycle(Audits(folder, TODAY), "autumn", "tiny")
    return folder


@pytest.mark.parametrize("collector", COLLECTORS, ids=lambda one: f"{one.format}-{one.file}")
@pytest.mark.parametrize("perspective", PEOPLE)
def test_answers_collected_with_a_form_come_back_whole(
    audit: Path, tiny: Questionnaire, tmp_path: Path, collector: Collector, perspective: str
) -> None:
    form = FORMS[collector.format].write(
        form_of(tiny, perspective, TEAMS, "Northfield", easy_read=perspective == "service_user")
    )
    export = tmp_path / collector.file
    export.write_bytes(collector.export(form, PEOPLE[perspective]))

    plan = plan_import(Audits(audit, TODAY), [export])
    (file,) = plan.files
    assert collector.tool in file.recognised
    assert not file.to_check
    done = carry_out(plan)

    assert done.added == len(KEPT[perspective])
    assert rows(audit, "select perspective, team, answers, priorities from responses") == KEPT[perspective]
    assert rows(audit, "select distinct month from responses") == [(DAY[:7],)]
    assert rows(audit, "select challenge, text from comments") == [("c02", WORDS)]


def test_every_format_is_collected_with() -> None:
    assert {one.format for one in COLLECTORS} == set(FORMS)


def rows(audit: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(audit / "audit.db")) as connection:
        return sorted(connection.execute(query).fetchall())
