"""ODK Central and ODK Briefcase: CSV with groups before a "-"; a file may hold several versions of a form."""

import re
from collections.abc import Sequence, Set
from typing import Final

from imroc_audit.exchange.matching.cells import DateFormat
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column, Complete, Layout, Role, Source, Top
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
    "submissiondate": "date",
    "start": "tool",
    "end": "tool",
    "today": "tool",
    "audit": "tool",
    "key": "id",
    "username": "personal",
    "email": "personal",
    "deviceid": "personal",
    "subscriberid": "personal",
    "simserial": "personal",
    "phonenumber": "personal",
    "submitterid": "personal",
    "submittername": "personal",
    "attachmentspresent": "tool",
    "attachmentsexpected": "tool",
    "status": "tool",
    "reviewstate": "tool",
    "edits": "tool",
    "formversion": "tool",
}
_INSTANCE: Final = "meta-instanceid"
_NOT_REJECTED: Final = ("", "received", "edited", "hasissues", "has issues", "approved")
_PLACE: Final = re.compile(r".+-(?:latitude|longitude|altitude|accuracy)")


def _recognise(top: Top) -> str:
    headings = keys(top[0])
    if headings[0] != "submissiondate" or "key" not in headings:
        return ""
    if "submitterid" in headings:
        return "it begins with SubmissionDate and has ODK Central's columns KEY and SubmitterID"
    if headings[-1] == "key" and _INSTANCE in headings:
        return f"it begins with SubmissionDate and has the columns {_INSTANCE} and KEY of ODK Briefcase"
    return ""


def _arrange(top: Top) -> Layout:
    texts = plain_row(top[0])
    questions = set(texts)
    columns = (
        Column(heading, after(text, "-"), _role(text, questions))
        for text, heading in zip(texts, distinct(texts), strict=True)
    )
    usual: DateFormat = "iso" if "submitterid" in keys(texts) else "month d, y"
    return Layout(dated(columns, usual), 1, _complete(keys(texts)), separator=" ")


def _role(text: str, questions: Set[str]) -> Role:
    group = text.rpartition("-")[0]
    if group == "meta" or is_choice(text, questions):
        return "tool"
    if _PLACE.fullmatch(normalise(text)):
        return "personal"
    return role(text, after(text, "-"), _FIXED)


def _complete(headings: Sequence[str]) -> Complete:
    """Whether the answers came whole and could be decrypted, and no reviewer has rejected them."""
    whole, review = (headings.index(name) if name in headings else None for name in ("status", "reviewstate"))
    reviewed = None if review is None else by_word(review, _NOT_REJECTED, ("rejected",))

    def complete(cells: Sequence[str]) -> bool | None:
        if whole is not None and cells[whole].strip():
            return False
        return reviewed is None or reviewed(cells)

    return complete


SOURCE: Final = Source("odk", "ODK Central", _recognise, _arrange)
