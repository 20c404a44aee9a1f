"""A closed meeting in which everything happened that papers must tell; rows as voting leaves them."""

import datetime as dt

from intranet.core.audit import SYSTEM
from intranet.core.db import db
from intranet.core.workflow import perform
from intranet.council import rounds
from intranet.council.models import (
    AgendaItem,
    Choice,
    Conflict,
    Meeting,
    MeetingTeller,
    Method,
    Outcome,
    TieRule,
    WrittenOpinion,
)
from intranet.council.states import VOTE_WORKFLOW, State, VoteState, VoteStep
from tests.factories import council as make

TITLES = (
    "Bà Lê Thị Hạnh",  # open, a conflict, an absent member in writing
    "Phòng Kinh tế",  # refused, then passed in a second vote
    "Ông Vũ Đình Ân",  # secret
    "Ông Đỗ Đức Thịnh",  # paper
    "Bà Ngô Thị Thu Đông",  # equal votes, the chair decides
    "Hộ gia đình ông Trần Văn Hải",  # struck
    "Thôn Siêu Quần",  # voted, annulled after the meeting
    "Ông Lý Quốc Hưng",  # the vote could not be ended, repeated
)


def at(hour: int, minute: int = 0) -> dt.datetime:
    """Return a moment of the day of the meeting, in the time of Việt Nam."""
    return dt.datetime(2026, 11, 30, hour - 7, minute, tzinfo=dt.UTC)


def counted(item: AgendaItem, yes: int, no: int, blank: int, when: dt.datetime, *, members: int = 9) -> None:
    """Write a count into a case."""
    item.state, item.opened_at, item.closed_at = VoteState.CLOSED, when - dt.timedelta(minutes=5), when
    item.yes, item.no, item.blank, item.members = yes, no, blank, members
    passed = yes * item.threshold_denominator >= item.threshold_numerator * members
    item.outcome = Outcome.PASSED if passed else Outcome.FAILED


def everything() -> Meeting:
    """Return the closed meeting: nine members, one away, one late, one gone early; eight cases, ten rounds."""
    meeting, desk = make.in_session(len(TITLES), absent=1), make.account("thuky")
    items = list(meeting.items)
    for item, title in zip(items, TITLES, strict=True):
        item.title = title
    away = meeting.roll[8]
    meeting.opened_at = at(8, 30)
    meeting.roll[7].arrived_at, meeting.roll[6].left_at = at(9, 10), at(11)
    meeting.guests = "Đại diện Ban Chấp hành Đảng bộ xã\nBà Trần Thị Ngoan, chuyên viên Sở Nội vụ"
    for place, member in enumerate(meeting.roll[5:8]):
        db.session.add(MeetingTeller(meeting=meeting, person=member.person, name=member.name, position=place))
    first, refused, secret, paper, tied, struck, annulled, aborted = items

    db.session.add(
        Conflict(
            item=first,
            member=meeting.roll[5],
            reason="Vợ của tác giả",
            declared_at=at(8),
            declared_by_id=desk.id,
        )
    )
    db.session.add(
        WrittenOpinion(
            item=first, member=away, choice=Choice.YES, entered_by_id=desk.id, entered_at=at(8, 40),
            confirmed_by_id=make.account("chutich").id, confirmed_at=at(8, 41),
        )
    )  # fmt: skip
    counted(first, 8, 0, 0, at(9))
    counted(refused, 5, 2, 1, at(9, 20))
    meeting.roll[6].left_at = None
    perform(VOTE_WORKFLOW, aborted, VoteStep.OPEN_VOTE, actor=desk)
    repeated = rounds.abort(aborted, actor=SYSTEM, reason="mất điện, hai khóa kiểm phiếu không mở được")
    again = rounds.second_vote(refused, actor=make.account("chutich"), reason="có thêm minh chứng của Thôn")
    counted(again, 8, 0, 0, at(9, 40))
    secret.method = Method.SECRET
    counted(secret, 8, 1, 0, at(10))
    paper.method, paper.issued, paper.collected, paper.invalid = Method.PAPER, 8, 8, 1
    counted(paper, 7, 0, 0, at(10, 20))
    tied.tie, tied.threshold_numerator, tied.threshold_denominator = TieRule.CHAIR, 1, 2
    counted(tied, 4, 4, 0, at(10, 30), members=9)
    tied.casting_choice, tied.casting_by, tied.outcome = Choice.YES, meeting.roll[0], Outcome.PASSED
    perform(VOTE_WORKFLOW, struck, VoteStep.STRIKE, actor=desk, reason="đơn vị xin rút hồ sơ để bổ sung.")
    counted(annulled, 8, 0, 0, at(10, 40))
    repeated.method = Method.SECRET
    counted(repeated, 6, 3, 0, at(10, 50))
    meeting.roll[6].left_at, meeting.roll[6].present = at(11), False
    meeting.state, meeting.closed_at = State.CLOSED, at(11, 15)
    meeting.discussion = "Các thành viên trao đổi từng hồ sơ.\nĐại diện Sở Nội vụ lưu ý thời hạn trình."
    db.session.flush()
    rounds.order_annulment(
        annulled, actor=make.account("chutich"), reason="phát hiện báo cáo thành tích sai số liệu"
    )
    db.session.flush()
    return meeting
