"""KoBoToolbox: groups before a "/" or another sign, choices of a multiple question once more as columns."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column, Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import (
    after,
    by_word,
    dated,
    distinct,
    is_choice,
    keys,
    plain_row,
    role,
)

_FIXED: Final[dict[str, Role]] = {
    "start": "tool",
    "end": "tool",
    "today": "tool",
    "username": "personal",
    "deviceid": "personal",
    "subscriberid": "personal",
    "simserial": "personal",
    "phonenumber": "personal",
    "audit": "tool",
    "_id": "tool",
    "_uuid": "id",
    "_submission_time": "date",
    "_submitted_by": "personal",
    "_geolocation": "personal",
}
MARKS: Final = frozenset({"_uuid", "_submission_time"})
ONA: Final = frozenset(
    {"_media_all_received", "_total_media", "_media_count", "_review_status", "_review_comment", "_xform_id"}
)
"""Columns by which Ona's files differ from KoBoToolbox's."""
_PLACE: Final = re.compile(r"_(?P<question>.*)_(?:latitude|longitude|altitude|precision)")
_REJECTED: Final = ("not approved", "validation_status_not_approved")
_NOT_REJECTED: Final = (
    "", "approved", "validation_status_approved", "on hold", "validation_status_on_hold", "no status", "n/a",
)  # fmt: skip
_SEPARATORS: Final = ("/", ".", ":", "|", "-", "__", "_")
"""What an export may have between groups and questions, as somebody chose; the first one is usual."""
_HXL: Final = re.compile(r"#[a-z]+.*", re.IGNORECASE)


_IN_NAMES: Final = {"-", "__", "_"}
"""These stand in the names of questions as well, so that "heard_other" may be one of its own beside "heard"."""


def _recognise(top: Top) -> str:
    headings = set(keys(top[0]))
    if headings >= MARKS and ONA.isdisjoint(headings):
        return "it has KoBoToolbox's columns _uuid and _submission_time"
    return ""


def _arrange(top: Top) -> Layout:
    return arrange(top, "_validation_status", _NOT_REJECTED, _REJECTED)


def arrange(top: Top, review: str, counts: Sequence[str], rejected: Sequence[str]) -> Layout:
    """review: the heading of the column in which somebody may reject answers; counts, rejected: words in it."""
    texts = plain_row(top[0])
    between = _separator(texts)
    columns = (
        Column(heading, after(text, between), column_role)
        for text, heading, column_role in zip(texts, distinct(texts), _roles(texts, between), strict=True)
    )
    header_rows = 2 if len(top) > 1 and _is_hxl(top[1]) else 1
    headings = keys(texts)
    complete = by_word(headings.index(review), counts, rejected) if review in headings else None
    return Layout(dated(columns, "iso"), header_rows, complete, separator=" ", na_means="skipped")


def _separator(texts: Sequence[str]) -> str:
    """What stands between groups and questions: the first that comes after the same words in several headings."""
    for separator in _SEPARATORS:
        groups = [text.partition(separator)[0] for text in texts if separator in text and not text.startswith("_")]
        if len(groups) > len(set(groups)):
            return separator
    return _SEPARATORS[0]


def _is_hxl(row: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return bool(filled) and all(map(_HXL.fullmatch, filled))


def _roles(texts: Sequence[str], between: str) -> Iterator[Role]:
    names = [text.rpartition(between)[2] for text in texts]
    places = {place["question"] for name in (*names, *texts) if (place := _PLACE.fullmatch(name))}
    questions, choices_after = set(texts), {"/", between} - _IN_NAMES
    own = ("_", f"meta{between}")
    for text, name in zip(texts, names, strict=True):
        if (fixed := _FIXED.get(normalise(text))) is not None:
            yield fixed
        elif name in places or any(map(_PLACE.fullmatch, (name, text))):
            yield "personal"
        elif normalise(text).startswith(own) or any(is_choice(text, questions, one) for one in choices_after):
            yield "tool"
        else:
            yield role(text, after(text, between), {})


SOURCE: Final = Source("kobo", "KoBoToolbox", _recognise, _arrange)
