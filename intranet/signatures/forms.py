"""Shapes of what the pages of signed files take in."""

from ..core.forms import BaseForm, FileField, Filled, PickField, ReasonField


class SignedForm(BaseForm):
    """A PDF, and whose signed form it is."""

    paper = PickField("Văn bản", required=True)
    file = FileField("Bản đã ký (PDF)", [Filled("Hãy chọn tệp PDF.")])


class ConfirmForm(BaseForm):
    """Why a file that does not plainly match is the signed paper."""

    reason = ReasonField("Vì sao nhận tệp này là bản đã ký")
