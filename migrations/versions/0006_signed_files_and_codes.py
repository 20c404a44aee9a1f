"""Signed files; public codes: the office's choice, guesses to throttle."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_FIXED = ("decision_id", "paper", "name", "sha256", "size", "match", "findings", "added_by", "added_at")
_CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FIXED)
# (trigger, table, event, condition); refuse_change() of PostgreSQL was made by 0002
TRIGGERS = (
    ("signed_file_frozen", "signed_file", "UPDATE", f"OLD.confirmed_at IS NOT NULL OR {_CHANGED}"),
    ("signed_file_no_delete", "signed_file", "DELETE", "1 = 1"),
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "signed_file",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "match",
            sa.Enum(
                "same", "different", "no_text",
                name="match", native_enum=False, create_constraint=True, length=32,
            ),
            nullable=False,
        ),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(length=120), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=120), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL) AND (confirmed_by IS NULL) = (reason = '')",
            name=op.f("ck_signed_file_confirmed_with_reason"),
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_signed_file_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_file")),
    )  # fmt: skip
    op.create_index(op.f("ix_signed_file_decision_id"), "signed_file", ["decision_id"])
    op.create_table(
        "public_check",
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_check")),
    )
    op.create_table(
        "code_guess",
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_guess")),
    )
    op.create_index(op.f("ix_code_guess_address"), "code_guess", ["address"])
    op.create_index(op.f("ix_code_guess_at"), "code_guess", ["at"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, event, condition in TRIGGERS:
        if sqlite:  # writes IS DISTINCT FROM as IS NOT
            when = condition.replace("IS DISTINCT FROM", "IS NOT")
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is final'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition}) "
                "EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    """Take back."""
    for table in ("code_guess", "public_check", "signed_file"):
        op.drop_table(table)  # with its triggers
