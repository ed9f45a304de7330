"""Everything that is read from the database or written to it, as records of the model."""

import gc
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, func, insert, literal_column, select, text, update

from imroc_audit.errors import AlreadySentError, AuditError, ClosedError
from imroc_audit.model.ids import AuditCycleName, PerspectiveId, TeamName
from imroc_audit.model.response import (
    NOT_ASKED,
    OF_A_WHOLE_ROW,
    SKIPPED,
    AuditCycle,
    Comment,
    CommentStatus,
    Group,
    Mode,
    Response,
    ResponseRow,
)
from imroc_audit.store.database import Database
from imroc_audit.store.order import forget_order
from imroc_audit.store.repeats import Repeats, refuse_repeats
from imroc_audit.store.schema import audit_cycles, comments, drafts, imported_rows, responses, sent_drafts

ImportedRow = tuple[str, ResponseRow, tuple[Comment, ...]]
"""The HMAC that tells a row of a file from every other, and what the row says."""

ROWS_AT_ONCE: Final = 20_000
"""Rows are stored in the order of their random keys: the more at once, the fewer pages are written twice."""
KEY_OF: Final = attrgetter("key")
PEOPLE_AT_ONCE: Final = 20_000
CYCLE: Final = tuple(audit_cycles.c[name] for name in AuditCycle.model_fields)
NEW_LINE: Final[Any] = literal_column("'\n'")
"""In the text of the statement: as a parameter it would cost SQLite half as much time again."""
ANSWERS: Final = func.aggregate_strings(responses.c.answers, NEW_LINE)
PRIORITIES: Final = func.aggregate_strings(responses.c.priorities, NEW_LINE)


@dataclass(frozen=True)
class ImportCount:
    """How many rows of a file were stored, and how many had been stored before."""

    added: int
    already_there: int
    groups: Mapping[Group, int] = field(default_factory=dict, compare=False)
    """How many of those that were stored are of each group."""


class Repository:
    """An audit's database. Every method is one transaction: it happens, or nothing does."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, where: Path | str) -> Self:
        """Open the database of a workspace. Raises AuditError when it cannot be used, and never makes one.

        where: a SQLite file, or the URL of a PostgreSQL database.
        """
        return cls(Database.open(where))

    @classmethod
    def create(cls, where: Path | str) -> Self:
        """Make the database of a new workspace. Raises AuditError when there is one."""
        return cls(Database.create(where))

    def close(self) -> None:
        """Close every connection. Happens by itself when the program ends."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Audit cycles

    def open_cycle(self, cycle: AuditCycle) -> None:
        """Raises AuditError when the name is taken, or another audit cycle is open."""
        with self.database.write() as connection:
            earlier = _cycles(connection)
            for other in earlier:
                if other.name == cycle.name:
                    raise AuditError(f"There is an audit cycle '{cycle.name}' already. Give the new one another name.")
                if other.status == "open":
                    raise AuditError(f"'{other.name}' is still open. Close it first: imroc-audit cycle close")
            connection.execute(insert(audit_cycles), cycle.model_dump() | {"number": len(earlier) + 1})

    def close_cycle(self, name: str, closed: str, terms: str) -> None:
        """Close an audit cycle for good: drafts go, and with them every trace of who came before whom.

        The ids that are made of whole rows go as well: who tries out rows could find one of them again by its id.

        closed: ISO date; terms: what results are published under from now on.
        Raises AuditError when the audit cycle is closed already.
        """
        with self.database.write() as connection:
            is_open = (audit_cycles.c.name == name) & (audit_cycles.c.status == "open")
            change = update(audit_cycles).where(is_open).values(status="closed", closed=closed, terms=terms)
            if connection.execute(change.returning(audit_cycles.c.name)).first() is None:
                earlier = _cycle(connection, name)
                raise AuditError(
                    f"The audit cycle '{name}' was closed on {earlier.closed}, and stays closed. "
                    "To ask again, open a new one: imroc-audit cycle open NAME"
                )
            for table in (drafts, sent_drafts):
                connection.execute(delete(table).where(table.c.audit_cycle == name))
            of_a_row = (imported_rows.c.audit_cycle == name) & imported_rows.c.row_id.startswith(OF_A_WHOLE_ROW)
            connection.execute(delete(imported_rows).where(of_a_row))
            forget_order(connection)
        self.database.wipe_log()

    def cycles(self) -> tuple[AuditCycle, ...]:
        """Every audit cycle, oldest first."""
        with self.database.read() as connection:
            return _cycles(connection)

    def cycle(self, name: str) -> AuditCycle:
        """Raises AuditError, naming those that exist, when there is no such audit cycle."""
        with self.database.read() as connection:
            return _cycle(connection, name)

    # Answers on their way in

    def save_draft(self, key: str, audit_cycle: AuditCycleName, draft: str, month: str) -> None:
        """Keep what someone has answered so far, in place of what was kept before.

        key: HMAC of the return code. Raises ClosedError when the audit cycle is closed, and AlreadySentError when
        this draft has been sent: a second window cannot bring it back.
        """
        with self.database.write() as connection:
            _must_be_open(connection, audit_cycle)
            if _was_sent(connection, key):
                raise AlreadySentError("These answers have already been sent. To answer again, start a new survey.")
            values = {"audit_cycle": audit_cycle, "draft": draft, "month": month}
            change = update(drafts).where(drafts.c.key == key).values(values).returning(drafts.c.key)
            if connection.execute(change).first() is None:
                connection.execute(insert(drafts), {"key": key, **values})

    def load_draft(self, key: str) -> tuple[str, str] | None:
        """The audit cycle and the draft under a key; None when it was sent or forgotten, or never was."""
        with self.database.read() as connection:
            row = connection.execute(select(drafts.c.audit_cycle, drafts.c.draft).where(drafts.c.key == key)).first()
            return None if row is None else (row.audit_cycle, row.draft)

    def draft_count(self, audit_cycle: AuditCycleName) -> int:
        """How many people have begun to answer and not sent it."""
        with self.database.read() as connection:
            counted = select(func.count()).select_from(drafts).where(drafts.c.audit_cycle == audit_cycle)
            return connection.execute(counted).scalar_one()

    def forget_draft(self, key: str) -> None:
        """Delete a draft, and leave no trace of it in the files."""
        with self.database.write() as connection:
            connection.execute(delete(drafts).where(drafts.c.key == key))
        self.database.wipe_log()

    def send(self, draft_key: str, response: Response, comments: tuple[Comment, ...]) -> bool:
        """Turn a draft into a response. True when it is stored; False when it had been sent before.

        However often and from however many places it is called, the response is stored once. Raises ClosedError
        when the audit cycle is closed; AuditError, and keeps the draft, when the database cannot take it.
        """
        with self.database.write() as connection:
            _must_be_open(connection, response.audit_cycle)
            taken = delete(drafts).where(drafts.c.key == draft_key).returning(drafts.c.key)
            if connection.execute(taken).first() is None:
                if _was_sent(connection, draft_key):
                    return False
                raise AuditError(
                    "There are no saved answers to send: they were deleted. Please start the survey again."
                )
            connection.execute(insert(sent_drafts), {"key": draft_key, "audit_cycle": response.audit_cycle})
            _insert(connection, [response.row], comments)
        self.database.wipe_log()
        return True

    def add_response(self, response: Response, said: tuple[Comment, ...]) -> None:
        """Store the answers of someone who had no draft. Raises ClosedError when the audit cycle is closed."""
        with self.database.write() as connection:
            _must_be_open(connection, response.audit_cycle)
            _insert(connection, [response.row], said)
        self.database.wipe_log()

    def delete_response(self, response: Response, said: tuple[Comment, ...]) -> None:
        """Take back what `add_response` stored. Raises ClosedError when the audit cycle is closed."""
        c = responses.c
        mine = (c.perspective == response.perspective) & (c.team == response.team) & (c.key == response.key)
        with self.database.write() as connection:
            _must_be_open(connection, response.audit_cycle)
            connection.execute(delete(responses).where(c.audit_cycle == response.audit_cycle, mine))
            connection.execute(delete(comments).where(comments.c.key.in_([comment.key for comment in said])))
        self.database.wipe_log()

    def add_imported(
        self, audit_cycle: AuditCycleName, rows: Iterable[ImportedRow], *, dry_run: bool = False, distinct: bool = False
    ) -> ImportCount:
        """Store the rows of a file, all or none. Rows that were imported before are left out.

        dry_run: count, and store none; distinct: whether it is known that no row comes twice.
        Raises ClosedError when the audit cycle is closed, AuditError when many of the answers are in it already, or
        most were counted in an earlier one, ValueError when a row belongs to another one.
        """
        seen, groups = 0, Counter[Group]()
        with self._wiped_log(), self.database.write() as connection, _no_search_for_cycles():
            _must_be_open(connection, audit_cycle)
            stream, repeats = iter(rows), Repeats(connection, audit_cycle)
            is_first = distinct and connection.execute(select(imported_rows).limit(1)).first() is None
            while batch := list(islice(stream, ROWS_AT_ONCE)):
                seen += len(batch)
                groups.update(_import(connection, audit_cycle, batch, repeats, look_up=not is_first))
            repeats.refuse()
            if groups:
                *earlier, ours = _cycles(connection)  # the one that is open is the last
                refuse_repeats(connection, ours, earlier)
            if dry_run:
                connection.rollback()
        added = groups.total()
        return ImportCount(added, seen - added, dict(sorted(groups.items())))

    @contextmanager
    def _wiped_log(self) -> Iterator[None]:
        """Leave no answers in SQLite's log, also where they are refused."""
        try:
            yield
        finally:
            self.database.wipe_log()

    # Answers on their way out

    def group_counts(self, audit_cycle: AuditCycleName) -> dict[Group, int]:
        """How many responses there are from each group."""
        with self.database.read() as connection:
            return _group_counts(connection, audit_cycle)

    def people_who_answered(self, audit_cycle: AuditCycleName) -> dict[str, int]:
        """How many people of each perspective answered a statement, be it with don't know."""
        c = responses.c
        said = func.replace(func.replace(c.answers, SKIPPED, ""), NOT_ASKED, "")
        counted = select(c.perspective, func.count()).where(c.audit_cycle == audit_cycle, said != "")
        with self.database.read() as connection:
            counts = connection.execute(counted.group_by(c.perspective))
            return {row[0]: row[1] for row in counts}

    def mode_counts(self, audit_cycle: AuditCycleName, perspectives: Iterable[str]) -> dict[Mode, int]:
        """How many responses from these perspectives came in each way."""
        c = responses.c
        from_these = (c.audit_cycle == audit_cycle) & c.perspective.in_(perspectives)
        counted = select(c.mode, func.count()).where(from_these)
        with self.database.read() as connection:
            return dict(sorted((mode, n) for mode, n in connection.execute(counted.group_by(c.mode))))

    def group_batches(self, audit_cycle: AuditCycleName, size: int | None = None) -> Iterator[tuple[Group, str, str]]:
        """Every response once, as (group, answers, priorities), at most `size` people of one group at a time.

        Answers and priorities have a line for each person. All batches show the same moment. The database glues
        the lines, which is quicker than a row a person. Without a size, a small database gives whole groups, and
        a large one so many people at a time that memory stays flat however many answered.
        """
        with self.database.read() as connection:
            if size is None and self.database.is_small():
                yield from _whole_groups(connection, audit_cycle)
            else:
                yield from _parts_of_groups(connection, audit_cycle, size or PEOPLE_AT_ONCE)

    def comments(self, audit_cycle: AuditCycleName, status: CommentStatus | None = None) -> tuple[Comment, ...]:
        """Comments by challenge and perspective; within those, in no order that means anything."""
        c = comments.c
        wanted = select(comments).where(c.audit_cycle == audit_cycle).order_by(c.challenge, c.perspective, c.key)
        if status is not None:
            wanted = wanted.where(c.status == status)
        with self.database.read() as connection:
            return tuple(Comment.model_validate(dict(row._mapping)) for row in connection.execute(wanted))

    def review_comment(self, key: str, status: CommentStatus, shown: str) -> None:
        """Record what someone decided about a comment. Raises AuditError when there is no such comment."""
        change = update(comments).where(comments.c.key == key).values(status=status, shown=_storable(shown))
        with self.database.write() as connection:
            if connection.execute(change.returning(comments.c.key)).first() is None:
                raise AuditError("This comment is no longer there. Start again: imroc-audit comments review")


def _cycles(connection: Connection) -> tuple[AuditCycle, ...]:
    rows = connection.execute(select(*CYCLE).order_by(audit_cycles.c.number))
    return tuple(_cycle_record(row) for row in rows)


def _cycle(connection: Connection, name: str) -> AuditCycle:
    row = connection.execute(select(*CYCLE).where(audit_cycles.c.name == name)).first()
    if row is None:
        raise _unknown(connection, name)
    return _cycle_record(row)


def _cycle_record(row: Row[Any]) -> AuditCycle:
    return AuditCycle.model_validate(dict(row._mapping))


def _unknown(connection: Connection, name: str) -> AuditError:
    names = [f"'{cycle.name}'" for cycle in _cycles(connection)]
    if not names:
        return AuditError(f"There is no audit cycle called '{name}'. Open one: imroc-audit cycle open NAME")
    return AuditError(f"There is no audit cycle called '{name}'. Use one of these: {', '.join(names)}.")


def _must_be_open(connection: Connection, audit_cycle: AuditCycleName) -> None:
    """Raise ClosedError unless the audit cycle takes answers. PostgreSQL keeps it open until we are done."""
    wanted = select(audit_cycles.c.status).where(audit_cycles.c.name == audit_cycle).with_for_update(read=True)
    status = connection.scalar(wanted)
    if status is None:
        raise _unknown(connection, audit_cycle)
    if status == "closed":
        raise ClosedError(
            f"The audit cycle '{audit_cycle}' is closed and takes no more answers. "
            "To ask again, open a new one: imroc-audit cycle open NAME"
        )


def _was_sent(connection: Connection, key: str) -> bool:
    return connection.scalar(select(sent_drafts.c.key).where(sent_drafts.c.key == key)) is not None


def _insert(connection: Connection, people: list[ResponseRow], said: Iterable[Comment]) -> None:
    _insert_rows(connection, responses, ResponseRow._fields, people)
    texts = [{**comment.model_dump(), "text": _storable(comment.text)} for comment in said]
    if texts:
        connection.execute(insert(comments), texts)


def _insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: list[Any]) -> None:
    """Rows go to the driver as they are: to name each value would take as long as to store it."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    names, marks = ", ".join(columns), ", ".join(mark for _ in columns)
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def _storable(words: str) -> str:
    """PostgreSQL cannot keep the character NUL, and nobody means to write it."""
    return words.replace("\0", "")


def _import(
    connection: Connection,
    audit_cycle: AuditCycleName,
    batch: Sequence[ImportedRow],
    repeats: Repeats,
    *,
    look_up: bool,
) -> dict[Group, int]:
    """Store the rows that are new, in the order of their keys. Returns how many of those are of each group.

    look_up: whether any of them may have been imported before.
    """
    if {response.audit_cycle for _, response, _ in batch} != {audit_cycle}:
        raise ValueError("a row to import belongs to another audit cycle")
    new = {row_id: (response, said) for row_id, response, said in reversed(batch)}
    for row_id in _imported_before(connection, list(new)) if look_up else ():
        del new[row_id]
    groups: dict[tuple[PerspectiveId, TeamName], list[ResponseRow]] = {}
    for person, _ in new.values():
        groups.setdefault((person.perspective, person.team), []).append(person)
    if new:
        row_ids = [(audit_cycle, row_id) for row_id in sorted(new)]
        _insert_rows(connection, imported_rows, imported_rows.columns.keys(), row_ids)
        people = [person for group in sorted(groups) for person in sorted(groups[group], key=KEY_OF)]
        repeats.add(people)
        _insert(connection, people, chain.from_iterable(said for _, said in new.values()))
    return {Group(*group): len(people) for group, people in groups.items()}


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Rows by the thousand hold no reference cycles, and Python would spend a fifth of an import looking for some."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _imported_before(connection: Connection, row_ids: list[str]) -> list[str]:
    """Those of the ids that were imported before, into whichever audit cycle."""
    each = "json_each" if connection.dialect.name == "sqlite" else "json_array_elements_text"
    already = text(  # CROSS JOIN: SQLite is to look up each id, and not to look through the ids for each row
        f"SELECT ids.value FROM {each}(:row_ids) AS ids CROSS JOIN audit_cycles CROSS JOIN imported_rows "  # noqa: S608 - one of our two
        "WHERE imported_rows.audit_cycle = audit_cycles.name AND imported_rows.row_id = ids.value"
    )
    return list(connection.scalars(already, {"row_ids": json.dumps(row_ids)}))


def _group_counts(connection: Connection, audit_cycle: AuditCycleName) -> dict[Group, int]:
    c = responses.c
    counted = select(c.perspective, c.team, func.count()).where(c.audit_cycle == audit_cycle)
    rows = connection.execute(counted.group_by(c.perspective, c.team))
    return dict(sorted((Group(perspective, team), people) for perspective, team, people in rows))


def _whole_groups(connection: Connection, audit_cycle: AuditCycleName) -> Iterator[tuple[Group, str, str]]:
    c = responses.c
    glued = select(c.perspective, c.team, ANSWERS, PRIORITIES).where(c.audit_cycle == audit_cycle)
    one_by_one = connection.execution_options(yield_per=1)
    for perspective, team, answers, priorities in one_by_one.execute(glued.group_by(c.perspective, c.team)):
        yield Group(perspective, team), answers, priorities


def _parts_of_groups(
    connection: Connection, audit_cycle: AuditCycleName, size: int
) -> Iterator[tuple[Group, str, str]]:
    c = responses.c
    for group, people in _group_counts(connection, audit_cycle).items():
        mine = (c.audit_cycle == audit_cycle) & (c.perspective == group.perspective) & (c.team == group.team)
        for part in _pages(connection, mine, people, size):
            answers, priorities = connection.execute(select(ANSWERS, PRIORITIES).where(part)).one()
            yield group, answers, priorities


def _pages(connection: Connection, group: ColumnElement[bool], people: int, size: int) -> Iterator[ColumnElement[bool]]:
    """Conditions that cut a group into runs of at most `size` people, along its keys."""
    key = responses.c.key
    start = group
    for _ in range((people - 1) // size):
        cut = connection.execute(select(key).where(start).order_by(key).offset(size).limit(1)).scalar_one()
        yield start & (key < cut)
        start = group & (key >= cut)
    yield start
