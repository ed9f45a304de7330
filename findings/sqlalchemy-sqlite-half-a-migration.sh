#!/usr/bin/env bash
# SQLAlchemy: on SQLite, a table made inside a transaction stays when the transaction fails.
#
# Version:   SQLAlchemy 2.1.9 with its default SQLite driver (the sqlite3 module of Python 3.11)
# Expected:  engine.begin() rolls everything back when a statement in it fails; SQLite itself can roll DDL back
# Seen:      the table of the first statement is still there after the second one failed
# Way out:   let the driver begin nothing (isolation_level=None) and begin by hand on the "begin" event
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check sqlalchemy==2.1.9
venv/bin/python - <<'PYTHON'
import sqlalchemy as sa


def tables_after_a_failure(engine: sa.Engine) -> list[str]:
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE half_done (id INTEGER)")
            connection.exec_driver_sql("ALTER TABLE missing ADD COLUMN name TEXT")
    except sa.exc.OperationalError as error:
        assert "no such table" in str(error.orig), error
    return sa.inspect(engine).get_table_names()


plain = sa.create_engine("sqlite:///plain.db")
by_hand = sa.create_engine("sqlite:///by-hand.db")


@sa.event.listens_for(by_hand, "connect")
def begin_nothing(connection, _record):
    connection.isolation_level = None


@sa.event.listens_for(by_hand, "begin")
def begin(connection):
    connection.exec_driver_sql("BEGIN")


seen = {"default": tables_after_a_failure(plain), "begun by hand": tables_after_a_failure(by_hand)}
print(sa.__version__, seen)
assert seen == {"default": ["half_done"], "begun by hand": []}
PYTHON
