"""What differs between two states of an action, an agreement or a decision, named as people name it."""

from typing import Any, Final, NamedTuple

from imroc_audit.model.plan import Action, Agreement, Decision
from imroc_audit.pdsa.words import typed

NAMES: Final = {
    "co_lead": "co-lead",
    "change_idea": "change idea",
    "how_often": "how often",
    "audit_cycle": "audit cycle",
    "baseline_until": "baseline until",
    "rebase": "new lines",
    "cfir": "CFIR code",
    "barriers": "barrier",
    "enablers": "enabler",
    "pdsa_cycles": "PDSA cycle",
    "measures": "measure",
    "goal": "goal level",
    "goal_level": "goal level reached",
    "came_true": "prediction came true",
    "next": "what next",
    "stages": "stage of",
    "stage": "",
    "text": "",
    "evidence": "evidence",
    "priorities": "priority",
    "room": "in the room:",
}


class FieldDifference(NamedTuple):
    """One field: what it said and what it says; empty where there was or is nothing."""

    field: str
    before: str
    after: str


def differences(
    before: Action | Agreement | Decision, after: Action | Agreement | Decision
) -> tuple[FieldDifference, ...]:
    """Field by field, in the order of the record. Both are of one kind."""
    old, new = _flat(before.model_dump()), _flat(after.model_dump())
    return tuple(
        FieldDifference(name, old.get(name, ""), new.get(name, ""))
        for name in {**old, **new}
        if old.get(name, "") != new.get(name, "")
    )


def fields(changed: tuple[FieldDifference, ...]) -> tuple[str, ...]:
    """The fields that differ, by their names."""
    return tuple(difference.field for difference in changed)


class _Name(NamedTuple):
    """How a field is called, and whether what it is in ends with a word of `NAMES` that the next part goes on."""

    text: str = ""
    goes_on: bool = False


NAMELESS: Final = _Name()


def _flat(value: Any, name: _Name = NAMELESS) -> dict[str, str]:
    if isinstance(value, dict):
        parts = [(_joined(name, str(key)), child) for key, child in value.items()]
    elif isinstance(value, tuple):
        parts = [(_joined(name, _mark(child, number)), child) for number, child in enumerate(value, start=1)]
    else:
        return {} if value is None else {name.text: typed(value) if isinstance(value, float) else str(value)}
    return {key: text for part, child in parts for key, text in _flat(child, part).items()}


def _mark(entry: Any, number: int) -> str:
    """How an entry of a list is called: by its name where it has one, else by its place, which tells its order."""
    named = entry.get("name") if isinstance(entry, dict) else None
    return f"'{named}'" if named else str(number)


def _joined(name: _Name, key: str) -> _Name:
    """`stage of c01`, `measure 'calls': target`."""
    said = NAMES.get(key, key)
    if not said:
        return name
    if name.goes_on:
        return _Name(f"{name.text} {said}")
    return _Name(f"{name.text}: {said}" if name.text else said, goes_on=key in NAMES)
