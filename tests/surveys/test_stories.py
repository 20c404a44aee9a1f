"""The stories of citizens, each named by its test: CD2 a survey by QR or on paper, CD3 a remark by its number."""

import datetime as dt

import sqlalchemy as sa

from intranet.core import clock
from intranet.core.db import db
from intranet.parameters.actions import add_parameter
from intranet.parameters.queries import holidays
from intranet.surveys import actions, queries, remark_actions
from intranet.surveys.models import SurveyReply, SurveySlip
from intranet.surveys.routes import qr
from tests.factories import surveys as make
from tests.factories.people import account

TODAY = clock.today()
YEAR = (dt.date(TODAY.year, 1, 1), dt.date(TODAY.year, 12, 31))


def test_cd2_paper_slip_and_open_link_count_the_same(app):
    sheets = [make.GOOD, make.POOR, make.GOOD | {"q1": "3", "q5": "1"}]
    found = []
    for way in ("link", "slip", "paper"):
        wave, desk, clerk = make.opened(), account("thuongtruc"), account("vanthu")
        slips = actions.make_slips(wave, actor=desk, unit_id=make.point().id, number=3)
        batch = make.batch(wave, sheets=3, control_sum=sum(int(one["q1"]) for one in sheets))
        for number, answers in enumerate(sheets):
            if way == "paper":
                actions.type_form(batch, answers, actor=clerk)
            else:
                given = {"slip": slips[number].code} if way == "slip" else {}
                actions.reply(wave, answers, unit_id=make.point().id, address=f"10.0.0.{number}", **given)
        if way == "paper":
            actions.balance(batch, actor=clerk)
        else:
            actions.discard_batch(batch, actor=desk, reason="Không có phiếu giấy")
        actions.close_wave(wave, actor=desk)
        day = (wave.closed_on, wave.closed_on)
        asked = [(one.met, one.asked, one.answers) for one in queries.by_question(wave)]
        found.append(
            (wave.counted, queries.satisfaction(*day), queries.trips(*day), queries.know_how(*day), asked)
        )
    first = found[0]
    # the sums of a day grow with each wave by the same numbers: 3 sheets, then 6, then 9
    for times, one in enumerate(found, start=1):
        assert one[0] == 3 and one[4] == first[4]
        for part in (1, 2, 3):
            assert one[part] == {unit: (a * times, b * times) for unit, (a, b) in first[part].items()}


def test_cd2_a_phone_answers_seven_questions_without_a_name_once_per_token(site, browser):
    with site.app_context():
        wave = make.opened(open_link=False)
        (slip,) = actions.make_slips(wave, actor=account("thuongtruc"), unit_id=make.point().id, number=1)
        code, here, wave_id = slip.code, make.point(), wave.id
        url, point = f"/khao-sat/{wave.code}?phieu={code}&noi={here.id}", here.name
        db.session.commit()
    (printed,) = browser("thuongtruc").get(f"/hai-long/dot/{wave_id}/phieu-in/ban-in").html.select(".slip")
    assert printed.img["src"] == qr(f"http://localhost{url}", 3)  # what the telephone opens
    assert code in printed.get_text() and point in printed.get_text()
    phone = browser()
    page = phone.get(url)
    assert page.html.select_one("#unit option[selected]").get_text() == point
    assert 1 <= len(page.html.select("fieldset")) <= 8 and "Không hỏi tên" in page.text
    asked = {box["name"] for box in page.form().select("input, select, textarea")}
    assert asked == {"csrf_token", "once", "phieu", "unit", "remark", *(f"q{n}" for n in range(1, 8))}
    assert not page.html.select("script") and len(page.response.data) < 30_000
    assert page.html.select_one("meta[name=viewport]")["content"].startswith("width=device-width")
    second = phone.get(url)  # the same slip on another phone, before the first answer
    assert phone.submit(page, "/khao-sat/", **make.GOOD).heading == "Cảm ơn Ông/Bà đã trả lời"
    refused = phone.submit(second, "/khao-sat/", **make.POOR)
    assert refused.heading == "Mã phiếu không dùng được" and "Mỗi mã trả lời được một lần" in refused.text
    with site.app_context():
        (kept,) = db.session.scalars(sa.select(SurveyReply))
        assert kept.unit_id == make.point().id and db.session.scalar(sa.select(SurveySlip.used)) is True


def test_cd3_a_remark_shows_its_state_to_who_has_its_number_only(site, browser):
    phone, desk = browser(), browser("vanthu")
    made = [
        phone.submit(phone.get("/gop-y"), "/gop-y", about="Khai sinh", body=f"Góp ý thứ {n}") for n in (1, 2)
    ]
    numbers = [page.html.select_one("strong").get_text() for page in made]
    assert len(set(numbers)) == 2

    def shown(number: str) -> str:
        return browser().get(f"/gop-y/tra-cuu?so={number}").text

    with site.app_context():
        rows = [queries.remark_by_receipt(number) for number in numbers]
        due, ids = rows[0].due_on, [row.id for row in rows]
    assert "Đã tiếp nhận" in shown(numbers[0]) and f"Trả lời trước {due:%d/%m/%Y}" in shown(numbers[0])
    assert "Góp ý thứ" not in shown(numbers[0])  # what was written is nobody else's to read
    desk.submit(desk.get(f"/hai-long/gop-y/{ids[0]}/tra-loi"), answer="Đã mở thêm một bàn.")
    desk.submit(desk.get(f"/hai-long/gop-y/{ids[1]}/khong-xu-ly"), reason="Quảng cáo")
    answered, aside = shown(numbers[0]), shown(numbers[1])
    assert "Đã trả lời" in answered and "Đã mở thêm một bàn." in answered and f"{TODAY:%d/%m/%Y}" in answered
    assert "Đã mở thêm" not in aside and "Quảng cáo" not in aside and "Trả lời trước" not in aside
    desk.submit(desk.get(f"/hai-long/gop-y/{ids[1]}/mo-lai"), reason="Nhầm")
    assert "Đã tiếp nhận" in shown(numbers[1])


def test_a_new_term_of_answers_holds_for_remarks_that_come_after_it(app):
    """Law is dated: what came under the old term keeps the day that the citizen was told."""
    before = make.remark()
    add_parameter(
        remark_actions.ANSWER_TERM, 3, actor=account("thuongtruc"), effective_from=TODAY, source="Quy chế mới"
    )
    after = make.remark("Xin thêm biển chỉ dẫn.")
    db.session.refresh(before)
    terms = [clock.add_working_days(TODAY, days, holidays()) for days in (10, 3)]
    assert [before.due_on, after.due_on] == terms
