"""Acts of documents on an earlier Decision: what they hold while drafted, what follows when they are numbered.

Only the affected certificates are touched; the earlier Decision, its snapshot and its files stay as they are.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..awards import actions as awards
from ..awards.models import Nomination
from ..core import audit
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.permissions import Permission as P
from ..core.text import fold, long_date, name_sort_key
from ..core.workflow import perform
from ..initiatives import actions as initiatives
from ..initiatives.models import Initiative
from ..notices.actions import tell
from ..people.models import Account
from ..people.queries import accounts_with
from ..registers import queries as registers
from . import amended_rows, codes, past, queries
from .amendment_models import Amendment, AmendmentLine
from .models import FIRST, Certificate, Decision, DecisionKind
from .stack import Sheet, stack
from .states import CERTIFICATE_WORKFLOW, WORKFLOW, CertificateStep, State, Step

MOST = 50  # recipients whose texts are typed in one document
WITH_TEXTS = (DecisionKind.AMENDMENT, DecisionKind.CORRECTION)
ISSUED = (State.NUMBERED, State.SIGNED, State.AMENDED)
_HONORED = re.compile(r"(Hộ gia đình )?(Ông|Bà) \S", re.IGNORECASE)
_WORDS = {
    DecisionKind.AMENDMENT: "Được sửa đổi, bổ sung bởi Quyết định",
    DecisionKind.REVOCATION: "Bị hủy bỏ (toàn bộ hoặc một phần) bởi Quyết định",
    DecisionKind.REISSUE: "Cấp lại giấy theo Quyết định",
    DecisionKind.CORRECTION: "Được đính chính tại Công văn",
}
# called when a revocation has been carried out: (revoking Decision, its rows)
AFTER_REVOCATION: list[Callable[[Decision, list[dict[str, Any]]], None]] = []

audit.declare("decision", rewritten=("recipients",), followed=("kind", "number"))


@dataclass(frozen=True)
class Change:
    """What is asked for: certificate id -> new texts (empty where texts do not change), why, on which ground."""

    lines: Mapping[int, Mapping[str, str]]
    reason: str = ""
    ground: str = ""
    ground_text: str = ""
    ground_article: str = ""


def require_numbered(base: Decision) -> None:
    """WrongState unless this is a Decision with a list of its own that has its number."""
    if base.kind not in FIRST:
        raise WrongState("Hãy đính chính, sửa đổi từ quyết định gốc, không từ văn bản sửa đổi.")
    if base.state not in (*ISSUED, State.REVOKED):
        raise WrongState(
            "Quyết định này chưa được cấp số: hãy sửa thẳng trong dự thảo hoặc hồ sơ, không cần văn bản đính chính."
        )


def require_issued(base: Decision) -> None:
    """WrongState unless a document may act on this Decision: numbered, and not revoked as a whole."""
    require_numbered(base)
    if base.state == State.REVOKED:
        raise WrongState("Quyết định này đã bị hủy bỏ toàn bộ, không còn gì để sửa đổi hoặc thu hồi.")


def fill(decision: Decision, change: Change) -> None:
    """Put the asked changes into a draft in place of what it held. The earlier Decision is locked meanwhile.

    NotReady for nobody chosen, a recipient of another Decision, nothing changed, an empty name, or a recipient
    that another unfinished document already acts on; WrongState for one that was replaced or revoked.
    """
    base = queries.earlier_of(decision)
    db.session.refresh(base, ["state", "version"], with_for_update=True)
    require_issued(base)
    sheets = chosen(base, change.lines, decision.kind)
    busy = queries.in_unfinished_documents(list(sheets), but=decision)
    if busy:
        raise NotReady(
            "Đang có văn bản khác chưa cấp số cho những người này. Hãy làm xong văn bản đó trước.",
            [one.name for one in busy],
        )
    lines = {key: _texts(sheet, change) for key, sheet in sheets.items()}
    if base.kind == DecisionKind.RECOGNITION and decision.kind in WITH_TEXTS:
        lines = _with_co_authors(base, lines)
    _store(decision, change, lines)
    if decision.kind in WITH_TEXTS:
        _require_changes(decision, base)


def chosen(base: Decision, wanted: Collection[int], kind: DecisionKind) -> dict[int, Sheet]:
    """Return the certificates in force that were chosen, by id in the order of the list; raises as `fill`."""
    if not wanted:
        raise NotReady("Hãy chọn ít nhất một người, tập thể hoặc hộ gia đình.", ["Đối tượng"])
    known = {one.id: one for one in base.certificates}
    if set(wanted) - set(known):
        raise NotReady("Có người được chọn không thuộc quyết định này. Hãy chọn lại.", ["Đối tượng"])
    in_force = {sheet.certificate.id: sheet for sheet in stack(base)}
    if gone := [known[key].name for key in wanted if key not in in_force]:
        raise WrongState(
            f"Giấy của {'; '.join(gone)} đã được thay thế hoặc thu hồi. Hãy tải lại trang để chọn lại."
        )
    if kind in WITH_TEXTS and len(wanted) > MOST:
        raise NotReady(f"Mỗi văn bản sửa nội dung cho nhiều nhất {MOST} người. Hãy chia thành nhiều văn bản.")
    if kind == DecisionKind.REISSUE and len(wanted) != 1:
        raise NotReady("Mỗi quyết định chỉ cấp lại cho một người, tập thể hoặc hộ gia đình.")
    return {key: sheet for key, sheet in in_force.items() if key in wanted}


def _texts(sheet: Sheet, change: Change) -> dict[str, str]:
    """Return the texts that differ from what the certificate in force prints."""
    typed = change.lines[sheet.certificate.id]
    if "name" in typed and not typed["name"].strip():
        raise NotReady("Tên không được để trống.", [sheet.certificate.name])
    changed = {
        name: value
        for name, value in typed.items()
        if " ".join(value.split()) != " ".join(str(sheet.row.get(name, "")).split())
    }
    name = " ".join(changed.get("name", "").split())
    if name and sheet.row["group"] != "collective" and not _HONORED.match(name):
        raise NotReady(
            "Tên in trên giấy phải bắt đầu bằng “Ông” hoặc “Bà” (hộ gia đình: “Hộ gia đình ông …”).",
            [sheet.certificate.name],
        )
    return changed


def _with_co_authors(base: Decision, lines: dict[int, dict[str, str]]) -> dict[int, dict[str, str]]:
    """Add the other authors whose certificates print the changed name or title of the same initiative."""
    sheets = stack(base)
    by_id = {sheet.certificate.id: sheet for sheet in sheets}
    added = dict(lines)
    for key, texts in lines.items():
        subject = by_id[key].row["subject_id"]
        title = {"achievement": texts["achievement"]} if "achievement" in texts else {}
        if title or "name" in texts:
            for other in sheets:
                if other.row["subject_id"] == subject:
                    number = other.certificate.id
                    added[number] = title | added.get(number, {})
    return added


def _store(decision: Decision, change: Change, lines: dict[int, dict[str, str]]) -> None:
    amendment = db.session.scalar(sa.select(Amendment).where(Amendment.decision_id == decision.id))
    if amendment is None:
        amendment = Amendment(decision=decision)
        db.session.add(amendment)
    amendment.reason, amendment.ground = change.reason, change.ground
    amendment.ground_text, amendment.ground_article = change.ground_text, change.ground_article
    amendment.lines.clear()
    db.session.flush()  # the old lines are gone before new ones of the same certificates come
    for key in sorted(lines):
        amendment.lines.append(AmendmentLine(certificate_id=key, **lines[key]))
    db.session.flush()


def _require_changes(decision: Decision, base: Decision) -> None:
    rows = amended_rows.rows_of(queries.amendment_of(decision), decision, base)
    if idle := [row["name"] for row in rows if not row["changed"]]:
        raise NotReady(
            "Chưa có nội dung nào thay đổi cho những người dưới đây. Hãy sửa nội dung hoặc bỏ chọn.", idle
        )


def carry_out(decision: Decision, content: dict[str, Any], *, actor: Account) -> None:
    """Do what a numbered document says: replace or revoke the affected certificates, note it on the earlier Decision.

    WrongState (and nothing stays done, the caller's transaction ends) when somebody was faster.
    """
    base = queries.earlier_of(decision)
    db.session.refresh(base, ["state", "version"], with_for_update=True)
    require_issued(base)
    day = long_date(decision.issued_on) if decision.issued_on else ""
    words = f"{_WORDS[decision.kind]} số {decision.full_number} {day}"
    name = "Công văn" if decision.kind == DecisionKind.CORRECTION else "Quyết định"
    document = f"{name} số {decision.full_number}"
    rows = {row["certificate_id"]: row for row in content["rows"]}
    query = sa.select(Certificate).where(Certificate.id.in_(rows)).order_by(Certificate.id)
    locked = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    for one in locked:
        if decision.kind == DecisionKind.REVOCATION:
            perform(CERTIFICATE_WORKFLOW, one, CertificateStep.REVOKE, actor=actor, reason=words)
        else:
            perform(CERTIFICATE_WORKFLOW, one, CertificateStep.REPLACE, actor=actor, reason=words)
            db.session.add(_next_edition(one, rows[one.id], content, document))
    db.session.flush()
    db.session.expire(base, ["certificates"])
    codes.give(base, actor=actor)
    past.follow(base, decision, list(locked), rows)
    if decision.kind == DecisionKind.REVOCATION:
        _revoke_subjects(base, locked, words, actor)
        for follow in AFTER_REVOCATION:
            follow(decision, content["rows"])
    _note(decision, base, words, actor)


def _next_edition(
    old: Certificate, row: dict[str, Any], content: dict[str, Any], document: str
) -> Certificate:
    name = str(row["name"])
    return Certificate(
        decision_id=old.decision_id,
        ordinal=old.ordinal,
        name=name,
        detail=str(row["detail"]),
        subject_kind=old.subject_kind,
        subject_id=old.subject_id,
        person_id=old.person_id,
        amount=row["amount"],
        edition=old.edition + 1,
        replaces_id=old.id,
        content=amended_rows.certificate_text(row, content, document),
        name_fold=fold(name),
        name_key=name_sort_key(name),
    )


def _revoke_subjects(base: Decision, revoked: Any, words: str, actor: Account) -> None:
    """Revoke the nominations; an initiative only when no author's certificate of it is left in force."""
    left = {sheet.row["subject_id"] for sheet in stack(base)}
    for subject in sorted({one.subject_id for one in revoked} - left):
        if base.kind == DecisionKind.AWARD:
            nomination = db.session.get(Nomination, subject)
            if nomination is not None:
                awards.revoke(nomination, actor=actor, reason=words)
        else:
            initiative = db.session.get(Initiative, subject)
            if initiative is not None:
                initiatives.revoke(initiative, actor=actor, reason=words)


def _note(decision: Decision, base: Decision, words: str, actor: Account) -> None:
    """Move the earlier Decision where that fits, and write into its log and its register line what happened."""
    data = {"kind": decision.kind.value, "number": decision.full_number}
    if decision.kind in (DecisionKind.AMENDMENT, DecisionKind.REVOCATION):
        whole = decision.kind == DecisionKind.REVOCATION and not stack(base)
        perform(WORKFLOW, base, Step.REVOKE if whole else Step.AMEND, actor=actor, reason=words, details=data)
        people = [account.id for account in accounts_with(P.DECISIONS_DRAFT)]
        tell(people, f"{words}: {base.title}", url=f"/quyet-dinh/{base.id}")
    else:
        audit.record("decision:followed", actor=actor, obj=base, reason=words, data=data)
    if base.year is None or registers.closing_of(base.series or "", base.year) is not None:
        return  # the book of a past year stays as it was closed; the new document's own line tells of it
    for entry in registers.lines_of_object(base):
        if entry.series == base.series:
            entry.note = "\n".join(part for part in (entry.note, f"{words}.") if part)
