"""The one next step of the secretary: everything else of the desk is folded away below it."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from . import paper, rules
from .models import AgendaItem, Meeting, MeetingKind, Method
from .queries import case_of
from .states import State, VoteState
from .views import View


class What(enum.StrEnum):
    """What the secretary does next."""

    AGENDA = "agenda"
    CONVENE = "convene"
    ATTENDANCE = "attendance"
    TELLERS = "tellers"
    OPEN_MEETING = "open_meeting"
    OPEN_VOTE = "open_vote"
    WATCH_BOX = "watch_box"
    CLOSE_VOTE = "close_vote"
    WAIT_ANSWERS = "wait_answers"
    EXTEND = "extend"
    OTHERS = "others"  # the secretary stays out of the case at hand
    WAIT_CHAIR = "wait_chair"
    CLOSE = "close"
    SIGN = "sign"
    NOTHING = "nothing"


@dataclass(frozen=True)
class NextStep:
    """The next step, the case that it is about, and who is waited for."""

    what: What
    item: AgendaItem | None = None
    names: tuple[str, ...] = ()


def next_step(meeting: Meeting, views: Mapping[int, View], now: dt.datetime) -> NextStep:
    """Return what the secretary does next; `views` are the cases as the secretary may see them."""
    match meeting.state:
        case State.DRAFT:
            return NextStep(What.CONVENE if meeting.items else What.AGENDA)
        case State.CONVENED:
            return _before(meeting)
        case State.IN_SESSION:
            return _running(meeting, views, now)
        case State.CLOSED:
            return NextStep(What.SIGN)
    return NextStep(What.NOTHING)


def _before(meeting: Meeting) -> NextStep:
    if meeting.kind == MeetingKind.WRITTEN:
        return NextStep(What.OPEN_MEETING)
    if not rules.has_quorum(meeting):
        return NextStep(What.ATTENDANCE)
    return NextStep(What.TELLERS if _needs_tellers(meeting) else What.OPEN_MEETING)


def _needs_tellers(meeting: Meeting) -> bool:
    need = {Method.OPEN: 0, Method.PAPER: paper.FEWEST, Method.SECRET: paper.SECRET}
    waiting = [need[item.method] for item in meeting.items if item.state == VoteState.WAITING]
    return max(waiting, default=0) > len(meeting.tellers)


def _first(meeting: Meeting, state: VoteState) -> AgendaItem | None:
    return next((item for item in meeting.items if item.state == state), None)


def _running(meeting: Meeting, views: Mapping[int, View], now: dt.datetime) -> NextStep:
    if meeting.kind == MeetingKind.SITTING and not rules.has_quorum(meeting):
        return NextStep(What.ATTENDANCE)
    if open_ := _first(meeting, VoteState.OPEN):
        return _open_vote(open_, views, now)
    if tied := _first(meeting, VoteState.TIED):
        return NextStep(What.WAIT_CHAIR, tied)
    if waiting := _first(meeting, VoteState.WAITING):
        tellers_first = _needs_tellers(meeting) and waiting.method != Method.OPEN
        return NextStep(What.TELLERS if tellers_first else What.OPEN_VOTE, waiting)
    return NextStep(What.CLOSE)


def _open_vote(item: AgendaItem, views: Mapping[int, View], now: dt.datetime) -> NextStep:
    if views[item.id].hidden:
        return NextStep(What.OTHERS, item)
    if item.method == Method.SECRET:
        return NextStep(What.WATCH_BOX, item)
    if item.meeting.kind == MeetingKind.WRITTEN and item.meeting.answers_until is not None:
        heard = rules.spoke(item)
        silent = tuple(m.name for m in rules.entitled(item, case_of(item).involved) if m.id not in heard)
        if silent and now <= item.meeting.answers_until:
            return NextStep(What.WAIT_ANSWERS, item, silent)
        if not rules.has_quorum(item.meeting):
            return NextStep(What.EXTEND, item, silent)
    return NextStep(What.CLOSE_VOTE, item)
