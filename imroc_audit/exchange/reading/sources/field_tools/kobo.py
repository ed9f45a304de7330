"""KoBoToolbox: CSV with semicolons; groups before a "/", choices of a multiple question once more as columns."""

import re
from collections.abc import Callable, Sequence, Set
from typing import Final

from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column, Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import (
    after,
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
_PLACE: Final = re.compile(r"_(?P<question>.*)_(?:latitude|longitude|altitude|precision)")
_REJECTED: Final = ("not approved", "validation_status_not_approved")
_HXL: Final = re.compile(r"#[a-z]+.*", re.IGNORECASE)


def _recognise(top: Top) -> str:
    if {"_uuid", "_submission_time"} <= set(keys(top[0])):
        return "it has KoBoToolbox's columns _uuid and _submission_time"
    return ""


def _arrange(top: Top) -> Layout:
    texts = plain_row(top[0])
    questions = set(texts)
    places = {place["question"] for text in texts if (place := _PLACE.fullmatch(_last(text)))}
    header_rows = 2 if len(top) > 1 and _is_hxl(top[1]) else 1
    columns = (
        Column(heading, after(text, "/"), _role(text, questions, places))
        for text, heading in zip(texts, distinct(texts), strict=True)
    )
    return Layout(dated(columns, "iso"), header_rows, _complete(keys(texts)), separator=" ", na_means="skipped")


def _is_hxl(row: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return bool(filled) and all(map(_HXL.fullmatch, filled))


def _last(text: str) -> str:
    return text.rpartition("/")[2]


def _role(text: str, questions: Set[str], places: Set[str]) -> Role:
    """places: the questions that are answered by a place, whose latitude and so on have columns of their own."""
    key, name = normalise(text), _last(text)
    if key in _FIXED:
        return _FIXED[key]
    if name in places or _PLACE.fullmatch(name):
        return "personal"
    if key.startswith(("_", "meta/")) or is_choice(text, questions):
        return "tool"
    return role(text, after(text, "/"), {})


def _complete(headings: Sequence[str]) -> Callable[[Sequence[str]], bool] | None:
    """Whether nobody has marked the answers as not approved."""
    if "_validation_status" not in headings:
        return None
    status = headings.index("_validation_status")
    return lambda cells: normalise(cells[status]) not in _REJECTED


SOURCE: Final = Source("kobo", "KoBoToolbox", _recognise, _arrange)
