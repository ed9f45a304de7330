"""Ona: as KoBoToolbox, with commas, reviews of its own and "n/a" for every question that nobody answered."""

from typing import Final

from imroc_audit.exchange.reading.layout import Layout, Source, Top
from imroc_audit.exchange.reading.sources.field_tools.kobo import MARKS, ONA, arrange
from imroc_audit.exchange.reading.sources.headings import keys

_REJECTED: Final = ("rejected", "2")
_NOT_REJECTED: Final = ("", "n/a", "approved", "1", "pending", "3")


def _recognise(top: Top) -> str:
    headings = set(keys(top[0]))
    own = min(headings & ONA, default="")
    return f"it has the columns _uuid and _submission_time, and Ona's {own}" if own and headings >= MARKS else ""


def _arrange(top: Top) -> Layout:
    return arrange(top, "_review_status", _NOT_REJECTED, _REJECTED)


SOURCE: Final = Source("ona", "Ona", _recognise, _arrange)
