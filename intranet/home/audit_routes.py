"""The log for the administrator: what happened, by whom, whether the chain is whole."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from flask import Response, request, url_for

from ..core import audit, clock, nav, tables
from ..core.access import needs
from ..core.audit import AuditEvent
from ..core.db import db
from ..core.errors import NotThere
from ..core.htmx import render
from ..core.permissions import Permission
from ..core.text import short_date
from ..core.web import finish
from ..core.words import WORDS, event_words
from ..people.models import Account, Person
from ..people.phrases import log_words
from . import queries
from .blueprint import blueprint
from .phrases import OBJECTS, object_words

nav.entry("Quản trị", "Nhật ký", "home.audit_log", Permission.AUDIT_READ, order=90)

PERIODS = {"hom-nay": ("Hôm nay", 0), "7-ngay": ("7 ngày qua", 7), "30-ngay": ("30 ngày qua", 30)}
# the name as searched: folded, of the person behind the account
_WHO = (
    sa.select(Person.name_fold)
    .join(Account, Account.person_id == Person.id)
    .where(Account.id == AuditEvent.actor_id)
    .correlate(AuditEvent)
    .scalar_subquery()
)


def _at(event: AuditEvent) -> str:
    local = clock.local(event.at)
    return f"{local:%H:%M:%S}, {short_date(local.date())}"


def _since(value: str) -> Any:
    day = clock.today() - dt.timedelta(days=PERIODS[value][1])
    return AuditEvent.at >= dt.datetime(day.year, day.month, day.day, tzinfo=clock.VIETNAM)


def _details(event: AuditEvent) -> str:
    words = log_words(event.event, event.details())
    return ". ".join(part for part in (words, event.reason) if part)


def _object(event: AuditEvent, names: dict[tuple[str, int], str]) -> str:
    known = names.get((event.object_kind, event.object_id or 0))
    return (
        f"{OBJECTS[event.object_kind]} {known}" if known else object_words(event.object_kind, event.object_id)
    )


def _listing() -> tables.Listing:
    names = queries.names_in_log()
    events = sorted(((name, WORDS.get(name, name)) for name in audit.EVENTS), key=lambda pair: pair[1])
    kinds = sorted(OBJECTS.items(), key=lambda pair: pair[1])
    return tables.Listing(
        sa.select(AuditEvent),
        [
            tables.Column("at", "Lúc", _at, AuditEvent.id),
            tables.Column("who", "Ai", lambda e: e.actor_name),
            tables.Column("event", "Việc", event_words),
            tables.Column("object", "Đối tượng", lambda e: _object(e, names)),
            tables.Column("reason", "Chi tiết, lý do", _details),
            tables.Column("number", "Dòng số", lambda e: e.id, css="number"),
        ],
        request.args,
        url_for("home.audit_log"),
        filters=[
            tables.Filter("viec", "Việc", events, lambda value: AuditEvent.event == value),
            tables.Filter("doi-tuong", "Đối tượng", kinds, lambda value: AuditEvent.object_kind == value),
            tables.Filter("tu", "Từ", [(key, words) for key, (words, _) in PERIODS.items()], _since),
        ],
        search_in=[_WHO],
        default_sort="-at",
        tie=AuditEvent.id.desc(),
    )


@blueprint.get("/quan-tri/nhat-ky")
@needs(Permission.AUDIT_READ)
def audit_log() -> Response:
    """All events, the newest first: that something happened, not what it carries (votes, for one)."""
    listing = _listing()
    if listing.wants_xlsx():
        return listing.xlsx("Nhật ký")
    return render("home/audit.html", listing=listing)


@blueprint.get("/quan-tri/nhat-ky/<kind>/<int:object_id>")
@needs(Permission.AUDIT_READ)
def object_log(kind: str, object_id: int) -> Response:
    """Everything that happened to one thing."""
    query = sa.select(AuditEvent).where(
        AuditEvent.object_kind == kind[:40], AuditEvent.object_id == object_id
    )
    found = list(db.session.scalars(query.order_by(AuditEvent.id)))
    if not found:
        raise NotThere("Nhật ký chưa có dòng nào về nội dung này.")
    return render("home/object_log.html", events=found, name=_object(found[0], queries.names_in_log()))


@blueprint.post("/quan-tri/nhat-ky/kiem-tra")
@needs(Permission.AUDIT_READ)
def check_log() -> Response:
    """Check the whole chain and say what came out."""
    wrong = audit.verify()
    if wrong is None:
        count = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))
        return finish(
            url_for("home.audit_log"), f"Nhật ký nguyên vẹn: {count} dòng, không dòng nào bị sửa hay xóa."
        )
    message = f"Nhật ký không còn nguyên vẹn từ dòng số {wrong}."
    todo = "Hãy báo lãnh đạo và giữ nguyên hệ thống để kiểm tra."
    return finish(url_for("home.audit_log"), f"{message} {todo}", "error")
