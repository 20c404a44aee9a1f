"""The public page as a family's telephone uses it, and as somebody who guesses."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from intranet.config import ROOT
from intranet.core import clock, keys
from intranet.core.db import Base, db
from intranet.core.text import short_date
from intranet.core.workflow import perform
from intranet.decisions import code_text, codes
from intranet.decisions.models import Certificate, Decision
from intranet.decisions.states import CERTIFICATE_WORKFLOW, WORKFLOW, CertificateStep, State, Step
from intranet.verification import throttle
from intranet.verification.models import CodeGuess
from tests.client import check_page
from tests.factories import decisions as make

TODAY = short_date(clock.today())


def qr(site, certificate_id: int) -> str:
    """Return the path and query of the QR code of a certificate."""
    with site.app_context():
        text = codes.text_of(db.session.get(Certificate, certificate_id))
    return "/kiem-tra/" + text.rsplit("/", 1)[1]


def unknown(known: set[str] = frozenset()) -> str:
    return next(code for code in iter(code_text.new_code, "") if code not in known)


def guesses(site) -> int:
    with site.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(CodeGuess))


def test_a_valid_certificate_by_its_qr_code(site, browser, coded):
    _, rows = coded()
    number, _, name = rows[1]
    page = browser().get(qr(site, number))
    assert page.heading == "Có giá trị"
    for words in (name, "số 01/QĐ-UBND", TODAY, "Mã QR mang đúng chữ ký của cơ quan."):
        assert words in page.text
    assert "Đăng nhập" not in page.html.get_text()


def test_a_code_is_typed_in_any_form(browser, coded):
    _, rows = coded()
    _, code, name = rows[1]
    family = browser()
    page = family.get("/kiem-tra")
    form = page.html.find("input", id="ma").find_parent("form")
    assert form["method"] == "get"
    page = family.get("/kiem-tra", query_string={"ma": f" {code_text.show_code(code).lower()} "})
    assert page.heading == "Có giá trị" and name in page.text
    assert "chữ ký" not in page.text  # nothing is said about a signature that was not sent


def test_no_more_is_told_than_the_certificate_shows(site, browser, coded):
    number, rows = coded(State.SIGNED, "nhanvien", "@")
    with site.app_context():
        decision = db.session.get(Decision, number)
        others = [one.name for one in decision.certificates if one.id != rows[1][0]]
        secret = [decision.snapshot_sha256, decision.title, "Thôn", *others]
    page = browser().get(qr(site, rows[1][0]))
    text = page.response.get_data(as_text=True)
    assert [word for word in secret if word in text] == []
    assert not re.search(r"\d{3}\.\d{3}", text)  # no amount of money


def test_revoked_replaced_waiting(site, browser, coded):
    number, rows = coded()
    with site.app_context():
        one, two = (db.session.get(Certificate, row[0]) for row in rows)
        clerk = make.account("vanthu")
        perform(CERTIFICATE_WORKFLOW, one, CertificateStep.REVOKE, actor=clerk, reason="Kê khai gian dối.")
        perform(CERTIFICATE_WORKFLOW, two, CertificateStep.REPLACE, actor=clerk, reason="Sai tên.")
        db.session.add(
            Certificate(
                decision_id=number, ordinal=two.ordinal, name="Bà Tên Đúng", subject_kind=two.subject_kind,
                subject_id=two.subject_id, edition=2, replaces_id=two.id,
            )
        )  # fmt: skip
        db.session.flush()
        db.session.expire_all()
        assert codes.give(db.session.get(Decision, number), actor=clerk) == 1
        newest = db.session.scalar(sa.select(Certificate.id).where(Certificate.edition == 2))
        db.session.commit()
    family = browser()
    page = family.get(qr(site, rows[0][0]))
    assert page.heading == "Đã bị thu hồi, hủy bỏ" and "gian dối" not in page.text
    page = family.get(qr(site, rows[1][0]))
    assert page.heading == "Đã được thay bằng bản mới" and "bản thứ 2" in page.text
    page = family.get(qr(site, newest))
    assert page.heading == "Có giá trị" and "Bà Tên Đúng" in page.text


def test_a_revoked_decision_takes_all_its_certificates_along(site, browser, coded):
    number, rows = coded()
    with site.app_context():
        clerk = make.account("vanthu")
        perform(WORKFLOW, db.session.get(Decision, number), Step.REVOKE, actor=clerk, reason="Theo QĐ 02.")
        db.session.commit()
    assert browser().get(qr(site, rows[0][0])).heading == "Đã bị thu hồi, hủy bỏ"


def test_what_is_not_signed_yet_says_so_and_is_not_found_by_name(browser, coded):
    _, rows = coded(State.NUMBERED)
    family = browser()
    assert family.get(f"/kiem-tra/{rows[1][1]}").heading == "Chưa ban hành"
    asked = {"so": "1", "ngay": TODAY, "ten": rows[1][2]}
    assert family.get("/kiem-tra", query_string=asked, expect=404).heading == "Không tìm thấy giấy này"


@pytest.mark.parametrize("typed", ["Bà Nguyễn Thị Lan Anh", "nguyen thi lan anh", "Nguyễn  Thị Lan Anh"])
@pytest.mark.parametrize("number", ["1", "01", "01/QĐ-UBND"])
def test_found_by_number_date_and_name(browser, coded, typed, number):
    coded()
    page = browser().get("/kiem-tra", query_string={"so": number, "ngay": TODAY, "ten": typed})
    assert page.heading == "Có giá trị" and "Bà Nguyễn Thị Lan Anh" in page.text


@pytest.mark.parametrize(
    "change", [{"so": "2"}, {"ngay": "01/01/2026"}, {"ten": "Nguyễn Thị Lan"}, {"ten": "%"}]
)
def test_one_wrong_part_finds_nothing(site, browser, coded, change):
    coded()
    asked = {"so": "1", "ngay": TODAY, "ten": "Nguyễn Thị Lan Anh"} | change
    assert browser().get("/kiem-tra", query_string=asked, expect=404).heading == "Không tìm thấy giấy này"
    assert guesses(site) == 1


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"ma": ""}, ["ma"]),
        ({"ma": "x" * 100}, ["ma"]),
        ({"so": "", "ngay": "", "ten": ""}, ["so", "ngay", "ten"]),
        ({"so": "abc", "ngay": "31/02/2026", "ten": "An"}, ["so", "ngay"]),
        ({"so": "9" * 30, "ngay": TODAY, "ten": "An"}, ["so"]),
        ({"so": "\x00", "ngay": TODAY, "ten": "\u202e"}, ["so", "ten"]),
    ],
)
def test_bad_input_is_told_at_its_field(site, browser, asked, wrong):
    page = browser().get("/kiem-tra", query_string=asked, expect=422)
    assert list(page.errors()) == wrong
    assert guesses(site) == 0


def test_certificates_without_a_code_stay_private(site, browser):
    with site.app_context():
        make.award(State.SIGNED)
        db.session.commit()
    asked = {"so": "1", "ngay": TODAY, "ten": "Nguyễn Thị Lan Anh"}
    browser().get("/kiem-tra", query_string=asked, expect=404)


def test_unknown_and_impossible_codes_look_the_same(site, browser, coded, count_queries):
    _, rows = coded()
    family = browser()
    tried = (unknown({row[1] for row in rows}), rows[0][1][:-1] + "~", "x", "Đ" * 10, "' OR 1=1 --")
    assert len({family.get(f"/kiem-tra/{code}", expect=404).response.get_data() for code in tried}) == 1
    assert guesses(site) == 1  # only the first one could have been a code
    asked = []
    for code in (unknown(), unknown(), unknown()):
        with count_queries(site) as found:
            family.get(f"/kiem-tra/{code}", expect=404)
        asked.append(len(found))
    assert len(set(asked)) == 1


def test_guessing_is_stopped_and_those_with_the_paper_are_still_answered(site, browser, coded):
    _, rows = coded()
    family = browser()
    for _ in range(throttle.LIMIT):
        family.get(f"/kiem-tra/{unknown()}", expect=404)
    page = family.get(f"/kiem-tra/{rows[0][1]}", expect=429)
    assert page.heading == "Hãy đợi ít phút" and "10 phút" in page.text
    asked = {"so": "1", "ngay": TODAY, "ten": "Nguyễn Thị Lan Anh"}
    family.get("/kiem-tra", query_string=asked, expect=429)
    assert guesses(site) == throttle.LIMIT  # refused ones write nothing
    assert family.get(qr(site, rows[0][0])).heading == "Có giá trị"
    real = qr(site, rows[0][0])
    forged = real[:-6] + ("BBBB" if real[-6:-2] == "AAAA" else "AAAA") + real[-2:]
    family.get(forged, expect=429)
    other = {"REMOTE_ADDR": "203.0.113.9"}
    assert family.get(f"/kiem-tra/{rows[0][1]}", environ_base=other).heading == "Có giá trị"
    assert browser().get("/kiem-tra").heading.startswith("Kiểm tra giấy khen")


def test_many_addresses_together_are_stopped_too(site, browser, coded, monkeypatch):
    _, rows = coded()
    monkeypatch.setattr(throttle, "LIMIT_TOGETHER", 12)
    family = browser()
    for number in range(12):
        family.get(f"/kiem-tra/{unknown()}", expect=404, environ_base={"REMOTE_ADDR": f"203.0.113.{number}"})
    fresh = {"REMOTE_ADDR": "198.51.100.1"}
    family.get(f"/kiem-tra/{rows[0][1]}", expect=429, environ_base=fresh)
    assert family.get(qr(site, rows[0][0]), environ_base=fresh).heading == "Có giá trị"


def test_a_house_with_ipv6_is_one_address():
    assert (
        throttle.source("2001:db8:1:2::1") == throttle.source("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    )
    assert throttle.source("2001:db8:1:3::1") != throttle.source("2001:db8:1:2::1")
    assert throttle.source("::ffff:203.0.113.9") == "203.0.113.9"
    assert throttle.source(None) == "" and len(throttle.source("x" * 500)) == 60


def test_after_ten_minutes_one_may_ask_again(site, browser, coded):
    _, rows = coded()
    family = browser()
    with site.app_context():
        early = clock.now() - throttle.WINDOW - dt.timedelta(seconds=5)
        db.session.add_all([CodeGuess(address="127.0.0.1", at=early) for _ in range(throttle.LIMIT)])
        db.session.commit()
    assert family.get(f"/kiem-tra/{rows[0][1]}").heading == "Có giá trị"
    family.get(f"/kiem-tra/{unknown()}", expect=404)
    assert guesses(site) == 1  # the old ones are swept


def test_a_forged_qr_code_of_a_known_code_is_called_so(site, browser, coded):
    _, rows = coded()
    forged = qr(site, rows[0][0]).replace(rows[0][1], rows[1][1])
    page = browser().get(forged)
    assert "không mang chữ ký đúng của cơ quan" in page.text


def test_a_genuine_qr_code_that_the_register_lacks(site, browser, coded):
    _, rows = coded()
    address = qr(site, rows[0][0])
    with site.app_context():
        db.session.execute(sa.update(Certificate).values(code=None))
        db.session.commit()
    page = browser().get(address)
    assert page.heading == "Chưa có trong sổ" and "01/QĐ-UBND" in page.text


def test_the_text_of_a_qr_code_is_checked_by_its_signature(site, browser, coded):
    _, rows = coded()
    with site.app_context():
        text = codes.text_of(db.session.get(Certificate, rows[1][0]))
    family, address = browser(), "/kiem-tra/chu-ky"
    page = family.get(address, query_string={"van_ban": text, "ten": rows[1][2]})
    assert "Chữ ký đúng" in page.text and "Tên bạn gõ đúng" in page.text
    page = family.get(address, query_string={"van_ban": text, "ten": "Bà Khác"})
    assert "KHÔNG phải tên trong mã" in page.text
    for wrong in (text[:-5], text.replace("?s=", "?s=A"), "xin chào"):
        page = family.get(address, query_string={"van_ban": wrong})
        assert "Không đúng chữ ký của cơ quan" in page.text
    assert list(family.get(address, query_string={"van_ban": ""}, expect=422).errors()) == ["van_ban"]
    assert guesses(site) == 0


def test_the_public_key_is_given_to_everybody(site, browser):
    answer = browser().get("/kiem-tra/khoa-cong-khai.pem").response
    with site.app_context():
        assert answer.data == keys.public_pem(keys.signing_key())
    assert b"PUBLIC KEY" in answer.data and b"PRIVATE" not in answer.data


def test_pages_are_small_need_no_script_set_no_cookie_and_ask_search_engines_to_stay_away(
    site, browser, coded
):
    _, rows = coded()
    family = browser()
    pages = ["/kiem-tra", qr(site, rows[0][0]), "/kiem-tra/chu-ky", f"/kiem-tra/{unknown()}"]
    for address in pages:
        page = family.get(address, expect=404 if address == pages[-1] else 200)
        check_page(page)
        assert page.response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "Set-Cookie" not in page.response.headers
        assert page.html.find("script") is None and page.html.find(href=re.compile("dang-nhap")) is None
        loaded = [tag["href"] for tag in page.html.find_all("link")] + [
            t["src"] for t in page.html.find_all(src=True)
        ]
        files = [ROOT / one.split("?")[0].lstrip("/") for one in loaded]
        assert len(files) == 2 and len(page.response.data) + sum(f.stat().st_size for f in files) < 15_000
        assert page.html.find("meta", attrs={"name": "viewport"})


def test_reading_the_page_writes_nothing_but_the_guess(site, browser, coded):
    _, rows = coded()
    family = browser()
    counts = []
    for address in (qr(site, rows[0][0]), f"/kiem-tra/{unknown()}"):
        family.get(address, expect=200 if "?s=" in address else 404)
        with site.app_context():
            count = sa.select(sa.func.count())
            tables = Base.metadata.sorted_tables
            counts.append({t.name: db.session.scalar(count.select_from(t)) for t in tables})
    changed = {name for name, n in counts[0].items() if counts[1][name] != n}
    assert changed == {"code_guess"}
    assert [one["code_guess"] for one in counts] == [0, 1]
