"""Shapes of what the pages of printing take in."""

import re
from typing import Any

from wtforms import BooleanField, Field, HiddenField, StringField
from wtforms.validators import Optional, ValidationError

from ..core.forms import (
    BaseForm,
    DayField,
    FileField,
    Filled,
    LineField,
    NumberField,
    PickField,
    ProseField,
    RadioPickField,
    ReasonField,
)
from ..core.text import clean_line
from .models import BoxAlign, EntryKind, RunKind, RunMode
from .phrases import WORDS
from .rules import millimetres


def _words(kinds: Any) -> list[tuple[str, str]]:
    return [(one.value, WORDS[f"{type(one).__name__}.{one.value}"]) for one in kinds]


class MillimetreField(Field):
    """A length in mm with at most two decimals, typed with comma or point ("12,5")."""

    widget = StringField.widget
    data: Any

    def __init__(
        self, label: str, *, low: float = 0, high: float = 1000, required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(label, [Filled() if required else Optional()], **kwargs)
        self.low, self.high, self.typed = low, high, ""

    def _value(self) -> str:
        return self.typed or ("" if self.data is None else millimetres(self.data))

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the length; ValueError with a Vietnamese message when it is none or out of bounds."""
        self.data, self.typed = None, clean_line(valuelist[0]) if valuelist else ""
        if not self.typed:
            return
        raw = self.typed.removesuffix("mm").strip()
        if not re.fullmatch(r"-?\d{1,4}([.,]\d{1,2})?", raw, re.ASCII):
            raise ValueError("Ghi số mi-li-mét, tối đa hai số lẻ, ví dụ 12,5.")
        number = float(raw.replace(",", "."))
        if not self.low <= number <= self.high:
            raise ValueError(f"Số phải từ {millimetres(self.low)} đến {millimetres(self.high)} mm.")
        self.data = number


class StepForm(BaseForm):
    """One button."""


class StockForm(BaseForm):
    """Name and size of a stock."""

    version = HiddenField()
    name = LineField("Tên mẫu phôi", limit=120, required=True)
    width = MillimetreField("Chiều rộng khi đọc (mm)", low=50, high=600)
    height = MillimetreField("Chiều cao khi đọc (mm)", low=50, high=600)
    note = ProseField("Ghi chú", limit=1000)


class CopyForm(BaseForm):
    """The name of a copy."""

    name = LineField("Tên mẫu phôi mới", limit=120, required=True)


class BackgroundForm(BaseForm):
    """A picture of the blank."""

    picture = FileField("Ảnh PNG hoặc JPG")


class BoxForm(BaseForm):
    """Place and letters of one field."""

    version = HiddenField()
    x = MillimetreField("Cách mép trái (mm)", high=600)
    y = MillimetreField("Cách mép trên (mm)", high=600)
    width = MillimetreField("Rộng (mm)", low=5, high=600)
    height = MillimetreField("Cao (mm)", low=3, high=600)
    sizes = LineField("Cỡ chữ, từ lớn đến nhỏ", limit=80, required=True)
    lines = NumberField("Số dòng nhiều nhất", required=True, low=1, high=6)
    align = PickField("Canh chữ", required=True, choices=_words(BoxAlign))
    color = PickField(
        "Màu chữ", required=True, choices=[("000000", "Đen"), ("C00000", "Đỏ"), ("1F3864", "Xanh đậm")]
    )
    bold = BooleanField("Chữ đậm")
    italic = BooleanField("Chữ nghiêng")

    def validate_sizes(self, field: Any) -> None:
        """Sizes are points from 6 to 72, at most 8 of them, descending after this check."""
        parts = re.split(r"[\s;/]+", field.data.replace(",", " ").strip())
        if not all(re.fullmatch(r"\d{1,2}(\.5)?", part, re.ASCII) for part in parts) or len(parts) > 8:
            raise ValidationError("Ghi các cỡ chữ cách nhau bằng dấu cách, ví dụ 26 24 22.")
        numbers = sorted({float(part) for part in parts}, reverse=True)
        if not 6 <= numbers[-1] <= numbers[0] <= 72:
            raise ValidationError("Cỡ chữ phải từ 6 đến 72.")
        field.data = " ".join(f"{number:g}" for number in numbers)


class PrinterForm(BaseForm):
    """A printer and how paper is fed."""

    version = HiddenField()
    name = LineField("Tên máy in", limit=120, required=True)
    place = LineField("Đặt ở đâu", limit=120)
    rotation = PickField(
        "Chiều nạp giấy",
        required=True,
        choices=[
            ("0", "Nạp đúng chiều đọc"),
            ("90", "Xoay 90° theo chiều kim đồng hồ"),
            ("180", "Xoay 180° (nạp ngược)"),
            ("270", "Xoay 270° theo chiều kim đồng hồ"),
        ],
    )


class PaperForm(BaseForm):
    """Which paper the ruled sheet is printed on."""

    stock = PickField("Mẫu phôi (khổ giấy)", required=True)


class MeasureForm(BaseForm):
    """The four distances read off the ruled sheet."""

    first_left = MillimetreField("Dấu 1: cách mép trái (mm)", high=600)
    first_top = MillimetreField("Dấu 1: cách mép trên (mm)", high=600)
    second_left = MillimetreField("Dấu 2: cách mép trái (mm)", high=600)
    second_top = MillimetreField("Dấu 2: cách mép trên (mm)", high=600)


class RunForm(BaseForm):
    """What to print, how, on what."""

    kind = RadioPickField("Kiểu in", required=True, choices=_words(RunKind), default=RunKind.FIRST.value)
    reason = ReasonField("Lý do in lại", required=False)
    sheets = LineField("Các tờ", limit=500)
    mode = RadioPickField("Cách in", required=True, choices=_words(RunMode), default=RunMode.WHOLE.value)
    stock = PickField("Mẫu phôi")
    printer = PickField("Máy in")


class ResultForm(BaseForm):
    """How a run went."""

    upto = NumberField("In tới tờ số", high=9999)
    spoiled = LineField("Tờ hỏng, phải in lại", limit=200)
    wasted = NumberField("Phôi hỏng đã in bù ngay (số tờ)", high=500)
    reason = ReasonField("Lý do hỏng", required=False)


class EntryForm(BaseForm):
    """A line of the stock ledger."""

    kind = RadioPickField(
        "Loại", required=True, choices=_words((EntryKind.RECEIVED, EntryKind.SPOILED, EntryKind.CORRECTED))
    )
    quantity = LineField("Số tờ", limit=12, required=True)
    on = DayField("Ngày", required=True)
    note = ProseField("Ghi chú", limit=500)

    def validate_quantity(self, field: Any) -> None:
        """A whole number; only a correction may be below zero."""
        raw = field.data.replace(".", "").replace("−", "-").replace("–", "-").strip()
        if not re.fullmatch(r"[+-]?\d{1,6}", raw, re.ASCII) or int(raw) == 0:
            raise ValidationError("Ghi số tờ, ví dụ 200. Điều chỉnh giảm thì ghi dấu trừ, ví dụ -3.")
        if int(raw) < 0 and self.kind.data != EntryKind.CORRECTED.value:
            raise ValidationError("Chỉ dòng điều chỉnh mới ghi số âm.")

    @property
    def number(self) -> int:
        """Return the quantity after validation."""
        return int((self.quantity.data or "0").replace(".", "").replace("−", "-").replace("–", "-"))
