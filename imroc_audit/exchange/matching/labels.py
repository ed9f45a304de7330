"""The labels that a questionnaire gives its answers, perspectives and challenges, ready to be matched."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from imroc_audit.exchange.matching.names import DONT_KNOW_CODE, NOT_APPLICABLE_CODE, field_name
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.model.questionnaire import Perspective, Questionnaire, Wording
from imroc_audit.model.record import Text
from imroc_audit.model.response import DONT_KNOW, NOT_APPLICABLE, SKIPPED

NUMBERED: Final = re.compile(
    r"(?:[(\[]\s*(?:\d{1,2}|[a-z]|[ivx]{2,4})\s*[)\]]\s*[-.:=]?|\d{1,2}\s*[-.:)\]=]|\d{1,2}(?=\s)"
    r"|(?:[a-z]|[ivx]{2,4})(?:\s*[.:)\]]|\s+[-=](?=\s)))\s*(?=[^\s\d])"
)
"""The number or letter in front of a label, as in "4 - Agree", "(4) Agree", "4 Agree" and "d. Agree"."""
NUMBERED_AFTER: Final = re.compile(r"(?<=\w)\s*(?:[(\[]\s*\d{1,2}\s*[)\]]|\s[-=]\s*\d{1,2})$")
"""The same after it, as in "Agree (4)"."""

UNKNOWN: Final = "\0"
"""The meaning of a cell that is not understood. No file that is read can hold it."""

WORDS: Final = {"dont_know": DONT_KNOW, "not_applicable": NOT_APPLICABLE, "skipped": SKIPPED}
"""How a map names the answers that are not on the scale."""

USUAL: Final = {"don't know": DONT_KNOW, "not applicable": NOT_APPLICABLE}
"""What survey tools write for them, whatever the questionnaire's own words are."""

NA: Final = frozenset({"n/a", "na"})
"""Normalised: what some tools write for "does not apply", and others where nobody answered."""


def answer_labels(questionnaire: Questionnaire) -> dict[str, str]:
    """Normalised label → answer code: each option's own and Easy Read labels in every language."""
    scale = questionnaire.scale
    labelled: list[tuple[Wording, str]] = [(option, str(option.value)) for option in scale.options]
    labelled += [(scale.dont_know, DONT_KNOW), (scale.not_applicable, NOT_APPLICABLE)]
    return USUAL | _unambiguous((label, code) for wording, code in labelled for label in wordings(wording))


def answer_codes(questionnaire: Questionnaire) -> dict[str, str]:
    """The codes that our own forms have for answers → answer code. Only a column named by its id can hold them."""
    codes = {str(option.value): str(option.value) for option in questionnaire.scale.options}
    return codes | {DONT_KNOW_CODE: DONT_KNOW, NOT_APPLICABLE_CODE: NOT_APPLICABLE}


def na_labels(means: str, questionnaire: Questionnaire) -> dict[str, str]:
    """Normalised "n/a" and "na" → answer code. means: one of WORDS, or "" where nobody can know.

    A tool that writes them where nobody answered cannot be told from people who chose such words of the questionnaire.
    """
    own = answer_labels(questionnaire)
    if not means:
        return {}
    return {label: UNKNOWN if own.get(label, WORDS[means]) != WORDS[means] else WORDS[means] for label in NA}


def perspective_labels(questionnaire: Questionnaire) -> dict[str, str]:
    """Normalised id, label or "this is me" sentence → perspective id."""
    return _unambiguous((label, one.id) for one in questionnaire.perspectives for label in _perspective(one))


def team_labels(names: Iterable[str]) -> dict[str, str]:
    """Normalised name of a team, or its code in a form for REDCap → its name."""
    names = tuple(names)
    return _unambiguous((field_name(name), name) for name in names) | {normalise(name): name for name in names}


def challenge_labels(questionnaire: Questionnaire) -> dict[str, str]:
    """Normalised id or title → challenge id."""
    challenges = questionnaire.challenges
    return _unambiguous((label, one.id) for one in challenges for label in (one.id, *wordings(one.title)))


def without_number(label: str) -> str:
    """A normalised label without the number or letter by it: "4 - agree" is "agree", and "4" stays "4"."""
    if numbered := NUMBERED.match(label):
        return label[numbered.end() :]
    return NUMBERED_AFTER.sub("", label)


def wordings(wording: Wording) -> Iterator[str]:
    """A wording in every form and language."""
    yield from _languages(wording.text)
    if wording.easy_read is not None:
        yield from _languages(wording.easy_read)


def _perspective(perspective: Perspective) -> Iterator[str]:
    yield perspective.id
    yield perspective.id.replace("_", " ")
    yield from _languages(perspective.label)
    yield from wordings(perspective.choose)


def _languages(text: Text) -> Iterator[str]:
    yield from (text,) if isinstance(text, str) else text.values()


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A label that stands for two things is left out, so that the map has to say which is meant."""
    meanings: dict[str, set[str]] = {}
    for label, meaning in pairs:
        meanings.setdefault(normalise(label), set()).add(meaning)
    return {label: found.pop() for label, found in meanings.items() if len(found) == 1}
