#!/usr/bin/env bash
# SQLite: deleted text stays in the write-ahead log, also with secure_delete, until the log is truncated.
#
# Version:   SQLite 3.51.1, as the package apsw 3.51.1.0 brings it along
# Expected:  "PRAGMA secure_delete=ON" overwrites deleted content with zeros
# Seen:      that is so in the database; the text is still in the file NAME-wal after the row is deleted, and after a
#            passive and a full checkpoint. Only wal_checkpoint(TRUNCATE) removes it
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'apsw==3.51.1.0'
venv/bin/python - <<'PYTHON'
from pathlib import Path

import apsw

WORDS = "said once and taken back"
connection = apsw.Connection("answers.db")
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("PRAGMA secure_delete=ON")
connection.execute("CREATE TABLE draft (comment TEXT)")
connection.execute("INSERT INTO draft VALUES (?)", (WORDS,))
connection.execute("DELETE FROM draft")


def holds_the_words() -> list[str]:
    return [name for name in ("answers.db", "answers.db-wal") if WORDS.encode() in Path(name).read_bytes()]


seen = {"deleted": holds_the_words()}
for checkpoint in ("PASSIVE", "FULL", "TRUNCATE"):
    connection.execute(f"PRAGMA wal_checkpoint({checkpoint})").fetchall()
    seen[checkpoint] = holds_the_words()
print(apsw.sqlite_lib_version(), seen)
log = ["answers.db-wal"]
assert seen == {"deleted": log, "PASSIVE": log, "FULL": log, "TRUNCATE": []}
PYTHON
