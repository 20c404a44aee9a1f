"""Tables of secret ballots: polls, electors, tellers with their key shares, sealed envelopes, lines after opening."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, Prose, choice
from ..people.models import Person
from .states import PollState

CODE_LENGTH = 6 + 12  # characters of the server, then of the voter


class Mark(enum.StrEnum):
    """What a ballot says."""

    YES = "yes"
    NO = "no"
    BLANK = "blank"


class TellerKey(Base):
    """The key pair of a teller; the private half is sealed under the password of the account."""

    __tablename__ = "teller_key"
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), unique=True)
    public: Mapped[bytes] = mapped_column(sa.LargeBinary)
    salt: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)


class Poll(Base):
    """One secret vote about one case. Its private key exists only wrapped for pairs of tellers."""

    __tablename__ = "poll"
    kind: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int]
    title: Mapped[str] = mapped_column(Line(500))
    state: Mapped[PollState] = mapped_column(choice(PollState), default=PollState.OPEN)
    public: Mapped[bytes] = mapped_column(sa.LargeBinary)
    opened_at: Mapped[dt.datetime] = mapped_column(Moment)
    closing_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    closing_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    closed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    destroyed_at: Mapped[dt.datetime | None] = mapped_column(Moment)  # secret deleted, files rewritten
    objections_until: Mapped[dt.datetime | None] = mapped_column(Moment)
    voted: Mapped[int | None]
    yes: Mapped[int | None]
    no: Mapped[int | None]
    blank: Mapped[int | None]
    list_hash: Mapped[str | None] = mapped_column(sa.String(64))
    void_reason: Mapped[str] = mapped_column(Prose, default="")
    electors: Mapped[list["PollElector"]] = relationship(
        back_populates="poll", order_by="PollElector.id", cascade="all, delete-orphan"
    )
    tellers: Mapped[list["PollTeller"]] = relationship(
        back_populates="poll", order_by="PollTeller.position", cascade="all, delete-orphan"
    )
    __table_args__ = (
        sa.UniqueConstraint("kind", "subject_id"),
        sa.CheckConstraint(
            "state != 'closed' OR (voted = yes + no + blank AND list_hash IS NOT NULL AND closed_at IS NOT NULL)",
            name="closed_has_tally",
        ),
    )


class PollElector(Base):
    """Who may vote, frozen at the opening, with the account of that moment."""

    __tablename__ = "poll_elector"
    poll_id: Mapped[int] = mapped_column(sa.ForeignKey("poll.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(Line(140))
    account_mark: Mapped[str] = mapped_column(
        sa.String(64)
    )  # changes when the account is reset or another one
    removed: Mapped[bool] = mapped_column(default=False)
    removed_reason: Mapped[str] = mapped_column(Prose, default="")
    held: Mapped[bool] = mapped_column(default=False)  # the account changed while the poll was open
    released_chair_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    released_desk_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    voted: Mapped[bool | None]  # written for all at once when the envelopes are opened
    poll: Mapped[Poll] = relationship(back_populates="electors")
    person: Mapped[Person] = relationship()
    __table_args__ = (sa.UniqueConstraint("poll_id", "person_id"),)


class PollTeller(Base):
    """One of the three tellers of a poll."""

    __tablename__ = "poll_teller"
    poll_id: Mapped[int] = mapped_column(sa.ForeignKey("poll.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Line(140))
    waiting: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # shares of who confirmed first, sealed
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    poll: Mapped[Poll] = relationship(back_populates="tellers")
    __table_args__ = (sa.UniqueConstraint("poll_id", "account_id"),)


class PollWrap(Base):
    """The private key of a poll for one pair of tellers: two shares, each sealed to one of them."""

    __tablename__ = "poll_wrap"
    poll_id: Mapped[int] = mapped_column(sa.ForeignKey("poll.id"), index=True)
    first: Mapped[int]  # positions of the pair
    second: Mapped[int]
    share_first: Mapped[bytes] = mapped_column(sa.LargeBinary)
    share_second: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)
    __table_args__ = (sa.UniqueConstraint("poll_id", "first", "second"),)


class Envelope(Base):
    """A sealed ballot; all have the same length. Gone when the poll is closed."""

    __tablename__ = "envelope"
    elector_id: Mapped[int] = mapped_column(sa.ForeignKey("poll_elector.id"), unique=True)
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)


class PollLine(Base):
    """One opened ballot, without its voter; written sorted by code."""

    __tablename__ = "poll_line"
    poll_id: Mapped[int] = mapped_column(sa.ForeignKey("poll.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(CODE_LENGTH))
    mark: Mapped[Mark] = mapped_column(choice(Mark))


class PollObjection(Base):
    """An elector says that his line is missing or wrong."""

    __tablename__ = "poll_objection"
    poll_id: Mapped[int] = mapped_column(sa.ForeignKey("poll.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Prose)
    raised_at: Mapped[dt.datetime] = mapped_column(Moment)
    proven: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Prose, default="")
