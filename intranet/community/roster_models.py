"""Table: who guides citizens in online services on which day (obligation O6)."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, choice
from ..people.models import Person, Unit


class Half(enum.StrEnum):
    """Half a working day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class RosterSlot(Base):
    """Somebody guides citizens in online services, half a day at a place (plan III.3, obligation O6)."""

    __tablename__ = "roster_slot"
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)  # lays it out
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    place: Mapped[str] = mapped_column(Line(200))
    day: Mapped[dt.date] = mapped_column(index=True)
    half: Mapped[Half] = mapped_column(choice(Half))
    written_by: Mapped[str] = mapped_column(Line(120))
    written_at: Mapped[dt.datetime] = mapped_column(Moment)
    unit: Mapped[Unit] = relationship()
    person: Mapped[Person] = relationship(lazy="joined")
    __table_args__ = (
        sa.UniqueConstraint("person_id", "day", "half"),  # nobody stands at two places at once
        sa.UniqueConstraint("unit_id", "place", "day", "half"),
    )
