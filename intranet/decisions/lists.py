"""The parts that several papers of a Decision share: the list in its groups, dates, the signer."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from ..core.text import format_number, pad_number
from ..documents.parts import Annex, Column, Group, PlaceDate, Signer, Table
from . import papers_amendment
from .models import DecisionKind

_AWARD_COLUMNS = (
    Column("STT", 12, "center"),
    Column("Tên", 33),
    Column("Chức vụ, đơn vị / địa chỉ", 37),
    Column("Thành tích", 48),
    Column("Tiền thưởng (đồng)", 23, "right"),
    Column("Ghi chú", 12),
)
_INITIATIVE_COLUMNS = (
    Column("STT", 12, "center"),
    Column("Tên sáng kiến", 48),
    Column("Tác giả, đồng tác giả (tỷ lệ đóng góp)", 44),
    Column("Đơn vị", 30),
    Column("Nội dung thi đua", 31),
)
_HEADINGS = (("collective", "TẬP THỂ"), ("person", "CÁ NHÂN"), ("household", "HỘ GIA ĐÌNH"))


def annex(content: dict[str, Any], title: str, reference: str) -> Annex | None:
    """Return the list of a Decision as an annex; None where a later Decision needs none."""
    if "amends" in content:
        return papers_amendment.annex(content, title, reference)
    if content["kind"] == DecisionKind.RECOGNITION.value:
        rows = initiative_lines(content)
        closing = f"(Danh sách gồm {pad_number(len(rows))} sáng kiến)./."
        return Annex(title, reference, Table(_INITIATIVE_COLUMNS, (Group("", rows),)), (closing,))
    groups = groups_of(
        content,
        lambda row: (
            str(row["ordinal"]),
            row["name"],
            row["detail"],
            row["achievement"],
            format_number(row["amount"]),
            "",
        ),
    )
    table = Table(_AWARD_COLUMNS, groups, ("Tổng cộng", 4, format_number(content["total"])))
    return Annex(title, reference, table, (f"(Bằng chữ: {content['total_words']})./.",))


def groups_of(
    content: dict[str, Any], cells: Callable[[dict[str, Any]], tuple[str, ...]]
) -> tuple[Group, ...]:
    """Return the recipients in their groups (I. TẬP THỂ ...), each row made by `cells`; empty groups are left out."""
    groups: list[Group] = []
    for key, heading in _HEADINGS:
        rows = tuple(cells(row) for row in content["rows"] if row["group"] == key)
        if rows:
            groups.append(Group(f"{('I', 'II', 'III')[len(groups)]}. {heading}", rows))
    return tuple(groups)


def initiative_lines(content: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Return one line per initiative of a recognition: number, title, authors, unit, theme."""
    seen: dict[int, dict[str, Any]] = {}
    for row in content["rows"]:
        seen.setdefault(row["subject_id"], row)
    return tuple(
        (str(n), row["achievement"], row["authors"], row["unit"], row["theme"])
        for n, row in enumerate(seen.values(), start=1)
    )


def day_of(raw: str | None) -> dt.date | None:
    """Return a date of a snapshot."""
    return dt.date.fromisoformat(raw) if raw else None


def place_date(content: dict[str, Any]) -> PlaceDate:
    """Return place and date of the Decision."""
    return PlaceDate(content["place"], day_of(content["issued_on"]), content["year"])


def signed(data: dict[str, Any]) -> Signer:
    """Return the signature block of a snapshot."""
    return Signer(tuple(data["lines"]), data["name"])
