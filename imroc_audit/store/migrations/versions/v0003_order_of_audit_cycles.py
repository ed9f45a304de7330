"""Which audit cycle came first, for two that are opened on one day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("audit_cycles", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE audit_cycles SET number = (SELECT count(*) FROM audit_cycles AS earlier WHERE"
        " earlier.opened < audit_cycles.opened"
        " OR (earlier.opened = audit_cycles.opened AND earlier.name <= audit_cycles.name))"
    )
