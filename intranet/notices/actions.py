"""Tell people: in the running transaction, so a notice exists exactly when its act does."""

from collections.abc import Iterable

import sqlalchemy as sa

from ..core import clock
from ..core.db import db
from . import outbox
from .models import Notice


def tell(
    account_ids: Iterable[int],
    title: str,
    *,
    url: str,
    text: str = "",
    act_needed: bool = False,
    letter: str = "",
) -> list[Notice]:
    """Put one notice into the bell of each account (each once); returns the new rows.

    Side effect: who wants letters gets one when an act is needed (`letter`: longer words for it).
    """
    rows = [
        Notice(account_id=one, title=title, text=text, url=url, act_needed=act_needed, at=clock.now())
        for one in sorted(set(account_ids))
    ]
    db.session.add_all(rows)
    outbox.queue(rows, letter)
    return rows


def mark_read(account_id: int, notice_id: int | None = None) -> None:
    """Mark one notice of the account, or all, as read."""
    query = sa.update(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    if notice_id is not None:
        query = query.where(Notice.id == notice_id)
    db.session.execute(query.values(read_at=clock.now()))


def unread_count(account_id: int) -> int:
    """Return how many notices the account has not read."""
    query = sa.select(sa.func.count()).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    return db.session.scalar(query) or 0
