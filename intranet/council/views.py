"""What one account may see of a vote: counts of who voted, never how; "ẩn do xung đột" for who stays out."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..ballots import service as ballots
from ..ballots.models import Envelope, Poll, PollElector, PollTeller
from ..core import clock
from ..core.db import db
from ..people.models import Account
from . import rules, voting
from .models import (
    AgendaItem,
    Ballot,
    Conflict,
    Meeting,
    MeetingMember,
    MeetingTeller,
    Method,
    PaperCount,
    WrittenOpinion,
)
from .queries import case_of
from .states import VoteState
from .voting import TOGETHER

HIDDEN = "ẩn do xung đột"


@dataclass(frozen=True)
class View:
    """One case for one account."""

    hidden: bool  # nothing of scores, ballots, totals
    votable: bool  # a vote of this account is missing, and this is where it is given
    url: str  # where it is given
    voted: int  # how many have voted, while the vote is open
    entitled: int
    closing: bool  # a first person asked to close
    presides: bool  # over this case: the chair, or who follows when the chair stays out


def of(item: AgendaItem, account: Account) -> View:
    """Return what the account may see and do about a case."""
    involved = case_of(item).involved
    hidden = rules.hidden_from(account, item, involved)
    url, voted, votable = f"/hoi-dong/noi-dung/{item.id}", 0, False
    if item.state == VoteState.OPEN and not hidden:
        if item.method == Method.SECRET and item.poll_id is not None:
            poll, url = ballots.get(item.poll_id), f"/phieu-kin/{item.poll_id}"
            voted = ballots.votes_cast(poll)
            votable = ballots.may_vote(poll, account) and not ballots.last_recorded(poll, account)
        else:
            voted = len(item.ballots) + sum(o.confirmed_at is not None for o in item.opinions)
            votable = not rules.barred_from_vote(account, item, involved, clock.now())
    return View(
        hidden=hidden,
        votable=votable,
        url=url,
        voted=voted,
        entitled=len(rules.entitled(item, involved)),
        closing=item.state == VoteState.OPEN and voting.closing_asked(item),
        presides=not hidden and rules.presides_over(account, item, involved),
    )


def beat(meeting: Meeting, now: dt.datetime) -> str:
    """Return a short mark that changes whenever something on the meeting's pages changes: one cheap query.

    Also when time alone changes them: a request to close that ran out, the end of a term of answers.
    """
    fresh = now - TOGETHER
    items = sa.select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id).scalar_subquery()
    polls = sa.select(AgendaItem.poll_id).where(AgendaItem.meeting_id == meeting.id).scalar_subquery()
    electors = sa.select(PollElector.id).where(PollElector.poll_id.in_(polls)).scalar_subquery()

    def number(what: sa.ColumnElement[Any], where: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
        return sa.select(what).where(where).scalar_subquery()

    rows = sa.func.count()
    mine = MeetingMember.meeting_id == meeting.id
    found = db.session.execute(
        sa.select(
            number(sa.func.coalesce(sa.func.sum(AgendaItem.version), 0), AgendaItem.meeting_id == meeting.id),
            number(rows, AgendaItem.meeting_id == meeting.id),
            number(rows, Ballot.item_id.in_(items)),
            number(rows, Conflict.item_id.in_(items)),
            number(rows, WrittenOpinion.item_id.in_(items)),
            number(sa.func.count(WrittenOpinion.confirmed_at), WrittenOpinion.item_id.in_(items)),
            number(rows, PaperCount.item_id.in_(items)),
            number(rows, Envelope.elector_id.in_(electors)),
            number(rows, sa.and_(AgendaItem.meeting_id == meeting.id, AgendaItem.closing_at > fresh)),
            number(rows, sa.and_(Poll.id.in_(polls), Poll.closing_at > fresh)),
            number(sa.func.count(PollTeller.confirmed_at), PollTeller.poll_id.in_(polls)),
            number(rows, sa.and_(PollElector.poll_id.in_(polls), PollElector.removed.is_(True))),
            number(rows, sa.and_(PollElector.poll_id.in_(polls), PollElector.held.is_(True))),
            number(sa.func.max(MeetingMember.arrived_at), mine),
            number(sa.func.max(MeetingMember.left_at), mine),
            number(
                sa.func.coalesce(sa.func.sum(MeetingTeller.id), 0), MeetingTeller.meeting_id == meeting.id
            ),
            number(rows, sa.and_(mine, MeetingMember.present.is_(True))),
            number(
                sa.func.coalesce(sa.func.sum(MeetingMember.id), 0),
                sa.and_(mine, MeetingMember.present.is_(True)),
            ),
        )
    ).one()
    over = meeting.answers_until is not None and now > meeting.answers_until
    return hashlib.sha256(f"{meeting.version} {over} {tuple(found)}".encode()).hexdigest()[:16]
