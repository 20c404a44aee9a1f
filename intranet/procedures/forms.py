"""Shapes of what the procedure pages take in."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from ..core.forms import (
    BaseForm,
    BooleanField,
    DayField,
    FileField,
    LineField,
    NumberField,
    PickField,
    ProseField,
    RadioPickField,
    ReasonField,
)
from ..people.models import Unit
from .models import ProposalKind, PublicChannel
from .phrases import WORDS

NONE = ("", "— Chọn —")


def words_of(values: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, words) of an enum."""
    return [(one.value, WORDS[f"{values.__name__}.{one.value}"]) for one in values]


def unit_choices(units: Iterable[Unit], first: tuple[str, str] | None = NONE) -> list[tuple[str, str]]:
    """Return units as choices."""
    return [*([first] if first else []), *((str(unit.id), unit.name) for unit in units)]


class StepForm(BaseForm):
    """One button."""


class ReasonForm(BaseForm):
    """One button that needs a reason."""

    reason = ReasonField()


class FactsForm(BaseForm):
    """What does not change with time."""

    code = LineField("Mã thủ tục", limit=40, required=True, description="Ví dụ 1.000894.")
    name = LineField("Tên thủ tục", limit=400, required=True)
    field = LineField("Lĩnh vực", limit=120, required=True)
    unit = PickField("Đơn vị phụ trách", required=True)
    baseline_days = NumberField(
        "Số ngày làm việc trước khi cắt giảm",
        high=365,
        description="Mốc để tính mức rút ngắn thời gian; để trống nếu chưa có.",
    )
    common = BooleanField("Thủ tục phổ biến (chứng thực, hộ tịch, xác nhận, cư trú)")

    def values(self) -> dict[str, Any]:
        """Return the fields as the acts want them."""
        return {
            "code": self.code.data,
            "name": self.name.data,
            "field": self.field.data,
            "unit_id": int(self.unit.data),
            "baseline_days": self.baseline_days.data,
            "common": bool(self.common.data),
        }


class TermForm(BaseForm):
    """What may change from a day on."""

    starts_on = DayField("Áp dụng từ ngày", required=True)
    steps = NumberField("Số bước", required=True, low=1, high=50)
    days = NumberField(
        "Số ngày làm việc", required=True, high=365, description="0 nếu giải quyết ngay trong ngày."
    )
    fee = NumberField("Phí, lệ phí (đồng)", high=10**10)
    fee_note = LineField("Ghi chú về phí", limit=200)
    channel = LineField("Hình thức nộp", limit=120, description="Ví dụ trực tiếp; trực tuyến; bưu chính.")
    online_eligible = BooleanField("Đủ điều kiện cung cấp trực tuyến toàn trình")
    online_full = BooleanField("Đã cung cấp trực tuyến toàn trình")
    same_day = BooleanField("Thuộc “Ngày không hẹn lại” (giải quyết trong ngày)")
    source = LineField("Căn cứ", limit=200, description="Quyết định công bố, sửa đổi.")

    def term(self) -> dict[str, Any]:
        """Return the fields as `actions.set_term` wants them."""
        return {
            "steps": self.steps.data,
            "days": self.days.data,
            "fee": self.fee.data or 0,
            "fee_note": self.fee_note.data or "",
            "channel": self.channel.data or "",
            "online_eligible": bool(self.online_eligible.data),
            "online_full": bool(self.online_full.data),
            "same_day": bool(self.same_day.data),
            "source": self.source.data or "",
        }


class NewForm(FactsForm, TermForm):
    """A new procedure with its first terms."""


class EndForm(BaseForm):
    """The last day."""

    ends_on = DayField("Ngày cuối cùng", required=True)
    reason = LineField("Lý do, căn cứ", limit=200, required=True)


class ImportForm(BaseForm):
    """The list as Excel."""

    sheet = FileField("Tệp Excel")


class FontForm(BaseForm):
    """Whether text of old fonts is taken as proposed."""

    old_font = BooleanField("Dùng chữ Unicode như đề nghị dưới đây")


class ApplyForm(BaseForm):
    """From which day the looked-at list counts."""

    starts_on = DayField("Áp dụng từ ngày", required=True)


class _AskForm(BaseForm):
    """A choice of what to look at: sent by GET, changes nothing."""

    class Meta:
        csrf = False


class PlaceForm(_AskForm):
    """Of which unit, in which place publicity is checked."""

    unit = PickField("Đơn vị")
    channel = PickField("Nơi công khai", choices=words_of(PublicChannel))


class RoundForm(BaseForm):
    """A review round."""

    year = NumberField("Năm", required=True, low=2026, high=2035)
    number = NumberField("Lần", required=True, low=1, high=12)
    starts_on = DayField("Từ ngày", required=True)
    due_on = DayField("Hạn hoàn thành", required=True)


class ProposalForm(BaseForm):
    """A proposal."""

    unit = PickField("Đơn vị đề xuất", required=True)
    kind = RadioPickField("Loại đề xuất", required=True, choices=words_of(ProposalKind))
    title = LineField("Đề xuất", limit=300, required=True)
    content = ProseField("Nội dung, lý do", limit=4000, required=True)


class SendForm(BaseForm):
    """Upward, with a number."""

    outgoing_number = LineField("Số văn bản đi", limit=60, required=True, description="Ví dụ 112/UBND-VP.")
    sent_on = DayField("Ngày văn bản", required=True)
    sent_to = LineField("Cơ quan nhận", limit=200, required=True)


class AnswerForm(BaseForm):
    """The answer from above."""

    answered_on = DayField("Ngày trả lời", required=True)
    accepted = RadioPickField(
        "Kết quả", required=True, choices=[("1", "Chấp nhận"), ("0", "Không chấp nhận")]
    )
    answer = ProseField("Nội dung trả lời", limit=4000, required=True)


class AdoptForm(BaseForm):
    """Done by the commune itself."""

    adopted_on = DayField("Áp dụng từ ngày", required=True)
    result = ProseField("Kết quả", limit=2000, required=True)
    steps = NumberField("Số bước mới", low=1, high=50, description="Để trống nếu không đổi.")
    days = NumberField("Số ngày làm việc mới", high=365, description="Để trống nếu không đổi.")
