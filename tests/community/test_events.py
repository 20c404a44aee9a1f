"""Outreach events: written once on a telephone, confirmed by somebody else, counted when confirmed."""

import datetime as dt
import io

import pytest
import sqlalchemy as sa

from intranet.community import event_actions, queries
from intranet.community.models import OutreachEvent, OutreachTopic
from intranet.community.states import EventState
from intranet.core import clock, files
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere, WrongState
from tests.factories import community as make
from tests.factories.people import account, new_unit, unit

TODAY = clock.today()
YEAR = (dt.date(TODAY.year, 1, 1), dt.date(TODAY.year, 12, 31))


def test_only_confirmed_sessions_count(app):
    for state in EventState:
        make.at(state, taught=20)
    make.at(EventState.CONFIRMED, "mattran", village_id=None, taught=5)
    make.at(EventState.CONFIRMED, held_on=dt.date(TODAY.year - 1, 12, 31))
    here, front = make.village().id, account("mattran").person.unit_id
    assert queries.held_events(*YEAR) == {here: 1, front: 1}
    assert queries.held_events(*YEAR, confirmed=False) == {here: 2, front: 1}
    assert queries.held_events(*YEAR, by_village=True) == {here: 1, None: 1}
    assert queries.people_taught(*YEAR) == {here: 20, front: 5}
    assert queries.co_organised(*YEAR) == 0
    make.at(EventState.CONFIRMED, co_unit_id=front)
    assert queries.co_organised(*YEAR) == 1


def test_a_session_is_reported_after_its_day_with_a_photo(app):
    head = account("truongthon")
    later = make.planned(held_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(NotReady, match="Chưa đến ngày"):
        event_actions.report(later, actor=head, taught=10)
    bare = make.planned()
    with pytest.raises(NotReady, match="ít nhất một ảnh"):
        event_actions.report(bare, actor=head, taught=10)
    files.attach(bare, "ky-ten.png", make.PNG, actor=head, purpose=event_actions.SHEET)
    event_actions.report(bare, actor=head, taught=10)
    assert bare.state == EventState.HELD
    with pytest.raises(Barred):
        event_actions.edit(bare, {"place": "Nơi khác"}, actor=head)


def test_nobody_writes_for_another_unit_or_confirms_the_own(app):
    with pytest.raises(Barred, match="đơn vị mình"):
        event_actions.create(make.values(), actor=account("truongthon"), unit_id=unit("Trạm Y tế").id)
    with pytest.raises(Barred):
        event_actions.create(make.values(), actor=account("nhanvien"), unit_id=make.village().id)
    own = make.at(EventState.HELD, "thuongtruc")
    with pytest.raises(Barred, match="người khác xác nhận"):
        event_actions.confirm(own, actor=account("thuongtruc"))
    event_actions.confirm(own, actor=account("vanthu"))
    with pytest.raises(Barred):
        event_actions.confirm(make.at(EventState.HELD), actor=account("truongthon"))
    with pytest.raises(WrongState):
        event_actions.confirm(own, actor=account("vanthu"))


def test_a_confirmed_session_that_is_returned_no_longer_counts(app):
    found, desk = make.at(EventState.CONFIRMED), account("vanthu")
    with pytest.raises(NotReady, match="lý do"):
        event_actions.send_back(found, actor=desk, reason=" ")
    event_actions.send_back(found, actor=desk, reason="Trùng với buổi ngày 12.")
    assert queries.held_events(*YEAR) == {}
    event_actions.report(found, actor=account("truongthon"), taught=25)
    event_actions.confirm(found, actor=desk)
    assert queries.held_events(*YEAR) == {make.village().id: 1}


def test_units_see_their_own_sessions(app):
    other = new_unit("Thôn Ngọc Hồi", kind="village")
    here, elsewhere = make.planned(), make.planned("mattran", village_id=other.id)
    for login, seen in (("truongthon", [here]), ("mattran", [elsewhere]), ("chutich", [here, elsewhere])):
        query = queries.visible_to(account(login)).order_by(OutreachEvent.id)
        assert list(db.session.scalars(query)) == seen, login
    with pytest.raises(NotThere):
        queries.get_for(account("truongthon"), elsewhere.id)
    ours = make.planned("mattran")  # in the thôn: its head sees it, but does not write it
    assert queries.get_for(account("truongthon"), ours.id) is ours
    with pytest.raises(Barred):
        event_actions.edit(ours, {"place": "x"}, actor=account("truongthon"))


def photo(name: str = "anh.png", content: bytes = make.PNG) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def test_tp6_a_thon_head_writes_a_session_by_phone_once(site, browser):
    head = browser("truongthon")
    page = head.get(head.get("/cong-dong/buoi").links()["Ghi buổi đã tổ chức"])
    with site.app_context():
        own = str(make.village().id)
    assert page.html.select_one("#village option[selected]")["value"] == own
    told = {
        "topic": "payment",
        "held_on": f"{TODAY:%d/%m/%Y}",
        "place": "Nhà văn hóa thôn",
        "taught": "31",
    }
    refused = head.submit(page, "/buoi/ghi", expect=422, **told)
    assert "ít nhất một ảnh" in refused.text
    assert refused.html.select_one("#place")["value"] == "Nhà văn hóa thôn"
    bad = head.submit(refused, "/buoi/ghi", expect=422, photos=photo("anh.exe", b"MZ"))
    assert "anh.exe" in bad.text
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count(OutreachEvent.id))) == 0
    done = head.submit(bad, "/buoi/ghi", photos=photo(), sheet=photo("ky-ten.png"))
    assert "chờ xác nhận" in done.text and "31" in done.text
    again = head.submit(bad, "/buoi/ghi", photos=photo(), sheet=photo("ky-ten.png"))
    assert again.url == done.url
    with site.app_context():
        (kept,) = db.session.scalars(sa.select(OutreachEvent))
        assert (kept.state, kept.taught, kept.topic) == (EventState.HELD, 31, OutreachTopic.PAYMENT)
        assert (kept.held_on, kept.place) == (TODAY, "Nhà văn hóa thôn")
        assert [f.purpose for f in files.of(kept)] == ["photo", "sheet"]
        assert kept.title == "Thanh toán trực tuyến"
    desk = browser("vanthu")
    shown = desk.submit(desk.get(done.url), "xac-nhan")
    assert "Đã xác nhận. Buổi này được tính vào chỉ tiêu." in shown.flashes
    browser("nhanvien").get("/cong-dong/buoi", expect=403)


def test_cd6_citizens_see_the_next_sessions(site, browser, count_queries):
    with site.app_context():
        soon = {"held_on": TODAY + dt.timedelta(days=2), "contact": "Ông Ước, 0912 345 678"}
        make.planned(title="Buổi thứ nhất", **soon)
        make.planned(title="Buổi đã qua", held_on=TODAY - dt.timedelta(days=1))
        cancelled = make.planned(title="Buổi đã hủy", **soon)
        event_actions.cancel(cancelled, actor=account("truongthon"), reason="Trùng lịch.")
        other = new_unit("Thôn Ngọc Hồi", kind="village")
        db.session.commit()
        address = f"/buoi-huong-dan?noi={other.id}"
    stranger = browser()
    with count_queries(site) as one:
        page = stranger.get("/buoi-huong-dan")
    assert "Buổi thứ nhất" in page.text and "Ông Ước, 0912 345 678" in page.text
    assert "đã qua" not in page.text and "đã hủy" not in page.text
    assert len(page.response.data) < 20_000 and not page.html.select("script")
    assert "Thôn Ngọc Hồi chưa có buổi nào" in stranger.get(address).text
    with site.app_context():
        for number in range(2):
            make.planned(title=f"Buổi thêm {number}", **soon)
        db.session.commit()
    with count_queries(site) as three:
        stranger.get("/buoi-huong-dan")
    assert len(one) == len(three)


def test_cd6_a_citizen_finds_the_next_lesson_of_the_own_thon_with_day_place_and_contact(site, browser):
    with site.app_context():
        other = new_unit("Thôn Ngọc Hồi", kind="village")
        day = TODAY + dt.timedelta(days=5)
        make.planned(title="Buổi sau", held_on=day, place="Đình làng", contact="Bà Lụa, 0987 000 111")
        make.planned(title="Buổi trước", held_on=TODAY, place="Nhà văn hóa", starts_at="19 giờ 30")
        make.planned("mattran", village_id=other.id, title="Buổi thôn khác", held_on=day, place="Trường học")
        here, elsewhere = make.village(), other.id
        name = here.name
        db.session.commit()
        url = f"/buoi-huong-dan?noi={here.id}"
    page = browser().get(url)
    told = [" ".join(one.get_text(" ").split()) for one in page.html.select("section.answer")]
    assert len(told) == 2  # soonest first, today's too
    assert f"{TODAY:%d/%m/%Y}, 19 giờ 30" in told[0] and f"Địa điểm Nhà văn hóa ({name})" in told[0]
    assert f"Liên hệ {name}" in told[0]  # nobody named: the unit itself
    assert f"{day:%d/%m/%Y}" in told[1] and f"Địa điểm Đình làng ({name})" in told[1]
    assert "Liên hệ Bà Lụa, 0987 000 111" in told[1]
    assert page.html.select_one("#noi option[selected]").get_text() == name
    (theirs,) = browser().get(f"/buoi-huong-dan?noi={elsewhere}").html.select("section.answer")
    assert "Buổi thôn khác" in theirs.get_text() and "Trường học" in theirs.get_text()


def test_the_list_costs_the_same_for_one_and_three(site, browser, count_queries):
    desk, costs = browser("vanthu"), []
    desk.get("/cong-dong/buoi")
    for number in (1, 2):
        with site.app_context():
            for _ in range(number):
                make.planned()
            db.session.commit()
        with count_queries(site) as found:
            desk.get("/cong-dong/buoi")
        costs.append(len(found))
    assert costs[0] == costs[1]
