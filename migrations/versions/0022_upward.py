"""Reports drafted from records, passage by passage."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "report_passage",
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            _choice("report_section", "facts", "overview", "results", "past"),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("drafted", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.String(length=140), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_report_passage_nomination_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_passage")),
        sa.UniqueConstraint("nomination_id", "key", name=op.f("uq_report_passage_nomination_id_key")),
    )
    op.create_index(op.f("ix_report_passage_nomination_id"), "report_passage", ["nomination_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("report_passage")
