"""Written opinions of absent members in an open vote (NĐ 98/2023 Điều 30.7): typed, confirmed by a second person."""

from ..core import audit, clock
from ..core.db import db
from ..core.errors import Barred, NotReady, WrongState
from ..parameters.queries import rule
from ..people.models import Account
from . import rules
from .models import AgendaItem, Choice, MeetingKind, MeetingMember, Method, WrittenOpinion
from .queries import case_of
from .states import State, VoteState

audit.declare("council", opinion_entered=("case", "member"), opinion_confirmed=("case", "member"))


def enter(
    item: AgendaItem, member: MeetingMember, choice: Choice, note: str, *, actor: Account
) -> WrittenOpinion:
    """Type the opinion of an absent member; entering again before the confirmation corrects it.

    NotReady when the rules allow none, the member is here or voted, or the vote is secret (absent members then vote
    in sealed envelopes, or on paper counted by the tellers).
    """
    rules.require_desk(actor)
    meeting = item.meeting
    if meeting.state not in (State.CONVENED, State.IN_SESSION) or item.state not in (
        VoteState.WAITING,
        VoteState.OPEN,
    ):
        raise WrongState("Nội dung này không còn nhận ý kiến bằng văn bản.")
    if item.method != Method.OPEN or meeting.kind != MeetingKind.SITTING:
        raise NotReady("Ý kiến bằng văn bản ghi tên chỉ dùng cho biểu quyết công khai tại phiên họp.")
    if not rule(
        f"council.{meeting.council.kind.value}.written_opinions", clock.local(meeting.starts_at).date()
    ).value:
        raise NotReady("Quy định của Hội đồng không cho lấy ý kiến bằng văn bản.")
    if member.present or rules.vote_of(item, member) is not None:
        raise NotReady(f"{member.name} đang dự họp, hãy biểu quyết trực tiếp.")
    if member in rules.recused(item, case_of(item).involved):
        raise Barred(f"{member.name} có xung đột lợi ích ở nội dung này.")
    row = next((o for o in item.opinions if o.member_id == member.id), None)
    if row is not None and row.confirmed_at is not None:
        raise WrongState("Ý kiến này đã được xác nhận, không sửa được nữa.")
    if row is None:
        row = WrittenOpinion(item=item, member=member)
        db.session.add(row)
    row.choice, row.note, row.entered_by_id, row.entered_at = choice, note, actor.id, clock.now()
    db.session.flush()
    data = {"case": item.title, "member": member.name}
    audit.record("council:opinion_entered", actor=actor, obj=item, data=data)
    return row


def confirm(opinion: WrittenOpinion, *, actor: Account) -> None:
    """The member, or a second person of the desk, the chair or a teller, says that the typed opinion is the written one."""
    item = opinion.item
    if actor.person_id != opinion.member.person_id and not rules.may_close(actor, item.meeting):
        raise Barred("Ý kiến được chính thành viên đó, Chủ tọa, thư ký hoặc tổ kiểm phiếu xác nhận.")
    if actor.id == opinion.entered_by_id:
        raise Barred("Người xác nhận phải khác người nhập.")
    if item.state not in (VoteState.WAITING, VoteState.OPEN) or opinion.confirmed_at is not None:
        raise WrongState("Ý kiến này đã được xác nhận, hoặc nội dung đã có kết quả.")
    opinion.confirmed_by_id, opinion.confirmed_at = actor.id, clock.now()
    data = {"case": item.title, "member": opinion.member.name}
    audit.record("council:opinion_confirmed", actor=actor, obj=item, data=data)
