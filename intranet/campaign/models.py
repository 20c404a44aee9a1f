"""Tables: campaigns and their themes."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Prose, Versioned


class Campaign(Versioned, Base):
    """An emulation movement (phong trào thi đua)."""

    __tablename__ = "campaign"
    name: Mapped[str] = mapped_column(Line(300))
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    plan_reference: Mapped[str] = mapped_column(Line(300), default="")
    goal: Mapped[str] = mapped_column(Prose, default="")
    themes: Mapped[list["Theme"]] = relationship(order_by="Theme.number", back_populates="campaign")


class Theme(Base):
    """One content of the movement (nội dung thi đua)."""

    __tablename__ = "theme"
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaign.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(Line(300))
    summary: Mapped[str] = mapped_column(Prose, default="")
    targets: Mapped[str] = mapped_column(Prose, default="")  # the plan's own lines, one per line
    campaign: Mapped[Campaign] = relationship(back_populates="themes")
    __table_args__ = (sa.UniqueConstraint("campaign_id", "number"),)
