"""What was found wrong is set right by somebody and a day (obligation O8)."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "remedy",
        sa.Column("state", _choice("remedy_state", "open", "done", "cancelled"), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column(
            "source", _choice("remedy_source", "indicator", "survey", "check", "other"), nullable=False
        ),
        sa.Column("source_words", sa.String(length=200), nullable=False),
        sa.Column("source_path", sa.String(length=200), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Integer()),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("finished_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("due_on >= opened_on", name=op.f("ck_remedy_due_after_opening")),
        sa.CheckConstraint(
            "state != 'done' OR (result != '' AND finished_on IS NOT NULL)",
            name=op.f("ck_remedy_done_has_result"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_remedy_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_remedy_person_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_remedy_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy")),
    )
    op.create_index(op.f("ix_remedy_unit_id"), "remedy", ["unit_id"])
    op.create_index(op.f("ix_remedy_person_id"), "remedy", ["person_id"])
    op.create_index(op.f("ix_remedy_opened_on"), "remedy", ["opened_on"])


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_remedy_opened_on"), table_name="remedy")
    op.drop_index(op.f("ix_remedy_person_id"), table_name="remedy")
    op.drop_index(op.f("ix_remedy_unit_id"), table_name="remedy")
    op.drop_table("remedy")
