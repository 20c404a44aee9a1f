"""The council's pages as its people use them."""

import pytest
import sqlalchemy as sa

from intranet.core.db import db
from intranet.council.models import AgendaItem, Ballot, Meeting
from intranet.council.states import State, VoteState
from tests.factories import council as make


@pytest.fixture
def prepared(site, cases):
    """Return the number of a convened and opened meeting with one open vote, and of its case."""
    with site.app_context():
        from intranet.council import voting

        meeting = make.in_session(absent=1)
        voting.open_vote(meeting.items[0], actor=make.account("thuky"))
        db.session.commit()
        return meeting.id, meeting.items[0].id


def test_the_secretary_leads_a_meeting_from_agenda_to_result(site, browser, cases):
    desk = browser("thuky")
    page = desk.get("/hoi-dong")
    assert "Có 1 hồ sơ chờ đưa vào chương trình họp." in page.text
    page = desk.get("/hoi-dong/1/phien-hop-moi")
    page = desk.submit(page, title="Phiên tháng 11", day="30/11/2026", time="8h30", place="Phòng họp số 1")
    assert page.heading == "Phiên tháng 11"
    assert page.flashes == ["Đã lập phiên họp. Bây giờ hãy đưa nội dung vào chương trình."]
    page = desk.submit(page, "/them", case="example:1")
    assert page.flashes == ["Đã đưa 1 nội dung vào chương trình."]
    page = desk.submit(page, "/trieu-tap")
    with site.app_context():
        roll = [m.id for m in db.session.scalars(sa.select(Meeting)).one().roll]
    page = desk.submit(page, "/diem-danh", present=[str(i) for i in roll])
    assert "Có mặt 9/9 thành viên" in page.text
    page = desk.submit(page, "/khai-mac")
    page = desk.submit(page, "/mo")
    member = browser("kinhte")
    ballot = member.get(next(url for text, url in member.get("/").links().items() if text == "Biểu quyết"))
    page = member.submit(ballot, "/noi-dung/", choice="yes")
    assert page.flashes == ["Đã ghi nhận phiếu của bạn cho: Hồ sơ 1"]
    page = desk.get(next(u for t, u in desk.get(page.url).links().items() if t.startswith("Đóng biểu quyết")))
    assert "Còn người có mặt chưa biểu quyết" in page.text
    page = desk.submit(page, "/dong")
    assert "chờ người thứ hai xác nhận" in page.text and "thành viên đồng ý" not in page.text
    again = desk.get(next(u for t, u in page.links().items() if t.startswith("Đóng biểu quyết")))
    assert again.buttons() == [], "one person alone does not close a vote"
    chair = browser("chutich")
    page = chair.get(
        next(u for t, u in chair.get(page.url).links().items() if t.startswith("Đóng biểu quyết"))
    )
    chair.submit(page, "/dong")
    page = desk.get("/hoi-dong/phien-hop/1")
    assert "Không thông qua : 1/9 thành viên đồng ý (11,1 %), không đạt tỷ lệ từ 80 % trở lên." in page.text
    page = desk.submit(page, "/ket-thuc", discussion="Hội đồng trao đổi và thống nhất.")
    with site.app_context():
        assert db.session.scalars(sa.select(Meeting.state)).one() == State.CLOSED


def test_a_vote_that_is_sent_twice_counts_once(site, browser, prepared):
    _meeting, item = prepared
    member = browser("kinhte")
    page = member.get(f"/hoi-dong/noi-dung/{item}")
    first = member.submit(page, "/noi-dung/", choice="yes")
    second = member.submit(page, "/noi-dung/", choice="yes")
    assert (first.url, first.status) == (second.url, second.status)
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Ballot)) == 1


def test_a_vote_without_a_choice_is_refused_with_words(browser, prepared):
    _meeting, item = prepared
    member = browser("kinhte")
    page = member.submit(member.get(f"/hoi-dong/noi-dung/{item}"), "/noi-dung/", expect=422)
    assert page.errors() == {"choice": "Hãy chọn một mục."}
    page = member.submit(page, "/noi-dung/", expect=422, choice="maybe")
    assert page.errors() == {"choice": "Mục đã chọn không có trong danh sách. Hãy chọn lại."}


def test_no_count_is_shown_before_closing(browser, prepared):
    meeting, item = prepared
    for login, choice in (("kinhte", "no"), ("yte", "yes"), ("mattran", "no")):
        one = browser(login)
        one.submit(one.get(f"/hoi-dong/noi-dung/{item}"), "/noi-dung/", choice=choice)
    for login in ("thuky", "chutich", "vanphong"):
        for address in (f"/hoi-dong/phien-hop/{meeting}", f"/hoi-dong/noi-dung/{item}"):
            page = browser(login).get(address)
            assert "Hoàng Văn Bách Không đồng ý" not in page.text
            assert "thành viên đồng ý" not in page.text
    assert "đã có 3/9 người bỏ phiếu." in browser("thuky").get(f"/hoi-dong/phien-hop/{meeting}").text


@pytest.mark.parametrize("login", ["nhanvien", "quantri", "vanthu"])
def test_others_do_not_enter_the_council(browser, prepared, login):
    meeting, item = prepared
    for address in ("/hoi-dong", f"/hoi-dong/phien-hop/{meeting}", f"/hoi-dong/noi-dung/{item}"):
        browser(login).get(address, expect=403)


def test_members_do_not_run_the_desk(site, browser, prepared):
    meeting, item = prepared
    member = browser("kinhte")
    member.post(f"/hoi-dong/noi-dung/{item}/dong", expect=404)
    for address in (
        f"phien-hop/{meeting}/ket-thuc",
        f"phien-hop/{meeting}/diem-danh",
    ):
        member.post(f"/hoi-dong/{address}", expect=403)
    with site.app_context():
        assert db.session.scalars(sa.select(AgendaItem.state)).one() == VoteState.OPEN


def test_a_member_does_not_see_a_meeting_in_preparation(site, browser, cases):
    with site.app_context():
        number = make.meeting().id
        db.session.commit()
    browser("kinhte").get(f"/hoi-dong/phien-hop/{number}", expect=404)
    browser("thuky").get(f"/hoi-dong/phien-hop/{number}")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "Cần điền mục này."),
        ("title", "x" * 301, "Dài quá 300 ký tự. Hãy viết ngắn lại."),
        ("day", "31/11/2026", "Không có ngày 31/11/2026. Hãy kiểm tra lại ngày, tháng, năm."),
        ("day", "mai", "Ngày phải viết như 05/02/2026 (ngày/tháng/năm)."),
        ("time", "25:00", "Giờ phải viết như 08:30."),
        ("place", " \x0b ", "Cần điền mục này."),
    ],
)
def test_a_wrong_meeting_form_says_why_and_keeps_what_was_typed(browser, field, value, message):
    desk = browser("thuky")
    page = desk.get("/hoi-dong/1/phien-hop-moi")
    given = {"title": "Phiên họp", "day": "30/11/2026", "time": "08:30", "place": "Hội trường"}
    page = desk.submit(page, expect=422, **(given | {field: value}))
    assert page.errors() == {field: message}
    kept = {tag["name"]: tag["value"] for tag in page.form().find_all("input", attrs={"type": "text"})}
    assert {k: v for k, v in kept.items() if k in given and k != field} == {
        k: v for k, v in given.items() if k != field
    }


def test_pasted_text_is_cleaned_and_markup_stays_text(site, browser):
    desk = browser("thuky")
    page = desk.get("/hoi-dong/1/phien-hop-moi")
    title = "<script>alert(1)</script> Ho\u0323p\x0bHo\u0323\u0302i \u202eđồng"
    page = desk.submit(page, title=title, day="30/11/2026", time="08:30", place="Hội trường")
    assert page.heading == "<script>alert(1)</script> Họp Hội đồng"


def test_the_list_costs_the_same_for_one_and_for_three_meetings(site, browser, cases, count_queries):
    desk = browser("thuky")

    def cost(number: int) -> int:
        with site.app_context():
            for _ in range(number):
                make.meeting()
                cases.log.clear()
            db.session.commit()
        with count_queries(site) as counted:
            desk.get("/hoi-dong")
        return len(counted)

    assert cost(1) == cost(2)


def test_who_stays_out_sees_nothing_of_the_case(site, browser, prepared):
    meeting, item = prepared
    one = browser("kinhte")
    page = one.get(f"/hoi-dong/noi-dung/{item}/xung-dot")
    page = one.submit(page, "/xung-dot", reason="Là người nhà")
    assert "Ẩn do xung đột lợi ích" in page.text
    with site.app_context():
        from intranet.council import rounds

        row = db.session.get_one(AgendaItem, item)
        make.vote(row, yes=5, no=0)
        make.close(row)
        rounds.second_vote(row, actor=make.account("chutich"), reason="Có tài liệu rất mới")
        db.session.commit()
    for address in (f"phien-hop/{meeting}", f"noi-dung/{item}", f"phien-hop/{meeting}/man-hinh"):
        text = one.get(f"/hoi-dong/{address}").text
        assert "thành viên đồng ý" not in text and "Có tài liệu rất mới" not in text, address
        assert "lần 2" not in text and "Không thông qua" not in text and "Đã có kết quả" not in text, address
    assert "5/9 thành viên đồng ý" in browser("yte").get(f"/hoi-dong/phien-hop/{meeting}").text
    one.get(f"/hoi-dong/noi-dung/{item}/dong", expect=404)
