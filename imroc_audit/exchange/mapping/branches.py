"""A form with branches: in whose words each person was asked, and the question that led them there."""

from collections import Counter
from collections.abc import Mapping, Sequence

from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.sheet import ROWS_OF_A_LABEL


def branches(words: Sequence[frozenset[str]], filled: Sequence[Mapping[int, str]]) -> dict[int, str]:
    """Row → the perspective whose words all its answers stand below; not the rows where that is not one alone.

    words: of each column, the perspectives whose wording it is headed by; filled: of each column, row → label.
    """
    asked: dict[int, frozenset[str]] = {}
    for whose, labels in zip(words, filled, strict=True):
        for row in labels if whose else ():
            asked[row] = asked.get(row, whose) & whose
    return {row: next(iter(whose)) for row, whose in asked.items() if len(whose) == 1}


def leading_questions(branch: Mapping[int, str], open_: Mapping[int, Mapping[int, str]]) -> dict[int, dict[str, str]]:
    """Number of each column whose answer goes with the branch in every row → its label → that perspective.

    Each label stands in several rows, so that nobody's own words are taken for one.
    open_: the columns of which it is not known what they are.
    """
    branches = {}
    for number, labels in open_.items():
        pairs = Counter((normalise(labels.get(row, "")), perspective) for row, perspective in branch.items())
        keys, perspectives = {key for key, _ in pairs}, {perspective for _, perspective in pairs}
        one_to_one = 1 < len(pairs) == len(keys) == len(perspectives)
        if one_to_one and "" not in keys and min(pairs.values()) >= ROWS_OF_A_LABEL:
            branches[number] = {labels[row]: perspective for row, perspective in branch.items()}
    return branches
