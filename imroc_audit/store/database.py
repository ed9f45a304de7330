"""A connection to SQLite or PostgreSQL: short transactions that are kept, or leave nothing behind."""

import logging
import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from imroc_audit.errors import AuditError, UnreadableError
from imroc_audit.store.failures import SECONDS_TO_WAIT, explained
from imroc_audit.store.migrations import REVISIONS, upgrade

PRAGMAS: Final = (
    "page_size = 16384",  # of a new file: a million random ids go into fewer, larger pages in two thirds of the time
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
    "cache_size = -16000",  # kilobytes: a large import writes fewer pages twice
)

SECONDS_IN_SILENCE: Final = 1
"""How long somebody waits for another program's transaction before hearing of it."""

SMALL: Final = 32 * 2**20

_log: Final = logging.getLogger(__name__)
"""Where nothing else is set up, a warning is a line on stderr; the full screen keeps it to itself."""


class Database:
    """An engine and its transactions. The driver's errors leave here as `AuditError`, without answers."""

    def __init__(self, url: URL) -> None:
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.place = str(url.database) if self.is_sqlite else _address(url)
        self._engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        self.close = weakref.finalize(self, self._engine.dispose)
        """Closes every connection, which also empties SQLite's write-ahead log; runs by itself at exit."""

    @classmethod
    def open(cls, where: Path | str) -> Self:
        """Open a database that holds an audit, and bring its schema up to date.

        Raises AuditError when it is missing, is not an audit, or was made by a newer version.
        """
        database = cls(_url(where))
        database._must_exist()
        with database.read() as connection:
            revision = _revision(connection)
        if database._must_know(revision) != REVISIONS[-1]:
            database.upgrade()
        return database

    @classmethod
    def create(cls, where: Path | str) -> Self:
        """Make the tables of a new audit. Raises AuditError when the database already holds something."""
        database = cls(_url(where))
        if database.is_sqlite:
            _create_file(Path(database.place))
        with database.write() as connection:
            if inspect(connection).get_table_names():
                raise AuditError(
                    f"{database.place}: this database already holds tables. Use an empty one, or copy the "
                    "folder of the workspace that it belongs to."
                )
            upgrade(connection)
        return database

    def upgrade(self) -> None:
        """Bring the schema up to date in one transaction."""
        with self.write() as connection:
            upgrade(connection)

    def _must_exist(self) -> None:
        if self.is_sqlite and not Path(self.place).is_file():
            raise UnreadableError(
                f"{self.place}: the database is missing. Put it back from a backup. No empty one is made in "
                "its place: the answers would seem to be lost."
            )

    def _must_know(self, revision: str | None) -> str:
        if revision is None:
            raise UnreadableError(
                f"{self.place}: this database holds no audit, or has been emptied. Put the right one back "
                "from a backup, or correct 'database' in imroc-audit.toml."
            )
        if revision not in REVISIONS:
            raise AuditError(
                f"{self.place}: this workspace was made by a newer imroc-audit. Upgrade first: "
                "pip install --upgrade imroc-audit"
            )
        return revision

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one unchanging state of the database."""
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with explained(self.place), self._engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, or leaves nothing behind. SQLite has one at a time."""
        with explained(self.place), self._engine.connect() as connection:
            connection = connection.execution_options(imroc_audit_writes=True)
            with connection.begin():
                yield connection

    def is_small(self) -> bool:
        """Whether all of it could be held in memory without a thought; never so for a server."""
        return self.is_sqlite and Path(self.place).stat().st_size <= SMALL

    def wipe_log(self) -> None:
        """Empty SQLite's write-ahead log, where deleted text and the order of arrival would live on.

        Never waits and never fails: when someone else is busy, the next one to come here does it.
        """
        if not self.is_sqlite:
            return
        with explained(self.place), closing(self._engine.raw_connection()) as pooled:
            connection: Any = pooled.driver_connection
            with suppress(sqlite3.Error):
                _wait(connection, 0)
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            _wait(connection, SECONDS_TO_WAIT)


def _url(where: Path | str) -> URL:
    """A SQLite file or the URL of a PostgreSQL database, with the driver that we use."""
    if isinstance(where, Path):
        return URL.create("sqlite", database=str(where.absolute()))
    try:
        return make_url(where).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        raise AuditError(
            "imroc-audit.toml: 'database' is not a database URL. Use the form postgresql+psycopg://user@host/name."
        ) from None


def _address(url: URL) -> str:
    """Where a server is, without the user and the password."""
    host = url.host or url.query.get("host") or "localhost"
    return f"{host}:{url.port or 5432}/{url.database}"


def _sqlite_engine(url: URL) -> Engine:
    """SQLite that never makes a file by itself, with transactions begun by us so that DDL is inside them."""
    file = f"{Path(str(url.database)).absolute().as_uri()}?mode=rw"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            file, uri=True, timeout=SECONDS_TO_WAIT, isolation_level=None, check_same_thread=False
        )
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        return connection

    engine = create_engine(url, creator=connect, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("imroc_audit_writes", False):
            _begin_to_write(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _begin_to_write(connection: Connection) -> None:
    """Wait for the one other transaction that may write; a wait that can be felt is told."""
    driver: Any = connection.connection.driver_connection
    _wait(driver, SECONDS_IN_SILENCE)
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            _log.warning("The database is busy. Waiting for up to %d seconds.", SECONDS_TO_WAIT)
    finally:
        _wait(driver, SECONDS_TO_WAIT)
    if not driver.in_transaction:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # whose error SQLAlchemy knows


def _wait(driver: sqlite3.Connection, seconds: float) -> None:
    """How long a statement waits for a lock."""
    driver.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def _postgresql_engine(url: URL) -> Engine:
    settings = {"connect_timeout": 10, "options": f"-c lock_timeout={int(SECONDS_TO_WAIT * 1000)}"}
    try:
        return create_engine(url, connect_args=settings, hide_parameters=True, pool_pre_ping=True)
    except ImportError:
        raise AuditError(
            "imroc-audit.toml: 'database' names a PostgreSQL server, and what talks to one is not installed. "
            ' Run: pip install "imroc-audit[postgres]"'
        ) from None


def _create_file(path: Path) -> None:
    """An empty file that only its owner can read; SQLite gives its log the same permissions."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise AuditError(f"{path}: the database cannot be made ({error.strerror}).") from None


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
