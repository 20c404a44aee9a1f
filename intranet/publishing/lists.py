"""The lists of a Decision for everybody: recognised initiatives, rewarded people; only an allow-list of fields.

Of a person: honorific, name, post and unit (for a household the thôn), achievement. Never votes, money, numbers of
papers, dates of birth, house numbers, telephone numbers (Luật Bảo vệ dữ liệu cá nhân 2025: no more than the purpose
needs; what the list of the Decision itself prints is the frame).
"""

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ..awards.models import Nomination
from ..core.db import db
from ..core.errors import NotReady
from ..core.text import short_date
from ..decisions import compose as decision_text
from ..decisions.models import Certificate, Decision, DecisionKind
from ..decisions.stack import GONE, stack
from ..decisions.states import State

BEFORE = (State.SUBMITTED, State.APPROVED, State.NUMBERED)
AFTER = (State.SIGNED, State.AMENDED)
GROUPS = {"collective": "Tập thể", "person": "Cá nhân", "household": "Hộ gia đình"}
_LONG_NUMBER = re.compile(r"\+?\d(?:[ .\-]?\d){6,}")  # telephone, citizen card, account
_PRIVATE = re.compile(
    r"^(?:số\b|số nhà|nhà số|nhà\s+\d|ngõ|ngách|hẻm|kiệt|đường|phố|\d+[a-z]?\b(?:/\d+)?|"
    r"sinh\s+(?:năm|ngày|\d)|năm sinh|ngày sinh|"
    r"cccd|cmnd|căn cước|điện thoại|đt\b|sđt|email|thư điện tử)",
    re.IGNORECASE,
)


def slug(kind: str, decision: Decision) -> str:
    """Return the public address of a list."""
    return f"{'sang-kien' if kind == 'initiatives' else 'khen-thuong'}-{decision.id}"


def public_detail(detail: str) -> str:
    """Return post, unit and thôn of a detail without what is private: parts with house, birth or long numbers go."""
    parts = [part.strip() for part in re.split(r"[,;\n]", detail)]
    kept = [
        one
        for one in parts
        if one and not _PRIVATE.match(one) and not _LONG_NUMBER.search(one) and "@" not in one
    ]
    return ", ".join(kept)


def public_text(text: str) -> str:
    """Return free text without long numbers."""
    return _LONG_NUMBER.sub("…", " ".join(text.split()))


def bases(decisions: Sequence[Decision]) -> dict[int, str]:
    """Return Decision -> what its list depends on: its stage, and which files or papers hold."""
    files: dict[int, list[Any]] = {}
    rounds = [one.round_id for one in decisions if one.state in BEFORE]
    query = (
        sa.select(Nomination.round_id, Nomination.id, Nomination.state, Nomination.version)
        .where(Nomination.round_id.in_(rounds))
        .order_by(Nomination.id)
    )
    for round_id, *rest in db.session.execute(query):
        files.setdefault(round_id, []).append([str(one) for one in rest])
    papers: dict[int, list[Any]] = {}
    held = (
        sa.select(Certificate.decision_id, Certificate.id, Certificate.edition)
        .where(Certificate.decision_id.in_([one.id for one in decisions]), Certificate.state.not_in(GONE))
        .order_by(Certificate.id)
    )
    for decision_id, *rest in db.session.execute(held):
        papers.setdefault(decision_id, []).append(rest)
    found = {}
    for one in decisions:
        before = one.state in BEFORE
        stage = "before" if before else "after" if one.state in AFTER else one.state.value
        rows = files.get(one.round_id or 0) if before else papers.get(one.id)
        found[one.id] = f"{stage} {rows}"
    return found


def initiatives(decision: Decision) -> dict[str, Any]:
    """Return the initiatives that a signed Decision recognises; NotReady for any other Decision."""
    if decision.kind != DecisionKind.RECOGNITION or decision.state not in AFTER:
        raise NotReady("Chỉ công bố sáng kiến khi Quyết định công nhận đã ký ban hành và còn hiệu lực.")
    found: dict[int, dict[str, Any]] = {}
    for sheet in stack(decision):
        row = sheet.row
        one = found.setdefault(
            row["subject_id"],
            {
                "title": public_text(row["achievement"]),
                "authors": [],
                "unit": row["unit"],
                "theme": row["theme"],
            },
        )
        one["authors"].append(row["name"])
    if not found:
        raise NotReady("Quyết định này không còn sáng kiến nào có hiệu lực.")
    return {
        "kind": "initiatives",
        "title": f"Sáng kiến được công nhận theo Quyết định số {decision.full_number}",
        "decision": decision.full_number,
        "issued_on": short_date(decision.issued_on) if decision.issued_on else "",
        "rows": list(found.values()),
    }


def rewarded(decision: Decision) -> dict[str, Any]:
    """Return the people and collectives of an award Decision: proposed (before it) or rewarded (after it).

    NotReady while the Decision has not been submitted, and when it was declined or revoked.
    """
    if decision.kind != DecisionKind.AWARD or decision.state not in (*BEFORE, *AFTER):
        raise NotReady("Chỉ công bố danh sách của Quyết định khen thưởng đã trình và còn hiệu lực.")
    before = decision.state in BEFORE
    rows = decision_text.snapshot(decision)["rows"] if before else [sheet.row for sheet in stack(decision)]
    if not rows:
        raise NotReady("Quyết định này không còn người nào có giấy khen có hiệu lực.")
    number = decision.full_number
    title = (
        f"Danh sách đề nghị {decision.title.removeprefix('Về việc ')}"
        if before
        else f"Danh sách được khen thưởng theo Quyết định số {number}"
    )
    return {
        "kind": "rewarded",
        "stage": "before" if before else "after",
        "title": title,
        "subject": decision.title,
        "decision": "" if before else number,
        "issued_on": short_date(decision.issued_on) if decision.issued_on and not before else "",
        "rows": [
            {
                "group": GROUPS[row["group"]],
                "name": row["name"],
                "detail": public_detail(row["detail"]),
                "achievement": public_text(row["achievement"]),
            }
            for key in GROUPS
            for row in rows
            if row["group"] == key
        ],
    }
