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


class MeetingKind(enum.StrEnum):
    """How the council meets."""

    SITTING = "sitting"
    WRITTEN = "written"  # thủ tục rút gọn: members answer in writing, nobody meets


class Method(enum.StrEnum):
    """How a case is voted on: by name, in sealed envelopes (package `ballots`), on paper counted by tellers."""

    OPEN = "open"
    SECRET = "secret"  # noqa: S105  # a kind of ballot
    PAPER = "paper"


class Choice(enum.StrEnum):
    """A vote."""

    YES = "yes"
    NO = "no"
    BLANK = "blank"


class ShareBase(enum.StrEnum):
    """What the share of yes votes is taken of."""

    ALL = "all"  # members by the establishing Decision
    PRESENT = "present"  # members who were here when the vote closed, and who answered in writing


class TieRule(enum.StrEnum):
    """What happens when yes and no are equal."""

    NONE = "none"
    CHAIR = "chair"  # the chair's deciding vote, a separate named act


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
    kind: Mapped[MeetingKind] = mapped_column(choice(MeetingKind), default=MeetingKind.SITTING)
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT)
    title: Mapped[str] = mapped_column(Line(300))
    starts_at: Mapped[dt.datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(Line(200))
    answers_until: Mapped[dt.datetime | None] = mapped_column(Moment)  # of a written procedure
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
    tellers: Mapped[list["MeetingTeller"]] = relationship(
        back_populates="meeting", order_by="MeetingTeller.position", cascade="all, delete-orphan"
    )
    roll: Mapped[list["MeetingMember"]] = relationship(
        back_populates="meeting", order_by="MeetingMember.position", cascade="all, delete-orphan"
    )
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )
    __table_args__ = (
        sa.CheckConstraint("quorum_denominator > 0 AND quorum_numerator >= 0", name="quorum_fraction"),
        sa.CheckConstraint("kind != 'written' OR answers_until IS NOT NULL", name="written_has_end"),
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
    arrived_at: Mapped[dt.datetime | None] = mapped_column(Moment)  # after the opening: came late
    left_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    meeting: Mapped[Meeting] = relationship(back_populates="roll")
    person: Mapped[Person] = relationship()
    __table_args__ = (sa.UniqueConstraint("meeting_id", "person_id"),)


class MeetingTeller(Base):
    """A member whom the meeting elected to count; secret ballots need three, paper ballots two."""

    __tablename__ = "meeting_teller"
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Line(140))  # with honorific
    meeting: Mapped[Meeting] = relationship(back_populates="tellers")
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
    base: Mapped[ShareBase] = mapped_column(choice(ShareBase), default=ShareBase.ALL)
    recused_counted: Mapped[bool] = mapped_column(default=True)  # recused members stay in the denominator
    tie: Mapped[TieRule] = mapped_column(choice(TieRule), default=TieRule.NONE)
    ballot_required: Mapped[bool] = mapped_column(default=False)  # the form of award demands a ballot
    previous_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_item.id"), unique=True)
    reason: Mapped[str] = mapped_column(Prose, default="")  # why a second vote
    poll_id: Mapped[int | None] = mapped_column(sa.ForeignKey("poll.id"), unique=True)
    opened_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    closing_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))  # asked for the closing
    closing_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    closed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    issued: Mapped[int | None]  # paper: handed out, collected, of these invalid
    collected: Mapped[int | None]
    invalid: Mapped[int | None]
    members: Mapped[int | None]  # denominator: all members by the establishing decision, at closing
    yes: Mapped[int | None]
    no: Mapped[int | None]
    blank: Mapped[int | None]
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    casting_choice: Mapped[Choice | None] = mapped_column(
        choice(Choice)
    )  # the chair's deciding vote on a tie
    casting_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting_member.id"))
    annulled_on: Mapped[dt.date | None]
    annulled_reason: Mapped[str] = mapped_column(Prose, default="")
    meeting: Mapped[Meeting] = relationship(back_populates="items")
    previous: Mapped["AgendaItem | None"] = relationship(remote_side="AgendaItem.id")
    casting_by: Mapped[MeetingMember | None] = relationship()
    conflicts: Mapped[list["Conflict"]] = relationship(back_populates="item", cascade="all, delete-orphan")
    opinions: Mapped[list["WrittenOpinion"]] = relationship(
        back_populates="item", cascade="all, delete-orphan"
    )
    counts: Mapped[list["PaperCount"]] = relationship(back_populates="item", cascade="all, delete-orphan")
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


class Conflict(Base):
    """A member who stays out of a case: no ballot, no scores, no totals of it."""

    __tablename__ = "conflict"
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_item.id"))
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting_member.id"))
    reason: Mapped[str] = mapped_column(Prose)
    declared_at: Mapped[dt.datetime] = mapped_column(Moment)
    declared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))  # the member, or the desk
    item: Mapped[AgendaItem] = relationship(back_populates="conflicts")
    member: Mapped[MeetingMember] = relationship()
    __table_args__ = (sa.UniqueConstraint("item_id", "member_id"),)


class WrittenOpinion(Base):
    """The opinion of an absent member in an open vote: typed by the desk, confirmed by a second person."""

    __tablename__ = "written_opinion"
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_item.id"))
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting_member.id"))
    choice: Mapped[Choice] = mapped_column(choice(Choice))
    note: Mapped[str] = mapped_column(Prose, default="")
    entered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    entered_at: Mapped[dt.datetime] = mapped_column(Moment)
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    item: Mapped[AgendaItem] = relationship(back_populates="opinions")
    member: Mapped[MeetingMember] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("item_id", "member_id"),
        sa.CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id != entered_by_id", name="two_people"),
    )


class PaperCount(Base):
    """What one teller counted from the paper ballots of a case; two must agree."""

    __tablename__ = "paper_count"
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_item.id"))
    teller_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting_teller.id"))
    issued: Mapped[int]
    collected: Mapped[int]
    valid: Mapped[int]
    invalid: Mapped[int]
    yes: Mapped[int]
    no: Mapped[int]
    blank: Mapped[int]
    entered_at: Mapped[dt.datetime] = mapped_column(Moment)
    item: Mapped[AgendaItem] = relationship(back_populates="counts")
    teller: Mapped[MeetingTeller] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("item_id", "teller_id"),
        sa.CheckConstraint(
            "issued >= collected AND collected = valid + invalid AND valid = yes + no + blank"
            " AND invalid >= 0 AND yes >= 0 AND no >= 0 AND blank >= 0",
            name="sums",
        ),
    )
