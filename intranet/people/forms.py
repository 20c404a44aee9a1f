"""Shapes of what the pages on people, accounts and the commune take in."""

from typing import Any

from wtforms import PasswordField

from ..core.forms import (
    BaseForm,
    BooleanField,
    DayField,
    FileField,
    Filled,
    HiddenField,
    LineField,
    NumberField,
    PickField,
    ProseField,
    RadioPickField,
    ReasonField,
    ValidationError,
)
from .models import Honorific, Purpose, UnitKind
from .phrases import WORDS
from .roles import Role

UNKNOWN = "unknown"  # an honorific that nobody knows yet: only for people outside the staff
EVERYWHERE = "all"  # a role in the whole commune
NONE_YET = ("", "— Chọn —")


class SignInForm(BaseForm):
    """Name and password."""

    login = LineField("Tên đăng nhập", limit=60, required=True)
    password = PasswordField("Mật khẩu", [Filled()])


class PasswordForm(BaseForm):
    """Change of the own password."""

    old = PasswordField("Mật khẩu hiện tại", [Filled()])
    new = PasswordField("Mật khẩu mới", [Filled()])
    again = PasswordField("Nhập lại mật khẩu mới", [Filled()])

    def validate_again(self, field: PasswordField) -> None:
        """Both entries must be the same."""
        if field.data != self.new.data:
            raise ValidationError("Hai lần nhập mật khẩu mới không giống nhau.")


class ReasonForm(BaseForm):
    """One button that needs a reason."""

    reason = ReasonField()


def _setting(label: str, limit: int, where: str) -> LineField:
    return LineField(label, limit=limit, required=True, description=where)


class OrganisationForm(BaseForm):
    """The commune; each help text says on which papers the field is printed."""

    version = HiddenField()
    name = _setting(
        "Tên đầy đủ của cơ quan", 200, "In ở đầu mọi văn bản. Ví dụ: Ủy ban nhân dân xã Đại Thanh"
    )
    short_name = _setting(
        "Tên viết tắt", 100, "Hiện trên đầu trang màn hình và trong nơi nhận. Ví dụ: UBND xã Đại Thanh"
    )
    commune = _setting("Tên xã", 100, "In trong lời văn của quyết định và giấy khen. Ví dụ: xã Đại Thanh")
    place_name = _setting(
        "Địa danh",
        100,
        "In trước ngày tháng của văn bản: “Đại Thanh, ngày 05 tháng 02 năm 2026”. Chỉ ghi tên riêng.",
    )
    city = _setting(
        "Tỉnh, thành phố", 100, "In trong tên cơ quan cấp trên và địa chỉ. Ví dụ: thành phố Hà Nội"
    )
    head_title = _setting(
        "Chức vụ người ban hành",
        100,
        "In ở dòng thẩm quyền của quyết định. Ví dụ: Chủ tịch Ủy ban nhân dân xã Đại Thanh",
    )
    standing_office = _setting(
        "Thường trực thi đua",
        100,
        "Đơn vị trình hồ sơ, in trong tờ trình và căn cứ của quyết định. Ví dụ: Phòng Văn hóa - Xã hội",
    )
    decision_symbol = _setting("Ký hiệu quyết định", 30, "In sau số quyết định: Số 12/QĐ-UBND")
    submission_symbol = _setting("Ký hiệu tờ trình", 30, "In sau số tờ trình: Số 05/TTr-VHXH")
    minutes_symbol = _setting("Ký hiệu biên bản", 30, "In sau số biên bản họp Hội đồng: Số 03/BB-HĐTĐKT")
    copies_line = _setting("Dòng lưu", 60, "Dòng cuối của “Nơi nhận” trên mọi văn bản. Ví dụ: Lưu: VT, VHXH")
    register_label = _setting(
        "Tên số vào sổ", 60, "In ở góc giấy khen, giấy chứng nhận, trước số vào sổ. Ví dụ: Số sổ vàng"
    )
    fund_name = _setting(
        "Nguồn tiền thưởng",
        200,
        "In ở điều về mức thưởng của quyết định. Ví dụ: Quỹ thi đua, khen thưởng của xã Đại Thanh",
    )


class SignerForm(BaseForm):
    """Who signs which papers, with the lines above the name."""

    person = PickField("Người ký", required=True)
    purpose = RadioPickField(
        "Ký loại văn bản nào",
        required=True,
        choices=[(p.value, WORDS[f"Purpose.{p.value}"]) for p in Purpose],
    )
    lines = ProseField(
        "Các dòng in trên chữ ký",
        limit=200,
        required=True,
        description="Mỗi dòng của khối chữ ký là một dòng. Người đứng đầu: CHỦ TỊCH. Cấp phó ký thay: "
        "dòng đầu KT. CHỦ TỊCH, dòng sau PHÓ CHỦ TỊCH.",
    )
    starts_on = DayField("Từ ngày", required=True)
    ends_on = DayField("Đến hết ngày", description="Để trống nếu chưa biết.")


class StepForm(BaseForm):
    """One button."""


class EmblemForm(BaseForm):
    """The picture on certificates."""

    file = FileField("Ảnh quốc huy")


class EndForm(BaseForm):
    """The last day of something."""

    ends_on = DayField("Đến hết ngày", required=True)


class UnitForm(BaseForm):
    """A unit and its place in the tree."""

    version = HiddenField()
    name = LineField("Tên đơn vị", limit=200, required=True, description="Viết đúng như trên văn bản của xã.")
    short_name = LineField("Tên viết tắt", limit=60, description="Ví dụ: VHXH")
    kind = PickField(
        "Loại đơn vị",
        required=True,
        description="Chỉ tiêu của kế hoạch giao theo loại đơn vị, ví dụ mỗi phòng mỗi năm một sáng kiến.",
        choices=[NONE_YET, *((k.value, WORDS[f"UnitKind.{k.value}"]) for k in UnitKind)],
    )
    parent = PickField("Trực thuộc", choices=[("", "Không trực thuộc đơn vị nào")])
    position = NumberField(
        "Thứ tự",
        required=True,
        high=9999,
        description="Thứ tự trong danh sách, như trên văn bản của xã. Số nhỏ đứng trước.",
    )
    starts_on = DayField("Hoạt động từ ngày")


class RenameForm(BaseForm):
    """Another name of a unit, by a document."""

    name = LineField("Tên mới", limit=200, required=True, description="Viết đúng như trong văn bản đổi tên.")
    short_name = LineField("Tên viết tắt", limit=60)
    on = DayField("Từ ngày", required=True, description="Ngày văn bản có hiệu lực.")
    document = LineField(
        "Theo văn bản", limit=200, required=True, description="Ví dụ: Nghị quyết số 12/NQ-HĐND ngày 15/6/2026"
    )


class MergeForm(BaseForm):
    """Into which unit another one goes, by a document."""

    into = PickField("Sáp nhập vào", required=True)
    on = DayField("Từ ngày", required=True, description="Ngày đầu tiên của đơn vị mới.")
    document = LineField(
        "Theo văn bản", limit=200, required=True, description="Ví dụ: Nghị quyết số 12/NQ-HĐND ngày 15/6/2026"
    )


class PersonForm(BaseForm):
    """A person; the honorific is chosen by a human, never guessed."""

    version = HiddenField()
    full_name = LineField(
        "Họ và tên", limit=120, required=True, description="Đúng như trên giấy tờ, in lên giấy khen."
    )
    honorific = RadioPickField(
        "Danh xưng",
        required=True,
        description="In trước họ tên trên quyết định, giấy khen.",
        choices=[*((h.value, h.value) for h in Honorific), (UNKNOWN, "Chưa rõ (chỉ dùng cho công dân)")],
    )
    unit = PickField("Đơn vị", choices=[("", "Không thuộc đơn vị nào (công dân)")])
    title = LineField("Chức danh", limit=120, description="Ví dụ: Công chức Tư pháp - Hộ tịch")
    position = LineField(
        "Chức vụ", limit=120, description="Ví dụ: Phó Trưởng phòng. Để trống nếu không giữ chức vụ."
    )
    civil_servant = BooleanField("Là cán bộ, công chức của xã (được tính vào chỉ tiêu của kế hoạch)")
    born_on = DayField("Ngày sinh")
    qualification = LineField(
        "Trình độ chuyên môn", limit=120, description="Dùng trong đơn công nhận sáng kiến."
    )
    address = LineField("Địa chỉ", limit=200)


class LeaveForm(BaseForm):
    """The first day on which a person no longer works here."""

    left_on = DayField(
        "Nghỉ từ ngày", required=True, description="Ngày đầu tiên không còn làm việc tại cơ quan."
    )


class AccountForm(BaseForm):
    """The name to sign in with."""

    login = LineField(
        "Tên đăng nhập",
        limit=60,
        required=True,
        description="Chữ không dấu, chữ số, dấu chấm hoặc gạch. Ví dụ: lananh.nguyen",
    )


class RoleForm(BaseForm):
    """A role, where and how long."""

    role = PickField(
        "Vai trò", required=True, choices=[NONE_YET, *((r.value, WORDS[f"Role.{r.value}"]) for r in Role)]
    )
    where = PickField("Phạm vi", required=True)
    starts_on = DayField("Từ ngày", required=True)
    ends_on = DayField("Đến hết ngày", description="Để trống nếu chưa biết.")


class DeputyForm(BaseForm):
    """Who stands in, and how long."""

    deputy = PickField("Người thay", required=True)
    starts_on = DayField("Từ ngày", required=True)
    ends_on = DayField("Đến hết ngày", required=True)


class ProfileForm(BaseForm):
    """Own choices."""

    large_text = BooleanField("Hiện chữ to hơn trên mọi trang")


def typed(form: BaseForm, *names: str) -> dict[str, Any]:
    """Return the values of the named fields of a form that passed its checks."""
    return {name: form[name].data for name in names}
