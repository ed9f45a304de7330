"""Maps in a folder of the workspace: written for a person to read, found again when the same form comes again."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from imroc_audit.exchange.column_map import ColumnMap, PerspectiveColumn
from imroc_audit.exchange.normalise import normalise
from imroc_audit.exchange.proposal import Proposal
from imroc_audit.exchange.sheet import Sheet

ABOUT: Final = """\
# Which column of a form is what. Look at each line. docs/import.md says what the keys mean.
# The same form is read with this map when it comes again.
"""
CHECK: Final = """\
# These headings are near to the wording of a statement, and not the same. Correct them above where they are wrong, and
# then take this list away.
"""
_OTHER: Final = re.compile(r"[^\w]+")
_CHECK_BLOCK: Final = re.compile(r"(?:^#[^\n]*\n)*^check:[^\n]*\n(?:(?:[ -][^\n]*)?\n)*", re.MULTILINE)


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
    """Whether a map was made for this form: it has all that would be proposed, and needs nothing that is not there."""
    columns, places = column_map.columns, sheet.places
    used = {normalise(column.heading) for column in proposal.columns if column.target}
    date = proposal.data.get("date")
    return (
        columns.source in (None, sheet.source)
        and set(column_map.headings) <= places.keys()
        and used <= column_map.named
        and _same_people(column_map, proposal)
        and (columns.date is None or date is None or columns.date.model_dump() == date)
    )


def is_like(column_map: ColumnMap, sheet: Sheet, proposal: Proposal) -> bool:
    """Whether a map may be of the same form before that was changed: half of its statements are headed as there."""
    statements = {normalise(heading): one for heading, one in column_map.columns.statements.items()}
    proposed = {normalise(heading): one for heading, one in proposal.data["statements"].items()}
    same = statements.items() & proposed.items()
    is_tool = column_map.columns.source in (None, sheet.source)
    return is_tool and _same_people(column_map, proposal) and 2 * len(same) >= len(statements)


def _same_people(column_map: ColumnMap, proposal: Proposal) -> bool:
    """Whether a column says whose answers they are, or they are all of the perspective that is proposed."""
    perspective = column_map.columns.perspective
    return isinstance(perspective, PerspectiveColumn) or perspective == proposal.perspective


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if key == "check":
            yield ""
            yield from CHECK.splitlines()
        if isinstance(value, str):
            yield f"{key}: {quoted(value)}"
        elif isinstance(value, Mapping):
            yield f"\n{key}:"
            yield from (f"  {name if key in _NAMED else quoted(name)}: {quoted(text)}" for name, text in value.items())
        else:
            yield f"\n{key}:" if key != "check" else f"{key}:"
            yield from (f"  - {quoted(text)}" for text in value)


_NAMED: Final = ("perspective", "team", "date")
"""Keys whose parts have names of their own, and not headings."""


def quoted(text: str) -> str:
    """A text as YAML that means itself and nothing else."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(one: str) -> str:
    if one in '"\\':
        return f"\\{one}"
    return one if one.isprintable() else f"\\U{ord(one):08x}"
