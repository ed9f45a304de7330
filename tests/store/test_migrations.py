"""Changes of the schema: all of one, or nothing of it."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from imroc_audit.errors import AuditError
from imroc_audit.store import migrations
from imroc_audit.store.repository import Repository
from imroc_audit.store.schema import metadata
from tests.store.people import Where, everyone, response, send

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{next}", "{last}"

def upgrade():
    op.create_table("songs", sa.Column("key", sa.Text(), primary_key=True))
    op.add_column("responses", sa.Column("wave", sa.Text()))
    {step}
"""


@pytest.fixture
def with_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets the program know of one more revision, with the last step given."""

    def add(step: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
        change = NEXT.format(next="9999", last=migrations.REVISIONS[-1], step=step)
        (folder / "versions" / "v9999_next.py").write_text(change)
        monkeypatch.setattr("imroc_audit.store.database.REVISIONS", (*migrations.REVISIONS, "9999"))
        monkeypatch.setattr("imroc_audit.store.database.upgrade", partial(migrations.upgrade, folder=folder))

    return add


def test_the_list_of_revisions_is_the_folder(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(migrations.FOLDER))
    script = ScriptDirectory.from_config(config)
    assert [each.revision for each in script.walk_revisions()] == list(reversed(migrations.REVISIONS))


def test_the_migrations_make_the_tables_of_the_schema(store: Repository) -> None:
    with store.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_older_database_is_brought_up_to_date(where: Where, with_next: Callable[[str], None]) -> None:
    with Repository.open(where) as repository:
        send(repository, response())
    with_next("pass")
    with Repository.open(where) as repository:
        assert len(everyone(repository)) == 1
        with repository.database.read() as connection:
            assert inspect(connection).has_table("songs")


def test_a_change_that_fails_leaves_nothing_half_done(
    where: Where, with_next: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Repository.open(where) as repository:
        send(repository, response())
    with_next('op.execute("SELECT no_such_function()")')
    with pytest.raises(AuditError, match="Nothing was changed"):
        Repository.open(where)
    monkeypatch.undo()
    with Repository.open(where) as repository:
        assert len(everyone(repository)) == 1
        with repository.database.read() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_opening_an_up_to_date_database_does_not_import_alembic(sqlite: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from imroc_audit.store.repository import Repository;"
        "Repository.open(Path(sys.argv[1])).save_draft('k', '2026-spring', '{}', '2026-03');"
        "print(sorted({'alembic', 'psycopg', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(sqlite)], check=True, capture_output=True, text=True)
    assert ran.stdout == "[]\n"
