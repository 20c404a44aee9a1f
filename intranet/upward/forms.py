"""Shapes of the forms on proposals to the city."""

from typing import Any

from ..awards.models import SubjectKind
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
)
from ..people.models import Honorific
from .models import Channel, CityLine, Ground, Outcome
from .phrases import WORDS


class StepForm(BaseForm):
    """One button."""


class ReasonForm(BaseForm):
    """One button that needs a reason."""

    reason = ReasonField()


class ProposalForm(BaseForm):
    """A new proposal."""

    title = LineField(
        "Tên tờ trình",
        limit=300,
        required=True,
        description="Ví dụ: Đề nghị khen thưởng cấp Thành phố năm 2026",
    )
    ground = RadioPickField(
        "Khen thưởng về",
        required=True,
        choices=[(g.value, WORDS[f"Ground.{g.value}"]) for g in Ground],
        description="Thành tích đột xuất, chuyên đề không được dùng làm căn cứ đề nghị khen thưởng công trạng.",
    )


class FormForm(BaseForm):
    """The form to ask for, for ticked nominations."""

    award_form = PickField("Hình thức đề nghị", required=True)


class SubjectForm(BaseForm):
    """A person or unit, and the form to ask for."""

    subject = PickField("Chọn", required=True)
    award_form = PickField("Hình thức đề nghị", required=True)


class LineForm(BaseForm):
    """The fields of one line."""

    version = HiddenField()
    honorific = RadioPickField("Danh xưng", choices=[(one.value, one.value) for one in Honorific])
    name = LineField("Họ và tên, tên tập thể", limit=200, required=True)
    born_year = NumberField("Năm sinh", low=1900, high=2100)
    gender = RadioPickField("Giới tính", choices=[("Nam", "Nam"), ("Nữ", "Nữ")])
    job = LineField("Chức vụ, chức danh hoặc địa chỉ", limit=300)
    unit = LineField("Đơn vị", limit=300)
    award_form = PickField("Hình thức đề nghị", required=True)
    summary = ProseField("Thành tích tóm tắt", limit=1200)
    votes = LineField("Tỷ lệ phiếu", limit=200, description="Ví dụ: 8/9 thành viên đồng ý (88,9 %)")
    titles = ProseField("Danh hiệu, hình thức khen thưởng đã đạt", limit=1500)

    def values(self, line: CityLine) -> dict[str, Any]:
        """Return the fields as `actions.edit_line` wants them."""
        names = ("name", "job", "unit", "summary", "votes", "titles")
        found: dict[str, Any] = {name: self[name].data or "" for name in names}
        found["form"] = self.award_form.data
        if line.kind == SubjectKind.PERSON:
            found |= {"born_year": self.born_year.data, "gender": self.gender.data or ""}
        if line.kind != SubjectKind.COLLECTIVE:
            found["honorific"] = Honorific(self.honorific.data) if self.honorific.data else None
        return found


class NumberForm(BaseForm):
    """The clerk's number."""

    issued_on = DayField("Ngày tờ trình", required=True)
    signer = PickField("Người ký", required=True)


class SendForm(BaseForm):
    """It went out."""

    sent_on = DayField("Ngày gửi", required=True)
    channel = RadioPickField(
        "Cách gửi", required=True, choices=[(c.value, WORDS[f"Channel.{c.value}"]) for c in Channel]
    )


class AnswerForm(BaseForm):
    """What the city said of the ticked lines."""

    outcome = RadioPickField(
        "Kết quả",
        required=True,
        choices=[(o.value, WORDS[f"Outcome.{o.value}"]) for o in Outcome if o != Outcome.WAITING],
    )
    number = LineField("Số quyết định", limit=60, description="Khi được khen. Ví dụ: 1205/QĐ-UBND")
    decided_on = DayField("Ngày quyết định", description="Khi được khen.")
    issuer = LineField(
        "Cơ quan ban hành", limit=200, description="Khi được khen. Ví dụ: Chủ tịch UBND thành phố Hà Nội"
    )
    reason = ProseField("Lý do cấp trên nêu", limit=2000, description="Khi không được khen.")
