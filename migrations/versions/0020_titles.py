"""The kind of reward that the law splits off on 1/10/2026: movements by theme beside khen thưởng chuyên đề."""

from alembic import op

from migrations.rebuild import rebuild_sqlite_table

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_KINDS = (
    "'sudden', 'yearly', 'midterm', 'period', 'thematic'",
    "'sudden', 'yearly', 'midterm', 'period', 'thematic', 'movement'",
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


def downgrade() -> None:
    """Take back; what a later law called a movement by theme is a theme again."""
    op.execute("UPDATE award_round SET kind = 'thematic' WHERE kind = 'movement'")
    _change_kinds(_KINDS[1], _KINDS[0])
