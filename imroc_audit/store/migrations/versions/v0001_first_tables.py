"""The first tables. A schema that people's answers are stored in never changes here: add a revision."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sqlite_with_rowid=False)


def _audit_cycle(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["audit_cycle"], ["audit_cycles.name"], name=f"fk_{table}_audit_cycle")


def upgrade() -> None:
    _table(
        "audit_cycles",
        *map(_words, ("name", "status", "opened")),
        sa.Column("closed", sa.Text()),
        *map(_words, ("questionnaire_id", "questionnaire_version", "questionnaire_hash", "definition", "terms")),
        sa.CheckConstraint("status IN ('open', 'closed')", name="status"),
        sa.PrimaryKeyConstraint("name", name="pk_audit_cycles"),
    )
    one_open = sa.text("status = 'open'")
    op.create_index(
        "one_open_audit_cycle",
        "audit_cycles",
        ["status"],
        unique=True,
        sqlite_where=one_open,
        postgresql_where=one_open,
    )
    _table(
        "responses",
        *map(_words, ("audit_cycle", "perspective", "team", "key", "mode")),
        sa.Column("easy_read", sa.Boolean(), nullable=False),
        *map(_words, ("month", "answers", "priorities")),
        _audit_cycle("responses"),
        sa.PrimaryKeyConstraint("audit_cycle", "perspective", "team", "key", name="pk_responses"),
    )
    _table(
        "comments",
        *map(_words, ("key", "audit_cycle", "perspective", "challenge", "text", "status", "shown")),
        _audit_cycle("comments"),
        sa.PrimaryKeyConstraint("key", name="pk_comments"),
    )
    _table(
        "drafts",
        *map(_words, ("key", "audit_cycle", "draft", "month")),
        _audit_cycle("drafts"),
        sa.PrimaryKeyConstraint("key", name="pk_drafts"),
    )
    _table(
        "sent_drafts",
        *map(_words, ("key", "audit_cycle")),
        _audit_cycle("sent_drafts"),
        sa.PrimaryKeyConstraint("key", name="pk_sent_drafts"),
    )
    _table(
        "imported_rows",
        *map(_words, ("audit_cycle", "row_id")),
        _audit_cycle("imported_rows"),
        sa.PrimaryKeyConstraint("audit_cycle", "row_id", name="pk_imported_rows"),
    )
