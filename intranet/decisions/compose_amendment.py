"""The contents of documents that act on an earlier Decision: amendment, correction, re-issue, revocation."""

import datetime as dt
import json
from typing import Any

from ..core import clock
from ..core.errors import NotReady, WrongState
from ..core.text import format_number, long_date, money_words, pad_number, short_date
from ..people.queries import organisation
from . import amended_rows, queries
from .amendment_models import Amendment
from .models import Decision, DecisionKind
from .phrasing import counts, kinds_of, office_values, say, signer_block
from .stack import stack

SUBMISSIONS = {
    DecisionKind.AMENDMENT: "amending_submission",
    DecisionKind.REVOCATION: "revocation_submission",
    DecisionKind.REISSUE: "reissue_submission",
}  # a letter of correction needs no submission


def snapshot(
    decision: Decision, *, number: int | None = None, issued_on: dt.date | None = None
) -> dict[str, Any]:
    """Return all texts of the document and of the new certificates; a preview while `number` is None.

    NotReady for a date before the earlier Decision's, without signer or wording; WrongState when a certificate
    is no longer in force.
    """
    settings, on = organisation(), issued_on or clock.today()
    amendment, base = queries.amendment_of(decision), queries.earlier_of(decision)
    if base.snapshot is None or base.issued_on is None:
        raise WrongState("Quyết định gốc chưa được cấp số.")
    if issued_on is not None and issued_on < base.issued_on:
        day = short_date(base.issued_on)
        raise NotReady(
            f"Quyết định gốc mang ngày {day}; ngày của văn bản này không được sớm hơn.", ["Ngày ban hành"]
        )
    first = json.loads(base.snapshot)
    rows = amended_rows.rows_of(amendment, decision, base)
    if not rows:
        raise NotReady("Văn bản chưa có đối tượng nào.")
    revokes = decision.kind == DecisionKind.REVOCATION
    total = sum(row["amount"] for row in rows) if revokes else 0
    values = office_values(decision, settings, number, issued_on) | _values(
        decision, amendment, base, first, rows
    )
    used: dict[str, dict[str, int]] = {}
    main = say(decision.kind.value, on, values, used)
    other_field = base.kind == DecisionKind.RECOGNITION and "bases_recognition" in main
    reference = f"(Kèm theo Quyết định số {values['decision_number']} {values['decision_date']} của {settings.head_title})"
    return {
        "kind": decision.kind.value,
        "base_kind": base.kind.value,
        "amends": {"id": base.id, "number": base.full_number, "document": values["amended_document"]},
        "number": number,
        "symbol": decision.symbol,
        "issued_on": issued_on.isoformat() if issued_on else None,
        "year": on.year,
        "place": settings.place_name,
        "emblem": settings.emblem,
        "issuer": ["Ủy ban nhân dân", settings.commune],
        "authority": settings.head_title,
        "subject": main["subject"][0],
        "addressees": main.get("addressees", []),
        "bases": main["bases_recognition"] if other_field else main.get("bases", []),
        "articles": main.get("articles") or main.get("paragraphs", []),
        "recipients": main["recipients"],
        "annex_title": main["annex_title"][0] if "annex_title" in main and len(rows) > 1 else "",
        "annex_reference": reference,
        "signer": signer_block(decision.signer_id, "decision", on),
        "rows": rows,
        "reason": amendment.reason,
        "ground": {
            "code": amendment.ground,
            "text": amendment.ground_text,
            "article": amendment.ground_article,
        },
        "total": total,
        "total_words": money_words(total),
        "submission": _submission(decision, values, used, on, many=len(rows) > 1),
        "certificate": first["certificate"],
        "wording": used,
    }


def _submission(
    decision: Decision, values: dict[str, Any], used: dict[str, dict[str, int]], on: dt.date, *, many: bool
) -> dict[str, Any] | None:
    kind = SUBMISSIONS.get(decision.kind)
    if kind is None:
        return None
    settings = organisation()
    said = say(kind, on, values, used)
    return {
        "above": [settings.short_name],
        "issuer": [settings.standing_office],
        "number": decision.submission_number,
        "symbol": settings.submission_symbol,
        "on": decision.submission_on.isoformat() if decision.submission_on else None,
        "subject": said["subject"][0],
        "addressees": said["addressees"],
        "paragraphs": said["paragraphs"],
        "recipients": said["recipients"],
        "annex_title": said["annex_title"][0] if "annex_title" in said and many else "",
        "signer": signer_block(None, "submission", decision.submission_on or on),
    }


def _values(
    decision: Decision,
    amendment: Amendment,
    base: Decision,
    first: dict[str, Any],
    rows: list[dict[str, Any]],
) -> dict[str, Any]:
    """Return the placeholders of these kinds (told in docs/wording.md)."""
    award = base.kind == DecisionKind.AWARD
    name = (first.get("paper") or first["certificate"]["title"][0]) if award else "Giấy chứng nhận sáng kiến"
    kinds = kinds_of(rows) or "tác giả, đồng tác giả"
    counted = counts(rows, award=True) if award else f"{pad_number(len(rows))} tác giả, đồng tác giả"
    day = long_date(base.issued_on) if base.issued_on else ""
    short = f"Quyết định số {base.full_number}"
    document = f"{short} {day} của {first['authority']}"
    whole = len(rows) == len(stack(base))
    total = sum(row["amount"] for row in rows)
    reason = _low(" ".join(amendment.reason.split()))
    cause = _low(amendment.ground_text) or reason
    return {
        "amended_document": document,
        "amended_short": short,
        "amended_day": day.removeprefix("ngày "),
        "amended_subject": _low(first["subject"]),
        "paper_name": name,
        "counts": counted,
        "recipients_kinds": kinds,
        "whom": _whom(rows, counted),
        "affected": kinds if len(rows) == 1 else f"các {kinds}",
        "addressed": rows[0]["name"] if len(rows) == 1 else f"Các {kinds} có tên dưới đây",
        "ordinal": ", ".join(f"{row['ordinal']:02d}" for row in rows),
        "changes": _changes(decision, base, rows, counted, short),
        "reason": reason or cause,
        "cause": f"{cause} ({reason})" if reason and amendment.ground_text else cause,
        "ground": _low(amendment.ground_text),
        "ground_article": amendment.ground_article,
        "revoked": document if whole else f"một phần {document}",
        "artefacts": f"{name}, tiền thưởng" if total else name,
        "recovery": f"{name}, khung {name} và tiền thưởng đã nhận với tổng số tiền {format_number(total)} đồng "
        f"(Bằng chữ: {money_words(total)}), nộp vào {organisation().fund_name}"
        if total
        else f"{name} đã cấp",
        "total": format_number(total),
        "total_words": money_words(total),
        "year": base.year,
    }


def _low(text: str) -> str:
    """Return a phrase for the middle of a sentence; an abbreviation ("UBND") keeps its capitals."""
    text = text.strip().rstrip(" .;")
    return text if text[:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def _whom(rows: list[dict[str, Any]], counted: str) -> str:
    """Return who is meant: the one by name, several by their number and the list."""
    if len(rows) > 1:
        return f"{counted} (có Danh sách kèm theo)"
    row = rows[0]
    name = row["name"] if row["group"] == "collective" else _low(row["name"])
    return f"{name}, {row['detail']}" if row["detail"] else name


def _changes(decision: Decision, base: Decision, rows: list[dict[str, Any]], counted: str, short: str) -> str:
    """Return where and what changes: written out for one recipient (and in letters), else by the annexed list."""
    if decision.kind not in (DecisionKind.AMENDMENT, DecisionKind.CORRECTION):
        return ""
    award, letter = base.kind == DecisionKind.AWARD, decision.kind == DecisionKind.CORRECTION
    where = f"Danh sách kèm theo {short}"
    extra = _new_total(base, rows)
    if len(rows) == 1:
        lines = [_line(field, rows[0], award, letter) for field in rows[0]["changed"]]
        return "\n".join([f"{_place(rows[0], award)} {where} như sau:", *_listed(lines + extra)])
    if letter:
        lines = [
            f"{_place(row, award)[:1].upper()}{_place(row, award)[1:]}: "
            + "; ".join(_low(_line(field, row, award, letter)) for field in row["changed"])
            for row in rows
        ]
        return "\n".join([f"{where} như sau:", *_listed(lines)])
    return "\n".join(
        [
            f"{where} đối với {counted} (có Danh sách nội dung sửa đổi kèm theo).",
            *(f"{one}." for one in extra),
        ]
    )


def _place(row: dict[str, Any], award: bool) -> str:
    return f"số thứ tự {row['ordinal']:02d}" if award else f"Giấy chứng nhận số {row['ordinal']:02d} và"


def _line(field: str, row: dict[str, Any], award: bool, letter: bool) -> str:
    old, new = amended_rows.shown(field, row["before"][field]), amended_rows.shown(field, row[field])
    if letter:
        return f"{amended_rows.label(field, award)}: đã in là “{old}”, nay đính chính là “{new}”"
    return f"{amended_rows.label(field, award)}: “{old}” sửa thành “{new}”"


def _listed(lines: list[str]) -> list[str]:
    return [f"- {line}{';' if place < len(lines) else '.'}" for place, line in enumerate(lines, start=1)]


def _new_total(base: Decision, rows: list[dict[str, Any]]) -> list[str]:
    """Return the sentence on the total of the money, when an amount has changed."""
    difference = sum(row["amount"] - row["before"]["amount"] for row in rows)
    if not difference:
        return []
    old = sum(sheet.row["amount"] for sheet in stack(base))
    new = old + difference
    return [
        f"Tổng số tiền thưởng: “{format_number(old)} đồng” sửa thành “{format_number(new)} đồng” "
        f"(Bằng chữ: {money_words(new)})"
    ]
