"""Acts on procedures, their dated terms, publicity. Reviews and proposals: `review_actions.py`. Nothing commits."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from ..core import audit, clock
from ..core.db import db
from ..core.edits import apply
from ..core.errors import NotReady
from ..core.permissions import Permission as P
from ..people.models import Account
from . import rules
from .models import Procedure, ProcedureTerm, PublicChannel, PublicityCheck

audit.declare(
    "procedure",
    created=("code",),
    edited=("changes",),
    term=("starts_on", "changes"),
    ended=("ends_on",),
    imported=("code",),
)
audit.declare("publicity", checked=("channel", "unit_id", "number"))

FIELDS = ("code", "name", "field", "unit_id", "common", "baseline_days", "starts_on")
TERMS = (
    "steps",
    "days",
    "fee",
    "fee_note",
    "channel",
    "online_eligible",
    "online_full",
    "same_day",
    "source",
)
_ONLY_OFFICE = "Chỉ Văn phòng hoặc cơ quan thường trực sửa được danh mục thủ tục."


def create(values: dict[str, Any], term: dict[str, Any], *, actor: Account) -> Procedure:
    """Enter a procedure with its terms from its first day. NotReady for a code that exists already."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    _check(term)
    if by_code(values["code"]) is not None:
        raise NotReady(f"Mã thủ tục {values['code']} đã có trong danh mục.", ["Mã thủ tục"])
    row = Procedure(**values)
    row.terms = [ProcedureTerm(starts_on=row.starts_on, **term)]
    db.session.add(row)
    db.session.flush()
    audit.record("procedure:created", actor=actor, obj=row, data={"code": row.code})
    return row


def by_code(code: str) -> Procedure | None:
    """Return the procedure of a code, or None."""
    return db.session.scalar(sa.select(Procedure).where(Procedure.code == code))


def by_codes(codes: set[str]) -> dict[str, Procedure]:
    """Return code -> procedure of the codes that are known, with their terms, in two statements."""
    query = sa.select(Procedure).where(Procedure.code.in_(codes)).options(selectinload(Procedure.terms))
    return {row.code: row for row in db.session.scalars(query)}


def _check(term: dict[str, Any]) -> None:
    if term["online_full"] and not term["online_eligible"]:
        raise NotReady(
            "Thủ tục đã cung cấp trực tuyến toàn trình thì cũng phải đánh dấu đủ điều kiện.",
            ["Đủ điều kiện trực tuyến toàn trình"],
        )
    if term["same_day"] and term["days"] > 1:
        raise NotReady("Giải quyết trong ngày thì số ngày là 0 hoặc 1.", ["Số ngày làm việc"])


def edit(row: Procedure, values: dict[str, Any], *, actor: Account) -> None:
    """Change name, field, unit, whether it is common, baseline; what is dated changes by `set_term`."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    same = by_code(values["code"])
    if same is not None and same.id != row.id:
        raise NotReady(f"Mã thủ tục {values['code']} đã có trong danh mục.", ["Mã thủ tục"])
    if changes := apply(row, values):
        db.session.flush()
        audit.record("procedure:edited", actor=actor, obj=row, data={"changes": changes})


def set_term(row: Procedure, starts_on: dt.date, term: dict[str, Any], *, actor: Account) -> ProcedureTerm:
    """Set steps, days, fee, channel from a day on; what held before that day stays as it was.

    NotReady for a day before the newest terms: the past is not rewritten. The same day corrects those terms.
    """
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    _check(term)
    newest = row.terms[-1] if row.terms else None
    if newest is not None and starts_on < newest.starts_on:
        raise NotReady(
            f"Điều kiện mới nhất có từ {newest.starts_on:%d/%m/%Y}. Chỉ ghi thay đổi từ ngày đó trở đi.",
            ["Áp dụng từ ngày"],
        )
    before = {name: getattr(newest, name) for name in TERMS} if newest else {}
    changes = {name: [before.get(name), term[name]] for name in TERMS if before.get(name) != term[name]}
    if newest is not None and newest.starts_on == starts_on:
        apply(newest, term)
        found = newest
    else:
        found = ProcedureTerm(starts_on=starts_on, **term)
        row.terms.append(found)
        db.session.add(found)
    db.session.flush()
    data = {"starts_on": starts_on.isoformat(), "changes": changes}
    audit.record("procedure:term", actor=actor, obj=row, data=data)
    return found


def end(row: Procedure, *, actor: Account, ends_on: dt.date, reason: str) -> None:
    """Note the last day on which the commune handles it."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    if ends_on < row.starts_on:
        raise NotReady("Ngày cuối cùng phải từ ngày bắt đầu trở đi.", ["Ngày cuối cùng"])
    row.ends_on = ends_on
    data = {"ends_on": ends_on.isoformat()}
    audit.record("procedure:ended", actor=actor, obj=row, reason=reason, data=data)


def check_publicity(
    rows: list[Procedure],
    channel: PublicChannel,
    found: dict[int, tuple[bool, bool, bool, bool]],
    *,
    actor: Account,
) -> int:
    """Note what was seen today of each procedure in one place: listed, process, time, fee. Returns how many."""
    rules.require(actor.has(P.PROCEDURES_WRITE), _ONLY_OFFICE)
    today = clock.today()
    query = sa.select(PublicityCheck).where(
        PublicityCheck.channel == channel,
        PublicityCheck.checked_on == today,
        PublicityCheck.procedure_id.in_([row.id for row in rows]),
    )
    known = {check.procedure_id: check for check in db.session.scalars(query)}
    for row in rows:
        check = known.get(row.id)
        if check is None:
            check = PublicityCheck(procedure_id=row.id, channel=channel, checked_on=today)
            db.session.add(check)
        check.listed, check.process, check.time, check.fee = found.get(row.id, (False,) * 4)
        check.checked_by = actor.display_name
    db.session.flush()
    if rows:
        data = {"channel": channel.value, "unit_id": rows[0].unit_id, "number": len(rows)}
        audit.record("publicity:checked", actor=actor, obj=rows[0], data=data)
    return len(rows)
