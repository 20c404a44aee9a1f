"""Shapes of the forms on past awards."""

from ..core.forms import (
    BaseForm,
    BooleanField,
    DayField,
    FileField,
    HiddenField,
    LineField,
    NumberField,
    PickField,
    ProseField,
    RadioPickField,
    ReasonField,
)
from ..core.sheets import AS_EXCEL, EARLIEST, SWAPPED
from ..people.models import Honorific
from .models import RecipientKind
from .phrases import WORDS


class AwardForm(BaseForm):
    """One award as it was printed."""

    version = HiddenField()
    kind = RadioPickField(
        "Loại", required=True, choices=[(k.value, WORDS[f"RecipientKind.{k.value}"]) for k in RecipientKind]
    )
    name = LineField(
        "Họ và tên, tên tập thể", limit=500, required=True,
        description="Như in trên quyết định khi đó. Hộ gia đình ghi tên chủ hộ.",
    )  # fmt: skip
    honorific = PickField(
        "Danh xưng", choices=[("", "Không rõ"), *((h.value, h.value) for h in Honorific)],
        description="Của cá nhân hoặc chủ hộ.",
    )  # fmt: skip
    detail = LineField(
        "Chức vụ, đơn vị hoặc địa chỉ khi đó", limit=500,
        description="Giữ tên đơn vị cũ, kể cả khi nay đã đổi tên hoặc sáp nhập.",
    )  # fmt: skip
    award_form = LineField(
        "Hình thức khen thưởng", limit=200, required=True,
        description="Ví dụ: Giấy khen, Bằng khen, Chiến sĩ thi đua cơ sở",
    )  # fmt: skip
    number = LineField("Số quyết định", limit=60, description="Ví dụ: 07/QĐ-UBND")
    awarded_on = DayField("Ngày quyết định", description="Ví dụ: 05/02/2019. Để trống nếu chỉ biết năm.")
    year = NumberField("Năm", low=EARLIEST, high=2100, description="Chỉ cần khi không biết ngày.")
    issuer = LineField("Cơ quan ban hành", limit=200)
    achievement = ProseField("Thành tích", limit=1000)
    amount = NumberField("Tiền thưởng (đồng)", high=2_000_000_000)


class EditForm(AwardForm):
    """The same with the reason of the change."""

    reason = ReasonField("Lý do sửa")


class ReasonForm(BaseForm):
    """A button with a reason."""

    reason = ReasonField()


class UploadForm(BaseForm):
    """A workbook."""

    file = FileField("Tệp Excel")


class ReadingForm(BaseForm):
    """How doubtful cells of a workbook are read; people decide, nothing is guessed."""

    days = RadioPickField(
        "Ô kiểu ngày của Excel",
        choices=[(AS_EXCEL, "Đúng như Excel hiển thị"), (SWAPPED, "Đổi chỗ ngày và tháng")],
    )
    old_font = BooleanField("Chuyển chữ phông cũ (TCVN3, .VnTime) sang chữ Unicode như đề nghị bên dưới")


class ActForm(BaseForm):
    """One button."""


class LinkForm(BaseForm):
    """Who was rewarded."""

    who = RadioPickField("Người được khen thưởng là ai?", required=True)
