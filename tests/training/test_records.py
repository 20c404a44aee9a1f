"""Own records: who sees and confirms them, what is refused, what counts."""

import io

import pytest
import sqlalchemy as sa

from intranet.core.db import db
from intranet.core.errors import Barred, NotReady, WrongState
from intranet.training import actions, queries, rules
from intranet.training.models import Level, TrainingRecord
from intranet.training.states import State
from tests.factories import training as make

LOGINS = (
    "nhanvien",
    "nhanvien2",
    "truongphong",
    "kinhte",
    "thuongtruc",
    "thuky",
    "chutich",
    "vanthu",
    "quantri",
)


def test_the_list_shows_exactly_what_the_rule_allows(app):
    every = [make.at(state) for state in State] + [make.at(state, "truongphong") for state in State]
    db.session.flush()
    for login in LOGINS:
        account = make.account(login)
        shown = {one.id for one in db.session.scalars(queries.visible_to(account))}
        assert shown == {one.id for one in every if rules.may_see(account, one)}, login


def test_the_head_confirms_and_the_record_counts(app):
    made = make.at(State.VERIFIED)
    assert made.verified_by == "Đỗ Đức Thịnh"
    unit = make.person("nhanvien").unit
    mine = next(row for row in queries.standings(unit, 2026) if row.person.id == made.person_id)
    assert (mine.periods, mine.basic_digital, mine.lacks) == (40, True, ("đánh giá mức kỹ năng số",))


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.REJECTED])
def test_what_is_not_confirmed_does_not_count(app, state):
    made = make.at(state)
    mine = next(r for r in queries.standings(made.unit, 2026) if r.person.id == made.person_id)
    assert (mine.periods, mine.basic_digital) == (0, False)


def test_nobody_confirms_the_own_record_and_a_heads_goes_to_the_standing_body(app):
    made = make.at(State.SUBMITTED, "truongphong")
    with pytest.raises(Barred, match="chính bạn"):
        actions.verify(made, actor=make.account("truongphong"))
    assert [account.login for account in rules.confirmers(made)] == ["thuongtruc"]
    assert made.id in queries.headless(make.account("thuongtruc"))
    actions.verify(made, actor=make.account("thuongtruc"))
    assert made.state == State.VERIFIED


@pytest.mark.parametrize("login", ["kinhte", "nhanvien2", "quantri", "chutich", "thuongtruc"])
def test_others_do_not_confirm(app, login):
    made = make.at(State.SUBMITTED)
    with pytest.raises(Barred):
        actions.verify(made, actor=make.account(login))
    assert made.state == State.SUBMITTED


def test_what_is_missing_is_listed(app):
    made = make.draft(proof=False, title="", periods=None)
    with pytest.raises(NotReady) as refused:
        actions.submit(made, actor=make.account("nhanvien"))
    assert refused.value.missing == [
        "Tên lớp, khóa học",
        "Số tiết",
        "Ít nhất một tệp: giấy chứng nhận, quyết định cử đi học hoặc ảnh chụp",
    ]


def test_a_second_click_on_hand_in_is_told(app):
    made = make.at(State.SUBMITTED)
    with pytest.raises(WrongState, match="đã được nộp"):
        actions.submit(made, actor=make.account("nhanvien"))


def test_the_newest_valid_assessment_is_the_level(app):
    import datetime as dt

    person = make.person("nhanvien")
    assert queries.levels([person.id]) == {person.id: Level.NOT_ASSESSED}
    make.level(reached=Level.BASIC, assessed_on=dt.date(2026, 3, 1))
    make.level(reached=Level.ADVANCED, assessed_on=dt.date(2026, 5, 1), expires_on=dt.date(2026, 9, 1))
    assert queries.levels([person.id], dt.date(2026, 6, 1)) == {person.id: Level.ADVANCED}
    assert queries.levels([person.id], dt.date(2026, 10, 1)) == {person.id: Level.BASIC}


def test_nobody_records_the_own_level(app):
    head = make.account("truongphong")
    with pytest.raises(Barred, match="Không ai tự ghi"):
        actions.assess(
            head.person,
            Level.ADVANCED,
            actor=head,
            assessed_on=make.dt.date(2026, 5, 1),
            evidence_kind="test",
        )


def test_attending_is_not_reaching_a_level(app):
    made = make.at(State.VERIFIED)
    assert queries.levels([made.person_id])[made.person_id] == Level.NOT_ASSESSED


@pytest.fixture
def record(site) -> int:
    with site.app_context():
        made = make.draft()
        db.session.commit()
        return made.id


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "x" * 301, "Dài quá 300 ký tự. Hãy viết ngắn lại."),
        ("starts_on", "32/13/2026", "Không có ngày 32/13/2026. Hãy kiểm tra lại ngày, tháng, năm."),
        ("starts_on", "hôm qua", "Ngày phải viết như 05/02/2026 (ngày/tháng/năm)."),
        ("periods", "bốn mươi", "Chỉ nhập số nguyên, ví dụ 1.520.000."),
        ("periods", "0", "Số phải từ 1 đến 2.000."),
        ("format", "lạ", "Mục đã chọn không có trong danh sách. Hãy chọn lại."),
    ],
)
def test_a_wrong_form_says_why_and_keeps_what_was_typed(browser, record, field, value, message):
    staff = browser("nhanvien")
    page = staff.submit(
        staff.get(f"/dao-tao/{record}/viet"), "/viet", expect=422, **({"provider": "Gõ dở"} | {field: value})
    )
    assert page.errors() == {field: message}
    assert page.html.find("input", attrs={"name": "provider"})["value"] == "Gõ dở"


def test_dates_in_the_wrong_order_are_told(browser, record):
    staff = browser("nhanvien")
    page = staff.get(f"/dao-tao/{record}/viet")
    page = staff.submit(page, "/viet", expect=422, starts_on="05/6/2026", ends_on="01/6/2026")
    assert "“Đến ngày” phải từ “Từ ngày” trở đi." in page.text


def test_everything_empty_is_kept_as_a_draft_and_listed_as_missing(browser, record):
    staff = browser("nhanvien")
    page = staff.get(f"/dao-tao/{record}/viet")
    empty = dict.fromkeys(
        ("title", "content_class", "topic", "format", "provider", "starts_on", "ends_on", "periods"), ""
    )
    page = staff.submit(page, "/viet", **empty)
    assert "Còn thiếu trước khi nộp (8)" in page.text


def test_pasted_text_is_cleaned_and_markup_stays_text(site, browser, record):
    staff = browser("nhanvien")
    page = staff.get(f"/dao-tao/{record}/viet")
    staff.submit(page, "/viet", title="<script>alert(1)</script> Ky\u0303 năng\x0bsố\u202e")
    with site.app_context():
        assert db.session.get(TrainingRecord, record).title == "<script>alert(1)</script> Kỹ năng số"


def test_two_windows_lose_nothing(browser, record):
    first, second = browser("nhanvien"), browser("nhanvien")
    mine, other = first.get(f"/dao-tao/{record}/viet"), second.get(f"/dao-tao/{record}/viet")
    second.submit(other, "/viet", provider="Bản kia")
    page = first.submit(mine, "/viet", expect=409, provider="Bản này")
    assert page.html.find("input", attrs={"name": "provider"})["value"] == "Bản này"
    first.submit(page, "/viet", provider="Bản này")


@pytest.mark.parametrize(
    ("name", "content"), [("a.svg", b"<svg/>"), ("a.jpg", b"GIF89a"), ("a.xlsx", b"PK\x05\x06")]
)
def test_a_wrong_file_is_refused_by_name(site, browser, name, content):
    with site.app_context():
        record = make.draft(proof=False).id
        db.session.commit()
    staff = browser("nhanvien")
    page = staff.get(f"/dao-tao/{record}/viet")
    page = staff.submit(page, "/tep", expect=422, files=(io.BytesIO(content), name))
    assert f"“{name}”" in page.text


def test_a_double_click_begins_one_record(site, browser):
    staff = browser("nhanvien")
    page = staff.get("/dao-tao")
    assert staff.submit(page, "/moi").url == staff.submit(page, "/moi").url
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(TrainingRecord)) == 1


def test_a_stranger_gets_404(browser, record):
    for login in ("nhanvien2", "truongphong", "thuongtruc", "quantri"):
        browser(login).get(f"/dao-tao/{record}", expect=404)
