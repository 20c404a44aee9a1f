"""Small pieces that the contents of all kinds of Decisions are put together from."""

import datetime as dt
import json
from typing import Any

from ..core.errors import NotReady
from ..core.text import long_date, pad_number
from ..parameters.queries import fill, wording
from ..people.models import Organisation, Signer
from ..people.queries import signers
from .models import Decision

_GROUPS = {"collective": "tập thể", "person": "cá nhân", "household": "hộ gia đình"}


def canonical(content: dict[str, Any]) -> str:
    """Return the one JSON text of a snapshot that is hashed and stored."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def full_number(number: int | None, symbol: str) -> str:
    """Return "07/QĐ-UBND", or "…/QĐ-UBND" while there is no number."""
    return f"{pad_number(number)}/{symbol}" if number is not None else f"…/{symbol}"


def letter_symbol(settings: Organisation) -> str:
    """Return the symbol of a công văn, issuer and drafting office: "UBND-VHXH" (NĐ 30/2020, Mẫu 1.5)."""
    issuer = settings.decision_symbol.partition("-")[2] or settings.decision_symbol
    office = settings.submission_symbol.partition("-")[2] or settings.submission_symbol
    return f"{issuer}-{office}"


def notice_symbol(settings: Organisation) -> str:
    """Return the symbol of a notice of the standing office: "TB-VHXH"."""
    office = settings.submission_symbol.partition("-")[2] or settings.submission_symbol
    return f"TB-{office}"


def kinds_of(rows: list[dict[str, Any]]) -> str:
    """Return "tập thể, cá nhân" as they occur in the rows; empty for initiatives."""
    return ", ".join(word for key, word in _GROUPS.items() if any(row["group"] == key for row in rows))


def counts(rows: list[dict[str, Any]], award: bool) -> str:
    """Return "01 tập thể và 04 cá nhân", or "02 sáng kiến"."""
    if not award:
        return f"{pad_number(len({row['subject_id'] for row in rows}))} sáng kiến"
    parts = []
    for key, word in _GROUPS.items():
        if found := sum(row["group"] == key for row in rows):
            parts.append(f"{pad_number(found)} {word}")
    return " và ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def signer_block(signer_id: int | None, purpose: str, on: dt.date) -> dict[str, Any]:
    """Return lines and name of who signs on a day (the chosen signer, else the first); NotReady when nobody may."""
    able: list[Signer] = signers(purpose, on)
    chosen = (
        next((one for one in able if one.id == signer_id), None) if signer_id else (able[0] if able else None)
    )
    if chosen is None:
        raise NotReady("Chưa có người ký hợp lệ cho ngày này. Hãy khai báo trong mục Người ký.", ["Người ký"])
    return {"lines": chosen.lines.split("\n"), "name": chosen.person.full_name}


def office_values(
    decision: Decision, settings: Organisation, number: int | None, issued_on: dt.date | None
) -> dict[str, Any]:
    """Return the placeholders that hold for every kind: the office, the submission, the number and date.

    The date of the submission is written without "ngày": the wording has that word.
    """
    submitted = decision.submission_on
    return {
        "submission_number": full_number(decision.submission_number, settings.submission_symbol),
        "submission_date": long_date(submitted).removeprefix("ngày ") if submitted else "",
        "standing_office": settings.standing_office,
        "standing_head": f"Trưởng {settings.standing_office[:1].lower()}{settings.standing_office[1:]}",
        "head_title": settings.head_title,
        "commune": settings.commune,
        "fund": settings.fund_name,
        "copies_line": settings.copies_line,
        "register_label": settings.register_label,
        "decision_number": full_number(number, decision.symbol or settings.decision_symbol),
        "decision_date": long_date(issued_on) if issued_on else "ngày … tháng … năm …",
    }


def say(
    kind: str, on: dt.date, values: dict[str, Any], used: dict[str, dict[str, int]]
) -> dict[str, list[str]]:
    """Return slot -> lines of a kind's wording with its placeholders filled; notes the versions in `used`.

    NotReady when the kind has no wording on that day.
    """
    texts = wording(kind, on)
    if not texts:
        raise NotReady("Chưa có lời văn cho loại văn bản này. Hãy soạn trong mục Mẫu văn bản.")
    used[kind] = {slot: row.version for slot, row in texts.items()}
    return {slot: fill(row.text, values).split("\n") for slot, row in texts.items()}
