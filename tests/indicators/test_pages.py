"""The pages: ten minutes of a unit head, the desk of the standing body, the board and what opens from it."""

import pytest

from intranet.core.db import db
from intranet.indicators import board, queries, words
from intranet.seed.example_figures import load_example_figures
from tests.factories import indicators as make


def test_a_head_reports_and_the_standing_body_accepts_and_locks(browser, site):
    head = browser("truongphong")
    with site.app_context():
        when, where = make.quarter().id, make.unit().id
        ids = {one.code: one.id for one in queries.asked_of(make.unit(), make.quarter())}
    url = f"/chi-tieu/bao-cao/{when}/{where}"
    assert "Số liệu quý 3/2026" in head.get("/").text
    page = head.get(url)
    name = {code: f"f{number}" for code, number in ids.items()}
    wrong = head.submit(
        page, url, expect=422,
        **{f"{name['I01']}_numerator": "-4", f"{name['I01']}_denominator": "chín mươi", f"{name['I02']}_numerator": "7"},
    )  # fmt: skip
    assert set(wrong.errors()) == {f"{name['I01']}_numerator", f"{name['I01']}_denominator"}
    assert 'value="chín mươi"' in str(wrong.html)  # what was typed is still there
    over = head.submit(
        page, url, expect=422, **{f"{name['I01']}_numerator": "12", f"{name['I01']}_denominator": "9"}
    )
    assert "không thể lớn hơn" in over.text
    good = {f"{one}_{part}": "1.000" for one in name.values() for part in ("numerator", "denominator")}
    good |= {f"{one}_explanation": "Hệ thống một cửa" for one in name.values()}
    nothing = {
        f"{name['I05']}_numerator": "",
        f"{name['I05']}_denominator": "",
        f"{name['I05']}_nothing": "y",
    }
    half = {f"{name['I12']}_numerator": "", f"{name['I08']}_denominator": "3"}
    refused = head.submit(head.get(url), url, expect=422, then="submit", **(good | nothing | half))
    assert (
        "I12: cần nhập cả hai số." in refused.text
        and "I08: “Hồ sơ phải bổ sung quá một lần” (1000)" in refused.text
    )
    missing = {f"{name['I12']}_numerator": "", f"{name['I12']}_denominator": ""}
    kept = head.submit(head.get(url), url, then="submit", **(good | nothing | missing))
    assert "chưa gửi được" in kept.flashes[0] and "I12: chưa có số liệu" in kept.text
    done = head.submit(head.get(url), url, then="submit", **(good | nothing))
    assert done.flashes == ["Đã gửi Thường trực. Khi được nhận hoặc trả lại bạn sẽ được báo."]
    assert "Không phát sinh" in done.text and "1.000/1.000 (100,0 %)" in done.text
    head.get(f"/chi-tieu/bao-cao/{when}/{where + 1}", expect=404)  # another unit's
    desk = browser("thuongtruc")
    assert "Kiểm tra số liệu quý 3/2026: Điểm phục vụ hành chính công" in desk.get("/").text
    back = desk.submit(desk.get(desk.get(url).links()["Trả lại"]), "tra-lai", reason="Sai I08")
    assert "Được trả lại" in back.text
    head.submit(head.get(url), url, then="submit")
    accepted = desk.submit(desk.get(url), "nhan")
    assert "Đã nhận" in accepted.text
    page = desk.get(f"/chi-tieu/quy/{when}")
    assert "Phòng Kinh tế: chưa bắt đầu" in page.text and page.text.count("Nhắc Phòng Kinh tế") == 1
    refused = desk.submit(desk.get(f"/chi-tieu/quy/{when}/khoa"), "khoa", expect=422)
    assert "còn đơn vị chưa xong" in refused.text
    locked = desk.submit(desk.get(f"/chi-tieu/quy/{when}/khoa"), "khoa", exception="Ba phòng gửi muộn")
    assert locked.flashes == ["Đã khóa số liệu quý 3/2026. Thay đổi về sau là số điều chỉnh, có lý do."]
    restate = f"/chi-tieu/dieu-chinh/{when}/{ids['I01']}/{where}"
    shown = desk.submit(
        desk.get(restate), "dieu-chinh", numerator="999", denominator="1000", reason="Đếm trùng"
    )
    assert "999/1.000 (số điều chỉnh; đã khóa: 1000/1000)" in shown.text and "Đếm trùng" in shown.text


@pytest.fixture
def example(site):
    with site.app_context():
        load_example_figures()
        db.session.remove()
    return site


def test_the_example_board_is_alive_and_says_the_same_everywhere(example, browser, count_queries):
    with example.app_context():
        when = queries.current_quarter()
        rows = board.rows(when.year, when.quarter)
        said = {
            row.indicator.code: (words.amount(row.value, ratio=row.ratio, line=row.line), row) for row in rows
        }
        assert when.name == "quý 2/2027" and len(rows) == 25 and not any(row.unconnected for row in rows)
        assert len(board.counted(rows)) >= 4 and all(row.value is not None for row in rows)
        unit = make.unit()
        cards = [words.needed(row, when.year) for row in board.of_unit(unit, when.year, when.quarter)]
        unit_id, quarter_id = unit.id, when.id
    boss = browser("chutich")
    with count_queries(example) as used:
        page = boss.get("/chi-tieu")
    assert len(used) <= 32, len(used)  # whatever the number of units and quarters
    for code, (amount, row) in said.items():
        card = next(li for li in page.html.select(".board-card") if li.select_one(".board-code").text == code)
        assert amount in card.text
        opened = boss.get(str(card.a["href"]))
        assert f"{amount} ({words.fraction(row.value)})" in opened.text, code
        assert card.svg["aria-label"].startswith(f"Diễn biến {code}: quý 1/2026")
    sheet = boss.get(f"/chi-tieu/don-vi/{unit_id}?quy={quarter_id}")
    assert [one for one in cards if one] and all(
        sheet.text.count(one) == 2 for one in cards if one
    )  # card and table
    look = boss.get("/chi-tieu/can-chu-y")
    red = [code for code, (_, row) in said.items() if row.red]
    assert red and all(f"{code} {words.SHORT_NAMES[code]}" in look.text for code in red)
