"""Values of an import that stand for nothing that is known: what each may be, and what somebody says that it is."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

from imroc_audit.exchange.mapping.column_map import LEAVE_OUT
from imroc_audit.exchange.mapping.map_file import ValueMeaning, with_meanings
from imroc_audit.exchange.matching.labels import (
    WORDS,
    answer_codes,
    answer_labels,
    perspective_labels,
    team_labels,
)
from imroc_audit.exchange.matching.likeness import nearest
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.rows.findings import NotUnderstood
from imroc_audit.exchange.rows.row_mapper import RowMapper
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say
from imroc_audit.workflows.exchange.import_maps import load
from imroc_audit.workflows.opening import read_text
from imroc_audit.workflows.output import write_whole

Asks = Literal["answer", "team", "perspective"]
Meaning = str | int | None
"""As a map says it; see Decision."""

BLANK: Final = "skipped"


class ValueChoice(NamedTuple):
    """One thing that a value may stand for. key: what is typed for it."""

    key: str
    label: str
    meaning: Meaning


class UnknownValue(NamedTuple):
    """One value that is not understood, wherever it stands in a file."""

    map_path: Path
    value: str
    asks: Asks
    rows: int
    """In how many rows it stands; added up where it stands in several columns."""
    headings: tuple[str, ...]
    near: ValueChoice | None
    """What it is most like, where it is like one thing alone."""

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other values, and stays the same when others are answered."""
        return str(self.map_path), self.asks, normalise(self.value)


def unknown_values(
    map_path: Path, mapper: RowMapper, questionnaire: Questionnaire, teams: Sequence[str]
) -> Iterator[UnknownValue]:
    """Each value of a file that is not understood once, where a map can say what it stands for.

    Not what may be somebody's name, and no number that is our own code in another column.
    """
    by_value: dict[tuple[Asks, str], list[NotUnderstood]] = {}
    codes = answer_codes(questionnaire) if mapper.reads_own_codes else {}
    for unknown in mapper.findings.not_understood():
        is_code = unknown.asks == "answer" and unknown.value is not None and normalise(unknown.value) in codes
        if unknown.value is not None and unknown.asks is not None and unknown.asks != "challenge" and not is_code:
            by_value.setdefault((unknown.asks, normalise(unknown.value)), []).append(unknown)
    for (asks, value), places in by_value.items():
        near = _near(value, asks, questionnaire, teams)
        headings, rows = tuple(dict.fromkeys(one.column for one in places)), sum(one.rows for one in places)
        yield UnknownValue(map_path, (places[0].value or "").strip(), asks, rows, headings, near)


def choices(asks: Asks, questionnaire: Questionnaire, teams: Sequence[str]) -> tuple[ValueChoice, ...]:
    """What a value may stand for, besides that its rows are left out or rejected."""
    scale = questionnaire.scale
    if asks == "team":
        named = [ValueChoice(str(number), team, team) for number, team in enumerate(teams, start=1)]
        return (*named, ValueChoice("n", "no team", None))
    if asks == "perspective":
        people = enumerate(questionnaire.perspectives, start=1)
        return tuple(ValueChoice(str(number), say(one.label), one.id) for number, one in people)
    return (
        *(ValueChoice(str(number), say(one.text), one.value) for number, one in enumerate(scale.options, start=1)),
        ValueChoice("d", say(scale.dont_know.text), "dont_know"),
        ValueChoice("n", say(scale.not_applicable.text), "not_applicable"),
        ValueChoice("b", "blank: nobody answered", BLANK),
    )


def remember(value: UnknownValue, meaning: Meaning, questionnaire: Questionnaire) -> None:
    """Write into the map what a value stands for. meaning: LEAVE_OUT where its rows are to be left out."""
    column_map = load(value.map_path, questionnaire)
    decision = ValueMeaning(value.value, value.asks, meaning, value.headings)
    text = with_meanings(read_text(value.map_path), column_map, [decision])
    write_whole(value.map_path, text.encode(), own=True)


def _near(value: str, asks: Asks, questionnaire: Questionnaire, teams: Sequence[str]) -> ValueChoice | None:
    """The choice that a value is most like; None where it is like none, or two are about as like."""
    labels: dict[str, str] = {
        "answer": answer_labels(questionnaire),
        "team": team_labels(teams),
        "perspective": perspective_labels(questionnaire),
    }[asks]
    meant = labels.get(nearest(value, labels))
    words = {code: word for word, code in WORDS.items()}
    listed = choices(asks, questionnaire, teams)
    return next((one for one in listed if meant and str(one.meaning) in (meant, words.get(meant))), None)


__all__ = ["LEAVE_OUT", "UnknownValue", "ValueChoice", "choices", "remember", "unknown_values"]
