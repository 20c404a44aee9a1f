"""Read councils, meetings and cases; tasks of members and of the desk."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..core import clock, tasks
from ..core.db import db
from ..core.errors import NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task
from ..people.models import Account
from . import rules, subjects
from .models import AgendaItem, Council, CouncilKind, CouncilMember, Meeting, MeetingMember
from .states import State, VoteState


def councils() -> list[Council]:
    """Return all councils with their seats, the living ones first."""
    query = sa.select(Council).options(selectinload(Council.seats))
    return list(db.session.scalars(query.order_by(Council.dissolved_on.is_not(None), Council.id)))


def get_council(council_id: int) -> Council:
    """Return one council; NotThere when there is none."""
    found = db.session.get(Council, council_id)
    if found is None:
        raise NotThere()
    return found


def visible_to(account: Account) -> sa.Select[Any]:
    """Return the meetings that the account may see: all for the desk, convened ones for who sits or sat in them."""
    query = sa.select(Meeting)
    if account.has(P.COUNCIL_DESK):
        return query
    if not account.has(P.COUNCIL_READ):
        return query.where(sa.false())
    on_roll = sa.select(MeetingMember.meeting_id).where(MeetingMember.person_id == account.person_id)
    seated = sa.select(CouncilMember.council_id).where(CouncilMember.person_id == account.person_id)
    return query.where(
        Meeting.state != State.DRAFT, sa.or_(Meeting.id.in_(on_roll), Meeting.council_id.in_(seated))
    )


def with_lists(query: sa.Select[Any]) -> sa.Select[Any]:
    """Load what a list of meetings shows in a constant number of queries."""
    return query.options(joinedload(Meeting.council), selectinload(Meeting.items))


def get_for(account: Account, meeting_id: int) -> Meeting:
    """Return a meeting that the account may see; NotThere otherwise."""
    query = visible_to(account).where(Meeting.id == meeting_id)
    found = db.session.scalar(query.options(selectinload(Meeting.roll), selectinload(Meeting.items)))
    if found is None:
        raise NotThere()
    return found


def item_for(account: Account, item_id: int) -> AgendaItem:
    """Return a case of a meeting that the account may see; NotThere otherwise."""
    item = db.session.get(AgendaItem, item_id)
    if item is None:
        raise NotThere()
    get_for(account, item.meeting_id)
    return item


def case_of(item: AgendaItem) -> subjects.Case:
    """Return the case behind an agenda item."""
    return subjects.KINDS[item.subject_kind].case(item.subject_id)


def waiting_cases(kind: CouncilKind) -> list[subjects.Case]:
    """Return the cases that may go on an agenda of a council of this kind."""
    return [case for one in subjects.kinds_for(kind) for case in one.waiting()]


@tasks.provider
def tasks_for(account: Account) -> list[Task]:
    """Votes that are open for me, meetings to come, minutes to sign, cases that wait for a meeting."""
    found: list[Task] = []
    if account.has(P.COUNCIL_VOTE):
        found += _member_tasks(account)
    if account.has(P.COUNCIL_DESK):
        found += _desk_tasks()
    return found


def _member_tasks(account: Account) -> list[Task]:
    found = []
    query = visible_to(account).where(Meeting.state.in_([State.CONVENED, State.IN_SESSION]))
    for meeting in db.session.scalars(query.options(selectinload(Meeting.roll), selectinload(Meeting.items))):
        day = clock.local(meeting.starts_at).date()
        for item in meeting.items:
            if item.state == VoteState.OPEN and not rules.barred_from_vote(
                account, item, case_of(item).involved, clock.now()
            ):
                url = f"/hoi-dong/noi-dung/{item.id}"
                found.append(Task(f"Biểu quyết: {item.title}", meeting.title, url, "Biểu quyết", due=day))
        if meeting.state == State.CONVENED and rules.member_of(account, meeting):
            detail = f"{clock.local(meeting.starts_at):%H:%M}, tại {meeting.place}"
            url = f"/hoi-dong/phien-hop/{meeting.id}"
            found.append(Task(f"Dự họp: {meeting.title}", detail, url, "Đọc tài liệu", due=day))
    return found


def _desk_tasks() -> list[Task]:
    found = []
    running = sa.select(Meeting).where(Meeting.state.in_([State.DRAFT, State.IN_SESSION, State.CLOSED]))
    words = {
        State.DRAFT: ("Chuẩn bị phiên họp", "Mở phiên họp"),
        State.IN_SESSION: ("Điều hành phiên họp", "Mở bàn điều hành"),
        State.CLOSED: ("Hoàn thiện, ký biên bản", "Mở biên bản"),
    }
    for meeting in db.session.scalars(running):
        title, action = words[meeting.state]
        url = f"/hoi-dong/phien-hop/{meeting.id}"
        due = clock.local(meeting.starts_at).date()
        found.append(Task(f"{title}: {meeting.title}", meeting.council.name, url, action, due=due))
    for kind in CouncilKind:
        if number := len(waiting_cases(kind)):
            council = next((c for c in councils() if c.kind == kind and c.dissolved_on is None), None)
            if council is not None:
                title = f"{number} hồ sơ chờ đưa vào chương trình họp"
                found.append(Task(title, council.name, "/hoi-dong", "Lập phiên họp"))
    return found
