"""Tables: administrative procedures with dated terms, publicity, review rounds, proposals."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..core.text import fold, sort_key
from ..people.models import Unit
from .states import ProposalState, ReviewState, RoundState


class PublicChannel(enum.StrEnum):
    """Where the plan wants procedures published (III.1)."""

    SERVICE_POINT = "service_point"
    PORTAL = "portal"
    DIGITAL = "digital"


class Opinion(enum.StrEnum):
    """What a unit thinks of a procedure when it looks at it."""

    KEEP = "keep"
    SIMPLIFY = "simplify"
    CUT = "cut"
    AMEND = "amend"  # needs a higher authority
    ABOLISH = "abolish"  # needs a higher authority


class ProposalKind(enum.StrEnum):
    """What a proposal wants."""

    STEPS = "steps"
    DAYS = "days"
    PAPERS = "papers"
    ONLINE = "online"
    LAW = "law"


class Procedure(Versioned, Base):
    """An administrative procedure (TTHC) that a unit handles; what may change over time stands in its terms."""

    __tablename__ = "procedure"
    code: Mapped[str] = mapped_column(Line(40), unique=True)  # 1.000894
    name: Mapped[str] = mapped_column(Line(400))
    field: Mapped[str] = mapped_column(Line(120))  # lĩnh vực: Hộ tịch, Chứng thực
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    common: Mapped[bool] = mapped_column(default=False)  # TTHC phổ biến of plan III.1: counts in X2
    baseline_days: Mapped[int | None]  # working days before the plan
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]  # last day
    search_text: Mapped[str] = mapped_column(sa.Text, default="")
    name_key: Mapped[str] = mapped_column(sa.Text, default="")
    unit: Mapped[Unit] = relationship()
    terms: Mapped[list["ProcedureTerm"]] = relationship(
        back_populates="procedure", order_by="ProcedureTerm.starts_on"
    )
    __table_args__ = (
        sa.CheckConstraint("baseline_days IS NULL OR baseline_days >= 0", name="baseline_not_negative"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )

    @validates("code", "name")
    def _keys(self, key: str, value: str) -> str:
        code, name = (value, self.name or "") if key == "code" else (self.code or "", value)
        self.search_text, self.name_key = fold(f"{code} {name}"), sort_key(name)
        return value

    def term_on(self, day: dt.date) -> "ProcedureTerm | None":
        """Return the terms in force on a day."""
        past = [term for term in self.terms if term.starts_on <= day]
        return past[-1] if past else None


class ProcedureTerm(Base):
    """Steps, days, fee and channel of a procedure from a date until the next row: the past is never rewritten."""

    __tablename__ = "procedure_term"
    procedure_id: Mapped[int] = mapped_column(sa.ForeignKey("procedure.id"), index=True)
    starts_on: Mapped[dt.date]
    steps: Mapped[int]
    days: Mapped[int]  # working days; 0: on the same day
    fee: Mapped[int] = mapped_column(sa.BigInteger, default=0)  # đồng
    fee_note: Mapped[str] = mapped_column(Line(200), default="")
    channel: Mapped[str] = mapped_column(Line(120), default="")  # trực tiếp, trực tuyến, bưu chính
    online_eligible: Mapped[bool] = mapped_column(default=False)  # đủ điều kiện DVC trực tuyến toàn trình
    online_full: Mapped[bool] = mapped_column(default=False)  # đã cung cấp toàn trình
    same_day: Mapped[bool] = mapped_column(default=False)  # "Ngày không hẹn lại" (O2)
    source: Mapped[str] = mapped_column(Line(200), default="")  # paper that set them
    procedure: Mapped[Procedure] = relationship(back_populates="terms")
    __table_args__ = (
        sa.UniqueConstraint("procedure_id", "starts_on"),
        sa.CheckConstraint("steps > 0 AND days >= 0 AND fee >= 0", name="not_negative"),
        sa.CheckConstraint("online_eligible OR NOT online_full", name="full_is_eligible"),
    )


class PublicityCheck(Base):
    """Somebody looked whether a procedure is published in a place: list, process, time, fee (plan III.1, X6)."""

    __tablename__ = "publicity_check"
    procedure_id: Mapped[int] = mapped_column(sa.ForeignKey("procedure.id"), index=True)
    channel: Mapped[PublicChannel] = mapped_column(choice(PublicChannel))
    checked_on: Mapped[dt.date]
    listed: Mapped[bool] = mapped_column(default=False)
    process: Mapped[bool] = mapped_column(default=False)
    time: Mapped[bool] = mapped_column(default=False)
    fee: Mapped[bool] = mapped_column(default=False)
    checked_by: Mapped[str] = mapped_column(Line(120), default="")
    procedure: Mapped[Procedure] = relationship()
    __table_args__ = (sa.UniqueConstraint("procedure_id", "channel", "checked_on"),)


class ReviewRound(Versioned, Base):
    """A review of all procedures by all units, at least twice a year (plan III.1, X1)."""

    __tablename__ = "review_round"
    state: Mapped[RoundState] = mapped_column(choice(RoundState), default=RoundState.OPEN)
    year: Mapped[int]
    number: Mapped[int]  # of the year, from 1
    starts_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    closed_on: Mapped[dt.date | None]
    reviews: Mapped[list["UnitReview"]] = relationship(back_populates="round", order_by="UnitReview.id")
    __table_args__ = (
        sa.UniqueConstraint("year", "number"),
        sa.CheckConstraint("number > 0 AND due_on >= starts_on", name="in_order"),
    )

    @property
    def title(self) -> str:
        """Return the round's name."""
        return f"Rà soát TTHC lần {self.number} năm {self.year}"


class UnitReview(Versioned, Base):
    """One unit's part of a round; closes only when every procedure was looked at."""

    __tablename__ = "unit_review"
    state: Mapped[ReviewState] = mapped_column(choice(ReviewState), default=ReviewState.OPEN)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("review_round.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    procedures: Mapped[int | None]  # how many were looked at, frozen at closing
    closed_on: Mapped[dt.date | None]
    closed_by: Mapped[str] = mapped_column(Line(120), default="")
    round: Mapped[ReviewRound] = relationship(back_populates="reviews")
    unit: Mapped[Unit] = relationship()
    lines: Mapped[list["ReviewLine"]] = relationship(back_populates="review")
    __table_args__ = (
        sa.UniqueConstraint("round_id", "unit_id"),
        sa.CheckConstraint(
            "state != 'closed' OR (closed_on IS NOT NULL AND procedures IS NOT NULL)", name="closed_has_day"
        ),
    )


class ReviewLine(Base):
    """A procedure that was looked at in a unit's review, with the unit's opinion."""

    __tablename__ = "review_line"
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("unit_review.id"))
    procedure_id: Mapped[int] = mapped_column(sa.ForeignKey("procedure.id"), index=True)
    opinion: Mapped[Opinion] = mapped_column(choice(Opinion))
    note: Mapped[str] = mapped_column(Prose, default="")
    looked_at: Mapped[dt.datetime] = mapped_column(Moment)
    looked_by: Mapped[str] = mapped_column(Line(120))
    review: Mapped[UnitReview] = relationship(back_populates="lines")
    procedure: Mapped[Procedure] = relationship()
    __table_args__ = (sa.UniqueConstraint("review_id", "procedure_id"),)


class ReformProposal(Versioned, Base):
    """A proposal to cut or simplify: done by the commune itself, or sent upward with a number (O1, I09)."""

    __tablename__ = "reform_proposal"
    state: Mapped[ProposalState] = mapped_column(
        choice(ProposalState), default=ProposalState.DRAFT, index=True
    )
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    procedure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("procedure.id"))
    line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("review_line.id"))
    kind: Mapped[ProposalKind] = mapped_column(choice(ProposalKind))
    title: Mapped[str] = mapped_column(Line(300))
    content: Mapped[str] = mapped_column(Prose, default="")
    made_on: Mapped[dt.date]
    made_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    outgoing_number: Mapped[str | None] = mapped_column(Line(60))
    sent_on: Mapped[dt.date | None]
    sent_to: Mapped[str | None] = mapped_column(Line(200))
    answer: Mapped[str | None] = mapped_column(Prose)
    answered_on: Mapped[dt.date | None]
    accepted: Mapped[bool | None]
    adopted_on: Mapped[dt.date | None]
    result: Mapped[str | None] = mapped_column(Prose)
    search_text: Mapped[str] = mapped_column(sa.Text, default="")
    unit: Mapped[Unit] = relationship()
    procedure: Mapped[Procedure | None] = relationship()
    __table_args__ = (
        sa.CheckConstraint(
            "state NOT IN ('sent', 'answered') OR (outgoing_number IS NOT NULL AND sent_on IS NOT NULL)",
            name="sent_has_number",
        ),
        sa.CheckConstraint("state != 'answered' OR answered_on IS NOT NULL", name="answered_has_day"),
        sa.CheckConstraint("state != 'adopted' OR adopted_on IS NOT NULL", name="adopted_has_day"),
    )

    @validates("title")
    def _keys(self, _key: str, title: str) -> str:
        self.search_text = fold(title)
        return title
