"""Shapes of what the community pages take in."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from ..core.forms import (
    BaseForm,
    BooleanField,
    DayField,
    LineField,
    MultipleFileField,
    NumberField,
    PickField,
    ProseField,
    RadioPickField,
    ReasonField,
    number_or_none,
)
from ..people.models import Person, Unit
from .models import OutreachTopic, RemedySource, SignatureKind
from .phrases import WORDS

NONE = ("", "— Chọn —")


def words_of(values: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, words) of an enum."""
    return [(one.value, WORDS[f"{values.__name__}.{one.value}"]) for one in values]


def unit_choices(units: Iterable[Unit], first: tuple[str, str] | None = NONE) -> list[tuple[str, str]]:
    """Return units as choices."""
    return [*([first] if first else []), *((str(unit.id), unit.name) for unit in units)]


def person_choices(people: Iterable[Person]) -> list[tuple[str, str]]:
    """Return people as choices."""
    return [NONE, *((str(one.id), f"{one.full_name} — {one.job}") for one in people)]


class StepForm(BaseForm):
    """One button."""


class ReasonForm(BaseForm):
    """One button that needs a reason."""

    reason = ReasonField()


class _EventFields(BaseForm):
    """What a planned and a held session have in common."""

    unit = PickField("Đơn vị tổ chức", required=True)
    village = PickField("Nơi tổ chức", description="Chọn “Toàn xã” nếu không riêng cho một thôn, tổ dân phố.")
    topic = PickField("Nội dung", required=True, choices=[NONE, *words_of(OutreachTopic)])
    held_on = DayField("Ngày tổ chức", required=True)
    place: Any
    title: Any
    co_unit: Any
    co_organiser: Any

    def offer(self, own: list[Unit], villages: list[Unit], partners: list[Unit]) -> None:
        """Fill the lists of units; one own unit is chosen at once."""
        self.unit.choices = unit_choices(own, None if len(own) == 1 else NONE)
        self.village.choices = unit_choices(villages, ("", "Toàn xã"))
        self.co_unit.choices = unit_choices(partners, ("", "Không có"))

    def values(self) -> dict[str, Any]:
        """Return the fields as `event_actions` wants them."""
        topic = OutreachTopic(self.topic.data)
        return {
            "village_id": number_or_none(self.village.data),
            "topic": topic,
            "title": self.title.data or WORDS[f"OutreachTopic.{topic.value}"],
            "held_on": self.held_on.data,
            "place": self.place.data,
            "co_unit_id": number_or_none(self.co_unit.data),
            "co_organiser": self.co_organiser.data or "",
        }


class PlanForm(_EventFields):
    """A session on the calendar."""

    starts_at = LineField("Giờ bắt đầu", limit=20, description="Ví dụ 19 giờ 30.")
    place = LineField(
        "Địa điểm", limit=200, required=True, description="Ví dụ Nhà văn hóa thôn Tả Thanh Oai."
    )
    contact = LineField(
        "Người liên hệ",
        limit=120,
        description="Tên và số điện thoại, hiện trên trang công khai cho người dân.",
    )
    title = LineField("Tên buổi", limit=200, description="Để trống thì lấy theo nội dung.")
    co_unit = PickField("Phối hợp với")
    co_organiser = LineField("Đơn vị phối hợp khác", limit=200)

    def values(self) -> dict[str, Any]:
        """Return the fields, with the words for citizens."""
        own = {"starts_at": self.starts_at.data or "", "contact": self.contact.data or ""}
        return super().values() | own


class ResultForm(BaseForm):
    """What came of a session."""

    taught = NumberField("Số người được hướng dẫn", required=True, high=100_000)
    summary = ProseField("Kết quả, vướng mắc", limit=2000)
    photos = MultipleFileField("Ảnh chụp buổi hướng dẫn")
    sheet = MultipleFileField("Danh sách ký tên (ảnh chụp hoặc PDF)")


class LogForm(_EventFields):
    """A session that was held already, in one go on a telephone: the shortest way."""

    place = LineField("Địa điểm", limit=200, required=True)
    taught = NumberField("Số người được hướng dẫn", required=True, high=100_000)
    photos = MultipleFileField("Ảnh chụp buổi hướng dẫn")
    sheet = MultipleFileField("Danh sách ký tên (ảnh chụp hoặc PDF)")
    title = LineField("Tên buổi", limit=200, description="Để trống thì lấy theo nội dung.")
    co_unit = PickField("Phối hợp với")
    co_organiser = LineField("Đơn vị phối hợp khác", limit=200)
    summary = ProseField("Kết quả, vướng mắc", limit=2000)


class TeamForm(BaseForm):
    """A new team."""

    unit = PickField("Thôn, tổ dân phố", required=True)
    decision_number = LineField("Quyết định số", limit=60, required=True, description="Ví dụ 45/QĐ-UBND.")
    decided_on = DayField("Ngày Quyết định", required=True)
    starts_on = DayField("Hoạt động từ ngày", required=True)
    contact = LineField("Người liên hệ", limit=120, description="Tên và số điện thoại của tổ trưởng.")


class MemberForm(BaseForm):
    """Somebody joins a team."""

    name = LineField("Họ và tên", limit=120, required=True)
    job = LineField("Chức danh, công việc", limit=120, description="Ví dụ Bí thư Chi đoàn thôn.")
    phone = LineField("Điện thoại", limit=20)
    leader = BooleanField("Là tổ trưởng")
    starts_on = DayField("Tham gia từ ngày", required=True)
    decision_number = LineField("Quyết định số", limit=60, required=True)
    decided_on = DayField("Ngày Quyết định", required=True)

    def values(self) -> dict[str, Any]:
        """Return the fields as `team_actions.add_member` wants them."""
        return {
            "name": self.name.data,
            "job": self.job.data or "",
            "phone": self.phone.data or "",
            "leader": bool(self.leader.data),
            "starts_on": self.starts_on.data,
            "decision_number": self.decision_number.data,
            "decided_on": self.decided_on.data,
        }


class EndForm(BaseForm):
    """A last day and why."""

    ends_on = DayField("Ngày cuối cùng", required=True)
    reason = LineField("Lý do hoặc số Quyết định", limit=120, required=True)


class SignatureForm(BaseForm):
    """A line of the registry of signatures."""

    person = PickField("Người được cấp", required=True)
    kind = RadioPickField("Loại", required=True, choices=words_of(SignatureKind))
    serial = LineField("Số hiệu thiết bị, chứng thư", limit=80)
    provider = LineField("Đơn vị cấp", limit=120)
    issued_on = DayField("Ngày cấp", required=True)
    valid_to = DayField("Có giá trị đến", required=True)

    def values(self) -> dict[str, Any]:
        """Return the fields as `signature_actions.issue` wants them."""
        return {
            "kind": SignatureKind(self.kind.data),
            "serial": self.serial.data or "",
            "provider": self.provider.data or "",
            "issued_on": self.issued_on.data,
            "valid_to": self.valid_to.data,
        }


class DifficultyForm(BaseForm):
    """A difficulty of a unit."""

    unit = PickField("Đơn vị báo cáo", required=True)
    title = LineField("Khó khăn, vướng mắc", limit=200, required=True)
    body = ProseField("Nội dung, đề nghị giải quyết", limit=4000, required=True)


class AnswerForm(BaseForm):
    """An answer."""

    answer = ProseField("Nội dung trả lời", limit=4000, required=True)


class AssignForm(BaseForm):
    """An owner and a day."""

    unit = PickField("Đơn vị chủ trì", required=True)
    due_on = DayField("Hạn hoàn thành", required=True, earliest=dt.date(2026, 1, 1))


class ProofForm(BaseForm):
    """Proof of an obligation: a page of this site, or files."""

    path = LineField(
        "Địa chỉ trang trong hệ thống", limit=200, description="Ví dụ /sang-kien/12; chép từ thanh địa chỉ."
    )
    words = LineField("Mô tả minh chứng", limit=200)
    files = MultipleFileField("Hoặc tệp minh chứng")


class FinishForm(BaseForm):
    """What came of an obligation."""

    note = ProseField("Kết quả", limit=2000)


class YearForm(BaseForm):
    """A year to lay out."""

    year = NumberField("Năm", required=True, low=2026, high=2035)


class RemedyForm(BaseForm):
    """Something to set right."""

    title = LineField("Việc phải làm", limit=200, required=True)
    wrong = ProseField("Tồn tại, hạn chế", limit=2000, required=True)
    source = PickField("Phát hiện từ", required=True, choices=[NONE, *words_of(RemedySource)])
    source_words = LineField(
        "Cụ thể", limit=200, required=True, description="Ví dụ quý III năm 2026, chỉ tiêu I04."
    )
    source_path = LineField("Trang liên quan trong hệ thống", limit=200, description="Ví dụ /chi-tieu.")
    unit = PickField("Đơn vị thực hiện", required=True)
    person = PickField("Người thực hiện", description="Để trống thì người đứng đầu đơn vị thực hiện.")
    due_on = DayField("Hạn xong", required=True)

    def values(self) -> dict[str, Any]:
        """Return the fields as `remedies.open_remedy` wants them."""
        return {
            "title": self.title.data,
            "wrong": self.wrong.data,
            "source": RemedySource(self.source.data),
            "source_words": self.source_words.data,
            "source_path": self.source_path.data or "",
            "person_id": number_or_none(self.person.data),
            "due_on": self.due_on.data,
        }


class RemedyResultForm(BaseForm):
    """It is set right."""

    result = ProseField("Kết quả", limit=2000, required=True)
    finished_on = DayField("Ngày xong", required=True)


class RosterForm(BaseForm):
    """The head of a week: where; the half days are named by their day."""

    place = LineField(
        "Nơi hướng dẫn", limit=200, required=True, description="Ví dụ Điểm phục vụ hành chính công"
    )
    reason = LineField("Lý do", limit=500, description="Chỉ khi sửa ngày đã qua.")
