"""Which of the labels that are known somebody may have meant by one that is not."""

import re
from collections.abc import Iterable
from typing import Final

from imroc_audit.exchange.matching.normalise import normalise

NEAR_LABEL: Final = 75
"""The least likeness, out of 100, of a label to one that may be meant."""
AHEAD_OF_OTHERS: Final = 5
NEAR_WORD: Final = 70
"""The least likeness of each word to its own: "rarely" is another word than "partly", and no misspelling."""
NEAR_UNSPACED: Final = 85
"""The same of all letters, where a space is missing or too many."""
_WORDS: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_NOT: Final = re.compile(r"\b(?:not?|never|none|nobody|without|un\w+|dis\w+|[a-z]+n't|dim|ddim|byth)\b")
"""Words that turn a label into its opposite, in English and Welsh."""
_APOSTROPHE: Final = re.compile(r"\b(do|does|is|are|was|were|did|ca|wo|has|have)nt\b")


def nearest(value: str, labels: Iterable[str]) -> str:
    """The one of some normalised labels that is most like a value; "" where none is near, or two are about as near.

    "Not true" is never taken for "true", however alike they are, and "rarely true" not for "partly true".
    """
    from rapidfuzz import fuzz, process

    written = _APOSTROPHE.sub(r"\1n't", normalise(value))
    alike = [label for label in dict.fromkeys(labels) if label and _turns(label) == _turns(written)]
    least = NEAR_LABEL - AHEAD_OF_OTHERS
    found = process.extract(written, alike, scorer=fuzz.ratio, score_cutoff=least, limit=2)
    if not found or found[0][1] < NEAR_LABEL or (len(found) > 1 and found[0][1] - found[1][1] < AHEAD_OF_OTHERS):
        return _beginning(written, alike)
    near = str(found[0][0])
    return near if _is_misspelt(written, near) else _beginning(written, alike)


def _is_misspelt(written: str, label: str) -> bool:
    """Whether each word is written much like its own in a label, so that no other word is meant."""
    from rapidfuzz import fuzz

    ours, theirs = _WORDS.findall(written), _WORDS.findall(label)
    if len(ours) == len(theirs):
        return all(fuzz.ratio(one, other) >= NEAR_WORD for one, other in zip(ours, theirs, strict=True))
    return fuzz.ratio("".join(ours), "".join(theirs)) >= NEAR_UNSPACED


def _beginning(written: str, labels: Iterable[str]) -> str:
    """The only label that begins with all of a value as whole words, as "elm ward" does with "elm"."""
    longer = [label for label in labels if label.startswith(f"{written} ")] if written else []
    return longer[0] if len(longer) == 1 else ""


def _turns(label: str) -> int:
    return len(_NOT.findall(label))
