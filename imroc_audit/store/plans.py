"""The plan in the database: every version of everything, and nothing overwritten."""

from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy import Connection, Row, func, insert, select, text

from imroc_audit.model.plan import CONTENT, Book, Day, HistoryEntry, PlanEntry, Role
from imroc_audit.store.database import Database
from imroc_audit.store.schema import plan_records

Step = Callable[[Book], Iterable[PlanEntry]]
"""Sees the plan as it stands, and gives what to write into it, or raises AuditError."""

ONE_AT_A_TIME: Final = text("LOCK TABLE plan_records IN SHARE ROW EXCLUSIVE MODE")


class Plans:
    """An audit's plan and its history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def history(self) -> tuple[HistoryEntry, ...]:
        """Every change there ever was, oldest first."""
        with self._database.read() as connection:
            return _history(connection)

    def write(self, step: Step, day: Day, role: Role) -> tuple[HistoryEntry, ...]:
        """Take one step: all of it, or nothing. Returns what was new; the same content is not stored twice.

        The step sees the plan inside the transaction that writes, so that of two people at once the second sees what
        the first one did.
        """
        with self._database.write() as connection:
            if not self._database.is_sqlite:
                connection.execute(ONE_AT_A_TIME)
            before = _history(connection)
            latest = {(one.kind, one.id): one for one in before}
            added: list[HistoryEntry] = []
            for entry in step(Book.of(before)):
                earlier = latest.get((entry.kind, entry.id))
                if earlier is not None and earlier.content == entry.content:
                    continue
                change = HistoryEntry(
                    kind=entry.kind,
                    id=entry.id,
                    version=earlier.version + 1 if earlier else 1,
                    date=day,
                    role=role,
                    what=entry.what,
                    content=entry.content,
                )
                latest[change.kind, change.id] = change
                added.append(change)
            _add(connection, added)
            return tuple(added)


def _history(connection: Connection) -> tuple[HistoryEntry, ...]:
    return tuple(map(_change, connection.execute(select(plan_records).order_by(plan_records.c.number))))


def _change(row: Row[tuple[str, ...]]) -> HistoryEntry:
    return HistoryEntry(
        kind=row.kind,
        id=row.id,
        version=row.version,
        date=row.changed_on,
        role=row.changed_by,
        what=row.what,
        content=CONTENT[row.kind].model_validate_json(row.content),
    )


def _add(connection: Connection, changes: Iterable[HistoryEntry]) -> None:
    last = connection.scalar(select(func.max(plan_records.c.number))) or 0
    rows = [
        {
            "kind": change.kind,
            "id": change.id,
            "version": change.version,
            "number": number,
            "changed_on": change.date,
            "changed_by": change.role,
            "what": change.what,
            "content": change.content.model_dump_json(exclude_defaults=True),
        }
        for number, change in enumerate(changes, start=last + 1)
    ]
    if rows:
        connection.execute(insert(plan_records), rows)
