"""Shapes of what the survey pages take in."""

from collections.abc import Iterable
from typing import Any

from flask import request

from ..core.forms import (
    BaseForm,
    BooleanField,
    DayField,
    LineField,
    ManyField,
    NumberField,
    PickField,
    ProseField,
    ReasonField,
)
from ..people.models import Unit
from . import questions as sheet
from .models import QuestionKind, QuestionSet
from .phrases import WORDS

_KINDS = [(one.value, WORDS[f"QuestionKind.{one.value}"]) for one in QuestionKind]


class StepForm(BaseForm):
    """One button."""


class ReasonForm(BaseForm):
    """One button that needs a reason."""

    reason = ReasonField()


class SetForm(BaseForm):
    """A question set: eight rows, the empty ones are left out."""

    title = LineField("Tên bộ câu hỏi", limit=200, required=True)
    starts_on = DayField("Dùng từ ngày", required=True)

    def rows(self, stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the eight rows as sent, or as stored on the first look."""
        if not self.is_submitted():
            return [*stored, *({} for _ in range(sheet.MOST - len(stored)))]
        known = {value for value, _ in _KINDS}
        found = []
        for number in range(1, sheet.MOST + 1):
            kind = request.form.get(f"kind-{number}", "")
            words = request.form.get(f"options-{number}", "").split(";")
            text = request.form.get(f"text-{number}", "")
            kept = kind if kind in known else "satisfaction"
            found.append({"kind": kept, "text": text, "options": words})
        return found

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Return the kinds of questions as choices."""
        return _KINDS


class WaveForm(BaseForm):
    """A new wave."""

    title = LineField("Tên đợt khảo sát", limit=200, required=True)
    starts_on = DayField("Từ ngày", required=True)
    ends_on = DayField("Đến hết ngày", required=True)
    questions = PickField("Bộ câu hỏi", required=True)
    units = ManyField("Đơn vị được khảo sát", coerce=str)
    open_link = BooleanField("Nhận cả phiếu quét mã QR chung (không cần mã in riêng)", default=True)

    def offer(self, units: Iterable[Unit], sets: list[QuestionSet]) -> None:
        """Fill the lists."""
        self.units.choices = [(str(unit.id), unit.name) for unit in units]
        self.questions.choices = [(str(one.id), one.title) for one in sets]

    def values(self) -> dict[str, Any]:
        """Return the fields as `actions.create_wave` wants them."""
        return {
            "title": self.title.data,
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "open_link": bool(self.open_link.data),
        }


class SlipsForm(BaseForm):
    """How many slips, for which unit."""

    unit = PickField("Đơn vị")
    number = NumberField("Số phiếu", required=True, low=1, high=500)


class BatchForm(BaseForm):
    """A stack of paper forms, counted by hand."""

    unit = PickField("Đơn vị", required=True)
    sheets = NumberField("Số phiếu (đếm tay)", required=True, low=1, high=2000)
    control_sum = NumberField(
        "Tổng điểm câu 1 (cộng tay)",
        required=True,
        high=10_000,
        description="Rất hài lòng 5, hài lòng 4, bình thường 3, không hài lòng 2, rất không hài lòng 1, bỏ trống 0.",
    )


class AnswersForm(BaseForm):
    """A filled-in form: answers are read by the wave's own questions."""

    remark = ProseField("Ý kiến khác", limit=1000)

    def answers(self, questions: list[dict[str, Any]]) -> dict[str, str]:
        """Return what was chosen, by question."""
        return {one["key"]: request.form.get(one["key"], "") for one in questions}


class RemarkForm(BaseForm):
    """An idea or remark of a citizen."""

    about = LineField("Về thủ tục, việc gì", limit=200)
    body = ProseField("Nội dung góp ý", limit=2000, required=True)


class AnswerForm(BaseForm):
    """An answer to a citizen."""

    answer = ProseField("Nội dung trả lời", limit=2000, required=True)


__all__ = [
    "AnswerForm",
    "AnswersForm",
    "BatchForm",
    "ReasonForm",
    "RemarkForm",
    "SetForm",
    "SlipsForm",
    "StepForm",
    "WaveForm",
]
