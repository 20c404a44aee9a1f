"""The printing desk in a real Chromium: a printer calibrated, text on stock, a jam, the rest, the ledger."""

import pytest
from playwright.sync_api import Page, expect

from intranet.core.db import db
from intranet.decisions.states import State
from intranet.documents import read_back
from tests.factories import decisions as make

pytestmark = pytest.mark.browser


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).click()


def calibrate(clerk: Page, people) -> None:
    """Add a printer that moves everything 2 mm to the right and 1 mm down, and measure it."""
    clerk.get_by_role("link", name="Thêm máy in").click()
    clerk.get_by_label("Tên máy in").fill("Máy in văn thư")
    press(clerk, "Thêm máy in")
    clerk.get_by_role("link", name="Can chỉnh máy in").click()
    if clerk.get_by_label("Mẫu phôi (khổ giấy)").count():
        press(clerk, "Sang bước 1")
    with clerk.expect_download():
        clerk.get_by_role("link", name="Tờ kẻ ô").first.click()
    clerk.get_by_role("link", name="Đã in, sang bước 2").click()
    for name, moved in (("Dấu 1", (2.0, 1.0)), ("Dấu 2", (2.0, 1.0))):
        for side, by in zip(("cách mép trái", "cách mép trên"), moved, strict=True):
            field = clerk.get_by_label(f"{name}: {side} (mm)")
            told = clerk.locator(f"#{field.get_attribute('id')}-help").inner_text()
            place = float(told.removeprefix("Trên tệp là ").removesuffix(" mm").replace(",", "."))
            field.fill(f"{place + by:.1f}".replace(".", ","))
    people.shot("vanthu", "calibrate")
    press(clerk, "Tính và sang bước 3")
    people.shot("vanthu", "proof")
    press(clerk, "Lưu cho máy in này")


def test_a_stack_on_stock_through_a_jam_to_the_last_sheet(site, people, tmp_path):
    with site.app_context():
        decision = make.award(State.NUMBERED, "@", "nhanvien", "nhanvien2", "kinhte", "Lưu Văn Ước")
        names = [one.name for one in decision.certificates]
        db.session.commit()
        number = decision.id
    clerk = people("vanthu")
    clerk.goto("/in-an")
    if clerk.get_by_role("button", name="Tạo mẫu phôi A4 ngang có sẵn").count():
        press(clerk, "Tạo mẫu phôi A4 ngang có sẵn")
        clerk.goto("/in-an")
    calibrate(clerk, people)

    clerk.goto("/in-an")
    clerk.get_by_role("link", name="Sổ phôi").first.click()
    clerk.get_by_role("link", name="Ghi nhập, hỏng, điều chỉnh").click()
    clerk.get_by_label("Nhập phôi").check()
    clerk.get_by_label("Số tờ").fill("10")
    press(clerk, "Ghi vào sổ phôi")

    clerk.goto(f"/in-an/quyet-dinh/{number}")
    clerk.get_by_role("link", name="Lập lượt in").click()
    clerk.get_by_label("Chỉ in chữ lên phôi in sẵn").check()
    clerk.get_by_label("Mẫu phôi").select_option(index=1)
    clerk.get_by_label("Máy in").select_option(index=1)
    people.shot("vanthu", "new-run")
    press(clerk, "Lập lượt in")
    with clerk.expect_download() as waiting:
        clerk.get_by_role("link", name="Tệp in của lượt này").click()
    printed = tmp_path / "run.docx"
    waiting.value.save_as(printed)
    pages = read_back.pages(printed.read_bytes())
    assert len(pages) == len(names)
    assert all(name in " ".join(page) for name, page in zip(names, pages, strict=True))
    press(clerk, "Bắt đầu in")
    clerk.get_by_text("Kẹt giấy, dừng giữa chừng hoặc có tờ hỏng").click()
    clerk.get_by_label("In tới tờ số").fill("3")
    clerk.get_by_label("Tờ hỏng, phải in lại").fill("2")
    clerk.get_by_label("Lý do hỏng").fill("Kẹt giấy")
    people.shot("vanthu", "jam")
    press(clerk, "Ghi kết quả")
    press(clerk, "Lập lượt in tiếp: 3 tờ")
    rows = clerk.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(1 + 3)
    for at, name in enumerate((names[1], names[3], names[4]), start=1):
        expect(rows.nth(at)).to_contain_text(name)
    press(clerk, "Bắt đầu in")
    press(clerk, "Đã in đủ 3 tờ, đều tốt")
    people.shot("vanthu", "run-done")
    clerk.goto("/in-an")
    expect(clerk.get_by_text("Còn 4")).to_be_visible()  # 10 received, 5 printed, 1 spoiled
    clerk.goto(f"/in-an/quyet-dinh/{number}")
    people.shot("vanthu", "print-desk")
    for paper in ("Danh sách xướng tên", "Danh sách ký nhận"):
        with clerk.expect_download() as waiting:
            clerk.get_by_role("link", name=paper).click()
        waiting.value.save_as(printed)
        text = read_back.paragraphs(printed.read_bytes())
        assert [name for name in names if any(name in line for line in text)] == names
    assert people.problems == []
