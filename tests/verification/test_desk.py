"""The office turns public codes on, sees the codes of a Decision, takes QR pictures away."""

import pytest
import sqlalchemy as sa

from intranet.core import audit
from intranet.core.db import db
from intranet.decisions import code_text, codes
from intranet.decisions.codes import PublicCheck
from intranet.decisions.models import Certificate, Decision
from intranet.decisions.states import State
from tests.factories import decisions as make
from tests.verification.conftest import ADDRESS
from tests.verification.test_codes import pixels, scanned

PAGE = "/quan-tri/tra-cuu"


def chosen(site) -> tuple[bool, str] | None:
    with site.app_context():
        row = codes.setting()
        return (row.wanted, row.address) if row else None


def test_the_office_turns_codes_on_and_off(site, browser):
    admin = browser("quantri")
    page = admin.get(PAGE)
    assert page.html.find("input", id="address")["value"].endswith("/kiem-tra")
    page = admin.submit(page, PAGE, wanted="y", address=ADDRESS)
    assert chosen(site) == (True, ADDRESS)
    assert "Sửa việc tra cứu giấy khen" in page.text
    admin.submit(page, PAGE, wanted=None)
    assert chosen(site) == (False, ADDRESS)
    with site.app_context():
        changes = [e.details()["changes"] for e in audit.timeline(codes.setting())]
        assert changes == [
            {"wanted": ["False", "True"], "address": ["", ADDRESS]},
            {"wanted": ["True", "False"]},
        ]


@pytest.mark.parametrize(
    "address",
    [
        "", "thidua.vn/kiem-tra", "https://thidua.vn", "https://thidua.vn/kiem-tra?x=1", "javascript:alert(1)/kiem-tra",
        "https://a@b/kiem-tra", "https://thi đua.vn/kiem-tra", "HTTPS://A/kiem-tra", "https://" + "a" * 200 + "/kiem-tra",
    ],
)  # fmt: skip
def test_an_address_that_no_telephone_opens_is_refused(site, browser, address):
    admin = browser("quantri")
    page = admin.submit(admin.get(PAGE), PAGE, expect=422, wanted="y", address=address)
    assert list(page.errors()) == ["address"]
    assert chosen(site) is None


def test_two_who_change_it_at_once(site, browser):
    admin = browser("quantri")
    admin.submit(admin.get(PAGE), PAGE, wanted="y", address=ADDRESS)
    page = admin.get(PAGE)
    with site.app_context():
        db.session.execute(sa.update(PublicCheck).values(wanted=False, version=PublicCheck.version + 1))
        db.session.commit()
    page = admin.submit(page, PAGE, expect=409)
    assert chosen(site) == (False, ADDRESS)


@pytest.mark.parametrize("login", ["vanthu", "nhanvien", "chutich"])
def test_others_do_not_choose(browser, login):
    browser(login).get(PAGE, expect=403)


def test_codes_for_a_decision_numbered_before(site, browser):
    with site.app_context():
        number = make.award(State.NUMBERED).id
        db.session.commit()
    clerk, admin = browser("vanthu"), browser("quantri")
    page = clerk.get(f"/quyet-dinh/{number}/giay-khen")
    page = clerk.get(page.links()["Mã tra cứu, mã QR"])
    assert "Cơ quan chưa bật mã tra cứu" in page.text and page.buttons() == []
    admin.submit(admin.get(PAGE), PAGE, wanted="y", address=ADDRESS)
    page = clerk.get(page.url)
    page = clerk.submit(page, "/cap")
    assert page.flashes == ["Đã cấp mã cho 2 giấy."] and page.buttons() == []
    with site.app_context():
        given = list(db.session.scalars(sa.select(Certificate.code).order_by(Certificate.ordinal)))
    assert all(code_text.show_code(code) in page.text for code in given)


def test_pictures_of_each_certificate(site, browser, coded):
    number, rows = coded()
    clerk = browser("vanthu")
    page = clerk.get(f"/quyet-dinh/{number}/ma-tra-cuu")
    addresses = [url for url in page.links().values() if url.endswith("tai=1")]
    assert len(addresses) == 4
    for (certificate_id, _, _), address in zip(rows, addresses[::2], strict=True):
        answer = clerk.get(address).response
        assert answer.mimetype == "image/png" and "attachment" in answer.headers["Content-Disposition"]
        with site.app_context():
            text = codes.text_of(db.session.get(Certificate, certificate_id))
        assert scanned(pixels(answer.data)[0]) == [text]
    answer = clerk.get(addresses[1]).response
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_pictures_are_for_the_office_only(browser, coded):
    number, rows = coded()
    address = f"/quyet-dinh/{number}/ma-tra-cuu"
    browser("nhanvien").get(address, expect=403)
    browser("nhanvien").get(f"{address}/{rows[0][0]}.png", expect=403)
    clerk = browser("vanthu")
    clerk.get(f"{address}/999999.png", expect=404)
    clerk.get(f"/quyet-dinh/999999/ma-tra-cuu/{rows[0][0]}.png", expect=404)


def test_a_certificate_without_code_has_no_picture(site, browser):
    with site.app_context():
        made = make.award(State.NUMBERED)
        number, certificate = made.id, made.certificates[0].id
        db.session.commit()
    browser("vanthu").get(f"/quyet-dinh/{number}/ma-tra-cuu/{certificate}.png", expect=404)


def test_a_new_edition_gets_a_code_of_its_own(site, browser, coded):
    number, rows = coded()
    with site.app_context():
        from intranet.decisions import actions, amending
        from intranet.decisions.models import DecisionKind

        base, desk = db.session.get(Decision, number), make.account("thuongtruc")
        change = amending.Change(
            reason="Sai tên khi in.", lines={rows[1][0]: {"name": "Bà Nguyễn Thị Lan Ảnh"}}
        )
        made = actions.draft_later(
            base, DecisionKind.AMENDMENT, change, actor=desk, signer_id=make.signer().id
        )
        actions.submit(made, actor=desk)
        actions.approve(made, actor=make.account("chutich"))
        actions.number(made, actor=make.account("vanthu"), issued_on=base.issued_on)
        newest = db.session.scalars(sa.select(Certificate).where(Certificate.edition == 2)).one()
        assert newest.code not in {None, rows[1][1]}
        fresh = newest.code
        db.session.commit()
    family = browser()
    page = family.get(f"/kiem-tra/{rows[1][1]}")
    assert page.heading == "Đã được thay bằng bản mới" and "bản thứ 2" in page.text
    page = family.get(f"/kiem-tra/{fresh}")
    assert page.heading == "Có giá trị" and "Bà Nguyễn Thị Lan Ảnh" in page.text and "bản thứ 2" in page.text
