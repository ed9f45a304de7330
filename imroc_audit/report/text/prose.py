"""Longer texts of the report, from files that hold nothing but prose.

`# ` begins a group of notes, `## ` a note; paragraphs are parted by empty lines, and lines within them run on. `{name}`
is put in from outside.
"""

from functools import cache
from typing import Final, Literal

from imroc_audit.report.document import Note
from imroc_audit.resources import bundled

ProseFile = Literal["method", "comparison"]
GROUP: Final = "# "
TERM: Final = "## "


def notes(file: ProseFile, group: str, **values: object) -> tuple[Note, ...]:
    """The notes of a group, in their order. values: what goes into the braces. Raises KeyError for an unknown group."""
    return tuple(
        Note(term=term, text=tuple(paragraph.format_map(values) for paragraph in paragraphs))
        for term, paragraphs in _groups(file)[group].items()
        if term
    )


def paragraphs(file: ProseFile, group: str) -> tuple[str, ...]:
    """The paragraphs of a group that stand under no term."""
    return _groups(file)[group].get("", ())


@cache
def _groups(file: ProseFile) -> dict[str, dict[str, tuple[str, ...]]]:
    """Group -> term -> paragraphs."""
    groups: dict[str, dict[str, tuple[str, ...]]] = {}
    group = term = ""
    for block in (bundled("report_prose") / f"{file}.md").read_text(encoding="utf-8").split("\n\n"):
        line = " ".join(block.split())
        if line.startswith(TERM):
            term = line.removeprefix(TERM)
        elif line.startswith(GROUP):
            group, term = line.removeprefix(GROUP), ""
        elif line:
            terms = groups.setdefault(group, {})
            terms[term] = (*terms.get(term, ()), line)
    return groups
