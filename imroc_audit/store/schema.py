"""The tables. Nothing here is a time, and nothing here says in which order people answered.

SQLite keeps every table of people's words `WITHOUT ROWID`: rows stand in the order of their random keys.
Responses are clustered by group, so that the tally reads each group as one contiguous run.
"""

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _words(name: str, *, primary_key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=primary_key, nullable=False)


def _audit_cycle(*, primary_key: bool = False) -> Column[str]:
    reference = ForeignKey("audit_cycles.name")
    return Column("audit_cycle", Text, reference, primary_key=primary_key, nullable=False)


audit_cycles: Final = Table(
    "audit_cycles",
    metadata,
    _words("name", primary_key=True),
    _words("status"),
    _words("opened"),
    Column("closed", Text),
    _words("questionnaire_id"),
    _words("questionnaire_version"),
    _words("questionnaire_hash"),
    _words("definition"),
    _words("terms"),
    Column("number", Integer, nullable=False, server_default="0"),
    CheckConstraint("status IN ('open', 'closed')", name="status"),
    sqlite_with_rowid=False,
)
"""`terms`: what results are published under, promised at the opening and final from the closing on. `number`: the order
of opening."""

Index("audit_cycle_names", audit_cycles.c.name, unique=True)
"""For each response stored, SQLite looks up its audit cycle: here, and not in the rows with their whole definitions."""

Index(
    "one_open_audit_cycle",
    audit_cycles.c.status,
    unique=True,
    sqlite_where=text("status = 'open'"),
    postgresql_where=text("status = 'open'"),
)

responses: Final = Table(
    "responses",
    metadata,
    _audit_cycle(primary_key=True),
    _words("perspective", primary_key=True),
    _words("team", primary_key=True),
    _words("key", primary_key=True),
    _words("mode"),
    Column("easy_read", Boolean, nullable=False),
    _words("month"),
    _words("answers"),
    _words("priorities"),
    sqlite_with_rowid=False,
)
"""One row a person. `priorities` holds challenge ids with a space between, most important first."""

comments: Final = Table(
    "comments",
    metadata,
    _words("key", primary_key=True),
    _audit_cycle(),
    _words("perspective"),
    _words("challenge"),
    _words("text"),
    _words("status"),
    _words("shown"),
    sqlite_with_rowid=False,
)

drafts: Final = Table(
    "drafts",
    metadata,
    _words("key", primary_key=True),
    _audit_cycle(),
    _words("draft"),
    _words("month"),
    sqlite_with_rowid=False,
)
"""Answers that are not sent yet, by the HMAC of the return code."""

sent_drafts: Final = Table(
    "sent_drafts",
    metadata,
    _words("key", primary_key=True),
    _audit_cycle(),
    sqlite_with_rowid=False,
)
"""Keys of drafts that were sent, until the audit cycle closes: a second window cannot bring one back."""

imported_rows: Final = Table(
    "imported_rows",
    metadata,
    _audit_cycle(primary_key=True),
    _words("row_id", primary_key=True),
    sqlite_with_rowid=False,
)
"""HMACs of the rows of imported files, so that the same row never counts twice."""

plan_records: Final = Table(
    "plan_records",
    metadata,
    _words("kind", primary_key=True),
    _words("id", primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    _words("changed_on"),
    _words("changed_by"),
    _words("what"),
    _words("content"),
    UniqueConstraint("number", name="uq_plan_records_number"),
    sqlite_with_rowid=False,
)
"""What people agreed, planned, did and decided, with every version of it. `number` is the order of the changes; they
bear a day and a role, no name. `content` is JSON. Rows are only ever added."""
