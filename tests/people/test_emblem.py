"""The emblem on certificates: given once by the office, frozen with each Decision."""

import io

import pytest

from intranet.core.db import db
from intranet.decisions import papers
from intranet.decisions.states import State
from intranet.people import settings_actions
from intranet.people.queries import organisation
from tests.documents.samples import png
from tests.factories import decisions as make

URL = "/quan-tri/co-quan/quoc-huy"


def given(content: bytes, name: str = "quoc-huy.png"):
    return {"file": (io.BytesIO(content), name)}


def test_the_office_gives_changes_and_takes_away_its_emblem(site, browser):
    admin = browser("quantri")
    page = admin.get(admin.get("/quan-tri/co-quan").links()["Ảnh quốc huy trên giấy khen"])
    assert "Chưa có ảnh" in page.text
    page = admin.submit(page, **given(png(300, 300)))
    assert page.flashes == ["Đã nhận ảnh. Giấy soạn từ nay in ảnh này."]
    shown = page.html.select_one("main img")
    assert shown is not None and admin.http.get(str(shown["src"])).data == png(300, 300)
    page = admin.submit(page, "/bo")
    assert page.flashes == ["Đã bỏ ảnh."] and "Chưa có ảnh" in page.text
    admin.get(f"{URL}.png", expect=404)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", png(300, 300)[:-20], png(100, 300), b"<svg/>"]
)
def test_what_cannot_be_printed_is_refused_in_words(site, browser, content):
    admin = browser("quantri")
    page = admin.submit(admin.get(URL), URL, **given(content), expect=422)
    assert "ảnh" in page.text.lower()
    with site.app_context():
        assert organisation().emblem is None


@pytest.mark.parametrize("login", ["vanthu", "chutich", "nhanvien"])
def test_only_the_administrator_changes_it(browser, login):
    browser(login).get(URL, expect=403)


def test_a_numbered_decision_keeps_the_emblem_that_it_had(app):
    settings_actions.set_emblem(organisation(), png(300, 300), actor=make.account("quantri"))
    decision = make.award(State.NUMBERED)
    before = papers.certificates_file(papers.content_of(decision))
    settings_actions.set_emblem(organisation(), None, actor=make.account("quantri"))
    db.session.flush()
    assert papers.certificates_file(papers.content_of(decision)) == before
    later = make.award(State.NUMBERED, "kinhte")
    assert papers.content_of(later)["emblem"] is None
    assert len(before) > len(papers.certificates_file(papers.content_of(later)))
