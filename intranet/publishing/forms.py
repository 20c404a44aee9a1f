"""Forms of the desk."""

from ..core.forms import BaseForm, ProseField


class ProposeForm(BaseForm):
    """Propose, with a word to the chairman."""

    note = ProseField("Lời gửi Chủ tịch", limit=2000, description="Không bắt buộc; không công khai.")


class ReleaseForm(BaseForm):
    """Release: nothing to fill in."""


class ReasonForm(BaseForm):
    """Send back, or withdraw: why."""

    reason = ProseField("Lý do", limit=2000, required=True)
