"""Tables: who gets letters where, and the letters that wait or have left."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base, Line, Moment, Prose


class MailAddress(Base):
    """Where an account gets letters, and whether it wants them."""

    __tablename__ = "mail_address"
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    address: Mapped[str] = mapped_column(Line(254))
    wanted: Mapped[bool] = mapped_column(default=True)


class OutgoingMail(Base):
    """One letter: stored with the act that it tells of, sent after its commit by whoever runs the sender."""

    __tablename__ = "outgoing_mail"
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    address: Mapped[str] = mapped_column(Line(254))
    subject: Mapped[str] = mapped_column(Line(300))
    text: Mapped[str] = mapped_column(Prose)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)  # of the Message-ID
    queued_at: Mapped[dt.datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[dt.datetime] = mapped_column(
        Moment
    )  # not before; while it is sent: until when nobody else takes it
    sent_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    given_up_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    problem: Mapped[str] = mapped_column(Line(300), default="")
    __table_args__ = (
        sa.CheckConstraint("tries >= 0 AND (sent_at IS NULL OR given_up_at IS NULL)", name="one_end"),
        sa.Index("ix_outgoing_mail_due_at", "due_at"),
    )
