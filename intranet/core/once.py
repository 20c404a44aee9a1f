"""One-time keys: a form that is sent twice (double click, retry after a lost answer) does its act once.

The key is inserted at the start of the request, in the request's own transaction: a second sender waits for the
first and then gets the first one's answer. A request that does not commit leaves its key unused.
"""

import datetime as dt
import hashlib
import secrets

import sqlalchemy as sa
from flask import Flask, Response, g, request
from flask_login import current_user
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, Moment, db
from .errors import Stale
from .htmx import go_to

FIELD = "once"


class FormUse(Base):
    """A key that was used, by whom, for what content, and where the sender was sent then."""

    __tablename__ = "form_use"
    key: Mapped[str] = mapped_column(sa.String(64))
    account_id: Mapped[int]
    body_hash: Mapped[str] = mapped_column(sa.String(64))
    location: Mapped[str] = mapped_column(sa.String(500), default="")
    at: Mapped[dt.datetime] = mapped_column(Moment)
    __table_args__ = (sa.UniqueConstraint("account_id", "key"),)


def new_key() -> str:
    """Return a fresh key for a form."""
    return secrets.token_urlsafe(18)


def _body_hash() -> str:
    digest = hashlib.sha256(request.path.encode())
    for name, values in sorted(request.form.lists()):
        if name not in (FIELD, "csrf_token"):
            digest.update(repr((name, values)).encode())
    return digest.hexdigest()


def claim() -> Response | None:
    """Before each POST of a signed-in person: take the form's key, or answer what the first sending got."""
    key = request.form.get(FIELD, "") if request.method == "POST" else ""
    if not key or len(key) > 64 or not current_user.is_authenticated:
        return None
    account_id, body = current_user.id, _body_hash()
    found = db.session.execute(
        sa.text(
            "INSERT INTO form_use (key, account_id, body_hash, location, at)"
            " VALUES (:key, :account, :body, '', :at) ON CONFLICT (account_id, key) DO NOTHING"
        ),
        {"key": key, "account": account_id, "body": body, "at": clock.now().replace(tzinfo=None)},
    )
    if found.rowcount == 1:  # type: ignore[attr-defined]  # a CursorResult
        g.once_key = key
        return None
    used = db.session.scalar(sa.select(FormUse).where(FormUse.account_id == account_id, FormUse.key == key))
    if used is not None and used.body_hash == body and used.location:
        return go_to(used.location)
    raise Stale("Biểu mẫu này đã được gửi trước đó với nội dung khác. Hãy tải lại trang để xem kết quả.")


def settle(location: str) -> None:
    """Note, in the running transaction, where the sender of this form is sent (called by `web.finish`)."""
    if key := g.pop("once_key", None):
        db.session.execute(
            sa.update(FormUse)
            .where(FormUse.key == key, FormUse.account_id == current_user.id)
            .values(location=location)
        )


def setup(app: Flask) -> None:
    """Claim keys before each request."""
    app.before_request(claim)
