"""An uploaded workbook between its preview and its import: the bytes in the store, the choices of the reader here.

The import is done once: who is second gets WrongState, whatever was clicked.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import clock, files
from .audit import Actor
from .db import Base, Line, Moment, Prose, db
from .errors import BadFile, NotThere, WrongState


class SheetUpload(Base):
    """One sending of a workbook for one purpose ("history", "nominations" ...)."""

    __tablename__ = "sheet_upload"
    purpose: Mapped[str] = mapped_column(sa.String(40), index=True)
    name: Mapped[str] = mapped_column(Line(200))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    days: Mapped[str] = mapped_column(
        sa.String(10), default=""
    )  # how date cells are read: sheets.AS_EXCEL, SWAPPED
    old_font: Mapped[bool] = mapped_column(default=False)  # the Unicode proposals were accepted
    uploaded_by: Mapped[str] = mapped_column(Line(200))
    uploaded_at: Mapped[dt.datetime] = mapped_column(Moment)
    applied_by: Mapped[str] = mapped_column(Line(200), default="")
    applied_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    summary: Mapped[str] = mapped_column(Prose, default="")  # what the import did, in words


def keep(purpose: str, name: str, content: bytes, *, actor: Actor) -> SheetUpload:
    """Check and store a workbook; BadFile when it is refused (its rows are read by the caller)."""
    shown = files.clean_name(name)
    if files.check(shown, content) != "xlsx":
        raise BadFile(f"Tệp “{shown}” không phải tệp Excel (.xlsx).")
    row = SheetUpload(
        purpose=purpose,
        name=shown,
        sha256=files.put(content),
        size=len(content),
        uploaded_by=actor.display_name,
        uploaded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def get(purpose: str, upload_id: int) -> SheetUpload:
    """Return an upload of this purpose; NotThere otherwise."""
    found = db.session.get(SheetUpload, upload_id)
    if found is None or found.purpose != purpose:
        raise NotThere()
    return found


def recent(purpose: str, limit: int = 20) -> list[SheetUpload]:
    """Return the last uploads of a purpose, newest first."""
    query = sa.select(SheetUpload).where(SheetUpload.purpose == purpose)
    return list(db.session.scalars(query.order_by(SheetUpload.id.desc()).limit(limit)))


def begin(upload: SheetUpload, *, actor: Actor) -> None:
    """Take the right to import this upload, once; WrongState when it was imported already."""
    db.session.refresh(upload, with_for_update=True)
    if upload.applied_at is not None:
        raise WrongState(f"Tệp này đã được nhập: {upload.summary}")
    upload.applied_at, upload.applied_by = clock.now(), actor.display_name
