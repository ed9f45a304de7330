"""SurveyCTO: CSV headed by names of fields, with choices of a multiple question once more as columns."""

from typing import Final

from imroc_audit.exchange.reading.layout import Column, Complete, Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import after, by_word, dated, distinct, keys, plain_row, role

_FIXED: Final[dict[str, Role]] = {
    "submissiondate": "date",
    "completiondate": "tool",
    "starttime": "tool",
    "endtime": "tool",
    "duration": "tool",
    "deviceid": "personal",
    "subscriberid": "personal",
    "simid": "personal",
    "devicephonenum": "personal",
    "username": "personal",
    "device_info": "personal",
    "caseid": "personal",
    "comments": "tool",
    "text_audit": "tool",
    "audio_audit": "tool",
    "instanceid": "tool",
    "formdef_version": "tool",
    "review_status": "tool",
    "review_quality": "tool",
    "review_comments": "tool",
    "review_corrections": "tool",
    "key": "id",
}
_REJECTED: Final = ("rejected",)
_NOT_REJECTED: Final = ("", "none", "approved")


def _recognise(top: Top) -> str:
    headings = set(keys(top[0]))
    if {"submissiondate", "key"} <= headings and not {"formdef_version", "review_status"}.isdisjoint(headings):
        return "it has the columns SubmissionDate and KEY, and SurveyCTO's formdef_version or review_status"
    return ""


def _arrange(top: Top) -> Layout:
    texts = plain_row(top[0])
    columns = (
        Column(heading, after(text, "-"), role(text, after(text, "-"), _FIXED))
        for text, heading in zip(texts, distinct(texts), strict=True)
    )
    return Layout(dated(columns, "month d, y"), 1, _complete(keys(texts)), separator=" ")


def _complete(headings: tuple[str, ...]) -> Complete | None:
    """Whether no reviewer has rejected the answers; only finished forms are sent at all."""
    review = "review_status"
    return by_word(headings.index(review), _NOT_REJECTED, _REJECTED) if review in headings else None


SOURCE: Final = Source("surveycto", "SurveyCTO", _recognise, _arrange)
