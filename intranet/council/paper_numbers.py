"""Numbers of the council's own papers: the clerk registers giấy mời, thông báo and minutes of an annulment.

The council has series of its own (NĐ 30/2020 Phụ lục I, II.3a); with its number a paper is kept as it is.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from ..core import clock
from ..core.db import db
from ..core.errors import Barred, NotReady, NotThere
from ..core.permissions import Permission as P
from ..core.tasks import Task, provider
from ..people.models import Account
from ..people.queries import organisation
from ..registers import actions as registers
from ..registers.models import RegisterEntry
from . import annulments, invitation
from . import paper_text as say
from .models import AgendaItem, Meeting
from .states import State

INVITATION, NOTICE, ANNULMENT = "giay-moi", "thong-bao", "bien-ban-huy"


@dataclass(frozen=True)
class Waiting:
    """A paper that waits for its number, or has it (`line`)."""

    meeting: Meeting
    name: str
    label: str
    line: RegisterEntry | None = None

    @property
    def series(self) -> str:
        """Return the series of its number."""
        return invitation.SERIES.get(self.name, annulments.SERIES)

    @property
    def symbol(self) -> str:
        """Return the symbol beside its number."""
        kind = invitation.SYMBOLS.get(self.name)
        return say.symbol(kind) if kind else organisation().minutes_symbol


def papers_of(meeting: Meeting) -> list[Waiting]:
    """Return the papers of a meeting that get numbers now; two statements for the register lines."""
    found = []
    lines = _lines([meeting])
    if meeting.state not in (State.DRAFT, State.CANCELLED) and invitation.agenda(meeting):
        found.append(Waiting(meeting, INVITATION, "Giấy mời họp", lines.get((INVITATION, meeting.id))))
    if meeting.state == State.MINUTES_SIGNED:
        found.append(Waiting(meeting, NOTICE, "Thông báo kết quả phiên họp", lines.get((NOTICE, meeting.id))))
    for item in annulments.of(meeting):
        label = f"Biên bản hủy kết quả: {item.title}"
        found.append(Waiting(meeting, f"{ANNULMENT}-{item.id}", label, lines.get((ANNULMENT, item.id))))
    return found


def _lines(meetings: list[Meeting]) -> dict[tuple[str, int], RegisterEntry]:
    """Return (paper, object) -> its register line."""
    of_meetings = sa.and_(
        RegisterEntry.object_kind == Meeting.__tablename__,
        RegisterEntry.object_id.in_([one.id for one in meetings]),
        RegisterEntry.series.in_(list(invitation.SERIES.values())),
    )
    items = [item.id for one in meetings for item in one.items if item.annulled_on is not None]
    of_items = sa.and_(
        RegisterEntry.object_kind == AgendaItem.__tablename__, RegisterEntry.object_id.in_(items)
    )
    names = {series: name for name, series in invitation.SERIES.items()} | {annulments.SERIES: ANNULMENT}
    rows = db.session.scalars(sa.select(RegisterEntry).where(sa.or_(of_meetings, of_items)))
    return {(names[row.series], row.object_id or 0): row for row in rows}


def waiting() -> list[Waiting]:
    """Return what the clerk has to number: invitations of meetings to come, notices, annulments."""
    states = [State.CONVENED, State.MINUTES_SIGNED, State.CLOSED]
    query = sa.select(Meeting).where(Meeting.state.in_(states)).order_by(Meeting.starts_at, Meeting.id)
    meetings = list(db.session.scalars(query.options(selectinload(Meeting.items))))
    lines = _lines(meetings)
    found = []
    for one in meetings:
        if one.state == State.CONVENED and (INVITATION, one.id) not in lines:
            found.append(Waiting(one, INVITATION, "Giấy mời họp"))
        if one.state == State.MINUTES_SIGNED and (NOTICE, one.id) not in lines:
            found.append(Waiting(one, NOTICE, "Thông báo kết quả phiên họp"))
        for item in annulments.of(one):
            if (ANNULMENT, item.id) not in lines:
                label = f"Biên bản hủy kết quả: {item.title}"
                found.append(Waiting(one, f"{ANNULMENT}-{item.id}", label))
    return found


def numbered(limit: int = 30) -> list[RegisterEntry]:
    """Return the newest register lines of the council's papers."""
    council = sa.or_(
        RegisterEntry.series.in_(list(invitation.SERIES.values())),
        RegisterEntry.object_kind == AgendaItem.__tablename__,
    )
    query = sa.select(RegisterEntry).where(council).order_by(RegisterEntry.id.desc())
    return list(db.session.scalars(query.limit(limit)))


def next_numbers(papers: list[Waiting]) -> dict[str, str]:
    """Return series -> the number that the next paper of it would get, with its symbol."""
    following = registers.next_numbers(clock.today().year)
    symbols = {one.series: one for one in papers}  # at most three: each symbol reads the settings
    return {series: f"{following.get(series, 1):02d}/{one.symbol}" for series, one in symbols.items()}


def paper_for(account: Account, meeting_id: int, name: str) -> Waiting:
    """Return a paper that gets a number; NotThere for who keeps no register, and for a paper that is not there."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or not account.has(P.REGISTERS_WRITE):
        raise NotThere()
    found = next((one for one in papers_of(meeting) if one.name == name), None)
    if found is None:
        raise NotThere("Phiên họp không có văn bản này, hoặc chưa đến lúc cấp số.")
    return found


def item_of(one: Waiting) -> AgendaItem | None:
    """Return the case of the minutes of an annulment; None for the other papers."""
    return next((i for i in one.meeting.items if f"{ANNULMENT}-{i.id}" == one.name), None)


def file_of(one: Waiting, viewer: Account) -> tuple[str, bytes]:
    """Return name and bytes of a paper for this reader; NotThere where the case is hidden from the reader."""
    item = item_of(one)
    if item is not None:
        if item.id in say.hidden_items(one.meeting, viewer):
            raise NotThere()
        return annulments.file_of(item)
    if one.name == INVITATION:
        return invitation.invitation_file(one.meeting)
    return invitation.notice_file(one.meeting, viewer)


def give(one: Waiting, *, actor: Account) -> RegisterEntry:
    """Give a paper its number, dated today, write its register line, keep its file.

    Barred for who keeps no register; NotReady when it has a number. The row of the meeting is locked first: two
    clerks cannot both number one paper.
    """
    if not actor.has(P.REGISTERS_WRITE):
        raise Barred("Chỉ văn thư cấp được số.")
    meeting, item = one.meeting, item_of(one)
    db.session.refresh(meeting, with_for_update=True, attribute_names=["state", "version"])
    if next(p for p in papers_of(meeting) if p.name == one.name).line is not None:
        raise NotReady("Văn bản này đã có số.")
    today, settings = clock.today(), organisation()
    head = say.head(meeting)
    line = registers.enter(
        item or meeting,
        actor=actor,
        series=one.series,
        number=registers.take_number(one.series, today.year),
        symbol=one.symbol,
        issued_on=today,
        title=_title(one, item),
        signer=head.person.full_name if head else "",
        recipients=_recipients(meeting),
        kept_by=settings.copies_line,
    )
    if item is not None:
        annulments.keep(item, line.number)
    else:
        invitation.keep(meeting, one.name)
    return line


def _title(one: Waiting, item: AgendaItem | None) -> str:
    if item is not None:
        subject = annulments.subject_of(item)
        return f"Biên bản {subject[:1].lower()}{subject[1:]}"
    return f"{one.label}: {one.meeting.title}"


def _recipients(meeting: Meeting) -> str:
    guests = [line.strip() for line in meeting.guests.split("\n") if line.strip()]
    return "; ".join(["Các thành viên Hội đồng", *guests])


@provider
def tasks_for(account: Account) -> list[Task]:
    """Papers of the council that wait for a number from the clerk."""
    if not account.has(P.REGISTERS_WRITE):
        return []
    url = "/hoi-dong/van-ban-cho-so"
    return [
        Task(f"Cấp số: {one.label}", one.meeting.title, url, "Cấp số", due=_due(one)) for one in waiting()
    ]


def _due(one: Waiting) -> dt.date | None:
    return say.day_of(one.meeting) if one.name == INVITATION else None
