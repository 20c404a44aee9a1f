"""Scores of initiatives by markers: points in range, a sheet handed in and a result are final in the database."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_FROZEN_ROUND = (
    "CAST(NEW.rubric AS TEXT) IS DISTINCT FROM CAST(OLD.rubric AS TEXT)"
    " OR CAST(NEW.content AS TEXT) IS DISTINCT FROM CAST(OLD.content AS TEXT)"
    " OR NEW.initiative_id IS DISTINCT FROM OLD.initiative_id OR NEW.number IS DISTINCT FROM OLD.number"
    " OR (OLD.finished_at IS NOT NULL AND OLD.state = 'finished' AND ("
    "NEW.state IS DISTINCT FROM OLD.state OR NEW.passed IS DISTINCT FROM OLD.passed"
    " OR NEW.result_numerator IS DISTINCT FROM OLD.result_numerator"
    " OR NEW.result_denominator IS DISTINCT FROM OLD.result_denominator))"
)
_FROZEN_SHEET = (
    "OLD.handed_in_at IS NOT NULL AND (NEW.handed_in_at IS DISTINCT FROM OLD.handed_in_at"
    " OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.round_id IS DISTINCT FROM OLD.round_id"
    " OR NEW.name IS DISTINCT FROM OLD.name)"
)
TRIGGERS = (
    ("score_round_frozen", "score_round", "UPDATE", _FROZEN_ROUND),
    ("score_round_no_delete", "score_round", "DELETE", "OLD.finished_at IS NOT NULL"),
    ("score_sheet_frozen", "score_sheet", "UPDATE", _FROZEN_SHEET),
    ("score_sheet_no_delete", "score_sheet", "DELETE", "OLD.handed_in_at IS NOT NULL"),
    ("score_mark_frozen", "score_mark", "UPDATE", "OLD.sealed"),
    ("score_mark_no_delete", "score_mark", "DELETE", "OLD.sealed"),
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "score_round",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "marking",
                "third_needed",
                "finished",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rubric", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("third_asked", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by", sa.String(length=120), nullable=False),
        sa.Column("finished_at", sa.DateTime()),
        sa.Column("result_numerator", sa.BigInteger()),
        sa.Column("result_denominator", sa.BigInteger()),
        sa.Column("passed", sa.Boolean()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0 AND needed >= 2", name=op.f("ck_score_round_counted")),
        sa.CheckConstraint(
            "state != 'finished' OR (result_numerator IS NOT NULL AND result_denominator > 0"
            " AND passed IS NOT NULL)",
            name=op.f("ck_score_round_finished_has_result"),
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_score_round_initiative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_round")),
        sa.UniqueConstraint("initiative_id", "number", name=op.f("uq_score_round_initiative_id_number")),
    )
    op.create_index(op.f("ix_score_round_initiative_id"), "score_round", ["initiative_id"])
    op.create_table(
        "score_sheet",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=140), nullable=False),
        sa.Column("assigned_at", sa.DateTime(), nullable=False),
        sa.Column("saved_at", sa.DateTime()),
        sa.Column("handed_in_at", sa.DateTime()),
        sa.Column("left_at", sa.DateTime()),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("left_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "left_at IS NULL OR handed_in_at IS NULL", name=op.f("ck_score_sheet_left_or_handed_in")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_score_sheet_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["score_round.id"], name=op.f("fk_score_sheet_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_score_sheet_round_id_person_id")),
    )
    op.create_index(op.f("ix_score_sheet_person_id"), "score_sheet", ["person_id"])
    op.create_index(op.f("ix_score_sheet_round_id"), "score_sheet", ["round_id"])
    op.create_table(
        "score_mark",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("halves", sa.Integer()),
        sa.Column("maximum_halves", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("passages", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "halves IS NULL OR halves BETWEEN 0 AND maximum_halves",
            name=op.f("ck_score_mark_points_in_range"),
        ),
        sa.CheckConstraint("NOT sealed OR halves IS NOT NULL", name=op.f("ck_score_mark_sealed_has_points")),
        sa.ForeignKeyConstraint(["sheet_id"], ["score_sheet.id"], name=op.f("fk_score_mark_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_mark")),
        sa.UniqueConstraint("sheet_id", "criterion", name=op.f("uq_score_mark_sheet_id_criterion")),
    )
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
    op.drop_table("score_mark")
    op.drop_table("score_sheet")
    op.drop_table("score_round")
