"""Holds, findings and overrides of eligibility; rule sets chosen for a nomination; the time that a round rewards."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("award_round", sa.Column("counts_from", sa.Date()))
    op.add_column("award_round", sa.Column("counts_to", sa.Date()))
    op.create_table(
        "hold",
        sa.Column("person_id", sa.Integer()),
        sa.Column("collective_id", sa.Integer()),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date()),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("lift_reason", sa.Text(), nullable=False),
        sa.Column("lifted_on", sa.Date()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('discipline', 'inspection', 'complaint')", name=op.f("ck_hold_hold_kind")
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) != (collective_id IS NULL)", name=op.f("ck_hold_one_subject")
        ),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_hold_dates_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hold_person_id")),
        sa.ForeignKeyConstraint(["collective_id"], ["unit.id"], name=op.f("fk_hold_collective_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_person_id"), "hold", ["person_id"])
    op.create_index(op.f("ix_hold_collective_id"), "hold", ["collective_id"])
    op.create_table(
        "finding_override",
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("article", sa.String(300), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_finding_override_nomination_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_finding_override_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_override")),
        sa.UniqueConstraint("nomination_id", "key", name=op.f("uq_finding_override_nomination_id_key")),
    )
    op.create_index(op.f("ix_finding_override_nomination_id"), "finding_override", ["nomination_id"])
    op.create_table(
        "rule_choice",
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("rule_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_rule_choice_nomination_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_rule_choice_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_choice")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_rule_choice_nomination_id")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("rule_choice")
    op.drop_table("finding_override")
    op.drop_table("hold")
    op.drop_column("award_round", "counts_to")
    op.drop_column("award_round", "counts_from")
