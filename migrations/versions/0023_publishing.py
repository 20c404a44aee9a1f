"""Releases: what the chairman made public, with frozen contents that nobody can change or remove afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_CHANGED = (
    "NEW.content != OLD.content OR NEW.content_sha256 != OLD.content_sha256 OR NEW.slug != OLD.slug"
    " OR NEW.edition != OLD.edition OR NEW.kind != OLD.kind"
)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "public_release",
        sa.Column(
            "kind", _enum("release_kind", "board", "initiatives", "rewarded", "survey"), nullable=False
        ),
        sa.Column(
            "state",
            _enum("state", "proposed", "declined", "released", "superseded", "withdrawn"),
            nullable=False,
        ),
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("quarter_id", sa.Integer()),
        sa.Column("decision_id", sa.Integer()),
        sa.Column("wave_id", sa.Integer()),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("basis", sa.String(64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(120), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("released_by", sa.String(120), nullable=False),
        sa.Column("released_at", sa.DateTime()),
        sa.Column("withdrawn_by", sa.String(120), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime()),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN quarter_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN wave_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_public_release_one_subject"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('released', 'superseded', 'withdrawn') OR released_at IS NOT NULL",
            name=op.f("ck_public_release_released_has_date"),
        ),
        sa.CheckConstraint(
            "state != 'withdrawn' OR (withdrawn_at IS NOT NULL AND notice != '')",
            name=op.f("ck_public_release_withdrawn_has_notice"),
        ),
        sa.ForeignKeyConstraint(
            ["quarter_id"], ["indicator_quarter.id"], name="fk_public_release_quarter_id"
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_public_release_decision_id"),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_wave.id"], name="fk_public_release_wave_id"),
        sa.PrimaryKeyConstraint("id", name="pk_public_release"),
        sa.UniqueConstraint("slug", "edition", name="uq_public_release_slug_edition"),
    )
    op.create_index("ix_public_release_state", "public_release", ["state"])
    for event, condition in (("UPDATE", _CHANGED), ("DELETE", "")):
        name = f"public_release_frozen_{event.lower()}"
        when = f"WHEN ({condition}) " if condition else ""
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON public_release FOR EACH ROW {when}"
                "EXECUTE FUNCTION refuse_change()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON public_release {when}"
                "BEGIN SELECT RAISE(ABORT, 'public_release is frozen'); END"
            )


def downgrade() -> None:
    """Take back (the triggers go with the table)."""
    op.drop_table("public_release")
