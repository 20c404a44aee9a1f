"""The pages of scoring as desk, markers, readers and strangers meet them."""

import pytest

from intranet.core.db import db
from tests.client import Browser
from tests.factories import scoring as make

COMMENT, PASSAGE = "Nhận xét rất riêng", "Đoạn trích rất riêng"


def prepare(site, *, owner: str = "nhanvien") -> int:
    with site.app_context():
        made = make.accepted(owner)
        db.session.commit()
        return made.id


def open_by_desk(browser, site) -> int:
    """Open a round on the page, as it suggests; return its number."""
    initiative_id = prepare(site)
    desk = browser("thuky")
    page = desk.get(f"/cham-diem/sang-kien/{initiative_id}/moi")
    ids = []
    with site.app_context():
        ids = [make.account(one).person_id for one in ("vanphong", "kinhte")]
    page = desk.submit(page, "/moi", markers=[str(one) for one in ids])
    assert page.flashes == ["Đã lập vòng chấm. Người chấm được báo; điểm giữ kín đến khi mọi người nộp."]
    return int(page.url.rsplit("/", 1)[1])


def sheet_url(browser: Browser) -> str:
    page = browser.get("/cham-diem")
    return next(url for words, url in page.links().items() if words == "Chấm điểm")


def values(points: tuple[str, str, str, str], comment: str = COMMENT) -> dict[str, str]:
    codes = ("novelty", "feasibility", "benefit", "replication")
    found = {f"points_{code}": one for code, one in zip(codes, points, strict=True)}
    found |= {f"comment_{code}": comment for code in codes}
    return found | {"passages_novelty": f"{PASSAGE}\nPhân luồng hồ sơ ngay từ bàn hướng dẫn"}


def test_from_the_round_to_the_comparison(browser, site):
    number = open_by_desk(browser, site)
    first, second = browser("vanphong"), browser("kinhte")
    assert "Chấm điểm sáng kiến: Rút ngắn" in first.get("/").text
    page = first.get(sheet_url(first))
    assert "lần đầu áp dụng ở xã" in page.text and "chưa ai thấy điểm của bạn" in page.text.lower()
    page = first.submit(page, "/phieu/", then="draft", **values(("29,5", "", "", "")))
    assert page.flashes == ["Đã lưu nháp. Chưa nộp, chưa ai thấy điểm của bạn."]
    assert page.form("/phieu/").find(attrs={"name": "points_novelty"})["value"] == "29,5"
    page = first.submit(page, "/phieu/", then="hand_in", expect=422)
    assert "Tính khả thi: chưa có điểm" in page.text
    page = first.submit(page, "/phieu/", then="hand_in", **values(("29,5", "17,5", "26,5", "0")))
    assert "Đã nộp 1/2 phiếu" in page.text and COMMENT not in page.text
    assert "29,5" in first.get(sheet_url_of(site, number, "vanphong")).text  # the own sheet
    page = second.submit(
        second.get(sheet_url(second)), "/phieu/", then="hand_in", **values(("20", "15", "20", "15"))
    )
    assert "71,75/100 điểm: đạt" in page.text
    for word in (COMMENT, PASSAGE, "73,5", "không tìm thấy nguyên văn trong đơn"):
        assert word in page.text, word
    chair = browser("chutich")
    assert "71,75/100" in chair.get(f"/cham-diem/{number}").text
    answer = chair.http.get(f"/cham-diem/{number}/so-sanh.xlsx")
    assert answer.status_code == 200 and answer.data[:2] == b"PK"


def sheet_url_of(site, number: int, login: str) -> str:
    with site.app_context():
        round_ = db.session.get(make.ScoreRound, number)
        return f"/cham-diem/phieu/{make.sheet(round_, login).id}"


@pytest.mark.parametrize("typed", ["31", "-1", "7,25", "abc", "1e2", "٣"])
def test_points_that_are_none_or_out_of_range_are_told_at_the_field(browser, site, typed):
    open_by_desk(browser, site)
    one = browser("kinhte")
    page = one.submit(one.get(sheet_url(one)), "/phieu/", points_novelty=typed, expect=422)
    assert "points_novelty" in page.errors()
    assert page.form("/phieu/").find(attrs={"name": "points_novelty"})["value"] == typed


def test_autosave_keeps_and_tells_of_another_tab(browser, site):
    open_by_desk(browser, site)
    one = browser("kinhte")
    url = sheet_url(one)
    token, data = one.csrf(), {"version": "1", "points_novelty": "12,5"}
    answer = one.http.post(f"{url}/luu-nhap", data=data | {"csrf_token": token})
    assert answer.status_code == 200 and answer.json["fields"]["version"] == "2"
    stale = one.http.post(f"{url}/luu-nhap", data=data | {"csrf_token": token})
    assert stale.status_code == 409 and "thẻ khác" in stale.json["message"]
    assert one.get(url).form("/phieu/").find(attrs={"name": "points_novelty"})["value"] == "12,5"


def test_conflict_is_declared_and_the_desk_names_another(browser, site):
    number = open_by_desk(browser, site)
    one, desk = browser("kinhte"), browser("thuky")
    url = sheet_url(one)
    page = one.submit(one.get(f"{url}/xung-dot"), "/xung-dot", reason="Em ruột của tác giả")
    assert "ẩn do xung đột" in page.text and "Đã nộp" not in page.text
    assert "Người chấm" not in page.text
    page = desk.get(f"/cham-diem/{number}/them-nguoi")
    assert "Hoàng Văn Bách: đã khai xung đột lợi ích" in page.text
    page = desk.submit(page, "/them-nguoi")
    assert "Điểm được giữ kín" in page.text
    assert one.get("/cham-diem").text.count("Ẩn do xung đột") == 3


def test_desk_releases_and_cancels(browser, site):
    number = open_by_desk(browser, site)
    desk = browser("thuky")
    desk.submit(desk.get(f"{sheet_url_of(site, number, 'kinhte')}/doi-nguoi"), "/doi-nguoi", reason="Ốm")
    page = desk.submit(desk.get(f"/cham-diem/{number}/huy"), "/huy", reason="", expect=422)
    page = desk.submit(page, "/huy", reason="Lập nhầm")
    assert "Đã hủy vòng chấm. Phiếu đã nộp vẫn được giữ kín." in page.flashes


def test_sheet_of_another_is_not_there(browser, site):
    number = open_by_desk(browser, site)
    url = sheet_url_of(site, number, "kinhte")
    for login in ("vanphong", "thuky", "chutich", "quantri", "nhanvien"):
        one = browser(login)
        assert one.http.get(url).status_code == 404, login
    assert browser("yte").http.get(f"/cham-diem/{number}").status_code == 404
    assert "ẩn do xung đột" in browser("nhanvien").get(f"/cham-diem/{number}").text
