"""Excel lists that come in: header, cells, dates of two readings, old fonts, refusals by name."""

import datetime as dt
import io
import unicodedata
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font

from intranet.core import clock, old_fonts, sheet_files, sheets
from intranet.core.errors import BadFile
from intranet.core.sheets import AS_EXCEL, SWAPPED, Field
from tests.core.test_files import flagged, office

FIELDS = (
    Field("name", "Họ và tên", ("Tên",), required=True, limit=120),
    Field("kind", "Loại", kind="choice", choices={"Cá nhân": "person", "Tập thể": "collective"}),
    Field("on", "Ngày quyết định", ("Ngày QĐ",), kind="day_or_year", past=True, required=True),
    Field("number", "Số quyết định", ("Số QĐ",)),
    Field("money", "Tiền thưởng", kind="number"),
)
HEAD = ["HỌ VÀ TÊN", "Loại", "Ngày  QĐ (ngày/tháng/năm)", "so quyet dinh", "Tiền thưởng", "Ghi chú"]


def book(*rows, head=HEAD, above=(), font=None) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (*above, head, *rows):
        sheet.append(row)
    if font:
        for line in sheet.iter_rows(min_row=2 + len(above)):
            line[0].font = Font(name=font)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(*rows, days="", accept=False, **kwargs):
    return sheets.read("ds.xlsx", book(*rows, **kwargs), FIELDS, days=days, accept_old_font=accept)


def problems(sheet):
    return {(row.number, one.label): one.text for row in sheet.rows for one in row.problems}


def test_header_is_found_below_titles_and_rows_keep_their_numbers():
    name = unicodedata.normalize("NFD", "  Nguyễn\u00a0Thị   Hằng ")
    sheet = read(
        [name, "cá nhân", "05/02/2019", "07/QĐ-UBND", "1.520.000", "x"],
        [],
        ["Thôn Đông", "TẬP THỂ", "1998", 12, 760000.0, None],
        above=(["UBND XÃ ĐẠI THANH"], [], ["Danh sách", "năm 2019"]),
    )
    assert [(row.number, row.values) for row in sheet.rows] == [
        (5, {"name": "Nguyễn Thị Hằng", "kind": "person", "on": dt.date(2019, 2, 5), "number": "07/QĐ-UBND",
             "money": 1_520_000}),
        (7, {"name": "Thôn Đông", "kind": "collective", "on": 1998, "number": "12", "money": 760_000}),
    ]  # fmt: skip
    assert (sheet.wrong, sheet.ignored) == ([], ["Ghi chú"])


def test_date_cells_show_both_readings_until_somebody_has_chosen():
    rows = (
        ["A", None, dt.datetime(2019, 5, 2)],
        ["B", None, dt.date(2019, 5, 25)],
        ["C", None, dt.date(2019, 3, 3)],
    )
    sheet = read(*rows)
    assert problems(sheet) == {
        (
            2,
            "Ngày quyết định",
        ): "Ô kiểu ngày của Excel, có thể là 02/05/2019 hoặc 05/02/2019. Hãy chọn cách đọc."
    }
    assert sheet.readings[0].readings == [("Ngày quyết định", dt.date(2019, 5, 2), dt.date(2019, 2, 5))]
    for days, first in ((AS_EXCEL, dt.date(2019, 5, 2)), (SWAPPED, dt.date(2019, 2, 5))):
        chosen = read(*rows, days=days)
        assert problems(chosen) == {}
        assert [row.values["on"] for row in chosen.rows] == [first, dt.date(2019, 5, 25), dt.date(2019, 3, 3)]


def test_each_wrong_cell_is_named_with_its_column():
    sheet = read(
        ["A" * 121, "Hộ", "31/02/2019", dt.date(2026, 5, 12), "hai triệu"],
        [None, None, "02/25/2019", "1", "1,5"],
        ["=1/0", None, 43500, "#REF!", -5],
        ["B", None, "05/02/98", None, None],
        ["C", None, "01/01/2099", None, None],
        ["D", None, "01/01/1066", None, None],
        ["E", None, "1850", None, None],
    )
    assert problems(sheet) == {
        (2, "Họ và tên"): "Dài 121 ký tự, tối đa 120.",
        (2, "Loại"): "“Hộ” không có trong danh sách: Cá nhân, Tập thể.",
        (2, "Ngày quyết định"): "Không có ngày 31/02/2019.",
        (
            2,
            "Số quyết định",
        ): "Excel đã đổi nội dung thành ngày 12/05/2026. Hãy định dạng cột là Văn bản (Text) rồi gõ lại.",
        (2, "Tiền thưởng"): "“hai triệu” không phải số nguyên, ví dụ đúng: 1.520.000.",
        (3, "Họ và tên"): "Chưa điền.",
        (
            3,
            "Ngày quyết định",
        ): "Không có tháng 25: “02/25/2019” có vẻ viết tháng trước ngày. Hãy kiểm tra cả cột.",
        (3, "Tiền thưởng"): "“1,5” không phải số nguyên, ví dụ đúng: 1.520.000.",
        (4, "Họ và tên"): "Ô có công thức nhưng chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại rồi gửi.",
        (
            4,
            "Ngày quyết định",
        ): "Ô chứa số 43500, không phải ngày. Hãy gõ dạng ngày/tháng/năm, ví dụ 05/02/2026.",
        (4, "Số quyết định"): "Ô báo lỗi #REF! của Excel.",
        (4, "Tiền thưởng"): "“-5” không phải số nguyên, ví dụ đúng: 1.520.000.",
        (5, "Ngày quyết định"): "“05/02/98” không phải ngày viết dạng ngày/tháng/năm, ví dụ 05/02/2026.",
        (6, "Ngày quyết định"): "Ngày 01/01/2099 ở tương lai.",
        (7, "Ngày quyết định"): "Ngày phải từ năm 1930 trở đi.",
        (8, "Ngày quyết định"): f"Năm phải từ 1930 đến {clock.today().year}.",
    }


def test_old_fonts_are_proposed_not_changed_silently():
    sheet = read(["NguyÔn V¨n §«ng", None, "2019", "Hµ"], ["Trần Hoà", None, "2019", None])
    assert sheet.converted[0].converted == [
        ("Họ và tên", "NguyÔn V¨n §«ng", "Nguyễn Văn Đông"),
        ("Số quyết định", "Hµ", "Hà"),
    ]
    assert list(problems(sheet)) == [(2, "Họ và tên"), (2, "Số quyết định")]
    accepted = read(["NguyÔn V¨n §«ng", None, "2019", "Hµ"], accept=True)
    assert accepted.rows[0].values["name"] == "Nguyễn Văn Đông" and problems(accepted) == {}
    mixed = read(["NguyÔn V¨n §«ng", "Cá nhân", "2019", "Số 7/QĐ"], ["Hà", "Cá nhân", "2019", None])
    assert [row.converted for row in mixed.rows] == [
        [("Họ và tên", "NguyÔn V¨n §«ng", "Nguyễn Văn Đông")],
        [],
    ]
    by_font = read(["trÇn thÞ hoµ", None, "2019"], font=".VnTimeH", accept=True)
    assert by_font.rows[0].values["name"] == "TRẦN THỊ HOÀ"


@given(
    st.text(
        st.sampled_from("abcxyzàáâãèéêìíòóôõùúýăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ "),
        max_size=30,
    )
)
def test_text_in_unicode_is_never_taken_for_an_old_font(text):
    shown = unicodedata.normalize("NFC", text)
    assert not old_fonts.is_old(shown)
    assert not old_fonts.is_old(shown.title())
    assert not old_fonts.is_old(shown.upper())


def test_every_letter_of_the_old_table_comes_back():
    assert len(set(old_fonts.TABLE.values())) == len(old_fonts.TABLE) == 74
    back = {letter: sign for sign, letter in old_fonts.TABLE.items()}
    for name in ("Nguyễn Văn Đông", "Trần Thị Hằng", "Lê Hữu Phước", "Đỗ Quỳnh Thơ", "Vũ Ngọc Bảo"):
        old = "".join(back.get(sign, sign) for sign in name)
        assert old_fonts.is_old(old) and old_fonts.to_unicode(old) == name


def refused(content: bytes, name: str = "ds.xlsx") -> str:
    with pytest.raises(BadFile) as caught:
        sheets.read(name, content, FIELDS, limit=3)
    assert name in caught.value.message
    return caught.value.message


def test_files_are_refused_by_name_and_reason():
    good = book(["A", None, "2019"])
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    typed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(typed, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                part = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + part
            new.writestr(entry, part)
    assert "tiêu đề" in refused(out.getvalue())
    assert "chưa có dòng dữ liệu" in refused(book())
    assert "thiếu cột: Ngày quyết định" in refused(book(["A"], head=["Họ và tên", "Loại"]))
    assert "hai cột “Họ và tên”" in refused(book(["A"], head=["Họ và tên", "Ngày QĐ", "Tên"]))
    assert "hơn 3 dòng" in refused(book(*[["A", None, "2019"]] * 4))
    assert "macro" in refused(office("xl/workbook.xml", "xl/vbaProject.bin"))
    assert "bung ra quá lớn" in refused(office("xl/workbook.xml", content=b"0" * 2_000_000))
    assert "mật khẩu" in refused(flagged(good))
    assert "khai báo lạ" in refused(typed.getvalue())
    assert "hỏng" in refused(office("xl/workbook.xml"))
    assert "hỏng" in refused(good[: len(good) // 2])
    assert "rỗng" in refused(b"")
    assert "không thuộc loại" in refused(good, "ds.xls")
    assert "không phải tệp Excel" in refused(office("word/document.xml"), "ds.docx")


def test_template_and_wrong_rows_can_be_sent_back(app):
    with app.test_request_context():
        made = sheet_files.template("Mẫu danh sách", FIELDS).get_data()
        assert [one.value for one in openpyxl.load_workbook(io.BytesIO(made)).active[1]] == [
            f.label for f in FIELDS
        ]
        sheet = read(["A", "Hộ", "05/02/2019", "=HYPERLINK(1)", "x"], ["B", None, "2019"])
        mended = openpyxl.load_workbook(io.BytesIO(sheet_files.wrong_rows("Dòng lỗi", sheet).get_data()))
    lines = [[one.value for one in row] for row in mended.active.iter_rows(min_row=2)]
    assert [line[0] for line in lines] == [2] and "Loại: “Hộ” không có trong danh sách" in lines[0][1]
    mended.active["D2"], mended.active["F2"], mended.active["G2"] = "Tập thể", "07", "5.000"
    out = io.BytesIO()
    mended.save(out)
    again = sheets.read("sua.xlsx", out.getvalue(), FIELDS)
    assert again.wrong == [] and again.rows[0].values["on"] == dt.date(2019, 2, 5)
