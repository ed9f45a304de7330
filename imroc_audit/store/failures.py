"""What a database's errors mean to the person at the keyboard: the one place that knows.

Messages are made from error codes alone. What a driver says may quote a row, and a row is somebody's answers.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError

from imroc_audit.errors import AuditError, UnreadableError

SECONDS_TO_WAIT: Final = 15

NOTHING_CHANGED: Final = "Nothing was changed by this step."


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn an error of the database into one that says where, what and what to do, and holds no answers."""
    try:
        yield
    except DBAPIError as error:
        raise explain(error.orig, place) from None


def explain(error: BaseException | None, place: str) -> AuditError:
    """The driver's error as something a person can put right."""
    if isinstance(error, sqlite3.Error):
        return _explain_sqlite(error, place)
    return _explain_postgresql(error, place)


def _explain_sqlite(error: sqlite3.Error, place: str) -> AuditError:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return AuditError(
                f"{place}: another program has kept the database locked for {SECONDS_TO_WAIT} seconds. "
                f"{NOTHING_CHANGED} Close other programs that use this workspace, then try again."
            )
        case sqlite3.SQLITE_FULL:
            return AuditError(
                f"{place}: the disk is full. {NOTHING_CHANGED} What was saved before is safe: "
                "free some space, then try again."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return AuditError(
                f"{place}: the database cannot be opened for writing. {NOTHING_CHANGED} "
                "Give yourself permission to write to the file and to its folder, then try again."
            )
        case sqlite3.SQLITE_NOTADB:
            return UnreadableError(
                f"{place}: this file is not an imroc-audit database. Nothing was changed. "
                "Put the right file back from a backup."
            )
        case sqlite3.SQLITE_CORRUPT:
            return UnreadableError(
                f"{place}: the database is damaged or cut short. Copy the whole folder somewhere safe first, "
                "then put the database back from a backup."
            )
        case sqlite3.SQLITE_IOERR:
            return AuditError(
                f"{place}: the disk could not be read or written ({_name(error)}). {NOTHING_CHANGED} "
                "Check that the disk is connected, healthy and not full, then try again."
            )
    return _explain_other(_name(error), place)


def _explain_postgresql(error: BaseException | None, place: str) -> AuditError:
    state = getattr(error, "sqlstate", None) or ""
    match state[:2]:
        case "" if type(error).__name__ == "OperationalError":
            return AuditError(
                f"{place}: the database cannot be reached, or it refuses the login. {NOTHING_CHANGED} "
                "Check that PostgreSQL is running there, and the address, user and password given under "
                "'database' in imroc-audit.toml."
            )
        case "08" | "57":
            return AuditError(
                f"{place}: the connection to the database was lost. Check the network and that PostgreSQL is "
                "running, then try again: an answer is never stored twice."
            )
        case "55" | "40":
            return AuditError(f"{place}: another program keeps the database locked. {NOTHING_CHANGED} Try again soon.")
        case "53":
            what = "the database's disk is full" if state == "53100" else "the database server has run out of room"
            return AuditError(f"{place}: {what}. {NOTHING_CHANGED} Tell whoever runs it, then try again.")
        case "25" | "42" if state in ("25006", "42501"):
            return AuditError(
                f"{place}: this user may not write to the database. {NOTHING_CHANGED} "
                "Ask whoever runs it for permission to write and to create tables."
            )
        case "XX" | "58":
            return UnreadableError(
                f"{place}: the database server reports damage or a failing disk ({state}). "
                "Tell whoever runs it before anything else is stored."
            )
    return _explain_other(state or type(error).__name__, place)


def _explain_other(code: str, place: str) -> AuditError:
    if code in ("SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE", "23505"):
        return AuditError(
            f"{place}: someone else stored the same thing at the same moment. {NOTHING_CHANGED} Try again."
        )
    return AuditError(
        f"{place}: the database refused this step ({code}). {NOTHING_CHANGED} "
        "Try again; if it happens again, report it with the code in brackets."
    )


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", type(error).__name__)
