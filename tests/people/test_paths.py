"""`next` after signing in: only addresses of this site, whatever is tried."""

from urllib.parse import quote

import pytest

from intranet.core.paths import own_path
from intranet.seed.demo import PASSWORD
from tests.client import Browser, form_data

FOREIGN = [
    None, "", "e.vn", "//e.vn", "///e.vn", "/\\e.vn", "\\\\e.vn", "/\\/e.vn", "https:e.vn", "https://e.vn",
    "https:/e.vn", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "%2f%2fe.vn", "\t//e.vn",
    "/\t/e.vn", "/\n/e.vn", "/\r\nSet-Cookie: a=b", " //e.vn", "/ /e.vn", "/\x00/e.vn", "/\x7f/e.vn",
    "/" + "a" * 500, "mailto:a@e.vn", "?next=//e.vn", "#x",
]  # fmt: skip
OWN = [
    "/",
    "/sang-kien",
    "/sang-kien/5?sort=-at#ket-qua",
    "/%2f%2fe.vn",
    "/a//b",
    "/q?x=https://e.vn",
    "/a:b",
]


@pytest.mark.parametrize("raw", FOREIGN)
def test_foreign_addresses_are_dropped(raw):
    assert own_path(raw) is None


@pytest.mark.parametrize("raw", OWN)
def test_own_addresses_are_kept(raw):
    assert own_path(raw) == raw


def _after_sign_in(site, raw):
    """Return where a sign-in with this `next` leads."""
    one = Browser(site)
    page = one.get("/dang-nhap?next=" + quote(raw, safe=""))
    form = page.form("/dang-nhap")
    data = form_data(form) | {"login": "nhanvien", "password": PASSWORD}
    answer = one.http.post(str(form["action"]), data=data)
    assert answer.status_code == 303
    return answer.headers["Location"]


@pytest.mark.parametrize(
    "raw", ["//e.vn", "/\\e.vn", "https:e.vn", "%2f%2fe.vn", "/\t/e.vn", "javascript:alert(1)"]
)
def test_sign_in_never_leads_away(site, raw):
    assert _after_sign_in(site, raw) == "/"


def test_sign_in_leads_back_to_the_page_that_was_asked_for(site):
    stranger = Browser(site)
    answer = stranger.http.get("/quan-tri/nguoi?sort=-name")
    assert answer.headers["Location"] == "/dang-nhap?next=/quan-tri/nguoi?sort%3D-name"
    assert _after_sign_in(site, "/phong-trao?x=1") == "/phong-trao?x=1"


def test_a_raw_post_with_a_foreign_next_stays_here(site):
    one = Browser(site)
    data = form_data(one.get("/dang-nhap").form()) | {"login": "nhanvien", "password": PASSWORD}
    assert one.http.post("/dang-nhap?next=https://e.vn", data=data).headers["Location"] == "/"


def test_signed_in_people_are_sent_on_at_once(site):
    one = Browser(site, "nhanvien")
    assert one.http.get("/dang-nhap?next=//e.vn").headers["Location"] == "/"
    assert one.http.get("/dang-nhap?next=/phong-trao").headers["Location"] == "/phong-trao"
