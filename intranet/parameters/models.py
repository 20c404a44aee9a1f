"""Tables: dated legal parameters, dated wording of documents, holidays."""

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base, Line, Moment, Prose


class Confidence(enum.StrEnum):
    """How sure we are of a rule: anything but CONFIRMED or VERIFIED is shown as "cần kiểm tra"."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    INFERRED = "inferred"
    RECALLED = "recalled"
    CONFIRMED = "confirmed"  # by the office, with name and date


class Parameter(Base):
    """One value of one rule from a date to a date. A change is a new row, never an edit of an old one."""

    __tablename__ = "parameter"
    key: Mapped[str] = mapped_column(sa.String(80), index=True)
    value: Mapped[Any] = mapped_column(sa.JSON)
    effective_from: Mapped[dt.date]
    effective_to: Mapped[dt.date | None]  # last day
    source: Mapped[str] = mapped_column(Line(500))
    confidence: Mapped[str] = mapped_column(sa.String(12))
    note: Mapped[str] = mapped_column(Prose, default="")
    confirmed_by: Mapped[str] = mapped_column(Line(120), default="")
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    __table_args__ = (sa.UniqueConstraint("key", "effective_from"),)


class Wording(Base):
    """The text of one slot of one document kind from a date on (căn cứ, điều, nơi nhận ...); versions are kept."""

    __tablename__ = "wording"
    document_kind: Mapped[str] = mapped_column(sa.String(40), index=True)
    slot: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(Prose)
    effective_from: Mapped[dt.date]
    version: Mapped[int]
    author: Mapped[str] = mapped_column(Line(120), default="")
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (sa.UniqueConstraint("document_kind", "slot", "version"),)


class Holiday(Base):
    """A day on which offices are closed (Tết as data)."""

    __tablename__ = "holiday"
    day: Mapped[dt.date] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Line(100))
