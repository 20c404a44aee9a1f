"""Shapes of what the council's pages take in."""

import datetime as dt
from typing import Any

from ..core import clock
from ..core.forms import (
    REQUIRED,
    BaseForm,
    DayField,
    HiddenField,
    HourField,
    LineField,
    NumberField,
    PickField,
    ProseField,
    RadioPickField,
    ReasonField,
)
from .models import Choice, CouncilKind, MeetingKind, Method, Seat
from .phrases import WORDS

OFFICE_ENDS = dt.time(17)  # Vietnamese offices


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


class EditMeetingForm(BaseForm):
    """Title, time and place of a meeting; the term of a written procedure."""

    version = HiddenField()
    title = LineField("Tên phiên họp", limit=300, required=True)
    day = DayField("Ngày họp hoặc ngày bắt đầu lấy ý kiến", required=True)
    time = HourField("Giờ bắt đầu", required=True)
    place = LineField("Địa điểm", description="Để trống khi lấy ý kiến bằng văn bản.")
    until_day = DayField("Trả lời đến hết ngày")
    until_time = HourField("Giờ hết hạn", description="Để trống là 17:00.")

    def starts_at(self) -> dt.datetime:
        """Return the moment of the start (after validation)."""
        return dt.datetime.combine(self.day.data, self.time.data, clock.VIETNAM)

    def answers_until(self) -> dt.datetime:
        """Return the end of the term (after validation)."""
        return dt.datetime.combine(self.until_day.data, self.until_time.data or OFFICE_ENDS, clock.VIETNAM)


class MeetingForm(EditMeetingForm):
    """A new meeting: how the council meets decides what else is needed."""

    kind = RadioPickField(
        "Cách họp",
        required=True,
        default=MeetingKind.SITTING.value,
        choices=[(k.value, WORDS[f"MeetingKind.{k.value}"]) for k in MeetingKind],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the place of a sitting, for the term of a written procedure."""
        good = super().validate(extra_validators)
        needed = self.until_day if self.kind.data == MeetingKind.WRITTEN.value else self.place
        if not needed.data and not needed.errors:
            needed.errors = [REQUIRED]
            good = False
        return good


class ExtendForm(BaseForm):
    """A later end of the term."""

    until_day = DayField("Trả lời đến hết ngày", required=True)
    until_time = HourField("Giờ hết hạn", description="Để trống là 17:00.")

    def answers_until(self) -> dt.datetime:
        """Return the new end (after validation)."""
        return dt.datetime.combine(self.until_day.data, self.until_time.data or OFFICE_ENDS, clock.VIETNAM)


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


class ConfirmForm(BaseForm):
    """The second reading of a written opinion."""

    choice = RadioPickField(
        "Ý kiến ghi trong văn bản",
        required=True,
        choices=[(c.value, WORDS[f"Choice.{c.value}"]) for c in Choice],
    )


class DecidingForm(BaseForm):
    """The chair's deciding vote."""

    choice = RadioPickField(
        "Ý kiến của Chủ tọa",
        required=True,
        choices=[(c.value, WORDS[f"Choice.{c.value}"]) for c in (Choice.YES, Choice.NO)],
    )
