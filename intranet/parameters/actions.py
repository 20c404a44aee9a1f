"""Acts on dated parameters, wording and holidays: nothing is overwritten, a change is a new row with its start."""

import datetime as dt
import json
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.text import short_date
from . import queries
from .models import Confidence, Holiday, Parameter, Wording

audit.declare("parameter", added=("key", "value", "effective_from"), confirmed=("key",))
audit.declare("wording", saved=("kind", "slots"))
audit.declare("holiday", added=("day",), removed=("day",))


def add_parameter(
    key: str, value: Any, *, actor: Actor, effective_from: dt.date, source: str, note: str = ""
) -> Parameter:
    """Add a rule from a day on; the rule before it ends the day before.

    NotReady when a rule with that start, or a later one, is already there (rules must not overlap), or when the
    value has not the shape of the rule before it.
    """
    rows = history(key)
    if not rows:
        raise NotThere("Không có tham số này.")
    newest = rows[0]
    if effective_from <= newest.effective_from:
        day = short_date(newest.effective_from)
        raise NotReady(f"Đã có quy định từ ngày {day}. Quy định mới phải bắt đầu sau ngày đó.", ["Từ ngày"])
    _check_shape(newest.value, value)
    if newest.effective_to is None or newest.effective_to >= effective_from:
        newest.effective_to = effective_from - dt.timedelta(days=1)
    row = Parameter(
        key=key,
        value=value,
        effective_from=effective_from,
        source=source,
        note=note,
        confidence=Confidence.CONFIRMED.value,
        confirmed_by=actor.display_name,
        confirmed_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    data = {"key": key, "value": value, "effective_from": effective_from}
    audit.record("parameter:added", actor=actor, obj=row, data=data)
    return row


def _check_shape(old: Any, new: Any) -> None:
    """The new value must be of the old one's kind: number, fraction, table of numbers, list of lines."""
    wrong = NotReady("Giá trị không đúng dạng của tham số này. Hãy nhập giống mẫu đang hiện.", ["Giá trị"])
    if type(old) is not type(new):
        raise wrong
    if isinstance(old, int) and not isinstance(old, bool) and new < 0:
        raise wrong
    if isinstance(old, dict):
        if set(old) != set(new):
            raise wrong
        for name, value in old.items():
            _check_shape(value, new[name])
    elif isinstance(old, list) and old and isinstance(old[0], int):
        numbers = len(new) == 2 and all(isinstance(n, int) for n in new)
        if not numbers or new[1] <= 0 or not 0 <= Fraction(*new) <= 1:
            raise wrong
    elif isinstance(old, list) and old and isinstance(old[0], dict):
        if not new or any(not isinstance(line, dict) or set(line) != set(old[0]) for line in new):
            raise wrong
    elif isinstance(old, str) and _is_number(old) and not _is_number(new):
        raise wrong


def _is_number(text: str) -> bool:
    try:
        return Fraction(text) >= 0
    except (ValueError, ZeroDivisionError):
        return False


def parse_value(text: str) -> Any:
    """Return a typed value: a whole number or JSON; NotReady when it is neither."""
    try:
        return json.loads(text)
    except ValueError:
        raise NotReady("Giá trị chưa đúng cách viết. Hãy sửa giống mẫu đang hiện.", ["Giá trị"]) from None


def confirm_parameter(row: Parameter, *, actor: Actor) -> None:
    """The office has checked a rule against its source."""
    row.confidence = Confidence.CONFIRMED.value
    row.confirmed_by, row.confirmed_at = actor.display_name, clock.now()
    audit.record("parameter:confirmed", actor=actor, obj=row, data={"key": row.key})


def history(key: str) -> list[Parameter]:
    """Return all rules of a key, newest first."""
    query = sa.select(Parameter).where(Parameter.key == key).order_by(Parameter.effective_from.desc())
    return list(db.session.scalars(query))


def save_wording(kind: str, texts: dict[str, str], *, actor: Actor, effective_from: dt.date) -> list[Wording]:
    """Keep new versions of the slots whose text changed. NotReady for an empty slot or a start in the past of the last."""
    current = queries.wording(kind, dt.date.max)
    if not current:
        raise NotThere("Không có loại văn bản này.")
    empty = [slot for slot in current if not texts.get(slot, "").strip()]
    if empty:
        raise NotReady("Không được để trống lời văn.", empty)
    made = []
    for slot, row in current.items():
        if texts[slot].strip() == row.text:
            continue
        if effective_from < row.effective_from:
            day = short_date(row.effective_from)
            raise NotReady(
                f"Lời văn đang dùng bắt đầu từ {day}; bản mới không được sớm hơn.", ["Áp dụng từ ngày"]
            )
        made.append(
            Wording(
                document_kind=kind,
                slot=slot,
                text=texts[slot],
                effective_from=effective_from,
                version=row.version + 1,
                author=actor.display_name,
                created_at=clock.now(),
            )
        )
    if not made:
        raise NotReady("Chưa có gì thay đổi so với bản đang dùng.")
    db.session.add_all(made)
    db.session.flush()
    data = {"kind": kind, "slots": [row.slot for row in made]}
    audit.record("wording:saved", actor=actor, obj=made[0], data=data)
    return made


def add_holiday(day: dt.date, name: str, *, actor: Actor) -> Holiday:
    """Add a day on which offices are closed. NotReady when it is already there."""
    if db.session.scalar(sa.select(Holiday.id).where(Holiday.day == day)) is not None:
        raise NotReady(f"Ngày {short_date(day)} đã có trong danh sách.", ["Ngày nghỉ"])
    row = Holiday(day=day, name=name)
    db.session.add(row)
    db.session.flush()
    audit.record("holiday:added", actor=actor, obj=row, data={"day": day})
    return row


def remove_holiday(holiday_id: int, *, actor: Actor) -> None:
    """Remove a wrongly entered holiday."""
    row = db.session.get(Holiday, holiday_id)
    if row is None:
        raise NotThere()
    audit.record("holiday:removed", actor=actor, obj=row, data={"day": row.day})
    db.session.delete(row)
