"""Reports drafted from records, passage by passage; awards proposed to the city."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "report_passage",
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            _choice("report_section", "facts", "overview", "results", "past"),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("drafted", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.String(length=140), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_report_passage_nomination_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_passage")),
        sa.UniqueConstraint("nomination_id", "key", name=op.f("uq_report_passage_nomination_id_key")),
    )
    op.create_index(op.f("ix_report_passage_nomination_id"), "report_passage", ["nomination_id"])
    op.create_table(
        "city_proposal",
        sa.Column(
            "state",
            _choice("state", "draft", "ready", "signed", "sent", "answered", "cancelled"),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("ground", _choice("ground", "merit", "thematic", "sudden"), nullable=False),
        sa.Column("rule_date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("channel", _choice("channel", "system", "post", "hand"), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("title_fold", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["signer_id"], ["signer.id"], name=op.f("fk_city_proposal_signer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_proposal")),
    )
    op.create_index(op.f("ix_city_proposal_state"), "city_proposal", ["state"])
    op.create_table(
        "city_line",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("subject_kind", "person", "collective", "household"), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("collective_id", sa.Integer(), nullable=True),
        sa.Column("honorific", _choice("honorific", "Ông", "Bà"), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("born_year", sa.Integer(), nullable=True),
        sa.Column("gender", sa.String(length=10), nullable=False),
        sa.Column("job", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=300), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("votes", sa.String(length=200), nullable=False),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.Column("outcome", _choice("outcome", "waiting", "granted", "refused"), nullable=False),
        sa.Column("decision_number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome != 'granted' OR (decision_number != '' AND decided_on IS NOT NULL)",
            name=op.f("ck_city_line_granted_by_decision"),
        ),
        sa.CheckConstraint(
            "outcome != 'refused' OR refusal != ''", name=op.f("ck_city_line_refused_with_reason")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["city_proposal.id"], name=op.f("fk_city_line_proposal_id")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_city_line_nomination_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_city_line_person_id")),
        sa.ForeignKeyConstraint(["collective_id"], ["unit.id"], name=op.f("fk_city_line_collective_id")),
        sa.ForeignKeyConstraint(["award_id"], ["past_award.id"], name=op.f("fk_city_line_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_line")),
        sa.UniqueConstraint(
            "proposal_id", "nomination_id", name=op.f("uq_city_line_proposal_id_nomination_id")
        ),
    )
    for column in ("proposal_id", "nomination_id"):
        op.create_index(op.f(f"ix_city_line_{column}"), "city_line", [column])


def downgrade() -> None:
    """Take back."""
    op.drop_table("city_line")
    op.drop_table("city_proposal")
    op.drop_table("report_passage")
