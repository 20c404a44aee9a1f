"""The dossier of a Decision in a real Chromium: everything agrees; a file edited in Word is compared; a phone is enough."""

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect

from intranet.core.db import db
from intranet.decisions.states import State
from tests.factories import decisions as make

pytestmark = pytest.mark.browser


def edited(content: bytes) -> bytes:
    """Return a .docx with one letter changed, as somebody would in Word."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as pack, zipfile.ZipFile(out, "w") as fresh:
        for name in pack.namelist():
            data = pack.read(name)
            if name == "word/document.xml":
                data = data.decode().replace("Nguyễn Thị Lan Anh", "Nguyễn Thị Lan Ánh", 1).encode()
            fresh.writestr(name, data)
    return out.getvalue()


def test_the_clerk_checks_the_dossier_and_a_file_that_was_edited(site, people, tmp_path):
    with site.app_context():
        decision = make.award(State.NUMBERED)
        db.session.commit()
        number = decision.id
    clerk = people("vanthu")
    clerk.goto(f"/quyet-dinh/{number}")
    clerk.get_by_role("link", name="Cả hồ sơ: mọi văn bản, kiểm tra, tải .zip").click()
    expect(clerk.get_by_text(re.compile("không có chỗ nào khác danh sách"))).to_be_visible()
    people.shot("vanthu", "dossier")
    with clerk.expect_download() as waiting:
        clerk.get_by_role("link", name="Tải cả hồ sơ (.zip)").click()
    archive = tmp_path / "dossier.zip"
    waiting.value.save_as(archive)
    with zipfile.ZipFile(archive) as pack:
        assert "07-quyet-dinh.docx" in pack.namelist()
        changed = tmp_path / "da-sua.docx"
        changed.write_bytes(edited(pack.read("07-quyet-dinh.docx")))
    clerk.get_by_label("Văn bản", exact=True).select_option("07-quyet-dinh.docx")
    clerk.get_by_label("Tệp Word đã sửa").set_input_files(changed)
    clerk.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(clerk.get_by_text(re.compile("có 1 chỗ khác danh sách"))).to_be_visible()
    row = clerk.get_by_role("row", name=re.compile("Lan Ánh"))
    expect(row).to_contain_text("Bà Nguyễn Thị Lan Anh")
    people.shot("vanthu", "dossier-difference")
    clerk.get_by_role("button", name="Cấp số thông báo kết quả").click()
    expect(clerk.get_by_text("Đã cấp số 01/TB-VHXH cho thông báo.")).to_be_visible()
    clerk.set_viewport_size({"width": 360, "height": 800})
    assert clerk.evaluate("document.documentElement.scrollWidth") <= 360
    assert people.problems == []


def test_the_preview_of_a_wording_follows_the_typing(site, people):
    office = people("thuongtruc")
    office.goto("/mau-van-ban/award_notice")
    office.get_by_label("Trích yếu").fill("Kết quả năm {year}, lời mới")
    expect(office.locator("#xem-truoc").get_by_text("Kết quả năm 2026, lời mới")).to_be_visible()
    office.get_by_role("button", name="Lưu lời văn mới").click()
    expect(office.get_by_text("Đã lưu. Văn bản đã ban hành giữ nguyên lời văn cũ.")).to_be_visible()
    office.get_by_role("link", name="Các bản đã lưu và chỗ thay đổi").click()
    expect(office.get_by_text("Bản 2, áp dụng từ")).to_be_visible()
    expect(office.locator("ins").first).to_contain_text("lời mới")
    people.shot("thuongtruc", "wording-versions")
    assert people.problems == []
