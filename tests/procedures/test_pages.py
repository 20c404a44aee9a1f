"""The pages of procedures: typed and from Excel, publicity ticked, a review from its list to its proposal."""

import io

import openpyxl
import xlsxwriter

from intranet.core import clock
from intranet.core.db import db
from intranet.procedures import importing
from tests.factories import procedures as make
from tests.factories.people import unit

TODAY = f"{clock.today():%d/%m/%Y}"


def workbook(*rows: list[str]) -> tuple[io.BytesIO, str]:
    """Return an Excel list with the columns of the template."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for number, row in enumerate([[one.label for one in importing.FIELDS], *rows]):
        for place, value in enumerate(row):
            sheet.write_string(number, place, value)
    book.close()
    out.seek(0)
    return out, "danh-muc.xlsx"


GOOD = [
    "1.01",
    "Đăng ký khai sinh",
    "Hộ tịch",
    make.POINT,
    "3",
    "1",
    "2",
    "0",
    "Trực tiếp",
    "có",
    "có",
    "",
    "có",
]


def test_the_list_comes_from_excel_whole_or_not_at_all(site, browser):
    clerk = browser("vanthu")
    form = clerk.get("/thu-tuc/nhap")
    assert "Hãy chọn tệp" in clerk.submit(form, expect=422).text
    bad = [
        GOOD,
        ["1.02", "Chứng thực", "Tư pháp", "Phòng Không Có", "x", "1"],
        ["1.01", "Trùng", "Hộ tịch", make.POINT, "3", "1", "", "", "", "không", "có"],
    ]
    looked = clerk.submit(form, sheet=workbook(*bad))
    told = looked.text
    for words in (
        "Không có đơn vị “Phòng Không Có”",
        "không phải số nguyên",
        "Trùng với dòng 2",
        "Phải đủ điều kiện",
    ):
        assert words in told
    assert "Chưa có thủ tục nào" in clerk.get("/thu-tuc").text
    assert not looked.html.select('form[action$="/ghi"]')  # nothing to press while a row is wrong
    wrong = clerk.http.get(looked.url + "/dong-loi").data
    assert [row[0] for row in openpyxl.load_workbook(io.BytesIO(wrong)).active.values][1:] == [3, 4]
    seen = clerk.submit(clerk.get("/thu-tuc/nhap"), sheet=workbook(GOOD))
    assert "1 thủ tục mới" in seen.text and "Chưa có thủ tục nào" in clerk.get("/thu-tuc").text
    late = clerk.submit(seen, "ghi", expect=422, starts_on="31/12/2099")
    assert "không được ở tương lai" in late.text and "Chưa có thủ tục nào" in clerk.get("/thu-tuc").text
    tab = clerk.get(seen.url)  # the same preview, opened once more
    done = clerk.submit(seen, "ghi", starts_on=TODAY)
    assert done.flashes == ["Đã nhập 1 thủ tục mới, cập nhật 0 thủ tục đã có."]
    clerk.submit(tab, "ghi", expect=409, starts_on=TODAY)
    changed = clerk.submit(clerk.get("/thu-tuc/nhap"), sheet=workbook([*GOOD[:4], "2", *GOOD[5:]]))
    assert "Số bước: 3 → 2" in changed.text
    again = clerk.submit(changed, "ghi", starts_on=TODAY)
    assert again.flashes == ["Đã nhập 0 thủ tục mới, cập nhật 1 thủ tục đã có."]
    same = clerk.submit(clerk.get("/thu-tuc/nhap"), sheet=workbook([*GOOD[:4], "2", *GOOD[5:]]))
    assert "Không còn gì để nhập" in same.text
    assert clerk.http.get("/thu-tuc/mau-nhap").data.startswith(b"PK")
    assert "Đăng ký khai sinh" in browser("truongphong").get("/thu-tuc?q=khai+sinh").text


def test_a_procedure_typed_changed_and_checked(site, browser):
    clerk = browser("vanthu")
    with site.app_context():
        here = str(unit(make.POINT).id)
    told = {
        "code": "9.9",
        "name": "Chứng thực bản sao",
        "field": "Chứng thực",
        "unit": here,
        "steps": "2",
        "days": "2",
    }
    refused = clerk.submit(clerk.get("/thu-tuc/moi"), expect=422, online_full="y", **told)
    assert "cũng phải đánh dấu đủ điều kiện" in refused.text
    row = clerk.submit(refused, online_eligible="y")
    row = clerk.submit(clerk.get(row.url + "/thay-doi"), days="0", same_day="y", source="QĐ 5")
    assert "QĐ 5" in row.text
    page = clerk.get("/thu-tuc/cong-khai?channel=portal")
    number = row.url.rsplit("/", 1)[1]
    kept = clerk.submit(page, "/ghi", listed=number, process=number)
    assert kept.flashes == ["Đã ghi kết quả kiểm tra 1 thủ tục."]
    assert [box.has_attr("checked") for box in kept.html.select("tbody input")] == [True, True, False, False]
    assert "Thiếu" in clerk.get(row.url).text
    browser("nhanvien").get("/thu-tuc", expect=403)


def test_tp5_a_unit_reviews_all_its_procedures_and_a_line_becomes_a_proposal(site, browser, count_queries):
    with site.app_context():
        ids = [make.procedure(str(n)).id for n in range(2)]
        db.session.commit()
    clerk, head = browser("vanthu"), browser("truongphong")
    opened = clerk.submit(clerk.get("/thu-tuc/ra-soat/moi"), due_on=TODAY)
    assert "0/2" in opened.text
    assert "Còn 1 đơn vị" in clerk.submit(opened, "ket-thuc", expect=422).text
    page = head.get(head.get("/thu-tuc/ra-soat").links()[make.POINT])
    half = head.submit(page, "/don-vi/", expect=422, then="close", **{f"opinion-{ids[0]}": "keep"})
    assert "Mới rà soát 1/2 thủ tục" in half.text
    assert half.html.select_one(f"select[name=opinion-{ids[0]}] option[selected]")["value"] == "keep"
    told = {f"opinion-{ids[1]}": "amend", f"note-{ids[1]}": "Bỏ giấy xác nhận"}
    saved = head.submit(half, "/don-vi/", **told)
    assert saved.flashes == ["Đã lưu. Đã xem 2 thủ tục."]
    form = head.get(next(url for words, url in saved.links().items() if words.startswith("Lập đề xuất")))
    made = head.submit(form)
    assert made.heading.startswith("Sửa đổi, bãi bỏ quy định: ") and "Bỏ giấy xác nhận" in made.text
    sent = clerk.submit(
        clerk.get(made.url + "/gui"), outgoing_number="112/UBND-VP", sent_on=TODAY, sent_to="UBND thành phố"
    )
    assert "112/UBND-VP" in sent.text
    up = clerk.submit(clerk.get(made.url + "/tra-loi"), answered_on=TODAY, accepted="1", answer="Đồng ý")
    assert "Chấp nhận. Đồng ý" in up.text
    done = head.submit(head.get(page.url), "/don-vi/", then="close")
    assert "Đã rà soát xong" in done.text
    closed = clerk.submit(clerk.get(opened.url), "ket-thuc")
    assert "Đã kết thúc" in closed.text
    urls = ("/thu-tuc", "/thu-tuc/de-xuat", "/thu-tuc/ra-soat", "/thu-tuc/cong-khai")
    costs = []
    for number in (5, 6):
        with count_queries(site) as found:
            for url in urls:
                clerk.get(url)
        costs.append(len(found))
        with site.app_context():
            for other in range(2):
                make.procedure(f"{number}.{other}")
                make.proposal()
            db.session.commit()
    assert costs[0] == costs[1]
