"""Paper ballots: tellers of the meeting, totals typed twice by two tellers, sums that must hold."""

from ..core import audit, clock
from ..core.db import db
from ..core.errors import Barred, NotReady, WrongState
from ..people.models import Account
from . import rules
from .models import AgendaItem, Choice, Meeting, MeetingMember, MeetingTeller, Method, PaperCount, Seat
from .queries import case_of
from .states import State, VoteState

audit.declare("council", tellers_named=("names",), paper_counted=("case",), paper_cleared=("case",))
FIELDS = ("issued", "collected", "valid", "invalid", "yes", "no", "blank")
FEWEST, SECRET, MOST = 2, 3, 5  # paper, sealed ballots, at all


def name_tellers(meeting: Meeting, members: list[MeetingMember], *, actor: Account) -> None:
    """Write down whom the meeting elected to count: members who are here, two to five (secret: three), no chair.

    A teller who is lost is replaced by naming the tellers anew; NotReady while a vote is open that they count.
    """
    rules.require_desk(actor)
    if meeting.state not in (State.CONVENED, State.IN_SESSION):
        raise WrongState("Tổ kiểm phiếu được cử khi phiên họp đã triệu tập và chưa kết thúc.")
    if any(i.state == VoteState.OPEN and i.method != Method.OPEN for i in meeting.items):
        raise NotReady("Đang có nội dung bỏ phiếu: hãy kết thúc rồi mới đổi tổ kiểm phiếu.")
    missing = []
    if not FEWEST <= len(members) <= MOST:
        missing.append("Tổ kiểm phiếu có 02 đến 05 thành viên (bỏ phiếu kín cần 03)")
    missing += [f"{m.name} là Chủ tịch Hội đồng" for m in members if m.seat == Seat.CHAIR]
    missing += [f"{m.name} chưa có mặt" for m in members if not m.present]
    if missing:
        raise NotReady("Chưa cử được tổ kiểm phiếu.", missing)
    known = {teller.person_id: teller for teller in meeting.tellers}
    counted = {count.teller.person_id for item in meeting.items for count in item.counts}
    kept = [m.person_id for m in members] + [p for p in known if p in counted]
    for person_id, teller in known.items():
        if person_id not in kept:
            meeting.tellers.remove(teller)
    for place, member in enumerate(members):
        teller = known.get(member.person_id) or MeetingTeller(person_id=member.person_id, name=member.name)
        teller.position = place
        if teller not in meeting.tellers:
            meeting.tellers.append(teller)
    db.session.flush()
    data = {"names": [member.name for member in members]}
    audit.record("council:tellers_named", actor=actor, obj=meeting, data=data)


def require_tellers(meeting: Meeting, number: int = FEWEST) -> None:
    """NotReady when the meeting has not elected enough tellers."""
    if len(meeting.tellers) < number:
        raise NotReady(f"Cần cử tổ kiểm phiếu {number:02d} người trước khi mở bỏ phiếu.")


def teller_of(account: Account, meeting: Meeting) -> MeetingTeller:
    """Return the account's place among the tellers; Barred for anybody else."""
    found = next((t for t in meeting.tellers if t.person_id == account.person_id), None)
    if found is None:
        raise Barred("Chỉ thành viên tổ kiểm phiếu của phiên họp nhập được kết quả.")
    return found


def enter(item: AgendaItem, values: dict[str, int], *, actor: Account) -> bool:
    """Keep what one teller counted; True when two tellers agree. Each types without seeing the other's figures.

    NotReady when the sums do not hold (issued >= collected = valid + invalid; yes + no + blank = valid; collected
    at most the members entitled), when two tellers differ (both then count again), or the case takes no paper.
    """
    teller = teller_of(actor, item.meeting)
    if item.state != VoteState.OPEN or item.method == Method.OPEN:
        raise WrongState("Nội dung này không đang bỏ phiếu giấy.")
    most = len(rules.entitled(item, case_of(item).involved))
    wrong = []
    if any(values[name] < 0 for name in FIELDS):
        wrong.append("Số phiếu không được âm")
    if values["issued"] > most:
        wrong.append(f"Phát ra {values['issued']} phiếu, nhưng chỉ {most} thành viên được bỏ phiếu")
    if values["collected"] > values["issued"]:
        wrong.append("Thu về nhiều hơn phát ra")
    if values["collected"] != values["valid"] + values["invalid"]:
        wrong.append("Thu về phải bằng hợp lệ cộng không hợp lệ")
    if values["valid"] != values["yes"] + values["no"] + values["blank"]:
        wrong.append("Hợp lệ phải bằng đồng ý cộng không đồng ý cộng không có ý kiến")
    if wrong:
        raise NotReady("Số liệu kiểm phiếu chưa khớp.", wrong)
    count = next((c for c in item.counts if c.teller_id == teller.id), None)
    if count is None:
        count = PaperCount(teller=teller, item=item)
        db.session.add(count)
    for name in FIELDS:
        setattr(count, name, values[name])
    count.entered_at = clock.now()
    db.session.flush()
    audit.record("council:paper_counted", actor=actor, obj=item, data={"case": item.title})
    return _agree(item)


def _agree(item: AgendaItem) -> bool:
    figures = [tuple(getattr(count, name) for name in FIELDS) for count in item.counts]
    return len(figures) >= FEWEST and len(set(figures)) == 1


def differ(item: AgendaItem) -> bool:
    """Whether two tellers typed different figures: they count again; neither sees what the other typed."""
    return len(item.counts) >= FEWEST and not _agree(item)


def agreed(item: AgendaItem) -> dict[Choice, int]:
    """Take over the figures on which the tellers agree; NotReady while they do not."""
    if differ(item):
        raise NotReady("Hai thành viên tổ kiểm phiếu nhập khác nhau. Hãy kiểm lại phiếu và nhập lại.")
    if not _agree(item):
        raise NotReady("Chưa đủ hai thành viên tổ kiểm phiếu nhập kết quả.")
    one = item.counts[0]
    item.issued, item.collected, item.invalid = one.issued, one.collected, one.invalid
    return {Choice.YES: one.yes, Choice.NO: one.no, Choice.BLANK: one.blank}
