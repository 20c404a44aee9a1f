"""Tables of eligibility: holds, overridden warnings, rule sets chosen instead of those of the day of receipt."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, Prose, choice
from ..people.models import Person, Unit
from .eligibility import HoldKind


class Hold(Base):
    """A time in which a person or collective is not rewarded (NĐ 152/2025 Điều 4.3, 4.4)."""

    __tablename__ = "hold"
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    collective_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    kind: Mapped[HoldKind] = mapped_column(choice(HoldKind))
    from_on: Mapped[dt.date]
    to_on: Mapped[dt.date | None]  # last day; None while it lasts
    source: Mapped[str] = mapped_column(Line(300))  # the paper that it rests on
    lift_reason: Mapped[str] = mapped_column(Prose, default="")  # cleared: as if it had not been
    lifted_on: Mapped[dt.date | None]
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    created_by: Mapped[str] = mapped_column(Line(120))
    person: Mapped[Person | None] = relationship()
    collective: Mapped[Unit | None] = relationship()
    __table_args__ = (
        sa.CheckConstraint("(person_id IS NULL) != (collective_id IS NULL)", name="one_subject"),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="dates_in_order"),
    )

    @property
    def name(self) -> str:
        """Return whom it is about."""
        if self.person is not None:
            return self.person.addressed
        return self.collective.name if self.collective else ""


class FindingOverride(Base):
    """The standing body lets a nomination go on against a warning, with its reason."""

    __tablename__ = "finding_override"
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nomination.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(80))
    text: Mapped[str] = mapped_column(Line(500))
    article: Mapped[str] = mapped_column(Line(300))
    reason: Mapped[str] = mapped_column(Prose)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(Line(120))
    at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (sa.UniqueConstraint("nomination_id", "key"),)


class RuleChoice(Base):
    """A nomination follows the rules of another day than that of its receipt: those more favourable, with the reason."""

    __tablename__ = "rule_choice"
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nomination.id"), unique=True)
    rule_date: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(Prose)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(Line(120))
    at: Mapped[dt.datetime] = mapped_column(Moment)
