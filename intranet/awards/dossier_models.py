"""Tables of what belongs to a dossier: minutes of the unit's meeting, the nominee's word on the own data."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..people.models import Unit
from .models import AwardRound, Nomination


class Answer(enum.StrEnum):
    """What the nominee says of the line about him."""

    RIGHT = "right"
    CHANGE = "change"


class UnitMinutes(Versioned, Base):
    """The unit's meeting that proposed its nominees of a round (biên bản bình xét, Luật TĐKT Điều 84.2)."""

    __tablename__ = "unit_minutes"
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("award_round.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    held_on: Mapped[dt.date]
    place: Mapped[str] = mapped_column(Line(200))
    chair: Mapped[str] = mapped_column(Line(140))
    secretary: Mapped[str] = mapped_column(Line(140))
    total: Mapped[int]  # people of the unit
    present: Mapped[int]
    discussion: Mapped[str] = mapped_column(Prose, default="")
    written_by: Mapped[str] = mapped_column(Line(120))
    written_at: Mapped[dt.datetime] = mapped_column(Moment)
    round: Mapped[AwardRound] = relationship()
    unit: Mapped[Unit] = relationship()
    votes: Mapped[list["UnitVote"]] = relationship(
        back_populates="minutes", order_by="UnitVote.id", cascade="all, delete-orphan"
    )
    __table_args__ = (
        sa.UniqueConstraint("round_id", "unit_id"),
        sa.CheckConstraint("present >= 0 AND present <= total", name="present_of_total"),
    )


class UnitVote(Base):
    """How many of those present agreed to one nominee."""

    __tablename__ = "unit_vote"
    minutes_id: Mapped[int] = mapped_column(sa.ForeignKey("unit_minutes.id"))
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nomination.id"), unique=True)
    yes: Mapped[int]
    minutes: Mapped[UnitMinutes] = relationship(back_populates="votes")
    nomination: Mapped[Nomination] = relationship()


class NomineeAnswer(Base):
    """The nominee read the own line before the list went up; it stands while the printed data are the same."""

    __tablename__ = "nominee_answer"
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nomination.id"), unique=True)
    answer: Mapped[Answer] = mapped_column(choice(Answer))
    text: Mapped[str] = mapped_column(Prose, default="")  # what should be changed
    printed: Mapped[str] = mapped_column(Line(700))  # the line as it was shown
    answered_at: Mapped[dt.datetime] = mapped_column(Moment)
