"""Changes nothing: written procedures use the columns of 0010. It is kept so that the numbers have no gap."""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Take back."""
