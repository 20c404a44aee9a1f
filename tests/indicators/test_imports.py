"""The Excel of the one-stop system: read, look, apply; all or nothing."""

import io

import pytest
import xlsxwriter

from intranet.core.errors import BadFile, NotReady, WrongState
from intranet.indicators import actions, imports, queries
from intranet.indicators.models import Origin
from tests.factories import indicators as make

HEAD = ("Bộ phận", "Tiếp nhận", "Đã giải quyết", "Đúng hạn và trước hạn", "Số hóa", "Nộp trực tuyến", "Có phí",
        "Thanh toán trực tuyến", "Bổ sung quá một lần")  # fmt: skip
GOOD = (
    ("PVHCC", 1200, 1100, 1095, 1190, 900, 400, 350, 20),
    ("phong kinh te", 40, 38, 38, 40, None, None, None, 0),
)


def book(*rows) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    made.close()
    return out.getvalue()


def test_a_file_fills_five_indicators_once(app):
    when, desk = make.quarter(), make.account("thuongtruc")
    preview = imports.read(when, "motcua.xlsx", book(*GOOD))
    taken = [{one.code: tuple(value) for one, value in line.taken} for line in preview.lines]
    assert taken == [
        {"I01": (1095, 1100), "I02": (1190, 1200), "I04": (900, 1200), "I05": (350, 400), "I08": (20, 1100)},
        {"I01": (38, 38), "I08": (0, 38)},
    ]
    assert preview.ready and preview.lines[1].ignored == ["I02"]
    stored = imports.keep(when, "motcua.xlsx", book(*GOOD), actor=desk)
    assert imports.apply(when, stored, actor=desk) == 7
    assert imports.apply(when, stored, actor=desk) == 0  # a second click
    row = queries.measurement(make.indicator("I05").id, when.id, make.unit().id)
    assert (row.numerator, row.denominator, row.origin) == (350, 400, Origin.IMPORTED)
    mine = queries.report_of(when, make.unit())
    assert [words for words, _ in actions.missing(mine)] == [
        "I12: chưa có số liệu (hoặc chọn “không phát sinh”)"
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("PVHCC", 1200, 1100, 1101, 1, 1, 1, 1, 1), "không thể lớn hơn"),
        (("Phòng Lạ", 1, 1, 1, 1, 1, 1, 1, 1), "Không có đơn vị “Phòng Lạ”"),
        (("PVHCC", -3, 1, 1, 1, 1, 1, 1, 1), "không phải số nguyên"),
        (("PVHCC", 9, 9, 9, "chín", 1, 1, 1, 1), "không phải số nguyên"),
        (GOOD[1], "đã có ở dòng trên"),
    ],
)
def test_one_wrong_row_keeps_the_whole_file_out(app, row, words):
    when, desk = make.quarter(), make.account("thuongtruc")
    content = book(GOOD[1], row)
    preview = imports.read(when, "motcua.xlsx", content)
    assert not preview.ready and words in preview.lines[1].row.problems[0].text
    stored = imports.keep(when, "motcua.xlsx", content, actor=desk)
    with pytest.raises(NotReady, match="chưa nhập gì"):
        imports.apply(when, stored, actor=desk)
    assert queries.measurement(make.indicator("I01").id, when.id, make.unit("Phòng Kinh tế").id) is None


def test_reports_that_were_handed_in_and_locked_quarters_stay_as_they_are(app):
    make.submitted("Phòng Kinh tế")
    preview = imports.read(make.quarter(), "motcua.xlsx", book(GOOD[1]))
    assert "đã gửi số liệu" in preview.lines[0].row.problems[0].text
    with pytest.raises(WrongState, match="đã khóa"):
        imports.keep(make.locked(2), "motcua.xlsx", book(GOOD[1]), actor=make.account("thuongtruc"))


def test_the_pages_of_the_import(browser, site):
    desk = browser("thuongtruc")
    with site.app_context():
        when = make.quarter().id
    url = f"/chi-tieu/quy/{when}/mot-cua"
    assert desk.get("/chi-tieu/mot-cua/mau", check=False).response.mimetype.endswith("sheet")
    refused = desk.submit(desk.get(url), "mot-cua", expect=422, upload=(io.BytesIO(b"abc"), "motcua.xlsx"))
    assert "motcua.xlsx" in refused.text
    look = desk.submit(desk.get(url), "mot-cua", upload=(io.BytesIO(book(*GOOD)), "motcua.xlsx"))
    assert "I05: 350/400" in look.text and "không lấy I02" in look.text
    done = desk.submit(look, "nhap")
    assert done.flashes == ["Đã nhập 7 số từ tệp. Đơn vị xem lại và gửi."]
    with pytest.raises(BadFile), site.app_context():
        imports.read(make.quarter(), "x.xlsx", b"PK")
