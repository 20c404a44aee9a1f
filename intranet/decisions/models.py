"""Tables: Decisions with their frozen snapshot, one certificate per recipient, submissions."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..awards.models import AwardRound
from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..council.models import Meeting
from .states import CertificateState, State


class DecisionKind(enum.StrEnum):
    """What a Decision does; also the kind of its wording."""

    AWARD = "award_decision"
    RECOGNITION = "recognition_decision"
    AMENDMENT = "amending_decision"
    REVOCATION = "revocation_decision"
    REISSUE = "reissue_decision"
    CORRECTION = "correction_letter"  # công văn đính chính (NĐ 30/2020 Điều 18.3), in a series of its own


FIRST = (
    DecisionKind.AWARD,
    DecisionKind.RECOGNITION,
)  # have their own list; all other kinds act on one of these


class Decision(Versioned, Base):
    """A numbered official document. The snapshot (plain JSON) is what papers are made from once it is numbered."""

    __tablename__ = "decision"
    kind: Mapped[DecisionKind] = mapped_column(choice(DecisionKind))
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT)
    title: Mapped[str] = mapped_column(Line(500))  # trích yếu
    round_id: Mapped[int | None] = mapped_column(sa.ForeignKey("award_round.id"))
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"))
    amends_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decision.id"))  # the earlier Decision
    signer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("signer.id"))
    submission_number: Mapped[int | None]  # số tờ trình
    submission_on: Mapped[dt.date | None]
    series: Mapped[str | None] = mapped_column(sa.String(40))
    year: Mapped[int | None]
    number: Mapped[int | None]
    symbol: Mapped[str | None] = mapped_column(Line(30))
    issued_on: Mapped[dt.date | None]
    approved_by: Mapped[str | None] = mapped_column(Line(120))
    approved_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    snapshot: Mapped[str | None] = mapped_column(sa.Text)  # canonical JSON
    snapshot_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    due_on: Mapped[dt.date | None]
    note: Mapped[str] = mapped_column(Prose, default="")
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    title_fold: Mapped[str] = mapped_column(sa.Text, default="")
    round: Mapped[AwardRound | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    certificates: Mapped[list["Certificate"]] = relationship(
        back_populates="decision", order_by="Certificate.ordinal, Certificate.edition"
    )
    __table_args__ = (
        sa.UniqueConstraint("series", "year", "number"),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'declined') OR (number IS NOT NULL AND issued_on IS NOT NULL"
            " AND snapshot IS NOT NULL AND snapshot_sha256 IS NOT NULL)",
            name="numbered_is_frozen",
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'declined') OR (approved_by IS NOT NULL AND approved_at IS NOT NULL)",
            name="approved_by_somebody",
        ),
    )

    @property
    def full_number(self) -> str:
        """Return "07/QĐ-UBND", or "…/QĐ-UBND" while there is no number."""
        return f"{self.number:02d}/{self.symbol}" if self.number else f"…/{self.symbol or 'QĐ-UBND'}"


class Certificate(Base):
    """One recipient's Giấy khen or Giấy chứng nhận; `ordinal` is the golden-book number in the Decision.

    A replaced one stays as it is; the new `edition` has the same ordinal and says which it replaces.
    """

    __tablename__ = "certificate"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision.id"))
    ordinal: Mapped[int]
    state: Mapped[CertificateState] = mapped_column(choice(CertificateState), default=CertificateState.READY)
    name: Mapped[str] = mapped_column(Line(240))  # as printed
    detail: Mapped[str] = mapped_column(Line(400), default="")
    subject_kind: Mapped[str] = mapped_column(sa.String(40))  # nomination / initiative_author
    subject_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    amount: Mapped[int] = mapped_column(default=0)  # đồng
    edition: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("certificate.id"))
    content: Mapped[str | None] = mapped_column(
        sa.Text
    )  # JSON of the row it prints; None: the Decision's row
    code: Mapped[str | None] = mapped_column(
        sa.String(16), unique=True
    )  # public code, when the office wants it
    printed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    handed_over_on: Mapped[dt.date | None]
    name_fold: Mapped[str] = mapped_column(sa.Text, default="")
    name_key: Mapped[str] = mapped_column(sa.Text, default="")
    decision: Mapped[Decision] = relationship(back_populates="certificates")
    successor: Mapped["Certificate | None"] = relationship(
        primaryjoin="Certificate.id == foreign(Certificate.replaces_id)",
        remote_side="Certificate.replaces_id",
        uselist=False,
        viewonly=True,
    )
    __table_args__ = (
        sa.UniqueConstraint(
            "decision_id", "ordinal", "edition", name="uq_certificate_decision_id_ordinal_edition"
        ),
        sa.CheckConstraint("edition > 1 OR replaces_id IS NULL", name="later_edition_replaces"),
    )
