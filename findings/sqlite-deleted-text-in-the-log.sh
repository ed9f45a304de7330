#!/usr/bin/env bash
# SQLite: deleted text stays in the write-ahead log, also with secure_delete, until the log is truncated.
#
# Version:   SQLite as in the sqlite3 module of Python 3.11 (seen with 3.40.1)
# Expected:  "PRAGMA secure_delete=ON" overwrites deleted content with zeros
# Seen:      that is so in the database; the text is still in the file NAME-wal after the row is deleted, and after a
#            passive and a full checkpoint. Only wal_checkpoint(TRUNCATE) removes it
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python - <<'PYTHON'
import sqlite3
from pathlib import Path

WORDS = "said once and taken back"
connection = sqlite3.connect("answers.db", isolation_level=None)
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("PRAGMA secure_delete=ON")
connection.execute("CREATE TABLE draft (comment TEXT)")
connection.execute("INSERT INTO draft VALUES (?)", (WORDS,))
connection.execute("DELETE FROM draft")


def holds_the_words() -> list[str]:
    return [name for name in ("answers.db", "answers.db-wal") if WORDS.encode() in Path(name).read_bytes()]


seen = {"deleted": holds_the_words()}
for checkpoint in ("PASSIVE", "FULL", "TRUNCATE"):
    connection.execute(f"PRAGMA wal_checkpoint({checkpoint})")
    seen[checkpoint] = holds_the_words()
print(sqlite3.sqlite_version, seen)
log = ["answers.db-wal"]
assert seen == {"deleted": log, "PASSIVE": log, "FULL": log, "TRUNCATE": []}
PYTHON
