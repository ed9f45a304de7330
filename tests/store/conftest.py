"""Databases to test with: a SQLite file, and a throw-away PostgreSQL server."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from imroc_audit.store.repository import Repository
from tests.store.people import Where, prepare

NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server without a database at its end. Without its programs, CI fails."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if not initdb or not pg_ctl:
        message = "PostgreSQL's initdb and pg_ctl are not installed (Debian: apt-get install postgresql)"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    folder = Path(tempfile.mkdtemp(prefix="imroc-pg-"))
    owner = _owner()
    if owner is not None:
        shutil.chown(folder, owner)
    data, log = str(folder / "data"), str(folder / "log")

    def run(*command: str) -> None:
        as_owner = {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": ()} if owner else {}
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **as_owner)  # type: ignore[call-overload]  # keywords by the user

    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run(initdb, "-D", data, "-U", "audit", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
    try:
        run(pg_ctl, "-D", data, "-l", log, "-w", "-o", options, "start")
        yield f"postgresql+psycopg://audit@/%s?host={folder}"
    finally:
        run(pg_ctl, "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _program(name: str) -> str:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(name) or next((str(path / name) for path in places if (path / name).exists()), "")


def _owner() -> str | None:
    """PostgreSQL refuses to run as root; another user has to."""
    if os.getuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@pytest.fixture(scope="session")
def new_postgresql(postgresql: str) -> Callable[[], str]:
    """Makes an empty database and gives its URL."""
    import psycopg

    def make() -> str:
        name = f"audit_{next(NUMBERS)}"
        with psycopg.connect((postgresql % "postgres").replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return postgresql % name

    return make


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Where]:
    """Gives a place for a database that is not made yet: each test that asks for it runs on both kinds."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_postgresql")
        return make
    return lambda: tmp_path_factory.mktemp("store") / "audit.db"


@pytest.fixture
def where(new_place: Callable[[], Where]) -> Where:
    """A fresh database with one open audit cycle, `2026-spring`."""
    place = new_place()
    prepare(place)
    return place


@pytest.fixture
def store(where: Where) -> Iterator[Repository]:
    with Repository.open(where) as repository:
        yield repository


@pytest.fixture
def sqlite(tmp_path: Path) -> Path:
    """A SQLite file with one open audit cycle, for what only SQLite does."""
    place = tmp_path / "audit.db"
    prepare(place)
    return place


@pytest.fixture
def open_store() -> Iterator[Callable[[Where], Repository]]:
    """Opens repositories, and closes them at the end."""
    with ExitStack() as stack:
        yield lambda where: stack.enter_context(Repository.open(where))
