"""The plan and its history: one row for each version of each thing that was agreed, planned, done or decided."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "plan_records",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "id")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("version", "number")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("changed_on", "changed_by", "what", "content")),
        sa.PrimaryKeyConstraint("kind", "id", "version", name="pk_plan_records"),
        sa.UniqueConstraint("number", name="uq_plan_records_number"),
        sqlite_with_rowid=False,
    )
