"""The pages: search, one award, import in two steps, deciding who it was, own awards and who sees what."""

import io

import openpyxl
import pytest
import sqlalchemy as sa

from intranet.core.db import db
from intranet.history.models import PastAward, RecipientKind
from tests.factories import history
from tests.factories.people import account, person, unit

INDEX = "/lich-su-khen-thuong"


def names(page) -> list[str]:
    return [" ".join(a.get_text().split()) for a in page.html.select("tbody tr td:first-child a")]


def test_search_without_accents_year_number_and_exact_name_first(site, browser):
    with site.app_context():
        history.enter("Lê Văn Hùng Cường", number="1")
        history.enter("Văn Hùng", number="99/QĐ-UBND", awarded_on=None, year=1975)
        history.enter("Hùng Văn Lê", number="3")
        history.enter("Nguyễn Thị Phượng", number="12/QĐ-UB")
        db.session.commit()
    one = browser("vanthu")
    assert names(one.get(f"{INDEX}?q=van+hung")) == [
        "Ông Văn Hùng",
        "Ông Lê Văn Hùng Cường",
        "Ông Hùng Văn Lê",
    ]
    assert names(one.get(f"{INDEX}?q=VĂN+hùng+1975")) == ["Ông Văn Hùng"]
    assert names(one.get(f"{INDEX}?q=99/qd")) == ["Ông Văn Hùng"]
    assert names(one.get(f"{INDEX}?nam=1975")) == ["Ông Văn Hùng"]
    assert "Không có mục nào khớp" in one.get(f"{INDEX}?q=phuong+khong+co").text
    assert one.get(f"{INDEX}?q=%25_&page=-1&nam=x&loai=y").status == 200
    book = one.get(f"{INDEX}?q=phuong&format=xlsx").response.get_data()
    assert [c.value for c in openpyxl.load_workbook(io.BytesIO(book)).active[2]][:2] == [
        "Ông Nguyễn Thị Phượng", "Thôn Đông"
    ]  # fmt: skip


@pytest.mark.parametrize("address", [INDEX, f"{INDEX}?q=an", f"{INDEX}/can-xac-dinh", f"{INDEX}/cua-toi",
                                     f"{INDEX}/don-vi/{{unit}}", f"{INDEX}/nhap"])  # fmt: skip
def test_lists_cost_the_same_for_one_and_three_rows(site, browser, count_queries, address):
    costs, one = [], browser("vanthu")
    for numbers in ((1,), (2, 3)):
        with site.app_context():
            mine, group = account("vanthu").person, unit()
            for number in numbers:
                person(f"Người Thứ An {number}")
                history.enter(f"Người Thứ An {number}", number=str(number))
                history.enter(mine.full_name, number=str(number)).person_id = mine.id
                history.enter(group.name, kind=RecipientKind.COLLECTIVE, number=str(number))
                history.kept(history.book([history.row(f"Ai đó {number}")]))
            db.session.commit()
            url = address.format(unit=group.id)
        one.get(url)
        with count_queries(site) as statements:
            one.get(url)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_enter_correct_withdraw_by_hand(site, browser):
    one = browser("vanthu")
    page = one.submit(one.get(f"{INDEX}/them"), "them", name="", expect=422)
    assert set(page.errors()) == {"kind", "name", "award_form"}
    page = one.submit(page, "them", kind="person", name="Cụ Đỗ Thị Mẹo", award_form="Bằng khen", expect=422)
    assert "Cần ghi ngày quyết định, hoặc ít nhất là năm." in page.text
    page = one.submit(page, "them", year="1.975", awarded_on="31/02/1975", expect=422)
    assert set(page.errors()) == {"awarded_on"}
    page = one.submit(page, "them", awarded_on="", year="1975")
    assert page.heading == "Cụ Đỗ Thị Mẹo" and page.flashes == ["Đã ghi vào lịch sử khen thưởng."]
    edit, other = one.get(page.links()["Sửa"]), one.get(page.links()["Sửa"])
    page = one.submit(edit, "sua", number="5", reason="", expect=422)
    assert set(page.errors()) == {"reason"}
    shown = one.submit(page, "sua", number="5", reason="Thấy số trong sổ")
    assert "Thấy số trong sổ" in shown.html.get_text()
    page = one.submit(other, "sua", number="6", reason="Bản cũ", expect=409)
    assert "Thấy số" not in page.text and page.html.select_one("#number")["value"] == "6"
    gone = one.submit(one.get(shown.links()["Rút dòng ghi sai"]), "rut", reason="Nhầm người")
    assert "Nhầm người" in gone.text and "Sửa" not in gone.links()
    one.get(shown.links()["Sửa"], expect=403)
    assert "Mẹo" not in one.get(f"{INDEX}?q=meo").text.replace("Bỏ lọc", "")


def send(one, content: bytes, name: str = "cu.xlsx", *, expect: int = 200):
    return one.submit(one.get(f"{INDEX}/nhap"), "nhap", file=(io.BytesIO(content), name), expect=expect)


def test_two_step_import_with_choices_errors_and_second_click(site, browser):
    one = browser("vanthu")
    heads = [c.value for c in openpyxl.load_workbook(
        io.BytesIO(one.get(f"{INDEX}/nhap/tep-mau").response.get_data())).active[1]]  # fmt: skip
    assert heads[:3] == ["Loại", "Họ và tên, tên tập thể", "Danh xưng"]
    for content, name, words in (
        (b"", "trong.xlsx", "rỗng"),
        (b"%PDF-1.7", "a.pdf", "không phải tệp Excel"),
        (history.book([]), "khong-dong.xlsx", "chưa có dòng dữ liệu"),
        (history.book([["x"]], head=("Cột lạ",)), "la.xlsx", "Không thấy dòng tiêu đề"),
        (
            history.book([history.row()], head=("Loại", "Họ và tên")),
            "thieu.xlsx",
            "Hình thức khen thưởng, Ngày",
        ),
    ):
        assert words in send(one, content, name, expect=422).text
    assert "Hãy chọn tệp Excel" in one.submit(one.get(f"{INDEX}/nhap"), "nhap", expect=422).text
    with site.app_context():
        known = person("Cao Văn Lỗ").id
        before = db.session.scalar(sa.select(sa.func.count()).select_from(PastAward))
        day = history.dt.date(1998, 5, 2)
        db.session.commit()
    rows = [
        history.row("Cao Văn Lỗ"),
        history.row("NguyÔn ThÞ Lan", honorific="Bà", on=day),
        history.row("7"),
    ]
    page = send(one, history.book(rows), "Sổ khen thưởng 1998.xlsx")
    assert page.heading == "Xem trước khi nhập" and "2 dòng phải sửa" in page.text
    assert "02/05/1998" in page.text and "05/02/1998" in page.text and "Nguyễn Thị Lan" in page.text
    assert not page.html.select("form[action$='/ghi']")
    wrong = one.get(f"{page.url}/dong-loi").response.get_data()
    assert [
        row[0].value for row in openpyxl.load_workbook(io.BytesIO(wrong)).active.iter_rows(min_row=2)
    ] == [3, 4]
    answer = one.post(f"{page.url}/ghi", expect=422)
    assert "Chưa nhập dòng nào" in answer.text
    page = one.submit(page, page.url, days="swapped", old_font="y")
    assert "1 dòng phải sửa" in page.text
    page = send(one, history.book(rows[:2]))
    page = one.submit(page, page.url, days="swapped", old_font="y")
    assert "1 dòng trùng tên" in page.text
    first = one.submit(page, "/ghi")
    assert first.flashes[0].startswith("Đã nhập 2 dòng mới")
    again = one.submit(page, "/ghi")  # the second click gets the first one's answer
    assert again.heading == "cu.xlsx"
    assert "đã được nhập" in one.post(f"{page.url}/ghi", expect=409).text
    with site.app_context():
        found = {
            a.name: a for a in db.session.scalars(sa.select(PastAward).where(PastAward.line.is_not(None)))
        }
        assert db.session.scalar(sa.select(sa.func.count()).select_from(PastAward)) == before + 2
        assert found["Nguyễn Thị Lan"].when == "05/02/1998" and found["Cao Văn Lỗ"].person_id is None
    page = one.get(again.links()["Xác định người được khen"])
    assert names(page) == ["Ông Cao Văn Lỗ"] and "Cao Văn Lỗ (Công chức, Phòng Kinh tế)" in page.text
    page = one.get(page.links()["Ông Cao Văn Lỗ"])
    page = one.submit(page, "nguoi-duoc-khen", expect=422)
    page = one.submit(page, "nguoi-duoc-khen", who=str(known))
    assert page.flashes == ["Đã ghi."] and "mọi khen thưởng của Cao Văn Lỗ" in page.text
    assert names(one.get(f"{INDEX}/can-xac-dinh")) == []


def test_everybody_sees_the_own_awards_and_only_some_see_all(site, browser):
    with site.app_context():
        mine, other = account("nhanvien").person, account("nhanvien2").person
        history.enter(mine.full_name, number="77/QĐ-UBND").person_id = mine.id
        history.enter(other.full_name, number="88/QĐ-UBND").person_id = other.id
        home = history.enter("Trần Thị Lan", kind=RecipientKind.HOUSEHOLD).id
        own, foreign, group = mine.id, other.id, mine.unit_id
        db.session.commit()
    staff = browser("nhanvien")
    page = staff.get(f"{INDEX}/cua-toi")
    assert "77/QĐ-UBND" in page.text and "88/QĐ-UBND" not in page.text and "05/02/1998" in page.text
    assert b"PK" in staff.get(f"{INDEX}/cua-toi?format=xlsx").response.get_data()[:2]
    assert "77/QĐ-UBND" in staff.get(f"{INDEX}/nguoi/{own}").text
    staff.get(f"{INDEX}/nguoi/{foreign}", expect=404)
    staff.get(INDEX, expect=403)
    assert staff.get(f"{INDEX}/don-vi/{group}").heading.startswith("Khen thưởng của")
    head = browser("truongphong")
    assert "77/QĐ-UBND" in head.get(f"{INDEX}/nguoi/{own}").text
    for login in ("vanthu", "thuongtruc", "chutich"):
        one = browser(login)
        assert "88/QĐ-UBND" in one.get(f"{INDEX}/nguoi/{foreign}").text
        assert one.get(f"{INDEX}/ho/{home}").heading == "Khen thưởng của Hộ gia đình ông Trần Thị Lan"
        assert one.get(INDEX).status == 200
    browser("chutich").get(f"{INDEX}/them", expect=403)
    browser("quantri").get(INDEX, expect=403)
