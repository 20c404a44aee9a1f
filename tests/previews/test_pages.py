"""The page of a preview, through the browser of the tests; a view of another feature starts it."""

from pathlib import Path
from urllib.parse import quote

import pytest
from flask import request

from intranet.app import create_app
from intranet.config import Settings
from intranet.core.access import SIGNED_IN, needs
from intranet.core.db import db
from intranet.documents.kinds import certificate
from intranet.previews import routes
from tests.client import Browser, Page, words
from tests.documents import office, samples
from tests.previews.conftest import Previews, set_up

DOCX = certificate.render([samples.giay_khen("Bà Nguyễn Thị Lan Anh")])
NAME = "Giấy khen đợt 1.docx"
STOCK = samples.png(30, 30)


@pytest.fixture
def papers(site, tmp_path: Path):
    """A site with one POST view that starts a preview, as features have them, and its previews."""
    office.require()
    settings = Settings(
        mode="test",
        var=tmp_path / "var",
        database_url=site.config["SQLALCHEMY_DATABASE_URI"],
        secret_key=site.config["SECRET_KEY"],
        secure_cookies=False,
        trusted_proxies=0,
    )
    app = create_app(settings)

    @needs(SIGNED_IN)
    def start_preview():
        background = STOCK if "nen" in request.form else None
        labels = request.form.getlist("nhan")
        return routes.start(
            DOCX, NAME, background=background, back=request.form.get("back", ""), labels=labels
        )

    app.add_url_rule("/thu-xem-truoc", "start_preview", start_preview, methods=["POST"])
    with set_up(app, tmp_path) as found:
        yield found
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def finished(papers: Previews, one: Browser, page: Page) -> Page:
    """Open the page again until it polls no more."""
    papers.until(lambda: one.get(page.url).html.select_one("#ban-xem-truoc[hx-get]") is None, "the pages")
    return one.get(page.url)


def test_from_the_button_to_the_pages(papers):
    papers.stand_in("time.sleep(1)\ngive(3)")
    one = Browser(papers.site, "vanthu")
    page = one.post("/thu-xem-truoc", {"back": "/quyet-dinh"})
    assert page.url.startswith("/xem-truoc/") and page.heading == f"Xem trước: {NAME}"
    assert page.links()["Quay lại"] == "/quyet-dinh"
    assert page.html.select_one("progress") is not None and page.buttons() == ["Dừng"]
    assert page.html.select_one("noscript a")["href"] == page.url, "without JavaScript: a link"
    poll = page.html.select_one("#ban-xem-truoc[hx-get][hx-trigger='every 1s']")
    assert poll["hx-get"] == page.url
    done = finished(papers, one, page)
    assert done.html.select_one("[hx-get], progress") is None and done.buttons() == []
    pictures = done.html.select("img.sheet-text")
    assert [p["alt"] for p in pictures] == ["Trang 1", "Trang 2", "Trang 3"]
    assert {(p["width"], p["height"], p["loading"]) for p in pictures} == {("793", "1123", "lazy")}
    assert done.html.select("img.sheet-stock") == []
    for picture in pictures:
        answer = one.http.get(picture["src"])
        assert (answer.status_code, answer.mimetype) == (200, "image/png")
        assert answer.headers["Cache-Control"] == "no-store"
        assert picture.find_parent("a")["href"] == picture["src"], "100 % by a link"


def test_files_come_under_the_name_of_the_document(papers):
    papers.stand_in("give(1)")
    one = Browser(papers.site, "vanthu")
    page = finished(papers, one, one.post("/thu-xem-truoc"))
    word, pdf = (one.http.get(page.links()[name]) for name in (NAME, NAME.replace("docx", "pdf")))
    assert word.data == DOCX and pdf.data.startswith(b"%PDF")
    assert quote(NAME) in word.headers["Content-Disposition"]
    assert quote("Giấy khen đợt 1.pdf") in pdf.headers["Content-Disposition"]
    assert "sandbox" in word.headers["Content-Security-Policy"]


def test_the_polled_piece_is_only_the_piece(papers):
    papers.stand_in("time.sleep(600)")
    one = Browser(papers.site, "vanthu")
    page = one.post("/thu-xem-truoc")
    piece = one.get(page.url, headers={"HX-Request": "true"})
    assert piece.html.find("main") is None and piece.html.select_one("#ban-xem-truoc[hx-get]") is not None


def test_the_stock_lies_below_the_text(papers):
    papers.stand_in("give(1)")
    one = Browser(papers.site, "vanthu")
    page = finished(papers, one, one.post("/thu-xem-truoc", {"nen": "1"}))
    order = [image["class"][0] for image in page.html.select(".sheet img")]
    assert order == ["sheet-stock", "sheet-text"]
    stock = page.html.select_one("img.sheet-stock")
    assert stock["alt"] == "" and one.http.get(stock["src"]).data == STOCK


def test_cancel_and_make_again(papers):
    papers.stand_in("if calls == 1: time.sleep(600)\ngive(1)")
    one = Browser(papers.site, "vanthu")
    page = one.post("/thu-xem-truoc")
    papers.until(lambda: papers.calls() == 1, "the first call")
    page = one.submit(page, "/dung")
    assert "Đã dừng" in page.text and page.buttons() == ["Làm lại"]
    assert one.http.get(page.links()[NAME]).data == DOCX
    key = page.url.rsplit("/", 1)[1]
    papers.until(lambda: papers.raw(key)["state"] == "cancelled", "the end of the first call")
    done = finished(papers, one, one.submit(page, "/lam-lai"))
    assert len(done.html.select("img.sheet-text")) == 1


def test_a_failure_is_told_and_can_be_tried_again(papers):
    papers.stand_in("sys.exit(1)")
    one = Browser(papers.site, "vanthu")
    page = finished(papers, one, one.post("/thu-xem-truoc"))
    assert "LibreOffice dừng giữa chừng hai lần" in words(page.html.select_one(".notice-error"))
    assert page.buttons() == ["Làm lại"] and one.http.get(page.links()[NAME]).data == DOCX


def test_without_libreoffice_the_page_says_what_to_install(papers):
    papers.site.config["SOFFICE"] = "/khong/co/soffice"
    one = Browser(papers.site, "vanthu")
    page = one.post("/thu-xem-truoc")
    assert "apt install libreoffice-writer-nogui poppler-utils fonts-liberation2" in page.text
    assert "Windows" in page.text and "SOFFICE" in page.text
    assert one.http.get(page.links()[NAME]).data == DOCX
    assert page.html.select_one("[hx-get]") is None and papers.worker() is None
    again = one.submit(page, "/lam-lai")
    assert "apt install" in again.text


def test_another_account_finds_nothing(papers):
    papers.stand_in("give(1)")
    one = Browser(papers.site, "vanthu")
    page = finished(papers, one, one.post("/thu-xem-truoc", {"nen": "1"}))
    for other in (Browser(papers.site, "quantri"), Browser(papers.site, "chutich")):
        for part in ("", "/pdf", "/tep", "/trang/1", "/nen"):
            other.get(page.url + part, expect=404)
        for part in ("/dung", "/lam-lai"):
            other.post(page.url + part, expect=404)
    assert one.get(page.url).status == 200


@pytest.mark.parametrize(
    "part", ["/trang/0", "/trang/2", "/trang/99999999999", "/trang/-1", "/trang/x", "/nen"]
)
def test_what_is_not_there_is_not_found(papers, part):
    papers.stand_in("give(1)")
    one = Browser(papers.site, "vanthu")
    page = finished(papers, one, one.post("/thu-xem-truoc"))
    one.get(page.url + part, expect=404)


@pytest.mark.parametrize("back", ["https://xau.vn/", "//xau.vn", "javascript:alert(1)", "/a\\b", ""])
def test_the_way_back_stays_on_this_site(papers, back):
    papers.stand_in("give(1)")
    page = Browser(papers.site, "vanthu").post("/thu-xem-truoc", {"back": back})
    assert "Quay lại" not in page.links()


def test_a_missing_font_is_a_warning_above_the_pages(papers):
    papers.stand_in("give(1)")  # the page of the stand-in is set in Times-Roman, which is neither of the two
    one = Browser(papers.site, "vanthu")
    page = finished(papers, one, one.post("/thu-xem-truoc"))
    told = words(page.html.select_one(".notice-warning"))
    assert told.startswith("Thiếu phông chữ") and "Times" in told


def test_the_names_stand_beside_the_pages_when_there_is_one_for_each(papers):
    papers.stand_in("give(3)")
    one = Browser(papers.site, "vanthu")
    names = ["01. Bà Lan", "02. Ông Bảo", "03. Thôn Đông"]
    page = finished(papers, one, one.post("/thu-xem-truoc", {"nhan": names}))
    assert [words(a) for a in page.html.select(".sheet-list a")] == names
    for a in page.html.select(".sheet-list a"):
        target = page.html.select_one(str(a["href"]))
        assert target is not None and words(a) in words(target)
    other = finished(papers, one, one.post("/thu-xem-truoc", {"nhan": names[:1]}))
    assert other.url != page.url and other.html.select(".sheet-list") == []
