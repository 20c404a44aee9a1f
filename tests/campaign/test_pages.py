"""The movement: everybody reads the plan's own words, the standing body edits."""

import pytest
import sqlalchemy as sa

from intranet.campaign import queries
from intranet.campaign.models import Campaign, Theme
from intranet.core.audit import AuditEvent
from intranet.core.db import db
from intranet.seed.base import THEMES

GIVEN = {
    "name": "Phong trào mới", "plan_reference": "Kế hoạch số 5", "starts_on": "01/01/2026", "ends_on": "31/12/2030",
    "goal": "Mục tiêu",
}  # fmt: skip


def test_everybody_reads_the_plan_word_for_word(browser):
    page = browser("nhanvien").get("/phong-trao")
    assert page.heading == "Cải cách hành chính đồng bộ, Chính quyền phục vụ nhân dân"
    shown = [
        (section.h3.get_text(strip=True), [li.get_text(strip=True) for li in section.select("li")])
        for section in page.html.select(".theme")
    ]
    assert shown == [
        (f"{number}. {title}", targets.split("\n")) for number, (title, targets) in enumerate(THEMES, start=1)
    ]
    assert "Sửa" not in page.text


def test_only_the_standing_body_edits(site, browser):
    for login in ("nhanvien", "quantri", "chutich", "vanthu"):
        browser(login).get("/phong-trao/1/sua", expect=403)
        browser(login).get("/phong-trao/noi-dung/1/sua", expect=403)
    desk = browser("thuongtruc")
    page = desk.submit(desk.get("/phong-trao/1/sua"), "/sua", **GIVEN)
    assert (page.flashes, page.heading) == (["Đã lưu phong trào thi đua."], "Phong trào mới")
    page = desk.submit(desk.get("/phong-trao/noi-dung/2/sua"), "/sua", targets="Chỉ tiêu một\x0bChỉ tiêu hai")
    assert page.flashes == ["Đã lưu nội dung 2."]
    with site.app_context():
        assert db.session.get_one(Theme, 2).targets == "Chỉ tiêu một\nChỉ tiêu hai"
        events = list(db.session.scalars(sa.select(AuditEvent.event).order_by(AuditEvent.id)))
        assert events == ["campaign:edited", "campaign:theme_edited"]


@pytest.mark.parametrize(
    ("values", "errors", "text"),
    [
        ({"name": ""}, {"name": "Cần điền mục này."}, ""),
        ({"name": "x" * 301}, {"name": "Dài quá 300 ký tự. Hãy viết ngắn lại."}, ""),
        ({"goal": "x" * 5001}, {"goal": "Dài quá 5.000 ký tự. Hãy viết ngắn lại."}, ""),
        (
            {"starts_on": "32/1/2026"},
            {"starts_on": "Không có ngày 32/1/2026. Hãy kiểm tra lại ngày, tháng, năm."},
            "",
        ),
        ({"ends_on": "31/12/2025"}, {}, "Ngày kết thúc phải sau ngày bắt đầu."),
    ],
)
def test_a_wrong_form_says_why(site, browser, values, errors, text):
    desk = browser("thuongtruc")
    page = desk.submit(desk.get("/phong-trao/1/sua"), "/sua", expect=422, **(GIVEN | values))
    assert page.errors() == errors
    assert text in page.text
    with site.app_context():
        assert db.session.get_one(Campaign, 1).name != "Phong trào mới"


def test_two_editors_of_different_themes_are_told(site, browser):
    one, two = browser("thuongtruc"), browser("thuongtruc")
    first, second = one.get("/phong-trao/noi-dung/1/sua"), two.get("/phong-trao/noi-dung/1/sua")
    one.submit(first, "/sua", title="Nội dung của người thứ nhất")
    page = two.submit(second, "/sua", title="Nội dung của người thứ hai", expect=409)
    cells = [td.get_text(strip=True) for td in page.html.select("table td")]
    assert cells == ["Tên nội dung", "Nội dung của người thứ nhất", "Nội dung của người thứ hai"]
    with site.app_context():
        assert db.session.get_one(Theme, 1).title == "Nội dung của người thứ nhất"


def test_pages_without_a_movement(site, browser):
    desk = browser("thuongtruc")
    for address in ("/phong-trao/99", "/phong-trao/99/sua", "/phong-trao/noi-dung/99/sua"):
        desk.get(address, expect=404)
    with site.app_context():
        db.session.execute(sa.delete(Theme))
        db.session.execute(sa.delete(Campaign))
        db.session.commit()
        assert queries.current() is None
    assert "Chưa có phong trào thi đua nào được khai báo." in desk.get("/phong-trao").text
