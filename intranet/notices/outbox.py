"""Letters: queued beside the bell in the same transaction, taken one by one, tried again with growing waits."""

import datetime as dt
import secrets
from collections.abc import Callable, Collection, Iterable
from typing import Any

import sqlalchemy as sa

from ..core import clock, mail
from ..core.db import db
from ..core.errors import NotReady
from .mail_models import MailAddress, OutgoingMail
from .models import Notice

# minutes until the next try: about two days in all, then a letter is given up
WAITS = (1, 5, 15, 60, 240, 720, 1440)
TAKEN = dt.timedelta(minutes=5)  # longer than one delivery can take
_TO_TELL: list[Callable[[], Iterable[int]]] = []


def failures_to(source: Callable[[], Iterable[int]]) -> None:
    """Register whose bells ring when a letter is given up (accounts stand above this package)."""
    _TO_TELL.append(source)


def address_of(account_id: int) -> MailAddress | None:
    """Return where an account gets letters."""
    return db.session.scalar(sa.select(MailAddress).where(MailAddress.account_id == account_id))


def addresses_of(account_ids: Collection[int]) -> list[str]:
    """Return the addresses of those who want letters."""
    query = sa.select(MailAddress.address).where(
        MailAddress.account_id.in_(account_ids), MailAddress.wanted.is_(True)
    )
    return sorted(db.session.scalars(query))


def set_address(account_id: int, address: str, *, wanted: bool) -> None:
    """Keep, change or (empty) take back the account's own address; NotReady for what is no address."""
    row = address_of(account_id)
    if not address:
        if row is not None:
            db.session.delete(row)
        return
    if not mail.is_address(address):
        raise NotReady("Địa chỉ thư điện tử chưa đúng. Ví dụ: ten.ho@daithanh.hanoi.gov.vn", ["Địa chỉ"])
    if row is None:
        row = MailAddress(account_id=account_id)
        db.session.add(row)
    row.address, row.wanted = address, wanted
    db.session.flush()


def queue(rows: list[Notice], text: str = "") -> list[OutgoingMail]:
    """Queue a letter for each notice that asks for an act and whose account wants letters; nothing without SMTP.

    `text` replaces the notice's own words. The letter exists exactly when its act does: same transaction.
    """
    by = mail.settings()
    asking = {row.account_id: row for row in rows if row.act_needed}
    if by is None or not asking:
        return []
    wanted = sa.select(MailAddress).where(MailAddress.account_id.in_(asking), MailAddress.wanted.is_(True))
    now, made = clock.now(), []
    for one in db.session.scalars(wanted):
        notice = asking[one.account_id]
        link = f"{by.site}{notice.url}" if by.site and notice.url else ""
        end = f"Mở trong phần mềm: {link}" if link else "Đăng nhập phần mềm để xem và xử lý."
        words = "\n\n".join(part for part in (notice.title, text or notice.text, end) if part)
        made.append(
            OutgoingMail(
                account_id=one.account_id,
                address=one.address,
                subject=notice.title,
                text=words,
                key=secrets.token_hex(16),
                queued_at=now,
                due_at=now,
            )
        )
    db.session.add_all(made)
    return made


def take() -> OutgoingMail | None:
    """Take the letter that is due longest, so that no other sender has it for a while; the caller commits."""
    now = clock.now()
    query = (
        sa.select(OutgoingMail)
        .where(OutgoingMail.sent_at.is_(None), OutgoingMail.given_up_at.is_(None), OutgoingMail.due_at <= now)
        .order_by(OutgoingMail.due_at, OutgoingMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = db.session.scalar(query)
    if found is not None:
        found.due_at = now + TAKEN
        db.session.flush()
    return found


def sent(row: OutgoingMail) -> None:
    """Write down that a letter has left."""
    row.tries, row.sent_at, row.problem = row.tries + 1, clock.now(), ""


def failed(row: OutgoingMail, why: str, *, for_good: bool = False) -> None:
    """Write down why a letter did not leave; after the last wait it is given up and the bells of those in charge ring."""
    row.tries, row.problem = row.tries + 1, why[:300]
    if not for_good and row.tries <= len(WAITS):
        row.due_at = clock.now() + dt.timedelta(minutes=WAITS[row.tries - 1])
        return
    row.given_up_at = clock.now()
    people = {account for source in _TO_TELL for account in source()}
    db.session.add_all(
        Notice(
            account_id=one,
            title=f"Không gửi được thư điện tử tới {row.address}",
            text=f"Đã thử {row.tries} lần. Lý do: {row.problem}",  # not what it says: that is the addressee's
            url="/thong-bao/thu-dien-tu",
            at=clock.now(),
        )
        for one in sorted(people)
    )


def again(row: OutgoingMail) -> None:
    """Try a letter that was given up once more from the beginning; NotReady when it has left."""
    if row.sent_at is not None:
        raise NotReady("Thư này đã gửi rồi.")
    row.given_up_at, row.tries, row.due_at = None, 0, clock.now()


def unsent() -> sa.Select[Any]:
    """Return the query of letters that wait or were given up."""
    return sa.select(OutgoingMail).where(OutgoingMail.sent_at.is_(None))


def sweep(days: int = 30) -> None:
    """Forget letters that left long ago: the bell keeps what they said."""
    old = clock.now() - dt.timedelta(days=days)
    db.session.execute(sa.delete(OutgoingMail).where(OutgoingMail.sent_at < old))
