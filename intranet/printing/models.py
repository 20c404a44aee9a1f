"""Tables: pre-printed stock and its ledger, printers and their calibrations, print runs sheet by sheet. Lengths in mm."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base, Line, Moment, Prose, Versioned, choice
from ..decisions.models import Certificate, Decision
from .states import RunState


class StockField(enum.StrEnum):
    """What can be printed on a blank; the names are those of documents/overlay.py, in the order of the form."""

    AWARDER = "awarder"
    TITLE = "title"
    NAME = "name"
    DETAIL = "detail"
    ACHIEVEMENT = "achievement"
    DECISION = "decision"
    REGISTER = "register"
    PLACE_DATE = "place_date"
    SIGNER_TITLE = "signer_title"
    SIGNER_NAME = "signer_name"


class BoxAlign(enum.StrEnum):
    """How text stands in its box."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class StockProfile(Versioned, Base):
    """Pre-printed paper (phôi): its size, and which text goes where. The background picture is an attachment."""

    __tablename__ = "stock_profile"
    name: Mapped[str] = mapped_column(Line(120))
    width: Mapped[float]
    height: Mapped[float]
    note: Mapped[str] = mapped_column(Prose, default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    boxes: Mapped[list["StockBox"]] = relationship(back_populates="stock", cascade="all, delete-orphan")
    __table_args__ = (
        sa.UniqueConstraint("name"),
        sa.CheckConstraint("width > 0 AND height > 0", name="has_a_size"),
    )


class StockBox(Versioned, Base):
    """Where one field stands on the blank, from the top left corner of the paper as it is read."""

    __tablename__ = "stock_box"
    stock_id: Mapped[int] = mapped_column(sa.ForeignKey("stock_profile.id"))
    field: Mapped[StockField] = mapped_column(choice(StockField))
    x: Mapped[float]
    y: Mapped[float]
    width: Mapped[float]
    height: Mapped[float]
    sizes: Mapped[str] = mapped_column(sa.String(80))  # points, from large to small: "28 26 24"
    lines: Mapped[int] = mapped_column(default=1)
    align: Mapped[BoxAlign] = mapped_column(choice(BoxAlign), default=BoxAlign.CENTER)
    bold: Mapped[bool] = mapped_column(default=False)
    italic: Mapped[bool] = mapped_column(default=False)
    color: Mapped[str] = mapped_column(sa.String(6), default="000000")
    stock: Mapped[StockProfile] = relationship(back_populates="boxes")
    __table_args__ = (
        sa.UniqueConstraint("stock_id", "field"),
        sa.CheckConstraint("x >= 0 AND y >= 0 AND width > 0 AND height > 0", name="lies_on_the_paper"),
    )


class EntryKind(enum.StrEnum):
    """Why the number of blanks changes."""

    RECEIVED = "received"
    USED = "used"
    SPOILED = "spoiled"
    CORRECTED = "corrected"


class StockEntry(Base):
    """One line of the stock ledger (sổ phôi); never changed. What is left is the sum of `quantity`."""

    __tablename__ = "stock_entry"
    stock_id: Mapped[int] = mapped_column(sa.ForeignKey("stock_profile.id"), index=True)
    kind: Mapped[EntryKind] = mapped_column(choice(EntryKind))
    quantity: Mapped[int]  # received above 0, used and spoiled below
    on: Mapped[dt.date] = mapped_column("entry_on")
    note: Mapped[str] = mapped_column(Prose, default="")
    run_id: Mapped[int | None] = mapped_column(sa.ForeignKey("print_run.id"), index=True)
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(Line(120))
    at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (
        sa.CheckConstraint(
            "(kind = 'received' AND quantity > 0) OR (kind IN ('used', 'spoiled') AND quantity < 0)"
            " OR (kind = 'corrected' AND quantity <> 0)",
            name="sign_by_kind",
        ),
    )


class PrinterProfile(Versioned, Base):
    """A printer; how it moves and scales a page stands in its last accepted calibration."""

    __tablename__ = "printer_profile"
    name: Mapped[str] = mapped_column(Line(120))
    place: Mapped[str] = mapped_column(Line(120), default="")
    rotation: Mapped[int] = mapped_column(default=0)  # of the feed, degrees clockwise
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    calibrations: Mapped[list["Calibration"]] = relationship(
        back_populates="printer", order_by="Calibration.id"
    )
    __table_args__ = (
        sa.UniqueConstraint("name"),
        sa.CheckConstraint("rotation IN (0, 90, 180, 270)", name="quarter_turns"),
    )

    @property
    def calibration(self) -> "Calibration | None":
        """Return the calibration in force: the last accepted one, unless the feed was turned since."""
        accepted = [one for one in self.calibrations if one.accepted_at is not None]
        return accepted[-1] if accepted and accepted[-1].rotation == self.rotation else None


class Calibration(Base):
    """One measuring of a ruled sheet and what follows from it; all are kept."""

    __tablename__ = "printer_calibration"
    printer_id: Mapped[int] = mapped_column(sa.ForeignKey("printer_profile.id"), index=True)
    stock_id: Mapped[int] = mapped_column(sa.ForeignKey("stock_profile.id"))  # the paper it was measured on
    rotation: Mapped[int]
    first_left: Mapped[float]  # measured mm: from the left and the top edge to each cross
    first_top: Mapped[float]
    second_left: Mapped[float]
    second_top: Mapped[float]
    dx: Mapped[float]
    dy: Mapped[float]
    scale_x: Mapped[float]
    scale_y: Mapped[float]
    measured_by: Mapped[str] = mapped_column(Line(120))
    measured_at: Mapped[dt.datetime] = mapped_column(Moment)
    accepted_by: Mapped[str | None] = mapped_column(Line(120))
    accepted_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    printer: Mapped[PrinterProfile] = relationship(back_populates="calibrations")
    stock: Mapped[StockProfile] = relationship()
    __table_args__ = (
        sa.CheckConstraint("(accepted_by IS NULL) = (accepted_at IS NULL)", name="accepted_by_somebody"),
    )


class RunMode(enum.StrEnum):
    """What is printed: whole certificates, or only the text on pre-printed stock."""

    WHOLE = "whole"
    OVERLAY = "overlay"


class RunKind(enum.StrEnum):
    """Why it is printed."""

    FIRST = "first"
    REPRINT = "reprint"
    REPLACEMENT = "replacement"


class PrintRun(Versioned, Base):
    """One go at the printer (lượt in): which sheets, on what; its .docx is kept as an issued file."""

    __tablename__ = "print_run"
    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision.id"))
    number: Mapped[int]  # from 1 in its Decision
    state: Mapped[RunState] = mapped_column(choice(RunState), default=RunState.PREPARED)
    mode: Mapped[RunMode] = mapped_column(choice(RunMode))
    kind: Mapped[RunKind] = mapped_column(choice(RunKind))
    reason: Mapped[str] = mapped_column(Prose, default="")
    stock_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stock_profile.id"))
    printer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("printer_profile.id"))
    follows_id: Mapped[int | None] = mapped_column(sa.ForeignKey("print_run.id"))  # the run it goes on with
    wasted: Mapped[int] = mapped_column(default=0)  # blanks spoiled and done again at once
    spoil_reason: Mapped[str] = mapped_column(Prose, default="")
    prepared_by: Mapped[str] = mapped_column(Line(120))
    prepared_at: Mapped[dt.datetime] = mapped_column(Moment)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    decision: Mapped[Decision] = relationship()
    stock: Mapped[StockProfile | None] = relationship()
    printer: Mapped[PrinterProfile | None] = relationship()
    sheets: Mapped[list["PrintSheet"]] = relationship(
        back_populates="run", order_by="PrintSheet.position", cascade="all, delete-orphan"
    )
    __table_args__ = (
        sa.UniqueConstraint("decision_id", "number"),
        sa.CheckConstraint(
            "mode <> 'overlay' OR (stock_id IS NOT NULL AND printer_id IS NOT NULL)", name="overlay_on_stock"
        ),
        sa.CheckConstraint("kind <> 'reprint' OR reason <> ''", name="reprint_has_reason"),
    )


class SheetResult(enum.StrEnum):
    """What became of one sheet of a run."""

    WAITING = "waiting"
    PRINTED = "printed"
    SPOILED = "spoiled"  # the blank was spoiled, the certificate is still to be printed
    LEFT = "left"  # the run ended before it


class PrintSheet(Base):
    """One certificate in a run, at its place in the stack: the log of printing, per certificate."""

    __tablename__ = "print_sheet"
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("print_run.id"))
    position: Mapped[int]
    certificate_id: Mapped[int] = mapped_column(sa.ForeignKey("certificate.id"), index=True)
    result: Mapped[SheetResult] = mapped_column(choice(SheetResult), default=SheetResult.WAITING)
    run: Mapped[PrintRun] = relationship(back_populates="sheets")
    certificate: Mapped[Certificate] = relationship()
    __table_args__ = (
        sa.UniqueConstraint("run_id", "position"),
        sa.UniqueConstraint("run_id", "certificate_id"),
    )
