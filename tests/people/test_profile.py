"""What everybody may do with the own account."""

import pytest
import sqlalchemy as sa

from intranet.core.db import db
from intranet.people.devices import device_words
from intranet.people.models import LoginSession
from intranet.people.sessions import own_sessions
from intranet.seed.demo import PASSWORD
from tests.factories import people as make

NEW = "ba con trâu gặm cỏ xanh"


def test_the_profile_shows_what_is_recorded(browser):
    page = browser("kinhte").get("/ho-so-cua-toi")
    facts = {
        dt.get_text(strip=True): dt.find_next("dd").get_text(strip=True) for dt in page.html.select("main dt")
    }
    assert facts == {
        "Họ và tên": "Hoàng Văn Bách", "Danh xưng": "Ông", "Chức danh": "Chưa có", "Chức vụ": "Trưởng phòng",
        "Đơn vị": "Phòng Kinh tế", "Tên đăng nhập": "kinhte",
    }  # fmt: skip
    roles = [li.get_text(strip=True) for li in page.html.select(".plain-list li")]
    assert sorted(roles) == [
        "Cán bộ, công chức, Phòng Kinh tế", "Thành viên Hội đồng, toàn xã", "Trưởng đơn vị, Phòng Kinh tế"
    ]  # fmt: skip


def test_large_text_is_a_choice_of_the_account(browser):
    one = browser("nhanvien")
    page = one.get("/ho-so-cua-toi")
    assert page.html.html.get("class") is None
    page = one.submit(page, "/ho-so-cua-toi", large_text="y")
    assert page.flashes == ["Đã lưu cỡ chữ."]
    assert page.html.html["class"] == ["large-text"]
    assert browser("nhanvien").get("/").html.html["class"] == ["large-text"]
    page = one.submit(page, "/ho-so-cua-toi", large_text=None)
    assert page.html.html.get("class") is None


def _acts(page, end):
    forms = page.html.find("main").find_all("form", method="post")
    return [str(form["action"]) for form in forms if str(form["action"]).endswith(end)]


def test_a_device_can_be_signed_out_from_another(site, browser):
    one, other = browser("nhanvien"), browser("nhanvien")
    page = one.get("/ho-so-cua-toi")
    (act,) = _acts(page, "/dang-xuat")
    page = one.submit(page, act)
    assert page.flashes == ["Đã đăng xuất thiết bị đó."]
    assert other.http.get("/").status_code == 303
    assert _acts(page, "/dang-xuat") == []
    with site.app_context():
        assert len(own_sessions(make.account("nhanvien"))) == 1


def test_all_other_devices_can_be_signed_out(site, browser):
    one, *others = [browser("nhanvien") for _ in range(3)]
    page = one.get("/ho-so-cua-toi")
    one.submit(page, "/dang-xuat-het")
    assert [o.http.get("/").status_code for o in (one, *others)] == [200, 303, 303]


def test_a_foreign_session_cannot_be_ended(site, browser):
    one, victim = browser("nhanvien"), browser("kinhte")
    with site.app_context():
        account = make.account("kinhte").id
        foreign = db.session.scalars(
            sa.select(LoginSession.id).where(LoginSession.account_id == account)
        ).one()
    one.post(f"/ho-so-cua-toi/thiet-bi/{foreign}/dang-xuat", expect=404)
    one.post("/ho-so-cua-toi/thiet-bi/99999999999999999999/dang-xuat", expect=404)
    assert victim.http.get("/").status_code == 200


@pytest.mark.parametrize(
    ("values", "errors", "text"),
    [
        ({"old": ""}, {"old": "Cần điền mục này."}, ""),
        ({"new": "", "again": ""}, {"new": "Cần điền mục này.", "again": "Cần điền mục này."}, ""),
        ({"again": "khác"}, {"again": "Hai lần nhập mật khẩu mới không giống nhau."}, ""),
        ({"old": "sai"}, {}, "Mật khẩu hiện tại chưa đúng."),
        ({"new": "ngắn", "again": "ngắn"}, {}, "Mật khẩu cần từ 10 đến 128 ký tự."),
        ({"new": "x" * 129, "again": "x" * 129}, {}, "Mật khẩu cần từ 10 đến 128 ký tự."),
        ({"new": "matkhau123456", "again": "matkhau123456"}, {}, "Mật khẩu này quá dễ đoán."),
        ({"new": "nhanvien2026", "again": "nhanvien2026"}, {}, "Mật khẩu này quá dễ đoán."),
        ({"new": PASSWORD, "again": PASSWORD}, {}, "Mật khẩu mới phải khác mật khẩu hiện tại."),
    ],
)
def test_a_wrong_password_change_says_why(site, browser, values, errors, text):
    one = browser("nhanvien")
    with site.app_context():
        before = make.account("nhanvien").password_hash
    given = {"old": PASSWORD, "new": NEW, "again": NEW}
    page = one.submit(one.get("/doi-mat-khau"), "/doi-mat-khau", expect=422, **(given | values))
    assert page.errors() == errors
    assert text in page.text
    typed = [tag.get("value", "") for tag in page.form().find_all("input", type="password")]
    assert typed == ["", "", ""]  # a password is the one thing that is not shown again
    with site.app_context():
        assert make.account("nhanvien").password_hash == before


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"login": "", "password": ""}, {"login": "Cần điền mục này.", "password": "Cần điền mục này."}),
        ({"login": "x" * 61}, {"login": "Dài quá 60 ký tự. Hãy viết ngắn lại."}),
    ],
)
def test_a_wrong_sign_in_form_says_why(browser, values, errors):
    one = browser()
    page = one.submit(one.get("/dang-nhap"), expect=422, **({"login": "nhanvien", "password": "x"} | values))
    assert page.errors() == errors


def test_the_login_may_be_typed_with_capitals_spaces_and_accents(browser):
    one = browser()
    page = one.submit(one.get("/dang-nhap"), login=" Nhân Viên\u200b ", password=PASSWORD)
    assert page.heading == "Việc của tôi"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
            "Chrome trên máy tính Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge trên máy tính Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36",
            "Chrome trên điện thoại Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; rv:131.0) Gecko Firefox/131.0", "Firefox trên máy tính Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari trên iPhone"),
        ("SamsungBrowser/26.0 Chrome/122.0", "Trình duyệt Samsung"),
        ("", "Thiết bị không rõ loại"),
        ("<script>", "Thiết bị không rõ loại"),
    ],
)
def test_devices_are_named_in_words(agent, words):
    assert device_words(agent) == words
