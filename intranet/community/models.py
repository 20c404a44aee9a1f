"""Tables: outreach events, community digital teams, digital signatures, difficulties, obligations, remedies."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..core.text import fold
from ..people.models import Person, Unit
from .states import DifficultyState, EventState, ObligationState, RemedyState


class OutreachTopic(enum.StrEnum):
    """What citizens are taught ("Bình dân học vụ số", plan III.5)."""

    SMARTPHONE = "smartphone"
    PUBLIC_SERVICE = "public_service"
    PAYMENT = "payment"
    SAFETY = "safety"
    PROPAGANDA = "propaganda"  # tuyên truyền về phong trào, cải cách hành chính
    OTHER = "other"


class SignatureKind(enum.StrEnum):
    """What carries a personal digital signature."""

    TOKEN = "token"  # noqa: S105  # a USB device, no secret
    SIM = "sim"
    REMOTE = "remote"


class RemedySource(enum.StrEnum):
    """Where a shortcoming was found."""

    INDICATOR = "indicator"
    SURVEY = "survey"
    CHECK = "check"
    OTHER = "other"


class OutreachEvent(Versioned, Base):
    """A session for citizens, planned or held, in a thôn or tổ dân phố or for the whole commune."""

    __tablename__ = "outreach_event"
    state: Mapped[EventState] = mapped_column(choice(EventState), default=EventState.PLANNED, index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)  # organises and reports
    village_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("unit.id"), index=True
    )  # where; None: commune
    topic: Mapped[OutreachTopic] = mapped_column(choice(OutreachTopic))
    title: Mapped[str] = mapped_column(Line(200))
    held_on: Mapped[dt.date] = mapped_column(index=True)
    starts_at: Mapped[str] = mapped_column(Line(20), default="")  # "19 giờ 30"
    place: Mapped[str] = mapped_column(Line(200))
    contact: Mapped[str] = mapped_column(Line(120), default="")  # shown to citizens: name, telephone
    co_unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))  # MTTQ and its members (O17)
    co_organiser: Mapped[str] = mapped_column(Line(200), default="")
    taught: Mapped[int | None]
    summary: Mapped[str] = mapped_column(Prose, default="")
    reported_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[str | None] = mapped_column(Line(120))
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    search_text: Mapped[str] = mapped_column(sa.Text, default="")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    village: Mapped[Unit | None] = relationship(foreign_keys=[village_id])
    co_unit: Mapped[Unit | None] = relationship(foreign_keys=[co_unit_id])
    __table_args__ = (
        sa.CheckConstraint("taught IS NULL OR taught >= 0", name="taught_not_negative"),
        sa.CheckConstraint(
            "state NOT IN ('held', 'confirmed') OR taught IS NOT NULL", name="held_has_number"
        ),
        sa.CheckConstraint(
            "state != 'confirmed' OR (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL)",
            name="confirmed_needs_who",
        ),
    )

    @validates("title")
    def _keys(self, _key: str, title: str) -> str:
        self.search_text = fold(title)
        return title


class CommunityTeam(Versioned, Base):
    """Tổ công nghệ số cộng đồng of a thôn or tổ dân phố, set up by a Decision; dated, never deleted."""

    __tablename__ = "community_team"
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    decision_number: Mapped[str] = mapped_column(Line(60))
    decided_on: Mapped[dt.date]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]  # last day
    contact: Mapped[str] = mapped_column(Line(120), default="")  # shown to citizens
    unit: Mapped[Unit] = relationship()
    members: Mapped[list["TeamMember"]] = relationship(
        back_populates="team", order_by="TeamMember.starts_on, TeamMember.id"
    )
    __table_args__ = (
        sa.CheckConstraint("decision_number != ''", name="has_decision"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )

    def members_on(self, day: dt.date) -> list["TeamMember"]:
        """Return who belongs to the team on a day."""
        return [m for m in self.members if m.starts_on <= day and (m.ends_on is None or m.ends_on >= day)]


class TeamMember(Base):
    """Somebody in a team from a date to a date, by the Decision that set or changed the list."""

    __tablename__ = "team_member"
    team_id: Mapped[int] = mapped_column(sa.ForeignKey("community_team.id"), index=True)
    name: Mapped[str] = mapped_column(Line(120))
    job: Mapped[str] = mapped_column(Line(120), default="")  # "Bí thư Chi đoàn thôn"
    phone: Mapped[str] = mapped_column(Line(20), default="")
    leader: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]  # last day
    decision_number: Mapped[str] = mapped_column(Line(60))
    decided_on: Mapped[dt.date]
    ended_by: Mapped[str] = mapped_column(Line(120), default="")  # Decision or reason of leaving
    team: Mapped[CommunityTeam] = relationship(back_populates="members")
    __table_args__ = (sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),)


class DigitalSignature(Versioned, Base):
    """A personal digital signature of somebody who works here, and whether the unit confirms its use at work."""

    __tablename__ = "digital_signature"
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[SignatureKind] = mapped_column(choice(SignatureKind))
    serial: Mapped[str] = mapped_column(Line(80), default="")
    provider: Mapped[str] = mapped_column(Line(120), default="")
    issued_on: Mapped[dt.date]
    valid_to: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]  # given back, lost, revoked before its time
    ended_why: Mapped[str] = mapped_column(Line(200), default="")
    used_since: Mapped[dt.date | None]  # "dùng trong công việc" by the unit's word
    confirmed_by: Mapped[str | None] = mapped_column(Line(120))
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    person: Mapped[Person] = relationship()
    __table_args__ = (
        sa.CheckConstraint("valid_to >= issued_on", name="dates_in_order"),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= issued_on", name="ended_after_issue"),
        sa.CheckConstraint("used_since IS NULL OR confirmed_by IS NOT NULL", name="use_confirmed"),
    )


class Difficulty(Versioned, Base):
    """A difficulty that a unit reports through the standing body, with the answer (plan V, obligation O18)."""

    __tablename__ = "difficulty"
    state: Mapped[DifficultyState] = mapped_column(choice(DifficultyState), default=DifficultyState.REPORTED)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    title: Mapped[str] = mapped_column(Line(200))
    body: Mapped[str] = mapped_column(Prose, default="")
    reported_on: Mapped[dt.date]
    reported_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    due_on: Mapped[dt.date]
    answer: Mapped[str | None] = mapped_column(Prose)
    answered_on: Mapped[dt.date | None]
    answered_by: Mapped[str] = mapped_column(Line(120), default="")
    unit: Mapped[Unit] = relationship()
    __table_args__ = (
        sa.CheckConstraint(
            "state != 'answered' OR (answer IS NOT NULL AND answered_on IS NOT NULL)",
            name="answered_has_answer",
        ),
    )


class Obligation(Versioned, Base):
    """An obligation of the plan that has no number (O1-O19), in one year."""

    __tablename__ = "obligation"
    state: Mapped[ObligationState] = mapped_column(choice(ObligationState), default=ObligationState.WAITING)
    code: Mapped[str] = mapped_column(sa.String(4))
    position: Mapped[int]
    year: Mapped[int]
    source: Mapped[str] = mapped_column(Line(40))  # part of the plan
    title: Mapped[str] = mapped_column(Line(300))
    proof: Mapped[str] = mapped_column(Line(300))  # what shows that it is done
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)  # owner
    due_on: Mapped[dt.date]
    finished_on: Mapped[dt.date | None]
    note: Mapped[str] = mapped_column(Prose, default="")
    unit: Mapped[Unit | None] = relationship()
    links: Mapped[list["ObligationLink"]] = relationship(
        back_populates="obligation", order_by="ObligationLink.id"
    )
    __table_args__ = (
        sa.UniqueConstraint("code", "year"),
        sa.CheckConstraint("state = 'waiting' OR unit_id IS NOT NULL", name="started_has_owner"),
        sa.CheckConstraint("state != 'done' OR finished_on IS NOT NULL", name="done_has_day"),
    )


class ObligationLink(Base):
    """A record of this program that proves an obligation; files are attachments of the obligation."""

    __tablename__ = "obligation_link"
    obligation_id: Mapped[int] = mapped_column(sa.ForeignKey("obligation.id"), index=True)
    path: Mapped[str] = mapped_column(Line(200))  # inside this site: "/sang-kien/12"
    words: Mapped[str] = mapped_column(Line(200))
    added_by: Mapped[str] = mapped_column(Line(120))
    added_at: Mapped[dt.datetime] = mapped_column(Moment)
    obligation: Mapped[Obligation] = relationship(back_populates="links")


class Remedy(Versioned, Base):
    """Something found wrong that somebody sets right by a day (obligation O8)."""

    __tablename__ = "remedy"
    state: Mapped[RemedyState] = mapped_column(choice(RemedyState), default=RemedyState.OPEN)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)  # owner
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)  # in the unit
    title: Mapped[str] = mapped_column(Line(200))  # what has to be done
    wrong: Mapped[str] = mapped_column(Prose)
    source: Mapped[RemedySource] = mapped_column(choice(RemedySource))
    source_words: Mapped[str] = mapped_column(Line(200))  # "Quý III năm 2026, chỉ tiêu I04"
    source_path: Mapped[str] = mapped_column(Line(200), default="")  # page of this site
    opened_on: Mapped[dt.date] = mapped_column(index=True)
    opened_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    due_on: Mapped[dt.date]
    result: Mapped[str] = mapped_column(Prose, default="")
    finished_on: Mapped[dt.date | None]
    unit: Mapped[Unit] = relationship()
    person: Mapped[Person | None] = relationship()
    __table_args__ = (
        sa.CheckConstraint("due_on >= opened_on", name="due_after_opening"),
        sa.CheckConstraint(
            "state != 'done' OR (result != '' AND finished_on IS NOT NULL)", name="done_has_result"
        ),
    )
