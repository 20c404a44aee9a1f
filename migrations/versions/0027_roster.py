"""The days of who guides citizens in online services (O6)."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "roster_slot",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.String(32), nullable=False),
        sa.Column("written_by", sa.String(120), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("half IN ('morning', 'afternoon')", name=op.f("ck_roster_slot_half")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_roster_slot_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_slot_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_slot")),
        sa.UniqueConstraint("person_id", "day", "half", name=op.f("uq_roster_slot_person_id_day_half")),
        sa.UniqueConstraint(
            "unit_id", "place", "day", "half", name=op.f("uq_roster_slot_unit_id_place_day_half")
        ),
    )
    for column in ("unit_id", "day"):
        op.create_index(op.f(f"ix_roster_slot_{column}"), "roster_slot", [column])


def downgrade() -> None:
    """Take back."""
    op.drop_table("roster_slot")
