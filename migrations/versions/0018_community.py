"""Records behind the indicators: outreach, teams, signatures, difficulties, obligations; procedures and reviews; surveys.

A closed survey wave is final in the database: neither the wave nor its replies, answers and batches can be changed,
added or removed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_OF_A_WAVE = ("survey_reply", "survey_answer", "paper_batch", "wave_unit")
_FROZEN_WAVE = (
    "OLD.state = 'closed' OR (OLD.state != 'draft'"
    " AND CAST(NEW.questions AS TEXT) IS DISTINCT FROM CAST(OLD.questions AS TEXT))"
)
_CLOSED = "EXISTS (SELECT 1 FROM survey_wave WHERE id = {row}.wave_id AND state = 'closed')"


def _guard_sqlite() -> None:
    frozen = _FROZEN_WAVE.replace("IS DISTINCT FROM", "IS NOT")  # as SQLite writes it
    rules = [
        ("survey_wave", "UPDATE", frozen),
        ("survey_wave", "DELETE", "OLD.state = 'closed'"),
    ]
    old, new = _CLOSED.format(row="OLD"), _CLOSED.format(row="NEW")
    for table in _OF_A_WAVE:
        rules += [(table, "INSERT", new), (table, "UPDATE", f"{old} OR {new}"), (table, "DELETE", old)]
    for table, event, condition in rules:
        op.execute(
            f"CREATE TRIGGER {table}_final_{event.lower()} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is final'); END"
        )


def _guard_postgresql() -> None:
    for event, condition in (("UPDATE", _FROZEN_WAVE), ("DELETE", "OLD.state = 'closed'")):
        op.execute(
            f"CREATE TRIGGER survey_wave_final_{event.lower()} BEFORE {event} ON survey_wave FOR EACH ROW "
            f"WHEN ({condition}) EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE FUNCTION refuse_in_closed_wave() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN"
        " IF TG_OP <> 'INSERT' AND "
        + _CLOSED.format(row="OLD")
        + " THEN RAISE EXCEPTION '% is final', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
        " END IF;"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;"
        " IF "
        + _CLOSED.format(row="NEW")
        + " THEN RAISE EXCEPTION '% is final', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
        " END IF;"
        " RETURN NEW;"
        " END $$"
    )
    for table in _OF_A_WAVE:
        for event in ("INSERT", "UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_final_{event.lower()} BEFORE {event} ON {table} FOR EACH ROW "
                "EXECUTE FUNCTION refuse_in_closed_wave()"
            )


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "citizen_remark",
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "answered",
                "set_aside",
                name="remark_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state != 'answered' OR (answer IS NOT NULL AND answered_on IS NOT NULL)",
            name=op.f("ck_citizen_remark_answered_has_answer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen_remark")),
        sa.UniqueConstraint("receipt", name=op.f("uq_citizen_remark_receipt")),
    )
    op.create_index(op.f("ix_citizen_remark_state"), "citizen_remark", ["state"], unique=False)
    op.create_table(
        "question_set",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_set")),
    )
    op.create_table(
        "review_round",
        sa.Column(
            "state",
            sa.Enum(
                "open", "closed", name="round_state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0 AND due_on >= starts_on", name=op.f("ck_review_round_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_review_round_year_number")),
    )
    op.create_table(
        "survey_knock",
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_knock")),
    )
    op.create_index(op.f("ix_survey_knock_address"), "survey_knock", ["address"], unique=False)
    op.create_index(op.f("ix_survey_knock_at"), "survey_knock", ["at"], unique=False)
    op.create_table(
        "survey_wave",
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "closed",
                "cancelled",
                name="wave_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("open_link", sa.Boolean(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("set_aside", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state != 'closed' OR (closed_on IS NOT NULL AND counted IS NOT NULL AND set_aside IS NOT NULL)",
            name=op.f("ck_survey_wave_closed_is_counted"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_survey_wave_dates_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_wave")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_wave_code")),
    )
    op.create_index(op.f("ix_survey_wave_state"), "survey_wave", ["state"], unique=False)
    op.create_table(
        "community_team",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("decision_number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("decision_number != ''", name=op.f("ck_community_team_has_decision")),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_community_team_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_community_team_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_team")),
    )
    op.create_index(op.f("ix_community_team_unit_id"), "community_team", ["unit_id"], unique=False)
    op.create_table(
        "obligation",
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "doing",
                "done",
                name="obligation_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("proof", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state != 'done' OR finished_on IS NOT NULL", name=op.f("ck_obligation_done_has_day")
        ),
        sa.CheckConstraint(
            "state = 'waiting' OR unit_id IS NOT NULL", name=op.f("ck_obligation_started_has_owner")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_obligation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint("code", "year", name=op.f("uq_obligation_code_year")),
    )
    op.create_index(op.f("ix_obligation_unit_id"), "obligation", ["unit_id"], unique=False)
    op.create_table(
        "paper_batch",
        sa.Column(
            "state",
            sa.Enum(
                "typing",
                "balanced",
                "discarded",
                name="batch_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("control_sum", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("sheets > 0 AND control_sum >= 0", name=op.f("ck_paper_batch_counted")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_paper_batch_unit_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_wave.id"], name=op.f("fk_paper_batch_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batch")),
        sa.UniqueConstraint("wave_id", "number", name=op.f("uq_paper_batch_wave_id_number")),
    )
    op.create_index(op.f("ix_paper_batch_wave_id"), "paper_batch", ["wave_id"], unique=False)
    op.create_table(
        "procedure",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("common", sa.Boolean(), nullable=False),
        sa.Column("baseline_days", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "baseline_days IS NULL OR baseline_days >= 0", name=op.f("ck_procedure_baseline_not_negative")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_procedure_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_procedure_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure")),
        sa.UniqueConstraint("code", name=op.f("uq_procedure_code")),
    )
    op.create_index(op.f("ix_procedure_unit_id"), "procedure", ["unit_id"], unique=False)
    op.create_table(
        "survey_slip",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_survey_slip_unit_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_wave.id"], name=op.f("fk_survey_slip_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_slip")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_slip_code")),
    )
    op.create_index(op.f("ix_survey_slip_wave_id"), "survey_slip", ["wave_id"], unique=False)
    op.create_table(
        "unit_review",
        sa.Column(
            "state",
            sa.Enum(
                "open", "closed", name="review_state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("procedures", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state != 'closed' OR (closed_on IS NOT NULL AND procedures IS NOT NULL)",
            name=op.f("ck_unit_review_closed_has_day"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_unit_review_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_review_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_review")),
        sa.UniqueConstraint("round_id", "unit_id", name=op.f("uq_unit_review_round_id_unit_id")),
    )
    op.create_index(op.f("ix_unit_review_round_id"), "unit_review", ["round_id"], unique=False)
    op.create_index(op.f("ix_unit_review_unit_id"), "unit_review", ["unit_id"], unique=False)
    op.create_table(
        "wave_unit",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_wave_unit_unit_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_wave.id"], name=op.f("fk_wave_unit_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave_unit")),
        sa.UniqueConstraint("wave_id", "unit_id", name=op.f("uq_wave_unit_wave_id_unit_id")),
    )
    op.create_table(
        "digital_signature",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "token",
                "sim",
                "remote",
                name="signature_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("serial", sa.String(length=80), nullable=False),
        sa.Column("provider", sa.String(length=120), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.String(length=200), nullable=False),
        sa.Column("used_since", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=120), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= issued_on", name=op.f("ck_digital_signature_ended_after_issue")
        ),
        sa.CheckConstraint(
            "used_since IS NULL OR confirmed_by IS NOT NULL", name=op.f("ck_digital_signature_use_confirmed")
        ),
        sa.CheckConstraint("valid_to >= issued_on", name=op.f("ck_digital_signature_dates_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digital_signature_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digital_signature")),
    )
    op.create_index(op.f("ix_digital_signature_person_id"), "digital_signature", ["person_id"], unique=False)
    op.create_table(
        "obligation_link",
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.String(length=120), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_obligation_link_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation_link")),
    )
    op.create_index(
        op.f("ix_obligation_link_obligation_id"), "obligation_link", ["obligation_id"], unique=False
    )
    op.create_table(
        "procedure_term",
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("fee_note", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=120), nullable=False),
        sa.Column("online_eligible", sa.Boolean(), nullable=False),
        sa.Column("online_full", sa.Boolean(), nullable=False),
        sa.Column("same_day", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "online_eligible OR NOT online_full", name=op.f("ck_procedure_term_full_is_eligible")
        ),
        sa.CheckConstraint(
            "steps > 0 AND days >= 0 AND fee >= 0", name=op.f("ck_procedure_term_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name=op.f("fk_procedure_term_procedure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_term")),
        sa.UniqueConstraint(
            "procedure_id", "starts_on", name=op.f("uq_procedure_term_procedure_id_starts_on")
        ),
    )
    op.create_index(op.f("ix_procedure_term_procedure_id"), "procedure_term", ["procedure_id"], unique=False)
    op.create_table(
        "publicity_check",
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "service_point",
                "portal",
                "digital",
                name="public_channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("process", sa.Boolean(), nullable=False),
        sa.Column("time", sa.Boolean(), nullable=False),
        sa.Column("fee", sa.Boolean(), nullable=False),
        sa.Column("checked_by", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name=op.f("fk_publicity_check_procedure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicity_check")),
        sa.UniqueConstraint(
            "procedure_id",
            "channel",
            "checked_on",
            name=op.f("uq_publicity_check_procedure_id_channel_checked_on"),
        ),
    )
    op.create_index(
        op.f("ix_publicity_check_procedure_id"), "publicity_check", ["procedure_id"], unique=False
    )
    op.create_table(
        "review_line",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column(
            "opinion",
            sa.Enum(
                "keep",
                "simplify",
                "cut",
                "amend",
                "abolish",
                name="opinion",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.DateTime(), nullable=False),
        sa.Column("looked_by", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["procedure_id"], ["procedure.id"], name=op.f("fk_review_line_procedure_id")),
        sa.ForeignKeyConstraint(["review_id"], ["unit_review.id"], name=op.f("fk_review_line_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_line")),
        sa.UniqueConstraint("review_id", "procedure_id", name=op.f("uq_review_line_review_id_procedure_id")),
    )
    op.create_index(op.f("ix_review_line_procedure_id"), "review_line", ["procedure_id"], unique=False)
    op.create_table(
        "survey_reply",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "qr",
                "slip",
                "paper",
                name="reply_source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("suspicious", sa.String(length=120), nullable=False),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.Column("set_aside_why", sa.String(length=300), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(source = 'paper') = (batch_id IS NOT NULL)", name=op.f("ck_survey_reply_paper_has_batch")
        ),
        sa.CheckConstraint(
            "NOT set_aside OR set_aside_why != ''", name=op.f("ck_survey_reply_set_aside_has_reason")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["paper_batch.id"], name=op.f("fk_survey_reply_batch_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_survey_reply_unit_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_wave.id"], name=op.f("fk_survey_reply_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_reply")),
    )
    op.create_index(op.f("ix_survey_reply_batch_id"), "survey_reply", ["batch_id"], unique=False)
    op.create_index(op.f("ix_survey_reply_wave_id"), "survey_reply", ["wave_id"], unique=False)
    op.create_table(
        "team_member",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("job", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("leader", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("decision_number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("ended_by", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_team_member_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["community_team.id"], name=op.f("fk_team_member_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_team_id"), "team_member", ["team_id"], unique=False)
    op.create_table(
        "difficulty",
        sa.Column(
            "state",
            sa.Enum(
                "reported",
                "answered",
                name="difficulty_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reported_by", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state != 'answered' OR (answer IS NOT NULL AND answered_on IS NOT NULL)",
            name=op.f("ck_difficulty_answered_has_answer"),
        ),
        sa.ForeignKeyConstraint(["reported_by"], ["account.id"], name=op.f("fk_difficulty_reported_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_difficulty_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulty")),
    )
    op.create_index(op.f("ix_difficulty_unit_id"), "difficulty", ["unit_id"], unique=False)
    op.create_table(
        "outreach_event",
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "held",
                "returned",
                "confirmed",
                "cancelled",
                name="event_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column(
            "topic",
            sa.Enum(
                "smartphone",
                "public_service",
                "payment",
                "safety",
                "propaganda",
                "other",
                name="outreach_topic",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("co_unit_id", sa.Integer(), nullable=True),
        sa.Column("co_organiser", sa.String(length=200), nullable=False),
        sa.Column("taught", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=120), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state != 'confirmed' OR (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL)",
            name=op.f("ck_outreach_event_confirmed_needs_who"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('held', 'confirmed') OR taught IS NOT NULL",
            name=op.f("ck_outreach_event_held_has_number"),
        ),
        sa.CheckConstraint(
            "taught IS NULL OR taught >= 0", name=op.f("ck_outreach_event_taught_not_negative")
        ),
        sa.ForeignKeyConstraint(["co_unit_id"], ["unit.id"], name=op.f("fk_outreach_event_co_unit_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_outreach_event_created_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_outreach_event_unit_id")),
        sa.ForeignKeyConstraint(["village_id"], ["unit.id"], name=op.f("fk_outreach_event_village_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach_event")),
    )
    op.create_index(op.f("ix_outreach_event_held_on"), "outreach_event", ["held_on"], unique=False)
    op.create_index(op.f("ix_outreach_event_state"), "outreach_event", ["state"], unique=False)
    op.create_index(op.f("ix_outreach_event_unit_id"), "outreach_event", ["unit_id"], unique=False)
    op.create_index(op.f("ix_outreach_event_village_id"), "outreach_event", ["village_id"], unique=False)
    op.create_table(
        "reform_proposal",
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sent",
                "answered",
                "adopted",
                "dropped",
                name="proposal_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.Integer(), nullable=True),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "steps",
                "days",
                "papers",
                "online",
                "law",
                name="proposal_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("outgoing_number", sa.String(length=60), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_to", sa.String(length=200), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state != 'adopted' OR adopted_on IS NOT NULL", name=op.f("ck_reform_proposal_adopted_has_day")
        ),
        sa.CheckConstraint(
            "state != 'answered' OR answered_on IS NOT NULL", name=op.f("ck_reform_proposal_answered_has_day")
        ),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'answered') OR (outgoing_number IS NOT NULL AND sent_on IS NOT NULL)",
            name=op.f("ck_reform_proposal_sent_has_number"),
        ),
        sa.ForeignKeyConstraint(["line_id"], ["review_line.id"], name=op.f("fk_reform_proposal_line_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_reform_proposal_made_by")),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name=op.f("fk_reform_proposal_procedure_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reform_proposal_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reform_proposal")),
    )
    op.create_index(op.f("ix_reform_proposal_state"), "reform_proposal", ["state"], unique=False)
    op.create_index(op.f("ix_reform_proposal_unit_id"), "reform_proposal", ["unit_id"], unique=False)
    op.create_table(
        "survey_answer",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "satisfaction",
                "trips",
                "know_how",
                "choice",
                name="question_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("value BETWEEN 0 AND 20", name=op.f("ck_survey_answer_value_in_range")),
        sa.ForeignKeyConstraint(["reply_id"], ["survey_reply.id"], name=op.f("fk_survey_answer_reply_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["survey_wave.id"], name=op.f("fk_survey_answer_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint("reply_id", "key", name=op.f("uq_survey_answer_reply_id_key")),
    )
    op.create_index("ix_survey_answer_counted", "survey_answer", ["wave_id", "kind", "value"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    """Take back; the triggers go with their tables."""
    op.drop_index("ix_survey_answer_counted", table_name="survey_answer")
    op.drop_table("survey_answer")
    op.drop_index(op.f("ix_reform_proposal_unit_id"), table_name="reform_proposal")
    op.drop_index(op.f("ix_reform_proposal_state"), table_name="reform_proposal")
    op.drop_table("reform_proposal")
    op.drop_index(op.f("ix_outreach_event_village_id"), table_name="outreach_event")
    op.drop_index(op.f("ix_outreach_event_unit_id"), table_name="outreach_event")
    op.drop_index(op.f("ix_outreach_event_state"), table_name="outreach_event")
    op.drop_index(op.f("ix_outreach_event_held_on"), table_name="outreach_event")
    op.drop_table("outreach_event")
    op.drop_index(op.f("ix_difficulty_unit_id"), table_name="difficulty")
    op.drop_table("difficulty")
    op.drop_index(op.f("ix_team_member_team_id"), table_name="team_member")
    op.drop_table("team_member")
    op.drop_index(op.f("ix_survey_reply_wave_id"), table_name="survey_reply")
    op.drop_index(op.f("ix_survey_reply_batch_id"), table_name="survey_reply")
    op.drop_table("survey_reply")
    op.drop_index(op.f("ix_review_line_procedure_id"), table_name="review_line")
    op.drop_table("review_line")
    op.drop_index(op.f("ix_publicity_check_procedure_id"), table_name="publicity_check")
    op.drop_table("publicity_check")
    op.drop_index(op.f("ix_procedure_term_procedure_id"), table_name="procedure_term")
    op.drop_table("procedure_term")
    op.drop_index(op.f("ix_obligation_link_obligation_id"), table_name="obligation_link")
    op.drop_table("obligation_link")
    op.drop_index(op.f("ix_digital_signature_person_id"), table_name="digital_signature")
    op.drop_table("digital_signature")
    op.drop_table("wave_unit")
    op.drop_index(op.f("ix_unit_review_unit_id"), table_name="unit_review")
    op.drop_index(op.f("ix_unit_review_round_id"), table_name="unit_review")
    op.drop_table("unit_review")
    op.drop_index(op.f("ix_survey_slip_wave_id"), table_name="survey_slip")
    op.drop_table("survey_slip")
    op.drop_index(op.f("ix_procedure_unit_id"), table_name="procedure")
    op.drop_table("procedure")
    op.drop_index(op.f("ix_paper_batch_wave_id"), table_name="paper_batch")
    op.drop_table("paper_batch")
    op.drop_index(op.f("ix_obligation_unit_id"), table_name="obligation")
    op.drop_table("obligation")
    op.drop_index(op.f("ix_community_team_unit_id"), table_name="community_team")
    op.drop_table("community_team")
    op.drop_index(op.f("ix_survey_wave_state"), table_name="survey_wave")
    op.drop_table("survey_wave")
    op.drop_index(op.f("ix_survey_knock_at"), table_name="survey_knock")
    op.drop_index(op.f("ix_survey_knock_address"), table_name="survey_knock")
    op.drop_table("survey_knock")
    op.drop_table("review_round")
    op.drop_table("question_set")
    op.drop_index(op.f("ix_citizen_remark_state"), table_name="citizen_remark")
    op.drop_table("citizen_remark")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_in_closed_wave()")
