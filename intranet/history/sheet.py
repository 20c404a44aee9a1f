"""The Excel list of past awards: its columns, and what one line means."""

from dataclasses import dataclass, field
from typing import Any

from ..core import sheets
from ..core.sheets import Field, Row, Sheet
from ..people.models import Honorific
from .matching import split_honorific
from .models import RecipientKind, keys

FIELDS = (
    Field(
        "kind",
        "Loại",
        ("Đối tượng", "Loại đối tượng"),
        kind="choice",
        required=True,
        choices={"Cá nhân": "person", "Tập thể": "collective", "Hộ gia đình": "household", "Hộ": "household"},
        sample="Cá nhân",
    ),
    Field(
        "name",
        "Họ và tên, tên tập thể",
        ("Họ và tên", "Họ tên", "Tên", "Tên tập thể", "Tên cá nhân, tập thể", "Tên chủ hộ"),
        required=True,
        limit=500,
        help="Như in trên quyết định; hộ gia đình ghi tên chủ hộ.",
        sample="Nguyễn Văn Hùng",
    ),
    Field(
        "honorific",
        "Danh xưng",
        ("Ông/Bà", "Ông, Bà"),
        kind="choice",
        choices={"Ông": "Ông", "Bà": "Bà"},
        help="Để trống nếu không rõ, hệ thống không đoán.",
        sample="Ông",
    ),
    Field("position", "Chức vụ", ("Chức danh", "Chức vụ, chức danh"), limit=200, help="Khi được khen."),
    Field(
        "detail",
        "Đơn vị, địa chỉ",
        (
            "Đơn vị",
            "Đơn vị công tác",
            "Địa chỉ",
            "Chức vụ, đơn vị",
            "Chức vụ, đơn vị hoặc địa chỉ",
            "Nơi công tác",
        ),
        limit=300,
        help="Tên đơn vị khi được khen, kể cả khi nay đã đổi tên.",
        sample="Phòng Văn hóa - Thông tin",
    ),
    Field(
        "form",
        "Hình thức khen thưởng",
        (
            "Hình thức",
            "Danh hiệu",
            "Danh hiệu, hình thức khen thưởng",
            "Danh hiệu thi đua, hình thức khen thưởng",
        ),
        required=True,
        sample="Giấy khen",
    ),
    Field("number", "Số quyết định", ("Số QĐ", "Quyết định số", "Số"), limit=60, sample="07/QĐ-UBND"),
    Field(
        "on",
        "Ngày quyết định",
        ("Ngày QĐ", "Ngày ký", "Ngày tháng", "Ngày tháng năm", "Ngày", "Năm"),
        kind="day_or_year",
        required=True,
        past=True,
        sample="05/02/2019",
    ),
    Field("issuer", "Cơ quan ban hành", ("Cơ quan quyết định", "Cấp khen", "Cấp khen thưởng")),
    Field("achievement", "Thành tích", ("Nội dung", "Nội dung khen thưởng", "Lý do khen thưởng"), limit=1000),
    Field("amount", "Tiền thưởng", ("Tiền thưởng (đồng)", "Số tiền", "Mức thưởng"), kind="number"),
)


@dataclass
class Line:
    """One line of the file as a row to be: values of the table, where it stood, of which earlier line it is a copy."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    copy_of: int | None = None


def read(name: str, content: bytes, *, days: str = "", old_font: bool = False) -> tuple[Sheet, list[Line]]:
    """Return the sheet with all problems, and the lines without; BadFile for the file as a whole."""
    sheet = sheets.read(name, content, FIELDS, days=days, accept_old_font=old_font)
    lines: list[Line] = []
    seen: dict[str, int] = {}
    for row in sheet.rows:
        values = _values(row)
        if row.problems:
            continue
        line = Line(row.number, values, seen.get(values["identity"]))
        seen.setdefault(values["identity"], row.number)
        lines.append(line)
    return sheet, lines


def _values(row: Row) -> dict[str, Any]:
    """Return the columns of the table; adds problems that concern several cells."""
    given, on = row.values, row.values["on"]
    kind = RecipientKind(given["kind"]) if given["kind"] else RecipientKind.PERSON
    honorific = Honorific(given["honorific"]) if given["honorific"] else None
    name = given["name"]
    if kind != RecipientKind.COLLECTIVE:
        said, name = split_honorific(name)
        if said and honorific and said != honorific:
            row.wrong("Danh xưng", f"Cột ghi {honorific.value} nhưng tên ghi {said.value}.")
        honorific = said or honorific
    elif honorific is not None:
        row.wrong("Danh xưng", "Tập thể không có danh xưng.")
    if name and not any(sign.isalpha() for sign in name):
        row.wrong("Họ và tên, tên tập thể", f"“{name[:40]}” không phải tên.")
    if row.problems:
        return {}
    day = None if isinstance(on, int) else on
    values = {
        "kind": kind,
        "honorific": honorific,
        "name": name,
        "detail": ", ".join(part for part in (given["position"], given["detail"]) if part),
        "form": given["form"],
        "number": given["number"],
        "awarded_on": day,
        "year": on if day is None else day.year,
        "issuer": given["issuer"],
        "achievement": given["achievement"],
        "amount": given["amount"],
    }
    return values | keys(values)
