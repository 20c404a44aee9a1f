"""Tables: reports of the movement, and every version of the words that people wrote into them."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..core.text import pad_number
from .phrases import WORDS
from .states import State


class ReportKind(enum.StrEnum):
    """What is reported, and to whom."""

    QUARTER = "quarter"  # thông báo kết quả quý
    MIDTERM = "midterm"  # báo cáo sơ kết
    FINAL = "final"  # báo cáo tổng kết
    CITY = "city"  # báo cáo gửi thành phố


class MovementReport(Versioned, Base):
    """One report: what it is about, and its content once it was submitted (JSON, so that papers never change)."""

    __tablename__ = "movement_report"
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT, index=True)
    kind: Mapped[ReportKind] = mapped_column(choice(ReportKind))
    from_year: Mapped[int]
    year: Mapped[int]  # the last one
    quarter: Mapped[int]  # up to and with this quarter of the last year
    content: Mapped[str | None] = mapped_column(sa.Text)
    approved_by: Mapped[str] = mapped_column(Line(120), default="")
    series: Mapped[str | None] = mapped_column(sa.String(40))
    number: Mapped[int | None]
    symbol: Mapped[str | None] = mapped_column(Line(30))
    issued_on: Mapped[dt.date | None]
    created_by: Mapped[str] = mapped_column(Line(120))
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (
        sa.CheckConstraint("from_year <= year AND quarter BETWEEN 1 AND 4", name="period_in_order"),
        sa.CheckConstraint("state = 'draft' OR content IS NOT NULL", name="submitted_is_frozen"),
        sa.CheckConstraint(
            "state != 'issued' OR (series IS NOT NULL AND number IS NOT NULL AND symbol IS NOT NULL"
            " AND issued_on IS NOT NULL)",
            name="issued_has_number",
        ),
    )

    @property
    def full_number(self) -> str:
        """Return "05/BC-UBND"; empty while there is no number."""
        return f"{pad_number(self.number)}/{self.symbol}" if self.number is not None else ""

    @property
    def title(self) -> str:
        """Return what it is on screens: "Báo cáo sơ kết năm 2026"."""
        return f"{WORDS[f'ReportKind.{self.kind.value}']} {self.span}"

    @property
    def span(self) -> str:
        """Return "quý 2/2027", "năm 2027", "06 tháng đầu năm 2027" or "giai đoạn 2026 - 2028"."""
        if self.kind == ReportKind.QUARTER:
            return f"quý {self.quarter}/{self.year}"
        if self.quarter == 4:
            years = f"giai đoạn {self.from_year} - {self.year}"
            return years if self.from_year < self.year else f"năm {self.year}"
        months = f"{self.quarter * 3:02d} tháng đầu năm {self.year}"
        if self.from_year == self.year:
            return months
        return f"giai đoạn từ năm {self.from_year} đến hết quý {self.quarter}/{self.year}"


class MovementReportEdit(Base):
    """One version of one section. Append-only: the database refuses to change or drop a row.

    `text` None: back to the composed words. `composed` is what the system said at that moment.
    """

    __tablename__ = "movement_report_edit"
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("movement_report.id"))
    section: Mapped[str] = mapped_column(sa.String(40))
    number: Mapped[int]
    text: Mapped[str | None] = mapped_column(Prose)
    composed: Mapped[str] = mapped_column(sa.Text)
    author: Mapped[str] = mapped_column(Line(140))
    at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (sa.UniqueConstraint("report_id", "section", "number"),)
