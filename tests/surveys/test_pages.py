"""The pages of surveys: a citizen's telephone, the desk, paper typed in, remarks with a receipt."""

import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.surveys import actions, throttle
from intranet.surveys.models import SurveyKnock, SurveyReply, SurveyWave
from intranet.verification.actions import choose
from tests.factories import surveys as make
from tests.factories.people import account


def test_a_wave_from_its_form_to_its_results(site, browser):
    desk, clerk = browser("thuongtruc"), browser("vanthu")
    form = desk.get("/hai-long/dot/moi")
    with site.app_context():
        point = str(make.point().id)
    today = f"{clock.today():%d/%m/%Y}"
    told = {"title": "Khảo sát thử", "starts_on": today, "ends_on": today}
    refused = desk.submit(form, expect=422, **told)
    assert "ít nhất một đơn vị" in refused.text
    wave = desk.submit(refused, units=[point], questions="0")
    opened = desk.submit(wave, "/mo")
    address = next(url for url in opened.links().values() if "/khao-sat/" in url)
    path = address[address.index("/khao-sat/") :]
    assert opened.html.select(".qr img")
    stranger = browser()
    page = stranger.get(path)
    assert len(page.response.data) < 30_000 and not page.html.select("script")
    assert len(page.html.select("fieldset")) == 7
    empty = stranger.submit(page, expect=422)
    assert "chưa chọn câu trả lời nào" in empty.text
    done = stranger.submit(empty, **make.GOOD, remark="Tốt")
    assert done.heading == "Cảm ơn Ông/Bà đã trả lời"
    stranger.submit(empty, **make.GOOD)  # the same form again: back button, double click
    with site.app_context():
        (kept,) = db.session.scalars(sa.select(SurveyReply))
        assert (kept.remark, kept.unit_id) == ("Tốt", int(point))
    batch = clerk.submit(clerk.get(wave.url + "/tap/moi"), unit=point, sheets="1", control_sum="5")
    typed = clerk.submit(batch, batch.url, **make.GOOD)
    assert "đã nhập 1, đếm tay 1" in typed.text
    assert "được tính" in clerk.submit(typed, "doi-chieu").text
    replies = desk.get(wave.url + "/phieu")
    assert replies.html.select_one(".page-count").get_text() == "2 được tính, 0 để riêng"
    assert "Cần ghi lý do" in desk.submit(replies, "de-rieng", expect=422, reply="1").text
    aside = desk.submit(replies, "de-rieng", reply="1", reason="Thử máy")
    assert aside.html.select_one(".page-count").get_text() == "1 được tính, 1 để riêng"
    closed = desk.submit(desk.get(wave.url), "ket-thuc")
    assert "Đã kết thúc" in closed.text and "1/1" in closed.text
    assert "không nhận phiếu" in stranger.get(path).text
    head = browser("kinhte").get(wave.url)
    assert head.buttons() == [] and "Không hiện" in head.text


def test_a_script_is_told_to_wait_and_nothing_is_lost(site, browser):
    with site.app_context():
        wave = make.opened()
        here, path = str(make.point().id), f"/khao-sat/{wave.code}"
        slip = actions.make_slips(wave, actor=account("thuongtruc"), unit_id=wave.units[0].unit_id, number=1)[
            0
        ].code
        rows = [
            SurveyKnock(address="127.0.0.1", what=f"wave-{wave.id}", at=clock.now())
            for _ in range(throttle.HARD)
        ]
        db.session.add_all(rows)
        db.session.commit()
    one = browser()
    held = one.submit(one.get(path), expect=429, unit=here, **make.GOOD)
    assert "đợi 10 phút" in held.text
    assert held.html.select_one("input[name=q1][checked]")["value"] == "5"
    wrong = one.submit(one.get(path + "?phieu=SAI"), unit=here, **make.GOOD)
    assert wrong.heading == "Mã phiếu không dùng được"
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(SurveyKnock.what == "slip")) == 1
    typed = one.get(path)
    assert typed.html.select_one("label[for=phieu]").get_text() == "Mã in trên phiếu (nếu có)"
    done = one.submit(typed, phieu=slip, **make.GOOD)
    assert done.heading == "Cảm ơn Ông/Bà đã trả lời"
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count(SurveyReply.id))) == 1
        db.session.add_all(SurveyKnock(address="127.0.0.1", what="slip", at=clock.now()) for _ in range(20))
        db.session.commit()
    assert "đợi 10 phút" in one.submit(one.get(path + "?phieu=SAI"), expect=429, **make.GOOD).text
    one.get("/khao-sat/KHONGCO", expect=404)


def test_slips_are_printed_with_their_codes(site, browser):
    with site.app_context():
        wave = make.opened()
        db.session.commit()
        url = f"/hai-long/dot/{wave.id}/phieu-in"
    desk = browser("thuongtruc")
    sheet = desk.submit(desk.get(url), number="9")
    assert len(sheet.html.select(".slip img")) == 9
    assert (
        "đang lấy theo máy đang mở trang" in sheet.text and "Hoặc mở http://localhost/khao-sat/" in sheet.text
    )
    with site.app_context():  # one address for all that is printed, whoever prints it from where
        choose(wanted=False, address="https://xa.example.vn/kiem-tra", actor=account("quantri"))
        db.session.commit()
    fixed = desk.get(url + "/ban-in")
    assert "theo máy đang mở" not in fixed.text and "Hoặc mở https://xa.example.vn/khao-sat/" in fixed.text
    assert desk.submit(desk.get(url), expect=422, number="501").errors()


def test_question_sets_through_their_page(site, browser):
    desk = browser("thuongtruc")
    page = desk.get("/hai-long/bo-cau-hoi")
    assert len(page.html.select("fieldset")) == 8
    kept = desk.submit(page, title="Bộ rút gọn", **{f"text-{n}": "" for n in range(3, 9)})
    assert "Bộ rút gọn, dùng từ" in kept.text and "2 câu" in kept.text
    bad = {"title": "Lỗi", "kind-1": "choice", "options-1": "Một ý"}
    assert "từ 2 đến 8 ý" in desk.submit(kept, expect=422, **bad).text


def test_cd3_a_remark_gets_a_receipt_and_an_answer(site, browser):
    stranger, desk = browser(), browser("vanthu")
    form = stranger.get("/gop-y")
    assert stranger.submit(form, "/gop-y", expect=422).errors() == {"body": "Cần điền mục này."}
    receipt = stranger.submit(form, "/gop-y", about="Khai sinh", body="<b>Chờ lâu</b>")
    code = receipt.html.select_one("strong").get_text()
    assert "Đã tiếp nhận" in receipt.text and len(code) == 10
    listed = desk.get("/hai-long/gop-y")
    row = desk.get(listed.links()[code])
    assert "<b>Chờ lâu</b>" in row.text
    desk.submit(desk.get(row.url + "/tra-loi"), answer="Đã thêm một bàn tiếp nhận.")
    shown = stranger.get("/gop-y/tra-cuu", query_string={"so": code.lower()})
    assert "Đã thêm một bàn tiếp nhận." in shown.text
    assert "Không có góp ý nào" in stranger.get("/gop-y/tra-cuu?so=XXXX").text
    desk.submit(desk.get(row.url + "/mo-lai"), reason="Trả lời chưa đủ")
    assert "thêm một bàn" not in stranger.get(f"/gop-y/tra-cuu?so={code}").text
    for _ in range(throttle.REMARKS - 1):
        stranger.submit(form, "/gop-y", body="Nữa")
    assert "đợi 10 phút" in stranger.submit(form, "/gop-y", expect=429, body="Nữa").text


def test_lists_cost_the_same_for_one_and_three(site, browser, count_queries):
    desk = browser("thuongtruc")
    with site.app_context():
        wave = make.opened()
        make.reply(wave, 1)
        db.session.commit()
        urls = ("/hai-long", f"/hai-long/dot/{wave.id}", f"/hai-long/dot/{wave.id}/phieu")
    desk.get("/hai-long")
    costs = []
    for _ in range(2):
        with count_queries(site) as found:
            for url in urls:
                desk.get(url)
        costs.append(len(found))
        with site.app_context():
            wave = db.session.scalars(sa.select(SurveyWave).order_by(SurveyWave.id)).first()
            for number in (2, 3):
                make.reply(wave, number)
                make.draft()
            db.session.commit()
    assert costs[0] == costs[1]
