"""Shapes of what the pages of Decisions take in."""

from ..core.forms import BaseForm, DayField, PickField, ReasonField


class StepForm(BaseForm):
    """One button."""


class ReasonForm(BaseForm):
    """One button that needs a reason."""

    reason = ReasonField()


class DraftForm(BaseForm):
    """Who signs."""

    signer = PickField("Người ký", required=True)


class NumberForm(BaseForm):
    """The day of issue; the number is the next one."""

    issued_on = DayField("Ngày ban hành", required=True)
