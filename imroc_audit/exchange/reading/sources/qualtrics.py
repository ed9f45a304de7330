"""Qualtrics: three rows of headings (name, text, ImportId), or two in the legacy export; CSV or tab-separated."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from imroc_audit.exchange.matching.cells import DateFormat
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.layout import Column, Complete, Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import (
    after,
    by_word,
    dated,
    distinct,
    keys,
    plain_row,
    question_forms,
    role,
    row_below,
)

_FIXED: Final[dict[str, Role]] = {
    "startdate": "tool",
    "enddate": "tool",
    "status": "tool",
    "ipaddress": "personal",
    "progress": "tool",
    "duration (in seconds)": "tool",
    "finished": "tool",
    "recordeddate": "date",
    "responseid": "id",
    "recipientlastname": "personal",
    "recipientfirstname": "personal",
    "recipientemail": "personal",
    "externalreference": "personal",
    "locationlatitude": "personal",
    "locationlongitude": "personal",
    "locationaccuracy": "personal",
    "distributionchannel": "tool",
    "userlanguage": "tool",
    "responseset": "tool",
    "name": "personal",
    "externaldatareference": "personal",
    "emailaddress": "personal",
}
_WITHOUT_RECORDED_DATE: Final[dict[str, Role]] = {"enddate": "date"}
_NUMBERED: Final = re.compile(r"V\d+")
_LEGACY: Final = {"responseid", "responseset", "finished"}
_MODERN: Final = {"responseid", "recordeddate", "finished"}
_OWN: Final = re.compile(
    r"q_.*|.*_do(?:_\d+)?|.*_(?:first click|last click|page submit|click count)"
    r"|.*_(?:browser|version|operating system|resolution)"
)
"""Columns that Qualtrics adds for timing, the order of display, the browser and the like."""
_FINISHED: Final = ("1", "true")
_NOT_FINISHED: Final = ("", "0", "false")
_TRIALS: Final = (
    "survey preview", "1", "survey test", "2", "spam", "possible spam", "8", "survey preview spam", "9",
    "imported spam", "12", "offline survey preview", "17",
)  # fmt: skip
"""Answers that nobody meant: previews, generated tests and spam, in words and as recodes."""
_MEANT: Final = ("", "ip address", "0", "imported", "4", "offline", "16")


def _recognise(top: Top) -> str:
    if _import_ids(top):
        return "its third row holds Qualtrics' ImportIds"
    if set(keys(_names(top))) >= _LEGACY:
        return "it has the columns ResponseID and ResponseSet of a Qualtrics legacy export"
    return "it has the columns ResponseId, RecordedDate and Finished" if set(keys(top[0])) >= _MODERN else ""


def _arrange(top: Top) -> Layout:
    names, ids = plain_row(_names(top)), _import_ids(top)
    header_rows = 3 if ids else 2 if _has_texts(top) else 1
    texts = row_below(top, 1) if header_rows > 1 else names
    fixed = _FIXED if "recordeddate" in keys(names) else _FIXED | _WITHOUT_RECORDED_DATE
    forms = [_forms(name, text) for name, text in zip(names, texts, strict=True)]
    roles: list[Role] = [
        "tool" if _OWN.fullmatch(normalise(name)) else role(name, others, fixed)
        for name, others in zip(names, forms, strict=True)
    ]
    # Question numbers may be given anew when the form is edited. ImportIds never are.
    stable = [ids.get(number, name) if roles[number] == "answer" else name for number, name in enumerate(names)]
    columns = map(Column, distinct(stable), forms, roles)
    usual: DateFormat = "iso" if ids else "m/d/y"
    return Layout(
        dated(columns, usual), header_rows, _complete(keys(names)), ",", own_codes=False, na_means="not_applicable"
    )


def _names(top: Top) -> tuple[str, ...]:
    """The row with the names. In some legacy exports V1, V2 and so on stand above those of the first columns."""
    if len(top) > 1 and keys(top[0])[0] == "v1":
        pairs = zip(top[0], row_below(top, 1), strict=True)
        return tuple(below if _NUMBERED.fullmatch(above) else above for above, below in pairs)
    return top[0]


def _import_ids(top: Top) -> dict[int, str]:
    """Column → ImportId, from the third row; empty where that row is no such row."""
    ids = row_below(top, 2)
    return dict(_parsed(ids)) if "ImportId" in ids[0] else {}


def _parsed(cells: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, cell in enumerate(cells):
        try:
            found = json.loads(cell)
        except ValueError:
            continue
        if isinstance(found, dict) and isinstance(found.get("ImportId"), str):
            yield number, found["ImportId"]


def _has_texts(top: Top) -> bool:
    """Whether the second row, too, holds headings: then Finished has neither a yes nor a no in it."""
    finished = keys(_names(top)).index("finished")
    return normalise(row_below(top, 1)[finished]) not in ("", "0", "1", "true", "false")


def _forms(name: str, text: str) -> tuple[str, ...]:
    """The name, the text, and what comes after a dash in the text: a matrix heads its rows "Question - Row"."""
    return (name, text, *map(str.strip, after(text, "-")), *question_forms(text))


def _complete(names: Sequence[str]) -> Complete | None:
    """Whether somebody finished, and it was neither a preview nor a test nor spam."""
    if "finished" not in names:
        return None
    finished = by_word(names.index("finished"), _FINISHED, _NOT_FINISHED)
    status = names.index("status") if "status" in names else None
    meant = by_word(status, _MEANT, _TRIALS) if status is not None else None

    def complete(cells: Sequence[str]) -> bool | None:
        done = finished(cells)
        if meant is None or not done:
            return done
        return meant(cells)

    return complete


SOURCE: Final = Source("qualtrics", "Qualtrics", _recognise, _arrange)
