"""A frozen document as text that a person can read in review: its words in order, without looks and geometry."""

from collections.abc import Iterator
from typing import Final

from imroc_audit.model.record import Record
from imroc_audit.report.document import Drawing, Row

UNSPOKEN: Final = frozenset({"look", "width", "height", "lines", "boxes", "glyphs", "ticks", "mark"})
"""Fields that place or colour, and say nothing."""
MOST: Final = 3
"""Fields of a record that still stands on one line."""


def outline(value: object, name: str = "document", indent: str = "") -> Iterator[str]:
    """Lines of text. What is empty is left out."""
    if value in ((), "", None):
        return
    if isinstance(value, Row):
        yield f"{indent}{name} {' | '.join(_said(cell) for cell in (value.head, *value.cells))}"
    elif isinstance(value, Drawing):
        yield from (f"{indent}drawing: {said}" for said in (value.title, value.desc, value.caption) if said)
        yield f"{indent}  labels: {' · '.join(label.text for label in value.labels)}"
    elif isinstance(value, Record):
        yield from _record(value, name, indent)
    elif isinstance(value, tuple):
        yield f"{indent}{name}:"
        for item in value:
            yield from outline(item, "-", f"{indent}  ")
    else:
        yield f"{indent}{name}{'' if name == '-' else ':'} {value}"


def _record(record: Record, name: str, indent: str) -> Iterator[str]:
    fields = {field: getattr(record, field) for field in type(record).model_fields if field not in UNSPOKEN}
    said = {field: value for field, value in fields.items() if value not in ((), "", None)}
    if len(said) <= MOST and all(isinstance(value, str | int) for value in said.values()):
        yield f"{indent}{name} {' | '.join(str(value) for value in said.values())}"
        return
    yield f"{indent}{name}{'' if name == '-' else ':'}"
    for field, value in said.items():
        yield from outline(value, field, f"{indent}  ")


def _said(cell: Record) -> str:
    return " ".join(str(value) for field in type(cell).model_fields if (value := _spoken(cell, field)))


def _spoken(cell: Record, field: str) -> str:
    value = "" if field in UNSPOKEN else getattr(cell, field)
    return value if isinstance(value, str) else ""
