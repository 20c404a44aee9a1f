"""Table: what must come back after a revocation (Luật Thi đua, khen thưởng, Điều 93.2)."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Prose, Versioned, choice
from ..decisions.models import Certificate, Decision
from .states import State


class RecoveryKind(enum.StrEnum):
    """What comes back from one recipient."""

    MONEY = "money"
    PAPER = "paper"  # Giấy khen, Giấy chứng nhận
    FRAME = "frame"


class Recovery(Versioned, Base):
    """One thing to be recovered from one recipient of a revoked award, ticked off with day, who and note."""

    __tablename__ = "recovery"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision.id"))  # the revoking Decision
    certificate_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate.id"))
    kind: Mapped[RecoveryKind] = mapped_column(choice(RecoveryKind))
    state: Mapped[State] = mapped_column(choice(State), default=State.OPEN, index=True)
    amount: Mapped[int] = mapped_column(default=0)  # đồng, from the frozen list; 0 for things
    due_on: Mapped[dt.date | None]
    settled_on: Mapped[dt.date | None]
    settled_by: Mapped[str] = mapped_column(Line(120), default="")
    note: Mapped[str] = mapped_column(Prose, default="")
    decision: Mapped[Decision] = relationship()
    certificate: Mapped[Certificate] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("certificate_id", "kind"),
        sa.CheckConstraint("state != 'recovered' OR settled_on IS NOT NULL", name="recovered_on_a_day"),
    )
