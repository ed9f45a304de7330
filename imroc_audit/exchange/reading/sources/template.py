"""Our own template and raw export, and files made by hand after them: the headings are names of fields, or ids."""

import re
from typing import Final

from imroc_audit.exchange.reading.layout import Layout, Role, Source, Top
from imroc_audit.exchange.reading.sources.headings import dated, described, keys, plain_row

_FIXED: Final[dict[str, Role]] = {"id": "id", "date": "date"}
_FOREIGN: Final = re.compile(
    r"_.*|redcap_.*|.*_complete|.*_timestamp|submitdate|startlanguage|lastpage|submission_?date|key|parent_key"
    r"|instance_?id|(?:.*-)?instanceid|starttime|endtime|device_?id|sub[sc]riberid|review_?(?:state|status)"
    r"|formdef_version|form_?version|response_?id|recordeddate|finished|progress|status|response_?type|urn"
)
"""Names of survey tools' own columns. Whoever had not finished may be known by them."""
_NO_ANSWER: Final = re.compile(r"id|date|team|.*_comment|priority_\d+")
"""Fields in which "does not apply" is no answer."""
BLANKS_AS_NA: Final = "NA stands where no answer can be, as R writes it for a blank. So it is not taken for an answer."
_FIELD: Final = re.compile(r"[a-z][a-z0-9_.-]*")


def _recognise(top: Top) -> str:
    headings = [key for key in keys(top[0]) if key]
    if any(map(_FOREIGN.fullmatch, headings)):
        return ""
    if {"perspective", "team"} & set(headings) and all(map(_FIELD.fullmatch, headings)):
        return "its headings are names of fields, as in our template and raw export"
    return ""


def _arrange(top: Top) -> Layout:
    columns = dated(described(plain_row(top[0]), _FIXED), "iso")
    if _blanks_are_na(top):
        return Layout(columns, header_rows=1, notes=(BLANKS_AS_NA,))
    return Layout(columns, header_rows=1, na_means="not_applicable")


def _blanks_are_na(top: Top) -> bool:
    """Whether no cell is blank and NA stands where no answer can be: a program wrote it for blanks."""
    cells = [(key, cell) for row in top[1:] for key, cell in zip(keys(top[0]), row, strict=False)]
    return all(cell for _, cell in cells) and any(cell == "NA" and _NO_ANSWER.fullmatch(key) for key, cell in cells)


SOURCE: Final = Source("template", "the template of imroc-audit", _recognise, _arrange)
