"""A council that answers in writing instead of meeting (thủ tục rút gọn): term, paper answers, quorum of answers."""

import datetime as dt

import pytest

from intranet.core import clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady
from intranet.council import actions, minutes, paper_text, rules, voting, written
from intranet.council.models import Choice, Meeting, MeetingKind, Method, Outcome
from intranet.council.states import State, VoteState
from intranet.parameters.models import Parameter
from tests.factories import council as make
from tests.factories.council import WHEN

DESK, CHAIR = "thuky", "chutich"
UNTIL = WHEN + dt.timedelta(days=3)


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def to(moment: dt.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    to(WHEN)
    return to


@pytest.fixture
def asked(app, cases, at) -> Meeting:
    """A written procedure about two cases whose votes are open."""
    desk = make.account(DESK)
    made = actions.make_meeting(make.council(), "Lấy ý kiến", WHEN, "", actor=desk, answers_until=UNTIL)
    for number in (1, 2):
        item = actions.add_case(made, "example", number, actor=desk)
        item.ballot_required, item.method = False, Method.OPEN
    actions.convene(made, actor=desk)
    actions.open_meeting(made, actor=desk)
    return made


def test_all_votes_open_at_once_and_close_when_everybody_answered_or_the_term_is_over(asked, at):
    first, second = asked.items
    assert [item.state for item in asked.items] == [VoteState.OPEN, VoteState.OPEN]
    make.vote(first, yes=8)
    with pytest.raises(NotReady, match="Chưa hết hạn") as early:
        voting.request_close(first, actor=make.account(DESK))
    assert early.value.missing == [asked.roll[8].name]
    voting.cast(first, Choice.NO, actor=make.account_of(asked.roll[8].person_id))
    make.close(first)
    assert (first.yes, first.no, first.members, first.outcome) == (8, 1, 9, Outcome.PASSED)
    make.vote(second, yes=7)
    at(UNTIL + dt.timedelta(minutes=1))
    with pytest.raises(Barred, match="hết hạn"):
        voting.cast(second, Choice.YES, actor=make.account_of(asked.roll[8].person_id))
    make.close(second)
    assert (second.yes, second.members, second.outcome) == (7, 9, Outcome.FAILED), "7/9 is no 80 %"
    actions.close_meeting(asked, actor=make.account(DESK), discussion="Không có ý kiến khác.")
    assert asked.state == State.CLOSED
    assert paper_text.members_line(asked).endswith("09; có ý kiến bằng văn bản: 09; không gửi ý kiến: 00.")
    assert minutes.file_of(asked, make.account(DESK))[1].startswith(b"PK")


def test_an_answer_on_paper_is_typed_by_two_people_and_counts_for_the_quorum(asked, at):
    item = asked.items[0]
    make.vote(item, yes=5)
    at(UNTIL + dt.timedelta(hours=1))
    with pytest.raises(NotReady, match="trả lời 5/9"):
        voting.request_close(item, actor=make.account(DESK))
    opinion = written.enter(item, asked.roll[6], Choice.YES, "Nhất trí", actor=make.account(DESK))
    assert rules.taking_part(asked) == 5, "not before a second person read it"
    with pytest.raises(NotReady, match="Không khớp"):
        written.confirm(opinion, Choice.NO, actor=make.account(CHAIR))
    written.confirm(opinion, Choice.YES, actor=make.account(CHAIR))
    assert rules.taking_part(asked) == 6
    make.close(item)
    assert item.yes == 6


def test_the_term_is_extended_only_forward_and_the_silent_are_told(asked, at):
    make.vote(asked.items[0], yes=1)
    with pytest.raises(NotReady, match="sau hạn cũ"):
        written.extend(asked, UNTIL, actor=make.account(DESK))
    at(UNTIL + dt.timedelta(hours=1))
    later = UNTIL + dt.timedelta(days=1)
    written.extend(asked, later, actor=make.account(DESK))
    voting.cast(asked.items[0], Choice.YES, actor=make.account_of(asked.roll[1].person_id))
    assert rules.taking_part(asked) == 2 and asked.answers_until == later


def test_what_needs_a_ballot_is_not_asked_in_writing(app, cases, at):
    desk = make.account(DESK)
    made = actions.make_meeting(make.council(), "Lấy ý kiến", WHEN, "", actor=desk, answers_until=UNTIL)
    item = actions.add_case(made, "example", 1, actor=desk)
    with pytest.raises(NotReady, match="ghi tên"):
        voting.choose_method(item, Method.SECRET, actor=desk)
    db.session.query(Parameter).filter_by(key="council.award.written_procedure").one().value = 0
    with pytest.raises(NotReady, match="không cho lấy ý kiến"):
        actions.make_meeting(make.council(), "Lấy ý kiến", WHEN, "", actor=desk, answers_until=UNTIL)


def test_the_pages_make_lead_and_extend_it(site, browser, cases):
    desk = browser(DESK)
    page = desk.get("/hoi-dong/1/phien-hop-moi")
    given = {"title": "Lấy ý kiến đột xuất", "kind": "written", "day": "01/12/2026", "time": "8h"}
    page = desk.submit(page, expect=422, **given)
    assert page.errors() == {"until_day": "Cần điền mục này."}
    page = desk.submit(page, expect=422, until_day="30/11/2026", **given)
    assert "Hạn trả lời phải sau" in page.text
    page = desk.submit(page, until_day="03/12/2026", **given)
    assert "17:00, 03/12/2026" in page.text and "Địa điểm" not in page.text
    with site.app_context():
        made = db.session.query(Meeting).order_by(Meeting.id.desc()).first()
        assert made.kind == MeetingKind.WRITTEN
        number = made.id
    page = desk.submit(page, f"/hoi-dong/phien-hop/{number}/them", case=["example:1"])
    page = desk.submit(page, f"/hoi-dong/phien-hop/{number}/trieu-tap")
    assert "Điểm danh" not in page.text
    page = desk.submit(page, f"/hoi-dong/phien-hop/{number}/khai-mac")
    assert "Chờ thành viên trả lời" in page.text and "Chưa có ý kiến (9)" in page.text
    page = desk.get(f"/hoi-dong/phien-hop/{number}/gia-han")
    page = desk.submit(page, until_day="02/12/2026", expect=422)
    assert "Hạn mới phải sau hạn cũ" in page.text
    page = desk.get(f"/hoi-dong/phien-hop/{number}/gia-han")
    page = desk.submit(page, until_day="05/12/2026", until_time="11:30")
    assert "11:30, 05/12/2026" in page.text
