"""Tables: what a later document does to recipients of an earlier Decision."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Prose
from .models import Certificate, Decision


class Amendment(Base):
    """One per amending, revoking, re-issuing or correcting document: why it is made, on which ground."""

    __tablename__ = "amendment"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision.id"), unique=True)
    reason: Mapped[str] = mapped_column(Prose, default="")
    ground: Mapped[str] = mapped_column(sa.String(40), default="")  # code of the ground or cause
    ground_text: Mapped[str] = mapped_column(Prose, default="")
    ground_article: Mapped[str] = mapped_column(Line(300), default="")
    decision: Mapped[Decision] = relationship()
    lines: Mapped[list["AmendmentLine"]] = relationship(
        back_populates="amendment", cascade="all, delete-orphan", order_by="AmendmentLine.id"
    )


class AmendmentLine(Base):
    """One affected recipient; a text that is None stays as it was."""

    __tablename__ = "amendment_line"
    amendment_id: Mapped[int] = mapped_column(sa.ForeignKey("amendment.id"))
    certificate_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate.id"), index=True)
    name: Mapped[str | None] = mapped_column(Line(240))
    detail: Mapped[str | None] = mapped_column(Line(400))
    achievement: Mapped[str | None] = mapped_column(Prose)
    amendment: Mapped[Amendment] = relationship(back_populates="lines")
    certificate: Mapped[Certificate] = relationship()
    __table_args__ = (sa.UniqueConstraint("amendment_id", "certificate_id"),)
