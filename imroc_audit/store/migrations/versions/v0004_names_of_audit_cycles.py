"""A quick way to see that an audit cycle exists: see `audit_cycle_names` in the schema."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index("audit_cycle_names", "audit_cycles", ["name"], unique=True)
