"""The bell: everybody reads only the own one; opening is what reads."""

import pytest
import sqlalchemy as sa

from intranet.core.db import db
from intranet.notices.models import Notice
from tests.factories import people as make


@pytest.fixture
def bell(site):
    """Two notices for nhanvien, one for kinhte; return their numbers."""
    with site.app_context():
        mine, other = make.account("nhanvien").id, make.account("kinhte").id
        rows = [
            make.notice(mine, "Trưởng đơn vị đã xác nhận", url="/phong-trao"),
            make.notice(
                mine, "Cần bổ sung <b>hồ sơ</b>", url="//e.vn", act_needed=True, text="Thiếu minh chứng"
            ),
            make.notice(other, "Của người khác"),
        ]
        db.session.commit()
        return [row.id for row in rows]


def unread(site):
    with site.app_context():
        return list(
            db.session.scalars(sa.select(Notice.id).where(Notice.read_at.is_(None)).order_by(Notice.id))
        )


def test_opening_marks_as_read_and_goes_there(site, browser, bell):
    one = browser("nhanvien")
    page = one.get("/thong-bao")
    assert [tag.get_text(strip=True) for tag in page.html.select(".notice-words")] == [
        "Chưa đọc:Cần bổ sung <b>hồ sơ</b>", "Chưa đọc:Trưởng đơn vị đã xác nhận"
    ]  # fmt: skip
    assert page.html.select_one(".bell-count").get_text() == "2"
    assert unread(site) == bell  # reading the list reads nothing
    page = one.submit(page, f"/{bell[0]}/mo")
    assert page.url == "/phong-trao"
    assert unread(site) == bell[1:]


def test_a_notice_never_leads_away(browser, bell):
    one = browser("nhanvien")
    assert one.submit(one.get("/thong-bao"), f"/{bell[1]}/mo").url == "/thong-bao"


def test_reading_all_reads_only_the_own_ones(site, browser, bell):
    one = browser("nhanvien")
    page = one.submit(one.get("/thong-bao"), "/doc-het")
    assert page.flashes == ["Đã đánh dấu tất cả là đã đọc."]
    assert unread(site) == bell[2:]
    assert page.html.select_one(".bell-count") is None


def test_a_foreign_notice_is_not_there(site, browser, bell):
    browser("nhanvien").post(f"/thong-bao/{bell[2]}/mo", expect=404)
    browser("nhanvien").post("/thong-bao/99999999999999999999/mo", expect=404)
    assert unread(site) == bell


def test_filters_and_the_empty_bell(browser, bell):
    one = browser("nhanvien")
    titles = [
        tag.get_text(strip=True) for tag in one.get("/thong-bao?xem=can-xu-ly").html.select(".notice-words")
    ]
    assert titles == ["Chưa đọc:Cần bổ sung <b>hồ sơ</b>"]
    one.submit(one.get("/thong-bao"), "/doc-het")
    assert "Không có thông báo nào thuộc loại này." in one.get("/thong-bao?xem=chua-doc").text
    assert "Chưa có thông báo nào." in browser("yte").get("/thong-bao").text
