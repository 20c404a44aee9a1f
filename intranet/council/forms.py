"""Shapes of what the council's pages take in."""

import datetime as dt
import re

from ..core import clock
from ..core.forms import (
    BaseForm,
    DayField,
    HiddenField,
    LineField,
    NumberField,
    PickField,
    ProseField,
    RadioPickField,
    ReasonField,
    ValidationError,
)
from .models import Choice, CouncilKind, Method, Seat
from .phrases import WORDS


class StepForm(BaseForm):
    """One button."""


class ReasonForm(BaseForm):
    """One button that needs a reason."""

    reason = ReasonField()


class CouncilForm(BaseForm):
    """A council by its founding decision."""

    kind = PickField(
        "Loại hội đồng",
        required=True,
        choices=[("", "— Chọn —"), *((k.value, WORDS[f"CouncilKind.{k.value}"]) for k in CouncilKind)],
    )
    name = LineField(
        "Tên hội đồng", required=True, description="Viết đầy đủ, đúng như trong quyết định thành lập."
    )
    founding_decision = LineField(
        "Quyết định thành lập",
        required=True,
        description="Ví dụ: Quyết định số 12/QĐ-UBND ngày 15 tháng 01 năm 2026",
    )
    founded_on = DayField("Ngày thành lập", required=True)


class SeatForm(BaseForm):
    """A member's seat."""

    person = PickField("Thành viên", required=True)
    seat = PickField(
        "Vị trí trong hội đồng",
        required=True,
        choices=[("", "— Chọn —"), *((s.value, WORDS[f"Seat.{s.value}"]) for s in Seat)],
    )
    starts_on = DayField("Từ ngày", required=True)


class EndSeatForm(BaseForm):
    """The last day of a seat."""

    ends_on = DayField("Đến hết ngày", required=True)


class MeetingForm(BaseForm):
    """Title, time and place of a meeting."""

    version = HiddenField()
    title = LineField("Tên phiên họp", limit=300, required=True)
    day = DayField("Ngày họp", required=True)
    time = LineField("Giờ họp", limit=5, required=True, description="Ví dụ: 08:30")
    place = LineField("Địa điểm", required=True)

    def validate_time(self, field: LineField) -> None:
        """Accept 8:30, 08h30, 8 giờ 30 within a day."""
        found = re.fullmatch(r"(\d{1,2})(?:[:hg.]|\s*giờ\s*)(\d{2})?", field.data or "")
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError("Giờ họp phải viết như 08:30.")
        field.data = f"{int(found[1]):02d}:{int(found[2] or 0):02d}"

    def starts_at(self) -> dt.datetime:
        """Return the moment of the start (after validation)."""
        hour, minute = (int(part) for part in (self.time.data or "00:00").split(":"))
        day = self.day.data
        return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.VIETNAM)


class CloseForm(BaseForm):
    """What the minutes say beside the votes."""

    discussion = ProseField(
        "Diễn biến, ý kiến thảo luận",
        limit=20_000,
        required=True,
        description="Ghi ngắn gọn các ý kiến chính; nội dung này vào biên bản họp.",
    )
    guests = ProseField("Đại biểu mời dự (không biểu quyết)", limit=2000)


class MinutesForm(BaseForm):
    """The day on which chair and secretary signed."""

    signed_on = DayField("Ngày ký biên bản", required=True)


class VoteForm(BaseForm):
    """A vote; nothing is chosen beforehand."""

    choice = RadioPickField(
        "Ý kiến của bạn", required=True, choices=[(c.value, WORDS[f"Choice.{c.value}"]) for c in Choice]
    )


class MethodForm(BaseForm):
    """How a case is voted on."""

    method = PickField(
        "Hình thức", required=True, choices=[(m.value, WORDS[f"Method.{m.value}"]) for m in Method]
    )


class ConflictForm(BaseForm):
    """A conflict of interest; the desk also says whose."""

    member = PickField("Thành viên")
    reason = ProseField(
        "Lý do",
        limit=500,
        required=True,
        description="Ví dụ: là vợ của người được đề nghị; là Trưởng đơn vị của tập thể được xét.",
    )


class PaperForm(BaseForm):
    """What a teller counted."""

    issued = NumberField("Số phiếu phát ra", required=True, high=999)
    collected = NumberField("Số phiếu thu về", required=True, high=999)
    valid = NumberField("Số phiếu hợp lệ", required=True, high=999)
    invalid = NumberField("Số phiếu không hợp lệ", required=True, high=999)
    yes = NumberField("Đồng ý", required=True, high=999)
    no = NumberField("Không đồng ý", required=True, high=999)
    blank = NumberField("Không có ý kiến", required=True, high=999)


class OpinionForm(BaseForm):
    """The written opinion of an absent member."""

    member = PickField("Thành viên vắng mặt", required=True)
    choice = RadioPickField(
        "Ý kiến", required=True, choices=[(c.value, WORDS[f"Choice.{c.value}"]) for c in Choice]
    )
    note = ProseField("Nội dung ý kiến (nếu có)", limit=2000)


class DecidingForm(BaseForm):
    """The chair's deciding vote."""

    choice = RadioPickField(
        "Ý kiến của Chủ tọa",
        required=True,
        choices=[(c.value, WORDS[f"Choice.{c.value}"]) for c in (Choice.YES, Choice.NO)],
    )
