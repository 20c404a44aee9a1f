"""Courses: the attendance list makes verified records, once."""

import pytest
import sqlalchemy as sa

from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.training import course_actions
from intranet.training.models import TrainingRecord
from intranet.training.states import State
from tests.factories import training as make


def records() -> list[TrainingRecord]:
    return list(db.session.scalars(sa.select(TrainingRecord).order_by(TrainingRecord.person_id)))


def test_closing_the_list_gives_verified_records_to_who_attended(app):
    course, desk = make.course("nhanvien", "nhanvien2"), make.account("thuongtruc")
    absent = next(r for r in course.attendees if r.person_id == make.person("nhanvien2").id)
    marks = {r.id: (r is not absent, "Khá", "12/GCN") for r in course.attendees}
    course_actions.mark(course, marks, actor=desk)
    assert course_actions.close(course, actor=desk) == 1
    (made,) = records()
    assert (made.person_id, made.state, made.verified_by) == (
        make.person("nhanvien").id,
        State.VERIFIED,
        "Lê Thị Hạnh",
    )
    assert (made.title, made.periods, made.result, made.certificate_number) == (
        make.TITLE,
        40,
        "Khá",
        "12/GCN",
    )
    with pytest.raises(WrongState, match="đã chốt"):
        course_actions.close(course, actor=desk)
    assert len(records()) == 1


def test_an_empty_list_is_not_closed(app):
    with pytest.raises(NotReady, match="chưa có ai dự lớp"):
        course_actions.close(make.course(), actor=make.account("thuongtruc"))


def test_somebody_forgotten_is_added_with_a_reason(app):
    course, desk = make.course("nhanvien"), make.account("thuongtruc")
    course_actions.close(course, actor=desk)
    late = make.person("nhanvien2")
    with pytest.raises(NotReady, match="lý do"):
        course_actions.add_late(course, late, actor=desk, reason=" ")
    course_actions.add_late(course, late, actor=desk, reason="Sót khi nhập danh sách giấy")
    assert len(records()) == 2
    with pytest.raises(NotReady, match="đã có trong danh sách"):
        course_actions.add_late(course, late, actor=desk, reason="Lần nữa")


def test_the_same_person_stands_on_a_list_once(app):
    course, desk = make.course("nhanvien"), make.account("thuongtruc")
    assert course_actions.add_people(course, [make.person("nhanvien"), make.person("yte")], actor=desk) == 1
    assert len(course.attendees) == 2


def test_only_the_standing_body_runs_courses(app):
    with pytest.raises(Barred):
        course_actions.create(make.values(), actor=make.account("truongphong"))


def test_a_course_through_its_pages(site, browser):
    desk = browser("thuongtruc")
    page = desk.submit(desk.get("/dao-tao/lop/moi"), expect=422)
    assert set(page.errors()) == {
        "title", "content_class", "topic", "format", "provider", "starts_on", "ends_on", "periods",
    }  # fmt: skip
    page = desk.submit(
        page,
        title="Kỹ năng số cơ bản",
        content_class="digital",
        topic="digital_skill",
        format="onsite",
        provider="UBND xã",
        starts_on="01/6/2026",
        ends_on="02/6/2026",
        periods="16",
    )
    page = desk.submit(page, "/them", expect=422)
    assert "Hãy chọn một đơn vị hoặc một người." in page.text
    options = page.html.find("select", attrs={"name": "unit"}).find_all("option")
    unit = next(o["value"] for o in options if o.get_text() == "Điểm phục vụ hành chính công")
    page = desk.submit(page, "/them", unit=unit)
    assert page.flashes == ["Đã thêm 3 người vào danh sách."]
    page = desk.submit(page, "/chot")
    assert page.flashes == ["Đã chốt danh sách và ghi 3 hồ sơ đào tạo."]
    staff = browser("nhanvien")
    assert "Kỹ năng số cơ bản" in staff.get("/dao-tao").text
    assert "16 / 40 tiết tối thiểu" in staff.get("/dao-tao").text


def test_who_lacks_what_is_exported(browser):
    head = browser("truongphong")
    page = head.get("/dao-tao/don-vi")
    assert "đánh giá mức kỹ năng số" in page.text
    answer = head.http.get("/dao-tao/don-vi?format=xlsx")
    assert answer.data.startswith(b"PK")


def test_a_level_is_recorded_with_proof(browser, site):
    with site.app_context():
        person = make.person("nhanvien").id
    head = browser("truongphong")
    page = head.get(f"/dao-tao/nguoi/{person}/muc-ky-nang")
    page = head.submit(page, expect=422, assessed_on="01/01/2099", level="basic", evidence_kind="test")
    assert "Ngày đánh giá không được ở tương lai." in page.text
    page = head.submit(page, assessed_on="01/7/2026")
    assert "Kỹ năng số: Cơ bản" in page.text
    browser("kinhte").get(f"/dao-tao/nguoi/{person}", expect=404)
