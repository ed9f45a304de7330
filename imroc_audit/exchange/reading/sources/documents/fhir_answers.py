"""Answers in a FHIR QuestionnaireResponse, however they are serialised, and what the codes in them stand for."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final, NamedTuple

from imroc_audit.exchange.forms.fhir import SYSTEM
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.json_file import Object, dict_of, dicts, text_of
from imroc_audit.exchange.reading.layout import OR
from imroc_audit.exchange.reading.sheet import shown_heading

_PLAIN: Final = frozenset(
    f"value{kind}" for kind in ("String", "Integer", "Decimal", "Date", "DateTime", "Time", "Uri", "Instant", "Code")
)
_KINDS: Final = {
    kind.removeprefix("value").lower(): kind
    for kind in (*_PLAIN, "valueBoolean", "valueCoding", "valueCodeableConcept", "valueQuantity", "valueAttachment",
                 "valueReference")
}  # fmt: skip
_NO_UNIT: Final = ("", "1", "{score}")
"""The unit of a mere number; "1" and annotations in braces are UCUM's."""
_BARE: Final = re.compile(r"\d{1,3}|dk|na", re.IGNORECASE)
"""What may be one of our codes."""
MOST_NAMED: Final = 10
"""In a note."""
_HOLDS_ITEMS: Final = ("item", "group", "question")
"""The last two in responses of DSTU2."""


class Coding(NamedTuple):
    system: str
    code: str
    display: str


class Answer(NamedTuple):
    """One answer to an item: a coding, a text, or of a kind that is not read."""

    kind: str
    text: str = ""
    coding: Coding | None = None

    @property
    def is_read(self) -> bool:
        return self.coding is not None or bool(self.text)


def items_of(parent: Object) -> Iterator[Object]:
    """Every item, those of groups and those that are asked after an answer."""
    for key in _HOLDS_ITEMS:
        for item in _listed(parent.get(key)):
            yield item
            yield from items_of(item)
            for answer in _listed(item.get("answer")):
                yield from items_of(answer)


def answers_of(item: Object) -> Iterator[Answer]:
    """What is answered. An extension that says why there is no answer is none."""
    for answer in _listed(item.get("answer")):
        values = ((kind, value) for kind, value in answer.items() if kind.startswith("value") and value is not None)
        for kind, value in values:
            if value != "":
                yield _answer(*_unwrapped(kind, value))


def _listed(value: Any) -> Iterator[Object]:
    """One object where a list belongs is a list of one."""
    return dicts([value] if isinstance(value, dict) else value)


def _unwrapped(kind: str, value: Any) -> tuple[str, Any]:
    """The kind of "value: {Coding: …}", as some serialisers write what is "valueCoding: …" in JSON."""
    if kind != "value":
        return kind, value
    if not isinstance(value, dict):
        return ("valueBoolean" if isinstance(value, bool) else "valueString"), value
    if len(value) == 1:
        ((inner, held),) = value.items()
        if isinstance(held, list):
            return ("valueCodeableConcept", value) if inner == "coding" else (kind, value)
        if found := _KINDS.get(inner.removeprefix("value").lower()):
            # A coding may be nothing but its code, which is the name of a kind as well.
            return ("valueCoding", value) if found == "valueCode" and inner == "code" else (found, held)
    marks = {
        "code": "valueCoding",
        "display": "valueCoding",
        "coding": "valueCodeableConcept",
        "value": "valueQuantity",
    }
    return next((marks[mark] for mark in ("coding", "value", "code", "display") if mark in value), kind), value


def _answer(kind: str, value: Any) -> Answer:
    if kind == "valueBoolean" and isinstance(value, bool):
        return Answer(kind, "Yes" if value else "No")
    if kind == "valueCoding":
        return _coded(kind, [value])
    if kind == "valueCodeableConcept":
        concept = dict_of(value)
        return _coded(kind, concept.get("coding"), text_of(concept.get("text")))
    if kind == "valueQuantity":
        return Answer(kind, _quantity(dict_of(value)))
    return Answer(kind, text_of(value) if kind in _PLAIN else "")


def _coded(kind: str, codings: Any, text: str = "") -> Answer:
    """A concept may be coded in several systems, which mean the same: ours, or else the first."""
    found = [
        Coding(*(text_of(coding.get(key)) for key in ("system", "code", "display"))) for coding in _listed(codings)
    ]
    found = [coding for coding in found if coding.code or coding.display]
    if not found:
        return Answer(kind, text)
    chosen = next((coding for coding in found if coding.system == SYSTEM), found[0])
    return Answer(kind, coding=chosen if chosen.display else chosen._replace(display=text))


def _quantity(quantity: Object) -> str:
    """A number with its unit, if it has one."""
    number = text_of(quantity.get("value"))
    units = (text_of(quantity.get(key)) for key in ("unit", "code"))
    unit = next((unit for unit in units if unit not in _NO_UNIT), "")
    return f"{text_of(quantity.get('comparator'))}{number} {unit}".strip() if number else ""


class Codes:
    """What codes stand for, by their system; those without a system, by the item that they answer."""

    def __init__(self) -> None:
        self._displays: dict[tuple[str, str], dict[str, str]] = {}
        """System and code → its labels, as they are compared and as they stand."""
        self._used: dict[str, dict[str, set[str]]] = {}
        """linkId → code → the systems that it comes from there."""
        self._plain: set[str] = set()
        """linkIds with other answers than codes."""

    def add(self, link_id: str, answer: Answer) -> None:
        coding = answer.coding
        if coding is None or not coding.code:
            self._plain.add(link_id)
            return
        system = _system(link_id, coding)
        self._used.setdefault(link_id, {}).setdefault(coding.code, set()).add(system)
        displays = self._displays.setdefault((system, coding.code), {})
        if coding.display:
            displays.setdefault(normalise(coding.display), coding.display)

    def cell(self, link_id: str, answer: Answer, *, bare: bool) -> str:
        """An answer as text. Only where that is said by `bare` may it read like one of our codes without a label."""
        coding = answer.coding
        if not answer.is_read:
            return f"({answer.kind}, not read)"
        if coding is None:
            return answer.text if bare or not _BARE.fullmatch(answer.text) else f"|{answer.text}"
        if not coding.code:
            return coding.display
        return self._cell(link_id, _system(link_id, coding), coding.code, bare=bare or coding.system == SYSTEM)

    def labels(self, link_id: str) -> Mapping[str, str]:
        """Cell → what the code in it is called; OR stands between several labels."""
        used = self._used.get(link_id, {})
        return {
            self._cell(link_id, system, code, bare=False): OR.join(displays.values())
            for code, systems in used.items()
            for system in systems
            if (displays := self._displays[system, code])
        }

    def notes(self) -> Iterator[str]:
        """Which codes have several labels in one system."""
        found = [
            f"'{code}' is called {' and '.join(map(shown_heading, displays.values()))}"
            for (_, code), displays in self._displays.items()
            if len(displays) > 1
        ]
        if found:
            more = f", and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
            yield (
                f"In one system of codes, {', '.join(found[:MOST_NAMED])}{more}. Where such labels do not mean the "
                "same, the answer is not understood."
            )

    def _cell(self, link_id: str, system: str, code: str, *, bare: bool) -> str:
        """The code, with its system where the code alone would not say which is meant."""
        displays = self._displays[system, code]
        stands_alone = len(self._used[link_id][code]) == 1 and link_id not in self._plain
        token = f"{'' if system == link_id else system}|{code}"  # as in a search of FHIR
        if len(displays) > 1:
            return f"{code if stands_alone else token} ({len(displays)} labels)"
        if displays:
            return code if stands_alone else token
        is_of_nobody = system == link_id and (bare or not _BARE.fullmatch(code))
        return code if system == SYSTEM or is_of_nobody else token


def is_ours(items: list[Object], hidden: str) -> bool:
    """Whether a response has the marks of our form: its hidden item, or a code of our system."""
    if any(item.get("linkId") == hidden for item in items):
        return True
    answers = chain.from_iterable(map(answers_of, items))
    return any(answer.coding is not None and answer.coding.system == SYSTEM for answer in answers)


def _system(link_id: str, coding: Coding) -> str:
    return coding.system or link_id
