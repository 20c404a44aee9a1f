"""Shapes of what the pages of corrections take in."""

from collections.abc import Iterable

from ..core.forms import (
    BaseForm,
    DayField,
    HiddenField,
    LineField,
    ManyField,
    PickField,
    ProseField,
    RadioPickField,
    ReasonField,
)
from ..decisions.models import DecisionKind
from ..decisions.stack import Sheet


class LaterForm(BaseForm):
    """What every later document asks: who signs."""

    signer = PickField("Người ký", required=True)
    version = HiddenField()


class TextsForm(LaterForm):
    """A correction or amendment: the reason (texts of recipients are added by `with_texts`)."""

    reason = ReasonField("Lý do, nguyên nhân sai sót")


class ReissueForm(LaterForm):
    """A re-issue: what happened to the certificate."""

    ground = RadioPickField("Nguyên nhân", required=True)
    reason = ReasonField("Nội dung cụ thể", required=False)


class RevokeForm(LaterForm):
    """A revocation: the ground of the law and what was found."""

    ground = RadioPickField("Căn cứ hủy bỏ, thu hồi", required=True)
    reason = ReasonField("Kết quả kiểm tra, xác minh (văn bản, ngày, nội dung)")


FORMS = {
    DecisionKind.CORRECTION: TextsForm,
    DecisionKind.AMENDMENT: TextsForm,
    DecisionKind.REISSUE: ReissueForm,
    DecisionKind.REVOCATION: RevokeForm,
}


def with_texts(base: type[LaterForm], sheets: Iterable[Sheet], *, award: bool) -> type[LaterForm]:
    """Return the form with three text fields per recipient, named by the certificate's id."""
    fields: dict[str, object] = {}
    for sheet in sheets:
        key = sheet.certificate.id
        fields[f"name_{key}"] = LineField("Tên sửa thành", limit=240, required=True)
        fields[f"detail_{key}"] = LineField("Chức vụ, đơn vị / địa chỉ sửa thành", limit=400)
        said = "Thành tích sửa thành" if award else "Tên sáng kiến sửa thành"
        fields[f"achievement_{key}"] = ProseField(said, limit=1000, required=True)
    return type("LaterTextsForm", (base,), fields)


class SettleForm(BaseForm):
    """Several things that came back on one day."""

    items = ManyField("Các mục đã thu hồi")
    settled_on = DayField("Ngày thu hồi", required=True)
    note = ProseField("Ghi chú (số phiếu thu, người giao)", limit=1000)


class WhyForm(BaseForm):
    """One act that needs a reason."""

    reason = ReasonField()
