"""Acts on dated parameters, wording and holidays: nothing is overwritten, a change is a new row with its start."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.text import short_date
from . import queries
from .models import Confidence, Holiday, Parameter, Wording
from .phrases import WORDS
from .placeholders import ONE_LINE, unknown

LARGEST = 1_000_000_000  # of whole numbers in a rule: amounts in đồng, parts of a fraction
LONGEST_TERM = 365  # working days
ROUNDING_MODES = ("up", "nearest", "none")
_DECIMAL = re.compile(r"\d{1,3}(\.\d{1,4})?")  # a coefficient, kept as text so that it stays exact

# what a feature wants of a rule of its own beyond its shape: key -> check, NotReady when it is not so
CHECKS: dict[str, Callable[[Any], None]] = {}

audit.declare("parameter", added=("key", "value", "effective_from"), confirmed=("key",))
audit.declare("wording", saved=("kind", "slots"))
audit.declare("holiday", added=("day",), removed=("day",))


def add_parameter(
    key: str, value: Any, *, actor: Actor, effective_from: dt.date, source: str, note: str = ""
) -> Parameter:
    """Add a rule from a day on; the rule before it ends the day before.

    NotReady when a rule with that start, or a later one, is already there (rules must not overlap), when days without
    any rule would lie between an ended one and this, or when the value has not the shape of the rule before it.
    """
    rows = history(key)
    if not rows:
        raise NotThere("Không có tham số này.")
    newest = rows[0]
    if effective_from <= newest.effective_from:
        day = short_date(newest.effective_from)
        raise NotReady(f"Đã có quy định từ ngày {day}. Quy định mới phải bắt đầu sau ngày đó.", ["Từ ngày"])
    ended = newest.effective_to
    if ended is not None and ended + dt.timedelta(days=1) < effective_from:
        since, until = (
            short_date(ended + dt.timedelta(days=1)),
            short_date(effective_from - dt.timedelta(days=1)),
        )
        raise NotReady(
            f"Từ ngày {since} đến ngày {until} sẽ không có quy định nào. Hãy cho bắt đầu từ ngày {since}, hoặc thêm "
            "quy định của khoảng đó trước.",
            ["Từ ngày"],
        )
    if is_switch(key):
        _require(type(value) is int and value in (0, 1))
    else:
        _check_shape(newest.value, value)
    _check_days(key, value)
    CHECKS.get(key, _nothing_more)(value)
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


def is_switch(key: str) -> bool:
    """Return whether a rule says only yes (1) or no (0): its words tell both."""
    words = WORDS.get(f"Key.{key}", "")
    return "(1)" in words and "(0)" in words


def _nothing_more(_value: Any) -> None:
    """The check of rules that only need the right shape."""


def _check_shape(old: Any, new: Any) -> None:
    """NotReady unless the new value is of the old one's kind: number, fraction, table of numbers, list of lines."""
    if type(old) is not type(new):
        raise _wrong()
    if isinstance(old, int) and not isinstance(old, bool):
        _require(0 < new <= LARGEST)
    elif isinstance(old, dict):
        _require(set(old) == set(new))
        for name, value in old.items():
            _check_shape(value, new[name])
        _require(new.get("mode", "up") in ROUNDING_MODES)
    elif isinstance(old, list) and old and isinstance(old[0], int):
        _require(len(new) == 2 and all(type(n) is int for n in new))
        _require(0 < new[1] <= LARGEST and 0 < new[0] <= new[1])
    elif isinstance(old, list) and old and isinstance(old[0], dict):
        _check_lines(set(old[0]), new)
    elif isinstance(old, str) and _DECIMAL.fullmatch(old):
        _require(_DECIMAL.fullmatch(new) is not None)
    elif isinstance(old, str):
        _require(bool(new.strip()))


def _check_lines(names: set[str], lines: list[Any]) -> None:
    """A list of lines has at least one, each with all its texts, no code twice."""
    _require(bool(lines) and all(isinstance(line, dict) and set(line) == names for line in lines))
    _require(all(isinstance(text, str) and text.strip() for line in lines for text in line.values()))
    codes = [line.get("code") for line in lines]
    _require(len(set(codes)) == len(codes) and all(len(str(code)) <= 40 for code in codes))


def _wrong() -> NotReady:
    return NotReady("Giá trị không đúng dạng của tham số này. Hãy nhập giống mẫu đang hiện.", ["Giá trị"])


def _require(right: bool) -> None:
    if not right:
        raise _wrong()


def _check_days(key: str, value: Any) -> None:
    """A term in working days is at most a year of them."""
    if key.startswith("deadline.") and value > LONGEST_TERM:
        raise NotReady(f"Thời hạn không quá {LONGEST_TERM} ngày làm việc.", ["Giá trị"])


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
    """Keep new versions of the slots whose text changed. NotReady for a bad text or an earlier start."""
    current = queries.wording(kind, dt.date.max)
    if not current:
        raise NotThere("Không có loại văn bản này.")
    _check_texts({slot: texts.get(slot, "") for slot in current})
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


def _check_texts(texts: dict[str, str]) -> None:
    """NotReady for an empty slot, a word in braces that nothing fills in, several lines where one is printed."""
    empty = [WORDS.get(f"Slot.{slot}", slot) for slot, text in texts.items() if not text.strip()]
    if empty:
        raise NotReady("Không được để trống lời văn.", empty)
    strange = [word for text in texts.values() for word in unknown(text)]
    if strange:
        raise NotReady("Có chữ trong ngoặc nhọn mà phần mềm không biết điền gì vào.", strange)
    long = [
        WORDS.get(f"Slot.{slot}", slot)
        for slot, text in texts.items()
        if slot in ONE_LINE and "\n" in text.strip()
    ]
    if long:
        raise NotReady("Mục này chỉ được một dòng.", long)


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
