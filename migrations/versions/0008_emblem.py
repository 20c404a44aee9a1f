"""The emblem that the office prints on certificates."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("organisation", sa.Column("emblem", sa.String(length=64)))


def downgrade() -> None:
    """Take back."""
    op.drop_column("organisation", "emblem")
