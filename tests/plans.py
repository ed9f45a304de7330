"""Small plans for tests: records with as little in them as can be."""

from typing import Any

from imroc_audit.model.plan import Action, ActionRecord, Agreement, Book, HistoryEntry, Measure, PdsaPlan, PlanEntry

ROLE = "improvement team"
TODAY = "2026-06-30"


def pdsa(**changes: Any) -> PdsaPlan:
    fields = {
        "change_idea": "Ask first.",
        "prediction": "Two of three say yes.",
        "scale": "one person",
        "start": "2026-05-04",
        "review": "2026-05-18",
    }
    return PdsaPlan.model_validate(fields | changes)


def measure(**changes: Any) -> Measure:
    fields = {"name": "asked", "unit": "percent", "direction": "up", "how_often": "every week"}
    return Measure.model_validate({"baseline": 20, "target": 50} | fields | changes)


def action(**changes: Any) -> Action:
    fields = {
        "id": "a1",
        "audit_cycle": "2026-spring",
        "challenge": "c01",
        "aim": "More people are asked.",
        "rationale": "They told us.",
        "lead": "ward manager",
        "co_lead": "peer worker",
        "goal": {"-2": "none", "-1": "few", "0": "half", "1": "most", "2": "all"},
        "measures": (measure(),),
        "pdsa_cycles": (pdsa(),),
    }
    return Action.model_validate(fields | changes)


def agreement(**changes: Any) -> Agreement:
    fields = {
        "audit_cycle": "2026-spring",
        "date": "2026-05-01",
        "room": {"staff": 3, "service_user": 2},
        "stages": {"c01": {"stage": "development", "evidence": ({"text": "We asked."},)}},
        "priorities": ({"challenge": "c01", "reason": "It matters."},),
    }
    return Agreement.model_validate(fields | changes)


def record(*, planned: str = "2026-05-01", **changes: Any) -> ActionRecord:
    """An action that was planned before it began, and what has happened to it."""
    found = changes.pop("action", action())
    predicted = dict.fromkeys(range(1, len(found.pdsa_cycles) + 1), planned)
    written = {"planned": planned, "predicted": predicted, "goal_written": planned if found.goal else None}
    return ActionRecord.model_validate({"action": found} | written | changes)


def book(*records: ActionRecord) -> Book:
    return Book(actions={one.action.id: one for one in records})


def changes(*entries: PlanEntry, day: str = "2026-05-01") -> tuple[HistoryEntry, ...]:
    """Entries as they would be stored one after the other on one day."""
    versions: dict[tuple[str, str], int] = {}
    found = []
    for entry in entries:
        versions[entry.kind, entry.id] = versions.get((entry.kind, entry.id), 0) + 1
        version = versions[entry.kind, entry.id]
        found.append(
            HistoryEntry(
                kind=entry.kind,
                id=entry.id,
                what=entry.what,
                content=entry.content,
                version=version,
                date=day,
                role=ROLE,
            )
        )
    return tuple(found)
