"""Conflicts of interest: declared by the member or noted by the desk; the member leaves the case at once."""

from ..ballots import service as ballots
from ..core import audit, clock
from ..core.db import db
from ..core.errors import Barred, NotReady, WrongState
from ..people.models import Account
from . import rules
from .models import AgendaItem, Conflict, MeetingMember, Method
from .states import State, VoteState

audit.declare("council", conflict_declared=("case", "member"), conflict_withdrawn=("case", "member"))


def declare(item: AgendaItem, member: MeetingMember, reason: str, *, actor: Account) -> Conflict:
    """Take a member out of a case, before or during its vote; a vote cast already leaves the count unread.

    Barred unless the actor is the member or the desk; NotReady without a reason or below three secret ballots.
    """
    if member.person_id != actor.person_id:
        rules.require_desk(actor)
    if not reason.strip():
        raise NotReady("Cần ghi lý do (quan hệ với người hoặc tập thể được xét).", ["Lý do"])
    if item.state not in (VoteState.WAITING, VoteState.OPEN):
        raise WrongState("Nội dung này đã có kết quả, không khai báo xung đột được nữa.")
    if item.meeting.state not in (State.CONVENED, State.IN_SESSION):
        raise WrongState("Chỉ khai báo khi phiên họp đã triệu tập và chưa kết thúc.")
    if any(conflict.member_id == member.id for conflict in item.conflicts):
        raise NotReady("Xung đột lợi ích này đã được ghi.")
    row = Conflict(
        item=item, member=member, reason=reason, declared_at=clock.now(), declared_by_id=actor.id or 0
    )
    db.session.add(row)
    for ballot in [b for b in item.ballots if b.member_id == member.id]:
        item.ballots.remove(ballot)
    for opinion in [o for o in item.opinions if o.member_id == member.id]:
        item.opinions.remove(opinion)
    if item.method == Method.SECRET and item.poll_id is not None and item.state == VoteState.OPEN:
        poll = ballots.get(item.poll_id)
        ballots.remove_elector(poll, member.person_id, actor=actor, reason="Xung đột lợi ích")
    db.session.flush()
    data = {"case": item.title, "member": member.name}
    audit.record("council:conflict_declared", actor=actor, obj=item, reason=reason, data=data)
    return row


def withdraw(conflict: Conflict, *, actor: Account) -> None:
    """Take a wrong entry back before the vote opens; Barred unless the actor is the member or the desk."""
    item, member = conflict.item, conflict.member
    if member.person_id != actor.person_id and not rules.may_run(actor):
        raise Barred("Chỉ thành viên đó hoặc thư ký rút được khai báo.")
    if item.state != VoteState.WAITING:
        raise WrongState("Nội dung này đã mở biểu quyết, không rút khai báo được nữa.")
    item.conflicts.remove(conflict)
    db.session.flush()
    data = {"case": item.title, "member": member.name}
    audit.record("council:conflict_withdrawn", actor=actor, obj=item, data=data)
