"""Tables: proposals to the city and their lines, which keep every printed field as text."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..awards.models import Nomination, SubjectKind
from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..core.text import pad_number
from ..people.models import Honorific, Person, Unit
from .states import State


class Ground(enum.StrEnum):
    """For what the city is asked to reward (Luật Thi đua, khen thưởng: loại hình khen thưởng)."""

    MERIT = "merit"  # công trạng
    THEMATIC = "thematic"  # phong trào thi đua, chuyên đề
    SUDDEN = "sudden"  # đột xuất


class Channel(enum.StrEnum):
    """How a proposal went out."""

    SYSTEM = "system"
    POST = "post"
    HAND = "hand"


class Outcome(enum.StrEnum):
    """What the city said of one line."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class CityProposal(Versioned, Base):
    """A tờ trình to the city with its list (NĐ 152/2025, Phụ lục, Mẫu 01)."""

    __tablename__ = "city_proposal"
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT, index=True)
    title: Mapped[str] = mapped_column(Line(300))
    ground: Mapped[Ground] = mapped_column(choice(Ground))
    rule_date: Mapped[dt.date]  # whose forms and fields it follows
    number: Mapped[int | None]
    symbol: Mapped[str] = mapped_column(Line(40), default="")
    issued_on: Mapped[dt.date | None]
    signer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("signer.id"))
    sent_on: Mapped[dt.date | None]
    channel: Mapped[Channel | None] = mapped_column(choice(Channel))
    due_on: Mapped[dt.date | None]  # by when an answer is expected
    answered_on: Mapped[dt.date | None]  # when the last line got its answer
    created_by: Mapped[str] = mapped_column(Line(120))
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    title_fold: Mapped[str] = mapped_column(sa.Text, default="")
    lines: Mapped[list["CityLine"]] = relationship(
        back_populates="proposal", order_by="CityLine.position", cascade="all, delete-orphan"
    )

    @property
    def full_number(self) -> str:
        """Return "05/TTr-UBND"; empty while there is no number."""
        return f"{pad_number(self.number)}/{self.symbol}" if self.number is not None else ""


class CityLine(Versioned, Base):
    """One person, collective or household that is proposed, with the fields that the city asks for."""

    __tablename__ = "city_line"
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("city_proposal.id"), index=True)
    position: Mapped[int]
    kind: Mapped[SubjectKind] = mapped_column(choice(SubjectKind))
    nomination_id: Mapped[int | None] = mapped_column(sa.ForeignKey("nomination.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    collective_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    honorific: Mapped[Honorific | None] = mapped_column(choice(Honorific))
    name: Mapped[str] = mapped_column(Line(200))
    born_year: Mapped[int | None]
    gender: Mapped[str] = mapped_column(Line(10), default="")
    job: Mapped[str] = mapped_column(Line(300), default="")
    unit: Mapped[str] = mapped_column(Line(300), default="")
    form: Mapped[str] = mapped_column(sa.String(40))
    summary: Mapped[str] = mapped_column(Prose, default="")
    votes: Mapped[str] = mapped_column(Line(200), default="")
    titles: Mapped[str] = mapped_column(Prose, default="")
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome), default=Outcome.WAITING)
    decision_number: Mapped[str] = mapped_column(Line(60), default="")
    decided_on: Mapped[dt.date | None]
    issuer: Mapped[str] = mapped_column(Line(200), default="")
    refusal: Mapped[str] = mapped_column(Prose, default="")
    award_id: Mapped[int | None] = mapped_column(sa.ForeignKey("past_award.id"))  # what the history has of it
    proposal: Mapped[CityProposal] = relationship(back_populates="lines")
    nomination: Mapped[Nomination | None] = relationship()
    person: Mapped[Person | None] = relationship()
    collective: Mapped[Unit | None] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("proposal_id", "nomination_id"),
        sa.CheckConstraint(
            "outcome != 'granted' OR (decision_number != '' AND decided_on IS NOT NULL)",
            name="granted_by_decision",
        ),
        sa.CheckConstraint("outcome != 'refused' OR refusal != ''", name="refused_with_reason"),
    )

    @property
    def printed_name(self) -> str:
        """Return the name with honorific where there is one."""
        return f"{self.honorific.value} {self.name}" if self.honorific else self.name
