"""Tables: counters per series and year, register lines, issued files."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base, Line, Moment, Prose


class NumberSeries(Base):
    """The last number given in a series and year. Its row is locked while a number is taken."""

    __tablename__ = "number_series"
    series: Mapped[str] = mapped_column(sa.String(40))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)
    __table_args__ = (sa.UniqueConstraint("series", "year"),)


class RegisterEntry(Base):
    """One line of a register (sổ đăng ký văn bản đi: the ten columns of NĐ 30/2020 Phụ lục IV)."""

    __tablename__ = "register_entry"
    series: Mapped[str] = mapped_column(sa.String(40))
    year: Mapped[int]
    number: Mapped[int]
    symbol: Mapped[str] = mapped_column(Line(40))  # QĐ-UBND
    issued_on: Mapped[dt.date]
    title: Mapped[str] = mapped_column(Prose)  # tên loại và trích yếu
    signer: Mapped[str] = mapped_column(Line(120))
    recipients: Mapped[str] = mapped_column(Prose, default="")
    kept_by: Mapped[str] = mapped_column(Line(120), default="")
    copies: Mapped[int] = mapped_column(default=1)
    sent_on: Mapped[dt.date | None]
    received_by: Mapped[str] = mapped_column(Line(120), default="")
    note: Mapped[str] = mapped_column(Prose, default="")
    object_kind: Mapped[str] = mapped_column(sa.String(40), default="")
    object_id: Mapped[int | None]
    registered_by: Mapped[str] = mapped_column(Line(120))
    registered_at: Mapped[dt.datetime] = mapped_column(Moment)
    title_fold: Mapped[str] = mapped_column(sa.Text, default="")
    __table_args__ = (
        sa.UniqueConstraint("series", "year", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.Index("ix_register_entry_object", "object_kind", "object_id"),
    )


class RegisterYear(Base):
    """A series of a year that was closed: from then on its lines are read-only and no number is given."""

    __tablename__ = "register_year"
    series: Mapped[str] = mapped_column(sa.String(40))
    year: Mapped[int]
    lines: Mapped[int]
    last: Mapped[int]  # the last number given
    closed_by: Mapped[str] = mapped_column(Line(120))
    closed_at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (sa.UniqueConstraint("series", "year"),)


class IssuedFile(Base):
    """A file as it was issued: bytes by hash in the store, made from a snapshot and wording that are kept too."""

    __tablename__ = "issued_file"
    object_kind: Mapped[str] = mapped_column(sa.String(40))
    object_id: Mapped[int]
    document_kind: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(Line(200))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    made_at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (sa.Index("ix_issued_file_object", "object_kind", "object_id"),)
