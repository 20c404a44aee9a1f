"""What everybody reads: no sign-in, no cookie, small, cached for a minute, gone at once when withdrawn."""

import csv
import datetime as dt
import io
import json

import pytest

from intranet.core import clock
from intranet.core.db import db
from intranet.decisions.states import State as DecisionState
from intranet.publishing import contents, queries
from intranet.publishing.models import ReleaseKind
from tests.factories import decisions, publishing, surveys
from tests.factories import indicators as make

LIMIT = 100_000


@pytest.fixture
def released(site):
    """Return the slugs of a board and of a survey that are public."""
    with site.app_context():
        board = publishing.released(ReleaseKind.BOARD, publishing.year_until(3)).slug
        survey = publishing.released(ReleaseKind.SURVEY, surveys.closed()).slug
        db.session.commit()
    return board, survey


def fetch(browser, url, expect=200):
    """Return an answer as a stranger gets it, checked for size, cookies and caching."""
    answer = browser().http.get(url)
    assert answer.status_code == expect, url
    assert len(answer.data) < LIMIT - 15_000, (url, len(answer.data))  # the two style sheets come on top
    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
    kept = answer.headers["Cache-Control"]
    assert kept == ("public, max-age=60, must-revalidate" if expect == 200 else "no-store")
    assert b"<script" not in answer.data and b"csrf" not in answer.data
    return answer


def test_cd1_the_public_board_reads_without_sign_in_cookie_or_script(browser, site, released, count_queries):
    board, survey = released
    start = fetch(browser, "/cong-khai")
    for part in (f"/cong-khai/{board}", f"/cong-khai/{survey}", "/buoi-huong-dan", "/gop-y", "/kiem-tra"):
        assert f'href="{part}"' in start.text
    with count_queries(site) as used:
        page = browser().get(f"/cong-khai/{board}")
    assert len(used) <= 8, used
    with site.app_context():
        found = contents.read(queries.by_slug(board))
    lines = page.html.select("table.facts tbody tr")
    assert len(lines) == len(found["rows"]) == 25
    for line, row in zip(lines, found["rows"], strict=True):
        said = " ".join(line.get_text(" ").split())
        assert row["value_text"] in said and row["fraction"] in said and row["target"] in said, row["code"]
        assert row["state"] in said and line.svg["aria-label"].startswith(f"Diễn biến {row['code']}: ")
    one = fetch(browser, f"/cong-khai/{board}/i01").text
    assert "90/100" in one and "Điểm phục vụ hành chính công" in one and "khóa ngày" in one and "Nguồn" in one
    answer = fetch(browser, f"/cong-khai/{board}")
    again = browser().http.get(f"/cong-khai/{board}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (
        again.status_code == 304 and again.data == b"" and again.headers["Cache-Control"].startswith("public")
    )
    shown = fetch(browser, f"/cong-khai/{survey}").text
    assert "Hài lòng và rất hài lòng" in shown and "6 phiếu được tính" in shown
    signed_in = browser("chutich").http.get(f"/cong-khai/{board}")
    assert signed_in.data == answer.data  # nothing of the session is on it
    for wrong in (f"/cong-khai/{board}/i99", f"/cong-khai/{survey}/i01", "/cong-khai/khong-co"):
        assert "Chưa có nội dung nào được công bố" in fetch(browser, wrong, 404).text


def test_cd1_on_time_and_satisfaction_of_each_unit_carry_both_numbers_day_and_source(
    browser, site, monkeypatch
):
    with site.app_context():
        with monkeypatch.context() as then:
            then.setattr(clock, "now", lambda: dt.datetime(2026, 8, 5, 3, tzinfo=dt.UTC))
            wave = surveys.opened()
            for number in range(8):
                surveys.reply(wave, number)
                surveys.reply(wave, number + 20, surveys.unit(), q1="1")
            surveys.actions.close_wave(wave, actor=publishing.account(publishing.DESK))
            db.session.commit()
        slug = publishing.released(ReleaseKind.BOARD, publishing.year_until(3)).slug
        locked = make.quarter().locked_at
        db.session.commit()
    on_time, satisfied = (browser().get(f"/cong-khai/{slug}/{code}") for code in ("i01", "i06"))
    # of the 4 satisfaction questions of each of 8 replies: all are content at the point, 3 of 4 at the other unit
    for page, units, whole in (
        (on_time, dict.fromkeys(make.HEADS, "90/100"), "360/400"),
        (satisfied, {surveys.POINT: "32/32", "Phòng Kinh tế": "24/32"}, "56/64"),
    ):
        (table,) = page.html.select("table.narrow-table:has(td[data-label='Tử số / mẫu số'])")
        rows = {row.th.get_text(): row.select("td")[1].get_text() for row in table.select("tbody tr")}
        assert rows == units and whole in page.text
        assert f"khóa ngày {clock.local(locked):%d/%m/%Y}" in page.text and "Nguồn" in page.text
        assert "Tử số" in page.text and "Mẫu số" in page.text
        assert page.html.select_one("meta[name=viewport]")["content"].startswith("width=device-width")
        sheets = 0
        for link in page.html.select("link[rel=stylesheet]"):
            with browser().http.get(link["href"]) as sheet:
                sheets += len(sheet.data)
        assert len(page.response.data) + sheets < LIMIT and not page.html.select("script, img[src]")


def test_the_data_files_hold_the_same_numbers(browser, site, released):
    board, _ = released
    raw = fetch(browser, f"/cong-khai/{board}/so-lieu.csv")
    assert raw.data.startswith(b"\xef\xbb\xbf") and raw.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(raw.data.decode("utf-8-sig"))))
    content = json.loads(fetch(browser, f"/cong-khai/{board}/so-lieu.json").data)["content"]
    with site.app_context():
        assert content == contents.read(queries.by_slug(board))
    for row in content["rows"]:
        whole, quarter = [one for one in rows if one["Mã"] == row["code"] and one["Phạm vi"] == "Toàn xã"]
        for line, pair in ((whole, row["value"]), (quarter, row["quarter"])):
            assert [line["Tử số"], line["Mẫu số"]] == [str(n) for n in pair or ("", "")]
        for unit in row["units"]:
            (line,) = [one for one in rows if one["Mã"] == row["code"] and one["Phạm vi"] == unit["unit"]]
            assert [line["Tử số"], line["Mẫu số"]] == [str(n) for n in unit["value"] or ("", "")]


def test_ct7_the_chairman_releases_and_withdraws_on_the_screen(browser, site):
    with site.app_context():
        when = publishing.year_until(3).id
        db.session.commit()
    desk, boss, public = browser("thuongtruc"), browser("chutich"), "/cong-khai/chi-tieu-quy-3-2026"
    page = desk.get("/cong-bo")
    offer = page.links()["Bảng chỉ tiêu quý 3/2026"]
    assert "Hãy khóa quý 4/2026 trước" in desk.get(f"/cong-bo/de-nghi/bang-chi-tieu/{when + 1}").text
    shown = desk.submit(desk.get(offer), "de-nghi", note="Kính trình Chủ tịch")
    assert "Chờ Chủ tịch cho phép" in shown.text and "Cho phép công bố" not in shown.links()
    browser().get(public, expect=404)
    assert "Cho phép công bố" in boss.get("/").text
    row = boss.get(boss.get("/cong-bo").links()["Kết quả thực hiện chỉ tiêu thi đua đến hết quý 3/2026"])
    look = boss.get(row.links()["Xem như người dân đọc"])
    assert "Bản xem trước." in look.text and "90/100" in boss.get(look.url + "/i01").text
    boss.get(look.url + "/i99", expect=404)
    done = boss.submit(boss.get(row.links()["Cho phép công bố"]), "cho-phep")
    assert done.flashes == ["Cho phép công bố: đã ghi."]
    assert "Bản xem trước" not in fetch(browser, public).text
    assert (
        "X3" in boss.get("/chi-tieu").text
        and "/cong-khai/chi-tieu-quy-3-2026" in desk.get(f"/chi-tieu/quy/{when}").text
    )
    with site.app_context():
        make.restated(make.quarter())
        db.session.commit()
    told = fetch(browser, public).text
    assert "Có thay đổi sau khi công bố" in told and "91/100" not in told
    assert "Nội dung công khai đã cũ" in desk.get("/").text
    withdraw = boss.get(done.url).links()["Rút nội dung này"]
    refused = boss.submit(boss.get(withdraw), "rut", expect=422, reason=" ")
    assert refused.errors()
    boss.submit(boss.get(withdraw), "rut", reason="Số liệu I01 đếm sót")
    gone = fetch(browser, public, 410)
    assert "Số liệu I01 đếm sót" in gone.text and "90" not in gone.text
    fetch(browser, f"{public}/i01", 410)
    fetch(browser, f"{public}/so-lieu.csv", 410)
    start = fetch(browser, "/cong-khai").text
    assert "Thông báo rút nội dung" in start and f'href="{public}"' not in start
    assert "không đang được công bố" in boss.post(withdraw, {"reason": "nữa"}, expect=409).text


def test_a_new_edition_shows_the_locked_and_the_restated_number(browser, site):
    with site.app_context():
        when = publishing.year_until(3)
        number = publishing.released(ReleaseKind.BOARD, when).id
        make.restated(when)
        db.session.commit()
    desk, boss = browser("thuongtruc"), browser("chutich")
    page = desk.get(f"/cong-bo/{number}")
    assert "Hồ sơ đã thay đổi sau khi công bố" in page.text
    shown = desk.submit(desk.get(page.links()["Đề nghị công bố bản mới"]), "de-nghi")
    boss.submit(boss.get(boss.get(shown.url).links()["Cho phép công bố"]), "cho-phep")
    old = boss.get(f"/cong-bo/{number}")
    assert "Đã có bản mới thay thế" in old.text and "Rút nội dung này" not in old.links()
    one = fetch(browser, "/cong-khai/chi-tieu-quy-3-2026/i01").text
    for said in ("khi khóa: ", "bản thứ 2", "90/100", "91/100", "Đếm sót một hồ sơ"):
        assert said in one, said
    assert "Có thay đổi sau khi công bố" not in one


def test_cd4_the_list_reads_as_proposed_until_the_decision(browser, site):
    with site.app_context():
        decision = decisions.award(DecisionState.SUBMITTED)
        slug = publishing.released(ReleaseKind.REWARDED, decision).slug
        db.session.commit()
    page = fetch(browser, f"/cong-khai/{slug}").text
    assert (
        "<h1>Danh sách đề nghị tặng Giấy khen cho" in page
        and "chưa phải là quyết định" in page
        and "760.000" not in page
    )


def test_cd3_cd6_the_start_page_leads_to_remarks_and_lessons(browser):
    stranger = browser()
    links = stranger.get("/cong-khai").links()
    lessons = stranger.get(links["Buổi hướng dẫn dùng điện thoại, dịch vụ công sắp tới"])
    assert lessons.heading == "Buổi hướng dẫn sắp tới" and lessons.html.select('footer a[href="/cong-khai"]')
    assert stranger.get(links["Góp ý, hiến kế về thủ tục hành chính"]).form("/gop-y")
    stranger.get(links["Xem góp ý đã gửi đến đâu"])


def test_the_lists_cost_the_same_for_one_and_three(browser, site, count_queries):
    counted = []
    for quarters in (1, 3):
        with site.app_context():
            for number in range(len(queries.slugs()) + 1, quarters + 1):
                publishing.released(ReleaseKind.BOARD, make.locked(number))
            db.session.commit()
        desk = browser("thuongtruc")
        found = []
        for url in ("/cong-khai", "/cong-bo", "/cong-bo/goi"):
            desk.http.get(url)
            with count_queries(site) as used:
                desk.http.get(url)
            found.append(len(used))
        counted.append(found)
    assert counted[0] == counted[1]


def test_lists_of_three_hundred_go_over_pages_and_stay_small(browser, site, monkeypatch):
    with site.app_context():
        decision = decisions.award(DecisionState.SIGNED)
        one = contents.compose(ReleaseKind.REWARDED, decision)
        row = one["rows"][-1] | {
            "detail": "Phòng Văn hóa - Xã hội " * 5,
            "achievement": "Thành tích dài " * 12,
        }
        monkeypatch.setattr(
            "intranet.publishing.lists.rewarded", lambda _decision: one | {"rows": [row] * 301}
        )
        slug = publishing.released(ReleaseKind.REWARDED, decision).slug
        db.session.commit()
    first = fetch(browser, f"/cong-khai/{slug}").text
    assert f"/cong-khai/{slug}/trang-3" in first and "150. " in first and "151. " not in first
    last = fetch(browser, f"/cong-khai/{slug}/trang-3").text
    assert "301. " in last
    browser().get(f"/cong-khai/{slug}/trang-4", expect=404)
