"""The pages as people use them: write, check, hand in, review, return, compare, apply."""

import io

import pytest

from intranet.core.db import db
from intranet.initiatives import actions, drafting
from intranet.initiatives.drafting import Share
from intranet.initiatives.models import Initiative, InitiativeApplication
from intranet.initiatives.states import State
from tests.client import Browser
from tests.factories import initiatives as make

PDF = b"%PDF-1.4\n%%EOF\n"
LAN_ANH = "Nguyễn Thị Lan Anh - Điểm phục vụ hành chính công"
AN = "Vũ Đình Ân - Điểm phục vụ hành chính công"


@pytest.fixture
def stored(site):
    """Make an initiative in a state; return its number."""

    def build(state: State = State.DRAFT, **kwargs) -> int:
        with site.app_context():
            made = make.at(state, **kwargs)
            db.session.commit()
            return made.id

    return build


def _state(site, number: int) -> State:
    with site.app_context():
        return db.session.get(Initiative, number).state


FILLED = {
    "title": "Tiếp nhận hồ sơ theo lịch hẹn",
    "theme_id": "1",
    "kind": "operation",
    "before": "Người dân chờ 40 phút.",
    "content": "Đặt lịch hẹn trước.\n\nBàn hướng dẫn phân luồng.",
    "novelty": "Lần đầu ở xã.",
    "conditions": "Một máy tính.",
    "first_applied_on": "2/3/2026",
    "first_applied_at": "Một cửa",
    "benefit": "Chờ 15 phút.",
    "benefit_hours": "1.200",
}


def test_the_whole_way_of_one_initiative(site, browser):
    writer, second = browser("nhanvien"), browser("nhanvien2")
    page = writer.get("/sang-kien/cua-toi")
    page = writer.submit(page, "/moi")
    assert page.heading == "Viết sáng kiến"
    page = writer.submit(page, "/viet", add_author="1", **FILLED)
    assert page.html.find("input", attrs={"name": "title"})["value"] == FILLED["title"]
    shares = {
        "authors-0-share": "60", "authors-1-person": "vu dinh an", "authors-1-share": "40",
    }  # fmt: skip
    page = writer.submit(page, "/viet", then="check", **shares)
    assert page.heading == "Kiểm tra lại trước khi nộp"
    assert "Vũ Đình Ân xác nhận tỷ lệ 40 %" in page.links()
    number = int(page.url.split("/")[2])

    page = second.get(f"/sang-kien/{number}")
    page = second.submit(page, "ty-le/xac-nhan")
    assert page.flashes == ["Đã xác nhận tỷ lệ đóng góp của bạn."]

    page = writer.get(f"/sang-kien/{number}/kiem-tra")
    page = writer.submit(page, "/nop")
    assert page.flashes[0].startswith("Đã nộp. Trưởng đơn vị sẽ xem")

    head = browser("truongphong")
    page = head.get("/sang-kien/cho-xem")
    page = head.get(page.links()[FILLED["title"]])
    page = head.submit(page, "/xac-nhan", reason="Đúng thực tế.")
    desk = browser("thuongtruc")
    page = desk.get(f"/sang-kien/{number}")
    page = desk.get(f"/sang-kien/{number}/tra-lai")
    page = desk.submit(page, "/tra-lai", expect=422)
    assert page.errors() == {"reason": "Cần điền mục này."}
    page = desk.submit(page, "/tra-lai", reason="Thiếu số liệu.")

    page = writer.get(f"/sang-kien/{number}")
    assert "Thiếu số liệu." in page.text
    page = writer.get(f"/sang-kien/{number}/viet")
    page = writer.submit(page, "/viet", then="check", before="Người dân chờ 45 phút.")
    page = writer.submit(page, "/nop")
    assert page.flashes[0].startswith("Đã nộp. Thường trực thi đua sẽ xem")
    page = desk.get(f"/sang-kien/{number}/phien-ban")
    assert page.heading == "So sánh bản 1 và bản 2"
    assert [tag.get_text() for tag in page.html.find_all(["del", "ins"])] == ["[bỏ: 40]", "[thêm: 45]"]
    page = desk.get(f"/sang-kien/{number}")
    desk.submit(page, "/tiep-nhan")
    assert _state(site, number) == State.ACCEPTED


def test_a_draft_is_saved_incomplete_and_the_list_says_what_is_missing(browser):
    writer = browser("nhanvien")
    page = writer.submit(writer.get("/sang-kien/cua-toi"), "/moi")
    page = writer.submit(page, "/viet", title="Mới có tên")
    assert page.heading == "Viết sáng kiến"
    links = page.links()
    assert links["Nội dung giải pháp"] == "#content"
    assert "Tên sáng kiến" not in links
    for anchor in [target for target in links.values() if target.startswith("#") and len(target) > 1]:
        if anchor != "#noi-dung":
            assert page.html.find(id=anchor[1:]) is not None, anchor


def test_shares_of_99_are_refused_before_the_check_page_and_kept(browser, stored):
    writer, number = browser("nhanvien"), stored()
    page = writer.get(f"/sang-kien/{number}/viet")
    page = writer.submit(page, "/viet", add_author="1")
    rows = {"authors-0-share": "60", "authors-1-person": AN, "authors-1-share": "39"}
    page = writer.submit(page, "/viet", expect=422, then="check", title="Tên mới", **rows)
    assert page.errors() == {"authors": "Tổng tỷ lệ là 99 %, còn thiếu 1 %"}
    assert page.html.find("input", attrs={"name": "title"})["value"] == "Tên mới"
    assert page.html.find("input", attrs={"name": "authors-1-share"})["value"] == "39"
    page = writer.submit(page, "/viet", then="draft")
    assert page.links()["Tổng tỷ lệ là 99 %, còn thiếu 1 %"] == "#authors"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"authors-1-person": LAN_ANH, "authors-1-share": "10"}, "authors-1-person",
         f"{LAN_ANH} đã có ở dòng trên. Mỗi tác giả ghi một lần."),
        ({"authors-1-person": "Không Có Ai", "authors-1-share": "10"}, "authors-1-person",
         "Không tìm thấy “Không Có Ai” trong danh sách cán bộ. Hãy gõ tên rồi chọn trong danh sách."),
        ({"authors-1-person": AN, "authors-1-share": "10,5"}, "authors-1-share",
         "Chỉ nhập số nguyên, ví dụ 1.520.000."),
        ({"authors-1-person": AN, "authors-1-share": "101"}, "authors-1-share", "Số phải từ 1 đến 100."),
        ({"authors-1-person": "", "authors-1-share": "10"}, "authors-1-person",
         "Hãy ghi tên tác giả cho tỷ lệ này."),
    ],
)  # fmt: skip
def test_wrong_author_rows(browser, stored, typed, field, words):
    writer, number = browser("nhanvien"), stored()
    page = writer.submit(writer.get(f"/sang-kien/{number}/viet"), "/viet", add_author="1")
    page = writer.submit(page, "/viet", expect=422, **typed)
    assert page.errors() == {"authors": "Xem lại tác giả được đánh dấu bên dưới.", field: words}
    for name, value in typed.items():
        assert page.html.find("input", attrs={"name": name})["value"] == value


def test_an_ambiguous_name_lists_the_people(browser, stored):
    writer, number = browser("nhanvien"), stored()
    page = writer.submit(writer.get(f"/sang-kien/{number}/viet"), "/viet", add_author="1")
    row = {"authors-1-person": "phuc vu hanh chinh", "authors-1-share": "10"}
    page = writer.submit(page, "/viet", expect=422, **row)
    assert page.errors()["authors-1-person"].startswith("Có 3 người khớp với “phuc vu hanh chinh”: ")


def test_rows_are_added_and_removed_without_losing_what_is_typed(browser, stored):
    writer, number = browser("nhanvien"), stored()
    page = writer.get(f"/sang-kien/{number}/viet")
    for _ in range(9):
        page = writer.submit(page, "/viet", add_author="1", title="Đang gõ dở")
    assert "Thêm đồng tác giả" not in page.buttons()
    page = writer.submit(page, "/viet", add_author="1", **{"authors-9-person": AN, "authors-9-share": "5"})
    assert len(page.html.find_all("input", attrs={"data-share": True})) == 10
    page = writer.submit(page, "/viet", remove_author="4")
    typed = [tag["value"] for tag in page.html.find_all("input", attrs={"list": "can-bo"})]
    assert typed == [LAN_ANH, "", "", "", "", "", "", "", AN]
    page = writer.submit(page, "/viet", remove_author="0")
    typed = [tag["value"] for tag in page.html.find_all("input", attrs={"list": "can-bo"})]
    assert typed == ["", "", "", "", "", "", "", AN]
    assert page.html.find("input", attrs={"name": "title"})["value"] == "Đang gõ dở"


def test_two_tabs_the_second_sees_both_texts(site, browser, stored):
    writer, number = browser("nhanvien"), stored()
    first = writer.get(f"/sang-kien/{number}/viet")
    writer.submit(writer.get(f"/sang-kien/{number}/viet"), "/viet", novelty="Bản của thẻ kia.")
    page = writer.submit(first, "/viet", expect=409, novelty="Bản của thẻ này.")
    assert "Bản của thẻ kia." in page.text
    assert page.html.find("textarea", attrs={"name": "novelty"}).get_text().strip() == "Bản của thẻ này."
    with site.app_context():
        assert db.session.get(Initiative, number).novelty == "Bản của thẻ kia."
    writer.submit(page, "/viet")
    with site.app_context():
        assert db.session.get(Initiative, number).novelty == "Bản của thẻ này."


def test_handing_in_what_changed_since_it_was_checked_is_refused(site, browser, stored):
    writer, number = browser("nhanvien"), stored()
    checked = writer.get(f"/sang-kien/{number}/kiem-tra")
    writer.submit(writer.get(f"/sang-kien/{number}/viet"), "/viet", novelty="Khác.")
    page = writer.submit(checked, "/nop", expect=409)
    assert page.heading == "Kiểm tra lại trước khi nộp"
    assert _state(site, number) == State.DRAFT


def test_a_double_click_hands_in_once(site, browser, stored):
    writer, number = browser("nhanvien"), stored()
    page = writer.get(f"/sang-kien/{number}/kiem-tra")
    writer.submit(page, "/nop")
    again = writer.submit(page, "/nop")
    assert again.url == f"/sang-kien/{number}"
    with site.app_context():
        kept = actions.queries.versions(db.session.get(Initiative, number))
        assert [version.number for version in kept] == [1]


def test_a_double_click_begins_one_draft(site, browser):
    writer = browser("nhanvien")
    page = writer.get("/sang-kien/cua-toi")
    assert writer.submit(page, "/moi").url == writer.submit(page, "/moi").url
    with site.app_context():
        assert db.session.query(Initiative).count() == 1


def test_handing_in_incomplete_says_what_is_missing(browser, stored):
    writer, number = browser("nhanvien"), stored(complete=False, title="Chỉ có tên")
    page = writer.get(f"/sang-kien/{number}/kiem-tra")
    assert "Nộp cho Trưởng đơn vị" not in page.buttons()
    page = writer.post(f"/sang-kien/{number}/nop", expect=422)
    assert "Hiệu quả" in page.links()


def test_declining_a_share_tells_the_reason(browser, site):
    with site.app_context():
        made = make.draft("nhanvien", "nhanvien2")
        owner, other = make.account("nhanvien"), make.account("nhanvien2")
        drafting.save(made, {}, [Share(owner.person_id, 80), Share(other.person_id, 20)], actor=owner)
        db.session.commit()
        number = made.id
    second = browser("nhanvien2")
    page = second.get(f"/sang-kien/{number}/ty-le/khong-dong-y")
    page = second.submit(page, "khong-dong-y", expect=422)
    assert page.errors() == {"reason": "Cần điền mục này."}
    second.submit(page, "khong-dong-y", reason="Tôi làm một nửa.")
    page = browser("nhanvien").get(f"/sang-kien/{number}")
    assert "Tôi làm một nửa." in page.text
    stale = second.get(f"/sang-kien/{number}")
    second.submit(stale, "ty-le/xac-nhan", share="30", expect=409)


def test_files_are_checked_kept_and_removed(site, browser, stored):
    writer, number = browser("nhanvien"), stored()
    page = writer.get(f"/sang-kien/{number}/tep-dinh-kem")
    page = writer.submit(page, "/tep-dinh-kem", expect=422)
    assert page.errors() == {"files": "Hãy chọn ít nhất một tệp."}
    bad = writer.submit(page, "/tep-dinh-kem", expect=422, files=(io.BytesIO(b"MZ"), "virus.exe"))
    assert "virus.exe" in bad.errors()["files"]
    page = writer.submit(page, "/tep-dinh-kem", files=(io.BytesIO(PDF), "minh chứng.pdf"))
    assert "minh chứng.pdf" in page.links()
    target = page.links()["minh chứng.pdf"]
    assert browser("nhanvien2").get(target, expect=404).status == 404
    page = writer.submit(page, "/bo")
    assert "minh chứng.pdf" not in page.links()


def test_application_counts_only_with_proof_and_the_heads_word(site, browser, stored):
    number = stored(State.RECOGNISED)
    writer, head = browser("nhanvien"), browser("yte")
    page = writer.get(f"/sang-kien/{number}/ap-dung/moi")
    page = writer.submit(page, "/ap-dung/moi", expect=422)
    assert set(page.errors()) == {"unit_id", "applied_on", "place", "effect"}
    with site.app_context():
        unit = make.unit("Trạm Y tế").id
    given = {"unit_id": str(unit), "applied_on": "3/3/2026", "place": "Bàn đón tiếp", "effect": "Giảm chờ."}
    page = writer.submit(page, "/ap-dung/moi", **given)
    assert "Chưa được tính là đã áp dụng" in page.text
    assert "ít nhất một tệp minh chứng" in page.text
    link = next(url for words, url in page.links().items() if words == "Sửa, thêm minh chứng")
    page = writer.get(link)
    page = writer.submit(page, link, files=(io.BytesIO(PDF), "thong-ke.pdf"))
    assert "xác nhận của người đứng đầu Trạm Y tế" in page.text
    writer.post(f"{link}/xac-nhan", expect=403)
    browser("kinhte").post(f"{link}/xac-nhan", expect=403)
    page = head.submit(head.get(f"/sang-kien/{number}"), "/xac-nhan")
    assert "Được tính là đã áp dụng" in page.text
    with site.app_context():
        row = db.session.query(InitiativeApplication).one()
        assert (row.counts, row.confirmed_by) == (True, "Trịnh Thị Ngọc Ánh")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("1/3/2026", "Ngày áp dụng không được trước ngày áp dụng lần đầu của sáng kiến."),
        ("1/1/2099", "Ngày áp dụng không được sau hôm nay."),
        ("30/02/2026", "Không có ngày 30/02/2026. Hãy kiểm tra lại ngày, tháng, năm."),
    ],
)
def test_application_dates(browser, stored, day, words):
    writer, number = browser("nhanvien"), stored(State.RECOGNISED)
    page = writer.get(f"/sang-kien/{number}/ap-dung/moi")
    page = writer.submit(page, "/ap-dung/moi", expect=422, applied_on=day)
    assert page.errors()["applied_on"] == words


def test_a_recognised_one_is_open_to_other_units_heads_only(browser, stored):
    number = stored(State.RECOGNISED)
    assert browser("yte").get(f"/sang-kien/{number}").heading == make.TITLE
    browser("nhanvien2").get(f"/sang-kien/{number}", expect=404)


def test_the_application_prints(browser, stored):
    writer: Browser = browser("nhanvien")
    page = writer.get(f"/sang-kien/{stored()}/don.docx")
    assert page.response.data[:2] == b"PK"
    assert page.response.headers["Content-Disposition"].startswith(
        "attachment; filename=don-sang-kien-rut-ngan"
    )
