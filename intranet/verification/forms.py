"""Shapes of what the public page and its settings take in."""

import re
from typing import Any

from ..core.forms import (
    BaseForm,
    BooleanField,
    DayField,
    HiddenField,
    LineField,
    ProseField,
    ValidationError,
)

_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?(/[a-z0-9._/-]*)?/kiem-tra", re.ASCII)


class _AskForm(BaseForm):
    """A search: sent by GET, changes nothing, needs no token and sets no cookie."""

    class Meta:
        csrf = False


class CodeForm(_AskForm):
    """The code on the certificate."""

    ma = LineField("Mã tra cứu", required=True, limit=40)


class NameForm(_AskForm):
    """For papers without a code at hand."""

    so = LineField("Quyết định số", required=True, limit=40)
    ngay = DayField("Ngày quyết định", required=True)
    ten = LineField("Họ tên hoặc tên tập thể in trên giấy", required=True, limit=240)

    def validate_so(self, field: Any) -> None:
        """A number, alone or with its symbol ("07/QĐ-UBND")."""
        if self.number is None:
            raise ValidationError("Chỉ cần số đứng trước dấu gạch chéo, ví dụ 07.")

    @property
    def number(self) -> int | None:
        """Return the number of the Decision, or None."""
        found = re.fullmatch(r"(\d{1,5})(\s*/.*)?", self.so.data or "", re.ASCII | re.DOTALL)
        return int(found[1]) if found else None


class TextForm(_AskForm):
    """The text of a QR code as a scanner reads it, and the name on the paper."""

    van_ban = ProseField("Nội dung mã QR", required=True, limit=2000)
    ten = LineField("Tên in trên giấy", limit=240)


class SettingForm(BaseForm):
    """Whether certificates get public codes, and where the public page is."""

    version = HiddenField()
    wanted = BooleanField("Cấp mã tra cứu và mã QR cho giấy khen, giấy chứng nhận cấp số từ nay")
    address = LineField("Địa chỉ trang tra cứu", limit=90, required=True)

    def validate_address(self, field: Any) -> None:
        """An address that a telephone can open; it is printed on paper, so no part of it may be a mistake."""
        if not _ADDRESS.fullmatch((field.data or "").strip()):
            raise ValidationError("Địa chỉ phải có dạng https://tên-miền/kiem-tra, chữ thường, không dấu.")
