"""Past awards: by the real acts, in bulk for measurement, and as an Excel list."""

import datetime as dt
import io
import random
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
import xlsxwriter

from intranet.core import clock, sheet_uploads
from intranet.core.db import db
from intranet.core.sheet_uploads import SheetUpload
from intranet.history import actions, imports
from intranet.history.models import PastAward, RecipientKind, Source, keys
from intranet.people.models import Honorific
from tests.factories.people import account

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý")
_MIDDLE = ("Văn", "Thị", "Đức", "Hữu", "Quang", "Ngọc", "Minh", "Thanh", "Xuân", "Thu")
_GIVEN = ("An", "Bình", "Cường", "Dũng", "Đông", "Hằng", "Hùng", "Hương", "Lan", "Mai", "Phượng", "Quý", "Sơn",
          "Thảo", "Tuấn", "Ước", "Việt", "Yến", "Ánh", "Oanh")  # fmt: skip
_PLACES = ("Thôn Đông", "Thôn Đoài", "Thôn Trung", "Phòng Tài chính", "Trường THCS Đại Thanh", "Trạm y tế xã")
_FORMS = ("Giấy khen", "Bằng khen", "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở")
HEAD = (
    "Loại",
    "Họ và tên",
    "Danh xưng",
    "Đơn vị",
    "Hình thức",
    "Số QĐ",
    "Ngày QĐ",
    "Thành tích",
    "Tiền thưởng",
)


def enter(name: str = "Nguyễn Văn Hùng", **values: Any) -> PastAward:
    """Enter one award by hand."""
    given = {
        "kind": RecipientKind.PERSON, "honorific": Honorific.MR, "name": name, "detail": "Thôn Đông",
        "form": "Giấy khen", "number": "07/QĐ-UBND", "awarded_on": dt.date(1998, 2, 5), "year": None,
        "issuer": "UBND xã", "achievement": "Đã có thành tích xuất sắc", "amount": 50_000,
    }  # fmt: skip
    return actions.enter(given | values, actor=account("vanthu"))


def lists(number: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield values of so many different awards, the same every time."""
    chance = random.Random(seed)
    for at in range(number):
        day = dt.date(1990, 1, 1) + dt.timedelta(days=at * 13000 // max(number, 1))
        kind = chance.choice(
            (RecipientKind.PERSON,) * 8 + (RecipientKind.HOUSEHOLD, RecipientKind.COLLECTIVE)
        )
        person = kind != RecipientKind.COLLECTIVE
        name = " ".join(chance.choice(part) for part in (_FAMILY, _MIDDLE, _GIVEN))
        yield {
            "kind": kind, "honorific": chance.choice((Honorific.MR, Honorific.MRS)) if person else None,
            "name": name if person else f"Tổ liên gia số {at}", "detail": f"{chance.choice(_PLACES)}, số {at}",
            "form": chance.choice(_FORMS), "number": f"{at % 90 + 1:02d}/QĐ-UBND", "awarded_on": day, "year": day.year,
            "issuer": "UBND xã", "achievement": "Đã có thành tích xuất sắc trong phong trào thi đua",
            "amount": 100_000,
        }  # fmt: skip


def bulk(number: int, *, person_id: int | None = None, seed: int = 1) -> None:
    """Insert so many imported rows fast; every hundredth of a person's rows belongs to `person_id` when given."""
    common = {"source": Source.IMPORT, "created_at": clock.now(), "version": 1, "unit_id": None}
    rows = []
    for at, values in enumerate(lists(number, seed)):
        own = person_id if at % 100 == 0 and values["kind"] == RecipientKind.PERSON else None
        rows.append(values | keys(values) | common | {"person_id": own})
    for start in range(0, len(rows), 500):
        db.session.execute(sa.insert(PastAward), rows[start : start + 500])


def book(rows: list[list[Any]], head: tuple[str, ...] = HEAD) -> bytes:
    """Return a workbook with a header and rows; dates become date cells."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, day = made.add_worksheet(), made.add_format({"num_format": "dd/mm/yyyy"})
    for at, row in enumerate([list(head), *rows]):
        for place, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(at, place, dt.datetime.combine(value, dt.time()), day)
            elif value is not None:
                sheet.write(at, place, value)
    made.close()
    return out.getvalue()


def row(name: str = "Nguyễn Văn Hùng", *, kind: str = "Cá nhân", honorific: str | None = "Ông",
        unit: str | None = "Thôn Đông", form: str = "Giấy khen", number: str | None = "07/QĐ-UBND",
        on: Any = "05/02/1998", achievement: str | None = "Đã có thành tích", amount: Any = 50_000) -> list[Any]:  # fmt: skip
    """Return one line of a workbook."""
    return [kind, name, honorific, unit, form, number, on, achievement, amount]


def as_rows(number: int, seed: int = 2) -> list[list[Any]]:
    """Return so many lines of a workbook."""
    words = {"person": "Cá nhân", "collective": "Tập thể", "household": "Hộ gia đình"}
    return [
        [words[v["kind"].value], v["name"], v["honorific"] and v["honorific"].value, v["detail"], v["form"],
         v["number"], f"{v['awarded_on']:%d/%m/%Y}", v["achievement"], v["amount"]]
        for v in lists(number, seed)
    ]  # fmt: skip


def kept(content: bytes, name: str = "cu.xlsx") -> SheetUpload:
    """Keep a workbook as the upload page does."""
    return sheet_uploads.keep(imports.PURPOSE, name, content, actor=account("vanthu"))


def imported(rows: list[list[Any]], **choices: Any) -> SheetUpload:
    """Import lines as the preview page does."""
    upload = kept(book(rows))
    for key, value in choices.items():
        setattr(upload, key, value)
    imports.apply(upload, actor=account("vanthu"))
    db.session.flush()
    return upload
