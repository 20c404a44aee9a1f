"""Shapes of what the pages of a secret ballot take in."""

from wtforms import PasswordField

from ..core.forms import BaseForm, Filled, LineField, ProseField, RadioPickField, ReasonField
from .models import Mark
from .phrases import WORDS


class SealedForm(BaseForm):
    """A secret vote. It carries no one-time key: that would keep a digest of what was chosen."""

    once = None
    choice = RadioPickField(
        "Ý kiến của bạn", required=True, choices=[(m.value, WORDS[f"Mark.{m.value}"]) for m in Mark]
    )
    own_code = LineField(
        "Ký hiệu riêng của bạn",
        limit=12,
        required=True,
        description="Tự nghĩ ra 4 đến 12 chữ cái không dấu hoặc chữ số, ví dụ: hoasen26. Không dùng tên mình.",
    )


class PasswordForm(BaseForm):
    """The own password once more. No one-time key: it would keep a digest of the password."""

    once = None
    password = PasswordField("Mật khẩu của bạn", [Filled()])


class StepForm(BaseForm):
    """One button."""


class VoidForm(BaseForm):
    """Why a vote is void."""

    reason = ReasonField()


class ObjectionForm(BaseForm):
    """What is wrong with the list."""

    text = ProseField(
        "Nội dung khiếu nại",
        limit=2000,
        required=True,
        description="Ví dụ: không thấy mã của tôi trong danh sách. Không cần ghi bạn đã bỏ phiếu thế nào.",
    )


class AnswerForm(BaseForm):
    """How the chair settles an objection."""

    proven = RadioPickField(
        "Kết luận",
        required=True,
        choices=[
            ("no", "Không có sai lệch, giữ kết quả"),
            ("yes", "Có sai lệch: hủy kết quả, bỏ phiếu lại trên giấy"),
        ],
    )
    text = ProseField("Căn cứ kết luận", limit=2000, required=True)
