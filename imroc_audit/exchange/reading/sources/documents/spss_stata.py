"""Data files of SPSS and Stata, read by pyreadstat: codes with their labels, and variables with their questions.

Answers are known by their codes, because labels may have been cut: SPSS keeps 120 bytes of one.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, Final, NamedTuple

from imroc_audit.errors import AuditError, UnreadableError
from imroc_audit.exchange.matching.cells import DateFormat
from imroc_audit.exchange.matching.labels import NA
from imroc_audit.exchange.matching.names import PERSPECTIVE
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.files import open_unchanged
from imroc_audit.exchange.reading.layout import MISSING, Column, Contents, Documents, Layout, Role, Source, Top
from imroc_audit.exchange.reading.sheet import Rows, shown, shown_heading
from imroc_audit.exchange.reading.sources.headings import plain, question_forms
from imroc_audit.exchange.reading.sources.personal import is_personal

_SPSS: Final = (b"$FL2", b"$FL3")
_STATA: Final = re.compile(rb"<stata_dta>|[\x69-\x73][\x01\x02]\x01\x00", re.DOTALL)
"""Versions before 117 begin with their number and the order of bytes."""
_ROWS_AT_ONCE: Final = 50_000
_LONGEST_LABEL: Final = 120
"""In bytes, of what SPSS keeps; the last one may be half of a character."""
_MOST_NAMED: Final = 10

Recognise = Callable[[Top], tuple[Source, str]]
IsMissing = Callable[[Any], bool]


def documents(recognise: Recognise) -> tuple[Documents, Documents]:
    """The sources for both programs. recognise: which survey tool a table comes from, by its headings."""
    spss = partial(_read, "read_sav", recognise)
    stata = partial(_read, "read_dta", recognise)
    return (
        Documents("spss", "SPSS data", _recognise_spss, spss, together=False),
        Documents("stata", "Stata data", _recognise_stata, stata, together=False),
    )


def _recognise_spss(start: bytes) -> str:
    return "its first bytes are those of an SPSS data file" if start.startswith(_SPSS) else ""


def _recognise_stata(start: bytes) -> str:
    return "its first bytes are those of a Stata data file" if _STATA.match(start) else ""


class _Variable(NamedTuple):
    """One variable of a file. text: its label, which mostly is the text of a question; labels: cell → label."""

    name: str
    text: str
    labels: Mapping[str, str]
    is_missing: IsMissing | None
    """Whether a value is one that the file's author declared as missing."""
    is_text: bool
    ticked: str = ""
    """Of a box to tick: the cell that says that it is ticked."""
    question: str = ""
    """Of a box to tick: what its multiple-response set asks."""

    def cell(self, value: Any) -> str:
        """A value as text; "" where there is none, or where it is declared as missing and has no label."""
        text = _text(value, self.is_text)
        if not text or text in self.labels:
            return text
        if self.is_missing is not None and self.is_missing(value):
            return ""
        # Where the file says what its codes stand for, one that it says nothing of is none of ours.
        return text if self.is_text or not self.labels else f"{text} (no label)"


def _read(reader: str, recognise: Recognise, paths: Sequence[Path]) -> Contents:
    """A row for each case, and a column for each variable. The survey tool is known by the variables' names."""
    (path,) = paths
    read = partial(_called, path, getattr(_library(path), reader))
    with open_unchanged(path):
        _, meta = read(metadataonly=True)
    variables = tuple(_variables(meta))
    if not variables:
        raise UnreadableError(f"{path}: there are no variables in it. Export the answers again.")
    top = (tuple(variable.name for variable in variables),)
    source, reason = recognise(top)
    arranged = source.arrange(top)
    columns = tuple(map(_column, arranged.columns, variables))
    layout = Layout(
        columns,
        header_rows=0,
        complete=arranged.complete,
        separator=arranged.separator,
        notes=tuple(_notes(variables, source, reason)),
        own_codes=any(normalise(variable.name) == PERSPECTIVE for variable in variables),
    )
    return Contents(layout, _rows(path, read, variables))


def _library(path: Path) -> ModuleType:
    try:
        import pyreadstat
    except ImportError:
        raise AuditError(
            f"{path}: files of SPSS and Stata need pyreadstat, which is not installed. Install it: pip install "
            "'imroc-audit[spss]'. Or export the answers as CSV, with labels."
        ) from None
    return pyreadstat


def _called(path: Path, read: Callable[..., Any], **named: Any) -> Any:
    from pyreadstat import PyreadstatError, ReadstatError

    try:
        return read(str(path), output_format="dict", user_missing=True, **named)
    except (PyreadstatError, ReadstatError, ValueError, OverflowError) as error:
        kind = type(error).__name__  # its text may hold what stands in a cell
        raise UnreadableError(f"{path}: this file is damaged or cut short ({kind}). Export it again.") from None


def _variables(meta: Any) -> Iterator[_Variable]:
    boxes = dict(_boxes(meta))
    for name in meta.column_names:
        is_text = meta.readstat_variable_types.get(name) == "string"
        is_missing = _declared(meta, name, is_text)
        labels = {
            _text(value, is_text): _if_missing(plain(str(label)), is_missing, value)
            for value, label in meta.variable_value_labels.get(name, {}).items()
        }
        text = plain(meta.column_names_to_labels.get(name) or "")
        yield _Variable(name, text, MappingProxyType(labels), is_missing, is_text, *boxes.get(name, ("", "")))


def _declared(meta: Any, name: str, is_text: bool) -> IsMissing | None:
    """Stata's .a to .z are missing by themselves; in SPSS, values and ranges of them are declared."""
    if ranges := meta.missing_ranges.get(name):
        return partial(_is_within, tuple(ranges))
    return None if is_text else _is_tag


def _is_within(ranges: Sequence[Mapping[str, Any]], value: Any) -> bool:
    kind = str if isinstance(value, str) else int | float
    return any(isinstance(one["lo"], kind) and one["lo"] <= value <= one["hi"] for one in ranges)


def _is_tag(value: Any) -> bool:
    return isinstance(value, str)


def _if_missing(label: str, is_missing: IsMissing | None, value: Any) -> str:
    """A value that is declared as missing is no answer, unless its label is one, such as "Don't know".

    Whether "n/a" is no answer or does not apply, nobody can know.
    """
    declared = is_missing is not None and is_missing(value) and normalise(label) not in NA
    return f"{MISSING}{label}" if declared else label


def _boxes(meta: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    """Name → the cell of a box that is ticked and the question, of multiple-response sets with one value for that."""
    for one in (meta.mr_sets or {}).values():
        if one["is_dichotomy"]:
            for name in one["variable_list"]:
                yield name, (_text(one["counted_value"], is_text=False), plain(one["label"] or ""))


def _column(arranged: Column, variable: _Variable) -> Column:
    """A column as its tool arranges it by its name, with what the file says of it."""
    text, labels = variable.text, variable.labels
    names = (*arranged.names, *((text, *question_forms(text)) if text else ()))
    if variable.ticked:
        not_ticked = dict.fromkeys((*labels, "0"), "")
        labels = MappingProxyType({**not_ticked, variable.ticked: text or variable.name})
        names = (*names, f"{variable.question} [{text}]")
    role: Role = "personal" if arranged.role == "answer" and any(map(is_personal, names)) else arranged.role
    written: DateFormat | None = "iso" if role == "date" else None
    return Column(arranged.heading, names, role, labels, written)


def _notes(variables: Sequence[_Variable], source: Source, reason: str) -> Iterator[str]:
    if source.name not in ("table", "template"):
        yield f"Its variables are those of {source.title}, because {reason}."
    missing = {
        f"{shown(cell)} ({shown(label.removeprefix(MISSING))})": None
        for variable in variables
        for cell, label in variable.labels.items()
        if label.startswith(MISSING)
    }
    if missing:
        yield (
            "Values that the file declares as missing count as no answer, unless their label is an answer: "
            f"{_listed(list(missing))}."
        )
    if cut := [shown_heading(one.name) for one in variables if any(map(_may_be_cut, one.labels.values()))]:
        yield (
            f"SPSS keeps {_LONGEST_LABEL} bytes of a label, so some of {_listed(cut)} may have "
            "been cut. Say under 'answers' in the map what those stand for that are not understood."
        )


def _may_be_cut(label: str) -> bool:
    return len(label.encode()) >= _LONGEST_LABEL - 3


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _rows(path: Path, read: Callable[..., Any], variables: Sequence[_Variable]) -> Rows:
    """Some rows at a time: pyreadstat keeps a Python object for every value of those that it reads."""
    number = 0
    with open_unchanged(path):
        while True:
            data, _ = read(row_offset=number, row_limit=_ROWS_AT_ONCE)
            columns = [list(map(variable.cell, data[variable.name])) for variable in variables]
            found = 0
            for found, cells in enumerate(zip(*columns, strict=True), start=1):
                yield number + found, list(cells)
            number += found
            if found < _ROWS_AT_ONCE:
                return


def _text(value: Any, is_text: bool) -> str:
    """A value as it would stand in a CSV file; ".a" for what Stata calls so."""
    if value is None or value != value:  # NaN is unlike itself
        return ""
    if isinstance(value, str):
        return value.strip() if is_text else f".{value}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
