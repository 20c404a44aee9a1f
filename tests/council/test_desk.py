"""The desk shows one next step; its pages change by themselves; an open page keeps no session alive."""

import datetime as dt

import pytest

from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.council import actions, desk, views, voting
from intranet.council.desk import What
from intranet.council.models import Method, TieRule
from intranet.people import sessions
from intranet.people.models import LoginSession
from tests.factories import council as make

DESK, CHAIR = "thuky", "chutich"


def what(meeting) -> What:
    """Return the next step as the secretary sees it."""
    seen = {item.id: views.of(item, make.account(DESK)) for item in meeting.items}
    return desk.next_step(meeting, seen, clock.now()).what


def test_one_step_after_the_other_from_agenda_to_signature(app, cases):
    secretary = make.account(DESK)
    meeting = actions.make_meeting(make.council(), "Phiên họp", make.WHEN, "Phòng họp", actor=secretary)
    told = [what(meeting)]
    item = actions.add_case(meeting, "example", 1, actor=secretary)
    told.append(what(meeting))
    actions.convene(meeting, actor=secretary)
    told.append(what(meeting))
    actions.take_attendance(meeting, {m.id: (True, "") for m in meeting.roll}, actor=secretary)
    voting.choose_method(item, Method.PAPER, actor=secretary)
    told.append(what(meeting))
    make.elect_tellers(meeting, 2)
    told.append(what(meeting))
    actions.open_meeting(meeting, actor=secretary)
    told.append(what(meeting))
    voting.choose_method(item, Method.OPEN, actor=secretary)
    item.ballot_required, item.tie, item.threshold_numerator, item.threshold_denominator = (
        False, TieRule.CHAIR, 1, 2,
    )  # fmt: skip
    voting.open_vote(item, actor=secretary)
    told.append(what(meeting))
    make.vote(item, yes=4, no=4)
    make.close(item)
    told.append(what(meeting))
    voting.cast_deciding(item, make.Choice.YES, actor=make.account(CHAIR))
    told.append(what(meeting))
    actions.close_meeting(meeting, actor=secretary, discussion="Đã thảo luận.")
    told.append(what(meeting))
    actions.sign_minutes(meeting, actor=secretary, signed_on=clock.today())
    told.append(what(meeting))
    assert told == [
        What.AGENDA, What.CONVENE, What.ATTENDANCE, What.TELLERS, What.OPEN_MEETING, What.OPEN_VOTE,
        What.CLOSE_VOTE, What.WAIT_CHAIR, What.CLOSE, What.SIGN, What.NOTHING,
    ]  # fmt: skip


def test_several_waiting_cases_give_one_button(site, browser, cases):
    with site.app_context():
        number = make.in_session(3).id
        db.session.commit()
    page = browser(DESK).get(f"/hoi-dong/phien-hop/{number}")
    assert len(page.html.select(".desk-next form")) == 1
    assert [b.get_text() for b in page.html.select(".desk-next button")] == ["Mở biểu quyết: Hồ sơ 1"]
    assert len(page.html.select("main .btn-primary")) == 1, "one thing to press, the rest is quiet"


def test_the_beat_changes_when_time_alone_changes_the_page(app, cases):
    item = make.in_session().items[0]
    voting.open_vote(item, actor=make.account(DESK))
    make.vote(item, yes=6)
    now = clock.now()
    before = views.beat(item.meeting, now)
    voting.request_close(item, actor=make.account(DESK))
    db.session.flush()
    asked = views.beat(item.meeting, now)
    assert (
        len({before, asked, views.beat(item.meeting, now + voting.TOGETHER + dt.timedelta(minutes=1))}) == 3
    )


def test_times_of_arrival_can_be_told_and_lie_within_the_meeting(app, cases, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: make.WHEN)
    meeting = make.in_session(absent=1)
    late, opened = meeting.roll[-1], clock.local(meeting.opened_at)
    monkeypatch.setattr(clock, "now", lambda: make.WHEN + dt.timedelta(minutes=50))
    desk_ = make.account(DESK)
    came = (opened + dt.timedelta(minutes=20)).time().replace(second=0, microsecond=0)
    actions.take_attendance(meeting, {late.id: (True, "")}, actor=desk_, times={late.id: came})
    assert clock.local(late.arrived_at).time() == came
    for wrong in (opened - dt.timedelta(minutes=5), opened + dt.timedelta(minutes=55)):
        with pytest.raises(NotReady, match="từ lúc khai mạc"):
            actions.take_attendance(
                meeting, {late.id: (True, "")}, actor=desk_, times={late.id: wrong.time()}
            )
    left = (opened + dt.timedelta(minutes=40)).time().replace(second=0, microsecond=0)
    actions.take_attendance(meeting, {late.id: (False, "Về sớm")}, actor=desk_, times={late.id: left})
    assert clock.local(late.left_at).time() == left and not late.present


def test_what_is_told_for_the_minutes_can_be_kept_before_the_end(site, browser, cases):
    with site.app_context():
        number = make.in_session().id
        db.session.commit()
    one = browser(DESK)
    page = one.get(f"/hoi-dong/phien-hop/{number}")
    kept = {"then": "keep", "guests": "Ông Đặng Văn Long, Bí thư Đảng ủy xã", "discussion": ""}
    page = one.submit(page, f"/hoi-dong/phien-hop/{number}/ket-thuc", **kept)
    with site.app_context():
        meeting = db.session.get_one(make.Meeting, number)
        assert (meeting.guests, meeting.state.value) == (kept["guests"], "in_session")


def test_a_page_that_asks_by_itself_keeps_no_session_alive(site, browser, cases):
    with site.app_context():
        number = make.in_session().id
        db.session.commit()
    one = browser(DESK)
    one.get(f"/hoi-dong/phien-hop/{number}")

    def age() -> dt.datetime:
        with site.app_context():
            row = db.session.query(LoginSession).order_by(LoginSession.id.desc()).first()
            row.seen_at = clock.now() - dt.timedelta(minutes=10)
            db.session.commit()
            return row.seen_at

    def seen() -> dt.datetime:
        with site.app_context():
            return db.session.query(LoginSession).order_by(LoginSession.id.desc()).first().seen_at

    before = age()
    assert one.http.get(f"/hoi-dong/phien-hop/{number}/nhip").status_code == 200
    assert one.http.get(f"/hoi-dong/phien-hop/{number}/man-hinh").status_code == 200
    assert seen() == before
    one.get(f"/hoi-dong/phien-hop/{number}")
    assert seen() > before and dt.timedelta(minutes=10) < sessions.IDLE
