"""Rounds and nominations on their pages; what bad input gets."""

import io

import pytest
import sqlalchemy as sa

from intranet.awards.models import AwardRound, Nomination
from intranet.awards.states import RoundState, State
from intranet.core import clock
from intranet.core.db import db
from intranet.core.text import short_date
from tests.factories import awards as make

TODAY = short_date(clock.today())
ROUND = {
    "kind": "yearly",
    "title": "Khen thưởng năm 2026",
    "achievement": "đã có thành tích xuất sắc",
    "opens_on": TODAY,
    "closes_on": TODAY,
}


@pytest.fixture
def nomination(site) -> int:
    with site.app_context():
        made = make.draft(make.opened())
        db.session.commit()
        return made.id


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("kind", "", "Hãy chọn một mục."),
        ("kind", "sai", "Mục đã chọn không có trong danh sách. Hãy chọn lại."),
        ("title", "", "Cần điền mục này."),
        ("title", "x" * 301, "Dài quá 300 ký tự. Hãy viết ngắn lại."),
        ("achievement", "\x0b \u200b", "Cần điền mục này."),
        ("opens_on", "30/02/2026", "Không có ngày 30/02/2026. Hãy kiểm tra lại ngày, tháng, năm."),
        ("closes_on", "", "Cần điền mục này."),
    ],
)
def test_a_wrong_round_says_why_and_keeps_what_was_typed(site, browser, field, value, message):
    standing = browser("thuongtruc")
    page = standing.submit(standing.get("/khen-thuong/dot/moi"), expect=422, **(ROUND | {field: value}))
    assert page.errors() == {field: message}
    kept = "achievement" if field != "achievement" else "title"
    tag = page.html.find(attrs={"name": kept})
    assert (tag.get_text().strip() if tag.name == "textarea" else tag["value"]) == ROUND[kept]
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(AwardRound)) == 0


def test_a_round_cannot_close_before_it_opens(browser):
    standing = browser("thuongtruc")
    values = ROUND | {"closes_on": "01/01/2026"}
    page = standing.submit(standing.get("/khen-thuong/dot/moi"), expect=422, **values)
    assert "Hạn nhận hồ sơ phải từ ngày mở trở đi." in page.text


def test_a_round_goes_its_way(site, browser):
    standing = browser("thuongtruc")
    page = standing.submit(standing.get("/khen-thuong/dot/moi"), **ROUND)
    page = standing.submit(page, "/mo")
    assert page.flashes == ["Đã mở đợt và báo cho các Trưởng đơn vị."]
    page = standing.submit(page, "/dong")
    with site.app_context():
        assert db.session.scalars(sa.select(AwardRound.state)).one() == RoundState.CLOSED
    address = page.links()["Hủy đợt"]
    page = standing.submit(standing.get(address), "/huy", expect=422, reason=" ")
    assert page.errors() == {"reason": "Cần điền mục này."}
    standing.submit(page, "/huy", reason="Chuyển sang đợt tổng kết")
    with site.app_context():
        assert db.session.scalars(sa.select(AwardRound.state)).one() == RoundState.CANCELLED


def test_a_double_click_makes_one_round(site, browser):
    standing = browser("thuongtruc")
    page = standing.get("/khen-thuong/dot/moi")
    first = standing.submit(page, **ROUND)
    second = standing.submit(page, **ROUND)
    assert first.url == second.url
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(AwardRound)) == 1


def test_nobody_chosen_is_said_at_the_table(site, browser):
    with site.app_context():
        round_ = make.opened()
        db.session.commit()
        address = f"/khen-thuong/dot/{round_.id}/don-vi/{make.unit().id}/ca-nhan"
    head = browser("truongphong")
    page = head.submit(head.get(address), "/ca-nhan", expect=422)
    assert "Hãy đánh dấu ít nhất một người." in page.text
    page = head.submit(head.get(address), "/ca-nhan", expect=422, person="999999")
    assert "Hãy đánh dấu ít nhất một người." in page.text


def test_a_second_nomination_of_the_same_person_is_refused_with_words(site, browser, nomination):
    with site.app_context():
        found = db.session.get(Nomination, nomination)
        address, person = f"/khen-thuong/dot/{found.round_id}/don-vi/{found.unit_id}/ca-nhan", found.person_id
    head = browser("truongphong")
    page = head.submit(head.get(address), "/ca-nhan", expect=422, person=str(person))
    assert "đã có hồ sơ trong đợt này" in page.text


def test_a_household_needs_honorific_name_and_address(site, browser):
    with site.app_context():
        round_ = make.opened()
        db.session.commit()
        address = f"/khen-thuong/dot/{round_.id}/don-vi/{make.unit().id}/ho-gia-dinh"
    head = browser("truongphong")
    page = head.submit(head.get(address), "/ho-gia-dinh", expect=422)
    assert set(page.errors()) == {"honorific", "head", "address"}
    page = head.submit(page, "/ho-gia-dinh", honorific="Ông", head="Lưu Văn Ước", address="Thôn Tả Thanh Oai")
    assert page.heading == "Hồ sơ: Ông Lưu Văn Ước"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Cần điền mục này."),
        ("name", "y" * 201, "Dài quá 200 ký tự. Hãy viết ngắn lại."),
        ("achievement", "z" * 501, "Dài quá 500 ký tự. Hãy viết ngắn lại."),
        ("honorific", "Cô", "Mục đã chọn không có trong danh sách. Hãy chọn lại."),
    ],
)
def test_a_wrong_file_says_why_and_keeps_what_was_typed(browser, nomination, field, value, message):
    head = browser("truongphong")
    page = head.get(f"/khen-thuong/ho-so/{nomination}/viet")
    page = head.submit(page, "/viet", expect=422, **({"report": "Đã gõ dở"} | {field: value}))
    assert page.errors() == {field: message}
    assert page.html.find("textarea", attrs={"name": "report"}).get_text().strip() == "Đã gõ dở"


def test_pasted_text_is_cleaned_and_markup_stays_text(site, browser, nomination):
    head = browser("truongphong")
    page = head.get(f"/khen-thuong/ho-so/{nomination}/viet")
    page = head.submit(page, "/viet", report="<script>alert(1)</script>\x07 Kê\u0301t qua\u0309\x0btốt")
    with site.app_context():
        assert db.session.get(Nomination, nomination).report == "<script>alert(1)</script> Kết quả\ntốt"
    assert page.html.find("main").find("script") is None


def test_two_people_writing_the_same_file_lose_nothing(browser, nomination):
    first, second = browser("truongphong"), browser("truongphong")
    address = f"/khen-thuong/ho-so/{nomination}/viet"
    mine, theirs = first.get(address), second.get(address)
    second.submit(theirs, "/viet", report="Bản của người kia")
    page = first.submit(mine, "/viet", expect=409, report="Bản của tôi")
    assert page.html.find("textarea", attrs={"name": "report"}).get_text().strip() == "Bản của tôi"
    assert "Bản của người kia" in page.text
    page = first.submit(page, "/viet", report="Bản của tôi")
    assert page.flashes[0].startswith("Đã lưu lúc")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bang.exe", b"MZ", "không thuộc loại được nhận"),
        ("anh.png", b"khong phai anh", "không đúng là tệp .png hoặc đã hỏng"),
        ("rong.pdf", b"", "rỗng"),
        ("văn bản.docx", b"PK\x03\x04abc", "không đúng là tệp .docx hoặc đã hỏng"),
    ],
)
def test_a_file_of_a_wrong_kind_is_refused_by_name(browser, nomination, name, content, words):
    head = browser("truongphong")
    page = head.get(f"/khen-thuong/ho-so/{nomination}/viet")
    page = head.submit(page, "/tep", expect=422, files=(io.BytesIO(content), name))
    assert f"“{name}”" in page.text and words in page.text


def test_autosave_keeps_what_is_typed_and_refuses_an_old_version(site, browser, nomination):
    head = browser("truongphong")
    page = head.get(f"/khen-thuong/ho-so/{nomination}/viet")
    data = {
        tag["name"]: tag.get("value", "") for tag in page.form("/viet").find_all("input") if tag.get("name")
    }
    data |= {"report": "Gõ dở", "autosave": "1", "honorific": "Bà", "initiative_id": ""}
    data.pop("once")
    saved = head.http.post(f"/khen-thuong/ho-so/{nomination}/luu-nhap", data=data)
    assert saved.status_code == 200 and set(saved.json) == {"saved_at", "fields"}
    assert head.http.post(f"/khen-thuong/ho-so/{nomination}/luu-nhap", data=data).status_code == 409
    with site.app_context():
        assert db.session.get(Nomination, nomination).report == "Gõ dở"


def test_strangers_do_not_see_a_nomination(browser, nomination):
    for login, status in (("kinhte", 404), ("nhanvien", 404), ("quantri", 403), ("vanthu", 404)):
        browser(login).get(f"/khen-thuong/ho-so/{nomination}", expect=status)


def test_returned_with_a_reason_and_handed_in_again(site, browser):
    with site.app_context():
        number = make.at(State.SUBMITTED).id
        db.session.commit()
    standing, head = browser("thuongtruc"), browser("truongphong")
    page = standing.get(f"/khen-thuong/ho-so/{number}/tra-lai")
    page = standing.submit(page, "/tra-lai", expect=422)
    assert page.errors() == {"reason": "Cần điền mục này."}
    standing.submit(page, "/tra-lai", reason="Bổ sung số liệu")
    page = head.get(f"/khen-thuong/ho-so/{number}")
    assert "Bổ sung số liệu" in page.text
    page = head.submit(page, "/nop")
    assert page.flashes == ["Đã nộp. Thường trực thi đua sẽ kiểm tra hồ sơ."]


def test_the_list_is_searched_without_accents_sorted_by_given_name_and_exported(site, browser):
    with site.app_context():
        round_ = make.opened()
        make.draft(round_)
        make.draft(round_, "nhanvien2")
        db.session.commit()
    head = browser("truongphong")
    page = head.get("/khen-thuong/ho-so")
    rows = [tag.get_text(strip=True) for tag in page.html.select("tbody tr td:first-child")]
    assert rows == ["Bà Nguyễn Thị Lan Anh", "Ông Vũ Đình Ân"]
    page = head.get("/khen-thuong/ho-so?q=vu+dinh+an")
    assert [tag.get_text(strip=True) for tag in page.html.select("tbody tr td:first-child")] == [
        "Ông Vũ Đình Ân"
    ]
    answer = head.http.get("/khen-thuong/ho-so?format=xlsx")
    assert answer.data.startswith(b"PK") and "attachment" in answer.headers["Content-Disposition"]


def test_the_list_costs_the_same_for_one_and_for_three_rows(site, browser, count_queries):
    head = browser("truongphong")

    def cost(person: str) -> int:
        with site.app_context():
            make.draft(make.opened(f"Đợt của {person}"), person)
            db.session.commit()
        with count_queries(site) as found:
            head.get("/khen-thuong/ho-so")
        return len(found)

    first = cost("nhanvien")
    cost("nhanvien2")
    assert cost("truongphong") == first


def test_the_list_is_filtered_by_the_unit_that_proposes(site, browser):
    with site.app_context():
        round_ = make.opened()
        one = make.at(State.SUBMITTED, round_, "nhanvien")
        name, unit = one.name, one.unit_id
        db.session.commit()
    desk = browser("thuongtruc")
    page = desk.get("/khen-thuong/ho-so")
    (field,) = page.html.find_all("select", attrs={"name": "don-vi"})
    assert [option["value"] for option in field.find_all("option")] == ["", str(unit)]
    assert name in desk.get(f"/khen-thuong/ho-so?don-vi={unit}").text
