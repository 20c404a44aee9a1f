"""Who may do what in a council, and what counts. No queries; deny rules (`barred_...`) win over every role."""

import datetime as dt
from fractions import Fraction

from ..core.errors import Barred, NotReady
from ..core.permissions import Permission as P
from ..people.models import Account
from .models import (
    AgendaItem,
    Choice,
    Meeting,
    MeetingKind,
    MeetingMember,
    Method,
    Outcome,
    Seat,
    ShareBase,
    TieRule,
)
from .states import State, VoteState


def member_of(account: Account, meeting: Meeting) -> MeetingMember | None:
    """Return the account's line on the roll, if it is on it."""
    return next((member for member in meeting.roll if member.person_id == account.person_id), None)


def may_see(account: Account, meeting: Meeting) -> bool:
    """The desk, whoever sits in the council, and whoever is on the roll."""
    seats = {seat.person_id for seat in meeting.council.seats}
    return account.has(P.COUNCIL_DESK) or (
        account.has(P.COUNCIL_READ)
        and (account.person_id in seats or member_of(account, meeting) is not None)
        and meeting.state != State.DRAFT
    )


def may_run(account: Account) -> bool:
    """Run the desk: agenda, attendance, votes, minutes."""
    return account.has(P.COUNCIL_DESK)


def present(meeting: Meeting) -> list[MeetingMember]:
    """Return the members who are here."""
    return [member for member in meeting.roll if member.present]


def answered(meeting: Meeting) -> set[int]:
    """Return the members of a written procedure who answered at least one case, here or on paper."""
    return {member for item in meeting.items for member in spoke(item)}


def spoke(item: AgendaItem) -> set[int]:
    """Return the members whose open vote or confirmed written opinion is there."""
    return {b.member_id for b in item.ballots} | {o.member_id for o in item.opinions if o.confirmed_at}


def taking_part(meeting: Meeting) -> int:
    """Return how many count for the quorum: those present, or those who answered in writing."""
    return len(answered(meeting) if meeting.kind == MeetingKind.WRITTEN else present(meeting))


def has_quorum(meeting: Meeting) -> bool:
    """Compare those taking part with the frozen share of all members, as exact fractions."""
    return bool(meeting.roll) and Fraction(taking_part(meeting), len(meeting.roll)) >= meeting.quorum


def passes(yes: int, members: int, threshold: Fraction, *, strict: bool) -> bool:
    """Return whether `yes` of all `members` reach the threshold: 4/5 passes 80 %, 7/9 does not."""
    share = Fraction(yes, members)
    return share > threshold if strict else share >= threshold


def outcome_of(item: AgendaItem, yes: int, members: int) -> Outcome:
    """Return the result of a case for a count of votes."""
    passed = passes(yes, members, item.threshold, strict=item.threshold_strict)
    return Outcome.PASSED if passed else Outcome.FAILED


def needs_deciding_vote(item: AgendaItem, yes: int, no: int) -> bool:
    """Whether equal votes go to the chair: only where the rule says so and half of the votes could be enough."""
    return item.tie == TieRule.CHAIR and yes == no > 0 and item.threshold <= Fraction(1, 2)


def count(item: AgendaItem) -> dict[Choice, int]:
    """Return votes by choice of an open, named vote with the written opinions (shown to nobody before closing)."""
    choices = [b.choice for b in item.ballots] + [
        o.choice for o in item.opinions if o.confirmed_at is not None
    ]
    return {choice: choices.count(choice) for choice in Choice}


def vote_of(item: AgendaItem, member: MeetingMember | None) -> Choice | None:
    """Return how a member voted openly on a case, if at all."""
    return next((b.choice for b in item.ballots if member and b.member_id == member.id), None)


def recused(item: AgendaItem, involved: frozenset[int]) -> list[MeetingMember]:
    """Return the members who stay out of a case: it is their own, or a conflict was declared."""
    declared = {conflict.member_id for conflict in item.conflicts}
    return [m for m in item.meeting.roll if m.id in declared or m.person_id in involved]


def entitled(item: AgendaItem, involved: frozenset[int]) -> list[MeetingMember]:
    """Return the members who may vote on a case, present or not."""
    out = {member.id for member in recused(item, involved)}
    return [member for member in item.meeting.roll if member.id not in out]


def denominator(item: AgendaItem, involved: frozenset[int]) -> int:
    """Return of how many the share is taken when the vote closes now (see `models.ShareBase`)."""
    members = item.meeting.roll if item.recused_counted else entitled(item, involved)
    if item.base == ShareBase.ALL or item.meeting.kind == MeetingKind.WRITTEN:
        return len(members)
    heard = spoke(item)
    return sum(bool(m.present) or m.id in heard for m in members)


def hidden_from(account: Account, item: AgendaItem, involved: frozenset[int]) -> bool:
    """Whether scores, ballot and totals of a case are "ẩn do xung đột" for this account."""
    if account.person_id in involved:
        return True
    return any(member.person_id == account.person_id for member in recused(item, involved))


def barred_from_vote(account: Account, item: AgendaItem, involved: frozenset[int], now: dt.datetime) -> str:
    """Return why this account may not vote openly on this case now, or "" when it may."""
    member = member_of(account, item.meeting)
    if member is None:
        return "Bạn không có tên trong danh sách thành viên của phiên họp này."
    if account.person_id in involved:
        return "Đây là hồ sơ của chính bạn, nên bạn không biểu quyết nội dung này."
    if member in recused(item, involved):
        return "Bạn đã khai báo xung đột lợi ích, nên không biểu quyết nội dung này."
    if item.meeting.state != State.IN_SESSION or item.state == VoteState.WAITING:
        return "Nội dung này chưa mở biểu quyết."
    if item.state != VoteState.OPEN:
        return "Nội dung này đã đóng biểu quyết."
    if item.method != Method.OPEN:
        return "Nội dung này bỏ phiếu kín hoặc bằng phiếu giấy."
    if item.meeting.kind == MeetingKind.WRITTEN:
        if item.meeting.answers_until is not None and now > item.meeting.answers_until:
            return "Đã hết hạn trả lời lấy ý kiến."
    elif not member.present:
        return "Thư ký chưa ghi nhận bạn có mặt. Hãy báo thư ký điểm danh rồi biểu quyết."
    if vote_of(item, member) is not None:
        return "Bạn đã biểu quyết nội dung này. Mỗi thành viên biểu quyết một lần."
    return ""


def is_chair(account: Account, meeting: Meeting) -> bool:
    """Whether this account presides over the meeting (before it opens: holds the chair's seat)."""
    chair = chair_of(meeting) or next((m for m in meeting.roll if m.seat == Seat.CHAIR), None)
    return chair is not None and chair.person_id == account.person_id


def presides_over(account: Account, item: AgendaItem, involved: frozenset[int]) -> bool:
    """Whether this account presides while a case is treated: the chair, or who follows when the chair stays out."""
    out = {member.id for member in recused(item, involved)}
    first = _first([m for m in _at_hand(item.meeting) if m.id not in out])
    return first is not None and first.person_id == account.person_id


def is_teller(account: Account, meeting: Meeting) -> bool:
    """Whether the meeting elected this account's person to count."""
    return any(teller.person_id == account.person_id for teller in meeting.tellers)


def may_close(account: Account, meeting: Meeting) -> bool:
    """Chair, desk or teller: two of them end a vote together."""
    return is_chair(account, meeting) or may_run(account) or is_teller(account, meeting)


def require_chair(account: Account, meeting: Meeting) -> None:
    """Barred unless the account presides."""
    if not is_chair(account, meeting):
        raise Barred("Chỉ Chủ tọa phiên họp làm được việc này.")


def require_desk(account: Account) -> None:
    """Barred unless the account runs the desk."""
    if not may_run(account):
        raise Barred("Chỉ thư ký hội đồng hoặc cơ quan thường trực làm được việc này.")


def require_quorum(meeting: Meeting) -> None:
    """NotReady, with the figures, when too few members are present."""
    if not has_quorum(meeting):
        need = -(-meeting.quorum_numerator * len(meeting.roll) // meeting.quorum_denominator)
        what = "trả lời" if meeting.kind == MeetingKind.WRITTEN else "có mặt"
        raise NotReady(
            f"Chưa đủ số thành viên: {what} {taking_part(meeting)}/{len(meeting.roll)}, cần ít nhất {need}."
        )


def chair_of(meeting: Meeting) -> MeetingMember | None:
    """Return who chairs: the chair if present, else the vice-chair, else whoever sits first on the roll."""
    return _first(_at_hand(meeting))


def _at_hand(meeting: Meeting) -> list[MeetingMember]:
    """Return who can preside: those present; nobody is called up in a written procedure."""
    return list(meeting.roll) if meeting.kind == MeetingKind.WRITTEN else present(meeting)


def _first(members: list[MeetingMember]) -> MeetingMember | None:
    order = (Seat.CHAIR, Seat.VICE_CHAIR)
    return next((m for seat in order for m in members if m.seat == seat), members[0] if members else None)


def secretary_of(meeting: Meeting) -> MeetingMember | None:
    """Return the secretary on the roll."""
    return next((member for member in meeting.roll if member.seat == Seat.SECRETARY), None)


def require_answers_in(item: AgendaItem, involved: frozenset[int], now: dt.datetime) -> None:
    """NotReady while a written procedure still waits for answers within its term."""
    meeting = item.meeting
    if meeting.kind != MeetingKind.WRITTEN or meeting.answers_until is None or now > meeting.answers_until:
        return
    heard = spoke(item)
    silent = [member.name for member in entitled(item, involved) if member.id not in heard]
    if silent:
        raise NotReady("Chưa hết hạn trả lời, còn thành viên chưa có ý kiến.", silent)


def percent(yes: int, members: int) -> str:
    """Return "88,9 %" for display; decisions never use it."""
    tenths = (2000 * yes + members) // (2 * members)
    return f"{tenths // 10},{tenths % 10} %".replace(",0 %", " %")
