"""Decisions as the standing body, the chairman and the clerk use them; bad input; files."""

import datetime as dt
import io
import zipfile
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup

from intranet.core import clock
from intranet.core.db import db
from intranet.core.text import short_date
from intranet.decisions.models import Certificate, Decision
from intranet.decisions.states import CertificateState, State
from intranet.documents import read_back
from intranet.registers.models import IssuedFile, NumberSeries, RegisterEntry
from tests.client import Browser, form_data, words
from tests.factories import decisions as make

TODAY = short_date(clock.today())
TOMORROW = short_date(clock.today() + dt.timedelta(days=1))


@pytest.fixture
def made(site):
    """Return a function that makes a Decision and gives its id."""

    def build(act, *args, **kwargs) -> int:
        with site.app_context():
            row = act(*args, **kwargs)
            db.session.commit()
            return row.id

    return build


def acts(page) -> list[str]:
    """Return the buttons that do something to the Decision (not those that only show pages)."""
    return [one for one in page.buttons() if not one.startswith("Xem trang in")]


def stored(site, decision_id: int) -> tuple[State, int | None]:
    with site.app_context():
        row = db.session.get(Decision, decision_id)
        return row.state, row.number


def test_from_the_task_to_the_printed_stack(site, browser, made):
    made(make.settled_round)
    standing = browser("thuongtruc")
    page = standing.get("/quyet-dinh")
    page = standing.get(page.links()["Lập dự thảo quyết định"])
    page = standing.submit(page, "/moi/khen-thuong", signer=form_data(page.form())["signer"])
    assert page.flashes == ["Đã lập dự thảo quyết định và tờ trình. Hãy xem lại rồi trình Chủ tịch."]
    number = int(page.url.rsplit("/", 1)[1])
    assert acts(page)[0] == "Trình Chủ tịch"
    page = standing.submit(page, "/trinh")
    assert (page.flashes, acts(page)) == (["Đã trình Chủ tịch."], [])
    chairman = browser("chutich")
    page = chairman.get(f"/quyet-dinh/{number}")
    assert "Hai triệu hai trăm tám mươi nghìn đồng" in page.text
    page = chairman.submit(page, "/duyet")
    assert page.flashes == ["Đã duyệt. Văn thư sẽ cấp số và in."]
    clerk = browser("vanthu")
    page = clerk.get(f"/quyet-dinh/{number}")
    assert "Số tiếp theo trong sổ: 01/QĐ-UBND" in page.text
    page = clerk.submit(page, "/cap-so")
    assert stored(site, number) == (State.NUMBERED, 1)
    with site.app_context():
        kept = set(db.session.scalars(sa.select(IssuedFile.document_kind)))
    assert kept == {"quyet-dinh", "giay-khen", "to-trinh"}
    stack = clerk.get(f"/quyet-dinh/{number}/giay-khen")
    stack = clerk.submit(stack, "/da-in")
    assert stack.flashes == ["Đã ghi nhận in 2 giấy."]
    reprint = clerk.get(stack.links()["In lại giấy của Điểm phục vụ hành chính công"])
    stack = clerk.submit(reprint, "/in-lai", reason="Giấy bị nhòe mực.")
    assert stack.flashes == ["Đã ghi nhận in lại giấy của Điểm phục vụ hành chính công."]
    stack = clerk.submit(stack, "/da-trao")
    assert stack.flashes == ["Đã ghi nhận trao 2 giấy."]
    clerk.submit(clerk.get(f"/quyet-dinh/{number}"), "/da-ky")
    assert stored(site, number) == (State.SIGNED, 1)


def test_the_papers_carry_the_right_data(site, browser, made):
    number = made(make.award, State.NUMBERED, "@", "nhanvien", "Lưu Văn Ước")
    clerk = browser("vanthu")

    def lines(key: str) -> list[str]:
        page = clerk.get(f"/quyet-dinh/{number}/van-ban/{key}.docx")
        assert f"{key}-01-qd-ubnd-{clock.today().year}.docx" in page.response.headers["Content-Disposition"]
        return read_back.paragraphs(page.response.data)

    decision = lines("quyet-dinh")
    assert decision.count("Số: 01/QĐ-UBND") == 1
    assert any(
        line.startswith("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022") for line in decision
    )
    assert sum("Tờ trình số 01/TTr-VHXH" in line for line in decision) == 1
    assert "(Bằng chữ: Ba triệu bốn trăm hai mươi nghìn đồng)./." in decision
    certificates = lines("giay-khen")
    assert [line for line in certificates if line.startswith("Số sổ vàng")] == [
        "Số sổ vàng: 01", "Số sổ vàng: 02", "Số sổ vàng: 03",
    ]  # fmt: skip
    assert certificates.count("Quyết định số 01/QĐ-UBND") == 3
    assert [line for line in certificates if "Lan Anh" in line] == ["Bà Nguyễn Thị Lan Anh"]
    submission = lines("to-trinh")
    assert submission.count("Số: 01/TTr-VHXH") == 1
    assert [line for line in submission if "Lưu Văn Ước" in line] == ["Hộ gia đình ông Lưu Văn Ước"]


def test_a_preview_has_no_number(site, browser, made):
    number = made(make.award, State.SUBMITTED)
    page = browser("chutich").get(f"/quyet-dinh/{number}/van-ban/quyet-dinh.docx")
    found = read_back.paragraphs(page.response.data)
    assert [line for line in found if line.startswith("Số:")] and "Số: 01/QĐ-UBND" not in found
    browser("chutich").get(f"/quyet-dinh/{number}/van-ban/khong-co.docx", expect=404)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Hãy nhập ngày ban hành."),
        ("31/02/2026", None),
        ("hôm nay", None),
        ("1/1/20260", None),
        ("\x0b<script>alert(1)</script>", None),
        ("9" * 5000, None),
    ],
)
def test_a_wrong_day_stays_on_the_page_and_takes_no_number(site, browser, made, typed, message):
    number = made(make.award, State.APPROVED)
    clerk = browser("vanthu")
    page = clerk.submit(clerk.get(f"/quyet-dinh/{number}"), "/cap-so", expect=422, issued_on=typed)
    assert list(page.errors()) == ["issued_on"]
    assert stored(site, number) == (State.APPROVED, None)
    with site.app_context():
        assert db.session.scalar(sa.select(NumberSeries.last).where(NumberSeries.series == "QD")) is None


@pytest.mark.parametrize("typed", [TOMORROW, "01/01/2026"])
def test_a_day_that_cannot_be_is_told_and_takes_no_number(site, browser, made, typed):
    number = made(make.award, State.APPROVED)
    clerk = browser("vanthu")
    page = clerk.submit(clerk.get(f"/quyet-dinh/{number}"), "/cap-so", expect=422, issued_on=typed)
    assert "ngày ban hành không được" in page.text.lower()
    assert form_data(page.form("/cap-so"))["issued_on"] == [typed]
    assert stored(site, number) == (State.APPROVED, None)


def test_a_double_click_gives_one_number(site, browser, made):
    number = made(make.award, State.APPROVED)
    clerk = browser("vanthu")
    page = clerk.get(f"/quyet-dinh/{number}")
    first = clerk.submit(page, "/cap-so")
    again = clerk.submit(page, "/cap-so")
    assert (first.status, again.status) == (200, 200)
    with site.app_context():
        assert list(
            db.session.scalars(sa.select(RegisterEntry.number).where(RegisterEntry.series == "QD"))
        ) == [1]
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Certificate)) == 2


def test_a_double_click_makes_one_draft(site, browser, made):
    round_id = made(make.settled_round)
    standing = browser("thuongtruc")
    page = standing.get(f"/quyet-dinh/moi/khen-thuong/{round_id}")
    first, again = standing.submit(page), standing.submit(page)
    assert first.url == again.url
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 1


@pytest.mark.parametrize("signer", ["", "0", "999999", "abc", "<script>", "9" * 40])
def test_a_signer_out_of_the_list_is_refused(site, browser, made, signer):
    round_id, number = made(make.settled_round), made(make.recognition)
    standing = browser("thuongtruc")
    page = standing.get(f"/quyet-dinh/moi/khen-thuong/{round_id}")
    page = standing.submit(page, expect=422, signer=signer)
    assert list(page.errors()) == ["signer"]
    page = standing.get(f"/quyet-dinh/{number}")
    page = standing.submit(page, "/nguoi-ky", expect=422, signer=signer)
    assert list(page.errors()) == ["signer"]


@pytest.mark.parametrize("step", ["tra-lai", "khong-duyet"])
@pytest.mark.parametrize("reason", ["", " \t\x0b ", "x" * 20_000])
def test_a_reason_is_needed(site, browser, made, step, reason):
    number = made(make.award, State.SUBMITTED)
    chairman = browser("chutich")
    page = chairman.get(f"/quyet-dinh/{number}/{step}")
    page = chairman.submit(page, expect=422, reason=reason)
    assert list(page.errors()) == ["reason"]
    assert stored(site, number) == (State.SUBMITTED, None)


def test_returned_with_its_reason(site, browser, made):
    number = made(make.award, State.SUBMITTED)
    chairman, standing = browser("chutich"), browser("thuongtruc")
    page = chairman.get(f"/quyet-dinh/{number}/tra-lai")
    page = chairman.submit(page, reason="Ghi rõ <b>tên quỹ</b>\x0b.")
    assert page.url.endswith("/quyet-dinh")
    chairman.get(f"/quyet-dinh/{number}", expect=404)
    page = standing.get(f"/quyet-dinh/{number}")
    assert "Ghi rõ <b>tên quỹ</b>" in page.text
    standing.submit(page, "/trinh")
    assert stored(site, number) == (State.SUBMITTED, None)


def test_a_reprint_needs_its_reason(site, browser, made):
    number = made(make.award, State.NUMBERED)
    clerk = browser("vanthu")
    stack = clerk.submit(clerk.get(f"/quyet-dinh/{number}/giay-khen"), "/da-in")
    address = next(url for words, url in stack.links().items() if words.startswith("In lại"))
    page = clerk.submit(clerk.get(address), expect=422, reason="")
    assert list(page.errors()) == ["reason"]
    with site.app_context():
        assert set(db.session.scalars(sa.select(Certificate.state))) == {CertificateState.PRINTED}


def test_the_chairman_is_told_why_the_own_award_is_not_his_to_approve(site, browser, made):
    number = made(make.award, State.SUBMITTED, "chutich")
    chairman = browser("chutich")
    page = chairman.get(f"/quyet-dinh/{number}")
    assert "Bạn có tên trong danh sách" in page.text and acts(page) == []
    page = chairman.post(f"/quyet-dinh/{number}/duyet", expect=403)
    assert stored(site, number) == (State.SUBMITTED, None)


def test_the_register_of_awards_is_found_and_exported(site, browser, made):
    made(make.award, State.NUMBERED)
    made(make.recognition, State.NUMBERED)
    clerk = browser("vanthu")
    page = clerk.get("/quyet-dinh/so-khen-thuong?q=lan+anh&loai=award_decision")
    assert len(page.html.select("main tbody tr")) == 1
    with zipfile.ZipFile(io.BytesIO(clerk.get(page.links()["Tải Excel"]).response.data)) as pack:
        rows = BeautifulSoup(pack.read("xl/worksheets/sheet1.xml"), "xml").find_all("row")
        texts = [words(one) for one in BeautifulSoup(pack.read("xl/sharedStrings.xml"), "xml").find_all("si")]
    assert [texts[int(words(row.find("c")))] for row in rows] == ["Tên", "Bà Nguyễn Thị Lan Anh"]


def test_lists_ask_a_constant_number_of_questions(site, browser, made, count_queries):
    clerk = browser("vanthu")
    asked = []
    for _ in range(2):
        made(make.award, State.NUMBERED)
        for address in ("/quyet-dinh", "/quyet-dinh/so-khen-thuong", "/so/van-ban-di"):
            with count_queries(site) as found:
                clerk.get(address)
            asked.append(len(found))
    assert asked[:3] == asked[3:]


def _press(site, address: str, login: str, gate: Barrier, answers: list[int]) -> None:
    clerk = Browser(site, login)
    data = form_data(clerk.get(address).form("/cap-so"))
    gate.wait()
    answers.append(clerk.http.post(f"{address}/cap-so", data=data).status_code)


@pytest.mark.parametrize("different", [True, False], ids=["two decisions", "the same decision"])
def test_two_clerks_at_once_never_share_a_number(site, made, different):
    first = made(make.award, State.APPROVED)
    second = made(make.recognition, State.APPROVED) if different else first
    gate, answers = Barrier(2), []
    hands = [
        Thread(target=_press, args=(site, f"/quyet-dinh/{one}", "vanthu", gate, answers))
        for one in (first, second)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    with site.app_context():
        query = (
            sa.select(RegisterEntry.number).where(RegisterEntry.series == "QD").order_by(RegisterEntry.number)
        )
        numbers = list(db.session.scalars(query))
        last = db.session.scalar(sa.select(NumberSeries.last).where(NumberSeries.series == "QD"))
    assert numbers == ([1, 2] if different else [1])
    assert last == len(numbers)
    if different:
        assert answers == [303, 303]
    else:  # the second is told that it came too late, or (its form being the same) is sent to the same page
        assert sorted(answers) in ([303, 403], [303, 409])
