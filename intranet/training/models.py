"""Tables: courses, attendance, training records, assessed skill levels."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..core.text import fold
from ..people.models import Person, Unit
from .states import State


class ContentClass(enum.StrEnum):
    """Classes of training content (NĐ 171/2025/NĐ-CP Điều 14)."""

    POLITICS = "politics"  # lý luận chính trị
    DEFENCE = "defence"  # quốc phòng, an ninh
    STATE = "state"  # quản lý nhà nước
    POSITION = "position"  # theo vị trí việc làm
    DIGITAL = "digital"  # KHCN, ĐMST, kỹ năng số, công nghệ số


class Format(enum.StrEnum):
    """How a course is given (NĐ 171/2025/NĐ-CP Điều 25)."""

    ONSITE = "onsite"
    ONLINE = "online"
    BLENDED = "blended"


class DigitalGroup(enum.StrEnum):
    """Groups of digital skills (NĐ 224/2026/NĐ-CP Điều 77), by the letters of the decree."""

    GENERAL = "a"
    DEVICES = "b"
    DATA = "c"
    COMMUNICATION = "d"
    CONTENT = "đ"
    SECURITY = "e"
    PROBLEMS = "g"


class PlanTopic(enum.StrEnum):
    """The three topics of classes that the plan names (part III.4)."""

    DIGITAL_SKILL = "digital_skill"
    PUBLIC_SERVICE = "public_service"
    SERVING = "serving"
    OTHER = "other"


class Level(enum.StrEnum):
    """Digital skill level; not assessed is a level of its own, not the lowest."""

    NOT_ASSESSED = "not_assessed"
    BASIC = "basic"
    ADVANCED = "advanced"


class Course(Versioned, Base):
    """A class that the standing body ran; its attendance list makes verified records."""

    __tablename__ = "course"
    title: Mapped[str] = mapped_column(Line(300))
    content_class: Mapped[ContentClass] = mapped_column(choice(ContentClass))
    topic: Mapped[PlanTopic] = mapped_column(choice(PlanTopic))
    digital_groups: Mapped[str] = mapped_column(sa.String(20), default="")  # letters, "ae"
    format: Mapped[Format] = mapped_column(choice(Format))
    provider: Mapped[str] = mapped_column(Line(200))
    place: Mapped[str] = mapped_column(Line(200), default="")
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    periods: Mapped[int]  # tiết
    closed_at: Mapped[dt.datetime | None] = mapped_column(Moment)  # list confirmed, records made
    closed_by: Mapped[str] = mapped_column(Line(120), default="")
    attendees: Mapped[list["Attendance"]] = relationship(
        back_populates="course", cascade="all, delete-orphan"
    )
    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        sa.CheckConstraint("periods > 0", name="periods_positive"),
    )


class Attendance(Base):
    """One line of a course's attendance list."""

    __tablename__ = "attendance"
    course_id: Mapped[int] = mapped_column(sa.ForeignKey("course.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    attended: Mapped[bool] = mapped_column(default=True)
    result: Mapped[str] = mapped_column(Line(100), default="")
    certificate_number: Mapped[str] = mapped_column(Line(60), default="")
    course: Mapped[Course] = relationship(back_populates="attendees")
    person: Mapped[Person] = relationship(lazy="joined")
    __table_args__ = (sa.UniqueConstraint("course_id", "person_id"),)


class TrainingRecord(Versioned, Base):
    """A person's training, with evidence, confirmed by the unit head or born from an attendance list."""

    __tablename__ = "training_record"
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT, index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)  # the person's unit then
    course_id: Mapped[int | None] = mapped_column(sa.ForeignKey("course.id"))
    title: Mapped[str] = mapped_column(Line(300), default="")
    content_class: Mapped[ContentClass | None] = mapped_column(choice(ContentClass))
    topic: Mapped[PlanTopic | None] = mapped_column(choice(PlanTopic))
    digital_groups: Mapped[str] = mapped_column(sa.String(20), default="")
    format: Mapped[Format | None] = mapped_column(choice(Format))
    provider: Mapped[str] = mapped_column(Line(200), default="")
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    periods: Mapped[int | None]
    result: Mapped[str] = mapped_column(Line(100), default="")
    certificate_number: Mapped[str] = mapped_column(Line(60), default="")
    submitted_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    due_on: Mapped[dt.date | None]
    verified_by: Mapped[str | None] = mapped_column(Line(120))
    verified_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    search_text: Mapped[str] = mapped_column(sa.Text, default="")
    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()
    course: Mapped[Course | None] = relationship()
    __table_args__ = (
        sa.CheckConstraint(
            "state != 'verified' OR (verified_by IS NOT NULL AND verified_at IS NOT NULL)",
            name="verified_needs_verifier",
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (title != '' AND starts_on IS NOT NULL)", name="submitted_filled"
        ),
        sa.UniqueConstraint("course_id", "person_id"),
    )

    @validates("title")
    def _keys(self, _key: str, title: str) -> str:
        self.search_text = fold(title)
        return title


class SkillAssessment(Base):
    """A reached level, with proof, apart from attendance. The newest confirmed one is the person's level."""

    __tablename__ = "skill_assessment"
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    level: Mapped[Level] = mapped_column(choice(Level))
    assessed_on: Mapped[dt.date]
    evidence_kind: Mapped[str] = mapped_column(sa.String(20))  # vneid, certificate, test, attendance_list
    evidence_note: Mapped[str] = mapped_column(Prose, default="")
    expires_on: Mapped[dt.date | None]
    recorded_by: Mapped[str] = mapped_column(Line(120))
    recorded_at: Mapped[dt.datetime] = mapped_column(Moment)
    person: Mapped[Person] = relationship()
