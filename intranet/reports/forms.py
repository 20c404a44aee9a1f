"""Shapes of the forms on reports."""

from ..core.forms import BaseForm, DayField, HiddenField, PickField, ProseField, RadioPickField, ReasonField
from .models import ReportKind
from .phrases import WORDS


class StepForm(BaseForm):
    """One button."""


class ReasonForm(BaseForm):
    """One button that needs a reason."""

    reason = ReasonField()


class ReportForm(BaseForm):
    """A new report: its kind and period."""

    kind = RadioPickField(
        "Loại văn bản",
        required=True,
        choices=[(kind.value, WORDS[f"ReportKind.{kind.value}"]) for kind in ReportKind],
    )
    year = PickField("Năm", required=True)
    quarter = PickField(
        "Tính đến hết quý",
        required=True,
        choices=[(str(number), f"Quý {number}") for number in range(1, 5)],
        description="Quý 4 là báo cáo cả năm. Số liệu lấy từ các quý đã khóa.",
    )
    from_year = PickField("Từ năm", description="Chỉ khi báo cáo cho nhiều năm; mặc định là chính năm trên.")


class SectionForm(BaseForm):
    """The words of one section; `base` is the version that was on the screen."""

    base = HiddenField()
    text = ProseField("Nội dung", limit=8000)


class NumberForm(BaseForm):
    """The clerk's number."""

    issued_on = DayField("Ngày văn bản", required=True)
