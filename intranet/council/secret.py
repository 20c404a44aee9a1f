"""Secret votes of a council: what the package `ballots` needs to know of meetings, and what it tells back."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from ..ballots import guides, service
from ..ballots.guides import Guide, Tally
from ..ballots.models import Poll, PollObjection
from ..core import clock
from ..core.audit import Actor
from ..core.db import db
from ..core.errors import NotReady, NotThere
from ..core.permissions import Permission as P
from ..people.models import Account
from ..people.queries import account_ids_of, accounts_with
from . import paper, rounds, rules, settling
from .models import AgendaItem, Choice, MeetingKind, MeetingMember
from .queries import case_of
from .states import State, VoteState

KIND = "agenda_item"


def _item(subject_id: int) -> AgendaItem:
    item = db.session.get(AgendaItem, subject_id)
    if item is None:
        raise NotThere()
    return item


def held_back(cases: Collection[tuple[str, int]], now: dt.datetime) -> list[str]:
    """Return, in words, which cases (kind, id) wait: objections are still possible, or one is not answered yet."""
    open_objection = (
        sa.select(PollObjection.id)
        .where(PollObjection.poll_id == Poll.id, PollObjection.proven.is_(None))
        .exists()
    )
    query = (
        sa.select(AgendaItem.title, sa.func.coalesce(Poll.objections_until, now), open_objection)
        .join(Poll, Poll.id == AgendaItem.poll_id)
        .where(
            AgendaItem.state == VoteState.CLOSED,
            AgendaItem.annulled_on.is_(None),
            sa.tuple_(AgendaItem.subject_kind, AgendaItem.subject_id).in_(cases or [("", 0)]),
            sa.or_(Poll.objections_until > now, open_objection),
        )
        .order_by(AgendaItem.id)
    )
    return [
        f"{title}: có khiếu nại chưa trả lời"
        if objected
        else f"{title}: được khiếu nại đến {clock.local(until):%H:%M, ngày %d/%m/%Y}"
        for title, until, objected in db.session.execute(query)
    ]


def open_box(item: AgendaItem, entitled: list[MeetingMember], *, actor: Actor) -> None:
    """Open the poll of a case for all who may vote on it; needs three tellers with keys."""
    may = {member.person_id for member in entitled}
    tellers = [teller.person for teller in item.meeting.tellers if teller.person_id in may][: paper.SECRET]
    if len(tellers) < paper.SECRET:
        raise NotReady(
            f"Bỏ phiếu kín cần tổ kiểm phiếu {paper.SECRET:02d} người không có xung đột lợi ích ở nội dung này."
        )
    poll = service.open_poll(
        KIND,
        item.id,
        item.title,
        electors=[member.person for member in entitled],
        tellers=tellers,
        actor=actor,
    )
    item.poll_id = poll.id


def _watchers(subject_id: int) -> set[int]:
    meeting = _item(subject_id).meeting
    chair = rules.chair_of(meeting)
    desk = {account.id for account in accounts_with(P.COUNCIL_DESK)}
    return desk | set(account_ids_of([chair.person_id] if chair else []))


def _may_vote(subject_id: int) -> str:
    meeting = _item(subject_id).meeting
    if meeting.state != State.IN_SESSION:
        return "Phiên họp không đang họp."
    return ""  # who is absent votes in the app too (reliability: "lấy ý kiến bằng văn bản" of a secret vote)


def _may_close(subject_id: int) -> None:
    item = _item(subject_id)
    if item.state != VoteState.OPEN:
        raise NotReady("Nội dung này không đang bỏ phiếu.")
    if item.meeting.kind == MeetingKind.SITTING:
        rules.require_quorum(item.meeting)
    if item.counts:
        paper.agreed(item)


def _closed(poll: Poll, tally: Tally, actor: Actor) -> None:
    """Take over the tally in the transaction that opened the envelopes, with the paper part if there is one."""
    item = _item(poll.subject_id)
    votes = {Choice.YES: tally.yes, Choice.NO: tally.no, Choice.BLANK: tally.blank}
    if item.counts:
        on_paper = paper.agreed(item)
        votes = {choice: votes[choice] + on_paper[choice] for choice in Choice}
    settling.settle(item, votes, actor=actor, details={"list_hash": poll.list_hash})


def _voided(poll: Poll, actor: Actor) -> None:
    item = _item(poll.subject_id)
    if item.state == VoteState.OPEN:
        rounds.abort(item, actor=actor, reason=poll.void_reason)
    else:
        rounds.annul(item, actor=actor, reason=poll.void_reason)


def _is_chair(subject_id: int, account: Account) -> bool:
    item = _item(subject_id)
    return rules.presides_over(account, item, case_of(item).involved)


def _is_desk(subject_id: int, account: Account) -> bool:
    item = _item(subject_id)
    return rules.may_run(account) and not rules.hidden_from(account, item, case_of(item).involved)


guides.register(
    KIND,
    Guide(
        path=lambda subject_id: f"/hoi-dong/phien-hop/{_item(subject_id).meeting_id}",
        is_chair=_is_chair,
        is_desk=_is_desk,
        watchers=_watchers,
        may_vote=_may_vote,
        may_close=_may_close,
        closed=_closed,
        voided=_voided,
    ),
)
