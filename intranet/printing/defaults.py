"""The stock that comes with the program: A4 landscape with emblem, Quốc hiệu, frame and TẶNG printed, all else by us.

Lines and their order: NĐ 98/2023/NĐ-CP Điều 104; the sizes of letters are free.
"""

from dataclasses import dataclass

from .models import BoxAlign, StockField

NAME = "Phôi A4 ngang (mẫu có sẵn)"
WIDTH, HEIGHT = 297.0, 210.0
RED = "C00000"


@dataclass(frozen=True)
class DefaultBox:
    """A box as it first stands on a new stock."""

    field: StockField
    x: float
    y: float
    width: float
    height: float
    sizes: str
    lines: int = 1
    align: BoxAlign = BoxAlign.CENTER
    bold: bool = False
    italic: bool = False
    color: str = "000000"


F = StockField
BOXES = (
    DefaultBox(F.AWARDER, 40, 52, 217, 10, "18 16 14", bold=True, color=RED),
    DefaultBox(F.TITLE, 60, 73, 177, 18, "40 36 32 26", bold=True, color=RED),
    DefaultBox(F.NAME, 35, 93, 227, 20, "26 24 22 20 18", lines=2, bold=True),
    DefaultBox(F.DETAIL, 35, 114, 227, 13, "16 15 14 13", lines=2),
    DefaultBox(F.ACHIEVEMENT, 35, 128, 227, 21, "17 16 15 14 13", lines=3),
    DefaultBox(F.DECISION, 28, 157, 100, 13, "13 12", lines=2, align=BoxAlign.LEFT, bold=True, italic=True),
    DefaultBox(F.REGISTER, 28, 171, 100, 13, "13 12", lines=2, align=BoxAlign.LEFT, bold=True, italic=True),
    DefaultBox(F.PLACE_DATE, 155, 150, 114, 7, "14 13", italic=True, bold=True),
    DefaultBox(F.SIGNER_TITLE, 155, 157, 114, 13, "14 13", lines=2, bold=True),
    DefaultBox(F.SIGNER_NAME, 155, 190, 114, 8, "14 13", bold=True),
)
BY_FIELD = {box.field: box for box in BOXES}

# what the picture of a stock shows in its boxes
SAMPLES = {
    F.AWARDER: "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐẠI THANH",
    F.TITLE: "GIẤY KHEN",
    F.NAME: "Bà Nguyễn Thị Lan Anh",
    F.DETAIL: "Công chức Phòng Văn hóa - Xã hội",
    F.ACHIEVEMENT: "Đã có thành tích xuất sắc trong cải cách hành chính",
    F.DECISION: "Quyết định số 07/QĐ-UBND\nngày 23 tháng 11 năm 2026",
    F.REGISTER: "Số sổ vàng: 01",
    F.PLACE_DATE: "Đại Thanh, ngày 23 tháng 11 năm 2026",
    F.SIGNER_TITLE: "CHỦ TỊCH",
    F.SIGNER_NAME: "Nguyễn Văn Minh",
}
