"""Slow down scripts on the public pages: counted per network address and per wave, forgotten after minutes.

A school or the service point's own tablet sends many replies from one address: above SOFT they are only marked for
somebody to look at; above HARD they are refused for a while. A printed slip is never held up by others.
"""

import datetime as dt
import hashlib
import ipaddress

import sqlalchemy as sa

from ..core import clock
from ..core.db import db
from ..core.errors import TooOften
from .models import SurveyKnock

WINDOW = dt.timedelta(minutes=10)
SOFT, HARD, TOGETHER = 5, 30, 400
WRONG_SLIPS, REMARKS, REMARKS_TOGETHER = 20, 5, 100
MARK = "Nhiều phiếu từ cùng một nơi trong 10 phút"
_WAIT = "Hiện có quá nhiều phiếu gửi đến cùng lúc. Xin đợi 10 phút rồi gửi lại, hoặc lấy phiếu giấy tại nơi làm thủ tục."


def source(address: str | None) -> str:
    """Return what is counted as one address: of IPv6 the network of a house (/64)."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return (address or "")[:60]
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, 64), strict=False))


def note(address: str | None, what: str) -> None:
    """Count one knock in the running transaction and forget the old ones."""
    now = clock.now()
    db.session.execute(sa.delete(SurveyKnock).where(SurveyKnock.at < now - WINDOW))
    db.session.add(SurveyKnock(address=source(address), what=what, at=now))
    db.session.flush()


def _recent(what: str, address: str | None = None) -> int:
    query = sa.select(sa.func.count(SurveyKnock.id)).where(
        SurveyKnock.what == what, SurveyKnock.at >= clock.now() - WINDOW
    )
    if address is not None:
        query = query.where(SurveyKnock.address == source(address))
    return db.session.scalar(query) or 0


def weigh(address: str | None, wave_id: int, *, slip: bool) -> str:
    """Return why a reply is suspicious, "" for an ordinary one; TooOften when it is refused for now."""
    what = f"wave-{wave_id}"
    own = _recent(what, address or "")
    if slip:
        return ""
    if own >= HARD or _recent(what) >= TOGETHER:
        raise TooOften(_WAIT)
    return MARK if own >= SOFT else ""


def require_patience(address: str | None, what: str) -> None:
    """TooOften after too many wrong slip codes or remarks from one address, or remarks from all together."""
    limit = WRONG_SLIPS if what == "slip" else REMARKS
    if _recent(what, address or "") >= limit:
        raise TooOften(_WAIT)
    if what == "remark" and _recent(what) >= REMARKS_TOGETHER:
        raise TooOften(_WAIT)


def sent_before(address: str | None, key: str) -> bool:
    """Return whether this very form was sent minutes ago (double click, retry); note it when not."""
    what = "k-" + hashlib.sha256(key.encode()).hexdigest()[:18]
    if _recent(what, address or ""):
        return True
    note(address, what)
    return False
