"""Take numbers without gaps, write register lines, keep issued files."""

import datetime as dt

import sqlalchemy as sa

from ..core import audit, clock, files
from ..core.audit import Actor
from ..core.db import Base, db
from ..core.errors import NotReady
from ..core.text import fold
from .models import IssuedFile, NumberSeries, RegisterEntry

audit.declare("register", entered=("series", "year", "number"))


def next_number(series: str, year: int) -> int:
    """Return the number that would be given next, for display; only `take_number` gives it."""
    last = db.session.scalar(
        sa.select(NumberSeries.last).where(NumberSeries.series == series, NumberSeries.year == year)
    )
    return (last or 0) + 1


def take_number(series: str, year: int) -> int:
    """Take the next number of a series and year in the running transaction.

    The counter row is locked until the transaction ends: two clerks never share a number, and a rollback
    gives it back, so no gap arises (NĐ 30/2020 Điều 15: from 01 on 1 January to 31 December each year).
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
    row.last += 1
    db.session.flush()
    return row.last


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
