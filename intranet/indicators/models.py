"""Tables: indicators with their yearly targets, quarters, reports of units, measurements, restatements, logs."""

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..people.models import Unit
from .engine import Comparator, Kind
from .states import QuarterState, ReportState


class Origin(enum.StrEnum):
    """Where a figure comes from."""

    TYPED = "typed"
    IMPORTED = "imported"
    COMPUTED = "computed"


class Per(enum.StrEnum):
    """For which span the target of an indicator is set."""

    YEAR = "year"
    QUARTER = "quarter"


class Subject(enum.StrEnum):
    """What was published (the plan asks for both every quarter)."""

    ON_TIME = "on_time"  # rate of files on time of each office (III.1)
    SURVEY = "survey"  # results of satisfaction surveys (III.3)
    BOARD = "board"  # the whole board


class Indicator(Versioned, Base):
    """One numeric line of the plan: what is divided by what, who reports it, where the plan says so."""

    __tablename__ = "indicator"
    code: Mapped[str] = mapped_column(sa.String(8), unique=True)
    position: Mapped[int]
    theme_number: Mapped[int]  # content of the movement, 1 to 5
    name: Mapped[str] = mapped_column(Line(200))
    measure: Mapped[str] = mapped_column(Line(40))  # "%", "sáng kiến", "buổi"
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    origin: Mapped[Origin] = mapped_column(choice(Origin))
    per: Mapped[Per] = mapped_column(choice(Per), default=Per.YEAR)
    every_unit: Mapped[bool] = mapped_column(default=False)  # each unit must reach it: met units / units
    lower_is_better: Mapped[bool] = mapped_column(default=False)
    numerator_words: Mapped[str] = mapped_column(Line(200))
    denominator_words: Mapped[str] = mapped_column(Line(200), default="")
    reporter_kinds: Mapped[str] = mapped_column(Line(100), default="")  # kinds of units, "office service"
    reporter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))  # or this one unit
    reporter_words: Mapped[str] = mapped_column(Line(200), default="")
    marks: Mapped[Any] = mapped_column(sa.JSON)  # milestones of the plan: [[2028, 70], [2030, 80]]
    remark: Mapped[str] = mapped_column(
        Prose, default=""
    )  # contradiction or open point of the plan, as shown
    targets: Mapped[list["IndicatorTarget"]] = relationship(
        back_populates="indicator", order_by="IndicatorTarget.year, IndicatorTarget.number"
    )
    reporter: Mapped[Unit | None] = relationship()


class IndicatorTarget(Base):
    """What one passage of the plan asks of an indicator in one year; contradicting passages are several rows."""

    __tablename__ = "indicator_target"
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    year: Mapped[int]
    number: Mapped[int]
    passage: Mapped[str] = mapped_column(Line(20))  # "II.2", "III.3"
    words: Mapped[str] = mapped_column(Line(300))  # the plan's own sentence
    comparator: Mapped[Comparator] = mapped_column(choice(Comparator))
    target: Mapped[int]  # per cent, or number
    upper: Mapped[int | None]  # of a range
    due_year: Mapped[int | None]  # None: counts every year
    indicator: Mapped[Indicator] = relationship(back_populates="targets")
    __table_args__ = (
        sa.UniqueConstraint("indicator_id", "year", "number"),
        sa.CheckConstraint("target >= 0 AND (upper IS NULL OR upper >= target)", name="in_order"),
    )


class IndicatorYear(Base):
    """A year that the standing body has opened: its targets stand, its four quarters exist."""

    __tablename__ = "indicator_year"
    year: Mapped[int] = mapped_column(unique=True)
    opened_at: Mapped[dt.datetime] = mapped_column(Moment)
    opened_by: Mapped[str] = mapped_column(Line(120))


class IndicatorQuarter(Versioned, Base):
    """One quarter: open, then locked for good."""

    __tablename__ = "indicator_quarter"
    year: Mapped[int]
    quarter: Mapped[int]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    due_on: Mapped[dt.date]  # until when units report
    state: Mapped[QuarterState] = mapped_column(choice(QuarterState), default=QuarterState.OPEN)
    locked_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    locked_by: Mapped[str] = mapped_column(Line(120), default="")
    exception: Mapped[str] = mapped_column(Prose, default="")  # why it was locked without some units
    reports: Mapped[list["UnitReport"]] = relationship(back_populates="quarter")
    __table_args__ = (
        sa.UniqueConstraint("year", "quarter"),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4 AND starts_on < ends_on", name="in_year"),
        sa.CheckConstraint("state != 'locked' OR locked_at IS NOT NULL", name="locked_has_date"),
    )

    @property
    def name(self) -> str:
        """Return "quý 4/2026"."""
        return f"quý {self.quarter}/{self.year}"

    @property
    def locked(self) -> bool:
        """Return whether its figures are final."""
        return self.state == QuarterState.LOCKED


class UnitReport(Versioned, Base):
    """What one unit hands in for one quarter: its typed indicators, with evidence."""

    __tablename__ = "unit_report"
    quarter_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator_quarter.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    state: Mapped[ReportState] = mapped_column(choice(ReportState), default=ReportState.DRAFT)
    submitted_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    submitted_by: Mapped[str] = mapped_column(Line(120), default="")
    submitter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))  # who may not accept it
    accepted_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    accepted_by: Mapped[str] = mapped_column(Line(120), default="")
    return_reason: Mapped[str] = mapped_column(Prose, default="")
    quarter: Mapped[IndicatorQuarter] = relationship(back_populates="reports")
    unit: Mapped[Unit] = relationship()
    __table_args__ = (sa.UniqueConstraint("quarter_id", "unit_id"),)


class Measurement(Base):
    """The figure of one indicator, unit and quarter: always two whole numbers. No row: missing; 0/0: nothing arose.

    Computed figures are cached here and made anew when a record changes; all are sealed with the quarter.
    """

    __tablename__ = "measurement"
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    quarter_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator_quarter.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    numerator: Mapped[int] = mapped_column(sa.BigInteger)
    denominator: Mapped[int] = mapped_column(sa.BigInteger)
    origin: Mapped[Origin] = mapped_column(choice(Origin))
    note: Mapped[str] = mapped_column(Prose, default="")  # why it jumped
    explanation: Mapped[str] = mapped_column(Prose, default="")  # where the figure comes from
    entered_by: Mapped[str] = mapped_column(Line(120))
    entered_at: Mapped[dt.datetime] = mapped_column(Moment)
    sealed: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        sa.UniqueConstraint("indicator_id", "quarter_id", "unit_id"),
        sa.CheckConstraint("denominator >= 0 AND (denominator > 0 OR numerator = 0)", name="two_numbers"),
        sa.CheckConstraint("origin = 'computed' OR numerator >= 0", name="typed_not_negative"),
    )


class Restatement(Base):
    """A figure of a locked quarter that turned out otherwise: the old stays, both are shown, with the reason."""

    __tablename__ = "restatement"
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    quarter_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator_quarter.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    number: Mapped[int]
    old_numerator: Mapped[int | None] = mapped_column(sa.BigInteger)  # None: the figure was missing
    old_denominator: Mapped[int | None] = mapped_column(sa.BigInteger)
    numerator: Mapped[int] = mapped_column(sa.BigInteger)
    denominator: Mapped[int] = mapped_column(sa.BigInteger)
    reason: Mapped[str] = mapped_column(Prose)
    made_by: Mapped[str] = mapped_column(Line(120))
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (
        sa.UniqueConstraint("indicator_id", "quarter_id", "unit_id", "number"),
        sa.CheckConstraint("numerator >= 0 AND denominator >= 0", name="two_numbers"),
        sa.CheckConstraint("reason != ''", name="has_reason"),
    )


class Reminder(Base):
    """That a late unit was reminded, with the words; only until its report came."""

    __tablename__ = "report_reminder"
    quarter_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator_quarter.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    words: Mapped[str] = mapped_column(Prose)
    sent_by: Mapped[str] = mapped_column(Line(120))
    sent_at: Mapped[dt.datetime] = mapped_column(Moment)


class Publication(Base):
    """That results of a quarter were made public: what, when, where (indicators X3 and X4 count these)."""

    __tablename__ = "publication"
    quarter_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator_quarter.id"), index=True)
    subject: Mapped[Subject] = mapped_column(choice(Subject))
    published_on: Mapped[dt.date]
    place: Mapped[str] = mapped_column(Line(300))
    logged_by: Mapped[str] = mapped_column(Line(120))
    logged_at: Mapped[dt.datetime] = mapped_column(Moment)
    quarter: Mapped[IndicatorQuarter] = relationship()
