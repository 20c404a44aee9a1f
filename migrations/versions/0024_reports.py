"""Reports of the movement and the versions of their words, which the database refuses to change or drop."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TRIGGERS = (("movement_report_edit_no_update", "UPDATE"), ("movement_report_edit_no_delete", "DELETE"))


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "movement_report",
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.String(120), nullable=False),
        sa.Column("series", sa.String(40), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.String(30), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.String(120), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'issued')", name=op.f("ck_movement_report_state")
        ),
        sa.CheckConstraint(
            "kind IN ('quarter', 'midterm', 'final', 'city')", name=op.f("ck_movement_report_report_kind")
        ),
        sa.CheckConstraint(
            "from_year <= year AND quarter BETWEEN 1 AND 4", name=op.f("ck_movement_report_period_in_order")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR content IS NOT NULL", name=op.f("ck_movement_report_submitted_is_frozen")
        ),
        sa.CheckConstraint(
            "state != 'issued' OR (series IS NOT NULL AND number IS NOT NULL AND symbol IS NOT NULL"
            " AND issued_on IS NOT NULL)",
            name=op.f("ck_movement_report_issued_has_number"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement_report")),
    )
    op.create_index(op.f("ix_movement_report_state"), "movement_report", ["state"])
    op.create_table(
        "movement_report_edit",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("composed", sa.Text(), nullable=False),
        sa.Column("author", sa.String(140), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["movement_report.id"], name=op.f("fk_movement_report_edit_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement_report_edit")),
        sa.UniqueConstraint(
            "report_id", "section", "number", name=op.f("uq_movement_report_edit_report_id_section_number")
        ),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, event in TRIGGERS:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON movement_report_edit "
            "BEGIN SELECT RAISE(ABORT, 'movement_report_edit is final'); END"
            if sqlite
            else f"CREATE TRIGGER {name} BEFORE {event} ON movement_report_edit FOR EACH ROW "
            "EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Take back."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, _event in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON movement_report_edit")
    op.drop_table("movement_report_edit")
    op.drop_table("movement_report")
