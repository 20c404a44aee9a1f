"""Shape of input: where somebody gets letters."""

from wtforms import BooleanField

from ..core.forms import BaseForm, LineField


class AddressForm(BaseForm):
    """The own address and whether letters are wanted."""

    address = LineField("Địa chỉ thư điện tử", limit=254)
    wanted = BooleanField("Gửi thư cho tôi khi có việc cần xử lý")


class StepForm(BaseForm):
    """A button without fields."""
