"""Editions and public codes of certificates; Decisions that amend or revoke earlier ones."""

import sqlalchemy as sa
from alembic import op

from migrations.rebuild import rebuild_sqlite_table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATES = ("'ready', 'printed', 'reprinted', 'handed_over', 'revoked'",
           "'ready', 'printed', 'reprinted', 'handed_over', 'replaced', 'revoked'")  # fmt: skip
_KINDS = ("'award_decision', 'recognition_decision'",
          "'award_decision', 'recognition_decision', 'amending_decision', 'revocation_decision'")  # fmt: skip
_OLD_UNIQUE = "CONSTRAINT uq_certificate_decision_id_ordinal UNIQUE (decision_id, ordinal)"
_EDITION = "edition > 1 OR replaces_id IS NULL"
CERTIFICATE = {
    "name_key TEXT NOT NULL": "name_key TEXT NOT NULL, \n\tedition INTEGER DEFAULT 1 NOT NULL, \n\treplaces_id INTEGER, "
    "\n\tcontent TEXT, \n\tcode VARCHAR(16)",
    _OLD_UNIQUE: "CONSTRAINT fk_certificate_replaces_id FOREIGN KEY(replaces_id) REFERENCES certificate (id), "
    "\n\tCONSTRAINT uq_certificate_decision_id_ordinal_edition UNIQUE (decision_id, ordinal, edition), "
    "\n\tCONSTRAINT uq_certificate_code UNIQUE (code), "
    f"\n\tCONSTRAINT ck_certificate_later_edition_replaces CHECK ({_EDITION})",
    _STATES[0]: _STATES[1],
}
DECISION = {
    "title_fold TEXT NOT NULL": "title_fold TEXT NOT NULL, \n\tamends_id INTEGER",
    "CONSTRAINT uq_decision_series": "CONSTRAINT fk_decision_amends_id FOREIGN KEY(amends_id) REFERENCES decision (id), "
    "\n\tCONSTRAINT uq_decision_series",
    _KINDS[0]: _KINDS[1],
}


def upgrade() -> None:
    """Apply."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        rebuild_sqlite_table(bind, "decision", DECISION)
        rebuild_sqlite_table(bind, "certificate", CERTIFICATE)
        return
    op.add_column("decision", sa.Column("amends_id", sa.Integer()))
    op.create_foreign_key("fk_decision_amends_id", "decision", "decision", ["amends_id"], ["id"])
    _check("decision", "decision_kind", f"kind IN ({_KINDS[1]})")
    for column in (
        sa.Column("edition", sa.Integer(), server_default="1", nullable=False),
        sa.Column("replaces_id", sa.Integer()),
        sa.Column("content", sa.Text()),
        sa.Column("code", sa.String(length=16)),
    ):
        op.add_column("certificate", column)
    op.create_foreign_key("fk_certificate_replaces_id", "certificate", "certificate", ["replaces_id"], ["id"])
    op.drop_constraint("uq_certificate_decision_id_ordinal", "certificate")
    op.create_unique_constraint(
        "uq_certificate_decision_id_ordinal_edition", "certificate", ["decision_id", "ordinal", "edition"]
    )
    op.create_unique_constraint("uq_certificate_code", "certificate", ["code"])
    op.create_check_constraint(op.f("ck_certificate_later_edition_replaces"), "certificate", _EDITION)
    _check("certificate", "certificate_state", f"state IN ({_STATES[1]})")


def downgrade() -> None:
    """Take back; refused by the old constraints while rows need the new ones."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        rebuild_sqlite_table(bind, "certificate", {new: old for old, new in CERTIFICATE.items()})
        rebuild_sqlite_table(bind, "decision", {new: old for old, new in DECISION.items()})
        return
    _check("certificate", "certificate_state", f"state IN ({_STATES[0]})")
    for name in ("ck_certificate_later_edition_replaces", "uq_certificate_code"):
        op.drop_constraint(op.f(name), "certificate")
    op.drop_constraint("uq_certificate_decision_id_ordinal_edition", "certificate")
    op.create_unique_constraint(
        "uq_certificate_decision_id_ordinal", "certificate", ["decision_id", "ordinal"]
    )
    for name in ("code", "content", "replaces_id", "edition"):
        op.drop_column("certificate", name)
    _check("decision", "decision_kind", f"kind IN ({_KINDS[0]})")
    op.drop_column("decision", "amends_id")


def _check(table: str, name: str, condition: str) -> None:
    full = op.f(f"ck_{table}_{name}")
    op.drop_constraint(full, table)
    op.create_check_constraint(full, table, condition)
