"""What a later document changes in the rows of an earlier Decision: before, after, and which fields differ."""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ..awards.models import Nomination
from ..core.db import db
from ..core.errors import WrongState
from ..core.text import format_number
from . import money
from .amendment_models import Amendment
from .models import Decision, DecisionKind
from .stack import Sheet, stack

TEXTS = ("name", "detail", "achievement")  # what people may type; amounts are always computed
FIELDS = (*TEXTS, "amount", "co_authors")
# keys of a row of an amending document that the certificate itself does not carry
OWN_KEYS = ("certificate_id", "before", "changed")


def label(field: str, award: bool) -> str:
    """Return the Vietnamese name of a field as papers and pages show it."""
    if field == "achievement":
        return "Thành tích" if award else "Tên sáng kiến"
    return {
        "name": "Tên",
        "detail": "Chức vụ, đơn vị / địa chỉ",
        "amount": "Tiền thưởng (đồng)",
        "co_authors": "Đồng tác giả",
    }[field]


def shown(field: str, value: Any) -> str:
    """Return a field's value as printed."""
    if field == "amount":
        return format_number(value)
    if field == "co_authors":
        return "; ".join(value) or "không có"
    return " ".join(str(value).split())


def rows_of(amendment: Amendment, decision: Decision, base: Decision) -> list[dict[str, Any]]:
    """Return the affected rows as they will be, by ordinal, each with `before` and `changed`.

    WrongState when a certificate is no longer in force: somebody replaced or revoked it meanwhile.
    """
    sheets = {sheet.certificate.id: sheet for sheet in stack(base)}
    lines = {line.certificate_id: line for line in amendment.lines}
    if gone := [line.certificate.name for key, line in lines.items() if key not in sheets]:
        raise WrongState(f"Giấy của {'; '.join(gone)} đã được thay thế hoặc thu hồi. Hãy tải lại trang.")
    award = base.kind == DecisionKind.AWARD
    texts = {
        key: {name: value for name in TEXTS if (value := getattr(line, name)) is not None}
        for key, line in lines.items()
    }
    after = {key: sheets[key].row | texts[key] for key in lines}
    if decision.kind == DecisionKind.AMENDMENT and award:
        amounts = _amounts([sheets[key] for key in lines], base)
        for row in after.values():
            row["amount"] = amounts.get(row["subject_id"], row["amount"])
    if not award:
        _rename_co_authors({key: sheets[key].row for key in lines}, after)
    made = []
    for key in sorted(lines, key=lambda one: sheets[one].certificate.ordinal):
        before = sheets[key].row
        changed = [name for name in FIELDS if name in before and after[key][name] != before[name]]
        kept = {name: before[name] for name in FIELDS if name in before}
        made.append(after[key] | {"certificate_id": key, "before": kept, "changed": changed})
    return made


def _amounts(sheets: list[Sheet], base: Decision) -> dict[int, int]:
    """Return nomination -> money by the rules in force on the day of the earlier Decision."""
    if base.issued_on is None:
        return {}
    groups = {sheet.row["subject_id"]: sheet.row["group"] for sheet in sheets}
    forms = db.session.execute(
        sa.select(Nomination.id, Nomination.award_form).where(Nomination.id.in_(groups))
    )
    return {one: money.amount_for(groups[one], form, base.issued_on) for one, form in forms}


def _rename_co_authors(before: Mapping[int, dict[str, Any]], after: Mapping[int, dict[str, Any]]) -> None:
    """A corrected name is corrected wherever the other authors of the same initiative print it."""
    for row in after.values():
        same = [one for one in before if before[one]["subject_id"] == row["subject_id"]]
        names = {before[one]["name"]: after[one]["name"] for one in same}
        row["co_authors"] = [names.get(name, name) for name in row["co_authors"]]
        for old, new in names.items():
            row["authors"] = row["authors"].replace(f"{old} (", f"{new} (")


def certificate_text(row: Mapping[str, Any], content: Mapping[str, Any], document: str) -> str:
    """Return the JSON that a new edition keeps: its row, the document it comes from, who signs it and when.

    The signer and the day are the ones of that document, not those of the first edition.
    """
    kept = {name: value for name, value in row.items() if name not in OWN_KEYS}
    kept |= {"signer": content["signer"], "issued_on": content["issued_on"], "document": document}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
