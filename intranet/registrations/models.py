"""Tables: a unit's registration of a year, and who is registered for what."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..people.models import Person, Unit
from .states import State


class Registration(Versioned, Base):
    """One unit's registration of one year. Names in its lines are text as of the registration."""

    __tablename__ = "registration"
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    year: Mapped[int] = mapped_column(index=True)
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT)
    targets: Mapped[str] = mapped_column(Prose, default="")  # chỉ tiêu, one a line
    handed_in_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    unit: Mapped[Unit] = relationship()
    lines: Mapped[list["RegistrationLine"]] = relationship(
        cascade="all, delete-orphan", order_by="RegistrationLine.position"
    )
    __table_args__ = (sa.UniqueConstraint("unit_id", "year", name="uq_registration_unit_id_year"),)


class RegistrationLine(Base):
    """One person or collective registered for one form or title."""

    __tablename__ = "registration_line"
    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"), index=True)
    position: Mapped[int]
    award_form: Mapped[str] = mapped_column(sa.String(40))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    collective_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(Line(200))
    detail: Mapped[str] = mapped_column(Line(300), default="")
    person: Mapped[Person | None] = relationship()
    collective: Mapped[Unit | None] = relationship()
    __table_args__ = (
        sa.CheckConstraint("(person_id IS NULL) != (collective_id IS NULL)", name="person_or_collective"),
    )
