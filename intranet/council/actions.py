"""Acts on councils and meetings: prepare, convene, open, attendance, close, minutes. Votes are in `voting.py`."""

import datetime as dt
from collections.abc import Mapping

from ..core import audit, clock
from ..core.db import db
from ..core.errors import NotReady, WrongState
from ..core.permissions import Permission as P
from ..core.workflow import perform
from ..notices.actions import tell
from ..parameters.queries import rule
from ..people.models import Account, Person
from ..people.queries import account_ids_of, accounts_with, organisation
from ..registers import actions as registers
from . import invitation, rounds, rules, subjects, voting, written
from .models import (
    AgendaItem,
    Council,
    CouncilKind,
    CouncilMember,
    Meeting,
    MeetingKind,
    MeetingMember,
    Method,
    Outcome,
    Seat,
    ShareBase,
    TieRule,
)
from .states import WORKFLOW, State, Step, VoteState

MINUTES_SERIES = "BB"
SMALLEST_COUNCIL = 3

audit.declare(
    "council",
    founded=("name",),
    edited=("name",),
    seat_given=("person_id", "seat"),
    seat_ended=("person_id", "ends_on"),
    meeting_made=("title",),
    meeting_edited=("title",),
    case_added=("kind", "subject_id", "title"),
    case_removed=("kind", "subject_id", "title"),
    attendance_taken=("present", "absent"),
)


def found_council(
    kind: CouncilKind, name: str, founding_decision: str, founded_on: dt.date, *, actor: Account
) -> Council:
    """Enter a council with its founding decision."""
    council = Council(kind=kind, name=name, founding_decision=founding_decision, founded_on=founded_on)
    db.session.add(council)
    db.session.flush()
    audit.record("council:founded", actor=actor, obj=council, data={"name": name})
    return council


def give_seat(
    council: Council, person: Person, seat: Seat, *, actor: Account, starts_on: dt.date
) -> CouncilMember:
    """Seat a person from a day on. NotReady when the person or the single seat of chair or secretary is taken."""
    living = [s for s in council.seats if s.ends_on is None or s.ends_on >= starts_on]
    if any(s.person_id == person.id for s in living):
        raise NotReady(f"{person.addressed} đã có tên trong hội đồng.", ["Thành viên"])
    if seat in (Seat.CHAIR, Seat.SECRETARY) and any(s.seat == seat for s in living):
        raise NotReady(
            "Hội đồng đã có người giữ vị trí này. Hãy kết thúc vị trí của người cũ trước.", ["Vị trí"]
        )
    row = CouncilMember(
        council=council, person=person, seat=seat, position=len(council.seats) + 1, starts_on=starts_on
    )
    db.session.add(row)
    db.session.flush()
    data = {"person_id": person.id, "seat": seat.value}
    audit.record("council:seat_given", actor=actor, obj=council, data=data)
    return row


def end_seat(seat: CouncilMember, ends_on: dt.date, *, actor: Account) -> None:
    """End a seat with its last day; meetings already convened keep their roll."""
    if ends_on < seat.starts_on:
        raise NotReady("Ngày kết thúc phải sau ngày bắt đầu.", ["Đến ngày"])
    seat.ends_on = ends_on
    data = {"person_id": seat.person_id, "ends_on": ends_on}
    audit.record("council:seat_ended", actor=actor, obj=seat.council, data=data)


def make_meeting(
    council: Council,
    title: str,
    starts_at: dt.datetime,
    place: str,
    *,
    actor: Account,
    answers_until: dt.datetime | None = None,
) -> Meeting:
    """Prepare a meeting, or with `answers_until` a written procedure; its quorum is the rule in force on its day.

    NotReady where the council's rules allow no written procedure, or its term ends before it begins.
    """
    rules.require_desk(actor)
    day = clock.local(starts_at).date()
    if answers_until is not None:
        written.require_procedure(council.kind, starts_at, answers_until)
    quorum = rule(f"council.{council.kind.value}.quorum", day)
    meeting = Meeting(
        kind=MeetingKind.SITTING if answers_until is None else MeetingKind.WRITTEN,
        answers_until=answers_until,
        council=council,
        title=title,
        starts_at=starts_at,
        place=place,
        quorum_numerator=quorum.value[0],
        quorum_denominator=quorum.value[1],
        rule_source=quorum.source,
    )
    db.session.add(meeting)
    db.session.flush()
    audit.record("council:meeting_made", actor=actor, obj=meeting, data={"title": title})
    return meeting


def edit_meeting(meeting: Meeting, *, actor: Account, **values: object) -> None:
    """Change title, time, place, end of the term, guests or discussion while the minutes are not signed."""
    rules.require_desk(actor)
    if meeting.state in (State.MINUTES_SIGNED, State.CANCELLED):
        raise WrongState("Biên bản đã ký, phiên họp không sửa được nữa.")
    if meeting.state != State.DRAFT and {"title", "starts_at", "place", "answers_until"} & set(values):
        raise WrongState("Phiên họp đã triệu tập: không đổi tên, giờ, nơi họp. Hãy hủy và lập phiên mới.")
    for name, value in values.items():
        setattr(meeting, name, value)
    if meeting.answers_until is not None:
        written.require_procedure(meeting.council.kind, meeting.starts_at, meeting.answers_until)
    audit.record("council:meeting_edited", actor=actor, obj=meeting, data={"title": meeting.title})


def add_case(meeting: Meeting, kind: str, subject_id: int, *, actor: Account) -> AgendaItem:
    """Put a case on the agenda: the case itself moves to "before the council". Threshold: the rule of that day."""
    rules.require_desk(actor)
    _require_agenda_open(meeting)
    handler = subjects.KINDS.get(kind)
    if handler is None or handler.council != meeting.council.kind:
        raise NotReady("Nội dung này không thuộc thẩm quyền của hội đồng.")
    case = handler.case(subject_id)
    threshold = rule(handler.threshold_rule(subject_id), clock.local(meeting.starts_at).date())
    handler.put_on(subject_id, actor)
    rule_of = _rules_of(meeting, handler.ballot_rule(subject_id) if handler.ballot_rule else "")
    if rule_of["ballot_required"] and meeting.kind == MeetingKind.WRITTEN:
        raise NotReady(f"{case.title}: hình thức khen thưởng này phải bỏ phiếu, hãy đưa vào một phiên họp.")
    item = AgendaItem(
        **rule_of,
        meeting=meeting,
        position=max((i.position for i in meeting.items), default=0) + 1,
        subject_kind=kind,
        subject_id=subject_id,
        title=case.title,
        detail=case.detail,
        threshold_numerator=threshold.value["fraction"][0],
        threshold_denominator=threshold.value["fraction"][1],
        threshold_strict=bool(threshold.value["strict"]),
        threshold_source=threshold.source,
    )
    db.session.add(item)
    db.session.flush()
    data = {"kind": kind, "subject_id": subject_id, "title": case.title}
    audit.record("council:case_added", actor=actor, obj=meeting, data=data)
    return item


def _rules_of(meeting: Meeting, ballot_rule: str) -> dict[str, object]:
    """Return how a case of this meeting is voted on and counted, by the rules in force on its day."""
    day, kind = clock.local(meeting.starts_at).date(), meeting.council.kind.value
    required = bool(ballot_rule and rule(ballot_rule, day).value)
    return {
        "base": ShareBase.ALL if rule(f"council.{kind}.share_of_all", day).value else ShareBase.PRESENT,
        "recused_counted": bool(rule(f"council.{kind}.recused_counted", day).value),
        "tie": TieRule.CHAIR if rule(f"council.{kind}.chair_breaks_tie", day).value else TieRule.NONE,
        "ballot_required": required,
        "method": Method.PAPER if required else Method.OPEN,
    }


def remove_case(item: AgendaItem, *, actor: Account) -> None:
    """Take a case off the agenda before the meeting is convened; the case waits again."""
    rules.require_desk(actor)
    _require_agenda_open(item.meeting)
    subjects.KINDS[item.subject_kind].take_back(item.subject_id, actor)
    data = {"kind": item.subject_kind, "subject_id": item.subject_id, "title": item.title}
    audit.record("council:case_removed", actor=actor, obj=item.meeting, data=data)
    item.meeting.items.remove(item)
    db.session.flush()


def _require_agenda_open(meeting: Meeting) -> None:
    if meeting.state != State.DRAFT:
        raise WrongState("Chương trình họp đã chốt khi triệu tập. Nội dung mới xin đưa vào phiên sau.")


def convene(meeting: Meeting, *, actor: Account) -> None:
    """Freeze the roll (seats of the founding decision on the day of the meeting) and invite the members."""
    rules.require_desk(actor)
    day = clock.local(meeting.starts_at).date()
    seats = [
        s for s in meeting.council.seats if s.starts_on <= day and (s.ends_on is None or s.ends_on >= day)
    ]
    missing = []
    if not meeting.items:
        missing.append("Chương trình họp chưa có nội dung nào")
    if len(seats) < SMALLEST_COUNCIL:
        missing.append(f"Hội đồng cần ít nhất {SMALLEST_COUNCIL} thành viên")
    if not any(s.seat == Seat.CHAIR for s in seats):
        missing.append("Hội đồng chưa có Chủ tịch")
    if missing:
        raise NotReady("Chưa triệu tập được phiên họp.", missing)
    meeting.roll = [
        MeetingMember(
            person=seat.person,
            position=place,
            name=seat.person.addressed,
            job=seat.person.job,
            seat=seat.seat,
        )
        for place, seat in enumerate(seats, start=1)
    ]
    perform(WORKFLOW, meeting, Step.CONVENE, actor=actor, details={"members": len(seats)})
    when = f"{clock.local(meeting.starts_at):%H giờ %M, ngày %d/%m/%Y}"
    people = [seat.person_id for seat in seats]
    text = f"{when}, tại {meeting.place}. {len(meeting.items)} nội dung."
    url, head = f"/hoi-dong/phien-hop/{meeting.id}", "Mời họp"
    if meeting.answers_until is not None:
        head = "Lấy ý kiến bằng văn bản"
        text = (
            f"Trả lời trước {clock.local(meeting.answers_until):%H giờ %M, ngày %d/%m/%Y}. "
            f"{len(meeting.items)} nội dung."
        )
    tell(
        account_ids_of(people),
        f"{head}: {meeting.title}",
        url=url,
        text=text,
        act_needed=True,
        letter=invitation.message(meeting),
    )


def open_meeting(meeting: Meeting, *, actor: Account) -> None:
    """Open the session; votes still need the quorum. A written procedure opens all its votes at once."""
    rules.require_desk(actor)
    meeting.opened_at = clock.now()
    perform(WORKFLOW, meeting, Step.OPEN, actor=actor)
    if meeting.kind == MeetingKind.WRITTEN:
        for item in [one for one in meeting.items if one.state == VoteState.WAITING]:
            voting.open_vote(item, actor=actor)


def take_attendance(
    meeting: Meeting,
    presence: dict[int, tuple[bool, str]],
    *,
    actor: Account,
    times: Mapping[int, dt.time] | None = None,
) -> None:
    """Note who is here: member id -> (present, reason of absence). Only changes are logged.

    While the meeting runs, who comes is noted with the time of arrival, who goes with that of leaving: now, or the
    time of this day in `times` (which also corrects one noted before). NotReady when somebody who voted on the case
    that is open now is marked absent, or for a time before the opening or still to come.
    """
    rules.require_desk(actor)
    if meeting.state not in (State.CONVENED, State.IN_SESSION) or meeting.kind == MeetingKind.WRITTEN:
        raise WrongState("Chỉ điểm danh được khi phiên họp đã triệu tập và chưa kết thúc.")
    changed = False
    running = meeting.state == State.IN_SESSION
    for member in meeting.roll:
        here, reason = presence.get(member.id, (bool(member.present), member.absence_reason))
        voting_now = any(
            b.member_id == member.id for i in meeting.items if i.state == VoteState.OPEN for b in i.ballots
        )
        if not here and voting_now:
            raise NotReady(f"{member.name} đã biểu quyết nội dung đang mở, không thể ghi vắng mặt lúc này.")
        member.absence_reason = "" if here else reason
        given = _moment_in(meeting, (times or {}).get(member.id), member.name) if running else None
        if member.present == here and given is None:
            continue
        changed = True
        if here and running:
            member.arrived_at, member.left_at = given or member.arrived_at or clock.now(), None
        if not here and running and (member.present or member.left_at):
            member.left_at = given or clock.now()
        member.present = here
    db.session.flush()
    if changed:
        data = {
            "present": [member.name for member in meeting.roll if member.present],
            "absent": [member.name for member in meeting.roll if not member.present],
        }
        audit.record("council:attendance_taken", actor=actor, obj=meeting, data=data)


def _moment_in(meeting: Meeting, time: dt.time | None, name: str) -> dt.datetime | None:
    """Return a time of the meeting's day as a moment; NotReady when it is not within the meeting so far."""
    if time is None or meeting.opened_at is None:
        return None
    opened = clock.local(meeting.opened_at)
    moment = dt.datetime.combine(opened.date(), time, clock.VIETNAM)
    if not opened.replace(second=0, microsecond=0) <= moment <= clock.now():
        raise NotReady(f"{name}: giờ đến, giờ về phải từ lúc khai mạc ({opened:%H:%M}) đến bây giờ.")
    return moment


def close_meeting(meeting: Meeting, *, actor: Account, discussion: str, guests: str = "") -> None:
    """Close the session when every case is settled: results go to the cases, the minutes can be made."""
    rules.require_desk(actor)
    unsettled = (VoteState.WAITING, VoteState.OPEN, VoteState.TIED)
    left = [i.title for i in meeting.items if i.state in unsettled]
    if left:
        raise NotReady("Còn nội dung chưa có kết quả.", left)
    rules.require_quorum(meeting)
    meeting.discussion, meeting.guests, meeting.closed_at = discussion, guests, clock.now()
    perform(WORKFLOW, meeting, Step.CLOSE, actor=actor)
    for item in meeting.items:
        if item.state == VoteState.CLOSED and item.annulled_on is None and rounds.is_latest(item):
            passed = item.outcome == Outcome.PASSED
            handler = subjects.KINDS[item.subject_kind]
            handler.result(item.subject_id, actor, passed, voting.result_words(item))
    desk = [account.id for account in accounts_with(P.COUNCIL_DESK)]
    tell(
        desk,
        f"Phiên họp đã kết thúc: {meeting.title}",
        url=f"/hoi-dong/phien-hop/{meeting.id}",
        act_needed=True,
    )


def sign_minutes(meeting: Meeting, *, actor: Account, signed_on: dt.date) -> None:
    """Number the signed minutes in their own series and freeze them. NotReady for a date that cannot be."""
    rules.require_desk(actor)
    closed = clock.local(meeting.closed_at).date() if meeting.closed_at else None
    if closed is None or not closed <= signed_on <= clock.today():
        raise NotReady("Ngày ký biên bản phải từ ngày họp đến hôm nay.", ["Ngày ký"])
    settings, chair = organisation(), rules.chair_of(meeting)
    meeting.minutes_number = registers.take_number(MINUTES_SERIES, signed_on.year)
    meeting.minutes_signed_on = signed_on
    perform(WORKFLOW, meeting, Step.SIGN_MINUTES, actor=actor, details={"number": meeting.minutes_number})
    registers.enter(
        meeting,
        actor=actor,
        series=MINUTES_SERIES,
        number=meeting.minutes_number,
        symbol=settings.minutes_symbol,
        issued_on=signed_on,
        title=f"Biên bản họp {meeting.council.name}: {meeting.title}",
        signer=chair.name if chair else "",
        recipients=settings.copies_line,
    )
    people = [account.id for account in accounts_with(P.DECISIONS_DRAFT)]
    title = f"Biên bản đã ký: {meeting.title}"
    tell(people, title, url=f"/hoi-dong/phien-hop/{meeting.id}", act_needed=True)


def cancel(meeting: Meeting, *, actor: Account, reason: str) -> None:
    """Call a meeting off before it opens; its cases wait again, the members are told why."""
    rules.require_desk(actor)
    perform(WORKFLOW, meeting, Step.CANCEL, actor=actor, reason=reason)
    for item in meeting.items:
        if item.state == VoteState.WAITING:
            subjects.KINDS[item.subject_kind].take_back(item.subject_id, actor)
    people = [member.person_id for member in meeting.roll]
    title = f"Hủy phiên họp: {meeting.title}"
    tell(account_ids_of(people), title, url=f"/hoi-dong/phien-hop/{meeting.id}", text=reason)
