"""Table: passages of an achievement report, drafted from records or written by the unit."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base, Line, Moment, Prose, Versioned, choice


class ReportSection(enum.StrEnum):
    """Where a passage stands in the report (NĐ 152/2025, Phụ lục, Mẫu 04, 05, 06, 08)."""

    FACTS = "facts"  # I, what the records know of the person or collective; printed as it stands there
    OVERVIEW = "overview"  # I, in words
    RESULTS = "results"  # II
    PAST = "past"  # III, the two tables, from the history; own words below them


class ReportPassage(Versioned, Base):
    """One passage. `drafted`: what the records say now; `text`: what is printed.

    `settled_at` empty: a machine wrote it and nobody has confirmed or edited it. `seen`: what the records said when
    somebody did. A passage that the author left out stays as a row with an empty text: drafting anew does not bring
    it back.
    """

    __tablename__ = "report_passage"
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nomination.id"), index=True)
    section: Mapped[ReportSection] = mapped_column(choice(ReportSection))
    key: Mapped[str] = mapped_column(
        sa.String(60)
    )  # of which record it tells: "initiative:12"; own words: "own:1"
    position: Mapped[int]
    drafted: Mapped[str] = mapped_column(Prose, default="")
    text: Mapped[str] = mapped_column(Prose, default="")
    seen: Mapped[str] = mapped_column(Prose, default="")
    settled_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    settled_by: Mapped[str] = mapped_column(Line(140), default="")
    __table_args__ = (sa.UniqueConstraint("nomination_id", "key"),)

    @property
    def own(self) -> bool:
        """Return whether the unit wrote it, not a machine."""
        return self.key.startswith("own:")

    @property
    def settled(self) -> bool:
        """Return whether a person stands behind it."""
        return self.settled_at is not None

    @property
    def locked(self) -> bool:
        """Return whether it prints records and is only confirmed: they are corrected where they are kept."""
        return not self.own and self.section in (ReportSection.FACTS, ReportSection.PAST)

    @property
    def dropped(self) -> bool:
        """Return whether the author left it out."""
        return self.settled and not self.text

    @property
    def edited(self) -> bool:
        """Return whether the author's words differ from what the machine had drafted."""
        return self.settled and not self.own and self.text != self.seen

    @property
    def changed(self) -> bool:
        """Return whether the records say something else than when the author settled it: somebody must look."""
        return self.settled and not self.own and self.drafted != self.seen
