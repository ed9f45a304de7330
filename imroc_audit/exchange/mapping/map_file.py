"""Maps in a folder of the workspace: written for a person to read, found again when the same form comes again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from imroc_audit.exchange.mapping.column_map import ColumnMap, PerspectiveColumn, TeamColumn, by_heading
from imroc_audit.exchange.mapping.proposal import Proposal
from imroc_audit.exchange.matching.normalise import normalise
from imroc_audit.exchange.reading.sheet import Sheet

ABOUT: Final = """\
# Which column of a form is what. Look at each line. docs/import.md says what the keys mean.
# The same form is read with this map when it comes again.
"""
CHECK: Final = """\
# This is not certain. Correct above what is wrong, and then take this list away.
"""
UNSEEN: Final = """\
# Nobody has agreed to this map yet. When all of it is right, take the next line away.
"""
_OTHER: Final = re.compile(r"[^\w]+")
_CHECK_BLOCK: Final = re.compile(
    r"(?:^#[^\n]*\n)*^check:[^\n]*(?:\n|\Z)(?:(?:[ -][^\n]*)?\n)*(?:[ -][^\n]*\Z)?", re.MULTILINE
)


def map_name(stem: str) -> str:
    """A file's name as the name of a map: small letters, digits and single hyphens."""
    return _OTHER.sub("-", stem.lower()).strip("-_") or "form"


def map_text(data: Mapping[str, Any]) -> str:
    """A map as the text of its file. data: as in `Proposal.data`."""
    return ABOUT + "".join(f"{line}\n" for line in _lines(data))


def without_check(text: str) -> str:
    """The text of a map after a person has looked at what was to be checked."""
    return _CHECK_BLOCK.sub("", text)


def fits(column_map: ColumnMap, sheet: Sheet, proposal: Proposal) -> bool:
    """Whether a map can be used for a sheet: it was made for this form, with days that are written so."""
    given, date = column_map.columns.date, proposal.data.get("date")
    same_days = given is None or date is None or given.model_dump() == date
    return same_days and is_of_form(column_map, sheet, proposal)


def is_of_form(column_map: ColumnMap, sheet: Sheet, proposal: Proposal) -> bool:
    """Whether a map was made for this form: it has all that would be proposed, and needs nothing that is not there."""
    used = {normalise(column.heading) for column in proposal.columns if column.target and column.how != "some"}
    return (
        column_map.columns.source in (None, sheet.source)
        and set(column_map.headings) <= sheet.places.keys()
        and used <= column_map.named
        and _same_people(column_map, proposal)
        and not (proposal.is_given and isinstance(column_map.columns.perspective, PerspectiveColumn))
    )


def is_like(column_map: ColumnMap, sheet: Sheet, proposal: Proposal) -> bool:
    """Whether a map may be of the same form before that was changed: half of its statements are headed as there."""
    statements = {normalise(heading): one for heading, one in column_map.columns.statement_of.items()}
    proposed = {normalise(heading): one for heading, one in by_heading(proposal.data["statements"]).items()}
    same = statements.items() & proposed.items()
    is_tool = column_map.columns.source in (None, sheet.source)
    return is_tool and _same_people(column_map, proposal) and 2 * len(same) >= len(statements)


def uses(column_map: ColumnMap) -> dict[str, str]:
    """Normalised heading → what a map takes the column for, as a person reads it."""
    columns = column_map.columns
    found = {heading: f"statement {statement}" for heading, statement in columns.statement_of.items()}
    found |= {heading: f"comment on {challenge}" for heading, challenge in columns.comments.items()}
    for rank, headings in enumerate(columns.priorities, start=1):
        found |= dict.fromkeys(headings, f"priority {rank}")
    found |= dict.fromkeys(columns.id, "id")
    if columns.date is not None:
        found[columns.date.column] = "date"
    if isinstance(columns.perspective, PerspectiveColumn):
        found[columns.perspective.column] = "perspective"
    if isinstance(columns.team, TeamColumn):
        found |= dict.fromkeys(columns.team.column, "team")
    return {normalise(heading): target for heading, target in found.items()}


def _same_people(column_map: ColumnMap, proposal: Proposal) -> bool:
    """Whether a column says whose answers they are, or they are all of the perspective that is proposed.

    A column of which only most is known may be left out in the map by somebody who knew better.
    """
    columns = column_map.columns
    some = {normalise(one.heading) for one in proposal.columns if one.how == "some" and one.target == "perspective"}
    return (
        isinstance(columns.perspective, PerspectiveColumn)
        or columns.perspective == proposal.perspective
        or bool(some & {*map(normalise, columns.ignore)})
    )


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if key == "check":
            yield ""
            yield from (CHECK if value else UNSEEN).splitlines()
        elif not isinstance(value, str):
            yield ""
        yield from _entry(key, value, names=key in _NAMED)


_NAMED: Final = ("perspective", "team", "date")
"""Keys whose parts have names of their own, and not headings."""


def _entry(key: str, value: Any, *, names: bool = False) -> Iterator[str]:
    """A key and what it holds: a text, a mapping, or a list of texts and lists. names: whether its parts have names."""
    if isinstance(value, str):
        yield f"{key}: {quoted(value)}"
        return
    yield f"{key}:" if value else f"{key}: []"
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from (f"  {line}" for line in _entry(name if names else quoted(name), part))
    else:
        yield from (f"  - {_inline(one)}" for one in value)


def _inline(value: str | Sequence[str]) -> str:
    return quoted(value) if isinstance(value, str) else f"[{', '.join(map(quoted, value))}]"


def quoted(text: str) -> str:
    """A text as YAML that means itself and nothing else."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(one: str) -> str:
    if one in '"\\':
        return f"\\{one}"
    return one if one.isprintable() else f"\\U{ord(one):08x}"
