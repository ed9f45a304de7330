"""Answers to a form of SurveyJS as JSON: an object for each person, whose keys are the names of the questions."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from imroc_audit.errors import UnreadableError
from imroc_audit.exchange.matching.names import PERSPECTIVE
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.json_file import Object, dicts, objects_of, text_of
from imroc_audit.exchange.reading.layout import Column, Contents, Documents, Layout, Role
from imroc_audit.exchange.reading.sources.headings import dated, distinct, role

_ARRAY: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")
_FHIR: Final = b'"resourceType"'
_BETWEEN: Final = ";"
_LISTS: Final = ("Data", "data", "results")
"""Under which services put the list of all answers."""
_COMMENT: Final = "-Comment"
_MOST_COLUMNS: Final = 2_000
_FIXED: Final[dict[str, Role]] = {
    **dict.fromkeys(("id", "_id", "instanceid", "resultid", "responseid"), "id"),
    **dict.fromkeys(("happenedat", "happendat", "createdat", "created_at", "completedat", "submittedat"), "date"),
    **dict.fromkeys(("pageno", "uistate", "surveyid", "postid", "locale"), "tool"),
    **dict.fromkeys(("userid", "user_id", "username", "ip", "clientid"), "personal"),
}


def _recognise(start: bytes) -> str:
    if _ARRAY.match(start) and _FHIR not in start:
        return "it is JSON with an object for each person, as SurveyJS gives it, and not FHIR"
    return ""


def _read(paths: Sequence[Path]) -> Contents:
    """A row for each object, and a column for each name. Files are read twice, in little memory."""
    names: dict[str, None] = {}
    for result in _results(paths):
        names.update(dict.fromkeys(name for name, _ in _cells(result)))
        if len(names) > _MOST_COLUMNS:
            raise UnreadableError(f"{paths[0]}: it has more than {_MOST_COLUMNS:,} questions. Is it another file?")
    columns = (
        Column(heading, _forms(name), role(name, _forms(name), _FIXED))
        for name, heading in zip(names, distinct(names), strict=True)
    )
    rows = ((number, _row(result, names)) for number, result in enumerate(_results(paths), start=1))
    layout = Layout(
        dated(columns, "iso"),
        header_rows=0,
        separator=_BETWEEN,
        own_codes=any(normalise(name.rpartition(".")[2]) == PERSPECTIVE for name in names),
        na_means="not_applicable",
    )
    # What nobody answered stands nowhere, so a longer export may have other columns. It is the same form all the same.
    return Contents(layout, rows, form=DOCUMENTS.name)


def _forms(name: str) -> tuple[str, ...]:
    """The row alone of "matrix.row", whose row may be a statement."""
    return tuple(name.split(".", 1)[1:])


def _results(paths: Sequence[Path]) -> Iterator[Object]:
    for path in paths:
        is_blank = True
        for result in _listed(path):
            if "resourceType" in result:
                raise UnreadableError(f"{path}: this is FHIR, and not SurveyJS. Say so: --from fhir.")
            is_blank = False
            yield result
        if is_blank:
            raise UnreadableError(f"{path}: there are no answers in it. Export the answers, and not the form.")


def _listed(path: Path) -> Iterator[Object]:
    for result in objects_of(path):
        lists = [result[key] for key in _LISTS if isinstance(result.get(key), list)]
        yield from dicts(lists[0]) if len(lists) == 1 and len(result) <= len(_LISTS) else (result,)


def _row(result: Object, names: dict[str, None]) -> list[str]:
    cells = dict(_cells(result))
    if not cells.keys() <= names.keys():
        raise UnreadableError("The file changed while it was read. Try again when it is complete.")
    return [cells.get(name, "") for name in names]


def _cells(result: Object, before: str = "") -> Iterator[tuple[str, str]]:
    """Name and text of every answer. The rows of a matrix have the name of the question before them."""
    for key, value in result.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            yield from _cells(value, f"{name}.")
        elif value is not None:
            yield name, _text(value)


def _text(value: Any) -> str:
    """Several choices have _BETWEEN between them. What is neither a text nor a number is named, and is no blank."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if not isinstance(value, list):
        return text_of(value)
    return _BETWEEN.join(_text(one) if not isinstance(one, dict) else "(several fields, not read)" for one in value)


DOCUMENTS: Final = Documents("surveyjs", "SurveyJS answers", _recognise, _read)
