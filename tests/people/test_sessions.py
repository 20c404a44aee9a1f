"""A cookie is worth as much as its session row: whatever ends the row ends the copied cookie."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.core import audit, clock
from intranet.core.audit import AuditEvent
from intranet.core.db import db
from intranet.people import actions, sessions, staff_actions
from intranet.people.models import LoginSession, SignInFailure
from intranet.people.roles import Role
from intranet.seed.demo import PASSWORD
from tests.client import Browser
from tests.factories import people as make

NEW = "ba con trâu gặm cỏ xanh"


@pytest.fixture
def later(monkeypatch):
    """Return a function that moves the clock on."""
    real, moved = clock.now, {"by": dt.timedelta()}
    monkeypatch.setattr(clock, "now", lambda: real() + moved["by"])

    def move(**by):
        moved["by"] += dt.timedelta(**by)

    return move


def sign_in(site, login, password=PASSWORD, *, expect=200, address="10.0.0.1"):
    """Sign in through the page; return the browser."""
    one = Browser(site)
    one.http.environ_base["REMOTE_ADDR"] = address
    one.submit(one.get("/dang-nhap"), "/dang-nhap", login=login, password=password, expect=expect)
    return one


def is_in(one):
    """Return whether a browser still gets a page that needs signing in."""
    return one.http.get("/ho-so-cua-toi").status_code == 200


def copy_of(site, one):
    """Return a second browser with a copy of the cookie."""
    thief, name = Browser(site), site.config["SESSION_COOKIE_NAME"]
    thief.http.set_cookie(name, one.http.get_cookie(name).value)
    assert is_in(thief)
    return thief


def admin():
    return make.account("quantri")


def test_a_copied_cookie_is_dead_after_signing_out(site):
    one = sign_in(site, "nhanvien")
    thief = copy_of(site, one)
    answer = one.http.post("/dang-xuat", data={"csrf_token": one.csrf()})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dang-nhap")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(one)
    assert not is_in(thief)
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(LoginSession)) == 0


@pytest.mark.parametrize("what", ["disabled", "left", "reset", "ended by the owner", "row gone"])
def test_whatever_ends_the_session_bites_at_the_next_request(site, what):
    one = sign_in(site, "nhanvien")
    with site.app_context():
        account = make.account("nhanvien")
        if what == "disabled":
            actions.disable(account, actor=admin(), reason="Nghi lộ mật khẩu")
        elif what == "left":
            staff_actions.leave(account.person, clock.today(), actor=admin())
        elif what == "reset":
            actions.reset_password(account, actor=admin())
        elif what == "ended by the owner":
            row = db.session.scalars(sa.select(LoginSession)).one()
            sessions.end_one(account, row.id, actor=account)
        else:
            db.session.execute(sa.delete(LoginSession))
        db.session.commit()
    assert not is_in(one)


@pytest.mark.parametrize("what", ["disabled", "left"])
def test_the_account_is_dead_even_if_its_session_row_were_kept(site, what):
    """The guard does not rest on the deletion: the state itself is asked at each request."""
    one = sign_in(site, "nhanvien")
    with site.app_context():
        account = make.account("nhanvien")
        if what == "disabled":
            account.disabled_at = clock.now()
        else:
            account.person.left_on = clock.today()
        db.session.commit()
        assert db.session.scalar(sa.select(sa.func.count()).select_from(LoginSession)) == 1
    assert not is_in(one)


def test_a_leaving_in_the_future_takes_effect_on_its_day(site, later):
    with site.app_context():
        staff_actions.leave(
            make.account("nhanvien").person, clock.today() + dt.timedelta(days=1), actor=admin()
        )
        db.session.commit()
    one = sign_in(site, "nhanvien")
    assert is_in(one)
    later(days=1)
    sign_in(site, "nhanvien", expect=422)
    assert not is_in(one)


def test_an_ended_role_is_gone_at_the_next_request(site):
    one = sign_in(site, "quantri")
    assert one.http.get("/quan-tri/nhat-ky").status_code == 200
    with site.app_context():
        holding = next(h for h in make.account("quantri").holdings if h.role == Role.ADMIN)
        actions.end_role(holding, clock.today() - dt.timedelta(days=1), actor=make.account("thuongtruc"))
        db.session.commit()
    assert one.http.get("/quan-tri/nhat-ky").status_code == 403
    assert is_in(one)


def test_a_role_ends_after_its_last_day(app):
    holding = make.account("nhanvien").holdings[0]
    holding.starts_on, holding.ends_on = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
    days = [dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2026, 4, 1)]
    assert [holding.on(day) for day in days] == [False, True, True, False]


def test_changing_the_password_keeps_only_this_browser(site):
    one, other = sign_in(site, "nhanvien"), sign_in(site, "nhanvien")
    page = one.get("/doi-mat-khau")
    page = one.submit(page, "/doi-mat-khau", old=PASSWORD, new=NEW, again=NEW)
    assert page.flashes == ["Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."]
    assert is_in(one)
    assert not is_in(other)
    sign_in(site, "nhanvien", expect=422)
    assert is_in(sign_in(site, "nhanvien", NEW))


def test_idle_sessions_end(site, later):
    one = sign_in(site, "nhanvien")
    later(minutes=50)
    assert is_in(one)
    later(minutes=50)
    assert is_in(one)
    later(minutes=61)
    assert not is_in(one)


def test_sessions_end_after_half_a_day_of_work(site, later):
    one = sign_in(site, "nhanvien")
    for _ in range(16):
        later(minutes=44)
        assert is_in(one)
    later(minutes=30)
    assert not is_in(one)


def test_the_next_sign_in_sweeps_ended_sessions(site, later):
    sign_in(site, "nhanvien")
    later(hours=13)
    sign_in(site, "kinhte")
    with site.app_context():
        left = list(db.session.scalars(sa.select(LoginSession.account_id)))
        assert left == [make.account("kinhte").id]


def test_each_sign_in_makes_a_new_token_and_the_row_keeps_only_its_hash(site):
    tokens = []
    one = Browser(site)
    for _ in range(2):
        one.submit(one.get("/dang-nhap"), "/dang-nhap", login="nhanvien", password=PASSWORD)
        with one.http.session_transaction() as cookie:
            tokens.append(cookie.pop("_user_id"))
    assert tokens[0] != tokens[1]
    with site.app_context():
        rows = set(db.session.scalars(sa.select(LoginSession.token_hash)))
        assert rows == {sessions._token_hash(token) for token in tokens}
        assert not rows & set(tokens)


def test_a_wrong_password_an_unknown_name_and_a_shut_account_get_the_same_answer(site):
    with site.app_context():
        actions.disable(make.account("kinhte"), actor=admin(), reason="Thử")
        db.session.commit()
    texts = set()
    for login, password in (("nhanvien", "sai mật khẩu"), ("khong-co-ai", PASSWORD), ("kinhte", PASSWORD)):
        one = sign_in(site, login, password, expect=422)
        summary = one.page.html.select_one(".error-summary")
        texts.add(summary.get_text(" ", strip=True))
    assert texts == {
        "Chưa làm được Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt."
    }


def test_throttling_holds_for_one_account_and_ends(site, later):
    for _ in range(sessions.TRIES):
        sign_in(site, "nhanvien", "sai", expect=422)
    sign_in(site, "nhanvien", expect=429)
    sign_in(site, "nhanvien", expect=429, address="10.9.9.9")
    assert is_in(sign_in(site, "kinhte"))
    later(minutes=6)
    assert is_in(sign_in(site, "nhanvien"))
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInFailure)) == 0


def test_unknown_names_are_throttled_too(site):
    for _ in range(sessions.TRIES):
        sign_in(site, "ai-do", "sai", expect=422)
    sign_in(site, "ai-do", "sai", expect=429)


def test_success_and_failure_are_logged(site):
    sign_in(site, "nhanvien", "sai", expect=422)
    sign_in(site, "nhanvien")
    with site.app_context():
        events = [
            (e.event, e.details()) for e in db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id))
        ]
        assert events == [
            ("people:sign_in_failed", {"login": "nhanvien", "address": "10.0.0.1"}),
            ("people:signed_in", {"address": "10.0.0.1"}),
        ]
        assert audit.verify() is None
