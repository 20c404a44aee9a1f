"""Table: what the secretary wrote in place of composed text, every version kept."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base, Line, Moment, Prose


class PaperEdit(Base):
    """One version of one section of a paper. Append-only: the database refuses to change or drop a row.

    `text` None: the secretary went back to the composed text. `composed` is what the system said at that moment:
    when it says something else later, both are shown and the secretary chooses.
    """

    __tablename__ = "paper_edit"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    paper: Mapped[str] = mapped_column(sa.String(20))
    section: Mapped[str] = mapped_column(sa.String(40))
    number: Mapped[int]
    text: Mapped[str | None] = mapped_column(Prose)
    composed: Mapped[str] = mapped_column(sa.Text)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    author: Mapped[str] = mapped_column(Line(140))
    at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (sa.UniqueConstraint("meeting_id", "paper", "section", "number"),)
