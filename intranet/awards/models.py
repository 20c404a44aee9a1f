"""Tables: award rounds, nominations with their checklist answers."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ..campaign.models import Campaign
from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..core.text import fold, name_sort_key, sort_key
from ..initiatives.models import Initiative
from ..people.models import Honorific, Person, Unit
from .states import RoundState, State

GIAY_KHEN = "giay_khen"


class RoundKind(enum.StrEnum):
    """Kinds of rounds (plan part IV; Luật TĐKT Điều 8)."""

    SUDDEN = "sudden"  # đột xuất
    YEARLY = "yearly"  # hằng năm
    MIDTERM = "midterm"  # sơ kết
    PERIOD = "period"  # tổng kết giai đoạn
    THEMATIC = "thematic"  # chuyên đề
    MOVEMENT = "movement"  # phong trào thi đua theo chuyên đề: a kind of its own from 1/10/2026


class SubjectKind(enum.StrEnum):
    """Who is nominated."""

    PERSON = "person"
    COLLECTIVE = "collective"
    HOUSEHOLD = "household"


class AwardRound(Versioned, Base):
    """A round in which units nominate; keeps the day whose rules it follows."""

    __tablename__ = "award_round"
    state: Mapped[RoundState] = mapped_column(choice(RoundState), default=RoundState.PLANNED)
    kind: Mapped[RoundKind] = mapped_column(choice(RoundKind))
    title: Mapped[str] = mapped_column(Line(300))
    achievement: Mapped[str] = mapped_column(
        Prose, default=""
    )  # common ending "đã có thành tích ..." of the Decision
    campaign_id: Mapped[int | None] = mapped_column(sa.ForeignKey("campaign.id"))
    award_form: Mapped[str] = mapped_column(sa.String(40), default=GIAY_KHEN)
    opens_on: Mapped[dt.date]
    closes_on: Mapped[dt.date]
    rule_date: Mapped[dt.date]  # which dated parameters apply
    counts_from: Mapped[dt.date | None]  # whose achievements it rewards; None: the year of its opening
    counts_to: Mapped[dt.date | None]
    guidance: Mapped[str] = mapped_column(Prose, default="")
    simplified_reason: Mapped[str] = mapped_column(
        Prose, default="", server_default=""
    )  # why it went to the chairman without the council
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    campaign: Mapped[Campaign | None] = relationship()
    __table_args__ = (sa.CheckConstraint("closes_on >= opens_on", name="dates_in_order"),)

    @property
    def counted(self) -> tuple[dt.date, dt.date]:
        """Return the time whose achievements it rewards, first and last day: as set, else the year of its opening."""
        year = self.opens_on.year
        return self.counts_from or dt.date(year, 1, 1), self.counts_to or dt.date(year, 12, 31)


class Nomination(Versioned, Base):
    """One person, collective or household for one award form in one round. Printed names are kept as text."""

    __tablename__ = "nomination"
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT, index=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("award_round.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)  # who nominates
    subject_kind: Mapped[SubjectKind] = mapped_column(choice(SubjectKind))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    collective_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    honorific: Mapped[Honorific | None] = mapped_column(choice(Honorific))  # person, or head of the household
    name: Mapped[str] = mapped_column(Line(200))  # as printed
    detail: Mapped[str] = mapped_column(Line(300), default="")  # position and unit, or address, as printed
    award_form: Mapped[str] = mapped_column(sa.String(40), default=GIAY_KHEN)
    achievement: Mapped[str] = mapped_column(Line(500), default="")  # the line on the certificate
    report: Mapped[str] = mapped_column(Prose, default="")  # báo cáo thành tích
    initiative_id: Mapped[int | None] = mapped_column(sa.ForeignKey("initiative.id"))
    unit_meeting: Mapped[str] = mapped_column(Prose, default="")  # result of the unit's own meeting
    submitted_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    nominated_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    due_on: Mapped[dt.date | None]
    vote_note: Mapped[str] = mapped_column(Line(200), default="")  # "8/9 thành viên đồng ý (88,9 %)"
    on_paper: Mapped[bool] = mapped_column(
        default=False, server_default=sa.false()
    )  # decided outside, recorded here
    decision_number: Mapped[str | None] = mapped_column(sa.String(40))
    awarded_on: Mapped[dt.date | None]
    amount: Mapped[int | None]  # đồng, from the Decision
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    name_key: Mapped[str] = mapped_column(sa.Text, default="")
    search_text: Mapped[str] = mapped_column(sa.Text, default="")
    round: Mapped[AwardRound] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    person: Mapped[Person | None] = relationship()
    collective: Mapped[Unit | None] = relationship(foreign_keys=[collective_id])
    initiative: Mapped[Initiative | None] = relationship()
    checks: Mapped[list["NominationCheck"]] = relationship(
        back_populates="nomination", cascade="all, delete-orphan", order_by="NominationCheck.position"
    )
    __table_args__ = (
        sa.CheckConstraint(
            "(subject_kind = 'person' AND person_id IS NOT NULL AND collective_id IS NULL)"
            " OR (subject_kind = 'collective' AND collective_id IS NOT NULL AND person_id IS NULL)"
            " OR (subject_kind = 'household' AND person_id IS NULL AND collective_id IS NULL)",
            name="subject_matches_kind",
        ),
        sa.CheckConstraint(
            "state NOT IN ('awarded', 'revoked') OR (decision_number IS NOT NULL AND awarded_on IS NOT NULL)",
            name="awarded_needs_decision",
        ),
    )

    @validates("name", "subject_kind")
    def _keys(self, key: str, value: str) -> str:
        kind = value if key == "subject_kind" else self.subject_kind
        name = value if key == "name" else (self.name or "")
        self.name_key = name_sort_key(name) if kind == SubjectKind.PERSON else sort_key(name)
        self.search_text = fold(name)
        return value

    @property
    def printed_name(self) -> str:
        """Return the name as on the certificate, with honorific where there is one."""
        return f"{self.honorific.value} {self.name}" if self.honorific else self.name


class NominationCheck(Base):
    """The standing body's answer to one line of the checklist, with the article that it rests on."""

    __tablename__ = "nomination_check"
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nomination.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(Line(500))
    article: Mapped[str] = mapped_column(Line(300), default="")
    answer: Mapped[str] = mapped_column(sa.String(12), default="")  # yes, no, not_needed
    note: Mapped[str] = mapped_column(Prose, default="")
    nomination: Mapped[Nomination] = relationship(back_populates="checks")
    __table_args__ = (sa.UniqueConstraint("nomination_id", "code"),)
