"""Methods of voting, rounds, conflicts, written opinions, paper counts, attendance by time."""

import sqlalchemy as sa
from alembic import op

from migrations.rebuild import rebuild_sqlite_table

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


_WRITTEN = "kind != 'written' OR answers_until IS NOT NULL"
_CHOICES = "'yes', 'no', 'blank'"
AGENDA_ITEM = {
    "\n\topened_at DATETIME, ": "\n\tbase VARCHAR(32) DEFAULT 'all' NOT NULL, "
    "\n\trecused_counted BOOLEAN DEFAULT 1 NOT NULL, \n\ttie VARCHAR(32) DEFAULT 'none' NOT NULL, "
    "\n\tballot_required BOOLEAN DEFAULT 0 NOT NULL, \n\tprevious_id INTEGER, \n\treason TEXT DEFAULT '' NOT NULL, "
    "\n\tpoll_id INTEGER, \n\topened_at DATETIME, \n\tclosing_by_id INTEGER, \n\tclosing_at DATETIME, ",
    "\n\tmembers INTEGER, ": "\n\tissued INTEGER, \n\tcollected INTEGER, \n\tinvalid INTEGER, \n\tmembers INTEGER, ",
    "\n\tversion INTEGER NOT NULL, ": "\n\tcasting_choice VARCHAR(32), \n\tcasting_by_id INTEGER, "
    "\n\tannulled_on DATE, \n\tannulled_reason TEXT DEFAULT '' NOT NULL, \n\tversion INTEGER NOT NULL, ",
    "CONSTRAINT ck_agenda_item_outcome": "CONSTRAINT uq_agenda_item_poll_id UNIQUE (poll_id), "
    "\n\tCONSTRAINT uq_agenda_item_previous_id UNIQUE (previous_id), "
    "\n\tCONSTRAINT fk_agenda_item_previous_id FOREIGN KEY(previous_id) REFERENCES agenda_item (id), "
    "\n\tCONSTRAINT fk_agenda_item_casting_by_id FOREIGN KEY(casting_by_id) REFERENCES meeting_member (id), "
    "\n\tCONSTRAINT fk_agenda_item_closing_by_id FOREIGN KEY(closing_by_id) REFERENCES account (id), "
    "\n\tCONSTRAINT fk_agenda_item_poll_id FOREIGN KEY(poll_id) REFERENCES poll (id), "
    "\n\tCONSTRAINT ck_agenda_item_share_base CHECK (base IN ('all', 'present')), "
    "\n\tCONSTRAINT ck_agenda_item_tie_rule CHECK (tie IN ('none', 'chair')), "
    f"\n\tCONSTRAINT ck_agenda_item_choice CHECK (casting_choice IN ({_CHOICES})), "
    "\n\tCONSTRAINT ck_agenda_item_outcome",
}
MEETING = {
    "\n\tstate VARCHAR(32) NOT NULL, ": "\n\tkind VARCHAR(32) DEFAULT 'sitting' NOT NULL, \n\tstate VARCHAR(32) NOT NULL, ",
    "\n\topened_at DATETIME, ": "\n\tanswers_until DATETIME, \n\topened_at DATETIME, ",
    "CONSTRAINT ck_meeting_state": "CONSTRAINT ck_meeting_meeting_kind CHECK (kind IN ('sitting', 'written')), "
    f"\n\tCONSTRAINT ck_meeting_written_has_end CHECK ({_WRITTEN}), \n\tCONSTRAINT ck_meeting_state",
}
# what the council decided is never changed: an annulment and what follows from it are written beside it
_FROZEN = ("yes", "no", "blank", "members", "outcome", "issued", "collected", "invalid", "threshold_numerator",
           "threshold_denominator", "threshold_strict", "base", "method", "round", "closed_at", "title")  # fmt: skip
_CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in ("state", *_FROZEN))
TRIGGERS = (
    ("agenda_item_frozen", "UPDATE", f"OLD.state = 'closed' AND ({_CHANGED})"),
    ("agenda_item_no_delete", "DELETE", "OLD.state = 'closed'"),
)
_STATES = (
    "'waiting', 'open', 'closed', 'struck'",
    "'waiting', 'open', 'tied', 'closed', 'aborted', 'struck'",
)
AGENDA_ITEM[_STATES[0]] = _STATES[1]
_KEYS = {
    "previous_id": "agenda_item",
    "casting_by_id": "meeting_member",
    "closing_by_id": "account",
    "poll_id": "poll",
}
_CHECKS = {
    "share_base": "base IN ('all', 'present')",
    "tie_rule": "tie IN ('none', 'chair')",
    "choice": f"casting_choice IN ({_CHOICES})",
}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "meeting_teller",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=140), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_teller_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_teller_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_teller")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_meeting_teller_meeting_id_person_id")),
    )
    op.create_table(
        "conflict",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["declared_by_id"], ["account.id"], name=op.f("fk_conflict_declared_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_conflict_item_id")),
        sa.ForeignKeyConstraint(["member_id"], ["meeting_member.id"], name=op.f("fk_conflict_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint("item_id", "member_id", name=op.f("uq_conflict_item_id_member_id")),
    )
    op.create_table(
        "paper_count",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("teller_id", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("collected", sa.Integer(), nullable=False),
        sa.Column("valid", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "issued >= collected AND collected = valid + invalid AND valid = yes + no + blank AND invalid >= 0 AND yes >= 0 AND no >= 0 AND blank >= 0",
            name=op.f("ck_paper_count_sums"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_paper_count_item_id")),
        sa.ForeignKeyConstraint(["teller_id"], ["meeting_teller.id"], name=op.f("fk_paper_count_teller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_count")),
        sa.UniqueConstraint("item_id", "teller_id", name=op.f("uq_paper_count_item_id_teller_id")),
    )
    op.create_table(
        "written_opinion",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(
                "yes", "no", "blank", name="choice", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id != entered_by_id",
            name=op.f("ck_written_opinion_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["account.id"], name=op.f("fk_written_opinion_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account.id"], name=op.f("fk_written_opinion_entered_by_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_written_opinion_item_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["meeting_member.id"], name=op.f("fk_written_opinion_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_opinion")),
        sa.UniqueConstraint("item_id", "member_id", name=op.f("uq_written_opinion_item_id_member_id")),
    )
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        rebuild_sqlite_table(bind, "agenda_item", AGENDA_ITEM)
        rebuild_sqlite_table(bind, "meeting", MEETING)
    else:
        _alter()
    op.add_column("meeting_member", sa.Column("arrived_at", sa.DateTime()))
    op.add_column("meeting_member", sa.Column("left_at", sa.DateTime()))
    for name, event, condition in TRIGGERS:
        if bind.dialect.name == "sqlite":  # which writes IS DISTINCT FROM as IS NOT
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON agenda_item WHEN "
                f"{condition.replace('IS DISTINCT FROM', 'IS NOT')} "
                "BEGIN SELECT RAISE(ABORT, 'agenda_item is final'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON agenda_item FOR EACH ROW WHEN ({condition}) "
                "EXECUTE FUNCTION refuse_change()"
            )


def _alter() -> None:
    text = {"server_default": "", "nullable": False}
    for column in (
        sa.Column("base", sa.String(32), server_default="all", nullable=False),
        sa.Column("recused_counted", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("tie", sa.String(32), server_default="none", nullable=False),
        sa.Column("ballot_required", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("previous_id", sa.Integer()),
        sa.Column("reason", sa.Text(), **text),
        sa.Column("poll_id", sa.Integer()),
        sa.Column("closing_by_id", sa.Integer()),
        sa.Column("closing_at", sa.DateTime()),
        sa.Column("issued", sa.Integer()),
        sa.Column("collected", sa.Integer()),
        sa.Column("invalid", sa.Integer()),
        sa.Column("casting_choice", sa.String(32)),
        sa.Column("casting_by_id", sa.Integer()),
        sa.Column("annulled_on", sa.Date()),
        sa.Column("annulled_reason", sa.Text(), **text),
    ):
        op.add_column("agenda_item", column)
    for name in ("poll_id", "previous_id"):
        op.create_unique_constraint(f"uq_agenda_item_{name}", "agenda_item", [name])
    for name, table in _KEYS.items():
        op.create_foreign_key(f"fk_agenda_item_{name}", "agenda_item", table, [name], ["id"])
    for name, rule in _CHECKS.items():
        op.create_check_constraint(op.f(f"ck_agenda_item_{name}"), "agenda_item", rule)
    _states(_STATES[1])
    op.add_column("meeting", sa.Column("kind", sa.String(32), server_default="sitting", nullable=False))
    op.add_column("meeting", sa.Column("answers_until", sa.DateTime()))
    op.create_check_constraint(op.f("ck_meeting_meeting_kind"), "meeting", "kind IN ('sitting', 'written')")
    op.create_check_constraint(op.f("ck_meeting_written_has_end"), "meeting", _WRITTEN)


def _states(names: str) -> None:
    op.drop_constraint(op.f("ck_agenda_item_vote_state"), "agenda_item")
    op.create_check_constraint(op.f("ck_agenda_item_vote_state"), "agenda_item", f"state IN ({names})")


def downgrade() -> None:
    """Take back."""
    bind = op.get_bind()
    for name, _event, _condition in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" + ("" if bind.dialect.name == "sqlite" else " ON agenda_item"))
    op.drop_column("meeting_member", "left_at")
    op.drop_column("meeting_member", "arrived_at")
    if bind.dialect.name == "sqlite":
        rebuild_sqlite_table(bind, "agenda_item", {new: old for old, new in AGENDA_ITEM.items()})
        rebuild_sqlite_table(bind, "meeting", {new: old for old, new in MEETING.items()})
    else:
        for name in ("base", "recused_counted", "tie", "ballot_required", "previous_id", "reason", "poll_id",
                     "closing_by_id", "closing_at", "issued", "collected", "invalid", "casting_choice",
                     "casting_by_id", "annulled_on", "annulled_reason"):  # fmt: skip
            op.drop_column("agenda_item", name)
        _states(_STATES[0])
        op.drop_constraint(op.f("ck_meeting_written_has_end"), "meeting")
        op.drop_column("meeting", "answers_until")
        op.drop_column("meeting", "kind")
    op.drop_table("written_opinion")
    op.drop_table("paper_count")
    op.drop_table("conflict")
    op.drop_table("meeting_teller")
