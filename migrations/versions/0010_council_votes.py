"""Methods of voting, rounds, conflicts, written opinions, paper counts, attendance by time."""

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Take back."""
