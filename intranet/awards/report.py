"""Acts on an achievement report: draft from records, confirm, edit, leave out, add. Nothing here commits.

Drafting anew never touches what a person wrote: where records changed below an edit, both are kept until somebody
chooses. The whole report stands as text in `Nomination.report`, which checks and papers read.
"""

import sqlalchemy as sa

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, NotThere, Stale
from ..people.models import Account
from . import report_facts, rules
from .models import Nomination
from .report_models import ReportPassage
from .report_models import ReportSection as S

LIMIT = 5_000  # characters of one passage
WHOLE = 20_000  # of the report
MARK = "đoạn máy soạn, chưa xác nhận"
DRAFTED = (
    "Đã soạn báo cáo từ dữ liệu. Hãy đọc từng đoạn, sửa hoặc xác nhận; nội dung bạn đã sửa được giữ nguyên."
)
HEADINGS = {
    "I": "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH",
    "II": "II. THÀNH TÍCH ĐẠT ĐƯỢC",
    "III": "III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG",
}
_PLACE = {S.OVERVIEW: "I", S.RESULTS: "II", S.PAST: "III"}
_FIRST_OWN = 1000  # own passages stand below those of the machine
audit.declare(
    "nomination",
    report_drafted=("new", "kept"),
    passages_confirmed=("keys",),
    passage_written=("key", "before", "after"),
)


def passages(nomination: Nomination) -> list[ReportPassage]:
    """Return the passages of a report in their order."""
    query = sa.select(ReportPassage).where(ReportPassage.nomination_id == nomination.id)
    rows = list(db.session.scalars(query.order_by(ReportPassage.position, ReportPassage.id)))
    order = list(S)
    return sorted(rows, key=lambda row: order.index(row.section))


def passage_of(nomination: Nomination, passage_id: int) -> ReportPassage:
    """Return a passage of this report; NotThere for another one."""
    found = db.session.get(ReportPassage, passage_id)
    if found is None or found.nomination_id != nomination.id:
        raise NotThere("Báo cáo không có đoạn này.")
    return found


def has_passages(nomination: Nomination) -> bool:
    """Return whether the report was drafted from records (else it is one free text)."""
    query = sa.select(ReportPassage.id).where(ReportPassage.nomination_id == nomination.id)
    return db.session.scalar(query.limit(1)) is not None


def unconfirmed(nomination: Nomination) -> int:
    """Return how many passages a machine wrote and nobody has confirmed or edited."""
    query = sa.select(sa.func.count()).where(
        ReportPassage.nomination_id == nomination.id, ReportPassage.settled_at.is_(None)
    )
    return db.session.scalar(query) or 0


def lacking(nomination: Nomination, *, evidence: int, voted: bool) -> list[tuple[str, str]]:
    """Return what is missing before a file can be handed in, unconfirmed passages of its report too."""
    found = rules.missing(nomination, evidence=evidence, voted=voted)
    if not has_passages(nomination):
        return found
    page = f"/khen-thuong/ho-so/{nomination.id}/bao-cao"
    found = [(words, page if anchor == "#report" else anchor) for words, anchor in found]
    if number := unconfirmed(nomination):
        words = f"Báo cáo thành tích còn {number} đoạn máy soạn, chưa xác nhận: đọc, sửa hoặc xác nhận"
        found.append((words, page))
    return found


def draft(nomination: Nomination, *, actor: Account) -> tuple[int, int]:
    """Draft from the records, or bring a drafted report up to date; return (new or changed, kept) passages.

    What stood as free text becomes the unit's own passages. A passage that somebody edited keeps the words; one that
    was only confirmed follows its record and waits for a new word.
    """
    _require_editable(nomination, actor)
    known = {row.key: row for row in passages(nomination)}
    if not known:
        known |= {row.key: row for row in _own_text(nomination, actor)}
    fresh = 0
    found = report_facts.drafted(nomination)
    for position, one in enumerate(found, start=1):
        row = known.get(one.key)
        if row is None:
            row = ReportPassage(nomination_id=nomination.id, section=one.section, key=one.key, text=one.text)
            db.session.add(row)
            known[one.key] = row
            fresh += 1
        elif not row.edited and one.text != row.text and not row.dropped:
            row.text, row.settled_at, row.settled_by = one.text, None, ""
            fresh += 1
        row.drafted, row.position = one.text, position
        if not row.settled:
            row.seen = one.text
    for row in _gone(list(known.values()), {one.key for one in found}):
        del known[row.key]
        db.session.delete(row)
    db.session.flush()
    _compose(nomination)
    kept = sum(1 for row in known.values() if row.edited or row.own)
    data = {"new": fresh, "kept": kept}
    audit.record("nomination:report_drafted", actor=actor, obj=nomination, data=data)
    return fresh, kept


def _gone(rows: list[ReportPassage], keys: set[str]) -> list[ReportPassage]:
    """Return the machine's passages whose record is gone; an edited one stays and tells so."""
    gone = [row for row in rows if not row.own and row.key not in keys]
    for row in gone:
        row.drafted = ""
    return [row for row in gone if not row.edited]


def _own_text(nomination: Nomination, actor: Account) -> list[ReportPassage]:
    parts = report_facts.split(nomination.report)
    return [
        _own(nomination, section, number, "\n".join(parts[name]), actor)
        for number, (section, name) in enumerate(_PLACE.items(), start=1)
        if parts[name]
    ]


def _own(nomination: Nomination, section: S, number: int, text: str, actor: Account) -> ReportPassage:
    row = ReportPassage(
        nomination_id=nomination.id,
        section=section,
        key=f"own:{number}",
        position=_FIRST_OWN + number,
        text=text,
        settled_at=clock.now(),
        settled_by=actor.display_name,
    )
    db.session.add(row)
    return row


def confirm(nomination: Nomination, rows: list[ReportPassage], *, actor: Account) -> None:
    """The author read what the machine wrote and stands behind it. NotReady when nothing of it waits for a word."""
    _require_editable(nomination, actor)
    waiting = [row for row in rows if not row.settled]
    if not waiting:
        raise NotReady("Không còn đoạn nào chờ xác nhận ở đây.")
    for row in waiting:
        _settle(row, row.text, actor)
    db.session.flush()
    _compose(nomination)
    data = {"keys": [row.key for row in waiting]}
    audit.record("nomination:passages_confirmed", actor=actor, obj=nomination, data=data)


def write(nomination: Nomination, row: ReportPassage, text: str, *, version: str, actor: Account) -> None:
    """Put the author's words in place of a passage; "" leaves it out. Settles a change of the records below it too.

    Stale when somebody else changed it meanwhile; NotReady for records that are corrected elsewhere.
    """
    _require_editable(nomination, actor)
    if row.locked:
        raise NotReady("Phần này lấy nguyên từ dữ liệu: sửa ở nơi ghi dữ liệu, rồi bấm soạn lại.")
    if str(row.version) != version:
        raise Stale("Người khác vừa sửa đoạn này. Nội dung bạn gõ vẫn ở dưới; bấm Lưu lần nữa để thay.")
    _require_short(nomination, text, instead_of=row.text)
    before = row.text
    if row.own and not text:
        db.session.delete(row)
    else:
        _settle(row, text, actor)
    _written(nomination, row.key, before, text, actor)


def add(nomination: Nomination, section: S, text: str, *, actor: Account) -> ReportPassage:
    """Add a passage in the unit's own words. NotReady without words or where only records stand."""
    _require_editable(nomination, actor)
    if section == S.FACTS:
        raise NotReady("Phần này lấy nguyên từ dữ liệu: sửa ở nơi ghi dữ liệu, rồi bấm soạn lại.")
    if not text:
        raise NotReady("Hãy viết nội dung của đoạn.", ["Nội dung"])
    _require_short(nomination, text)
    rows = passages(nomination)
    number = 1 + max((row.position - _FIRST_OWN for row in rows if row.own), default=0)
    row = _own(nomination, section, number, text, actor)
    _written(nomination, row.key, "", text, actor)
    return row


def _written(nomination: Nomination, key: str, before: str, after: str, actor: Account) -> None:
    db.session.flush()
    _compose(nomination)
    data = {"key": key, "before": before, "after": after}
    audit.record("nomination:passage_written", actor=actor, obj=nomination, data=data)


def _settle(row: ReportPassage, text: str, actor: Account) -> None:
    row.text, row.seen = text, row.drafted
    row.settled_at, row.settled_by = clock.now(), actor.display_name


def _require_editable(nomination: Nomination, actor: Account) -> None:
    rules.require(rules.may_edit(actor, nomination), "Hồ sơ này hiện không sửa được.")
    # two authors at once: the second sees the first one's passages; the file is not handed in meanwhile
    db.session.refresh(nomination, with_for_update=True, attribute_names=["state", "version", "report"])
    rules.require(rules.may_edit(actor, nomination), "Hồ sơ này hiện không sửa được.")


def _require_short(nomination: Nomination, text: str, instead_of: str = "") -> None:
    if len(text) > LIMIT:
        raise NotReady("Một đoạn dài quá 5.000 ký tự. Hãy tách thành nhiều đoạn.", ["Nội dung"])
    if len(nomination.report) - len(instead_of) + len(text) > WHOLE:
        raise NotReady("Báo cáo dài quá 20.000 ký tự. Hãy rút gọn các đoạn khác trước.", ["Nội dung"])


def _compose(nomination: Nomination) -> None:
    """Write the whole report as text: what is printed as tables from records stands there, not here."""
    lines: list[str] = []
    rows = passages(nomination)
    for section, place in _PLACE.items():
        texts = [row.text for row in rows if row.section == section and row.text and not row.locked]
        if texts:
            lines += [HEADINGS[place], *texts]
    nomination.report = "\n".join(lines)
    db.session.flush()
