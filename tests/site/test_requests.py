"""What holds for every request: headers, reading writes nothing, no form without its token, no breakdown."""

import pytest
from flask import Flask, abort

from intranet.core import access, audit, errors
from intranet.core.web import CSP
from tests.client import Browser, Page, check_page
from tests.site import world

HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
DOWNLOAD_CSP = "sandbox; default-src 'none'"
# what may change when somebody only looks: the moment of the last request, noted once in a while
LOOKED_AT = {"login_session"}


def assert_headers(answer, url: str, endpoint: str = "") -> None:
    for name, value in HEADERS.items():
        if name == "Cache-Control" and (endpoint == "static" or endpoint.startswith("public.")):
            continue
        allowed = {value, DOWNLOAD_CSP} if name == "Content-Security-Policy" else {value}
        assert answer.headers.get(name) in allowed, (url, name)
    assert "Server" not in answer.headers or "Werkzeug" not in answer.headers["Server"]


def test_reading_every_page_works_and_changes_nothing(filled):
    one = Browser(filled, world.EVERYTHING)
    one.http.get("/")
    before, opened = world.fingerprint(filled), 0
    for rule, method in world.routes(filled):
        if method != "GET":
            continue
        for url in world.addresses(filled, rule, most=12 if len(rule.arguments) == 1 else 2):
            answer = one.http.get(url)
            assert answer.status_code in {200, 303, 403, 404, 409, 422}, (url, answer.status_code)
            assert_headers(answer, url, rule.endpoint)
            page = Page(answer, url)
            if page.soup is not None:
                check_page(page)
            opened += answer.status_code == 200
            assert one.http.head(url).status_code == answer.status_code, url
    after = world.fingerprint(filled)
    assert {table for table in before if before[table] != after[table]} - LOOKED_AT == set()
    assert opened > 100


def test_reading_lists_as_a_workbook_changes_nothing(filled):
    one = Browser(filled, world.EVERYTHING)
    before, workbooks = world.fingerprint(filled), 0
    for rule, method in world.routes(filled):
        if method == "GET" and not rule.arguments:
            answer = one.http.get(
                rule.rule, query_string={"format": "xlsx", "page": "x", "sort": "-?", "q": "%_'"}
            )
            assert answer.status_code in {200, 303}, rule.rule
            workbooks += answer.data.startswith(b"PK")
    after = world.fingerprint(filled)
    assert {table for table in before if before[table] != after[table]} - LOOKED_AT == set()
    assert workbooks >= 5


@pytest.mark.parametrize("login", [None, world.EVERYTHING])
def test_form_without_its_token_or_with_a_foreign_one_does_nothing(filled, login):
    foreign = Browser(filled, "nhanvien").csrf()
    one = Browser(filled, login)
    if login:
        one.http.get("/")
    before = world.fingerprint(filled)
    for rule, method in world.routes(filled):
        if method != "POST":
            continue
        url = world.addresses(filled, rule)[0]
        for data in ({}, {"csrf_token": ""}, {"csrf_token": foreign}, {"csrf_token": "x" * 5000}):
            answer = one.http.post(url, data=data)
            assert answer.status_code == 419, (url, answer.status_code)
            assert_headers(answer, url)
    assert "hết hạn" in Page(answer, url).text or "Biểu mẫu" in Page(answer, url).text
    after = world.fingerprint(filled)
    assert {table for table in before if before[table] != after[table]} - LOOKED_AT == set()


def test_empty_form_never_breaks_down_on_any_object(filled):
    one = Browser(filled, world.EVERYTHING)
    token = one.csrf()
    for rule, method in world.routes(filled):
        if method != "POST" or rule.endpoint in ("people.sign_out", "people.end_session"):
            continue
        for url in world.addresses(filled, rule, most=4):
            answer = one.http.post(url, data={"csrf_token": token})
            assert answer.status_code in {200, 303, 403, 404, 409, 422}, (url, answer.status_code)
            assert_headers(answer, url)
    with filled.app_context():
        assert audit.verify() is None


THROTTLED = {"people.sign_in", "ballots.key", "ballots.open_box"}  # they take passwords: 429 after a few


def test_nonsense_in_every_field_never_breaks_down(filled):
    one = Browser(filled, world.EVERYTHING)
    for nonsense in (
        "\x0b\x00<script>alert(1)</script>",
        "9" * 400,
        "-1",
        "Ôi" * 4000,
        "%00../..",
        "31/02/2026",
    ):
        for rule, method in world.routes(filled):
            if method != "GET" or "POST" not in (rule.methods or set()) or rule.endpoint in THROTTLED:
                continue
            url = world.addresses(filled, rule)[0]
            shown = Page(one.http.get(url), url)
            if shown.status != 200 or shown.soup is None:
                continue
            fields = {tag["name"] for tag in shown.html.select("main [name]")} - {"csrf_token", "once"}
            data = dict.fromkeys(fields, nonsense) | {"csrf_token": one.csrf()}
            answer = one.http.post(url, data=data)
            assert answer.status_code in {200, 303, 403, 404, 409, 422}, (
                url,
                nonsense[:9],
                answer.status_code,
            )


def test_methods_that_no_route_knows_are_refused_in_words(filled):
    one = Browser(filled, world.EVERYTHING)
    for method, url in (
        ("PUT", "/"),
        ("DELETE", "/sang-kien/1"),
        ("POST", "/phong-trao"),
        ("PATCH", "/dao-tao"),
    ):
        answer = one.http.open(url, method=method)
        assert answer.status_code in {405, 419}, url
        assert_headers(answer, url)


@pytest.fixture
def broken(another) -> Flask:
    """Return a site with one route per way to fail."""
    app = another("demo")
    ways = {
        "barred": errors.Barred("Việc của người khác."),
        "not-there": errors.NotThere("Không tìm thấy hồ sơ này."),
        "wrong-state": errors.WrongState("Hồ sơ đã chuyển bước."),
        "stale": errors.Stale("Người khác vừa sửa."),
        "not-ready": errors.NotReady("Còn thiếu <Tên>.", ["Tên"]),
        "too-often": errors.TooOften("Bạn thử quá nhiều lần."),
        "bad-file": errors.BadFile("Tệp “a.exe” không thuộc loại được nhận."),
        "bug": ZeroDivisionError("division by zero"),
    }

    def fail(way: str) -> str:
        raise ways[way]

    def stop(status: int) -> str:
        abort(status)

    app.add_url_rule("/hong/<way>", "fail", access.needs(access.PUBLIC)(fail))
    app.add_url_rule("/dung/<int:status>", "stop", access.needs(access.PUBLIC)(stop))
    return app


@pytest.mark.parametrize(
    ("way", "status", "words"),
    [
        ("barred", 403, "Việc của người khác."),
        ("not-there", 404, "Không tìm thấy hồ sơ này."),
        ("wrong-state", 409, "Hồ sơ đã chuyển bước."),
        ("stale", 409, "Người khác vừa sửa."),
        ("not-ready", 422, "Còn thiếu <Tên>."),
        ("too-often", 429, "Bạn thử quá nhiều lần."),
        ("bad-file", 422, "Tệp “a.exe” không thuộc loại được nhận."),
    ],
)
@pytest.mark.parametrize("login", [None, "nhanvien"])
def test_refusal_is_a_page_with_its_words(broken, way, status, words, login):
    one = Browser(broken, login)
    page = one.get(f"/hong/{way}", expect=status)
    assert words in page.text
    assert_headers(page.response, page.url)


@pytest.mark.parametrize("status", [403, 404, 405, 409, 413, 422, 429])
def test_http_error_is_a_page_with_a_way_out(broken, status):
    one = Browser(broken, "nhanvien")
    page = one.get(f"/dung/{status}", expect=status)
    assert page.heading
    assert_headers(page.response, page.url)


def test_bug_shows_a_reference_and_no_secret(broken, caplog):
    one = Browser(broken, "nhanvien")
    page = one.get("/hong/bug", expect=500)
    record = next(r for r in caplog.records if r.message.startswith("unexpected error"))
    reference = record.message.split()[-1]
    assert reference in page.text
    assert "division" not in page.response.get_data(as_text=True)
    assert "Traceback" not in page.response.get_data(as_text=True)
    assert_headers(page.response, page.url)


def test_too_large_request_is_refused_with_a_page(site):
    one = Browser(site, "nhanvien")
    answer = one.http.post("/dao-tao/moi", data={"csrf_token": one.csrf(), "x": "y" * (5 * 1024 * 1024)})
    assert answer.status_code == 413
    check_page(Page(answer, "/dao-tao/moi"))
    assert_headers(answer, "/dao-tao/moi")


def test_unknown_address_is_a_page_for_strangers_too(site):
    for login in (None, "nhanvien"):
        page = Browser(site, login).get("/khong-co-trang-nay", expect=404)
        assert page.heading
        assert_headers(page.response, page.url)
