"""One Excel of the one-stop system fills I01, I02, I04, I05 and I08: read, look, apply; all rows or none.

The file stays attached to the quarter: it is the evidence of what was taken from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..core import audit, clock, files, sheets
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.files import Attachment
from ..core.permissions import Permission as P
from ..core.sheets import Field, Row
from ..core.text import fold
from ..people.models import Account, Unit
from . import actions, quarter_actions, queries, rules
from .actions import Entry
from .engine import Value
from .models import Indicator, IndicatorQuarter, Measurement, Origin, UnitReport

PURPOSE = "one_stop"
# indicator -> columns of its numerator and denominator
PAIRS = {
    "I01": ("on_time", "settled"),
    "I02": ("digitised", "received"),
    "I04": ("online", "received"),
    "I05": ("paid_online", "payable"),
    "I08": ("returned", "settled"),
}
FIELDS = (
    Field("unit", "Đơn vị", ("bộ phận", "phòng", "tên đơn vị"), required=True, sample="Phòng Kinh tế"),
    Field("received", "Hồ sơ đã tiếp nhận", ("tiếp nhận", "số tiếp nhận"), kind="number", sample="1.204"),
    Field("settled", "Hồ sơ đã giải quyết", ("đã giải quyết",), kind="number", sample="1.150"),
    Field("on_time", "Đúng hạn và trước hạn", ("đúng và trước hạn",), kind="number", sample="1.142"),
    Field("digitised", "Hồ sơ số hóa", ("số hóa",), kind="number", sample="1.180"),
    Field("online", "Nộp trực tuyến", ("hồ sơ trực tuyến",), kind="number", sample="960"),
    Field("payable", "Hồ sơ phải nộp phí", ("có phí",), kind="number", sample="420"),
    Field("paid_online", "Thanh toán trực tuyến", ("đã thanh toán trực tuyến",), kind="number", sample="350"),
    Field("returned", "Bổ sung quá một lần", ("phải bổ sung quá một lần",), kind="number", sample="12"),
)
_WRITABLE = rules.EDITABLE


@dataclass
class Line:
    """One row of the file: its unit and the figures that would be taken, or what is wrong with it."""

    row: Row
    unit: Unit | None = None
    taken: list[tuple[Indicator, Value]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # codes that another unit reports


@dataclass
class Preview:
    """All rows of a file as they would be taken."""

    lines: list[Line]
    ignored_columns: list[str]

    @property
    def ready(self) -> bool:
        """Return whether the file can be taken: no wrong row and something to take."""
        return not any(one.row.problems for one in self.lines) and any(one.taken for one in self.lines)


def read(quarter: IndicatorQuarter, name: str, content: bytes) -> Preview:
    """Return what a file says for a quarter. BadFile when it cannot be read at all."""
    sheet = sheets.read(name, content, FIELDS, accept_old_font=True)
    units = queries.units_in(quarter)
    known = {fold(said): unit for unit in units for said in (unit.short_name, unit.name) if said}
    asked = {unit.id: {one.code: one for one in theirs} for unit, theirs in queries.expected(quarter)}
    reports = queries.reports_in(quarter)
    seen: set[int] = set()
    lines = []
    for row in sheet.rows:
        line = Line(row, known.get(fold(str(row.values["unit"]))))
        lines.append(line)
        if line.unit is None:
            if not row.problems:
                row.wrong("Đơn vị", f"Không có đơn vị “{row.texts['unit']}” trong {quarter.name}.")
            continue
        if line.unit.id in seen:
            row.wrong("Đơn vị", f"{line.unit.name} đã có ở dòng trên.")
        seen.add(line.unit.id)
        report = reports.get(line.unit.id)
        if report is not None and report.state not in _WRITABLE:
            row.wrong("Đơn vị", f"{line.unit.name} đã gửi số liệu; hãy trả lại báo cáo trước khi nhập tệp.")
        _take(line, asked.get(line.unit.id, {}))
    return Preview(lines, sheet.ignored)


def _take(line: Line, asked: dict[str, Indicator]) -> None:
    for code, (above, below) in PAIRS.items():
        numerator, denominator = line.row.values[above], line.row.values[below]
        if numerator is None and denominator is None:
            continue
        if code not in asked:
            if numerator is not None:
                line.ignored.append(code)
            continue
        if numerator is None:  # the denominator serves another indicator too
            continue
        entry = Entry(nothing=True) if numerator == denominator == 0 else Entry(numerator, denominator)
        try:
            line.taken.append((asked[code], actions.to_value(asked[code], entry)))
        except NotReady as error:
            line.row.wrong(code, error.message)


def keep(quarter: IndicatorQuarter, name: str, content: bytes, *, actor: Account) -> Attachment:
    """Store a file beside its quarter, to look at and apply."""
    quarter_actions.require_desk(actor)
    quarter_actions.require_open(quarter)
    return files.attach(quarter, name, content, actor=actor, purpose=PURPOSE)


def kept(quarter: IndicatorQuarter, attachment_id: int) -> Attachment:
    """Return a stored file of a quarter; NotThere otherwise."""
    found = next((one for one in files.of(quarter, PURPOSE) if one.id == attachment_id), None)
    if found is None:
        raise NotThere("Không tìm thấy tệp đã tải lên.")
    return found


def apply(quarter: IndicatorQuarter, attachment: Attachment, *, actor: Account) -> int:
    """Take all figures of a stored file into the reports of the units; return how many. NotReady when one is wrong.

    Applied again it changes nothing: the same figures stand already.
    """
    quarter_actions.require_desk(actor)
    quarter_actions.require_open(quarter)
    preview = read(quarter, attachment.name, files.get(attachment.sha256))
    if not preview.ready:
        raise NotReady("Tệp còn dòng sai hoặc không có số nào lấy được, nên chưa nhập gì.")
    made = 0
    for line in preview.lines:
        if line.unit is not None and line.taken:
            made += _write(quarter, line.unit, line.taken, attachment.name, actor)
    if made:
        data = {"rows": made, "file": attachment.name}
        audit.record("indicator_quarter:imported", actor=actor, obj=quarter, data=data)
    return made


def _write(
    quarter: IndicatorQuarter, unit: Unit, taken: Sequence[tuple[Indicator, Value]], name: str, actor: Account
) -> int:
    if queries.report_of(quarter, unit) is None:
        db.session.add(UnitReport(quarter_id=quarter.id, unit_id=unit.id))
    there, made = queries.measured(quarter, unit.id), 0
    for indicator, value in taken:
        row = there.get(indicator.id) or Measurement(
            indicator_id=indicator.id, quarter_id=quarter.id, unit_id=unit.id
        )
        if row.id is not None and row.origin == Origin.IMPORTED and (row.numerator, row.denominator) == value:
            continue
        row.numerator, row.denominator = value
        row.origin, row.explanation, row.note = Origin.IMPORTED, f"Tệp một cửa “{name}”", row.note or ""
        row.entered_by, row.entered_at = actor.display_name, clock.now()
        db.session.add(row)
        made += 1
    return made


def may_read_files(account: Account, _quarter_id: int) -> bool:
    """Return whether the account reads the files of a quarter: who leads it and who reads all."""
    return account.has(P.INDICATORS_LOCK) or account.has(P.INDICATORS_READ)


files.READERS["indicator_quarter"] = may_read_files
