"""The database itself refuses to change what is final: log lines, numbered Decisions, register lines."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# (trigger, table, event, condition over OLD and NEW)
_FROZEN_DECISION = (
    "OLD.snapshot IS NOT NULL AND (NEW.snapshot IS DISTINCT FROM OLD.snapshot"
    " OR NEW.snapshot_sha256 IS DISTINCT FROM OLD.snapshot_sha256"
    " OR NEW.number IS DISTINCT FROM OLD.number OR NEW.issued_on IS DISTINCT FROM OLD.issued_on)"
)
_FROZEN_LINE = (
    "NEW.number IS DISTINCT FROM OLD.number OR NEW.year IS DISTINCT FROM OLD.year"
    " OR NEW.series IS DISTINCT FROM OLD.series OR NEW.issued_on IS DISTINCT FROM OLD.issued_on"
    " OR NEW.title IS DISTINCT FROM OLD.title"
)
TRIGGERS = (
    ("audit_event_no_update", "audit_event", "UPDATE", "1 = 1"),
    ("audit_event_no_delete", "audit_event", "DELETE", "1 = 1"),
    ("decision_frozen", "decision", "UPDATE", _FROZEN_DECISION),
    ("decision_no_delete", "decision", "DELETE", "OLD.number IS NOT NULL"),
    ("register_entry_frozen", "register_entry", "UPDATE", _FROZEN_LINE),
    ("register_entry_no_delete", "register_entry", "DELETE", "1 = 1"),
    ("initiative_version_no_update", "initiative_version", "UPDATE", "1 = 1"),
)


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name == "sqlite":
        for name, table, event, condition in TRIGGERS:
            # SQLite writes IS DISTINCT FROM as IS NOT
            when = condition.replace("IS DISTINCT FROM", "IS NOT")
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is final'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is final', TG_TABLE_NAME; END $$"
    )
    for name, table, event, condition in TRIGGERS:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition}) "
            "EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Take back."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, _event, _condition in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
    if not sqlite:
        op.execute("DROP FUNCTION refuse_change()")
