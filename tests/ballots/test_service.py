"""A sealed vote from opening to the list of codes: what counts, who may what (B9, B12 to B15 of the test plan)."""

import datetime as dt

import pytest

from intranet.ballots import counting, rules, service, vault
from intranet.ballots.guides import Tally
from intranet.ballots.models import Envelope, PollWrap, TellerKey
from intranet.ballots.states import PollState
from intranet.core import audit, clock
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere, WrongState
from intranet.notices.models import Notice
from intranet.people import actions as people
from intranet.people.roles import Role
from intranet.seed.demo import PASSWORD
from tests.ballots.conftest import CHAIR, DESK, MEMBERS, TELLERS, login_of, make, opened


def cast(poll, login, mark="yes", own="hoasen26"):
    return service.cast(poll, mark, own, actor=login_of(login))


def test_the_tally_is_exact_and_every_voter_finds_the_own_code(keys):
    poll = make()
    marks = dict(zip(MEMBERS, ["yes"] * 5 + ["no"] * 3 + ["blank"], strict=True))
    codes = {login: cast(poll, login, mark) for login, mark in marks.items()}
    assert len(set(codes.values())) == 9, "equal parts typed by voters still give codes of their own (B14)"
    opened(poll)
    assert keys.tallies[1] == Tally(yes=5, no=3, blank=1)
    lines = {line.code: line.mark.value for line in service.lines_for(poll, login_of("kinhte"))}
    assert {code: marks[login] for login, code in codes.items()} == lines
    assert list(lines) == sorted(lines) and counting.check_list(poll)
    assert db.session.query(Envelope).count() == db.session.query(PollWrap).count() == 0


def test_the_last_ballot_of_a_voter_counts_and_a_double_click_does_no_harm(keys):
    poll = make()
    first, last = cast(poll, "kinhte", "no"), cast(poll, "kinhte", "yes")
    assert service.votes_cast(poll) == 1 and first != last
    opened(poll)
    assert [(x.code, x.mark.value) for x in service.lines_for(poll, login_of("yte"))] == [(last, "yes")]


@pytest.mark.parametrize("pair", [("kinhte", "mattran"), ("kinhte", "yte"), ("yte", "mattran")])
def test_every_pair_of_tellers_opens_the_box(keys, pair):
    poll = make()
    cast(poll, "chutich")
    opened(poll, *pair)
    assert poll.state == PollState.CLOSED and keys.tallies[1].yes == 1


@pytest.mark.parametrize("login", TELLERS)
def test_one_teller_alone_opens_nothing_also_not_twice(keys, login):
    poll = make()
    cast(poll, "chutich")
    counting.request_close(poll, actor=login_of(CHAIR))
    for _ in range(2):
        assert not counting.confirm_close(poll, PASSWORD, actor=login_of(login))
    assert poll.state == PollState.OPEN and keys.tallies == {}


def test_who_may_not_open_the_box(keys, monkeypatch):
    poll = make()
    with pytest.raises(NotReady, match="chưa đề nghị"):
        counting.confirm_close(poll, PASSWORD, actor=login_of("kinhte"))
    with pytest.raises(Barred):
        counting.request_close(poll, actor=login_of(DESK))
    counting.request_close(poll, actor=login_of(CHAIR))
    with pytest.raises(Barred):
        counting.confirm_close(poll, PASSWORD, actor=login_of("hieutruong"))
    with pytest.raises(NotReady, match="không mở được khóa"):
        counting.confirm_close(poll, "mat-khau-khac", actor=login_of("kinhte"))
    later = clock.now() + dt.timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotReady, match="10 phút"):
        counting.confirm_close(poll, PASSWORD, actor=login_of("kinhte"))


def test_a_reset_teller_cannot_open_but_the_two_others_can(keys):
    poll = make()
    cast(poll, "chutich")
    password = people.reset_password(login_of("kinhte"), actor=login_of("quantri"))
    counting.request_close(poll, actor=login_of(CHAIR))
    with pytest.raises(NotReady, match="không mở được khóa"):
        counting.confirm_close(poll, password, actor=login_of("kinhte"))
    opened(poll, "mattran", "yte")
    assert keys.tallies[1].yes == 1


def test_a_key_for_another_poll_or_a_lost_secret_opens_nothing(keys):
    first, second = make(1), make(2)
    cast(first, "chutich")
    rows = {p.id: db.session.query(PollWrap).filter_by(poll_id=p.id).all() for p in (first, second)}
    for one, other in zip(rows[first.id], rows[second.id], strict=True):
        one.share_first, one.share_second, one.sealed = other.share_first, other.share_second, other.sealed
    db.session.flush()
    with pytest.raises(NotReady):
        opened(first)
    vault.destroy(second.public)
    counting.request_close(second, actor=login_of(CHAIR))
    with pytest.raises(NotReady, match="khôi phục từ bản sao lưu"):
        counting.confirm_close(second, PASSWORD, actor=login_of("yte"))


def test_no_ballot_is_taken_while_the_tellers_open(keys, monkeypatch):
    poll = make()
    counting.request_close(poll, actor=login_of(CHAIR))
    with pytest.raises(Barred, match="không nhận thêm"):
        cast(poll, "yte")
    later = clock.now() + dt.timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert cast(poll, "yte"), "a request that lapsed lets the vote go on"


@pytest.mark.parametrize("login", ["nhanvien", "quantri", "vanthu", "truongphong"])
def test_others_do_not_vote(keys, login):
    with pytest.raises(Barred, match="không có tên"):
        cast(make(), login)


def test_a_removed_voter_leaves_the_box_unread_and_sees_nothing(keys):
    poll = make()
    for login in MEMBERS:
        cast(poll, login, "no" if login == "yte" else "yes")
    service.remove_elector(poll, login_of("yte").person_id, actor=login_of(DESK), reason="Người nhà")
    with pytest.raises(Barred, match="xung đột"):
        cast(poll, "yte")
    with pytest.raises(NotThere):
        service.get_for(login_of("yte"), poll.id)
    opened(poll, "kinhte", "mattran")
    assert (keys.tallies[1].yes, keys.tallies[1].no) == (8, 0)
    assert service.lines_for(poll, login_of("yte")) == []


@pytest.mark.parametrize("own", ["", "abc", "a" * 13, "có dấu", "a b c d", "x\ny\nz1", "💥💥💥💥"])
def test_an_odd_own_code_is_refused(keys, own):
    poll = make()
    with pytest.raises(NotReady, match="4 đến 12"):
        cast(poll, "yte", own=own)
    assert service.votes_cast(poll) == 0


def test_boxes_that_are_too_small_and_tellers_without_keys_are_refused(keys):
    with pytest.raises(NotReady) as refused:
        make(1, MEMBERS[:2])
    assert "ít nhất 3" in refused.value.missing[0]
    db.session.query(TellerKey).filter_by(account_id=login_of("yte").id).delete()
    with pytest.raises(NotReady) as refused:
        make(2)
    assert "chưa tạo khóa" in refused.value.missing[0]


def change_reset():
    people.reset_password(login_of("hieutruong"), actor=login_of("quantri"))


def change_role():
    since = dt.date(2026, 1, 1)
    people.give_role(
        login_of("hieutruong"), Role.TELLER, actor=login_of("quantri"), unit_id=None, starts_on=since
    )


def change_enable():
    account = login_of("hieutruong")
    people.disable(account, actor=login_of("quantri"), reason="Thử")
    people.enable(account, actor=login_of("quantri"))


@pytest.mark.parametrize("change", [change_reset, change_role, change_enable])
def test_an_account_that_changed_waits_for_chair_and_desk(keys, change):
    poll = make()
    before = db.session.query(Notice).count()
    change()
    told = db.session.query(Notice).count() - before
    assert told >= 3, "member, chair and desk are told (B15)"
    with pytest.raises(Barred, match="cùng xác nhận"):
        cast(poll, "hieutruong")
    [elector] = service.held(poll)
    with pytest.raises(Barred):
        service.release(poll, elector, actor=login_of("kinhte"))
    with pytest.raises(Barred, match="chính mình"):
        service.release(poll, elector, actor=login_of("hieutruong"))
    assert not service.release(poll, elector, actor=login_of(CHAIR))
    assert not service.release(poll, elector, actor=login_of(CHAIR)), "twice the same person is one person"
    with pytest.raises(Barred):
        cast(poll, "hieutruong")
    assert service.release(poll, elector, actor=login_of(DESK))
    assert cast(poll, "hieutruong") and service.held(poll) == []


def test_a_void_vote_destroys_the_ballots_and_tells_the_owner(keys):
    poll = make()
    cast(poll, "yte")
    with pytest.raises(NotReady):
        service.void(poll, actor=login_of(CHAIR), reason=" ")
    service.void(poll, actor=login_of(CHAIR), reason="Mất khóa")
    assert keys.voided == [1] and service.votes_cast(poll) == 0
    with pytest.raises(Barred):
        cast(poll, "yte")
    with pytest.raises(WrongState):
        counting.request_close(poll, actor=login_of(CHAIR))


def test_an_objection_in_time_is_settled_by_the_chair_and_a_proven_one_voids(keys, monkeypatch):
    poll = make()
    cast(poll, "yte")
    with pytest.raises(NotReady):
        service.object_to(poll, "Sai", actor=login_of("yte"))
    opened(poll, "kinhte", "mattran")
    with pytest.raises(Barred):
        service.object_to(poll, "Sai", actor=login_of("vanthu"))
    row = service.object_to(poll, "Không thấy mã", actor=login_of("yte"))
    with pytest.raises(Barred):
        service.answer(poll, row, actor=login_of(DESK), proven=False, text="Đã đối chiếu")
    service.answer(poll, row, actor=login_of(CHAIR), proven=False, text="Đã đối chiếu")
    assert poll.state == PollState.CLOSED
    service.answer(poll, row, actor=login_of(CHAIR), proven=True, text="Mã bị đổi")
    assert poll.state == PollState.VOID and keys.voided == [1]
    other = make(2)
    opened(other)
    later = clock.now() + dt.timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotReady, match="Không còn"):
        service.object_to(other, "Muộn", actor=login_of("yte"))


def test_a_teller_with_an_unopened_box_keeps_the_key(keys):
    make()
    with pytest.raises(NotReady, match="chưa mở"):
        service.make_key(login_of("yte"), PASSWORD)


def test_the_log_says_who_voted_and_stays_whole(keys):
    poll = make()
    cast(poll, "yte", "no")
    events = [e for e in audit.timeline(poll) if e.event == "ballots:voted"]
    assert [e.actor_name for e in events] == [login_of("yte").display_name]
    assert set(events[0].details()) == {"elector", "envelope"}
    assert rules.teller_of(login_of("yte"), poll) is not None
