"""A scale that a heading states, as in "We listen. (1 = not true, 5 = completely true)": what its numbers mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from imroc_audit.exchange.matching.labels import answer_labels
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.model.questionnaire import Questionnaire

_NUMBER: Final = re.compile(r"(?<![\w.])\d{1,3}(?![\w%])")
_STATES: Final = re.compile(
    r"(?<![\w.])\d{1,2}(?:['\"]?\s*(?:[=:>\u2192]|->)|['\"]? (?:is|means|equals)\b)\s*['\"]?[^\W\d]"
    r"|[^\W\d]['\"]?\s*[=(\[]\s*['\"]?\d{1,2}(?![\w%])"
)
_RANGE: Final = re.compile(r"(?<![\w.])(\d{1,2})\s*(?:-|to)\s*(\d{1,2})(?![\w%])")
_BEFORE_A_LABEL: Final = re.compile(r"\W*(?:(?:is|means|equals|being)\b\W*)?")
_SAYS: Final = (" is", " means", " equals", " being")
_SIGNS: Final = re.compile(r"\W+")


def stated_scale(heading: str, questionnaire: Questionnaire) -> dict[str, str] | None:
    """Number → answer code, as a heading states it, also the other way round; None where it states no scale.

    Nothing where it states one that cannot be read: then a bare number below it means nothing that is known.
    """
    text = normalise(heading)
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) < 2:
        return None
    labels = {_without_signs(label): code for label, code in answer_labels(questionnaire).items()}
    top = questionnaire.scale.top
    before = tuple(_points_before_labels(text, numbers, labels))
    after = tuple(_points_after_labels(text, numbers, labels))
    for points in (before, after, (*before, *after)):
        if found := _whole_scale(points, top):
            return found
    is_stated = len(_STATES.findall(text)) > 1 or _is_another_range(text, top) or _names_both_ends(text, labels, top)
    return {} if is_stated else None


def _names_both_ends(text: str, labels: Mapping[str, str], top: int) -> bool:
    """Whether the labels of the lowest and the highest option stand in it, so that the numbers are about them."""
    named = {code for label, code in labels.items() if label in text}
    return {"0", str(top)} <= named


def _is_another_range(text: str, top: int) -> bool:
    """Whether it says "1-5" where our numbers are 0 to 4."""
    return any(int(last) - int(first) == top and int(first) for first, last in _RANGE.findall(text))


def _points_before_labels(
    text: str, numbers: list[re.Match[str]], labels: Mapping[str, str]
) -> Iterator[tuple[int, str]]:
    """As in "1 = not true", "1 (not true)" and "'1' is 'not true'"."""
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        said = _BEFORE_A_LABEL.sub("", text[number.end() : following.start() if following else None], count=1)
        begun = [one for one in labels if said.startswith(one) and not said[len(one) :][:1].isalnum()]
        if begun:
            yield int(number[0]), labels[max(begun, key=len)]


def _points_after_labels(
    text: str, numbers: list[re.Match[str]], labels: Mapping[str, str]
) -> Iterator[tuple[int, str]]:
    """As in "not true = 1" and "not true (1)"."""
    for before, number in zip([None, *numbers[:-1]], numbers, strict=True):
        said = _without_signs_after(text[before.end() if before else 0 : number.start()])
        said = _without_signs_after(next((said.removesuffix(verb) for verb in _SAYS if said.endswith(verb)), said))
        ended = [one for one in labels if said.endswith(one) and not said[: -len(one)][-1:].isalnum()]
        if ended:
            yield int(number[0]), labels[max(ended, key=len)]


def _without_signs(text: str) -> str:
    """Without signs at both ends, which may belong to a label or to what stands around it."""
    signs = _SIGNS.match(text)
    return _without_signs_after(text[signs.end() if signs else 0 :])


def _without_signs_after(text: str) -> str:
    end = len(text)
    while end and not text[end - 1].isalnum():
        end -= 1
    return text[:end]


def _whole_scale(points: Sequence[tuple[int, str]], top: int) -> dict[str, str]:
    """Every number of a scale of which both ends are stated, a step of one for each option; nothing where not."""
    stated = dict(points)
    if len(stated) < len(set(points)):
        return {}
    on_scale = {number: int(code) for number, code in stated.items() if code.isdecimal()}
    ends = {value: number for number, value in on_scale.items() if value in (0, top)}
    if len(ends) < 2 or abs(ends[top] - ends[0]) != top:
        return {}
    step = 1 if ends[top] > ends[0] else -1
    whole = {ends[0] + step * value: value for value in range(top + 1)}
    if any(whole.get(number) != value for number, value in on_scale.items()):
        return {}
    others = {str(number): code for number, code in stated.items() if not code.isdecimal()}
    return others | {str(number): str(value) for number, value in whole.items()}
