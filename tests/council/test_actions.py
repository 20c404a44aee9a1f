"""From the agenda to signed minutes: what each act does and refuses."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.council import actions, rules, voting
from intranet.council.models import Ballot, Choice, Outcome, Seat
from intranet.council.states import State, VoteState
from intranet.notices.models import Notice
from intranet.registers.models import RegisterEntry
from tests.factories import council as make


def test_convening_freezes_the_roll_and_invites_every_member(app, cases):
    meeting = make.meeting()
    actions.convene(meeting, actor=make.account("thuky"))
    assert meeting.state == State.CONVENED
    assert [(m.name, m.seat) for m in meeting.roll][:2] == [
        ("Ông Nguyễn Văn Hưng", Seat.CHAIR),
        ("Bà Trần Thị Minh Nguyệt", Seat.VICE_CHAIR),
    ]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 9
    actions.end_seat(meeting.council.seats[-1], dt.date(2026, 11, 1), actor=make.account("thuongtruc"))
    assert len(meeting.roll) == 9, "a later change of seats must not touch a convened meeting"


def test_an_empty_agenda_is_not_convened(app, cases):
    meeting = make.meeting(0)
    with pytest.raises(NotReady) as refused:
        actions.convene(meeting, actor=make.account("thuky"))
    assert refused.value.missing == ["Chương trình họp chưa có nội dung nào"]


def test_only_the_desk_acts(app, cases):
    meeting, member = make.meeting(), make.account("kinhte")
    for act in (actions.convene, actions.open_meeting):
        with pytest.raises(Barred):
            act(meeting, actor=member)
    assert meeting.state == State.DRAFT


def test_no_vote_opens_below_the_quorum(app, cases):
    meeting = make.in_session(absent=4)
    with pytest.raises(NotReady) as refused:
        voting.open_vote(meeting.items[0], actor=make.account("thuky"))
    assert refused.value.message == "Chưa đủ số thành viên: có mặt 5/9, cần ít nhất 6."
    assert meeting.items[0].state == VoteState.WAITING


@pytest.mark.parametrize(("yes", "outcome"), [(8, Outcome.PASSED), (7, Outcome.FAILED)])
def test_a_closed_vote_is_counted_over_all_members_and_handed_on(app, cases, yes, outcome):
    meeting = make.in_session(absent=1)
    item = meeting.items[0]
    voting.open_vote(item, actor=make.account("thuky"))
    make.vote(item, yes=yes, no=8 - yes)
    make.close(item)
    assert (item.yes, item.no, item.blank, item.members, item.outcome) == (yes, 8 - yes, 0, 9, outcome)
    with pytest.raises(WrongState):
        make.close(item)
    assert cases.log == [("put_on", 1)], (
        "results leave the meeting when it ends: a second vote is still possible"
    )
    actions.close_meeting(meeting, actor=make.account("thuky"), discussion="Nhất trí.")
    assert cases.log[-1][:3] == ("result", 1, outcome == Outcome.PASSED)


def test_a_member_votes_once(app, cases):
    item = make.in_session().items[0]
    voting.open_vote(item, actor=make.account("thuky"))
    voting.cast(item, Choice.NO, actor=make.account("kinhte"))
    with pytest.raises(Barred, match="một lần"):
        voting.cast(item, Choice.YES, actor=make.account("kinhte"))
    assert [b.choice for b in item.ballots] == [Choice.NO]


def test_nobody_votes_on_the_own_case(app, cases):
    cases.involved = frozenset({make.account("kinhte").person_id})
    item = make.in_session().items[0]
    voting.open_vote(item, actor=make.account("thuky"))
    with pytest.raises(Barred, match="chính bạn"):
        voting.cast(item, Choice.YES, actor=make.account("kinhte"))


@pytest.mark.parametrize("login", ["nhanvien", "quantri", "vanthu"])
def test_only_members_on_the_roll_vote(app, cases, login):
    item = make.in_session().items[0]
    voting.open_vote(item, actor=make.account("thuky"))
    with pytest.raises(Barred, match="không có tên"):
        voting.cast(item, Choice.YES, actor=make.account(login))


def test_an_absent_member_does_not_vote_and_a_voter_cannot_be_marked_absent(app, cases):
    meeting = make.in_session(absent=1)
    item = meeting.items[0]
    voting.open_vote(item, actor=make.account("thuky"))
    with pytest.raises(Barred, match="có mặt"):
        voting.cast(item, Choice.YES, actor=make.account("hieutruong"))
    voting.cast(item, Choice.YES, actor=make.account("kinhte"))
    voter = next(m for m in meeting.roll if m.person_id == make.account("kinhte").person_id)
    with pytest.raises(NotReady, match="đã biểu quyết"):
        actions.take_attendance(meeting, {voter.id: (False, "về sớm")}, actor=make.account("thuky"))


def test_no_vote_before_opening_and_after_closing(app, cases):
    item = make.in_session().items[0]
    with pytest.raises(Barred, match="chưa mở"):
        voting.cast(item, Choice.YES, actor=make.account("kinhte"))
    voting.open_vote(item, actor=make.account("thuky"))
    make.close(item)
    with pytest.raises(Barred, match="đã đóng"):
        voting.cast(item, Choice.YES, actor=make.account("kinhte"))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Ballot)) == 0


def test_a_meeting_closes_only_when_every_case_is_settled(app, cases):
    meeting, desk = make.in_session(2), make.account("thuky")
    voting.open_vote(meeting.items[0], actor=desk)
    make.close(meeting.items[0])
    with pytest.raises(NotReady) as refused:
        actions.close_meeting(meeting, actor=desk, discussion="Các thành viên thống nhất.")
    assert refused.value.missing == ["Hồ sơ 2"]
    voting.strike(meeting.items[1], actor=desk, reason="Chờ bổ sung minh chứng")
    assert cases.log[-1] == ("take_back", 2)
    actions.close_meeting(meeting, actor=desk, discussion="Các thành viên thống nhất.")
    assert meeting.state == State.CLOSED


def test_signed_minutes_get_a_number_and_a_register_line(app, cases, monkeypatch):
    meeting, desk = make.in_session(), make.account("thuky")
    voting.open_vote(meeting.items[0], actor=desk)
    make.close(meeting.items[0])
    actions.close_meeting(meeting, actor=desk, discussion="Thống nhất.")
    with pytest.raises(NotReady):
        actions.sign_minutes(meeting, actor=desk, signed_on=clock.today() + dt.timedelta(days=1))
    assert meeting.minutes_number is None
    actions.sign_minutes(meeting, actor=desk, signed_on=clock.today())
    line = db.session.scalars(sa.select(RegisterEntry)).one()
    assert (line.series, line.number, line.symbol) == ("BB", 1, "BB-HĐTĐKT")
    assert meeting.state == State.MINUTES_SIGNED


def test_a_cancelled_meeting_gives_its_cases_back(app, cases):
    meeting, desk = make.meeting(2), make.account("thuky")
    actions.convene(meeting, actor=desk)
    with pytest.raises(NotReady):
        actions.cancel(meeting, actor=desk, reason="  ")
    actions.cancel(meeting, actor=desk, reason="Chủ tịch đi công tác")
    assert cases.log[-2:] == [("take_back", 1), ("take_back", 2)]


def test_a_case_can_be_removed_only_while_the_agenda_is_prepared(app, cases):
    meeting, desk = make.meeting(2), make.account("thuky")
    actions.remove_case(meeting.items[1], actor=desk)
    assert [i.subject_id for i in meeting.items] == [1]
    actions.convene(meeting, actor=desk)
    with pytest.raises(WrongState):
        actions.remove_case(meeting.items[0], actor=desk)


def test_the_log_does_not_tell_how_somebody_voted_before_the_vote_is_closed(app, cases):
    item = make.in_session().items[0]
    voting.open_vote(item, actor=make.account("thuky"))
    make.vote(item, yes=3, no=2)
    assert {e.event: e.details() for e in audit.timeline(item)}["council:voted"] == {"case": "Hồ sơ 1"}
    make.close(item)
    votes = audit.timeline(item)[-1].details()["details"]["votes"]
    assert votes["Ông Nguyễn Văn Hưng"] == "yes" and list(votes.values()).count("no") == 2


def test_two_people_cannot_hold_the_chair(app):
    council, desk = make.council(), make.account("thuongtruc")
    person = make.account("nhanvien").person
    with pytest.raises(NotReady, match="đã có người"):
        actions.give_seat(council, person, Seat.CHAIR, actor=desk, starts_on=dt.date(2026, 11, 1))
    with pytest.raises(NotReady, match="đã có tên"):
        actions.give_seat(
            council, make.account("kinhte").person, Seat.MEMBER, actor=desk, starts_on=dt.date(2026, 11, 1)
        )


def test_the_chair_is_whoever_presides(app, cases):
    meeting = make.in_session()
    assert rules.chair_of(meeting).seat == Seat.CHAIR
    meeting.roll[0].present = False
    assert rules.chair_of(meeting).seat == Seat.VICE_CHAIR
