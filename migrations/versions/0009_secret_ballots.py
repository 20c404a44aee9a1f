"""Sealed ballots: polls, electors, tellers, envelopes, results."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "poll",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                "void",
                name="poll_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closing_by_id", sa.Integer(), nullable=True),
        sa.Column("closing_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(), nullable=True),
        sa.Column("objections_until", sa.DateTime(), nullable=True),
        sa.Column("voted", sa.Integer(), nullable=True),
        sa.Column("yes", sa.Integer(), nullable=True),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("blank", sa.Integer(), nullable=True),
        sa.Column("list_hash", sa.String(length=64), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state != 'closed' OR (voted = yes + no + blank AND list_hash IS NOT NULL AND closed_at IS NOT NULL)",
            name=op.f("ck_poll_closed_has_tally"),
        ),
        sa.ForeignKeyConstraint(["closing_by_id"], ["account.id"], name=op.f("fk_poll_closing_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_poll_kind_subject_id")),
    )
    op.create_table(
        "teller_key",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_teller_key_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teller_key")),
        sa.UniqueConstraint("account_id", name=op.f("uq_teller_key_account_id")),
    )
    op.create_table(
        "poll_elector",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=140), nullable=False),
        sa.Column("account_mark", sa.String(length=64), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("removed_reason", sa.Text(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("released_chair_id", sa.Integer(), nullable=True),
        sa.Column("released_desk_id", sa.Integer(), nullable=True),
        sa.Column("voted", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_poll_elector_person_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_elector_poll_id")),
        sa.ForeignKeyConstraint(
            ["released_chair_id"], ["account.id"], name=op.f("fk_poll_elector_released_chair_id")
        ),
        sa.ForeignKeyConstraint(
            ["released_desk_id"], ["account.id"], name=op.f("fk_poll_elector_released_desk_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_elector")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_elector_poll_id_person_id")),
    )
    op.create_table(
        "poll_line",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=18), nullable=False),
        sa.Column(
            "mark",
            sa.Enum("yes", "no", "blank", name="mark", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_line_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_line")),
    )
    op.create_index(op.f("ix_poll_line_poll_id"), "poll_line", ["poll_id"], unique=False)
    op.create_table(
        "poll_objection",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_poll_objection_person_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_objection_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_objection")),
    )
    op.create_index(op.f("ix_poll_objection_poll_id"), "poll_objection", ["poll_id"], unique=False)
    op.create_table(
        "poll_teller",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=140), nullable=False),
        sa.Column("waiting", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_poll_teller_account_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_teller_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_teller")),
        sa.UniqueConstraint("poll_id", "account_id", name=op.f("uq_poll_teller_poll_id_account_id")),
    )
    op.create_table(
        "poll_wrap",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.Column("share_first", sa.LargeBinary(), nullable=False),
        sa.Column("share_second", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_wrap_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_wrap")),
        sa.UniqueConstraint("poll_id", "first", "second", name=op.f("uq_poll_wrap_poll_id_first_second")),
    )
    op.create_index(op.f("ix_poll_wrap_poll_id"), "poll_wrap", ["poll_id"], unique=False)
    op.create_table(
        "envelope",
        sa.Column("elector_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["elector_id"], ["poll_elector.id"], name=op.f("fk_envelope_elector_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelope")),
        sa.UniqueConstraint("elector_id", name=op.f("uq_envelope_elector_id")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("envelope")
    op.drop_table("poll_wrap")
    op.drop_table("poll_teller")
    op.drop_table("poll_objection")
    op.drop_table("poll_line")
    op.drop_table("poll_elector")
    op.drop_table("teller_key")
    op.drop_table("poll")
