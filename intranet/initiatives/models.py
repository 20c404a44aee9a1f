"""Tables: initiatives, authors with shares, versions, records of application."""

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ..campaign.models import Theme
from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..core.text import fold, sort_key
from ..people.models import Person, Unit
from .states import State


class SolutionKind(enum.StrEnum):
    """Kinds of solutions (TT 18/2013/TT-BKHCN Điều 3)."""

    TECHNICAL = "technical"  # giải pháp kỹ thuật
    MANAGEMENT = "management"  # giải pháp quản lý
    OPERATION = "operation"  # giải pháp tác nghiệp
    TRANSFER = "transfer"  # ứng dụng tiến bộ kỹ thuật


class Initiative(Versioned, Base):
    """A reform idea with authors; fields of the application form of TT 18/2013 (Phụ lục I)."""

    __tablename__ = "initiative"
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT, index=True)
    returned_from: Mapped[str | None] = mapped_column(sa.String(32))  # review step that returned it
    title: Mapped[str] = mapped_column(Line(300), default="")
    theme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("theme.id"))
    kind: Mapped[SolutionKind | None] = mapped_column(choice(SolutionKind))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)  # who writes it
    before: Mapped[str] = mapped_column(Prose, default="")  # tình trạng trước khi áp dụng
    content: Mapped[str] = mapped_column(Prose, default="")  # nội dung giải pháp
    novelty: Mapped[str] = mapped_column(Prose, default="")  # tính mới
    conditions: Mapped[str] = mapped_column(Prose, default="")  # điều kiện áp dụng
    replication: Mapped[str] = mapped_column(Prose, default="")  # khả năng nhân rộng
    confidential: Mapped[str] = mapped_column(Prose, default="")  # thông tin cần bảo mật
    first_applied_on: Mapped[dt.date | None]
    first_applied_at: Mapped[str] = mapped_column(Line(300), default="")  # nơi áp dụng lần đầu
    benefit: Mapped[str] = mapped_column(Prose, default="")  # hiệu quả, kể bằng lời
    benefit_money: Mapped[int | None] = mapped_column(sa.BigInteger)  # đồng/năm
    benefit_hours: Mapped[int | None]  # giờ làm việc tiết kiệm/năm
    benefit_people: Mapped[int | None]  # số lượt người dân hưởng lợi/năm
    submitted_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    due_on: Mapped[dt.date | None]  # until when the one who has it should act
    council_result: Mapped[str | None] = mapped_column(sa.String(12))  # passed / failed, by the closed vote
    council_note: Mapped[str] = mapped_column(Prose, default="")
    decision_number: Mapped[str | None] = mapped_column(sa.String(40))  # 15/QĐ-UBND
    recognised_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    updated_at: Mapped[dt.datetime] = mapped_column(Moment)
    title_key: Mapped[str] = mapped_column(sa.Text, default="")
    search_text: Mapped[str] = mapped_column(sa.Text, default="")  # folded title and authors
    unit: Mapped[Unit] = relationship()
    owner: Mapped[Person] = relationship()
    theme: Mapped[Theme | None] = relationship()
    authors: Mapped[list["InitiativeAuthor"]] = relationship(
        back_populates="initiative", cascade="all, delete-orphan", order_by="InitiativeAuthor.position"
    )
    applications: Mapped[list["InitiativeApplication"]] = relationship(
        back_populates="initiative", order_by="InitiativeApplication.applied_on"
    )
    __table_args__ = (
        sa.CheckConstraint(
            "state NOT IN ('recognised', 'revoked')"
            " OR (decision_number IS NOT NULL AND recognised_on IS NOT NULL)",
            name="recognised_needs_decision",
        ),
        sa.CheckConstraint("state != 'returned' OR returned_from IS NOT NULL", name="returned_from_known"),
        # a draft may be given up before it has a name
        sa.CheckConstraint("state IN ('draft', 'withdrawn') OR title != ''", name="submitted_needs_title"),
    )

    @validates("title")
    def _keys(self, _key: str, title: str) -> str:
        self.title_key = sort_key(title)
        self.search_text = fold(title)
        return title


class InitiativeAuthor(Base):
    """An author with the share in per cent and the own confirmation of it."""

    __tablename__ = "initiative_author"
    initiative_id: Mapped[int] = mapped_column(sa.ForeignKey("initiative.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    share: Mapped[int]
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Moment)  # confirmed name, title and share
    declined_reason: Mapped[str] = mapped_column(Prose, default="")
    initiative: Mapped[Initiative] = relationship(back_populates="authors")
    person: Mapped[Person] = relationship(lazy="joined")
    __table_args__ = (
        sa.UniqueConstraint("initiative_id", "person_id"),
        sa.CheckConstraint("share BETWEEN 0 AND 100", name="share_in_percent"),
    )


class InitiativeVersion(Base):
    """The content as it was at one submission: plain JSON with its SHA-256; never changed."""

    __tablename__ = "initiative_version"
    initiative_id: Mapped[int] = mapped_column(sa.ForeignKey("initiative.id"), index=True)
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    submitted_by: Mapped[str] = mapped_column(Line(120))
    at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (sa.UniqueConstraint("initiative_id", "number"),)


class InitiativeApplication(Base):
    """Where a recognised initiative is applied: with proof and the head's word it counts (indicator I07)."""

    __tablename__ = "initiative_application"
    initiative_id: Mapped[int] = mapped_column(sa.ForeignKey("initiative.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    applied_on: Mapped[dt.date]
    place: Mapped[str] = mapped_column(Line(300))
    effect: Mapped[str] = mapped_column(Prose)
    proof_count: Mapped[int] = mapped_column(default=0)  # attachments; 0 does not count as applied
    confirmed_by: Mapped[str] = mapped_column(Line(120), default="")  # head of the applying unit
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(Line(120))
    recorded_at: Mapped[dt.datetime] = mapped_column(Moment)
    initiative: Mapped[Initiative] = relationship(back_populates="applications")
    unit: Mapped[Unit] = relationship()

    @property
    def counts(self) -> bool:
        """Return whether this record makes the initiative count as applied."""
        recognised = self.initiative.state == State.RECOGNISED
        return recognised and self.proof_count > 0 and self.confirmed_at is not None
