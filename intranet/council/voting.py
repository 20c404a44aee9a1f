"""Votes on cases: method, opening, open votes by name, closing by two people, counting as exact fractions.

Sealed ballots: `secret.py`; paper: `paper.py`; absent members: `written.py`; second votes and annulment: `rounds.py`.
Results go to the cases when the meeting closes (`actions.close_meeting`): until then a second vote is possible.
"""

import datetime as dt

from sqlalchemy.exc import IntegrityError

from ..core import audit, clock
from ..core.db import db
from ..core.errors import Barred, NotReady, WrongState
from ..core.workflow import perform
from ..notices.actions import tell
from ..people.models import Account
from ..people.queries import account_ids_of
from . import paper, rules, secret, settling, subjects
from .models import AgendaItem, Ballot, Choice, MeetingKind, Method, Outcome
from .queries import case_of
from .states import VOTE_WORKFLOW, State, VoteState, VoteStep

# the log says who voted and when; how is written at closing: nobody reads a running count out of it
audit.declare("council", voted=("case",), method_chosen=("case", "method"), closing_asked=("case",))
TOGETHER = dt.timedelta(minutes=10)  # between the two people who close a vote


def choose_method(item: AgendaItem, method: Method, *, actor: Account) -> None:
    """Say how a case is voted on, before its vote opens. NotReady where its form of award demands a ballot."""
    rules.require_desk(actor)
    if item.state != VoteState.WAITING:
        raise WrongState("Chỉ chọn hình thức biểu quyết trước khi mở.")
    if item.ballot_required and method == Method.OPEN:
        raise NotReady("Hình thức khen thưởng này phải bỏ phiếu: hãy chọn bỏ phiếu kín hoặc phiếu giấy.")
    if item.meeting.kind == MeetingKind.WRITTEN and method != Method.OPEN:
        raise NotReady("Lấy ý kiến bằng văn bản có ghi tên. Cần bỏ phiếu thì đưa nội dung vào một phiên họp.")
    item.method = method
    audit.record(
        "council:method_chosen", actor=actor, obj=item, data={"case": item.title, "method": method.value}
    )


def open_vote(item: AgendaItem, *, actor: Account) -> None:
    """Open the vote on a case; needs the session and its quorum. Tells the members who may vote."""
    rules.require_desk(actor)
    meeting = item.meeting
    if meeting.state != State.IN_SESSION:
        raise WrongState("Phiên họp chưa khai mạc hoặc đã kết thúc.")
    if item.ballot_required and item.method == Method.OPEN:
        raise NotReady("Hình thức khen thưởng này phải bỏ phiếu: hãy chọn bỏ phiếu kín hoặc phiếu giấy.")
    if meeting.kind == MeetingKind.SITTING:
        rules.require_quorum(meeting)
    entitled = rules.entitled(item, case_of(item).involved)
    if item.method == Method.SECRET:
        secret.open_box(item, entitled, actor=actor)
    if item.method == Method.PAPER:
        paper.require_tellers(meeting)
    item.opened_at, item.closing_by_id, item.closing_at = clock.now(), None, None
    perform(VOTE_WORKFLOW, item, VoteStep.OPEN_VOTE, actor=actor)
    everybody = meeting.kind == MeetingKind.WRITTEN or item.method == Method.SECRET
    people = [member.person_id for member in entitled if everybody or member.present]
    url = f"/phieu-kin/{item.poll_id}" if item.method == Method.SECRET else f"/hoi-dong/noi-dung/{item.id}"
    tell(account_ids_of(people), f"Mời biểu quyết: {item.title}", url=url, act_needed=True)


def cast(item: AgendaItem, choice: Choice, *, actor: Account) -> Ballot:
    """Cast a member's one open vote. Barred with the reason when this member may not vote on this case now.

    The row of the case is locked first, so that a vote and the closing cannot pass each other; the unique key
    (case, member) refuses a second vote whatever happens.
    """
    db.session.refresh(item, with_for_update=True)
    db.session.refresh(item.meeting, attribute_names=["state"])
    why_not = rules.barred_from_vote(actor, item, case_of(item).involved, clock.now())
    member = rules.member_of(actor, item.meeting)
    if why_not or member is None:
        raise Barred(why_not)
    for opinion in [o for o in item.opinions if o.member_id == member.id]:  # came after all: one voice each
        item.opinions.remove(opinion)
    ballot = Ballot(item=item, member=member, choice=choice, cast_at=clock.now())
    db.session.add(ballot)
    try:
        db.session.flush()
    except IntegrityError:
        raise Barred("Bạn đã biểu quyết nội dung này. Mỗi thành viên biểu quyết một lần.") from None
    audit.record("council:voted", actor=actor, obj=item, data={"case": item.title})
    return ballot


def _require_closer(item: AgendaItem, actor: Account) -> None:
    involved = case_of(item).involved
    if not rules.may_close(actor, item.meeting) and not rules.presides_over(actor, item, involved):
        raise Barred("Chỉ Chủ tọa, thư ký hoặc tổ kiểm phiếu đóng được biểu quyết.")
    if rules.hidden_from(actor, item, involved):
        raise Barred("Bạn có xung đột lợi ích ở nội dung này. Hãy nhờ người khác đóng biểu quyết.")


def request_close(item: AgendaItem, *, actor: Account) -> None:
    """The first of two people asks to close an open or paper vote; a secret one is closed by chair and tellers."""
    _require_closer(item, actor)
    if item.state != VoteState.OPEN:
        raise WrongState("Nội dung này không đang biểu quyết.")
    if item.method == Method.SECRET:
        raise NotReady("Phiếu kín do Chủ tọa đề nghị kiểm và hai thành viên tổ kiểm phiếu cùng mở.")
    rules.require_answers_in(item, case_of(item).involved, clock.now())
    rules.require_quorum(item.meeting)
    item.closing_by_id, item.closing_at = actor.id, clock.now()
    audit.record("council:closing_asked", actor=actor, obj=item, data={"case": item.title})


def closing_asked(item: AgendaItem) -> bool:
    """Whether the first person's request to close still stands (10 minutes)."""
    return item.closing_at is not None and clock.now() < item.closing_at + TOGETHER


def close_vote(item: AgendaItem, *, actor: Account) -> None:
    """The second of two people closes an open or paper vote; it is counted as exact fractions and is final.

    Barred for the first person alone, NotReady below quorum (the vote can then only wait or be aborted) and while
    two tellers' paper counts do not agree.
    """
    db.session.refresh(item, with_for_update=True)
    _require_closer(item, actor)
    if item.state != VoteState.OPEN or item.method == Method.SECRET:
        raise WrongState("Nội dung này không đang biểu quyết công khai hoặc bằng phiếu giấy.")
    if not closing_asked(item):
        raise NotReady(
            "Cần một người đề nghị đóng (Chủ tọa, thư ký hoặc tổ kiểm phiếu), người thứ hai xác nhận."
        )
    if item.closing_by_id == actor.id:
        raise Barred("Người xác nhận đóng biểu quyết phải khác người đề nghị.")
    rules.require_quorum(item.meeting)
    if item.method == Method.PAPER:
        votes = paper.agreed(item)
        details: dict[str, object] = {
            "issued": item.issued,
            "collected": item.collected,
            "invalid": item.invalid,
        }
    else:
        votes = rules.count(item)
        details = {"votes": {ballot.member.name: ballot.choice.value for ballot in item.ballots}}
    settling.settle(item, votes, actor=actor, details=details)


def cast_deciding(item: AgendaItem, choice: Choice, *, actor: Account) -> None:
    """The chair decides a case with equal votes, by name; only where the council's rule gives that vote."""
    rules.require_chair(actor, item.meeting)
    member = rules.member_of(actor, item.meeting)
    if member in rules.recused(item, case_of(item).involved):
        raise Barred("Bạn có xung đột lợi ích ở nội dung này, nên không quyết định khi ngang phiếu.")
    if choice == Choice.BLANK:
        raise NotReady("Hãy chọn đồng ý hoặc không đồng ý.", ["Ý kiến của Chủ tọa"])
    item.casting_choice, item.casting_by = choice, member
    item.outcome = Outcome.PASSED if choice == Choice.YES else Outcome.FAILED
    perform(VOTE_WORKFLOW, item, VoteStep.DECIDE, actor=actor, details={"choice": choice.value})


def strike(item: AgendaItem, *, actor: Account, reason: str) -> None:
    """Take a case off a running meeting before its vote, with the reason for the minutes; it waits again."""
    rules.require_desk(actor)
    if item.meeting.state not in (State.CONVENED, State.IN_SESSION):
        raise WrongState("Phiên họp chưa triệu tập hoặc đã kết thúc.")
    perform(VOTE_WORKFLOW, item, VoteStep.STRIKE, actor=actor, reason=reason)
    subjects.KINDS[item.subject_kind].take_back(item.subject_id, actor)


def result_words(item: AgendaItem) -> str:
    """Return "8/9 thành viên đồng ý (88,9 %), đạt tỷ lệ từ 70 % trở lên" for a counted case."""
    if item.yes is None or not item.members:
        return ""
    share = f"{item.yes}/{item.members} thành viên đồng ý ({rules.percent(item.yes, item.members)})"
    if item.casting_choice is not None:
        side = "đồng ý" if item.casting_choice == Choice.YES else "không đồng ý"
        return f"{share}, số phiếu ngang nhau, Chủ tọa quyết định: {side}"
    if item.outcome is None:
        return f"{share}, số phiếu ngang nhau, chờ Chủ tọa quyết định"
    reached = "đạt" if item.outcome == Outcome.PASSED else "không đạt"
    return f"{share}, {reached} tỷ lệ {threshold_words(item)}"


def threshold_words(item: AgendaItem) -> str:
    """Return "từ 2/3 trở lên" or "trên 1/2", in per cent where that is exact."""
    numerator, denominator = item.threshold_numerator, item.threshold_denominator
    exact = 100 * numerator % denominator == 0
    value = f"{100 * numerator // denominator} %" if exact else f"{numerator}/{denominator}"
    return f"trên {value}" if item.threshold_strict else f"từ {value} trở lên"
