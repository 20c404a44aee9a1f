"""Written opinions in an open vote (NĐ 98/2023 Điều 30.7): typed by the desk, read again by a second person.

They come from members who are away, and in a written procedure from members who answer on paper.
"""

import datetime as dt

from ..core import audit, clock
from ..core.db import db
from ..core.errors import Barred, NotReady, WrongState
from ..notices.actions import tell
from ..parameters.queries import rule
from ..people.models import Account
from ..people.queries import account_ids_of
from . import rules
from .models import (
    AgendaItem,
    Choice,
    CouncilKind,
    Meeting,
    MeetingKind,
    MeetingMember,
    Method,
    WrittenOpinion,
)
from .queries import case_of
from .states import State, VoteState

audit.declare(
    "council",
    opinion_entered=("case", "member"),
    opinion_confirmed=("case", "member"),
    answers_extended=("until",),
)


def require_procedure(kind: CouncilKind, starts_at: dt.datetime, answers_until: dt.datetime) -> None:
    """NotReady where the rules of that day allow no written procedure, or when the term is empty."""
    if not rule(f"council.{kind.value}.written_procedure", clock.local(starts_at).date()).value:
        raise NotReady("Quy định của Hội đồng không cho lấy ý kiến bằng văn bản thay cho họp.", ["Cách họp"])
    if answers_until <= starts_at:
        raise NotReady("Hạn trả lời phải sau lúc bắt đầu lấy ý kiến.", ["Hạn trả lời"])


def extend(meeting: Meeting, until: dt.datetime, *, actor: Account) -> None:
    """Give the members of a written procedure more time; who has not answered is told."""
    rules.require_desk(actor)
    if meeting.kind != MeetingKind.WRITTEN or meeting.answers_until is None:
        raise WrongState("Phiên họp này không lấy ý kiến bằng văn bản.")
    if meeting.state not in (State.CONVENED, State.IN_SESSION):
        raise WrongState("Việc lấy ý kiến đã kết thúc.")
    if until <= max(meeting.answers_until, clock.now()):
        raise NotReady("Hạn mới phải sau hạn cũ và sau lúc này.", ["Hạn trả lời"])
    meeting.answers_until = until
    audit.record("council:answers_extended", actor=actor, obj=meeting, data={"until": until.isoformat()})
    heard = rules.answered(meeting)
    people = [member.person_id for member in meeting.roll if member.id not in heard]
    text = f"Trả lời trước {clock.local(until):%H giờ %M, ngày %d/%m/%Y}."
    url = f"/hoi-dong/phien-hop/{meeting.id}"
    tell(account_ids_of(people), f"Gia hạn lấy ý kiến: {meeting.title}", url=url, text=text, act_needed=True)


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
    if item.method != Method.OPEN:
        raise NotReady("Ý kiến bằng văn bản ghi tên chỉ dùng cho biểu quyết công khai.")
    if (
        meeting.kind == MeetingKind.SITTING
        and not rule(
            f"council.{meeting.council.kind.value}.written_opinions", clock.local(meeting.starts_at).date()
        ).value
    ):
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


def require_confirmer(opinion: WrittenOpinion, actor: Account) -> None:
    """Barred unless this account may be the second to read the opinion."""
    item = opinion.item
    if rules.hidden_from(actor, item, case_of(item).involved):
        raise Barred("Bạn có xung đột lợi ích ở nội dung này.")
    if actor.person_id != opinion.member.person_id and not rules.may_close(actor, item.meeting):
        raise Barred("Ý kiến được chính thành viên đó, Chủ tọa, thư ký hoặc tổ kiểm phiếu xác nhận.")
    if actor.id == opinion.entered_by_id:
        raise Barred("Người xác nhận phải khác người nhập.")


def confirm(opinion: WrittenOpinion, choice: Choice, *, actor: Account) -> None:
    """The member, or a second person, types the choice again from the paper, without seeing what the first one typed.

    No page shows a choice before the vote is closed, this one neither. NotReady when the two differ: the desk then
    enters the opinion anew.
    """
    item = opinion.item
    require_confirmer(opinion, actor)
    if item.state not in (VoteState.WAITING, VoteState.OPEN) or opinion.confirmed_at is not None:
        raise WrongState("Ý kiến này đã được xác nhận, hoặc nội dung đã có kết quả.")
    if choice != opinion.choice:
        raise NotReady(
            "Không khớp với lần nhập thứ nhất. Hãy cùng người nhập đối chiếu lại văn bản.", ["Ý kiến"]
        )
    opinion.confirmed_by_id, opinion.confirmed_at = actor.id, clock.now()
    data = {"case": item.title, "member": opinion.member.name}
    audit.record("council:opinion_confirmed", actor=actor, obj=item, data=data)
