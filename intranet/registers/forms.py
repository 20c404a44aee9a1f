"""Shapes of what the pages of the registers take in."""

from ..core.forms import BaseForm, DayField, LineField, ProseField


class DeliveryForm(BaseForm):
    """Delivery of a document: the columns that are filled after it was numbered."""

    sent_on = DayField("Ngày chuyển")
    received_by = LineField("Ký nhận (người nhận)", limit=120)
    note = ProseField("Ghi chú", limit=500)


class CloseForm(BaseForm):
    """One button."""
