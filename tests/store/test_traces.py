"""What stays behind in the files: nothing of what was taken back, and not who came before whom."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from struct import unpack_from

import pytest
from sqlalchemy import select

from imroc_audit.model.ids import AuditCycleName
from imroc_audit.store.repository import ImportedRow, Repository
from imroc_audit.store.schema import comments, drafts, imported_rows, metadata, responses, sent_drafts
from tests.store.people import TERMS, Where, comment, prepare, response, send

SPRING = "2026-spring"
CANARY = "the canary sings at dawn"


def bytes_on_disk(database: Path) -> bytes:
    return b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))


@pytest.fixture
def repository(sqlite: Path) -> Iterator[Repository]:
    with Repository.open(sqlite) as repository:
        yield repository


def test_no_table_of_sqlite_numbers_its_rows(repository: Repository) -> None:
    with repository.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all()
    sql = {row.name: row.sql for row in rows}
    tables = set(metadata.tables)
    assert tables <= set(sql)
    assert [name for name in tables if not sql[name].rstrip().endswith("WITHOUT ROWID")] == []


def test_nothing_that_people_answered_has_a_time_or_a_number() -> None:
    tables = (responses, comments, drafts, sent_drafts, imported_rows)
    assert {str(column.type) for table in tables for column in table.columns} == {"TEXT", "BOOLEAN"}


def test_a_forgotten_draft_leaves_no_trace_while_the_program_runs_on(repository: Repository, sqlite: Path) -> None:
    for number in range(50):
        repository.save_draft("k", AuditCycleName(SPRING), f"{number} {CANARY}" * number, "2026-03")
    assert CANARY.encode() in bytes_on_disk(sqlite)
    repository.forget_draft("k")
    assert CANARY.encode() not in bytes_on_disk(sqlite)


def test_a_sent_draft_leaves_no_trace_while_the_program_runs_on(repository: Repository, sqlite: Path) -> None:
    repository.save_draft("k", AuditCycleName(SPRING), CANARY * 500, "2026-03")
    repository.save_draft("k", AuditCycleName(SPRING), CANARY, "2026-03")
    repository.send("k", response(), (comment(),))
    assert CANARY.encode() not in bytes_on_disk(sqlite)


def test_drafts_leave_no_trace_when_the_audit_cycle_closes(repository: Repository, sqlite: Path) -> None:
    repository.save_draft("a draft's key", AuditCycleName(SPRING), CANARY, "2026-03")
    send(repository, response(), draft_key="a sent draft's key")
    repository.close_cycle(SPRING, "2026-04-01", TERMS)
    left = bytes_on_disk(sqlite)
    assert CANARY.encode() not in left
    assert b"draft's key" not in left


def test_only_the_owner_can_read_the_answers(repository: Repository, sqlite: Path) -> None:
    repository.save_draft("k", AuditCycleName(SPRING), CANARY, "2026-03")
    assert {path.stat().st_mode & 0o777 for path in sqlite.parent.glob("audit.db*")} == {0o600}


def test_once_closed_the_file_says_nothing_of_who_came_first(tmp_path: Path) -> None:
    """Rows lie in each page of the file in the order of keys that nobody had before."""
    database = tmp_path / "audit.db"
    prepare(database)
    with Repository.open(database) as repository:
        for n in range(150):
            person, said = response(team=f"team {n % 4}", answers="3" * (30 + n % 3)), comment(f"Number {n}.")
            repository.add_imported(AuditCycleName(SPRING), [(f"row {n}", person.row, (said,))])
        before = keys_of(repository)
        repository.close_cycle(SPRING, "2026-04-01", TERMS)
        after = keys_of(repository)
    assert not set(before[0]) & set(after[0])
    for keys in after:
        pages = places_by_page(database.read_bytes(), keys)
        assert pages == [sorted(places, reverse=True) for places in pages]


def keys_of(repository: Repository) -> tuple[list[str], list[str]]:
    """The keys of responses and of comments, in the order of their tables."""
    with repository.database.read() as connection:
        people = connection.execute(select(responses.c.key).order_by(*responses.primary_key))
        said = connection.execute(select(comments.c.key).order_by(*comments.primary_key))
        return list(people.scalars()), list(said.scalars())


def places_by_page(content: bytes, keys: list[str]) -> list[list[int]]:
    """For each page of a file of SQLite, the places of its keys in their list, in the order in which they stand."""
    (size,) = unpack_from(">H", content, 16)
    pages: dict[int, list[int]] = {}
    for where, place in sorted((content.index(key.encode()), place) for place, key in enumerate(keys)):
        pages.setdefault(where // size, []).append(place)
    return list(pages.values())


def test_a_refused_import_leaves_no_answers_in_the_log(repository: Repository, sqlite: Path) -> None:
    answers = "31415926" * 100

    def broken() -> Iterator[ImportedRow]:
        person = response(answers=answers).row
        for n in range(30_000):
            yield f"row {n}", person._replace(key=f"{n:032}"), ()
        assert answers.encode() in bytes_on_disk(sqlite)
        raise RuntimeError

    with Repository.open(sqlite), pytest.raises(RuntimeError):
        repository.add_imported(AuditCycleName(SPRING), broken())
    assert answers.encode() not in bytes_on_disk(sqlite)


@pytest.mark.postgres
def test_postgresql_keeps_no_order_and_no_link_once_closed(new_postgresql: Callable[[], Where]) -> None:
    where = new_postgresql()
    prepare(where)
    with Repository.open(where) as repository:
        for _ in range(30):
            send(repository, response(key=secrets.token_hex(16)), comment())
        repository.close_cycle(SPRING, "2026-04-01", TERMS)
        with repository.database.read() as connection:
            for table in ("responses", "comments"):
                rows = connection.exec_driver_sql(f"SELECT key, xmin::text FROM {table} ORDER BY ctid").all()  # noqa: S608 - our own names
                assert [row.key for row in rows] == sorted(row.key for row in rows)
                assert len({row.xmin for row in rows}) == 1
