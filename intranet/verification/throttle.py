"""Guessing on the public page is slowed down: look-ups that found nothing are counted per address and together.

A code that cannot be one (wrong check sign) is no guess, and a QR text with our signature needs none: people who hold a
certificate are answered even while somebody guesses. 45 random bits, 1,000 certificates and LIMIT_TOGETHER guesses in ten
minutes all year long: one hit in about 1,300 years.
"""

import datetime as dt
import ipaddress

import sqlalchemy as sa

from ..core import clock
from ..core.db import db, may_write
from ..core.errors import TooOften
from .models import CodeGuess

WINDOW = dt.timedelta(minutes=10)
LIMIT = 20  # per address in WINDOW: a school or an office behind one address may mistype a few
LIMIT_TOGETHER = 500
TOLD = "Đã tra nhiều lần mà không thấy. Hãy đợi 10 phút rồi thử lại, hoặc quét mã QR in trên giấy."


def source(address: str | None) -> str:
    """Return what is counted as one address: of IPv6 the network of a house (/64), which hands out all the rest."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return (address or "")[:60]
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, 64), strict=False))


def require_patience(address: str | None) -> None:
    """TooOften when this address, or all together, found nothing too often in the last ten minutes."""
    recent = sa.select(sa.func.count()).select_from(CodeGuess).where(CodeGuess.at >= clock.now() - WINDOW)
    own = db.session.scalar(recent.where(CodeGuess.address == source(address))) or 0
    if own >= LIMIT or (db.session.scalar(recent) or 0) >= LIMIT_TOGETHER:
        raise TooOften(TOLD)


def note(address: str | None) -> None:
    """Count a look-up that found nothing, on a connection of its own: the request itself only reads.

    At most LIMIT_TOGETHER rows are written in a window, whoever asks how often.
    """
    db.session.rollback()  # the reading transaction would hold the lock that this write waits for
    marker = may_write.set(True)
    try:
        with db.engine.begin() as connection:
            now = clock.now()
            connection.execute(sa.delete(CodeGuess).where(CodeGuess.at < now - WINDOW))
            connection.execute(sa.insert(CodeGuess).values(address=source(address), at=now))
    finally:
        may_write.reset(marker)
