"""The annexed lists of amending and revoking Decisions, and the letter of correction."""

import datetime as dt
from typing import Any

from ..core.text import format_number
from ..documents.kinds import official_letter
from ..documents.parts import Annex, Column, Group, Issuer, Letterhead, Number, PlaceDate, Signer, Table
from . import amended_rows
from .models import DecisionKind

_CHANGES = (
    Column("STT", 11, "center"),
    Column("Số thứ tự tại Danh sách", 20, "center"),
    Column("Nội dung", 30),
    Column("Đã ghi", 52),
    Column("Sửa thành", 52),
)
_REVOKED = (
    Column("STT", 11, "center"),
    Column("Số thứ tự tại Danh sách", 20, "center"),
    Column("Tên", 46),
    Column("Chức vụ, đơn vị / địa chỉ", 58),
    Column("Tiền thưởng phải thu hồi (đồng)", 30, "right"),
)


def annex(content: dict[str, Any], title: str, reference: str) -> Annex | None:
    """Return the annexed list, or None when the document names its one recipient itself."""
    if not title:
        return None
    if content["kind"] == DecisionKind.REVOCATION.value:
        return _revoked(content, title, reference)
    award = content["base_kind"] == DecisionKind.AWARD.value
    rows: list[tuple[str, ...]] = []
    for place, row in enumerate(content["rows"], start=1):
        for n, field in enumerate(row["changed"]):
            first = (str(place), f"{row['ordinal']:02d}") if n == 0 else ("", "")
            old, new = (amended_rows.shown(field, one[field]) for one in (row["before"], row))
            rows.append((*first, amended_rows.label(field, award), old, new))
    closing = f"(Danh sách gồm {len(content['rows']):02d} trường hợp)./."
    return Annex(title, reference, Table(_CHANGES, (Group("", tuple(rows)),)), (closing,))


def _revoked(content: dict[str, Any], title: str, reference: str) -> Annex:
    money = bool(content["total"])
    columns = _REVOKED if money else _REVOKED[:-1]
    rows = tuple(
        (str(place), f"{row['ordinal']:02d}", row["name"], row["detail"], format_number(row["amount"]))[
            : len(columns)
        ]
        for place, row in enumerate(content["rows"], start=1)
    )
    total = ("Tổng cộng", 4, format_number(content["total"])) if money else None
    words = f"(Bằng chữ: {content['total_words']})./."
    closing = words if money else f"(Danh sách gồm {len(rows):02d} trường hợp)./."
    return Annex(title, reference, Table(columns, (Group("", rows),), total), (closing,))


def letter_file(content: dict[str, Any]) -> bytes:
    """Return the công văn đính chính (NĐ 30/2020 Điều 18.3, Mẫu 1.5)."""
    day = dt.date.fromisoformat(content["issued_on"]) if content["issued_on"] else None
    head = Letterhead(
        Issuer(tuple(content["issuer"])),
        Number(content["number"], content["symbol"]),
        PlaceDate(content["place"], day, content["year"]),
    )
    paper = official_letter.OfficialLetterPaper(
        letterhead=head,
        subject=subject_of(content),
        addressees=tuple(content["addressees"]),
        paragraphs=tuple(content["articles"]),
        recipients=tuple(content["recipients"]),
        signer=Signer(tuple(content["signer"]["lines"]), content["signer"]["name"]),
    )
    return official_letter.render(paper)


def subject_of(content: dict[str, Any]) -> str:
    """Return the subject without "Về việc": the letter prints "V/v" before it."""
    return str(content["subject"]).removeprefix("Về việc ").strip()
