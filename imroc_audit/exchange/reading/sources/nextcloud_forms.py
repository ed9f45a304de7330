"""Nextcloud Forms: who answered, the time, then whole questions; below them mostly a row of ids that is not shown."""

import re
from typing import Final

from imroc_audit.exchange.reading.layout import Column, Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import dated, distinct, keys, plain_row, question_forms, role

_FIXED: Final[dict[str, Role]] = {
    "submission id": "id",
    "user id": "personal",
    "user display name": "personal",
    "timestamp": "date",
}
_IDS: Final[dict[str, Role]] = {
    "submission_id": "id",
    "user_id": "personal",
    "user_display_name": "personal",
    "timestamp": "date",
}
"""These stand in the row below the headings, whichever language the headings are in."""
_ROW: Final = re.compile(r".* \((?P<row>.+)\)")


def _recognise(top: Top) -> str:
    if _has_ids(top):
        return "its second row holds Nextcloud's ids of questions"
    if {"user id", "user display name", "timestamp"} <= set(keys(top[0])):
        return "it has the columns User ID, User display name and Timestamp"
    return ""


def _has_ids(top: Top) -> bool:
    below = keys(top[1]) if len(top) > 1 else ()
    return {"user_id", "user_display_name", "timestamp"} <= set(below)


def _arrange(top: Top) -> Layout:
    texts = plain_row(top[0])
    ids = keys(top[1]) if _has_ids(top) else ()
    fixed = [_IDS.get("".join(ids[number : number + 1])) for number in range(len(texts))]
    columns = (
        Column(heading, names := _names(text), own or role(text, names, {} if ids else _FIXED))
        for text, heading, own in zip(texts, distinct(texts), fixed, strict=True)
    )
    return Layout(dated(columns, "iso"), 2 if ids else 1, separator="; ", own_codes=False, na_means="not_applicable")


def _names(text: str) -> tuple[str, ...]:
    """As `question_forms`, and the row of a grid in "Question (Row)"."""
    row = _ROW.fullmatch(text)
    return (*question_forms(text), *((row["row"],) if row else ()))


SOURCE: Final = Source("nextcloud-forms", "Nextcloud Forms", _recognise, _arrange)
