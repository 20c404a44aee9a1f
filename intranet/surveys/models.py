"""Tables: question sets, waves, slips, replies and their answers, paper batches, throttling, remarks.

A reply holds no name, no address and no link to the slip that let it in.
"""

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..people.models import Unit
from .states import BatchState, RemarkState, WaveState


class QuestionKind(enum.StrEnum):
    """What a question asks; decides how its answers are counted."""

    SATISFACTION = "satisfaction"  # 1..5; satisfied: 4 and 5 (I06)
    TRIPS = "trips"  # trips beyond the first: 0, 1, 2 = two or more (I12)
    KNOW_HOW = "know_how"  # 0/1: can use online public services (I19)
    CHOICE = "choice"  # 0.. number of the option


class ReplySource(enum.StrEnum):
    """How a reply came in."""

    QR = "qr"
    SLIP = "slip"
    PAPER = "paper"


class QuestionSet(Versioned, Base):
    """Questions of a wave, at most eight, from a date; a newer set never changes what a wave asked."""

    __tablename__ = "question_set"
    title: Mapped[str] = mapped_column(Line(200))
    starts_on: Mapped[dt.date]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)  # [{key, kind, text, options}]


class SurveyWave(Versioned, Base):
    """A survey from a day to a day. Its questions are copied when it is made and frozen when it opens."""

    __tablename__ = "survey_wave"
    state: Mapped[WaveState] = mapped_column(choice(WaveState), default=WaveState.DRAFT, index=True)
    title: Mapped[str] = mapped_column(Line(200))
    code: Mapped[str] = mapped_column(sa.String(12), unique=True)  # in the public address
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]  # last day of answering
    open_link: Mapped[bool] = mapped_column(default=True)  # answers without a slip are taken
    questions: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    closed_on: Mapped[dt.date | None]
    counted: Mapped[int | None]  # frozen at closing
    set_aside: Mapped[int | None]
    units: Mapped[list["WaveUnit"]] = relationship(back_populates="wave", order_by="WaveUnit.id")
    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        sa.CheckConstraint(
            "state != 'closed' OR (closed_on IS NOT NULL AND counted IS NOT NULL AND set_aside IS NOT NULL)",
            name="closed_is_counted",
        ),
    )


class WaveUnit(Base):
    """A unit whose service the wave asks about."""

    __tablename__ = "wave_unit"
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_wave.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    wave: Mapped[SurveyWave] = relationship(back_populates="units")
    unit: Mapped[Unit] = relationship(lazy="joined")
    __table_args__ = (sa.UniqueConstraint("wave_id", "unit_id"),)


class SurveySlip(Base):
    """A printed slip with a one-time code; says only whether it was used."""

    __tablename__ = "survey_slip"
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_wave.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    used: Mapped[bool] = mapped_column(default=False)


class PaperBatch(Versioned, Base):
    """A stack of paper forms of one unit, typed in; what was counted by hand must equal what was typed."""

    __tablename__ = "paper_batch"
    state: Mapped[BatchState] = mapped_column(choice(BatchState), default=BatchState.TYPING)
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_wave.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    number: Mapped[int]  # within the wave, from 1
    sheets: Mapped[int]  # counted by hand
    control_sum: Mapped[int]  # sum of the first question's answers, added up by hand
    made_by: Mapped[str] = mapped_column(Line(120))
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    unit: Mapped[Unit] = relationship(lazy="joined")
    wave: Mapped[SurveyWave] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("wave_id", "number"),
        sa.CheckConstraint("sheets > 0 AND control_sum >= 0", name="counted"),
    )


class SurveyReply(Base):
    """One person's answers; may be set aside with a reason, never changed or deleted."""

    __tablename__ = "survey_reply"
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_wave.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    source: Mapped[ReplySource] = mapped_column(choice(ReplySource))
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("paper_batch.id"), index=True)
    given_on: Mapped[dt.date]
    suspicious: Mapped[str] = mapped_column(Line(120), default="")  # why; "" for an ordinary reply
    set_aside: Mapped[bool] = mapped_column(default=False)
    set_aside_why: Mapped[str] = mapped_column(Line(300), default="")
    remark: Mapped[str] = mapped_column(Prose, default="")
    unit: Mapped[Unit] = relationship()
    answers: Mapped[list["SurveyAnswer"]] = relationship(back_populates="reply")
    __table_args__ = (
        sa.CheckConstraint("(source = 'paper') = (batch_id IS NOT NULL)", name="paper_has_batch"),
        sa.CheckConstraint("NOT set_aside OR set_aside_why != ''", name="set_aside_has_reason"),
    )


class SurveyAnswer(Base):
    """The answer to one question."""

    __tablename__ = "survey_answer"
    wave_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_wave.id"))
    reply_id: Mapped[int] = mapped_column(sa.ForeignKey("survey_reply.id"))
    key: Mapped[str] = mapped_column(sa.String(12))
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    value: Mapped[int]
    reply: Mapped[SurveyReply] = relationship(back_populates="answers")
    __table_args__ = (
        sa.UniqueConstraint("reply_id", "key"),
        sa.CheckConstraint("value BETWEEN 0 AND 20", name="value_in_range"),
        sa.Index("ix_survey_answer_counted", "wave_id", "kind", "value"),
    )


class SurveyKnock(Base):
    """A reply, remark or wrong slip code by network address, kept for minutes to slow down scripts."""

    __tablename__ = "survey_knock"
    address: Mapped[str] = mapped_column(sa.String(60), index=True)
    what: Mapped[str] = mapped_column(sa.String(20))  # "wave-12", "slip", "remark"
    at: Mapped[dt.datetime] = mapped_column(Moment, index=True)


class CitizenRemark(Versioned, Base):
    """An idea or remark on a procedure, from the public page, with a receipt number (story CD3)."""

    __tablename__ = "citizen_remark"
    state: Mapped[RemarkState] = mapped_column(choice(RemarkState), default=RemarkState.RECEIVED, index=True)
    receipt: Mapped[str] = mapped_column(sa.String(16), unique=True)
    about: Mapped[str] = mapped_column(Line(200), default="")
    body: Mapped[str] = mapped_column(Prose)
    received_at: Mapped[dt.datetime] = mapped_column(Moment)
    due_on: Mapped[dt.date]
    answer: Mapped[str | None] = mapped_column(Prose)
    answered_on: Mapped[dt.date | None]
    answered_by: Mapped[str] = mapped_column(Line(120), default="")
    __table_args__ = (
        sa.CheckConstraint(
            "state != 'answered' OR (answer IS NOT NULL AND answered_on IS NOT NULL)",
            name="answered_has_answer",
        ),
    )
