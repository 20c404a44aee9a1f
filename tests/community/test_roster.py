"""Who guides citizens in online services on which day (obligation O6)."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.community import roster_actions
from intranet.community.roster_models import Half, RosterSlot
from intranet.core import clock
from intranet.core.audit import AuditEvent
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady
from tests.factories import community as make
from tests.factories.people import account

MONDAY = dt.date(2026, 12, 7)  # a week to come for every day of the tests


def test_o6_a_week_is_laid_out_changed_and_copied(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 12, 9, 3, tzinfo=dt.UTC))  # a Wednesday
    head, other = account("truongphong"), account("nhanvien").person
    unit, start = head.person.unit, MONDAY + dt.timedelta(days=7)
    assert make.roster(start) == 12 and make.roster(start) == 0  # again: nothing changes
    week = roster_actions.laid_out(unit.id, "Một cửa", start)
    assert len(week) == 12 and list(week)[:2] == [(start, Half.MORNING), (start, Half.AFTERNOON)]
    week[start, Half.MORNING] = other.id
    del week[start, Half.AFTERNOON]
    assert roster_actions.save(unit, "Một cửa", start, week, actor=head) == 2
    assert roster_actions.laid_out(unit.id, "Một cửa", start) == week
    following = roster_actions.week_before(unit.id, "Một cửa", start + dt.timedelta(days=7))
    assert following[start + dt.timedelta(days=7), Half.MORNING] == other.id and len(following) == 11
    other.unit_id = account("kinhte").person.unit_id  # who has left the unit is not copied
    db.session.flush()
    assert len(roster_actions.week_before(unit.id, "Một cửa", start + dt.timedelta(days=7))) == 10
    assert roster_actions.places(unit.id) == ["Một cửa"]
    assert roster_actions.half_days(2026) == 0  # nothing of it has come yet
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 12, 15, 3, tzinfo=dt.UTC))
    assert roster_actions.half_days(2026) == 3  # Monday morning, Tuesday morning and afternoon


def test_o6_nobody_stands_at_two_places_and_a_past_day_needs_a_reason(app):
    head, other = account("truongphong"), account("nhanvien").person
    unit = head.person.unit
    make.roster(MONDAY)
    cell = (MONDAY, Half.MORNING)
    with pytest.raises(NotReady, match="hai nơi cùng lúc") as clash:
        roster_actions.save(unit, "Nhà văn hóa thôn", MONDAY, {cell: head.person_id}, actor=head)
    assert clash.value.missing == [f"{head.person.addressed}: sáng 07/12/2026 đã ở Một cửa"]
    assert roster_actions.save(unit, "Nhà văn hóa thôn", MONDAY, {cell: other.id}, actor=head) == 1
    twice = sa.insert(RosterSlot).values(
        unit_id=unit.id, person_id=other.id, place="Nơi khác", day=MONDAY, half=Half.MORNING,
        written_by="x", written_at=clock.now(),
    )  # fmt: skip
    with db.session.begin_nested() as savepoint:  # the database keeps it too
        with pytest.raises(sa.exc.IntegrityError):
            db.session.execute(twice)
        savepoint.rollback()
    wrong = {(MONDAY, Half.AFTERNOON): account("kinhte").person_id}
    with pytest.raises(NotReady, match="đang làm việc tại đơn vị"):
        roster_actions.save(unit, "Nơi khác", MONDAY, wrong, actor=head)
    with pytest.raises(Barred):
        roster_actions.save(unit, "Một cửa", MONDAY, {}, actor=account("kinhte"))
    past = roster_actions.monday(clock.today()) - dt.timedelta(days=14)
    wanted = {(past, Half.MORNING): head.person_id}
    with pytest.raises(NotReady, match="lý do"):
        roster_actions.save(unit, "Một cửa", past, wanted, actor=head)
    roster_actions.save(unit, "Một cửa", past, wanted, actor=head, reason="Đổi người do ốm")
    event = db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert event.event == "roster:saved" and event.reason == "Đổi người do ốm"


def test_o6_the_pages_and_the_proof(site, browser):
    head = browser("truongphong")
    assert "chưa xếp lịch" in head.get("/cong-dong/lich-huong-dan?tuan=2026-12-09").text
    url = "/cong-dong/lich-huong-dan/xep?tuan=2026-12-09"
    form = head.get(url)
    assert form.heading == "Xếp lịch hướng dẫn từ 07/12/2026 đến 12/12/2026"
    with site.app_context():
        mine = str(account("truongphong").person_id)
        name = account("truongphong").person.addressed
    empty = head.submit(form, "/xep", expect=422, place="")
    assert empty.errors()
    typed = {"place": "Một cửa", "2026-12-07-morning": mine, "2026-12-08-afternoon": mine}
    done = head.submit(head.get(url), "/xep", **typed)
    assert done.flashes == ["Đã lưu lịch: 2 buổi thay đổi."] and f"{name}: Một cửa" in done.text
    clash = {"place": "Nhà văn hóa", "2026-12-07-morning": mine}
    refused = head.submit(head.get(url + "&noi=Nhà+văn+hóa"), "/xep", expect=422, **clash)
    assert "sáng 07/12/2026 đã ở Một cửa" in refused.text
    copied = head.get("/cong-dong/lich-huong-dan/xep?tuan=2026-12-16&noi=Một+cửa&chep=1")
    chosen = {
        str(one.find_parent("select")["name"])
        for one in copied.html.select("option[selected][value]")
        if one["value"] == mine
    }
    assert {"2026-12-14-morning", "2026-12-15-afternoon"} <= chosen
    reader = browser("nhanvien").get("/cong-dong/lich-huong-dan?tuan=2026-12-07")
    assert f"{name}: Một cửa" in reader.text and "Xếp lịch" not in reader.text
    assert reader.html.select_one("a[download]") is not None
    assert head.get("/cong-dong/lich-huong-dan?tuan=khong-phai-ngay").status == 200
    assert (
        browser("nhanvien").get("/cong-dong/lich-huong-dan?tuan=2026-12-07&format=xlsx").response.data[:2]
        == b"PK"
    )
    with site.app_context():
        number = next(one.id for one in make.obligations(clock.today().year) if one.code == "O6")
        db.session.commit()
    assert "Đã phân công" in browser("thuongtruc").get(f"/cong-dong/nhiem-vu/{number}").text
