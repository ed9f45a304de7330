"""When a database fails, a message says where, what and what to do; the draft is kept, and no answer told."""

import os
import resource
import sqlite3
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from imroc_audit.errors import AuditError, UnreadableError
from imroc_audit.model.ids import AuditCycleName
from imroc_audit.store.failures import SECONDS_TO_WAIT
from imroc_audit.store.repository import Repository
from tests.store.people import Where, comment, everyone, response, run_without_privileges, send

SPRING = "2026-spring"
ANSWERS = "3210321032103210"
SAID = "the canary sings at dawn"
PASSWORD = "sesame"  # noqa: S105 - opens nothing
OPEN = "import sys; from pathlib import Path; from imroc_audit.store.repository import Repository"


class TestOpening:
    def test_a_missing_file_is_not_made_anew(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableError, match=r"audit.db: the database is missing. Put it back from a backup"):
            Repository.open(tmp_path / "audit.db")
        assert list(tmp_path.iterdir()) == []

    def test_a_file_that_vanishes_while_open_is_not_made_anew(self, sqlite: Path) -> None:
        with Repository.open(sqlite) as repository:
            repository.database._engine.dispose()
            sqlite.unlink()
            with pytest.raises(AuditError, match="cannot be opened"):
                repository.save_draft("k", AuditCycleName(SPRING), "{}", "2026-03")
        assert not sqlite.exists()

    def test_a_file_of_something_else(self, tmp_path: Path) -> None:
        (tmp_path / "audit.db").write_text("Dear diary, " * 1000)
        with pytest.raises(UnreadableError, match="not an imroc-audit database"):
            Repository.open(tmp_path / "audit.db")
        assert (tmp_path / "audit.db").read_text() == "Dear diary, " * 1000

    def test_an_emptied_file(self, tmp_path: Path) -> None:
        (tmp_path / "audit.db").touch()
        with pytest.raises(UnreadableError, match="holds no audit, or has been emptied"):
            Repository.open(tmp_path / "audit.db")

    def test_a_file_cut_short(self, sqlite: Path) -> None:
        with Repository.open(sqlite) as repository:
            repository.add_imported(AuditCycleName(SPRING), ((str(n), response().row, ()) for n in range(2000)))
        os.truncate(sqlite, sqlite.stat().st_size // 2)
        with pytest.raises(UnreadableError, match="damaged or cut short"):
            everyone(Repository.open(sqlite))

    def test_a_database_of_another_program(self, tmp_path: Path) -> None:
        with closing(sqlite3.connect(tmp_path / "audit.db")) as connection:
            connection.execute("CREATE TABLE recipes (cake TEXT)")
        with pytest.raises(UnreadableError, match="holds no audit"):
            Repository.open(tmp_path / "audit.db")

    def test_a_database_of_a_newer_version(self, store: Repository, where: Where) -> None:
        with store.database.write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(AuditError, match=r"made by a newer imroc-audit. Upgrade first: pip install --upgrade"):
            Repository.open(where)

    def test_a_database_is_not_made_over_another(self, where: Where) -> None:
        with pytest.raises(AuditError, match=r"already holds tables|cannot be made \(File exists\)"):
            Repository.create(where)

    @pytest.mark.postgres
    def test_a_server_without_the_database(self, postgresql: str) -> None:
        with pytest.raises(AuditError, match="nowhere: the database cannot be reached"):
            Repository.open(postgresql % "nowhere")

    def test_a_server_that_is_not_there(self) -> None:
        with pytest.raises(AuditError, match=r"127.0.0.1:1/audit: the database cannot be reached") as caught:
            Repository.open(f"postgresql://ann:{PASSWORD}@127.0.0.1:1/audit")
        assert PASSWORD not in told(caught.value)

    def test_an_address_that_is_none(self) -> None:
        with pytest.raises(AuditError, match="not a database URL") as caught:
            Repository.open(f"postgresql://ann:{PASSWORD}@host:port/audit")
        assert PASSWORD not in told(caught.value)

    def test_postgresql_without_its_driver(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "psycopg", None)
        with pytest.raises(AuditError, match=r'pip install "imroc-audit\[postgres\]"'):
            Repository.open("postgresql://host/audit")


class TestReadOnly:
    @pytest.fixture
    def read_only(self, sqlite: Path) -> Iterator[Path]:
        sqlite.chmod(0o400)
        sqlite.parent.chmod(0o500)
        yield sqlite
        sqlite.parent.chmod(0o700)

    def test_a_folder_without_permission_to_write(self, read_only: Path) -> None:
        code = f"{OPEN}; Repository.open(Path(sys.argv[1])).save_draft('k', '2026-spring', '{{}}', '2026-03')"
        ran = run_without_privileges(sys.executable, "-c", code, str(read_only))
        assert ran.returncode == 1
        assert "Give yourself permission to write to the file and to its folder" in ran.stderr

    def test_nothing_is_made_where_nothing_may_be_written(self, read_only: Path) -> None:
        code = f"{OPEN}; Repository.create(Path(sys.argv[1]))"
        ran = run_without_privileges(sys.executable, "-c", code, str(read_only.with_name("new.db")))
        assert "new.db: the database cannot be made (Permission denied)" in ran.stderr


class TestBusy:
    def test_a_locked_database_says_so_and_keeps_the_draft(self, where: Where, monkeypatch: pytest.MonkeyPatch) -> None:
        for seconds in ("SECONDS_IN_SILENCE", "SECONDS_TO_WAIT"):
            monkeypatch.setattr(f"imroc_audit.store.database.{seconds}", 0.05)
        with Repository.open(where) as repository, Repository.open(where) as other:
            repository.save_draft("k", AuditCycleName(SPRING), "{}", "2026-03")
            with other.database.write() as connection:
                if not other.database.is_sqlite:
                    connection.exec_driver_sql("LOCK TABLE drafts, responses IN ACCESS EXCLUSIVE MODE")
                with pytest.raises(AuditError, match="the database locked"):
                    repository.send("k", response(), (comment(),))
            assert repository.load_draft("k") is not None
            assert repository.send("k", response(), (comment(),))

    def test_a_wait_that_can_be_felt_is_told_once(
        self, sqlite: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr("imroc_audit.store.database.SECONDS_IN_SILENCE", 0.05)
        with Repository.open(sqlite) as repository, Repository.open(sqlite) as other, ExitStack() as busy:
            busy.enter_context(other.database.write())
            let_go = threading.Timer(0.5, busy.close)
            let_go.start()
            assert send(repository, response())
            let_go.join()
            send(repository, response())
        assert caplog.messages == ["The database is busy. Waiting for up to 15 seconds."]

    def test_readers_do_not_wait_for_a_writer(self, sqlite: Path) -> None:
        with Repository.open(sqlite) as repository, Repository.open(sqlite) as other:
            send(repository, response())
            with other.database.write():
                assert len(everyone(repository)) == 1

    def test_a_lasting_reader_does_not_hold_up_who_answers(self, sqlite: Path) -> None:
        with Repository.open(sqlite) as repository:
            send(repository, response())
            send(repository, response(team="Oak team"))
            batches = repository.group_batches(AuditCycleName(SPRING))
            next(batches)
            began = time.monotonic()
            send(repository, response())
            repository.forget_draft("k")
            assert time.monotonic() - began < SECONDS_TO_WAIT / 2
            assert len(list(batches)) == 1


class TestFullDisk:
    def test_the_draft_is_still_there_and_can_be_sent_later(self, sqlite: Path) -> None:
        with Repository.open(sqlite) as repository:
            repository.save_draft("k", AuditCycleName(SPRING), "all of it", "2026-03")
            said = tuple(comment(SAID * 400) for _ in range(20))
            with (
                full_disk(repository),
                pytest.raises(AuditError, match=r"the disk is full. Nothing was changed"),
            ):
                repository.send("k", response(answers=ANSWERS), said)
            assert repository.load_draft("k") == (SPRING, "all of it")
            assert everyone(repository) == []
            assert repository.send("k", response(), said)

    def test_a_write_that_the_system_refuses(self, sqlite: Path) -> None:
        with Repository.open(sqlite) as repository:
            repository.save_draft("k", AuditCycleName(SPRING), "all of it", "2026-03")
            with (
                smallest_files(60_000),
                pytest.raises(AuditError, match="connected, healthy and not full") as caught,
            ):
                repository.send("k", response(answers=ANSWERS), (comment(SAID * 4000),))
            assert not [word for word in (ANSWERS, SAID) if word in told(caught.value)]
            assert repository.load_draft("k") == (SPRING, "all of it")
            assert everyone(repository) == []

    def test_a_full_disk_after_the_answer_is_stored_is_no_failure(self, sqlite: Path) -> None:
        with Repository.open(sqlite) as repository:
            send(repository, response())
            with full_disk(repository):
                repository.database.wipe_log()
            assert len(everyone(repository)) == 1


@contextmanager
def full_disk(repository: Repository) -> Iterator[None]:
    """Lets the database file grow no further."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    engine = repository.database._engine
    event.listen(engine, "connect", limit)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


@contextmanager
def smallest_files(size: int) -> Iterator[None]:
    """Has the system refuse to write any file beyond a size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class TestDiscretion:
    """No message holds an answer or a comment, whatever the database's driver would say."""

    @pytest.fixture
    def sabotaged(self, store: Repository) -> Repository:
        store.save_draft("k", AuditCycleName(SPRING), SAID, "2026-03")
        change = (
            "CREATE TRIGGER no BEFORE INSERT ON comments BEGIN SELECT RAISE(ABORT, 'no'); END"
            if store.database.is_sqlite
            else "ALTER TABLE comments ADD CHECK (text = '')"
        )
        with store.database.write() as connection:
            connection.exec_driver_sql(change)
        return store

    def test_a_refused_row_is_not_told(self, sabotaged: Repository, caplog: pytest.LogCaptureFixture) -> None:
        with pytest.raises(AuditError, match=r"the database refused this step \(\w+\)") as caught:
            sabotaged.send("k", response(answers=ANSWERS), (comment(SAID),))
        assert ANSWERS not in told(caught.value)
        assert SAID not in told(caught.value)
        assert caplog.text == ""
        assert sabotaged.load_draft("k") == (SPRING, SAID)

    def test_a_key_that_is_there_already_is_not_told(self, store: Repository) -> None:
        send(store, response(key="one"), comment(SAID, key="two"))
        store.save_draft("k", AuditCycleName(SPRING), SAID, "2026-03")
        for again in ((response(key="one", answers=ANSWERS), ()), (response(), (comment(SAID, key="two"),))):
            with pytest.raises(AuditError, match="someone else stored the same thing") as caught:
                store.send("k", *again)
            assert not {ANSWERS, SAID} & set(told(caught.value).split("'"))
        assert store.load_draft("k") == (SPRING, SAID)


def told(error: BaseException) -> str:
    """Everything that anyone could print of an error."""
    return "".join(traceback.format_exception(error)) + str(error) + repr(error)
