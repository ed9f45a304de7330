"""Made-up people who have answered a form, and what an import has to make of their answers."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Final, NamedTuple

from imroc_audit.exchange.forms.form import Form, FormField, form_of
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import DONT_KNOW, NOT_APPLICABLE, NOT_ASKED, SKIPPED
from tests.places import QUESTIONNAIRES

TEAMS: Final = ("Elm ward", "Oak team", "Étoile clinic")
COMMENTS: Final = (
    "More time to talk, please.",
    'The notice says "soon"; we would like a day.',
    "= is what the form makes of a box\nthat is left open, on two lines",
    "Café on Thursdays helps – really.",
)
_CODES: Final = {"dk": DONT_KNOW, "na": NOT_APPLICABLE, "": SKIPPED}
_FIRST_DAY: Final = datetime(2026, 8, 20, 9, 5, 7)  # noqa: DTZ001 - survey tools write local times


class Person(NamedTuple):
    """One person's answers. by_field: field name → the code of a choice, or a text, "" where it was skipped."""

    number: int
    perspective: str
    by_field: dict[str, str]
    answered: datetime
    finished: bool = True

    def code(self, field: FormField) -> str:
        return self.by_field[field.name]

    def label(self, field: FormField) -> str:
        """The answer as a person reads it."""
        code = self.code(field)
        return next((choice.label for choice in field.choices if choice.code == code), code)


class Kept(NamedTuple):
    """What is to be known of one person after an import."""

    perspective: str
    team: str
    month: str
    answers: str
    priorities: tuple[str, ...]


@cache
def pulse() -> Questionnaire:
    path = QUESTIONNAIRES / "ten-challenges-pulse.yaml"
    questionnaire, problems = parse_questionnaire(path.read_text(encoding="utf-8"), path.name)
    assert questionnaire is not None, problems
    return questionnaire


@cache
def form(perspective: str) -> Form:
    return form_of(pulse(), perspective, TEAMS)


def people(asked: Form, count: int = 14, *, unfinished: int = 2) -> tuple[Person, ...]:
    """The same people for the same form, every time; the last ones stopped halfway."""
    chance = random.Random(f"{asked.id} {count}")
    return tuple(
        _person(asked, number, chance, finished=number <= count - unfinished) for number in range(1, count + 1)
    )


def _person(asked: Form, number: int, chance: random.Random, *, finished: bool) -> Person:
    by_field = {field.name: _answer(field, chance) for field in asked.fields}
    if not finished:
        late = [field.name for field in asked.fields[len(asked.fields) // 2 :]]
        by_field |= dict.fromkeys(late, "")
    answered = _FIRST_DAY + timedelta(days=number, hours=number % 7, minutes=number)
    return Person(number, asked.perspective, by_field, answered, finished)


def _answer(field: FormField, chance: random.Random) -> str:
    if field.constant:
        return field.constant
    if field.kind == "text":
        return chance.choice(COMMENTS) if chance.random() < 0.15 else ""
    return chance.choice(["", *(choice.code for choice in field.choices)])


def kept(someone: Person) -> Kept:
    """The person as the audit should know them."""
    asked = form(someone.perspective)
    statements = {field.asks.id: someone.code(field) for field in asked.fields if field.asks.kind == "statement"}
    answers = (statements.get(one.id) for one in pulse().statements)
    chosen = (someone.code(field) for field in asked.fields if field.asks.kind == "priority")
    return Kept(
        someone.perspective,
        someone.by_field["team"],
        f"{someone.answered:%Y-%m}",
        "".join(NOT_ASKED if code is None else _CODES.get(code, code) for code in answers),
        tuple(filter(None, chosen)),
    )


def comments(everyone: Iterable[Person]) -> list[tuple[str, str]]:
    """Challenge and text of every comment of those who finished, sorted."""
    return sorted(
        (field.asks.id, someone.code(field))
        for someone in everyone
        if someone.finished
        for field in form(someone.perspective).fields
        if field.asks.kind == "comment" and someone.code(field)
    )
