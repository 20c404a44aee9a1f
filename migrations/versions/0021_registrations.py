"""Registrations of a unit's targets, titles and forms for a year."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "registration",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'handed_in', 'accepted', 'returned')", name=op.f("ck_registration_state")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_registration_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("unit_id", "year", name=op.f("uq_registration_unit_id_year")),
    )
    op.create_index(op.f("ix_registration_year"), "registration", ["year"])
    op.create_table(
        "registration_line",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("award_form", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("collective_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("detail", sa.String(300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) != (collective_id IS NULL)",
            name=op.f("ck_registration_line_person_or_collective"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_registration_line_registration_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_registration_line_person_id")),
        sa.ForeignKeyConstraint(
            ["collective_id"], ["unit.id"], name=op.f("fk_registration_line_collective_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_line")),
    )
    for column in ("registration_id", "person_id", "collective_id"):
        op.create_index(op.f(f"ix_registration_line_{column}"), "registration_line", [column])


def downgrade() -> None:
    """Take back."""
    op.drop_table("registration_line")
    op.drop_table("registration")
