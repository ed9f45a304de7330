"""What one column is, by its name, its words and what is in it."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from imroc_audit.exchange.forms.form import known_questions
from imroc_audit.exchange.mapping.evidence import Kind, asks_for, asks_something_else
from imroc_audit.exchange.mapping.proposed import How, Proposed, said
from imroc_audit.exchange.mapping.wordings import (
    Worded,
    forms,
    group_of,
    in_group,
    is_worded_as_a_statement,
    known_wordings,
    repeats,
    wording_within,
)
from imroc_audit.exchange.matching.labels import perspective_labels
from imroc_audit.exchange.matching.likeness import nearest
from imroc_audit.exchange.matching.names import Asks, field_name, known_names
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column
from imroc_audit.exchange.reading.sheet import ROWS_OF_A_LABEL, shown_heading
from imroc_audit.model.ids import StatementId
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import say

NEAR: Final = 85
"""The least likeness, out of 100, of a heading to a wording that it may be."""
AHEAD: Final = 4
"""By how much the likeness to any other statement has to be less."""
CERTAIN: Final = 100
WORDS_OF_A_SENTENCE: Final = 7
NOTHING: Final = (0.0, Worded("", frozenset()))
"""Likeness to nothing."""


class Matcher:
    """Everything by which a column can be known."""

    def __init__(self, questionnaire: Questionnaire, teams: Sequence[str], columns: Sequence[Column]) -> None:
        self.contradictions: list[str] = []
        """What to look at where the id and the words of a heading are those of two things."""
        self._questionnaire = questionnaire
        self._names = known_names(questionnaire)
        self._questions = known_questions(questionnaire)
        self._wordings = known_wordings(questionnaire)
        self._repeats = repeats(columns)
        self._perspectives = frozenset(perspective_labels(questionnaire))
        self._teams = frozenset(map(normalise, teams))
        self._texts = {statement.id: statement.wording for statement in questionnaire.statements}

    def match(self, column: Column, labels: Collection[str]) -> Proposed:
        """labels: what stands in it, without blanks."""
        if column.role in ("id", "date"):
            return Proposed(column.heading, column.role, "role", CERTAIN)
        named, first = forms(column), self._repeats.get(column.heading)
        if column.role == "personal" and is_worded_as_a_statement(column, self._wordings):
            return self._by_wording(column.heading, named) or Proposed(column.heading, "", "", 0)
        if column.role != "answer":
            return Proposed(column.heading, "", "", 0)
        again = forms(first) if first else ()
        by_name, by_wording = self._by_name(column.heading, named), self._by_wording(column.heading, named)
        if by_name and by_wording and by_name.asks != by_wording.asks:
            self.contradictions.append(
                f"{shown_heading(column.heading)} has the id of {by_name.target} and the words of {by_wording.target}. "
                "It is left out. If you know which it is, add it to the map."
            )
            return Proposed(column.heading, "", "", 0)
        return (
            by_name
            or by_wording
            or self._by_name(column.heading, again)
            or self._by_wording(column.heading, again)
            or self._by_values(column, labels)
            or self._by_part(column.heading, named, labels)
            or self._by_likeness(column.heading, named)
            or Proposed(column.heading, "", "", 0)
        )

    def _by_name(self, heading: str, forms: Iterable[str]) -> Proposed | None:
        asks = _only(self._names.get(field_name(form)) for form in forms) or self._in_group(heading)
        if asks is None:
            return None
        return Proposed(heading, said(asks), "id", CERTAIN, asks, group_of(heading, self._questionnaire))

    def _in_group(self, heading: str) -> Asks | None:
        """A statement's id after groups; "before/team" may be another team than the one that is asked for."""
        named = (self._names.get(field_name(name)) for name in in_group(heading))
        return _only(asks for asks in named if asks is not None and asks.kind == "statement")

    def _by_wording(self, heading: str, forms: Iterable[str]) -> Proposed | None:
        keys = list(map(normalise, forms))
        for key in keys:
            if asks := self._questions.get(key):
                return Proposed(heading, said(asks), "wording", CERTAIN, asks)
        statements = [self._wordings[key] for key in keys if key in self._wordings]
        asks = _only(Asks("statement", statement) for statement, _ in statements)
        if asks is None:
            return None
        return Proposed(heading, said(asks), "wording", CERTAIN, asks, statements[0][1])

    def _by_values(self, column: Column, labels: Collection[str]) -> Proposed | None:
        """A column in which everything is the label of a perspective, or the name of a team; or most is."""
        filled = [*map(normalise, labels)]
        kinds: tuple[tuple[Kind, frozenset[str]], ...] = (("perspective", self._perspectives), ("team", self._teams))
        for kind, known in kinds:
            asks = Asks(kind)
            count = sum(label in known for label in filled)
            if filled and count == len(filled):
                is_odd = asks_something_else(forms(column), kind)
                return Proposed(column.heading, said(asks), "contents" if is_odd else "values", CERTAIN, asks)
            is_named = kind == "team" and asks_for(forms(column), kind)
            if is_named and (count or any(nearest(label, known) for label in {*filled})):
                return Proposed(column.heading, said(asks), "some", 100 * count // len(filled), asks)
            if count >= ROWS_OF_A_LABEL and count >= len(filled) / 2:
                return Proposed(column.heading, said(asks), "some", 100 * count // len(filled), asks)
        return None

    def _by_part(self, heading: str, forms: Sequence[str], labels: Collection[str]) -> Proposed | None:
        """A heading that holds a wording among other words, which may ask for something else, as "Why …?" does."""
        found = wording_within(forms, self._wordings, self._questionnaire)
        if found is None or (not found.is_certain and _are_own_words(labels)):
            return None
        asks, perspectives = Asks("statement", found.worded.statement), found.worded.perspectives
        how: How = "wording" if found.is_certain else "part"
        confidence = CERTAIN if found.is_certain else NEAR
        return Proposed(heading, said(asks), how, confidence, asks, perspectives, self._said_to(found.worded))

    def _said_to(self, worded: Worded) -> str:
        """The wording of a statement for one of those whose words these are."""
        texts = self._texts[StatementId(worded.statement)]
        return say(next(text for one, text in texts.items() if one in worded.perspectives))

    def _by_likeness(self, heading: str, forms: Iterable[str]) -> Proposed | None:
        from rapidfuzz import fuzz, process

        nearest: dict[str, tuple[float, Worded]] = {}
        for form in forms:
            least = NEAR - AHEAD
            near = process.extract(
                normalise(form), [*self._wordings], scorer=fuzz.ratio, score_cutoff=least, limit=None
            )
            for wording, score, _ in near:
                worded = self._wordings[wording]
                if score > nearest.get(worded.statement, NOTHING)[0]:
                    nearest[worded.statement] = score, worded
        first, second = sorted((*nearest.values(), NOTHING, NOTHING), key=lambda one: -one[0])[:2]
        likeness, worded = first
        if likeness < NEAR or likeness - second[0] < AHEAD:
            return None
        asks, wording = Asks("statement", worded.statement), self._said_to(worded)
        return Proposed(heading, said(asks), "near", min(99, int(likeness)), asks, worded.perspectives, wording)


def _only(found: Iterable[Asks | None]) -> Asks | None:
    """What all that is found agrees on."""
    different = {asks for asks in found if asks is not None}
    return different.pop() if len(different) == 1 else None


def _are_own_words(labels: Collection[str]) -> bool:
    """Whether most of what stands in a column are sentences, and no labels."""
    return 2 * sum(len(label.split()) >= WORDS_OF_A_SENTENCE for label in labels) > len(labels)
