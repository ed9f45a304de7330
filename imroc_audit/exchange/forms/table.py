"""A table to type answers into, whose headings are the names of a questionnaire's fields, so that it needs no map."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from imroc_audit.exchange.matching.names import DONT_KNOW_CODE, NOT_APPLICABLE_CODE, Asks, field_names
from imroc_audit.exchange.tables import DataTable
from imroc_audit.model.ids import ChallengeId
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say

NUMBER: Final = (
    "A number of your own for each person's form, different in every table that you import, so that no form counts "
    "twice and none is taken for another. Not a name."
)


def template(questionnaire: Questionnaire, teams: Sequence[str]) -> DataTable:
    """An empty table with a column for everything that can be asked, and what to write into each as its notes."""
    notes = dict(_explained(questionnaire, teams))
    return DataTable("answers", tuple(notes), (), notes)


def _explained(questionnaire: Questionnaire, teams: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "id", NUMBER
    yield "date", "The day, as in 2026-09-30. Only the month is kept. Leave it blank for this month."
    for name, asks in field_names(questionnaire):
        yield name, _what_to_write(asks, questionnaire, teams)


def _what_to_write(asks: Asks, questionnaire: Questionnaire, teams: Sequence[str]) -> str:
    scale = questionnaire.scale
    if asks.kind == "perspective":
        return _one_of((one.id, say(one.label)) for one in questionnaire.perspectives)
    if asks.kind == "team":
        return f"One of: {', '.join(teams) or 'the teams in imroc-audit.toml'}. Blank for no team."
    if asks.kind == "comment":
        return (
            f"A comment on '{say(questionnaire.challenge(ChallengeId(asks.id)).title.text)}', without names. Or blank."
        )
    if asks.kind == "priority":
        challenges = ((one.id, say(one.title.text)) for one in questionnaire.challenges)
        return f"What should be worked on as number {asks.id}. {_one_of(challenges)} Or blank."
    statement = next(one for one in questionnaire.statements if one.id == asks.id)
    asked = " / ".join(dict.fromkeys(map(say, statement.wording.values())))
    options = [(str(option.value), say(option.text)) for option in scale.options]
    others = [(DONT_KNOW_CODE, say(scale.dont_know.text)), (NOT_APPLICABLE_CODE, say(scale.not_applicable.text))]
    return f"{asked} {_one_of((*options, *others))} Blank if it was skipped."


def _one_of(choices: Iterable[tuple[str, str]]) -> str:
    return f"One of: {', '.join(f'{code} ({label})' for code, label in choices)}."
