"""O8: what was found wrong is set right by somebody and a day, counted in time, late, open, overdue."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.community import remedies
from intranet.community.models import Remedy
from intranet.community.states import RemedyState
from intranet.core import clock, tasks
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, NotThere, WrongState
from intranet.notices.models import Notice
from tests.factories import community as make
from tests.factories.people import account, unit

TODAY = clock.today()
DAY = dt.timedelta(days=1)


def _tasks(login):
    return [task.url for task in tasks.tasks_for(account(login)) if task.title == "Chấn chỉnh tồn tại"]


def _earlier(row, days):
    """Move a remedy back in time, as if it had been given then with a term of one day."""
    row.opened_on, row.due_on = TODAY - days * DAY, TODAY - (days - 1) * DAY
    db.session.flush()


def test_o8_a_remedy_goes_from_the_standing_body_to_its_owner_and_back(app):
    row, head = make.remedy(), account("truongthon")
    assert (row.state, row.opened_on) == (RemedyState.OPEN, TODAY)
    assert _tasks("truongthon") == [f"/cong-dong/chan-chinh/{row.id}"]
    assert _tasks("thuongtruc") == _tasks("kinhte") == []
    with pytest.raises(NotThere):
        remedies.get_for(account("kinhte"), row.id)
    with pytest.raises(Barred):
        remedies.finish(row, actor=account("kinhte"), result="x", finished_on=TODAY)
    for day in (TODAY + DAY, TODAY - DAY):
        with pytest.raises(NotReady, match="Ngày xong"):
            remedies.finish(row, actor=head, result="x", finished_on=day)
    with pytest.raises(NotReady, match="Kết quả"):
        remedies.finish(row, actor=head, result="", finished_on=TODAY)
    remedies.finish(row, actor=head, result="Đã phân công lại.", finished_on=TODAY)
    assert (row.state, _tasks("truongthon")) == (RemedyState.DONE, [])
    told = db.session.scalars(sa.select(Notice.title).where(Notice.account_id == account("thuongtruc").id))
    assert "Đã chấn chỉnh: Hẹn lại đúng ngày" in list(told)
    with pytest.raises(WrongState):
        remedies.cancel(row, actor=account("thuongtruc"), reason="x")


def test_o8_a_named_person_without_any_office_sees_it_and_finishes_it(app):
    person = account("nhanvien").person
    row = make.remedy(unit_id=person.unit_id, person_id=person.id)
    assert _tasks("nhanvien") == [f"/cong-dong/chan-chinh/{row.id}"]
    assert _tasks("truongphong") == []  # the head sees it on the list, it waits for the one named
    assert remedies.get_for(account("nhanvien"), row.id) is row
    with pytest.raises(NotThere):
        remedies.get_for(account("nhanvien2"), row.id)
    assert remedies.may_finish(account("truongphong"), row)
    assert not remedies.may_finish(account("nhanvien2"), row)
    remedies.finish(row, actor=account("nhanvien"), result="Xong.", finished_on=TODAY)
    assert row.state == RemedyState.DONE


def test_o8_nobody_gives_to_another_unit_or_drops_what_somebody_else_ordered(app):
    with pytest.raises(NotReady, match="quá khứ"):
        make.remedy(due_on=TODAY - DAY)
    with pytest.raises(NotReady, match="không thuộc đơn vị"):
        make.remedy(person_id=account("nhanvien").person_id)
    for bad in ("https://x.vn", "//x.vn", "javascript:1"):
        with pytest.raises(NotReady, match="trang trong hệ thống"):
            make.remedy(source_path=bad)
    row, head = make.remedy(), account("truongthon")
    given = {"title": "x", "wrong": "y", "source": row.source, "source_words": "z", "source_path": ""}
    given |= {"person_id": None, "due_on": TODAY}
    with pytest.raises(Barred, match="trong đơn vị mình"):
        remedies.open_remedy(given, actor=head, unit_id=unit("Trạm Y tế").id)
    with pytest.raises(Barred):
        remedies.cancel(row, actor=head, reason="Không làm.")
    own = remedies.open_remedy(given, actor=head, unit_id=make.village().id)
    with pytest.raises(NotReady, match="lý do"):
        remedies.cancel(own, actor=head, reason=" ")
    remedies.cancel(own, actor=head, reason="Đã giao ở việc khác.")
    assert own.state == RemedyState.CANCELLED


def test_o8_is_proven_by_what_is_done_in_time_late_or_open(app):
    make.remedy(RemedyState.DONE)
    late, overdue = make.remedy(), make.remedy()
    make.remedy(RemedyState.CANCELLED)
    make.remedy()
    for row in (late, overdue):
        _earlier(row, 3)
    remedies.finish(late, actor=account("truongthon"), result="Muộn.", finished_on=TODAY)
    old = make.remedy()
    old.opened_on = dt.date(TODAY.year - 1, 12, 31)
    db.session.flush()
    wanted = {"in_time": 1, "late": 1, "open": 2, "all": 4, "overdue": 1}
    assert remedies.proof(TODAY.year, TODAY) == wanted
    assert remedies.proof(TODAY.year + 1, TODAY) == dict.fromkeys(wanted, 0)


def test_o8_pages_from_a_red_indicator_to_the_obligation(site, browser):
    desk, head = browser("thuongtruc"), browser("truongthon")
    with site.app_context():
        here = str(make.village().id)
        make.obligations(TODAY.year)
        db.session.commit()
    link = (
        "/cong-dong/chan-chinh/moi?nguon=indicator&viec=Ch%E1%BA%A5n+ch%E1%BB%89nh+I04&tu=Q3&trang=/chi-tieu"
    )
    page = desk.get(link)
    assert page.html.select_one("[name=title]")["value"] == "Chấn chỉnh I04"
    day = f"{TODAY:%d/%m/%Y}"
    row = desk.submit(page, unit=here, wrong="Thấp hơn lộ trình.", due_on=day)
    assert row.links()["Mở trang liên quan"] == "/chi-tieu"
    assert "Chấn chỉnh I04" in head.get("/cong-dong/chan-chinh").text
    with site.app_context():
        _earlier(db.session.scalars(sa.select(Remedy)).one(), 5)
        db.session.commit()
    assert "Quá hạn" in head.get(row.url).text
    duties = desk.get(f"/cong-dong/nhiem-vu?nam={TODAY.year}")
    assert "0 việc xong đúng hạn, 0 xong muộn, 1 đang làm (1 quá hạn)" in duties.text
    assert "Cần điền mục này." in head.submit(head.get(row.url + "/xong"), expect=422, result="").text
    done = head.submit(head.get(row.url + "/xong"), result="Đã bố trí người hướng dẫn.", finished_on=day)
    assert "Đã xong" in done.text and "(muộn)" in done.text
    duty = next(url for words, url in duties.links().items() if "Kịp thời chấn chỉnh" in words)
    assert "0 việc xong đúng hạn, 1 xong muộn, 0 đang làm" in desk.get(duty).text
    desk.submit(desk.get(duty + "/giao"), unit=here, due_on=f"31/12/{TODAY.year}")
    assert "Đã hoàn thành" in head.submit(head.get(duty + "/hoan-thanh")).text  # the records are the proof
