"""Take numbers without gaps, write register lines, keep issued files."""

import datetime as dt

import sqlalchemy as sa

from ..core import audit, clock, files
from ..core.audit import Actor
from ..core.db import Base, db
from ..core.errors import NotReady
from ..core.text import fold
from . import queries
from .models import IssuedFile, NumberSeries, RegisterEntry, RegisterYear

audit.declare(
    "register",
    entered=("series", "year", "number"),
    delivered=("sent_on", "received_by", "note"),
    closed=("series", "year", "last", "lines"),
)


def next_number(series: str, year: int) -> int:
    """Return the number that would be given next, for display; only `take_number` gives it."""
    last = db.session.scalar(
        sa.select(NumberSeries.last).where(NumberSeries.series == series, NumberSeries.year == year)
    )
    return (last or 0) + 1


def next_numbers(year: int) -> dict[str, int]:
    """Return series -> the number that would be given next, for all series that have one in a year."""
    rows = db.session.execute(
        sa.select(NumberSeries.series, NumberSeries.last).where(NumberSeries.year == year)
    )
    return {series: last + 1 for series, last in rows}


def take_number(series: str, year: int) -> int:
    """Take the next number of a series and year in the running transaction.

    The counter row is locked until the transaction ends: two clerks never share a number, and a rollback
    gives it back, so no gap arises (NĐ 30/2020 Điều 15: from 01 on 1 January to 31 December each year).
    NotReady when the year was closed.
    """
    db.session.execute(
        sa.text(
            "INSERT INTO number_series (series, year, last) VALUES (:series, :year, 0)"
            " ON CONFLICT (series, year) DO NOTHING"
        ),
        {"series": series, "year": year},
    )
    row = db.session.scalar(
        sa.select(NumberSeries)
        .where(NumberSeries.series == series, NumberSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotReady("Chưa mở sổ cho năm này.")
    _require_open(series, year)
    row.last += 1
    db.session.flush()
    return row.last


def _require_open(series: str, year: int) -> None:
    if queries.closing_of(series, year) is not None:
        raise NotReady(f"Sổ năm {year} đã khóa: không cấp thêm số, không sửa được nữa.")


def enter(
    obj: Base,
    *,
    actor: Actor,
    series: str,
    number: int,
    symbol: str,
    issued_on: dt.date,
    title: str,
    signer: str,
    recipients: str = "",
    kept_by: str = "",
    copies: int = 1,
) -> RegisterEntry:
    """Write the register line of a numbered document (sổ văn bản đi) and return it."""
    row = RegisterEntry(
        series=series,
        year=issued_on.year,
        number=number,
        symbol=symbol,
        issued_on=issued_on,
        title=title,
        signer=signer,
        recipients=recipients,
        kept_by=kept_by,
        copies=copies,
        object_kind=obj.__tablename__,
        object_id=obj.id,
        registered_by=actor.display_name,
        registered_at=clock.now(),
        title_fold=fold(title),
    )
    db.session.add(row)
    db.session.flush()
    data = {"series": series, "year": row.year, "number": number}
    audit.record("register:entered", actor=actor, obj=row, data=data)
    return row


def note_delivery(
    entry: RegisterEntry, *, actor: Actor, sent_on: dt.date | None, received_by: str, note: str
) -> None:
    """Fill the columns "ngày chuyển", "ký nhận", "ghi chú" of a line; NotReady in a closed year or for a wrong day."""
    _require_open(entry.series, entry.year)
    if sent_on is not None and sent_on < entry.issued_on:
        raise NotReady("Ngày chuyển không được trước ngày của văn bản.", ["Ngày chuyển"])
    if sent_on is not None and sent_on > clock.today():
        raise NotReady("Ngày chuyển không được ở tương lai.", ["Ngày chuyển"])
    entry.sent_on, entry.received_by, entry.note = sent_on, received_by, note
    db.session.flush()
    data = {"sent_on": sent_on.isoformat() if sent_on else "", "received_by": received_by, "note": note}
    audit.record("register:delivered", actor=actor, obj=entry, data=data)


def close_year(series: str, year: int, *, actor: Actor) -> RegisterYear:
    """Close a series of a past year for good; NotReady for the running year, an unknown series, or a second time."""
    if year >= clock.today().year:
        raise NotReady("Chỉ khóa được sổ của năm đã qua.")
    counter = db.session.scalar(
        sa.select(NumberSeries)
        .where(NumberSeries.series == series, NumberSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if counter is None or counter.last == 0:
        raise NotReady("Sổ này không có số nào trong năm.")
    _require_open(series, year)
    lines = queries.count_of(series, year)
    row = RegisterYear(
        series=series,
        year=year,
        lines=lines,
        last=counter.last,
        closed_by=actor.display_name,
        closed_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        "register:closed",
        actor=actor,
        obj=row,
        data={"series": series, "year": year, "last": row.last, "lines": lines},
    )
    return row


def keep_file(obj: Base, *, document_kind: str, name: str, content: bytes) -> IssuedFile:
    """Store a file as it was issued; returns its row (bytes: `files.get(row.sha256)`)."""
    row = IssuedFile(
        object_kind=obj.__tablename__,
        object_id=obj.id,
        document_kind=document_kind,
        name=files.clean_name(name),
        sha256=files.put(content),
        size=len(content),
        made_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def issued_files(obj: Base) -> list[IssuedFile]:
    """Return the issued files of a row, oldest first."""
    query = sa.select(IssuedFile).where(
        IssuedFile.object_kind == obj.__tablename__, IssuedFile.object_id == obj.id
    )
    return list(db.session.scalars(query.order_by(IssuedFile.id)))
