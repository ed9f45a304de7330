"""Headings and labels in one form, so that habits of typing make no difference when they are compared."""

import unicodedata
from functools import lru_cache
from typing import Final

SINGLE_QUOTES: Final = "`´\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\uff07"
DOUBLE_QUOTES: Final = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"
DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

ALIKE: Final = str.maketrans(
    dict.fromkeys(SINGLE_QUOTES, "'") | dict.fromkeys(DOUBLE_QUOTES, '"') | dict.fromkeys(DASHES, "-"),
) | dict.fromkeys(map(ord, INVISIBLE))

SHORT: Final = 200
"""Labels are this short and come again and again; longer cells are not worth remembering."""


def normalise(text: str) -> str:
    """Unicode NFKC, one kind of quote and dash, small letters, single spaces and none at the ends.

    Applying it twice changes nothing more.
    """
    return _remembered(text) if len(text) <= SHORT else _normalise(text)


def _normalise(text: str) -> str:
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    # Quotes first, because NFKC takes an acute accent apart; NFKC again, because folding case can undo it.
    folded = unicodedata.normalize("NFKC", text.translate(ALIKE)).translate(ALIKE).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).translate(ALIKE).split())


_remembered = lru_cache(maxsize=16_384)(_normalise)
