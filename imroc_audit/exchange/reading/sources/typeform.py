"""Typeform: whole questions, between a column "#" and what is known of the response."""

from typing import Final

from imroc_audit.exchange.reading.layout import Complete, Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import by_word, dated, described, keys, plain_row

_FIXED: Final[dict[str, Role]] = {
    "#": "id",
    "response type": "tool",
    "start date (utc)": "tool",
    "stage date (utc)": "tool",
    "submit date (utc)": "date",
    "network id": "personal",
    "tags": "tool",
    "ending": "tool",
    "score": "tool",
}
_SENT: Final = "submit date (utc)"
_HOW_FAR: Final = "response type"
_NOT_SENT: Final = ("started", "partial", "")


def _recognise(top: Top) -> str:
    headings = keys(top[0])
    if {"#", _SENT} <= set(headings):
        return "it has Typeform's columns # and Submit Date (UTC)"
    return ""


def _arrange(top: Top) -> Layout:
    texts = plain_row(top[0])
    columns = dated(described(texts, _FIXED), "iso")
    complete = _complete(keys(texts))
    return Layout(columns, 1, complete, separator=", ", own_codes=False, na_means="not_applicable")


def _complete(headings: tuple[str, ...]) -> Complete:
    """Whether somebody sent the form. Older exports say it by the day alone."""
    if _HOW_FAR in headings:
        return by_word(headings.index(_HOW_FAR), ("completed",), _NOT_SENT)
    sent = headings.index(_SENT)
    return lambda cells: bool(cells[sent].strip())


SOURCE: Final = Source("typeform", "Typeform", _recognise, _arrange)
