"""How often each SQLite database is connected to, counted where SQLAlchemy connects."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool


@contextmanager
def connections() -> Iterator[Counter[str]]:
    """Counts by file while it lasts."""
    counted = Counter[str]()

    def count(connection: Any, _: object) -> None:
        (_number, _name, file), *_attached = connection.execute("PRAGMA database_list").fetchall()
        counted[file] += 1

    event.listen(Pool, "connect", count)
    try:
        yield counted
    finally:
        event.remove(Pool, "connect", count)
