"""Shapes of what the pages of rounds and nominations take in."""

from typing import Any

from ..core.forms import (
    BaseForm,
    BooleanField,
    DayField,
    FileField,
    HiddenField,
    LineField,
    MultipleFileField,
    NumberField,
    PickField,
    ProseField,
    RadioPickField,
    ReasonField,
    number_or_none,
)
from ..people.models import Honorific
from .dossier_models import Answer
from .eligibility import HoldKind
from .models import GIAY_KHEN, Nomination, RoundKind, SubjectKind
from .phrases import WORDS

_HONORIFICS = [(one.value, one.value) for one in Honorific]


class StepForm(BaseForm):
    """One button."""


class ReasonForm(BaseForm):
    """One button that needs a reason."""

    reason = ReasonField()


class NoteForm(BaseForm):
    """One button with a word that may be left out."""

    reason = ReasonField("Ghi chú", required=False)


class ListFileForm(BaseForm):
    """A workbook of nominees."""

    file = FileField("Tệp Excel")


class OldFontForm(BaseForm):
    """Whether text of old fonts is read as proposed."""

    old_font = BooleanField("Chuyển chữ phông cũ (TCVN3, .VnTime) sang chữ Unicode như đề nghị bên dưới")


class RoundForm(BaseForm):
    """A round."""

    version = HiddenField()
    kind = PickField(
        "Loại đợt",
        required=True,
        choices=[("", "— Chọn —"), *((k.value, WORDS[f"RoundKind.{k.value}"]) for k in RoundKind)],
    )
    award_form = PickField(
        "Hình thức, danh hiệu",
        default=GIAY_KHEN,
        description="Mỗi đợt xét một hình thức hoặc một danh hiệu; đối tượng, tiêu chuẩn, mức thưởng theo quy định.",
    )
    title = LineField("Tên đợt khen thưởng", limit=300, required=True)
    achievement = ProseField(
        "Thành tích ghi trong Quyết định",
        limit=500,
        required=True,
        description="Viết tiếp sau “Tặng Giấy khen cho … tập thể và … cá nhân”, ví dụ: "
        "đã có thành tích xuất sắc trong phong trào thi đua … năm 2026",
    )
    opens_on = DayField("Ngày mở", required=True)
    closes_on = DayField("Hạn nhận hồ sơ", required=True)
    rule_date = DayField(
        "Áp dụng quy định tại ngày",
        description="Để trống: theo ngày mở. Ngưỡng, danh mục hồ sơ lấy theo ngày này.",
    )
    counts_from = DayField("Thành tích tính từ ngày", description="Để trống: từ 01/01 của năm mở đợt.")
    counts_to = DayField("Thành tích tính đến ngày", description="Để trống: đến 31/12 của năm mở đợt.")
    guidance = ProseField("Hướng dẫn cho các đơn vị", limit=5000)

    def values(self) -> dict[str, Any]:
        """Return the fields as `round_actions` wants them."""
        found = {
            name: self[name].data for name in ("title", "opens_on", "closes_on", "counts_from", "counts_to")
        }
        found["achievement"] = self.achievement.data or ""
        found["guidance"] = self.guidance.data or ""
        found["rule_date"] = self.rule_date.data or self.opens_on.data
        found["award_form"] = self.award_form.data or GIAY_KHEN
        return found | {"kind": RoundKind(self.kind.data)}


class CollectiveForm(BaseForm):
    """Which unit to nominate."""

    collective = PickField("Tập thể", required=True)


class HouseholdForm(BaseForm):
    """Which household to nominate."""

    honorific = RadioPickField("Danh xưng của chủ hộ", required=True, choices=_HONORIFICS)
    head = LineField("Họ và tên chủ hộ", limit=120, required=True)
    address = LineField("Địa chỉ", limit=200, required=True)


class NominationForm(BaseForm):
    """The file of a nomination; nothing is compulsory until it is handed in."""

    version = HiddenField()
    honorific = RadioPickField("Danh xưng", choices=_HONORIFICS)
    name = LineField("Tên in trên Giấy khen", limit=200, required=True)
    detail = LineField("Chức vụ, đơn vị (hoặc địa chỉ) in trên Giấy khen", limit=300)
    achievement = LineField(
        "Thành tích ghi trên Giấy khen",
        limit=500,
        description="Một câu, ví dụ: Đã có thành tích xuất sắc trong cải cách thủ tục hành chính năm 2026",
    )
    initiative_id = PickField(
        "Sáng kiến làm căn cứ",
        coerce=number_or_none,
        description="Mỗi sáng kiến chỉ dùng để khen thưởng một lần.",
    )
    report = ProseField("Báo cáo thành tích", limit=20_000)
    unit_meeting = ProseField(
        "Kết quả bình xét của đơn vị",
        limit=3000,
        description="Ngày họp, số người dự, số người đồng ý. Biên bản đính kèm ở mục Tệp.",
    )

    def values(self, nomination: Nomination) -> dict[str, Any]:
        """Return the fields as `actions.save` wants them."""
        names = ("name", "detail", "achievement", "report", "unit_meeting")
        found: dict[str, Any] = {name: self[name].data or "" for name in names if name in self}
        if nomination.subject_kind != SubjectKind.COLLECTIVE:
            found["honorific"] = Honorific(self.honorific.data) if self.honorific.data else None
        if nomination.subject_kind == SubjectKind.PERSON:
            found["initiative_id"] = self.initiative_id.data
        return found


class OverrideForm(BaseForm):
    """Go on against a warning."""

    key = HiddenField()
    reason = ReasonField("Lý do bỏ qua cảnh báo")


class RuleDayForm(BaseForm):
    """The rules of another day, because they are more favourable."""

    rule_date = DayField("Áp dụng quy định tại ngày", required=True)
    reason = ReasonField("Vì sao có lợi hơn")


class HoldForm(BaseForm):
    """A time in which somebody is not rewarded."""

    subject = PickField("Cá nhân hoặc tập thể", required=True)
    kind = PickField(
        "Việc",
        required=True,
        choices=[("", "— Chọn —"), *((k.value, WORDS[f"HoldKind.{k.value}"]) for k in HoldKind)],
    )
    from_on = DayField("Từ ngày", required=True)
    to_on = DayField("Đến hết ngày", description="Để trống khi chưa biết ngày kết thúc.")
    source = LineField(
        "Căn cứ", limit=300, required=True, description="Số, ngày văn bản; cơ quan đang giải quyết."
    )


class MinutesForm(BaseForm):
    """The unit's meeting."""

    version = HiddenField()
    held_on = DayField("Ngày họp", required=True)
    place = LineField("Địa điểm", limit=200, required=True)
    chair = LineField("Chủ tọa", limit=140, required=True)
    secretary = LineField("Thư ký", limit=140, required=True)
    total = NumberField("Tổng số người của đơn vị", required=True, low=1, high=9999)
    present = NumberField("Số người dự họp", required=True, low=1, high=9999)
    discussion = ProseField("Ý kiến thảo luận", limit=5000)


class AnswerForm(BaseForm):
    """The nominee's word on the own data."""

    answer = RadioPickField(
        "Thông tin trên đây",
        required=True,
        choices=[(a.value, WORDS[f"Answer.{a.value}"]) for a in Answer],
    )
    text = ProseField(
        "Cần sửa (nếu có)", limit=1000, description="Ghi đúng họ tên, danh xưng, chức vụ, đơn vị."
    )


class PaperAwardForm(BaseForm):
    """An award that was decided on paper."""

    decision_number = LineField(
        "Số, ký hiệu quyết định", limit=40, required=True, description="Ví dụ: 125/QĐ-UBND"
    )
    awarded_on = DayField("Ngày quyết định", required=True)
    reason = ReasonField("Vì sao ghi lại việc làm trên giấy")


class FilesForm(BaseForm):
    """Evidence."""

    files = MultipleFileField("Thêm tệp minh chứng")


class PassageForm(BaseForm):
    """One passage of a report."""

    version = HiddenField()
    text = ProseField("Nội dung", limit=5_000)
