"""The screens of rules, wording and holidays, and what people type wrongly into them."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.core.db import db
from intranet.parameters.models import Confidence, Holiday, Parameter, Wording
from tests.client import form_data, words

SALARY = "/tham-so/base_salary"
KINDS = (
    "amending_decision", "amending_submission", "annulment_minutes", "award_decision", "award_notice", "award_submission", "certificate", "city_submission",
    "correction_letter", "council_way", "count_minutes", "initiative_certificate", "meeting_invitation", "meeting_minutes",
    "meeting_notice", "recognition_decision", "recognition_notice",
    "recognition_submission", "reissue_decision", "reissue_submission", "revocation_decision",
    "revocation_submission",
)  # fmt: skip


def rows(site, key: str = "base_salary") -> list[tuple[object, str]]:
    with site.app_context():
        query = sa.select(Parameter).where(Parameter.key == key).order_by(Parameter.effective_from)
        return [(row.value, row.effective_from.isoformat()) for row in db.session.scalars(query)]


def test_values_are_read_as_people_read_them(browser):
    page = browser("thuongtruc").get("/tham-so")
    shown = {
        words(tr.find("td", attrs={"data-label": "Tham số"})): [words(td) for td in tr.find_all("td")][1:5]
        for tr in page.html.select("main tbody tr")
    }
    salary = shown["Lương cơ sở (đồng/tháng)"]
    assert (salary[0], salary[1], salary[3]) == ("2.530.000", "01/07/2026", "Đã đối chiếu nguồn")
    money = shown["Hệ số tiền thưởng Giấy khen"]
    assert money[0] == "cá nhân: 0,3; tập thể: 0,6; hộ gia đình: 0,45"
    share = shown["Hội đồng TĐKT: ngưỡng thông qua Giấy khen"]
    assert (share[0], share[3]) == ("từ 7/10 tổng số thành viên trở lên", "Cần kiểm tra")
    assert shown["Cách làm tròn tiền thưởng"][0] == "làm tròn lên, đơn vị 10.000 đồng"


def test_every_rule_and_every_kind_of_paper_has_words_and_opens(site, browser):
    desk = browser("thuongtruc")
    page = desk.get("/tham-so")
    with site.app_context():
        keys = set(db.session.scalars(sa.select(Parameter.key)))
    links = {url: label for label, url in page.links().items() if url.startswith("/tham-so/")}
    assert {f"/tham-so/{key}" for key in keys} == set(links)
    assert [label for label in links.values() if "." in label] == []
    assert [desk.get(url).heading for url in sorted(links)] == [links[url] for url in sorted(links)]
    kinds = [url for url in desk.get("/mau-van-ban").links().values() if url.startswith("/mau-van-ban/")]
    assert sorted(kinds) == [f"/mau-van-ban/{kind}" for kind in KINDS]
    assert [desk.get(url).status for url in kinds] == [200] * len(KINDS)


def test_a_new_rule_is_added_from_a_day(site, browser):
    desk = browser("thuongtruc")
    page = desk.submit(
        desk.get(SALARY),
        SALARY,
        value="2700000",
        effective_from="01/01/2027",
        source="Nghị định số 1/2026/NĐ-CP",
    )
    assert page.flashes == ["Đã thêm quy định. Hồ sơ cũ giữ quy định cũ."]
    assert rows(site)[-1] == (2_700_000, "2027-01-01")


def test_an_overlap_is_told_and_what_was_typed_stays(site, browser):
    desk = browser("thuongtruc")
    page = desk.submit(
        desk.get(SALARY), SALARY, expect=422, value="2700000", effective_from="01/07/2026", source="Nghị định"
    )
    assert "Đã có quy định từ ngày 01/07/2026. Quy định mới phải bắt đầu sau ngày đó." in page.text
    typed = form_data(page.form("/base_salary"))
    assert (typed["value"], typed["effective_from"], typed["source"]) == (
        ["2700000"],
        ["01/07/2026"],
        ["Nghị định"],
    )
    assert len(rows(site)) == 2


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"value": "", "effective_from": "", "source": ""}, {"value", "effective_from", "source"}),
        ({"effective_from": "31/02/2027"}, {"effective_from"}),
        ({"source": "x" * 501}, {"source"}),
        ({"note": "x" * 2001}, {"note"}),
        ({"value": "9" * 20_001}, {"value"}),
    ],
)
def test_fields_that_are_wrong_are_marked(site, browser, changes, wrong):
    desk = browser("thuongtruc")
    given = {"value": "2700000", "effective_from": "01/01/2027", "source": "Nghị định"} | changes
    page = desk.submit(desk.get(SALARY), SALARY, expect=422, **given)
    assert set(page.errors()) == wrong
    assert len(rows(site)) == 2


@pytest.mark.parametrize("value", ["[" * 15_000, "9" * 5000, "<script>", "1e400", "-1", "0", "hai triệu"])
def test_a_value_that_is_none_is_told(site, browser, value):
    desk = browser("thuongtruc")
    given = {"value": value, "effective_from": "01/01/2027", "source": "Nghị định"}
    page = desk.submit(desk.get(SALARY), SALARY, expect=422, **given)
    assert "Hãy" in page.text and len(rows(site)) == 2


def test_a_double_click_adds_one_rule(site, browser):
    desk = browser("thuongtruc")
    page = desk.get(SALARY)
    given = {"value": "2700000", "effective_from": "01/01/2027", "source": "Nghị định"}
    first, again = desk.submit(page, SALARY, **given), desk.submit(page, SALARY, **given)
    assert first.url == again.url and len(rows(site)) == 3


def test_a_list_of_lines_is_edited_in_place(site, browser):
    desk, address, key = (
        browser("thuongtruc"),
        "/tham-so/checklist.giay_khen.person",
        "checklist.giay_khen.person",
    )
    page = desk.get(address)
    lines = form_data(page.form("checklist"))["value"][0].split("\n")
    lines[-1] = "Báo cáo có <b>chữ ký</b> | Điều 1"
    given = {"effective_from": "01/01/2027", "source": "Quy định của Hà Nội"}
    desk.submit(page, "checklist", value="\r\n".join(lines), **given)
    before, after = (value for value, _ in rows(site, key))
    new = {"code": "muc-1", "text": "Báo cáo có <b>chữ ký</b>", "article": "Điều 1"}
    assert after == [*before[:-1], new]
    assert "Báo cáo có <b>chữ ký</b> (Điều 1)" in desk.get(address).text


def test_the_office_confirms(site, browser):
    desk, address = browser("thuongtruc"), "/tham-so/council.award.quorum"
    page = desk.submit(desk.get(address), "/xac-nhan")
    assert page.flashes == ["Đã ghi nhận: cơ quan đã kiểm tra quy định này."]
    assert "Lê Thị Hạnh" in page.text
    with site.app_context():
        query = sa.select(Parameter.confidence).where(Parameter.key == "council.award.quorum")
        assert db.session.scalar(query) == Confidence.CONFIRMED


def test_who_only_reads_has_no_form(site, browser):
    clerk = browser("vanthu")
    assert clerk.get(SALARY).buttons() == []
    clerk.post(SALARY, {"value": "1"}, expect=404)
    assert clerk.get("/ngay-nghi").buttons() == []
    clerk.post("/ngay-nghi", {"day": "01/01/2030", "name": "Lễ"}, expect=404)
    browser("nhanvien").get("/tham-so", expect=403)


def test_wording_is_saved_as_a_new_version(site, browser):
    clerk = browser("vanthu")
    page = clerk.get("/mau-van-ban/certificate")
    page = clerk.submit(page, "/certificate", slot_verb="Kính\x07 tặng")
    assert page.flashes == ["Đã lưu. Văn bản đã ban hành giữ nguyên lời văn cũ."]
    with site.app_context():
        query = sa.select(Wording).where(Wording.document_kind == "certificate", Wording.slot == "verb")
        first, second = db.session.scalars(query.order_by(Wording.version))
        assert (first.version, first.text) == (1, "{award_verb}")
        assert (second.version, second.text, second.author) == (2, "Kính tặng", "Bùi Thị Yến")


def test_a_preview_shows_what_was_typed_and_saves_nothing(site, browser):
    clerk = browser("vanthu")
    page = clerk.get("/mau-van-ban/award_decision")
    page = clerk.submit(page, "/award_decision", slot_subject="Khen {counts}", then="preview")
    assert "Khen 02 tập thể và 03 cá nhân" in words(page.html.find(id="xem-truoc"))
    assert form_data(page.form("/award_decision"))["slot_subject"] == ["Khen {counts}"]
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.max(Wording.version))) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_saving_without_a_change_says_so(browser, kind):
    clerk = browser("vanthu")
    page = clerk.submit(clerk.get(f"/mau-van-ban/{kind}"), f"/{kind}", expect=422)
    assert "Chưa có gì thay đổi so với bản đang dùng." in page.text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"slot_awarder": "{chu_tich}"}, "{chu_tich}"),
        ({"slot_awarder": "Một\nHai"}, "Dòng người tặng"),
    ],
)
def test_wording_that_cannot_be_printed_is_told_and_stays(browser, changes, message):
    clerk = browser("vanthu")
    page = clerk.submit(clerk.get("/mau-van-ban/certificate"), "/certificate", expect=422, **changes)
    assert message in page.text
    assert form_data(page.form("/certificate"))["slot_awarder"][0].split() == changes["slot_awarder"].split()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"slot_verb": ""}, ["slot_verb"]),
        ({"slot_verb": "x" * 10_001}, ["slot_verb"]),
        ({"effective_from": "99/99/2026"}, ["effective_from"]),
    ],
)
def test_wrong_fields_of_wording_are_marked(browser, changes, wrong):
    clerk = browser("vanthu")
    page = clerk.submit(clerk.get("/mau-van-ban/certificate"), "/certificate", expect=422, **changes)
    assert list(page.errors()) == wrong


def send(desk, expect: int = 200, **values: str):
    """Send the form for a new holiday (every row of the list has a form of its own)."""
    return desk.post("/ngay-nghi", values, expect=expect)


def test_holidays_are_added_and_removed(site, browser):
    desk = browser("thuongtruc")
    page = send(desk, day="24/11/2027", name="Ngày Văn hóa Việt Nam")
    assert page.flashes == ["Đã thêm ngày nghỉ."]
    with site.app_context():
        number = db.session.scalars(sa.select(Holiday.id).where(Holiday.day == dt.date(2027, 11, 24))).one()
    page = desk.submit(page, f"/ngay-nghi/{number}/bo")
    assert page.flashes == ["Đã bỏ ngày nghỉ."]
    with site.app_context():
        assert db.session.get(Holiday, number) is None


@pytest.mark.parametrize(
    ("day", "name", "wrong"),
    [
        ("", "", ["day", "name"]),
        ("30/02/2027", "Lễ", ["day"]),
        ("24/11/2027", "x" * 101, ["name"]),
    ],
)
def test_a_wrong_holiday_is_told(site, browser, day, name, wrong):
    page = send(browser("thuongtruc"), expect=422, day=day, name=name)
    assert list(page.errors()) == wrong


def test_a_holiday_that_is_there_is_told(browser):
    page = send(browser("thuongtruc"), expect=422, day="1/1/2027", name="Tết")
    assert "Ngày 01/01/2027 đã có trong danh sách." in page.text
