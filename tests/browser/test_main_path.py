"""The whole path in a real Chromium: ten accounts, from an idea to rendered papers."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from intranet.core import clock
from intranet.core.text import long_date, short_date
from intranet.documents import read_back
from tests.documents import office

# a browser that leaves a page while a picture is still on its way leaves a file to the garbage collector
_LEFT = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)
pytestmark = [pytest.mark.browser, pytest.mark.libreoffice, _LEFT]
TODAY = short_date(clock.today())
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c"
    b"IDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)
TITLE = "Số hóa hồ sơ hộ tịch theo từng thôn để trả kết quả trong ngày"


def press(page: Page, words: str) -> None:
    """Press the button of that name and wait for the next page."""
    with page.expect_navigation():
        named = page.locator("main button:not(.visually-hidden)")
        exact = named.filter(has_text=re.compile(rf"^\s*{re.escape(words)}\s*$"))
        (exact if exact.count() else named.filter(has_text=words)).first.click()


def follow(page: Page, words: str) -> None:
    """Follow a link of that name."""
    with page.expect_navigation():
        page.get_by_role("link", name=words).first.click()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"main [name={name}]").first
        if field.evaluate("tag => tag.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def attach(page: Page, folder: Path) -> None:
    proof = folder / "Biên bản bình xét đơn vị.png"
    proof.write_bytes(PNG)
    page.locator("input[type=file]").set_input_files(proof)
    press(page, "Thêm tệp")


def write_initiative(people, tmp_path: Path) -> None:
    page = people("nhanvien")
    page.goto("/")
    press(page, "Viết sáng kiến mới")
    fill(
        page,
        title=TITLE,
        kind="operation",
        before="Hồ sơ hộ tịch bằng giấy, tra cứu mất hai ngày làm việc.",
        content="Lập danh mục hồ sơ theo thôn.\nQuét, gắn mã từng hồ sơ.\nTra cứu trên máy.",
        novelty="Lần đầu áp dụng tại xã.",
        conditions="Máy quét và người được hướng dẫn.",
        first_applied_on="05/3/2026",
        first_applied_at="Điểm phục vụ hành chính công",
        benefit="Rút ngắn thời gian tra cứu từ 02 ngày xuống 30 phút.",
    )
    page.locator("main [name=theme_id]").select_option(index=2)
    expect(page.locator("[data-autosave-note]")).to_contain_text("Đã lưu lúc", timeout=15_000)
    people.shot("nhanvien", "initiative-form")
    press(page, "Lưu và kiểm tra lại")
    people.shot("nhanvien", "initiative-check")
    press(page, "Nộp")
    expect(page.locator("[data-flash]")).to_contain_text("Đã nộp")


def write_training(people, tmp_path: Path) -> None:
    page = people("nhanvien")
    page.goto("/dao-tao")
    press(page, "Ghi một lớp đã học")
    fill(
        page,
        title="Kỹ năng số cơ bản cho công chức cấp xã",
        content_class="digital",
        topic="digital_skill",
        format="onsite",
        provider="Sở Nội vụ thành phố Hà Nội",
        starts_on="01/6/2026",
        ends_on="05/6/2026",
        periods="40",
    )
    press(page, "Lưu nháp")
    attach(page, tmp_path)
    people.shot("nhanvien", "training-form")
    page.goto(page.url.split("#")[0].removesuffix("/viet"))
    press(page, "Nộp cho Trưởng đơn vị")


def hold_meeting(people, title: str, council: str, no: str = "") -> None:
    desk = people("thuky")
    desk.goto("/hoi-dong")
    desk.locator("section", has_text=council).get_by_role("link", name="Lập phiên họp").click()
    fill(desk, title=title, day=TODAY, time="08:30", place="Phòng họp tầng 2")
    press(desk, "Lưu phiên họp")
    for box in desk.locator("input[name=case]").all():
        box.check()
    press(desk, "Đưa vào chương trình")
    press(desk, "Triệu tập phiên họp")
    meeting = desk.url
    for box in desk.locator("input[name=present]").all():
        box.check()
    press(desk, "Lưu điểm danh")
    press(desk, "Khai mạc phiên họp")
    people.shot("thuky", f"desk-{len(title)}")
    members = [
        "chutich",
        "phochutich",
        "thuongtruc",
        "thuky",
        "vanphong",
        "kinhte",
        "mattran",
        "yte",
        "hieutruong",
    ]
    if "Sáng kiến" in council:
        members = ["chutich", "thuongtruc", "thuky", "vanphong", "kinhte"]
    while True:
        desk.goto(meeting)
        opener = desk.get_by_role("button", name="Mở biểu quyết")
        if opener.count() == 0:
            break
        press(desk, "Mở biểu quyết")
        for login in members:
            page = people(login)
            page.goto("/")
            follow(page, "Biểu quyết")
            people.shot(login, f"ballot-{login}")
            page.get_by_label("Không đồng ý" if login == no else "Đồng ý", exact=True).check()
            press(page, "Gửi phiếu biểu quyết")
        desk.goto(meeting)
        follow(desk, "Đóng biểu quyết")
        press(desk, "Đề nghị đóng biểu quyết")
        chair = people("chutich")
        chair.goto(meeting)
        follow(chair, "Đóng biểu quyết")
        press(chair, "Xác nhận đóng và xem kết quả")
    desk.goto(meeting)
    people.shot("thuky", f"desk-results-{len(title)}")
    desk.locator("[name=discussion]").fill("Các thành viên trao đổi, nhất trí đánh giá hồ sơ.")
    press(desk, "Kết thúc phiên họp")
    fill(desk, signed_on=TODAY)
    press(desk, "Cấp số và chốt biên bản")


def issue(people, task: str) -> str:
    """Draft, submit, approve, number: return the address of the Decision."""
    standing = people("thuongtruc")
    standing.goto("/")
    follow(standing, task)
    standing.locator("[name=signer]").select_option(index=0)
    people.shot("thuongtruc", "decision-draft")
    press(standing, "Lập dự thảo")
    press(standing, "Trình Chủ tịch")
    chairman = people("chutich")
    chairman.goto("/")
    follow(chairman, "Xem và duyệt")
    people.shot("chutich", "decision-approve")
    press(chairman, "Duyệt, chuyển văn thư cấp số")
    clerk = people("vanthu")
    clerk.goto("/")
    follow(clerk, "Cấp số, ngày")
    people.shot("vanthu", "decision-number")
    press(clerk, "Cấp số và chốt nội dung")
    expect(clerk.locator("[data-flash]")).to_contain_text("Đã cấp số")
    return clerk.url


def nominate(people, tmp_path: Path) -> None:
    standing = people("thuongtruc")
    standing.goto("/khen-thuong/dot/moi")
    fill(
        standing,
        kind="yearly",
        title="Khen thưởng phong trào thi đua năm 2026",
        achievement="đã có thành tích xuất sắc trong phong trào thi đua “Cải cách hành chính đồng bộ, Chính quyền phục vụ "
        "nhân dân” năm 2026",
        opens_on=TODAY,
        closes_on=TODAY,
    )
    press(standing, "Lưu đợt khen thưởng")
    round_page = standing.url
    people.shot("thuongtruc", "round")
    press(standing, "Mở đợt, mời các đơn vị")
    head = people("truongphong")
    for link, choose in (("Đề nghị cá nhân", "Lan Anh"), ("Đề nghị tập thể", "")):
        head.goto("/")
        follow(head, "Mở đợt")
        follow(head, link)
        people.shot("truongphong", "nominate")
        if choose:
            head.get_by_label(choose).check()
        press(head, "Lập hồ sơ cho")
        if choose:
            press(head, "Soạn báo cáo từ dữ liệu")
            assert TITLE in head.inner_text("#results")
            while head.locator(".passage-unread").count():  # each passage is read before it counts
                press(head, "Xác nhận đoạn này")
            people.shot("truongphong", "report")
            with head.expect_navigation():
                head.locator("main a[href$='/viet']").first.click()
            head.locator("[name=initiative_id]").select_option(label=TITLE)
        else:
            head.locator("[name=report]").fill("Tập thể hoàn thành xuất sắc nhiệm vụ năm 2026.")
        fill(
            head,
            achievement="Đã có thành tích xuất sắc trong cải cách thủ tục hành chính năm 2026",
            unit_meeting="Họp ngày 20/11/2026, 5/5 người dự đồng ý.",
        )
        press(head, "Lưu")
        attach(head, tmp_path)
        people.shot("truongphong", "nomination-form")
        head.goto(head.url.split("#")[0].removesuffix("/viet"))
        press(head, "Nộp cho Thường trực thi đua")
    for _ in range(2):
        standing.goto("/")
        follow(standing, "Kiểm tra hồ sơ")
        people.shot("thuongtruc", "nomination-check")
        for radio in standing.locator("input[type=radio][value=yes]").all():
            radio.check()
        press(standing, "Kết luận: đủ điều kiện")
    standing.goto(round_page)
    press(standing, "Đóng nhận hồ sơ")


def download(page: Page, words: str, folder: Path, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=words).first.click()
    waiting.value.save_as(folder / f"{name}.bin")
    return (folder / f"{name}.bin").read_bytes()


def test_the_whole_path_with_ten_accounts(people, tmp_path):
    write_initiative(people, tmp_path)
    write_training(people, tmp_path)
    head, standing = people("truongphong"), people("thuongtruc")
    head.goto("/")
    people.shot("truongphong", "home-head")
    follow(head, "Xem và xác nhận: Xem và xác nhận sáng kiến")
    press(head, "Xác nhận")
    head.goto("/")
    follow(head, "Xem và xác nhận: Xác nhận hồ sơ đào tạo")
    press(head, "Xác nhận đã học")
    standing.goto("/")
    follow(standing, "Kiểm tra: Kiểm tra sáng kiến")
    press(standing, "Tiếp nhận")
    hold_meeting(people, "Phiên xét công nhận sáng kiến năm 2026", "Hội đồng Sáng kiến")
    recognition = issue(people, "Dự thảo quyết định công nhận sáng kiến")
    nominate(people, tmp_path)
    hold_meeting(people, "Phiên xét khen thưởng năm 2026", "Hội đồng Thi đua", no="hieutruong")
    award = issue(people, "Dự thảo quyết định: Khen thưởng")

    clerk, desk = people("vanthu"), people("thuky")
    files = {}
    for address, prefix in ((recognition, "sk"), (award, "kt")):
        clerk.goto(address)
        files[f"{prefix}-quyet-dinh"] = download(clerk, "Quyết định và danh sách", tmp_path, f"{prefix}1")
        files[f"{prefix}-giay"] = download(clerk, "cả tập", tmp_path, f"{prefix}2")
        files[f"{prefix}-to-trinh"] = download(clerk, "Tờ trình của", tmp_path, f"{prefix}3")
    desk.goto("/hoi-dong")
    follow(desk, "Phiên xét khen thưởng")
    people.shot("thuky", "meeting-done")
    files["bien-ban"] = download(desk, "Tải biên bản họp", tmp_path, "bb")
    rows = read_back.tables(files["bien-ban"])[1][1:]
    assert [row[3:] for row in rows] == [["8/9", "1", "0", "88,9 %", "Thông qua"]] * 2
    pdf = office.to_pdf(tmp_path, **files)
    check_papers(pdf)

    clerk.goto("/so/van-ban-di")
    people.shot("vanthu", "register")
    register = clerk.locator("main").inner_text()
    for number in ("01/QĐ-UBND", "02/QĐ-UBND", "01/TTr-VHXH", "02/TTr-VHXH", "01/BB-HĐTĐKT", "02/BB-HĐTĐKT"):
        assert number in register
    clerk.goto("/quyet-dinh/so-khen-thuong")
    people.shot("vanthu", "awards-register")
    assert "Nguyễn Thị Lan Anh" in clerk.locator("main").inner_text()
    assert people.problems == []


def check_papers(pdf: dict[str, Path]) -> None:
    pages = {name: office.pages(path) for name, path in pdf.items()}
    assert pages == {
        "sk-quyet-dinh": 2, "sk-giay": 1, "sk-to-trinh": 2,
        "kt-quyet-dinh": 3, "kt-giay": 2, "kt-to-trinh": 2, "bien-ban": pages["bien-ban"],
    }  # fmt: skip
    assert pages["bien-ban"] in (1, 2)
    decision = " ".join(office.text(pdf["kt-quyet-dinh"]).split())
    for words in (
        "Số: 02/QĐ-UBND",
        f"Đại Thanh, {long_date(clock.today())}",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐẠI THANH",
        "Tặng Giấy khen cho 01 tập thể và 01 cá nhân",
        "tại Tờ trình số 02/TTr-VHXH",
        "I. TẬP THỂ",
        "II. CÁ NHÂN",
        "2.280.000",
    ):
        assert words in decision, words
    assert "TM. ỦY BAN NHÂN DÂN" not in decision
    certificate = " ".join(office.text(pdf["kt-giay"], 2).split())
    assert "Bà Nguyễn Thị Lan Anh" in certificate and "Số sổ vàng: 02" in certificate
    assert TITLE.partition(" ")[0] in office.text(pdf["sk-giay"])
    words = [box for box in office.boxes(pdf["kt-quyet-dinh"]) if box[0] == 1]
    number = next(box for box in words if box[1] == "Số:")
    assert 30 < number[2] < 97, "the number stands under the issuer, in the left column"
