"""Tables: councils with members by establishing decision, meetings with frozen rolls, cases, open ballots."""

import datetime as dt
import enum
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..people.models import Person
from .states import State, VoteState


class CouncilKind(enum.StrEnum):
    """Which council: each has its own members and rules."""

    AWARD = "award"
    INITIATIVE = "initiative"


class Seat(enum.StrEnum):
    """A member's seat in the council."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    STANDING = "standing"  # ủy viên thường trực
    SECRETARY = "secretary"  # ủy viên thư ký
    MEMBER = "member"


class Method(enum.StrEnum):
    """How a case is voted on. Only OPEN is offered yet; secret and paper ballots have their place here."""

    OPEN = "open"
    SECRET = "secret"  # noqa: S105  # a kind of ballot
    PAPER = "paper"


class Choice(enum.StrEnum):
    """A vote."""

    YES = "yes"
    NO = "no"
    BLANK = "blank"


class Outcome(enum.StrEnum):
    """The result of a case."""

    PASSED = "passed"
    FAILED = "failed"


class Council(Versioned, Base):
    """A council, founded by a decision."""

    __tablename__ = "council"
    kind: Mapped[CouncilKind] = mapped_column(choice(CouncilKind))
    name: Mapped[str] = mapped_column(Line(200))
    founding_decision: Mapped[str] = mapped_column(Line(200))
    founded_on: Mapped[dt.date]
    dissolved_on: Mapped[dt.date | None]
    seats: Mapped[list["CouncilMember"]] = relationship(
        back_populates="council", order_by="CouncilMember.position", cascade="all, delete-orphan"
    )


class CouncilMember(Base):
    """A seat by the founding decision, with its term."""

    __tablename__ = "council_member"
    council_id: Mapped[int] = mapped_column(sa.ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    seat: Mapped[Seat] = mapped_column(choice(Seat))
    position: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    council: Mapped[Council] = relationship(back_populates="seats")
    person: Mapped[Person] = relationship(lazy="joined")


class Meeting(Versioned, Base):
    """A session of a council. Roll, quorum and thresholds are frozen when it is convened."""

    __tablename__ = "meeting"
    council_id: Mapped[int] = mapped_column(sa.ForeignKey("council.id"))
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT)
    title: Mapped[str] = mapped_column(Line(300))
    starts_at: Mapped[dt.datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(Line(200))
    opened_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    closed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    quorum_numerator: Mapped[int] = mapped_column(default=2)
    quorum_denominator: Mapped[int] = mapped_column(default=3)
    rule_source: Mapped[str] = mapped_column(Line(500), default="")
    guests: Mapped[str] = mapped_column(Prose, default="")
    discussion: Mapped[str] = mapped_column(Prose, default="")  # told by the secretary, goes into the minutes
    minutes_number: Mapped[int | None]
    minutes_signed_on: Mapped[dt.date | None]
    council: Mapped[Council] = relationship()
    roll: Mapped[list["MeetingMember"]] = relationship(
        back_populates="meeting", order_by="MeetingMember.position", cascade="all, delete-orphan"
    )
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )
    __table_args__ = (
        sa.CheckConstraint("quorum_denominator > 0 AND quorum_numerator >= 0", name="quorum_fraction"),
    )

    @property
    def quorum(self) -> Fraction:
        """Return the share of all members that must be present."""
        return Fraction(self.quorum_numerator, self.quorum_denominator)


class MeetingMember(Base):
    """A member as of this meeting: name and seat are copied, so later changes do not touch old minutes."""

    __tablename__ = "meeting_member"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Line(140))  # with honorific
    job: Mapped[str] = mapped_column(Line(300), default="")
    seat: Mapped[Seat] = mapped_column(choice(Seat))
    present: Mapped[bool | None]  # None: not yet called
    absence_reason: Mapped[str] = mapped_column(Line(200), default="")
    meeting: Mapped[Meeting] = relationship(back_populates="roll")
    person: Mapped[Person] = relationship()
    __table_args__ = (sa.UniqueConstraint("meeting_id", "person_id"),)


class AgendaItem(Versioned, Base):
    """One case: an initiative or a nomination, with its own threshold as an exact fraction of all members."""

    __tablename__ = "agenda_item"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    position: Mapped[int]
    subject_kind: Mapped[str] = mapped_column(sa.String(40))  # table name of the subject
    subject_id: Mapped[int]
    title: Mapped[str] = mapped_column(Line(500))
    detail: Mapped[str] = mapped_column(Prose, default="")
    state: Mapped[VoteState] = mapped_column(choice(VoteState), default=VoteState.WAITING)
    method: Mapped[Method] = mapped_column(choice(Method), default=Method.OPEN)
    round: Mapped[int] = mapped_column(default=1)
    threshold_numerator: Mapped[int]
    threshold_denominator: Mapped[int]
    threshold_strict: Mapped[bool] = mapped_column(default=False)  # True: more than, False: at least
    threshold_source: Mapped[str] = mapped_column(Line(500), default="")
    opened_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    closed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    members: Mapped[int | None]  # denominator: all members by the establishing decision, at closing
    yes: Mapped[int | None]
    no: Mapped[int | None]
    blank: Mapped[int | None]
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    meeting: Mapped[Meeting] = relationship(back_populates="items")
    ballots: Mapped[list["Ballot"]] = relationship(back_populates="item", cascade="all, delete-orphan")
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "subject_kind", "subject_id", "round"),
        sa.CheckConstraint(
            "state != 'closed' OR (outcome IS NOT NULL AND closed_at IS NOT NULL AND members > 0"
            " AND yes + no + blank <= members)",
            name="closed_has_result",
        ),
        sa.CheckConstraint(
            "threshold_denominator > 0 AND threshold_numerator BETWEEN 0 AND threshold_denominator",
            name="threshold_fraction",
        ),
    )

    @property
    def threshold(self) -> Fraction:
        """Return the share of all members that must agree."""
        return Fraction(self.threshold_numerator, self.threshold_denominator)


class Ballot(Base):
    """An open vote: one row per case and member (a secret ballot will never be stored like this)."""

    __tablename__ = "ballot"
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_item.id"))
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting_member.id"))
    choice: Mapped[Choice] = mapped_column(choice(Choice))
    cast_at: Mapped[dt.datetime] = mapped_column(Moment)
    item: Mapped[AgendaItem] = relationship(back_populates="ballots")
    member: Mapped[MeetingMember] = relationship()
    __table_args__ = (sa.UniqueConstraint("item_id", "member_id"),)
