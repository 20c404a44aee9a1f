"""The list of procedures from Excel: all rows or none; a known code is updated, not doubled."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from ..core import audit, clock, files, sheet_uploads, sheets
from ..core.errors import NotReady
from ..core.permissions import Permission as P
from ..core.sheet_uploads import SheetUpload
from ..core.sheets import Field, Row, Sheet
from ..core.text import fold
from ..people.models import Account, Unit
from ..people.queries import units
from . import actions, rules
from .models import Procedure

PURPOSE = "procedures"
LIMIT = 2000
_YES = {"có": "1", "không": "", "x": "1"}
FLAGS = ("online_eligible", "online_full", "same_day", "common")
FIELDS = (
    Field("code", "Mã thủ tục", ("Mã TTHC", "Mã số"), required=True, limit=40, sample="1.000894"),
    Field("name", "Tên thủ tục", ("Tên TTHC", "Thủ tục"), required=True, limit=400, sample="Đăng ký kết hôn"),
    Field("field", "Lĩnh vực", required=True, limit=120, sample="Hộ tịch"),
    Field("unit", "Đơn vị phụ trách", ("Phòng", "Cơ quan thực hiện"), required=True),
    Field("steps", "Số bước", kind="number", required=True, sample="4"),
    Field("days", "Số ngày làm việc", ("Thời gian giải quyết",), kind="number", required=True, sample="3"),
    Field("baseline_days", "Số ngày trước khi cắt giảm", ("Số ngày gốc",), kind="number", sample="5"),
    Field("fee", "Phí, lệ phí (đồng)", ("Phí", "Lệ phí"), kind="number", sample="30.000"),
    Field("channel", "Hình thức nộp", limit=120, sample="Trực tiếp; trực tuyến"),
    Field("online_eligible", "Đủ điều kiện toàn trình", kind="choice", choices=_YES, sample="có"),
    Field("online_full", "Đã toàn trình", kind="choice", choices=_YES, sample="không"),
    Field("same_day", "Giải quyết trong ngày", kind="choice", choices=_YES, sample="không"),
    Field("common", "Phổ biến", kind="choice", choices=_YES, sample="có"),
)


@dataclass
class Line:
    """One good row of the file: the procedure it updates (None: a new one), what it says, what changes as words."""

    number: int
    known: Procedure | None
    values: dict[str, Any]
    term: dict[str, Any]
    changes: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """What an import will do: the sheet with its problems, its good lines by what becomes of them."""

    sheet: Sheet
    new: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    same: list[Line] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Return whether no row is wrong and something is left to do."""
        return not self.sheet.wrong and bool(self.new or self.changed)


def check(sheet: Sheet) -> None:
    """Note what a single cell does not tell: unit names, codes twice, flags that contradict each other."""
    known = _units()
    seen: dict[str, int] = {}
    for row in sheet.rows:
        values = row.values
        if values["unit"] and fold(values["unit"]) not in known:
            row.wrong("Đơn vị phụ trách", f"Không có đơn vị “{values['unit']}”.")
        if values["code"] in seen:
            row.wrong("Mã thủ tục", f"Trùng với dòng {seen[values['code']]}.")
        seen.setdefault(values["code"], row.number)
        if values["online_full"] and not values["online_eligible"]:
            row.wrong("Đã toàn trình", "Phải đủ điều kiện thì mới là đã toàn trình.")
        if values["steps"] == 0:
            row.wrong("Số bước", "Phải từ 1 trở lên.")
        if values["same_day"] and (values["days"] or 0) > 1:
            row.wrong("Giải quyết trong ngày", "Số ngày phải là 0 hoặc 1.")


def _units() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for unit in units():
        found[fold(unit.name)] = unit
        if unit.short_name:
            found.setdefault(fold(unit.short_name), unit)
    return found


def plan(upload: SheetUpload) -> Plan:
    """Read a kept file anew and compare it with the list as it is; BadFile when it is no list of procedures."""
    sheet = sheets.read(
        upload.name, files.get(upload.sha256), FIELDS, accept_old_font=upload.old_font, limit=LIMIT
    )
    check(sheet)
    made, known = Plan(sheet), _units()
    codes = {row.values["code"] for row in sheet.rows}
    there = actions.by_codes(codes)
    for row in sheet.rows:
        if row.problems:
            continue
        found = there.get(row.values["code"])
        values, term = _parts(row, known)
        if found is None:
            made.new.append(Line(row.number, None, values, term))
            continue
        line = Line(row.number, found, values, term)
        line.changes = [*_changed(found, values, known), *_changed(found.term_on(clock.today()), term, known)]
        (made.changed if line.changes else made.same).append(line)
    return made


def _changed(old: Any, new: dict[str, Any], known: dict[str, Unit]) -> list[str]:
    """Return what of a procedure or its term would change, as words: "Số ngày làm việc: 3 → 2"."""
    names = {unit.id: unit.name for unit in known.values()}
    labels = {one.key: one.label for one in FIELDS} | {"unit_id": "Đơn vị phụ trách"}

    def shown(name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "có" if value else "không"
        return names.get(value, "") if name == "unit_id" else "trống" if value in (None, "") else str(value)

    return [
        f"{labels[name]}: {shown(name, getattr(old, name, None))} → {shown(name, value)}"
        for name, value in new.items()
        if name in labels and value != getattr(old, name, None)
    ]


def apply(upload: SheetUpload, starts_on: dt.date, *, actor: Account) -> tuple[int, int]:
    """Store all rows of a kept file, once; returns (new, changed). NotReady while any row has a problem."""
    rules.require(actor.has(P.PROCEDURES_WRITE), "Chỉ Văn phòng hoặc cơ quan thường trực nhập được danh mục.")
    if starts_on > clock.today():
        raise NotReady("Ngày áp dụng không được ở tương lai.", ["Áp dụng từ ngày"])
    sheet_uploads.begin(upload, actor=actor)
    made = plan(upload)
    if wrong := made.sheet.wrong:
        raise NotReady(f"Còn {len(wrong)} dòng cần sửa. Chưa nhập dòng nào.")
    for line in made.new:
        actions.create(line.values | {"starts_on": starts_on}, line.term, actor=actor)
    for line in made.changed:
        found = line.known
        if found is None:
            continue
        actions.edit(found, line.values, actor=actor)
        now = found.term_on(starts_on)
        if now is None or any(getattr(now, name) != value for name, value in line.term.items()):
            actions.set_term(found, starts_on, line.term, actor=actor)
        audit.record("procedure:imported", actor=actor, obj=found, data={"code": found.code})
    upload.summary = f"{len(made.new)} thủ tục mới, cập nhật {len(made.changed)} thủ tục đã có."
    return len(made.new), len(made.changed)


def _parts(row: Row, known: dict[str, Unit]) -> tuple[dict[str, Any], dict[str, Any]]:
    given = row.values
    values = {name: given[name] for name in ("code", "name", "field", "baseline_days")}
    values |= {"unit_id": known[fold(given["unit"])].id, "common": bool(given["common"])}
    term = {"steps": given["steps"], "days": given["days"], "fee": given["fee"] or 0}
    term |= {name: bool(given[name]) for name in FLAGS if name != "common"}
    return values, term | {"channel": given["channel"] or "", "fee_note": "", "source": "Nhập từ Excel"}
