"""Edited papers of a meeting, with their versions: the database refuses to change or drop one."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TRIGGERS = (("paper_edit_no_update", "UPDATE"), ("paper_edit_no_delete", "DELETE"))
# the first wording said "công khai" of every vote; only rows that the office never touched are replaced
WORDS = (
    (
        "meeting_minutes",
        "vote_lead",
        "Hội đồng biểu quyết công khai từng nội dung, tính trên tổng số thành viên theo quyết định thành lập",
        "Hội đồng biểu quyết từng nội dung theo hình thức ghi ở bảng dưới đây",
    ),
    (
        "award_submission",
        "paragraphs",
        "{council} đã họp ngày {meeting_date}, xét duyệt và thông qua.",
        "{council} đã họp ngày {meeting_date}, {meeting_result} ({minutes}).",
    ),
    (
        "recognition_submission",
        "paragraphs",
        "{council} đã họp ngày {meeting_date}, đánh giá và đề nghị công nhận sáng kiến.",
        "{council} đã họp ngày {meeting_date}, {meeting_result} ({minutes}).",
    ),
)
_FIRST = "Bản đầu theo phần mềm"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "paper_edit",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=20), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("composed", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=140), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_paper_edit_account_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_paper_edit_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_edit")),
        sa.UniqueConstraint(
            "meeting_id",
            "paper",
            "section",
            "number",
            name=op.f("uq_paper_edit_meeting_id_paper_section_number"),
        ),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, event in TRIGGERS:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON paper_edit "
            "BEGIN SELECT RAISE(ABORT, 'paper_edit is final'); END"
            if sqlite
            else f"CREATE TRIGGER {name} BEFORE {event} ON paper_edit FOR EACH ROW "
            "EXECUTE FUNCTION refuse_change()"
        )
    _say(1, 2)


def downgrade() -> None:
    """Take back."""
    _say(2, 1)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, _event in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON paper_edit")
    op.drop_table("paper_edit")


def _say(old: int, new: int) -> None:
    """Replace pieces of first wordings."""
    wording = sa.table("wording", *(sa.column(name) for name in ("document_kind", "slot", "text", "author")))
    for kind, slot, *texts in WORDS:
        before, after = texts[old - 1], texts[new - 1]
        op.execute(
            sa.update(wording)
            .where(
                wording.c.document_kind == kind,
                wording.c.slot == slot,
                wording.c.author == _FIRST,
            )
            .values(text=sa.func.replace(wording.c.text, before, after))
        )
