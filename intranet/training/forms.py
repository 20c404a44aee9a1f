"""Shapes of what the training pages take in."""

from enum import StrEnum
from typing import Any

from ..core.forms import (
    BaseForm,
    DayField,
    HiddenField,
    LineField,
    ManyField,
    MultipleFileField,
    NumberField,
    PickField,
    ProseField,
    ReasonField,
)
from .models import ContentClass, DigitalGroup, Format, Level, PlanTopic
from .phrases import WORDS
from .rules import REQUIRED


def _choices(values: type[StrEnum]) -> list[tuple[str, str]]:
    return [("", "— Chọn —"), *((one.value, WORDS[f"{values.__name__}.{one.value}"]) for one in values)]


_GROUPS = [(one.value, f"{one.value}) {WORDS[f'DigitalGroup.{one.value}']}") for one in DigitalGroup]
EVIDENCE = [(key.partition(".")[2], words) for key, words in WORDS.items() if key.startswith("Evidence.")]


class StepForm(BaseForm):
    """One button."""


class ReasonForm(BaseForm):
    """One button that needs a reason."""

    reason = ReasonField()


class _TrainingFields(BaseForm):
    """What a record and a course have in common."""

    title = LineField("Tên lớp, khóa học", limit=300)
    content_class = PickField("Loại nội dung", choices=_choices(ContentClass))
    topic = PickField("Chủ đề theo kế hoạch", choices=_choices(PlanTopic))
    digital_groups = ManyField(
        "Nhóm kỹ năng số", choices=_GROUPS, description="Đánh dấu nếu lớp có nội dung này."
    )
    format = PickField("Hình thức", choices=_choices(Format))
    provider = LineField("Đơn vị tổ chức", limit=200)
    starts_on = DayField("Từ ngày")
    ends_on = DayField("Đến ngày")
    periods = NumberField("Số tiết", low=1, high=2000, description="Một ngày học thường là 8 tiết.")

    def values(self) -> dict[str, Any]:
        """Return the fields as the acts want them."""
        found: dict[str, Any] = {
            "title": self.title.data or "",
            "provider": self.provider.data or "",
            "digital_groups": "".join(one for one in self.digital_groups.data or []),
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "periods": self.periods.data,
        }
        for name, kind in (("content_class", ContentClass), ("topic", PlanTopic), ("format", Format)):
            raw = self[name].data
            found[name] = kind(raw) if raw else None
        return found


class RecordForm(_TrainingFields):
    """An own record; complete or not."""

    version = HiddenField()
    result = LineField("Kết quả, xếp loại", limit=100)
    certificate_number = LineField("Số chứng nhận, chứng chỉ", limit=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, _ in REQUIRED:  # a draft may lack them, what is handed in may not
            self[name].flags.required = True

    def values(self) -> dict[str, Any]:
        """Return the fields as `actions.save` wants them."""
        own = {"result": self.result.data or "", "certificate_number": self.certificate_number.data or ""}
        return super().values() | own


class CourseForm(_TrainingFields):
    """A course of the standing body; everything is needed."""

    title = LineField("Tên lớp", limit=300, required=True)
    content_class = PickField("Loại nội dung", required=True, choices=_choices(ContentClass))
    topic = PickField("Chủ đề theo kế hoạch", required=True, choices=_choices(PlanTopic))
    format = PickField("Hình thức", required=True, choices=_choices(Format))
    provider = LineField("Đơn vị tổ chức", limit=200, required=True)
    place = LineField("Địa điểm", limit=200)
    starts_on = DayField("Từ ngày", required=True)
    ends_on = DayField("Đến ngày", required=True)
    periods = NumberField("Số tiết", required=True, low=1, high=2000)

    def values(self) -> dict[str, Any]:
        """Return the fields as `course_actions` wants them."""
        return super().values() | {"place": self.place.data or ""}


class PeopleForm(BaseForm):
    """Add a whole unit, or one person, to a list."""

    unit = PickField("Cả đơn vị")
    person = PickField("Hoặc một người")


class LateForm(BaseForm):
    """Somebody who was forgotten."""

    person = PickField("Học viên", required=True)
    reason = ReasonField("Lý do bổ sung")


class FilesForm(BaseForm):
    """Evidence."""

    files = MultipleFileField("Thêm tệp minh chứng")


class LevelForm(BaseForm):
    """A reached level."""

    level = PickField(
        "Mức kỹ năng số",
        required=True,
        choices=[
            ("", "— Chọn —"),
            *((one.value, WORDS[f"Level.{one.value}"]) for one in Level if one != Level.NOT_ASSESSED),
        ],
    )
    assessed_on = DayField("Ngày đánh giá", required=True)
    evidence_kind = PickField("Minh chứng", required=True, choices=[("", "— Chọn —"), *EVIDENCE])
    evidence_note = ProseField("Ghi chú về minh chứng", limit=1000)
    expires_on = DayField("Có giá trị đến", description="Để trống nếu không có thời hạn.")
    files = MultipleFileField("Tệp minh chứng")
