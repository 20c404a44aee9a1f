"""Acts on the registry of digital signatures. Nothing here commits."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.permissions import Permission as P
from ..people.models import Account, Person
from . import rules
from .models import DigitalSignature

audit.declare(
    "digital_signature",
    issued=("person_id", "valid_to"),
    ended=("ended_on",),
    used=("used_since",),
    not_used=(),
)


def issue(person: Person, values: dict[str, Any], *, actor: Account) -> DigitalSignature:
    """Enter a signature. NotReady when the same device is in the registry already or the days are wrong."""
    rules.require(actor.has(P.SIGNATURES_KEEP), "Chỉ Văn phòng hoặc thường trực ghi được sổ chữ ký số.")
    if values["valid_to"] < values["issued_on"]:
        raise NotReady("“Có giá trị đến” phải từ ngày cấp trở đi.", ["Có giá trị đến"])
    same = sa.select(DigitalSignature.id).where(
        DigitalSignature.serial == values["serial"], DigitalSignature.ended_on.is_(None)
    )
    if values["serial"] and db.session.scalar(same.limit(1)) is not None:
        raise NotReady("Số hiệu thiết bị này đã có trong sổ và chưa thu hồi.", ["Số hiệu"])
    row = DigitalSignature(person=person, **values)
    db.session.add(row)
    db.session.flush()
    data = {"person_id": person.id, "valid_to": row.valid_to.isoformat()}
    audit.record("digital_signature:issued", actor=actor, obj=row, data=data)
    return row


def end(row: DigitalSignature, *, actor: Account, ended_on: dt.date, why: str) -> None:
    """Note that it was lost, given back or revoked before its time."""
    rules.require(actor.has(P.SIGNATURES_KEEP), "Chỉ Văn phòng hoặc thường trực ghi được sổ chữ ký số.")
    if row.ended_on is not None:
        raise WrongState("Chữ ký số này đã được ghi thôi dùng rồi.")
    if ended_on < row.issued_on:
        raise NotReady("Ngày thôi dùng phải từ ngày cấp trở đi.", ["Ngày thôi dùng"])
    row.ended_on, row.ended_why = ended_on, why
    data = {"ended_on": ended_on.isoformat()}
    audit.record("digital_signature:ended", actor=actor, obj=row, reason=why, data=data)


def confirm_use(row: DigitalSignature, *, actor: Account) -> None:
    """The head says that the person signs work with it, from today; never for the own signature."""
    own = rules.barred_own_signature(actor, row)
    rules.require(not own, "Không ai tự xác nhận việc dùng chữ ký số của mình.")
    rules.require(rules.may_confirm_use(actor, row), "Bạn chỉ xác nhận cho người của đơn vị mình.")
    if row.used_since is not None:
        raise WrongState("Việc sử dụng đã được xác nhận rồi.")
    if row.ended_on is not None or row.valid_to < clock.today():
        raise NotReady("Chữ ký số này không còn giá trị.")
    row.used_since = max(row.issued_on, clock.today())
    row.confirmed_by, row.confirmed_at = actor.display_name, clock.now()
    data = {"used_since": row.used_since.isoformat()}
    audit.record("digital_signature:used", actor=actor, obj=row, data=data)


def withdraw_use(row: DigitalSignature, *, actor: Account, reason: str) -> None:
    """The head takes the confirmation back, with a reason."""
    rules.require(rules.may_confirm_use(actor, row), "Bạn chỉ xác nhận cho người của đơn vị mình.")
    if row.used_since is None:
        raise WrongState("Việc sử dụng chưa được xác nhận.")
    row.used_since = row.confirmed_by = row.confirmed_at = None
    audit.record("digital_signature:not_used", actor=actor, obj=row, reason=reason)
