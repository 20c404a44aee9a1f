"""Past awards and names of units over time; workbooks kept between preview and import.

Awards of Decisions that were issued before this revision become rows of the history, once.
"""

import datetime as dt
import json
import re

import sqlalchemy as sa
from alembic import op

from intranet.core.text import (
    fold,
    name_sort_key,
    sort_key,
)  # keys of old rows are made like those of new ones

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "sheet_upload",
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("days", sa.String(length=10), nullable=False),
        sa.Column("old_font", sa.Boolean(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=200), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("applied_by", sa.String(length=200), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_upload")),
    )
    op.create_index(op.f("ix_sheet_upload_purpose"), "sheet_upload", ["purpose"])
    op.create_table(
        "unit_change",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("change_kind", "renamed", "merged"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("new_name", sa.String(length=200), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("name_fold", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'merged') = (successor_id IS NOT NULL)", name=op.f("ck_unit_change_merged_into_somebody")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_change_unit_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name=op.f("fk_unit_change_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_change")),
    )
    for column in ("unit_id", "successor_id", "name_fold"):
        op.create_index(op.f(f"ix_unit_change_{column}"), "unit_change", [column])
    op.create_table(
        "past_award",
        sa.Column("kind", _choice("recipient_kind", "person", "collective", "household"), nullable=False),
        sa.Column("honorific", _choice("honorific", "Ông", "Bà"), nullable=True),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("achievement", sa.String(length=1000), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("source", _choice("source", "manual", "import", "decision"), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("amended", sa.String(length=300), nullable=False),
        sa.Column("revoked", sa.String(length=300), nullable=False),
        sa.Column("edited_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("name_fold", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("detail_fold", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(source = 'decision') = (decision_id IS NOT NULL)",
            name=op.f("ck_past_award_decision_has_its_number"),
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_reason != ''", name=op.f("ck_past_award_withdrawn_with_reason")
        ),
        sa.CheckConstraint(
            "person_id IS NULL OR kind = 'person'", name=op.f("ck_past_award_person_is_a_person")
        ),
        sa.CheckConstraint(
            "unit_id IS NULL OR kind = 'collective'", name=op.f("ck_past_award_unit_is_a_collective")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_past_award_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_past_award_unit_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["sheet_upload.id"], name=op.f("fk_past_award_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_award")),
        sa.UniqueConstraint("identity", name=op.f("uq_past_award_identity")),
        sa.UniqueConstraint("decision_id", "ordinal", name="uq_past_award_decision_id_ordinal"),
    )
    for column in ("awarded_on", "year", "person_id", "unit_id", "upload_id", "name_fold", "name_key"):
        op.create_index(op.f(f"ix_past_award_{column}"), "past_award", [column])
    _issued_before()


def _issued_before() -> None:
    """Write the rows of award Decisions that have a number; the newest certificate of each ordinal tells."""
    bind = op.get_bind()
    table = sa.Table("past_award", sa.MetaData(), autoload_with=bind)
    later = bind.execute(
        sa.text(
            "SELECT c.decision_id, c.ordinal, d.kind, d.number, d.symbol FROM amendment_line l"
            " JOIN amendment a ON a.id = l.amendment_id JOIN decision d ON d.id = a.decision_id"
            " JOIN certificate c ON c.id = l.certificate_id WHERE d.number IS NOT NULL ORDER BY d.id"
        )
    ).mappings()
    documents: dict[tuple[int, int, str], str] = {}
    for one in later:
        name = "Công văn" if one["kind"] == "correction_letter" else "Quyết định"
        what = {"revocation_decision": "revoked", "reissue_decision": ""}.get(one["kind"], "amended")
        documents[one["decision_id"], one["ordinal"], what] = f"{name} số {one['number']:02d}/{one['symbol']}"
    found = bind.execute(
        sa.text(
            "SELECT d.id AS decision_id, d.number, d.symbol, d.issued_on, d.snapshot, c.ordinal, c.name, c.detail,"
            " c.person_id, c.amount, c.state, c.content, n.subject_kind, n.collective_id"
            " FROM certificate c JOIN decision d ON d.id = c.decision_id JOIN nomination n ON n.id = c.subject_id"
            " WHERE d.kind = 'award_decision' AND c.subject_kind = 'nomination' AND d.number IS NOT NULL"
            " AND c.edition = (SELECT max(o.edition) FROM certificate o"
            " WHERE o.decision_id = c.decision_id AND o.ordinal = c.ordinal) ORDER BY d.id, c.ordinal"
        )
    ).mappings()
    rows = [_row(dict(one), documents) for one in found]
    if rows:
        bind.execute(sa.insert(table), rows)


def _row(one: dict, documents: dict[tuple[int, int, str], str]) -> dict:
    snapshot = json.loads(one["snapshot"])
    printed = json.loads(one["content"]) if one["content"] else {}
    line = next((row for row in snapshot["rows"] if row["ordinal"] == one["ordinal"]), {})
    kind, place = one["subject_kind"], (one["decision_id"], one["ordinal"])
    parts = (
        re.fullmatch(r"(?:Hộ gia đình )?(ông|bà) (.+)", one["name"], re.IGNORECASE)
        if kind != "collective"
        else None
    )
    name = parts[2] if parts else one["name"]
    number = f"{one['number']:02d}/{one['symbol']}"
    day = one["issued_on"]
    day = dt.date.fromisoformat(day) if isinstance(day, str) else day
    revoked = documents.get((*place, "revoked"), "Quyết định hủy bỏ") if one["state"] == "revoked" else ""
    return {
        "kind": kind, "honorific": parts[1].capitalize() if parts else None, "name": name, "detail": one["detail"],
        "form": "Giấy khen của Chủ tịch Ủy ban nhân dân xã", "number": number, "awarded_on": day, "year": day.year,
        "issuer": snapshot["authority"],
        "achievement": " ".join(str(printed.get("achievement") or line.get("achievement") or "").split())[:1000],
        "amount": one["amount"], "person_id": one["person_id"] if kind == "person" else None,
        "unit_id": one["collective_id"] if kind == "collective" else None, "decided_at": None, "source": "decision",
        "upload_id": None, "line": None, "decision_id": one["decision_id"], "ordinal": one["ordinal"],
        "amended": documents.get((*place, "amended"), ""), "revoked": revoked, "edited_at": None,
        "withdrawn_at": None, "withdrawn_reason": "", "name_fold": fold(name),
        "name_key": sort_key(name) if kind == "collective" else name_sort_key(name), "detail_fold": fold(one["detail"]),
        "search_text": fold(f"{name} {one['detail']} {number} {day.year}"), "identity": None,
        "created_at": dt.datetime.combine(day, dt.time()), "version": 1,
    }  # fmt: skip


def downgrade() -> None:
    """Take back."""
    op.drop_table("past_award")
    op.drop_table("unit_change")
    op.drop_table("sheet_upload")
