"""Who may open what: the declared table, and every role on every route."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from intranet.commands import access_lines
from intranet.core import access, nav
from intranet.people.roles import ROLE_PERMISSIONS, Role
from tests.client import Browser
from tests.site import world

pytestmark = pytest.mark.one_engine

TABLE = Path(__file__).with_name("access_table.csv")
REFUSED = "Tài khoản của bạn không có quyền mở trang này."
ANSWERS = {200, 303, 403, 404, 409, 422}


def test_access_table_is_the_reviewed_one(site):
    assert access_lines(site) == TABLE.read_text(encoding="utf-8").splitlines(), (
        "Routes or rights changed. Review them, then: "
        "python -m intranet access-table > tests/site/access_table.csv"
    )


def test_every_route_declares_what_it_needs(site):
    silent = [r.endpoint for r in site.url_map.iter_rules() if not access.needed(site, r.endpoint)]
    assert silent == []


def test_undeclared_route_is_refused_to_everybody(another):
    app = another()
    app.add_url_rule("/quen-khai-bao", "forgotten", lambda: "secret")
    for login in (None, "nhanvien", "quantri", "chutich"):
        answer = Browser(app, login).http.get("/quen-khai-bao")
        assert answer.status_code == 403
        assert "Trang này chưa được khai báo quyền truy cập." in answer.get_data(as_text=True)
    assert "forgotten,GET,/quen-khai-bao,NOBODY" in access_lines(app)


# forms that store nothing: they show pages or compare a file
ASKING = {
    "home.check_log",
    "decisions.check_changed",
    "decisions.dossier_preview",
    "decisions.paper_preview",
    "awards.report_preview",
    "upward.paper_preview",
    "reports.paper_preview",
    "council.paper_preview",
}


def test_reading_right_opens_no_way_to_write(site):
    reading = {
        p for granted in ROLE_PERMISSIONS.values() for p in granted if p.value.endswith((":read", "-all"))
    }
    for rule, method in world.routes(site):
        if method == "POST" and "GET" not in (rule.methods or set()):
            needed = set(access.needed(site, rule.endpoint))
            assert not needed & reading or rule.endpoint in ASKING, rule.endpoint


def test_menu_leads_only_where_its_readers_may_go(site):
    for entry in nav.ENTRIES:
        wanted = set(access.needed(site, entry.endpoint))
        assert access.SIGNED_IN in wanted or set(map(str, entry.needs)) <= wanted, entry.label


def may(role: Role, site: Flask, endpoint: str) -> bool:
    wanted = set(access.needed(site, endpoint))
    return bool(
        wanted & {access.PUBLIC, access.SIGNED_IN} or wanted & {str(p) for p in ROLE_PERMISSIONS[role]}
    )


@pytest.mark.parametrize("role", list(Role))
def test_role_meets_exactly_its_routes(filled, role):
    one = Browser(filled, world.login_of(role))
    token = one.csrf()
    wrong = []
    for rule, method in world.routes(filled):
        for url in world.addresses(filled, rule):
            data = {"csrf_token": token} if method == "POST" else None
            answer = one.http.open(url, method=method, data=data)
            refused = answer.status_code == 403 and REFUSED in answer.get_data(as_text=True)
            if refused == may(role, filled, rule.endpoint) or answer.status_code not in ANSWERS:
                wrong.append((method, url, answer.status_code, rule.endpoint))
            assert (
                "/dang-nhap" not in answer.headers.get("Location", "") or rule.endpoint == "people.sign_out"
            ), url
    assert wrong == []


def test_stranger_is_asked_to_sign_in_everywhere(filled):
    stranger = Browser(filled)
    soup = BeautifulSoup(stranger.http.get("/dang-nhap").get_data(as_text=True), "html5lib")
    token = soup.find("input", attrs={"name": "csrf_token"})["value"]
    before = world.fingerprint(filled)
    for rule, method in world.routes(filled):
        if access.PUBLIC in access.needed(filled, rule.endpoint):
            continue
        for url in world.addresses(filled, rule):
            data = {"csrf_token": token} if method == "POST" else None
            answer = stranger.http.open(url, method=method, data=data)
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/dang-nhap"), url
    assert world.fingerprint(filled) == before


def test_object_of_another_and_object_of_nobody_look_the_same(filled):
    one = Browser(filled, world.login_of(Role.STAFF))
    foreign = ("/sang-kien/{}", "/dao-tao/{}", "/khen-thuong/ho-so/{}", "/tep/{}", "/dao-tao/nguoi/{}")
    for pattern in foreign:
        pages = [one.http.get(pattern.format(number)) for number in (3, 999_999)]
        assert [page.status_code for page in pages] == [404, 404], pattern
        headings = [
            BeautifulSoup(p.get_data(as_text=True), "html5lib").h1.get_text(strip=True) for p in pages
        ]
        assert headings[0] == headings[1], pattern
