"""Corrections, re-issues, revocations, recovery."""

import sqlalchemy as sa
from alembic import op

from migrations.rebuild import rebuild_sqlite_table

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KINDS = ("'award_decision', 'recognition_decision', 'amending_decision', 'revocation_decision'",
          "'award_decision', 'recognition_decision', 'amending_decision', 'revocation_decision', "
          "'reissue_decision', 'correction_letter'")  # fmt: skip


def upgrade() -> None:
    """Apply."""
    _kinds(0, 1)
    op.create_table(
        "amendment",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("ground_text", sa.Text(), nullable=False),
        sa.Column("ground_article", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_amendment_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_amendment_decision_id")),
    )
    op.create_table(
        "amendment_line",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=True),
        sa.Column("detail", sa.String(length=400), nullable=True),
        sa.Column("achievement", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_line_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_amendment_line_certificate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_line")),
        sa.UniqueConstraint(
            "amendment_id", "certificate_id", name=op.f("uq_amendment_line_amendment_id_certificate_id")
        ),
    )
    op.create_index(op.f("ix_amendment_line_certificate_id"), "amendment_line", ["certificate_id"])
    op.create_table(
        "recovery",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "money", "paper", "frame",
                name="recovery_kind", native_enum=False, create_constraint=True, length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open", "recovered", "waived",
                name="state", native_enum=False, create_constraint=True, length=32,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state != 'recovered' OR settled_on IS NOT NULL", name=op.f("ck_recovery_recovered_on_a_day")
        ),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_recovery_certificate_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_recovery_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
        sa.UniqueConstraint("certificate_id", "kind", name=op.f("uq_recovery_certificate_id_kind")),
    )  # fmt: skip
    op.create_index(op.f("ix_recovery_state"), "recovery", ["state"])


def downgrade() -> None:
    """Take back; refused by the old constraint while rows need the new kinds."""
    for table in ("recovery", "amendment_line", "amendment"):
        op.drop_table(table)
    _kinds(1, 0)


def _kinds(before: int, after: int) -> None:
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        rebuild_sqlite_table(bind, "decision", {f"({_KINDS[before]})": f"({_KINDS[after]})"})
        return
    name = op.f("ck_decision_decision_kind")
    op.drop_constraint(name, "decision")
    op.create_check_constraint(name, "decision", f"kind IN ({_KINDS[after]})")
