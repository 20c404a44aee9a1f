"""Acts on outreach events. Nothing here commits."""

from collections.abc import Sequence
from typing import Any

from ..core import audit, clock, files
from ..core.db import db
from ..core.edits import apply
from ..core.errors import NotReady
from ..core.permissions import Permission as P
from ..core.workflow import perform
from ..notices.actions import tell
from ..people.models import Account
from ..people.queries import accounts_with
from . import rules
from .models import OutreachEvent
from .states import EVENT, EventState, EventStep

audit.declare("outreach_event", created=("unit_id", "held_on"), edited=("changes",))

PLAN_FIELDS = (
    "village_id", "topic", "title", "held_on", "starts_at", "place", "contact", "co_unit_id", "co_organiser",
)  # fmt: skip
PHOTO, SHEET = "photo", "sheet"


def create(values: dict[str, Any], *, actor: Account, unit_id: int) -> OutreachEvent:
    """Put a session on the calendar of a unit; `values` holds PLAN_FIELDS."""
    _require_writer(actor, unit_id)
    event = OutreachEvent(
        unit_id=unit_id, state=EventState.PLANNED, created_by=actor.id, created_at=clock.now(), **values
    )
    db.session.add(event)
    db.session.flush()
    data = {"unit_id": unit_id, "held_on": event.held_on.isoformat()}
    audit.record("outreach_event:created", actor=actor, obj=event, data=data)
    return event


def edit(event: OutreachEvent, values: dict[str, Any], *, actor: Account) -> None:
    """Change day, place or topic before it is reported."""
    rules.require(rules.may_edit_event(actor, event), "Buổi này đã báo kết quả nên không sửa được nữa.")
    if changes := apply(event, values):
        db.session.flush()
        audit.record("outreach_event:edited", actor=actor, obj=event, data={"changes": changes})


def report(event: OutreachEvent, *, actor: Account, taught: int, summary: str = "") -> None:
    """Say that it was held and how many were taught. NotReady for a future day or without any photo or sheet."""
    rules.require(rules.may_edit_event(actor, event), "Buổi này đã báo kết quả rồi.")
    if event.held_on > clock.today():
        raise NotReady("Chưa đến ngày tổ chức. Hãy báo kết quả sau khi buổi đã diễn ra.", ["Ngày tổ chức"])
    if not files.of(event):
        raise NotReady(
            "Cần ít nhất một ảnh chụp buổi hướng dẫn hoặc ảnh danh sách ký tên.", ["Ảnh, danh sách ký tên"]
        )
    event.taught, event.summary, event.reported_at = taught, summary, clock.now()
    step = EventStep.REPORT if event.state == EventState.PLANNED else EventStep.RESUBMIT
    perform(EVENT, event, step, actor=actor)
    people = [a.id for a in accounts_with(P.COMMUNITY_ANSWER) if not rules.barred_own_event(a, event)]
    tell(people, f"Buổi tuyên truyền chờ xác nhận: {event.title}", text=event.place, url=_url(event))


def confirm(event: OutreachEvent, *, actor: Account) -> None:
    """Take a reported session into the count; barred for who reported it."""
    rules.require(not rules.barred_own_event(actor, event), "Bạn là người ghi buổi này, người khác xác nhận.")
    rules.require(actor.has(P.COMMUNITY_ANSWER), "Chỉ cơ quan thường trực hoặc Văn phòng xác nhận được.")
    event.confirmed_by, event.confirmed_at = actor.display_name, clock.now()
    perform(EVENT, event, EventStep.CONFIRM, actor=actor)
    _tell_owner(event, "Buổi tuyên truyền đã được xác nhận")


def send_back(event: OutreachEvent, *, actor: Account, reason: str) -> None:
    """Return it to the unit with a reason; it no longer counts until it comes back."""
    rules.require(actor.has(P.COMMUNITY_ANSWER), "Chỉ cơ quan thường trực hoặc Văn phòng trả lại được.")
    perform(EVENT, event, EventStep.RETURN, actor=actor, reason=reason)
    _tell_owner(event, "Buổi tuyên truyền được trả lại để bổ sung", reason)


def cancel(event: OutreachEvent, *, actor: Account, reason: str) -> None:
    """Call a session off; it disappears from the public calendar."""
    rules.require(rules.may_edit_event(actor, event), "Buổi này không hủy được nữa.")
    perform(EVENT, event, EventStep.CANCEL, actor=actor, reason=reason)
    people = [a.id for a in accounts_with(P.COMMUNITY_ANSWER) if a.id != actor.id]
    tell(people, f"Buổi tuyên truyền đã hủy: {event.title}", text=reason, url=_url(event))


def attach(event: OutreachEvent, uploads: Sequence[Any], *, actor: Account, purpose: str) -> int:
    """Add photos or the signed list; returns how many."""
    rules.require(rules.may_edit_event(actor, event), "Buổi này đã báo kết quả nên không thêm tệp được.")
    return len(files.attach_uploads(event, uploads, actor=actor, purpose=purpose))


def _require_writer(actor: Account, unit_id: int) -> None:
    rules.require(
        actor.has_in(P.COMMUNITY_WRITE, unit_id), "Bạn chỉ ghi được buổi tuyên truyền của đơn vị mình."
    )


def _tell_owner(event: OutreachEvent, title: str, reason: str = "") -> None:
    if event.created_by is not None:
        text = f"{event.title}. {reason}" if reason else event.title
        tell([event.created_by], title, text=text, url=_url(event), act_needed=bool(reason))


def _url(event: OutreachEvent) -> str:
    return f"/cong-dong/buoi/{event.id}"
