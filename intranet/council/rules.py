"""Who may do what in a council, and what counts. No queries; deny rules (`barred_...`) win over every role."""

from fractions import Fraction

from ..core.errors import Barred, NotReady
from ..core.permissions import Permission as P
from ..people.models import Account
from .models import AgendaItem, Choice, Meeting, MeetingMember, Outcome, Seat
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


def has_quorum(meeting: Meeting) -> bool:
    """Compare those present with the frozen share of all members, as exact fractions."""
    return bool(meeting.roll) and Fraction(len(present(meeting)), len(meeting.roll)) >= meeting.quorum


def passes(yes: int, members: int, threshold: Fraction, *, strict: bool) -> bool:
    """Return whether `yes` of all `members` reach the threshold: 4/5 passes 80 %, 7/9 does not."""
    share = Fraction(yes, members)
    return share > threshold if strict else share >= threshold


def outcome_of(item: AgendaItem, yes: int, members: int) -> Outcome:
    """Return the result of a case for a count of votes."""
    passed = passes(yes, members, item.threshold, strict=item.threshold_strict)
    return Outcome.PASSED if passed else Outcome.FAILED


def count(item: AgendaItem) -> dict[Choice, int]:
    """Return votes by choice (of an open, named vote; nobody is shown this before closing)."""
    return {choice: sum(b.choice == choice for b in item.ballots) for choice in Choice}


def vote_of(item: AgendaItem, member: MeetingMember | None) -> Choice | None:
    """Return how a member voted on a case, if at all."""
    return next((b.choice for b in item.ballots if member and b.member_id == member.id), None)


def barred_from_vote(account: Account, item: AgendaItem, involved: frozenset[int]) -> str:
    """Return why this account may not vote on this case now, or "" when it may."""
    member = member_of(account, item.meeting)
    if member is None:
        return "Bạn không có tên trong danh sách thành viên của phiên họp này."
    if account.person_id in involved:
        return "Đây là hồ sơ của chính bạn, nên bạn không biểu quyết nội dung này."
    if item.meeting.state != State.IN_SESSION or item.state == VoteState.WAITING:
        return "Nội dung này chưa mở biểu quyết."
    if item.state != VoteState.OPEN:
        return "Nội dung này đã đóng biểu quyết."
    if not member.present:
        return "Thư ký chưa ghi nhận bạn có mặt. Hãy báo thư ký điểm danh rồi biểu quyết."
    if vote_of(item, member) is not None:
        return "Bạn đã biểu quyết nội dung này. Mỗi thành viên biểu quyết một lần."
    return ""


def require_desk(account: Account) -> None:
    """Barred unless the account runs the desk."""
    if not may_run(account):
        raise Barred("Chỉ thư ký hội đồng hoặc cơ quan thường trực làm được việc này.")


def require_quorum(meeting: Meeting) -> None:
    """NotReady, with the figures, when too few members are present."""
    if not has_quorum(meeting):
        need = -(-meeting.quorum_numerator * len(meeting.roll) // meeting.quorum_denominator)
        raise NotReady(
            f"Chưa đủ số thành viên: có mặt {len(present(meeting))}/{len(meeting.roll)}, cần ít nhất {need}."
        )


def chair_of(meeting: Meeting) -> MeetingMember | None:
    """Return who chairs: the chair if present, else the vice-chair, else whoever sits first on the roll."""
    here = present(meeting)
    for seat in (Seat.CHAIR, Seat.VICE_CHAIR):
        found = next((member for member in here if member.seat == seat), None)
        if found is not None:
            return found
    return here[0] if here else None


def secretary_of(meeting: Meeting) -> MeetingMember | None:
    """Return the secretary on the roll."""
    return next((member for member in meeting.roll if member.seat == Seat.SECRETARY), None)


def percent(yes: int, members: int) -> str:
    """Return "88,9 %" for display; decisions never use it."""
    tenths = (2000 * yes + members) // (2 * members)
    return f"{tenths // 10},{tenths % 10} %".replace(",0 %", " %")
