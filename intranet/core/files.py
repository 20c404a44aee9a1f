"""Attachments: checked by content, stored under the hash of their bytes, given out only by the owner's rule."""

import datetime as dt
import hashlib
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, send_file
from flask_login import current_user
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from . import audit, clock
from .access import SIGNED_IN, needs
from .audit import Actor
from .db import Base, Line, Moment, db
from .errors import BadFile, NotThere
from .text import clean_line

LIMIT = 20 * 1024 * 1024
UNPACKED_LIMIT = 100 * 1024 * 1024
ENTRIES_LIMIT = 2000
PIXELS_LIMIT = 60_000_000
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
_SENT = {"zip": "application/zip"}  # given out, never taken in
ALLOWED = "PDF, Word (.docx), Excel (.xlsx), ảnh JPG hoặc PNG, tối đa 20 MB"

# Table name of an owner -> may this account read the files of that row? Features register theirs.
READERS: dict[str, Callable[[Any, int], bool]] = {}

audit.declare("file", attached=("name", "sha256"), detached=("name", "sha256"))


class Attachment(Base):
    """A file that belongs to a row of a feature. The bytes lie in the store under their SHA-256."""

    __tablename__ = "attachment"
    owner_kind: Mapped[str] = mapped_column(sa.String(40))
    owner_id: Mapped[int]
    purpose: Mapped[str] = mapped_column(sa.String(40), default="")
    name: Mapped[str] = mapped_column(Line(200))
    kind: Mapped[str] = mapped_column(sa.String(8))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    added_by: Mapped[int | None]
    added_at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (sa.Index("ix_attachment_owner", "owner_kind", "owner_id"),)


def clean_name(name: str | None) -> str:
    """Return the file name as shown and given back: Vietnamese letters stay, paths and control signs go."""
    last = re.split(r"[/\\]", clean_line(name))[-1]
    return re.sub(r'[<>:"|?*]', "_", last).strip(". ")[-150:] or "tep"


def check(name: str, content: bytes) -> str:
    """Return the kind of an uploaded file; BadFile names the file and the reason when it is refused."""
    kind = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if kind not in KINDS:
        raise BadFile(f"Tệp “{name}” không thuộc loại được nhận ({ALLOWED}).")
    if not content:
        raise BadFile(f"Tệp “{name}” rỗng. Hãy chọn lại tệp.")
    if len(content) > LIMIT:
        raise BadFile(f"Tệp “{name}” lớn hơn 20 MB. Hãy nén ảnh hoặc chia nhỏ tệp.")
    wrong = BadFile(f"Tệp “{name}” không đúng là tệp .{kind} hoặc đã hỏng. Hãy mở thử rồi lưu lại.")
    if kind == "pdf" and not content.startswith(b"%PDF-"):
        raise wrong
    if kind in ("jpg", "jpeg") and not content.startswith(b"\xff\xd8\xff"):
        raise wrong
    if kind == "png":
        if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) < 24:
            raise wrong
        if int.from_bytes(content[16:20], "big") * int.from_bytes(content[20:24], "big") > PIXELS_LIMIT:
            raise BadFile(f"Ảnh “{name}” quá lớn (trên 60 triệu điểm ảnh).")
    if kind in ("docx", "xlsx"):
        _check_office(name, kind, content, wrong)
    return "jpg" if kind == "jpeg" else kind


def _check_office(name: str, kind: str, content: bytes, wrong: BadFile) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            entries = pack.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise wrong from None
    names = {entry.filename.lower() for entry in entries}
    if not any(n.startswith("word/" if kind == "docx" else "xl/") for n in names):
        raise wrong
    if any("vbaproject" in n for n in names):
        raise BadFile(f"Tệp “{name}” có chứa macro. Hãy lưu lại thành tệp không có macro.")
    unpacked = sum(entry.file_size for entry in entries)
    bomb = any(e.file_size > 1_000_000 and e.file_size > 200 * max(e.compress_size, 1) for e in entries)
    if len(entries) > ENTRIES_LIMIT or unpacked > UNPACKED_LIMIT or bomb:
        raise BadFile(f"Tệp “{name}” bung ra quá lớn, hệ thống không nhận.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadFile(f"Tệp “{name}” đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")


def folder() -> Path:
    """Return the folder of the store."""
    return Path(current_app.config["FILES_DIR"])


def store_path(sha256: str) -> Path:
    """Return where the bytes with this hash lie."""
    return folder() / sha256[:2] / sha256


def put(content: bytes) -> str:
    """Write bytes to the store (temp file, fsync, rename: a crash leaves a harmless orphan), return their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = store_path(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(path)
    return sha256


def get(sha256: str) -> bytes:
    """Return stored bytes; NotThere when the store has lost them."""
    try:
        return store_path(sha256).read_bytes()
    except OSError:
        raise NotThere("Không đọc được tệp này trong kho lưu trữ. Hãy báo quản trị.") from None


def attach(owner: Base, name: str, content: bytes, *, actor: Actor, purpose: str = "") -> Attachment:
    """Check, store and record one file of a row (the file is stored first, then the row)."""
    shown = clean_name(name)
    kind = check(shown, content)
    row = Attachment(
        owner_kind=owner.__tablename__,
        owner_id=owner.id,
        purpose=purpose,
        name=shown,
        kind=kind,
        size=len(content),
        sha256=put(content),
        added_by=actor.id,
        added_at=clock.now(),
    )
    db.session.add(row)
    audit.record("file:attached", actor=actor, obj=owner, data={"name": shown, "sha256": row.sha256})
    return row


def attach_uploads(
    owner: Base, uploads: Iterable[FileStorage], *, actor: Actor, purpose: str = ""
) -> list[Attachment]:
    """Attach the files of a form; empty file inputs are skipped. BadFile when one is refused."""
    chosen = [upload for upload in uploads if isinstance(upload, FileStorage) and upload.filename]
    return [
        attach(owner, upload.filename or "", upload.stream.read(LIMIT + 1), actor=actor, purpose=purpose)
        for upload in chosen
    ]


def of(owner: Base, purpose: str | None = None) -> list[Attachment]:
    """Return the files of a row, oldest first."""
    query = sa.select(Attachment).where(
        Attachment.owner_kind == owner.__tablename__, Attachment.owner_id == owner.id
    )
    if purpose is not None:
        query = query.where(Attachment.purpose == purpose)
    return list(db.session.scalars(query.order_by(Attachment.id)))


def detach(owner: Base, attachment_id: int, *, actor: Actor) -> None:
    """Remove a file from a row; NotThere when it is not this row's. The bytes stay until the sweeper runs."""
    row = db.session.get(Attachment, attachment_id)
    if row is None or (row.owner_kind, row.owner_id) != (owner.__tablename__, owner.id):
        raise NotThere()
    audit.record("file:detached", actor=actor, obj=owner, data={"name": row.name, "sha256": row.sha256})
    db.session.delete(row)


def download(content: bytes, name: str, kind: str) -> Response:
    """Return bytes as a download that no browser opens as a page."""
    response = send_file(
        io.BytesIO(content), _SENT.get(kind) or KINDS[kind], as_attachment=True, download_name=name
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


blueprint = Blueprint("files", __name__, url_prefix="/tep")


@blueprint.get("/<int:attachment_id>")
@needs(SIGNED_IN)
def show(attachment_id: int) -> Response:
    """Give out one attachment to whom its owner's rule allows; everybody else gets 404."""
    row = db.session.get(Attachment, attachment_id)
    reader = READERS.get(row.owner_kind) if row is not None else None
    if row is None or reader is None or not reader(current_user, row.owner_id):
        raise NotThere()
    return download(get(row.sha256), row.name, row.kind)
