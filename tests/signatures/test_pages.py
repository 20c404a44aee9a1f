"""The clerk brings the signed PDF back: match, refusal, confirmation, history, download."""

import io
import json
from threading import Thread

import pytest
import sqlalchemy as sa
from docx import Document

from intranet.core import audit, files
from intranet.core.db import db
from intranet.decisions.models import Decision
from intranet.decisions.states import State
from intranet.signatures.models import Match, SignedFile
from tests.client import Browser
from tests.factories import decisions as make
from tests.factories import signatures
from tests.signatures import pdf

KHOP = "Đã nhận bản đã ký: nội dung khớp với bản đã cấp số."
CHO = "Đã giữ tệp. Tệp chờ bạn xem lại và xác nhận."


@pytest.fixture
def made(site):
    """Return a function that makes a numbered Decision and gives its id."""

    def build(*whom: str) -> int:
        with site.app_context():
            row = signatures.numbered(*whom)
            db.session.commit()
            return row.id

    return build


def printed(site, number: int, key: str = "quyet-dinh", old: str = "", new: str = "") -> bytes:
    """Return a paper of a Decision as PDF, with one word changed."""
    with site.app_context():
        lines = signatures.lines(db.session.get(Decision, number), key)
    assert not old or any(old in line for line in lines)
    return pdf.written([line.replace(old, new) if old else line for line in lines])


def send(
    clerk: Browser, number: int, content: bytes, name: str = "da-ky.pdf", *, expect: int = 200, **values
):
    page = clerk.get(f"/quyet-dinh/{number}/ban-ky")
    return clerk.submit(page, "/dua-vao", expect=expect, file=(io.BytesIO(content), name), **values)


def stored(site, number: int) -> tuple[State, list[tuple[Match, bool]]]:
    with site.app_context():
        rows = db.session.scalars(sa.select(SignedFile).order_by(SignedFile.id)).all()
        return db.session.get(Decision, number).state, [(row.match, row.counts) for row in rows]


def test_a_matching_pdf_signs_the_decision_and_lies_beside_the_docx(site, browser, made):
    number, clerk = made(), browser("vanthu")
    content = printed(site, number)
    assert "bản đã ký" not in " ".join(clerk.get(f"/quyet-dinh/{number}").links())
    page = send(clerk, number, content, "QĐ 01 đã ký.pdf")
    assert page.flashes == [KHOP]
    assert "Khớp" in page.text and "Tệp không có chữ ký số." in page.text
    assert stored(site, number) == (State.SIGNED, [(Match.SAME, True)])
    page = clerk.get(f"/quyet-dinh/{number}")
    address = page.links()["Quyết định và danh sách kèm theo: bản đã ký"]
    answer = clerk.get(address)
    assert answer.response.data == content
    assert answer.response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "attachment" in answer.response.headers["Content-Disposition"]
    assert "Đưa bản đã ký vào hệ thống" in page.text and "Đã ký, đóng dấu" in page.text


def test_a_digital_signature_is_shown_and_its_chain_not_guessed(site, browser, made):
    number, clerk = made(), browser("vanthu")
    page = send(clerk, number, pdf.signed(printed(site, number), pdf.holder("Trần Văn Minh")))
    assert page.flashes == [KHOP]
    for words in (
        "Chữ ký số của Trần Văn Minh, Ủy ban nhân dân xã Đại Thanh",
        "Nguyên vẹn: chữ ký bao trọn tệp",
        "Chưa kiểm tra được nguồn gốc chứng thư",
        "không có dấu thời gian",
    ):
        assert words in page.text
    assert "PDF, có chữ ký số" in clerk.get(f"/quyet-dinh/{number}").text


@pytest.mark.parametrize("spoil", ["byte", "append"])
def test_a_broken_signature_is_not_taken_by_itself(site, browser, made, spoil):
    number, clerk = made(), browser("vanthu")
    content = pdf.signed(printed(site, number), pdf.holder("Trần Văn Minh"))
    if spoil == "byte":
        place = content.index(b"/MediaBox [0 0 595") + len(b"/MediaBox [0 0 ")
        content = content[:place] + b"4" + content[place + 1 :]
    else:
        content = pdf.appended(content, "Số: 09/QĐ-UBND")
    page = send(clerk, number, content)
    assert page.flashes == [CHO]
    assert ("đã bị thay đổi sau khi ký" if spoil == "byte" else "đã bị sửa thêm sau khi ký") in page.text
    assert stored(site, number)[0] == State.NUMBERED


def test_a_scan_waits_for_the_clerks_own_word(site, browser, made):
    number, clerk = made(), browser("vanthu")
    page = send(clerk, number, pdf.scanned())
    assert page.flashes == [CHO]
    assert "Không đọc được chữ (bản quét)" in page.text
    assert stored(site, number) == (State.NUMBERED, [(Match.NO_TEXT, False)])
    assert "bản đã ký" not in " ".join(clerk.get(f"/quyet-dinh/{number}").links())
    page = clerk.get(page.links()["Xem lại và xác nhận"])
    refused = clerk.submit(page, "/xac-nhan", expect=422, reason=" \n")
    assert list(refused.errors()) == ["reason"]
    assert stored(site, number) == (State.NUMBERED, [(Match.NO_TEXT, False)])
    page = clerk.submit(refused, "/xac-nhan", reason="Đã đối chiếu từng tên với bản giấy.")
    assert "Đã đối chiếu từng tên với bản giấy." in page.text
    assert stored(site, number) == (State.SIGNED, [(Match.NO_TEXT, True)])
    with site.app_context():
        events = audit.timeline(db.session.get(Decision, number))
        said = next(e for e in events if e.event == "decision:signed_file_confirmed")
        assert said.reason == "Đã đối chiếu từng tên với bản giấy."
        assert audit.verify() is None


def test_what_differs_is_listed(site, browser, made):
    number, clerk = made(), browser("vanthu")
    page = send(clerk, number, printed(site, number, old="Lan Anh", new="Lan Ánh"))
    assert page.flashes == [CHO]
    assert "Tên: không thấy “Bà Nguyễn Thị Lan Anh”." in page.text
    assert stored(site, number) == (State.NUMBERED, [(Match.DIFFERENT, False)])


def test_a_pdf_of_another_decision_is_refused_by_its_number(site, browser, made):
    first, clerk = made(), browser("vanthu")
    with site.app_context():
        second = make.recognition(State.NUMBERED)
        db.session.commit()
        other, second = second.full_number, second.id
    page = send(clerk, first, printed(site, second), "khac.pdf", expect=422)
    assert f"Tệp “khac.pdf” là văn bản số {other} ngày" in page.text
    assert "không phải số 01/QĐ-UBND" in page.text
    assert stored(site, first) == (State.NUMBERED, [])


def test_an_unknown_number_is_a_difference(site, browser, made):
    number, clerk = made(), browser("vanthu")
    page = send(clerk, number, printed(site, number, old="Số: 01/QĐ-UBND", new="Số: 77/QĐ-UBND"))
    assert "Trong tệp ghi số 77/QĐ-UBND năm" in page.text
    assert stored(site, number)[1] == [(Match.DIFFERENT, False)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("trong.pdf", b"", "Tệp “trong.pdf” rỗng"),
        ("hong.pdf", b"%PDF-1.7\nxx", "không đọc được"),
        ("anh.png", b"\x89PNG", "Tệp “anh.png” không phải PDF"),
        ("macro.pdf.exe", b"MZ", "không phải PDF"),
        ("bom.pdf", pdf.bomb(300), "quá nặng"),
    ],
)
def test_other_files_are_refused_in_words(site, browser, made, name, content, said):
    number = made()
    page = send(browser("vanthu"), number, content, name, expect=422)
    assert said in page.text
    assert stored(site, number) == (State.NUMBERED, [])


def test_a_docx_with_another_name_is_no_pdf(site, browser, made):
    number, out = made(), io.BytesIO()
    Document().save(out)
    page = send(browser("vanthu"), number, out.getvalue(), "quyet-dinh.pdf", expect=422)
    assert "không đúng là tệp .pdf" in page.text


def test_no_file_at_all_marks_the_field(site, browser, made):
    clerk, number = browser("vanthu"), made()
    page = clerk.submit(clerk.get(f"/quyet-dinh/{number}/ban-ky"), "/dua-vao", expect=422)
    assert list(page.errors()) == ["file"]
    page = send(clerk, number, b"%PDF-", expect=422, paper="giay-khen")
    assert list(page.errors()) == ["paper"]


def test_a_second_file_keeps_the_first_and_the_same_one_is_one(site, browser, made):
    number, clerk = made(), browser("vanthu")
    content = printed(site, number)
    send(clerk, number, content)
    send(clerk, number, content)
    assert len(stored(site, number)[1]) == 1
    page = send(clerk, number, pdf.signed(content, pdf.holder("Trần Văn Minh")), "ky-so.pdf")
    assert stored(site, number) == (State.SIGNED, [(Match.SAME, True)] * 2)
    assert "da-ky.pdf" in page.text and "ky-so.pdf" in page.text
    assert page.text.count("(đang dùng)") == 1
    page = send(clerk, number, pdf.scanned(), "quet.pdf")
    current = clerk.get(f"/quyet-dinh/{number}").links()["Quyết định và danh sách kèm theo: bản đã ký"]
    assert clerk.get(current).response.data.startswith(content)  # an unconfirmed one takes nobody's place


def test_what_a_newer_file_has_overtaken_waits_no_more(site, browser, made):
    number, clerk = made(), browser("vanthu")
    page = send(clerk, number, pdf.scanned())
    address = page.links()["Xem lại và xác nhận"]
    old = clerk.get(address)
    page = send(clerk, number, printed(site, number))
    assert "Xem lại và xác nhận" not in page.links() and "(không dùng)" in page.text
    clerk.submit(old, "/xac-nhan", expect=409, reason="Bản quét rõ hơn.")
    assert "không còn chờ xác nhận" in clerk.get(address).text
    assert stored(site, number)[1] == [(Match.NO_TEXT, False), (Match.SAME, True)]


def test_a_double_click_makes_one_file(site, browser, made):
    number, clerk = made(), browser("vanthu")
    page, content = clerk.get(f"/quyet-dinh/{number}/ban-ky"), printed(site, number)
    for _ in range(2):
        clerk.submit(page, "/dua-vao", file=(io.BytesIO(content), "da-ky.pdf"))
    assert stored(site, number)[1] == [(Match.SAME, True)]


def test_the_submission_has_its_own_signed_form(site, browser, made):
    number, clerk = made(), browser("vanthu")
    page = send(clerk, number, printed(site, number, "to-trinh"), paper="to-trinh")
    assert page.flashes == [KHOP]
    assert stored(site, number) == (State.NUMBERED, [(Match.SAME, True)])
    page = send(clerk, number, printed(site, number, "to-trinh"))  # as the Decision
    assert stored(site, number) == (State.NUMBERED, [(Match.SAME, True), (Match.DIFFERENT, False)])


def test_only_the_clerk_adds_and_readers_see(site, browser, made):
    number = made()
    chairman = browser("chutich")
    page = chairman.get(f"/quyet-dinh/{number}/ban-ky")
    assert page.buttons() == [] and "Chưa có bản đã ký nào." in page.text
    chairman.post(f"/quyet-dinh/{number}/ban-ky/dua-vao", expect=403)
    browser("nhanvien").get(f"/quyet-dinh/{number}/ban-ky", expect=403)


def test_before_the_number_there_is_nothing_to_sign(site, browser):
    with site.app_context():
        number = make.award(State.APPROVED).id
        db.session.commit()
    browser("vanthu").get(f"/quyet-dinh/{number}/ban-ky", expect=404)


def test_the_database_keeps_what_was_found(site, browser, made):
    number, clerk = made(), browser("vanthu")
    send(clerk, number, printed(site, number))
    for change in ("name = 'x'", "findings = '{}'", "sha256 = 'x'", "match = 'different'"):
        with site.app_context(), pytest.raises(sa.exc.DBAPIError, match="final"):
            db.session.execute(sa.text(f"UPDATE signed_file SET {change}"))
    with site.app_context(), pytest.raises(sa.exc.DBAPIError, match="final"):
        db.session.execute(sa.text("DELETE FROM signed_file"))
    with site.app_context():
        row = db.session.scalars(sa.select(SignedFile)).one()
        assert set(json.loads(row.findings)) == {"pages", "differences", "signatures", "signature_problem"}
        assert files.get(row.sha256) == printed(site, number)


def test_reading_holds_no_lock(site, browser, made, monkeypatch):
    """Another clerk's form is answered while a PDF is being read."""
    number, clerk, other = made(), browser("vanthu"), browser("thuongtruc")
    content, real, seen = printed(site, number), signatures.reading.read, []

    def while_reading(name: str, what: bytes):
        hand = Thread(target=lambda: seen.append(other.post("/thong-bao/doc-het").status))
        hand.start()
        hand.join(timeout=10)  # a lock would be waited for 20 seconds
        return real(name, what)

    monkeypatch.setattr(signatures.reading, "read", while_reading)
    assert send(clerk, number, content).flashes == [KHOP]
    assert seen == [200]
