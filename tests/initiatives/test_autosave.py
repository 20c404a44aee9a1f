"""A draft saves itself: what is answered, what is kept, what happens with two tabs."""

import pytest

from intranet.core.db import db
from intranet.initiatives.models import Initiative
from intranet.initiatives.states import State
from intranet.notices.models import Notice
from tests.client import form_data
from tests.factories import initiatives as make

AN = "Vũ Đình Ân - Điểm phục vụ hành chính công"


@pytest.fixture
def number(site) -> int:
    with site.app_context():
        made = make.draft(complete=False, title="Tên cũ")
        db.session.commit()
        return made.id


def _save(writer, number: int, page=None, **changes):
    """Send what the page would send by itself: the fields without the one-time key."""
    page = page or writer.get(f"/sang-kien/{number}/viet")
    data = form_data(page.form("/viet")) | changes | {"autosave": "1"}
    data.pop("once")
    return writer.http.post(f"/sang-kien/{number}/luu-nhap", data=data)


def _initiative(site, number: int) -> Initiative:
    with site.app_context():
        return db.session.get(Initiative, number)


def test_it_keeps_what_is_typed_and_gives_the_new_version(site, browser, number):
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/viet")
    answer = _save(writer, number, page, novelty="Đang gõ")
    assert answer.status_code == 200
    told = answer.get_json()
    stored = _initiative(site, number)
    assert stored.novelty == "Đang gõ"
    assert told["fields"] == {"version": str(stored.version)}
    assert told["message"] == f"Đã lưu lúc {told['saved_at']}"
    # the page carries the new version on: the next saving is no conflict
    again = _save(writer, number, page, novelty="Đang gõ tiếp", version=told["fields"]["version"])
    assert again.status_code == 200
    assert _initiative(site, number).novelty == "Đang gõ tiếp"


def test_an_old_version_is_refused_and_nothing_is_written(site, browser, number):
    writer = browser("nhanvien")
    page = writer.get(f"/sang-kien/{number}/viet")
    _save(writer, number, page, novelty="Thẻ kia")
    answer = _save(writer, number, page, novelty="Thẻ này")
    assert answer.status_code == 409
    assert answer.get_json()["message"].startswith("nội dung này đã được sửa ở một thẻ khác.")
    assert _initiative(site, number).novelty == "Thẻ kia"


def test_what_cannot_be_kept_is_named_and_the_rest_is_kept(site, browser, number):
    writer = browser("nhanvien")
    changes = {"novelty": "Giữ lại", "first_applied_on": "31/2/2026", "title": "x" * 301}
    told = _save(writer, number, **changes).get_json()
    assert told["message"].endswith("Chưa lưu: Tên sáng kiến; Ngày áp dụng lần đầu.")
    stored = _initiative(site, number)
    assert (stored.novelty, stored.title, stored.first_applied_on) == ("Giữ lại", "Tên cũ", None)


def test_a_name_half_typed_leaves_the_authors_alone(site, browser, number):
    writer = browser("nhanvien")
    changes = {"authors-1-person": "phuc vu", "authors-1-share": "30", "novelty": "Giữ lại"}
    told = _save(writer, number, **changes).get_json()
    assert told["message"].endswith("Chưa lưu: Tác giả và tỷ lệ đóng góp.")
    with site.app_context():
        stored = db.session.get(Initiative, number)
        assert [(a.person.full_name, a.share) for a in stored.authors] == [("Nguyễn Thị Lan Anh", 100)]
        assert stored.novelty == "Giữ lại"


def test_authors_are_asked_only_when_the_shares_make_100(site, browser, number):
    writer = browser("nhanvien")
    _save(writer, number, **{"authors-0-share": "70", "authors-1-person": AN, "authors-1-share": "3"})
    with site.app_context():
        assert db.session.query(Notice).count() == 0
    _save(writer, number, **{"authors-0-share": "70", "authors-1-share": "30"})
    with site.app_context():
        titles = [notice.title for notice in db.session.query(Notice)]
        assert titles == ["Xác nhận tỷ lệ đóng góp 30 % của bạn"]


@pytest.mark.parametrize(("login", "status"), [("nhanvien2", 404), ("truongphong", 404), ("quantri", 403)])
def test_only_the_writer(browser, number, login, status):
    other = browser(login)
    answer = other.http.post(f"/sang-kien/{number}/luu-nhap", data={"csrf_token": other.csrf(), "title": "x"})
    assert answer.status_code == status


def test_not_once_it_is_handed_in(site, browser):
    with site.app_context():
        made = make.at(State.SUBMITTED)
        db.session.commit()
        number = made.id
    writer = browser("nhanvien")
    answer = writer.http.post(
        f"/sang-kien/{number}/luu-nhap", data={"csrf_token": writer.csrf(), "title": "x"}
    )
    assert answer.status_code == 403
    assert answer.get_json() == {
        "message": "Chỉ người viết sửa được, khi sáng kiến chưa nộp hoặc được trả lại."
    }
