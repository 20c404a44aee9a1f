"""Outgoing mail: where accounts get letters, and the letters that wait or have left."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "mail_address",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_mail_address_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_address"),
        sa.UniqueConstraint("account_id", name="uq_mail_address_account_id"),
    )
    op.create_table(
        "outgoing_mail",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime()),
        sa.Column("given_up_at", sa.DateTime()),
        sa.Column("problem", sa.String(300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "tries >= 0 AND (sent_at IS NULL OR given_up_at IS NULL)", name="ck_outgoing_mail_one_end"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_outgoing_mail_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_mail"),
        sa.UniqueConstraint("key", name="uq_outgoing_mail_key"),
    )
    op.create_index("ix_outgoing_mail_account_id", "outgoing_mail", ["account_id"])
    op.create_index("ix_outgoing_mail_due_at", "outgoing_mail", ["due_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("outgoing_mail")
    op.drop_table("mail_address")
