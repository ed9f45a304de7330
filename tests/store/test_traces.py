"""What stays behind in the files: nothing of what was taken back, and not who came before whom."""

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from imroc_audit.model.response import Comment, Response
from imroc_audit.store.repository import Repository
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
    with repository._database.read() as connection:
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
        repository.save_draft("k", SPRING, f"{number} {CANARY}" * number, "2026-03")
    assert CANARY.encode() in bytes_on_disk(sqlite)
    repository.forget_draft("k")
    assert CANARY.encode() not in bytes_on_disk(sqlite)


def test_a_sent_draft_leaves_no_trace_while_the_program_runs_on(repository: Repository, sqlite: Path) -> None:
    repository.save_draft("k", SPRING, CANARY * 500, "2026-03")
    repository.save_draft("k", SPRING, CANARY, "2026-03")
    repository.send("k", response(), (comment(),))
    assert CANARY.encode() not in bytes_on_disk(sqlite)


def test_drafts_leave_no_trace_when_the_audit_cycle_closes(repository: Repository, sqlite: Path) -> None:
    repository.save_draft("a draft's key", SPRING, CANARY, "2026-03")
    send(repository, response(), draft_key="a sent draft's key")
    repository.close_cycle(SPRING, "2026-04-01", TERMS)
    left = bytes_on_disk(sqlite)
    assert CANARY.encode() not in left
    assert b"draft's key" not in left


def test_only_the_owner_can_read_the_answers(repository: Repository, sqlite: Path) -> None:
    repository.save_draft("k", SPRING, CANARY, "2026-03")
    assert {path.stat().st_mode & 0o777 for path in sqlite.parent.glob("audit.db*")} == {0o600}


def test_once_closed_the_file_is_the_same_whoever_came_first(tmp_path: Path) -> None:
    people = [
        (response(team=f"team {n % 4}", answers="3" * (30 + n % 3)), comment(f"Something said, number {n}."))
        for n in range(150)
    ]
    first, second = tmp_path / "a" / "audit.db", tmp_path / "b" / "audit.db"
    for place, arriving in ((first, people), (second, people[::-1])):
        place.parent.mkdir()
        prepare(place)
        with Repository.open(place) as repository:
            for number, (person, said) in enumerate(arriving):
                repository.add_imported(SPRING, [(f"row {number}", person.row, (said,))])
            repository.close_cycle(SPRING, "2026-04-01", TERMS)
    places = [order_in_file(path.read_bytes(), people) for path in (first, second)]
    assert places[0] == places[1]


def order_in_file(content: bytes, people: list[tuple[Response, Comment]]) -> list[str]:
    """The keys of responses and comments in the order in which they stand within each page of the file."""
    keys = {key for person, said in people for key in (person.key, said.key)}
    found = [
        (match.start() // 4096, match.group().decode())
        for match in re.finditer(rb"[0-9a-f]{32}", content)
        if match.group().decode() in keys
    ]
    pages: dict[int, list[str]] = {}
    for page, key in found:
        pages.setdefault(page, []).append(key)
    return sorted(" ".join(page) for page in pages.values())


@pytest.mark.postgres
def test_postgresql_keeps_no_order_and_no_link_once_closed(new_postgresql: Callable[[], Where]) -> None:
    where = new_postgresql()
    prepare(where)
    with Repository.open(where) as repository:
        for _ in range(30):
            send(repository, response(key=secrets.token_hex(16)), comment())
        repository.close_cycle(SPRING, "2026-04-01", TERMS)
        with repository._database.read() as connection:
            for table in ("responses", "comments"):
                rows = connection.exec_driver_sql(f"SELECT key, xmin::text FROM {table} ORDER BY ctid").all()  # noqa: S608 - our own names
                assert [row.key for row in rows] == sorted(row.key for row in rows)
                assert len({row.xmin for row in rows}) == 1
