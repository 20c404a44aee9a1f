"""Printing: stock profiles and their ledger, printers and calibrations, print runs sheet by sheet."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "stock_profile",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("width", sa.Double(), nullable=False),
        sa.Column("height", sa.Double(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_stock_profile_has_a_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_profile")),
        sa.UniqueConstraint("name", name=op.f("uq_stock_profile_name")),
    )
    op.create_table(
        "stock_box",
        sa.Column("stock_id", sa.Integer(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "awarder",
                "title",
                "name",
                "detail",
                "achievement",
                "decision",
                "register",
                "place_date",
                "signer_title",
                "signer_name",
                name="stock_field",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("x", sa.Double(), nullable=False),
        sa.Column("y", sa.Double(), nullable=False),
        sa.Column("width", sa.Double(), nullable=False),
        sa.Column("height", sa.Double(), nullable=False),
        sa.Column("sizes", sa.String(length=80), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column(
            "align",
            sa.Enum(
                "left",
                "center",
                "right",
                name="box_align",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("bold", sa.Boolean(), nullable=False),
        sa.Column("italic", sa.Boolean(), nullable=False),
        sa.Column("color", sa.String(length=6), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "x >= 0 AND y >= 0 AND width > 0 AND height > 0", name=op.f("ck_stock_box_lies_on_the_paper")
        ),
        sa.ForeignKeyConstraint(["stock_id"], ["stock_profile.id"], name=op.f("fk_stock_box_stock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_box")),
        sa.UniqueConstraint("stock_id", "field", name=op.f("uq_stock_box_stock_id_field")),
    )
    op.create_table(
        "printer_profile",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("rotation IN (0, 90, 180, 270)", name=op.f("ck_printer_profile_quarter_turns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer_profile")),
        sa.UniqueConstraint("name", name=op.f("uq_printer_profile_name")),
    )
    op.create_table(
        "printer_calibration",
        sa.Column("printer_id", sa.Integer(), nullable=False),
        sa.Column("stock_id", sa.Integer(), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("first_left", sa.Double(), nullable=False),
        sa.Column("first_top", sa.Double(), nullable=False),
        sa.Column("second_left", sa.Double(), nullable=False),
        sa.Column("second_top", sa.Double(), nullable=False),
        sa.Column("dx", sa.Double(), nullable=False),
        sa.Column("dy", sa.Double(), nullable=False),
        sa.Column("scale_x", sa.Double(), nullable=False),
        sa.Column("scale_y", sa.Double(), nullable=False),
        sa.Column("measured_by", sa.String(length=120), nullable=False),
        sa.Column("measured_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_by", sa.String(length=120), nullable=True),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(accepted_by IS NULL) = (accepted_at IS NULL)",
            name=op.f("ck_printer_calibration_accepted_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["printer_id"], ["printer_profile.id"], name=op.f("fk_printer_calibration_printer_id")
        ),
        sa.ForeignKeyConstraint(
            ["stock_id"], ["stock_profile.id"], name=op.f("fk_printer_calibration_stock_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer_calibration")),
    )
    op.create_index(
        op.f("ix_printer_calibration_printer_id"), "printer_calibration", ["printer_id"], unique=False
    )
    op.create_table(
        "print_run",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared",
                "printing",
                "done",
                "stopped",
                "discarded",
                name="run_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "whole", "overlay", name="run_mode", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "first",
                "reprint",
                "replacement",
                name="run_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stock_id", sa.Integer(), nullable=True),
        sa.Column("printer_id", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("wasted", sa.Integer(), nullable=False),
        sa.Column("spoil_reason", sa.Text(), nullable=False),
        sa.Column("prepared_by", sa.String(length=120), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind <> 'reprint' OR reason <> ''", name=op.f("ck_print_run_reprint_has_reason")),
        sa.CheckConstraint(
            "mode <> 'overlay' OR (stock_id IS NOT NULL AND printer_id IS NOT NULL)",
            name=op.f("ck_print_run_overlay_on_stock"),
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_print_run_decision_id")),
        sa.ForeignKeyConstraint(["follows_id"], ["print_run.id"], name=op.f("fk_print_run_follows_id")),
        sa.ForeignKeyConstraint(["printer_id"], ["printer_profile.id"], name=op.f("fk_print_run_printer_id")),
        sa.ForeignKeyConstraint(["stock_id"], ["stock_profile.id"], name=op.f("fk_print_run_stock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_run")),
        sa.UniqueConstraint("decision_id", "number", name=op.f("uq_print_run_decision_id_number")),
    )
    op.create_table(
        "print_sheet",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "waiting",
                "printed",
                "spoiled",
                "left",
                name="sheet_result",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_print_sheet_certificate_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["print_run.id"], name=op.f("fk_print_sheet_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_sheet")),
        sa.UniqueConstraint("run_id", "certificate_id", name=op.f("uq_print_sheet_run_id_certificate_id")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_print_sheet_run_id_position")),
    )
    op.create_index(op.f("ix_print_sheet_certificate_id"), "print_sheet", ["certificate_id"], unique=False)
    op.create_table(
        "stock_entry",
        sa.Column("stock_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "received",
                "used",
                "spoiled",
                "corrected",
                name="entry_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("entry_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'received' AND quantity > 0) OR (kind IN ('used', 'spoiled') AND quantity < 0) OR (kind = 'corrected' AND quantity <> 0)",
            name=op.f("ck_stock_entry_sign_by_kind"),
        ),
        sa.ForeignKeyConstraint(["run_id"], ["print_run.id"], name=op.f("fk_stock_entry_run_id")),
        sa.ForeignKeyConstraint(["stock_id"], ["stock_profile.id"], name=op.f("fk_stock_entry_stock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_entry")),
    )
    op.create_index(op.f("ix_stock_entry_run_id"), "stock_entry", ["run_id"], unique=False)
    op.create_index(op.f("ix_stock_entry_stock_id"), "stock_entry", ["stock_id"], unique=False)
    for event in ("UPDATE", "DELETE"):  # a line of the ledger is final; refuse_change() was made by 0002
        name = f"stock_entry_no_{event.lower()}"
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON stock_entry BEGIN SELECT RAISE(ABORT, 'stock_entry is final'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON stock_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    """Take back."""
    op.drop_table("stock_entry")
    op.drop_table("print_sheet")
    op.drop_table("print_run")
    op.drop_table("printer_calibration")
    op.drop_table("printer_profile")
    op.drop_table("stock_box")
    op.drop_table("stock_profile")
