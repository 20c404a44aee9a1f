"""Accounts and roles as the administrator makes and ends them."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.core import audit, clock
from intranet.core.audit import AuditEvent
from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.notices.models import Notice
from intranet.people import actions, staff_actions
from intranet.people.models import Account, RoleHolding
from intranet.people.roles import Role
from tests.client import Browser
from tests.factories import people as make

NEW = "ba con trâu gặm cỏ xanh"


@pytest.fixture
def newcomer(site):
    """Return the number of a person without account."""
    with site.app_context():
        made = make.person().id
        db.session.commit()
    return made


def shown_password(page):
    return page.html.select_one(".one-time output").get_text(strip=True)


def events(site, name):
    with site.app_context():
        return [
            e.details() for e in db.session.scalars(sa.select(AuditEvent).where(AuditEvent.event == name))
        ]


def test_a_new_account_signs_in_once_with_its_password_and_must_change_it(site, browser, newcomer):
    desk = browser("quantri")
    page = desk.get(f"/quan-tri/nguoi/{newcomer}/tai-khoan")
    assert page.form().find("input", attrs={"name": "login"})["value"] == "thiuoc.dinh"
    page = desk.submit(page, "/tai-khoan")
    password = shown_password(page)
    assert page.heading == "Đã tạo tài khoản"
    assert events(site, "people:account_created") == [{"login": "thiuoc.dinh"}]
    assert password not in desk.get(f"/quan-tri/nguoi/{newcomer}").response.get_data(as_text=True)

    own = Browser(site)
    page = own.submit(own.get("/dang-nhap"), "/dang-nhap", login="thiuoc.dinh", password=password)
    assert (page.url, page.heading) == ("/doi-mat-khau", "Đổi mật khẩu")
    for address in ("/", "/ho-so-cua-toi", "/phong-trao", "/thong-bao", "/sang-kien"):
        assert own.http.get(address).headers["Location"] == "/doi-mat-khau"
    page = own.submit(page, "/doi-mat-khau", old=password, new=NEW, again=NEW)
    assert page.heading == "Việc của tôi"
    assert own.get("/ho-so-cua-toi").heading == "Hồ sơ của tôi"
    again = Browser(site)
    again.submit(again.get("/dang-nhap"), "/dang-nhap", login="thiuoc.dinh", password=password, expect=422)


def test_sending_the_account_form_twice_makes_one_account_and_tells_no_password_again(
    site, browser, newcomer
):
    desk = browser("quantri")
    form = desk.get(f"/quan-tri/nguoi/{newcomer}/tai-khoan")
    first = desk.submit(form, "/tai-khoan")
    second = desk.submit(form, "/tai-khoan")
    assert (first.heading, second.heading) == ("Đã tạo tài khoản", "Đinh Thị Ước")
    with site.app_context():
        count = sa.select(sa.func.count()).select_from(Account).where(Account.person_id == newcomer)
        assert db.session.scalar(count) == 1


@pytest.mark.parametrize(
    ("login", "message"),
    [
        ("nhanvien", "Tên đăng nhập “nhanvien” đã có người dùng."),
        ("Nhân Viên", "Tên đăng nhập “nhanvien” đã có người dùng."),
        ("ab", "Tên đăng nhập cần 3 đến 60 chữ cái không dấu, chữ số, dấu chấm hoặc gạch."),
        ("a'; drop", "Tên đăng nhập cần 3 đến 60 chữ cái không dấu, chữ số, dấu chấm hoặc gạch."),
        ("日本語名", "Tên đăng nhập cần 3 đến 60 chữ cái không dấu, chữ số, dấu chấm hoặc gạch."),
    ],
)
def test_an_odd_or_taken_login_is_refused(browser, newcomer, login, message):
    desk = browser("quantri")
    page = desk.submit(desk.get(f"/quan-tri/nguoi/{newcomer}/tai-khoan"), login=login, expect=422)
    assert message in page.text
    assert page.form().find("input", attrs={"name": "login"})["value"] == login


def test_resetting_a_password_ends_the_sessions(site, browser):
    worker, desk = browser("nhanvien"), browser("quantri")
    with site.app_context():
        account = make.account("nhanvien")
        account_id, person_id = account.id, account.person_id
    page = desk.submit(desk.get(f"/quan-tri/nguoi/{person_id}"), f"/{account_id}/dat-lai-mat-khau")
    password = shown_password(page)
    assert worker.http.get("/").headers["Location"] == "/dang-nhap?next=/"
    page = worker.submit(worker.get("/dang-nhap"), "/dang-nhap", login="nhanvien", password=password)
    assert page.url == "/doi-mat-khau"
    assert len(events(site, "people:password_reset")) == 1


def test_shutting_and_opening_an_account(site, browser):
    worker, desk = browser("nhanvien"), browser("quantri")
    with site.app_context():
        account = make.account("nhanvien")
        account_id, person_id = account.id, account.person_id
    page = desk.get(f"/quan-tri/tai-khoan/{account_id}/khoa")
    page = desk.submit(page, "/khoa", reason=" ", expect=422)
    assert page.errors() == {"reason": "Cần điền mục này."}
    page = desk.submit(page, "/khoa", reason="Mất điện thoại")
    assert page.flashes == ["Đã khóa tài khoản của Bà Nguyễn Thị Lan Anh. Người này bị đăng xuất ngay."]
    assert worker.http.get("/").status_code == 303
    page = desk.submit(desk.get(f"/quan-tri/nguoi/{person_id}"), f"/{account_id}/mo")
    assert page.flashes == ["Đã mở lại tài khoản của Bà Nguyễn Thị Lan Anh."]
    assert worker.http.get("/").status_code == 303  # the old session stays ended


def test_giving_and_ending_a_role_takes_effect_at_the_next_request(site, browser):
    worker, desk = browser("nhanvien"), browser("quantri")
    worker.get("/quan-tri/nguoi", expect=403)
    with site.app_context():
        account = make.account("nhanvien")
        account_id, person_id = account.id, account.person_id
    page = desk.get(f"/quan-tri/tai-khoan/{account_id}/vai-tro")
    page = desk.submit(page, "/vai-tro", role="standing", where="all", starts_on="01/01/2026")
    assert page.flashes == ["Đã giao vai trò Thường trực thi đua cho Bà Nguyễn Thị Lan Anh."]
    worker.get("/quan-tri/nguoi")
    with site.app_context():
        query = sa.select(RoleHolding.id).where(RoleHolding.account_id == account_id)
        holding = db.session.scalars(query.where(RoleHolding.role == Role.STANDING)).one()
    page = desk.submit(desk.get(f"/quan-tri/vai-tro/{holding}/ket-thuc"), "/ket-thuc")
    assert page.url == f"/quan-tri/nguoi/{person_id}"
    worker.get("/quan-tri/nguoi", expect=403)
    assert [e["role"] for e in events(site, "people:role_ended")] == ["standing"]


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"role": ""}, "role", "Hãy chọn một mục."),
        ({"role": "king"}, "role", "Mục đã chọn không có trong danh sách. Hãy chọn lại."),
        ({"where": ""}, "where", "Hãy chọn một mục."),
        ({"where": "9999"}, "where", "Mục đã chọn không có trong danh sách. Hãy chọn lại."),
        ({"starts_on": ""}, "starts_on", "Cần điền mục này."),
        (
            {"starts_on": "31/02/2026"},
            "starts_on",
            "Không có ngày 31/02/2026. Hãy kiểm tra lại ngày, tháng, năm.",
        ),
        ({"ends_on": "mai"}, "ends_on", "Ngày phải viết như 05/02/2026 (ngày/tháng/năm)."),
    ],
)
def test_a_wrong_role_form_says_why(site, browser, values, field, message):
    desk = browser("quantri")
    with site.app_context():
        account_id = make.account("nhanvien").id
    given = {"role": "clerk", "where": "all", "starts_on": "01/01/2026", "ends_on": ""}
    page = desk.submit(desk.get(f"/quan-tri/tai-khoan/{account_id}/vai-tro"), expect=422, **(given | values))
    assert page.errors() == {field: message}
    assert events(site, "people:role_given") == []


def test_an_administrator_who_takes_a_council_role_is_logged_and_reported(site, browser):
    desk = browser("quantri")
    with site.app_context():
        account_id = make.account("quantri").id
    page = desk.get(f"/quan-tri/tai-khoan/{account_id}/vai-tro")
    assert "Bạn đang giao vai trò cho chính mình." in page.text
    desk.submit(page, "/vai-tro", role="council_chair", where="all", starts_on="01/01/2026")
    assert [e["role"] for e in events(site, "people:own_role_given")] == ["council_chair"]
    assert events(site, "people:role_given") == []
    with site.app_context():
        rows = db.session.execute(sa.select(Notice.account_id, Notice.title)).all()
        title = "Cao Minh Tuấn tự giao cho mình vai trò Chủ tịch Hội đồng"
        assert [tuple(row) for row in rows] == [(make.account("chutich").id, title)]


def test_an_administrator_cannot_shut_herself_out(app):
    one = make.account("quantri")
    holding = next(h for h in one.holdings if h.role == Role.ADMIN)
    for act in (
        lambda: actions.disable(one, actor=one, reason="x"),
        lambda: actions.reset_password(one, actor=one),
        lambda: actions.end_role(holding, clock.today(), actor=one),
        lambda: staff_actions.leave(one.person, clock.today(), actor=one),
    ):
        with pytest.raises(Barred):
            act()
    assert one.is_active
    assert holding.ends_on is None


def test_refused_acts_on_roles(app):
    one, actor = make.account("nhanvien"), make.account("quantri")
    today = clock.today()
    with pytest.raises(NotReady, match="Ngày kết thúc phải sau ngày bắt đầu"):
        actions.give_role(
            one, Role.CLERK, actor=actor, unit_id=None, starts_on=today, ends_on=today - dt.timedelta(days=1)
        )
    held = one.holdings[0]
    with pytest.raises(NotReady, match="đã được giao trong thời gian này"):
        actions.give_role(one, held.role, actor=actor, unit_id=held.unit_id, starts_on=today)
    actions.end_role(held, today - dt.timedelta(days=3), actor=actor)
    actions.give_role(one, held.role, actor=actor, unit_id=held.unit_id, starts_on=today)
    with pytest.raises(WrongState):
        actions.end_role(held, today, actor=actor)


def test_a_person_who_has_left_gets_no_account_and_no_opening(app):
    actor = make.account("quantri")
    made = make.person()
    staff_actions.leave(made, clock.today(), actor=actor)
    with pytest.raises(NotReady, match="đã nghỉ công tác"):
        actions.create_account(made, "moi.moi", actor=actor)
    one = make.account("nhanvien")
    actions.disable(one, actor=actor, reason="x")
    staff_actions.leave(one.person, clock.today(), actor=actor)
    with pytest.raises(NotReady, match="đã nghỉ công tác"):
        actions.enable(one, actor=actor)


def test_a_person_has_one_account(app):
    with pytest.raises(NotReady, match="đã có tài khoản"):
        actions.create_account(make.account("nhanvien").person, "moi.moi", actor=audit.SYSTEM)


def test_the_first_administrator_is_made_once(app):
    assert actions.create_first_admin("Quản trị", "quantri2", actor=audit.SYSTEM) is None
    db.session.execute(sa.delete(RoleHolding).where(RoleHolding.role == Role.ADMIN))
    db.session.expire_all()
    password = actions.create_first_admin("Quản trị", "quantri2", actor=audit.SYSTEM)
    assert len(password) == 19
    assert make.account("quantri2").must_change_password is True
    assert actions.create_first_admin("Quản trị", "quantri3", actor=audit.SYSTEM) is None
