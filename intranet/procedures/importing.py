"""The list of procedures from Excel: all rows or none; a known code is updated, not doubled."""

import datetime as dt
from typing import Any

from ..core import audit, clock
from ..core.errors import NotReady
from ..core.permissions import Permission as P
from ..core.sheets import Field, Row, Sheet
from ..core.text import fold
from ..people.models import Account, Unit
from ..people.queries import units
from . import actions, rules

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


def apply_sheet(sheet: Sheet, starts_on: dt.date, *, actor: Account) -> tuple[int, int]:
    """Store all rows of a checked sheet; returns (new, changed). NotReady while any row has a problem."""
    rules.require(actor.has(P.PROCEDURES_WRITE), "Chỉ Văn phòng hoặc cơ quan thường trực nhập được danh mục.")
    if sheet.wrong:
        raise NotReady(f"Còn {len(sheet.wrong)} dòng cần sửa. Chưa nhập dòng nào.")
    if starts_on > clock.today():
        raise NotReady("Ngày áp dụng không được ở tương lai.", ["Áp dụng từ ngày"])
    known, new, changed = _units(), 0, 0
    for row in sheet.rows:
        values, term = _parts(row, known)
        found = actions.by_code(values["code"])
        if found is None:
            actions.create(values | {"starts_on": starts_on}, term, actor=actor)
            new += 1
            continue
        actions.edit(found, values, actor=actor)
        now = found.term_on(starts_on)
        if now is None or any(getattr(now, name) != value for name, value in term.items()):
            actions.set_term(found, starts_on, term, actor=actor)
        audit.record("procedure:imported", actor=actor, obj=found, data={"code": found.code})
        changed += 1
    return new, changed


def _parts(row: Row, known: dict[str, Unit]) -> tuple[dict[str, Any], dict[str, Any]]:
    given = row.values
    values = {name: given[name] for name in ("code", "name", "field", "baseline_days")}
    values |= {"unit_id": known[fold(given["unit"])].id, "common": bool(given["common"])}
    term = {"steps": given["steps"], "days": given["days"], "fee": given["fee"] or 0}
    term |= {name: bool(given[name]) for name in FLAGS if name != "common"}
    return values, term | {"channel": given["channel"] or "", "fee_note": "", "source": "Nhập từ Excel"}
