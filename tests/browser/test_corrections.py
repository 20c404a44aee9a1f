"""After issuing, in a real Chromium: a wrong name amended, the whole Decision revoked and recovered."""

import pytest
from playwright.sync_api import Page, expect

from intranet.core.db import db
from intranet.decisions.states import State
from intranet.seed.demo import PASSWORD
from tests.factories import decisions as make

_LEFT = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)
pytestmark = [pytest.mark.browser, _LEFT]
OLD, NEW = "Bà Nguyễn Thị Lan Anh", "Bà Nguyễn Thị Lan Oanh"


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).click()


def issue(people, desk: Page) -> None:
    """Take the draft that the desk has open to its number."""
    press(desk, "Trình Chủ tịch")
    expect(desk.get_by_text("Chờ Chủ tịch duyệt").first).to_be_visible()
    for login, button, after in (
        ("chutich", "Duyệt, chuyển văn thư cấp số", "Đã duyệt. Văn thư sẽ cấp số và in."),
        ("vanthu", "Cấp số và chốt nội dung", "Đã cấp số và chốt nội dung."),
    ):
        page = people(login)
        page.goto(desk.url)
        press(page, button)
        expect(page.get_by_text(after)).to_be_visible()


def test_amended_then_revoked_then_recovered(site, people):
    with site.app_context():
        base = make.award(State.SIGNED, "@", "nhanvien", "Lưu Văn Ước")
        db.session.commit()
        number = base.id
    desk = people("thuongtruc")
    desk.goto(f"/quyet-dinh/{number}")
    desk.get_by_role("link", name="Sau khi ban hành: đính chính, sửa đổi, cấp lại, thu hồi").click()
    people.shot("thuongtruc", "after")
    desk.get_by_role("link", name="Sửa đổi, bổ sung").click()
    desk.get_by_label(OLD).check()
    press(desk, "Tiếp tục")
    desk.get_by_label("Tên sửa thành").fill(NEW)
    desk.get_by_label("Lý do, nguyên nhân sai sót").fill("Ghi nhầm tên khi nhập danh sách")
    people.shot("thuongtruc", "amend")
    press(desk, "Lập dự thảo")
    expect(desk.get_by_text(f"“{OLD}” sửa thành “{NEW}”")).to_be_visible()
    issue(people, desk)

    desk.goto(f"/dinh-chinh/{number}/thu-hoi")
    expect(desk.get_by_label(NEW)).to_be_visible()
    desk.get_by_label("Toàn bộ danh sách").check()
    press(desk, "Tiếp tục")
    desk.get_by_label("Có hành vi gian dối").check()
    desk.get_by_label("Kết quả kiểm tra, xác minh").fill("Kết luận thanh tra số 05/KL-TTr")
    people.shot("thuongtruc", "revoke")
    press(desk, "Lập dự thảo")
    issue(people, desk)

    desk.goto("/")
    desk.get_by_role("link", name="Ghi kết quả thu hồi").first.click()
    people.shot("thuongtruc", "recovery")
    desk.get_by_label("Chọn tất cả các dòng").check()
    press(desk, "Ghi đã thu hồi các mục đã chọn")
    expect(desk.get_by_text("Đã ghi thu hồi 6 mục.")).to_be_visible()
    desk.goto(f"/dinh-chinh/{number}")
    expect(desk.get_by_text("Đã hủy bỏ").first).to_be_visible()
    assert people.problems == []


def test_the_same_forms_work_without_javascript(site, chromium, address):
    with site.app_context():
        base = make.award(State.SIGNED, "@", "nhanvien")
        db.session.commit()
        number = base.id
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill("thuongtruc")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")
    page.goto(f"/dinh-chinh/{number}/dinh-chinh")
    page.get_by_label(OLD).check()
    press(page, "Tiếp tục")
    page.get_by_label("Tên sửa thành").fill(NEW)
    page.get_by_label("Lý do, nguyên nhân sai sót").fill("Lỗi đánh máy")
    press(page, "Lập dự thảo")
    expect(page.get_by_text("Đã lưu dự thảo.")).to_be_visible()
    expect(page.get_by_text(f"đã in là “{OLD}”, nay đính chính là “{NEW}”")).to_be_visible()
    context.close()
