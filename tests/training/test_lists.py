"""Lists of training with one and three rows, filters, the sheet of a course, who confirms in words."""

import pytest

from intranet.core.db import db
from intranet.core.errors import NotReady
from intranet.training import course_actions, queries, rules
from intranet.training.models import Attendance, TrainingRecord
from intranet.training.states import State
from tests.factories import training as make

LISTS = ("/dao-tao", "/dao-tao/tat-ca", "/dao-tao/lop", "/dao-tao/don-vi")


def add(site, number: int) -> None:
    with site.app_context():
        for n in range(number):
            make.at(State.VERIFIED, title=f"Lớp {n}")
            make.at(State.SUBMITTED, "thuongtruc", title=f"Lớp {n}")
            make.course("kinhte", title=f"Lớp {n}")
        db.session.commit()


@pytest.mark.parametrize("address", [*LISTS, "/"])
def test_list_costs_the_same_for_one_and_three_rows(site, browser, count_queries, address):
    desk = browser("thuongtruc")
    costs = []
    for number in (1, 2):
        add(site, number)
        desk.get(address)
        with count_queries(site) as statements:
            desk.get(address)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_filters_by_state_unit_and_year(site, browser):
    with site.app_context():
        make.at(State.VERIFIED, title="Đã xác nhận năm 2026")
        make.at(State.SUBMITTED, "kinhte", title="Chờ xác nhận")
        unit = make.person("kinhte").unit_id
        db.session.commit()
    desk = browser("thuongtruc")

    def titles(query: str) -> list[str]:
        page = desk.get(f"/dao-tao/tat-ca?{query}")
        return [tag.get_text(strip=True) for tag in page.html.select('td[data-label="Lớp, khóa học"]')]

    assert sorted(titles("")) == ["Chờ xác nhận", "Đã xác nhận năm 2026"]
    assert titles("trang-thai=verified") == ["Đã xác nhận năm 2026"]
    assert titles(f"don-vi={unit}") == ["Chờ xác nhận"]
    assert titles("nam=2025") == []
    assert len(titles("don-vi=khong-co&nam=x&trang-thai=draft")) == 2


def test_draft_is_nobodys_but_its_owners(site, browser):
    with site.app_context():
        made = make.at(State.DRAFT)
        db.session.commit()
        address = f"/dao-tao/{made.id}"
    for login in ("truongphong", "thuongtruc", "chutich", "quantri"):
        browser(login).get(address, expect=404)
    browser("nhanvien").get(address)


def test_page_says_who_confirms(site, browser):
    with site.app_context():
        of_staff, of_head = make.at(State.SUBMITTED), make.at(State.SUBMITTED, "truongphong")
        assert rules.confirmer_words(of_staff) == "Trưởng đơn vị"
        assert rules.confirmer_words(of_head) == "Thường trực thi đua"
        desk = make.account("thuongtruc")
        assert queries.headless(desk) == [of_head.id]
        assert [one.id for one in db.session.scalars(queries.waiting_for(desk))] == [of_head.id]
        numbers = of_staff.id, of_head.id
        db.session.commit()
    assert "Đang ở: Trưởng đơn vị" in browser("nhanvien").get(f"/dao-tao/{numbers[0]}").text
    assert "Đang ở: Thường trực thi đua" in browser("truongphong").get(f"/dao-tao/{numbers[1]}").text


def test_sheet_with_a_too_long_result_is_told_and_kept(site, browser):
    with site.app_context():
        made = make.course("nhanvien", "nhanvien2")
        db.session.commit()
        address, row = f"/dao-tao/lop/{made.id}", made.attendees[0].id
    desk = browser("thuongtruc")
    page = desk.submit(desk.get(address), "/diem-danh", expect=422, **{f"result-{row}": "Giỏi " * 40})
    assert "dài quá" in page.text
    assert page.html.find("input", attrs={"name": f"result-{row}"})["value"] == ("Giỏi " * 40).strip()
    with site.app_context():
        assert {one.result for one in db.session.scalars(db.select(Attendance))} == {""}
    desk.submit(desk.get(address), "/diem-danh", **{f"result-{row}": "Giỏi", f"number-{row}": "12/CN"})
    with site.app_context():
        kept = db.session.get_one(Attendance, row)
        assert (kept.result, kept.certificate_number, kept.attended) == ("Giỏi", "12/CN", True)


def test_closing_fails_whole_when_somebody_has_no_unit(app):
    made = make.course("nhanvien", "nhanvien2")
    make.person("nhanvien2").unit_id = None
    db.session.commit()
    with pytest.raises(NotReady, match="chưa thuộc đơn vị nào"):
        course_actions.close(made, actor=make.account("thuongtruc"))
    db.session.rollback()
    assert list(db.session.scalars(db.select(TrainingRecord))) == []
    assert made.closed_at is None
