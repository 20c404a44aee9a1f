"""When a vote is not the last word: aborted, repeated as a new round, annulled. Old rounds are kept as they were."""

from ..core import audit, clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.workflow import perform
from ..people.models import Account
from . import rules, subjects
from .models import AgendaItem, Method
from .states import VOTE_WORKFLOW, State, VoteState, VoteStep

audit.declare("council", second_vote=("case", "round"), annulled=("case",))


def is_latest(item: AgendaItem) -> bool:
    """Whether no later round of this case follows."""
    return not any(other.previous_id == item.id for other in item.meeting.items)


def _next(item: AgendaItem, reason: str) -> AgendaItem:
    """Make the next round of a case, with the same rules and the same conflicts."""
    copied = (
        "subject_kind", "subject_id", "title", "detail", "method", "threshold_numerator", "threshold_denominator",
        "threshold_strict", "threshold_source", "base", "recused_counted", "tie", "ballot_required",
    )  # fmt: skip
    again = AgendaItem(
        meeting=item.meeting,
        position=max(i.position for i in item.meeting.items) + 1,
        round=item.round + 1,
        previous_id=item.id,
        reason=reason,
        **{name: getattr(item, name) for name in copied},
    )
    db.session.add(again)
    db.session.flush()
    for old in item.conflicts:
        again.conflicts.append(type(old)(member_id=old.member_id, reason=old.reason, declared_at=old.declared_at,
                                         declared_by_id=old.declared_by_id))  # fmt: skip
    db.session.flush()
    return again


def abort(item: AgendaItem, *, actor: Actor, reason: str) -> AgendaItem:
    """End a vote that cannot be closed (below quorum, keys lost); what was cast is deleted, a new round waits."""
    perform(VOTE_WORKFLOW, item, VoteStep.ABORT, actor=actor, reason=reason)
    item.ballots.clear()
    item.counts.clear()
    return _next(item, reason)


def call_off(item: AgendaItem, *, actor: Account, reason: str) -> AgendaItem:
    """The chair aborts an open or paper vote; a secret one is voided where its envelopes lie."""
    rules.require_chair(actor, item.meeting)
    if item.method == Method.SECRET and item.poll_id is not None:
        raise NotReady("Cuộc bỏ phiếu kín được hủy ở trang bỏ phiếu của nội dung này.")
    return abort(item, actor=actor, reason=reason)


def second_vote(item: AgendaItem, *, actor: Account, reason: str) -> AgendaItem:
    """The chair orders a second vote while the meeting runs: a new round with its reason, the old one is kept."""
    rules.require_chair(actor, item.meeting)
    if not reason.strip():
        raise NotReady("Cần ghi lý do biểu quyết lại để đưa vào biên bản.", ["Lý do"])
    if item.meeting.state != State.IN_SESSION:
        raise WrongState(
            "Chỉ biểu quyết lại khi phiên họp đang diễn ra. Sau phiên họp, hãy hủy kết quả bằng biên bản mới."
        )
    if item.state not in (VoteState.CLOSED, VoteState.TIED) or not is_latest(item):
        raise WrongState("Nội dung này chưa có kết quả, hoặc đã có lần biểu quyết sau.")
    again = _next(item, reason)
    data = {"case": item.title, "round": again.round}
    audit.record("council:second_vote", actor=actor, obj=item, reason=reason, data=data)
    return again


def annul(item: AgendaItem, *, actor: Actor, reason: str) -> None:
    """Declare a result void with its reason, for a new minute; the case waits for a council again.

    WrongState (from the case's own workflow) when a Decision already rests on the result: that is corrected by an
    amending or revoking Decision.
    """
    if not reason.strip():
        raise NotReady("Cần ghi lý do hủy kết quả.", ["Lý do"])
    if item.state not in (VoteState.CLOSED, VoteState.TIED) or item.annulled_on is not None:
        raise WrongState("Nội dung này không có kết quả để hủy, hoặc đã hủy.")
    item.annulled_on, item.annulled_reason = clock.today(), reason
    audit.record("council:annulled", actor=actor, obj=item, reason=reason, data={"case": item.title})
    if item.meeting.state == State.IN_SESSION:
        _next(item, reason)
    else:
        subjects.KINDS[item.subject_kind].reopen(item.subject_id, actor, reason)


def order_annulment(item: AgendaItem, *, actor: Account, reason: str) -> None:
    """The chair annuls a result after the meeting."""
    rules.require_chair(actor, item.meeting)
    if item.meeting.state not in (State.CLOSED, State.MINUTES_SIGNED):
        raise WrongState("Trong phiên họp, hãy cho biểu quyết lại.")
    annul(item, actor=actor, reason=reason)
