"""A council of nine decides five cases in a real Chromium: conflict, written opinion, late arrival, second vote,
secret ballot, paper ballot, equal votes; the minutes are compared line by line. Then one vote on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from intranet.awards import round_actions
from intranet.ballots import service
from intranet.core.db import db
from intranet.council import subjects
from intranet.documents import read_back
from intranet.seed.demo import PASSWORD
from tests.browser.test_main_path import TODAY, fill, follow, press
from tests.factories import council as make
from tests.factories import decisions

pytestmark = pytest.mark.browser
MEMBERS = [
    "chutich", "phochutich", "thuongtruc", "thuky", "vanphong", "kinhte", "mattran", "yte", "hieutruong",
]  # fmt: skip
TELLERS = ["kinhte", "mattran", "yte"]
CASES = ["Điểm phục vụ hành chính công", "Bà Nguyễn Thị Lan Anh", "Ông Vũ Đình Ân", "Ông Đỗ Đức Thịnh", "Bà Ngô Thị Thu Đông"]  # fmt: skip


@pytest.fixture
def waiting(site):
    """Five nominations that wait for the council."""
    with site.app_context():
        round_ = decisions.open_round()
        for whom in ("@", "nhanvien", "nhanvien2", "truongphong", "vanphong"):
            decisions.eligible(round_, whom)
        round_actions.close(round_, actor=decisions.account("thuongtruc"))
        db.session.commit()


@pytest.fixture
def cases():
    """A kind of case that needs no other feature."""
    made = make.Cases()
    subjects.register(made.kind())
    yield made
    del subjects.KINDS["example"]


def attend(desk: Page, meeting: str, absent: set[str]) -> None:
    desk.goto(meeting)
    panel = desk.locator("details", has=desk.locator("#diem-danh"))
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()
    for row in panel.locator(".attendance-row").all():
        here = not any(name in row.inner_text() for name in absent)
        row.locator("input[type=checkbox]").set_checked(here)
        if not here:
            row.locator("input[type=text], input:not([type])").fill("Đi công tác")
    press(desk, "Lưu điểm danh")


def case_link(page: Page, meeting: str, title: str) -> str:
    page.goto(meeting)
    return str(page.locator(".agenda a", has_text=title).last.get_attribute("href"))


def vote(people, meeting: str, title: str, marks: dict[str, str]) -> None:
    for login, words in marks.items():
        page = people(login)
        page.goto(case_link(page, meeting, title))
        page.get_by_label(words, exact=True).check()
        press(page, "Gửi phiếu biểu quyết")


def open_case(desk: Page, meeting: str, title: str, method: str = "") -> None:
    desk.goto(case_link(desk, meeting, title))
    if method:
        desk.locator("#thu-ky select").select_option(method)
        press(desk, "Chọn hình thức")
    press(desk, "Mở biểu quyết nội dung này")


def close_case(people, meeting: str, title: str) -> None:
    for login, words in (("thuky", "Đề nghị đóng biểu quyết"), ("chutich", "Xác nhận đóng và xem kết quả")):
        page = people(login)
        page.goto(case_link(page, meeting, title) + "/dong")
        press(page, words)


def say(*marks: tuple[str, list[str]]) -> dict[str, str]:
    return {login: words for words, logins in marks for login in logins}


NOTES = [
    f"Về {CASES[1]}:",
    "Chưa có mặt khi biểu quyết: Bà Phan Thị Quế.",
    f"Về {CASES[0]}:",
    "Không tham gia biểu quyết do xung đột lợi ích: Ông Hoàng Văn Bách.",
    "Chưa có mặt khi biểu quyết: Bà Phan Thị Quế.",
    "Ý kiến bằng văn bản của thành viên vắng mặt, đã tính vào kết quả: Bà Phan Thị Quế: đồng ý.",
    f"Về {CASES[4]}:",
    f"Không tham gia biểu quyết do xung đột lợi ích: {CASES[4]}.",
    f"Về {CASES[3]}:",
    "Số phiếu phát ra: 09; thu về: 09; hợp lệ: 08; không hợp lệ: 01.",
    f"Về {CASES[1]} (biểu quyết lần 2):",
    "Chủ tọa cho biểu quyết lại (lần 2); lý do: Có thêm minh chứng.",
    "Kết quả lần 1, giữ trong hồ sơ: 5/9 (55,6 %), không thông qua.",
    "Chưa có mặt khi biểu quyết: Bà Phan Thị Quế.",
]
YES, NO, BLANK = "Đồng ý", "Không đồng ý", "Không có ý kiến"


def stands(paper: list[str], lines: list[str]) -> bool:
    """Whether these lines follow each other in a paper."""
    return any(paper[at : at + len(lines)] == lines for at in range(len(paper)))


def test_a_council_of_nine_with_five_cases(site, people, waiting, tmp_path):
    desk, chair = people("thuky"), people("chutich")
    desk.goto("/hoi-dong")
    desk.locator("section", has_text="Thi đua - Khen thưởng").get_by_role(
        "link", name="Lập phiên họp"
    ).click()
    fill(desk, title="Phiên họp cuối năm", day=TODAY, time="08:30", place="Phòng họp tầng 2")
    press(desk, "Lưu phiên họp")
    for box in desk.locator("input[name=case]").all():
        box.check()
    press(desk, "Đưa vào chương trình")
    press(desk, "Triệu tập phiên họp")
    meeting = desk.url
    expect(desk.locator(".desk-next .btn")).to_have_text(["Điểm danh"])
    attend(desk, meeting, {"Phan Thị Quế"})
    desk.goto(meeting)
    tellers = desk.locator("details", has=desk.locator("#to-kiem-phieu"))
    tellers.locator("summary").click()
    for name in ("Hoàng Văn Bách", "Đặng Văn Khải", "Trịnh Thị Ngọc Ánh"):
        tellers.locator("label", has_text=name).click()
    press(desk, "Ghi tổ kiểm phiếu")
    press(desk, "Khai mạc phiên họp")
    for login in TELLERS:
        teller = people(login)
        teller.goto("/phieu-kin/khoa")
        teller.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
        press(teller, "Tạo khóa kiểm phiếu")

    # 1: a member with a conflict, an absent one in writing
    first = CASES[0]
    member = people("kinhte")
    member.goto(case_link(member, meeting, first))
    follow(member, "Tôi có xung đột lợi ích")
    fill(member, reason="Là Trưởng đơn vị cùng khối")
    press(member, "Ghi xung đột lợi ích")
    expect(member.get_by_text("Ẩn do xung đột lợi ích.").first).to_be_visible()
    open_case(desk, meeting, first)
    desk.goto(case_link(desk, meeting, first))
    follow(desk, "Nhập ý kiến gửi bằng văn bản")
    desk.locator("[name=member]").select_option(label="Bà Phan Thị Quế")
    desk.get_by_label(YES, exact=True).check()
    press(desk, "Nhập ý kiến")
    chair.goto(case_link(chair, meeting, first))
    follow(chair, "Nhập lại để xác nhận")
    chair.get_by_label(YES, exact=True).check()
    press(chair, "Xác nhận")
    others = [login for login in MEMBERS[:8] if login != "kinhte"]
    vote(people, meeting, first, say((YES, others)))
    close_case(people, meeting, first)

    # 2: refused, then voted on once more
    second = CASES[1]
    open_case(desk, meeting, second)
    vote(people, meeting, second, say((YES, MEMBERS[:5]), (NO, MEMBERS[5:8])))
    close_case(people, meeting, second)
    chair.goto(case_link(chair, meeting, second))
    follow(chair, "Cho biểu quyết lại")
    fill(chair, reason="Có thêm minh chứng")
    press(chair, "Cho biểu quyết lại")
    open_case(desk, meeting, second)
    vote(people, meeting, second, say((YES, MEMBERS[:8])))
    close_case(people, meeting, second)

    # 3: a member comes late; secret ballot of all nine
    third = CASES[2]
    attend(desk, meeting, set())
    open_case(desk, meeting, third, "secret")
    codes = {}
    for login, words in say((YES, MEMBERS[:7]), (NO, MEMBERS[7:])).items():
        page = people(login)
        page.goto(meeting)
        with page.expect_navigation():
            page.get_by_role("link", name="Biểu quyết nội dung này").click()
        page.get_by_label(words, exact=True).check()
        page.locator("[name=own_code]").fill("sen2026")
        press(page, "Niêm phong và gửi phiếu")
        codes[login] = page.locator("output").inner_text()
    chair.goto(meeting)
    with chair.expect_navigation():
        chair.get_by_role("link", name="Mở trang bỏ phiếu kín").click()
    press(chair, "Đề nghị kiểm phiếu")
    poll = chair.url
    for login in TELLERS[:2]:
        teller = people(login)
        teller.goto(poll)
        follow(teller, "Mở phiếu với tư cách tổ kiểm phiếu")
        teller.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
        press(teller, "Xác nhận mở phiếu")
    listed = teller.locator("main td code").all_inner_texts()
    assert sorted(codes.values()) == listed, "every voter finds the own code, sorted by code"

    # 4: paper, typed by two tellers
    fourth = CASES[3]
    open_case(desk, meeting, fourth, "paper")
    for login in TELLERS[:2]:
        teller = people(login)
        teller.goto(case_link(teller, meeting, fourth) + "/kiem-phieu")
        fill(teller, issued="9", collected="9", valid="8", invalid="1", yes="6", no="2", blank="0")
        press(teller, "Ghi số liệu")
    close_case(people, meeting, fourth)

    # 5: equal votes; nobody votes on the own case
    fifth = CASES[4]
    own = people("vanphong")
    open_case(desk, meeting, fifth)
    own.goto(case_link(own, meeting, fifth))
    expect(own.get_by_text("Ẩn do xung đột lợi ích").first).to_be_visible()
    rest = [login for login in MEMBERS if login != "vanphong"]
    vote(people, meeting, fifth, say((YES, rest[:4]), (NO, rest[4:])))
    close_case(people, meeting, fifth)

    desk.goto(meeting)
    people.shot("thuky", "council-five-cases")
    desk.locator("[name=discussion]").fill("Các thành viên trao đổi thẳng thắn.")
    press(desk, "Kết thúc phiên họp")
    lines = []
    for name in ("bien-ban", "kiem-phieu"):
        desk.goto(meeting + "/van-ban")
        with desk.expect_download() as waiting_for:
            desk.get_by_role("link", name=re.compile("^Biên bản họp" if name == "bien-ban" else "^Biên bản kiểm phiếu")).first.click()  # fmt: skip
        path = tmp_path / f"{name}.docx"
        waiting_for.value.save_as(path)
        lines.append(read_back.paragraphs(path.read_bytes()))
    minutes, count = lines
    rows = [
        (CASES[1], "Biểu quyết công khai", "5/9", "3", "0", "55,6 %", "Không thông qua"),
        (CASES[2], "Bỏ phiếu kín", "7/9", "2", "0", "77,8 %", "Thông qua"),
        (CASES[0], "Biểu quyết công khai", "8/9", "0", "0", "88,9 %", "Thông qua"),
        (CASES[4], "Biểu quyết công khai", "4/9", "4", "0", "44,4 %", "Không thông qua"),
        (CASES[3], "Phiếu giấy", "6/9", "2", "0", "66,7 %", "Không thông qua"),
        (f"{CASES[1]} (biểu quyết lần 2)", "Biểu quyết công khai", "8/9", "0", "0", "88,9 %", "Thông qua"),
    ]
    for row in rows:
        assert stands(minutes, list(row)), row
        name, _method, share, no, blank, percent, outcome = row
        yes = share.split("/")[0]
        valid = str(int(yes) + int(no) + int(blank))
        assert stands(count, [name, valid, yes, no, blank, f"{share} ({percent})", outcome]), row
    for paper in (minutes, count):
        assert stands(paper, NOTES)
    assert any("thông qua 03/05 nội dung" in line for line in minutes)
    assert any("xung đột" not in line and "Phan Thị Quế" in line and "giờ" in line for line in minutes), (
        "came late"
    )
    assert people.problems == []


def test_a_vote_on_a_phone(site, people, cases):
    with site.app_context():
        meeting = make.in_session()
        poll = make.open_secret(meeting.items[0]).id
        db.session.commit()
    people.width = 360
    page = people("hieutruong")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    page.goto(f"/phieu-kin/{poll}")
    choice = page.get_by_label(YES, exact=True)
    choice.check()
    page.locator("[name=own_code]").fill("sen2026")
    send = page.get_by_role("button", name="Niêm phong và gửi phiếu")
    box = send.bounding_box()
    assert box is not None and box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    press(page, "Niêm phong và gửi phiếu")
    assert re.fullmatch(r"[A-Z2-9]{6}SEN2026", page.locator("output").inner_text())
    page.go_back()
    expect(page.locator("main")).to_contain_text("Ký hiệu riêng của bạn")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with site.app_context():
        assert service.votes_cast(service.get(poll)) == 1
    assert people.problems == []
