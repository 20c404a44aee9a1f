"""Shapes of what the pages of registrations take in."""

from ..core.forms import BaseForm, HiddenField, ProseField, ReasonField


class StepForm(BaseForm):
    """One button."""


class ReasonForm(BaseForm):
    """One button with a reason."""

    reason = ReasonField()


class RegistrationForm(BaseForm):
    """The targets; who is registered for what comes as check boxes beside it."""

    version = HiddenField()
    targets = ProseField(
        "Chỉ tiêu thi đua của đơn vị",
        limit=5000,
        description="Mỗi dòng một chỉ tiêu, ví dụ: 100 % hồ sơ giải quyết đúng hạn.",
    )
