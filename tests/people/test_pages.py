"""The administrator's pages on people, units and the commune, as she uses them."""

import datetime as dt

import pytest
import sqlalchemy as sa

from intranet.core import clock
from intranet.core.audit import timeline
from intranet.core.db import db
from intranet.core.text import short_date
from intranet.people.models import Honorific, Organisation, Person, Signer, Unit
from tests.factories import people as make

PASTED = "<script>alert(1)</script> Nguye\u0302\u0303n\x0bThi\u0323 \u202eH\u00ad\u1ea1nh\x01"
CLEAN = "<script>alert(1)</script> Nguyễn Thị Hạnh"
PERSON = {
    "full_name": "Đinh Thị Ước", "honorific": "Bà", "unit": "", "title": "Công chức", "position": "",
    "civil_servant": None, "born_on": "05/02/1990", "qualification": "Đại học Luật", "address": "Thôn Siêu Quần",
}  # fmt: skip


def ids(site, *logins):
    with site.app_context():
        return [make.account(login).person_id for login in logins]


def test_the_list_sorts_by_given_name_and_finds_without_accents(browser):
    desk = browser("quantri")
    page = desk.get("/quan-tri/nguoi")
    names = [td.get_text(strip=True) for td in page.html.select('td[data-label="Họ và tên"]')]
    assert names[:4] == ["Nguyễn Thị Lan Anh", "Trịnh Thị Ngọc Ánh", "Vũ Đình Ân", "Hoàng Văn Bách"]
    assert len(names) == 15
    page = desk.get("/quan-tri/nguoi?q=ngoc+anh")
    assert [td.get_text(strip=True) for td in page.html.select('td[data-label="Họ và tên"]')] == [
        "Trịnh Thị Ngọc Ánh"
    ]
    page = desk.get("/quan-tri/nguoi?q=khong+co")
    assert "Không có mục nào khớp với điều kiện đang lọc." in page.text


def test_the_list_filters_by_unit_and_by_leaving_and_gives_a_workbook(site, browser):
    desk = browser("quantri")
    (worker,) = ids(site, "kinhte")
    with site.app_context():
        unit = make.unit().id
    assert desk.get(f"/quan-tri/nguoi?don-vi={unit}").text.count("Hoàng Văn Bách") == 1
    assert "0 người" in desk.get("/quan-tri/nguoi?tinh-trang=da-nghi").text
    desk.submit(desk.get(f"/quan-tri/nguoi/{worker}/nghi"), "/nghi")
    assert "1 người" in desk.get("/quan-tri/nguoi?tinh-trang=da-nghi").text
    assert "14 người" in desk.get("/quan-tri/nguoi?tinh-trang=dang-cong-tac").text
    book = desk.get("/quan-tri/nguoi?tinh-trang=da-nghi&format=xlsx")
    assert (
        book.response.headers["Content-Disposition"]
        == "attachment; filename=danh-sach-can-bo,-cong-chuc.xlsx"
    )
    assert book.response.data.startswith(b"PK")


@pytest.mark.parametrize(
    "address", ["/quan-tri/nguoi", "/quan-tri/don-vi", "/quan-tri/nhat-ky", "/thong-bao"]
)
def test_lists_cost_the_same_for_few_and_for_many_rows(site, browser, count_queries, address):
    desk = browser("quantri")

    def cost(number):
        with site.app_context():
            for i in range(number):
                made, _ = make.new_account(f"Người {number} {i}", f"login{number}-{i}")
                make.new_unit(f"Phòng {number} {i}")
                make.notice(make.account("quantri").id)
                assert made.id
            db.session.commit()
        with count_queries(site) as counted:
            desk.get(address)
        return len(counted)

    assert cost(1) == cost(3)


def test_a_person_is_added_with_cleaned_text(site, browser):
    desk = browser("quantri")
    page = desk.submit(desk.get("/quan-tri/nguoi/them"), **(PERSON | {"full_name": PASTED}))
    assert page.heading == CLEAN
    with site.app_context():
        made = db.session.scalars(sa.select(Person).where(Person.full_name == CLEAN)).one()
        assert (made.honorific, made.unit_id, made.civil_servant) == (Honorific.MRS, None, False)


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"full_name": ""}, {"full_name": "Cần điền mục này."}),
        ({"full_name": " \u200b\x0b "}, {"full_name": "Cần điền mục này."}),
        ({"full_name": "x" * 121}, {"full_name": "Dài quá 120 ký tự. Hãy viết ngắn lại."}),
        ({"honorific": None}, {"honorific": "Hãy chọn một mục."}),
        ({"honorific": "Cụ"}, {"honorific": "Mục đã chọn không có trong danh sách. Hãy chọn lại."}),
        ({"unit": "999"}, {"unit": "Mục đã chọn không có trong danh sách. Hãy chọn lại."}),
        (
            {"born_on": "30/02/1990"},
            {"born_on": "Không có ngày 30/02/1990. Hãy kiểm tra lại ngày, tháng, năm."},
        ),
        ({"born_on": "năm ngoái"}, {"born_on": "Ngày phải viết như 05/02/2026 (ngày/tháng/năm)."}),
        ({"title": "x" * 121}, {"title": "Dài quá 120 ký tự. Hãy viết ngắn lại."}),
        ({"address": "x" * 201}, {"address": "Dài quá 200 ký tự. Hãy viết ngắn lại."}),
    ],
)
def test_a_wrong_person_form_says_why_and_keeps_the_rest(site, browser, values, errors):
    desk = browser("quantri")
    page = desk.submit(desk.get("/quan-tri/nguoi/them"), expect=422, **(PERSON | values))
    assert page.errors() == errors
    kept = {tag["name"]: tag.get("value", "") for tag in page.form().find_all("input", type="text")}
    typed = {k: v for k, v in PERSON.items() if k in kept and k not in values}
    assert {k: v for k, v in kept.items() if k not in values} == typed
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 15


def test_no_honorific_is_guessed_and_the_staff_needs_one(site, browser):
    desk = browser("quantri")
    page = desk.get("/quan-tri/nguoi/them")
    radios = page.form().find_all("input", type="radio")
    assert [(r["value"], r.has_attr("checked")) for r in radios] == [
        ("Ông", False),
        ("Bà", False),
        ("unknown", False),
    ]
    message = "Người thuộc đơn vị hoặc là cán bộ, công chức phải có danh xưng Ông hoặc Bà."
    page = desk.submit(page, expect=422, **(PERSON | {"honorific": "unknown", "civil_servant": "y"}))
    assert message in page.text
    with site.app_context():
        unit = str(make.unit().id)
    page = desk.submit(page, expect=422, **(PERSON | {"honorific": "unknown", "unit": unit}))
    assert message in page.text
    page = desk.submit(page, **(PERSON | {"honorific": "unknown"}))
    assert page.flashes == ["Đã lưu Đinh Thị Ước."]
    assert "Chưa rõ, văn bản chỉ in họ tên" in page.text


def test_two_people_editing_the_same_person_see_both_texts(site, browser):
    (worker,) = ids(site, "kinhte")
    one, two = browser("quantri"), browser("quantri")
    first, second = one.get(f"/quan-tri/nguoi/{worker}/sua"), two.get(f"/quan-tri/nguoi/{worker}/sua")
    one.submit(first, "/sua", position="Phó Trưởng phòng")
    page = two.submit(second, "/sua", position="Quyền Trưởng phòng", expect=409)
    cells = [td.get_text(strip=True) for td in page.html.select("table td")]
    assert cells == ["Chức vụ", "Phó Trưởng phòng", "Quyền Trưởng phòng"]
    assert page.form("/sua").find("input", attrs={"name": "position"})["value"] == "Quyền Trưởng phòng"
    page = two.submit(page, "/sua")
    assert page.flashes == ["Đã lưu Ông Hoàng Văn Bách."]
    with site.app_context():
        assert db.session.get_one(Person, worker).position == "Quyền Trưởng phòng"


def test_the_log_keeps_what_changed_but_not_private_values(site, browser):
    (worker,) = ids(site, "kinhte")
    desk = browser("quantri")
    page = desk.get(f"/quan-tri/nguoi/{worker}/sua")
    desk.submit(page, "/sua", title="Công chức", born_on="05/02/1980", address="Thôn Siêu Quần")
    with site.app_context():
        event = timeline(db.session.get_one(Person, worker))[-1]
        assert event.details() == {"changes": {"title": ["", "Công chức"], "born_on": [], "address": []}}


def test_leaving_is_one_act_and_can_be_taken_back(site, browser):
    (worker,) = ids(site, "kinhte")
    own, desk = browser("kinhte"), browser("quantri")
    page = desk.submit(desk.get(f"/quan-tri/nguoi/{worker}/nghi"), "/nghi", left_on="", expect=422)
    assert page.errors() == {"left_on": "Cần điền mục này."}
    page = desk.submit(desk.get(f"/quan-tri/nguoi/{worker}/nghi"), "/nghi")
    assert own.http.get("/").headers["Location"] == "/dang-nhap?next=/"
    with site.app_context():
        yesterday = clock.today().toordinal() - 1
        assert {h.ends_on.toordinal() for h in make.account("kinhte").holdings} == {yesterday}
    desk.post(f"/quan-tri/nguoi/{worker}/nghi", {"left_on": "01/12/2026"}, expect=409)
    page = desk.submit(page, "/tro-lai")
    assert page.flashes == ["Ông Hoàng Văn Bách trở lại công tác. Hãy giao lại vai trò nếu cần."]
    with site.app_context():
        assert make.account("kinhte").is_active
        assert make.account("kinhte").current_holdings() == []


def test_units_stand_as_a_tree_and_are_ended_not_deleted(site, browser):
    desk, yesterday = browser("quantri"), clock.today() - dt.timedelta(days=1)
    given = {"name": "Phòng Nội vụ", "short_name": "NV", "kind": "office", "starts_on": "01/01/2026"}
    page = desk.submit(desk.get("/quan-tri/don-vi/them"), **given)
    assert page.flashes == ["Đã thêm đơn vị Phòng Nội vụ."]
    names = [tag.get_text(strip=True) for tag in page.html.select(".tree-name")]
    assert (names[0], names[1], names[-1]) == ("UBND xã Đại Thanh", "Văn phòng HĐND - UBND", "Phòng Nội vụ")
    with site.app_context():
        unit, parent = make.unit("Phòng Nội vụ").id, make.unit().id
    page = desk.submit(
        desk.get(f"/quan-tri/don-vi/{unit}"), f"/don-vi/{unit}", parent=str(parent), position="1"
    )
    names = [tag.get_text(strip=True) for tag in page.html.select(".tree-2 .tree-name")]
    assert names == ["Phòng Nội vụ"]
    page = desk.submit(
        desk.get(f"/quan-tri/don-vi/{unit}/ket-thuc"), "/ket-thuc", ends_on=short_date(yesterday)
    )
    assert page.flashes == ["Phòng Nội vụ kết thúc hoạt động. Hồ sơ cũ giữ nguyên."]
    assert "Đơn vị đã kết thúc (1)" in page.text
    with site.app_context():
        assert make.unit("Phòng Nội vụ").ends_on == yesterday


def test_a_unit_with_people_cannot_end(site, browser):
    desk = browser("quantri")
    with site.app_context():
        unit = make.unit().id
    page = desk.submit(desk.get(f"/quan-tri/don-vi/{unit}/ket-thuc"), "/ket-thuc", expect=422)
    assert [li.get_text(strip=True) for li in page.html.select(".missing li")] == ["Hoàng Văn Bách"]
    with site.app_context():
        assert make.unit().ends_on is None


@pytest.mark.parametrize(
    ("values", "errors", "text"),
    [
        ({"name": ""}, {"name": "Cần điền mục này."}, ""),
        ({"name": "x" * 201}, {"name": "Dài quá 200 ký tự. Hãy viết ngắn lại."}, ""),
        ({"kind": ""}, {"kind": "Hãy chọn một mục."}, ""),
        ({"position": "đầu"}, {"position": "Chỉ nhập số nguyên, ví dụ 1.520.000."}, ""),
        ({"position": "10000"}, {"position": "Số phải từ 0 đến 9.999."}, ""),
        (
            {"starts_on": "1/13/2026"},
            {"starts_on": "Không có ngày 1/13/2026. Hãy kiểm tra lại ngày, tháng, năm."},
            "",
        ),
        ({"name": "phòng  KINH tế"}, {}, "Đã có đơn vị mang tên này."),
    ],
)
def test_a_wrong_unit_form_says_why(site, browser, values, errors, text):
    desk = browser("quantri")
    given = {"name": "Phòng Nội vụ", "kind": "office"}
    page = desk.submit(desk.get("/quan-tri/don-vi/them"), expect=422, **(given | values))
    assert page.errors() == errors
    assert text in page.text
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Unit)) == 13


def test_a_unit_cannot_hang_below_itself(site, browser):
    desk = browser("quantri")
    with site.app_context():
        upper = make.unit().id
        lower = make.new_unit("Tổ Đất đai", parent_id=upper).id
        db.session.commit()
    page = desk.submit(
        desk.get(f"/quan-tri/don-vi/{upper}"), f"/don-vi/{upper}", parent=str(lower), expect=422
    )
    assert "Một đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó." in page.text


def test_the_commune_is_edited_with_help_for_every_field(site, browser):
    desk = browser("quantri")
    page = desk.get("/quan-tri/co-quan")
    texts = list(page.form().find_all("input", type="text"))
    assert len(texts) == 13
    assert all(page.html.find(id=f"{tag['id']}-help") for tag in texts)
    page = desk.submit(page, "/co-quan", place_name="", name="x" * 201, expect=422)
    assert page.errors() == {
        "place_name": "Cần điền mục này.", "name": "Dài quá 200 ký tự. Hãy viết ngắn lại."
    }  # fmt: skip
    old = desk.get("/quan-tri/co-quan")
    desk.submit(old, "/co-quan", place_name="Thanh Trì")
    page = desk.submit(old, "/co-quan", place_name="Tả Thanh Oai", once="other-key", expect=409)
    assert [td.get_text(strip=True) for td in page.html.select("table td")] == [
        "Địa danh",
        "Thanh Trì",
        "Tả Thanh Oai",
    ]
    with site.app_context():
        assert db.session.get_one(Organisation, 1).place_name == "Thanh Trì"


def test_a_fresh_install_makes_its_commune(site, browser):
    with site.app_context():
        db.session.execute(sa.delete(Organisation))
        db.session.commit()
    desk = browser("quantri")
    page = desk.get("/quan-tri/co-quan")
    values = {tag["name"]: f"Giá trị {i}" for i, tag in enumerate(page.form().find_all("input", type="text"))}
    page = desk.submit(page, "/co-quan", **values)
    assert page.flashes == ["Đã lưu. Văn bản soạn từ nay dùng thông tin mới."]
    with site.app_context():
        assert db.session.get_one(Organisation, 1).name == "Giá trị 0"


def test_signers_are_shown_as_printed_added_and_ended(site, browser):
    desk = browser("quantri")
    page = desk.get("/quan-tri/nguoi-ky")
    blocks = [tag.get_text("|", strip=True) for tag in page.html.select(".signature")]
    assert blocks == [
        "CHỦ TỊCH|Nguyễn Văn Hưng", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH|Trần Thị Minh Nguyệt", "TRƯỞNG PHÒNG|Lê Thị Hạnh"
    ]  # fmt: skip
    (deputy,) = ids(site, "thuky")
    page = desk.get("/quan-tri/nguoi-ky/them")
    given = {"person": str(deputy), "purpose": "submission", "lines": "KT. TRƯỞNG PHÒNG\x0bPHÓ TRƯỞNG PHÒNG"}
    wrong = desk.submit(page, "/them", **(given | {"lines": "a\nb\nc\nd\ne"}), expect=422)
    assert "Khối chữ ký có nhiều nhất 4 dòng." in wrong.text
    wrong = desk.submit(page, "/them", **(given | {"ends_on": "01/01/2020"}), expect=422)
    assert "Ngày kết thúc phải sau ngày bắt đầu." in wrong.text
    wrong = desk.submit(page, "/them", **(given | {"purpose": None, "person": ""}), expect=422)
    assert wrong.errors() == {"person": "Hãy chọn một mục.", "purpose": "Hãy chọn một mục."}
    page = desk.submit(page, "/them", **given)
    assert page.flashes == ["Đã thêm người ký Phạm Quang Đạt."]
    with site.app_context():
        made = db.session.scalars(sa.select(Signer).where(Signer.person_id == deputy)).one()
        assert made.lines == "KT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG"
        number = made.id
    page = desk.submit(desk.get(f"/quan-tri/nguoi-ky/{number}/ket-thuc"), "/ket-thuc")
    assert page.flashes == ["Đã ghi ngày kết thúc. Văn bản cũ không thay đổi."]
    desk.post(f"/quan-tri/nguoi-ky/{number}/ket-thuc", {"ends_on": "01/12/2026"}, expect=409)


ADMIN_ONLY = [
    "/quan-tri/co-quan", "/quan-tri/nguoi-ky", "/quan-tri/nguoi-ky/them", "/quan-tri/don-vi/them", "/quan-tri/don-vi/1",
    "/quan-tri/nguoi/them", "/quan-tri/nguoi/1/sua", "/quan-tri/nguoi/1/nghi", "/quan-tri/nguoi/1/tai-khoan",
    "/quan-tri/tai-khoan/1/khoa", "/quan-tri/tai-khoan/1/vai-tro", "/quan-tri/vai-tro/1/ket-thuc", "/quan-tri/nhat-ky",
]  # fmt: skip


@pytest.mark.parametrize("login", ["nhanvien", "thuongtruc", "chutich", "vanthu", "truongphong"])
def test_only_the_administrator_opens_the_settings(browser, login):
    one = browser(login)
    assert [address for address in ADMIN_ONLY if one.http.get(address).status_code != 403] == []
    read = 200 if login == "thuongtruc" else 403
    for address in ("/quan-tri/nguoi", "/quan-tri/nguoi/1", "/quan-tri/don-vi"):
        one.get(address, expect=read)


def test_who_may_only_read_sees_no_private_data_and_no_acts(browser):
    assert "Tên đăng nhập" in browser("quantri").get("/quan-tri/nguoi").text
    assert "Tên đăng nhập" not in browser("thuongtruc").get("/quan-tri/nguoi").text
    page = browser("thuongtruc").get("/quan-tri/nguoi/1")
    assert "Ngày sinh" not in page.text
    assert "Tài khoản" not in page.text
    assert page.buttons() == []


@pytest.mark.parametrize(
    "address",
    ["/quan-tri/nguoi/999", "/quan-tri/nguoi/99999999999999999999", "/quan-tri/don-vi/999", "/quan-tri/vai-tro/999/ket-thuc",
     "/quan-tri/tai-khoan/999/khoa", "/quan-tri/nguoi-ky/999/ket-thuc"],
)  # fmt: skip
def test_what_is_not_there_answers_404(browser, address):
    browser("quantri").get(address, expect=404)
