"""Minutes of units and nominees' words in award rounds; the round of a sơ kết; awards made on paper."""

import sqlalchemy as sa
from alembic import op

from migrations.rebuild import rebuild_sqlite_table

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KINDS = (
    "'sudden', 'yearly', 'period', 'thematic'",
    "'sudden', 'yearly', 'midterm', 'period', 'thematic'",
)


def _change_kinds(old: str, new: str) -> None:
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        rebuild_sqlite_table(bind, "award_round", {old: new})
        return
    name = op.f("ck_award_round_round_kind")
    op.drop_constraint(name, "award_round")
    op.create_check_constraint(name, "award_round", f"kind IN ({new})")


def upgrade() -> None:
    """Apply."""
    _change_kinds(*_KINDS)
    op.add_column(
        "nomination", sa.Column("on_paper", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "unit_minutes",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("chair", sa.String(140), nullable=False),
        sa.Column("secretary", sa.String(140), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("discussion", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(120), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "present >= 0 AND present <= total", name=op.f("ck_unit_minutes_present_of_total")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["award_round.id"], name=op.f("fk_unit_minutes_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_minutes_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_minutes")),
        sa.UniqueConstraint("round_id", "unit_id", name=op.f("uq_unit_minutes_round_id_unit_id")),
    )
    op.create_table(
        "unit_vote",
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["unit_minutes.id"], name=op.f("fk_unit_vote_minutes_id")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_unit_vote_nomination_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_vote")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_unit_vote_nomination_id")),
    )
    op.create_table(
        "nominee_answer",
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("printed", sa.String(700), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("answer IN ('right', 'change')", name=op.f("ck_nominee_answer_answer")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nominee_answer_nomination_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominee_answer")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_nominee_answer_nomination_id")),
    )


def downgrade() -> None:
    """Take back; refused while a round of a sơ kết is stored."""
    op.drop_table("nominee_answer")
    op.drop_table("unit_vote")
    op.drop_table("unit_minutes")
    op.drop_column("nomination", "on_paper")
    _change_kinds(_KINDS[1], _KINDS[0])
