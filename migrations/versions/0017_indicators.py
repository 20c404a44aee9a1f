"""Indicators of the plan: targets by year, quarters, reports of units, figures sealed by the lock, restatements, logs."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


_FROZEN_QUARTER = (
    "OLD.state = 'locked' AND (NEW.state IS DISTINCT FROM OLD.state"
    " OR NEW.locked_at IS DISTINCT FROM OLD.locked_at OR NEW.locked_by IS DISTINCT FROM OLD.locked_by"
    " OR NEW.exception IS DISTINCT FROM OLD.exception OR NEW.year IS DISTINCT FROM OLD.year"
    " OR NEW.quarter IS DISTINCT FROM OLD.quarter)"
)
TRIGGERS = (
    ("measurement_sealed", "measurement", "UPDATE", "OLD.sealed"),
    ("measurement_no_delete", "measurement", "DELETE", "OLD.sealed"),
    ("restatement_frozen", "restatement", "UPDATE", "OLD.id > 0"),
    ("restatement_no_delete", "restatement", "DELETE", "OLD.id > 0"),
    ("indicator_quarter_frozen", "indicator_quarter", "UPDATE", _FROZEN_QUARTER),
    ("indicator_quarter_no_delete", "indicator_quarter", "DELETE", "OLD.state = 'locked'"),
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "indicator",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("theme_number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("kind", _choice("kind", "flow", "stock", "count", "range"), nullable=False),
        sa.Column("origin", _choice("origin", "typed", "imported", "computed"), nullable=False),
        sa.Column("per", _choice("per", "year", "quarter"), nullable=False),
        sa.Column("every_unit", sa.Boolean(), nullable=False),
        sa.Column("lower_is_better", sa.Boolean(), nullable=False),
        sa.Column("numerator_words", sa.String(length=200), nullable=False),
        sa.Column("denominator_words", sa.String(length=200), nullable=False),
        sa.Column("reporter_kinds", sa.String(length=100), nullable=False),
        sa.Column("reporter_id", sa.Integer()),
        sa.Column("reporter_words", sa.String(length=200), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["reporter_id"], ["unit.id"], name=op.f("fk_indicator_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_indicator_code")),
    )
    op.create_table(
        "indicator_target",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("passage", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("comparator", _choice("comparator", "ge", "gt", "eq", "le", "lt", "in"), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("upper", sa.Integer()),
        sa.Column("due_year", sa.Integer()),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "target >= 0 AND (upper IS NULL OR upper >= target)", name=op.f("ck_indicator_target_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_target_indicator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_target")),
        sa.UniqueConstraint(
            "indicator_id", "year", "number", name=op.f("uq_indicator_target_indicator_id_year_number")
        ),
    )
    op.create_table(
        "indicator_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_year")),
        sa.UniqueConstraint("year", name=op.f("uq_indicator_year_year")),
    )
    op.create_table(
        "indicator_quarter",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", _choice("quarter_state", "open", "locked"), nullable=False),
        sa.Column("locked_at", sa.DateTime()),
        sa.Column("locked_by", sa.String(length=120), nullable=False),
        sa.Column("exception", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "quarter BETWEEN 1 AND 4 AND starts_on < ends_on", name=op.f("ck_indicator_quarter_in_year")
        ),
        sa.CheckConstraint(
            "state != 'locked' OR locked_at IS NOT NULL", name=op.f("ck_indicator_quarter_locked_has_date")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_quarter")),
        sa.UniqueConstraint("year", "quarter", name=op.f("uq_indicator_quarter_year_quarter")),
    )
    op.create_table(
        "unit_report",
        sa.Column("quarter_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", _choice("report_state", "draft", "submitted", "returned", "accepted"), nullable=False
        ),
        sa.Column("submitted_at", sa.DateTime()),
        sa.Column("submitted_by", sa.String(length=120), nullable=False),
        sa.Column("submitter_id", sa.Integer()),
        sa.Column("accepted_at", sa.DateTime()),
        sa.Column("accepted_by", sa.String(length=120), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quarter_id"], ["indicator_quarter.id"], name=op.f("fk_unit_report_quarter_id")
        ),
        sa.ForeignKeyConstraint(["submitter_id"], ["account.id"], name=op.f("fk_unit_report_submitter_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_report_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_report")),
        sa.UniqueConstraint("quarter_id", "unit_id", name=op.f("uq_unit_report_quarter_id_unit_id")),
    )
    op.create_index(op.f("ix_unit_report_unit_id"), "unit_report", ["unit_id"])
    op.create_table(
        "measurement",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("quarter_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("origin", _choice("origin", "typed", "imported", "computed"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.String(length=120), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "denominator >= 0 AND (denominator > 0 OR numerator = 0)", name=op.f("ck_measurement_two_numbers")
        ),
        sa.CheckConstraint(
            "origin = 'computed' OR numerator >= 0", name=op.f("ck_measurement_typed_not_negative")
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_measurement_indicator_id")),
        sa.ForeignKeyConstraint(
            ["quarter_id"], ["indicator_quarter.id"], name=op.f("fk_measurement_quarter_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_measurement_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
        sa.UniqueConstraint(
            "indicator_id",
            "quarter_id",
            "unit_id",
            name=op.f("uq_measurement_indicator_id_quarter_id_unit_id"),
        ),
    )
    op.create_index(op.f("ix_measurement_quarter_id"), "measurement", ["quarter_id"])
    op.create_table(
        "restatement",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("quarter_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("old_numerator", sa.BigInteger()),
        sa.Column("old_denominator", sa.BigInteger()),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("numerator >= 0 AND denominator >= 0", name=op.f("ck_restatement_two_numbers")),
        sa.CheckConstraint("reason != ''", name=op.f("ck_restatement_has_reason")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_restatement_indicator_id")),
        sa.ForeignKeyConstraint(
            ["quarter_id"], ["indicator_quarter.id"], name=op.f("fk_restatement_quarter_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_restatement_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restatement")),
        sa.UniqueConstraint(
            "indicator_id",
            "quarter_id",
            "unit_id",
            "number",
            name=op.f("uq_restatement_indicator_id_quarter_id_unit_id_number"),
        ),
    )
    op.create_index(op.f("ix_restatement_quarter_id"), "restatement", ["quarter_id"])
    op.create_table(
        "report_reminder",
        sa.Column("quarter_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.String(length=120), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quarter_id"], ["indicator_quarter.id"], name=op.f("fk_report_reminder_quarter_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_report_reminder_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_reminder")),
    )
    op.create_index(op.f("ix_report_reminder_quarter_id"), "report_reminder", ["quarter_id"])
    op.create_table(
        "publication",
        sa.Column("quarter_id", sa.Integer(), nullable=False),
        sa.Column("subject", _choice("subject", "on_time", "survey", "board"), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("logged_by", sa.String(length=120), nullable=False),
        sa.Column("logged_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quarter_id"], ["indicator_quarter.id"], name=op.f("fk_publication_quarter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index(op.f("ix_publication_quarter_id"), "publication", ["quarter_id"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, event, condition in TRIGGERS:
        if sqlite:  # which writes IS DISTINCT FROM as IS NOT
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN "
                f"{condition.replace('IS DISTINCT FROM', 'IS NOT')} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is final'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition}) "
                "EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    """Take back; the triggers go with their tables."""
    for table in (
        "publication",
        "report_reminder",
        "restatement",
        "measurement",
        "unit_report",
        "indicator_quarter",
        "indicator_year",
        "indicator_target",
        "indicator",
    ):
        op.drop_table(table)
